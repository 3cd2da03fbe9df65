//! Any text is a pack, or a diagnostic says where it is not; and a pack can be put to work.

#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use mihari_engine::engine::Engine;
use mihari_engine::pack::Pack;

fuzz_target!(|toml: &str| {
    let built = Pack::parse("fuzz.toml", toml).and_then(|pack| {
        let id = pack.id().to_owned();
        Engine::new(vec![pack]).map(|engine| (engine, id))
    });
    match built {
        Ok((engine, id)) => {
            engine.test_pack(&id, date(2026, 11, 1));
        }
        Err(found) => assert!(!found.is_empty(), "a pack was refused without a reason"),
    }
});
