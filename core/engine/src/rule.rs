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

/// A rule that hit, with its reason.
pub(crate) struct Finding<'r> {
    pub(crate) rule: &'r CompiledRule,
    pub(crate) reason: Reason,
}

impl Verdict {
    /// The one place where a level is decided: the highest that any reason justifies.
    pub(crate) fn new(
        mut findings: Vec<Finding<'_>>,
        advice: &[CompiledAdvice],
        profile: Profile,
        truncated: bool,
    ) -> Self {
        findings.sort_by(|a, b| {
            (b.rule.level, b.rule.weight, &a.rule.id).cmp(&(
                a.rule.level,
                a.rule.weight,
                &b.rule.id,
            ))
        });
        Self {
            level: findings.first().map_or(Level::NoMatch, |f| f.rule.level),
            score: findings.iter().map(|f| f.rule.weight).sum(),
            category: findings.first().map(|f| f.rule.category.clone()),
            advice: steps(&findings, advice, profile),
            reasons: findings.into_iter().map(|f| f.reason).collect(),
            truncated,
            callbacks: Vec::new(),
        }
    }
}

/// The steps of every reason in order of weight, each once.
fn steps(findings: &[Finding<'_>], advice: &[CompiledAdvice], profile: Profile) -> Vec<Advice> {
    let mut seen = Vec::new();
    for &index in findings.iter().flat_map(|f| &f.rule.advice) {
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
