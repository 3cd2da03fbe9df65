//! Any sender and any text get a verdict, whose evidence can be cut out of what was screened.

#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use mihari_engine::engine::Engine;
use mihari_engine::item::{Channel, Context, Item, Lists, Profile};
use mihari_engine::verdict::Field;

fuzz_target!(|input: (u8, Option<&str>, &str)| {
    let (channel, sender, text) = input;
    let channels = [Channel::Sms, Channel::Call, Channel::Email, Channel::Voice];
    let channel = channels[usize::from(channel) % channels.len()];
    let lists = Lists::default();
    let context = Context { profile: Profile::Personal, today: date(2026, 11, 1), lists: &lists };
    let item = Item { channel, ..Item::sms(sender, text) };
    let verdict = Engine::shipped().screen(&item, &context);
    for place in verdict.reasons.iter().flat_map(|reason| &reason.evidence) {
        let field = match place.field {
            Field::Text => text,
            Field::Sender => sender.unwrap_or_default(),
        };
        assert!(
            field.get(place.start..place.end).is_some(),
            "evidence that is no part of the item"
        );
    }
});
