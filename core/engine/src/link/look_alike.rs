//! Hosts that are meant to be taken for a brand's.

use unicode_security::confusable_detection::skeleton;

/// The longest name DNS has; nothing behind it can be part of a host.
const MAX_HOST: usize = 253;

/// Whether `host_or_label` holds the word `brand` or something an eye in a hurry takes for it:
/// look-alike letters and digits (`amaz0n`, `arnazon`, a Cyrillic `а`), or letters changed, left
/// out, added or swapped (`anazon`, `amzon`, `amaozn`): one in a word of five to seven letters, two
/// in a longer one, none in a shorter.
///
/// `brand` is one lower-case ASCII word. `host_or_label` is folded; `xn--` is decoded here. The
/// brand's own hosts look like the brand too: leave them out before. Ends in time proportional to
/// the product of both lengths, of which it reads 253 bytes at most.
pub fn looks_like(host_or_label: &str, brand: &str) -> bool {
    if brand.is_empty() || brand.len() > MAX_HOST {
        return false;
    }
    let end =
        host_or_label.char_indices().map(|(at, _)| at).take_while(|&at| at <= MAX_HOST).last();
    let host = match host_or_label.len() > MAX_HOST {
        true => &host_or_label[..end.unwrap_or(0)],
        false => host_or_label,
    };
    let host = match host.contains("xn--") {
        true => idna::domain_to_unicode(host).0,
        false => host.to_owned(),
    };
    let (plain, drawn) = (as_letters(brand), as_drawn(brand));
    host.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).any(|word| {
        is_near(&as_letters(word), &plain, brand.len())
            || is_near(&as_drawn(word), &drawn, brand.len())
    })
}

fn is_near(word: &[char], brand: &[char], brand_len: usize) -> bool {
    match brand_len {
        // Short words are in every other word.
        0..5 => word == brand,
        5..8 => edits_within(word, brand) <= 1,
        _ => edits_within(word, brand) <= 2,
    }
}

/// Digits read as the letters they stand in for.
fn as_letters(word: &str) -> Vec<char> {
    word.chars()
        .map(|c| match c {
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
        })
        .collect()
}

/// Letters read by their looks (UTS 39): `rn` is `m`, `1` is `l`, a Cyrillic `а` is an `a`.
fn as_drawn(word: &str) -> Vec<char> {
    skeleton(word).flat_map(char::to_lowercase).collect()
}

/// The least edits (a letter changed, dropped, added, or two swapped) that make `brand` of any
/// stretch of `word`: Sellers' algorithm with swaps.
fn edits_within(word: &[char], brand: &[char]) -> usize {
    // Columns of the table: for the letter at hand and the two before it.
    let mut column: Vec<usize> = (0..=brand.len()).collect();
    let (mut last, mut before_last) = (column.clone(), column.clone());
    let mut least = brand.len();
    for (j, &letter) in word.iter().enumerate() {
        std::mem::swap(&mut before_last, &mut last);
        std::mem::swap(&mut last, &mut column);
        column[0] = 0;
        for (i, &wanted) in brand.iter().enumerate() {
            let mut edits =
                (last[i] + usize::from(letter != wanted)).min(last[i + 1] + 1).min(column[i] + 1);
            if i > 0 && j > 0 && letter == brand[i - 1] && word[j - 1] == wanted {
                edits = edits.min(before_last[i - 1] + 1);
            }
            column[i + 1] = edits;
        }
        least = least.min(column[brand.len()]);
    }
    least
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
            "",
        ] {
            assert!(!looks_like(host, "amazon"), "{host}");
        }
        assert!(!looks_like("anything", ""));
        assert!(!looks_like("shopping-au-la.example", "aupay"));
        assert!(looks_like("au.example", "au"));
        assert!(!looks_like("autumn.example", "au"));
    }

    proptest! {
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
