//! Brand names in text, honest spellings and look-alikes.

use std::collections::HashSet;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::pattern::{BRAND_MARK, Haystack, splits_a_word};
use crate::text::Folded;

/// Letters that are written for one another, after folding. Latin by shape; kana by shape and by
/// size.
const LOOK_ALIKES: &[(&str, &[&str])] = &[
    ("a", &["4", "@"]),
    ("b", &["6", "8"]),
    ("d", &["cl"]),
    ("e", &["3"]),
    ("g", &["9", "q"]),
    ("i", &["1", "l", "!"]),
    ("l", &["1", "i"]),
    ("m", &["rn", "nn"]),
    ("n", &["m"]),
    ("o", &["0", "q"]),
    ("s", &["5", "$"]),
    ("t", &["7"]),
    ("u", &["v"]),
    ("w", &["vv"]),
    ("z", &["2"]),
    ("ゾ", &["ソ", "ン", "ジ"]),
    ("ソ", &["ン", "ゾ"]),
    ("ン", &["ソ", "ゾ"]),
    ("ア", &["ァ", "マ"]),
    ("ツ", &["シ", "ッ"]),
    ("シ", &["ツ"]),
    ("ロ", &["口"]),
    ("カ", &["力"]),
    ("エ", &["工"]),
    ("ニ", &["二"]),
    ("ー", &["一", "-"]),
];

/// What is put between the letters of a name to hide it. Spaces next to kana are gone by now.
const SEPARATORS: &[&str] = &[" ", ".", "-", "_", "*", "・", "/"];

/// The shortest Latin name of which misspellings still mean the name, in letters.
const SHORTEST_MISSPELT: usize = 6;

/// One place where a brand's name stands.
pub(crate) struct Occurrence {
    /// Index of the brand.
    pub(crate) brand: u16,
    /// Where, in folded text.
    pub(crate) span: Range<usize>,
    /// The spelling is nobody's: made to look like the name.
    pub(crate) look_alike: bool,
}

/// Collects names until they become a [`Brands`].
#[derive(Default)]
pub(crate) struct BrandsBuilder {
    seen: HashSet<String>,
    words: Vec<String>,
    meanings: Vec<Meaning>,
}

#[derive(Clone, Copy)]
enum Meaning {
    Name(u16),
    LookAlike(u16),
    /// Holds a name and means something else.
    Other,
}

impl BrandsBuilder {
    /// A folded spelling of a brand's name.
    pub(crate) fn name(&mut self, brand: u16, name: &str) {
        self.add(name.to_owned(), Meaning::Name(brand));
    }

    /// A folded word that holds a name and means something else.
    pub(crate) fn except(&mut self, word: &str) {
        self.add(word.to_owned(), Meaning::Other);
    }

    /// The misspellings of a name. To be called after every honest name is in.
    pub(crate) fn look_alikes(&mut self, brand: u16, name: &str) {
        for word in look_alikes(name) {
            self.add(word, Meaning::LookAlike(brand));
        }
    }

    fn add(&mut self, word: String, meaning: Meaning) {
        if !word.is_empty() && self.seen.insert(word.clone()) {
            self.words.push(word);
            self.meanings.push(meaning);
        }
    }

    /// `None` when there are more names than the automaton can number.
    pub(crate) fn build(self) -> Option<Brands> {
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .dense_depth(4)
            .build(&self.words)
            .ok()?;
        Some(Brands { automaton, meanings: self.meanings })
    }
}

/// Every spelling of every brand.
pub(crate) struct Brands {
    automaton: AhoCorasick,
    meanings: Vec<Meaning>,
}

impl Brands {
    /// Finds the brands named in folded text.
    pub(crate) fn find(&self, text: &str, found: &mut Vec<Occurrence>) {
        for hit in self.automaton.find_iter(text) {
            if splits_a_word(text, hit.start()) || splits_a_word(text, hit.end()) {
                continue;
            }
            let (brand, look_alike) = match self.meanings[hit.pattern().as_usize()] {
                Meaning::Name(brand) => (brand, false),
                Meaning::LookAlike(brand) => (brand, true),
                Meaning::Other => continue,
            };
            found.push(Occurrence { brand, span: hit.span().into(), look_alike });
        }
    }
}

/// Folded text with a mark in place of each brand's name.
pub(crate) struct Marked<'a> {
    folded: &'a Folded,
    occurrences: &'a [Occurrence],
    /// The marked text and where each occurrence's mark begins in it; `None` without occurrences.
    marked: Option<(String, Vec<usize>)>,
}

impl<'a> Marked<'a> {
    /// `occurrences` are in the order they stand.
    pub(crate) fn new(folded: &'a Folded, occurrences: &'a [Occurrence]) -> Self {
        let marked = (!occurrences.is_empty()).then(|| mark(folded.as_str(), occurrences));
        Self { folded, occurrences, marked }
    }

    /// Leads an offset of the marked text back, in logarithmic time.
    fn offset(&self, at: usize) -> usize {
        let Some((_, marks)) = &self.marked else { return at };
        let Some(last) = marks.partition_point(|&mark| mark <= at).checked_sub(1) else {
            return at;
        };
        let name = &self.occurrences[last].span;
        match at - marks[last] {
            0 => name.start,
            past => name.end + past - BRAND_MARK.len_utf8(),
        }
    }
}

impl Haystack for Marked<'_> {
    fn text(&self) -> &str {
        self.marked.as_ref().map_or(self.folded.as_str(), |(text, _)| text)
    }

    fn to_folded(&self, span: Range<usize>) -> Range<usize> {
        self.offset(span.start)..self.offset(span.end)
    }

    fn brand_in(&self, span: &Range<usize>) -> Option<u16> {
        let (_, marks) = self.marked.as_ref()?;
        let first = marks.partition_point(|&mark| mark < span.start);
        marks.get(first).filter(|&&mark| mark < span.end).map(|_| self.occurrences[first].brand)
    }

    fn folded(&self) -> &Folded {
        self.folded
    }
}

fn mark(text: &str, occurrences: &[Occurrence]) -> (String, Vec<usize>) {
    let mut marked = String::with_capacity(text.len());
    let mut marks = Vec::with_capacity(occurrences.len());
    let mut copied = 0;
    for occurrence in occurrences {
        marked.push_str(&text[copied..occurrence.span.start]);
        marks.push(marked.len());
        marked.push(BRAND_MARK);
        copied = occurrence.span.end;
    }
    marked.push_str(&text[copied..]);
    (marked, marks)
}

/// Misspellings that people take for the name.
fn look_alikes(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words = Vec::new();
    if letters.len() < 4 || letters.contains(&' ') {
        return words;
    }
    swap_by_shape(&letters, &mut words);
    separate(&letters, &mut words);
    if name.bytes().all(|b| b.is_ascii_lowercase()) && letters.len() >= SHORTEST_MISSPELT {
        misspell(name, &mut words);
    }
    words
}

/// One or two letters replaced by what looks like them.
fn swap_by_shape(letters: &[char], words: &mut Vec<String>) {
    let shapes: Vec<(usize, &str)> = letters
        .iter()
        .enumerate()
        .flat_map(|(i, letter)| {
            let alike = LOOK_ALIKES.iter().find(|(own, _)| own.chars().eq([*letter]));
            alike.into_iter().flat_map(move |(_, shapes)| shapes.iter().map(move |s| (i, *s)))
        })
        .collect();
    let with = |replaced: &[(usize, &str)]| -> String {
        let mut word = String::new();
        for (i, letter) in letters.iter().enumerate() {
            match replaced.iter().find(|(at, _)| *at == i) {
                Some((_, shape)) => word.push_str(shape),
                None => word.push(*letter),
            }
        }
        word
    };
    for (n, &first) in shapes.iter().enumerate() {
        words.push(with(&[first]));
        for &second in &shapes[n + 1..] {
            if second.0 != first.0 {
                words.push(with(&[first, second]));
            }
        }
    }
}

fn separate(letters: &[char], words: &mut Vec<String>) {
    let letters: Vec<String> = letters.iter().map(char::to_string).collect();
    words.extend(SEPARATORS.iter().map(|separator| letters.join(separator)));
}

/// One slip of the fingers, behind the first letter: what typosquatters register.
fn misspell(name: &str, words: &mut Vec<String>) {
    for i in 1..name.len() {
        let (before, after) = name.split_at(i);
        for letter in 'a'..='z' {
            words.push(format!("{before}{letter}{after}"));
            words.push(format!("{before}{letter}{}", &after[1..]));
        }
        words.push(format!("{before}{}", &after[1..]));
        if i + 1 < name.len() {
            words.push(format!("{before}{}{}{}", &after[1..2], &after[..1], &after[2..]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brands() -> Brands {
        let mut builder = BrandsBuilder::default();
        for name in ["amazon", "アマゾン", "amazon.co.jp"] {
            builder.name(0, name);
        }
        builder.except("アマゾン川");
        builder.look_alikes(0, "amazon");
        builder.look_alikes(0, "アマゾン");
        builder.build().expect("the set is small")
    }

    fn found(text: &str) -> Vec<(String, bool)> {
        let folded = Folded::new(text);
        let mut occurrences = Vec::new();
        brands().find(folded.as_str(), &mut occurrences);
        occurrences
            .iter()
            .map(|o| (text[folded.to_original(o.span.clone())].to_owned(), o.look_alike))
            .collect()
    }

    #[test]
    fn honest_names_are_found_whole() {
        assert_eq!(found("Ａｍａｚｏｎより"), [("Ａｍａｚｏｎ".to_owned(), false)]);
        assert_eq!(found("【Amazon.co.jp】"), [("Amazon.co.jp".to_owned(), false)]);
        assert_eq!(found("ア マ ゾ ンです"), [("ア マ ゾ ン".to_owned(), false)]);
    }

    #[test]
    fn look_alikes_are_found_and_known_as_such() {
        for name in [
            "Amaz0n",
            "Arnazon",
            "Anazon",
            "Amaozn",
            "Amzon",
            "A m a z o n",
            "アマソン",
            "Amazom",
            "ama2on",
            "amazzon",
        ] {
            assert_eq!(found(&format!("【{name}】確認")), [(name.to_owned(), true)], "{name}");
        }
    }

    #[test]
    fn other_words_are_no_brand() {
        for text in ["アマゾン川の魚", "amazing", "Amazonas", "大マゾン"] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn spans_of_marked_text_lead_back() {
        let folded = Folded::new("xアマゾン1amazon2");
        let mut occurrences = Vec::new();
        brands().find(folded.as_str(), &mut occurrences);
        let marked = Marked::new(&folded, &occurrences);
        let text = marked.text().to_owned();
        assert_eq!(text, "x\u{e000}1\u{e000}2");
        for (at, c) in text.char_indices() {
            let back = marked.to_folded(at..at + c.len_utf8());
            let expected = match at {
                1 => "アマゾン",
                5 => "amazon",
                _ => &text[at..at + 1],
            };
            assert_eq!(&folded.as_str()[back], expected);
        }
    }
}
