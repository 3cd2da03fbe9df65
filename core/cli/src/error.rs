//! Why a command could not do what was asked. The words are in the catalogue.

use std::io;
use std::path::PathBuf;

use mihari_history::EntryId;

/// Ends a command. Never holds content of a message.
#[derive(Debug)]
pub(crate) enum Error {
    History(mihari_history::Error),
    /// What was printed could not be written.
    Output(io::ErrorKind),
    /// Whoever read the output has read enough. No reason to say anything.
    Unread,
    /// The system knows no folder for a program's data.
    NoDataFolder,
    /// `--since` or `--until` is no time.
    Time,
    /// There are no entries of these numbers.
    NoEntries(Vec<EntryId>),
    /// A file could not be read.
    File(PathBuf, io::ErrorKind),
    /// The file to write to is there already.
    Exists(PathBuf),
    /// The text on standard input is not UTF-8 (or UTF-16 with a byte order mark).
    TextEncoding,
}

impl From<mihari_history::Error> for Error {
    fn from(error: mihari_history::Error) -> Self {
        Self::History(error)
    }
}

/// All input and output that is not a named file is the program's own.
impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Unread,
            kind => Self::Output(kind),
        }
    }
}
