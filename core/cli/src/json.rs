//! JSON on standard output: one object a line, without a character a terminal would obey.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use crate::report::is_hidden;

/// Writes one object and the end of its line.
///
/// # Errors
/// Those of `out`.
pub(crate) fn write_line(out: &mut impl Write, object: &impl Serialize) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(&mut *out, Escaping);
    object.serialize(&mut serializer)?;
    out.write_all(b"\n")
}

/// Escapes what moves a cursor or turns a line also where JSON would not ask for it: the controls
/// past ASCII's first 32, and what shows nothing.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: Write + ?Sized>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, hidden)) = rest.char_indices().find(|&(_, c)| is_hidden(c)) {
            out.write_all(&rest.as_bytes()[..at])?;
            for unit in hidden.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = &rest[at + hidden.len_utf8()..];
        }
        out.write_all(rest.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(text: &str) -> String {
        let mut out = Vec::new();
        write_line(&mut out, &text).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_a_terminal_would_obey_is_escaped() {
        let text = "a\u{1b}\u{7f}b\u{9b}\u{202e}未納\u{e0041}\"";
        let escaped = r#""a\u001b\u007fb\u009b\u202e未納\udb40\udc41\"""#;
        assert_eq!(line(text), format!("{escaped}\n"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_as_it_was(text in any::<String>()) {
            let line = line(&text);
            prop_assert!(!line.trim_end_matches('\n').contains(is_hidden));
            prop_assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
        }
    }
}
