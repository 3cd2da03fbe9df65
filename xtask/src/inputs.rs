//! Steps that are not repeated while what they read stays the same.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::tools::sha256;

/// Everything that a step's result depends on.
#[derive(Default)]
pub(crate) struct Inputs {
    hasher: Sha256,
}

impl Inputs {
    /// A file, or a folder with all files below it.
    pub(crate) fn path(mut self, path: &Path) -> Result<Self> {
        for file in files(path)? {
            let name = file.strip_prefix(path).unwrap_or(&file).to_string_lossy().into_owned();
            self = self.word(&name).word(&sha256(&file)?);
        }
        Ok(self)
    }

    /// An argument, or the version of a tool.
    pub(crate) fn word(mut self, word: &str) -> Self {
        self.hasher.update(word.len().to_le_bytes());
        self.hasher.update(word);
        self
    }

    /// Runs `make`, which fills `folder`, unless it did so before with the same inputs.
    pub(crate) fn make(self, folder: &Path, make: impl FnOnce() -> Result<()>) -> Result<()> {
        let stamp = folder.join("made-from");
        let inputs: String =
            self.hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        if fs::read_to_string(&stamp).is_ok_and(|made_from| made_from == inputs) {
            return Ok(());
        }
        if folder.exists() {
            fs::remove_dir_all(folder)
                .with_context(|| format!("cannot empty the folder {}", folder.display()))?;
        }
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        make()?;
        fs::write(&stamp, inputs).with_context(|| format!("cannot write {}", stamp.display()))
    }
}

/// `path` itself where it is a file, else all files below it, in the order of their paths.
pub(crate) fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut entries = path
        .read_dir()
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, _>>())
        .with_context(|| format!("cannot read the folder {}", path.display()))?;
    entries.sort();
    let mut found = Vec::new();
    for entry in entries {
        found.extend(files(&entry)?);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(folder: &Path, source: &Path) -> bool {
        let mut made = false;
        Inputs::default()
            .path(source)
            .unwrap()
            .word("--release")
            .make(&folder.join("out"), || {
                made = true;
                Ok(())
            })
            .unwrap();
        made
    }

    #[test]
    fn a_step_is_repeated_when_a_file_changes_appears_or_is_renamed_and_else_not() {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("source");
        fs::create_dir(&source).unwrap();
        fs::write(source.join("a"), "1").unwrap();
        assert!(made(folder.path(), &source));
        assert!(!made(folder.path(), &source));
        fs::write(source.join("a"), "2").unwrap();
        assert!(made(folder.path(), &source));
        fs::write(source.join("b"), "2").unwrap();
        assert!(made(folder.path(), &source));
        fs::rename(source.join("b"), source.join("c")).unwrap();
        assert!(made(folder.path(), &source));
        assert!(!made(folder.path(), &source));
    }

    #[test]
    fn a_step_that_failed_is_repeated() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let failed = Inputs::default().make(&out, || anyhow::bail!("no"));
        assert!(failed.is_err());
        let mut made = false;
        let succeed = || {
            made = true;
            Ok(())
        };
        Inputs::default().make(&out, succeed).unwrap();
        assert!(made);
    }
}
