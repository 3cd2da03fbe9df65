//! What can go wrong: [`Error`] for callers, `Fault` inside, and the one way from the latter to
//! the former.

use std::path::{Path, PathBuf};
use std::{fmt, io};

use rusqlite::{ErrorCode, ffi};

/// Why the history could not do what was asked. Holds the file's path, never content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {reason}{}", path.display(), Aside(set_aside.as_deref()))]
pub struct Error {
    path: PathBuf,
    reason: Reason,
    set_aside: Option<PathBuf>,
}

impl Error {
    /// The history file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What went wrong; as text, also what to do.
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// Where a damaged file was moved before this went wrong.
    pub fn set_aside(&self) -> Option<&Path> {
        self.set_aside.as_deref()
    }

    pub(crate) fn after_setting_aside(self, set_aside: Option<PathBuf>) -> Self {
        Self { set_aside, ..self }
    }
}

/// The end of the sentence when a damaged file was moved.
struct Aside<'a>(Option<&'a Path>);

impl fmt::Display for Aside<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(path) => write!(f, ". The damaged history is now {}", path.display()),
            None => Ok(()),
        }
    }
}

/// What went wrong. Whatever it is, the step that failed has changed nothing, and what was kept
/// before is still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// The path names a folder.
    #[error("this is a folder; name a file in it")]
    Folder,
    /// The path leads through a file, or a folder of it cannot be made.
    #[error(
        "the folder does not exist and cannot be made; name a file in a folder you can write to"
    )]
    NoFolder,
    /// The system refuses reading or writing the file or its folder.
    #[error(
        "no permission to read or write here; check the rights of the file and its folder, or name another file"
    )]
    Denied,
    /// No space left.
    #[error(
        "the disk is full; this step kept nothing, what was kept before is safe. Free some space and do it again"
    )]
    DiskFull,
    /// Another process held the write lock too long.
    #[error("another program is writing to it; wait a moment and do it again")]
    Busy,
    /// The content is not what was written.
    #[error(
        "the file is damaged; end the programs that use it, then start again: it will be set aside under a new name and a fresh one made"
    )]
    Damaged,
    /// Written by a version that knows more.
    #[error(
        "written by a newer version of Mihari (format {found}, this version knows formats up to {known}); update Mihari. The file was left as it is"
    )]
    Newer {
        /// The file's format.
        found: i64,
        /// The newest format this version knows.
        known: i64,
    },
    /// A database of another program.
    #[error("this is another program's database; name another file. It was left as it is")]
    Foreign,
    /// Somebody moved or replaced the file while it was open.
    #[error("the file was moved or replaced while it was in use; start again")]
    Moved,
    /// A change was asked of a history opened for reading.
    #[error("opened for reading only; open it for writing to change it")]
    ReadOnly,
    /// An item without a flag was given to be kept. Only flagged items may hold content.
    #[error("only flagged items are kept, and one of these is not")]
    NotFlagged,
    /// One text is longer than SQLite can hold (a billion bytes).
    #[error("a text is too long to be kept")]
    TooLong,
    /// The system failed to read or write.
    #[error("reading or writing failed ({0}); check the disk and do it again")]
    Io(io::ErrorKind),
    /// Anything else SQLite reports: its extended result code.
    #[error("the database failed (SQLite code {0}); please report this code")]
    Sqlite(i32),
}

/// Everything that can fail inside, with what the library below said. That may quote content, so it
/// is turned into a [`Reason`] before it leaves, and never logged.
#[derive(Debug)]
pub(crate) enum Fault {
    Sqlite(rusqlite::Error),
    Io(io::Error),
    Known(Reason),
}

impl Fault {
    pub(crate) fn at(self, path: &Path) -> Error {
        Error { path: path.to_owned(), reason: self.reason(), set_aside: None }
    }

    pub(crate) fn reason(&self) -> Reason {
        match self {
            Self::Sqlite(error) => of_sqlite(error),
            Self::Io(error) => of_io(error),
            Self::Known(reason) => *reason,
        }
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<serde_json::Error> for Fault {
    /// What is read as JSON is what was written here.
    fn from(_: serde_json::Error) -> Self {
        Self::Known(Reason::Damaged)
    }
}

impl From<Reason> for Fault {
    fn from(reason: Reason) -> Self {
        Self::Known(reason)
    }
}

fn of_sqlite(error: &rusqlite::Error) -> Reason {
    match error {
        rusqlite::Error::SqliteFailure(failure, _) => of_code(*failure),
        rusqlite::Error::SqlInputError { error, .. } => of_code(*error),
        // A column that does not hold what the schema says.
        rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::Utf8Error(..)
        | rusqlite::Error::QueryReturnedNoRows => Reason::Damaged,
        _ => Reason::Sqlite(ffi::SQLITE_ERROR),
    }
}

fn of_code(failure: ffi::Error) -> Reason {
    match failure.extended_code {
        ffi::SQLITE_IOERR_CORRUPTFS => return Reason::Damaged,
        // The index of the write-ahead log cannot grow: the first thing a full disk stops.
        ffi::SQLITE_IOERR_SHMSIZE => return Reason::DiskFull,
        ffi::SQLITE_READONLY_DBMOVED => return Reason::Moved,
        ffi::SQLITE_READONLY_DIRECTORY => return Reason::Denied,
        _ => {}
    }
    match failure.code {
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Reason::Damaged,
        ErrorCode::DiskFull => Reason::DiskFull,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Reason::Busy,
        ErrorCode::ReadOnly => Reason::ReadOnly,
        ErrorCode::CannotOpen | ErrorCode::PermissionDenied => Reason::Denied,
        ErrorCode::TooBig => Reason::TooLong,
        ErrorCode::SystemIoFailure => Reason::Io(io::ErrorKind::Other),
        _ => Reason::Sqlite(failure.extended_code),
    }
}

fn of_io(error: &io::Error) -> Reason {
    use io::ErrorKind;
    match error.kind() {
        ErrorKind::IsADirectory => Reason::Folder,
        ErrorKind::NotADirectory | ErrorKind::NotFound | ErrorKind::AlreadyExists => {
            Reason::NoFolder
        }
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Reason::Denied,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Reason::DiskFull,
        kind => Reason::Io(kind),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_error_repeats_nothing_the_library_below_said() {
        let secret = "未納料金 09012345678";
        let faults = [
            Fault::Sqlite(rusqlite::Error::SqliteFailure(
                ffi::Error::new(ffi::SQLITE_CONSTRAINT),
                Some(secret.to_owned()),
            )),
            Fault::Sqlite(rusqlite::Error::InvalidParameterName(secret.to_owned())),
            Fault::Io(io::Error::other(secret)),
            serde_json::from_str::<bool>(&format!("\"{secret}\"")).unwrap_err().into(),
        ];
        for fault in faults {
            let error = fault.at(Path::new("/somewhere/history.db"));
            let said = format!("{error} {error:?}");
            assert!(said.contains("/somewhere/history.db"));
            assert!(!said.contains("未納") && !said.contains("090"), "{said}");
        }
    }

    #[test]
    fn a_full_disk_is_told_however_it_shows_itself() {
        for code in [ffi::SQLITE_FULL, ffi::SQLITE_IOERR_SHMSIZE] {
            assert_eq!(of_code(ffi::Error::new(code)), Reason::DiskFull);
        }
        assert_eq!(of_io(&io::Error::from(io::ErrorKind::StorageFull)), Reason::DiskFull);
    }
}
