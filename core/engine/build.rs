//! Finds the beginnings of the shipped packs' patterns, so that starting the engine does not have
//! to. Packs are checked by the engine's own tests; what this script cannot read it leaves to them.

#[path = "src/beginning.rs"]
mod beginning;
#[path = "src/brand_mark.rs"]
mod brand_mark;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use beginning::Beginning;
use toml::Value;

const PACKS: &str = "../../data/packs";

fn main() {
    println!("cargo::rerun-if-changed={PACKS}");
    let mut found = BTreeMap::new();
    let folder = fs::read_dir(PACKS).expect("the folder of the shipped packs can be read");
    for entry in folder.flatten().filter(|e| e.path().extension().is_some_and(|x| x == "toml")) {
        let text = fs::read_to_string(entry.path()).expect("a shipped pack can be read");
        if let Ok(pack) = text.parse::<toml::Table>() {
            pack.values().for_each(|value| collect(value, &mut found));
        }
    }
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("beginnings.rs"), table(&found))
        .expect("cargo's output folder can be written");
}

/// Every list of patterns in a pack, whatever holds it.
fn collect(value: &Value, found: &mut BTreeMap<String, Vec<Beginning>>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
        Value::Table(table) => {
            for (key, value) in table {
                match (key.as_str(), value) {
                    ("patterns" | "except" | "line_start" | "line_end", Value::Array(patterns)) => {
                        patterns.iter().filter_map(Value::as_str).for_each(|p| add(p, found));
                    }
                    _ => collect(value, found),
                }
            }
        }
        _ => {}
    }
}

fn add(pattern: &str, found: &mut BTreeMap<String, Vec<Beginning>>) {
    let Ok((source, _)) = brand_mark::replace(pattern) else { return };
    let beginnings = beginning::parse(&source).ok().and_then(|hir| beginning::beginnings(&hir));
    if let Some(beginnings) = beginnings {
        found.insert(pattern.to_owned(), beginnings);
    }
}

/// Rust source: patterns in order, each with its words and whether they are all of it.
fn table(found: &BTreeMap<String, Vec<Beginning>>) -> String {
    let mut source = String::from("&[\n");
    for (pattern, beginnings) in found {
        let words: Vec<(&[u8], bool)> =
            beginnings.iter().map(|b| (&b.words[..], b.whole)).collect();
        let _ = write!(source, "({pattern:?}, &[");
        for (words, whole) in words {
            let _ = write!(source, "(b\"{}\", {whole}),", words.escape_ascii());
        }
        source.push_str("]),\n");
    }
    source.push_str("]\n");
    source
}
