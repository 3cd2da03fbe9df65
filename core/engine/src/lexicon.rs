//! The words of patterns as one automaton, and what each of them means.
//!
//! Self-contained: the build script makes the lexicon of the shipped packs, and the engine those of
//! other packs, by the same lines.

use std::borrow::Cow;
use std::collections::HashMap;

use daachorse::CharwiseDoubleArrayAhoCorasick;

use crate::beginning::{Beginning, Next};

/// Every word, found in a text at once.
pub(crate) struct Lexicon {
    /// Its values are the numbers of words.
    pub(crate) automaton: CharwiseDoubleArrayAhoCorasick<u32>,
    /// By number. One more marks where the last one's leads and endings end.
    pub(crate) words: Cow<'static, [Word]>,
    /// Word by word.
    pub(crate) leads: Cow<'static, [Lead]>,
    /// Word by word: the sets of endings that a word belongs to.
    pub(crate) endings: Cow<'static, [EndingSet]>,
    /// How many sets of endings there are.
    pub(crate) ending_sets: u32,
}

/// What a word means.
#[derive(Clone, Copy)]
pub(crate) struct Word {
    /// Where its leads begin; they end where the next word's begin.
    pub(crate) first_lead: u32,
    /// Where its sets of endings begin.
    pub(crate) first_ending: u32,
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

/// Number of a set of words of which one stands at the end of whatever a pattern matches. Many
/// patterns end alike.
pub(crate) type EndingSet = u16;

/// Collects words until they become a [`Lexicon`].
#[derive(Default)]
pub(crate) struct LexiconBuilder {
    numbers: HashMap<String, u32>,
    leads: Vec<(u32, Lead)>,
    endings: Vec<(u32, EndingSet)>,
    ending_sets: HashMap<Vec<u32>, EndingSet>,
}

impl LexiconBuilder {
    /// Adds the words of a pattern, under a number of the caller's. Answers the set of its endings;
    /// `None` when any words may end it.
    pub(crate) fn add(
        &mut self,
        pattern: u32,
        beginnings: Vec<Beginning>,
        endings: Vec<String>,
    ) -> Option<EndingSet> {
        for Beginning { words, whole, next } in beginnings {
            let word = self.number(words);
            self.leads.push((word, Lead { pattern, whole, next }));
        }
        let endings: Vec<u32> = endings.into_iter().map(|words| self.number(words)).collect();
        // Without endings, and after as many sets as can be numbered, patterns are tried unasked.
        let next = EndingSet::try_from(self.ending_sets.len()).ok().filter(|_| !endings.is_empty());
        if let (None, Some(set)) = (self.ending_sets.get(&endings), next) {
            self.endings.extend(endings.iter().map(|word| (*word, set)));
            self.ending_sets.insert(endings.clone(), set);
        }
        self.ending_sets.get(&endings).copied()
    }

    fn number(&mut self, word: String) -> u32 {
        let next = self.numbers.len() as u32;
        *self.numbers.entry(word).or_insert(next)
    }

    /// `None` when there are more words than the automaton can number.
    pub(crate) fn build(mut self) -> Option<Lexicon> {
        self.leads.sort_by_key(|(word, _)| *word);
        self.endings.sort_by_key(|(word, _)| *word);
        let words: Vec<Word> = (0..=self.numbers.len() as u32)
            .map(|word| Word {
                first_lead: self.leads.partition_point(|(of, _)| *of < word) as u32,
                first_ending: self.endings.partition_point(|(of, _)| *of < word) as u32,
            })
            .collect();
        // In order, so that the same packs give the same bytes.
        let mut numbers: Vec<(String, u32)> = self.numbers.into_iter().collect();
        numbers.sort_unstable();
        Some(Lexicon {
            automaton: CharwiseDoubleArrayAhoCorasick::with_values(numbers).ok()?,
            words: words.into(),
            leads: self.leads.into_iter().map(|(_, lead)| lead).collect(),
            endings: self.endings.into_iter().map(|(_, set)| set).collect(),
            ending_sets: self.ending_sets.len() as u32,
        })
    }
}
