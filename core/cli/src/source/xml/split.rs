//! Cuts a backup into batches of whole items.
//!
//! A scanner over bytes: it knows tags, quoted values, comments, processing instructions and CDATA,
//! and nothing of what they mean. What no item needs never enters a batch: text between tags,
//! comments, elements that are no items, and the pictures of an MMS (`data` of a `part`). Of one
//! value no more than [`MAX_VALUE`] bytes are kept, and of one element no more than
//! [`MAX_ELEMENT`], so that no input makes a batch larger than that and a little more.

use std::mem;

use memchr::{memchr, memrchr};

use super::super::error::Fault;
use super::super::input::Input;
use super::super::{Batch, Kind, Place};

/// A batch is handed out at the first end of an item past this many bytes.
const BATCH: usize = 128 * 1024;
/// What is kept of one attribute value, in bytes as written. Even if all of it is entities such as
/// `&quot;`, that is more text than the engine screens of one message (64 KiB).
pub(super) const MAX_VALUE: usize = 512 * 1024;
/// What is kept of one element and all in it, in bytes as written. A larger one is not read.
pub(super) const MAX_ELEMENT: usize = 2 * 1024 * 1024;
pub(in super::super) const MAX_ELEMENT_SHOWN: &str = "2 MiB";
/// No name in a backup comes near.
const MAX_NAME: usize = 64;
/// A backup is four deep.
const MAX_DEPTH: usize = 64;

const ROOTS: [&[u8]; 4] = [b"smses", b"calls", b"allsms", b"mmses"];
const ITEMS: [&[u8]; 3] = [b"sms", b"mms", b"call"];

/// Where an item begins.
pub(in super::super) struct Mark {
    /// In the bytes of the batch.
    pub(super) start: usize,
    /// In the input.
    pub(super) line: u64,
    /// Whether it was larger than what is kept of one, and nothing was.
    pub(super) is_too_large: bool,
}

/// Cuts a backup into batches.
pub(in super::super) struct Splitter {
    input: Input,
    /// The names of the open elements; the first is the root.
    open: Vec<Box<[u8]>>,
    has_root: bool,
    /// How many elements are open round the item that is being read.
    item: Option<usize>,
    name: Vec<u8>,
    kept: Vec<u8>,
    marks: Vec<Mark>,
    /// What to tell once the items before it have been handed out.
    fault: Option<Fault>,
}

impl Splitter {
    pub(in super::super) fn new(input: Input) -> Self {
        Self {
            input,
            open: Vec::new(),
            has_root: false,
            item: None,
            name: Vec::new(),
            kept: Vec::new(),
            marks: Vec::new(),
            fault: None,
        }
    }

    pub(in super::super) fn next_batch(&mut self) -> Result<Option<Batch>, Fault> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        let place = self.input.place();
        self.kept.reserve(BATCH + BATCH / 4);
        let filled = self.fill();
        if filled.is_err() {
            self.drop_unfinished();
        }
        match (self.take_batch(place), filled) {
            (None, Err(fault)) => Err(fault),
            (batch, filled) => {
                self.fault = filled.err();
                Ok(batch)
            }
        }
    }

    /// Reads until a batch is full or the backup has ended.
    fn fill(&mut self) -> Result<(), Fault> {
        while self.item.is_some() || self.kept.len() < BATCH {
            if !self.skip_text()? {
                return self.end();
            }
            match self.peek()? {
                b'?' => self.skip_past(b"?>")?,
                b'!' => self.declaration()?,
                b'/' => self.end_tag()?,
                _ => self.start_tag()?,
            }
        }
        Ok(())
    }

    fn end(&self) -> Result<(), Fault> {
        match self.has_root && self.open.is_empty() {
            true => Ok(()),
            false => Err(Fault::CutOff(self.input.spot())),
        }
    }

    fn drop_unfinished(&mut self) {
        if self.item.take().is_some()
            && let Some(mark) = self.marks.pop()
        {
            self.kept.truncate(mark.start);
        }
    }

    fn take_batch(&mut self, place: Place) -> Option<Batch> {
        let marks = mem::take(&mut self.marks);
        let bytes = mem::take(&mut self.kept);
        (!marks.is_empty()).then_some(Batch { bytes, place, kind: Kind::Xml(marks) })
    }

    /// Goes past the next `<`; whether there is one. Outside the root only white space may come
    /// before it, and what joining or padding files leaves: byte order marks and NUL.
    fn skip_text(&mut self) -> Result<bool, Fault> {
        loop {
            let is_outside = self.open.is_empty();
            let chunk = self.input.chunk()?;
            if chunk.is_empty() {
                return Ok(false);
            }
            let tag = memchr(b'<', chunk);
            let text = &chunk[..tag.unwrap_or(chunk.len())];
            let stray = |&byte: &u8| !matches!(byte, b' ' | b'\t'..=b'\r' | 0 | 0xEF | 0xBB | 0xBF);
            if is_outside && let Some(at) = text.iter().position(stray) {
                self.input.consume(at);
                return Err(self.not_xml());
            }
            let len = text.len() + usize::from(tag.is_some());
            self.input.consume(len);
            if tag.is_some() {
                return Ok(true);
            }
        }
    }

    /// A comment or CDATA. Any other declaration could define entities.
    fn declaration(&mut self) -> Result<(), Fault> {
        let spot = self.input.spot();
        self.input.consume(1);
        match self.peek()? {
            b'-' => {
                self.input.consume(1);
                match self.peek()? {
                    b'-' => self.input.consume(1),
                    _ => return Err(self.not_xml()),
                }
                self.skip_past(b"-->")
            }
            b'[' => self.skip_past(b"]]>"),
            _ => Err(Fault::DeclaresEntities(spot)),
        }
    }

    /// Goes past the next `ending`, which ends with `>`.
    fn skip_past(&mut self, ending: &[u8]) -> Result<(), Fault> {
        let (_, before) = ending.split_last().expect("an ending is not empty");
        // The two bytes before the chunk.
        let mut last = [0; 2];
        loop {
            let chunk = filled(&mut self.input)?;
            let mut from = 0;
            while let Some(at) = memchr(b'>', &chunk[from..]) {
                let end = from + at;
                if preceding(last, &chunk[..end]).ends_with(before) {
                    self.input.consume(end + 1);
                    return Ok(());
                }
                from = end + 1;
            }
            last = preceding(last, chunk);
            let len = chunk.len();
            self.input.consume(len);
        }
    }

    fn start_tag(&mut self) -> Result<(), Fault> {
        let place = self.input.place();
        self.read_name()?;
        if self.open.is_empty() {
            if !ROOTS.contains(&self.name.as_slice()) {
                return Err(Fault::NotBackup);
            }
            self.has_root = true;
        } else if self.item.is_none() && ITEMS.contains(&self.name.as_slice()) {
            self.item = Some(self.open.len());
            let (start, line) = (self.kept.len(), place.line);
            self.marks.push(Mark { start, line, is_too_large: false });
        }
        self.keep(b"<");
        self.keep_name();
        let is_empty = self.rest_of_tag()?;
        if !is_empty {
            if self.open.len() == MAX_DEPTH {
                return Err(self.not_xml());
            }
            self.open.push(self.name.as_slice().into());
        }
        self.limit_item();
        self.finish_item();
        Ok(())
    }

    fn end_tag(&mut self) -> Result<(), Fault> {
        self.input.consume(1);
        self.read_name()?;
        if self.open.pop().as_deref() != Some(self.name.as_slice()) {
            return Err(self.not_xml());
        }
        self.keep(b"</");
        self.keep_name();
        self.rest_of_tag()?;
        self.limit_item();
        self.finish_item();
        Ok(())
    }

    /// Reads the name of a tag, up to the byte after it.
    fn read_name(&mut self) -> Result<(), Fault> {
        self.name.clear();
        loop {
            let chunk = filled(&mut self.input)?;
            let ends = |&byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>');
            let end = chunk.iter().take(MAX_NAME + 1).position(ends);
            let len = end.unwrap_or(chunk.len().min(MAX_NAME + 1));
            self.name.extend_from_slice(&chunk[..len]);
            let begins_well = self
                .name
                .first()
                .is_some_and(|&b| b.is_ascii_alphabetic() || b == b'_' || b >= 0x80);
            if !begins_well || self.name.len() > MAX_NAME || memchr(b'<', &self.name).is_some() {
                return Err(self.not_xml());
            }
            self.input.consume(len);
            if end.is_some() {
                return Ok(());
            }
        }
    }

    /// Reads the attributes and the `>` of a tag, and keeps them if they belong to an item. Whether
    /// the element is empty (`/>`).
    fn rest_of_tag(&mut self) -> Result<bool, Fault> {
        let keeps = self.keeps();
        let is_part = self.name == b"part";
        let chunk = self.input.chunk()?;
        let whole = if is_part { None } else { whole_tag(chunk) };
        match whole {
            Some(len) => {
                let is_empty = chunk[..len].ends_with(b"/>");
                if keeps {
                    self.kept.extend_from_slice(&chunk[..len]);
                }
                self.input.consume(len);
                Ok(is_empty)
            }
            None => self.value_by_value(is_part),
        }
    }

    /// The same for a tag that goes on beyond the chunk, may have values to be left out, or is not
    /// well-formed.
    fn value_by_value(&mut self, is_part: bool) -> Result<bool, Fault> {
        let mut before = 0;
        loop {
            let (delimiter, last) = self.between_values(before)?;
            match delimiter {
                None => before = last,
                Some(b'>') => return Ok(last == b'/'),
                Some(quote) => {
                    let keeps = self.keeps();
                    self.value(quote, keeps && !(is_part && is_data(&self.kept)))?;
                    self.keep(&[quote]);
                    before = quote;
                }
            }
            self.limit_item();
        }
    }

    /// Reads the rest of the chunk, or up to and with the quote before a value or the end of the
    /// tag: which of these it was, and the byte before it.
    fn between_values(&mut self, before: u8) -> Result<(Option<u8>, u8), Fault> {
        let keeps = self.keeps();
        let chunk = filled(&mut self.input)?;
        let follows_value = matches!(before, b'"' | b'\'');
        if follows_value && !may_follow_value(chunk[0]) {
            return Err(self.not_xml());
        }
        let found = chunk.iter().position(is_delimiter);
        let end = found.unwrap_or(chunk.len());
        let delimiter = found.map(|at| chunk[at]);
        if delimiter == Some(b'<') {
            self.input.consume(end);
            return Err(self.not_xml());
        }
        let last = if end > 0 { chunk[end - 1] } else { before };
        let len = end + usize::from(found.is_some());
        if keeps {
            self.kept.extend_from_slice(&chunk[..len]);
        }
        self.input.consume(len);
        Ok((delimiter, last))
    }

    /// Reads a value up to and with its closing quote, and keeps as much of it as is allowed,
    /// without the quote.
    fn value(&mut self, quote: u8, keeps: bool) -> Result<(), Fault> {
        let start = self.kept.len();
        let mut keeps = keeps;
        loop {
            let chunk = filled(&mut self.input)?;
            let found = memchr(quote, chunk);
            let end = found.unwrap_or(chunk.len());
            if keeps {
                self.kept.extend_from_slice(&chunk[..end]);
                if self.kept.len() - start > MAX_VALUE {
                    let len = whole_characters(&self.kept[start..start + MAX_VALUE]);
                    self.kept.truncate(start + len);
                    keeps = false;
                }
            }
            self.input.consume(end + usize::from(found.is_some()));
            if found.is_some() {
                return Ok(());
            }
        }
    }

    fn keeps(&self) -> bool {
        self.item.is_some() && self.marks.last().is_some_and(|mark| !mark.is_too_large)
    }

    fn keep(&mut self, bytes: &[u8]) {
        if self.keeps() {
            self.kept.extend_from_slice(bytes);
        }
    }

    fn keep_name(&mut self) {
        if self.keeps() {
            self.kept.extend_from_slice(&self.name);
        }
    }

    fn limit_item(&mut self) {
        if let (Some(_), Some(mark)) = (self.item, self.marks.last_mut())
            && self.kept.len() - mark.start > MAX_ELEMENT
        {
            self.kept.truncate(mark.start);
            mark.is_too_large = true;
        }
    }

    fn finish_item(&mut self) {
        if self.item == Some(self.open.len()) {
            self.item = None;
        }
    }

    fn peek(&mut self) -> Result<u8, Fault> {
        filled(&mut self.input).map(|chunk| chunk[0])
    }

    fn not_xml(&self) -> Fault {
        Fault::NotXml(self.input.spot())
    }
}

/// The chunk, which is not empty: the input must not end here.
fn filled(input: &mut Input) -> Result<&[u8], Fault> {
    if input.chunk()?.is_empty() {
        return Err(Fault::CutOff(input.spot()));
    }
    Ok(input.chunk()?)
}

/// The length of the rest of a tag when the chunk holds all of it and it is well-formed. That is
/// nearly always so, and taking it as a whole is more than twice as fast.
fn whole_tag(chunk: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += chunk[at..].iter().position(is_delimiter)?;
        match chunk[at] {
            b'>' => return Some(at + 1),
            b'<' => return None,
            quote => at += 1 + memchr(quote, &chunk[at + 1..])? + 1,
        }
        if !may_follow_value(*chunk.get(at)?) {
            return None;
        }
    }
}

/// What ends the part of a tag between two values.
fn is_delimiter(byte: &u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'>' | b'<')
}

fn may_follow_value(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>')
}

/// The last two bytes of `before` and then `bytes`.
fn preceding(before: [u8; 2], bytes: &[u8]) -> [u8; 2] {
    match *bytes {
        [] => before,
        [last] => [before[1], last],
        [.., last_but_one, last] => [last_but_one, last],
    }
}

/// Whether `tag` stops at the opening quote of the attribute `data`.
fn is_data(tag: &[u8]) -> bool {
    let equals = tag.split_last().map_or(tag, |(_, before)| before).trim_ascii_end();
    let name = equals.strip_suffix(b"=").map(<[u8]>::trim_ascii_end);
    let before = name.and_then(|name| name.strip_suffix(b"data"));
    before.and_then(<[u8]>::last).is_some_and(u8::is_ascii_whitespace)
}

/// The length of `value` without the character or the entity that is cut at its end.
fn whole_characters(value: &[u8]) -> usize {
    /// As `&#x10FFFF` or `&#1114111`.
    const LONGEST_ENTITY: usize = 9;
    let is_continuation = |&&byte: &&u8| byte & 0b1100_0000 == 0b1000_0000;
    let continuations = value.iter().rev().take(3).take_while(is_continuation).count();
    let end = match value[..value.len() - continuations].last() {
        Some(0xC0..) => value.len() - continuations - 1,
        _ => value.len(),
    };
    let tail = end.saturating_sub(LONGEST_ENTITY);
    match memrchr(b'&', &value[tail..end]) {
        Some(at) if memchr(b';', &value[tail + at..end]).is_none() => tail + at,
        _ => end,
    }
}
