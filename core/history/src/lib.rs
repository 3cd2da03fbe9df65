//! Keeps what was flagged in one local SQLite file: entries with their verdicts, the user's own
//! lists, the numbers flagged messages taught, and the counters of self-diagnosis.
//!
//! The clock is passed in. Only flagged items hold content; everything else is a counter. Nothing
//! of a message or a number reaches an error, a panic or `Debug`.
//!
//! Every change is one transaction: what a method has answered survives a killed process, and a
//! method that failed has changed nothing. `docs/adr/0004-history.md` says why it is built so.

mod aside;
mod canonical;
mod diagnosis;
mod entry;
mod error;
mod export;
mod keep;
mod list;
mod numbers;
mod open;
mod removal;
mod schema;
mod settings;
mod time;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::canonical::Fingerprinter;
use crate::error::Fault;

pub use crate::diagnosis::{Counts, Diagnosis, Tally};
pub use crate::entry::{Entry, EntryId, Mark, Road};
pub use crate::error::{Error, Reason};
pub use crate::export::{ExportError, Format};
pub use crate::keep::{Kept, NewItem};
pub use crate::list::{Cursor, Filter};
pub use crate::numbers::{ListEntry, ListKind, Remembered};
pub use crate::open::Opened;
pub use crate::removal::UNDO_GRACE;
pub use crate::time::{Days, Timestamp};

/// One connection to a history file.
///
/// It may move between threads; for use from several at once, open one each. Writers wait for each
/// other, up to five seconds; readers wait for nobody.
pub struct History {
    connection: Connection,
    path: PathBuf,
    fingerprinter: Fingerprinter,
}

impl History {
    /// The file, as an absolute path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn read<T>(&self, f: impl FnOnce(&Connection) -> Result<T, Fault>) -> Result<T, Error> {
        f(&self.connection).map_err(|fault| fault.at(&self.path))
    }

    /// Runs `f` in one transaction that holds the write lock from its start, so that it can neither
    /// deadlock with another writer nor act on what another has just changed.
    fn write<T>(&mut self, f: impl FnOnce(&Transaction) -> Result<T, Fault>) -> Result<T, Error> {
        let run = || {
            let transaction =
                self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let answer = f(&transaction)?;
            transaction.commit()?;
            Ok(answer)
        };
        run().map_err(|fault: Fault| fault.at(&self.path))
    }
}
