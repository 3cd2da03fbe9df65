//! What is made of the shipped packs when the crate is built, so that starting costs little.
//!
//! `build.rs` reads the packs and writes them in a compact form, without their rules' examples;
//! and it reads their patterns and names into a lexicon. None of it knows a byte order: the machine
//! that builds is seldom the phone.

use std::borrow::Cow;

use daachorse::{CharwiseDoubleArrayAhoCorasick, DoubleArrayAhoCorasick};

use crate::beginning::Next;
use crate::lexicon::{Lead, Lexicon, Needs, Word, WordSet};
use crate::spelling::Meaning;

/// A pattern of a shipped pack, read. Its number in the lexicon is its place in the order of how
/// patterns are written.
pub(crate) struct Pattern {
    /// As the pack writes it.
    pub(crate) written: &'static str,
    /// The id of the brand that it names.
    pub(crate) brand: Option<&'static str>,
    /// What must stand behind its beginning.
    pub(crate) needs: Needs,
}

include!(concat!(env!("OUT_DIR"), "/shipped.rs"));

/// The shipped packs: file name, TOML, and the compact form.
pub(crate) fn packs() -> &'static [(&'static str, &'static str, &'static [u8])] {
    PACKS
}

/// The patterns of the shipped packs, by number.
pub(crate) fn patterns() -> &'static [Pattern] {
    PATTERNS
}

/// The words of the shipped packs. `None` when the build script and the engine are not of one
/// version, which cannot be.
pub(crate) fn lexicon() -> Option<Lexicon> {
    let (automaton, _) = CharwiseDoubleArrayAhoCorasick::deserialize(AUTOMATON).ok()?;
    Some(Lexicon {
        automaton,
        words: Cow::Borrowed(WORDS),
        leads: Cow::Borrowed(LEADS),
        sets: Cow::Borrowed(SETS),
        set_count: SET_COUNT,
    })
}

/// The words that are, or hold, a brand's name, as an automaton whose values are the indices of what
/// they mean. `None` as with the lexicon.
pub(crate) fn names() -> Option<(DoubleArrayAhoCorasick<u32>, &'static [Meaning])> {
    let (automaton, _) = DoubleArrayAhoCorasick::deserialize(NAMES).ok()?;
    Some((automaton, MEANINGS))
}
