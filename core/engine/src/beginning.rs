//! The words that a pattern begins with, and those it goes on with.
//!
//! Self-contained: the build script runs it over the shipped packs, so that the engine need not
//! parse their patterns each time it starts.

use regex_syntax::hir::literal::{ExtractKind, Extractor, Literal};
use regex_syntax::hir::{Hir, HirKind};

/// How many different beginnings one pattern should have, and how many it may have. Where there
/// would be more, shorter ones are taken and the rest is tried in place: few words make an
/// automaton that is built and run fast.
const BEGINNINGS: [usize; 2] = [24, 500];
/// How many different words may be a landmark. One of more says little and costs much.
const MOST_ALTERNATIVES: usize = 100;
/// How many longer beginnings are looked at to learn what comes next.
const MOST_LONGER: usize = 2_000;
/// Where a beginning is cut, in bytes.
const LONGEST: usize = 30;
/// The same for a landmark: two Japanese characters say most, and make few words.
const LONGEST_LANDMARK: usize = 6;
/// The shortest landmark worth looking for, in bytes. `い` and `。` stand in every message.
const SHORTEST_LANDMARK: usize = 4;

/// Words that a pattern can begin with.
pub(crate) struct Beginning {
    pub(crate) words: String,
    /// The words are all there is to the pattern.
    pub(crate) whole: bool,
    /// What can come after them.
    pub(crate) next: Next,
}

/// What every match of a pattern has behind its beginning.
pub(crate) struct Landmarks {
    /// Up to two lists of words; one word of each is there.
    pub(crate) words: [Option<Vec<String>>; 2],
    /// The longest match, in bytes.
    pub(crate) reach: usize,
}

/// Which characters can come next: a bit for each of 63 classes of characters, for the next and
/// for the one after it, and [`Self::ANYTHING`]. Looking here first saves most of the places where
/// a pattern would be tried in vain.
#[derive(Clone, Copy)]
pub(crate) struct Next(pub(crate) [u64; 2]);

impl Next {
    /// The bit for whatever comes next, also when nothing does.
    pub(crate) const ANYTHING: u64 = 1 << 63;
    const UNKNOWN: Self = Self([Self::ANYTHING; 2]);

    /// The class of a character, as a bit.
    pub(crate) fn class(c: char) -> u64 {
        let c = u32::from(c);
        1 << ((c ^ (c >> 6)) % 64).min(62)
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
                .map_or(Next::UNKNOWN, |longer| next(beginning.words.as_bytes(), longer));
        }
    }
    Some(beginnings)
}

/// The lists of words that tell most about whether a pattern goes on behind its beginning: what one
/// of its parts begins with, or what the whole ends with.
pub(crate) fn landmarks(hir: &Hir) -> Landmarks {
    let mut lists: Vec<Vec<String>> = parts(hir)
        .iter()
        .skip(1)
        .filter_map(|part| words_of(part, ExtractKind::Prefix))
        .chain(words_of(hir, ExtractKind::Suffix))
        .collect();
    // Few words, and long ones, stand somewhere by chance least often.
    let chance = |words: &String| if words.len() < LONGEST_LANDMARK { 4 } else { 1 };
    lists.sort_by_key(|words| words.iter().map(chance).sum::<usize>());
    lists.dedup();
    let mut lists = lists.into_iter();
    Landmarks {
        words: [lists.next(), lists.next()],
        reach: hir.properties().maximum_len().unwrap_or(usize::MAX),
    }
}

/// What a pattern is made of, one after the other.
fn parts(hir: &Hir) -> &[Hir] {
    match hir.kind() {
        HirKind::Concat(parts) => parts,
        HirKind::Capture(capture) => parts(&capture.sub),
        _ => std::slice::from_ref(hir),
    }
}

/// Words of which one begins, or ends, whatever matches. `None` when that is not known, or when one
/// of them says nothing.
fn words_of(hir: &Hir, kind: ExtractKind) -> Option<Vec<String>> {
    let is_prefix = matches!(kind, ExtractKind::Prefix);
    let sequence = extractor(kind, MOST_ALTERNATIVES, LONGEST_LANDMARK).extract(hir);
    let words = sequence.literals()?.iter().map(Literal::as_bytes);
    let mut words: Vec<String> = match is_prefix {
        true => words.map(to_boundary).collect(),
        false => words.map(from_boundary).collect(),
    };
    if words.is_empty() || words.iter().any(|word| word.len() < SHORTEST_LANDMARK) {
        return None;
    }
    // What holds a shorter one says nothing more.
    words.sort_by_key(String::len);
    let mut shortest: Vec<String> = Vec::new();
    for word in words {
        if !shortest.iter().any(|shorter| word.contains(shorter.as_str())) {
            shortest.push(word);
        }
    }
    shortest.sort();
    Some(shortest)
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
            next: Next::UNKNOWN,
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
                return Next::UNKNOWN;
            }
            continue;
        };
        let rest = to_boundary(rest);
        let mut characters = rest.chars();
        let Some(first) = characters.next() else { return Next::UNKNOWN };
        next[0] |= Next::class(first);
        next[1] |= characters.next().map_or(Next::ANYTHING, Next::class);
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
        assert_eq!(next("未納.{0,9}料金"), [Next::ANYTHING; 2]);
    }

    #[test]
    fn landmarks_are_short_and_imply_one_another_no_more() {
        let landmarks = |pattern: &str| -> Vec<Vec<String>> {
            landmarks(&hir(pattern)).words.into_iter().flatten().collect()
        };
        assert_eq!(landmarks("未納.{0,9}(?:法的手続|法的な|訴訟)")[0], ["法的", "訴訟"]);
        assert_eq!(landmarks("未納.{0,9}(?:法的手続|の手続|訴訟)")[0], ["手続", "訴訟"]);
        assert_eq!(landmarks("card.{0,9}suspended"), [["suspen"], ["pended"]]);
        // One character stands everywhere; a gap may be anything; what may be left out is not there.
        assert!(landmarks("未納.{0,9}(?:訴訟|い)").is_empty());
        assert!(landmarks("未納[^。]{0,9}").is_empty());
        assert!(landmarks("未納.{0,9}(?:訴訟)?").is_empty());
        assert_eq!(landmarks("未納.{0,9}確認.{0,9}[ずい]"), [["確認"]]);
    }

    #[test]
    fn a_landmark_stands_within_reach() {
        assert_eq!(landmarks(&hir("未納.{0,9}訴訟")).reach, 6 + 9 * 4 + 6);
    }
}
