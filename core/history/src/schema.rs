//! The tables, and how an older file becomes a current one.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::error::{Fault, Reason};

/// "Mhri": tells this file from every other SQLite file.
pub(crate) const APPLICATION_ID: i32 = 0x4d68_7269;

/// Where the file format's version stands in the header. Step `n` leads from version `n` to
/// `n + 1`. A released step is never edited; a new one is added.
///
/// A history opened for reading is not migrated: what [`History::lists`](crate::History::lists)
/// reads must be understood in every version.
const MIGRATIONS: &[&str] = &[include_str!("schema/1.sql")];

/// The version this program writes.
pub(crate) fn latest() -> i64 {
    version_after(MIGRATIONS)
}

pub(crate) fn version(connection: &Connection) -> Result<i64, Fault> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Refuses what a newer program wrote.
pub(crate) fn refuse_newer(connection: &Connection) -> Result<(), Fault> {
    let found = version(connection)?;
    if found > latest() {
        return Err(Reason::Newer { found, known: latest() }.into());
    }
    Ok(())
}

/// Brings the file up to date, each step in a transaction of its own.
pub(crate) fn migrate(connection: &mut Connection) -> Result<(), Fault> {
    run(connection, MIGRATIONS)
}

fn run(connection: &mut Connection, steps: &[&str]) -> Result<(), Fault> {
    while version(connection)? < version_after(steps) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        step(&transaction, steps)?;
        transaction.commit()?;
    }
    Ok(())
}

fn step(transaction: &Transaction, steps: &[&str]) -> Result<(), Fault> {
    // Read again under the lock: another process may have been faster.
    let from = version(transaction)?;
    let sql = usize::try_from(from).ok().and_then(|from| steps.get(from));
    if let Some(sql) = sql {
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", from + 1)?;
    }
    Ok(())
}

fn version_after(steps: &[&str]) -> i64 {
    i64::try_from(steps.len()).expect("a short list")
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEPS: [&str; 2] = ["CREATE TABLE a (x)", "INSERT INTO a VALUES (1), (2)"];

    fn rows(connection: &Connection) -> i64 {
        connection.query_row("SELECT count(*) FROM a", [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn an_older_file_is_brought_up_to_date_once() {
        let mut connection = Connection::open_in_memory().unwrap();
        run(&mut connection, &STEPS[..1]).unwrap();
        assert_eq!((version(&connection).unwrap(), rows(&connection)), (1, 0));
        for _ in 0..2 {
            run(&mut connection, &STEPS).unwrap();
            assert_eq!((version(&connection).unwrap(), rows(&connection)), (2, 2));
        }
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_at_the_version_before() {
        let mut connection = Connection::open_in_memory().unwrap();
        let steps =
            ["CREATE TABLE a (x)", "INSERT INTO a VALUES (1); INSERT INTO missing VALUES (1)"];
        assert!(run(&mut connection, &steps).is_err());
        assert_eq!((version(&connection).unwrap(), rows(&connection)), (1, 0));
    }

    #[test]
    fn the_shipped_steps_make_a_sound_file_of_the_latest_version() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        assert_eq!(version(&connection).unwrap(), latest());
        let check: String =
            connection.pragma_query_value(None, "integrity_check", |row| row.get(0)).unwrap();
        assert_eq!(check, "ok");
    }
}
