//! Instants and lengths of time, as the callers give them.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z. Every `i64` is kept as it came, also those no calendar
/// can write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    pub(crate) const MIN: Self = Self(i64::MIN);
    pub(crate) const MAX: Self = Self(i64::MAX);

    /// This many days before; the earliest instant there is when there is none so early.
    pub(crate) fn minus(self, days: Days) -> Self {
        Self(self.0.saturating_sub(i64::from(days.0) * 86_400_000))
    }

    /// The same instant for a calendar; `None` outside the years −9999 to 9999.
    pub(crate) fn to_calendar(self) -> Option<jiff::Timestamp> {
        jiff::Timestamp::from_millisecond(self.0).ok()
    }
}

/// A number of days of 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Days(pub u32);
