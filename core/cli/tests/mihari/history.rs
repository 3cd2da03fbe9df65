//! `history`: what was kept, found again, judged, deleted, brought back and taken along.

use std::collections::HashMap;
use std::fs;

use serde_json::{Value, json};

use crate::program::Program;
use crate::samples::{NEAR_MISS, SCAM};

/// A history of a call and three messages; the numbers are 1 to 4 by time.
fn filled() -> Program {
    let program = Program::new();
    let at = |minute: u64| 1_790_000_000_000 + minute * 3_600_000;
    let items = [
        json!({"kind": "sms", "sender": "09012345678", "text": SCAM, "at": at(1)}),
        json!({"kind": "sms", "sender": "=1+1", "text": format!("{SCAM}。ﾃﾞﾝｷ"), "at": at(2)}),
        json!({"kind": "voice", "sender": null, "text": format!("{SCAM},\n\"改行\""), "at": at(3)}),
        json!({"kind": "call", "sender": NEAR_MISS, "at": at(4)}),
    ];
    let input: String = items.iter().map(|item| format!("{item}\n")).collect();
    program.run_on(input, &["scan", "--json", "-"]).expect(0);
    program
}

fn ids(items: &[Value]) -> Vec<u64> {
    items.iter().map(|item| item["id"].as_u64().unwrap()).collect()
}

fn list(program: &Program, args: &[&str]) -> Vec<u64> {
    ids(&program.run(&[&["history"], args, &["--json"]].concat()).expect(0).json())
}

#[test]
fn the_list_has_every_item_newest_first_as_one_object_a_line() {
    let program = filled();
    let kept = program.kept();
    assert_eq!(ids(&kept), [4, 3, 2, 1]);
    for item in &kept {
        for key in [
            "id",
            "at",
            "kept_at",
            "channel",
            "direction",
            "sender",
            "text",
            "level",
            "flagged",
            "score",
            "category",
            "reasons",
            "advice",
            "mark",
            "road",
            "packs",
        ] {
            assert!(item.get(key).is_some(), "{key} of {item}");
        }
    }
    assert_eq!((&kept[3]["channel"], &kept[3]["text"]), (&json!("sms"), &json!(SCAM)));
    assert_eq!(kept[1]["sender"], Value::Null);
    let rows = program.run(&["history", "list"]).expect(0).stdout;
    assert_eq!(rows.lines().count(), 4, "a message with line breaks is one row: {rows}");
}

#[test]
fn the_list_is_narrowed_by_channel_level_and_number() {
    let program = filled();
    assert_eq!(list(&program, &["list", "--channel", "call"]), [4]);
    assert_eq!(list(&program, &["list", "--channel", "sms", "--channel", "voice"]), [3, 2, 1]);
    assert_eq!(list(&program, &["list", "--level", "caution"]), [4]);
    assert_eq!(list(&program, &["list", "--limit", "2"]), [4, 3]);
    assert_eq!(list(&program, &["list", "--limit", "0"]), [0_u64; 0]);
}

#[test]
fn a_search_finds_two_characters_in_any_width_and_nothing_is_a_wildcard() {
    let program = filled();
    assert_eq!(list(&program, &["search", "未納"]), [3, 2, 1]);
    assert_eq!(list(&program, &["search", "デンキ"]), [2]);
    assert_eq!(list(&program, &["search", "未納 デンキ"]), [2]);
    assert_eq!(list(&program, &["search", "未納", "--channel", "voice"]), [3]);
    assert_eq!(list(&program, &["search", "090-1234-5678"]), [1]);
    for nothing in ["%", "_", "*", "未%納", "' OR 1=1 --"] {
        assert_eq!(list(&program, &["search", nothing]), [0_u64; 0], "{nothing}");
    }
}

#[test]
fn an_item_is_shown_as_it_was_when_it_was_kept() {
    let program = filled();
    let shown = program.run(&["history", "show", "1"]).expect(0).stdout;
    assert!(
        shown.contains(SCAM) && shown.contains("  Why  ") && shown.contains("  Next  "),
        "{shown}"
    );
    let json = program.run(&["history", "show", "1", "--json"]).expect(0).object();
    assert_eq!(json, program.kept()[3]);
}

#[test]
fn a_mark_stays_and_can_be_taken_back() {
    let program = filled();
    let mark = |program: &Program| program.kept()[3]["mark"].clone();
    for (word, wanted) in
        [("wrong", json!("wrong")), ("confirmed", json!("confirmed")), ("none", Value::Null)]
    {
        program.run(&["history", "mark", "1", word]).expect(0);
        assert_eq!(mark(&program), wanted);
    }
}

#[test]
fn a_deletion_can_be_undone_step_by_step() {
    let program = filled();
    let before = program.kept();
    let delete = program.run(&["history", "delete", "1", "3", "--json"]).expect(0).object();
    assert_eq!(delete, json!({"deleted": 2}));
    program.run(&["history", "delete", "2"]).expect(0);
    assert_eq!(ids(&program.kept()), [4]);
    program.run(&["history", "undo"]).expect(0);
    assert_eq!(ids(&program.kept()), [4, 2]);
    let undone = program.run(&["history", "undo", "--json"]).expect(0).object();
    assert_eq!(undone["restored"], 2);
    assert_eq!(program.kept(), before);
    assert_eq!(program.run(&["history", "undo", "--json"]).expect(0).object()["restored"], 0);
}

#[test]
fn a_deleted_item_is_not_brought_back_by_the_next_scan() {
    let program = filled();
    program.run(&["history", "delete", "1"]).expect(0);
    let item = json!({"kind": "sms", "sender": "+81 90-1234-5678", "text": SCAM, "at": 1_790_003_600_000_u64});
    let ran = program.run_on(format!("{item}\n"), &["scan", "-"]).expect(0);
    assert!(ran.stdout.contains("1 deleted before"), "{}", ran.stdout);
    assert_eq!(ids(&program.kept()), [4, 3, 2]);
}

#[test]
fn every_change_is_answered_in_json() {
    let program = filled();
    let answer =
        |args: &[&str]| program.run(&[&["history", "--json"], args].concat()).expect(0).object();
    assert_eq!(answer(&["mark", "1", "wrong"]), json!({"id": 1, "mark": "wrong"}));
    assert_eq!(answer(&["delete", "1"]), json!({"deleted": 1}));
    assert_eq!(answer(&["undo"]), json!({"restored": 1}));
    assert_eq!(answer(&["export", "csv", "--output", "all.csv"]), json!({"exported": 4}));
}

#[test]
fn a_number_that_is_not_there_is_an_error_and_changes_nothing() {
    let program = filled();
    let before = program.kept();
    let wrong: [&[&str]; 4] =
        [&["show", "9"], &["mark", "9", "wrong"], &["delete", "9"], &["delete", "1", "9"]];
    for args in wrong {
        program.run(&[&["history"], args].concat()).expect_error("no entry #9");
        Program::new().run(&[&["history"], args].concat()).expect(2);
    }
    assert_eq!(program.kept(), before);
}

#[test]
fn an_export_as_json_is_the_list() {
    let program = filled();
    let export = program.run(&["history", "export", "json"]).expect(0);
    assert_eq!(export.json(), program.kept());
    program.run(&["history", "export", "json", "--output", "all.jsonl"]).expect(0);
    assert_eq!(fs::read_to_string(program.path("all.jsonl")).unwrap(), export.stdout);
}

#[test]
fn an_export_as_csv_opens_in_a_spreadsheet_and_runs_nothing() {
    let program = filled();
    let export = program.run(&["history", "export", "csv"]).expect(0).stdout;
    let body = export.strip_prefix('\u{feff}').expect("Excel in Japan wants the mark");
    let rows = rows(body);
    let columns = &rows[0];
    assert_eq!(rows.len(), 5);
    let cell = |row: usize, name: &str| {
        let at = columns.iter().position(|column| column == name).unwrap();
        rows[row][at].as_str()
    };
    assert_eq!(cell(4, "text"), SCAM);
    assert_eq!(cell(3, "sender"), "'=1+1");
    assert_eq!(cell(2, "text"), format!("{SCAM},\n\"改行\""));
    assert_eq!(cell(1, "channel"), "call");
    let by_id: HashMap<&str, &str> =
        (1..5).map(|row| (cell(row, "id"), cell(row, "level"))).collect();
    for item in program.kept() {
        assert_eq!(by_id[item["id"].to_string().as_str()], item["level"]);
    }
}

/// The rows of a CSV (RFC 4180).
fn rows(csv: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut chars = csv.chars().peekable();
    while let Some(c) = chars.next() {
        let row = rows.last_mut().unwrap();
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                row.last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\r' if !quoted => {
                assert_eq!(chars.next(), Some('\n'));
                rows.push(vec![String::new()]);
            }
            c => row.last_mut().unwrap().push(c),
        }
    }
    assert_eq!(rows.pop(), Some(vec![String::new()]), "the last row has its end");
    rows
}

#[test]
fn an_export_that_cannot_be_written_names_the_file() {
    let program = filled();
    let export = |output: &str| program.run(&["history", "export", "csv", "-o", output]);
    export("no/folder/all.csv")
        .expect_error("no/folder/all.csv: cannot be read or written (no such file or folder)");
    // What was exported before is not lost to a slip of the hand.
    program.write("mine.csv", "mine");
    export("mine.csv").expect_error("exists already");
    assert_eq!(fs::read_to_string(program.path("mine.csv")).unwrap(), "mine");
}

#[test]
fn before_anything_was_kept_everything_is_empty_and_no_file_is_made() {
    let program = Program::new();
    assert!(program.kept().is_empty());
    assert_eq!(list(&program, &["search", "未納"]), [0_u64; 0]);
    // Standard output is read by programs: words for people do not belong there.
    for args in [&["list"][..], &["search", "未納"], &["export", "csv"], &["export", "json"]] {
        let ran = program.run(&[&["history"], args].concat()).expect(0);
        assert_eq!(ran.stdout, "", "{args:?}");
        assert!(ran.stderr.contains("Nothing has been kept yet"), "{}", ran.stderr);
    }
    assert_eq!(program.run(&["history", "undo", "--json"]).expect(0).object()["restored"], 0);
    assert!(!program.db().exists());
}
