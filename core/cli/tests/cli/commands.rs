//! Each command as a person uses it.

use std::fs;

use crate::program::{ORDINARY, Program, SCAM, backup};

fn with_one_entry() -> Program {
    let program = Program::new();
    program.write("sms.xml", backup(&[("Amazon", 1_790_000_000_000, SCAM), ("母", 1, ORDINARY)]));
    program.run(&["scan", "sms.xml"]).expect(0);
    program
}

#[test]
fn a_flagged_message_is_shown_with_reason_next_step_and_number_in_the_history() {
    let program = Program::new();
    program.write("sms.xml", backup(&[("Amazon", 1_790_000_000_000, SCAM), ("母", 1, ORDINARY)]));
    let out = program.run(&["scan", "sms.xml"]).expect(0).out();
    for words in [
        "✖ SCAM  SMS  Amazon  2026-09-21 23:13",
        "^^^^",
        "Why  ",
        "Next  ",
        "Kept as  #1",
        "2 screened",
        "1 new",
    ] {
        assert!(out.contains(words), "{words} is not in:\n{out}");
    }
    assert!(!out.contains(ORDINARY));
    assert!(!out.contains('\x1b'), "no colours but on a terminal");
    let out = program.run(&["scan", "--all", "sms.xml"]).expect(0).out();
    assert!(
        out.contains(ORDINARY)
            && out.contains("Kept before as  #1")
            && out.contains("0 new, 1 kept before")
    );
}

#[test]
fn it_speaks_japanese_where_the_locale_does_or_the_person_asks() {
    let program = Program::new();
    let out = program.run(&["check", "--lang", "ja", SCAM]).expect(0).out();
    assert!(out.contains("✖ 詐欺") && out.contains("理由  ") && out.contains("次に  "), "{out}");
    let help =
        program.command().env("LC_ALL", "ja_JP.UTF-8").args(["scan", "--help"]).output().unwrap();
    assert!(String::from_utf8(help.stdout).unwrap().contains("使い方: mihari scan"));
    assert!(program.run(&["scan", "--help"]).expect(0).out().contains("Usage: mihari scan"));
}

#[test]
fn no_match_is_not_called_safe() {
    let program = Program::new();
    let out = program.run(&["check", ORDINARY]).expect(0).out();
    assert!(out.contains("NO MATCH") && out.contains("does not mean it is safe"), "{out}");
}

#[test]
fn the_exit_status_tells_what_was_flagged_only_when_asked() {
    let program = with_one_entry();
    program.run(&["check", SCAM]).expect(0);
    program.run(&["check", "--exit-code", SCAM]).expect(1);
    program.run(&["--exit-code", "check", ORDINARY]).expect(0);
    program.run(&["call", "--exit-code", "05031311652"]).expect(1);
    program.run(&["call", "--exit-code", "05031311651"]).expect(0);
    program.run(&["scan", "--exit-code", "sms.xml"]).expect(1);
    program.run(&["scan", "--exit-code", "sms.xml", "missing.xml"]).expect(2);
    program.run(&["check"]).expect(2);
    program.run(&["check", "--lang", "fr", "a"]).expect(2);
}

#[test]
fn whatever_a_phone_reports_as_a_caller_has_a_verdict() {
    let program = Program::new();
    for caller in
        ["-1", "-2", "-3", "", "null", "#9110", "110", "188", "Amazon", "+81 (0)50-3131-1651", "〇"]
    {
        program.run(&["call", caller]).expect(0);
    }
    assert!(program.run(&["call", "-2"]).expect(0).out().contains("number withheld"));
    assert!(program.run(&["call", "050", "3131", "1651"]).expect(0).out().contains("PUBLISHED"));
}

#[test]
fn the_profile_decides_on_business_numbers() {
    let program = Program::new();
    let level = |profile: &str| {
        let ran = program.run(&["call", "--json", "--profile", profile, "0120-569-955"]).expect(0);
        ran.json()[0]["level"].clone()
    };
    assert_eq!((level("personal"), level("business")), ("caution".into(), "official".into()));
}

#[test]
fn check_and_call_write_nothing() {
    let program = Program::new();
    program.run(&["check", SCAM]).expect(0);
    program.run(&["call", "05031311652"]).expect(0);
    program.run_with(&["check", "-"], SCAM).expect(0);
    program.run(&["history", "list"]).expect(0);
    program.run(&["history", "undo"]).expect(0);
    program.run(&["history", "delete", "1"]).expect(2);
    program.run(&["scan", "--no-history", "-"]).expect(2);
    assert!(!program.db().exists());
}

#[test]
fn a_number_learnt_from_a_flagged_message_is_warned_about_later() {
    let program = Program::new();
    program.run(&["call", "--exit-code", "03-4567-8972"]).expect(0);
    program.write("sms.xml", backup(&[("Amazon", 1, SCAM)]));
    program.run(&["scan", "sms.xml"]).expect(0);
    program.run(&["call", "--exit-code", "03-4567-8972"]).expect(1);
    let out = program.run(&["call", "--outgoing", "--exit-code", "+81345678972"]).expect(1).out();
    assert!(out.contains("outgoing call"), "{out}");
}

#[test]
fn scanning_twice_adds_nothing_and_what_was_deleted_stays_away_until_undone() {
    let program = with_one_entry();
    let count = || program.run(&["history", "list", "--json"]).expect(0).json().len();
    program.run(&["scan", "sms.xml"]).expect(0);
    assert_eq!(count(), 1);
    program.run(&["history", "delete", "1"]).expect(0);
    let out = program.run(&["scan", "sms.xml"]).expect(0).out();
    assert!(out.contains("1 deleted before"), "{out}");
    assert_eq!(count(), 0);
    program.run(&["history", "undo"]).expect(0);
    assert_eq!(count(), 1);
    assert!(program.run(&["history", "undo"]).expect(0).out().contains("no deletion"));
}

#[test]
fn entries_are_found_marked_and_shown() {
    let program = with_one_entry();
    assert!(program.run(&["history", "search", "未納"]).expect(0).out().starts_with("#1 ✖ SCAM"));
    assert!(program.run(&["history", "search", "見積"]).expect(0).err().contains("No entry fits"));
    program.run(&["history", "mark", "1", "wrong"]).expect(0);
    let shown = program.run(&["history", "show", "1"]).expect(0).out();
    assert!(
        shown.contains("[wrong]") && shown.contains("amazon-jp") && shown.contains("^^"),
        "{shown}"
    );
    let listed = |arguments: &[&str]| {
        let arguments = [&["history", "list", "--json"], arguments].concat();
        program.run(&arguments).expect(0).json().len()
    };
    assert_eq!(listed(&["--mark", "wrong", "--level", "scam", "--channel", "sms"]), 1);
    assert_eq!(listed(&["--mark", "confirmed"]), 0);
    // 23:13 in Japan is the afternoon before in London; the day is the person's.
    assert_eq!(listed(&["--since", "2026-09-21", "--until", "2026-09-21"]), 1);
    assert_eq!(listed(&["--until", "2026-09-20"]), 0);
    assert_eq!(listed(&["--since", "2026-09-21T14:14:00Z"]), 0);
    assert!(
        program.run(&["history", "list", "--since", "soon"]).expect(2).err().contains("no time")
    );
    assert!(program.run(&["history", "show", "7"]).expect(2).err().contains("#7"));
}

#[test]
fn an_export_never_overwrites_a_file() {
    let program = with_one_entry();
    program.run(&["history", "export", "csv", "-o", "history.csv"]).expect(0);
    let csv = fs::read_to_string(program.path("history.csv")).unwrap();
    assert!(csv.contains("アマゾン相談係"));
    program.run(&["history", "export", "json", "-o", "history.csv"]).expect(2);
    assert_eq!(fs::read_to_string(program.path("history.csv")).unwrap(), csv);
    let lines = program.run(&["history", "export", "json"]).expect(0).json();
    assert_eq!(lines.len(), 1);
}

#[test]
fn two_scans_at_once_lose_and_double_nothing() {
    let program = Program::new();
    let messages: Vec<(&str, i64, &str)> =
        (0..300).map(|hour| ("Amazon", hour * 3_600_000, SCAM)).collect();
    program.write("sms.xml", backup(&messages));
    let scans: Vec<_> = (0..3)
        .map(|_| {
            program
                .command()
                .args(["scan", "--json", "sms.xml"])
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut scan in scans {
        assert!(scan.wait().unwrap().success());
    }
    assert_eq!(program.run(&["history", "list", "--json"]).expect(0).json().len(), 300);
}

#[test]
fn control_characters_of_a_message_never_reach_the_output() {
    let program = Program::new();
    let hostile = format!("\u{1b}]0;owned\u{7}\u{202e}{SCAM}\u{9b}2J");
    for arguments in [
        ["check", "--from", "a\u{1b}[31m", "--json"],
        ["check", "--from", "a\u{1b}[31m", "--lang=ja"],
    ] {
        let out = program.run(&[&arguments[..], &[&hostile]].concat()).expect(0).out();
        assert!(out.chars().all(|c| c == '\n' || !c.is_control()) && !out.contains('\u{202e}'));
    }
}

#[test]
fn packs_are_checked_and_tested() {
    let program = Program::new();
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/packs/amazon-jp.toml");
    assert!(program.run(&["pack", "check", shipped]).expect(0).out().contains("good (amazon-jp"));
    program.run(&["pack", "test", shipped]).expect(0);
    let good = fs::read_to_string(shipped).unwrap();
    program.write("bad.toml", good.replacen("\n[[rules]]\n", "\n[[rules]]\nlevle = \"scam\"\n", 1));
    let err = program.run(&["pack", "check", "bad.toml"]).expect(2).err();
    assert!(err.starts_with("bad.toml:") && err.contains("levle"), "{err}");
    let json = program.run(&["pack", "check", "--json", "bad.toml"]).expect(2).json();
    assert!(json[0]["ok"] == false && json[0]["problems"][0]["line"].as_u64() > Some(1));
    program.run(&["pack", "check", "missing.toml"]).expect(2);
}

#[test]
fn tables_name_their_sources() {
    let program = Program::new();
    let out = program.run(&["tables", "numbers"]).expect(0).out();
    assert!(out.contains("050-3131-1651") && out.contains("Source  "), "{out}");
    assert!(program.run(&["tables", "contacts", "--lang", "ja"]).expect(0).out().contains("188"));
    assert!(program.run(&["tables", "domains"]).expect(0).out().contains("amazon.co.jp"));
}

#[test]
fn the_sample_backup_of_the_repository_is_screened() {
    let program = Program::new();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/sms-backup.xml");
    let out = program.run(&["scan", sample]).expect(0).out();
    let shown = out.matches("✖ SCAM  ").count() + out.matches("▲ CAUTION  ").count();
    let new = program.run(&["history", "list", "--json"]).expect(0).json().len();
    assert!(new >= 14 && shown >= new, "{out}");
}
