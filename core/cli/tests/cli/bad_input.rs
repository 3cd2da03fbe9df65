//! Bad input gets a clear error and status 2, and nothing is lost.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::program::{ORDINARY, Program, Ran, SCAM, backup};

/// Scans a file of this content.
fn scan(program: &Program, content: impl AsRef<[u8]>) -> Ran {
    let path = program.write("backup", content);
    program.run(&["scan", path.to_str().unwrap()])
}

fn kept(program: &Program) -> Vec<Value> {
    program.run(&["history", "list", "--json"]).expect(0).json()
}

#[track_caller]
fn assert_refused(ran: Ran, words: &str) {
    let ran = ran.expect(2);
    assert!(ran.err().contains(words), "{}", ran.err());
    assert_eq!(ran.err().lines().count(), 1, "{}", ran.err());
}

#[test]
fn what_cannot_be_opened_is_refused() {
    let program = Program::new();
    assert_refused(program.run(&["scan", "missing.xml"]), "missing.xml: there is no such file");
    assert_refused(program.run(&["scan", "."]), "is a folder");
    assert_refused(scan(&program, ""), "is empty");
    assert_refused(program.run(&["scan", "-"]), "standard input: is empty");
}

#[test]
fn what_is_no_backup_is_refused() {
    let program = Program::new();
    let random: Vec<u8> =
        (0_u32..100_000).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    assert_refused(scan(&program, random), "is not a message backup");
    assert_refused(scan(&program, "Dear diary,\ntoday"), "is not a message backup");
    assert_refused(scan(&program, "<html><body/></html>"), "is not a message backup");
    assert_refused(scan(&program, [0; 4096]), "is not a message backup");
}

#[test]
fn an_entity_bomb_is_refused_at_once() {
    let program = Program::new();
    let mut bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE smses [<!ENTITY a0 \"ha\">".to_owned();
    for n in 1..30 {
        bomb += &format!("<!ENTITY a{n} \"&a{0};&a{0};\">", n - 1);
    }
    bomb += "]><smses><sms address=\"1\" type=\"1\" body=\"&a29;\"/></smses>";
    assert_refused(scan(&program, bomb), "document type");
}

#[test]
fn of_a_backup_that_is_cut_off_all_that_came_before_is_kept() {
    let program = Program::new();
    let whole = backup(&[("Amazon", 1, SCAM), ("母", 2, ORDINARY), ("Amazon", 9_000_000, SCAM)]);
    let cut = whole.rfind("アマゾン相談係").unwrap() + 1;
    let ran = scan(&program, &whole.as_bytes()[..cut]).expect(2);
    let place = format!("cut off (at line 5, byte {cut}, after 2 items)");
    assert!(ran.err().contains(&place), "{}", ran.err());
    assert!(ran.out().contains("2 screened"), "{}", ran.out());
    assert_eq!(kept(&program).len(), 1);
    scan(&program, whole).expect(0);
    assert_eq!(kept(&program).len(), 2);
}

#[test]
fn every_declared_encoding_is_read_and_a_wrong_one_is_told() {
    let xml = backup(&[("Amazon", 1, SCAM)]);
    let utf16 = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("\u{feff}{}", xml.replace("UTF-8", "UTF-16"))
            .encode_utf16()
            .flat_map(unit)
            .collect()
    };
    let (shift_jis, ..) = encoding_rs::SHIFT_JIS.encode(&xml);
    let declared = xml.replace("UTF-8", "Shift_JIS");
    let (declared, ..) = encoding_rs::SHIFT_JIS.encode(&declared);
    let with_mark = format!("\u{feff}{xml}").into_bytes();
    for good in [with_mark, utf16(u16::to_le_bytes), utf16(u16::to_be_bytes), declared.into_owned()]
    {
        let program = Program::new();
        scan(&program, good).expect(0);
        assert_eq!(kept(&program)[0]["text"], SCAM);
    }
    let program = Program::new();
    assert!(
        scan(&program, shift_jis).expect(2).err().contains("line 3 holds bytes that are not UTF-8")
    );
    assert_refused(scan(&program, xml.replace("UTF-8", "KLINGON-8")), "unknown encoding");
}

#[test]
fn nul_bytes_are_told_and_the_message_is_screened() {
    let program = Program::new();
    let xml = backup(&[("Amazon", 1, &format!("{SCAM}\0")), ("Amazon", 9_000_000, SCAM)]);
    let ran = scan(&program, xml).expect(2);
    assert!(ran.err().contains("line 3 holds NUL bytes"), "{}", ran.err());
    assert_eq!(kept(&program).len(), 2);
}

#[test]
fn emoji_written_as_two_surrogates_are_read() {
    let program = Program::new();
    let xml =
        backup(&[("Amazon", 1, SCAM)]).replace("【Amazon】", "&#55357;&#56832;【Amazon】&#55357;");
    scan(&program, xml).expect(0);
    assert_eq!(kept(&program)[0]["text"], SCAM.replace("【Amazon】", "😀【Amazon】\u{fffd}"));
}

#[test]
fn a_message_of_30_megabytes_is_cut_and_kept() {
    let program = Program::new();
    let long = SCAM.to_owned() + &"あ".repeat(10 << 20);
    let xml = backup(&[("Amazon", 1, &long), ("Amazon", 9_000_000, SCAM)]);
    let path = program.write("long.xml", xml);
    let ran = program.run(&["scan", "--json", path.to_str().unwrap()]).expect(0);
    let truncated: Vec<Value> =
        ran.json().iter().map(|answer| answer["truncated"].clone()).collect();
    assert_eq!(truncated, [json!(true), Value::Null]);
    let lengths: Vec<usize> =
        kept(&program).iter().map(|entry| entry["text"].as_str().unwrap().len()).collect();
    assert!(lengths[1] > 64 * 1024 && lengths[1] < 1 << 20 && lengths[0] == SCAM.len());
}

#[test]
fn malformed_elements_are_told_and_the_others_are_screened() {
    let program = Program::new();
    let xml = backup(&[("Amazon", 1, SCAM)]).replace(
        "</smses>",
        "<sms body=secret />\n<sms address='Amazon' type='1' date='9000000' body='x' /></smses>",
    );
    let ran = scan(&program, xml).expect(2);
    assert!(ran.err().contains("line 4 is not well-formed XML"), "{}", ran.err());
    assert!(ran.out().contains("2 screened"));
    assert!(!ran.err().contains("secret"));
}

#[test]
fn a_second_file_is_read_when_the_first_one_is_missing() {
    let program = Program::new();
    program.write("good.xml", backup(&[("Amazon", 1, SCAM)]));
    let ran = program.run(&["scan", "missing.xml", "good.xml"]).expect(2);
    assert!(ran.err().contains("missing.xml"));
    assert_eq!(kept(&program).len(), 1);
}

#[test]
fn a_history_that_is_garbage_is_set_aside_and_the_person_is_told() {
    let program = Program::new();
    fs::create_dir_all(program.db().parent().unwrap()).unwrap();
    fs::write(program.db(), "this is no database, whatever its name says".repeat(100)).unwrap();
    let ran = scan(&program, backup(&[("Amazon", 1, SCAM)])).expect(0);
    assert!(ran.err().contains("was damaged. It was set aside as"), "{}", ran.err());
    let aside = fs::read_dir(program.db().parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.to_str().unwrap().contains("damaged"))
        .expect("it is still there");
    assert!(fs::read_to_string(aside).unwrap().starts_with("this is no database"));
    assert_eq!(kept(&program).len(), 1);
}

#[test]
fn a_check_is_answered_even_when_the_history_cannot_be_read() {
    let program = Program::new();
    let path = program.write("garbage.db", "garbage".repeat(1000));
    let ran = program.run(&["check", "--db", path.to_str().unwrap(), SCAM]).expect(0);
    assert!(ran.out().contains("SCAM"));
    assert!(ran.err().contains("Screened without the history"), "{}", ran.err());
    assert_eq!(fs::read_to_string(path).unwrap(), "garbage".repeat(1000), "it was left alone");
}

#[test]
fn a_history_from_a_newer_version_is_refused_and_left_alone() {
    let program = Program::new();
    scan(&program, backup(&[("Amazon", 1, SCAM)])).expect(0);
    let db = rusqlite::Connection::open(program.db()).unwrap();
    db.pragma_update(None, "user_version", 1000).unwrap();
    drop(db);
    let ran = scan(&program, backup(&[("Amazon", 9_000_000, SCAM)])).expect(2);
    assert!(ran.err().contains("newer version"), "{}", ran.err());
}

#[test]
fn a_place_that_cannot_be_written_is_told_and_no_history_is_needed() {
    let program = Program::new();
    program.write("file", "");
    let path = program.write("sms.xml", backup(&[("Amazon", 1, SCAM)]));
    let path = path.to_str().unwrap();
    let ran = program.run(&["scan", "--db", "file/history.db", path]).expect(2);
    assert!(ran.err().contains("file/history.db"), "{}", ran.err());
    let ran = program.run(&["scan", "--db", "file/history.db", "--no-history", path]).expect(0);
    assert!(ran.out().contains("SCAM"));
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_told() {
    let program = Program::new();
    program.write("sms.xml", backup(&[("Amazon", 1, SCAM)]));
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = program
        .command()
        .args(["scan", "sms.xml"])
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("could not be written"));
    assert_eq!(kept(&program).len(), 1, "what was found is kept all the same");
}

#[test]
fn a_reader_who_has_read_enough_is_no_error() {
    let program = Program::new();
    let lines = json!({ "kind": "sms", "text": SCAM }).to_string() + "\n";
    program.write("lines.jsonl", lines.repeat(20_000));
    let mut child = program
        .command()
        .args(["scan", "--json", "--no-history", "lines.jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), &output.stderr[..]), (Some(0), &b""[..]));
}

#[cfg(unix)]
#[test]
fn an_interrupt_keeps_what_was_reported_and_a_second_run_completes_without_doubles() {
    use rustix::process::{Pid, Signal, kill_process};

    let program = Program::new();
    let message = |n: i64| {
        let at = n * 3_600_000;
        json!({ "id": n.to_string(), "kind": "sms", "sender": "Amazon", "text": SCAM, "at": at })
            .to_string()
            + "\n"
    };
    let mut child = program
        .command()
        .args(["scan", "--json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for n in 0..3 {
        input.write_all(message(n).as_bytes()).unwrap();
        answers.next().unwrap().unwrap();
    }
    // It waits for more, which never comes.
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert!(String::from_utf8_lossy(&output.stderr).contains("Interrupted"));
    drop(input);
    assert_eq!(kept(&program).len(), 3);
    let all: String = (0..5).map(message).collect();
    program.run_with(&["scan", "--json", "-"], all).expect(0);
    assert_eq!(kept(&program).len(), 5);
}

#[cfg(unix)]
#[test]
fn what_was_reported_survives_a_kill() {
    let program = Program::new();
    let mut child = program
        .command()
        .args(["scan", "--json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input
        .write_all((json!({ "kind": "sms", "text": SCAM }).to_string() + "\n").as_bytes())
        .unwrap();
    let mut answer = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut answer).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(kept(&program).len(), 1);
}
