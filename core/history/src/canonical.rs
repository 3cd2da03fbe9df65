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
