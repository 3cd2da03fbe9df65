//! `cargo xtask apk --reproducible`: two clean clones in different folders, one result.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use super::pack::{Entries, read_archive};
use super::{Abi, native, unsigned_path, version};
use crate::command::{self, ROOT, read, root};
use crate::tools::{self, sha256};

/// Builds what is committed twice, each time from nothing, and compares before signing.
pub(super) fn check(abis: &[Abi]) -> Result<()> {
    // What is missing is told before anything is cloned.
    tools::maven()?;
    native::require_tools(abis)?;
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let commit = read(&mut git("rev-parse HEAD"))?;
    let changed = read(&mut git("status --porcelain --untracked-files=no"))?;
    ensure!(changed.is_empty(), "Commit first: what is committed is built. Changed:\n{changed}");
    let xtask = own_copy(folder.path())?;
    // Of different lengths, so that a path in the result moves everything after it.
    let one = build(&xtask, &folder.path().join("a"), abis)?;
    let other = build(&xtask, &folder.path().join("another-clone"), abis)?;
    let differing = differing(&read_archive(&one)?, &read_archive(&other)?);
    let hash = sha256(&one)?;
    if hash != sha256(&other)? {
        // Kept, so that one can look at the difference.
        let kept = folder.keep();
        bail!(
            "two builds of the same commit differ in {}; both are in {}",
            if differing.is_empty() { "how they are packed".into() } else { differing.join(", ") },
            kept.display()
        );
    }
    println!("reproducible: {} twice from {}", hash, commit.trim());
    Ok(())
}

/// Git in this clone, with `arguments` split at spaces.
fn git(arguments: &str) -> Command {
    let mut git = Command::new("git");
    git.args(arguments.split_whitespace()).current_dir(root());
    git
}

/// This very program, which is built from the same commit and takes a while to build. A copy: what
/// is built in this folder meanwhile does not take it away.
fn own_copy(folder: &Path) -> Result<PathBuf> {
    let own = std::env::current_exe().context("xtask cannot find itself")?;
    let copy = folder.join("xtask");
    fs::copy(&own, &copy).with_context(|| format!("cannot copy xtask to {}", copy.display()))?;
    Ok(copy)
}

/// Builds a fresh clone and returns its unsigned APK. The rest is removed: it is large.
fn build(xtask: &Path, clone: &Path, abis: &[Abi]) -> Result<PathBuf> {
    command::run(Command::new("git").args(["clone", "--quiet"]).arg(root()).arg(clone))?;
    let mut xtask = Command::new(xtask);
    xtask.env(ROOT, clone).args(["apk", "--unsigned"]);
    for abi in abis {
        xtask.args(["--abi", abi.name()]);
    }
    command::run(&mut xtask)?;
    let here = unsigned_path(&version::read()?, abis);
    let made = clone.join(here.strip_prefix(root())?);
    ensure!(made.is_file(), "the build left no {}", made.display());
    let apk = clone.with_extension("apk");
    fs::rename(&made, &apk)
        .and_then(|()| fs::remove_dir_all(clone))
        .with_context(|| format!("cannot tidy up {}", clone.display()))?;
    Ok(apk)
}

/// Names of the files that are not the same in both.
fn differing(one: &Entries, other: &Entries) -> Vec<String> {
    let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    names.into_iter().filter(|name| one.get(*name) != other.get(*name)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_differ_or_are_in_one_alone_are_named() {
        let entries = |files: &[(&str, &str)]| {
            files.iter().map(|(name, text)| ((*name).into(), text.as_bytes().to_vec())).collect()
        };
        let one: Entries = entries(&[("classes.dex", "1"), ("lib/a.so", "1"), ("res/a.xml", "1")]);
        let other: Entries =
            entries(&[("classes.dex", "1"), ("lib/a.so", "2"), ("res/b.xml", "1")]);
        assert_eq!(differing(&one, &other), ["lib/a.so", "res/a.xml", "res/b.xml"]);
        assert_eq!(differing(&one, &one), [""; 0]);
    }
}
