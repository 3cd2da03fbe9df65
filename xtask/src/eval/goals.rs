//! What the measurement must show, in one place.

use serde::Serialize;

use super::measure::Measured;
use super::proportion::Proportion;

/// Rows of this category must reach [`AMAZON_RECALL`], all others [`OTHER_RECALL`].
pub(super) const AMAZON: &str = "amazon_scam";
const AMAZON_RECALL: f64 = 0.97;
const OTHER_RECALL: f64 = 0.90;

const GENUINE_ALARMS: f64 = 0.0;
const CHAT_ALARMS: f64 = 3.0 / 1_000.0;
const ENGLISH_ALARMS: f64 = 2.0 / 1_000.0;

const CLAIM_WITH_PHISHING: f64 = 0.999;
const CLAIM_WITH_AMAZONS_OWN: f64 = 0.0;
const MENTION_WITH_POPULAR: f64 = 0.0;

/// One goal beside what was measured.
#[derive(Serialize)]
pub(super) struct Check {
    pub(super) what: String,
    pub(super) goal: Goal,
    pub(super) measured: Proportion,
    pub(super) met: bool,
}

#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

/// Every goal for which there was something to measure.
pub(super) fn checks(measured: &Measured) -> Vec<Check> {
    let recall = |amazon: bool| {
        let rows = measured.recall.iter().filter(|recall| (recall.category == AMAZON) == amazon);
        rows.map(|recall| recall.in_every_draw).sum()
    };
    let alarms = |kind: &str| {
        let rows = measured.false_alarms.iter().filter(|alarms| alarms.kind == kind);
        rows.map(|alarms| alarms.flagged).sum()
    };
    let mut checks = vec![
        Check::new("Amazon scams flagged", Goal::AtLeast(AMAZON_RECALL), recall(true)),
        Check::new("other scams flagged", Goal::AtLeast(OTHER_RECALL), recall(false)),
        Check::new("genuine messages flagged", Goal::AtMost(GENUINE_ALARMS), alarms("genuine")),
        Check::new("chat flagged", Goal::AtMost(CHAT_ALARMS), alarms("chat")),
        Check::new("English flagged", Goal::AtMost(ENGLISH_ALARMS), alarms("english")),
        Check::new(
            "claims with phishing links flagged",
            Goal::AtLeast(CLAIM_WITH_PHISHING),
            measured.claims_with_phishing.flagged,
        ),
        Check::new(
            "claims with Amazon's own links flagged",
            Goal::AtMost(CLAIM_WITH_AMAZONS_OWN),
            measured.claims_with_amazon.flagged,
        ),
        Check::new(
            "mentions with popular links flagged",
            Goal::AtMost(MENTION_WITH_POPULAR),
            measured.mentions_with_popular.flagged,
        ),
    ];
    checks.extend(measured.vectors.iter().flat_map(|file| vector_checks(&file.file, file)));
    checks.retain(|check| check.measured.of > 0);
    checks
}

/// Genuine messages and chat have the corpus's goals, other people's scams too; everything else
/// in tests/vectors is exact.
fn vector_checks(name: &str, file: &super::measure::VectorLevels) -> Vec<Check> {
    let what = |what: &str| format!("vectors/{name}: {what}");
    match name {
        "genuine" => {
            vec![Check::new(what("flagged"), Goal::AtMost(GENUINE_ALARMS), file.false_alarms)]
        }
        "chat" => vec![Check::new(what("flagged"), Goal::AtMost(CHAT_ALARMS), file.false_alarms)],
        "other-scams" => {
            vec![Check::new(what("flagged"), Goal::AtLeast(OTHER_RECALL), file.recall)]
        }
        _ => vec![Check::new(what("level as written"), Goal::AtLeast(1.0), file.right)],
    }
}

impl Check {
    fn new(what: impl Into<String>, goal: Goal, measured: Proportion) -> Self {
        let met = measured.rate().is_none_or(|rate| goal.is_met_by(rate));
        Self { what: what.into(), goal, measured, met }
    }
}

impl Goal {
    fn is_met_by(self, rate: f64) -> bool {
        match self {
            Self::AtLeast(goal) => rate >= goal,
            Self::AtMost(goal) => rate <= goal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_met_at_its_edge_and_not_beyond() {
        let met = |goal, found, of| Check::new("", goal, Proportion { found, of }).met;
        assert!(met(Goal::AtLeast(AMAZON_RECALL), 97, 100));
        assert!(!met(Goal::AtLeast(AMAZON_RECALL), 96, 100));
        assert!(met(Goal::AtMost(CHAT_ALARMS), 3, 1_000));
        assert!(!met(Goal::AtMost(CHAT_ALARMS), 4, 1_000));
        assert!(!met(Goal::AtMost(GENUINE_ALARMS), 1, 100_000));
    }
}
