//! One overlong piece of markup, shortened while it streams by: a text of 30 MB, or a picture in
//! base64, in one attribute.

use super::super::VALUE_BYTES;

/// All that is kept of one piece of markup: two values and what stands around them.
const MARKUP_BYTES: usize = 2 * VALUE_BYTES + 64 * 1024;

/// Reads markup from its `<` up to the next one, and keeps the beginning of each quoted value.
pub(super) struct Shortener {
    state: State,
    kept: usize,
}

#[derive(Clone, Copy)]
enum State {
    Tag,
    Value {
        quote: u8,
        length: usize,
        is_cut: bool,
    },
    /// Behind the tag's end. Text between tags means nothing in a backup.
    Text,
}

impl Shortener {
    /// Begins at a `<`.
    pub(super) fn new() -> Self {
        Self { state: State::Tag, kept: 0 }
    }

    /// Takes what comes next and appends to `out` what is kept of it. Answers where the next `<`
    /// stands in `input`, if it is there; that and what follows is not taken.
    pub(super) fn take(&mut self, input: &[u8], out: &mut Vec<u8>) -> Option<usize> {
        for (at, &byte) in input.iter().enumerate() {
            if byte == b'<' && (at > 0 || self.kept > 0) {
                return Some(at);
            }
            if self.keeps(byte) && self.kept < MARKUP_BYTES {
                out.push(byte);
                self.kept += 1;
            }
        }
        None
    }

    fn keeps(&mut self, byte: u8) -> bool {
        match &mut self.state {
            State::Tag => {
                match byte {
                    b'"' | b'\'' => {
                        self.state = State::Value { quote: byte, length: 0, is_cut: false }
                    }
                    b'>' => self.state = State::Text,
                    _ => {}
                }
                true
            }
            State::Value { quote, .. } if byte == *quote => {
                self.state = State::Tag;
                true
            }
            State::Value { length, is_cut, .. } => {
                *length += 1;
                // A character is cut as a whole.
                *is_cut |= *length > VALUE_BYTES && byte & 0xc0 != 0x80;
                !*is_cut
            }
            State::Text => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shortened(markup: &str, step: usize) -> String {
        let mut shortener = Shortener::new();
        let mut out = Vec::new();
        for chunk in markup.as_bytes().chunks(step) {
            assert_eq!(shortener.take(chunk, &mut out), None);
        }
        String::from_utf8(out).expect("characters are cut as a whole")
    }

    #[test]
    fn a_value_is_cut_and_the_rest_of_the_tag_is_kept() {
        let body = "未".repeat(VALUE_BYTES);
        let short = shortened(&format!("<sms body=\"{body}\" address='0\"9' />"), 1000);
        let (before, behind) = short.split_once("=\"").unwrap();
        let (value, behind) = behind.split_once('"').unwrap();
        assert_eq!((before, behind), ("<sms body", " address='0\"9' />"));
        assert!((VALUE_BYTES..VALUE_BYTES + 3).contains(&value.len()));
    }

    #[test]
    fn the_next_markup_ends_it() {
        let mut out = Vec::new();
        assert_eq!(Shortener::new().take(b"<a b='>'>text<c>", &mut out), Some(13));
        assert_eq!(out, b"<a b='>'>");
    }

    #[test]
    fn markup_without_values_is_bounded_too() {
        let short = shortened(&format!("<sms {}", "a='b' ".repeat(MARKUP_BYTES)), 4096);
        assert_eq!(short.len(), MARKUP_BYTES);
    }
}
