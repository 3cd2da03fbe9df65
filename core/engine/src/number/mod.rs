//! Telephone numbers and other senders, in one canonical form.
//!
//! A number reaches the app written in dozens of ways: as the network sent it, as a phone book
//! kept it, as a person typed it. [`PhoneNumber::parse`] is the one place where all of them become
//! one value; everything else compares values.

mod blotted;
mod in_text;
mod origin;
mod parse;
mod plan;

use std::fmt;

pub(crate) use blotted::blotted_in;
pub use in_text::numbers_in;
pub use origin::Origin;
pub use plan::NumberKind;

/// A telephone number in canonical form: E.164 (`+815031311651`), or the digits of a number that
/// exists only inside a country's network (`110`, `188`, `#9110`).
///
/// The value may be impossible (too short, an area code nobody was given): a call can show such a
/// number, and [`is_possible`](Self::is_possible) tells.
///
/// `Debug` never shows digits.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PhoneNumber(Box<str>);

impl PhoneNumber {
    /// Reads a number in any way a phone delivers it or a person writes it, seen from Japan.
    ///
    /// Understood: `+81…`, `0…`, `81…`, the international prefixes `010` and `00`, the trunk zero
    /// left in by mistake or in brackets (`+810…`, `+81 (0)…`), the caller-ID prefixes 184 and 186,
    /// `tel:`, `sms:` and `sip:` addresses with their parameters, percent escapes, full-width
    /// digits, every hyphen, dash, minus, wave and long-vowel mark of Unicode, brackets, spaces,
    /// dots, and invisible characters anywhere.
    ///
    /// `None` when it is not a telephone number: a name, an address, `-1`, fewer than 3 digits or
    /// more than 20 (what a SIM's phone book can hold).
    pub fn parse(raw: &str) -> Option<Self> {
        parse::canonical(raw).map(Self)
    }

    /// Takes back what [`as_str`](Self::as_str) gave; `None` for anything else.
    pub fn from_canonical(s: &str) -> Option<Self> {
        Self::parse(s).filter(|number| number.as_str() == s)
    }

    /// The canonical form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What sort of number it is under the Japanese numbering plan. It follows from the first
    /// digits, so an impossible number has a kind too.
    pub fn kind(&self) -> NumberKind {
        plan::kind(self.as_str())
    }

    /// Whether such a number can exist: the right length for its kind and an area code in use in
    /// Japan, the bounds of E.164 (7 to 15 digits) elsewhere. It need not be in service.
    pub fn is_possible(&self) -> bool {
        plan::is_possible(self.as_str())
    }

    /// For display: `050-3131-1651`, `03-3446-1623`, `0120-569-955`, `+1 202-555-0123`.
    ///
    /// Groups stand where people in Japan put them; where that is not known, four digits each from
    /// the right. Parses back to the same number.
    pub fn to_national(&self) -> String {
        plan::to_national(self.as_str())
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhoneNumber(..)")
    }
}

/// Whether two full numbers differ just so much that a hurried eye takes one for the other: one
/// digit changed, dropped or added, or two neighbours swapped.
///
/// Equal numbers are no near miss. Numbers inside a network never are: 118 is not a forged 110.
pub fn near_miss(candidate: &PhoneNumber, official: &PhoneNumber) -> bool {
    let (Some(a), Some(b)) =
        (candidate.as_str().strip_prefix('+'), official.as_str().strip_prefix('+'))
    else {
        return false;
    };
    let (mut a, mut b) = (a.as_bytes(), b.as_bytes());
    while let ([x, rest_a @ ..], [y, rest_b @ ..]) = (a, b)
        && x == y
    {
        (a, b) = (rest_a, rest_b);
    }
    while let ([rest_a @ .., x], [rest_b @ .., y]) = (a, b)
        && x == y
    {
        (a, b) = (rest_a, rest_b);
    }
    match (a, b) {
        ([_], [_]) | ([_], []) | ([], [_]) => true,
        ([p, q], [r, s]) => p == s && q == r,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(raw: &str) -> PhoneNumber {
        PhoneNumber::parse(raw).unwrap()
    }

    #[test]
    fn a_digit_changed_swapped_dropped_or_added_is_a_near_miss() {
        let official = number("050-3131-1651");
        for near in
            ["050-3131-1652", "050-3131-1561", "050-3113-1651", "050-3131-165", "050-3131-16511"]
        {
            assert!(near_miss(&number(near), &official), "{near}");
            assert!(near_miss(&official, &number(near)), "{near}");
        }
        for far in ["050-3131-1651", "050-3131-1515", "050-3131-1642", "050-1313-1651", "188"] {
            assert!(!near_miss(&number(far), &official), "{far}");
        }
    }

    #[test]
    fn short_numbers_have_no_near_misses() {
        assert!(!near_miss(&number("118"), &number("110")));
        assert!(!near_miss(&number("#9111"), &number("#9110")));
    }

    #[test]
    fn debug_shows_no_digits() {
        assert_eq!(format!("{:?}", number("09012345678")), "PhoneNumber(..)");
    }

    /// The definition, letter by letter: every number one edit away.
    fn one_edit_away(digits: &str) -> Vec<String> {
        let mut all = Vec::new();
        for i in 0..=digits.len() {
            let (head, tail) = digits.split_at(i);
            for d in '0'..='9' {
                all.push(format!("{head}{d}{tail}"));
                if !tail.is_empty() {
                    all.push(format!("{head}{d}{}", &tail[1..]));
                }
            }
            if !tail.is_empty() {
                all.push(format!("{head}{}", &tail[1..]));
            }
            if tail.len() > 1 {
                all.push(format!("{head}{}{}{}", &tail[1..2], &tail[..1], &tail[2..]));
            }
        }
        all.retain(|other| other != digits);
        all
    }

    proptest! {
        #[test]
        fn near_miss_is_exactly_one_edit(a in "1[0-3]{6,9}", b in "1[0-3]{6,9}") {
            let (x, y) = (number(&format!("+{a}")), number(&format!("+{b}")));
            prop_assert_eq!(near_miss(&x, &y), one_edit_away(&a).contains(&b));
            for edited in one_edit_away(&a).iter().filter(|n| !n.starts_with('0')) {
                if let Some(z) = PhoneNumber::from_canonical(&format!("+{edited}")) {
                    prop_assert!(near_miss(&z, &x));
                }
            }
        }
    }
}
