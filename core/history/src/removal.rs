//! Deleting, undoing, and letting go for good.

use rusqlite::{OptionalExtension, Transaction, params};

use crate::History;
use crate::aside;
use crate::entry::EntryId;
use crate::error::{Error, Fault};
use crate::time::{Days, Timestamp};

/// How long a deletion can be undone. Content stays in the undo bin as long, and is wiped by the
/// first [`History::retain`] after it.
pub const UNDO_GRACE: Days = Days(30);

impl History {
    /// Puts entries into the undo bin, as one step of [`History::undo`]. The same items are not
    /// kept again when they come again. Answers how many there were.
    ///
    /// # Errors
    /// Those of every change: [`Reason`](crate::Reason).
    pub fn delete(&mut self, ids: &[EntryId], now: Timestamp) -> Result<usize, Error> {
        self.write(|transaction| delete(transaction, ids, now))
    }

    /// Brings back what the last call of [`History::delete`] took that has not been undone and is
    /// not older than [`UNDO_GRACE`]. Answers how many entries came back.
    ///
    /// # Errors
    /// Those of every change: [`Reason`](crate::Reason).
    pub fn undo(&mut self, now: Timestamp) -> Result<usize, Error> {
        self.write(|transaction| undo(transaction, now))
    }

    /// Lets go for good of what was kept longer ago than `keep_for` (`None`: nothing), and of what
    /// has been in the undo bin longer than [`UNDO_GRACE`]. The age counts from when an entry was
    /// kept: the time of the item itself is the sender's word. Answers how many entries the age
    /// took; the bin is not counted.
    ///
    /// # Errors
    /// Those of every change: [`Reason`](crate::Reason).
    pub fn retain(&mut self, keep_for: Option<Days>, now: Timestamp) -> Result<usize, Error> {
        let taken = self.write(|transaction| {
            let kept_before = keep_for.map_or(Timestamp::MIN, |days| now.minus(days));
            let taken = transaction.query_row(
                "SELECT count(*) FROM item WHERE deletion IS NULL AND kept_at < ?1",
                [kept_before],
                |row| row.get(0),
            )?;
            bury(transaction, kept_before, now.minus(UNDO_GRACE))?;
            Ok(taken)
        })?;
        self.wipe_log();
        Ok(taken)
    }

    /// Lets go of every entry for good, of the undo bin, of the remembered numbers, and of the
    /// damaged histories that were set aside beside this one. The user's own lists, the settings and
    /// the counters stay, and so does what keeps a later scan from bringing the entries back.
    /// Answers how many entries there were; the bin is not counted.
    ///
    /// # Errors
    /// Those of every change: [`Reason`](crate::Reason). Of the files that were set aside some may
    /// then be gone already.
    pub fn delete_all(&mut self) -> Result<usize, Error> {
        aside::remove(&self.path).map_err(|fault| fault.at(&self.path))?;
        let taken = self.write(|transaction| {
            let taken = transaction.query_row(
                "SELECT count(*) FROM item WHERE deletion IS NULL",
                [],
                |row| row.get(0),
            )?;
            transaction.execute_batch(
                "INSERT INTO tombstone SELECT fingerprint, at FROM item;
                 DELETE FROM item;
                 DELETE FROM deletion;
                 DELETE FROM verdict;",
            )?;
            Ok(taken)
        })?;
        self.wipe_log();
        Ok(taken)
    }

    /// Empties the log, which still shows the pages as they were before the wiping. When a reader
    /// or a writer is in the way, the next one to close or to wipe does it.
    fn wipe_log(&self) {
        let _ = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    }
}

fn delete(transaction: &Transaction, ids: &[EntryId], now: Timestamp) -> Result<usize, Fault> {
    transaction.execute("INSERT INTO deletion (deleted_at) VALUES (?1)", [now])?;
    let deletion = transaction.last_insert_rowid();
    let mut statement = transaction
        .prepare_cached("UPDATE item SET deletion = ?2 WHERE id = ?1 AND deletion IS NULL")?;
    let mut deleted = 0;
    for id in ids {
        deleted += statement.execute(params![id, deletion])?;
    }
    if deleted == 0 {
        transaction.execute("DELETE FROM deletion WHERE id = ?1", [deletion])?;
    }
    Ok(deleted)
}

fn undo(transaction: &Transaction, now: Timestamp) -> Result<usize, Fault> {
    let last: Option<i64> = transaction
        .query_row(
            "SELECT id FROM deletion WHERE deleted_at >= ?1 ORDER BY id DESC LIMIT 1",
            [now.minus(UNDO_GRACE)],
            |row| row.get(0),
        )
        .optional()?;
    let restored =
        transaction.execute("UPDATE item SET deletion = NULL WHERE deletion = ?1", [last])?;
    transaction.execute("DELETE FROM deletion WHERE id = ?1", [last])?;
    Ok(restored)
}

/// Leaves tombstones for what goes, then wipes it and everything that served it alone.
fn bury(
    transaction: &Transaction,
    kept_before: Timestamp,
    deleted_before: Timestamp,
) -> Result<(), Fault> {
    const GOES: &str = "kept_at < ?1
        OR deletion IN (SELECT id FROM deletion WHERE deleted_at < ?2)";
    let bounds = params![kept_before, deleted_before];
    transaction.execute(
        &format!("INSERT INTO tombstone SELECT fingerprint, at FROM item WHERE {GOES}"),
        bounds,
    )?;
    transaction.execute(&format!("DELETE FROM item WHERE {GOES}"), bounds)?;
    transaction.execute_batch(
        "DELETE FROM deletion
         WHERE NOT EXISTS (SELECT 1 FROM item WHERE item.deletion = deletion.id);
         DELETE FROM verdict
         WHERE NOT EXISTS (SELECT 1 FROM item WHERE item.verdict = verdict.id);",
    )?;
    Ok(())
}
