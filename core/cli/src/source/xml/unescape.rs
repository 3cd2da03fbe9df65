//! Character references in attribute values, as SMS Backup & Restore writes them.
//!
//! That app writes an emoji as the two halves of its UTF-16 form (`&#55357;&#56832;`), which XML
//! forbids and its libraries refuse.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

/// The longest reference that is looked for, `;` and some leading zeros included.
const LONGEST: usize = 16;

/// The text of a value. Numeric references become their characters, two that make a surrogate pair
/// one character; what is no character (a lone surrogate, a number too large, NUL, also a bare NUL)
/// becomes U+FFFD. The five named references are read; everything else stays as it is written.
pub(super) fn unescape(value: &str) -> Cow<'_, str> {
    if memchr2(b'&', 0, value.as_bytes()).is_none() {
        return Cow::Borrowed(value);
    }
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = memchr2(b'&', 0, rest.as_bytes()) {
        text.push_str(&rest[..at]);
        let (character, len) = character(&rest[at..]);
        text.push(character);
        rest = &rest[at + len..];
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// The character written at the start of `text`, which is `&` or NUL, and the length it is written
/// in.
fn character(text: &str) -> (char, usize) {
    if text.starts_with('\0') {
        return (char::REPLACEMENT_CHARACTER, 1);
    }
    match reference(text) {
        None => ('&', 1),
        Some((high @ 0xD800..=0xDBFF, len)) => match reference(&text[len..]) {
            Some((low @ 0xDC00..=0xDFFF, more)) => {
                let code = 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                (from_code(code), len + more)
            }
            _ => (char::REPLACEMENT_CHARACTER, len),
        },
        Some((code, len)) => (from_code(code), len),
    }
}

fn from_code(code: u32) -> char {
    char::from_u32(code).filter(|&c| c != '\0').unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// The number of the reference at the start of `text`, and its length.
fn reference(text: &str) -> Option<(u32, usize)> {
    let bytes = text.as_bytes().strip_prefix(b"&")?;
    let end = memchr(b';', &bytes[..bytes.len().min(LONGEST)])?;
    let code = match &bytes[..end] {
        b"amp" => '&'.into(),
        b"lt" => '<'.into(),
        b"gt" => '>'.into(),
        b"quot" => '"'.into(),
        b"apos" => '\''.into(),
        [b'#', b'x' | b'X', digits @ ..] => number(digits, 16)?,
        [b'#', digits @ ..] => number(digits, 10)?,
        _ => return None,
    };
    Some((code, end + 2))
}

/// The largest number there is when it is larger than that.
fn number(digits: &[u8], radix: u32) -> Option<u32> {
    let digit = |&digit: &u8| char::from(digit).to_digit(radix);
    let add = |sum: u32, digit: u32| sum.saturating_mul(radix).saturating_add(digit);
    let (first, others) = digits.split_first()?;
    others.iter().try_fold(digit(first)?, |sum, next| Some(add(sum, digit(next)?)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_value_without_references_is_borrowed() {
        assert!(matches!(unescape("未納料金があります"), Cow::Borrowed("未納料金があります")));
    }

    #[test]
    fn the_five_named_references_are_read() {
        assert_eq!(unescape("&lt;a&gt; &amp; &quot;b&quot; &apos;"), "<a> & \"b\" '");
    }

    #[test]
    fn decimal_and_hexadecimal_references_are_read() {
        assert_eq!(unescape("&#10;&#x3042;&#X3042;&#12354;&#0065;"), "\nあああA");
    }

    #[test]
    fn two_surrogates_are_one_character_however_they_are_written() {
        assert_eq!(unescape("a&#55357;&#56832;b"), "a😀b");
        assert_eq!(unescape("&#xD83D;&#56832;"), "😀");
    }

    #[test]
    fn a_surrogate_alone_becomes_the_replacement_character() {
        assert_eq!(unescape("&#55357;"), "\u{FFFD}");
        assert_eq!(unescape("&#55357;x&#56832;"), "\u{FFFD}x\u{FFFD}");
        assert_eq!(unescape("&#56832;&#55357;"), "\u{FFFD}\u{FFFD}");
        assert_eq!(unescape("&#55357;&#55357;&#56832;"), "\u{FFFD}😀");
    }

    #[test]
    fn an_impossible_number_becomes_the_replacement_character() {
        assert_eq!(unescape("&#1114112;&#x110000;&#99999999999;"), "\u{FFFD}".repeat(3));
    }

    #[test]
    fn nul_becomes_the_replacement_character_bare_or_written_as_a_number() {
        assert_eq!(unescape("a\0b&#0;c"), "a\u{FFFD}b\u{FFFD}c");
    }

    #[test]
    fn everything_else_stays_as_it_is_written() {
        for value in ["&", "&&", "a & b", "&;", "&#;", "&#x;", "&#12", "&#-1;", "&nbsp;", "&#1 2;"]
        {
            assert_eq!(unescape(value), value);
        }
    }

    #[test]
    fn a_reference_without_an_end_costs_linear_time() {
        let value = "&".repeat(1 << 20);
        assert_eq!(unescape(&value), value);
    }

    proptest! {
        #[test]
        fn any_text_written_with_surrogate_pairs_is_read_back(text in any::<String>()) {
            let text = text.replace('\0', "");
            let written: String =
                text.encode_utf16().map(|unit| format!("&#{unit};")).collect();
            prop_assert_eq!(unescape(&written), text);
        }

        #[test]
        fn any_value_is_read(value in "[&#x0-9;a-z\\PC]{0,60}") {
            unescape(&value);
        }
    }
}
