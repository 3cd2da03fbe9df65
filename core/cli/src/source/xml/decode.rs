//! Reads the items of a batch.

use std::borrow::Cow;

use mihari_engine::item::{Channel, Direction};
use mihari_history::Timestamp;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::error::RecordFault;
use super::super::{Decoded, Record};
use super::split::Mark;
use super::unescape::unescape;

/// What SMS Backup & Restore writes where there is no value.
const NOTHING: &str = "null";
/// What Android writes for an address that is not known yet.
const NO_ADDRESS: &str = "insert-address-token";

/// Reads the items that `marks` point to.
pub(in super::super) fn decode(bytes: &[u8], marks: &[Mark], f: &mut dyn FnMut(Decoded<'_>)) {
    let ends = marks.iter().skip(1).map(|mark| mark.start).chain([bytes.len()]);
    for (mark, end) in marks.iter().zip(ends) {
        let line = mark.line;
        if mark.is_too_large {
            f(Decoded::Bad { line, fault: RecordFault::LargeElement });
            continue;
        }
        let element = String::from_utf8_lossy(&bytes[mark.start..end]);
        match item(&element, f) {
            None => f(Decoded::Bad { line, fault: RecordFault::BadElement }),
            Some(()) if matches!(element, Cow::Owned(_)) => {
                f(Decoded::Bad { line, fault: RecordFault::Replaced });
            }
            Some(()) => {}
        }
    }
}

/// Reads one element; `None` when it is not well-formed.
fn item(element: &str, f: &mut dyn FnMut(Decoded<'_>)) -> Option<()> {
    let mut reader = Reader::from_str(element);
    let (Event::Start(tag) | Event::Empty(tag)) = reader.read_event().ok()? else { return None };
    match tag.name().as_ref() {
        "sms" => sms(&tag, f),
        "call" => call(&tag, f),
        _ => mms(&tag, reader, f),
    }
}

fn sms(tag: &BytesStart<'_>, f: &mut dyn FnMut(Decoded<'_>)) -> Option<()> {
    let [address, date, folder, body] = attributes(tag, ["address", "date", "type", "body"])?;
    f(match is_from_owner(&folder) {
        true => Decoded::Sent,
        false => Decoded::Item(Record {
            id: None,
            channel: Channel::Sms,
            direction: Direction::Incoming,
            sender: text(&address),
            text: text(&body).unwrap_or_default(),
            at: instant(&date),
        }),
    });
    Some(())
}

fn call(tag: &BytesStart<'_>, f: &mut dyn FnMut(Decoded<'_>)) -> Option<()> {
    let [number, date, kind, presentation] =
        attributes(tag, ["number", "date", "type", "presentation"])?;
    let sender = match presentation.as_deref() {
        // What stands beside these is a placeholder in the language of the phone, or a number that
        // was not to be shown. Android's own placeholders say the same everywhere.
        Some("2") => None,
        Some("3") => Some("-1".into()),
        Some("4") => Some("-3".into()),
        _ => text(&number),
    };
    let direction = match kind.as_deref() {
        Some("2") => Direction::Outgoing,
        _ => Direction::Incoming,
    };
    f(Decoded::Item(Record {
        id: None,
        channel: Channel::Call,
        direction,
        sender,
        text: Cow::Borrowed(""),
        at: instant(&date),
    }));
    Some(())
}

fn mms(tag: &BytesStart<'_>, reader: Reader<&[u8]>, f: &mut dyn FnMut(Decoded<'_>)) -> Option<()> {
    let [address, date, folder, subject] = attributes(tag, ["address", "date", "msg_box", "sub"])?;
    let (from, words) = inside_mms(reader, text(&subject))?;
    f(match is_from_owner(&folder) {
        true => Decoded::Sent,
        false => Decoded::Item(Record {
            id: None,
            channel: Channel::Sms,
            direction: Direction::Incoming,
            sender: from.map(Cow::Owned).or_else(|| text(&address)),
            text: Cow::Owned(words),
            at: instant(&date),
        }),
    });
    Some(())
}

/// The sender's address, and the subject and all text parts, each on its own line.
fn inside_mms(
    mut reader: Reader<&[u8]>,
    subject: Option<Cow<'_, str>>,
) -> Option<(Option<String>, String)> {
    let mut from = None;
    let mut words = subject.map_or_else(String::new, |subject| repaired(&subject));
    loop {
        let tag = match reader.read_event().ok()? {
            Event::Eof => return Some((from, words)),
            Event::Start(tag) | Event::Empty(tag) => tag,
            _ => continue,
        };
        match tag.name().as_ref() {
            "part" => {
                let [kind, part] = attributes(&tag, ["ct", "text"])?;
                if let Some(part) = text(&part).filter(|_| is_plain_text(&kind)) {
                    words.extend((!words.is_empty()).then_some('\n'));
                    words.push_str(&part);
                }
            }
            "addr" => {
                let [address, role] = attributes(&tag, ["address", "type"])?;
                let known = |address: &Cow<'_, str>| address != NO_ADDRESS;
                if role.as_deref() == Some("137")
                    && let Some(address) = text(&address).filter(known)
                {
                    from = Some(address.into_owned());
                }
            }
            _ => {}
        }
    }
}

/// The values of the named attributes as they are written, the last one if there are several;
/// `None` when the tag is not well-formed.
fn attributes<'t, const N: usize>(
    tag: &'t BytesStart<'_>,
    names: [&str; N],
) -> Option<[Option<Cow<'t, str>>; N]> {
    let mut values = [const { None }; N];
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.ok()?;
        let name = attribute.key.as_ref();
        if let Some(at) = names.iter().position(|&wanted| wanted == name) {
            values[at] = Some(attribute.value);
        }
    }
    Some(values)
}

/// The text of a value, if there is one.
fn text<'v>(value: &'v Option<Cow<'_, str>>) -> Option<Cow<'v, str>> {
    let value = value.as_deref().filter(|&value| !value.is_empty() && value != NOTHING)?;
    Some(unescape(value))
}

fn instant(value: &Option<Cow<'_, str>>) -> Option<Timestamp> {
    let milliseconds = value.as_deref()?.parse().ok()?;
    let instant = jiff::Timestamp::from_millisecond(milliseconds).ok()?;
    Some(Timestamp(instant.as_millisecond()))
}

/// Sent, a draft, or on its way out. Without a folder it is screened: better once too often.
fn is_from_owner(folder: &Option<Cow<'_, str>>) -> bool {
    matches!(folder.as_deref(), Some("2" | "3" | "4" | "5" | "6"))
}

/// `text/plain`, with or without parameters.
fn is_plain_text(kind: &Option<Cow<'_, str>>) -> bool {
    let kind = kind.as_deref().and_then(|kind| kind.split(';').next());
    kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("text/plain"))
}

/// Android keeps the bytes of a subject as if each were a character (`Telephony.BaseMmsColumns.SUBJECT`,
/// ISO 8859-1), whatever their encoding: usually UTF-8, which is read here.
fn repaired(subject: &str) -> String {
    let bytes: Option<Vec<u8>> = subject.chars().map(|c| u8::try_from(c).ok()).collect();
    let utf8 = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    utf8.unwrap_or_else(|| subject.to_owned())
}
