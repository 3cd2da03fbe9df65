//! Reads the shipped packs, so that starting the engine need not: see `src/shipped.rs`. Packs are
//! checked by the engine's own tests; what this script cannot read it leaves to them.

#[path = "src/beginning.rs"]
mod beginning;
#[path = "src/brand_mark.rs"]
mod brand_mark;
#[path = "src/lexicon.rs"]
mod lexicon;
#[path = "src/spelling.rs"]
mod spelling;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use beginning::{Beginning, Landmarks, Next};
use daachorse::DoubleArrayAhoCorasick;
use lexicon::{Lead, Lexicon, LexiconBuilder, Needs, Word};
use spelling::{BrandNames, Meaning};
use toml::{Table, Value};

const PACKS: &str = "../../data/packs";

/// A pattern, read.
struct Pattern {
    brand: Option<String>,
    beginnings: Vec<Beginning>,
    landmarks: Landmarks,
}

fn main() {
    println!("cargo::rerun-if-changed={PACKS}");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let packs = packs();
    let mut patterns = BTreeMap::new();
    for (_, pack) in &packs {
        pack.values().for_each(|value| collect(value, &mut patterns));
    }
    let mut source = String::new();
    write_packs(&packs, &out, &mut source);
    let mut words = LexiconBuilder::default();
    write_patterns(patterns, &mut words, &mut source);
    let lexicon = words.build().expect("the shipped packs are small");
    write_lexicon(&lexicon, &out, &mut source);
    write_names(&spelling::spellings(&brands(&packs)), &out, &mut source);
    write(&out.join("shipped.rs"), source.as_bytes());
}

/// The packs in the order of their file names, which is the order of the engine.
fn packs() -> Vec<(PathBuf, Table)> {
    let folder = fs::read_dir(PACKS).expect("the folder of the shipped packs can be read");
    let mut paths: Vec<PathBuf> = folder
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let path = path.canonicalize().expect("a shipped pack has a path");
        let text = fs::read_to_string(&path).expect("a shipped pack can be read");
        let table = text.parse().unwrap_or_default();
        (path, table)
    };
    paths.into_iter().map(read).collect()
}

/// Each pack by the name of its file, as TOML and in MessagePack, without the examples of its
/// rules.
fn write_packs(packs: &[(PathBuf, Table)], out: &Path, source: &mut String) {
    source.push_str("static PACKS: &[(&str, &str, &[u8])] = &[\n");
    for (path, pack) in packs {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let compact = out.join(format!("{name}.compact"));
        write(
            &compact,
            &rmp_serde::to_vec(&without_examples(pack)).expect("TOML fits MessagePack"),
        );
        let _ =
            writeln!(source, "({name:?}, include_str!({path:?}), include_bytes!({compact:?})),");
    }
    source.push_str("];\n");
}

fn without_examples(pack: &Table) -> Table {
    let mut pack = pack.clone();
    let rules = pack.get_mut("rules").and_then(Value::as_array_mut);
    for rule in rules.into_iter().flatten().filter_map(Value::as_table_mut) {
        rule.remove("hits");
        rule.remove("misses");
    }
    pack
}

/// Every list of patterns in a pack, whatever holds it.
fn collect(value: &Value, patterns: &mut BTreeMap<String, Pattern>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, patterns)),
        Value::Table(table) => {
            for (key, value) in table {
                match (key.as_str(), value) {
                    ("patterns" | "except" | "line_start" | "line_end", Value::Array(written)) => {
                        written.iter().filter_map(Value::as_str).for_each(|p| add(p, patterns));
                    }
                    _ => collect(value, patterns),
                }
            }
        }
        _ => {}
    }
}

fn add(written: &str, patterns: &mut BTreeMap<String, Pattern>) {
    let Ok((source, brand)) = brand_mark::replace(written) else { return };
    let Ok(hir) = beginning::parse(&source) else { return };
    if let Some(beginnings) = beginning::beginnings(&hir) {
        let landmarks = beginning::landmarks(&hir);
        patterns.insert(written.to_owned(), Pattern { brand, beginnings, landmarks });
    }
}

fn brands(packs: &[(PathBuf, Table)]) -> Vec<BrandNames<'_>> {
    let brands = packs.iter().filter_map(|(_, pack)| pack.get("brands")?.as_array()).flatten();
    brands
        .map(|brand| BrandNames {
            names: strings(brand, "names"),
            except: strings(brand, "except"),
            imitated: strings(brand, "imitated"),
        })
        .collect()
}

fn strings<'a>(table: &'a Value, key: &str) -> Vec<&'a str> {
    let list = table.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Patterns in order, and their words into the lexicon.
fn write_patterns(
    patterns: BTreeMap<String, Pattern>,
    words: &mut LexiconBuilder,
    source: &mut String,
) {
    source.push_str("static PATTERNS: &[Pattern] = &[\n");
    for (number, (written, Pattern { brand, beginnings, landmarks })) in (0..).zip(patterns) {
        let Needs { sets, reach } = words.add(number, beginnings, landmarks);
        let _ = writeln!(
            source,
            "Pattern {{ written: {written:?}, brand: {brand:?}, needs: Needs {{ sets: {sets:?}, reach: {reach} }} }},"
        );
    }
    source.push_str("];\n");
}

fn write_lexicon(lexicon: &Lexicon, out: &Path, source: &mut String) {
    let automaton = out.join("words.automaton");
    write(&automaton, &lexicon.automaton.serialize());
    let _ = writeln!(source, "static AUTOMATON: &[u8] = include_bytes!({automaton:?});");
    source.push_str("static WORDS: &[Word] = &[\n");
    for Word { first_lead, first_set } in &*lexicon.words {
        let _ = writeln!(source, "Word {{ first_lead: {first_lead}, first_set: {first_set} }},");
    }
    source.push_str("];\nstatic LEADS: &[Lead] = &[\n");
    for Lead { pattern, whole, next: Next(next) } in &*lexicon.leads {
        let _ = writeln!(
            source,
            "Lead {{ pattern: {pattern}, whole: {whole}, next: Next({next:?}) }},"
        );
    }
    let _ = writeln!(source, "];\nstatic SETS: &[WordSet] = &{:?};", lexicon.sets);
    let _ = writeln!(source, "const SET_COUNT: u32 = {};", lexicon.set_count);
}

fn write_names(names: &[(String, Meaning)], out: &Path, source: &mut String) {
    let automaton: DoubleArrayAhoCorasick<u32> =
        DoubleArrayAhoCorasick::new(names.iter().map(|(name, _)| name))
            .expect("the shipped packs are small");
    let path = out.join("names.automaton");
    write(&path, &automaton.serialize());
    let _ = writeln!(source, "static NAMES: &[u8] = include_bytes!({path:?});");
    source.push_str("static MEANINGS: &[Meaning] = &[\n");
    for (_, meaning) in names {
        let _ = match meaning {
            Meaning::Other => writeln!(source, "Meaning::Other,"),
            Meaning::Name(brand) => writeln!(source, "Meaning::Name({brand}),"),
            Meaning::LookAlike(brand) => writeln!(source, "Meaning::LookAlike({brand}),"),
        };
    }
    source.push_str("];\n");
}

fn write(path: &Path, content: &[u8]) {
    fs::write(path, content).expect("cargo's output folder can be written");
}
