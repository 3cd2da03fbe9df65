//! JSON lines: one object a line, the public interface of `mihari scan`.
//!
//! A batch is what one read brought, so that a program can wait for the answer to each line before
//! it writes the next.

use std::borrow::Cow;
use std::fmt;
use std::mem;

use memchr::{memchr, memrchr};
use mihari_engine::item::{Channel, Direction};
use mihari_history::Timestamp;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::error::Category;

use super::error::{Fault, RecordFault};
use super::input::Input;
use super::{Batch, Decoded, Kind, Record};

/// The longest line that is read, in bytes without its end. A longer one is read past.
pub(super) const MAX_LINE: usize = 2 * 1024 * 1024;
pub(super) const MAX_LINE_SHOWN: &str = "2 MiB";

/// Cuts lines into batches.
pub(super) struct Splitter {
    input: Input,
    /// Whether the rest of a line that is too long comes next.
    skipping: bool,
}

impl Splitter {
    pub(super) fn new(input: Input) -> Self {
        Self { input, skipping: false }
    }

    /// Reads until there is a whole line, and hands out every whole line that came with it.
    pub(super) fn next_batch(&mut self) -> Result<Option<Batch>, Fault> {
        if mem::take(&mut self.skipping) {
            self.skip_line()?;
        }
        let place = self.input.place();
        let mut bytes = Vec::new();
        loop {
            let chunk = self.input.chunk()?;
            let (len, is_whole) = match memrchr(b'\n', chunk) {
                Some(end) => (end + 1, true),
                None => (chunk.len(), chunk.is_empty()),
            };
            bytes.extend_from_slice(&chunk[..len]);
            self.input.consume(len);
            if is_whole {
                let batch = Batch { bytes, place, kind: Kind::JsonLines };
                return Ok(Some(batch).filter(|batch| !batch.bytes.is_empty()));
            }
            if bytes.len() > MAX_LINE {
                self.skipping = true;
                return Ok(Some(Batch { bytes: Vec::new(), place, kind: Kind::LongLine }));
            }
        }
    }

    fn skip_line(&mut self) -> Result<(), Fault> {
        loop {
            let chunk = self.input.chunk()?;
            let end = memchr(b'\n', chunk);
            let len = end.map_or(chunk.len(), |end| end + 1);
            self.input.consume(len);
            if end.is_some() || len == 0 {
                return Ok(());
            }
        }
    }
}

/// Reads the lines of a batch that begins at `line`.
pub(super) fn decode(bytes: &[u8], mut line: u64, f: &mut dyn FnMut(Decoded<'_>)) {
    let mut rest = bytes;
    while !rest.is_empty() {
        let (text, after) = match memchr(b'\n', rest) {
            Some(end) => (&rest[..end], &rest[end + 1..]),
            None => (rest, &rest[rest.len()..]),
        };
        match record(text) {
            Ok(Some(record)) => f(Decoded::Item(record)),
            Ok(None) => {}
            Err(fault) => f(Decoded::Bad { line, fault }),
        }
        line += 1;
        rest = after;
    }
}

/// The item of a line; `None` for a blank one.
fn record(line: &[u8]) -> Result<Option<Record<'_>>, RecordFault> {
    if line.len() > MAX_LINE {
        return Err(RecordFault::LongLine);
    }
    let text = str::from_utf8(line).map_err(|_| RecordFault::NotUtf8)?;
    match text.trim_ascii_start().as_bytes().first() {
        None => return Ok(None),
        Some(b'{') => {}
        Some(_) => return Err(RecordFault::NotObject),
    }
    let line: Line<'_> = serde_json::from_str(text).map_err(|error| fault(&error))?;
    Ok(Some(Record {
        id: line.id.string("id")?,
        channel: line.kind.channel()?,
        direction: Direction::Incoming,
        sender: line.sender.string("sender")?,
        text: line.text.string("text")?.unwrap_or_default(),
        at: line.at.instant()?,
    }))
}

/// The library's own message may quote the line; this does not.
fn fault(error: &serde_json::Error) -> RecordFault {
    match error.classify() {
        // Every value is accepted at first, so only a repeated key is left.
        Category::Data => RecordFault::DuplicateKey,
        Category::Io | Category::Syntax | Category::Eof => RecordFault::BadJson(error.column()),
    }
}

/// The keys that are read; others are ignored, and one of these twice is an error, for nobody can
/// say which was meant.
#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow, default)]
    id: Scalar<'a>,
    #[serde(borrow, default)]
    kind: Scalar<'a>,
    #[serde(borrow, default)]
    sender: Scalar<'a>,
    #[serde(borrow, default)]
    text: Scalar<'a>,
    #[serde(borrow, default)]
    at: Scalar<'a>,
}

/// Any value, of which strings and integers are kept. Types are checked afterwards so that an error
/// can name the key and need not quote the value.
#[derive(Default)]
enum Scalar<'a> {
    #[default]
    Null,
    String(Cow<'a, str>),
    Integer(i64),
    Other,
}

impl<'a> Scalar<'a> {
    fn string(self, key: &'static str) -> Result<Option<Cow<'a, str>>, RecordFault> {
        match self {
            Self::Null => Ok(None),
            Self::String(string) => Ok(Some(string)),
            Self::Integer(_) | Self::Other => Err(RecordFault::NotString(key)),
        }
    }

    fn channel(&self) -> Result<Channel, RecordFault> {
        let Self::String(kind) = self else { return Err(RecordFault::BadKind) };
        match kind.as_ref() {
            "sms" => Ok(Channel::Sms),
            "call" => Ok(Channel::Call),
            "email" => Ok(Channel::Email),
            "voice" => Ok(Channel::Voice),
            _ => Err(RecordFault::BadKind),
        }
    }

    fn instant(&self) -> Result<Option<Timestamp>, RecordFault> {
        let instant = match self {
            Self::Null => return Ok(None),
            Self::String(string) => string.parse().ok(),
            Self::Integer(milliseconds) => jiff::Timestamp::from_millisecond(*milliseconds).ok(),
            Self::Other => None,
        };
        let instant = instant.ok_or(RecordFault::BadAt)?;
        Ok(Some(Timestamp(instant.as_millisecond())))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Scalar<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Null)
    }

    fn visit_borrowed_str<E>(self, string: &'de str) -> Result<Self::Value, E> {
        Ok(Scalar::String(Cow::Borrowed(string)))
    }

    fn visit_str<E>(self, string: &str) -> Result<Self::Value, E> {
        Ok(Scalar::String(Cow::Owned(string.to_owned())))
    }

    fn visit_i64<E>(self, integer: i64) -> Result<Self::Value, E> {
        Ok(Scalar::Integer(integer))
    }

    fn visit_u64<E>(self, integer: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(integer).map_or(Scalar::Other, Scalar::Integer))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Scalar::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(Scalar::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar::Other)
    }
}

#[cfg(test)]
mod tests;
