//! The format of a pack file, key by key. Unknown keys are errors.

use super::Spanned;
use serde::{Deserialize, Serialize};

use super::AsOf;
use crate::item::{Channel, Direction, Profile};
use crate::verdict::Level;

/// A whole pack file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Version of this format: 1.
    pub format: Spanned<u32>,
    /// Unique among packs.
    pub id: String,
    /// Version of the pack; shown to the user and kept with each verdict.
    pub version: String,
    /// What the pack is about.
    pub title: Bilingual,
    /// Where its knowledge comes from.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// Names that frauds speak in.
    #[serde(default)]
    pub brands: Vec<Brand>,
    /// How a speaker claims to be a brand, and what only looks like it.
    #[serde(default)]
    pub claims: Option<Claims>,
    /// Domains that brands own.
    #[serde(default)]
    pub domains: Vec<Domain>,
    /// Hosts whose registrable domain says nothing about who speaks.
    #[serde(default)]
    pub hosts: Vec<Hosts>,
    /// Published telephone numbers.
    #[serde(default)]
    pub numbers: Vec<NumberGroup>,
    /// Where a person finds help.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// Yes/no facts about an item.
    #[serde(default)]
    pub signals: Vec<Signal>,
    /// What to do.
    #[serde(default)]
    pub advice: Vec<Advice>,
    /// What follows from signals.
    #[serde(default)]
    pub rules: Vec<Rule>,
}

/// The same text in Japanese and English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Plain Japanese.
    pub ja: String,
    /// Plain English.
    pub en: String,
}

/// Where knowledge comes from.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Named by everything that rests on it.
    pub id: Spanned<String>,
    /// Title of the page or document.
    pub title: String,
    /// Its address, when it has one.
    pub url: Option<String>,
    /// When it said so.
    pub as_of: AsOf,
}

/// A name that frauds speak in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brand {
    /// `claim:ID`, `mention:ID`, `link.off_list:ID` and the like are this brand's signals.
    pub id: Spanned<String>,
    /// The name as people know it.
    pub title: Bilingual,
    /// Spellings, folded. Latin ones match as whole words.
    pub names: Vec<Spanned<String>>,
    /// Words that hold a name and mean something else, such as a river.
    #[serde(default)]
    pub except: Vec<Spanned<String>>,
    /// The names among them that frauds imitate: misspellings count too (Amaz0n, Arnazon, アマソン).
    #[serde(default)]
    pub imitated: Vec<Spanned<String>>,
    /// Where the spellings come from.
    pub source: Spanned<String>,
}

/// Patterns for the words round a brand. In all of them `{brand}` stands for any brand's name.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// The speaker is the brand.
    pub patterns: Vec<Spanned<String>>,
    /// The same, but only where the pattern begins a line.
    #[serde(default)]
    pub line_start: Vec<Spanned<String>>,
    /// The same, but only where the pattern ends a line: signatures.
    #[serde(default)]
    pub line_end: Vec<Spanned<String>>,
    /// What looks like a claim and is none; cancels claims it overlaps.
    #[serde(default)]
    pub except: Vec<Spanned<String>>,
}

/// A domain that a brand owns.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// The domain, in ASCII.
    pub domain: Spanned<String>,
    /// The brand's id.
    pub brand: Spanned<String>,
    /// Whether links on it, or on a subdomain of it, are the brand speaking.
    #[serde(default = "yes")]
    pub link: bool,
    /// Whether mail from exactly this domain is published as the brand's.
    #[serde(default)]
    pub mail: bool,
    /// Where that is published.
    pub source: Spanned<String>,
    /// When that was last confirmed.
    pub checked: AsOf,
}

fn yes() -> bool {
    true
}

/// What a host's registrable domain does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HostKind {
    /// Leads anywhere.
    Shortener,
    /// A free name for any address.
    DynamicDns,
    /// Anybody's pages under somebody's name.
    SharedHosting,
    /// Public suffixes under which throw-away names are cheap.
    CheapSuffix,
    /// Opens a chat with somebody, or a group.
    Messenger,
    /// Shows other sites' pages under hosts that spell theirs.
    Mirror,
    /// No hosts, but words that stand in them beside the brand's name which they pose as: `login`.
    LoginWord,
}

/// Hosts of one kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hosts {
    /// The kind.
    pub kind: HostKind,
    /// Domains; subdomains count too. Words, where the kind says so.
    pub domains: Vec<Spanned<String>>,
    /// Where that is known from.
    pub source: Spanned<String>,
}

/// Telephone numbers that a brand or its contractor publishes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberGroup {
    /// `caller.listed:ID` is this group's signal.
    pub id: Spanned<String>,
    /// Whose numbers they are.
    pub title: Bilingual,
    /// What else is published about them.
    pub note: Option<Bilingual>,
    /// The numbers, in any spelling.
    pub numbers: Vec<Spanned<String>>,
    /// Where they are published.
    pub source: Spanned<String>,
    /// When they were last confirmed.
    pub checked: AsOf,
    /// The official page that has the newest list.
    pub page: Option<String>,
}

/// How a contact is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactKind {
    /// A telephone number.
    Phone,
    /// A web page.
    Web,
    /// A mail address.
    Mail,
}

/// Where a person finds help or reports a fraud.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Unique.
    pub id: Spanned<String>,
    /// Who answers.
    pub title: Bilingual,
    /// How.
    pub kind: ContactKind,
    /// Number, address of a page, or mail address.
    pub value: String,
    /// When and for what to use it.
    pub note: Bilingual,
    /// The official page beside it, shown when the fact is stale.
    pub page: Option<String>,
    /// Where that is published.
    pub source: Spanned<String>,
    /// When that was last confirmed.
    pub checked: AsOf,
}

/// Where in a text a signal's patterns count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Placement {
    /// Everywhere.
    #[default]
    Anywhere,
    /// Where a line begins.
    LineStart,
    /// Where a line ends.
    LineEnd,
}

/// A yes/no fact about an item's words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signal {
    /// Named by rules, such as `demand.unpaid`.
    pub id: Spanned<String>,
    /// What it means, for whoever reads the pack.
    pub about: Option<String>,
    /// Patterns over folded text; see `docs/packs.md`.
    #[serde(default)]
    pub patterns: Vec<Spanned<String>>,
    /// Where they count.
    #[serde(default)]
    pub place: Placement,
    /// Patterns that cancel a hit they overlap, wherever they stand.
    #[serde(default)]
    pub except: Vec<Spanned<String>>,
    /// Other signals, any of which is this one. They must stand before it.
    #[serde(default)]
    pub any_of: Vec<Spanned<String>>,
}

/// One thing to do.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    /// Unique.
    pub id: Spanned<String>,
    /// What to do.
    pub text: Bilingual,
    /// What to do instead when the phone belongs to a business.
    pub business: Option<Bilingual>,
    /// Who advises that.
    pub source: Spanned<String>,
}

/// At least `n` of these signals.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AtLeast {
    /// How many.
    pub n: usize,
    /// Of which.
    pub of: Vec<Spanned<String>>,
}

/// What follows from signals.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Unique.
    pub id: Spanned<String>,
    /// The level the rule justifies.
    pub level: Level,
    /// Kind of fraud.
    pub category: String,
    /// Orders reasons; decides nothing.
    pub weight: u32,
    /// Where it applies; everywhere when empty.
    #[serde(default)]
    pub channels: Vec<Channel>,
    /// All of these must be there.
    #[serde(default)]
    pub all: Vec<Spanned<String>>,
    /// One of these must be there.
    #[serde(default)]
    pub any: Vec<Spanned<String>>,
    /// So many of these must be there.
    pub at_least: Option<AtLeast>,
    /// None of these may be there.
    #[serde(default)]
    pub unless: Vec<Spanned<String>>,
    /// Why, in words a grandmother understands.
    pub reason: Bilingual,
    /// Ids of advice, in order.
    #[serde(default)]
    pub advice: Vec<Spanned<String>>,
    /// The row of the design's decision table, when the rule is one.
    pub row: Option<String>,
    /// Who says so.
    pub source: Spanned<String>,
    /// Items the rule must hit.
    #[serde(default)]
    pub hits: Vec<Spanned<Example>>,
    /// Items the rule must not hit.
    #[serde(default)]
    pub misses: Vec<Spanned<Example>>,
}

/// An item that a rule must hit, or must not.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Its words.
    #[serde(default)]
    pub text: String,
    /// Its sender.
    pub from: Option<String>,
    /// Its channel: a text message unless said otherwise.
    #[serde(default = "sms")]
    pub channel: Channel,
    /// Its direction: incoming unless said otherwise.
    #[serde(default)]
    pub direction: Direction,
    /// Whose phone it is: a private person's unless said otherwise.
    #[serde(default)]
    pub profile: Profile,
    /// How the user's lists stand for the sender.
    pub listed: Option<Listed>,
}

fn sms() -> Channel {
    Channel::Sms
}

/// The user's list that holds an example's sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Listed {
    /// Trusted.
    Allowed,
    /// Not wanted.
    Blocked,
    /// Learnt from a flagged message.
    Remembered,
}
