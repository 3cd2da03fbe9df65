//! What is scanned: files and standard input, cut into batches without parsing them.
//!
//! The reader does as little as it can (it finds where items begin), so that the expensive part,
//! parsing and screening, is shared among threads. What is held at once is bounded whatever the
//! input: an overlong value is shortened while it streams by.

mod input;
mod json_lines;
mod xml;

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use mihari_engine::item::{Channel, Direction, Item};
use mihari_history::Timestamp;

pub(crate) use input::{Reading, Source, size};

/// A batch ends at about so many bytes …
const BATCH_BYTES: usize = 64 * 1024;
/// … or so many items, whichever comes first: what a batch is answered with is bounded by both.
const BATCH_ITEMS: usize = 128;
/// What is kept of one value. The engine reads 64 KiB of a text; written with an escape for every
/// character, they take no more than this.
const VALUE_BYTES: usize = 512 * 1024;

/// A few whole items of one source, as read.
pub(crate) struct Batch {
    /// The source's name for people.
    pub(crate) source: Arc<str>,
    kind: Kind,
}

enum Kind {
    Xml(xml::Piece),
    JsonLines(json_lines::Piece),
}

impl Batch {
    /// Whether its items have no names of their own, only their place in the source.
    pub(crate) fn is_numbered(&self) -> bool {
        matches!(self.kind, Kind::Xml(_))
    }

    /// Parses the items and gives them in order.
    pub(crate) fn for_each(&self, give: impl FnMut(Record<'_>)) {
        match &self.kind {
            Kind::Xml(piece) => piece.for_each(give),
            Kind::JsonLines(piece) => piece.for_each(give),
        }
    }
}

/// One item of a batch, or what stands in its place.
pub(crate) struct Record<'a> {
    /// Counts from 1 in the source, unreadable items and those not screened included.
    pub(crate) ordinal: u64,
    /// The line on which it begins, counted from 1.
    pub(crate) line: u64,
    pub(crate) content: Content<'a>,
}

pub(crate) enum Content<'a> {
    Message(Message<'a>),
    /// Sent by the owner of the phone, or never sent.
    NotScreened,
    Unreadable(Damage),
}

/// One message or call as the source holds it.
pub(crate) struct Message<'a> {
    /// What the source calls it.
    pub(crate) id: Option<Cow<'a, str>>,
    pub(crate) channel: Channel,
    pub(crate) direction: Direction,
    pub(crate) sender: Option<Cow<'a, str>>,
    pub(crate) text: Cow<'a, str>,
    pub(crate) at: Option<Timestamp>,
    /// Only the beginning of the text was kept.
    pub(crate) is_cut: bool,
    /// It could be read, but something about it is not as it should be.
    pub(crate) damage: Option<Damage>,
}

impl Message<'_> {
    pub(crate) fn item(&self) -> Item<'_> {
        Item {
            channel: self.channel,
            direction: self.direction,
            sender: self.sender.as_deref(),
            text: &self.text,
        }
    }
}

/// What is wrong with one item. Never says what the item says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Damage {
    /// Bytes that are not UTF-8.
    Encoding,
    /// The same, read as U+FFFD: the rest of the message is screened.
    Replaced,
    /// NUL bytes, read as U+FFFD. A phone that loses power while writing leaves them behind.
    Nul,
    /// Not well-formed XML.
    Markup,
    /// Longer than any message, in ways that shortening a value does not mend.
    TooLong,
    /// Not JSON, from this column on (in bytes, from 1).
    Json { column: usize },
    /// JSON, but not an object.
    NotAnObject,
    /// A field stands twice.
    Duplicate,
    /// `kind` is missing or unknown.
    Kind,
    /// A field has a value of a type it cannot have.
    Field(&'static str),
    /// `at` is neither RFC 3339 nor milliseconds since 1970.
    Time,
}

/// Why a source could not be read, or not to its end.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The source's name for people.
    pub(crate) source: Arc<str>,
    pub(crate) reason: FaultReason,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FaultReason {
    Missing,
    Folder,
    Denied,
    Io(std::io::ErrorKind),
    Empty,
    NotABackup,
    /// It declares a document type. Entities could make a small file endless, and no backup has any.
    DocumentType,
    /// It declares an encoding nobody knows.
    UnknownEncoding,
    /// It ends before its end.
    CutOff {
        line: u64,
        byte: u64,
    },
    /// A defect of this program.
    Internal,
}

/// What the arguments name.
#[derive(Clone)]
pub(crate) enum Origin {
    Stdin,
    File(PathBuf),
}

impl From<PathBuf> for Origin {
    fn from(path: PathBuf) -> Self {
        if path.as_os_str() == "-" { Self::Stdin } else { Self::File(path) }
    }
}
