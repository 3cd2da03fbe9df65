//! Keeping flagged items, each once however often and by however many roads it comes.

use std::collections::HashMap;

use mihari_engine::item::Item;
use mihari_engine::verdict::{Evidence, Reason as VerdictReason, Verdict};
use rusqlite::{OptionalExtension, Row, Transaction, params};

use crate::History;
use crate::canonical::{Canonical, Fingerprint, Fingerprinter};
use crate::entry::{Code, EntryId, Road};
use crate::error::{Error, Fault, Reason};
use crate::time::Timestamp;

/// The same words of the same sender within ten minutes are one item: the roads they come by stamp
/// them differently (the network's time, the phone's, the backup's).
const SAME_ITEM_MS: i64 = 10 * 60 * 1000;

/// An item to keep, with its verdict as it is shown.
///
/// No `Debug`: it holds content.
#[derive(Clone, Copy)]
pub struct NewItem<'a> {
    /// The item as delivered.
    pub item: Item<'a>,
    /// When it was sent or received; `None` when unknown.
    pub at: Option<Timestamp>,
    /// How it came in.
    pub road: Road,
    /// What was found. Its `callbacks` are remembered.
    pub verdict: &'a Verdict,
    /// Ids and versions of the packs that said so.
    pub packs: &'a str,
}

/// What became of an item given to [`History::keep`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kept {
    /// It is now kept under this number.
    New(EntryId),
    /// It was kept before under this number, and that entry stays as it was.
    Already(EntryId),
    /// The user deleted it before, or retention let it go. It is not brought back.
    Deleted,
}

impl History {
    /// Keeps flagged items in one transaction and remembers the numbers they ask to call. Answers
    /// in the order of `items`; once it has answered, they survive the end of the process.
    ///
    /// Two items are one when channel, direction, canonical sender and canonical text are the same
    /// and their times lie within ten minutes or one of them is unknown. An entry without a time
    /// takes the time of such a second one.
    ///
    /// # Errors
    /// [`crate::Reason::NotFlagged`] when one of the verdicts is not flagged. Whatever the error,
    /// nothing of `items` is kept.
    pub fn keep(&mut self, items: &[NewItem<'_>], now: Timestamp) -> Result<Vec<Kept>, Error> {
        let fingerprinter = self.fingerprinter.clone();
        self.write(|transaction| {
            let mut keeper = Keeper { transaction, fingerprinter, now, verdicts: HashMap::new() };
            items.iter().map(|item| keeper.keep(item)).collect()
        })
    }
}

struct Keeper<'t> {
    transaction: &'t Transaction<'t>,
    fingerprinter: Fingerprinter,
    now: Timestamp,
    /// Row ids by packs and body: in one batch most verdicts say the same.
    verdicts: HashMap<(String, String), i64>,
}

impl Keeper<'_> {
    fn keep(&mut self, new: &NewItem<'_>) -> Result<Kept, Fault> {
        if !new.verdict.is_flagged() {
            return Err(Reason::NotFlagged.into());
        }
        let canonical = Canonical::of(new.item);
        let fingerprint = self.fingerprinter.of(&canonical);
        if let Some(same) = self.same_item(fingerprint, new.at)? {
            return self.meet(&same, new.at);
        }
        if self.is_buried(fingerprint, new.at)? {
            return Ok(Kept::Deleted);
        }
        let id = self.insert(new, fingerprint, &canonical)?;
        self.remember(new, id)?;
        Ok(Kept::New(id))
    }

    fn same_item(
        &self,
        fingerprint: Fingerprint,
        at: Option<Timestamp>,
    ) -> Result<Option<SameItem>, Fault> {
        let (from, to) = window(at);
        let mut statement = self.transaction.prepare_cached(
            "SELECT id, at, deletion IS NOT NULL FROM item
             WHERE fingerprint = ?1 AND (?2 OR at IS NULL OR at BETWEEN ?3 AND ?4)
             ORDER BY deletion IS NOT NULL, id LIMIT 1",
        )?;
        let found =
            statement.query_row(params![fingerprint, at.is_none(), from, to], SameItem::read);
        Ok(found.optional()?)
    }

    fn meet(&self, same: &SameItem, at: Option<Timestamp>) -> Result<Kept, Fault> {
        if same.is_deleted {
            return Ok(Kept::Deleted);
        }
        if same.at.is_none() && at.is_some() {
            self.transaction
                .prepare_cached("UPDATE item SET at = ?2 WHERE id = ?1")?
                .execute(params![same.id, at])?;
        }
        Ok(Kept::Already(same.id))
    }

    fn is_buried(&self, fingerprint: Fingerprint, at: Option<Timestamp>) -> Result<bool, Fault> {
        let (from, to) = window(at);
        let mut statement = self.transaction.prepare_cached(
            "SELECT 1 FROM tombstone
             WHERE fingerprint = ?1 AND (?2 OR at IS NULL OR at BETWEEN ?3 AND ?4)",
        )?;
        Ok(statement.exists(params![fingerprint, at.is_none(), from, to])?)
    }

    fn insert(
        &mut self,
        new: &NewItem<'_>,
        fingerprint: Fingerprint,
        canonical: &Canonical,
    ) -> Result<EntryId, Fault> {
        let verdict = self.verdict_row(new)?;
        let Item { channel, direction, sender, text } = new.item;
        let id = self
            .transaction
            .prepare_cached(
                "INSERT INTO item (fingerprint, channel, direction, road, level, verdict, at,
                                   kept_at, evidence, search, sender, text)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?
            .insert(params![
                fingerprint,
                Code(channel),
                Code(direction),
                Code(new.road),
                Code(new.verdict.level),
                verdict,
                new.at,
                self.now,
                evidence_json(new.verdict)?,
                canonical.search(),
                sender,
                text,
            ])?;
        Ok(EntryId(id))
    }

    fn verdict_row(&mut self, new: &NewItem<'_>) -> Result<i64, Fault> {
        let key = (new.packs.to_owned(), serde_json::to_string(&without_evidence(new.verdict))?);
        if let Some(id) = self.verdicts.get(&key) {
            return Ok(*id);
        }
        let known = self
            .transaction
            .prepare_cached("SELECT id FROM verdict WHERE packs = ?1 AND body = ?2")?
            .query_row(params![key.0, key.1], |row| row.get(0))
            .optional()?;
        let id = match known {
            Some(id) => id,
            None => self
                .transaction
                .prepare_cached("INSERT INTO verdict (packs, body) VALUES (?1, ?2)")?
                .insert(params![key.0, key.1])?,
        };
        self.verdicts.insert(key, id);
        Ok(id)
    }

    fn remember(&self, new: &NewItem<'_>, id: EntryId) -> Result<(), Fault> {
        let mut statement = self
            .transaction
            .prepare_cached("INSERT OR IGNORE INTO callback (number, item) VALUES (?1, ?2)")?;
        for number in &new.verdict.callbacks {
            statement.execute(params![number.as_str(), id])?;
        }
        Ok(())
    }
}

struct SameItem {
    id: EntryId,
    at: Option<Timestamp>,
    is_deleted: bool,
}

impl SameItem {
    fn read(row: &Row) -> rusqlite::Result<Self> {
        Ok(Self { id: row.get(0)?, at: row.get(1)?, is_deleted: row.get(2)? })
    }
}

/// The earliest and the latest time of the same item.
fn window(at: Option<Timestamp>) -> (Option<i64>, Option<i64>) {
    let from = at.map(|at| at.0.saturating_sub(SAME_ITEM_MS));
    let to = at.map(|at| at.0.saturating_add(SAME_ITEM_MS));
    (from, to)
}

/// What the packs said, for one row that all items share of which they said the same.
fn without_evidence(verdict: &Verdict) -> Verdict {
    let bare = |reason: &VerdictReason| VerdictReason { evidence: Vec::new(), ..reason.clone() };
    Verdict { reasons: verdict.reasons.iter().map(bare).collect(), ..verdict.clone() }
}

/// Where they found it: one list of spans for each reason, in order.
fn evidence_json(verdict: &Verdict) -> Result<String, Fault> {
    let evidence: Vec<&Vec<Evidence>> = verdict.reasons.iter().map(|r| &r.evidence).collect();
    Ok(serde_json::to_string(&evidence)?)
}

/// Puts the two together again.
pub(crate) fn with_evidence(mut verdict: Verdict, evidence: &str) -> Result<Verdict, Fault> {
    let evidence: Vec<Vec<Evidence>> = serde_json::from_str(evidence)?;
    if evidence.len() != verdict.reasons.len() {
        return Err(Reason::Damaged.into());
    }
    for (reason, evidence) in verdict.reasons.iter_mut().zip(evidence) {
        reason.evidence = evidence;
    }
    Ok(verdict)
}

#[cfg(test)]
mod tests {
    use mihari_engine::verdict::Level;

    use super::*;
    use crate::Filter;

    const NOW: Timestamp = Timestamp(1_764_000_000_000);

    #[test]
    fn a_full_disk_keeps_nothing_of_the_batch_and_loses_nothing_of_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.db");
        let mut history = History::open(&path, NOW).unwrap().history;
        let verdict = Verdict { level: Level::Scam, ..Verdict::default() };
        let texts: Vec<String> =
            (0..500).map(|i| format!("{i} {}", "未納料金".repeat(40))).collect();
        let new: Vec<NewItem> = texts
            .iter()
            .map(|text| {
                let item = Item::sms(Some("Amazon"), text);
                NewItem { item, at: None, road: Road::Backup, verdict: &verdict, packs: "p 1" }
            })
            .collect();
        history.keep(&new[..10], NOW).unwrap();
        history.connection.pragma_update(None, "max_page_count", 40).unwrap();
        let error = history.keep(&new, NOW).expect_err("there is no room");
        assert_eq!(error.reason(), Reason::DiskFull);
        assert!(error.to_string().contains("Free some space"), "{error}");
        assert_eq!(history.list(&Filter::default()).unwrap().len(), 10);

        history.connection.pragma_update(None, "max_page_count", 10_000).unwrap();
        history.keep(&new, NOW).unwrap();
        assert_eq!(history.list(&Filter::default()).unwrap().len(), 500);
    }
}
