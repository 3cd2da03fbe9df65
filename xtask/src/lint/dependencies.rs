//! Dependencies point one way: android → ffi → history → engine, and cli → history → engine.

use std::collections::{BTreeSet, HashMap};

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::command::{cargo, read};

/// A package and what it must never reach, directly or through others.
const FORBIDDEN: &[(&str, &[&str], &str)] = &[
    (
        "mihari-engine",
        &["mihari-history", "mihari", "mihari-ffi", "rusqlite", "log", "tracing"],
        "the engine has no files, no database and no log",
    ),
    ("mihari-history", &["mihari", "mihari-ffi", "clap"], "the history knows no user interface"),
    ("mihari", &["mihari-ffi", "xtask"], "the command line stands beside the app, not above it"),
];

/// One sentence for each dependency that points the wrong way.
pub(super) fn faults() -> Result<Vec<String>> {
    let json = read(&mut cargo("metadata --format-version 1 --locked"))?;
    let metadata: Metadata = serde_json::from_str(&json).context("cargo metadata changed")?;
    Ok(faults_in(&metadata))
}

fn faults_in(metadata: &Metadata) -> Vec<String> {
    let mut faults = Vec::new();
    for (package, forbidden, why) in FORBIDDEN {
        let reached = metadata.reached_from(package);
        for name in forbidden.iter().filter(|name| reached.contains(**name)) {
            faults.push(format!("{package} depends on {name}: {why}"));
        }
    }
    faults
}

/// The part of `cargo metadata` that is read here.
/// Format: <https://doc.rust-lang.org/cargo/commands/cargo-metadata.html>.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    pkg: String,
    dep_kinds: Vec<Kind>,
}

/// `null` is an ordinary dependency; `"dev"` and `"build"` do not end up in what is shipped.
#[derive(Deserialize)]
struct Kind {
    kind: Option<String>,
}

impl Metadata {
    /// The names of all packages that `name` links to.
    fn reached_from(&self, name: &str) -> BTreeSet<&str> {
        let names: HashMap<&str, &str> =
            self.packages.iter().map(|package| (&*package.id, &*package.name)).collect();
        let nodes: HashMap<&str, &Node> =
            self.resolve.nodes.iter().map(|node| (&*node.id, node)).collect();
        let start = self.packages.iter().find(|package| package.name == name);

        let mut reached = BTreeSet::new();
        let mut open: Vec<&str> = start.map(|package| &*package.id).into_iter().collect();
        while let Some(node) = open.pop().and_then(|id| nodes.get(id)) {
            for dependency in node.deps.iter().filter(|dependency| dependency.is_linked()) {
                if reached.insert(names[&*dependency.pkg]) {
                    open.push(&dependency.pkg);
                }
            }
        }
        reached
    }
}

impl Dependency {
    fn is_linked(&self) -> bool {
        self.dep_kinds.iter().any(|kind| kind.kind.is_none())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn metadata(engine_to_parser: serde_json::Value) -> Metadata {
        serde_json::from_value(json!({
            "packages": [
                {"id": "e", "name": "mihari-engine"},
                {"id": "p", "name": "parser"},
                {"id": "l", "name": "log"},
            ],
            "resolve": {"nodes": [
                {"id": "e", "deps": [{"pkg": "p", "dep_kinds": [{"kind": engine_to_parser}]}]},
                {"id": "p", "deps": [{"pkg": "l", "dep_kinds": [{"kind": null}]}]},
                {"id": "l", "deps": []},
            ]},
        }))
        .unwrap()
    }

    #[test]
    fn a_forbidden_package_is_found_behind_another() {
        let faults = faults_in(&metadata(json!(null)));
        assert_eq!(
            faults,
            ["mihari-engine depends on log: the engine has no files, no database and no log"]
        );
    }

    #[test]
    fn what_only_tests_use_is_allowed() {
        assert_eq!(faults_in(&metadata(json!("dev"))), [""; 0]);
    }
}
