//! The history in trouble: damaged, newer, nowhere to be made, or used by several at once.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;

use rusqlite::Connection;
use serde_json::json;

use crate::program::{Program, Ran};
use crate::samples::{SCAM, Sms, backup, mixed};

const SCAN: [&str; 3] = ["scan", "--json", "-"];

fn line(n: u64) -> String {
    json!({"kind": "sms", "sender": "09012345678", "text": format!("{SCAM} {n}")}).to_string()
}

/// Files of its folder whose name holds these words.
fn named(program: &Program, words: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(program.path("")).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.file_name().unwrap().to_str().unwrap().contains(words)).collect()
}

#[test]
fn a_garbage_history_is_set_aside_and_told() {
    let program = Program::new();
    let garbage = b"This was once a history. \x00\xff".repeat(1_000);
    fs::write(program.db(), &garbage).unwrap();
    let xml = backup(&[Sms { sender: "090", at: 1, text: SCAM }]);
    let ran = program.scan(&xml).expect(0);
    let aside = named(&program, "damaged");
    assert_eq!(aside.len(), 1);
    assert_eq!(fs::read(&aside[0]).unwrap(), garbage);
    assert!(ran.stderr.contains(aside[0].file_name().unwrap().to_str().unwrap()), "{}", ran.stderr);
    assert_eq!(program.kept().len(), 1);
    // Once is enough.
    assert_eq!(program.scan(&xml).expect(0).stderr, "");
    assert_eq!(named(&program, "damaged").len(), 1);
}

#[test]
fn those_who_only_read_leave_a_garbage_history_where_it_is() {
    let program = Program::new();
    fs::write(program.db(), "garbage").unwrap();
    program.run(&["history", "list"]).expect_error("damaged");
    // A person who asks about a message is answered, and told what is missing.
    let check = program.run(&["check", "--json", SCAM]).expect(0);
    assert_eq!(check.object()["level"], "scam");
    assert!(check.stderr.contains("damaged"), "{}", check.stderr);
    assert_eq!(fs::read_to_string(program.db()).unwrap(), "garbage");
}

#[test]
fn a_history_of_a_newer_version_is_refused_and_left_as_it_is() {
    let program = Program::new();
    let xml = backup(&[Sms { sender: "090", at: 1, text: SCAM }]);
    program.scan(&xml).expect(0);
    let connection = Connection::open(program.db()).unwrap();
    connection.pragma_update(None, "user_version", 1_000).unwrap();
    drop(connection);
    let before = fs::read(program.db()).unwrap();
    program.scan(&xml).expect_error("newer version");
    for args in [&["history", "list"][..], &["history", "delete", "1"]] {
        program.run(args).expect_error("newer version");
    }
    let check = program.run(&["check", SCAM]).expect(0);
    assert!(check.stderr.contains("newer version"), "{}", check.stderr);
    assert_eq!(fs::read(program.db()).unwrap(), before);
    assert!(named(&program, "damaged").is_empty());
}

#[test]
fn another_programs_database_is_refused_and_left_as_it_is() {
    let program = Program::new();
    let connection = Connection::open(program.db()).unwrap();
    connection.execute_batch("CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1);").unwrap();
    drop(connection);
    let before = fs::read(program.db()).unwrap();
    program.scan(mixed(1, 1)).expect_error("another program");
    assert_eq!(fs::read(program.db()).unwrap(), before);
}

#[test]
fn a_history_that_cannot_be_made_is_an_error_before_anything_is_shown() {
    let program = Program::new();
    program.write("file", "in the way");
    program.write("backup.xml", mixed(4, 1));
    let mut places = vec!["file/history.db", "."];
    if cfg!(target_os = "linux") {
        places.push("/proc/mihari/history.db");
    }
    for place in places {
        let ran = program.bare_command(&["scan", "backup.xml", "--db", place]).output().unwrap();
        let ran = Ran::from(ran).expect_error("History ");
        assert_eq!(ran.stdout, "", "{place}");
        let args = ["scan", "backup.xml", "--db", place, "--no-history"];
        let ran = Ran::from(program.bare_command(&args).output().unwrap()).expect(0);
        assert!(ran.stdout.contains("4 screened."), "{}", ran.stdout);
    }
    assert_eq!(fs::read_to_string(program.path("file")).unwrap(), "in the way");
}

#[test]
fn without_db_the_history_is_where_xdg_says() {
    let program = Program::new();
    program.write("backup.xml", mixed(3, 1));
    Ran::from(program.bare_command(&["scan", "backup.xml"]).output().unwrap()).expect(0);
    assert!(program.path("data/mihari/history.db").is_file());
    let list = program.bare_command(&["history", "list", "--json"]).output().unwrap();
    assert_eq!(Ran::from(list).expect(0).json().len(), 3);
    // A path that is not absolute is to be ignored (XDG Base Directory Specification).
    let mut command = program.bare_command(&["scan", "backup.xml"]);
    Ran::from(command.env("XDG_DATA_HOME", "relative").output().unwrap()).expect(0);
    assert!(!program.path("relative").exists());
}

#[test]
fn two_scans_at_once_lose_nothing_and_keep_nothing_twice() {
    let program = Program::new();
    program.write("whole.xml", mixed(3_000, 2));
    program.write("half.xml", mixed(2_000, 2));
    let scans = ["whole.xml", "half.xml", "whole.xml"]
        .map(|name| program.command(&["scan", name]).spawn().unwrap());
    for scan in scans {
        Ran::from(scan.wait_with_output().unwrap()).expect(0);
    }
    let kept = program.kept();
    let mut texts: Vec<&str> = kept.iter().map(|item| item["text"].as_str().unwrap()).collect();
    texts.sort_unstable();
    texts.dedup();
    assert_eq!((kept.len(), texts.len()), (1_500, 1_500));
}

#[cfg(unix)]
#[test]
fn after_an_interrupt_what_was_reported_is_kept_and_a_second_run_does_the_rest() {
    use rustix::process::{Pid, Signal, kill_process};

    let program = Program::new();
    let mut child = program.start(&SCAN);
    let mut input = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap());
    let all: Vec<String> = (0..400).map(line).collect();
    let mut answer = String::new();
    for line in &all[..200] {
        writeln!(input, "{line}").unwrap();
        answers.read_line(&mut answer).unwrap();
    }
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    // The input stays open: the command does not wait for its end.
    assert_eq!(child.wait().unwrap().code(), Some(130));
    drop(input);
    assert_eq!(answer.lines().count(), 200);
    assert_eq!(program.kept().len(), 200);
    program.run_on(all.join("\n"), &SCAN).expect(0);
    assert_eq!(program.kept().len(), 400);
}

#[test]
fn what_was_reported_survives_a_killed_process() {
    let program = Program::new();
    for n in 0..3 {
        let mut child = program.start(&SCAN);
        let mut input = child.stdin.take().unwrap();
        let mut answers = BufReader::new(child.stdout.take().unwrap());
        writeln!(input, "{}", line(n)).unwrap();
        answers.read_line(&mut String::new()).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        let texts: Vec<_> = program.kept().iter().map(|item| item["text"].clone()).collect();
        assert!(texts.contains(&json!(format!("{SCAM} {n}"))), "{texts:?}");
    }
    let ran = program.run_on(line(9), &SCAN).expect(0);
    assert_eq!(ran.stderr, "", "a killed process leaves no damage");
    assert_eq!(program.kept().len(), 4);
}
