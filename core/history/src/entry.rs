//! One kept item, and the words its columns hold.

use std::fmt;

use mihari_engine::item::{Channel, Direction};
use mihari_engine::verdict::{Level, Verdict};
use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};
use serde::{Deserialize, Serialize};

use crate::list::Cursor;
use crate::time::Timestamp;

/// The number of an entry. Never given twice in the same file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(pub i64);

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How an item came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Road {
    /// As it arrived: the system's broadcast or call screening.
    Receiver,
    /// Read from the phone's own inbox or call log.
    Inbox,
    /// Read from a backup file.
    Backup,
    /// The user asked about it.
    Check,
}

/// What the user thinks of a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// It is no fraud. Its numbers are not remembered.
    Wrong,
    /// It is fraud indeed.
    Confirmed,
}

/// One kept item with the verdict as it was shown.
///
/// `Debug` shows the id alone. As JSON it is the object of the export.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub id: EntryId,
    /// How the item reached the person.
    pub channel: Channel,
    /// Who sent it.
    pub direction: Direction,
    /// The sender as delivered.
    pub sender: Option<String>,
    /// The words as delivered.
    pub text: String,
    /// When it was sent or received; `None` when nobody said.
    pub at: Option<Timestamp>,
    /// When it was kept.
    pub kept_at: Timestamp,
    /// How it came in first.
    pub road: Road,
    /// What was shown. Its `callbacks` are not kept here but as remembered numbers.
    pub verdict: Verdict,
    /// Ids and versions of the packs that said so.
    pub packs: String,
    /// What the user thinks of it.
    pub mark: Option<Mark>,
}

impl Entry {
    /// The time it is listed under: when it was sent, or else when it was kept.
    pub fn time(&self) -> Timestamp {
        self.at.unwrap_or(self.kept_at)
    }

    /// Its place in the list, for [`Filter::after`](crate::Filter::after).
    pub fn cursor(&self) -> Cursor {
        Cursor { time: self.time(), id: self.id }
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").field("id", &self.id.0).finish_non_exhaustive()
    }
}

/// A value kept as a small integer. The integers are part of the file format: add, never change.
pub(crate) trait Coded: Sized {
    fn code(self) -> u8;
    fn from_code(code: u8) -> Option<Self>;
}

macro_rules! coded {
    ($type:ty { $($variant:ident = $code:literal),+ $(,)? }) => {
        impl Coded for $type {
            fn code(self) -> u8 {
                match self { $(Self::$variant => $code),+ }
            }

            fn from_code(code: u8) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

coded!(Channel { Sms = 0, Call = 1, Email = 2, Voice = 3 });
coded!(Direction { Incoming = 0, Outgoing = 1 });
coded!(Level { NoMatch = 0, Official = 1, Caution = 2, Scam = 3 });
coded!(Road { Receiver = 0, Inbox = 1, Backup = 2, Check = 3 });
coded!(Mark { Wrong = 0, Confirmed = 1 });
coded!(crate::numbers::ListKind { Allowed = 0, Blocked = 1 });

/// Carries a [`Coded`] value to and from a column.
pub(crate) struct Code<T>(pub(crate) T);

impl<T: Coded + Copy> ToSql for Code<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.code().into())
    }
}

impl<T: Coded> FromSql for Code<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        T::from_code(u8::column_result(value)?).map(Self).ok_or(FromSqlError::InvalidType)
    }
}

impl ToSql for Timestamp {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.into())
    }
}

impl FromSql for Timestamp {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        i64::column_result(value).map(Self)
    }
}

impl ToSql for EntryId {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.into())
    }
}

impl FromSql for EntryId {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        i64::column_result(value).map(Self)
    }
}
