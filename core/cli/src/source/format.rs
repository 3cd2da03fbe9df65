//! Which format and encoding an input has, by its first bytes.

use std::io::{Cursor, ErrorKind, Read};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;
use memchr::{memchr, memchr_iter, memmem};

use super::Place;
use super::error::Fault;
use super::input::Input;

/// How far a decision may look.
const HEAD: usize = 4096;

/// What an input is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// A backup, or some other XML.
    Xml,
    /// One JSON object a line.
    JsonLines,
}

/// Where an input comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// All of it is there to be looked at.
    File,
    /// The next line may depend on the answer to the one before: never wait for a second line.
    Stream,
}

/// Finds out the format, and puts a decoder before the reader if the encoding is not UTF-8.
pub(super) fn detect(
    reader: Box<dyn Read + Send>,
    origin: Origin,
) -> Result<(Format, Input), Fault> {
    let mut head = Head::new(reader);
    head.read_until(|head| head.len() >= 4 || memchr(b'\n', head).is_some())?;
    let (encoding, mark) = byte_order(&head.bytes);
    let mut place = Place { offset: mark as u64, line: 1 };
    head.bytes.drain(..mark);
    if encoding != UTF_8 {
        head = Head::new(decoder(encoding, head.into_reader()));
    }
    skip_white_space(&mut head, &mut place)?;
    let format = format(&mut head, origin)?;
    let declared = match format {
        Format::Xml if encoding == UTF_8 => declared_encoding(&mut head)?,
        _ => UTF_8,
    };
    let is_as_stored = encoding == UTF_8 && declared == UTF_8;
    let reader = match declared == UTF_8 {
        true => head.into_reader(),
        false => decoder(declared, head.into_reader()),
    };
    Ok((format, Input::new(reader, place, is_as_stored)))
}

fn format(head: &mut Head, origin: Origin) -> Result<Format, Fault> {
    match (head.bytes.first(), origin) {
        (Some(b'<'), _) => return Ok(Format::Xml),
        (Some(b'{'), _) | (None, Origin::Stream) => return Ok(Format::JsonLines),
        (None, Origin::File) => return Err(Fault::Empty),
        _ => {}
    }
    // JSON lines whose first line is bad? The line deserves an answer in its place.
    let is_json_lines = match origin {
        Origin::File => {
            head.read_until(|_| false)?;
            has_object_line(&head.bytes)
        }
        Origin::Stream => {
            head.read_until(|head| memchr(b'\n', head).is_some())?;
            has_object_line(&head.bytes) || is_text(&head.bytes)
        }
    };
    is_json_lines.then_some(Format::JsonLines).ok_or(Fault::UnknownFormat)
}

/// Whether a line begins as an object does: a brace alone may stand in any picture or archive.
fn has_object_line(head: &[u8]) -> bool {
    head.split(|&byte| byte == b'\n').any(|line| {
        let after = line.trim_ascii_start().strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
        after.is_some_and(|after| matches!(after.first(), Some(b'"' | b'}')))
    })
}

/// Whether the first line is text rather than the bytes of a picture or an archive.
fn is_text(head: &[u8]) -> bool {
    let Some(line) = head.split(|&byte| byte == b'\n').next() else { return false };
    match str::from_utf8(line) {
        Ok(line) => !line.contains(|c: char| c.is_control() && !c.is_whitespace()),
        // A character may be cut where the head ends.
        Err(error) => line.len() == head.len() && error.error_len().is_none(),
    }
}

/// The encoding by its byte order mark, and the mark's length. UTF-16 without a mark is known by
/// the first `<`, which every XML file has.
fn byte_order(head: &[u8]) -> (&'static Encoding, usize) {
    match head {
        [b'<', 0, ..] => (UTF_16LE, 0),
        [0, b'<', ..] => (UTF_16BE, 0),
        _ => Encoding::for_bom(head).unwrap_or((UTF_8, 0)),
    }
}

fn skip_white_space(head: &mut Head, place: &mut Place) -> Result<(), Fault> {
    loop {
        let blank = head.bytes.len() - head.bytes.trim_ascii_start().len();
        place.offset += blank as u64;
        place.line += memchr_iter(b'\n', &head.bytes[..blank]).count() as u64;
        head.bytes.drain(..blank);
        if !head.bytes.is_empty() || head.ended {
            return Ok(());
        }
        head.read_until(|head| !head.is_empty())?;
    }
}

/// The encoding an XML declaration names.
fn declared_encoding(head: &mut Head) -> Result<&'static Encoding, Fault> {
    head.read_until(|head| memchr(b'>', head).is_some())?;
    let end = memchr(b'>', &head.bytes).unwrap_or(head.bytes.len());
    let Some(declaration) = head.bytes[..end].strip_prefix(b"<?xml") else { return Ok(UTF_8) };
    let Some(label) = encoding_label(declaration) else { return Ok(UTF_8) };
    match Encoding::for_label_no_replacement(label) {
        // It could not have been read as far as this if it were true.
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => Ok(UTF_8),
        Some(encoding) => Ok(encoding),
        None => Err(Fault::UnknownEncoding),
    }
}

fn encoding_label(declaration: &[u8]) -> Option<&[u8]> {
    let after = memmem::find(declaration, b"encoding")? + b"encoding".len();
    let value = declaration[after..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (&quote, value) = value.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
    Some(&value[..memchr(quote, value)?])
}

fn decoder(encoding: &'static Encoding, reader: Box<dyn Read + Send>) -> Box<dyn Read + Send> {
    Box::new(DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(reader))
}

/// The first bytes of a reader, looked at before they are read again.
struct Head {
    bytes: Vec<u8>,
    reader: Box<dyn Read + Send>,
    ended: bool,
}

impl Head {
    fn new(reader: Box<dyn Read + Send>) -> Self {
        Self { bytes: Vec::new(), reader, ended: false }
    }

    /// Reads no further than it takes: until `enough`, the end, or as far as a decision may look.
    fn read_until(&mut self, enough: impl Fn(&[u8]) -> bool) -> Result<(), Fault> {
        while !self.ended && self.bytes.len() < HEAD && !enough(&self.bytes) {
            let len = self.bytes.len();
            self.bytes.resize(HEAD, 0);
            let read = self.reader.read(&mut self.bytes[len..]);
            self.bytes.truncate(len + *read.as_ref().unwrap_or(&0));
            match read {
                Ok(read) => self.ended = read == 0,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn into_reader(self) -> Box<dyn Read + Send> {
        Box::new(Cursor::new(self.bytes).chain(self.reader))
    }
}
