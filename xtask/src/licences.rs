//! `cargo xtask licences`: what the app is made of and under which terms, for its About screen.
//!
//! Crates say so themselves, in the licence files that come with their sources. What is no crate is
//! in `BESIDE_CRATES`. The result is a resource folder with `raw/licences.txt`, which tests and the
//! APK link like any other; it is generated, never committed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use crate::command::{cargo, read, root};

/// What the core is linked from on a phone.
const PACKAGE: &str = "mihari-ffi";
const TARGET: &str = "aarch64-linux-android";

/// Licences that allow the app to be given away as it is, with their text beside it.
const ACCEPTED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// What is in the app and is no crate: name, licence, file below `android/licences` or the root.
const BESIDE_CRATES: &[(&str, &str, &str)] = &[
    ("Rust's standard library, by its contributors", "Apache-2.0 OR MIT", "LICENSE-APACHE"),
    ("Kotlin's standard library, by JetBrains and contributors", "Apache-2.0", "LICENSE-APACHE"),
    ("Java Native Access, by its contributors", "Apache-2.0 OR LGPL-2.1", "LICENSE-APACHE"),
    ("libffi, in Java Native Access", "MIT", "android/licences/libffi.txt"),
    ("SQLite", "public domain", "android/licences/sqlite.txt"),
    ("The Public Suffix List", "MPL-2.0", "android/licences/public-suffix-list.txt"),
];

pub(crate) fn run() -> Result<()> {
    println!("{}", write()?.join("raw/licences.txt").display());
    Ok(())
}

/// Writes `raw/licences.txt` and returns the resource folder above it.
pub(crate) fn write() -> Result<PathBuf> {
    let folder = root().join("target/licences/res");
    let file = folder.join("raw/licences.txt");
    let text = text(&parts()?);
    // An unchanged file keeps its time, and what is made from it stays.
    if fs::read_to_string(&file).is_ok_and(|found| found == text) {
        return Ok(folder);
    }
    fs::create_dir_all(folder.join("raw"))
        .and_then(|()| fs::write(&file, text))
        .with_context(|| format!("cannot write {}", file.display()))?;
    Ok(folder)
}

/// One thing in the app.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    name: String,
    licence: String,
    text: String,
}

fn parts() -> Result<Vec<Part>> {
    let mut parts = beside_crates()?;
    parts.extend(crates()?);
    parts.sort();
    Ok(parts)
}

fn beside_crates() -> Result<Vec<Part>> {
    let part = |(name, licence, file): &(&str, &str, &str)| {
        let text = read_text(&root().join(file))?;
        Ok(Part { name: (*name).into(), licence: (*licence).into(), text })
    };
    BESIDE_CRATES.iter().map(part).collect()
}

fn crates() -> Result<Vec<Part>> {
    let metadata =
        read(cargo("metadata --format-version 1 --locked --filter-platform").arg(TARGET))?;
    let metadata: Metadata =
        serde_json::from_str(&metadata).context("cargo metadata wrote something unexpected")?;
    let linked = linked()?;
    let foreign = |package: &&Package| {
        package.source.is_some()
            && linked.contains(&(package.name.clone(), package.version.clone()))
    };
    metadata.packages.iter().filter(foreign).map(part).collect()
}

/// Names and versions of all crates whose code is in the core's library, with the features that it
/// wants and no others. Procedural macros run in the compiler and are in no library.
fn linked() -> Result<BTreeSet<(String, String)>> {
    let tree = read(
        cargo("tree --locked --edges normal,no-proc-macro --prefix none --format {p} --package")
            .args([PACKAGE, "--target", TARGET]),
    )?;
    let crates = tree.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        Some((words.next()?.to_owned(), words.next()?.strip_prefix('v')?.to_owned()))
    });
    Ok(crates.collect())
}

fn part(package: &Package) -> Result<Part> {
    let name = format!("{} {}", package.name, package.version);
    let licence = package.license.clone().with_context(|| format!("{name} names no licence"))?;
    ensure!(
        is_accepted(&licence),
        "{name} is under {licence}, which nobody has looked at yet (ACCEPTED in {})",
        file!()
    );
    let folder = package.manifest_path.parent().unwrap_or(Path::new("."));
    let mut text = licence_text(folder, &licence).with_context(|| name.clone())?;
    // This licence asks to say where the sources are.
    if licence.contains("MPL") {
        text += &format!("\n\n{}", package.repository.as_deref().unwrap_or_default());
    }
    Ok(Part { name, licence, text })
}

/// Whether one licence of each alternative is accepted. `/` is an old way to write OR.
fn is_accepted(expression: &str) -> bool {
    let expression = expression.replace(['(', ')'], " ").replace('/', " OR ");
    expression.split(" AND ").all(|all| {
        all.split(" OR ").any(|one| {
            // `Apache-2.0 WITH LLVM-exception` grants more than Apache-2.0.
            let one = one.trim().split(" WITH ").next().unwrap_or_default();
            ACCEPTED.contains(&one)
        })
    })
}

/// Where there is a choice, the MIT licence is enough: its text is short and names the authors.
fn licence_text(folder: &Path, licence: &str) -> Result<String> {
    let files = licence_files(folder)?;
    let is_choice = (licence.contains(" OR ") || licence.contains('/')) && !licence.contains("AND");
    let mit = files.iter().find(|file| is_choice && named(file).contains("MIT"));
    let chosen: Vec<&PathBuf> = match mit {
        Some(mit) => vec![mit],
        None => files.iter().collect(),
    };
    if chosen.is_empty() {
        return text_by_name(licence);
    }
    let texts: Vec<String> =
        chosen.into_iter().map(|file| read_text(file)).collect::<Result<_>>()?;
    Ok(texts.join("\n\n"))
}

fn licence_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = folder.read_dir().with_context(|| format!("cannot read {}", folder.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let is_licence = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"]
            .iter()
            .any(|word| named(&path).starts_with(word));
        if is_licence && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn named(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().to_uppercase()
}

/// Some crates name their licence and leave the text out.
fn text_by_name(licence: &str) -> Result<String> {
    let file = if licence.contains("Apache-2.0") {
        "LICENSE-APACHE"
    } else if licence.contains("MPL-2.0") {
        "android/licences/mpl-2.0.txt"
    } else {
        bail!("its sources hold no text of the licence {licence}");
    };
    read_text(&root().join(file))
}

fn read_text(file: &Path) -> Result<String> {
    let text =
        fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(text.replace("\r\n", "\n").trim().to_owned())
}

/// A list of all parts, then each text once, with the parts that are under it.
fn text(parts: &[Part]) -> String {
    let mut text = String::from(
        "Mihari は、次のソフトウェアを使って作られています。\n\
         Mihari is made with the following software.\n\n",
    );
    let mut by_text = BTreeMap::<&str, Vec<&str>>::new();
    for part in parts {
        text += &format!("{} ({})\n", part.name, part.licence);
        by_text.entry(&part.text).or_default().push(&part.name);
    }
    let mut sections: Vec<_> = by_text.into_iter().collect();
    sections.sort_by(|a, b| a.1.cmp(&b.1));
    for (licence, names) in sections {
        text += &format!("\n{}\n{}\n\n{licence}\n", "─".repeat(24), names.join(", "));
    }
    text
}

/// The part of `cargo metadata` that is read here.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    repository: Option<String>,
    /// Missing for the packages of this repository.
    source: Option<String>,
    manifest_path: PathBuf,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_is_accepted_when_each_alternative_has_one_that_is() {
        for accepted in ["MIT", "MIT OR GPL-3.0", "MIT/Apache-2.0", "(MIT OR X) AND Unicode-3.0"] {
            assert!(is_accepted(accepted), "{accepted}");
        }
        assert!(is_accepted("Apache-2.0 WITH LLVM-exception OR MIT"));
        for refused in ["GPL-3.0", "MIT AND GPL-3.0", "", "(X OR Y) AND MIT"] {
            assert!(!is_accepted(refused), "{refused}");
        }
    }

    #[test]
    fn every_crate_in_the_core_is_named_with_a_text() {
        let parts = parts().unwrap();
        for name in ["uniffi ", "rusqlite ", "regex-automata ", "Kotlin", "libffi", "SQLite"] {
            let part = parts.iter().find(|part| part.name.starts_with(name));
            assert!(part.is_some_and(|part| part.text.len() > 100), "{name}");
        }
        let absent = ["clap ", "serde_derive ", "proptest ", "mihari-engine "];
        assert!(!parts.iter().any(|part| absent.iter().any(|name| part.name.starts_with(name))));
    }

    #[test]
    fn a_text_is_printed_once_for_all_who_share_it() {
        let part = |name: &str, text: &str| Part {
            name: name.into(),
            licence: "MIT".into(),
            text: text.into(),
        };
        let text = text(&[part("a 1", "Do."), part("b 2", "Do."), part("c 3", "Do not.")]);
        assert_eq!(text.matches("Do.").count(), 1);
        assert!(text.contains("a 1, b 2\n\nDo."), "{text}");
    }
}
