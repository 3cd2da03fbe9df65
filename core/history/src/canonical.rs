//! What makes two items one, and how a text is searched: one canonical form for each.

use std::borrow::Cow;

use hmac::{Hmac, KeyInit, Mac};
use mihari_engine::item::Item;
use mihari_engine::number::Origin;
use sha2::Sha256;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use crate::entry::Coded;

/// An item in the forms that count: for telling whether two are one, and for finding it again.
pub(crate) struct Canonical<'a> {
    item: Item<'a>,
    /// The key of its [`Origin`].
    sender: String,
    /// NFKC.
    text: Cow<'a, str>,
}

impl<'a> Canonical<'a> {
    pub(crate) fn of(item: Item<'a>) -> Self {
        let sender = Origin::parse(item.channel, item.sender).key().into_owned();
        Self { item, sender, text: nfkc(item.text) }
    }

    /// What the item is searched by: canonical sender, sender and text, a line each. None of them
    /// holds a line break, so no word is found across two.
    pub(crate) fn search(&self) -> String {
        let delivered = nfkc(self.item.sender.unwrap_or_default());
        let mut search = String::with_capacity(2 * self.sender.len() + self.text.len() + 2);
        fold_into(&mut search, &self.sender);
        search.push('\n');
        fold_into(&mut search, &delivered);
        search.push('\n');
        fold_into(&mut search, &self.text);
        search
    }
}

/// Says which items are one, without saying what they are: a hash keyed with the file's own salt,
/// so that the same item leaves different traces in different files.
#[derive(Clone)]
pub(crate) struct Fingerprinter(Hmac<Sha256>);

/// 64 bits of the hash: among a million items, two that differ share one with a chance of
/// 3 in 10⁸, and are taken for one only if they also come within ten minutes.
pub(crate) type Fingerprint = i64;

impl Fingerprinter {
    pub(crate) fn new(salt: &[u8]) -> Self {
        Self(Hmac::new_from_slice(salt).expect("HMAC takes a key of any length"))
    }

    /// The same for items of the same channel, direction, canonical sender, and text but for
    /// white space.
    pub(crate) fn of(&self, canonical: &Canonical) -> Fingerprint {
        let Item { channel, direction, .. } = canonical.item;
        let mut mac = self.0.clone();
        mac.update(&[channel.code(), direction.code()]);
        // The length keeps the end of one field from passing for the start of the next.
        mac.update(&(canonical.sender.len() as u64).to_le_bytes());
        mac.update(canonical.sender.as_bytes());
        for word in canonical.text.split_whitespace() {
            mac.update(word.as_bytes());
            mac.update(b" ");
        }
        let hash = mac.finalize().into_bytes();
        i64::from_le_bytes(*hash.first_chunk().expect("SHA-256 has 32 bytes"))
    }
}

/// A word as it is searched for in [`Canonical::search`].
pub(crate) fn searchable(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(&mut folded, &nfkc(word));
    folded
}

/// Width, case and invisible characters do not count in a search, and white space only between two
/// Latin letters or digits, because a line may break inside a Japanese word.
fn fold_into(folded: &mut String, normal: &str) {
    let mut space = false;
    // No Latin letter or digit stands before the start of a line.
    let mut after_latin = false;
    for c in normal.chars().filter(|c| !is_invisible(*c)) {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        let is_latin = c.is_ascii_alphanumeric();
        if space && after_latin && is_latin {
            folded.push(' ');
        }
        (space, after_latin) = (false, is_latin);
        folded.extend(c.to_lowercase());
    }
}

/// NFKC, with runs of combining marks cut at 30 (UAX #15, Stream-Safe Text Format): sorting an
/// endless run would cost more than linear time.
fn nfkc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        text.into()
    } else {
        text.chars().stream_safe().nfkc().collect::<String>().into()
    }
}

/// Characters that show nothing and are put into words to hide them from a search
/// (Unicode's Default_Ignorable_Code_Point, without the Hangul fillers).
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fingerprint(sender: &str, text: &str) -> Fingerprint {
        Fingerprinter::new(b"salt").of(&Canonical::of(Item::sms(Some(sender), text)))
    }

    #[test]
    fn spellings_of_one_item_have_one_fingerprint() {
        let one = fingerprint("050-3131-1651", "ｶｰﾄﾞ 未納");
        assert_eq!(fingerprint("+815031311651", " カード\u{3000}\n未納\t"), one);
        assert_ne!(fingerprint("050-3131-1652", "カード 未納"), one);
        assert_ne!(fingerprint("050-3131-1651", "カード未納"), one);
        assert_ne!(fingerprint("050-3131-1651", "CARD"), fingerprint("050-3131-1651", "card"));
    }

    #[test]
    fn nothing_moves_from_one_field_into_the_next() {
        assert_ne!(fingerprint("ab", "c"), fingerprint("a", "bc"));
        assert_ne!(fingerprint("x", "a b"), fingerprint("x", "ab"));
    }

    #[test]
    fn another_salt_makes_another_fingerprint() {
        let canonical = Canonical::of(Item::sms(Some("Amazon"), "未納"));
        let of = |salt: &[u8]| Fingerprinter::new(salt).of(&canonical);
        assert_ne!(of(b"one"), of(b"two"));
    }

    #[test]
    fn white_space_is_searched_only_inside_latin_words() {
        let cases = [
            ("法的手\r\n続き", "法的手続き"),
            ("Pay  Now!", "pay now!"),
            ("Amazon より 3 点", "amazonより3点"),
            (" a\u{200b} b ", "a b"),
            ("Σ", "σ"),
        ];
        for (text, folded) in cases {
            assert_eq!(searchable(text), folded);
        }
    }

    #[test]
    fn a_megabyte_of_combining_marks_is_normalised_in_linear_time() {
        // Alternating classes: sorted as one run this would take minutes.
        let marks = "\u{301}\u{323}".repeat(1 << 18);
        assert!(nfkc(&marks).chars().count() >= 1 << 19);
    }
}
