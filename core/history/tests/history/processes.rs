//! Several threads and processes at once, and processes that are killed.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use mihari_history::{EntryId, Filter, History, Kept, Timestamp};

use crate::samples::*;

/// Set in a child: the history to write to.
const PATH: &str = "MIHARI_TEST_HISTORY";
const BATCHES: usize = 40;
const BATCH: usize = 25;

#[test]
fn threads_that_open_and_write_at_once_lose_nothing_and_double_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| write_batches(&path));
        }
    });
    assert_all_there(&path);
}

#[test]
fn processes_that_write_at_once_lose_nothing_and_double_nothing() {
    const NAME: &str = "processes::processes_that_write_at_once_lose_nothing_and_double_nothing";
    if let Some(path) = env::var_os(PATH) {
        return write_batches(Path::new(&path));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let children: Vec<Child> = (0..3).map(|_| child(NAME, &path)).collect();
    for mut child in children {
        let mut output = BufReader::new(child.stdout.take().unwrap());
        std::io::copy(&mut output, &mut std::io::sink()).unwrap();
        assert!(child.wait().unwrap().success());
    }
    assert_all_there(&path);
}

#[test]
fn a_damaged_file_met_by_several_at_once_is_set_aside_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    for round in 1..=20 {
        std::fs::write(&path, format!("garbage {round}")).unwrap();
        let texts = ["a", "b", "c", "d"];
        let aside: Vec<_> = thread::scope(|scope| {
            let opened = texts.map(|text| {
                let path = &path;
                scope.spawn(move || {
                    let mut opened = History::open(path, NOW).unwrap();
                    keep_new(&mut opened.history, sms("Amazon", text, &scam()));
                    opened.set_aside
                })
            });
            opened.into_iter().filter_map(|opened| opened.join().unwrap()).collect()
        });
        assert_eq!(aside.len(), 1);
        assert_eq!(std::fs::read_to_string(&aside[0]).unwrap(), format!("garbage {round}"));
        assert_eq!(all(&History::open(&path, NOW).unwrap().history).len(), texts.len());
    }
}

#[test]
fn what_keep_has_answered_survives_a_killed_process() {
    const NAME: &str = "processes::what_keep_has_answered_survives_a_killed_process";
    if let Some(path) = env::var_os(PATH) {
        keep_for_ever(Path::new(&path));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let mut answered = Vec::new();
    for round in 1..=3 {
        let mut child = child(NAME, &path);
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ids = lines.filter_map(|line| line.unwrap().strip_prefix("kept ")?.parse().ok());
        answered.extend(ids.take(150).map(EntryId));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(answered.len(), round * 150);

        // First as `check` would meet it, then as the next scan.
        let reader = History::open_existing_read_only(&path).unwrap().unwrap();
        assert!(answered.iter().all(|id| reader.show(*id).unwrap().is_some()));
        drop(reader);
        let opened = History::open(&path, NOW).unwrap();
        assert_eq!(opened.set_aside, None);
        for id in &answered {
            let entry = opened.history.show(*id).unwrap().expect("it was answered");
            assert_eq!(entry.verdict, scam());
        }
    }
}

/// The same test once more, in a process of its own.
fn child(test: &str, path: &Path) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(PATH, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn keep_for_ever(path: &Path) -> ! {
    let mut history = History::open(path, NOW).unwrap().history;
    let verdict = scam();
    for i in all(&history).len().. {
        let text = format!("{i} 未納料金");
        let id = keep_new(&mut history, sms("Amazon", &text, &verdict));
        println!("\nkept {id}");
    }
    unreachable!("it is killed before it has counted to the end")
}

/// All writers keep the same items, each with a time of its own within the ten minutes.
fn write_batches(path: &Path) {
    let mut history = History::open(path, NOW).unwrap().history;
    let verdict = scam();
    for batch in 0..BATCHES {
        let texts: Vec<String> = (0..BATCH).map(|i| format!("{batch} {i}")).collect();
        let items: Vec<_> = texts.iter().map(|text| sms("Amazon", text, &verdict)).collect();
        for kept in history.keep(&items, Timestamp(NOW.0 + 1)).unwrap() {
            assert!(matches!(kept, Kept::New(_) | Kept::Already(_)));
        }
    }
}

fn assert_all_there(path: &Path) {
    let opened = History::open(path, NOW).unwrap();
    assert_eq!(opened.set_aside, None);
    let mut texts = texts(&opened.history, &Filter::default());
    texts.sort();
    let mut expected: Vec<String> =
        (0..BATCHES).flat_map(|batch| (0..BATCH).map(move |i| format!("{batch} {i}"))).collect();
    expected.sort();
    assert_eq!(texts, expected);
}
