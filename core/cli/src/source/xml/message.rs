//! One element, read as a message or call.

use std::borrow::Cow;
use std::str;

use mihari_engine::item::{Channel, Direction};
use mihari_history::Timestamp;
use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;
use quick_xml::reader::Reader;

use super::super::{Content, Damage, Message, VALUE_BYTES};
use super::unescape::unescape;

/// `type` of a message and `msg_box` of an MMS: Android's `Telephony.TextBasedSmsColumns`.
const INBOX: &str = "1";
/// `type` of an address in an MMS that is the sender's: `PduHeaders.FROM`.
const FROM: &str = "137";
/// Stands for the owner of the phone where an MMS names nobody.
const OWNER: &str = "insert-address-token";

/// Reads the element at the beginning of `bytes`; what follows it is ignored.
pub(super) fn read(bytes: &[u8]) -> Content<'_> {
    // A file may be filled up with NUL behind its end.
    let length = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    let bytes = &bytes[..length];
    match str::from_utf8(bytes) {
        Ok(text) if memchr::memchr(0, bytes).is_none() => Element::new(text).read(),
        Ok(text) => mended(text, Damage::Nul),
        Err(_) => mended(&String::from_utf8_lossy(bytes), Damage::Replaced),
    }
}

/// The few elements that hold NUL or bad bytes are read from a copy in which they are U+FFFD.
fn mended(text: &str, damage: Damage) -> Content<'static> {
    match Element::new(&text.replace('\0', "\u{fffd}")).read() {
        Content::Message(message) => Content::Message(Message {
            id: None,
            channel: message.channel,
            direction: message.direction,
            sender: message.sender.map(owned),
            text: owned(message.text),
            at: message.at,
            is_cut: message.is_cut,
            damage: Some(damage),
        }),
        Content::NotScreened => Content::NotScreened,
        Content::Unreadable(damage) => Content::Unreadable(damage),
    }
}

fn owned(text: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(text.into_owned())
}

/// Reads tags one by one. Their values are borrowed from the text itself and outlive the tags.
struct Element<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
}

struct Tag<'a> {
    name: &'a str,
    attributes: Attributes<'a>,
    is_open: bool,
}

enum Step<'a> {
    Tag(Tag<'a>),
    End(&'a str),
}

impl<'a> Element<'a> {
    fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        // Elements are read on their own: the root's end may stand behind the last one.
        reader.config_mut().check_end_names = false;
        Self { text, reader }
    }

    fn read(mut self) -> Content<'a> {
        let content = match self.step() {
            Some(Step::Tag(tag)) => match tag.name {
                "sms" => sms(tag),
                "call" => call(tag),
                _ => self.mms(tag),
            },
            _ => None,
        };
        content.unwrap_or(Content::Unreadable(Damage::Markup))
    }

    /// The next tag; `None` where the markup ends or is bad.
    fn step(&mut self) -> Option<Step<'a>> {
        loop {
            let from = self.position();
            let event = self.reader.read_event().ok()?;
            let markup = self.text.get(from..self.position())?;
            match event {
                Event::Start(start) => {
                    let content = markup.strip_prefix('<')?.strip_suffix('>')?;
                    return Some(Step::Tag(Tag::new(content, start.name().0.len(), true)));
                }
                Event::Empty(start) => {
                    let content = markup.strip_prefix('<')?.strip_suffix("/>")?;
                    return Some(Step::Tag(Tag::new(content, start.name().0.len(), false)));
                }
                Event::End(_) => {
                    let name = markup.strip_prefix("</")?.strip_suffix('>')?;
                    return Some(Step::End(name.trim_end()));
                }
                Event::Eof => return None,
                _ => {}
            }
        }
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    fn mms(&mut self, tag: Tag<'a>) -> Option<Content<'a>> {
        let is_open = tag.is_open;
        let [address, date, msg_box, subject] =
            tag.values(["address", "date", "msg_box", "sub"])?;
        let (parts, from) = if is_open { self.parts()? } else { (Vec::new(), None) };
        if is_outside_inbox(msg_box) {
            return Some(Content::NotScreened);
        }
        let texts: Vec<_> = subject.filter(Value::is_present).into_iter().chain(parts).collect();
        let is_cut = texts.iter().any(Value::is_cut);
        let sender = from.or(address.filter(Value::is_present)).map(Value::text);
        // A carrier's mail (キャリアメール) comes as an MMS whose sender is a mail address.
        let is_mail = sender.as_ref().is_some_and(|sender| sender.contains('@'));
        Some(Content::Message(Message {
            id: None,
            channel: if is_mail { Channel::Email } else { Channel::Sms },
            direction: Direction::Incoming,
            sender,
            text: joined(texts),
            at: time(date),
            is_cut,
            damage: None,
        }))
    }

    /// The texts inside an MMS, and its sender.
    fn parts(&mut self) -> Option<(Vec<Value<'a>>, Option<Value<'a>>)> {
        let mut texts = Vec::new();
        let mut from = None;
        loop {
            match self.step()? {
                Step::End("mms") => return Some((texts, from)),
                Step::Tag(tag) if tag.name == "part" => texts.extend(text_of_part(tag)?),
                Step::Tag(tag) if tag.name == "addr" => from = from.or(sender_of_address(tag)?),
                Step::Tag(_) | Step::End(_) => {}
            }
        }
    }
}

fn sms(tag: Tag<'_>) -> Option<Content<'_>> {
    let [address, date, kind, body] = tag.values(["address", "date", "type", "body"])?;
    if is_outside_inbox(kind) {
        return Some(Content::NotScreened);
    }
    let body = body.filter(Value::is_present);
    Some(Content::Message(Message {
        id: None,
        channel: Channel::Sms,
        direction: Direction::Incoming,
        sender: address.filter(Value::is_present).map(Value::text),
        is_cut: body.as_ref().is_some_and(Value::is_cut),
        text: body.map(Value::text).unwrap_or_default(),
        at: time(date),
        damage: None,
    }))
}

fn call(tag: Tag<'_>) -> Option<Content<'_>> {
    let [number, date, kind, presentation] =
        tag.values(["number", "date", "type", "presentation"])?;
    // `presentation`: Android's `CallLog.Calls.NUMBER_PRESENTATION`. Where it says that there is no
    // number, what stands in `number` is a filler.
    let sender = match presentation.as_ref().map(|value| &*value.0) {
        Some("2") => None,
        Some("3") => Some(Cow::Borrowed("-1")),
        Some("4") => Some(Cow::Borrowed("-3")),
        _ => number.filter(Value::is_present).map(Value::text),
    };
    // `type`: Android's `CallLog.Calls.TYPE`; 2 is an outgoing call, all others came in.
    let is_outgoing = kind.is_some_and(|kind| &*kind.0 == "2");
    Some(Content::Message(Message {
        id: None,
        channel: Channel::Call,
        direction: if is_outgoing { Direction::Outgoing } else { Direction::Incoming },
        sender,
        text: Cow::Borrowed(""),
        at: time(date),
        is_cut: false,
        damage: None,
    }))
}

/// Sent, a draft, waiting to be sent. A message that does not say is screened.
fn is_outside_inbox(value: Option<Value<'_>>) -> bool {
    value.is_some_and(|value| value.is_present() && &*value.0 != INBOX)
}

fn text_of_part(tag: Tag<'_>) -> Option<Option<Value<'_>>> {
    let [kind, text] = tag.values(["ct", "text"])?;
    let is_text = kind.is_some_and(|kind| kind.0.eq_ignore_ascii_case("text/plain"));
    Some(text.filter(|text| is_text && text.is_present()))
}

fn sender_of_address(tag: Tag<'_>) -> Option<Option<Value<'_>>> {
    let [address, kind] = tag.values(["address", "type"])?;
    let is_sender = kind.is_some_and(|kind| &*kind.0 == FROM);
    Some(address.filter(|value| is_sender && value.is_present() && value.0 != OWNER))
}

fn joined<'a>(texts: Vec<Value<'a>>) -> Cow<'a, str> {
    let mut texts = texts.into_iter().map(Value::text);
    let first = texts.next().unwrap_or_default();
    texts.fold(first, |all, text| all + "\n" + text)
}

/// Milliseconds since 1970.
fn time(value: Option<Value<'_>>) -> Option<Timestamp> {
    value?.0.parse().ok().map(Timestamp)
}

impl<'a> Tag<'a> {
    /// `content` is what stands between `<` and `>` or `/>`.
    fn new(content: &'a str, name_length: usize, is_open: bool) -> Self {
        let mut attributes = Attributes::new(content, name_length);
        attributes.with_checks(false);
        Self { name: &content[..name_length], attributes, is_open }
    }

    /// The values of these attributes; `None` when the tag is bad.
    fn values<const N: usize>(self, names: [&str; N]) -> Option<[Option<Value<'a>>; N]> {
        let mut values = [const { None }; N];
        for attribute in self.attributes {
            let attribute = attribute.ok()?;
            if let Some(index) = names.iter().position(|name| *name == attribute.key.0) {
                values[index] = Some(Value(attribute.value));
            }
        }
        Some(values)
    }
}

/// An attribute's value as written.
struct Value<'a>(Cow<'a, str>);

impl<'a> Value<'a> {
    /// That app writes `null` where it has nothing.
    fn is_present(&self) -> bool {
        !self.0.is_empty() && self.0 != "null"
    }

    /// The reader kept no more of it.
    fn is_cut(&self) -> bool {
        self.0.len() >= VALUE_BYTES
    }

    fn text(self) -> Cow<'a, str> {
        match self.0 {
            Cow::Borrowed(raw) => unescape(raw),
            Cow::Owned(raw) => owned(unescape(&raw)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn message(element: &str) -> Message<'_> {
        match read(element.as_bytes()) {
            Content::Message(message) => message,
            Content::NotScreened => panic!("is screened"),
            Content::Unreadable(damage) => panic!("is readable, not {damage:?}"),
        }
    }

    #[test]
    fn a_received_message_has_sender_text_and_time() {
        let sms = message(
            r#"<sms protocol="0" address="+819012345678" date="1700000000000" type="1" subject="null" body="a &gt; b&#10;笑&#55357;&#56832;" toa="null" /> </smses>"#,
        );
        assert_eq!(sms.channel, Channel::Sms);
        assert_eq!(sms.sender.as_deref(), Some("+819012345678"));
        assert_eq!(sms.text, "a > b\n笑😀");
        assert_eq!(sms.at, Some(Timestamp(1_700_000_000_000)));
        assert!(!sms.is_cut);
    }

    #[test]
    fn null_means_missing_and_a_bare_angle_in_a_value_is_text() {
        let sms = message(r#"<sms address='null' body='1 > 0 "quoted"' date="x"></sms>"#);
        assert_eq!(sms.sender, None);
        assert_eq!(sms.text, "1 > 0 \"quoted\"");
        assert_eq!(sms.at, None);
    }

    #[test]
    fn only_what_was_received_is_screened() {
        for (kind, is_screened) in [("1", true), ("null", true), ("2", false), ("3", false)] {
            let element = format!(r#"<sms address="1" type="{kind}" body="a" />"#);
            let content = read(element.as_bytes());
            assert_eq!(matches!(content, Content::Message(_)), is_screened, "{kind}");
        }
        let sent = br#"<mms msg_box="2"><parts><part ct="text/plain" text="a"/></parts></mms>"#;
        assert!(matches!(read(sent), Content::NotScreened));
    }

    #[test]
    fn an_mms_is_its_subject_and_its_text_parts_from_its_from_address() {
        let mms = message(
            r#"<mms date="5" msg_box="1" address="090~080" sub="件名">
                <parts>
                  <part ct="application/smil" text="&lt;smil/&gt;" />
                  <part ct="text/plain" text="本文&#10;1" />
                  <part ct="image/jpeg" text="null" data="AAAA" />
                  <part ct="text/plain" text="本文2" />
                </parts>
                <addrs><addr address="insert-address-token" type="151"/>
                <addr address="+8190" type="137" /></addrs>
              </mms>"#,
        );
        assert_eq!(mms.text, "件名\n本文\n1\n本文2");
        assert_eq!(mms.sender.as_deref(), Some("+8190"));
        assert_eq!(mms.channel, Channel::Sms);
    }

    #[test]
    fn a_carriers_mail_is_mail() {
        let mms = message(r#"<mms address="info@a.example" msg_box="1"></mms>"#);
        assert_eq!(mms.channel, Channel::Email);
    }

    #[test]
    fn calls_know_their_direction_and_who_hid_the_number() {
        let sender = |element: &'static str| message(element).sender.map(Cow::into_owned);
        assert_eq!(
            sender(r#"<call number="0312345678" presentation="1" type="1" />"#).as_deref(),
            Some("0312345678")
        );
        assert_eq!(sender(r#"<call number="" presentation="2" type="3" />"#), None);
        assert_eq!(sender(r#"<call number="-2" presentation="2" type="3" />"#), None);
        assert_eq!(sender(r#"<call number="" presentation="3" />"#).as_deref(), Some("-1"));
        assert_eq!(sender(r#"<call number="" presentation="4" />"#).as_deref(), Some("-3"));
        assert_eq!(message(r#"<call number="1" type="2" />"#).direction, Direction::Outgoing);
        assert_eq!(message(r#"<call number="1" type="5" />"#).direction, Direction::Incoming);
    }

    #[test]
    fn nul_and_bad_bytes_are_read_as_replacements_and_reported() {
        let sms = message("<sms body='a\0b' />");
        assert_eq!((&*sms.text, sms.damage), ("a\u{fffd}b", Some(Damage::Nul)));
        let Content::Message(sms) = read(b"<sms body='a\x83\0b' />") else { panic!("is read") };
        assert_eq!((&*sms.text, sms.damage), ("a\u{fffd}\u{fffd}b", Some(Damage::Replaced)));
    }

    #[test]
    fn nul_behind_the_end_is_no_damage() {
        assert_eq!(message("<sms body='a' />\n</smses>\n\0\0").damage, None);
    }

    #[test]
    fn bad_markup_is_told() {
        for bytes in [&b"<sms body='a"[..], b"<sms body=a />", b"<mms><parts>"] {
            assert!(matches!(read(bytes), Content::Unreadable(Damage::Markup)));
        }
    }

    proptest! {
        #[test]
        fn any_element_is_read_without_a_panic(tail in "[<>/\"'=a-c smspartdrbody&;!\\-\0\n]*") {
            read(format!("<sms {tail}").as_bytes());
            read(format!("<mms{tail}").as_bytes());
        }
    }
}
