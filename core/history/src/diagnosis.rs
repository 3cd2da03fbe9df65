//! Counters that let the app notice when it is not protecting. They hold no content.

use std::ops::AddAssign;

use mihari_engine::item::Channel;
use rusqlite::{OptionalExtension, Row, Transaction, params};

use crate::History;
use crate::entry::{Code, Coded};
use crate::error::{Error, Fault};
use crate::time::Timestamp;

const CHANNELS: [Channel; 4] = [Channel::Sms, Channel::Call, Channel::Email, Channel::Voice];

/// How many items of one channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Screened, flagged ones included.
    pub screened: u64,
    /// Flagged: caution or scam.
    pub flagged: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.screened = self.screened.saturating_add(other.screened);
        self.flagged = self.flagged.saturating_add(other.flagged);
    }
}

/// How many items of each channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([Tally; CHANNELS.len()]);

impl Counts {
    /// Counts one item.
    pub fn add(&mut self, channel: Channel, is_flagged: bool) {
        self.0[index(channel)] += Tally { screened: 1, flagged: is_flagged.into() };
    }

    /// The items of one channel.
    pub fn of(&self, channel: Channel) -> Tally {
        self.0[index(channel)]
    }

    /// The items of all channels.
    pub fn total(&self) -> Tally {
        let mut total = Tally::default();
        self.0.iter().for_each(|tally| total += *tally);
        total
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(tally, other)| *tally += other);
    }
}

/// What the app needs to know of itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Diagnosis {
    /// Everything counted so far.
    pub counts: Counts,
    /// When an item was last counted, of whatever channel.
    pub last_screened: Option<Timestamp>,
    /// How many entries are kept.
    pub kept: u64,
    /// How many more are in the undo bin.
    pub in_undo_bin: u64,
    last_by_channel: [Option<Timestamp>; CHANNELS.len()],
}

impl Diagnosis {
    /// When an item of this channel was last counted.
    pub fn last_screened_on(&self, channel: Channel) -> Option<Timestamp> {
        self.last_by_channel[index(channel)]
    }
}

impl History {
    /// Adds to the counters, and notes `now` as the last time for each channel that was counted.
    ///
    /// # Errors
    /// Those of every change: [`Reason`](crate::Reason).
    pub fn count(&mut self, counts: &Counts, now: Timestamp) -> Result<(), Error> {
        self.write(|transaction| {
            for channel in CHANNELS {
                let tally = counts.of(channel);
                if tally != Tally::default() {
                    count(transaction, channel, tally, now)?;
                }
            }
            Ok(())
        })
    }

    /// The counters as they stand.
    ///
    /// # Errors
    /// [`Reason::Damaged`](crate::Reason::Damaged) when the file holds what was never written.
    pub fn diagnosis(&self) -> Result<Diagnosis, Error> {
        self.read(|connection| {
            let mut diagnosis = Diagnosis::default();
            let mut statement = connection
                .prepare_cached("SELECT channel, screened, flagged, last_screened FROM counter")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let index = index(row.get::<_, Code<Channel>>(0)?.0);
                diagnosis.counts.0[index] = tally(row, 1)?;
                diagnosis.last_by_channel[index] = row.get(3)?;
            }
            diagnosis.last_screened = diagnosis.last_by_channel.into_iter().flatten().max();
            (diagnosis.kept, diagnosis.in_undo_bin) = connection.query_row(
                "SELECT count(*) FILTER (WHERE deletion IS NULL), count(deletion) FROM item",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?;
            Ok(diagnosis)
        })
    }
}

fn count(
    transaction: &Transaction,
    channel: Channel,
    more: Tally,
    now: Timestamp,
) -> Result<(), Fault> {
    let sql = "SELECT screened, flagged FROM counter WHERE channel = ?1";
    let before = transaction.query_row(sql, [Code(channel)], |row| tally(row, 0)).optional()?;
    let mut sum = before.unwrap_or_default();
    sum += more;
    transaction.execute(
        "INSERT OR REPLACE INTO counter (channel, screened, flagged, last_screened)
         VALUES (?1, ?2, ?3, ?4)",
        params![Code(channel), column(sum.screened), column(sum.flagged), now],
    )?;
    Ok(())
}

fn tally(row: &Row, first: usize) -> rusqlite::Result<Tally> {
    Ok(Tally { screened: row.get(first)?, flagged: row.get(first + 1)? })
}

/// SQLite's integers have a sign.
fn column(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn index(channel: Channel) -> usize {
    channel.code().into()
}
