//! A verdict as JSON: the public interface that the README describes. Names are added, never
//! changed.

use serde::Serialize;

use crate::verdict::{Advice, Evidence, Field, Level, Reason, Verdict};

/// A verdict with its evidence cut out of the item.
///
/// Content stands in it: it is made to be shown, never to be logged.
#[derive(Serialize)]
pub struct VerdictReport<'a> {
    level: Level,
    flagged: bool,
    score: u32,
    category: Option<&'a str>,
    reasons: Vec<ReasonReport<'a>>,
    advice: &'a [Advice],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    truncated: bool,
}

#[derive(Serialize)]
struct ReasonReport<'a> {
    rule: &'a str,
    level: Level,
    weight: u32,
    reason_ja: &'a str,
    reason_en: &'a str,
    evidence: Vec<EvidenceReport<'a>>,
}

#[derive(Serialize)]
struct EvidenceReport<'a> {
    field: Field,
    start: usize,
    end: usize,
    text: &'a str,
}

impl<'a> VerdictReport<'a> {
    /// The report on an item of this sender and text.
    pub fn new(verdict: &'a Verdict, sender: Option<&'a str>, text: &'a str) -> Self {
        let evidence = |evidence: &Evidence| {
            let Evidence { field, start, end } = *evidence;
            EvidenceReport { field, start, end, text: evidence.cut(sender, text) }
        };
        let reason = |reason: &'a Reason| ReasonReport {
            rule: &reason.rule,
            level: reason.level,
            weight: reason.weight,
            reason_ja: &reason.reason_ja,
            reason_en: &reason.reason_en,
            evidence: reason.evidence.iter().map(evidence).collect(),
        };
        Self {
            level: verdict.level,
            flagged: verdict.is_flagged(),
            score: verdict.score,
            category: verdict.category.as_deref(),
            reasons: verdict.reasons.iter().map(reason).collect(),
            advice: &verdict.advice,
            truncated: verdict.truncated,
        }
    }
}
