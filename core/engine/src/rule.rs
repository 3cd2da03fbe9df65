//! Rules: named combinations of signals, and the verdict they add up to.

use std::sync::Arc;

use crate::item::{Channel, Profile};
use crate::signal::{Observed, SignalId, Standing};
use crate::verdict::{Advice, Evidence, Field, Level, Reason, Verdict};

/// How many places are shown for one reason.
const MOST_EVIDENCE: usize = 8;

/// A rule with everything resolved.
pub(crate) struct CompiledRule {
    pub(crate) id: Arc<str>,
    pub(crate) level: Level,
    pub(crate) category: Arc<str>,
    pub(crate) weight: u32,
    pub(crate) channels: Vec<Channel>,
    pub(crate) all: Vec<SignalId>,
    pub(crate) any: Vec<SignalId>,
    pub(crate) at_least: Option<(usize, Vec<SignalId>)>,
    pub(crate) unless: Vec<SignalId>,
    pub(crate) reason_ja: Arc<str>,
    pub(crate) reason_en: Arc<str>,
    pub(crate) source: Arc<str>,
    /// Indices of advice.
    pub(crate) advice: Vec<usize>,
}

impl CompiledRule {
    /// Signals of which at least one stands whenever the rule hits. One is enough to know.
    pub(crate) fn triggers(&self, is_rare: impl Fn(SignalId) -> bool) -> Vec<SignalId> {
        let rare = self.all.iter().find(|id| is_rare(**id)).or(self.all.first());
        match (rare, self.any.is_empty(), &self.at_least) {
            (Some(&id), ..) => vec![id],
            (None, false, _) => self.any.clone(),
            (None, true, Some((_, of))) => of.clone(),
            (None, true, None) => Vec::new(),
        }
    }

    pub(crate) fn hits(&self, channel: Channel, signals: &mut impl Standing) -> bool {
        let in_channel = self.channels.is_empty() || self.channels.contains(&channel);
        in_channel && self.may_hit(signals) && self.does_hit(signals)
    }

    fn may_hit(&self, signals: &impl Standing) -> bool {
        let may_stand = |id: &&SignalId| signals.may_stand(**id);
        self.all.iter().all(|id| may_stand(&id))
            && (self.any.is_empty() || self.any.iter().any(|id| may_stand(&id)))
            && self.at_least.iter().all(|(n, of)| of.iter().filter(may_stand).count() >= *n)
    }

    /// Asks for every signal of `any` and `at_least`, not for the first that stands alone: all of
    /// them are evidence.
    fn does_hit(&self, signals: &mut impl Standing) -> bool {
        self.all.iter().all(|&id| signals.stands(id))
            && (self.any.is_empty() || count(&self.any, signals) > 0)
            && self.at_least.iter().all(|(n, of)| count(of, signals) >= *n)
            && !self.unless.iter().any(|&id| signals.stands(id))
    }

    /// The reason with the places that show it, led back to the original by `locate`.
    pub(crate) fn reason(
        &self,
        observed: &Observed<'_>,
        locate: impl Fn(Evidence) -> Evidence,
    ) -> Reason {
        let of = self.at_least.iter().flat_map(|(_, of)| of);
        let signals = self.all.iter().chain(&self.any).chain(of);
        let mut evidence: Vec<Evidence> = Vec::with_capacity(MOST_EVIDENCE);
        evidence.extend(signals.flat_map(|&id| observed.places(id)).map(locate));
        join_overlapping(&mut evidence);
        evidence.truncate(MOST_EVIDENCE);
        Reason {
            rule: self.id.clone(),
            level: self.level,
            weight: self.weight,
            reason_ja: self.reason_ja.clone(),
            reason_en: self.reason_en.clone(),
            source: self.source.clone(),
            evidence,
        }
    }
}

fn count(ids: &[SignalId], signals: &mut impl Standing) -> usize {
    ids.iter().filter(|&&id| signals.stands(id)).count()
}

/// Sorts places and makes one of those that overlap or touch.
fn join_overlapping(evidence: &mut Vec<Evidence>) {
    evidence.sort_unstable();
    evidence.dedup_by(|later, earlier| {
        let joined = later.field == earlier.field && later.start <= earlier.end;
        if joined {
            earlier.end = earlier.end.max(later.end);
        }
        joined
    });
}

/// A piece of advice in its two wordings.
pub(crate) struct CompiledAdvice {
    pub(crate) personal: Advice,
    pub(crate) business: Advice,
}

/// A rule whose reason is told.
struct Told<'r> {
    rule: &'r CompiledRule,
    reason: Reason,
}

impl Verdict {
    /// The one place where a level is decided: the highest that any rule justifies.
    ///
    /// `hits` are the rules that hit; `reason` is asked for those that are told.
    pub(crate) fn new<'r>(
        mut hits: Vec<&'r CompiledRule>,
        reason: impl Fn(&'r CompiledRule) -> Reason,
        advice: &[CompiledAdvice],
        profile: Profile,
        truncated: bool,
    ) -> Self {
        hits.sort_by(|a, b| (b.level, b.weight, &a.id).cmp(&(a.level, a.weight, &b.id)));
        Self {
            level: hits.first().map_or(Level::NoMatch, |rule| rule.level),
            score: hits.iter().map(|rule| rule.weight).sum(),
            category: hits.first().map(|rule| rule.category.clone()),
            advice: steps(&hits, advice, profile),
            reasons: distinct(&hits, reason),
            truncated,
            callbacks: Vec::new(),
        }
    }
}

/// The reasons worth reading, of rules in order. One steps back when a stronger one tells of the
/// same kind of fraud, or justifies more and shows all of its words.
fn distinct<'r>(
    hits: &[&'r CompiledRule],
    reason: impl Fn(&'r CompiledRule) -> Reason,
) -> Vec<Reason> {
    let mut told: Vec<Told<'r>> = Vec::with_capacity(4);
    for &rule in hits {
        if told.iter().any(|stronger| stronger.rule.category == rule.category) {
            continue;
        }
        let reason = reason(rule);
        let justifies_less = told.iter().any(|stronger| stronger.rule.level > rule.level);
        if !(justifies_less && shows(&told, &reason)) {
            told.push(Told { rule, reason });
        }
    }
    told.into_iter().map(|told| told.reason).collect()
}

/// Whether every place of a reason is within a place of others. A reason without places is not: it
/// tells of something else than words.
fn shows(others: &[Told<'_>], reason: &Reason) -> bool {
    let within = |place: &Evidence, of: &Evidence| {
        place.field == of.field && of.start <= place.start && place.end <= of.end
    };
    let places = others.iter().flat_map(|other| &other.reason.evidence);
    !reason.evidence.is_empty()
        && reason.evidence.iter().all(|place| places.clone().any(|of| within(place, of)))
}

/// The steps of every rule in order of weight, each once.
fn steps(hits: &[&CompiledRule], advice: &[CompiledAdvice], profile: Profile) -> Vec<Advice> {
    let mut seen = Vec::new();
    for &index in hits.iter().flat_map(|rule| &rule.advice) {
        if !seen.contains(&index) {
            seen.push(index);
        }
    }
    seen.into_iter()
        .map(|index| match profile {
            Profile::Personal => advice[index].personal.clone(),
            Profile::Business => advice[index].business.clone(),
        })
        .collect()
}

/// Whether a place can be shown: a sender has no folded form.
pub(crate) fn is_in_text(evidence: &Evidence) -> bool {
    evidence.field == Field::Text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(level: Level, category: &str, weight: u32) -> CompiledRule {
        CompiledRule {
            id: format!("{category}-{weight}").into(),
            level,
            category: category.into(),
            weight,
            channels: Vec::new(),
            all: Vec::new(),
            any: Vec::new(),
            at_least: None,
            unless: Vec::new(),
            reason_ja: "".into(),
            reason_en: "".into(),
            source: "".into(),
            advice: vec![weight as usize % 2],
        }
    }

    /// The verdict of rules that hit, each with the places it shows.
    fn verdict(hits: &[(&CompiledRule, &[(usize, usize)])]) -> Verdict {
        let table = crate::signal::SignalTable::default();
        let reason = |rule: &CompiledRule| {
            let mut reason = rule.reason(&Observed::new(&table), |place| place);
            let (_, places) = hits.iter().find(|(hit, _)| hit.id == rule.id).unwrap();
            let at = |&(start, end): &(usize, usize)| Evidence { field: Field::Text, start, end };
            reason.evidence = places.iter().map(at).collect();
            reason
        };
        let rules = hits.iter().map(|(rule, _)| *rule).collect();
        Verdict::new(rules, reason, &advice(), Profile::Personal, false)
    }

    fn advice() -> Vec<CompiledAdvice> {
        let step = |id: &str| Advice { id: id.into(), text_ja: "".into(), text_en: "".into() };
        let compiled = |id| CompiledAdvice { personal: step(id), business: step(id) };
        ["even", "odd"].map(compiled).into()
    }

    #[test]
    fn a_reason_that_says_the_same_steps_back_and_still_counts() {
        let strong = rule(Level::Scam, "billing", 60);
        let same_kind = rule(Level::Scam, "billing", 41);
        let same_words = rule(Level::Caution, "phishing", 30);
        let more_words = rule(Level::Caution, "delivery", 20);
        let no_words = rule(Level::Caution, "remembered", 10);
        let verdict = verdict(&[
            (&no_words, &[]),
            (&more_words, &[(2, 4), (8, 12)]),
            (&same_words, &[(2, 4)]),
            (&same_kind, &[(20, 30)]),
            (&strong, &[(0, 5)]),
        ]);
        let rules: Vec<&str> = verdict.reasons.iter().map(|reason| &*reason.rule).collect();
        assert_eq!(rules, ["billing-60", "delivery-20", "remembered-10"]);
        assert_eq!((verdict.level, verdict.score), (Level::Scam, 161));
        assert_eq!(verdict.category.as_deref(), Some("billing"));
        let steps: Vec<&str> = verdict.advice.iter().map(|step| &*step.id).collect();
        assert_eq!(steps, ["even", "odd"]);
    }

    #[test]
    fn reasons_of_one_level_and_several_kinds_all_stay() {
        let (a, b) = (rule(Level::Caution, "prize", 40), rule(Level::Caution, "phishing", 30));
        let verdict = verdict(&[(&a, &[(0, 9)]), (&b, &[(2, 4)])]);
        assert_eq!(verdict.reasons.len(), 2);
    }
}
