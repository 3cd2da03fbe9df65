//! The one object that Kotlin holds.

use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;

use mihari_engine::engine::Engine;
use mihari_engine::item::{Channel, Profile};
use mihari_engine::number::PhoneNumber;
use mihari_history::{Days, EntryId, History, ListKind, Mark, Road, Timestamp};

use crate::fault::{GuardError, HistoryTrouble, guarded};
use crate::item::{Item, Moment};
use crate::records::{Entry, Filter, Screened, Verdict};

/// Screens messages and calls and keeps what is flagged. Every method may be called from any
/// thread; those that read or write the history may wait for the disk.
#[derive(uniffi::Object)]
pub struct Guard(mihari_guard::Guard);

#[uniffi::export]
impl Guard {
    /// A guard whose history is in this file. Opens nothing and never fails: see [`Guard::health`].
    #[uniffi::constructor]
    pub fn new(history: String) -> Self {
        Self(mihari_guard::Guard::new(PathBuf::from(history)))
    }

    /// Builds the engine, so that the first message need not wait for it.
    pub fn warm_up(&self) -> Result<(), GuardError> {
        guarded(|| {
            log::info!("packs: {}", Engine::shipped().versions());
            Ok(())
        })
    }

    /// Screens items as they arrive: messages, calls. Keeps what is flagged.
    pub fn screen(&self, items: Vec<Item>, now: Moment) -> Result<Vec<Screened>, GuardError> {
        guarded(|| Ok(self.screen_by(Road::Receiver, items, now)))
    }

    /// Screens items that lie in the phone's inbox, as [`Guard::screen`] does.
    pub fn screen_inbox(&self, items: Vec<Item>, now: Moment) -> Result<Vec<Screened>, GuardError> {
        guarded(|| Ok(self.screen_by(Road::Inbox, items, now)))
    }

    /// The verdict on something the user asks about. Keeps and counts nothing.
    pub fn check(&self, item: Item, now: Moment) -> Result<Verdict, GuardError> {
        guarded(|| {
            let verdict = self.0.check(&item.to_engine(), now.into());
            Ok(Verdict::new(verdict, item.sender.as_deref(), &item.text, now))
        })
    }

    /// Keeps what [`Guard::check`] flagged.
    pub fn save(&self, item: Item, now: Moment) -> Result<Screened, GuardError> {
        guarded(|| {
            let mut screened = self.screen_by(Road::Check, vec![item], now);
            screened.pop().ok_or(GuardError::Internal)
        })
    }

    /// Kept entries, newest first.
    pub fn entries(&self, filter: Filter, now: Moment) -> Result<Vec<Entry>, GuardError> {
        let filter = filter.into();
        let entries = self.history(now, |history| history.list(&filter))?;
        Ok(entries.into_iter().map(|entry| Entry::new(entry, now)).collect())
    }

    /// One entry; `None` when there is none of this number.
    pub fn entry(&self, id: i64, now: Moment) -> Result<Option<Entry>, GuardError> {
        let entry = self.history(now, |history| history.show(EntryId(id)))?;
        Ok(entry.map(|entry| Entry::new(entry, now)))
    }

    /// Marks an entry or takes its mark away. `false` when there is none of this number.
    pub fn mark(&self, id: i64, mark: Option<Mark>, now: Moment) -> Result<bool, GuardError> {
        self.history(now, |history| history.mark(EntryId(id), mark))
    }

    /// Deletes entries as one step of [`Guard::undo`]. Answers how many.
    pub fn delete(&self, ids: Vec<i64>, now: Moment) -> Result<u64, GuardError> {
        let ids: Vec<EntryId> = ids.into_iter().map(EntryId).collect();
        let now_ms = Timestamp(now.unix_ms);
        self.history(now, |history| history.delete(&ids, now_ms)).map(|count| count as u64)
    }

    /// Brings back what the last deletion took. Answers how many.
    pub fn undo(&self, now: Moment) -> Result<u64, GuardError> {
        let now_ms = Timestamp(now.unix_ms);
        self.history(now, |history| history.undo(now_ms)).map(|count| count as u64)
    }

    /// Deletes for good every entry, every remembered number, and the damaged histories that were
    /// set aside. Answers how many entries.
    pub fn delete_all(&self, now: Moment) -> Result<u64, GuardError> {
        guarded(|| Ok(self.0.delete_all(now.into())? as u64))
    }

    /// Lets go of what is older than the user wants kept.
    pub fn tidy(&self, now: Moment) -> Result<(), GuardError> {
        let now_ms = Timestamp(now.unix_ms);
        self.history(now, |history| history.retain(history.retention()?, now_ms)).map(|_| ())
    }

    /// Writes all entries to a file that is made or replaced. Answers how many.
    pub fn export(
        &self,
        format: ExportFormat,
        path: String,
        now: Moment,
    ) -> Result<u64, GuardError> {
        let mut out = BufWriter::new(File::create(path)?);
        let mut exported = Ok(0);
        self.history(now, |history| {
            exported = history.export(format, &mihari_history::Filter::default(), &mut out);
            Ok(())
        })?;
        Ok(exported?)
    }

    /// Puts a number on a list, moves it to the other, or (`None`) takes it off.
    pub fn set_list(
        &self,
        number: String,
        kind: Option<ListKind>,
        now: Moment,
    ) -> Result<(), GuardError> {
        let number = PhoneNumber::parse(&number).ok_or(GuardError::NotANumber)?;
        let now_ms = Timestamp(now.unix_ms);
        self.history(now, |history| history.set_list(&number, kind, now_ms))
    }

    /// The user's lists, what was added last first.
    pub fn listed(&self, now: Moment) -> Result<Vec<ListedNumber>, GuardError> {
        let entries = self.history(now, |history| history.list_entries())?;
        Ok(entries.into_iter().map(Into::into).collect())
    }

    /// Numbers that flagged messages asked to call, seen last first.
    pub fn remembered(&self, now: Moment) -> Result<Vec<RememberedNumber>, GuardError> {
        let numbers = self.history(now, |history| history.remembered())?;
        Ok(numbers.into_iter().map(Into::into).collect())
    }

    /// Forgets a remembered number. `false` when it was not remembered.
    pub fn forget(&self, number: String, now: Moment) -> Result<bool, GuardError> {
        let number = PhoneNumber::parse(&number).ok_or(GuardError::NotANumber)?;
        self.history(now, |history| history.forget_remembered(&number))
    }

    /// Who uses the phone.
    pub fn profile(&self, now: Moment) -> Result<Profile, GuardError> {
        self.history(now, |history| history.profile())
    }

    /// Sets who uses the phone.
    pub fn set_profile(&self, profile: Profile, now: Moment) -> Result<(), GuardError> {
        self.history(now, |history| history.set_profile(profile))
    }

    /// For how many days entries are kept; `None`: for ever.
    pub fn retention_days(&self, now: Moment) -> Result<Option<u32>, GuardError> {
        Ok(self.history(now, |history| history.retention())?.map(|days| days.0))
    }

    /// Sets for how many days entries are kept. [`Guard::tidy`] acts on it.
    pub fn set_retention_days(&self, days: Option<u32>, now: Moment) -> Result<(), GuardError> {
        self.history(now, |history| history.set_retention(days.map(Days)))
    }

    /// Whether the history can be used, and what has been seen.
    pub fn health(&self, now: Moment) -> Result<Health, GuardError> {
        guarded(|| Ok(self.0.health(now.into()).into()))
    }
}

impl Guard {
    fn screen_by(&self, road: Road, items: Vec<Item>, now: Moment) -> Vec<Screened> {
        let incoming: Vec<_> = items.iter().map(Item::to_incoming).collect();
        let screened = self.0.screen(&incoming, road, now.into());
        let answer = |(item, screened): (&Item, mihari_guard::Screened)| Screened {
            verdict: Verdict::new(screened.verdict, item.sender.as_deref(), &item.text, now),
            fate: screened.fate.into(),
        };
        items.iter().zip(screened).map(answer).collect()
    }

    fn history<T>(
        &self,
        now: Moment,
        f: impl FnOnce(&mut History) -> Result<T, mihari_history::Error>,
    ) -> Result<T, GuardError> {
        guarded(|| Ok(self.0.with_history(now.into(), f)?))
    }
}

type ExportFormat = mihari_history::Format;

#[uniffi::remote(Enum)]
pub enum ListKind {
    Allowed,
    Blocked,
}

#[uniffi::remote(Enum)]
pub enum ExportFormat {
    Csv,
    Json,
}

/// A number on one of the user's lists.
#[derive(uniffi::Record)]
pub struct ListedNumber {
    /// E.164, or the digits of a short number.
    pub canonical: String,
    /// As people in Japan write it.
    pub national: String,
    /// The list.
    pub kind: ListKind,
    /// When it was put there.
    pub since: i64,
}

impl From<mihari_history::ListEntry> for ListedNumber {
    fn from(entry: mihari_history::ListEntry) -> Self {
        Self {
            canonical: entry.number.as_str().to_owned(),
            national: entry.number.to_national(),
            kind: entry.kind,
            since: entry.since.0,
        }
    }
}

/// A number that flagged messages asked to call.
#[derive(uniffi::Record)]
pub struct RememberedNumber {
    /// E.164, or the digits of a short number.
    pub canonical: String,
    /// As people in Japan write it.
    pub national: String,
    /// When it was first taught.
    pub first_seen: i64,
    /// When it was last taught.
    pub last_seen: i64,
    /// The entry that taught it last.
    pub entry: i64,
}

impl From<mihari_history::Remembered> for RememberedNumber {
    fn from(remembered: mihari_history::Remembered) -> Self {
        Self {
            canonical: remembered.number.as_str().to_owned(),
            national: remembered.number.to_national(),
            first_seen: remembered.first_seen.0,
            last_seen: remembered.last_seen.0,
            entry: remembered.entry.0,
        }
    }
}

/// Whether the history can be used, and what has been seen.
#[derive(uniffi::Record)]
pub struct Health {
    /// Why nothing can be kept at present.
    pub trouble: Option<HistoryTrouble>,
    /// Where a damaged history was moved since the app started.
    pub set_aside: Option<String>,
    /// Messages screened so far.
    pub messages: u64,
    /// Calls screened so far.
    pub calls: u64,
    /// When a message last arrived and was screened.
    pub last_message: Option<i64>,
    /// When a call last came in or went out and was screened.
    pub last_call: Option<i64>,
    /// Entries kept.
    pub kept: u64,
    /// Entries that can be brought back.
    pub in_undo_bin: u64,
    /// Damaged histories that lie aside, of whatever day.
    pub damaged: u64,
}

impl From<mihari_guard::Health> for Health {
    fn from(health: mihari_guard::Health) -> Self {
        let diagnosis = health.diagnosis.unwrap_or_default();
        Self {
            trouble: health.trouble.map(|error| error.reason().into()),
            set_aside: health.set_aside.map(|path| path.display().to_string()),
            messages: diagnosis.counts.of(Channel::Sms).screened,
            calls: diagnosis.counts.of(Channel::Call).screened,
            last_message: diagnosis.last_arrived_on(Channel::Sms).map(|at| at.0),
            last_call: diagnosis.last_arrived_on(Channel::Call).map(|at| at.0),
            kept: diagnosis.kept,
            in_undo_bin: diagnosis.in_undo_bin,
            damaged: diagnosis.set_aside,
        }
    }
}

#[cfg(test)]
mod tests {
    use mihari_engine::item::Direction;
    use mihari_engine::verdict::{Field, Level};

    use super::*;
    use crate::records::ItemFate;

    const NOW: Moment = Moment { unix_ms: 1_795_600_000_000, offset_seconds: 9 * 3600 };
    const FRAUD: &str =
        "😀未納料金があります。本日中にご連絡なき場合、法的手続きに移行します。㈱アマゾン";

    fn sms(text: &str) -> Item {
        Item {
            channel: Channel::Sms,
            direction: Direction::Incoming,
            sender: Some("080-1234-5670".to_owned()),
            text: text.to_owned(),
            at: Some(NOW.unix_ms),
        }
    }

    fn guard() -> (tempfile::TempDir, Guard) {
        let folder = tempfile::tempdir().unwrap();
        let guard = Guard::new(folder.path().join("history.db").display().to_string());
        (folder, guard)
    }

    #[test]
    fn evidence_is_in_the_units_of_kotlin() {
        let (_folder, guard) = guard();
        let verdict = guard.check(sms(FRAUD), NOW).unwrap();
        assert_eq!(verdict.level, Level::Scam);
        let utf16: Vec<u16> = FRAUD.encode_utf16().collect();
        let sources = verdict.reasons.iter().filter_map(|reason| reason.source.as_ref());
        assert!(sources.clone().count() > 0);
        for source in sources {
            assert_eq!(source.is_stale, source.as_of.as_str() < "2025-11", "{}", source.as_of);
        }
        let words: Vec<String> = (verdict.reasons.iter().flat_map(|reason| &reason.evidence))
            .filter(|evidence| evidence.field == Field::Text)
            .map(|e| String::from_utf16(&utf16[e.start as usize..e.end as usize]).unwrap())
            .collect();
        assert!(words.contains(&"未納".to_owned()));
        assert!(words.iter().all(|words| !words.contains('😀')));
    }

    #[test]
    fn an_entry_comes_back_as_it_was_shown_until_it_is_deleted() {
        let (_folder, guard) = guard();
        let screened = guard.screen(vec![sms(FRAUD), sms("おはよう")], NOW).unwrap();
        assert_eq!(screened[1].fate, ItemFate::NotFlagged);
        let ItemFate::New { id } = screened[0].fate else { panic!("it is kept") };
        let entry = guard.entry(id, NOW).unwrap().unwrap();
        assert_eq!(entry.text, FRAUD);
        assert_eq!(entry.verdict.reasons.len(), screened[0].verdict.reasons.len());
        assert!(entry.verdict.reasons.iter().all(|reason| reason.source.is_some()));
        assert!(guard.mark(id, Some(Mark::Wrong), NOW).unwrap());
        assert_eq!(guard.delete(vec![id], NOW).unwrap(), 1);
        assert_eq!(guard.screen_inbox(vec![sms(FRAUD)], NOW).unwrap()[0].fate, ItemFate::Deleted);
        assert_eq!(guard.undo(NOW).unwrap(), 1);
        assert_eq!(guard.entries(Filter::default(), NOW).unwrap()[0].mark, Some(Mark::Wrong));
        assert_eq!(guard.delete_all(NOW).unwrap(), 1);
    }

    #[test]
    fn what_is_checked_is_kept_only_when_it_is_saved() {
        let (_folder, guard) = guard();
        guard.check(sms(FRAUD), NOW).unwrap();
        assert_eq!(guard.health(NOW).unwrap().kept, 0);
        assert!(matches!(guard.save(sms(FRAUD), NOW).unwrap().fate, ItemFate::New { .. }));
        let checked = Filter { roads: vec![Road::Check], ..Filter::default() };
        assert_eq!(guard.entries(checked, NOW).unwrap()[0].road, Road::Check);
        let arrived = Filter { roads: vec![Road::Receiver], ..Filter::default() };
        assert!(guard.entries(arrived, NOW).unwrap().is_empty());
    }

    #[test]
    fn the_list_is_read_page_by_page() {
        let (_folder, guard) = guard();
        for minute in 0..5 {
            let mut item = sms(&format!("{FRAUD} {minute}"));
            item.at = Some(NOW.unix_ms + minute * 60_000);
            guard.screen(vec![item], NOW).unwrap();
        }
        let page = |after| {
            let filter = Filter { limit: Some(3), after, ..Filter::default() };
            guard.entries(filter, NOW).unwrap()
        };
        let first = page(None);
        let last = first.last().unwrap();
        let place = crate::records::Place { time: last.at.unwrap(), id: last.id };
        assert_eq!((first.len(), page(Some(place)).len()), (3, 2));
    }

    #[test]
    fn lists_and_settings_are_kept() {
        let (_folder, guard) = guard();
        guard.set_list("０３-１２３４-５６７８".to_owned(), Some(ListKind::Blocked), NOW).unwrap();
        let error = guard.set_list("Amazon".to_owned(), None, NOW).unwrap_err();
        assert_eq!(error, GuardError::NotANumber);
        let listed = guard.listed(NOW).unwrap();
        assert_eq!(listed[0].national, "03-1234-5678");
        guard.set_profile(Profile::Business, NOW).unwrap();
        guard.set_retention_days(Some(30), NOW).unwrap();
        assert_eq!(guard.profile(NOW).unwrap(), Profile::Business);
        assert_eq!(guard.retention_days(NOW).unwrap(), Some(30));
        guard.tidy(NOW).unwrap();
        guard.screen(vec![sms(&format!("{FRAUD} 03-5555-1234"))], NOW).unwrap();
        assert_eq!(guard.remembered(NOW).unwrap()[0].national, "03-5555-1234");
        assert!(guard.forget("0355551234".to_owned(), NOW).unwrap());
        assert!(guard.remembered(NOW).unwrap().is_empty());
    }

    #[test]
    fn an_export_goes_to_a_file() {
        let (folder, guard) = guard();
        guard.screen(vec![sms(FRAUD)], NOW).unwrap();
        let path = folder.path().join("export.csv");
        let count = guard.export(ExportFormat::Csv, path.display().to_string(), NOW).unwrap();
        assert_eq!(count, 1);
        assert!(std::fs::read_to_string(path).unwrap().contains("未納料金"));
        let nowhere = folder.path().join("none/export.csv").display().to_string();
        assert!(guard.export(ExportFormat::Json, nowhere, NOW).is_err());
    }

    #[test]
    fn a_history_that_cannot_be_opened_is_told_in_one_word() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "no folder").unwrap();
        let guard = Guard::new(file.join("history.db").display().to_string());
        let screened = guard.screen(vec![sms(FRAUD)], NOW).unwrap();
        assert_eq!(screened[0].verdict.level, Level::Scam);
        assert_eq!(screened[0].fate, ItemFate::Lost { trouble: HistoryTrouble::NoPlace });
        assert_eq!(guard.health(NOW).unwrap().trouble, Some(HistoryTrouble::NoPlace));
        let error = guard.entries(Filter::default(), NOW).map(|_| ()).unwrap_err();
        assert_eq!(error, GuardError::History { trouble: HistoryTrouble::NoPlace });
    }
}
