//! Names say what a thing is, and content is never printed by the libraries.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Context, Result};
use regex::Regex;

use super::files;
use crate::command::root;

/// Words that name a drawer instead of a thing.
const DRAWERS: &[&str] =
    &["helper", "helpers", "util", "utils", "utility", "utilities", "manager", "common"];

/// Libraries that hold messages and numbers: they print nothing. Clippy's `print_stdout` says the
/// same, and can be allowed away in a line.
const SILENT: &[&str] = &["core/engine/src", "core/history/src", "core/guard/src", "core/ffi/src"];

static DEFINITION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^\s*pub(?:\([^)]*\))?\s+(?:(?:const|async|unsafe|extern(?:\s+\S+)?)\s+)*(?:fn|struct|enum|union|trait|mod|type|const|static)\s+(\w+)",
    )
    .expect("tested below")
});

static PRINT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\be?print(?:ln)?!|\bdbg!|\bstd(?:out|err)\(\)").expect("tested below")
});

/// One sentence for each name and each print that should not be there.
pub(super) fn faults() -> Result<Vec<String>> {
    let root = root();
    let mut faults = Vec::new();
    for path in files(&root.join("core"), "rs")? {
        let source =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let shown = path.strip_prefix(&root).unwrap_or(&path);
        let silent = SILENT.iter().any(|folder| shown.starts_with(folder));
        faults.extend(faults_in(shown, &source, silent));
    }
    Ok(faults)
}

fn faults_in(path: &Path, source: &str, silent: bool) -> Vec<String> {
    let shown = path.display();
    let mut faults = Vec::new();
    if let Some(word) = path.file_stem().and_then(|stem| drawer(&stem.to_string_lossy())) {
        faults.push(format!("{shown}: a file named {word} says nothing about what is in it"));
    }
    for (index, line) in source.lines().enumerate() {
        let place = format!("{shown}:{}", index + 1);
        if let Some(name) = DEFINITION.captures(line).map(|found| found[1].to_owned())
            && let Some(word) = drawer(&name)
        {
            faults.push(format!("{place}: {name}: {word} names a drawer; say what the thing is"));
        }
        let code = line.split("//").next().unwrap_or_default();
        if silent && PRINT.is_match(code) {
            faults.push(format!("{place}: a library that holds messages prints nothing"));
        }
    }
    faults
}

/// The word of a snake_case or CamelCase name that names a drawer.
pub(super) fn drawer(name: &str) -> Option<&'static str> {
    let mut words = vec![String::new()];
    for letter in name.chars() {
        if letter == '_' || letter.is_uppercase() {
            words.push(String::new());
        }
        if letter != '_' {
            words.last_mut().expect("starts with one word").extend(letter.to_lowercase());
        }
    }
    // SCREAMING_CASE falls apart into letters above; read it as snake_case.
    let screaming = name.to_lowercase();
    DRAWERS
        .iter()
        .find(|drawer| {
            words.iter().any(|word| word == *drawer)
                || screaming.split('_').any(|word| word == **drawer)
        })
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawers_are_found_in_every_case() {
        assert_eq!(drawer("text_utils"), Some("utils"));
        assert_eq!(drawer("PackManager"), Some("manager"));
        assert_eq!(drawer("COMMON_WORDS"), Some("common"));
        assert_eq!(drawer("uncommon"), None);
        assert_eq!(drawer("Utilise"), None);
    }

    #[test]
    fn public_definitions_and_files_are_checked() {
        let path = Path::new("core/engine/src/helper.rs");
        let source = "pub(crate) const fn number_helper() {}\nfn private_helper() {}\n";
        let faults = faults_in(path, source, true);
        assert_eq!(faults.len(), 2);
        assert!(faults[0].contains("a file named helper"));
        assert!(faults[1].contains("helper.rs:1: number_helper"));
    }

    #[test]
    fn only_silent_libraries_are_kept_from_printing() {
        let path = Path::new("core/engine/src/text.rs");
        let source =
            "fn show(text: &str) {\n    println!(\"{text}\"); // println!\n    // eprintln!\n}\n";
        assert_eq!(faults_in(path, source, true).len(), 1);
        assert_eq!(faults_in(path, source, false).len(), 0);
    }
}
