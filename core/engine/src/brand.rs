//! Brand names in text, honest spellings and look-alikes.

use std::collections::HashSet;
use std::ops::Range;

use crate::brand_mark::BRAND_MARK;
use crate::pattern::{Haystack, NameHit, PatternSetBuilder, splits_a_word};
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
    ("o", &["0", "q", "○", "〇", "◯"]),
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

/// A name so long, in bytes, that a word which begins with it is meant to.
const LONG_NAME: usize = 6;

/// One place where a brand's name stands.
pub(crate) struct Occurrence {
    /// Index of the brand.
    pub(crate) brand: u16,
    /// Where, in folded text.
    pub(crate) span: Range<usize>,
    /// The spelling is nobody's: made to look like the name.
    pub(crate) look_alike: bool,
}

/// Every spelling of every brand, and what it means. The spellings themselves are found by a
/// [`PatternSet`](crate::pattern::PatternSet), together with everything else.
#[derive(Default)]
pub(crate) struct Brands {
    seen: HashSet<String>,
    meanings: Vec<Meaning>,
}

#[derive(Clone, Copy)]
enum Meaning {
    Name(u16),
    LookAlike(u16),
    /// Holds a name and means something else.
    Other,
}

impl Brands {
    /// A folded spelling of a brand's name.
    pub(crate) fn name(&mut self, brand: u16, name: &str, words: &mut PatternSetBuilder) {
        self.add(name.to_owned(), Meaning::Name(brand), words);
    }

    /// A folded word that holds a name and means something else.
    pub(crate) fn except(&mut self, word: &str, words: &mut PatternSetBuilder) {
        self.add(word.to_owned(), Meaning::Other, words);
    }

    /// The misspellings of a name. To be called after every honest name is in.
    pub(crate) fn look_alikes(&mut self, brand: u16, name: &str, words: &mut PatternSetBuilder) {
        for word in look_alikes(name) {
            self.add(word, Meaning::LookAlike(brand), words);
        }
    }

    fn add(&mut self, word: String, meaning: Meaning, words: &mut PatternSetBuilder) {
        if !word.is_empty() && !self.seen.contains(&word) {
            words.add_name(&word, self.meanings.len() as u32);
            self.meanings.push(meaning);
            self.seen.insert(word);
        }
    }

    /// Forgets what only building needs.
    pub(crate) fn finish(&mut self) {
        self.seen = HashSet::new();
    }

    /// The brands named in folded text, given every hit of a name in it: leftmost, then longest.
    pub(crate) fn choose(&self, text: &str, mut hits: Vec<NameHit>) -> Vec<Occurrence> {
        hits.sort_unstable_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
        let mut chosen = Vec::new();
        let mut free = 0;
        for hit in hits {
            let meaning = self.meanings[hit.name as usize];
            // `AmazonFresh` is Amazon speaking too; `payday` is not a misspelt PayPay.
            let may_go_on = matches!(meaning, Meaning::Name(_)) && hit.end - hit.start >= LONG_NAME;
            let whole =
                !splits_a_word(text, hit.start) && (may_go_on || !splits_a_word(text, hit.end));
            if hit.start < free || !whole {
                continue;
            }
            free = hit.end;
            let (brand, look_alike) = match meaning {
                Meaning::Name(brand) => (brand, false),
                Meaning::LookAlike(brand) => (brand, true),
                Meaning::Other => continue,
            };
            chosen.push(Occurrence { brand, span: hit.start..hit.end, look_alike });
        }
        chosen
    }
}

/// Folded text with a mark in place of each brand's name.
pub(crate) struct Marked<'a> {
    folded: &'a Folded,
    occurrences: Vec<Occurrence>,
    /// The marked text and where each occurrence's mark begins in it; `None` without occurrences.
    marked: Option<(String, Vec<usize>)>,
}

impl<'a> Marked<'a> {
    /// `occurrences` are in the order they stand.
    pub(crate) fn new(folded: &'a Folded, occurrences: Vec<Occurrence>) -> Self {
        let marked = (!occurrences.is_empty()).then(|| mark(folded.as_str(), &occurrences));
        Self { folded, occurrences, marked }
    }

    /// The names, in the order they stand.
    pub(crate) fn occurrences(&self) -> &[Occurrence] {
        &self.occurrences
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

    fn occurrences(folded: &Folded) -> Vec<Occurrence> {
        let mut brands = Brands::default();
        let mut words = PatternSetBuilder::default();
        for name in ["amazon", "アマゾン", "amazon.co.jp"] {
            brands.name(0, name, &mut words);
        }
        brands.except("アマゾン川", &mut words);
        brands.except("amazons", &mut words);
        brands.look_alikes(0, "amazon", &mut words);
        brands.look_alikes(0, "アマゾン", &mut words);
        let set = words.build().expect("the set is small");
        let mut names = Vec::new();
        set.candidates(folded.as_str(), &mut names);
        brands.choose(folded.as_str(), names)
    }

    fn found(text: &str) -> Vec<(String, bool)> {
        let folded = Folded::new(text);
        occurrences(&folded)
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
        for text in ["アマゾン川の魚", "amazing", "Amazons", "大マゾン"] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn spans_of_marked_text_lead_back() {
        let folded = Folded::new("xアマゾン1amazon2");
        let occurrences = occurrences(&folded);
        let marked = Marked::new(&folded, occurrences);
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
