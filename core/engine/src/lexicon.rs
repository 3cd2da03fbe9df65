//! The words of patterns as one automaton, and what each of them means.
//!
//! Self-contained: the build script makes the lexicon of the shipped packs, and the engine those of
//! other packs, by the same lines.

use std::borrow::Cow;
use std::collections::HashMap;

use daachorse::CharwiseDoubleArrayAhoCorasick;

use crate::beginning::{Beginning, Landmarks, Next};

/// Every word, found in a text at once.
pub(crate) struct Lexicon {
    /// Its values are the numbers of words.
    pub(crate) automaton: CharwiseDoubleArrayAhoCorasick<u32>,
    /// By number. One more marks where the last one's leads and sets end.
    pub(crate) words: Cow<'static, [Word]>,
    /// Word by word.
    pub(crate) leads: Cow<'static, [Lead]>,
    /// Word by word: the sets that a word belongs to.
    pub(crate) sets: Cow<'static, [WordSet]>,
    /// How many sets there are.
    pub(crate) set_count: u32,
}

/// What a word means.
#[derive(Clone, Copy)]
pub(crate) struct Word {
    /// Where its leads begin; they end where the next word's begin.
    pub(crate) first_lead: u32,
    /// Where its sets begin.
    pub(crate) first_set: u32,
}

/// A word that a pattern begins with.
#[derive(Clone, Copy)]
pub(crate) struct Lead {
    pub(crate) pattern: u32,
    /// The word is all there is to the pattern.
    pub(crate) whole: bool,
    /// What can come after it.
    pub(crate) next: Next,
}

/// Number of a set of words of which one stands in whatever a pattern matches. Many patterns go on
/// and end alike.
pub(crate) type WordSet = u16;

/// What must stand behind the beginning of a pattern, or it does not match.
#[derive(Clone, Copy)]
pub(crate) struct Needs {
    /// Of each, one word.
    pub(crate) sets: [Option<WordSet>; 2],
    /// No match is longer, in bytes.
    pub(crate) reach: u32,
}

/// Collects words until they become a [`Lexicon`].
#[derive(Default)]
pub(crate) struct LexiconBuilder {
    numbers: HashMap<String, u32>,
    leads: Vec<(u32, Lead)>,
    sets: Vec<(u32, WordSet)>,
    set_numbers: HashMap<Vec<u32>, WordSet>,
}

impl LexiconBuilder {
    /// Adds the words of a pattern, under a number of the caller's.
    pub(crate) fn add(
        &mut self,
        pattern: u32,
        beginnings: Vec<Beginning>,
        landmarks: Landmarks,
    ) -> Needs {
        for Beginning { words, whole, next } in beginnings {
            let word = self.number(words);
            self.leads.push((word, Lead { pattern, whole, next }));
        }
        let Landmarks { words, reach } = landmarks;
        Needs { sets: words.map(|words| self.set(words?)), reach: reach as u32 }
    }

    /// `None` after as many sets as can be numbered: patterns are then tried unasked.
    fn set(&mut self, words: Vec<String>) -> Option<WordSet> {
        let words: Vec<u32> = words.into_iter().map(|word| self.number(word)).collect();
        let next = WordSet::try_from(self.set_numbers.len()).ok();
        if let (None, Some(set)) = (self.set_numbers.get(&words), next) {
            self.sets.extend(words.iter().map(|word| (*word, set)));
            self.set_numbers.insert(words.clone(), set);
        }
        self.set_numbers.get(&words).copied()
    }

    fn number(&mut self, word: String) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(word).or_insert(next)
    }

    /// `None` when there are more words than the automaton can number.
    pub(crate) fn build(mut self) -> Option<Lexicon> {
        self.leads.sort_by_key(|(word, _)| *word);
        self.sets.sort_by_key(|(word, _)| *word);
        let words: Vec<Word> = (0..=self.numbers.len() as u32)
            .map(|word| Word {
                first_lead: self.leads.partition_point(|(of, _)| *of < word) as u32,
                first_set: self.sets.partition_point(|(of, _)| *of < word) as u32,
            })
            .collect();
        // In order, so that the same packs give the same bytes.
        let mut numbers: Vec<(String, u32)> = self.numbers.into_iter().collect();
        numbers.sort_unstable();
        Some(Lexicon {
            automaton: CharwiseDoubleArrayAhoCorasick::with_values(numbers).ok()?,
            words: words.into(),
            leads: self.leads.into_iter().map(|(_, lead)| lead).collect(),
            sets: self.sets.into_iter().map(|(_, set)| set).collect(),
            set_count: self.set_numbers.len() as u32,
        })
    }
}
