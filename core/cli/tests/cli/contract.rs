//! The JSON interface, field by field, as the design and the README describe it.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use crate::program::{ORDINARY, Program, SCAM, backup};
use serde_json::{Value, json};

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("is an object").keys().map(String::as_str).collect()
}

fn line(id: &str, kind: &str, text: &str) -> String {
    json!({ "id": id, "kind": kind, "text": text }).to_string() + "\n"
}

#[track_caller]
fn assert_is_answer(answer: &Value) {
    let mut expected = vec!["advice", "category", "flagged", "id", "level", "reasons", "score"];
    if answer.get("truncated").is_some() {
        assert_eq!(answer["truncated"], true);
        expected.push("truncated");
    }
    let mut found = keys(answer);
    found.sort_unstable();
    assert_eq!(found, expected);
    let level = answer["level"].as_str().unwrap();
    assert!(["no_match", "official", "caution", "scam"].contains(&level));
    assert_eq!(answer["flagged"], matches!(level, "caution" | "scam"));
    assert!(answer["score"].is_u64());
    assert_eq!(answer["category"].is_null(), answer["reasons"] == json!([]));
    for advice in answer["advice"].as_array().unwrap() {
        assert!(["id", "text_ja", "text_en"].iter().all(|key| advice[key].is_string()));
    }
}

#[track_caller]
fn assert_reasons_cite(answer: &Value, sender: &str, text: &str) {
    let reasons = answer["reasons"].as_array().unwrap();
    assert!(!reasons.is_empty());
    for reason in reasons {
        assert!(["rule", "level", "reason_ja", "reason_en"].iter().all(|k| reason[k].is_string()));
        assert!(reason["weight"].is_u64());
        for evidence in reason["evidence"].as_array().unwrap() {
            let field = match evidence["field"].as_str().unwrap() {
                "text" => text,
                "sender" => sender,
                other => panic!("unknown field {other}"),
            };
            let offset = |key: &str| usize::try_from(evidence[key].as_u64().unwrap()).unwrap();
            assert_eq!(evidence["text"], field[offset("start")..offset("end")]);
        }
    }
    assert!(reasons.iter().any(|reason| reason["evidence"] != json!([])));
}

#[test]
fn check_answers_one_object_with_id_null() {
    let program = Program::new();
    let ran = program.run(&["check", "--json", "--from", "Amazon", SCAM]).expect(0);
    let [answer] = &ran.json()[..] else { panic!("one line") };
    assert_is_answer(answer);
    assert_eq!((&answer["id"], &answer["level"]), (&Value::Null, &json!("scam")));
    assert_reasons_cite(answer, "Amazon", SCAM);
    let order = [
        "\"id\"",
        "\"level\"",
        "\"flagged\"",
        "\"score\"",
        "\"category\"",
        "\"reasons\"",
        "\"advice\"",
    ];
    let out = ran.out();
    let places: Vec<usize> = order.iter().map(|key| out.find(key).unwrap()).collect();
    assert!(places.is_sorted());
}

#[test]
fn call_answers_the_same_object() {
    let program = Program::new();
    let ran = program.run(&["call", "--json", "050-3131-1651"]).expect(0);
    let [answer] = &ran.json()[..] else { panic!("one line") };
    assert_is_answer(answer);
    assert_eq!((&answer["id"], &answer["level"]), (&Value::Null, &json!("official")));
}

#[test]
fn scan_all_answers_every_line_in_order() {
    let program = Program::new();
    let input = [
        line("a", "sms", SCAM),
        line("b", "sms", ORDINARY),
        json!({ "kind": "call" }).to_string() + "\n",
        json!({ "id": null, "kind": "call", "sender": "+815031311651", "text": null, "at": null })
            .to_string()
            + "\n",
        line("e", "voice", SCAM),
        line("f", "email", ORDINARY),
    ]
    .concat();
    let ran = program.run_with(&["scan", "--json", "--all", "-"], input).expect(0);
    let answers = ran.json();
    answers.iter().for_each(assert_is_answer);
    let ids: Vec<&Value> = answers.iter().map(|answer| &answer["id"]).collect();
    assert_eq!(json!(ids), json!(["a", "b", null, null, "e", "f"]));
    assert_eq!(answers[0]["level"], "scam");
    assert_eq!(answers[1]["level"], "no_match");
    assert_eq!(answers[2]["level"], "no_match", "a call without a sender is withheld");
    assert_eq!(answers[3]["level"], "official");
}

#[test]
fn without_all_only_what_is_flagged_is_answered() {
    let program = Program::new();
    let input = line("a", "sms", ORDINARY) + &line("b", "sms", SCAM);
    let ran = program.run_with(&["scan", "--json", "-"], input).expect(0);
    let answers = ran.json();
    assert_eq!(answers.len(), 1);
    assert_eq!(answers[0]["id"], "b");
}

#[test]
fn bad_lines_are_answered_in_their_place_and_the_others_are_screened() {
    let program = Program::new();
    let mut input = b"\xef\xbb\xbf".to_vec();
    input.extend(line("first", "sms", SCAM).trim_end().bytes());
    input.extend(b"\r\n\r\nsecret-1\n{\"kind\":\"fax\"}\n{\"id\":3,\"kind\":\"sms\"}\n");
    input.extend(
        b"{\"kind\":\"sms\",\"text\":\"\xff\"}\n[1]\n{\"kind\":\"sms\",\"at\":\"secret-2\"}\n",
    );
    input.extend(line("last", "sms", SCAM).trim_end().bytes());
    let ran = program.run_with(&["scan", "--json", "--all", "-"], input).expect(2);
    let answers = ran.json();
    let lines: Vec<u64> = answers.iter().filter_map(|answer| answer["line"].as_u64()).collect();
    assert_eq!(lines, [3, 4, 5, 6, 7, 8]);
    for answer in &answers[1..7] {
        assert_eq!(keys(answer), ["error", "id", "line"]);
        assert_eq!(answer["id"], Value::Null);
        assert!(!answer["error"].as_str().unwrap().is_empty());
    }
    assert_eq!((&answers[0]["id"], &answers[7]["id"]), (&json!("first"), &json!("last")));
    assert!(!ran.out().contains("secret") && !ran.err().contains("secret"));
}

#[test]
fn a_bad_first_line_is_answered_too() {
    let program = Program::new();
    let input = "not json\n".to_owned() + &line("a", "sms", ORDINARY);
    let ran = program.run_with(&["scan", "--json", "--all", "-"], &input).expect(2);
    assert_eq!(ran.json()[0]["line"], 1);
    let file = program.write("lines.jsonl", &input);
    let ran = program.run(&["scan", "--json", "--all", file.to_str().unwrap()]).expect(2);
    assert_eq!((&ran.json()[0]["line"], &ran.json()[1]["id"]), (&json!(1), &json!("a")));
}

#[test]
fn a_text_of_30_megabytes_is_cut_and_says_so() {
    let program = Program::new();
    let long = SCAM.to_owned() + &"あ".repeat(10 << 20);
    let input = line("long", "sms", &long) + &line("after", "sms", ORDINARY);
    let ran = program.run_with(&["scan", "--json", "--all", "-"], input).expect(0);
    let answers = ran.json();
    answers.iter().for_each(assert_is_answer);
    assert_eq!(answers[0]["truncated"], true);
    assert_eq!(answers[0]["level"], "scam");
    assert_eq!(answers[1].get("truncated"), None);
    let ran = program.run_with(&["check", "--json", "-"], long).expect(0);
    assert_eq!(ran.json()[0]["truncated"], true);
}

#[test]
fn another_program_can_talk_line_by_line() {
    let program = Program::new();
    let mut child = program
        .command()
        .args(["scan", "--json", "--all", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut question = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for turn in 0..5 {
        let id = turn.to_string();
        // Also when a line arrives in pieces.
        let line = line(&id, "sms", if turn % 2 == 0 { SCAM } else { ORDINARY });
        let (first, second) = line.as_bytes().split_at(line.len() / 3);
        question.write_all(first).unwrap();
        question.flush().unwrap();
        question.write_all(second).unwrap();
        question.flush().unwrap();
        let answer: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert_eq!(answer["id"], id);
        assert_eq!(answer["flagged"], turn % 2 == 0);
    }
    drop(question);
    assert!(answers.next().is_none());
    assert!(child.wait().unwrap().success());
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let program = Program::new();
    let mut input = String::new();
    for n in 0..4000 {
        input += &match n % 7 {
            0 => line(&n.to_string(), "sms", &format!("{n} {SCAM}")),
            1 => "bad\n".to_owned(),
            2 => json!({ "id": n.to_string(), "kind": "call", "sender": format!("0503131{:04}", n % 2000) })
                .to_string() + "\n",
            _ => line(&n.to_string(), "sms", &format!("{n} {ORDINARY}")),
        };
    }
    let outputs: Vec<String> = ["1", "2", "9"]
        .iter()
        .map(|threads| {
            let arguments = ["scan", "--json", "--all", "--no-history", "--threads", threads, "-"];
            program.run_with(&arguments, &input).expect(2).out()
        })
        .collect();
    assert_eq!(outputs[0].lines().count(), 4000);
    assert!(outputs[0] == outputs[1] && outputs[0] == outputs[2]);
}

#[test]
fn a_backup_is_answered_in_json_too_and_nothing_else_is_on_standard_output() {
    let program = Program::new();
    let path = program.write("sms.xml", backup(&[("Amazon", 5, SCAM), ("母", 6, ORDINARY)]));
    let path = path.to_str().unwrap();
    let answers = program.run(&["scan", "--json", "--all", path]).expect(0).json();
    assert_eq!(answers.len(), 2);
    answers.iter().for_each(assert_is_answer);
    assert_reasons_cite(&answers[0], "Amazon", SCAM);
    assert!(answers[1]["id"].as_str().unwrap().ends_with("sms.xml#2"));
}

#[test]
fn history_list_prints_everything_that_was_kept() {
    let program = Program::new();
    let at = "2026-10-01T00:00:00Z";
    let input = json!({ "kind": "sms", "sender": "Amazon", "text": SCAM, "at": at }).to_string();
    program.run_with(&["scan", "--json", "-"], input + "\n").expect(0);
    let ran = program.run(&["history", "list", "--json"]).expect(0);
    let [entry] = &ran.json()[..] else { panic!("one entry") };
    assert!(entry["id"].is_i64());
    assert_eq!(entry["channel"], "sms");
    assert_eq!(entry["sender"], "Amazon");
    assert_eq!(entry["text"], SCAM);
    assert_eq!(entry["at"], "2026-10-01T00:00:00.000Z");
    assert!(entry["kept_at"].as_str().unwrap().ends_with('Z'));
    assert_eq!(entry["mark"], Value::Null);
    assert!(entry["packs"].as_str().unwrap().contains("amazon-jp"));
    assert_eq!((&entry["level"], &entry["flagged"]), (&json!("scam"), &json!(true)));
    assert_reasons_cite(entry, "Amazon", SCAM);
    let id = entry["id"].to_string();
    assert_eq!(program.run(&["history", "show", "--json", &id]).expect(0).json()[0], *entry);
}

#[test]
fn the_other_commands_answer_json_too() {
    let program = Program::new();
    program.run_with(&["scan", "--json", "-"], line("a", "sms", SCAM)).expect(0);
    let one = |arguments: &[&str]| program.run(arguments).expect(0).json().remove(0);
    assert_eq!(
        one(&["history", "mark", "1", "wrong", "--json"]),
        json!({ "id": 1, "mark": "wrong" })
    );
    assert_eq!(one(&["history", "delete", "1", "--json"]), json!({ "deleted": 1 }));
    assert_eq!(one(&["history", "undo", "--json"]), json!({ "restored": 1 }));
    assert_eq!(
        one(&["history", "export", "csv", "-o", "h.csv", "--json"]),
        json!({ "exported": 1 })
    );
    assert_eq!(one(&["history", "search", "未納", "--json"])["mark"], "wrong");
    for table in ["numbers", "domains", "contacts"] {
        let rows = program.run(&["tables", table, "--json"]).expect(0).json();
        assert!(rows.len() > 5);
        assert!(
            rows.iter().all(|row| row["source"]["title"].is_string() && row["checked"].is_string())
        );
    }
}
