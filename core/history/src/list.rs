//! Reading entries: one, a page, or all of them in a stream; and what the user thinks of them.

use std::collections::HashMap;
use std::ops::ControlFlow;

use memchr::memmem::Finder;
use mihari_engine::item::Channel;
use mihari_engine::number::PhoneNumber;
use mihari_engine::verdict::{Level, Verdict};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::History;
use crate::canonical::searchable;
use crate::entry::{Code, Coded, Entry, EntryId, Mark, Road};
use crate::error::{Error, Fault};
use crate::keep::with_evidence;
use crate::time::Timestamp;

/// Which entries are wanted. The default wants all.
///
/// No `Debug`: what is searched for may be content.
#[derive(Clone, Default)]
pub struct Filter {
    /// Any of these channels; all when empty.
    pub channels: Vec<Channel>,
    /// Come in first by any of these roads; all when empty.
    pub roads: Vec<Road>,
    /// Any of these levels; all when empty.
    pub levels: Vec<Level>,
    /// Marked so.
    pub mark: Option<Mark>,
    /// At this time or later. An entry's time is [`Entry::time`].
    pub since: Option<Timestamp>,
    /// At this time or earlier.
    pub until: Option<Timestamp>,
    /// Words to find in sender or text, separated by white space: all of them must be there, inside
    /// longer words too. Width, case and invisible characters do not count; nothing is a wildcard.
    /// A telephone number also finds its sender however either is written.
    pub search: Option<String>,
    /// At most so many.
    pub limit: Option<usize>,
    /// Only what is listed behind this place.
    pub after: Option<Cursor>,
}

/// A place in the list, given by [`Entry::cursor`]. It stays valid when that entry is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub(crate) time: Timestamp,
    pub(crate) id: EntryId,
}

impl Cursor {
    /// The place of an entry with this [`Entry::time`] and number.
    pub fn at(time: Timestamp, id: EntryId) -> Self {
        Self { time, id }
    }
}

impl History {
    /// The entries, newest first.
    ///
    /// # Errors
    /// [`Reason::Damaged`](crate::Reason::Damaged) when the file holds what was never written.
    pub fn list(&self, filter: &Filter) -> Result<Vec<Entry>, Error> {
        let mut entries = Vec::new();
        self.for_each(filter, |entry| {
            entries.push(entry);
            ControlFlow::Continue(())
        })?;
        Ok(entries)
    }

    /// Gives the entries one by one, newest first, until `f` breaks. All come from one moment,
    /// whatever others write meanwhile.
    ///
    /// # Errors
    /// As [`History::list`]; `f` has then seen what came before.
    pub fn for_each(
        &self,
        filter: &Filter,
        f: impl FnMut(Entry) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        self.read(|connection| for_each(connection, filter, f))
    }

    /// One entry; `None` when there is none of this number or it was deleted.
    ///
    /// # Errors
    /// As [`History::list`].
    pub fn show(&self, id: EntryId) -> Result<Option<Entry>, Error> {
        self.read(|connection| {
            connection
                .prepare_cached(
                    "SELECT id, channel, direction, road, mark, verdict, at, kept_at, evidence,
                            sender, text
                     FROM item WHERE id = ?1 AND deletion IS NULL",
                )?
                .query_row([id], |row| Ok(Verdicts::new(connection).entry(row)))
                .optional()?
                .transpose()
        })
    }

    /// Marks an entry, or takes its mark away. `false` when there is none of this number.
    ///
    /// # Errors
    /// Those of every change: [`Reason`](crate::Reason).
    pub fn mark(&mut self, id: EntryId, mark: Option<Mark>) -> Result<bool, Error> {
        self.write(|transaction| {
            let changed = transaction.execute(
                "UPDATE item SET mark = ?2 WHERE id = ?1 AND deletion IS NULL",
                params![id, mark.map(Code)],
            )?;
            Ok(changed > 0)
        })
    }
}

fn for_each(
    connection: &Connection,
    filter: &Filter,
    mut f: impl FnMut(Entry) -> ControlFlow<()>,
) -> Result<(), Fault> {
    let words = filter.search.as_deref().map(Search::new);
    let after = filter.after.unwrap_or(Cursor { time: Timestamp::MAX, id: EntryId(i64::MAX) });
    let mut left = filter.limit.unwrap_or(usize::MAX);
    let mut verdicts = Verdicts::new(connection);
    let mut statement = connection.prepare_cached(
        "SELECT id, channel, direction, road, mark, verdict, at, kept_at, evidence, sender, text,
                search
         FROM item
         WHERE deletion IS NULL AND time BETWEEN ?1 AND ?2 AND (time, id) < (?3, ?4)
           AND ?5 >> channel & 1 AND ?6 >> road & 1 AND ?7 >> level & 1
           AND (?8 IS NULL OR mark = ?8)
         ORDER BY time DESC, id DESC",
    )?;
    let mut rows = statement.query(params![
        filter.since.unwrap_or(Timestamp::MIN),
        filter.until.unwrap_or(Timestamp::MAX),
        after.time,
        after.id,
        bits(&filter.channels),
        bits(&filter.roads),
        bits(&filter.levels),
        filter.mark.map(Code),
    ])?;
    while left > 0 {
        let Some(row) = rows.next()? else { break };
        if let Some(words) = &words
            && !words.is_in(row.get_ref(11)?.as_str().map_err(rusqlite::Error::from)?)
        {
            continue;
        }
        left -= 1;
        if f(verdicts.entry(row)?).is_break() {
            break;
        }
    }
    Ok(())
}

/// One bit for each code that is wanted.
fn bits<T: Coded + Copy>(wanted: &[T]) -> i64 {
    if wanted.is_empty() {
        return -1;
    }
    wanted.iter().fold(0, |bits, one| bits | 1 << one.code())
}

/// What is searched for, against the `search` column: canonical sender, sender, text, a line each.
struct Search {
    words: Vec<Finder<'static>>,
    number: Option<PhoneNumber>,
}

impl Search {
    fn new(search: &str) -> Self {
        let words = search.split_whitespace().map(searchable).filter(|word| !word.is_empty());
        Self {
            words: words.map(|word| Finder::new(word.as_bytes()).into_owned()).collect(),
            number: PhoneNumber::parse(search),
        }
    }

    fn is_in(&self, haystack: &str) -> bool {
        self.words.iter().all(|word| word.find(haystack.as_bytes()).is_some())
            || self.is_sender(haystack)
    }

    fn is_sender(&self, haystack: &str) -> bool {
        self.number.as_ref().is_some_and(|n| haystack.lines().next() == Some(n.as_str()))
    }
}

/// Reads entries and, once for all that share it, what the packs said.
struct Verdicts<'c> {
    connection: &'c Connection,
    read: HashMap<i64, (Verdict, String)>,
}

impl<'c> Verdicts<'c> {
    /// So many are held at once; a history of years has a few hundred.
    const MOST: usize = 256;

    fn new(connection: &'c Connection) -> Self {
        Self { connection, read: HashMap::new() }
    }

    fn entry(&mut self, row: &Row) -> Result<Entry, Fault> {
        let (verdict, packs) = self.get(row.get(5)?)?;
        let evidence = row.get_ref(8)?.as_str().map_err(rusqlite::Error::from)?;
        Ok(Entry {
            id: row.get(0)?,
            channel: row.get::<_, Code<_>>(1)?.0,
            direction: row.get::<_, Code<_>>(2)?.0,
            road: row.get::<_, Code<_>>(3)?.0,
            mark: row.get::<_, Option<Code<_>>>(4)?.map(|code| code.0),
            verdict: with_evidence(verdict, evidence)?,
            packs,
            at: row.get(6)?,
            kept_at: row.get(7)?,
            sender: row.get(9)?,
            text: row.get(10)?,
        })
    }

    fn get(&mut self, id: i64) -> Result<(Verdict, String), Fault> {
        if let Some(known) = self.read.get(&id) {
            return Ok(known.clone());
        }
        let (packs, body): (String, String) = self
            .connection
            .prepare_cached("SELECT packs, body FROM verdict WHERE id = ?1")?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let verdict: Verdict = serde_json::from_str(&body)?;
        if self.read.len() >= Self::MOST {
            self.read.clear();
        }
        self.read.insert(id, (verdict.clone(), packs.clone()));
        Ok((verdict, packs))
    }
}
