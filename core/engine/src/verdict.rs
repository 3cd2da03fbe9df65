//! What the engine answers: a level, why, and what to do.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::number::PhoneNumber;

/// How serious an item is. Ordered: the highest that stands decides.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing known. It does not mean safe.
    #[default]
    NoMatch,
    /// Matches a published number or mail domain. It does not mean safe: both can be forged.
    Official,
    /// Something is not as it should be.
    Caution,
    /// Fraud.
    Scam,
}

impl Level {
    /// Caution or scam: shown, explained and kept.
    pub fn is_flagged(self) -> bool {
        self >= Self::Caution
    }

    /// The level as it stands in JSON and in packs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoMatch => "no_match",
            Self::Official => "official",
            Self::Caution => "caution",
            Self::Scam => "scam",
        }
    }
}

/// Which part of the item a span points into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The sender as delivered.
    Sender,
    /// The text as delivered.
    Text,
}

/// Where in the original item a reason was found. UTF-8 byte offsets, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Evidence {
    /// The part of the item.
    pub field: Field,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Evidence {
    /// The words themselves, cut out of the item. `""` when the span does not fit the item.
    pub fn cut<'a>(&self, sender: Option<&'a str>, text: &'a str) -> &'a str {
        let field = match self.field {
            Field::Sender => sender.unwrap_or_default(),
            Field::Text => text,
        };
        field.get(self.start..self.end).unwrap_or_default()
    }
}

/// One rule that hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The rule's id.
    pub rule: Arc<str>,
    /// The level the rule justifies.
    pub level: Level,
    /// Orders reasons and items; decides nothing.
    pub weight: u32,
    /// Why, in plain Japanese.
    pub reason_ja: Arc<str>,
    /// Why, in plain English.
    pub reason_en: Arc<str>,
    /// The source of the knowledge behind the rule: an id in the pack's list of sources.
    pub source: Arc<str>,
    /// The words that caused it, in the order they stand.
    pub evidence: Vec<Evidence>,
}

/// One thing to do, in the order to do it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    /// The advice's id in its pack.
    pub id: Arc<str>,
    /// What to do, in plain Japanese.
    pub text_ja: Arc<str>,
    /// What to do, in plain English.
    pub text_en: Arc<str>,
}

/// The answer to one item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Derived from the reasons in one place, [`Verdict::new`].
    pub level: Level,
    /// Sum of the weights of every rule that hit, also of those whose reason is not told because a
    /// stronger one says the same. Orders items; decides nothing.
    pub score: u32,
    /// Category of the heaviest reason at the verdict's level; `None` without reasons.
    pub category: Option<Arc<str>>,
    /// Highest level first, then heaviest. One for each kind of fraud.
    pub reasons: Vec<Reason>,
    /// Steps of every rule that hit, in order, without repeats.
    pub advice: Vec<Advice>,
    /// Only the beginning of the text was screened.
    pub truncated: bool,
    /// Callback numbers that may be remembered when the item is flagged: never official, contact
    /// desk, emergency or allowed ones. Not part of what is shown.
    #[serde(skip)]
    pub callbacks: Vec<PhoneNumber>,
}

impl Verdict {
    /// Caution or scam.
    pub fn is_flagged(&self) -> bool {
        self.level.is_flagged()
    }
}
