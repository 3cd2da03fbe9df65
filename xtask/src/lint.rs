//! `cargo xtask lint`: formatting, lints, the packs' own tests and the architecture.

mod dependencies;
mod kotlin;
mod names;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::command::{self, cargo, require, root};

pub(crate) fn run() -> Result<()> {
    formatting()?;
    clippy()?;
    architecture()?;
    packs()
}

fn formatting() -> Result<()> {
    require(&mut cargo("fmt --version"), "Run `rustup component add rustfmt`.")?;
    command::run(&mut cargo("fmt --all --check"))
}

fn clippy() -> Result<()> {
    require(&mut cargo("clippy --version"), "Run `rustup component add clippy`.")?;
    command::run(&mut cargo("clippy --workspace --all-targets -- --deny warnings"))
}

/// What the design promises about the shape of the code and a compiler does not check.
fn architecture() -> Result<()> {
    eprintln!("$ cargo xtask lint: architecture");
    let faults = architecture_faults()?;
    if !faults.is_empty() {
        bail!("the architecture does not hold:\n  {}", faults.join("\n  "));
    }
    Ok(())
}

fn architecture_faults() -> Result<Vec<String>> {
    let mut faults = dependencies::faults()?;
    faults.extend(names::faults()?);
    faults.extend(kotlin::faults()?);
    Ok(faults)
}

/// Every rule hits its own examples, and only those that it must.
fn packs() -> Result<()> {
    let packs = files(&root().join("data/packs"), "toml")?;
    command::run(cargo("run --quiet --package mihari -- pack test").args(packs))
}

/// All files below `folder` with this extension, in the order of their paths.
fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = folder
            .read_dir()
            .with_context(|| format!("cannot read the folder {}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_architecture_of_this_repository_holds() {
        assert_eq!(architecture_faults().unwrap(), [""; 0]);
    }

    #[test]
    fn files_are_found_in_folders_below_and_in_order() {
        let found = files(&root().join("xtask/src"), "rs").unwrap();
        assert!(found.contains(&root().join("xtask/src/lint/names.rs")));
        assert!(found.is_sorted());
    }
}
