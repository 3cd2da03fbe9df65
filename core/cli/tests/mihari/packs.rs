//! `tables` and `pack`: what is known, and what is wrong with a pack.

use serde_json::Value;

use crate::program::{Program, Ran, pack};
use crate::samples::SCAM;

const GOOD: &str = r#"format = 1
id = "mine"
version = "1"
title = { ja = "わたし", en = "Mine" }

[[sources]]
id = "me"
title = "Me"
as_of = "2026-11"

[[signals]]
id = "mine.word"
patterns = ['ごみ袋']

[[rules]]
id = "mine-rule"
level = "caution"
category = "test"
weight = 1
all = ["mine.word"]
reason = { ja = "理由", en = "Reason" }
source = "me"
hits = [{ text = "ごみ袋を買って" }]
misses = [{ text = "袋を買って" }]
"#;

fn examine(command: &str, toml: &str) -> Ran {
    let program = Program::new();
    program.write("mine.toml", toml);
    program.run(&["pack", command, "mine.toml"])
}

/// The place of the first thing that is wrong, as line and column, and the sentence.
#[track_caller]
fn first_fault(toml: &str) -> (u64, u64, String) {
    let program = Program::new();
    program.write("mine.toml", toml);
    let json = program.run(&["pack", "check", "mine.toml", "--json"]).expect(2).object();
    let text = program.run(&["pack", "check", "mine.toml"]).expect(2).stderr;
    let problem = &json["problems"][0];
    let [line, column] = ["line", "column"].map(|key| problem[key].as_u64().unwrap());
    let message = problem["message"].as_str().unwrap().to_owned();
    assert_eq!((&json["file"], &json["ok"]), (&"mine.toml".into(), &false.into()));
    assert!(problem["help"].as_str().is_some_and(|help| !help.is_empty()), "{json}");
    assert!(text.starts_with(&format!("mine.toml:{line}:{column}: {message}")), "{text}");
    (line, column, message)
}

/// Where a text first stands, as line and column.
fn place(toml: &str, text: &str) -> (u64, u64) {
    let before = &toml[..toml.find(text).unwrap()];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    (u64::try_from(line).unwrap(), u64::try_from(column).unwrap())
}

#[test]
fn a_good_pack_is_called_good() {
    assert_eq!(examine("check", GOOD).expect(0).stdout, "mine.toml: good (mine 1)\n");
    let tested = examine("test", GOOD).expect(0).stdout;
    assert_eq!(tested, "mine.toml: all 2 examples come out as they should\n");
}

#[test]
fn an_unknown_key_is_named_with_line_and_column() {
    let toml = GOOD.replace("weight = 1", "wieght = 1");
    let (line, column, message) = first_fault(&toml);
    assert_eq!((line, column), place(&toml, "wieght"));
    assert!(message.contains("wieght"), "{message}");
}

#[test]
fn a_bad_pattern_is_named_with_line_and_column() {
    let toml = GOOD.replace("['ごみ袋']", "['よい', 'ごみ(袋']");
    let (line, column, message) = first_fault(&toml);
    assert_eq!((line, column), place(&toml, "'ごみ(袋'"), "{message}");
}

#[test]
fn a_missing_source_is_named_where_it_is_asked_for() {
    let toml = GOOD.replace("source = \"me\"", "source = \"nobody\"");
    let (line, column, message) = first_fault(&toml);
    assert_eq!((line, column), place(&toml, "\"nobody\""));
    assert!(message.contains("nobody"), "{message}");
    let without = GOOD.replace("source = \"me\"\n", "");
    assert!(first_fault(&without).2.contains("source"));
}

#[test]
fn an_id_that_stands_twice_is_named_where_it_stands_again() {
    let toml = format!("{GOOD}\n[[signals]]\nid = \"mine.word\" # again\npatterns = ['x']\n");
    let (line, column, message) = first_fault(&toml);
    assert_eq!((line, column), place(&toml, "\"mine.word\" # again"));
    assert!(message.contains("mine.word"), "{message}");
    // Also when it is a shipped pack that has it.
    let toml = GOOD.replace("mine-rule", "amazon-unpaid");
    assert!(first_fault(&toml).2.contains("amazon-unpaid"));
}

#[test]
fn a_rule_without_examples_is_refused() {
    let toml = GOOD.replace("misses = [{ text = \"袋を買って\" }]\n", "");
    let (line, _, message) = first_fault(&toml);
    assert_eq!(line, place(&toml, "\"mine-rule\"").0);
    assert!(message.contains("example"), "{message}");
}

#[test]
fn what_is_no_toml_is_named_with_line_and_column() {
    let toml = GOOD.replace("version = \"1\"", "version = ");
    assert_eq!(first_fault(&toml).0, 3);
}

#[test]
fn an_example_that_fails_is_named_by_the_test() {
    let toml = GOOD.replace("ごみ袋を買って", "何も買わない");
    examine("check", &toml).expect(0);
    let ran = examine("test", &toml).expect(2);
    let (line, column) = place(&toml, "{ text = \"何も買わない\"");
    assert!(ran.stderr.starts_with(&format!("mine.toml:{line}:{column}: ")), "{}", ran.stderr);
    let toml = GOOD.replace("袋を買って\" }]\n", "ごみ袋\" }]\n");
    examine("test", &toml).expect(2);
}

#[test]
fn a_pack_that_cannot_be_read_is_named() {
    let program = Program::new();
    program
        .run(&["pack", "check", "missing.toml"])
        .expect_error("missing.toml: cannot be read or written (no such file");
    program.run(&["pack", "check", "."]).expect_error("cannot be read or written");
    program.write("bytes.toml", b"\x83\x41");
    program
        .run(&["pack", "check", "bytes.toml"])
        .expect_error("bytes.toml: cannot be read or written (it is not UTF-8)");
}

#[test]
fn a_bad_pack_costs_the_others_nothing() {
    let program = Program::new();
    program.write("bad.toml", GOOD.replace("weight = 1", "wieght = 1"));
    program.write("good.toml", GOOD);
    let ran = program.run(&["pack", "check", "bad.toml", "good.toml"]).expect(2);
    assert!(ran.stderr.contains("bad.toml:") && ran.stdout.contains("good.toml: good"));
}

#[test]
fn the_shipped_packs_are_good() {
    let packs = [pack("amazon-jp.toml"), pack("japan.toml")];
    for command in ["check", "test"] {
        let mut args = vec!["pack".as_ref(), command.as_ref()];
        args.extend(packs.iter().map(|path| path.as_os_str()));
        let ran = Program::new().run(&args).expect(0);
        assert_eq!(ran.stdout.lines().count(), 2, "{}", ran.stdout);
    }
}

#[test]
fn each_fact_of_a_table_has_its_source_and_the_date_it_was_checked() {
    let program = Program::new();
    for (table, key, least) in
        [("numbers", "national", 17), ("domains", "domain", 10), ("contacts", "value", 5)]
    {
        let facts = program.run(&["tables", table, "--json"]).expect(0).json();
        assert!(facts.len() >= least, "{table}: {}", facts.len());
        let ja = program.run(&["tables", table, "--lang", "ja"]).expect(0).stdout;
        let en = program.run(&["tables", table, "--lang", "en"]).expect(0).stdout;
        for fact in &facts {
            assert!(ja.contains(fact[key].as_str().unwrap()), "{fact}");
            assert!(en.contains(fact[key].as_str().unwrap()), "{fact}");
            assert!(fact["source"]["title"].is_string() && fact["source"]["as_of"].is_string());
            assert!(fact["checked"].is_string() && fact["stale"].is_boolean(), "{fact}");
        }
        assert_eq!(ja.matches("  出典  ").count(), facts.len());
        assert_eq!(en.matches("  Source  ").count(), facts.len());
    }
}

#[test]
fn the_tables_hold_what_people_need() {
    let values = |table: &str, key: &str| -> Vec<Value> {
        let facts = Program::new().run(&["tables", table, "--json"]).expect(0).json();
        facts.iter().map(|fact| fact[key].clone()).collect()
    };
    assert!(values("numbers", "national").contains(&"050-3131-1651".into()));
    assert!(values("domains", "domain").contains(&"amazon.co.jp".into()));
    let contacts = values("contacts", "value");
    for desk in ["#9110", "188", "110"] {
        assert!(contacts.contains(&desk.into()), "{desk}: {contacts:?}");
    }
}

#[test]
fn what_a_user_is_told_needs_no_network_and_no_files() {
    let program = Program::new();
    let mut command = program.command(&["check", SCAM]);
    command.env_clear().current_dir("/");
    Ran::from(command.output().unwrap()).expect(0);
}
