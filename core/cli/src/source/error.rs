//! What can be wrong with an input, in the user's language. Nothing of its content is told.

use std::fmt::{self, Display, Formatter};
use std::io;

use super::Place;
use crate::locale::Lang;

/// Why an input could not be read, or not to its end.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message(Lang::En))]
pub(crate) struct SourceError {
    /// The path as it was given, or `-`.
    pub(crate) input: String,
    /// What is wrong.
    pub(crate) fault: Fault,
}

impl SourceError {
    /// One sentence or two: the input, where, what, and what to do.
    pub(crate) fn message(&self, lang: Lang) -> String {
        match lang {
            Lang::Ja => format!("{}:{}", input_name(&self.input, lang), self.fault.japanese()),
            Lang::En => format!("{}: {}", input_name(&self.input, lang), self.fault.english()),
        }
    }
}

/// What an input is called before the user: as it was given, but for `-`.
pub(crate) fn input_name(input: &str, lang: Lang) -> &str {
    match input {
        "-" => lang.pick("標準入力", "standard input"),
        name => name,
    }
}

/// What is wrong with an input.
#[derive(Debug)]
pub(crate) enum Fault {
    /// No such file.
    Missing,
    /// A folder.
    Folder,
    /// A file without content.
    Empty,
    /// The operating system refused to open or read it.
    Unreadable(io::Error),
    /// Neither XML nor JSON lines.
    UnknownFormat,
    /// Declared in an encoding nobody here can read.
    UnknownEncoding,
    /// XML, but of something else.
    NotBackup,
    /// Has a document type declaration. Such a declaration can define entities that grow to
    /// gigabytes, and no backup has one.
    DeclaresEntities(Spot),
    /// Ends before its last element does.
    CutOff(Spot),
    /// No longer XML.
    NotXml(Spot),
}

impl Fault {
    /// Why a file could not be opened.
    pub(super) fn opening(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::IsADirectory => Self::Folder,
            _ => Self::Unreadable(error),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Missing => "there is no such file. Check the name and the folder.".into(),
            Self::Folder => "is a folder. Name the backup file in it.".into(),
            Self::Empty => "the file is empty. Copy the backup from the phone once more.".into(),
            Self::Unreadable(error) => format!("cannot be read: {error}."),
            Self::UnknownFormat => "neither a message backup nor JSON lines. Give an XML file \
                                    written by SMS Backup & Restore, or one JSON object a line."
                .into(),
            Self::UnknownEncoding => "the XML declares an unknown character encoding. Save the \
                                      file as UTF-8."
                .into(),
            Self::NotBackup => "not a message backup: XML, but its root is none of smses, calls, \
                                allsms and mmses. Give a file written by SMS Backup & Restore."
                .into(),
            Self::DeclaresEntities(spot) => format!(
                "{}: declares entities, refused. No message backup does; do not trust this file.",
                spot.english()
            ),
            Self::CutOff(spot) => format!(
                "{}: the backup is cut off here. Everything whole before was read; copy the file \
                 from the phone once more for the rest.",
                spot.english()
            ),
            Self::NotXml(spot) => format!(
                "{}: not XML from here on. Everything whole before was read; copy the file from \
                 the phone once more for the rest.",
                spot.english()
            ),
        }
    }

    fn japanese(&self) -> String {
        match self {
            Self::Missing => "ファイルがありません。名前とフォルダーを確かめてください。".into(),
            Self::Folder => "フォルダーです。中のバックアップファイルを指定してください。".into(),
            Self::Empty => {
                "ファイルが空です。スマートフォンからもう一度コピーしてください。".into()
            }
            Self::Unreadable(error) => format!("読み込めません({error})。"),
            Self::UnknownFormat => "メッセージのバックアップでも JSON Lines でもありません。SMS \
                                    Backup & Restore の XML ファイルか、1行に1つの JSON \
                                    オブジェクトを指定してください。"
                .into(),
            Self::UnknownEncoding => "XML が宣言している文字コードを読めません。UTF-8 \
                                      で保存し直してください。"
                .into(),
            Self::NotBackup => "メッセージのバックアップではありません(XML \
                                ですが、smses・calls・allsms・mmses のどれでもありません)。SMS \
                                Backup & Restore のファイルを指定してください。"
                .into(),
            Self::DeclaresEntities(spot) => format!(
                "{}でエンティティを宣言しているため、読み込みません。\
                 バックアップにはないものです。このファイルを信用しないでください。",
                spot.japanese()
            ),
            Self::CutOff(spot) => format!(
                "{}で途切れています。そこまでの項目は読み込みました。\
                 残りは、スマートフォンからもう一度コピーしてください。",
                spot.japanese()
            ),
            Self::NotXml(spot) => format!(
                "{}から先は XML ではありません。そこまでの項目は読み込みました。\
                 残りは、スマートフォンからもう一度コピーしてください。",
                spot.japanese()
            ),
        }
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::IsADirectory => Self::Folder,
            _ => Self::Unreadable(error),
        }
    }
}

/// Where something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Spot {
    /// The line; the first is 1.
    pub(crate) line: u64,
    /// Bytes of the file before it; `None` when the file is stored in another encoding than UTF-8,
    /// where only lines are known.
    pub(crate) byte: Option<u64>,
}

impl Spot {
    pub(super) fn new(place: Place, is_as_stored: bool) -> Self {
        Self { line: place.line, byte: is_as_stored.then_some(place.offset) }
    }

    fn english(self) -> String {
        match self.byte {
            Some(byte) => format!("line {}, byte {byte}", self.line),
            None => format!("line {}", self.line),
        }
    }

    fn japanese(self) -> String {
        match self.byte {
            Some(byte) => format!("{}行目({byte}バイト)", self.line),
            None => format!("{}行目", self.line),
        }
    }
}

/// What is wrong with one line or element. `Display` is English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RecordFault {
    /// Not UTF-8.
    NotUtf8,
    /// An item with bytes that are not UTF-8: read with U+FFFD in their place.
    Replaced,
    /// The line is longer than what is held of one.
    LongLine,
    /// The element is larger than what is held of one.
    LargeElement,
    /// The element cannot be read.
    BadElement,
    /// The line is no JSON object.
    NotObject,
    /// Bad JSON at this byte of the line, the first being 1.
    BadJson(usize),
    /// A key of an item twice.
    DuplicateKey,
    /// No `kind`, or not one of the four.
    BadKind,
    /// This key is neither a string nor null.
    NotString(&'static str),
    /// `at` is neither an instant, nor null.
    BadAt,
}

impl RecordFault {
    /// A part of a sentence: no capital, no stop.
    pub(crate) fn message(self, lang: Lang) -> String {
        match lang {
            Lang::Ja => self.japanese(),
            Lang::En => self.to_string(),
        }
    }

    fn japanese(self) -> String {
        match self {
            Self::NotUtf8 => "UTF-8 ではありません".into(),
            Self::Replaced => "UTF-8 ではない部分があります。読める部分だけを調べました".into(),
            Self::LongLine => format!("1行が{}を超えています", super::json_lines::MAX_LINE_SHOWN),
            Self::LargeElement => {
                format!("1つの要素が{}を超えています", super::xml::MAX_ELEMENT_SHOWN)
            }
            Self::BadElement => "要素を読み取れません".into(),
            Self::NotObject => "JSON オブジェクトではありません".into(),
            Self::BadJson(column) => format!("{column}バイト目で JSON として読めません"),
            Self::DuplicateKey => "同じキーが2回あります".into(),
            Self::BadKind => {
                "\"kind\" は \"sms\"、\"call\"、\"email\"、\"voice\" のどれかにしてください".into()
            }
            Self::NotString(key) => format!("\"{key}\" は文字列か null にしてください"),
            Self::BadAt => {
                "\"at\" は RFC 3339 の日時、1970年からのミリ秒(整数)、null のどれかにしてください"
                    .into()
            }
        }
    }
}

impl Display for RecordFault {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 => f.write_str("not UTF-8"),
            Self::Replaced => f.write_str("not UTF-8 in part; what can be read was screened"),
            Self::LongLine => write!(f, "line longer than {}", super::json_lines::MAX_LINE_SHOWN),
            Self::LargeElement => {
                write!(f, "element larger than {}", super::xml::MAX_ELEMENT_SHOWN)
            }
            Self::BadElement => f.write_str("element that cannot be read"),
            Self::NotObject => f.write_str("not a JSON object"),
            Self::BadJson(column) => write!(f, "bad JSON at byte {column} of the line"),
            Self::DuplicateKey => f.write_str("the same key twice"),
            Self::BadKind => {
                f.write_str("\"kind\" must be \"sms\", \"call\", \"email\" or \"voice\"")
            }
            Self::NotString(key) => write!(f, "\"{key}\" must be a string or null"),
            Self::BadAt => f.write_str(
                "\"at\" must be an RFC 3339 time, an integer of milliseconds since 1970, or null",
            ),
        }
    }
}
