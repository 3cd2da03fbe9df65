//! Puts a link or a telephone number where a page left it out.
//!
//! People who quote a scam mask what is dangerous: `http://`, `https://~~~`, `https://○○.com/`,
//! `03-xxxx-xxxx`, or the text just ends with 「詳細はこちら:」. What arrived on the phone was whole, so
//! it is measured whole.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::corpus::Row;
use crate::random::SplitMix64;

/// A link up to the next space or Japanese letter, with the signs that people mask links with.
static LINK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"https?:/{0,2}([!-~〜～…○〇●]*)").expect("tested below"));

/// Digits and masks in groups.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[0-9Xx○〇●*＊×]+(?:[-‐–−ー][0-9Xx○〇●*＊×]+)*").expect("tested below")
});

/// The row's text with everything that was left out put back, or `None` when it is whole.
///
/// `draw` counts the attempts at one row: each gets another link, number and separator.
pub(super) fn fill(row: &Row, links: &[String], draw: usize) -> Option<String> {
    let mut random = SplitMix64::named(&format!("{} {draw}", row.id));
    let link = random.choose(links).clone();
    let number = fictitious_number(&mut random);

    if row.quote == "exact" {
        return None;
    }
    let with_link = replace(&LINK, &row.text, is_masked_link, &link);
    let with_both = replace(&NUMBER, &with_link, is_masked_number, &number);
    let put_back = with_both != row.text;

    let missing = match row.quote.as_str() {
        "url_elided" if !LINK.is_match(&with_both) => Some(link),
        "phone_elided" if with_both == with_link => Some(number),
        "elided" | "partial" if !put_back => Some(link),
        _ => None,
    };
    match missing {
        Some(missing) => Some(format!("{with_both}{}{missing}", ["", " ", "\n"][draw % 3])),
        None => put_back.then_some(with_both),
    }
}

fn replace(
    pattern: &Regex,
    text: &str,
    is_masked: fn(&Captures<'_>) -> bool,
    with: &str,
) -> String {
    let replacement = |found: &Captures<'_>| {
        if is_masked(found) { with.to_owned() } else { found[0].to_owned() }
    };
    pattern.replace_all(text, replacement).into_owned()
}

fn is_masked_link(link: &Captures<'_>) -> bool {
    let rest = &link[1];
    let is_crossed_out = |part: &str| part.len() > 1 && part.bytes().all(|b| b"Xx".contains(&b));
    rest.is_empty()
        || rest.starts_with('~')
        || rest.contains("..")
        || rest.contains(['〜', '～', '…', '○', '〇', '●', '*'])
        || rest.split(['/', '.', '-']).any(is_crossed_out)
        // `https://tepco-` and then nothing.
        || rest.ends_with('-')
}

/// As long as a Japanese telephone number, and a good part of it hidden.
fn is_masked_number(number: &Captures<'_>) -> bool {
    let places = number[0].chars().filter(|c| !"-‐–−ー".contains(*c));
    let (digits, masks): (Vec<_>, Vec<_>) = places.partition(char::is_ascii_digit);
    (9..=11).contains(&(digits.len() + masks.len())) && masks.len() >= 3
}

/// A number in the style of fictitious billing: a city line or an IP phone.
fn fictitious_number(random: &mut SplitMix64) -> String {
    let area = *random.choose(&["03", "03", "06", "050"]);
    // Exchanges in use begin with 3 to 6; the rest is drawn.
    let exchange = format!("{}{}", random.choose(&["3", "4", "5", "6"]), random.digits(3));
    let separator = *random.choose(&["-", ""]);
    format!("{area}{separator}{exchange}{separator}{}", random.digits(4))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: &str = "https://qwvmx.example/ap";

    fn filled(quote: &str, text: &str) -> Option<String> {
        fill(&Row::scam("1", quote, text), &[HOST.to_owned()], 0)
    }

    #[test]
    fn every_usual_mask_of_a_link_is_replaced() {
        for mask in [
            "http://",
            "https://~~~",
            "https:~~",
            "https://○○.com/",
            "https://....",
            "https://cutt.ly/.......",
            "https://XXXX/parcel",
            "https://power-...",
            "https://～",
        ] {
            let text = format!("ご確認ください。{mask}");
            let whole = filled("url_elided", &text);
            assert_eq!(
                whole.as_deref(),
                Some("ご確認ください。https://qwvmx.example/ap"),
                "{mask}"
            );
        }
    }

    #[test]
    fn a_link_that_is_whole_stays() {
        assert_eq!(
            filled("ocr_normalised", "http://parcel.example/~user/x-y をご覧ください"),
            None
        );
        assert_eq!(filled("exact", "http://"), None);
        assert_eq!(filled("ocr_normalised", "https://arnaxxon.example"), None);
    }

    #[test]
    fn a_link_left_out_without_a_trace_is_appended() {
        assert_eq!(filled("url_elided", "詳細はこちら:"), Some(format!("詳細はこちら:{HOST}")));
        assert_eq!(
            filled("partial", "手続きしてください"),
            Some(format!("手続きしてください{HOST}"))
        );
    }

    #[test]
    fn masked_numbers_are_replaced_and_other_masks_are_not() {
        for mask in ["03-xxxx-xxxx", "XX-XXXX-XXXX", "XXXXXXXXXX", "050********", "03-6XXX-XXXX"] {
            let whole = filled("ocr_normalised", &format!("相談窓口{mask}")).unwrap();
            assert!(whole.starts_with("相談窓口0"), "{mask} became {whole}");
        }
        // A payment code is too short to be a number; the number itself was cut off.
        let whole = filled("phone_elided", "支払いコード○○○-○○ 窓口").unwrap();
        assert!(whole.starts_with("支払いコード○○○-○○ 窓口0"), "{whole}");
    }

    #[test]
    fn draws_differ_and_repeat() {
        let row = Row::scam("1", "phone_elided", "相談窓口");
        let links = [HOST.to_owned()];
        assert_ne!(fill(&row, &links, 0), fill(&row, &links, 1));
        assert_eq!(fill(&row, &links, 2), fill(&row, &links, 2));
    }
}
