//! `cargo xtask apk --reproducible`: two clean clones in different folders, one result.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::{Abi, unsigned_path, version};
use crate::command::{self, root};
use crate::tools::sha256;

/// Builds what is committed twice, each time from nothing, and compares before signing.
pub(super) fn check(abis: &[Abi]) -> Result<()> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    // Of different lengths, so that a path in the result moves everything after it.
    let clones = [folder.path().join("a"), folder.path().join("another-clone")];
    let mut hashes = Vec::new();
    for clone in &clones {
        clone_into(clone)?;
        build(clone, abis)?;
        hashes.push(sha256(&unsigned(clone, abis)?)?);
    }
    if hashes[0] != hashes[1] {
        // Kept, so that one can look for the difference.
        let kept = folder.keep();
        anyhow::bail!("two builds of the same commit differ; they are in {}", kept.display());
    }
    println!("reproducible: {} twice", hashes[0]);
    Ok(())
}

fn clone_into(clone: &Path) -> Result<()> {
    command::run(Command::new("git").args(["clone", "--quiet"]).arg(root()).arg(clone))
}

fn build(clone: &Path, abis: &[Abi]) -> Result<()> {
    let mut xtask = command::cargo("xtask apk --unsigned");
    for abi in abis {
        xtask.args(["--abi", abi.name()]);
    }
    command::run(xtask.current_dir(clone))
}

fn unsigned(clone: &Path, abis: &[Abi]) -> Result<PathBuf> {
    let here = unsigned_path(&version::read()?, abis);
    let there = clone.join(here.strip_prefix(root())?);
    ensure!(there.is_file(), "the build left no {}", there.display());
    Ok(there)
}
