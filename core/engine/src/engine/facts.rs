//! What the packs know, for tables and help: numbers, domains, contacts, sources.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Serialize;

use super::{Engine, observe};
use crate::number::PhoneNumber;
use crate::pack::{AsOf, Bilingual, ContactKind, Pack, Source};
use crate::rule::CompiledRule;
use crate::signal::{SignalId, Standing};
use crate::verdict::Reason;

/// Where a fact comes from.
#[derive(Clone, Serialize)]
pub struct SourceFact {
    /// Title of the page or document.
    pub title: String,
    /// Its address, when it has one.
    pub url: Option<String>,
    /// When it said so.
    pub as_of: AsOf,
    /// It said so more than twelve months ago.
    pub stale: bool,
}

/// A published telephone number.
#[derive(Serialize)]
pub struct NumberFact {
    /// Canonical form.
    pub number: String,
    /// As people write it.
    pub national: String,
    /// The group's id.
    pub group: String,
    /// Whose it is.
    pub title: Bilingual,
    /// What else is published about it.
    pub note: Option<Bilingual>,
    /// Where it is published.
    pub source: SourceFact,
    /// When that was last confirmed.
    pub checked: AsOf,
    /// Not confirmed for twelve months.
    pub stale: bool,
    /// The official page with the newest list.
    pub page: Option<String>,
}

/// A domain and what it may be used for.
#[derive(Serialize)]
pub struct DomainFact {
    /// The domain.
    pub domain: String,
    /// The brand's id.
    pub brand: String,
    /// Whose it is: the brand's name.
    pub title: Bilingual,
    /// Links on it are the brand speaking.
    pub link: bool,
    /// Mail from it is published as the brand's.
    pub mail: bool,
    /// Where that is published.
    pub source: SourceFact,
    /// When that was last confirmed.
    pub checked: AsOf,
    /// Not confirmed for twelve months.
    pub stale: bool,
}

/// Where a person finds help.
#[derive(Serialize)]
pub struct ContactFact {
    /// Unique.
    pub id: String,
    /// Who answers.
    pub title: Bilingual,
    /// How.
    pub kind: ContactKind,
    /// Number, address of a page, or mail address.
    pub value: String,
    /// When and for what to use it.
    pub note: Bilingual,
    /// The official page beside it.
    pub page: Option<String>,
    /// Where that is published.
    pub source: SourceFact,
    /// When that was last confirmed.
    pub checked: AsOf,
    /// Not confirmed for twelve months: shown with its date and page, without one-tap use.
    pub stale: bool,
}

impl Engine {
    /// Every published number, pack by pack. `today` decides what is stale.
    pub fn numbers(&self, today: Date) -> Vec<NumberFact> {
        let mut facts = Vec::new();
        for pack in &self.packs {
            for group in &pack.table().numbers {
                let numbers = group.numbers.iter().filter_map(|n| PhoneNumber::parse(n.get_ref()));
                facts.extend(numbers.map(|number| NumberFact {
                    number: number.as_str().to_owned(),
                    national: number.to_national(),
                    group: group.id.get_ref().clone(),
                    title: group.title.clone(),
                    note: group.note.clone(),
                    source: source(pack, group.source.get_ref(), today),
                    checked: group.checked,
                    stale: group.checked.is_stale(today),
                    page: group.page.clone(),
                }));
            }
        }
        facts
    }

    /// Every official domain, pack by pack.
    pub fn domains(&self, today: Date) -> Vec<DomainFact> {
        let brands = self.packs.iter().flat_map(|pack| &pack.table().brands);
        let titles: HashMap<&str, &Bilingual> =
            brands.map(|brand| (brand.id.get_ref().as_str(), &brand.title)).collect();
        let domains = self.packs.iter().flat_map(|p| p.table().domains.iter().map(move |d| (p, d)));
        domains
            .map(|(pack, domain)| DomainFact {
                domain: domain.domain.get_ref().clone(),
                brand: domain.brand.get_ref().clone(),
                title: titles[domain.brand.get_ref().as_str()].clone(),
                link: domain.link,
                mail: domain.mail,
                source: source(pack, domain.source.get_ref(), today),
                checked: domain.checked,
                stale: domain.checked.is_stale(today),
            })
            .collect()
    }

    /// Every place that helps, in the order of the packs.
    pub fn contacts(&self, today: Date) -> Vec<ContactFact> {
        let contacts =
            self.packs.iter().flat_map(|p| p.table().contacts.iter().map(move |c| (p, c)));
        contacts
            .map(|(pack, contact)| ContactFact {
                id: contact.id.get_ref().clone(),
                title: contact.title.clone(),
                kind: contact.kind,
                value: contact.value.clone(),
                note: contact.note.clone(),
                page: contact.page.clone(),
                source: source(pack, contact.source.get_ref(), today),
                checked: contact.checked,
                stale: contact.checked.is_stale(today),
            })
            .collect()
    }

    /// The source that a reason names. `today` decides whether it is stale.
    pub fn source(&self, id: &str, today: Date) -> Option<SourceFact> {
        let mut sources = self.packs.iter().flat_map(|pack| &pack.table().sources);
        sources.find(|s| s.id.get_ref() == id).map(|source| fact(source, today))
    }

    /// Adds the date to a reason that rests on a number list nobody confirmed for long.
    pub(super) fn date_stale_facts(
        &self,
        rule: &CompiledRule,
        reason: &mut Reason,
        scene: &observe::Scene<'_>,
        today: Date,
    ) {
        if !scene.may_stand(self.known.caller_listed) {
            return;
        }
        for pack in &self.packs {
            for group in pack.table().numbers.iter().filter(|g| g.checked.is_stale(today)) {
                let name = format!("caller.listed:{}", group.id.get_ref());
                let stands = |signal: &SignalId| scene.observed.settled(*signal) == Some(true);
                let signal = self.signals.get(&name).filter(stands);
                if signal.is_some_and(|signal| rests_on(rule, signal)) {
                    let page = group.page.as_deref().unwrap_or_default();
                    let (ja, en) = (group.checked.to_japanese(), group.checked.to_english());
                    reason.reason_ja =
                        format!("{}（{ja}の情報です。最新：{page}）", reason.reason_ja).into();
                    reason.reason_en =
                        format!("{} (Known {en}; newest: {page})", reason.reason_en).into();
                }
            }
        }
    }
}

fn rests_on(rule: &CompiledRule, signal: SignalId) -> bool {
    rule.all.contains(&signal) || rule.any.contains(&signal)
}

fn source(pack: &Pack, id: &str, today: Date) -> SourceFact {
    let source = pack.table().sources.iter().find(|s| s.id.get_ref() == id);
    fact(source.expect("a pack that names a source it lacks is refused when it is read"), today)
}

fn fact(source: &Source, today: Date) -> SourceFact {
    let Source { title, url, as_of, .. } = source;
    SourceFact {
        title: title.clone(),
        url: url.clone(),
        as_of: *as_of,
        stale: as_of.is_stale(today),
    }
}
