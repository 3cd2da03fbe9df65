//! Attribute values as that app writes them.
//!
//! quick-xml refuses `&#55357;&#56832;`, and rightly: a surrogate is no character. But the app
//! writes emoji so, one reference for each unit of UTF-16, and people's messages are full of them.

use std::borrow::Cow;

/// The longest reference that is looked at: `&#x0010FFFF;` and a few zeros more.
const REFERENCE_BYTES: usize = 16;

/// Replaces references by what they stand for. Two that are a pair of surrogates become one
/// character; a lone surrogate and what is no character become U+FFFD. What is no reference, an
/// unknown entity included, stays as it is.
pub(super) fn unescape(raw: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', raw.as_bytes()).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((Reference::Char(c), length)) => {
                text.push(c);
                rest = &rest[length..];
            }
            Some((Reference::Code(code), length)) => {
                rest = &rest[length..];
                let (c, length) = character(code, rest);
                text.push(c);
                rest = &rest[length..];
            }
            None => {
                text.push('&');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

enum Reference {
    Char(char),
    Code(u32),
}

/// The reference at the beginning of `text`, and its length.
fn reference(text: &str) -> Option<(Reference, usize)> {
    let bytes = text.as_bytes();
    let window = &bytes[..bytes.len().min(REFERENCE_BYTES)];
    let end = memchr::memchr(b';', window)?;
    let name = text.get(1..end)?;
    let reference = match name {
        "amp" => Reference::Char('&'),
        "lt" => Reference::Char('<'),
        "gt" => Reference::Char('>'),
        "quot" => Reference::Char('"'),
        "apos" => Reference::Char('\''),
        _ => Reference::Code(code(name.strip_prefix('#')?)?),
    };
    Some((reference, end + 1))
}

fn code(digits: &str) -> Option<u32> {
    let (digits, radix) = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (digits, 10),
    };
    // `from_str_radix` would take a sign.
    let is_number = digits.bytes().all(|b| b.is_ascii_hexdigit());
    u32::from_str_radix(digits, radix).ok().filter(|_| is_number)
}

/// The character of a code, and how much of what follows belongs to it.
fn character(code: u32, rest: &str) -> (char, usize) {
    if (0xd800..0xdc00).contains(&code)
        && let Some((Reference::Code(low @ 0xdc00..0xe000), length)) = reference_at(rest)
    {
        let joined = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        return (char::from_u32(joined).unwrap_or(char::REPLACEMENT_CHARACTER), length);
    }
    let c = char::from_u32(code).filter(|c| *c != '\0');
    (c.unwrap_or(char::REPLACEMENT_CHARACTER), 0)
}

fn reference_at(text: &str) -> Option<(Reference, usize)> {
    text.starts_with('&').then(|| reference(text)).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_surrogate_references_are_one_emoji() {
        assert_eq!(unescape("笑&#55357;&#56832;!"), "笑😀!");
        assert_eq!(unescape("&#xD83D;&#xde00;"), "😀");
        assert_eq!(unescape("&#128512;"), "😀");
    }

    #[test]
    fn a_lone_surrogate_is_replaced_and_swallows_nothing() {
        assert_eq!(unescape("&#55357;a"), "\u{fffd}a");
        assert_eq!(unescape("&#56832;&#55357;"), "\u{fffd}\u{fffd}");
        assert_eq!(unescape("&#55357;&#55357;&#56832;"), "\u{fffd}😀");
        assert_eq!(unescape("&#55357;&amp;"), "\u{fffd}&");
    }

    #[test]
    fn the_five_entities_and_line_breaks_are_read() {
        assert_eq!(unescape("&lt;&gt;&amp;&quot;&apos;&#10;&#13;"), "<>&\"'\n\r");
    }

    #[test]
    fn what_is_no_reference_stays() {
        for text in ["A&B", "&nbsp;", "&;", "&#;", "&#x;", "&#+5;", "&", "&#", "a&日本語;", "&#12"]
        {
            assert_eq!(unescape(text), text);
        }
        assert_eq!(unescape("&#0;&#1114112;&#4294967295;"), "\u{fffd}\u{fffd}\u{fffd}");
    }

    proptest! {
        #[test]
        fn any_text_written_in_utf16_references_comes_back(text in "[^\0]*") {
            let written: String =
                text.encode_utf16().map(|unit| format!("&#{unit};")).collect();
            prop_assert_eq!(unescape(&written), text.as_str());
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in "[&#x;0-9a-fD8あ😀]*") {
            unescape(&text);
        }
    }
}
