//! Setting a damaged file aside: under a new name, never over another file, and never under the
//! hands of a process that is just opening it.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::error::{Fault, Reason};
use crate::open::beside;
use crate::time::Timestamp;

/// What stands beside the file while it is in use. The log comes first: see [`move_aside`].
const SIDE_FILES: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Which file stands at a path, whatever its name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Identity {
    device: u64,
    number: u64,
}

#[cfg(unix)]
pub(crate) fn identity(path: &Path) -> io::Result<Identity> {
    use std::os::unix::fs::MetadataExt;

    let metadata = fs::metadata(path)?;
    Ok(Identity { device: metadata.dev(), number: metadata.ino() })
}

/// Elsewhere an open file cannot be renamed, so that none is replaced while it is looked at.
#[cfg(not(unix))]
pub(crate) fn identity(path: &Path) -> io::Result<Identity> {
    fs::metadata(path).map(|_| Identity { device: 0, number: 0 })
}

/// As long as this is held, nobody sets the file aside. Otherwise SQLite, which finds the files
/// beside this one by name, could take up those of its successor.
///
/// `None` where folders cannot be locked.
pub(crate) fn keep_in_place(path: &Path) -> Option<File> {
    lock_folder(path, File::try_lock_shared).unwrap_or(None)
}

/// As long as this is held, nobody else holds this or [`keep_in_place`].
///
/// `None` where folders cannot be locked.
pub(crate) fn keep_alone(path: &Path) -> Result<Option<File>, Fault> {
    lock_folder(path, File::try_lock)
}

/// Sets the file aside that was `examined` and found damaged, and says where it is now; `None` when
/// another process has done so before.
pub(crate) fn set_aside(
    path: &Path,
    examined: Identity,
    now: Timestamp,
) -> Result<Option<PathBuf>, Fault> {
    let _lock = keep_alone(path)?;
    match identity(path) {
        Ok(found) if found == examined => move_aside(path, now).map(Some),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(None),
    }
}

/// The damaged histories that were set aside at this path, whenever that was.
pub(crate) fn histories(path: &Path) -> Result<Vec<PathBuf>, Fault> {
    damaged(path, &[""])
}

/// Deletes them, and what stands beside them.
pub(crate) fn remove(path: &Path) -> Result<(), Fault> {
    let _lock = keep_alone(path)?;
    let [log, index, journal] = SIDE_FILES;
    for file in damaged(path, &["", log, index, journal])? {
        fs::remove_file(file)?;
    }
    Ok(())
}

/// The files at this path that bear a [`damaged_name`] with one of these endings.
fn damaged(path: &Path, endings: &[&str]) -> Result<Vec<PathBuf>, Fault> {
    let Some(folder) = path.parent() else { return Ok(Vec::new()) };
    let (before, behind) = around_time(path);
    let is_damaged = |name: &OsStr| {
        let time = name.as_encoded_bytes().strip_prefix(before.as_encoded_bytes());
        endings.iter().any(|ending| {
            let time = time.and_then(|name| name.strip_suffix(ending.as_bytes()));
            time.and_then(|name| name.strip_suffix(behind.as_encoded_bytes()))
                .is_some_and(|time| time.iter().all(|byte| b"0123456789TZ-".contains(byte)))
        })
    };
    let mut found = Vec::new();
    for file in fs::read_dir(folder)? {
        let file = file?;
        if is_damaged(&file.file_name()) {
            found.push(file.path());
        }
    }
    Ok(found)
}

/// Locks the folder, which leaves no lock file behind, and waits five seconds for it. A killed
/// process keeps no lock.
fn lock_folder(
    path: &Path,
    try_lock: fn(&File) -> Result<(), TryLockError>,
) -> Result<Option<File>, Fault> {
    const PAUSE: Duration = Duration::from_millis(5);
    const TRIES: usize = 1000;

    let Some(Ok(folder)) = path.parent().map(File::open) else { return Ok(None) };
    for _ in 0..TRIES {
        match try_lock(&folder) {
            Ok(()) => return Ok(Some(folder)),
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            Err(TryLockError::Error(_)) => return Ok(None),
        }
    }
    Err(Reason::Busy.into())
}

/// Renames the file and what stands beside it. What stands beside it goes first: were the log left
/// when this is cut off, SQLite would delete it with the next file of that name.
fn move_aside(path: &Path, now: Timestamp) -> Result<PathBuf, Fault> {
    let aside = claim_name(path, now)?;
    for suffix in SIDE_FILES {
        match fs::rename(beside(path, suffix), beside(&aside, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    fs::rename(path, &aside)?;
    Ok(aside)
}

/// Finds a free name and takes it with an empty file, so that the renaming that follows overwrites
/// nothing but that.
fn claim_name(path: &Path, now: Timestamp) -> Result<PathBuf, Fault> {
    let when = match now.to_calendar() {
        Some(time) => time.strftime("%Y%m%dT%H%M%SZ").to_string(),
        None => now.0.to_string(),
    };
    let mut number = 1_u64;
    loop {
        let numbered = if number == 1 { when.clone() } else { format!("{when}-{number}") };
        let name = damaged_name(path, &numbered);
        let is_taken =
            SIDE_FILES.iter().any(|suffix| fs::symlink_metadata(beside(&name, suffix)).is_ok());
        if !is_taken {
            match OpenOptions::new().write(true).create_new(true).open(&name) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                answer => return Ok(answer.map(|_| name)?),
            }
        }
        number += 1;
    }
}

/// `history.db` → `history.damaged-WHEN.db`
fn damaged_name(path: &Path, when: &str) -> PathBuf {
    let (mut name, behind) = around_time(path);
    name.push(when);
    name.push(behind);
    path.with_file_name(name)
}

/// What stands before and behind the time in that name.
fn around_time(path: &Path) -> (OsString, OsString) {
    let mut before = path.file_stem().map(OsString::from).unwrap_or_default();
    before.push(".damaged-");
    let mut behind = OsString::new();
    if let Some(extension) = path.extension() {
        behind.push(".");
        behind.push(extension);
    }
    (before, behind)
}
