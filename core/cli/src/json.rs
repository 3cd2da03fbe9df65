//! The JSON the program prints: a public interface, described in the README.

use std::io::{self, Write};

use mihari_engine::item::Item;
use mihari_engine::report::VerdictReport;
use mihari_engine::verdict::Verdict;
use serde::Serialize;
use serde_json::ser::Formatter;

use crate::visible::is_control;

/// Writes a value as one line. Characters that act on a terminal are written as `\u` escapes: the
/// same value for a program, harmless for a person who looks.
pub(crate) fn write_line(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut *out, Inert))?;
    out.write_all(b"\n")
}

/// The answer to one item.
#[derive(Serialize)]
pub(crate) struct Answer<'a> {
    id: Option<&'a str>,
    #[serde(flatten)]
    verdict: VerdictReport<'a>,
}

impl<'a> Answer<'a> {
    /// The answer to `item`; `id` is what the asker calls it.
    pub(crate) fn new(id: Option<&'a str>, item: Item<'a>, verdict: &'a Verdict) -> Self {
        Self { id, verdict: VerdictReport::new(verdict, item.sender, item.text) }
    }
}

/// Stands in the place of an item that could not be read.
#[derive(Serialize)]
pub(crate) struct Unreadable<'a> {
    id: Option<&'a str>,
    line: u64,
    error: &'a str,
}

impl<'a> Unreadable<'a> {
    /// `line` counts from 1 in its file.
    pub(crate) fn new(line: u64, error: &'a str) -> Self {
        Self { id: None, line, error }
    }
}

/// Compact JSON in which nothing acts on a terminal. JSON itself escapes U+0000 to U+001F.
struct Inert;

impl Formatter for Inert {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(is_control) {
            let (before, behind) = rest.split_at(at);
            out.write_all(before.as_bytes())?;
            let mut behind = behind.chars();
            if let Some(control) = behind.next() {
                write_escape(out, control)?;
            }
            rest = behind.as_str();
        }
        out.write_all(rest.as_bytes())
    }
}

fn write_escape(out: &mut (impl Write + ?Sized), c: char) -> io::Result<()> {
    c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_comes_back_as_it_was_and_acts_on_nothing(text in any::<String>()) {
            let mut line = Vec::new();
            write_line(&mut line, &text).unwrap();
            let line = String::from_utf8(line).unwrap();
            prop_assert_eq!(&serde_json::from_str::<String>(&line).unwrap(), &text);
            prop_assert!(!line.trim_end_matches('\n').chars().any(is_control));
        }
    }

    #[test]
    fn controls_outside_the_basic_plane_become_two_escapes() {
        let mut line = Vec::new();
        write_line(&mut line, &"a\u{e0041}\u{202e}").unwrap();
        assert_eq!(line, b"\"a\\udb40\\udc41\\u202e\"\n");
    }
}
