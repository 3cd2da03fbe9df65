//! What Kotlin hands in.

use mihari_engine::item as engine;
use mihari_history::Timestamp;

/// How an item reached the person.
type Channel = engine::Channel;
/// Who started the call or sent the message.
type Direction = engine::Direction;
/// Who uses the phone.
type Profile = engine::Profile;

#[uniffi::remote(Enum)]
pub enum Channel {
    Sms,
    Call,
    Email,
    Voice,
}

#[uniffi::remote(Enum)]
pub enum Direction {
    Incoming,
    Outgoing,
}

#[uniffi::remote(Enum)]
pub enum Profile {
    Personal,
    Business,
}

/// A message or a call as delivered. No `Debug`: content never reaches a log.
#[derive(uniffi::Record)]
pub struct Item {
    /// How it arrived.
    pub channel: Channel,
    /// Who started it.
    pub direction: Direction,
    /// Number, sender name or mail address; `None` for a call is a withheld number.
    pub sender: Option<String>,
    /// The words; empty for a call.
    pub text: String,
    /// When it was sent or received, in milliseconds since 1970 UTC; `None` when unknown.
    pub at: Option<i64>,
}

impl Item {
    pub(crate) fn to_engine(&self) -> engine::Item<'_> {
        engine::Item {
            channel: self.channel,
            direction: self.direction,
            sender: self.sender.as_deref(),
            text: &self.text,
        }
    }

    pub(crate) fn to_incoming(&self) -> mihari_guard::Incoming<'_> {
        mihari_guard::Incoming { item: self.to_engine(), at: self.at.map(Timestamp) }
    }
}

/// The time, as the phone's clock and time zone tell it.
#[derive(Clone, Copy, uniffi::Record)]
pub struct Moment {
    /// Milliseconds since 1970 UTC.
    pub unix_ms: i64,
    /// How far the phone's time zone is ahead of UTC.
    pub offset_seconds: i32,
}

impl From<Moment> for mihari_guard::Moment {
    fn from(moment: Moment) -> Self {
        Self::new(Timestamp(moment.unix_ms), moment.offset_seconds)
    }
}
