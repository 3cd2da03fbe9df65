//! What the packs know, for tables and help.

use mihari_engine::engine::{ContactFact, DomainFact, Engine, NumberFact};
use mihari_engine::item::Channel;
use mihari_engine::link;
use mihari_engine::number::Origin;
use mihari_engine::pack as engine;

use crate::item::Moment;
use crate::records::{Caller, Source, Text};

type ContactKind = engine::ContactKind;

#[uniffi::remote(Enum)]
pub enum ContactKind {
    Phone,
    Web,
    Mail,
}

/// A published telephone number.
#[derive(uniffi::Record)]
pub struct KnownNumber {
    /// E.164.
    pub canonical: String,
    /// As people in Japan write it.
    pub national: String,
    /// The id of the group it belongs to.
    pub group: String,
    /// Whose it is.
    pub title: Text,
    /// What else is published about it.
    pub note: Option<Text>,
    /// Where it is published.
    pub source: Source,
    /// When that was last confirmed: `2022-12`.
    pub checked: String,
    /// Not confirmed for twelve months.
    pub is_stale: bool,
    /// The official page with the newest list.
    pub page: Option<String>,
}

impl From<NumberFact> for KnownNumber {
    fn from(fact: NumberFact) -> Self {
        Self {
            canonical: fact.number,
            national: fact.national,
            group: fact.group,
            title: fact.title.into(),
            note: fact.note.map(Into::into),
            source: fact.source.into(),
            checked: fact.checked.to_string(),
            is_stale: fact.stale,
            page: fact.page,
        }
    }
}

/// A domain and what it may be used for.
#[derive(uniffi::Record)]
pub struct KnownDomain {
    /// The domain.
    pub domain: String,
    /// The brand's id.
    pub brand: String,
    /// Whose it is: the brand's name.
    pub title: Text,
    /// Links on it are the brand speaking.
    pub is_for_links: bool,
    /// Mail from it is published as the brand's.
    pub is_for_mail: bool,
    /// Where that is published.
    pub source: Source,
    /// When that was last confirmed: `2022-12`.
    pub checked: String,
    /// Not confirmed for twelve months.
    pub is_stale: bool,
}

impl From<DomainFact> for KnownDomain {
    fn from(fact: DomainFact) -> Self {
        Self {
            domain: fact.domain,
            brand: fact.brand,
            title: fact.title.into(),
            is_for_links: fact.link,
            is_for_mail: fact.mail,
            source: fact.source.into(),
            checked: fact.checked.to_string(),
            is_stale: fact.stale,
        }
    }
}

/// Where a person finds help.
#[derive(uniffi::Record)]
pub struct Contact {
    /// Its id.
    pub id: String,
    /// Who answers.
    pub title: Text,
    /// How.
    pub kind: ContactKind,
    /// Number, address of a page, or mail address.
    pub value: String,
    /// When and for what to use it.
    pub note: Text,
    /// The official page beside it.
    pub page: Option<String>,
    /// Where that is published.
    pub source: Source,
    /// When that was last confirmed: `2022-12`.
    pub checked: String,
    /// Not confirmed for twelve months: shown with its date and page, without one-tap use.
    pub is_stale: bool,
}

impl From<ContactFact> for Contact {
    fn from(fact: ContactFact) -> Self {
        Self {
            id: fact.id,
            title: fact.title.into(),
            kind: fact.kind,
            value: fact.value,
            note: fact.note.into(),
            page: fact.page,
            source: fact.source.into(),
            checked: fact.checked.to_string(),
            is_stale: fact.stale,
        }
    }
}

/// A pack and what it rests on.
#[derive(uniffi::Record)]
pub struct Pack {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// What it is about.
    pub title: Text,
    /// Where its knowledge comes from.
    pub sources: Vec<Source>,
}

impl Pack {
    fn new(pack: &engine::Pack, now: Moment) -> Self {
        let sources = pack.table().sources.iter();
        let today = mihari_guard::Moment::from(now).today;
        let source = |id: &str| Engine::shipped().source(id, today).map(Into::into);
        Self {
            id: pack.id().to_owned(),
            version: pack.version().to_owned(),
            title: pack.table().title.clone().into(),
            sources: sources.filter_map(|s| source(s.id.get_ref())).collect(),
        }
    }
}

/// The packs in use. `now` decides which of their sources are stale.
#[uniffi::export]
fn packs(now: Moment) -> Vec<Pack> {
    Engine::shipped().packs().iter().map(|pack| Pack::new(pack, now)).collect()
}

/// Every published number. `now` decides what is stale.
#[uniffi::export]
fn known_numbers(now: Moment) -> Vec<KnownNumber> {
    let facts = Engine::shipped().numbers(mihari_guard::Moment::from(now).today);
    facts.into_iter().map(Into::into).collect()
}

/// Every official domain. `now` decides what is stale.
#[uniffi::export]
fn known_domains(now: Moment) -> Vec<KnownDomain> {
    let facts = Engine::shipped().domains(mihari_guard::Moment::from(now).today);
    facts.into_iter().map(Into::into).collect()
}

/// Every place that helps. `now` decides what is stale.
#[uniffi::export]
fn contacts(now: Moment) -> Vec<Contact> {
    let facts = Engine::shipped().contacts(mihari_guard::Moment::from(now).today);
    facts.into_iter().map(Into::into).collect()
}

/// Who a sender or caller is, however it is written.
#[uniffi::export]
fn caller(channel: Channel, sender: Option<String>) -> Caller {
    Origin::parse(channel, sender.as_deref()).into()
}

/// A text whose links can be read but not tapped.
#[uniffi::export]
fn defang(text: String) -> String {
    link::defang(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment { unix_ms: 1_795_600_000_000, offset_seconds: 9 * 3600 };

    #[test]
    fn the_tables_hold_what_the_packs_publish() {
        let delivery = known_numbers(NOW).into_iter().find(|n| n.national == "050-3131-1651");
        assert!(delivery.is_some_and(|number| number.is_stale && number.checked == "2022-12"));
        assert!(known_domains(NOW).iter().any(|d| d.domain == "amazon.co.jp" && d.is_for_mail));
        assert!(contacts(NOW).iter().any(|contact| contact.value == "#9110"));
        assert!(packs(NOW).iter().all(|pack| !pack.version.is_empty() && !pack.sources.is_empty()));
    }

    #[test]
    fn a_caller_is_known_however_it_is_written() {
        let (canonical, national) = ("+815031311651".to_owned(), "050-3131-1651".to_owned());
        let written = Some("tel:+81-50-3131-1651".to_owned());
        assert_eq!(caller(Channel::Call, written), Caller::Number { canonical, national });
        assert_eq!(caller(Channel::Call, None), Caller::Withheld);
        assert_eq!(caller(Channel::Call, Some("-3".to_owned())), Caller::Payphone);
    }

    #[test]
    fn a_text_for_others_has_no_live_link() {
        assert_eq!(defang("見て https://a.example/b".to_owned()), "見て hxxps://a[.]example/b");
    }
}
