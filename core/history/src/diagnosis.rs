//! Counters that let the app notice when it is not protecting. They hold no content.

use std::ops::AddAssign;

use mihari_engine::item::Channel;
use rusqlite::{OptionalExtension, Row, Transaction, params};

use crate::History;
use crate::aside;
use crate::entry::{Code, Coded, Road};
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
    /// How many entries are kept.
    pub kept: u64,
    /// How many more are in the undo bin.
    pub in_undo_bin: u64,
    /// How many damaged histories lie aside.
    pub set_aside: u64,
    last_by_channel: [Option<Timestamp>; CHANNELS.len()],
}

impl Diagnosis {
    /// When an item of this channel last arrived.
    pub fn last_arrived_on(&self, channel: Channel) -> Option<Timestamp> {
        self.last_by_channel[index(channel)]
    }
}

impl History {
    /// Adds to the counters. What came by [`Road::Receiver`] has just arrived: `now` is noted for
    /// each of its channels. A look through what lay there before says nothing of what still
    /// arrives.
    ///
    /// # Errors
    /// Those of every change: [`Reason`](crate::Reason).
    pub fn count(&mut self, counts: &Counts, road: Road, now: Timestamp) -> Result<(), Error> {
        let arrived = (road == Road::Receiver).then_some(now);
        self.write(|transaction| {
            for channel in CHANNELS {
                let tally = counts.of(channel);
                if tally != Tally::default() {
                    count(transaction, channel, tally, arrived)?;
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
            let mut statement = connection.prepare_cached(
                "SELECT channel, screened, flagged, nullif(last_screened, 0) FROM counter",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let index = index(row.get::<_, Code<Channel>>(0)?.0);
                diagnosis.counts.0[index] = tally(row, 1)?;
                diagnosis.last_by_channel[index] = row.get(3)?;
            }
            // A folder that may not be listed costs this number alone.
            diagnosis.set_aside =
                aside::histories(&self.path).map_or(0, |aside| aside.len() as u64);
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
    arrived: Option<Timestamp>,
) -> Result<(), Fault> {
    let sql = "SELECT screened, flagged FROM counter WHERE channel = ?1";
    let before = transaction.query_row(sql, [Code(channel)], |row| tally(row, 0)).optional()?;
    let mut sum = before.unwrap_or_default();
    sum += more;
    // A time of 0 stands for none: the column knows no NULL.
    transaction.execute(
        "INSERT INTO counter (channel, screened, flagged, last_screened)
         VALUES (?1, ?2, ?3, coalesce(?4, 0))
         ON CONFLICT (channel) DO UPDATE
         SET screened = ?2, flagged = ?3, last_screened = coalesce(?4, last_screened)",
        params![Code(channel), column(sum.screened), column(sum.flagged), arrived],
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
