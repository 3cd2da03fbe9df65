//! Opening a source and telling what it is: from its content, never from its name.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use encoding_rs_io::DecodeReaderBytesBuilder;

use super::json_lines::Lines;
use super::xml::Elements;
use super::{BATCH_BYTES, Batch, Fault, FaultReason, Kind, Origin};

/// What the format is told from, at most.
const PROLOGUE_BYTES: usize = BATCH_BYTES;

/// A source that has been opened, and its batches.
pub(crate) struct Source {
    name: Arc<str>,
    batches: Batches,
}

enum Batches {
    Xml(Elements),
    JsonLines(Lines),
}

/// How sources are read.
#[derive(Clone)]
pub(crate) struct Reading {
    /// Whoever writes to standard input expects answers line by line, bad lines included.
    pub(crate) is_conversation: bool,
    /// Bytes read so far, of all sources.
    pub(crate) bytes: Arc<AtomicU64>,
}

impl Source {
    /// Opens a source. Waits until there is enough to tell what it is.
    pub(crate) fn open(origin: &Origin, reading: &Reading) -> Result<Self, Fault> {
        let name: Arc<str> = match origin {
            Origin::Stdin => "-".into(),
            Origin::File(path) => path.display().to_string().into(),
        };
        match open(origin, reading) {
            Ok(batches) => Ok(Self { name, batches }),
            Err(reason) => Err(Fault { source: name, reason }),
        }
    }

    /// The next batch, or `None` at the end. Waits only when nothing complete is at hand. After an
    /// error there is nothing more.
    pub(crate) fn next_batch(&mut self) -> Result<Option<Batch>, Fault> {
        let kind = match &mut self.batches {
            Batches::Xml(elements) => elements.next_piece().map(|piece| piece.map(Kind::Xml)),
            Batches::JsonLines(lines) => lines.next_piece().map(|piece| piece.map(Kind::JsonLines)),
        };
        match kind {
            Ok(kind) => Ok(kind.map(|kind| Batch { source: self.name.clone(), kind })),
            Err(reason) => Err(Fault { source: self.name.clone(), reason }),
        }
    }
}

/// The size of a source in bytes, when it has one.
pub(crate) fn size(origin: &Origin) -> Option<u64> {
    match origin {
        Origin::Stdin => None,
        Origin::File(path) => {
            fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|m| m.len())
        }
    }
}

fn open(origin: &Origin, reading: &Reading) -> Result<Batches, FaultReason> {
    let is_conversation = reading.is_conversation && matches!(origin, Origin::Stdin);
    let input = Counted { input: open_bytes(origin)?, bytes: reading.bytes.clone() };
    let mut input = Peeked::new(Box::new(input));
    input.peek_until(|bytes| bytes.len() >= 3 || bytes.first().is_some_and(|b| *b < 0x80))?;
    if let Some(encoding) = wide_encoding(&input.peeked) {
        input = Peeked::new(decoded(input, encoding));
    }
    input.peek_until(|bytes| first_visible(bytes).is_some())?;
    match first_visible(&input.peeked) {
        Some(b'<') => open_xml(input),
        None if input.peeked.len() < PROLOGUE_BYTES && !is_conversation => Err(FaultReason::Empty),
        None | Some(b'{') => Ok(Batches::JsonLines(Lines::new(Box::new(input)))),
        Some(_) if is_conversation => Ok(Batches::JsonLines(Lines::new(Box::new(input)))),
        Some(_) => open_damaged_json_lines(input),
    }
}

fn open_bytes(origin: &Origin) -> Result<Box<dyn Read + Send>, FaultReason> {
    let Origin::File(path) = origin else { return Ok(Box::new(io::stdin())) };
    if path.is_dir() {
        return Err(FaultReason::Folder);
    }
    Ok(Box::new(File::open(path)?))
}

fn open_xml(mut input: Peeked) -> Result<Batches, FaultReason> {
    let is_declared =
        |bytes: &[u8]| !may_be_declaration(bytes) || memchr::memchr(b'>', bytes).is_some();
    input.peek_until(is_declared)?;
    let encoding = declared_encoding(&input.peeked)?;
    let input: Box<dyn Read + Send> =
        if encoding == UTF_8 { Box::new(input) } else { decoded(input, encoding) };
    Ok(Batches::Xml(Elements::new(input)))
}

/// The first line is bad; one of the others has to show that JSON lines are meant.
fn open_damaged_json_lines(mut input: Peeked) -> Result<Batches, FaultReason> {
    input.peek_until(|_| false)?;
    if input.peeked.split(|b| *b == b'\n').any(begins_as_object) {
        return Ok(Batches::JsonLines(Lines::new(Box::new(input))));
    }
    Err(FaultReason::NotABackup)
}

/// Whether a line begins as an object does and is text: a brace alone stands at the start of a line
/// in most pictures and archives.
fn begins_as_object(line: &[u8]) -> bool {
    let Some(inside) = line.trim_ascii_start().strip_prefix(b"{") else { return false };
    matches!(inside.trim_ascii_start().first(), Some(b'"' | b'}')) && str::from_utf8(line).is_ok()
}

/// UTF-16 shows by its byte order mark, or by the first `<` or `{` beside a zero.
fn wide_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0xff, 0xfe, ..] | [b'<' | b'{', 0, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] | [0, b'<' | b'{', ..] => Some(UTF_16BE),
        _ => None,
    }
}

fn decoded(input: Peeked, encoding: &'static Encoding) -> Box<dyn Read + Send> {
    Box::new(DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(input))
}

fn may_be_declaration(bytes: &[u8]) -> bool {
    let bytes = without_mark(bytes).trim_ascii_start();
    bytes.starts_with(b"<?xml") || b"<?xml".starts_with(bytes)
}

/// The encoding named in `<?xml … encoding="…"?>`. One that is wide was found without it, and what
/// the declaration says of it no longer holds.
fn declared_encoding(bytes: &[u8]) -> Result<&'static Encoding, FaultReason> {
    let declaration = without_mark(bytes).trim_ascii_start();
    if !declaration.starts_with(b"<?xml") {
        return Ok(UTF_8);
    }
    let end = memchr::memchr(b'>', declaration).unwrap_or(declaration.len());
    let declaration = &declaration[..end];
    let Some(at) = memchr::memmem::find(declaration, b"encoding") else { return Ok(UTF_8) };
    let label = declaration[at + "encoding".len()..]
        .split(|b| matches!(b, b'"' | b'\''))
        .nth(1)
        .ok_or(FaultReason::UnknownEncoding)?;
    match Encoding::for_label(label) {
        Some(encoding) if encoding == UTF_16LE || encoding == UTF_16BE => Ok(UTF_8),
        Some(encoding) => Ok(encoding),
        None => Err(FaultReason::UnknownEncoding),
    }
}

fn first_visible(bytes: &[u8]) -> Option<u8> {
    without_mark(bytes).iter().copied().find(|b| !b.is_ascii_whitespace())
}

/// A byte order mark of which only a part has arrived is none yet.
fn without_mark(bytes: &[u8]) -> &[u8] {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    if MARK.starts_with(bytes) { &[] } else { bytes.strip_prefix(MARK).unwrap_or(bytes) }
}

impl From<io::Error> for FaultReason {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::Missing,
            ErrorKind::IsADirectory => Self::Folder,
            ErrorKind::PermissionDenied => Self::Denied,
            kind => Self::Io(kind),
        }
    }
}

/// An input whose beginning can be looked at before it is read.
struct Peeked {
    peeked: Vec<u8>,
    read: usize,
    input: Box<dyn Read + Send>,
}

impl Peeked {
    fn new(input: Box<dyn Read + Send>) -> Self {
        Self { peeked: Vec::new(), read: 0, input }
    }

    /// Reads on until what has been read is enough, or there is no more, or it is too much.
    fn peek_until(&mut self, is_enough: impl Fn(&[u8]) -> bool) -> io::Result<()> {
        while !is_enough(&self.peeked) && self.peeked.len() < PROLOGUE_BYTES {
            let filled = self.peeked.len();
            self.peeked.resize(PROLOGUE_BYTES, 0);
            let read = read_some(&mut self.input, &mut self.peeked[filled..]);
            self.peeked.truncate(filled + *read.as_ref().unwrap_or(&0));
            if read? == 0 {
                break;
            }
        }
        Ok(())
    }
}

impl Read for Peeked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ahead = &self.peeked[self.read..];
        if ahead.is_empty() {
            return self.input.read(buffer);
        }
        let given = ahead.len().min(buffer.len());
        buffer[..given].copy_from_slice(&ahead[..given]);
        self.read += given;
        Ok(given)
    }
}

/// Counts what is read, for the progress shown meanwhile.
struct Counted {
    input: Box<dyn Read + Send>,
    bytes: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Reads once, however often a signal interrupts.
pub(super) fn read_some(input: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match input.read(buffer) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            answer => return answer,
        }
    }
}

/// Reads once, behind what a buffer already holds. `false` at the end.
pub(super) fn read_more(input: &mut dyn Read, buffer: &mut Vec<u8>) -> io::Result<bool> {
    let filled = buffer.len();
    buffer.resize(filled + BATCH_BYTES, 0);
    let read = read_some(input, &mut buffer[filled..]);
    buffer.truncate(filled + *read.as_ref().unwrap_or(&0));
    Ok(read? > 0)
}
