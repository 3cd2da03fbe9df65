//! From any spelling to the canonical form.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Fewer digits are no telephone number: Japan's shortest have three.
const MIN_DIGITS: usize = 3;
/// What a SIM's phone book can hold (3GPP TS 31.102, EF_ADN: ten octets of two digits).
const MAX_DIGITS: usize = 20;
/// Room for 20 digits, a prefix and separators, each percent-escaped; anything longer is a text.
const MAX_RAW_BYTES: usize = 512;
/// From so many digits on, a number without `+` or 0 in front is an international one whose `+`
/// was lost on the way. Shorter ones exist only inside a network.
const MIN_BARE_INTERNATIONAL: usize = 10;

/// The canonical form of `raw`, or `None` when it is not a telephone number.
pub(super) fn canonical(raw: &str) -> Option<Box<str>> {
    if raw.len() > MAX_RAW_BYTES {
        return None;
    }
    let raw = percent_decoded(raw)?;
    let raw = compatible(&raw);
    let address = Address::split(&raw);
    Written::read(address.number)?.resolve(address.context)
}

/// Percent escapes undone, once. `None` when what they hide is not UTF-8.
fn percent_decoded(raw: &str) -> Option<Cow<'_, str>> {
    if !raw.contains('%') {
        return Some(Cow::Borrowed(raw));
    }
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let escaped = match tail {
            [high, low, ..] if first == b'%' => hex(*high).zip(hex(*low)),
            _ => None,
        };
        match escaped {
            Some((high, low)) => {
                bytes.push(high << 4 | low);
                rest = &tail[2..];
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).ok().map(Cow::Owned)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|d| u8::try_from(d).ok())
}

/// NFKC: full-width digits, brackets and the like become plain ones.
fn compatible(raw: &str) -> Cow<'_, str> {
    if raw.is_ascii() { Cow::Borrowed(raw) } else { Cow::Owned(raw.nfkc().collect()) }
}

/// A number as a URI carries it (RFC 3966, 5724, 3261), or just the number.
struct Address<'a> {
    number: &'a str,
    /// Digits of a global `phone-context`: the country a local number belongs to.
    context: Option<&'a str>,
}

impl<'a> Address<'a> {
    fn split(raw: &'a str) -> Self {
        const SCHEMES: [&str; 8] =
            ["tel:", "sms:", "smsto:", "mms:", "mmsto:", "callto:", "sip:", "sips:"];
        let raw = raw.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
        let has_scheme = |scheme: &&&str| {
            raw.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        };
        let scheme = raw.contains(':').then(|| SCHEMES.iter().find(has_scheme)).flatten();
        let Some(scheme) = scheme else {
            return Self { number: before_parameters(raw), context: None };
        };
        let rest = &raw[scheme.len()..];
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let rest = if scheme.starts_with("sip") {
            rest.split_once('@').map_or(rest, |(user, _)| user)
        } else {
            rest
        };
        let context = rest
            .split(';')
            .skip(1)
            .find_map(|parameter| parameter.strip_prefix("phone-context=+"))
            .filter(|context| !context.is_empty() && context.len() <= 3)
            .filter(|context| context.bytes().all(|b| b.is_ascii_digit()));
        Self { number: before_parameters(rest), context }
    }
}

/// Cuts off URI parameters, headers, and what is dialled after the answer (`,123`).
fn before_parameters(raw: &str) -> &str {
    raw.split([';', ',', '?']).next().unwrap_or(raw)
}

/// The digits somebody wrote, and the marks among them that mean something.
#[derive(Default)]
struct Written {
    /// A `+` in front.
    plus: bool,
    /// `#` or `*` in front: a service inside the network, taken as it is.
    sigil: Option<char>,
    digits: String,
    /// Where a bracketed trunk zero, `(0)`, stands among the digits.
    trunk_zero: Option<usize>,
}

impl Written {
    fn read(number: &str) -> Option<Self> {
        let mut written = Self::default();
        // How much of "(0)" has just been seen.
        let mut bracket = Bracket::None;
        for c in number.chars() {
            match c {
                '0'..='9' => {
                    bracket = match (bracket, c) {
                        (Bracket::Open, '0') => Bracket::Zero,
                        _ => Bracket::None,
                    };
                    written.digits.push(c);
                }
                '+' if written.may_start_over() => {
                    written.plus = true;
                    written.digits.clear();
                }
                '#' | '*' if written.is_empty() => written.sigil = Some(c),
                c if is_opening(c) => bracket = Bracket::Open,
                c if is_closing(c) => {
                    if bracket == Bracket::Zero {
                        written.trunk_zero = written.digits.len().checked_sub(1);
                    }
                    bracket = Bracket::None;
                }
                c if is_invisible(c) => {}
                // "-1" is Android's way to say that there is no number.
                c if is_separator(c) && !written.is_empty() => bracket = Bracket::None,
                c if c.is_whitespace() => {}
                _ => return None,
            }
        }
        Some(written)
    }

    fn is_empty(&self) -> bool {
        self.digits.is_empty() && !self.plus && self.sigil.is_none()
    }

    /// Whether a `+` may stand here: in front, or behind a caller-ID prefix.
    fn may_start_over(&self) -> bool {
        !self.plus && self.sigil.is_none() && matches!(&*self.digits, "" | "184" | "186")
    }

    /// What the digits mean when dialled in Japan.
    fn resolve(self, context: Option<&str>) -> Option<Box<str>> {
        let canonical = match self.sigil {
            Some(sigil) => format!("{sigil}{}", self.digits),
            // No country code begins with 0: a + before one is noise.
            None if self.plus && !self.digits.starts_with('0') => {
                international(&self.without_trunk_zero())
            }
            None => match context {
                Some(country) if is_foreign_to_plan(&self.digits) => {
                    international(&format!("{country}{}", self.digits))
                }
                _ => self.dialled(),
            },
        };
        let digits = canonical.bytes().filter(u8::is_ascii_digit).count();
        (MIN_DIGITS..=MAX_DIGITS).contains(&digits).then(|| canonical.into_boxed_str())
    }

    /// A number without `+`, as dialled in Japan.
    fn dialled(&self) -> String {
        let digits = without_caller_id_prefix(&self.digits);
        let without_trunk_zero = self.without_trunk_zero();
        let plain = if digits.len() == self.digits.len() { &*without_trunk_zero } else { digits };
        for prefix in ["010", "00"] {
            if let Some(rest) = plain.strip_prefix(prefix)
                && rest.len() > MIN_DIGITS
                && !rest.starts_with('0')
            {
                return international(rest);
            }
        }
        match digits.strip_prefix('0') {
            Some(rest) if !rest.starts_with('0') => ["+81", rest].concat(),
            None if digits.len() >= MIN_BARE_INTERNATIONAL => international(plain),
            _ => digits.to_owned(),
        }
    }

    /// The digits without a bracketed `(0)`, which is there for callers inside the country. In
    /// front of everything it is not: `(0)3` is how 03 may be written.
    fn without_trunk_zero(&self) -> Cow<'_, str> {
        match self.trunk_zero {
            Some(at) if at > 0 => {
                Cow::Owned(format!("{}{}", &self.digits[..at], &self.digits[at + 1..]))
            }
            _ => Cow::Borrowed(&self.digits),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Bracket {
    None,
    Open,
    Zero,
}

/// E.164 from digits that begin with a country code. Behind 81 a zero is the trunk prefix left in
/// by mistake: no Japanese number has one there.
fn international(digits: &str) -> String {
    match digits.strip_prefix("81") {
        Some(national) => match national.trim_start_matches('0') {
            "" => String::new(),
            national => ["+81", national].concat(),
        },
        None => ["+", digits].concat(),
    }
}

/// Drops 184 (withhold my number) or 186 (show it) in front of a Japanese number.
///
/// Eleven digits are left alone: no Japanese number has eight, but `1 860 …` is Connecticut's and
/// `1 840 …` California's with the + lost.
fn without_caller_id_prefix(digits: &str) -> &str {
    digits
        .strip_prefix("184")
        .or_else(|| digits.strip_prefix("186"))
        .filter(|rest| rest.starts_with('0') && digits.len() != 11)
        .unwrap_or(digits)
}

/// Whether local digits need their context to mean anything: Japan's own begin with 0, and short
/// numbers stay short.
fn is_foreign_to_plan(digits: &str) -> bool {
    !digits.starts_with('0') && (7..MIN_BARE_INTERNATIONAL + 1).contains(&digits.len())
}

/// What people put between groups of digits.
pub(super) fn is_separator(c: char) -> bool {
    c.is_whitespace() || is_dash(c) || matches!(c, '.' | '/' | '・' | '_')
}

/// Hyphens, dashes, minus signs, waves, and the long-vowel marks and rules typed in their place:
/// Unicode's category Pd and its look-alikes.
pub(super) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '~'
            | '\u{ad}'
            | '\u{2d7}'
            | '\u{58a}'
            | '\u{5be}'
            | '\u{1400}'
            | '\u{1806}'
            | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{2053}'
                | '\u{207b}'
                | '\u{208b}'
                | '\u{2212}'
                | '\u{223c}'
                | '\u{23af}'
                | '\u{2500}'
                | '\u{2501}'
                | '\u{2796}'
                | '\u{2e17}'
                | '\u{2e1a}'
                | '\u{2e3a}'
                | '\u{2e3b}'
                | '\u{2e40}'
                | '\u{2e5d}'
                | '\u{301c}'
                | '\u{3030}'
                | '\u{30a0}'
                | '\u{30fc}'
                | '\u{fe31}'
                | '\u{fe32}'
                | '\u{fe58}'
                | '\u{fe63}'
                | '\u{ff0d}'
                | '\u{ff5e}'
                | '\u{ff70}'
                | '\u{10d6e}'
                | '\u{10ead}'
    )
}

pub(super) fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '❨' | '⦅' | '〔' | '【' | '［' | '（' | '｟')
}

pub(super) fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '❩' | '⦆' | '〕' | '】' | '］' | '）' | '｠')
}

/// Zero-width and direction marks, soft hyphens, variation selectors, and the frame of a keycap
/// emoji: there, and not seen.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{2069}'
            | '\u{20e3}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::number::PhoneNumber;

    fn canonical(raw: &str) -> Option<String> {
        PhoneNumber::parse(raw).map(|number| number.as_str().to_owned())
    }

    #[test]
    fn every_spelling_of_the_delivery_number_is_one_number() {
        for raw in [
            "+815031311651",
            "05031311651",
            "050-3131-1651",
            "050 3131 1651",
            "815031311651",
            "81-50-3131-1651",
            "010815031311651",
            "010-81-50-3131-1651",
            "00815031311651",
            "+010815031311651",
            "+0081 50 3131 1651",
            "+05031311651",
            "+81 (0)50-3131-1651",
            "+81（０）50 3131 1651",
            "010 81 (0)50 3131 1651",
            "81 (0)50 3131 1651",
            "+8105031311651",
            "+81 050 3131 1651",
            "+81-0-50-3131-1651",
            "8105031311651",
            "18605031311651",
            "18405031311651",
            "184-050-3131-1651",
            "186 050 3131 1651",
            "186+815031311651",
            "tel:+815031311651",
            "tel:+81-50-3131-1651",
            "TEL://05031311651",
            "tel:%2B815031311651",
            "tel:%2b81%2050%203131%201651",
            "%2B815031311651",
            "tel:05031311651;phone-context=+81",
            "tel:5031311651;phone-context=+81",
            "tel:+815031311651;ext=12",
            "sms:+815031311651?body=hi",
            "smsto:050-3131-1651",
            "sip:+815031311651@ims.example;user=phone",
            "05031311651,,12#",
            "０５０３１３１１６５１",
            "０５０－３１３１－１６５１",
            "＋８１　５０　３１３１　１６５１",
            "%EF%BC%90%EF%BC%95%EF%BC%9031311651",
            "050ー3131ー1651",
            "050ｰ3131ｰ1651",
            "050−3131−1651",
            "050‐3131‐1651",
            "050‑3131‑1651",
            "050–3131–1651",
            "050—3131—1651",
            "050―3131―1651",
            "050〜3131〜1651",
            "050～3131~1651",
            "050─3131━1651",
            "050﹣3131－1651",
            "(050)3131-1651",
            "（050）3131－1651",
            "050(3131)1651",
            "[050] 3131 1651",
            "〔050〕3131・1651",
            "(0)50-3131-1651",
            "050.3131.1651",
            "050/3131/1651",
            "050\u{a0}3131\u{2009}1651",
            "050\u{3000}3131\u{202f}1651",
            "  050 - 3131 - 1651\n",
            "\u{202a}050-3131-1651\u{202c}",
            "\u{2068}\u{200e}+81 50-3131-1651\u{2069}",
            "050\u{200b}3131\u{feff}1651",
            "0\u{fe0f}\u{20e3}5\u{fe0f}\u{20e3}031311651",
        ] {
            assert_eq!(canonical(raw).as_deref(), Some("+815031311651"), "{raw:?}");
        }
    }

    #[test]
    fn prefixes_are_not_taken_for_digits_nor_digits_for_prefixes() {
        for (raw, expected) in [
            ("010-1-202-555-0123", "+12025550123"),
            ("00 1 202 555 0123", "+12025550123"),
            ("12025550123", "+12025550123"),
            // Connecticut and California, not a prefix and eight digits.
            ("18600555012", "+18600555012"),
            ("18605550123", "+18605550123"),
            ("011-222-3333", "+81112223333"),
            ("0184-33-1234", "+81184331234"),
            ("0186-22-1234", "+81186221234"),
            ("184-0186-22-1234", "+81186221234"),
            ("+44 (0)20 7946 0958", "+442079460958"),
            ("0044 (0)20 7946 0958", "+442079460958"),
            // Italy keeps its zero.
            ("+39 06 1234 5678", "+390612345678"),
            ("010-39-06-1234-5678", "+390612345678"),
            ("(03)3446-1623", "+81334461623"),
            ("(0)3-3446-1623", "+81334461623"),
        ] {
            assert_eq!(canonical(raw).as_deref(), Some(expected), "{raw:?}");
        }
    }

    #[test]
    fn numbers_inside_the_network_stay_as_they_are() {
        for (raw, expected) in [
            ("110", "110"),
            ("１１９", "119"),
            ("188", "188"),
            ("184", "184"),
            ("#9110", "#9110"),
            ("＃９１１０", "#9110"),
            ("tel:%239110", "#9110"),
            ("*186", "*186"),
            ("21061", "21061"),
            ("tel:110;phone-context=+81", "110"),
        ] {
            assert_eq!(canonical(raw).as_deref(), Some(expected), "{raw:?}");
        }
    }

    #[test]
    fn impossible_numbers_keep_a_canonical_form() {
        for (raw, expected) in [
            ("0312345", "+81312345"),
            ("+81312345678901", "+81312345678901"),
            ("0999999999", "+81999999999"),
            ("0000000000", "0000000000"),
            ("+0000", "0000"),
            ("0108", "+81108"),
        ] {
            assert_eq!(canonical(raw).as_deref(), Some(expected), "{raw:?}");
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for raw in [
            "",
            " ",
            "-1",
            "-2",
            "－３",
            "-05031311651",
            "+",
            "+81",
            "+810",
            "#",
            "12",
            "0",
            "Amazon",
            "docomo2020",
            "050-ABCD-1651",
            "+81+5031311651",
            "050#3131",
            "info@example.com",
            "tel:",
            "tel:%FF",
            "123456789012345678901",
            "電話05031311651",
        ] {
            assert_eq!(canonical(raw), None, "{raw:?}");
        }
        assert_eq!(canonical(&"0".repeat(100_000)), None);
        assert_eq!(canonical(&"-".repeat(100_000)), None);
    }

    proptest! {
        #[test]
        fn any_string_parses_without_a_panic(raw in ".{0,80}") {
            let _ = PhoneNumber::parse(&raw);
        }

        #[test]
        fn the_canonical_form_is_stable(raw in "(tel:|sip:|\\+|010|00|18[46]|81|#|\\*)?[-+0-9０-９() ;%.ー]{0,26}") {
            if let Some(number) = PhoneNumber::parse(&raw) {
                prop_assert_eq!(PhoneNumber::parse(number.as_str()), Some(number.clone()));
                prop_assert_eq!(PhoneNumber::from_canonical(number.as_str()), Some(number.clone()));
                prop_assert_eq!(PhoneNumber::parse(&number.to_national()), Some(number));
            }
        }

        #[test]
        fn separators_never_change_a_number(
            digits in "0[1-9][0-9]{8,9}",
            separators in proptest::collection::vec("[- .ー−‐〜\u{200b}\u{3000}]{0,2}", 11),
        ) {
            let mut written = String::new();
            for (digit, separator) in digits.chars().zip(&separators) {
                written.push(digit);
                written.push_str(separator);
            }
            prop_assert_eq!(canonical(&written), canonical(&digits));
        }
    }
}
