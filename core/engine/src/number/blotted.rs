//! Telephone numbers whose last digits were left out, as people quote a fraud to warn of it:
//! `03-○○○○-○○○○`, `050-1234-xxxx`.

use std::ops::Range;

use memchr::memchr2;

use super::{
    NumberKind, PhoneNumber,
    parse::{is_closing, is_dash, is_opening},
};
use crate::placeholder::is_placeholder;

/// How many digits a number of Japan has, the leading zero included.
const NATIONAL: Range<usize> = 10..12;
/// The same for a number of any country, its code included (E.164).
const INTERNATIONAL: Range<usize> = 9..16;
/// Country code, area code, exchange and number, with a bracket on each side.
const MOST_SEPARATORS: usize = 6;

/// Finds the numbers in `text` whose last group is blotted out and adds each with its span (UTF-8
/// bytes of `text`) and the kind that its first digits tell.
///
/// A number of which the *last* digits are left is somebody's own, as companies write it:
/// `090-****-1234` is not found. Time is linear in the text.
pub(crate) fn blotted_in(text: &str, found: &mut Vec<(Range<usize>, NumberKind)>) {
    let mut at = 0;
    while let Some(next) = memchr2(b'0', b'+', &text.as_bytes()[at..]) {
        let start = at + next;
        at = start + 1;
        if !begins_number(&text[..start]) {
            continue;
        }
        if let Some(Blotted { length, kind }) = Blotted::read(&text[start..]) {
            at = start + length;
            found.push((start..at, kind));
        }
    }
}

fn begins_number(before: &str) -> bool {
    let last = before.chars().next_back();
    // Not any dash: `センター03-…` ends in one.
    !last.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '/' | '+'))
}

struct Blotted {
    /// In bytes.
    length: usize,
    kind: NumberKind,
}

impl Blotted {
    /// Reads the number that `rest` begins with.
    fn read(rest: &str) -> Option<Self> {
        // With nought for each digit that was left out.
        let mut digits = String::new();
        let (mut length, mut separators) = (0, 0);
        // Of the group that is being read: all of its digits were left out.
        let (mut is_blotted, mut is_empty) = (false, true);
        for (i, c) in rest.char_indices() {
            let is_left_out = matches!(c, 'x' | '*' | '?') || is_placeholder(c);
            if i == 0 || c.is_ascii_digit() || is_left_out {
                digits.push(if is_left_out { '0' } else { c });
                is_blotted = is_left_out && (is_empty || is_blotted);
                is_empty = false;
                length = i + c.len_utf8();
            } else if separators < MOST_SEPARATORS
                && (is_dash(c) || is_opening(c) || is_closing(c) || c == ' ')
            {
                separators += 1;
                is_empty = true;
            } else {
                break;
            }
            if digits.len() > INTERNATIONAL.end {
                return None;
            }
        }
        let is_word = rest[length..].starts_with(|c: char| c.is_ascii_alphanumeric());
        let lengths = if rest.starts_with('+') { INTERNATIONAL } else { NATIONAL };
        let count = digits.len() - usize::from(rest.starts_with('+'));
        if !is_blotted || is_word || separators < 2 || !lengths.contains(&count) {
            return None;
        }
        Some(Self { length, kind: PhoneNumber::parse(&digits)?.kind() })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<(&str, NumberKind)> {
        let mut found = Vec::new();
        blotted_in(text, &mut found);
        found.into_iter().map(|(span, kind)| (&text[span], kind)).collect()
    }

    #[test]
    fn a_number_that_is_quoted_without_its_end_is_found() {
        for (text, expected, kind) in [
            ("センター03-○○○○-○○○○まで", "03-○○○○-○○○○", NumberKind::Unassigned),
            ("050-1234-xxxx", "050-1234-xxxx", NumberKind::IpPhone),
            ("(0120-***-***)", "0120-***-***", NumberKind::FreeDial),
            ("090(1234)●●●●へ", "090(1234)●●●●", NumberKind::Mobile),
            ("call +1 (888) 0xx-xxxx now", "+1 (888) 0xx-xxxx", NumberKind::International),
        ] {
            assert_eq!(found(text), [(expected, kind)], "{text}");
        }
    }

    #[test]
    fn what_companies_hide_of_ones_own_number_is_none() {
        for text in [
            "090-****-1234に送信しました",
            "03-○○○○-1623",
            "03-3446-1623",
            "カード0123-xxxx-xxxx-xxxx",
            "口座012-xxxxxxx",
            "2020-10-xx",
            "0xxxxxxxxx",
            "0-○",
            "0",
            "+",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn hostile_texts_cost_linear_time() {
        for piece in ["0", "0-", "+", "0x", "0-x-x ", "+x-"] {
            blotted_in(&piece.repeat((1 << 18) / piece.len()), &mut Vec::new());
        }
    }

    proptest! {
        #[test]
        fn spans_lie_on_boundaries_and_in_order(text in "[-0-9+() x○*あ]{0,60}") {
            let mut found = Vec::new();
            blotted_in(&text, &mut found);
            let mut end = 0;
            for (span, _) in found {
                prop_assert!(end <= span.start && text.get(span.clone()).is_some());
                end = span.end;
            }
        }
    }
}
