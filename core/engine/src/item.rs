//! What is screened: one message or call, and what the user has told the app.

use std::collections::HashSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::number::PhoneNumber;

/// How an item reached the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A text message from the mobile network.
    Sms,
    /// A call as the network announces it: a number, no words.
    Call,
    /// Mail; the sender is an address, with or without a display name.
    Email,
    /// What a caller said, written down by the person.
    Voice,
}

/// Who started the call or sent the message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From outside to this phone.
    #[default]
    Incoming,
    /// From this phone to outside.
    Outgoing,
}

/// One message or call, borrowed from whoever holds it.
///
/// No `Debug`: content never reaches a log.
#[derive(Clone, Copy)]
pub struct Item<'a> {
    /// How it arrived.
    pub channel: Channel,
    /// Incoming unless said otherwise.
    pub direction: Direction,
    /// Number, alphanumeric sender name or mail address as delivered. For a call, `None` is a
    /// withheld number.
    pub sender: Option<&'a str>,
    /// The words, as delivered; empty for a call.
    pub text: &'a str,
}

impl<'a> Item<'a> {
    /// An incoming text message.
    pub fn sms(sender: Option<&'a str>, text: &'a str) -> Self {
        Self { channel: Channel::Sms, direction: Direction::Incoming, sender, text }
    }

    /// An incoming call; `None` is a withheld number.
    pub fn call(sender: Option<&'a str>) -> Self {
        Self { channel: Channel::Call, direction: Direction::Incoming, sender, text: "" }
    }

    /// An incoming mail.
    pub fn email(sender: Option<&'a str>, text: &'a str) -> Self {
        Self { channel: Channel::Email, ..Self::sms(sender, text) }
    }

    /// What was said on the phone.
    pub fn voice(sender: Option<&'a str>, text: &'a str) -> Self {
        Self { channel: Channel::Voice, ..Self::sms(sender, text) }
    }
}

/// Who uses the phone. Changes verdicts on Amazon Business numbers and the wording of advice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// A private person.
    #[default]
    Personal,
    /// A company or sole trader: Amazon Business may call, buyers do.
    Business,
}

/// The user's own entries and what earlier flagged messages taught.
///
/// No `Debug`: it holds numbers.
#[derive(Clone, Default)]
pub struct Lists {
    /// Numbers the user trusts.
    pub allowed: HashSet<PhoneNumber>,
    /// Numbers the user never wants to hear from.
    pub blocked: HashSet<PhoneNumber>,
    /// Callback numbers found in flagged messages.
    pub remembered: HashSet<PhoneNumber>,
}

/// Everything a verdict depends on besides the item and the packs.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Who uses the phone.
    pub profile: Profile,
    /// Today's date: decides whether a fact is still fresh.
    pub today: Date,
    /// The user's own entries.
    pub lists: &'a Lists,
}
