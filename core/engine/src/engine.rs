//! The engine: packs put together once, then one item in and one verdict out.

mod build;
mod facts;
mod observe;

use std::sync::OnceLock;

use foldhash::{HashMap, HashSet};

use crate::brand::Brands;
use crate::item::{Channel, Context, Item};
use crate::link::{HostLists, OfficialNames};
use crate::number::{Origin, PhoneNumber};
use crate::pack::{Diagnostic, Example, Listed, Pack};
use crate::pattern::{Owner, PatternSet};
use crate::rule::{CompiledAdvice, CompiledRule, is_in_text};
use crate::shipped;
use crate::signal::{SignalId, SignalTable};
use crate::text::Folded;
use crate::verdict::{Evidence, Verdict};

pub use facts::{ContactFact, DomainFact, NumberFact, SourceFact};

/// What is known of packs before they are put together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trust {
    /// They are the shipped ones, which the tests have checked.
    Shipped,
    /// They may hold anything.
    Nothing,
}

/// Screens items against a fixed set of packs. Never changes once built, and is shared freely
/// between threads.
pub struct Engine {
    packs: Vec<Pack>,
    signals: SignalTable,
    known: observe::KnownSignals,
    brands: Brands,
    brand_signals: Vec<observe::BrandSignals>,
    /// The brands of which a rule asks what a link or a mail domain is to them.
    watched_brands: Vec<u16>,
    /// Official domains of links: the domain, and the brands that own it.
    link_domains: HashMap<String, Vec<u16>>,
    /// Published domains of mail senders.
    mail_domains: HashMap<String, Vec<u16>>,
    hosts: HostLists,
    cheap_suffixes: HashSet<String>,
    /// What hosts pose as.
    official_names: OfficialNames,
    /// Published numbers and the signal of their group.
    numbers: HashMap<PhoneNumber, SignalId>,
    /// Numbers of contact desks: never remembered.
    desks: Vec<PhoneNumber>,
    patterns: PatternSet,
    /// By signal: the owner of its patterns. Exceptions are owned by the number after it.
    owners: Vec<Option<Owner>>,
    /// The same the other way round; `None` for exceptions and claims.
    signals_of_owners: Vec<Option<SignalId>>,
    advice: Vec<CompiledAdvice>,
    rules: Vec<CompiledRule>,
    /// By signal: the rules to try when it stands.
    triggered: Vec<Vec<u32>>,
}

/// A rule's example that did not come out as the pack says.
pub struct ExampleFailure {
    /// Where the example stands and what happened.
    pub diagnostic: Diagnostic,
    /// The rule's id.
    pub rule: String,
}

impl Engine {
    /// The engine with the packs of this binary, built on first use. To start fast it knows their
    /// rules without the examples, and no places in their files; [`Self::shipped_packs`] has both.
    ///
    /// # Panics
    ///
    /// Never with packs that pass their tests; those of the binary are tested before it is built.
    pub fn shipped() -> &'static Self {
        static ENGINE: OnceLock<Engine> = OnceLock::new();
        ENGINE.get_or_init(|| {
            let packs = shipped::packs().iter();
            let packs: Option<Vec<Pack>> =
                packs.map(|(file, _, compact)| Pack::from_compact(file, compact)).collect();
            let engine = packs.and_then(|packs| build::build(packs, Trust::Shipped).ok());
            engine.expect("a shipped pack is bad; `mihari pack check` says where")
        })
    }

    /// The packs of this binary, read from their TOML.
    pub fn shipped_packs() -> Result<Vec<Pack>, Vec<Diagnostic>> {
        shipped::packs().iter().map(|(file, toml, _)| Pack::parse(file, toml)).collect()
    }

    /// Puts packs together. They may use each other's signals, brands and advice.
    pub fn new(packs: Vec<Pack>) -> Result<Self, Vec<Diagnostic>> {
        build::build(packs, Trust::Nothing)
    }

    /// The shipped packs with one more, or with one in place of the shipped pack of the same id.
    pub fn shipped_with(pack: Pack) -> Result<Self, Vec<Diagnostic>> {
        let mut packs = Self::shipped_packs()?;
        packs.retain(|shipped| shipped.id() != pack.id());
        packs.push(pack);
        Self::new(packs)
    }

    /// Screens one item.
    ///
    /// Costs time linear in the text, of which at most [`crate::text::SCREENED_BYTES`] are read.
    pub fn screen(&self, item: &Item<'_>, context: &Context<'_>) -> Verdict {
        let folded = Folded::new(item.text);
        let Some((scene, hits)) = self.find(item, &folded, context) else {
            return Verdict::default();
        };
        let reason = |rule: &CompiledRule| {
            let mut reason = rule.reason(&scene.observed, |place| locate(place, &folded));
            self.date_stale_facts(rule, &mut reason, &scene, context.today);
            reason
        };
        let mut verdict =
            Verdict::new(hits, reason, &self.advice, context.profile, folded.is_truncated());
        if verdict.is_flagged() {
            verdict.callbacks = self.callbacks(&scene, context);
        }
        verdict
    }

    /// What was seen of an item, and the rules that hit. `None` where the user's own word comes first.
    fn find<'e>(
        &'e self,
        item: &Item<'_>,
        folded: &'e Folded,
        context: &Context<'_>,
    ) -> Option<(observe::Scene<'e>, Vec<&'e CompiledRule>)> {
        let origin = Origin::parse(item.channel, item.sender);
        if is_allowed(item.channel, &origin, context) {
            return None;
        }
        let mut scene = self.observe(item, &origin, folded, context);
        let hits = self.hits(item.channel, &mut scene);
        Some((scene, hits))
    }

    /// The ids and versions of the packs in use, as they are kept with a verdict:
    /// `amazon-jp 2026.11.1, japan 2026.11.1`.
    pub fn versions(&self) -> String {
        let versions: Vec<String> =
            self.packs.iter().map(|p| format!("{} {}", p.id(), p.version())).collect();
        versions.join(", ")
    }

    /// The packs in use.
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// Screens every example of one pack's rules and answers those that came out wrong.
    pub fn test_pack(&self, pack_id: &str, today: jiff::civil::Date) -> Vec<ExampleFailure> {
        let Some(pack) = self.packs.iter().find(|p| p.id() == pack_id) else { return Vec::new() };
        let mut failures = Vec::new();
        for rule in &pack.table().rules {
            let id = rule.id.get_ref();
            for (examples, wanted) in [(&rule.hits, true), (&rule.misses, false)] {
                for example in examples {
                    if self.hits_rule(example.get_ref(), id, today) != wanted {
                        let what = if wanted { "does not hit" } else { "hits" };
                        let message = format!("the example {what} the rule `{id}`");
                        let help = "Change the rule, its signals or the example.";
                        let diagnostic = pack.diagnose(example, message, help);
                        failures.push(ExampleFailure { diagnostic, rule: id.clone() });
                    }
                }
            }
        }
        failures
    }

    fn hits_rule(&self, example: &Example, rule: &str, today: jiff::civil::Date) -> bool {
        let lists = lists_of(example);
        let context = Context { profile: example.profile, today, lists: &lists };
        let folded = Folded::new(&example.text);
        // Not the verdict's reasons: one may step back behind another.
        let found = self.find(&item_of(example), &folded, &context);
        found.is_some_and(|(_, hits)| hits.iter().any(|hit| &*hit.id == rule))
    }

    /// The rules that hit, each once.
    fn hits<'e>(
        &'e self,
        channel: Channel,
        scene: &mut observe::Scene<'_>,
    ) -> Vec<&'e CompiledRule> {
        let mut hits: Vec<&CompiledRule> = Vec::new();
        for candidate in 0..scene.observed.candidates().len() {
            let signal = scene.observed.candidates()[candidate];
            for &index in &self.triggered[signal.0 as usize] {
                let rule = &self.rules[index as usize];
                let is_new = !hits.iter().any(|hit| std::ptr::eq(*hit, rule));
                if is_new && rule.hits(channel, scene) {
                    hits.push(rule);
                }
            }
        }
        hits
    }

    /// Callback numbers that a later call may be warned about.
    fn callbacks(&self, scene: &observe::Scene<'_>, context: &Context<'_>) -> Vec<PhoneNumber> {
        let mut numbers: Vec<PhoneNumber> = scene
            .numbers
            .iter()
            .map(|(_, number)| number)
            .filter(|n| self.is_callback(n) && !context.lists.allowed.contains(*n))
            .cloned()
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

/// The user's own word comes first. A sender's name proves nothing, so only numbers count.
fn is_allowed(channel: Channel, origin: &Origin, context: &Context<'_>) -> bool {
    matches!(channel, Channel::Call | Channel::Sms)
        && matches!(origin, Origin::Number(number) if context.lists.allowed.contains(number))
}

/// Observations in text stand in folded text; evidence stands in the original.
fn locate(place: Evidence, folded: &Folded) -> Evidence {
    if !is_in_text(&place) {
        return place;
    }
    let original = folded.to_original(place.start..place.end);
    Evidence { start: original.start, end: original.end, ..place }
}

fn item_of(example: &Example) -> Item<'_> {
    Item {
        channel: example.channel,
        direction: example.direction,
        sender: example.from.as_deref(),
        text: &example.text,
    }
}

fn lists_of(example: &Example) -> crate::item::Lists {
    let mut lists = crate::item::Lists::default();
    let number = example.from.as_deref().and_then(PhoneNumber::parse);
    if let (Some(listed), Some(number)) = (example.listed, number) {
        match listed {
            Listed::Allowed => &mut lists.allowed,
            Listed::Blocked => &mut lists.blocked,
            Listed::Remembered => &mut lists.remembered,
        }
        .insert(number);
    }
    lists
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 23);

    /// The engine of the shipped packs, as any pack is read.
    fn read() -> Engine {
        let packs = Engine::shipped_packs().unwrap_or_else(|found| panic!("{}", list(&found)));
        Engine::new(packs).unwrap_or_else(|found| panic!("{}", list(&found)))
    }

    #[test]
    fn every_example_of_the_shipped_packs_comes_out_as_it_says() {
        let engine = read();
        let failures: Vec<Diagnostic> = (engine.packs().iter())
            .flat_map(|pack| engine.test_pack(pack.id(), TODAY))
            .map(|failure| failure.diagnostic)
            .collect();
        assert!(failures.is_empty(), "{}", list(&failures));
    }

    #[test]
    fn the_engine_that_was_made_with_the_crate_is_the_one_that_is_read() {
        let (shipped, read) = (Engine::shipped(), read());
        let rules = || read.packs.iter().flat_map(|pack| &pack.table().rules);
        for example in rules().flat_map(|rule| rule.hits.iter().chain(&rule.misses)) {
            let screen = |engine: &Engine| {
                let lists = lists_of(example.get_ref());
                let profile = example.get_ref().profile;
                let context = Context { profile, today: TODAY, lists: &lists };
                engine.screen(&item_of(example.get_ref()), &context)
            };
            assert!(screen(shipped) == screen(&read), "{}", example.get_ref().text);
        }
        for say in [numbers_of, domains_of, contacts_of, Engine::versions] {
            assert!(say(shipped) == say(&read));
        }
    }

    fn numbers_of(engine: &Engine) -> String {
        serde_json::to_string(&engine.numbers(TODAY)).unwrap()
    }

    fn domains_of(engine: &Engine) -> String {
        serde_json::to_string(&engine.domains(TODAY)).unwrap()
    }

    fn contacts_of(engine: &Engine) -> String {
        serde_json::to_string(&engine.contacts(TODAY)).unwrap()
    }

    #[test]
    fn an_engine_of_nothing_knows_nothing() {
        let engine = Engine::new(Vec::new()).unwrap_or_else(|found| panic!("{}", list(&found)));
        let lists = crate::item::Lists::default();
        let context = Context { profile: Default::default(), today: TODAY, lists: &lists };
        let verdict = engine.screen(&Item::sms(None, "Amazonより未納料金のお知らせ"), &context);
        assert!(verdict == Verdict::default());
    }

    fn list(found: &[Diagnostic]) -> String {
        found.iter().map(|d| format!("{d}\n")).collect()
    }
}
