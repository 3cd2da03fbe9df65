//! Putting packs together: every name resolved, every pattern in one automaton.

use std::sync::Arc;

use foldhash::{HashMap, HashSet};

use super::observe::{BrandSignals, CLAIM, KnownSignals};
use super::{Engine, Trust};
use crate::brand::Brands;
use crate::link::{HostLists, OfficialNames};
use crate::number::PhoneNumber;
use crate::pack::{ContactKind, Diagnostic, HostKind, Pack, Placement, Rule, Spanned};
use crate::pattern::{Owner, Pattern, PatternSet, PatternSetBuilder, Place};
use crate::rule::{CompiledAdvice, CompiledRule};
use crate::shipped;
use crate::signal::{BUILT_IN, BUILT_IN_BY_BRAND, SignalId, SignalTable};
use crate::spelling::BrandNames;
use crate::text::fold;
use crate::verdict::Advice;

/// The shortest name, in letters, that hosts are made to resemble.
const SHORTEST_HOST_WORD: usize = 5;

pub(super) fn build(packs: Vec<Pack>, trust: Trust) -> Result<Engine, Vec<Diagnostic>> {
    let mut build =
        Build { packs: &packs, trust, found: Vec::new(), signals: SignalTable::default() };
    build.unique_across_packs();
    build.name_signals();
    let brand_ids = build.brand_ids();
    let words = match trust {
        // What cannot be used is found again, and told, without trust.
        Trust::Shipped => PatternSetBuilder::shipped().ok_or_else(Vec::new)?,
        Trust::Nothing => PatternSetBuilder::new(),
    };
    let brands = build.brands();
    let (link_domains, mail_domains) = build.domains(&brand_ids);
    let (hosts, cheap_suffixes, login_words) = build.hosts();
    let official_names = build.official_names(login_words);
    let (numbers, desks) = build.numbers();
    let (patterns, owners) = build.patterns(&brand_ids, words);
    let (advice, advice_ids) = build.advice();
    let rules = build.rules(&advice_ids);
    let brand_signals = build.brand_signals();
    let watched_brands = build.watched_brands(&brand_ids);
    let signals = build.signals;
    let (Some(patterns), Some(brands), true) = (patterns, brands, build.found.is_empty()) else {
        return Err(build.found);
    };
    let triggered = triggers(&rules, &signals);
    let signals_of_owners = signals_of_owners(&owners);
    let owners = (0..signals.len() as u32).map(|id| owners.get(&SignalId(id)).copied()).collect();
    let known = KnownSignals::new(&signals);
    Ok(Engine {
        packs,
        signals,
        known,
        brands,
        brand_signals,
        watched_brands,
        link_domains,
        mail_domains,
        hosts,
        cheap_suffixes,
        official_names,
        numbers,
        desks,
        patterns,
        owners,
        signals_of_owners,
        advice,
        rules,
        triggered,
    })
}

/// For each signal, the rules to try when it stands.
fn triggers(rules: &[CompiledRule], signals: &SignalTable) -> Vec<Vec<u32>> {
    let mut triggered = vec![Vec::new(); signals.len()];
    let built_in = BUILT_IN.len() as u32;
    for (index, rule) in rules.iter().enumerate() {
        for signal in rule.triggers(|id| id.0 >= built_in) {
            triggered[signal.0 as usize].push(index as u32);
        }
    }
    triggered
}

fn signals_of_owners(owners: &HashMap<SignalId, Owner>) -> Vec<Option<SignalId>> {
    let mut signals = Vec::new();
    for (&signal, owner) in owners {
        let index = owner.0 as usize;
        signals.resize(signals.len().max(index + 1), None);
        signals[index] = Some(signal);
    }
    signals
}

struct Build<'a> {
    packs: &'a [Pack],
    trust: Trust,
    found: Vec<Diagnostic>,
    signals: SignalTable,
}

impl Build<'_> {
    fn say<T>(&mut self, pack: &Pack, place: &Spanned<T>, message: String, help: &str) {
        self.found.push(pack.diagnose(place, message, help));
    }

    fn unique_across_packs(&mut self) {
        let mut seen = HashSet::default();
        for pack in self.packs {
            let table = pack.table();
            let ids = (table.signals.iter().map(|x| ("signal", &x.id)))
                .chain(table.brands.iter().map(|x| ("brand", &x.id)))
                .chain(table.numbers.iter().map(|x| ("number group", &x.id)))
                .chain(table.contacts.iter().map(|x| ("contact", &x.id)))
                .chain(table.advice.iter().map(|x| ("advice", &x.id)))
                .chain(table.rules.iter().map(|x| ("rule", &x.id)));
            for (what, id) in ids {
                if !seen.insert((what, id.get_ref())) {
                    let message = format!("another pack has the {what} `{}` too", id.get_ref());
                    self.say(pack, id, message, "Rename it.");
                }
            }
        }
    }

    /// Built-in signals first, then those of brands and groups, then those of packs.
    fn name_signals(&mut self) {
        for name in BUILT_IN {
            self.signals.add(name);
        }
        for pack in self.packs {
            for brand in &pack.table().brands {
                for name in BUILT_IN_BY_BRAND {
                    let part = self.signals.add(&format!("{name}:{}", brand.id.get_ref()));
                    // What is off one brand's list may be on another's: that is no part.
                    match self.signals.get(name) {
                        Some(whole) if *name != "link.off_list" => {
                            self.signals.make_part(part, whole);
                        }
                        _ => {}
                    }
                }
            }
            for group in &pack.table().numbers {
                let part = self.signals.add(&format!("caller.listed:{}", group.id.get_ref()));
                let whole = self.signals.built_in("caller.listed");
                self.signals.make_part(part, whole);
            }
        }
        for pack in self.packs {
            for signal in &pack.table().signals {
                if BUILT_IN.contains(&signal.id.get_ref().as_str()) {
                    let message = format!("`{}` is a built-in signal", signal.id.get_ref());
                    self.say(pack, &signal.id, message, "Choose another name.");
                }
                self.signals.add(signal.id.get_ref());
            }
        }
        self.join_signals();
    }

    /// `any_of`: a part must be complete before it is joined, so it has to stand earlier, in this
    /// pack or in another.
    fn join_signals(&mut self) {
        let composites: HashSet<&str> = (self.packs.iter())
            .flat_map(|pack| &pack.table().signals)
            .filter(|signal| !signal.any_of.is_empty())
            .map(|signal| signal.id.get_ref().as_str())
            .collect();
        let mut joined = HashSet::default();
        for pack in self.packs {
            for signal in &pack.table().signals {
                for part in &signal.any_of {
                    let name = part.get_ref().as_str();
                    let Some(id) = self.signals.get(name) else {
                        self.unknown_signal(pack, part);
                        continue;
                    };
                    if composites.contains(name) && !joined.contains(name) {
                        let message = format!("the signal `{name}` stands after its first use");
                        self.say(
                            pack,
                            part,
                            message,
                            "Move it up, before the signal that uses it.",
                        );
                        continue;
                    }
                    let whole = self.signals.built_in(signal.id.get_ref());
                    self.signals.make_part(id, whole);
                }
                joined.insert(signal.id.get_ref().as_str());
            }
        }
    }

    fn unknown_signal(&mut self, pack: &Pack, name: &Spanned<String>) {
        let message = format!("there is no signal `{}`", name.get_ref());
        self.say(pack, name, message, "Define it under [[signals]], or correct the name.");
    }

    fn brand_ids(&self) -> HashMap<String, u16> {
        let brands = self.packs.iter().flat_map(|pack| &pack.table().brands);
        brands.enumerate().map(|(i, brand)| (brand.id.get_ref().clone(), i as u16)).collect()
    }

    fn brands(&mut self) -> Option<Brands> {
        let packs = self.packs;
        let listed = packs.iter().flat_map(|pack| &pack.table().brands);
        let names: Vec<BrandNames<'_>> = listed
            .map(|brand| BrandNames {
                names: strings(&brand.names),
                except: strings(&brand.except),
                imitated: strings(&brand.imitated),
            })
            .collect();
        if self.trust == Trust::Shipped {
            return Brands::shipped(&names);
        }
        for pack in packs {
            for brand in &pack.table().brands {
                let written = brand.names.iter().chain(&brand.except).chain(&brand.imitated);
                written.for_each(|word| self.must_be_folded(pack, word));
            }
        }
        Brands::new(&names)
    }

    fn must_be_folded(&mut self, pack: &Pack, word: &Spanned<String>) {
        let folded = fold(word.get_ref()).into_owned();
        if folded != *word.get_ref() {
            let message = format!("`{}` is not written as text is compared", word.get_ref());
            self.say(pack, word, message, &format!("Write `{folded}`."));
        }
    }

    #[allow(clippy::type_complexity, reason = "two maps of the same shape, named at the call")]
    fn domains(
        &mut self,
        brand_ids: &HashMap<String, u16>,
    ) -> (HashMap<String, Vec<u16>>, HashMap<String, Vec<u16>>) {
        let (mut links, mut mails) = (HashMap::default(), HashMap::default());
        for pack in self.packs {
            for domain in &pack.table().domains {
                let name = domain.domain.get_ref();
                let Some(&brand) = brand_ids.get(domain.brand.get_ref()) else {
                    let message = format!("there is no brand `{}`", domain.brand.get_ref());
                    self.say(pack, &domain.brand, message, "Add it under [[brands]].");
                    continue;
                };
                let is_ascii_host = name.bytes().all(|b| {
                    b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-')
                });
                if !is_ascii_host || !name.contains('.') {
                    let message = format!("`{name}` is no domain");
                    self.say(pack, &domain.domain, message, "Write it in lower case ASCII.");
                    continue;
                }
                for (wanted, map) in [(domain.link, &mut links), (domain.mail, &mut mails)] {
                    if wanted {
                        let owners: &mut Vec<u16> = map.entry(name.clone()).or_default();
                        owners.push(brand);
                    }
                }
            }
        }
        (links, mails)
    }

    /// Hosts by kind, cheap suffixes, and login words.
    fn hosts(&self) -> (HostLists, HashSet<String>, HashSet<String>) {
        let mut lists = HostLists::default();
        let (mut cheap_suffixes, mut login_words) = (HashSet::default(), HashSet::default());
        for hosts in self.packs.iter().flat_map(|pack| &pack.table().hosts) {
            let list = match hosts.kind {
                HostKind::Shortener => &mut lists.shorteners,
                HostKind::DynamicDns => &mut lists.dynamic_dns,
                HostKind::SharedHosting => &mut lists.shared_hosting,
                HostKind::CheapSuffix => &mut cheap_suffixes,
                HostKind::Messenger => &mut lists.messengers,
                HostKind::Mirror => &mut lists.mirrors,
                HostKind::LoginWord => &mut login_words,
            };
            list.extend(hosts.domains.iter().map(|domain| domain.get_ref().clone()));
        }
        (lists, cheap_suffixes, login_words)
    }

    fn official_names(&self, login_words: HashSet<String>) -> OfficialNames {
        let tables = || self.packs.iter().map(Pack::table);
        let domains = tables().flat_map(|t| &t.domains).map(|d| d.domain.get_ref().as_str());
        let brands = || tables().flat_map(|t| &t.brands);
        let names = brands().flat_map(|b| &b.names).map(|name| name.get_ref().as_str());
        let imitated = brands().flat_map(|b| &b.imitated).map(|name| name.get_ref().as_str());
        OfficialNames::new(domains, names, imitated, login_words)
    }

    fn numbers(&mut self) -> (HashMap<PhoneNumber, SignalId>, Vec<PhoneNumber>) {
        let mut numbers = HashMap::default();
        let mut desks = Vec::new();
        for pack in self.packs {
            for group in &pack.table().numbers {
                let signal = format!("caller.listed:{}", group.id.get_ref());
                let signal = self.signals.built_in(&signal);
                for written in &group.numbers {
                    match PhoneNumber::parse(written.get_ref()) {
                        Some(number) if number.is_possible() => {
                            numbers.insert(number, signal);
                        }
                        _ => {
                            let message = "this is no telephone number".to_owned();
                            self.say(pack, written, message, "Write it like 050-3131-1651.");
                        }
                    }
                }
            }
            let phones = pack.table().contacts.iter().filter(|c| c.kind == ContactKind::Phone);
            desks.extend(phones.filter_map(|contact| PhoneNumber::parse(&contact.value)));
        }
        (numbers, desks)
    }

    /// Every owner is followed by the owner of its exceptions.
    fn patterns(
        &mut self,
        brand_ids: &HashMap<String, u16>,
        mut builder: PatternSetBuilder,
    ) -> (Option<PatternSet>, HashMap<SignalId, Owner>) {
        let mut owners = HashMap::default();
        let mut next = Owner(CLAIM.0 + 2);
        for pack in self.packs {
            if let Some(claims) = &pack.table().claims {
                let lists = [
                    (&claims.patterns, CLAIM, Place::Anywhere),
                    (&claims.line_start, CLAIM, Place::LineStart),
                    (&claims.line_end, CLAIM, Place::LineEnd),
                    (&claims.except, Owner(CLAIM.0 + 1), Place::Anywhere),
                ];
                for (patterns, owner, place) in lists {
                    self.add_patterns(pack, patterns, owner, place, brand_ids, &mut builder);
                }
            }
            for signal in &pack.table().signals {
                let id = self.signals.built_in(signal.id.get_ref());
                let owner = next;
                let except = Owner(owner.0 + 1);
                next = Owner(owner.0 + 2);
                owners.insert(id, owner);
                let place = match signal.place {
                    Placement::Anywhere => Place::Anywhere,
                    Placement::LineStart => Place::LineStart,
                    Placement::LineEnd => Place::LineEnd,
                };
                let lists =
                    [(&signal.patterns, owner, place), (&signal.except, except, Place::Anywhere)];
                for (patterns, owner, place) in lists {
                    self.add_patterns(pack, patterns, owner, place, brand_ids, &mut builder);
                }
            }
        }
        (builder.build(), owners)
    }

    fn add_patterns(
        &mut self,
        pack: &Pack,
        patterns: &[Spanned<String>],
        owner: Owner,
        place: Place,
        brand_ids: &HashMap<String, u16>,
        builder: &mut PatternSetBuilder,
    ) {
        for written in patterns {
            match self.trust {
                Trust::Shipped => {
                    let patterns = shipped::patterns();
                    let index = patterns.binary_search_by_key(&&**written.get_ref(), |p| p.written);
                    let Ok(index) = index else {
                        let message = "the pattern could not be read when Mihari was built";
                        self.say(pack, written, message.to_owned(), "Check the pack.");
                        continue;
                    };
                    let named = patterns[index].brand;
                    if let Some(brand) = self.named_brand(pack, written, named, brand_ids) {
                        builder.add_role(index as u32, owner, place, brand);
                    }
                }
                Trust::Nothing => match Pattern::parse(written.get_ref()) {
                    Ok(pattern) => {
                        let named = pattern.brand();
                        if let Some(brand) = self.named_brand(pack, written, named, brand_ids) {
                            builder.add(pattern, owner, place, brand);
                        }
                    }
                    Err(error) => self.say(pack, written, error.message, &error.help),
                },
            }
        }
    }

    /// The index of the brand that a pattern names, if it names one; `None` when there is no such
    /// brand.
    fn named_brand(
        &mut self,
        pack: &Pack,
        written: &Spanned<String>,
        named: Option<&str>,
        brand_ids: &HashMap<String, u16>,
    ) -> Option<Option<u16>> {
        let Some(id) = named else { return Some(None) };
        if let Some(&index) = brand_ids.get(id) {
            return Some(Some(index));
        }
        let message = format!("there is no brand `{id}`");
        self.say(pack, written, message, "Add it under [[brands]].");
        None
    }

    fn advice(&self) -> (Vec<CompiledAdvice>, HashMap<String, usize>) {
        let mut compiled = Vec::new();
        let mut ids = HashMap::default();
        for advice in self.packs.iter().flat_map(|pack| &pack.table().advice) {
            let id: Arc<str> = advice.id.get_ref().as_str().into();
            let worded = |text: &crate::pack::Bilingual| Advice {
                id: id.clone(),
                text_ja: text.ja.as_str().into(),
                text_en: text.en.as_str().into(),
            };
            let personal = worded(&advice.text);
            let business = advice.business.as_ref().map_or_else(|| personal.clone(), worded);
            ids.insert(advice.id.get_ref().clone(), compiled.len());
            compiled.push(CompiledAdvice { personal, business });
        }
        (compiled, ids)
    }

    fn rules(&mut self, advice_ids: &HashMap<String, usize>) -> Vec<CompiledRule> {
        let mut rules = Vec::new();
        for pack in self.packs {
            for rule in &pack.table().rules {
                rules.push(self.rule(pack, rule, advice_ids));
            }
        }
        rules
    }

    fn rule(
        &mut self,
        pack: &Pack,
        rule: &Rule,
        advice_ids: &HashMap<String, usize>,
    ) -> CompiledRule {
        let at_least = rule.at_least.as_ref().map(|a| (a.n, self.resolve(pack, &a.of)));
        let mut advice = Vec::new();
        for id in &rule.advice {
            match advice_ids.get(id.get_ref()) {
                Some(&index) => advice.push(index),
                None => {
                    let message = format!("there is no advice `{}`", id.get_ref());
                    self.say(pack, id, message, "Add it under [[advice]], or correct the name.");
                }
            }
        }
        CompiledRule {
            id: rule.id.get_ref().as_str().into(),
            level: rule.level,
            category: rule.category.as_str().into(),
            weight: rule.weight,
            channels: rule.channels.clone(),
            all: self.resolve(pack, &rule.all),
            any: self.resolve(pack, &rule.any),
            at_least,
            unless: self.resolve(pack, &rule.unless),
            reason_ja: rule.reason.ja.as_str().into(),
            reason_en: rule.reason.en.as_str().into(),
            source: rule.source.get_ref().as_str().into(),
            advice,
        }
    }

    fn resolve(&mut self, pack: &Pack, names: &[Spanned<String>]) -> Vec<SignalId> {
        let mut ids = Vec::with_capacity(names.len());
        for name in names {
            match self.signals.get(name.get_ref()) {
                Some(id) => ids.push(id),
                None => self.unknown_signal(pack, name),
            }
        }
        ids
    }

    fn brand_signals(&self) -> Vec<BrandSignals> {
        let brands = self.packs.iter().flat_map(|pack| &pack.table().brands);
        brands
            .map(|brand| {
                let signal =
                    |name| self.signals.built_in(&format!("{name}:{}", brand.id.get_ref()));
                let host_word =
                    brand.imitated.iter().map(|name| name.get_ref()).find(|n| is_host_word(n));
                BrandSignals {
                    claim: signal("claim"),
                    mention: signal("mention"),
                    off_list: signal("link.off_list"),
                    official: signal("link.official"),
                    look_alike: signal("link.look_alike"),
                    mail_official: signal("mail.official"),
                    mail_off_list: signal("mail.off_list"),
                    host_word: host_word.cloned(),
                }
            })
            .collect()
    }
}

impl Build<'_> {
    /// The brands whose own signals of links or mail domains a rule or a signal names.
    fn watched_brands(&self, brand_ids: &HashMap<String, u16>) -> Vec<u16> {
        let tables = || self.packs.iter().map(Pack::table);
        let in_rules = tables().flat_map(|t| &t.rules).flat_map(|rule| {
            let of = rule.at_least.iter().flat_map(|a| &a.of);
            rule.all.iter().chain(&rule.any).chain(&rule.unless).chain(of)
        });
        let named = in_rules.chain(tables().flat_map(|t| &t.signals).flat_map(|s| &s.any_of));
        let mut watched: Vec<u16> = named
            .filter_map(|name| name.get_ref().split_once(':'))
            .filter(|(signal, _)| signal.starts_with("link.") || signal.starts_with("mail."))
            .filter_map(|(_, brand)| brand_ids.get(brand).copied())
            .collect();
        watched.sort_unstable();
        watched.dedup();
        watched
    }
}

fn strings(list: &[Spanned<String>]) -> Vec<&str> {
    list.iter().map(|written| written.get_ref().as_str()).collect()
}

fn is_host_word(name: &str) -> bool {
    name.len() >= SHORTEST_HOST_WORD && name.bytes().all(|b| b.is_ascii_lowercase())
}
