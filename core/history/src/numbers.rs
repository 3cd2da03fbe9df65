//! The user's own lists, and the numbers flagged messages taught.

use std::collections::HashSet;

use mihari_engine::item::Lists;
use mihari_engine::number::PhoneNumber;
use rusqlite::{Connection, Params, Row, params};
use serde::{Deserialize, Serialize};

use crate::History;
use crate::entry::{Code, EntryId, Mark};
use crate::error::{Error, Fault};
use crate::time::Timestamp;

/// Which of the user's lists a number is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListKind {
    /// Trusted.
    Allowed,
    /// Never wanted.
    Blocked,
}

/// A number on one of the user's lists. `Debug` shows no digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListEntry {
    /// The number.
    pub number: PhoneNumber,
    /// The list it is on.
    pub kind: ListKind,
    /// When it was put there.
    pub since: Timestamp,
}

/// A number that kept entries ask to call. `Debug` shows no digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// The number.
    pub number: PhoneNumber,
    /// The time of the earliest entry that teaches it.
    pub first_seen: Timestamp,
    /// The time of the latest entry that teaches it.
    pub last_seen: Timestamp,
    /// That latest entry.
    pub entry: EntryId,
}

/// An item teaches its numbers as long as it stands and is not marked wrong (`?1`).
const TEACHES: &str = "deletion IS NULL AND mark IS NOT ?1";

/// The user's trust (`?2`) outweighs what any item taught.
const IS_TRUSTED: &str = "number IN (SELECT number FROM listed WHERE kind = ?2)";

impl History {
    /// What the engine needs to know of the user's lists and of earlier messages.
    ///
    /// # Errors
    /// [`Reason::Damaged`](crate::Reason::Damaged) when the file holds what was never written.
    pub fn lists(&self) -> Result<Lists, Error> {
        self.read(|connection| {
            let listed = |kind| {
                let sql = "SELECT number FROM listed WHERE kind = ?1";
                numbers(connection, sql, params![Code(kind)])
            };
            Ok(Lists {
                allowed: listed(ListKind::Allowed)?,
                blocked: listed(ListKind::Blocked)?,
                remembered: numbers(
                    connection,
                    &format!(
                        "SELECT number FROM (SELECT DISTINCT number FROM callback) AS known
                         WHERE NOT {IS_TRUSTED} AND EXISTS (
                             SELECT 1 FROM callback JOIN item ON item.id = callback.item
                             WHERE callback.number = known.number AND {TEACHES})"
                    ),
                    params![Code(Mark::Wrong), Code(ListKind::Allowed)],
                )?,
            })
        })
    }

    /// Puts a number on a list, moves it to the other one, or (`None`) takes it off.
    ///
    /// # Errors
    /// Those of every change: [`Reason`](crate::Reason).
    pub fn set_list(
        &mut self,
        number: &PhoneNumber,
        list: Option<ListKind>,
        now: Timestamp,
    ) -> Result<(), Error> {
        self.write(|transaction| {
            match list {
                Some(kind) => transaction.execute(
                    "INSERT INTO listed (number, kind, since) VALUES (?1, ?2, ?3)
                     ON CONFLICT DO UPDATE SET kind = excluded.kind, since = excluded.since
                     WHERE kind <> excluded.kind",
                    params![number.as_str(), Code(kind), now],
                )?,
                None => transaction
                    .execute("DELETE FROM listed WHERE number = ?1", [number.as_str()])?,
            };
            Ok(())
        })
    }

    /// The user's lists, what was added last first.
    ///
    /// # Errors
    /// As [`History::lists`].
    pub fn list_entries(&self) -> Result<Vec<ListEntry>, Error> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT number, kind, since FROM listed ORDER BY since DESC, number",
            )?;
            let entries = statement.query_map([], |row| {
                let Some(number) = number(row, 0)? else { return Ok(None) };
                let kind = row.get::<_, Code<_>>(1)?.0;
                Ok(Some(ListEntry { number, kind, since: row.get(2)? }))
            })?;
            Ok(entries.flat_map(Result::transpose).collect::<Result<_, _>>()?)
        })
    }

    /// The remembered numbers, what was seen last first.
    ///
    /// # Errors
    /// As [`History::lists`].
    pub fn remembered(&self) -> Result<Vec<Remembered>, Error> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT DISTINCT number, min(time) OVER same, max(time) OVER same AS last_seen,
                        first_value(id) OVER (same ORDER BY time DESC, id DESC)
                 FROM callback JOIN item ON item.id = callback.item
                 WHERE {TEACHES} AND NOT {IS_TRUSTED}
                 WINDOW same AS (PARTITION BY number)
                 ORDER BY last_seen DESC, number"
            ))?;
            let wrong_and_allowed = params![Code(Mark::Wrong), Code(ListKind::Allowed)];
            let remembered = statement.query_map(wrong_and_allowed, |row| {
                let Some(number) = number(row, 0)? else { return Ok(None) };
                let (first_seen, last_seen, entry) = (row.get(1)?, row.get(2)?, row.get(3)?);
                Ok(Some(Remembered { number, first_seen, last_seen, entry }))
            })?;
            Ok(remembered.flat_map(Result::transpose).collect::<Result<_, _>>()?)
        })
    }

    /// Forgets a remembered number until another message teaches it. `false` when it was not
    /// remembered.
    ///
    /// # Errors
    /// Those of every change: [`Reason`](crate::Reason).
    pub fn forget_remembered(&mut self, number: &PhoneNumber) -> Result<bool, Error> {
        self.write(|transaction| {
            let sql = "DELETE FROM callback WHERE number = ?1";
            Ok(transaction.execute(sql, [number.as_str()])? > 0)
        })
    }
}

fn numbers(
    connection: &Connection,
    sql: &str,
    params: impl Params,
) -> Result<HashSet<PhoneNumber>, Fault> {
    let mut statement = connection.prepare_cached(sql)?;
    let numbers = statement.query_map(params, |row| number(row, 0))?;
    Ok(numbers.flat_map(Result::transpose).collect::<Result<_, _>>()?)
}

/// A number as it stands in a column. It is parsed, not taken as canonical, so that a later version
/// that writes numbers otherwise understands those of this one; `None` is no number to it.
fn number(row: &Row, column: usize) -> rusqlite::Result<Option<PhoneNumber>> {
    Ok(PhoneNumber::parse(row.get_ref(column)?.as_str()?))
}
