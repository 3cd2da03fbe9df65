use std::io::{Cursor, Read};

use mihari_engine::item::{Channel, Direction};
use proptest::prelude::*;

use super::super::error::{Fault, RecordFault};
use super::super::tests::{Reading, Told, read, read_in_pieces};
use super::super::{Source, xml};

fn smses(items: &str) -> Vec<Told> {
    whole(&format!("<?xml version='1.0' encoding='UTF-8'?>\n<smses count=\"1\">{items}</smses>\n"))
}

fn whole(xml: &str) -> Vec<Told> {
    let reading = read(xml);
    assert!(reading.fault.is_none(), "{:?}", reading.fault);
    reading.told
}

fn sms(sender: Option<&str>, text: &str, at: Option<i64>) -> Told {
    Told::Item {
        id: None,
        channel: Channel::Sms,
        direction: Direction::Incoming,
        sender: sender.map(Into::into),
        text: text.into(),
        at,
    }
}

fn call(direction: Direction, sender: Option<&str>) -> Told {
    Told::Item {
        id: None,
        channel: Channel::Call,
        direction,
        sender: sender.map(Into::into),
        text: String::new(),
        at: None,
    }
}

#[test]
fn a_received_message_is_an_item() {
    let told = smses(
        r#"<sms protocol="0" address="+819012345678" date="1788253331507" type="1" subject="null" body="こんにちは&#10;またね" contact_name="母" />"#,
    );
    assert_eq!(told, [sms(Some("+819012345678"), "こんにちは\nまたね", Some(1_788_253_331_507))]);
}

#[test]
fn what_the_owner_sent_drafted_or_failed_to_send_is_not_screened() {
    for folder in ["2", "3", "4", "5", "6"] {
        assert_eq!(smses(&format!("<sms type='{folder}' body='x'/>")), [Told::Sent]);
        assert_eq!(smses(&format!("<mms msg_box='{folder}'/>")), [Told::Sent]);
    }
}

#[test]
fn a_message_of_an_unknown_folder_is_screened() {
    for item in ["<sms body='x'/>", "<sms type='null' body='x'/>", "<sms type='9' body='x'/>"] {
        assert_eq!(smses(item), [sms(None, "x", None)]);
    }
}

#[test]
fn null_and_nothing_mean_that_there_is_no_value() {
    for value in ["null", ""] {
        let item = format!("<sms address='{value}' body='{value}' date='{value}' type='1'/>");
        assert_eq!(smses(&item), [sms(None, "", None)]);
    }
}

#[test]
fn a_date_that_is_no_instant_is_unknown() {
    for date in ["yesterday", "99999999999999999999", "9223372036854775807", "1.5", "-"] {
        assert_eq!(smses(&format!("<sms date='{date}' body='x'/>")), [sms(None, "x", None)]);
    }
}

#[test]
fn values_may_stand_in_either_quotes_and_hold_what_looks_like_tags() {
    let told = smses(r#"<sms body='say "hi" <b> > />' address = "a'b" ></sms>"#);
    assert_eq!(told, [sms(Some("a'b"), "say \"hi\" <b> > />", None)]);
}

#[test]
fn emoji_written_as_two_references_are_read() {
    assert_eq!(smses("<sms body='&#55357;&#56832;&#x2764;'/>")[0].text(), "😀❤");
}

#[test]
fn line_breaks_in_a_value_stay_as_they_are_written() {
    assert_eq!(smses("<sms body='a\r\nb\tc'/>")[0].text(), "a\r\nb\tc");
}

#[test]
fn the_text_parts_of_an_mms_are_joined_and_the_sender_is_its_from_address() {
    let told = smses(
        r#"<mms address="090~080" date="1" msg_box="1" sub="null"><parts>
        <part seq="-1" ct="application/smil" text="&lt;smil/&gt;" />
        <part seq="0" ct="text/plain" text="一つ目" />
        <part seq="0" ct="image/jpeg" text="null" data="QUJD" />
        <part seq="0" ct="TEXT/PLAIN; charset=utf-8" text="二つ目"></part>
        </parts><addrs><addr address="+8180" type="151"/><addr address="+8190" type="137"/></addrs></mms>"#,
    );
    assert_eq!(told, [sms(Some("+8190"), "一つ目\n二つ目", Some(1))]);
}

#[test]
fn an_mms_whose_from_address_is_a_token_has_the_sender_of_the_element() {
    let told = smses(
        "<mms address='+8190'><addrs><addr address='insert-address-token' type='137'/></addrs></mms>",
    );
    assert_eq!(told, [sms(Some("+8190"), "", None)]);
}

#[test]
fn the_subject_of_an_mms_is_its_first_line_also_when_its_bytes_are_written_as_characters() {
    let bytes: String = "未納のお知らせ".bytes().map(char::from).collect();
    for subject in ["未納のお知らせ", &bytes] {
        let told = smses(&format!("<mms sub='{subject}'><part ct='text/plain' text='x'/></mms>"));
        assert_eq!(told[0].text(), "未納のお知らせ\nx");
    }
    assert_eq!(smses("<mms sub='café'/>")[0].text(), "café");
}

#[test]
fn calls_have_a_direction_and_no_text() {
    for kind in ["1", "3", "4", "5", "6", "7", "null"] {
        let xml = format!("<calls><call number='0312345678' type='{kind}'/></calls>");
        assert_eq!(whole(&xml), [call(Direction::Incoming, Some("0312345678"))]);
    }
    let xml = "<calls><call number='188' type='2' presentation='1'/></calls>";
    assert_eq!(whole(xml), [call(Direction::Outgoing, Some("188"))]);
}

#[test]
fn a_call_without_a_shown_number_says_why() {
    for (presentation, sender) in [("2", None), ("3", Some("-1")), ("4", Some("-3"))] {
        let xml = format!("<calls><call number='x' presentation='{presentation}'/></calls>");
        assert_eq!(whole(&xml), [call(Direction::Incoming, sender)]);
    }
    let xml = "<calls><call number='-2' presentation='1'/></calls>";
    assert_eq!(whole(xml), [call(Direction::Incoming, Some("-2"))]);
}

#[test]
fn items_are_found_at_any_depth_and_under_each_root() {
    for root in ["smses", "calls", "allsms", "mmses"] {
        let xml = format!("<{root}><x><sms body='a'/></x><call/><mms></mms></{root}>");
        assert_eq!(whole(&xml).len(), 3);
    }
}

#[test]
fn comments_instructions_and_cdata_hold_no_items() {
    let told = whole(
        "<?xml version='1.0'?><!-- <sms/> -- > --><?x <sms/> ?><smses><!----><!-- > -->\
         <![CDATA[<sms/>]] >]]><?y?><sms body='a'/><!--<sms/>--></smses><!-- -->",
    );
    assert_eq!(told, [sms(None, "a", None)]);
}

#[test]
fn two_backups_joined_into_one_file_are_both_read() {
    let one = "\u{FEFF}<?xml version='1.0'?><smses><sms body='a'/></smses>\r\n\0\0";
    assert_eq!(whole(&one.repeat(2)).len(), 2);
}

#[test]
fn a_document_type_is_refused_wherever_it_stands() {
    let bomb = "<!DOCTYPE smses [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><smses/>";
    let late = "<smses><sms body='a'/><!ENTITY a 'x'></smses>";
    for (xml, items) in [(bomb, 0), (late, 1)] {
        let reading = read(xml);
        assert_eq!(reading.told.len(), items);
        assert!(matches!(reading.fault, Some(Fault::DeclaresEntities(_))));
    }
}

#[test]
fn an_entity_of_unknown_name_stays_as_it_is_written() {
    assert_eq!(smses("<sms body='&lol9;'/>")[0].text(), "&lol9;");
}

#[test]
fn xml_of_something_else_is_no_backup() {
    for xml in ["<html><body/></html>", "<?xml version='1.0'?><rss/>", "<sms/>", "<smsesx/>"] {
        assert!(matches!(read(xml).fault, Some(Fault::NotBackup)), "{xml}");
    }
}

#[test]
fn a_backup_cut_off_anywhere_gives_every_whole_item_before_and_says_where_it_ends() {
    let items = [
        "<sms body='一'/>\n",
        "<!-- c -->\n",
        "<mms><part ct='text/plain' text='二' data='QUJD'/></mms>",
        "<call number='3'></call>",
    ];
    let xml = format!("<smses>\n{}</smses>", items.concat());
    for len in 1..xml.len() {
        let reading = read(&xml.as_bytes()[..len]);
        let ends =
            (1..=items.len()).map(|n| "<smses>\n".len() + items[..n].concat().trim_end().len());
        let is_item = [true, false, true, true];
        let count = ends.zip(is_item).filter(|&(end, is_item)| is_item && end <= len).count();
        assert_eq!(reading.told.len(), count, "{len}");
        let Some(Fault::CutOff(spot)) = reading.fault else { panic!("{len}: {:?}", reading.fault) };
        let lines = memchr::memchr_iter(b'\n', &xml.as_bytes()[..len]).count() as u64 + 1;
        assert_eq!((spot.line, spot.byte), (lines, Some(len as u64)));
    }
}

#[test]
fn what_stops_being_xml_is_an_error_after_the_items_before_it() {
    let broken = [
        "<sms body='a'b='c'/>",
        "<sms <sms/>",
        "< sms/>",
        "<sms></mms>",
        "</smses></smses>",
        "</smses>trailing",
        "<1/>",
        "<>",
        "<!-x-->",
    ];
    for broken in broken {
        let reading = read(format!("<smses>\n<sms body='first'/>\n{broken}</smses>"));
        assert_eq!(reading.told, [sms(None, "first", None)], "{broken}");
        let Some(Fault::NotXml(spot)) = reading.fault else { panic!("{broken}") };
        assert_eq!(spot.line, 3, "{broken}");
    }
}

#[test]
fn elements_deeper_than_any_backup_are_no_backup() {
    let reading = read(format!("<smses>{}", "<x>".repeat(100_000)));
    assert!(matches!(reading.fault, Some(Fault::NotXml(_))));
}

#[test]
fn an_element_with_bad_attributes_is_answered_in_its_place() {
    let told = smses("<sms body='a'/>\n<sms body=a />\n<sms body='b'/>");
    let bad = Told::Bad(3, RecordFault::BadElement);
    assert_eq!(told, [sms(None, "a", None), bad, sms(None, "b", None)]);
}

#[test]
fn bytes_that_are_not_utf8_are_replaced_and_told() {
    let reading = read(b"<smses><sms body='a\xFFb'/>\n<sms body='c'/></smses>");
    let replaced = Told::Bad(1, RecordFault::Replaced);
    assert_eq!(reading.told, [sms(None, "a\u{FFFD}b", None), replaced, sms(None, "c", None)]);
    assert!(reading.fault.is_none());
}

#[test]
fn nul_in_a_message_becomes_the_replacement_character() {
    assert_eq!(smses("<sms body='a\0b'/>")[0].text(), "a\u{FFFD}b");
}

#[test]
fn utf16_is_read_with_and_without_its_mark() {
    let xml = "<?xml version='1.0' encoding='UTF-16'?>\n<smses><sms body='見張り😀'/>\n<sms";
    for mark in ["", "\u{FEFF}"] {
        let units: Vec<u16> = format!("{mark}{xml}").encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        for bytes in [little, big] {
            for sizes in [&[usize::MAX][..], &[1], &[3, 1]] {
                let reading = read_in_pieces(&bytes, sizes);
                assert_eq!(reading.told, [sms(None, "見張り😀", None)]);
                let Some(Fault::CutOff(spot)) = reading.fault else { panic!("not cut off") };
                // Bytes of the converted text would be no place in the file.
                assert_eq!((spot.line, spot.byte), (3, None));
            }
        }
    }
}

#[test]
fn an_encoding_that_is_declared_is_read() {
    for name in ["Shift_JIS", "euc-jp", "ISO-2022-JP", "windows-31j"] {
        let encoding = encoding_rs::Encoding::for_label(name.as_bytes()).unwrap();
        let xml = format!(
            "<?xml version=\"1.0\" encoding = '{name}' ?><smses><sms body='未納ソ表'/></smses>"
        );
        let (bytes, _, _) = encoding.encode(&xml);
        assert_eq!(read(&bytes).told, [sms(None, "未納ソ表", None)], "{name}");
        assert_eq!(read_in_pieces(&bytes, &[1]).told, [sms(None, "未納ソ表", None)], "{name}");
    }
}

#[test]
fn a_declaration_of_utf16_in_a_file_that_is_not_is_not_believed() {
    let xml = "<?xml version='1.0' encoding='UTF-16'?><smses><sms body='見張り'/></smses>";
    assert_eq!(whole(xml), [sms(None, "見張り", None)]);
}

#[test]
fn an_unknown_encoding_is_refused() {
    let reading = read("<?xml version='1.0' encoding='EBCDIC-9'?><smses/>");
    assert!(matches!(reading.fault, Some(Fault::UnknownEncoding)));
}

#[test]
fn pictures_are_skipped() {
    let data = "QUJD".repeat(2 << 20);
    let reading = read(format!(
        "<smses><mms><part ct='image/png' data=\"{data}\"/><part data = '{data}' ct='text/plain' text='見た?'/></mms></smses>"
    ));
    assert_eq!(reading.told, [sms(None, "見た?", None)]);
    assert!(reading.largest_batch < 200);
}

/// `<smses><sms body="` + many bytes + `"/><sms body="after"/></smses>` without holding it.
fn streamed(
    before: &'static str,
    part: &'static str,
    times: usize,
    after: &'static str,
) -> Reading {
    struct Repeat(Cursor<&'static str>, usize);
    impl Read for Repeat {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            match self.0.read(buffer)? {
                0 if self.1 > 1 => {
                    *self = Self(Cursor::new(*self.0.get_ref()), self.1 - 1);
                    self.0.read(buffer)
                }
                read => Ok(read),
            }
        }
    }
    let reader =
        Cursor::new(before).chain(Repeat(Cursor::new(part), times)).chain(Cursor::new(after));
    let mut source = Source::from_reader("-".into(), Box::new(reader)).unwrap();
    let mut reading = Reading { told: Vec::new(), fault: None, largest_batch: 0 };
    while let Some(batch) = source.next_batch().unwrap() {
        reading.largest_batch = reading.largest_batch.max(batch.bytes.capacity());
        batch.decode(&mut |decoded| reading.told.push(decoded.into()));
    }
    reading
}

const MIB: usize = 1024 * 1024;

#[test]
fn a_message_of_30_megabytes_is_kept_in_part_and_the_next_one_is_read() {
    let reading = streamed(
        "<smses><sms address='090' body='",
        "未納料金があります。",
        MIB,
        "' date='5' /><sms body='after'/></smses>",
    );
    assert!(reading.largest_batch < 2 * MIB);
    let [first, second] = &reading.told[..] else { panic!("two items") };
    let kept = "未納料金があります。".repeat(MIB);
    assert!(first.text().len() > xml::split::MAX_VALUE - 4 && kept.starts_with(first.text()));
    assert_eq!((first.sender(), second.text()), (Some("090"), "after"));
}

#[test]
fn a_value_is_cut_between_references() {
    let reading = streamed("<smses><sms body='", "&#12354;", 100_000, "'/></smses>");
    let text = reading.told[0].text();
    assert_eq!(text.chars().count(), xml::split::MAX_VALUE / "&#12354;".len());
    assert!(text.chars().all(|c| c == 'あ'));
}

#[test]
fn a_cut_value_is_longer_than_what_is_screened_even_if_it_is_all_references() {
    let reading = streamed("<smses><sms body='", "&quot;", MIB, "'/></smses>");
    assert!(reading.told[0].text().len() > 64 * 1024);
}

#[test]
fn an_element_of_any_size_is_held_in_part_and_answered_in_its_place() {
    let shapes = [
        ("<smses>\n<sms ", " a='b' "),
        ("<smses>\n<sms ", "          "),
        ("<smses>\n<sms ", "abcdefgh "),
        ("<smses>\n<mms>", "<part ct='text/plain' text='x'/>"),
    ];
    for (before, part) in shapes {
        let after =
            if before.contains("mms") { "</mms><sms/></smses>" } else { "/><sms/></smses>" };
        let reading = streamed(before, part, 4 * MIB / part.len(), after);
        assert!(reading.largest_batch < 5 * MIB, "{part}");
        let bad = Told::Bad(2, RecordFault::LargeElement);
        assert_eq!(reading.told, [bad, sms(None, "", None)], "{part}");
    }
}

#[test]
fn what_is_no_item_is_never_held() {
    for part in ["text ", "<x a='b'/>", "<!-- -->", "<?x?>", "<![CDATA[ ]]>"] {
        let reading = streamed("<smses>", part, MIB, "<sms/></smses>");
        assert_eq!(reading.told.len(), 1);
        assert!(reading.largest_batch < MIB);
    }
    let reading = read(format!("<smses><{}", "x".repeat(MIB)));
    assert!(matches!(reading.fault, Some(Fault::NotXml(_))));
}

fn element() -> impl Strategy<Value = String> {
    let value =
        "(\\PC|&#[0-9]{1,6};|&#55357;&#56832;|\n){0,40}".prop_map(|value| value.replace('"', "'"));
    prop_oneof![
        (value.clone(), value.clone(), 1..4u8).prop_map(|(address, body, folder)| format!(
            "<sms address=\"{address}\" type='{folder}' body = \"{body}\" />\n"
        )),
        (value.clone(), value.clone()).prop_map(|(data, text)| format!(
            "<mms msg_box=\"1\"><parts><part data=\"{data}\" /><part ct=\"text/plain\" \
             text=\"{text}\"/></parts>stray</mms>"
        )),
        value.clone().prop_map(|number| format!("<call number=\"{number}\"></call>")),
        value.prop_map(|comment| format!("<!--{}-->", comment.replace('-', ""))),
        Just("<![CDATA[ <sms/> ]]>".to_owned()),
    ]
}

proptest! {
    #[test]
    fn a_backup_reads_the_same_however_its_bytes_arrive(
        elements in prop::collection::vec(element(), 0..12),
        sizes in prop::collection::vec(1..200usize, 1..5),
        cut in any::<prop::sample::Index>(),
    ) {
        let xml = format!("<?xml version='1.0'?>\n<smses>{}</smses>", elements.concat());
        for bytes in [xml.as_bytes(), &xml.as_bytes()[..cut.index(xml.len())]] {
            let at_once = read(bytes);
            for sizes in [&sizes[..], &[1]] {
                let in_pieces = read_in_pieces(bytes, sizes);
                prop_assert_eq!(&in_pieces.told, &at_once.told);
                prop_assert_eq!(
                    format!("{:?}", in_pieces.fault), format!("{:?}", at_once.fault)
                );
            }
        }
    }

    #[test]
    fn a_whole_backup_gives_each_of_its_items(
        elements in prop::collection::vec(element(), 0..12),
    ) {
        let reading = read(format!("<smses>{}</smses>", elements.concat()));
        let is_item = |element: &&String| !element.starts_with("<!");
        prop_assert!(reading.fault.is_none());
        prop_assert_eq!(reading.told.len(), elements.iter().filter(is_item).count());
    }

    #[test]
    fn any_bytes_after_a_root_are_read_to_an_end(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        sizes in prop::collection::vec(1..50usize, 1..4),
    ) {
        read_in_pieces([b"<smses><sms ", &bytes[..]].concat(), &sizes);
        read_in_pieces(&bytes, &sizes);
    }

    #[test]
    fn any_confusion_of_markup_is_read_to_an_end(
        xml in "(<|>|/|\"|'|=|!|-|\\[|\\]|CDATA|\\?|sms|mms|part|call| |&|#|;|1|data|あ){0,80}",
    ) {
        let at_once = read(format!("<smses>{xml}"));
        let in_pieces = read_in_pieces(format!("<smses>{xml}"), &[1]);
        prop_assert_eq!(at_once.told, in_pieces.told);
    }
}
