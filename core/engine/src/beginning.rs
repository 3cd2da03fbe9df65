//! The words that a pattern begins with.
//!
//! Self-contained: the build script runs it over the shipped packs, so that the engine need not
//! parse their patterns each time it starts.

use regex_syntax::hir::Hir;
use regex_syntax::hir::literal::{ExtractKind, Extractor};

/// How many different beginnings one pattern should have, and how many it may have. Where there
/// would be more, shorter ones are taken and the rest is tried in place: few words make an
/// automaton that is built and run fast.
const BEGINNINGS: [usize; 2] = [24, 500];

/// Words that a pattern can begin with.
pub(crate) struct Beginning {
    pub(crate) words: Vec<u8>,
    /// The words are all there is to the pattern.
    pub(crate) whole: bool,
}

/// Parses a pattern in the syntax of the `regex` crate. Nesting is bounded.
pub(crate) fn parse(source: &str) -> Result<Hir, Box<regex_syntax::Error>> {
    regex_syntax::ParserBuilder::new().nest_limit(50).build().parse(source).map_err(Box::new)
}

/// The words a pattern can begin with, none of them the beginning of another that is unfinished.
/// `None` when it does not begin with words.
pub(crate) fn beginnings(hir: &Hir) -> Option<Vec<Beginning>> {
    BEGINNINGS.iter().find_map(|&most| extract(hir, most))
}

/// `None` when there are more than `most`, or when one would stand everywhere.
fn extract(hir: &Hir, most: usize) -> Option<Vec<Beginning>> {
    let sequence = Extractor::new()
        .kind(ExtractKind::Prefix)
        .limit_class(64)
        .limit_repeat(3)
        .limit_literal_len(30)
        .limit_total(most)
        .extract(hir);
    let literals = sequence.literals().filter(|literals| !literals.is_empty())?;
    let mut beginnings: Vec<Beginning> = literals
        .iter()
        .map(|l| Beginning { words: l.as_bytes().to_vec(), whole: l.is_exact() })
        .collect();
    beginnings.sort_by(|a, b| (&a.words, a.whole).cmp(&(&b.words, b.whole)));
    beginnings.dedup_by(|later, earlier| !earlier.whole && later.words.starts_with(&earlier.words));
    beginnings.iter().all(|b| is_selective(&b.words)).then_some(beginnings)
}

/// Two characters, or one that is not ASCII: enough not to stand everywhere.
fn is_selective(words: &[u8]) -> bool {
    words.len() >= 2
}
