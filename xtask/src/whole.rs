//! Files that are there whole or not at all.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Has `make` write a file under another name, and gives it the name `path` once it is whole.
///
/// What stood there before is removed first: after a failure there is nothing that could be taken
/// for the result.
pub(crate) fn write<T>(path: &Path, make: impl FnOnce(&Path) -> Result<T>) -> Result<T> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".unfinished");
    let unfinished = Path::new(&unfinished);
    remove(path)?;
    remove(unfinished)?;
    let made = make(unfinished).and_then(|made| {
        fs::rename(unfinished, path).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(made)
    });
    if made.is_err() {
        // The first fault is the one to tell.
        let _ = remove(unfinished);
    }
    made
}

fn remove(file: &Path) -> Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", file.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_leaves_neither_half_a_file_nor_an_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mihari.apk");
        write(&path, |unfinished| Ok(fs::write(unfinished, "whole")?)).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "whole");

        let failed: Result<()> = write(&path, |unfinished| {
            fs::write(unfinished, "ha")?;
            anyhow::bail!("No space left on device")
        });
        assert_eq!(failed.unwrap_err().to_string(), "No space left on device");
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
    }

    #[test]
    fn a_file_that_was_not_written_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let error = write(&folder.path().join("mihari.apk"), |_| Ok(())).unwrap_err();
        assert!(error.to_string().starts_with("cannot write "), "{error}");
    }
}
