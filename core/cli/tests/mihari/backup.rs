//! Backups: what is flagged, what is kept, what is summed up.

use std::collections::HashSet;
use std::fs;

use serde_json::Value;

use crate::program::{Program, data};
use crate::samples::{ORDINARY, SCAM, Sms, backup, mixed};

/// The messages of the sample that are fraud, by their senders: nine sample texts, five patterns,
/// and two in other names.
const FRAUD: [&str; 16] = [
    "08012345701",
    "+818012345702",
    "09012345703",
    "07012345704",
    "08012345705",
    "+819012345706",
    "05012345707",
    "08012345708",
    "09012345709",
    "08012345711",
    "+818012345713",
    "08012345714",
    "AMAZON",
    "info@qxamzn-order.shop",
    "09012345715",
    "08012345716",
];

fn senders<'a>(items: &'a [Value], channel: &str) -> HashSet<&'a str> {
    let of_channel = items.iter().filter(|item| item["channel"] == channel);
    of_channel.map(|item| item["sender"].as_str().unwrap()).collect()
}

#[test]
fn the_sample_gives_its_fraud_and_nothing_else() {
    let program = Program::new();
    let ran = program.run(&["scan".as_ref(), data("sms-backup.xml").as_os_str()]).expect(0);
    assert!(ran.stdout.contains("84 screened."), "{}", ran.stdout);
    let kept = program.kept();
    assert_eq!(&senders(&kept, "sms") | &senders(&kept, "email"), HashSet::from(FRAUD));
    assert_eq!(senders(&kept, "call"), HashSet::from(["0120569955", "05031311652"]));
    assert_eq!(kept.len(), FRAUD.len() + 2);
    assert!(
        kept.iter().filter(|item| item["channel"] != "call").all(|item| item["level"] == "scam")
    );
}

#[test]
fn for_a_business_amazons_business_numbers_are_no_fraud() {
    let program = Program::new();
    let path = data("sms-backup.xml");
    let args = ["scan".as_ref(), path.as_os_str(), "--profile".as_ref(), "business".as_ref()];
    program.run(&args).expect(0);
    assert_eq!(senders(&program.kept(), "call"), HashSet::from(["05031311652"]));
}

#[test]
fn scanning_twice_adds_nothing() {
    let program = Program::new();
    let (messages, calls) = (data("sms-backup.xml"), data("calls.xml"));
    let args = ["scan".as_ref(), messages.as_os_str(), calls.as_os_str()];
    let new = |stdout: &str| {
        stdout.lines().find_map(|line| Some(line.trim().strip_prefix("History: ")?.to_owned()))
    };
    let first = new(&program.run(&args).expect(0).stdout).unwrap();
    let kept = program.kept();
    let second = new(&program.run(&args).expect(0).stdout).unwrap();
    assert_eq!(program.kept(), kept);
    assert!(first.starts_with(&format!("{} new", kept.len())), "{first}");
    assert!(second.starts_with("0 new"), "{second}");
    let answers = || program.run(&[&args[..], &["--json".as_ref()]].concat()).expect(0).stdout;
    let first = Program::new().run(&[&args[..], &["--json".as_ref()]].concat()).expect(0).stdout;
    assert_eq!(answers(), first, "what the history holds changes no verdict on the sample");
}

#[test]
fn a_flagged_item_is_shown_with_its_words_marked_its_reasons_and_the_next_step() {
    let program = Program::new();
    let xml = backup(&[Sms { sender: "09012345678", at: 1_790_000_000_000, text: SCAM }]);
    let ran = program.scan(xml).expect(0);
    let text = ran.stdout.lines().position(|line| line.ends_with(SCAM)).unwrap();
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert!(
        lines[text - 1].ends_with("SCAM  SMS  09012345678  2026-09-21 23:13"),
        "{}",
        ran.stdout
    );
    // A wide character takes two columns, and 未納 stands behind eight of them.
    let indent = lines[text].chars().count() - SCAM.chars().count();
    let marks: String = lines[text + 1].chars().skip(indent + 2 * 8).take(5).collect();
    assert_eq!(marks, "^^^^ ", "{}", ran.stdout);
    for label in ["\n  Why  ", "\n  Next  ", "\n  Kept as  #1\n", "\n1 screened.\n"] {
        assert!(ran.stdout.contains(label), "{label}: {}", ran.stdout);
    }
}

#[test]
fn without_history_nothing_is_read_or_written() {
    let program = Program::new();
    fs::write(program.db(), "garbage, and left as it is").unwrap();
    let path = program.write("backup.xml", mixed(10, 2));
    program.run(&["scan".as_ref(), path.as_os_str(), "--no-history".as_ref()]).expect(0);
    assert_eq!(fs::read_to_string(program.db()).unwrap(), "garbage, and left as it is");
}

#[test]
fn the_same_message_from_two_backups_is_kept_once() {
    let program = Program::new();
    let at = 1_790_000_000_000;
    let one = backup(&[Sms { sender: "+819012345678", at, text: SCAM }]);
    let two = backup(&[Sms { sender: "090-1234-5678", at: at + 599_000, text: SCAM }]);
    let later = backup(&[Sms { sender: "090-1234-5678", at: at + 3_600_000, text: SCAM }]);
    for (xml, count) in [(one, 1), (two, 1), (later, 2)] {
        program.scan(xml).expect(0);
        assert_eq!(program.kept().len(), count);
    }
}

#[test]
fn a_call_from_a_number_that_fraud_quoted_is_warned_of_in_the_next_scan() {
    let program = Program::new();
    let text = format!("{SCAM}。アマゾン相談係 03-4567-8931");
    program.scan(backup(&[Sms { sender: "09012345678", at: 1, text: &text }])).expect(0);
    assert_eq!(program.kept().len(), 1);
    let call = "<calls count=\"1\"><call number=\"+81345678931\" date=\"2\" type=\"3\"/></calls>";
    program.scan(call).expect(0);
    let kept = program.kept();
    assert_eq!(senders(&kept, "call"), HashSet::from(["+81345678931"]));
    // What is remembered warns, and never says more.
    assert!(kept.iter().filter(|item| item["channel"] == "call").all(|i| i["level"] == "caution"));
    // `check` and `call` know it too, and keep nothing.
    let call = program.run(&["call", "0345678931", "--json"]).expect(0).object();
    assert_eq!(call["level"], "caution");
    let callback = program.run(&["call", "0345678931", "--outgoing", "--json"]).expect(0).object();
    assert_eq!(callback["level"], "caution");
    assert_eq!(program.kept().len(), 2);
}

#[test]
fn check_and_call_write_no_history() {
    let program = Program::new();
    program.run(&["check", SCAM]).expect(0);
    program.run(&["call", "05031311652"]).expect(0);
    assert!(!program.db().exists());
}

#[test]
fn any_number_of_threads_gives_the_same_answers_in_the_same_order() {
    let program = Program::new();
    let path = program.write("backup.xml", mixed(5_000, 7));
    let scan = |threads: &str, options: &[&str]| {
        let mut args = vec!["scan", path.to_str().unwrap(), "--no-history", "--threads", threads];
        args.extend(options);
        program.run(&args).expect(0).stdout
    };
    for options in [&[][..], &["--json"], &["--json", "--all"]] {
        let one = scan("1", options);
        assert!(one.lines().count() > 5_000 / 7);
        assert!(one == scan("4", options), "{options:?}");
    }
    let all = scan("4", &["--json", "--all"]);
    let flagged: Vec<bool> = all.lines().map(|line| line.contains("\"flagged\":true")).collect();
    let wanted: Vec<bool> = (0..5_000).map(|n| n % 7 == 0).collect();
    assert_eq!(flagged, wanted);
}

#[test]
fn what_the_owner_sent_is_counted_and_not_screened() {
    let program = Program::new();
    let xml = backup(&[Sms { sender: "09012345678", at: 1, text: SCAM }]);
    let ran = program.scan(xml.replace("type=\"1\"", "type=\"2\"")).expect(0);
    assert!(ran.stdout.contains("0 screened."), "{}", ran.stdout);
    assert!(ran.stdout.contains("1 not screened (sent by you"), "{}", ran.stdout);
    assert!(program.kept().is_empty());
}

#[test]
fn ordinary_messages_leave_only_the_summary() {
    let program = Program::new();
    let xml = backup(&[Sms { sender: "母", at: 1, text: ORDINARY }]);
    let ran = program.scan(xml).expect(0);
    assert!(ran.stdout.contains("1 screened."), "{}", ran.stdout);
    assert!(!ran.stdout.contains(ORDINARY) && !ran.stdout.contains('母'), "{}", ran.stdout);
    assert!(program.kept().is_empty());
}
