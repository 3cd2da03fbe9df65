//! Cuts a backup into elements without parsing it.
//!
//! In well-formed XML a `<` is markup wherever it stands, except in comments, CDATA and processing
//! instructions. So one search for `<` finds where each message begins, and everything else about
//! it is left to whoever reads the piece.

use std::io::{self, Read};

use super::super::input::read_more;
use super::super::{BATCH_BYTES, BATCH_ITEMS, FaultReason};
use super::shorten::Shortener;
use super::{Piece, newlines};

/// Markup that is longer is shortened while it streams by.
const MARKUP_BYTES: usize = 256 * 1024;
/// An element that is longer even so is given up: no message is.
const ELEMENT_BYTES: usize = 3 * 1024 * 1024;
/// Enough behind a `<` to tell what it is.
const NAME_BYTES: usize = "<![CDATA[".len();

/// The elements of one backup, in pieces.
pub(in super::super) struct Elements {
    input: Input,
    /// What has been read and not been given away.
    buffer: Vec<u8>,
    /// Up to here the buffer has been searched.
    searched: usize,
    /// Where the piece of markup begins that reaches to `searched`.
    markup: usize,
    /// Where the elements in the buffer begin.
    starts: Vec<Start>,
    /// How many lines ended before `markup`, left out ones included.
    lines: u64,
    /// Of the first element in the buffer, from 1.
    ordinal: u64,
    root: Root,
    /// Why reading ended early; told when everything before it has been given away.
    fault: Option<FaultReason>,
}

/// Where an element begins.
pub(super) struct Start {
    /// In the bytes beside it.
    pub(super) at: usize,
    /// In its source, from 1.
    pub(super) line: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Root {
    Awaited,
    Open,
    Closed,
}

impl Elements {
    pub(in super::super) fn new(input: Box<dyn Read + Send>) -> Self {
        Self {
            input: Input { input, bytes: 0, is_at_end: false },
            buffer: Vec::new(),
            searched: 0,
            markup: 0,
            starts: Vec::new(),
            lines: 0,
            ordinal: 1,
            root: Root::Awaited,
            fault: None,
        }
    }

    /// The next few elements, or `None` at the end. What stands before an error is given first.
    pub(in super::super) fn next_piece(&mut self) -> Result<Option<Piece>, FaultReason> {
        loop {
            self.search();
            if let Some(piece) = self.full_piece() {
                return Ok(Some(piece));
            }
            if self.input.is_at_end || self.fault.is_some() {
                return self.last_piece();
            }
            self.forget_what_is_between_elements();
            let read = if self.buffer.len() - self.markup > MARKUP_BYTES {
                self.shorten()
            } else {
                self.input.read_more(&mut self.buffer)
            };
            self.fault = read.err().map(FaultReason::from);
        }
    }

    /// Looks at every `<` that has been read.
    fn search(&mut self) {
        while self.fault.is_none()
            && let Some(at) = memchr::memchr(b'<', &self.buffer[self.searched..])
        {
            let at = self.searched + at;
            let behind = &self.buffer[at..];
            if behind.len() < NAME_BYTES && !self.input.is_at_end {
                self.searched = at;
                return;
            }
            self.lines += newlines(&self.buffer[self.markup..at]);
            self.markup = at;
            self.searched = at + 1;
            match Markup::of(behind) {
                Markup::Hidden { opening, closing } => {
                    if !self.skip(at + opening, closing) {
                        return;
                    }
                }
                Markup::Declaration => self.fault = Some(FaultReason::DocumentType),
                Markup::Element => {
                    self.starts.push(Start { at, line: self.lines + 1 });
                    self.root = Root::Open;
                }
                Markup::RootEnd => self.root = Root::Closed,
                Markup::Root => self.root = Root::Open,
                Markup::Other if self.root == Root::Awaited => {
                    self.fault = Some(FaultReason::NotABackup);
                }
                Markup::Other => {}
            }
            if self.fault.is_some() {
                self.buffer.truncate(at);
            }
        }
        self.searched = self.buffer.len();
    }

    /// Goes on behind a comment and the like. `false` when its end has not been read; then its
    /// inside is forgotten, and it is looked at again.
    fn skip(&mut self, inside: usize, closing: &[u8]) -> bool {
        if let Some(length) = memchr::memmem::find(&self.buffer[inside..], closing) {
            self.searched = inside + length + closing.len();
            return true;
        }
        let tail = (self.buffer.len() + 1).saturating_sub(closing.len()).max(inside);
        self.lines += newlines(&self.buffer[inside..tail]);
        self.buffer.drain(inside..tail);
        self.searched = if self.input.is_at_end { self.buffer.len() } else { self.markup };
        false
    }

    /// The elements that are complete, when there are enough of them.
    fn full_piece(&mut self) -> Option<Piece> {
        let last = self.starts.last()?.at;
        let is_overlong = self.searched - last > ELEMENT_BYTES;
        if is_overlong && self.starts.len() == 1 {
            return Some(self.overlong_piece());
        }
        let is_enough = last >= BATCH_BYTES || self.starts.len() > BATCH_ITEMS || is_overlong;
        if self.starts.len() < 2 || !is_enough {
            return None;
        }
        let cut = self.starts.get(BATCH_ITEMS).map_or(last, |start| start.at);
        Some(self.give(cut))
    }

    /// What is left at the end; then why it was the end.
    fn last_piece(&mut self) -> Result<Option<Piece>, FaultReason> {
        self.lines += newlines(&self.buffer[self.markup..]);
        self.markup = self.buffer.len();
        if !self.starts.is_empty() {
            let mut piece = self.give(self.buffer.len());
            piece.is_cut_off = self.root != Root::Closed;
            return Ok(Some(piece));
        }
        if let Some(fault) = self.fault.take() {
            self.input.is_at_end = true;
            self.root = Root::Closed;
            return Err(fault);
        }
        if self.root != Root::Closed {
            self.root = Root::Closed;
            return Err(FaultReason::CutOff { line: self.lines + 1, byte: self.input.bytes });
        }
        Ok(None)
    }

    fn give(&mut self, cut: usize) -> Piece {
        let later = self.starts.partition_point(|start| start.at < cut);
        let rest = self.buffer.split_off(cut);
        let piece = Piece {
            bytes: std::mem::replace(&mut self.buffer, rest),
            starts: self.starts.drain(..later).collect(),
            ordinal: self.ordinal,
            is_overlong: false,
            is_cut_off: false,
        };
        self.ordinal += later as u64;
        self.move_back(cut);
        piece
    }

    fn overlong_piece(&mut self) -> Piece {
        let piece = Piece {
            bytes: Vec::new(),
            starts: std::mem::take(&mut self.starts),
            ordinal: self.ordinal,
            is_overlong: true,
            is_cut_off: false,
        };
        self.ordinal += 1;
        piece
    }

    fn forget_what_is_between_elements(&mut self) {
        if self.starts.is_empty() && self.markup > 0 {
            let markup = self.markup;
            self.buffer.drain(..markup);
            self.move_back(markup);
        }
    }

    fn move_back(&mut self, by: usize) {
        self.searched = self.searched.saturating_sub(by);
        self.markup = self.markup.saturating_sub(by);
        self.starts.iter_mut().for_each(|start| start.at -= by);
    }

    /// Reads to the end of overlong markup and keeps what is needed of it.
    fn shorten(&mut self) -> io::Result<()> {
        let mut chunk = self.buffer.split_off(self.markup);
        let mut shortener = Shortener::new();
        loop {
            let end = shortener.take(&chunk, &mut self.buffer);
            self.lines += newlines(&chunk[..end.unwrap_or(chunk.len())]);
            self.searched = self.buffer.len();
            // Its lines have been counted.
            self.markup = self.searched;
            if let Some(end) = end {
                self.buffer.extend_from_slice(&chunk[end..]);
                return Ok(());
            }
            chunk.clear();
            self.input.read_more(&mut chunk)?;
            if self.input.is_at_end {
                return Ok(());
            }
        }
    }
}

struct Input {
    input: Box<dyn Read + Send>,
    bytes: u64,
    is_at_end: bool,
}

impl Input {
    fn read_more(&mut self, buffer: &mut Vec<u8>) -> io::Result<()> {
        let before = buffer.len();
        self.is_at_end = !read_more(&mut *self.input, buffer)?;
        self.bytes += (buffer.len() - before) as u64;
        Ok(())
    }
}

/// What a `<` begins.
enum Markup {
    /// A comment, CDATA or processing instruction: what stands inside is no markup.
    Hidden {
        opening: usize,
        closing: &'static [u8],
    },
    /// `<!DOCTYPE` or what may only stand inside one.
    Declaration,
    Element,
    Root,
    RootEnd,
    Other,
}

impl Markup {
    fn of(bytes: &[u8]) -> Self {
        let is = |name: &[u8]| {
            let behind = bytes.strip_prefix(name).map(<[u8]>::first);
            behind.is_some_and(|b| b.is_none_or(|b| b.is_ascii_whitespace() || b"/>".contains(b)))
        };
        match bytes {
            [b'<', b's' | b'm' | b'c', ..] if is(b"<sms") || is(b"<mms") || is(b"<call") => {
                Self::Element
            }
            [b'<', b'!', b'-', b'-', ..] => Self::Hidden { opening: 4, closing: b"-->" },
            [b'<', b'?', ..] => Self::Hidden { opening: 2, closing: b"?>" },
            _ if bytes.starts_with(b"<![CDATA[") => Self::Hidden { opening: 9, closing: b"]]>" },
            [b'<', b'!', ..] => Self::Declaration,
            _ if is(b"<smses") || is(b"<calls") => Self::Root,
            _ if is(b"</smses") || is(b"</calls") => Self::RootEnd,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::super::super::{Content, Damage, VALUE_BYTES};
    use super::*;

    /// Number, line, and text or damage of each message.
    type Found = Vec<(u64, u64, String)>;

    /// What was found, and how it ended.
    fn read(backup: impl Into<Vec<u8>>) -> (Found, Result<(), FaultReason>) {
        read_from(Box::new(Cursor::new(backup.into())))
    }

    fn read_from(input: Box<dyn Read + Send>) -> (Found, Result<(), FaultReason>) {
        let mut elements = Elements::new(input);
        let mut found = Vec::new();
        loop {
            match elements.next_piece() {
                Ok(Some(piece)) => piece.for_each(|record| {
                    let text = match record.content {
                        Content::Message(message) => message.text.into_owned(),
                        Content::NotScreened => "not screened".to_owned(),
                        Content::Unreadable(damage) => format!("{damage:?}"),
                    };
                    found.push((record.ordinal, record.line, text));
                }),
                Ok(None) => return (found, Ok(())),
                Err(fault) => return (found, Err(fault)),
            }
        }
    }

    fn texts(found: Found) -> Vec<String> {
        found.into_iter().map(|(_, _, text)| text).collect()
    }

    #[test]
    fn elements_are_numbered_and_know_their_lines() {
        let (found, end) = read(
            "<?xml version='1.0'?>\n<!--<sms body='no'/>-->\n<smses count='2'>\n  <sms body='a'/>\n\n  <call number='1'/>\n  <mms>\n<parts/></mms><sms body='b' type='2'/></smses>",
        );
        let expected = [(1, 4, "a"), (2, 6, ""), (3, 7, ""), (4, 8, "not screened")];
        let expected = expected.map(|(n, line, text)| (n, line, text.to_owned()));
        assert_eq!((found, end), (expected.to_vec(), Ok(())));
    }

    #[test]
    fn a_document_type_is_refused() {
        let bomb = "<?xml version='1.0'?><!DOCTYPE smses [<!ENTITY a 'aaaa'>]><smses><sms body='&a;'/></smses>";
        assert_eq!(read(bomb), (vec![], Err(FaultReason::DocumentType)));
    }

    #[test]
    fn other_xml_is_not_a_backup() {
        assert_eq!(read("<html><sms body='a'/></html>"), (vec![], Err(FaultReason::NotABackup)));
    }

    #[test]
    fn wherever_a_backup_is_cut_off_all_that_is_complete_is_read() {
        let whole = "<smses>\n<sms body='a > \"b\"' />\n<mms><part ct='text/plain' text='c'/></mms>\n<sms body='d'/>\n</smses>";
        let ends: Vec<usize> = ["/>\n", "</mms>\n", "'d'/>\n"]
            .map(|end| whole.find(end).unwrap() + end.len() - 1)
            .to_vec();
        for cut in 1..whole.len() - 1 {
            let (found, end) = read(&whole[..cut]);
            let complete = ends.iter().filter(|end| **end <= cut).count();
            assert_eq!(texts(found), ["a > \"b\"", "c", "d"][..complete], "cut at {cut}");
            let is_closed = whole[..cut].contains("</smses");
            let line = 1 + whole[..cut].matches('\n').count() as u64;
            let expected = Err(FaultReason::CutOff { line, byte: cut as u64 });
            if cut >= "<smses".len() && !is_closed {
                assert_eq!(end, expected, "cut at {cut}");
            }
        }
    }

    #[test]
    fn many_elements_come_in_many_pieces_without_loss() {
        let body = "未納".repeat(20);
        let mut backup = "<smses>\n".to_owned();
        for n in 0..5000 {
            backup += &format!("<sms body='{n}{body}' />\n");
        }
        let (found, end) = read(backup + "</smses>");
        assert_eq!(end, Ok(()));
        assert_eq!(found.len(), 5000);
        for (n, (ordinal, line, text)) in (0..).zip(found) {
            assert_eq!((ordinal, line, text), (n + 1, n + 2, format!("{n}{body}")));
        }
    }

    #[test]
    fn an_overlong_text_is_cut_and_what_follows_is_read() {
        let body = "長\n".repeat(VALUE_BYTES);
        let backup =
            format!("<smses>\n<sms body='a'/>\n<sms body='{body}'/>\n<sms body='b'/></smses>");
        let lines = backup.matches('\n').count() as u64;
        let (found, end) = read(backup);
        assert_eq!(end, Ok(()));
        assert_eq!(found.len(), 3);
        assert!(found[1].2.len() >= VALUE_BYTES && found[1].2.len() < VALUE_BYTES + 4);
        assert_eq!(found[2], (3, lines + 1, "b".to_owned()));
    }

    #[test]
    fn an_element_that_cannot_be_shortened_is_given_up_and_what_follows_is_read() {
        let parts = "<part ct='image/png' data='AAAA'/>\n".repeat(ELEMENT_BYTES / 16);
        let backup = format!("<smses><sms body='a'/><mms>{parts}</mms>\n<sms body='b'/></smses>");
        let lines = backup.matches('\n').count() as u64;
        let (found, end) = read(backup);
        assert_eq!(end, Ok(()));
        let expected = [(1, 1, "a"), (2, 1, "TooLong"), (3, lines + 1, "b")];
        assert_eq!(found, expected.map(|(n, line, text)| (n, line, text.to_owned())));
        assert_eq!(format!("{:?}", Damage::TooLong), "TooLong");
    }

    #[test]
    fn endless_comments_and_strange_tags_are_not_held() {
        let noise = format!("<!--{}-->{}", "- ".repeat(400_000), "<x/>".repeat(200_000));
        let mut elements = Elements::new(Box::new(Cursor::new(format!("<smses>{noise}</smses>"))));
        assert!(elements.next_piece().unwrap().is_none());
        assert!(elements.buffer.capacity() < 8 * BATCH_BYTES);
    }

    /// Gives few bytes at a time.
    struct Trickle(Cursor<Vec<u8>>, usize);

    impl Read for Trickle {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = buffer.len().min(self.1);
            self.0.read(&mut buffer[..length])
        }
    }

    proptest! {
        #[test]
        fn it_does_not_matter_how_the_input_arrives(
            tags in proptest::collection::vec(prop_oneof![
                Just("<sms body='a > b'/>\n"), Just("<!-- <sms> -->"), Just("<![CDATA[<mms>]]>"),
                Just("<mms>\n</mms>"), Just("<call number='1'/>"), Just("<?x <sms ?>"),
                Just("<sms body="), Just("<smsx/>"), Just("\0"), Just("</smses>"), Just("<!--"),
            ], 0..20),
            step in 1_usize..9,
        ) {
            let backup = format!("<smses>{}", tags.concat()).into_bytes();
            let trickle = Trickle(Cursor::new(backup.clone()), step);
            prop_assert_eq!(read_from(Box::new(trickle)), read(backup));
        }
    }
}
