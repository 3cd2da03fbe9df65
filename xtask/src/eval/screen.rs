//! The engine as it is shipped, asked about one item.

use jiff::civil::{Date, date};
use mihari_engine::engine::Engine;
use mihari_engine::item::{Context, Item, Lists, Profile};
use mihari_engine::verdict::Level;

/// Facts go stale, levels do not: a fixed day keeps two runs alike.
const TODAY: Date = date(2026, 11, 1);

/// The shipped engine.
pub(super) struct Screen {
    engine: &'static Engine,
}

/// What matters of a verdict here.
pub(super) struct Outcome {
    pub(super) level: Level,
    /// Ids of the rules that hit, heaviest first.
    pub(super) rules: Vec<String>,
}

impl Screen {
    pub(super) fn shipped() -> Self {
        Self { engine: Engine::shipped() }
    }

    /// Screens an item for a user without entries.
    pub(super) fn screen(&self, item: &Item<'_>, profile: Profile) -> Outcome {
        self.screen_with(item, profile, &Lists::default())
    }

    pub(super) fn screen_with(&self, item: &Item<'_>, profile: Profile, lists: &Lists) -> Outcome {
        let context = Context { profile, today: TODAY, lists };
        let verdict = self.engine.screen(item, &context);
        let rules = verdict.reasons.iter().map(|reason| reason.rule.to_string()).collect();
        Outcome { level: verdict.level, rules }
    }
}

impl Outcome {
    pub(super) fn is_flagged(&self) -> bool {
        self.level.is_flagged()
    }
}
