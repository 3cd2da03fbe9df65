//! Hosts that are meant to be taken for a brand's.

use std::borrow::Cow;

use unicode_security::confusable_detection::skeleton;

/// The longest name DNS has; nothing behind it can be part of a host.
const MAX_HOST: usize = 253;

/// Whether `host_or_label` holds the word `brand` or something an eye in a hurry takes for it.
///
/// Anywhere in a label: the word itself, also with hyphens in it (`ama-zon`) or in look-alike
/// letters and digits (`amaz0n`, `arnazon`, a Cyrillic `а`). Between hyphens, dots and digits: the
/// word with letters changed, left out, added or swapped (`anazon-jp`, `amzon`, `amaozn`), one in a
/// word of five to seven letters, two in a longer one. A brand of four letters or less must stand
/// between them as it is.
///
/// `brand` is one lower-case ASCII word. `host_or_label` is folded; `xn--` is decoded here. The
/// brand's own hosts look like the brand too: leave them out before. Cost is at most proportional
/// to the product of both lengths, of which 253 bytes are read.
pub fn looks_like(host_or_label: &str, brand: &str) -> bool {
    if brand.is_empty() || brand.len() > MAX_HOST {
        return false;
    }
    let host = beginning(host_or_label);
    let host = match host.contains("xn--") {
        true => Cow::Owned(idna::domain_to_unicode(host).0),
        false => Cow::Borrowed(host),
    };
    let forms = Form::ALL.map(|form| (form, form.of(brand)));
    host.split('.')
        .any(|label| forms.iter().any(|(form, brand)| label_looks_like(&form.of(label), brand)))
}

fn beginning(host: &str) -> &str {
    let mut end = host.len().min(MAX_HOST);
    while !host.is_char_boundary(end) {
        end -= 1;
    }
    &host[..end]
}

/// Both in the same [`Form`].
fn label_looks_like(label: &str, brand: &str) -> bool {
    let edits = match brand.len() {
        0..5 => 0,
        5..8 => 1,
        _ => 2,
    };
    // An edit brings in one letter at most: what misses more of the brand's cannot be near.
    if (letters_of(brand) & !letters_of(label)).count_ones() > edits {
        return false;
    }
    let words = || label.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    if edits == 0 {
        return words().any(|word| word == brand);
    }
    let joined = || label.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    label.contains(brand)
        || label.contains('-') && joined().contains(brand)
        || words().any(|word| distance(word, brand) <= edits)
}

/// The letters a to z in `word`, one bit each.
pub(super) fn letters_of(word: &str) -> u32 {
    word.bytes().filter(u8::is_ascii_lowercase).fold(0, |letters, b| letters | 1 << (b - b'a'))
}

/// A way to read a word, in which its look-alikes are the same.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// Digits are the letters they stand in for.
    Letters,
    /// Signs are what they look like (UTS 39): `rn` is `m`, `1` is `l`, a Cyrillic `а` is an `a`.
    Drawing,
}

impl Form {
    pub(super) const ALL: [Self; 2] = [Self::Letters, Self::Drawing];

    pub(super) fn of(self, word: &str) -> String {
        match self {
            Self::Letters => word.chars().map(digit_as_letter).collect(),
            Self::Drawing if word.is_ascii() => {
                let mut drawing = String::with_capacity(2 * word.len());
                for c in word.chars() {
                    match c {
                        'm' => drawing.push_str("rn"),
                        '0' => drawing.push('o'),
                        '1' => drawing.push('l'),
                        c => drawing.push(c),
                    }
                }
                drawing
            }
            Self::Drawing => skeleton(word).flat_map(char::to_lowercase).collect(),
        }
    }
}

fn digit_as_letter(c: char) -> char {
    match c {
        '0' => 'o',
        '1' => 'l',
        '2' => 'z',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        '8' => 'b',
        '9' => 'g',
        c => c,
    }
}

/// The least letters changed, dropped, added or swapped with a neighbour that make one word of the
/// other (optimal string alignment).
pub(super) fn distance(word: &str, brand: &str) -> u32 {
    let brand: Vec<char> = brand.chars().collect();
    // Columns of the table: for the letter at hand and the two before it.
    let mut column: Vec<u32> = (0..).take(brand.len() + 1).collect();
    let (mut last, mut before_last) = (column.clone(), column.clone());
    let mut previous = None;
    for letter in word.chars() {
        std::mem::swap(&mut before_last, &mut last);
        std::mem::swap(&mut last, &mut column);
        column[0] = last[0] + 1;
        for (i, &wanted) in brand.iter().enumerate() {
            let changed = last[i] + u32::from(letter != wanted);
            let mut edits = changed.min(last[i + 1] + 1).min(column[i] + 1);
            if i > 0 && letter == brand[i - 1] && previous == Some(wanted) {
                edits = edits.min(before_last[i - 1] + 1);
            }
            column[i + 1] = edits;
        }
        previous = Some(letter);
    }
    column[brand.len()]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letters_changed_swapped_dropped_and_redrawn_look_like_the_brand() {
        for host in [
            "amazon",
            "amazonsecure",
            "amazon.co.jp.evil.example",
            "login-amazon.example",
            "ama-zon",
            "amazom88-jp",
            "amaz0nsecure",
            "arnazonlogin",
            "amaz0n",
            "amaz0n-jp.example",
            "arnazon",
            "anazon",
            "amazom",
            "amaozn",
            "amzon",
            "amazoon",
            "ama2on",
            "4m4z0n",
            "аmazon",
            "xn--mazon-3ve",
            "www.amazonn.example",
        ] {
            assert!(looks_like(host, "amazon"), "{host}");
        }
        assert!(looks_like("rakutenn-card.example", "rakuten"));
        assert!(looks_like("yamat0unyu.example", "yamatounyu"));
    }

    #[test]
    fn other_words_do_not() {
        for host in [
            "example.com",
            "amaretto",
            "horizon.example",
            "amazing.example",
            "google.co.jp",
            "a.ma.zon",
            "amazingtalker.com",
            "application.example",
            "",
        ] {
            assert!(!looks_like(host, "amazon"), "{host}");
        }
        assert!(!looks_like("anything", ""));
        assert!(!looks_like("shopping-au-la.example", "aupay"));
        assert!(!looks_like("application.example", "apple"));
        assert!(looks_like("au.example", "au"));
        assert!(!looks_like("autumn.example", "au"));
    }

    proptest! {
        #[test]
        fn ascii_is_drawn_as_unicode_says(word in "[a-z0-9]{0,20}") {
            let drawn: String = skeleton(&word).flat_map(char::to_lowercase).collect();
            prop_assert_eq!(Form::Drawing.of(&word), drawn);
        }

        #[test]
        fn any_host_is_answered(host in "\\PC{0,300}", brand in "[a-z]{0,12}") {
            let _ = looks_like(&host, &brand);
        }

        #[test]
        fn a_brand_inside_a_label_is_always_seen(before in "[a-z]{0,9}", behind in "[a-z0-9]{0,9}") {
            let host = format!("{before}amazon{behind}.example");
            prop_assert!(looks_like(&host, "amazon"));
        }
    }
}
