//! The engine with everything a verdict depends on besides the item.

use jiff::civil::Date;
use mihari_engine::engine::Engine;
use mihari_engine::item::{Context, Item, Lists, Profile};
use mihari_engine::verdict::Verdict;
use mihari_history::{Error, History};

/// Screens items against the shipped packs, the user's lists and the numbers that earlier messages
/// taught, as they stood when it was made. Shared among threads.
pub struct Screener {
    engine: &'static Engine,
    lists: Lists,
    profile: Profile,
    today: Date,
}

impl Screener {
    /// A screener that knows what `history` says now. `profile` wins over the one kept there.
    ///
    /// # Errors
    /// Those of reading the history.
    pub fn new(
        history: Option<&History>,
        profile: Option<Profile>,
        today: Date,
    ) -> Result<Self, Error> {
        let lists = history.map_or_else(|| Ok(Lists::default()), History::lists)?;
        let profile = match (profile, history) {
            (Some(profile), _) => profile,
            (None, Some(history)) => history.profile()?,
            (None, None) => Profile::default(),
        };
        Ok(Self { engine: Engine::shipped(), lists, profile, today })
    }

    /// A screener that knows the packs alone.
    pub fn without_history(today: Date) -> Self {
        let (lists, profile) = (Lists::default(), Profile::default());
        Self { engine: Engine::shipped(), lists, profile, today }
    }

    /// The verdict on one item.
    pub fn screen(&self, item: &Item<'_>) -> Verdict {
        let context = Context { profile: self.profile, today: self.today, lists: &self.lists };
        self.engine.screen(item, &context)
    }

    /// Ids and versions of the packs, as kept with a verdict.
    pub fn packs(&self) -> String {
        self.engine.versions()
    }
}
