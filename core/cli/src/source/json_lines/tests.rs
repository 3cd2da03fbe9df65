use std::io::{Cursor, Read};
use std::sync::mpsc::{Receiver, channel};

use mihari_engine::item::{Channel, Direction};
use proptest::prelude::*;

use super::super::error::RecordFault;
use super::super::tests::{Told, read, read_in_pieces};
use super::super::{Decoded, Source};
use super::MAX_LINE;
use crate::locale::Lang;

fn one(line: &str) -> Told {
    let told = read(line).told;
    assert_eq!(told.len(), 1, "{line}");
    told[0].clone()
}

fn fault(line: impl AsRef<[u8]>) -> RecordFault {
    match &read(line).told[..] {
        [Told::Bad(1, fault)] => *fault,
        told => panic!("{told:?}"),
    }
}

#[test]
fn an_object_with_every_key_is_an_item() {
    let line =
        r#"{"id":"7","kind":"email","sender":"a@b.c","text":"未納\n料金","at":1788253331507}"#;
    let item = Told::Item {
        id: Some("7".into()),
        channel: Channel::Email,
        direction: Direction::Incoming,
        sender: Some("a@b.c".into()),
        text: "未納\n料金".into(),
        at: Some(1_788_253_331_507),
    };
    assert_eq!(one(line), item);
}

#[test]
fn everything_but_the_kind_may_be_missing_or_null() {
    let nothing = Told::Item {
        id: None,
        channel: Channel::Call,
        direction: Direction::Incoming,
        sender: None,
        text: String::new(),
        at: None,
    };
    assert_eq!(one(r#"{"kind":"call"}"#), nothing);
    assert_eq!(one(r#"{"id":null,"kind":"call","sender":null,"text":null,"at":null}"#), nothing);
}

#[test]
fn each_of_the_four_kinds_is_read() {
    let kinds = [
        ("sms", Channel::Sms),
        ("call", Channel::Call),
        ("email", Channel::Email),
        ("voice", Channel::Voice),
    ];
    for (kind, expected) in kinds {
        let Told::Item { channel, .. } = one(&format!(r#"{{"kind":"{kind}"}}"#)) else {
            panic!("{kind}")
        };
        assert_eq!(channel, expected);
    }
}

#[test]
fn a_kind_that_is_missing_or_unknown_is_bad() {
    for line in
        ["{}", r#"{"kind":null}"#, r#"{"kind":"fax"}"#, r#"{"kind":1}"#, r#"{"kind":["sms"]}"#]
    {
        assert_eq!(fault(line), RecordFault::BadKind, "{line}");
    }
}

#[test]
fn at_is_rfc_3339_or_milliseconds() {
    for (at, expected) in [
        (r#""2026-09-01T18:02:11+09:00""#, 1_788_253_331_000),
        (r#""2026-09-01T09:02:11.5079Z""#, 1_788_253_331_507),
        ("1788253331507", 1_788_253_331_507),
        ("-1", -1),
        ("0", 0),
    ] {
        let Told::Item { at: Some(read), .. } = one(&format!(r#"{{"kind":"sms","at":{at}}}"#))
        else {
            panic!("{at}")
        };
        assert_eq!(read, expected, "{at}");
    }
}

#[test]
fn at_that_is_neither_is_bad() {
    for at in [
        r#""2026-09-01""#,
        r#""2026-09-01T18:02:11""#,
        r#""soon""#,
        r#""""#,
        "1.5",
        "1e3",
        "true",
        "{}",
        "9223372036854775807",
        "99999999999999999999",
    ] {
        assert_eq!(fault(format!(r#"{{"kind":"sms","at":{at}}}"#)), RecordFault::BadAt, "{at}");
    }
}

#[test]
fn id_sender_and_text_of_another_type_are_bad_and_named() {
    for key in ["id", "sender", "text"] {
        for value in ["1", "true", "1.5", "[]", "{\"a\":[{}]}"] {
            let line = format!(r#"{{"kind":"sms","{key}":{value}}}"#);
            assert_eq!(fault(&line), RecordFault::NotString(key), "{line}");
        }
    }
}

#[test]
fn unknown_keys_are_ignored_whatever_they_hold() {
    let line = r#"{"x":{"kind":"call","deep":[[[1,2.5e9,null]]]},"kind":"sms","text":"a","y":"\ud83d\ude00"}"#;
    assert_eq!(one(line).text(), "a");
}

#[test]
fn a_key_twice_is_bad() {
    assert_eq!(fault(r#"{"kind":"sms","text":"a","text":"b"}"#), RecordFault::DuplicateKey);
    assert_eq!(fault(r#"{"kind":"sms","kind":"sms"}"#), RecordFault::DuplicateKey);
}

#[test]
fn bad_lines_are_answered_in_their_place_with_their_number() {
    let lines = "\u{FEFF}\r\n{\"kind\":\"sms\",\"text\":\"a\"}\r\n\r\nnonsense\r\n \t\r\n[]\n\
                 {\"kind\":\"sms\",\"text\":\"b\"}\n{\"kind\":\"sms\"\n{\"kind\":\"sms\"}x";
    for reading in [read(lines), read_in_pieces(lines, &[1]), read_in_pieces(lines, &[7, 30])] {
        assert!(reading.fault.is_none());
        let [a, nonsense, list, b, unclosed, trailing] = &reading.told[..] else {
            panic!("{:?}", reading.told)
        };
        assert_eq!((a.text(), b.text()), ("a", "b"));
        assert_eq!(*nonsense, Told::Bad(4, RecordFault::NotObject));
        assert_eq!(*list, Told::Bad(6, RecordFault::NotObject));
        assert_eq!(*unclosed, Told::Bad(8, RecordFault::BadJson(13)));
        assert_eq!(*trailing, Told::Bad(9, RecordFault::BadJson(15)));
    }
}

#[test]
fn bytes_that_are_not_utf8_make_a_line_bad_wherever_they_stand() {
    assert_eq!(fault(b"{\"kind\":\"sms\",\"text\":\"\xFF\"}"), RecordFault::NotUtf8);
    assert_eq!(fault(b"{\"kind\":\"sms\",\"other\":\"\xE3\x81\"}"), RecordFault::NotUtf8);
}

#[test]
fn json_lines_in_utf16_are_read() {
    let units = "\u{FEFF}{\"kind\":\"sms\",\"text\":\"見張り\"}\n".encode_utf16();
    let bytes: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&bytes).told[0].text(), "見張り");
}

#[test]
fn escapes_and_nul_are_read_and_half_a_surrogate_pair_is_bad() {
    let line = r#"{"kind":"sms","text":"\ud83d\ude00\u0000\"\/"}"#;
    assert_eq!(one(line).text(), "😀\0\"/");
    let half = r#"{"kind":"sms","text":"\ud83d"}"#;
    assert!(matches!(fault(half), RecordFault::BadJson(_)));
}

#[test]
fn text_without_escapes_is_borrowed_from_the_batch() {
    let line = Cursor::new(r#"{"kind":"sms","sender":"090","text":"未納"}"#);
    let mut source = Source::from_reader("-".into(), Box::new(line)).unwrap();
    let batch = source.next_batch().unwrap().unwrap();
    batch.decode(&mut |decoded| {
        let Decoded::Item(record) = decoded else { panic!("no item") };
        assert!(matches!(record.text, std::borrow::Cow::Borrowed("未納")));
        assert!(matches!(record.sender, Some(std::borrow::Cow::Borrowed("090"))));
    });
}

#[test]
fn what_is_wrong_with_a_line_quotes_nothing_of_it() {
    for line in [
        r#"{"kind":"secret"}"#,
        r#""secret""#,
        r#"{"kind":"sms","at":"secret"}"#,
        r#"{"kind":"sms","text":"secret"#,
        r#"{"kind":"sms","text":{"secret":1}}"#,
        r#"{"kind":"sms" secret}"#,
    ] {
        let fault = fault(line);
        let told = format!("{fault}{fault:?}{}", fault.message(Lang::Ja));
        assert!(!told.contains("secret"), "{told}");
        assert_ne!(fault.message(Lang::Ja), fault.message(Lang::En));
    }
}

#[test]
fn nesting_without_end_is_bad_and_does_not_overflow_the_stack() {
    for open in ["[", "{\"a\":"] {
        let line = format!(r#"{{"kind":"sms","text":{}"#, open.repeat(200_000));
        assert!(matches!(fault(line), RecordFault::BadJson(_)));
    }
}

#[test]
fn a_line_over_the_limit_is_read_past_without_holding_it() {
    let long = format!(r#"{{"kind":"sms","text":"{}"}}"#, "x".repeat(30 << 20));
    let lines = format!("{{\"kind\":\"call\"}}\n{long}\n{{\"kind\":\"voice\"}}\n{long}");
    let reading = read(lines);
    assert!(reading.largest_batch < MAX_LINE + (1 << 20));
    let [_, first, voice, second] = &reading.told[..] else { panic!("{}", reading.told.len()) };
    assert_eq!(*first, Told::Bad(2, RecordFault::LongLine));
    assert!(matches!(voice, Told::Item { channel: Channel::Voice, .. }));
    assert_eq!(*second, Told::Bad(4, RecordFault::LongLine));
}

#[test]
fn the_limit_of_a_line_is_the_same_however_it_arrives() {
    let frame = r#"{"kind":"sms","text":""}"#.len();
    for (over, is_item) in [(0, true), (1, false)] {
        let text = "x".repeat(MAX_LINE - frame + over);
        let line = format!("{{\"kind\":\"sms\",\"text\":\"{text}\"}}\n{{\"kind\":\"call\"}}\n");
        for sizes in [&[usize::MAX][..], &[1000], &[4096, 77]] {
            let told = read_in_pieces(&line, sizes).told;
            assert_eq!(told.len(), 2);
            assert_eq!(matches!(told[0], Told::Item { .. }), is_item);
        }
    }
}

/// A pipe that blocks until the other side writes.
struct Pipe(Receiver<&'static str>);

impl Read for Pipe {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let Ok(text) = self.0.recv() else { return Ok(0) };
        buffer[..text.len()].copy_from_slice(text.as_bytes());
        Ok(text.len())
    }
}

#[test]
fn a_line_is_handed_out_before_the_next_one_is_waited_for() {
    let (writer, pipe) = channel();
    let next = |source: &mut Source| {
        let mut told = Vec::new();
        let batch = source.next_batch().unwrap().unwrap();
        batch.decode(&mut |decoded| told.push(Told::from(decoded)));
        told
    };
    // Every step would wait for ever if it needed more than what has been written.
    writer.send("{\"kind\":\"sms\",\"text\":\"a\"}\n").unwrap();
    let mut source = Source::from_reader("-".into(), Box::new(Pipe(pipe))).unwrap();
    assert_eq!(next(&mut source)[0].text(), "a");
    writer.send("{\"kind\":\"sms\",\"text\":\"b\"}\n{\"kind\":").unwrap();
    assert_eq!(next(&mut source)[0].text(), "b");
    writer.send("\"sms\",\"text\":\"c\"}\r\n").unwrap();
    assert_eq!(next(&mut source)[0].text(), "c");
    writer.send("oops\n").unwrap();
    assert_eq!(next(&mut source), [Told::Bad(4, RecordFault::NotObject)]);
    writer.send("{\"kind\":\"sms\",\"text\":\"d\"}").unwrap();
    drop(writer);
    assert_eq!(next(&mut source)[0].text(), "d");
    assert!(source.next_batch().unwrap().is_none());
}

proptest! {
    #[test]
    fn lines_read_the_same_however_their_bytes_arrive(
        lines in prop::collection::vec(
            prop_oneof![
                any::<String>().prop_map(|text| {
                    let text = serde_json::to_string(&text).unwrap();
                    format!("{{\"kind\":\"sms\",\"text\":{text}}}")
                }),
                "\\PC{0,20}",
                Just(String::new()),
            ],
            0..10,
        ),
        end in prop_oneof![Just("\n"), Just("\r\n")],
        sizes in prop::collection::vec(1..100usize, 1..4),
    ) {
        let lines = format!("{{}}{end}{}", lines.join(end));
        let at_once = read(&lines);
        prop_assert!(at_once.fault.is_none());
        let items = lines.matches("{\"kind\":\"sms\",\"text\":").count();
        prop_assert!(at_once.told.len() >= items);
        prop_assert_eq!(&read_in_pieces(&lines, &sizes).told, &at_once.told);
        prop_assert_eq!(&read_in_pieces(&lines, &[1]).told, &at_once.told);
    }

    #[test]
    fn any_text_comes_through(text in any::<String>(), sender in any::<String>()) {
        let line = serde_json::json!({"kind": "sms", "text": text, "sender": sender}).to_string();
        let told = one(&line);
        prop_assert_eq!(told.text(), text);
        prop_assert_eq!(told.sender(), Some(sender.as_str()));
    }

    #[test]
    fn any_bytes_are_read_to_an_end(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let reading = read([b"{", &bytes[..]].concat());
        prop_assert!(reading.fault.is_none());
    }
}
