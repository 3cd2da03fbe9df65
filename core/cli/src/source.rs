//! What `mihari scan` screens: a message backup as XML, or JSON lines.
//!
//! Reading is cut in two so that all cores can work. A [`Source`] pulls the input on one thread and
//! cuts it into [`Batch`]es of whole items without looking inside them; [`Batch::decode`] reads the
//! items on any other thread. Whatever the input holds, both keep a few MiB at most: `xml` and
//! `json_lines` say how each format stays within that.

mod error;
mod format;
mod input;
mod json_lines;
mod xml;

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use mihari_engine::item::{Channel, Direction};
use mihari_history::Timestamp;

use self::format::{Format, Origin};
use self::input::Input;

pub(crate) use error::{Fault, RecordFault, SourceError, input_name};

/// An input being read.
pub(crate) struct Source {
    name: String,
    len: Option<u64>,
    splitter: Splitter,
    has_ended: bool,
}

enum Splitter {
    Xml(xml::Splitter),
    JsonLines(json_lines::Splitter),
}

impl Source {
    /// Opens a file, or standard input for `-`.
    ///
    /// # Errors
    /// A missing file, a folder, an empty file, and what is neither XML nor JSON lines.
    pub(crate) fn open(path: &Path) -> Result<Self, SourceError> {
        if path.as_os_str() == "-" {
            return Self::from_reader("-".to_owned(), Box::new(io::stdin()));
        }
        let name = path.display().to_string();
        Self::open_file(path, &name).map_err(|fault| SourceError { input: name, fault })
    }

    /// Reads a stream such as a pipe, which may stay silent between two lines; `name` is what
    /// errors call it.
    ///
    /// A stream without a byte is JSON lines without a line. One whose first line is text, though
    /// neither XML nor JSON, is taken for JSON lines too: the line is answered in its place.
    ///
    /// # Errors
    /// A stream that cannot be read, or is neither XML nor text.
    pub(crate) fn from_reader(
        name: String,
        reader: Box<dyn Read + Send>,
    ) -> Result<Self, SourceError> {
        match format::detect(reader, Origin::Stream) {
            Ok((format, input)) => Ok(Self::new(name, None, format, input)),
            Err(fault) => Err(SourceError { input: name, fault }),
        }
    }

    /// The next batch; `None` at the proper end of the input.
    ///
    /// # Errors
    /// What is wrong with the input, once, after every whole item before that place has been handed
    /// out; then the input has ended.
    pub(crate) fn next_batch(&mut self) -> Result<Option<Batch>, SourceError> {
        if self.has_ended {
            return Ok(None);
        }
        let batch = match &mut self.splitter {
            Splitter::Xml(splitter) => splitter.next_batch(),
            Splitter::JsonLines(splitter) => splitter.next_batch(),
        };
        self.has_ended = !matches!(batch, Ok(Some(_)));
        batch.map_err(|fault| SourceError { input: self.name.clone(), fault })
    }

    /// The path as it was given, or `-`.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The size of the input in bytes, in the measure of [`Place::offset`]; `None` for a stream, and
    /// for a file in an encoding other than UTF-8.
    pub(crate) fn len_hint(&self) -> Option<u64> {
        self.len
    }

    fn open_file(path: &Path, name: &str) -> Result<Self, Fault> {
        let file = File::open(path).map_err(Fault::opening)?;
        let metadata = file.metadata().map_err(Fault::Unreadable)?;
        if metadata.is_dir() {
            return Err(Fault::Folder);
        }
        // A named pipe or `/dev/stdin` is a path too, and has no size.
        let (origin, len) = match metadata.is_file() {
            true => (Origin::File, Some(metadata.len())),
            false => (Origin::Stream, None),
        };
        let (format, input) = format::detect(Box::new(file), origin)?;
        let len = len.filter(|_| input.is_as_stored());
        Ok(Self::new(name.to_owned(), len, format, input))
    }

    fn new(name: String, len: Option<u64>, format: Format, input: Input) -> Self {
        let splitter = match format {
            Format::Xml => Splitter::Xml(xml::Splitter::new(input)),
            Format::JsonLines => Splitter::JsonLines(json_lines::Splitter::new(input)),
        };
        Self { name, len, splitter, has_ended: false }
    }
}

/// Whole items as bytes, not looked into yet.
///
/// No `Debug`: it holds content.
pub(crate) struct Batch {
    /// The items as the input wrote them, as UTF-8; what no item needs is left out.
    pub(crate) bytes: Vec<u8>,
    /// Where the batch begins.
    pub(crate) place: Place,
    kind: Kind,
}

enum Kind {
    /// Elements; a mark for each.
    Xml(Vec<xml::Mark>),
    /// Lines, each with its end but perhaps the last of the input.
    JsonLines,
    /// In place of one line over the limit; without bytes.
    LongLine,
}

impl Batch {
    /// Reads the items and hands them to `f` in the order of the input. Linear in the batch.
    pub(crate) fn decode(&self, f: &mut dyn FnMut(Decoded<'_>)) {
        match &self.kind {
            Kind::Xml(marks) => xml::decode(&self.bytes, marks, f),
            Kind::JsonLines => json_lines::decode(&self.bytes, self.place.line, f),
            Kind::LongLine => {
                f(Decoded::Bad { line: self.place.line, fault: RecordFault::LongLine })
            }
        }
    }
}

/// A place in an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Bytes before it; of the text as UTF-8 when the input is stored in another encoding.
    pub(crate) offset: u64,
    /// Its line; the first is 1.
    pub(crate) line: u64,
}

/// What an item turned out to be.
pub(crate) enum Decoded<'a> {
    /// To be screened.
    Item(Record<'a>),
    /// A message the phone's owner sent, or a draft: not screened.
    Sent,
    /// What cannot be read at `line` of the input, or could be read in part only: then the part
    /// came as an item just before.
    Bad { line: u64, fault: RecordFault },
}

/// One message or call as the input wrote it.
///
/// No `Debug`: it holds content.
#[derive(Clone, PartialEq)]
pub(crate) struct Record<'a> {
    /// The caller's own name for it; JSON lines only.
    pub(crate) id: Option<Cow<'a, str>>,
    /// How it arrived.
    pub(crate) channel: Channel,
    /// Outgoing for calls only.
    pub(crate) direction: Direction,
    /// Number, name or mail address; `None` when missing or withheld.
    pub(crate) sender: Option<Cow<'a, str>>,
    /// The words; empty when there are none.
    pub(crate) text: Cow<'a, str>,
    /// When it arrived, if that is known.
    pub(crate) at: Option<Timestamp>,
}

#[cfg(test)]
mod tests;
