//! Dependencies point one way: android → ffi → guard → history → engine, and
//! cli → guard → history → engine.

use std::collections::BTreeSet;

use anyhow::Result;

use crate::command::{cargo, read};

/// A package and what must never be linked into it, directly or through others.
const FORBIDDEN: &[(&str, &[&str], &str)] = &[
    (
        "mihari-engine",
        &["mihari-history", "mihari", "mihari-ffi", "rusqlite", "log", "tracing"],
        "the engine has no files, no database and no log",
    ),
    (
        "mihari-history",
        &["mihari-guard", "mihari", "mihari-ffi", "clap"],
        "the history knows no user interface",
    ),
    (
        "mihari-guard",
        &["mihari", "mihari-ffi", "clap", "uniffi", "jni"],
        "the guard knows neither phone nor terminal",
    ),
    ("mihari", &["mihari-ffi", "xtask"], "the command line stands beside the app, not above it"),
    ("mihari-ffi", &["mihari", "clap", "uniffi_bindgen"], "the app is shipped without tools"),
];

/// One sentence for each dependency that points the wrong way.
pub(super) fn faults() -> Result<Vec<String>> {
    let mut faults = Vec::new();
    for (package, forbidden, why) in FORBIDDEN {
        // Not `cargo metadata`: it also follows what only a test or another package turns on.
        let tree = read(&mut cargo(&format!(
            "tree --locked --package {package} --edges normal --target all --prefix none \
             --format {{p}}"
        )))?;
        let linked = linked(&tree);
        let found = forbidden.iter().filter(|name| linked.contains(**name));
        faults.extend(found.map(|name| format!("{package} depends on {name}: {why}")));
    }
    Ok(faults)
}

/// The names in a tree of `name v1.2.3 (…)`, without the package itself, which comes first.
fn linked(tree: &str) -> BTreeSet<&str> {
    tree.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_package_below_the_first_is_linked() {
        let tree = "mihari v0.1.0 (/mihari/core/cli)\nclap v4.6.9\nlog v0.4.29 (*)\n";
        assert_eq!(linked(tree), BTreeSet::from(["clap", "log"]));
    }

    #[test]
    fn a_package_that_links_another_is_seen_to() {
        let tree = read(&mut cargo(
            "tree --locked --package xtask --edges normal --prefix none --format {p}",
        ));
        assert!(linked(&tree.unwrap()).contains("mihari-engine"));
    }
}
