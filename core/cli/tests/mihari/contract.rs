//! The JSON that other programs read and write.

use std::io::{BufRead, BufReader, Write};

use serde_json::{Value, json};

use crate::program::{Program, Ran};
use crate::samples::{NEAR_MISS, ORDINARY, SCAM, mixed};

const SCAN_ALL: [&str; 4] = ["scan", "--json", "--all", "-"];

fn scan_all(input: impl AsRef<[u8]>) -> Ran {
    Program::new().run_on(input, &SCAN_ALL)
}

fn lines(items: &[Value]) -> String {
    items.iter().map(|item| format!("{item}\n")).collect()
}

/// The answer to the one line.
#[track_caller]
fn answer(item: Value) -> Value {
    scan_all(lines(&[item])).expect(0).object()
}

/// The names of an object, sorted.
fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

fn array(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

/// Everything the contract says of one verdict.
#[track_caller]
fn assert_verdict(verdict: &Value, sender: &str, text: &str) {
    assert_eq!(
        keys(verdict),
        ["advice", "category", "flagged", "id", "level", "reasons", "score"],
        "{verdict}"
    );
    let level = verdict["level"].as_str().unwrap();
    assert!(["no_match", "official", "caution", "scam"].contains(&level), "{verdict}");
    assert_eq!(verdict["flagged"], json!(level == "caution" || level == "scam"), "{verdict}");
    assert!(verdict["score"].is_u64(), "{verdict}");
    assert_eq!(verdict["category"].is_null(), array(&verdict["reasons"]).is_empty(), "{verdict}");
    assert!(verdict["category"].is_null() || verdict["category"].is_string(), "{verdict}");
    for reason in array(&verdict["reasons"]) {
        assert_eq!(
            keys(reason),
            ["evidence", "level", "reason_en", "reason_ja", "rule", "weight"],
            "{reason}"
        );
        assert!(
            ["rule", "level", "reason_en", "reason_ja"]
                .iter()
                .all(|key| { reason[key].as_str().is_some_and(|words| !words.is_empty()) })
        );
        assert!(reason["weight"].is_u64(), "{reason}");
        for evidence in array(&reason["evidence"]) {
            assert_evidence(evidence, sender, text);
        }
    }
    for advice in array(&verdict["advice"]) {
        assert_eq!(keys(advice), ["id", "text_en", "text_ja"], "{advice}");
    }
}

/// `start` and `end` are bytes of the field as it was given, and `text` is what stands there.
#[track_caller]
fn assert_evidence(evidence: &Value, sender: &str, text: &str) {
    assert_eq!(keys(evidence), ["end", "field", "start", "text"], "{evidence}");
    let field = match evidence["field"].as_str().unwrap() {
        "sender" => sender,
        "text" => text,
        other => panic!("no such field: {other}"),
    };
    let place = |name: &str| usize::try_from(evidence[name].as_u64().unwrap()).unwrap();
    assert_eq!(field.get(place("start")..place("end")), evidence["text"].as_str(), "{evidence}");
    assert!(place("start") < place("end"), "{evidence}");
}

#[test]
fn check_call_and_scan_print_the_same_object() {
    let program = Program::new();
    let check = program.run(&["check", "--json", "--from", "09012345678", SCAM]).expect(0).object();
    assert_verdict(&check, "09012345678", SCAM);
    assert_eq!((&check["id"], &check["level"]), (&json!(null), &json!("scam")));
    let scanned = answer(json!({"kind": "sms", "sender": "09012345678", "text": SCAM}));
    assert_eq!(scanned, check);

    let call = program.run(&["call", "--json", NEAR_MISS]).expect(0).object();
    assert_verdict(&call, NEAR_MISS, "");
    assert_eq!((&call["id"], &call["level"]), (&json!(null), &json!("caution")));
    assert_eq!(answer(json!({"kind": "call", "sender": NEAR_MISS})), call);
}

#[test]
fn what_nothing_is_known_of_has_no_category_no_reasons_and_no_score() {
    let verdict = answer(json!({"kind": "sms", "text": ORDINARY}));
    assert_verdict(&verdict, "", ORDINARY);
    assert_eq!(verdict["level"], "no_match");
    assert_eq!(verdict["category"], Value::Null);
    assert_eq!(verdict["score"], 0);
    assert_eq!(verdict["reasons"], json!([]));
}

#[test]
fn evidence_points_into_the_text_as_it_was_given() {
    // Emoji, full width, a zero-width space within a word, a line break within another: all of it
    // is folded away before the patterns are tried.
    let text = "😀👨‍👩‍👧 Ａｍａｚｏｎ 有料動画の料金が未\u{200b}納です。本日ご連絡なき場合、法的手\r\n続きに移行します";
    let verdict =
        answer(json!({"id": "e", "kind": "sms", "sender": "＋81 90-1234-5678", "text": text}));
    assert_verdict(&verdict, "＋81 90-1234-5678", text);
    assert_eq!(verdict["level"], "scam");
    let words: String = array(&verdict["reasons"])
        .iter()
        .flat_map(|reason| array(&reason["evidence"]))
        .map(|evidence| evidence["text"].as_str().unwrap())
        .collect();
    assert!(words.contains("未\u{200b}納") && words.contains("法的手\r\n続き"), "{words}");
}

#[test]
fn an_id_comes_back_as_it_was_given() {
    let ids = [json!("a"), json!(""), json!("あ\n\"\u{1f600}"), json!(null)];
    let items = ids.clone().map(|id| json!({"id": id, "kind": "sms", "text": ORDINARY}));
    let answers = scan_all(lines(&items)).expect(0).json();
    assert_eq!(answers.iter().map(|answer| answer["id"].clone()).collect::<Vec<_>>(), ids);
    assert_eq!(answer(json!({"kind": "sms"}))["id"], Value::Null);
}

#[test]
fn every_field_but_the_kind_may_be_missing_or_null() {
    for kind in ["sms", "call", "email", "voice"] {
        let missing = answer(json!({"kind": kind}));
        assert_verdict(&missing, "", "");
        let null = json!({"id": null, "kind": kind, "sender": null, "text": null, "at": null});
        assert_eq!(answer(null), missing);
    }
}

#[test]
fn a_call_without_a_sender_is_a_withheld_one() {
    let withheld = Program::new().run(&["call", "--json", "-2"]).expect(0).object();
    assert_eq!(withheld["level"], "no_match");
    assert!(!array(&withheld["advice"]).is_empty());
    let answer = answer(json!({"kind": "call"}));
    assert_eq!(answer["reasons"][0]["rule"], withheld["reasons"][0]["rule"]);
}

#[test]
fn a_time_is_rfc_3339_or_milliseconds() {
    let program = Program::new();
    let times = [json!("2026-09-22T00:00:00+09:00"), json!(1_790_000_000_000_u64), json!(null)];
    let item =
        |(n, at): (usize, &Value)| json!({"kind": "sms", "text": format!("{SCAM}{n}"), "at": at});
    let items: Vec<Value> = times.iter().enumerate().map(item).collect();
    program.run_on(lines(&items), &SCAN_ALL).expect(0);
    let mut kept: Vec<(String, Value)> = program
        .kept()
        .iter()
        .map(|item| (item["text"].as_str().unwrap().to_owned(), item["at"].clone()))
        .collect();
    kept.sort_by(|a, b| a.0.cmp(&b.0));
    let at: Vec<&Value> = kept.iter().map(|(_, at)| at).collect();
    assert_eq!(
        at,
        [&json!("2026-09-21T15:00:00.000Z"), &json!("2026-09-21T14:13:20.000Z"), &Value::Null,]
    );
}

#[test]
fn without_all_only_flagged_items_are_answered() {
    let items = [
        json!({"id": "1", "kind": "sms", "text": ORDINARY}),
        json!({"id": "2", "kind": "sms", "text": SCAM}),
        json!({"id": "3", "kind": "call", "sender": NEAR_MISS}),
    ];
    let program = Program::new();
    let answers = program.run_on(lines(&items), &["scan", "--json", "-"]).expect(0).json();
    let ids: Vec<&Value> = answers.iter().map(|answer| &answer["id"]).collect();
    assert_eq!(ids, ["2", "3"]);
}

#[test]
fn the_items_of_a_backup_are_called_by_file_and_place() {
    let program = Program::new();
    program.write("backup.xml", mixed(4, 2));
    let answers = program.run(&["scan", "--json", "--all", "backup.xml"]).expect(0).json();
    let ids: Vec<&Value> = answers.iter().map(|answer| &answer["id"]).collect();
    assert_eq!(ids, ["backup.xml#1", "backup.xml#2", "backup.xml#3", "backup.xml#4"]);
}

#[test]
fn blank_lines_a_byte_order_mark_and_windows_line_ends_are_accepted() {
    let item = |id: &str| json!({"id": id, "kind": "sms", "text": ORDINARY}).to_string();
    let input = format!("\u{feff}\r\n{}\r\n\r\n \t\n{}", item("a"), item("b"));
    let answers = scan_all(input).expect(0).json();
    let ids: Vec<&Value> = answers.iter().map(|answer| &answer["id"]).collect();
    assert_eq!(ids, ["a", "b"]);
}

#[test]
fn a_bad_line_is_answered_in_its_place_and_the_others_are_screened() {
    let good = json!({"id": "good", "kind": "sms", "text": SCAM}).to_string();
    let bad: [&[u8]; 12] = [
        b"{",
        b"[]",
        b"\"text\"",
        b"null",
        b"{\"id\":\"x\"}",
        b"{\"kind\":\"fax\"}",
        b"{\"kind\":null}",
        b"{\"kind\":\"sms\",\"text\":7}",
        b"{\"kind\":\"sms\",\"id\":7}",
        b"{\"kind\":\"sms\",\"at\":\"yesterday\"}",
        b"{\"kind\":\"sms\",\"text\":\"\x83\x41\"}",
        b"{\"kind\":\"sms\"} {\"kind\":\"sms\"}",
    ];
    let mut input = b"\n".to_vec();
    for line in bad {
        input.extend_from_slice(line);
        input.extend_from_slice(format!("\n{good}\n").as_bytes());
    }
    let ran = scan_all(input).expect(2);
    let answers = ran.json();
    assert_eq!(answers.len(), 2 * bad.len());
    for (n, pair) in answers.chunks(2).enumerate() {
        assert_eq!(keys(&pair[0]), ["error", "id", "line"], "{}", pair[0]);
        assert_eq!(pair[0]["id"], Value::Null);
        assert_eq!(pair[0]["line"], json!(2 + 2 * n));
        assert!(pair[0]["error"].as_str().is_some_and(|error| !error.is_empty()));
        assert_verdict(&pair[1], "", SCAM);
        assert_eq!(pair[1]["id"], "good");
    }
    // Nothing of what the lines held is told, and people are not flooded.
    assert!(
        ran.stderr.starts_with("mihari: error: standard input: the item at line 2 is not JSON")
    );
    assert!(ran.stderr.lines().count() < bad.len(), "{}", ran.stderr);
    for words in ["yesterday", "fax"] {
        assert!(!ran.stdout.contains(words) && !ran.stderr.contains(words), "{words}");
    }
}

#[test]
fn bad_lines_are_answered_without_all_too() {
    let program = Program::new();
    let ran = program.run_on("nonsense\n", &["scan", "--json", "-"]).expect(2);
    assert_eq!(ran.object()["line"], 1);
}

#[test]
fn of_a_text_of_30_megabytes_the_beginning_is_screened_and_called_so() {
    let text = format!("{SCAM}{}", "あ".repeat(10 << 20));
    let item = json!({"id": "long", "kind": "sms", "text": text});
    let verdict = answer(item);
    assert_eq!(verdict["truncated"], true);
    assert_eq!(verdict["level"], "scam");
    let short = answer(json!({"kind": "sms", "text": SCAM}));
    assert_eq!(short.get("truncated"), None);
}

#[test]
fn an_empty_stream_has_no_answers() {
    for input in ["", "\n\n", "\u{feff}"] {
        let ran = scan_all(input).expect(0);
        assert_eq!(ran.stdout, "");
    }
}

/// No time-out: were an answer held back, this test would wait for it for ever.
#[test]
fn each_line_is_answered_before_the_next_is_written() {
    let program = Program::new();
    let mut child = program.start(&SCAN_ALL);
    let mut input = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for n in 0..20 {
        let text = if n % 2 == 0 { SCAM } else { ORDINARY };
        let line = match n {
            7 => "not JSON".to_owned(),
            _ => json!({"id": n.to_string(), "kind": "sms", "text": format!("{text} {n}")})
                .to_string(),
        };
        writeln!(input, "{line}").unwrap();
        let answer: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        match n {
            7 => assert_eq!(answer["line"], 8),
            _ => assert_eq!(answer["id"], json!(n.to_string())),
        }
    }
    drop(input);
    assert!(answers.next().is_none());
    assert_eq!(child.wait().unwrap().code(), Some(2));
    assert_eq!(program.kept().len(), 10);
}
