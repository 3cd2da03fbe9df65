//! Bad input gets one clear sentence and status 2, and nothing is lost.

use serde_json::json;

use crate::program::{Program, Ran};
use crate::samples::{ORDINARY, SCAM, Sms, backup};

/// Three messages, the first and the last of them fraud, on lines 3 to 5.
fn three() -> String {
    let last = format!("{SCAM}。アマゾン相談係");
    backup(&[
        Sms { sender: "09012345678", at: 1_790_000_000_000, text: SCAM },
        Sms { sender: "母", at: 1_790_000_100_000, text: ORDINARY },
        Sms { sender: "09012345679", at: 1_790_000_200_000, text: &last },
    ])
}

/// One message with this text as it is written.
fn one(body: &str) -> String {
    backup(&[Sms { sender: "09012345678", at: 1_790_000_000_000, text: "BODY" }])
        .replace("BODY", body)
}

/// Refused before anything was read: one sentence, no figures.
#[track_caller]
fn assert_refused(ran: Ran, words: &str) {
    let ran = ran.expect_error(words);
    assert_eq!(ran.stdout, "");
}

#[test]
fn what_cannot_be_opened_is_refused() {
    let program = Program::new();
    assert_refused(program.run(&["scan", "missing.xml"]), "missing.xml: there is no such file");
    assert_refused(program.run(&["scan", "."]), "is a folder");
    assert_refused(program.scan(""), "is empty");
    assert_refused(program.scan("\u{feff}\r\n"), "is empty");
    assert_refused(program.run(&["scan", "--json", "--all", "missing.xml"]), "missing.xml");
}

#[test]
fn what_is_no_backup_is_refused() {
    let program = Program::new();
    let random: Vec<u8> = (0_u32..100_000)
        .map(|n| (n + 1).wrapping_mul(2_654_435_761).rotate_left(n % 31).to_le_bytes()[3])
        .collect();
    assert_refused(program.scan(random), "is not a message backup");
    assert_refused(program.scan([0; 4096]), "is not a message backup");
    assert_refused(program.scan("Dear diary,\ntoday"), "is not a message backup");
    assert_refused(program.scan("PK\x03\x04zipped"), "is not a message backup");
    assert_refused(program.scan("<html><body/></html>"), "not a message backup");
    assert_refused(program.scan("<!DOCTYPE html><html></html>"), "declares a document type");
    assert!(program.kept().is_empty());
}

#[test]
fn an_entity_bomb_is_refused_at_once() {
    let mut bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE smses [<!ENTITY a0 \"ha\">".to_owned();
    for n in 1..30 {
        bomb += &format!("<!ENTITY a{n} \"&a{0};&a{0};\">", n - 1);
    }
    bomb += "]><smses><sms address=\"1\" type=\"1\" body=\"&a29;\"/></smses>";
    assert_refused(Program::new().scan(bomb), "declares a document type");
}

#[test]
fn of_a_backup_that_is_cut_off_all_that_came_before_is_kept() {
    let program = Program::new();
    let whole = three();
    let cut = whole.rfind("アマゾン相談係").unwrap() + 1;
    let ran = program.scan(&whole.as_bytes()[..cut]);
    let ran = ran.expect_error(&format!("is cut off (at line 5, byte {cut}, after 2 items)"));
    assert!(ran.stdout.contains("2 screened."), "{}", ran.stdout);
    assert_eq!(program.kept().len(), 1);
    // The whole file adds what was missing, and nothing twice.
    program.scan(whole).expect(0);
    assert_eq!(program.kept().len(), 2);
}

#[test]
fn what_stops_being_xml_loses_nothing_before_that_place() {
    let program = Program::new();
    let broken = three().replace("</smses>", "<sms body=unquoted/></smses>");
    let ran = program.scan(broken).expect(2);
    assert!(ran.stderr.contains("the item at line 6 is not well-formed"), "{}", ran.stderr);
    assert_eq!(program.kept().len(), 2);
}

#[test]
fn each_common_encoding_is_read_and_an_unknown_one_refused() {
    let xml = three();
    let utf16 = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let marked = format!("\u{feff}{}", xml.replace("UTF-8", "UTF-16"));
        marked.encode_utf16().flat_map(unit).collect()
    };
    let declared = xml.replace("UTF-8", "Shift_JIS");
    let shift_jis = encoding_rs::SHIFT_JIS.encode(&declared).0.into_owned();
    let marked = format!("\u{feff}{xml}").into_bytes();
    for good in [marked, utf16(u16::to_le_bytes), utf16(u16::to_be_bytes), shift_jis] {
        let program = Program::new();
        program.scan(good).expect(0);
        let texts: Vec<_> = program.kept().iter().map(|item| item["text"].clone()).collect();
        assert_eq!(texts, [json!(format!("{SCAM}。アマゾン相談係")), json!(SCAM)]);
    }
    let unknown = xml.replace("UTF-8", "KLINGON-8");
    assert_refused(Program::new().scan(unknown), "unknown encoding");
}

#[test]
fn bytes_in_another_encoding_than_declared_are_told_by_line() {
    let program = Program::new();
    let undeclared = encoding_rs::SHIFT_JIS.encode(&three()).0.into_owned();
    let ran = program.scan(undeclared).expect(2);
    let lines: Vec<&str> = ran.stderr.lines().collect();
    assert_eq!(lines.len(), 3, "{}", ran.stderr);
    for (n, line) in lines.iter().enumerate() {
        assert!(
            line.contains(&format!("the item at line {} holds bytes that are not UTF-8", n + 3)),
            "{line}"
        );
    }
    assert!(ran.stdout.contains("3 screened."), "{}", ran.stdout);
}

#[test]
fn nul_bytes_are_told_and_everything_is_screened() {
    let program = Program::new();
    let xml = three().replace(ORDINARY, &format!("{ORDINARY}\0\0"));
    let ran = program.scan(format!("{xml}\0\0\0"));
    let ran = ran.expect_error("the item at line 4 holds NUL bytes");
    assert!(ran.stdout.contains("3 screened."), "{}", ran.stdout);
    assert_eq!(program.kept().len(), 2);
    let ran = Program::new().scan(one(&format!("\0{SCAM}\0"))).expect(2);
    assert!(ran.stdout.contains("SCAM 1 "), "{}", ran.stdout);
    // JSON can say NUL, and then it is a character like any other.
    let line = json!({"kind": "sms", "sender": "\0", "text": "\0"});
    let ran = program.run_on(format!("{line}\n"), &["scan", "--json", "--all", "-"]).expect(0);
    assert_eq!(ran.object()["level"], "no_match");
}

#[test]
fn emoji_written_as_two_surrogate_references_are_read() {
    let program = Program::new();
    program.scan(one(&format!("&#55357;&#56832;{SCAM}&#xD83D;&#xDE00;"))).expect(0);
    assert_eq!(program.kept()[0]["text"], format!("😀{SCAM}😀"));
}

#[test]
fn half_an_emoji_is_read_as_what_cannot_be_shown() {
    let program = Program::new();
    program.scan(one(&format!("{SCAM}&#55357;"))).expect(0);
    assert_eq!(program.kept()[0]["text"], format!("{SCAM}\u{fffd}"));
}

#[test]
fn of_a_message_of_30_megabytes_the_beginning_is_screened_and_the_rest_told() {
    let long = format!("{SCAM}{}", "あ".repeat(10 << 20));
    let program = Program::new();
    let xml = backup(&[
        Sms { sender: "09012345678", at: 1, text: &long },
        Sms { sender: "09012345679", at: 9_000_000, text: SCAM },
    ]);
    let shown = program.scan(&xml).expect(0);
    assert!(
        shown.stdout.contains("only its beginning was screened"),
        "{} bytes",
        shown.stdout.len()
    );
    assert!(shown.stdout.len() < 50_000, "the screen is not flooded");
    assert_eq!(program.kept().len(), 2);
    let answers = program.run(&["scan", "--json", "--all", "input"]).expect(0).json();
    assert_eq!((&answers[0]["truncated"], &answers[0]["level"]), (&json!(true), &json!("scam")));
    assert_eq!(answers[1].get("truncated"), None);
}

#[test]
fn of_several_inputs_a_bad_one_costs_the_others_nothing() {
    let program = Program::new();
    let later = backup(&[Sms { sender: "09012345680", at: 1, text: SCAM }]);
    program.write("first.xml", three());
    program.write("last.xml", later);
    let ran = program.run(&["scan", "first.xml", "missing.xml", "last.xml"]);
    let ran = ran.expect_error("missing.xml: there is no such file");
    assert!(ran.stdout.contains("4 screened."), "{}", ran.stdout);
    assert_eq!(program.kept().len(), 3);
}
