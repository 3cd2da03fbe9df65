//! JSON lines: one message or call a line.

use std::borrow::Cow;
use std::io::Read;
use std::{fmt, str};

use jiff::Timestamp as Instant;
use mihari_engine::item::{Channel, Direction};
use mihari_history::Timestamp;
use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};

use super::input::read_more;
use super::{BATCH_ITEMS, Content, Damage, FaultReason, Message, Record, VALUE_BYTES};

/// A line that is longer is shortened while it streams by.
const LINE_BYTES: usize = 256 * 1024;
/// A line that is longer even so is answered with an error.
const SHORT_LINE_BYTES: usize = 2 * VALUE_BYTES + 64 * 1024;

/// The lines of one source, in pieces.
///
/// Whoever asks is answered as soon as a line is complete: what one read brought is one piece,
/// unless it is much.
pub(super) struct Lines {
    input: Box<dyn Read + Send>,
    /// What has been read and not been given away.
    buffer: Vec<u8>,
    /// Up to here the buffer holds no end of a line.
    searched: usize,
    line: u64,
    is_at_end: bool,
    fault: Option<FaultReason>,
}

/// A few whole lines, as read.
pub(super) struct Piece {
    bytes: Vec<u8>,
    /// Of the first one, from 1.
    line: u64,
    /// It is one line, too long for anything of it to have been kept.
    is_overlong: bool,
}

impl Lines {
    pub(super) fn new(input: Box<dyn Read + Send>) -> Self {
        Self { input, buffer: Vec::new(), searched: 0, line: 1, is_at_end: false, fault: None }
    }

    /// The next few lines, or `None` at the end.
    pub(super) fn next_piece(&mut self) -> Result<Option<Piece>, FaultReason> {
        loop {
            if let Some(piece) = self.whole_lines() {
                return Ok(Some(piece));
            }
            if self.is_at_end {
                return self.last_line();
            }
            if self.buffer.len() > LINE_BYTES {
                return Ok(Some(self.shortened_line()));
            }
            self.read();
        }
    }

    fn read(&mut self) {
        match read_more(&mut *self.input, &mut self.buffer) {
            Ok(has_more) => self.is_at_end = !has_more,
            Err(error) => {
                self.fault = Some(error.into());
                self.is_at_end = true;
            }
        }
    }

    /// The lines that are complete; not too many of them at once.
    fn whole_lines(&mut self) -> Option<Piece> {
        let ends = memchr::memchr_iter(b'\n', &self.buffer[self.searched..]);
        let (lines, end) = (1..).zip(ends.take(BATCH_ITEMS)).last().unzip();
        let Some(end) = end else {
            self.searched = self.buffer.len();
            return None;
        };
        Some(self.give(self.searched + end + 1, lines.unwrap_or(0)))
    }

    fn last_line(&mut self) -> Result<Option<Piece>, FaultReason> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        let length = self.buffer.len();
        Ok((length > 0).then(|| self.give(length, 1)))
    }

    fn give(&mut self, cut: usize, lines: u64) -> Piece {
        let rest = self.buffer.split_off(cut);
        let bytes = std::mem::replace(&mut self.buffer, rest);
        let piece = Piece { bytes, line: self.line, is_overlong: false };
        self.line += lines;
        self.searched = 0;
        piece
    }

    /// Reads to the end of an overlong line and keeps what is needed of it.
    fn shortened_line(&mut self) -> Piece {
        let mut shortener = Shortener::default();
        let mut kept = Vec::new();
        loop {
            let end = memchr::memchr(b'\n', &self.buffer);
            shortener.take(&self.buffer[..end.unwrap_or(self.buffer.len())], &mut kept);
            if let Some(end) = end {
                self.buffer.drain(..=end);
                break;
            }
            self.buffer.clear();
            self.read();
            if self.is_at_end {
                break;
            }
        }
        self.searched = 0;
        let is_overlong = kept.len() >= SHORT_LINE_BYTES;
        self.line += 1;
        Piece { bytes: kept, line: self.line - 1, is_overlong }
    }
}

/// Leaves out the end of each overlong string, so that what remains is the same JSON with shorter
/// strings.
#[derive(Default)]
struct Shortener {
    is_in_string: bool,
    is_escaped: bool,
    is_leaving_out: bool,
    length: usize,
}

impl Shortener {
    fn take(&mut self, input: &[u8], out: &mut Vec<u8>) {
        for &byte in input {
            if self.keeps(byte, out) && out.len() < SHORT_LINE_BYTES {
                out.push(byte);
            }
        }
    }

    fn keeps(&mut self, byte: u8, out: &[u8]) -> bool {
        if !self.is_in_string {
            self.is_in_string = byte == b'"';
            self.length = 0;
            return true;
        }
        self.length += 1;
        if self.is_escaped {
            self.is_escaped = false;
            return !self.is_leaving_out;
        }
        match byte {
            b'"' => {
                self.is_in_string = false;
                self.is_leaving_out = false;
                return true;
            }
            b'\\' => self.is_escaped = true,
            _ => {}
        }
        self.is_leaving_out |= self.length > VALUE_BYTES && is_between_characters(byte, out);
        !self.is_leaving_out
    }
}

/// Whether a string may end in front of `next`: not inside a character, an escape or a pair of
/// surrogates.
fn is_between_characters(next: u8, out: &[u8]) -> bool {
    let tail = &out[out.len().saturating_sub(6)..];
    let is_in_escape = match memchr::memrchr(b'\\', tail).map(|at| &tail[at + 1..]) {
        Some([b'u', digits @ ..]) => digits.len() < 4 || is_high_surrogate(digits),
        _ => false,
    };
    next & 0xc0 != 0x80 && !is_in_escape
}

fn is_high_surrogate(digits: &[u8]) -> bool {
    matches!(digits, [b'd' | b'D', b'8' | b'9' | b'a' | b'b' | b'A' | b'B', ..])
}

impl Piece {
    pub(super) fn for_each(&self, mut give: impl FnMut(Record<'_>)) {
        if self.is_overlong {
            let content = Content::Unreadable(Damage::TooLong);
            return give(Record { ordinal: self.line, line: self.line, content });
        }
        for (line, bytes) in (self.line..).zip(self.bytes.split_inclusive(|b| *b == b'\n')) {
            let bytes = if line == 1 { without_mark(bytes) } else { bytes }.trim_ascii();
            if !bytes.is_empty() {
                let content = match read(bytes) {
                    Ok(message) => Content::Message(message),
                    Err(damage) => Content::Unreadable(damage),
                };
                give(Record { ordinal: line, line, content });
            }
        }
    }
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes)
}

fn read(bytes: &[u8]) -> Result<Message<'_>, Damage> {
    let json = str::from_utf8(bytes).map_err(|_| Damage::Encoding)?;
    // serde would take an array for an object without names.
    if !json.starts_with('{') {
        return Err(serde_json::from_str::<de::IgnoredAny>(json)
            .map_or_else(|error| of_json(&error), |_| Damage::NotAnObject));
    }
    let line: Line<'_> = serde_json::from_str(json).map_err(|error| of_json(&error))?;
    Ok(Message {
        id: line.id.text("id")?,
        channel: channel(line.kind)?,
        direction: Direction::Incoming,
        sender: line.sender.text("sender")?,
        text: line.text.text("text")?.unwrap_or_default(),
        at: time(line.at)?,
        is_cut: false,
        damage: None,
    })
}

/// What serde_json says may quote the line.
fn of_json(error: &serde_json::Error) -> Damage {
    if error.is_data() { Damage::Duplicate } else { Damage::Json { column: error.column() } }
}

fn channel(kind: Value<'_>) -> Result<Channel, Damage> {
    match &*kind.text("kind")?.ok_or(Damage::Kind)? {
        "sms" => Ok(Channel::Sms),
        "call" => Ok(Channel::Call),
        "email" => Ok(Channel::Email),
        "voice" => Ok(Channel::Voice),
        _ => Err(Damage::Kind),
    }
}

fn time(at: Value<'_>) -> Result<Option<Timestamp>, Damage> {
    match at {
        Value::Missing => Ok(None),
        Value::Integer(milliseconds) => Ok(Some(Timestamp(milliseconds))),
        Value::Text(text) => match text.parse::<Instant>() {
            Ok(instant) => Ok(Some(Timestamp(instant.as_millisecond()))),
            Err(_) => Err(Damage::Time),
        },
        Value::Other => Err(Damage::Time),
    }
}

/// One line. Fields nobody knows are ignored, so that another program may carry its own along.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow, default)]
    id: Value<'a>,
    #[serde(borrow, default)]
    kind: Value<'a>,
    #[serde(borrow, default)]
    sender: Value<'a>,
    #[serde(borrow, default)]
    text: Value<'a>,
    #[serde(borrow, default)]
    at: Value<'a>,
}

/// Any value; what is wrong with it is said here, because serde's words would quote it.
#[derive(Default)]
enum Value<'a> {
    #[default]
    Missing,
    Text(Cow<'a, str>),
    Integer(i64),
    Other,
}

impl<'a> Value<'a> {
    fn text(self, field: &'static str) -> Result<Option<Cow<'a, str>>, Damage> {
        match self {
            Self::Missing => Ok(None),
            Self::Text(text) => Ok(Some(text)),
            Self::Integer(_) | Self::Other => Err(Damage::Field(field)),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Value<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Missing)
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'de>, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_i64<E>(self, integer: i64) -> Result<Value<'de>, E> {
        Ok(Value::Integer(integer))
    }

    fn visit_u64<E>(self, integer: u64) -> Result<Value<'de>, E> {
        Ok(i64::try_from(integer).map_or(Value::Other, Value::Integer))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value<'de>, E> {
        Ok(Value::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value<'de>, E> {
        Ok(Value::Other)
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut items: A) -> Result<Value<'de>, A::Error> {
        while items.next_element::<de::IgnoredAny>()?.is_some() {}
        Ok(Value::Other)
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut items: A) -> Result<Value<'de>, A::Error> {
        while items.next_entry::<de::IgnoredAny, de::IgnoredAny>()?.is_some() {}
        Ok(Value::Other)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Cursor};

    use proptest::prelude::*;

    use super::*;

    fn read_all(input: impl Read + Send + 'static) -> Vec<(u64, String)> {
        let mut lines = Lines::new(Box::new(input));
        let mut found = Vec::new();
        while let Some(piece) = lines.next_piece().unwrap() {
            piece.for_each(|record| {
                let text = match record.content {
                    Content::Message(message) => message.text.into_owned(),
                    Content::NotScreened => panic!("all lines are screened"),
                    Content::Unreadable(damage) => format!("{damage:?}"),
                };
                found.push((record.line, text));
            });
        }
        found
    }

    fn found(lines: &str) -> Vec<(u64, String)> {
        read_all(Cursor::new(lines.as_bytes().to_vec()))
    }

    #[test]
    fn a_line_is_a_message() {
        let message = read(
            br#"{"at":1700000000000,"id":"a","kind":"sms","sender":"\u0041","text":"b\n","more":[1]}"#,
        )
        .map_err(|damage| format!("{damage:?}"))
        .unwrap();
        assert_eq!(message.id.as_deref(), Some("a"));
        assert_eq!(message.channel, Channel::Sms);
        assert_eq!(message.sender.as_deref(), Some("A"));
        assert_eq!(message.text, "b\n");
        assert_eq!(message.at, Some(Timestamp(1_700_000_000_000)));
    }

    #[test]
    fn a_time_is_rfc_3339_or_milliseconds() {
        let at = |at: &str| {
            read(format!(r#"{{"kind":"call","at":{at}}}"#).as_bytes()).map(|message| message.at)
        };
        assert_eq!(
            at("\"2026-10-01T09:00:00.5+09:00\"").ok(),
            Some(Some(Timestamp(1_790_812_800_500)))
        );
        assert_eq!(at("-1").ok(), Some(Some(Timestamp(-1))));
        assert_eq!(at("null").ok(), Some(None));
        for bad in ["\"2026-10-01\"", "\"\"", "1.5", "true", "99999999999999999999"] {
            assert_eq!(at(bad).err(), Some(Damage::Time), "{bad}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_without_quoting_it() {
        let damage = |line: &[u8]| read(line).err();
        assert_eq!(damage(b"{\"kind\":\"sms\""), Some(Damage::Json { column: 13 }));
        assert_eq!(damage(b"secret"), Some(Damage::Json { column: 1 }));
        assert_eq!(damage(b"[\"a\",\"sms\",null,null,null]"), Some(Damage::NotAnObject));
        assert_eq!(damage(b"{}"), Some(Damage::Kind));
        assert_eq!(damage(b"{\"kind\":\"fax\"}"), Some(Damage::Kind));
        assert_eq!(damage(b"{\"kind\":7}"), Some(Damage::Field("kind")));
        assert_eq!(damage(b"{\"kind\":\"sms\",\"id\":7}"), Some(Damage::Field("id")));
        assert_eq!(damage(b"{\"kind\":\"sms\",\"text\":{\"a\":[]}}"), Some(Damage::Field("text")));
        assert_eq!(damage(b"{\"kind\":\"sms\",\"kind\":\"sms\"}"), Some(Damage::Duplicate));
        assert_eq!(damage(b"{\"kind\":\"sms\",\"text\":\"\x83\"}"), Some(Damage::Encoding));
    }

    #[test]
    fn blank_lines_marks_and_crlf_are_no_items_but_count_as_lines() {
        let lines = "\u{feff}{\"kind\":\"sms\",\"text\":\"a\"}\r\n\r\n  \nbad\n{\"kind\":\"sms\",\"text\":\"b\"}";
        let expected = [(1, "a"), (4, "Json { column: 1 }"), (5, "b")];
        assert_eq!(found(lines), expected.map(|(n, text)| (n, text.to_owned())));
    }

    #[test]
    fn an_overlong_text_is_cut_between_characters_and_what_follows_is_read() {
        for unit in ["未", "a", "\\ud83d\\ude00", "\\u672a", "\\\\", "\\n", "x\\ud83d\\ude00"] {
            for shift in 0..12 {
                let shift = "a".repeat(shift);
                let text = unit.repeat(2 * VALUE_BYTES / unit.len());
                let lines = format!("{{\"kind\":\"sms\",\"text\":\"{shift}{text}\"}}\nbad\n");
                let found = found(&lines);
                assert_eq!(found.len(), 2);
                let cut = &found[0].1;
                assert!(cut.starts_with(&shift) && cut.len() > 64 * 1024, "{unit}: {cut:.40}");
                assert!(!cut.contains('\u{fffd}'));
                assert_eq!(found[1], (2, "Json { column: 1 }".to_owned()));
            }
        }
    }

    #[test]
    fn a_line_without_end_is_not_held() {
        struct Endless(u64);
        impl Read for Endless {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let length = buffer.len().min(usize::try_from(self.0).unwrap());
                buffer[..length].fill(b'1');
                self.0 -= length as u64;
                Ok(length)
            }
        }
        assert_eq!(read_all(Endless(64 << 20)), [(1, "TooLong".to_owned())]);
    }

    #[test]
    fn lines_are_given_as_they_arrive() {
        struct Two(u8);
        impl Read for Two {
            fn read(&mut self, mut buffer: &mut [u8]) -> io::Result<usize> {
                self.0 += 1;
                match self.0 {
                    1 => io::Write::write(&mut buffer, b"{\"kind\":\"call\"}\n{\"ki"),
                    2 => io::Write::write(&mut buffer, b"nd\":\"call\"}\n"),
                    _ => panic!("nothing more is read before both have been given"),
                }
            }
        }
        let mut lines = Lines::new(Box::new(Two(0)));
        for line in 1..=2 {
            let piece = lines.next_piece().unwrap().unwrap();
            assert_eq!((piece.line, piece.bytes.len()), (line, 16));
        }
    }

    proptest! {
        #[test]
        fn any_line_is_a_message_or_damage(line in any::<Vec<u8>>()) {
            let _ = read(&line);
            let mut object = b"{\"kind\":\"sms\",\"text\":".to_vec();
            object.extend(line);
            let _ = read(&object);
        }
    }
}
