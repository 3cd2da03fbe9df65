//! Any text is a telephone number in one canonical form, or none.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mihari_engine::number::{PhoneNumber, numbers_in};
use mihari_engine::text::Folded;

fuzz_target!(|raw: &str| {
    if let Some(number) = PhoneNumber::parse(raw) {
        assert!(PhoneNumber::from_canonical(number.as_str()).as_ref() == Some(&number));
        assert!(PhoneNumber::parse(&number.to_national()).as_ref() == Some(&number));
    }
    let folded = Folded::new(raw);
    let mut found = Vec::new();
    numbers_in(folded.as_str(), &mut found);
    for (span, number) in found {
        assert!(number.is_possible() && folded.as_str().get(span).is_some());
    }
});
