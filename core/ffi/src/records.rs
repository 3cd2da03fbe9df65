//! What Kotlin gets back: verdicts and kept entries. Spans are UTF-16 code units.

use mihari_engine::engine::{Engine, SourceFact};
use mihari_engine::number::Origin;
use mihari_engine::pack::Bilingual;
use mihari_engine::verdict as engine;
use mihari_guard::Fate;
use mihari_history::{Cursor, EntryId, Kept, Timestamp};

use crate::fault::HistoryTrouble;
use crate::item::Moment;
use crate::span::Utf16Units;

type Channel = mihari_engine::item::Channel;
type Direction = mihari_engine::item::Direction;
type Level = engine::Level;
type Field = engine::Field;
type Road = mihari_history::Road;
type Mark = mihari_history::Mark;

#[uniffi::remote(Enum)]
pub enum Level {
    NoMatch,
    Official,
    Caution,
    Scam,
}

#[uniffi::remote(Enum)]
pub enum Field {
    Sender,
    Text,
}

#[uniffi::remote(Enum)]
pub enum Road {
    Receiver,
    Inbox,
    Backup,
    Check,
}

#[uniffi::remote(Enum)]
pub enum Mark {
    Wrong,
    Confirmed,
}

/// The same in Japanese and English.
#[derive(uniffi::Record)]
pub struct Text {
    /// Plain Japanese.
    pub ja: String,
    /// Plain English.
    pub en: String,
}

impl Text {
    pub(crate) fn new(ja: &str, en: &str) -> Self {
        Self { ja: ja.to_owned(), en: en.to_owned() }
    }
}

impl From<Bilingual> for Text {
    fn from(text: Bilingual) -> Self {
        Self { ja: text.ja, en: text.en }
    }
}

/// Where knowledge comes from.
#[derive(uniffi::Record)]
pub struct Source {
    /// Title of the page or document.
    pub title: String,
    /// Its address, when it has one.
    pub url: Option<String>,
    /// When it said so: `2022-12` or `2022-12-31`.
    pub as_of: String,
    /// It said so more than twelve months ago.
    pub is_stale: bool,
}

impl From<SourceFact> for Source {
    fn from(fact: SourceFact) -> Self {
        let SourceFact { title, url, as_of, stale } = fact;
        Self { title, url, as_of: as_of.to_string(), is_stale: stale }
    }
}

/// Words of the item that caused a reason.
#[derive(Debug, PartialEq, Eq, uniffi::Record)]
pub struct Evidence {
    /// Where they stand.
    pub field: Field,
    /// First UTF-16 code unit.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// One rule that hit.
#[derive(uniffi::Record)]
pub struct Reason {
    /// The rule's id.
    pub rule: String,
    /// The level it justifies.
    pub level: Level,
    /// Orders reasons.
    pub weight: u32,
    /// Why, for people.
    pub text: Text,
    /// Who says so; `None` when the packs of today no longer know that source.
    pub source: Option<Source>,
    /// The words that caused it.
    pub evidence: Vec<Evidence>,
}

/// One thing to do.
#[derive(uniffi::Record)]
pub struct Advice {
    /// Its id.
    pub id: String,
    /// What to do.
    pub text: Text,
}

/// The answer to one item.
#[derive(uniffi::Record)]
pub struct Verdict {
    /// How serious it is.
    pub level: Level,
    /// Orders items.
    pub score: u32,
    /// Kind of fraud; `None` without reasons.
    pub category: Option<String>,
    /// Highest level first, then heaviest.
    pub reasons: Vec<Reason>,
    /// Steps, in order.
    pub advice: Vec<Advice>,
    /// Only the beginning of the text was screened.
    pub truncated: bool,
}

impl Verdict {
    /// The verdict on an item of this sender and text. `now` decides which sources are stale.
    pub(crate) fn new(
        verdict: engine::Verdict,
        sender: Option<&str>,
        text: &str,
        now: Moment,
    ) -> Self {
        let today = mihari_guard::Moment::from(now).today;
        let mut units = ItemUnits::new(sender, text);
        let reason = |reason: engine::Reason| Reason {
            rule: reason.rule.to_string(),
            level: reason.level,
            weight: reason.weight,
            text: Text::new(&reason.reason_ja, &reason.reason_en),
            source: Engine::shipped().source(&reason.source, today).map(Into::into),
            evidence: reason.evidence.into_iter().map(|evidence| units.of(evidence)).collect(),
        };
        let advice = |advice: engine::Advice| Advice {
            id: advice.id.to_string(),
            text: Text::new(&advice.text_ja, &advice.text_en),
        };
        Self {
            level: verdict.level,
            score: verdict.score,
            category: verdict.category.map(|category| category.to_string()),
            reasons: verdict.reasons.into_iter().map(reason).collect(),
            advice: verdict.advice.into_iter().map(advice).collect(),
            truncated: verdict.truncated,
        }
    }
}

struct ItemUnits<'a> {
    sender: Utf16Units<'a>,
    text: Utf16Units<'a>,
}

impl<'a> ItemUnits<'a> {
    fn new(sender: Option<&'a str>, text: &'a str) -> Self {
        let sender = Utf16Units::new(sender.unwrap_or_default());
        Self { sender, text: Utf16Units::new(text) }
    }

    fn of(&mut self, evidence: engine::Evidence) -> Evidence {
        let units = match evidence.field {
            Field::Sender => &mut self.sender,
            Field::Text => &mut self.text,
        };
        let start = units.of(evidence.start);
        Evidence { field: evidence.field, start, end: units.of(evidence.end) }
    }
}

/// A verdict, and what became of the item.
#[derive(uniffi::Record)]
pub struct Screened {
    /// What was found.
    pub verdict: Verdict,
    /// Whether it is in the history.
    pub fate: ItemFate,
}

/// What became of an item.
#[derive(Debug, PartialEq, Eq, uniffi::Enum)]
pub enum ItemFate {
    /// Nothing was found, and nothing of it is kept.
    NotFlagged,
    /// It is now kept.
    New {
        /// Its number in the history.
        id: i64,
    },
    /// It had been kept before.
    Already {
        /// Its number in the history.
        id: i64,
    },
    /// The user deleted it before. It is not brought back.
    Deleted,
    /// The history could not take it.
    Lost {
        /// Why.
        trouble: HistoryTrouble,
    },
}

impl From<Fate> for ItemFate {
    fn from(fate: Fate) -> Self {
        match fate {
            Fate::NotFlagged => Self::NotFlagged,
            Fate::Kept(Kept::New(EntryId(id))) => Self::New { id },
            Fate::Kept(Kept::Already(EntryId(id))) => Self::Already { id },
            Fate::Kept(Kept::Deleted) => Self::Deleted,
            Fate::Lost(error) => {
                log::warn!("not kept: {:?}", error.reason());
                Self::Lost { trouble: error.reason().into() }
            }
        }
    }
}

/// One kept item with the verdict as it was shown.
#[derive(uniffi::Record)]
pub struct Entry {
    /// Its number.
    pub id: i64,
    /// How it reached the person.
    pub channel: Channel,
    /// Who started it.
    pub direction: Direction,
    /// The sender as delivered.
    pub sender: Option<String>,
    /// The words as delivered.
    pub text: String,
    /// When it was sent or received; `None` when nobody said.
    pub at: Option<i64>,
    /// When it was kept.
    pub kept_at: i64,
    /// How it came in first.
    pub road: Road,
    /// What was shown.
    pub verdict: Verdict,
    /// Ids and versions of the packs that said so.
    pub packs: String,
    /// What the user thinks of it.
    pub mark: Option<Mark>,
}

impl Entry {
    /// The entry as it is read `now`.
    pub(crate) fn new(entry: mihari_history::Entry, now: Moment) -> Self {
        let (sender, text) = (entry.sender.as_deref(), &entry.text);
        Self {
            id: entry.id.0,
            channel: entry.channel,
            direction: entry.direction,
            verdict: Verdict::new(entry.verdict, sender, text, now),
            sender: entry.sender,
            text: entry.text,
            at: entry.at.map(|at| at.0),
            kept_at: entry.kept_at.0,
            road: entry.road,
            packs: entry.packs,
            mark: entry.mark,
        }
    }
}

/// Which entries are wanted. Empty lists and `None` want all.
#[derive(Default, uniffi::Record)]
pub struct Filter {
    /// Any of these channels.
    pub channels: Vec<Channel>,
    /// Come in first by any of these roads.
    pub roads: Vec<Road>,
    /// Any of these levels.
    pub levels: Vec<Level>,
    /// Marked so.
    pub mark: Option<Mark>,
    /// Words to find in sender or text.
    pub search: Option<String>,
    /// At most so many.
    pub limit: Option<u32>,
    /// Only what is listed behind this place.
    pub after: Option<Place>,
}

/// A place in the list: an entry's time (`at`, else `kept_at`) and number.
#[derive(uniffi::Record)]
pub struct Place {
    /// Milliseconds since 1970 UTC.
    pub time: i64,
    /// The entry's number.
    pub id: i64,
}

impl From<Filter> for mihari_history::Filter {
    fn from(filter: Filter) -> Self {
        Self {
            channels: filter.channels,
            roads: filter.roads,
            levels: filter.levels,
            mark: filter.mark,
            search: filter.search,
            limit: filter.limit.and_then(|limit| usize::try_from(limit).ok()),
            after: filter.after.map(|place| Cursor::at(Timestamp(place.time), EntryId(place.id))),
            ..Self::default()
        }
    }
}

/// Who a sender or caller is, as far as the writing tells.
#[derive(Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Caller {
    /// A telephone number.
    Number {
        /// E.164, or the digits of a short number.
        canonical: String,
        /// As people in Japan write it.
        national: String,
    },
    /// A sender name.
    Name {
        /// As delivered.
        name: String,
    },
    /// A mail address.
    Mail {
        /// The address without its display name.
        address: String,
    },
    /// The caller hides the number.
    Withheld,
    /// A public telephone.
    Payphone,
    /// The network could not tell.
    Unavailable,
}

impl From<Origin> for Caller {
    fn from(origin: Origin) -> Self {
        match origin {
            Origin::Number(number) => Self::Number {
                national: number.to_national(),
                canonical: number.as_str().to_owned(),
            },
            Origin::Name(name) => Self::Name { name: name.to_string() },
            Origin::Mail { address, .. } => Self::Mail { address: address.to_string() },
            Origin::Withheld => Self::Withheld,
            Origin::Payphone => Self::Payphone,
            Origin::Unavailable => Self::Unavailable,
        }
    }
}
