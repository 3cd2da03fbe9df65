//! Reads whole inputs through the public interface; each format's own tests are beside it.

use std::fs;
use std::io::{self, Cursor, Read};
use std::path::Path;

use mihari_engine::item::{Channel, Direction};
use tempfile::TempDir;

use super::{Decoded, Fault, RecordFault, Source, SourceError, Splitter};
use crate::locale::Lang;

/// What was handed out, owned and comparable.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Told {
    Item {
        id: Option<String>,
        channel: Channel,
        direction: Direction,
        sender: Option<String>,
        text: String,
        at: Option<i64>,
    },
    Sent,
    Bad(u64, RecordFault),
}

impl Told {
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Item { text, .. } => text,
            Self::Sent | Self::Bad(..) => panic!("no item: {self:?}"),
        }
    }

    pub(super) fn sender(&self) -> Option<&str> {
        match self {
            Self::Item { sender, .. } => sender.as_deref(),
            Self::Sent | Self::Bad(..) => panic!("no item: {self:?}"),
        }
    }
}

impl From<Decoded<'_>> for Told {
    fn from(decoded: Decoded<'_>) -> Self {
        match decoded {
            Decoded::Sent => Self::Sent,
            Decoded::Bad { line, fault } => Self::Bad(line, fault),
            Decoded::Item(record) => Self::Item {
                id: record.id.map(Into::into),
                channel: record.channel,
                direction: record.direction,
                sender: record.sender.map(Into::into),
                text: record.text.into(),
                at: record.at.map(|at| at.0),
            },
        }
    }
}

/// Everything an input gave, and the error it ended with.
pub(super) struct Reading {
    pub(super) told: Vec<Told>,
    pub(super) fault: Option<Fault>,
    pub(super) largest_batch: usize,
}

/// Reads a stream.
pub(super) fn read(bytes: impl AsRef<[u8]>) -> Reading {
    read_in_pieces(bytes, &[usize::MAX])
}

/// Reads a stream whose reads bring these numbers of bytes in turn.
pub(super) fn read_in_pieces(bytes: impl AsRef<[u8]>, sizes: &[usize]) -> Reading {
    let pieces =
        Pieces { bytes: Cursor::new(bytes.as_ref().to_vec()), sizes: sizes.into(), turn: 0 };
    read_all(Source::from_reader("-".into(), Box::new(pieces)))
}

fn read_all(source: Result<Source, SourceError>) -> Reading {
    let mut reading = Reading { told: Vec::new(), fault: None, largest_batch: 0 };
    let mut source = match source {
        Ok(source) => source,
        Err(error) => return Reading { fault: Some(error.fault), ..reading },
    };
    loop {
        match source.next_batch() {
            Ok(Some(batch)) => {
                reading.largest_batch = reading.largest_batch.max(batch.bytes.len());
                batch.decode(&mut |decoded| reading.told.push(decoded.into()));
            }
            Ok(None) => break,
            Err(error) => {
                reading.fault = Some(error.fault);
                assert!(source.next_batch().unwrap().is_none(), "an error ends the input");
                break;
            }
        }
    }
    reading
}

struct Pieces {
    bytes: Cursor<Vec<u8>>,
    sizes: Vec<usize>,
    turn: usize,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let len = self.sizes[self.turn % self.sizes.len()].clamp(1, buffer.len());
        self.turn += 1;
        self.bytes.read(&mut buffer[..len])
    }
}

fn file(content: impl AsRef<[u8]>) -> (TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("backup");
    fs::write(&path, content).unwrap();
    (folder, path)
}

fn fault_of(content: impl AsRef<[u8]>) -> Fault {
    let (_folder, path) = file(content);
    read_all(Source::open(&path)).fault.unwrap()
}

#[test]
fn the_sample_backups_are_read_to_their_end() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data");
    for name in ["sms-backup.xml", "calls.xml"] {
        let path = data.join(name);
        let written = fs::read_to_string(&path).unwrap();
        let count = ["<sms ", "<mms ", "<call "].map(|tag| written.matches(tag).count());
        let source = Source::open(&path).unwrap();
        assert!(matches!(source.splitter, Splitter::Xml(_)));
        assert_eq!(source.len_hint(), Some(written.len() as u64));
        let reading = read_all(Ok(source));
        assert!(reading.fault.is_none());
        assert_eq!(reading.told.len(), count.iter().sum::<usize>());
        assert!(reading.told.iter().all(|told| !matches!(told, Told::Bad(..))));
    }
}

#[test]
fn a_missing_file_and_a_folder_are_errors_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let missing = Source::open(&folder.path().join("none.xml")).err().unwrap();
    assert!(matches!(missing.fault, Fault::Missing));
    assert!(missing.to_string().contains("none.xml"));
    let error = Source::open(folder.path()).err().unwrap();
    assert!(matches!(error.fault, Fault::Folder));
}

#[test]
fn a_file_without_content_is_an_error() {
    for content in ["", " \r\n\n", "\u{FEFF}", "\u{FEFF}\n"] {
        assert!(matches!(fault_of(content), Fault::Empty), "{content:?}");
    }
}

#[test]
fn a_stream_without_content_is_json_lines_without_a_line() {
    for content in ["", "\n \r\n\n", "\u{FEFF}"] {
        let source =
            Source::from_reader("-".into(), Box::new(Cursor::new(content.to_owned()))).unwrap();
        assert!(matches!(source.splitter, Splitter::JsonLines(_)));
        let reading = read_all(Ok(source));
        assert!(reading.told.is_empty() && reading.fault.is_none(), "{content:?}");
    }
}

#[test]
fn what_is_neither_xml_nor_json_lines_is_refused() {
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    assert!(matches!(fault_of(picture), Fault::UnknownFormat));
    assert!(matches!(read(picture).fault, Some(Fault::UnknownFormat)));
    for content in ["id,text\n1,hello\n", "[1, 2]", "hello", "PK\u{3}\u{4}"] {
        assert!(matches!(fault_of(content), Fault::UnknownFormat), "{content:?}");
    }
}

#[test]
fn a_bad_first_line_is_answered_in_its_place() {
    let lines = "oops\n{\"kind\":\"call\"}\n";
    let (_folder, path) = file(lines);
    for reading in [read_all(Source::open(&path)), read(lines), read_in_pieces(lines, &[1])] {
        assert!(reading.fault.is_none());
        assert_eq!(reading.told[0], Told::Bad(1, RecordFault::NotObject));
        assert!(matches!(reading.told[1], Told::Item { channel: Channel::Call, .. }));
    }
}

#[test]
fn white_space_and_a_byte_order_mark_before_the_content_are_skipped_and_counted() {
    for mark in ["", "\u{FEFF}"] {
        let xml = format!("{mark}\n \n<smses>\n<sms body='a'/>\n<sms");
        let reading = read(&xml);
        assert_eq!(reading.told.len(), 1);
        let Some(Fault::CutOff(spot)) = reading.fault else { panic!("not cut off") };
        assert_eq!((spot.line, spot.byte), (5, Some(xml.len() as u64)));
        let reading = read(format!("{mark}\n\r\n{{\"kind\":\"sms\"}}\n{{}}"));
        assert_eq!(reading.told[1], Told::Bad(4, RecordFault::BadKind));
    }
}

#[test]
fn more_white_space_than_is_looked_at_once_does_not_matter() {
    let blank = "\n".repeat(10_000);
    assert_eq!(read(format!("{blank}{{}}")).told, [Told::Bad(10_001, RecordFault::BadKind)]);
    assert_eq!(read(format!("{blank}<smses><sms/></smses>")).told.len(), 1);
}

#[test]
fn a_batch_knows_where_it_begins() {
    let item = "<sms address='090' body='x'/>\n";
    let xml = format!("<smses>\n{}</smses>", item.repeat(20_000));
    let mut source = Source::from_reader("-".into(), Box::new(Cursor::new(xml.clone()))).unwrap();
    let mut batches = 0;
    while let Some(batch) = source.next_batch().unwrap() {
        let before = &xml[..batch.place.offset as usize];
        assert_eq!(batch.place.line, before.matches('\n').count() as u64 + 1);
        assert!(batches == 0 || before.trim_end().ends_with("/>"));
        batches += 1;
    }
    assert!(batches > 2);
}

#[test]
fn errors_say_where_and_what_to_do_in_both_languages_and_quote_nothing() {
    let (_folder, path) = file("<smses>\n<sms body='secret'/><sms body='secret");
    let mut source = Source::open(&path).unwrap();
    assert!(source.next_batch().unwrap().is_some());
    let error = source.next_batch().err().unwrap();
    let english = error.to_string();
    assert!(english.contains("backup: line 2, byte 45: the backup is cut off here"), "{english}");
    let japanese = error.message(Lang::Ja);
    assert!(japanese.contains("2行目(45バイト)で途切れています"), "{japanese}");
    assert!(!format!("{english}{japanese}{error:?}").contains("secret"));
}

#[test]
fn every_error_is_told_in_both_languages() {
    let spot = super::error::Spot { line: 7, byte: None };
    let faults = [
        Fault::Missing,
        Fault::Folder,
        Fault::Empty,
        Fault::Unreadable(io::Error::from(io::ErrorKind::PermissionDenied)),
        Fault::UnknownFormat,
        Fault::UnknownEncoding,
        Fault::NotBackup,
        Fault::DeclaresEntities(spot),
        Fault::CutOff(spot),
        Fault::NotXml(spot),
    ];
    let mut told = std::collections::HashSet::new();
    for fault in faults {
        let error = SourceError { input: "-".into(), fault };
        assert!(error.message(Lang::En).starts_with("standard input: "));
        assert!(error.message(Lang::Ja).starts_with("標準入力:"));
        assert!(error.message(Lang::En).is_ascii() && !error.message(Lang::Ja).contains(". "));
        assert!(told.insert(error.message(Lang::Ja)) && told.insert(error.to_string()));
    }
}

#[test]
fn a_failing_read_is_an_error_after_what_came_before() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("unplugged"))
        }
    }
    for content in ["<smses><sms body='a'/><sms", "{\"kind\":\"sms\"}\n{\"kind\""] {
        let reader = Cursor::new(content).chain(Broken);
        let reading = read_all(Source::from_reader("-".into(), Box::new(reader)));
        assert_eq!(reading.told.len(), 1);
        assert!(matches!(reading.fault, Some(Fault::Unreadable(_))));
    }
}
