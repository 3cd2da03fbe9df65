//! What a phone does with a message or a call: screen it, keep what is flagged, count it.
//!
//! The engine knows no file and the history knows no rule; here they meet. Whatever is wrong with
//! the history, an item is screened and answered: a full disk may cost the record, never the
//! warning.

mod guard;
mod health;
mod screener;

use jiff::Timestamp as Instant;
use jiff::civil::Date;
use jiff::tz::Offset;
use mihari_history::Timestamp;

pub use guard::{Fate, Guard, Incoming, Screened};
pub use health::Health;
pub use screener::Screener;

/// The time, as the caller's clock and calendar tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The instant.
    pub timestamp: Timestamp,
    /// The date where the user is.
    pub today: Date,
}

impl Moment {
    /// The instant `timestamp` at a place that is `offset_seconds` ahead of UTC.
    ///
    /// An instant or an offset that no calendar can write counts as 1970-01-01: what is known then
    /// passes for fresh, and nothing else depends on it.
    pub fn new(timestamp: Timestamp, offset_seconds: i32) -> Self {
        let offset = Offset::from_seconds(offset_seconds).unwrap_or(Offset::UTC);
        let instant = Instant::from_millisecond(timestamp.0).unwrap_or(Instant::UNIX_EPOCH);
        Self { timestamp, today: offset.to_datetime(instant).date() }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_date_is_that_of_the_place() {
        let before_midnight_utc = Timestamp(1_795_651_200_000 - 1);
        assert_eq!(Moment::new(before_midnight_utc, 0).today, date(2026, 11, 25));
        assert_eq!(Moment::new(before_midnight_utc, 9 * 3600).today, date(2026, 11, 26));
    }

    #[test]
    fn times_that_no_calendar_can_write_do_no_harm() {
        for (millis, offset) in [(i64::MAX, 0), (i64::MIN, i32::MIN), (0, i32::MAX)] {
            assert_eq!(Moment::new(Timestamp(millis), offset).today, date(1970, 1, 1));
        }
    }
}
