//! The words that a pattern begins and ends with.
//!
//! Self-contained: the build script runs it over the shipped packs, so that the engine need not
//! parse their patterns each time it starts.

use regex_syntax::hir::Hir;
use regex_syntax::hir::literal::{ExtractKind, Extractor, Literal};

/// How many different beginnings one pattern should have, and how many it may have. Where there
/// would be more, shorter ones are taken and the rest is tried in place: few words make an
/// automaton that is built and run fast.
const BEGINNINGS: [usize; 2] = [24, 500];
/// How many different endings are looked for. A pattern with more is tried without knowing.
const MOST_ENDINGS: usize = 100;
/// How many longer beginnings are looked at to learn what comes next.
const MOST_LONGER: usize = 2_000;
/// Where a beginning is cut, in bytes.
const LONGEST: usize = 30;
/// The same for an ending: two Japanese characters say most, and make few words.
const LONGEST_ENDING: usize = 6;
/// The shortest ending worth looking for, in bytes. `い` and `。` stand in every message.
const SHORTEST_ENDING: usize = 4;

/// Words that a pattern can begin with.
pub(crate) struct Beginning {
    pub(crate) words: String,
    /// The words are all there is to the pattern.
    pub(crate) whole: bool,
    /// What can come after them.
    pub(crate) next: Next,
}

/// Which characters can come next: a bit for each of 64 classes of characters, for the next and
/// for the one after it. Looking here first saves most of the places where a pattern would be
/// tried in vain.
#[derive(Clone, Copy)]
pub(crate) struct Next(pub(crate) [u64; 2]);

impl Next {
    const ANYTHING: Self = Self([u64::MAX; 2]);

    /// The class of a character, as a bit.
    pub(crate) fn class(c: char) -> u64 {
        let c = u32::from(c);
        1 << ((c ^ (c >> 6)) % 64)
    }
}

/// Parses a pattern in the syntax of the `regex` crate. Nesting is bounded.
pub(crate) fn parse(source: &str) -> Result<Hir, Box<regex_syntax::Error>> {
    regex_syntax::ParserBuilder::new().nest_limit(50).build().parse(source).map_err(Box::new)
}

/// The words a pattern can begin with, none of them the beginning of another that is unfinished.
/// `None` when it does not begin with words.
pub(crate) fn beginnings(hir: &Hir) -> Option<Vec<Beginning>> {
    let mut beginnings = BEGINNINGS.iter().find_map(|&most| extract_beginnings(hir, most))?;
    if beginnings.iter().any(|beginning| !beginning.whole) {
        let longer = extractor(ExtractKind::Prefix, MOST_LONGER, 2 * LONGEST).extract(hir);
        for beginning in beginnings.iter_mut().filter(|beginning| !beginning.whole) {
            // Without literals there were too many.
            beginning.next = longer
                .literals()
                .map_or(Next::ANYTHING, |longer| next(beginning.words.as_bytes(), longer));
        }
    }
    Some(beginnings)
}

/// Words of which one stands at the end of whatever the pattern matches. Empty when that is not
/// known.
pub(crate) fn endings(hir: &Hir) -> Vec<String> {
    let sequence = extractor(ExtractKind::Suffix, MOST_ENDINGS, LONGEST_ENDING).extract(hir);
    let mut endings: Vec<String> = sequence
        .literals()
        .unwrap_or_default()
        .iter()
        .map(|literal| from_boundary(literal.as_bytes()))
        .collect();
    if endings.iter().any(|words| words.len() < SHORTEST_ENDING) {
        return Vec::new();
    }
    // What ends with a shorter ending says nothing more.
    endings.sort_by_cached_key(|words| words.bytes().rev().collect::<Vec<u8>>());
    endings.dedup_by(|later, earlier| later.ends_with(earlier.as_str()));
    endings
}

fn extractor(kind: ExtractKind, most: usize, longest: usize) -> Extractor {
    let mut extractor = Extractor::new();
    extractor
        .kind(kind)
        .limit_class(64)
        .limit_repeat(3)
        .limit_literal_len(longest)
        .limit_total(most);
    extractor
}

/// `None` when there are more than `most`, or when one would stand everywhere.
fn extract_beginnings(hir: &Hir, most: usize) -> Option<Vec<Beginning>> {
    let sequence = extractor(ExtractKind::Prefix, most, LONGEST).extract(hir);
    let literals = sequence.literals().filter(|literals| !literals.is_empty())?;
    let mut beginnings: Vec<Beginning> = literals
        .iter()
        .map(|literal| Beginning {
            words: to_boundary(literal.as_bytes()),
            whole: literal.is_exact(),
            next: Next::ANYTHING,
        })
        .collect();
    beginnings.sort_by(|a, b| (&a.words, a.whole).cmp(&(&b.words, b.whole)));
    beginnings.dedup_by(|later, earlier| {
        !earlier.whole && later.words.starts_with(earlier.words.as_str())
    });
    beginnings.iter().all(|b| is_selective(&b.words)).then_some(beginnings)
}

/// What comes after `words`, as the longer beginnings tell. Each match begins with one of them.
fn next(words: &[u8], longer: &[Literal]) -> Next {
    let mut next = [0, 0];
    for literal in longer {
        let Some(rest) = literal.as_bytes().strip_prefix(words) else {
            if !literal.is_exact() && words.starts_with(literal.as_bytes()) {
                return Next::ANYTHING;
            }
            continue;
        };
        let rest = to_boundary(rest);
        let mut characters = rest.chars();
        let Some(first) = characters.next() else { return Next::ANYTHING };
        next[0] |= Next::class(first);
        next[1] |= characters.next().map_or(u64::MAX, Next::class);
    }
    Next(next)
}

/// A literal that may have been cut inside a character, without the piece.
fn to_boundary(literal: &[u8]) -> String {
    let valid = match std::str::from_utf8(literal) {
        Ok(words) => words.len(),
        Err(error) => error.valid_up_to(),
    };
    String::from_utf8_lossy(&literal[..valid]).into_owned()
}

/// The same for a literal that was cut at its front.
fn from_boundary(literal: &[u8]) -> String {
    let piece = literal.iter().take_while(|byte| (0x80..0xc0).contains(*byte)).count();
    String::from_utf8_lossy(&literal[piece..]).into_owned()
}

/// Two characters, or one that is not ASCII: enough not to stand everywhere.
fn is_selective(words: &str) -> bool {
    words.len() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hir(pattern: &str) -> Hir {
        parse(pattern).expect("a pattern")
    }

    #[test]
    fn what_comes_next_is_known_where_it_is_bounded() {
        let next = |pattern: &str| beginnings(&hir(pattern)).unwrap().remove(0).next.0;
        // Too many choices for beginnings, few enough to know the next two characters by.
        let behind = next("[あ-お]未納(?:[か-こ]|[さ-そ])[た-と].{0,9}料金");
        assert_eq!(behind[0] & Next::class('さ'), Next::class('さ'));
        assert_eq!(behind[0] & Next::class('法'), 0);
        assert_eq!(behind[1] & Next::class('と'), Next::class('と'));
        assert_eq!(next("未納.{0,9}料金"), [u64::MAX; 2]);
    }

    #[test]
    fn endings_are_short_and_imply_one_another_no_more() {
        assert_eq!(endings(&hir("未納.{0,9}(?:法的手続|の手続|訴訟)")), ["手続", "訴訟"]);
        assert_eq!(endings(&hir("card.{0,9}suspended")), ["pended"]);
        // One character stands everywhere; a gap may end with anything.
        assert!(endings(&hir("未納.{0,9}(?:訴訟|い)")).is_empty());
        assert!(endings(&hir("未納[^。]{0,9}")).is_empty());
    }
}
