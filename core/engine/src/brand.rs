//! Brand names in text, honest spellings and look-alikes.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::Range;

use daachorse::DoubleArrayAhoCorasick;

use crate::brand_mark::BRAND_MARK;
use crate::pattern::{Haystack, splits_a_word};
use crate::shipped;
use crate::spelling::{BrandNames, Meaning, spellings};
use crate::text::Folded;

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

/// Finds the names of brands. Those that can be spelt out form an automaton of their own, which is
/// small: a text is read by it first, and then once by the patterns, with the names marked.
pub(crate) struct Brands {
    /// Its values are indices of meanings.
    automaton: DoubleArrayAhoCorasick<u32>,
    meanings: Cow<'static, [Meaning]>,
    /// Names that people misspell, with their brands, by first letter: nobody gets that one wrong.
    misspelt: [Vec<(String, u16)>; 26],
}

/// One place where a name stands. Names overlap.
struct NameHit {
    meaning: Meaning,
    start: usize,
    end: usize,
}

impl Brands {
    /// `brands` are in the order of their indices. `None` when there are more words than the
    /// automaton can number.
    pub(crate) fn new(brands: &[BrandNames<'_>]) -> Option<Self> {
        let (words, meanings): (Vec<String>, Vec<Meaning>) = spellings(brands).into_iter().unzip();
        let automaton = DoubleArrayAhoCorasick::new(words).ok()?;
        Some(Self { automaton, meanings: meanings.into(), misspelt: misspelt(brands) })
    }

    /// The brands of the shipped packs, whose words were spelt out when the crate was built.
    pub(crate) fn shipped(brands: &[BrandNames<'_>]) -> Option<Self> {
        let (automaton, meanings) = shipped::names()?;
        Some(Self { automaton, meanings: meanings.into(), misspelt: misspelt(brands) })
    }

    /// Adds the words that are a name but for one slip.
    fn slips(&self, text: &str, hits: &mut Vec<NameHit>) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(next) = bytes[at..].iter().position(u8::is_ascii_lowercase) {
            at += next;
            let length = bytes[at..].iter().take_while(|b| b.is_ascii_lowercase()).count();
            if length + 1 >= SHORTEST_MISSPELT {
                let word = &text[at..at + length];
                let same_letter = self.misspelt[letter_index(word)].iter();
                let meant = same_letter.filter(|(name, _)| is_slip(word, name));
                if let Some(&(_, brand)) = meant.min_by_key(|(_, brand)| *brand) {
                    let meaning = Meaning::LookAlike(brand);
                    hits.push(NameHit { meaning, start: at, end: at + length });
                }
            }
            at += length;
        }
    }

    /// The brands named in folded text: leftmost, then longest.
    pub(crate) fn find(&self, text: &str) -> Vec<Occurrence> {
        let mut hits: Vec<NameHit> = self
            .automaton
            .find_overlapping_iter(text)
            .map(|hit| NameHit {
                meaning: self.meanings[hit.value() as usize],
                start: hit.start(),
                end: hit.end(),
            })
            .collect();
        self.slips(text, &mut hits);
        // Where two mean the same word, the honest one does.
        hits.sort_unstable_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end), hit.meaning));
        let mut chosen = Vec::new();
        let mut free = 0;
        for hit in hits {
            // `AmazonFresh` is Amazon speaking too; `payday` is not a misspelt PayPay.
            let may_go_on =
                matches!(hit.meaning, Meaning::Name(_)) && hit.end - hit.start >= LONG_NAME;
            let whole =
                !splits_a_word(text, hit.start) && (may_go_on || !splits_a_word(text, hit.end));
            if hit.start < free || !whole {
                continue;
            }
            free = hit.end;
            let (brand, look_alike) = match hit.meaning {
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

fn misspelt(brands: &[BrandNames<'_>]) -> [Vec<(String, u16)>; 26] {
    let mut misspelt: [Vec<(String, u16)>; 26] = Default::default();
    for (index, brand) in (0..).zip(brands) {
        let latin = |name: &&&str| name.bytes().all(|b| b.is_ascii_lowercase());
        for name in brand.imitated.iter().filter(latin) {
            if name.len() >= SHORTEST_MISSPELT {
                misspelt[letter_index(name)].push(((*name).to_owned(), index));
            }
        }
    }
    misspelt
}

/// From 0 for a; the word begins with a small Latin letter.
fn letter_index(word: &str) -> usize {
    usize::from(word.as_bytes()[0] - b'a')
}

/// Whether a word is a name with one letter too many, too few, another, or two changed round,
/// behind the first letter: what typosquatters register. Both are of small Latin letters.
fn is_slip(word: &str, name: &str) -> bool {
    let (word, name) = (word.as_bytes(), name.as_bytes());
    let same = word.iter().zip(name).take_while(|(a, b)| a == b).count();
    if same == 0 || word.len().abs_diff(name.len()) > 1 {
        return false;
    }
    // A letter behind the last makes another word of many a name: `visas`.
    let at = same.min(name.len() - 1);
    let (rest, own) = (&word[at..], &name[at..]);
    match word.len().cmp(&name.len()) {
        Ordering::Greater => rest[1..] == *own,
        Ordering::Less => *rest == own[1..],
        Ordering::Equal => {
            rest[1..] == own[1..]
                || (own.len() > 1 && rest[..2] == [own[1], own[0]] && rest[2..] == own[2..])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn occurrences(folded: &Folded) -> Vec<Occurrence> {
        let amazon = BrandNames {
            names: vec!["amazon", "アマゾン", "amazon.co.jp"],
            except: vec!["アマゾン川", "amazons"],
            imitated: vec!["amazon", "アマゾン"],
        };
        Brands::new(&[amazon]).expect("the set is small").find(folded.as_str())
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
