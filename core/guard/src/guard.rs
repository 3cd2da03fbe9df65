//! The guard: one history file that opens when it can, and the engine that needs none.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use mihari_engine::item::Item;
use mihari_engine::verdict::Verdict;
use mihari_history::{Counts, Diagnosis, Error, History, Kept, NewItem, Reason, Road, Timestamp};

use crate::{Health, Moment, Screener};

/// Screens items and keeps what is flagged in one history file. Every method may be called from
/// any thread.
///
/// The file is opened when it is first needed, and again after it was damaged, moved or could not
/// be opened: once the cause is gone, the guard is whole without being told.
pub struct Guard {
    path: PathBuf,
    store: Mutex<Store>,
}

/// An item that came in.
#[derive(Clone, Copy)]
pub struct Incoming<'a> {
    /// The item as delivered.
    pub item: Item<'a>,
    /// When it was sent or received; `None` when unknown.
    pub at: Option<Timestamp>,
}

/// A verdict, and what became of the item.
pub struct Screened {
    /// What was found.
    pub verdict: Verdict,
    /// Whether it is in the history.
    pub fate: Fate,
}

/// What became of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nothing was found, and nothing of it is kept.
    NotFlagged,
    /// It went to the history, now or before.
    Kept(Kept),
    /// The history could not take it.
    Lost(Error),
}

#[derive(Default)]
struct Store {
    history: Option<History>,
    set_aside: Option<PathBuf>,
}

impl Guard {
    /// A guard that keeps its history in this file. Opens nothing yet.
    pub fn new(path: PathBuf) -> Self {
        Self { path, store: Mutex::default() }
    }

    /// Screens items that came in by `road`, keeps what is flagged in one transaction, and counts
    /// all of them. Answers in the order of `incoming`. Verdicts read the history as it stood
    /// before.
    pub fn screen(&self, incoming: &[Incoming<'_>], road: Road, now: Moment) -> Vec<Screened> {
        let mut store = self.lock();
        let screener = store.screener(&self.path, now);
        let verdicts: Vec<Verdict> =
            incoming.iter().map(|incoming| screener.screen(&incoming.item)).collect();
        let packs = screener.packs();
        let flagged: Vec<NewItem<'_>> = (incoming.iter().zip(&verdicts))
            .filter(|(_, verdict)| verdict.is_flagged())
            .map(|(Incoming { item, at }, verdict)| NewItem {
                item: *item,
                at: *at,
                road,
                verdict,
                packs: &packs,
            })
            .collect();
        let mut kept = store.keep(&self.path, &flagged, now).into_iter();
        store.count(&self.path, incoming, &verdicts, road, now);
        drop(flagged);
        let fate = |verdict: &Verdict| match verdict.is_flagged() {
            true => kept.next().expect("one for each flagged item"),
            false => Fate::NotFlagged,
        };
        let fates: Vec<Fate> = verdicts.iter().map(fate).collect();
        let both = verdicts.into_iter().zip(fates);
        both.map(|(verdict, fate)| Screened { verdict, fate }).collect()
    }

    /// The verdict on an item that a person asks about. Keeps and counts nothing.
    pub fn check(&self, item: &Item<'_>, now: Moment) -> Verdict {
        let screener = self.lock().screener(&self.path, now);
        screener.screen(item)
    }

    /// Runs `f` on the history.
    ///
    /// # Errors
    /// Those of opening it and those of `f`.
    pub fn with_history<T>(
        &self,
        now: Moment,
        f: impl FnOnce(&mut History) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.lock().with_history(&self.path, now, f)
    }

    /// Deletes every entry for good, and the damaged histories that were set aside. Answers how many
    /// entries there were.
    ///
    /// # Errors
    /// Those of opening the history, and of [`History::delete_all`].
    pub fn delete_all(&self, now: Moment) -> Result<usize, Error> {
        let mut store = self.lock();
        let taken = store.with_history(&self.path, now, History::delete_all)?;
        store.set_aside = None;
        Ok(taken)
    }

    /// Whether the history can be used, and what has been seen. Tries to open it.
    pub fn health(&self, now: Moment) -> Health {
        let mut store = self.lock();
        let diagnosis: Result<Diagnosis, Error> =
            store.with_history(&self.path, now, |history| history.diagnosis());
        let set_aside = store.set_aside.clone();
        match diagnosis {
            Ok(diagnosis) => Health { trouble: None, set_aside, diagnosis: Some(diagnosis) },
            Err(error) => Health { trouble: Some(error), set_aside, diagnosis: None },
        }
    }

    /// A panic in another thread leaves a connection whose transaction was rolled back: it can be
    /// used on.
    fn lock(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store {
    /// Knows the user's lists when they can be read, and is there when they cannot.
    fn screener(&mut self, path: &Path, now: Moment) -> Screener {
        self.with_history(path, now, |history| Screener::new(Some(history), None, now.today))
            .unwrap_or_else(|_| Screener::without_history(now.today))
    }

    fn keep(&mut self, path: &Path, flagged: &[NewItem<'_>], now: Moment) -> Vec<Fate> {
        if flagged.is_empty() {
            return Vec::new();
        }
        match self.with_history(path, now, |history| history.keep(flagged, now.timestamp)) {
            Ok(kept) => kept.into_iter().map(Fate::Kept).collect(),
            Err(error) => vec![Fate::Lost(error); flagged.len()],
        }
    }

    /// Counters are for self-diagnosis: that they cannot be written shows in [`Guard::health`],
    /// and costs no warning.
    fn count(
        &mut self,
        path: &Path,
        incoming: &[Incoming<'_>],
        verdicts: &[Verdict],
        road: Road,
        now: Moment,
    ) {
        let mut counts = Counts::default();
        for (incoming, verdict) in incoming.iter().zip(verdicts) {
            counts.add(incoming.item.channel, verdict.is_flagged());
        }
        let _ = self.with_history(path, now, |history| history.count(&counts, road, now.timestamp));
    }

    fn with_history<T>(
        &mut self,
        path: &Path,
        now: Moment,
        f: impl FnOnce(&mut History) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let history = match &mut self.history {
            Some(history) => history,
            None => {
                let opened = self.open(path, now)?;
                self.history.insert(opened)
            }
        };
        let answer = f(history);
        if answer.as_ref().is_err_and(|error| needs_reopening(error.reason())) {
            self.history = None;
        }
        answer
    }

    /// Opens the file. Whoever opens it also wipes what was deleted long ago.
    fn open(&mut self, path: &Path, now: Moment) -> Result<History, Error> {
        let opened = History::open(path, now.timestamp).inspect_err(|error| {
            if let Some(aside) = error.set_aside() {
                self.set_aside = Some(aside.to_owned());
            }
        })?;
        self.set_aside = opened.set_aside.or(self.set_aside.take());
        let mut history = opened.history;
        // A full disk must not keep the history from being read.
        let _ = history.retention().and_then(|days| history.retain(days, now.timestamp));
        Ok(history)
    }
}

/// Opening a damaged file sets it aside; a moved one is made afresh.
fn needs_reopening(reason: Reason) -> bool {
    matches!(reason, Reason::Damaged | Reason::Moved)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Arc;
    use std::thread;

    use mihari_engine::item::{Channel, Profile};
    use mihari_engine::verdict::Level;
    use mihari_history::{Filter, Mark};

    use super::*;

    const FRAUD: &str = "有料動画の未納料金が発生しています。本日中にご連絡なき場合、法的手続きに移行します。\
                         アマゾン(株)受付センター 03-0000-1234";

    fn now() -> Moment {
        Moment::new(Timestamp(1_795_600_000_000), 9 * 3600)
    }

    fn incoming(text: &str) -> Incoming<'_> {
        Incoming { item: Item::sms(Some("080-1234-5670"), text), at: Some(now().timestamp) }
    }

    fn guard() -> (tempfile::TempDir, Guard) {
        let folder = tempfile::tempdir().unwrap();
        let guard = Guard::new(folder.path().join("history.db"));
        (folder, guard)
    }

    #[test]
    fn what_is_flagged_is_kept_once_and_everything_is_counted() {
        let (_folder, guard) = guard();
        let items = [incoming("おはよう"), incoming(FRAUD), incoming(FRAUD)];
        let screened = guard.screen(&items, Road::Receiver, now());
        let levels: Vec<Level> = screened.iter().map(|s| s.verdict.level).collect();
        assert_eq!(levels, [Level::NoMatch, Level::Scam, Level::Scam]);
        assert_eq!(screened[0].fate, Fate::NotFlagged);
        let Fate::Kept(Kept::New(id)) = screened[1].fate else { panic!("it is kept") };
        assert_eq!(screened[2].fate, Fate::Kept(Kept::Already(id)));
        let diagnosis = guard.health(now()).diagnosis.unwrap();
        assert_eq!((diagnosis.kept, diagnosis.counts.of(Channel::Sms).screened), (1, 3));
        assert_eq!(diagnosis.counts.of(Channel::Sms).flagged, 2);
    }

    #[test]
    fn a_check_leaves_no_trace() {
        let (folder, guard) = guard();
        assert_eq!(guard.check(&incoming(FRAUD).item, now()).level, Level::Scam);
        let diagnosis = guard.health(now()).diagnosis.unwrap();
        assert_eq!((diagnosis.kept, diagnosis.counts.total().screened), (0, 0));
        drop(folder);
    }

    #[test]
    fn a_number_that_a_message_taught_is_known_to_the_next_call() {
        let (_folder, guard) = guard();
        let call = Incoming { item: Item::call(Some("03-5555-1234")), at: None };
        let text = FRAUD.replace("03-0000-1234", "03-5555-1234");
        assert!(!guard.screen(&[call], Road::Receiver, now())[0].verdict.is_flagged());
        guard.screen(&[incoming(&text)], Road::Receiver, now());
        assert_eq!(guard.screen(&[call], Road::Receiver, now())[0].verdict.level, Level::Caution);
        guard
            .with_history(now(), |history| {
                let id = history.list(&Filter::default())?.last().expect("it was kept").id;
                history.mark(id, Some(Mark::Wrong))
            })
            .unwrap();
        assert!(!guard.screen(&[call], Road::Receiver, now())[0].verdict.is_flagged());
    }

    #[test]
    fn without_a_history_an_item_is_screened_all_the_same_and_later_kept() {
        let folder = tempfile::tempdir().unwrap();
        let blocked = folder.path().join("data");
        fs::write(&blocked, "a file where the folder should be").unwrap();
        let guard = Guard::new(blocked.join("history.db"));
        let screened = guard.screen(&[incoming(FRAUD)], Road::Receiver, now());
        assert_eq!(screened[0].verdict.level, Level::Scam);
        assert!(
            matches!(&screened[0].fate, Fate::Lost(error) if error.reason() == Reason::NoFolder)
        );
        assert_eq!(guard.health(now()).trouble.unwrap().reason(), Reason::NoFolder);
        fs::remove_file(&blocked).unwrap();
        let screened = guard.screen(&[incoming(FRAUD)], Road::Receiver, now());
        assert!(matches!(screened[0].fate, Fate::Kept(Kept::New(_))));
        assert!(guard.health(now()).trouble.is_none());
    }

    #[test]
    fn a_damaged_history_is_set_aside_and_told() {
        let (folder, guard) = guard();
        fs::write(folder.path().join("history.db"), vec![7; 9000]).unwrap();
        let screened = guard.screen(&[incoming(FRAUD)], Road::Receiver, now());
        assert!(matches!(screened[0].fate, Fate::Kept(Kept::New(_))));
        let health = guard.health(now());
        let aside = health.set_aside.unwrap();
        assert_eq!(fs::read(&aside).unwrap(), vec![7; 9000]);
        assert_eq!(health.diagnosis.unwrap().set_aside, 1);

        assert_eq!(guard.delete_all(now()).unwrap(), 1);
        assert!(!aside.exists());
        let health = guard.health(now());
        assert_eq!((health.set_aside, health.diagnosis.unwrap().set_aside), (None, 0));
    }

    #[test]
    fn only_what_arrives_says_that_the_phone_is_heard() {
        let (_folder, guard) = guard();
        let last = || guard.health(now()).diagnosis.unwrap().last_arrived_on(Channel::Sms);
        for road in [Road::Inbox, Road::Backup, Road::Check] {
            guard.screen(&[incoming("おはよう")], road, now());
            assert_eq!(last(), None);
        }
        guard.screen(&[incoming("おはよう")], Road::Receiver, now());
        assert_eq!(last(), Some(now().timestamp));
        let later = Moment::new(Timestamp(now().timestamp.0 + 1), 0);
        guard.screen(&[incoming("おはよう")], Road::Inbox, later);
        assert_eq!(last(), Some(now().timestamp));
        assert_eq!(guard.health(now()).diagnosis.unwrap().counts.of(Channel::Sms).screened, 5);
    }

    #[test]
    fn the_profile_kept_in_the_history_decides() {
        let (_folder, guard) = guard();
        let call = Item::call(Some("0120-569-955"));
        assert_eq!(guard.check(&call, now()).level, Level::Caution);
        guard.with_history(now(), |history| history.set_profile(Profile::Business)).unwrap();
        assert_eq!(guard.check(&call, now()).level, Level::Official);
    }

    #[test]
    fn many_threads_lose_nothing() {
        let (_folder, guard) = guard();
        let guard = Arc::new(guard);
        let threads: Vec<_> = (0..8)
            .map(|thread| {
                let guard = guard.clone();
                thread::spawn(move || {
                    for n in 0..10 {
                        let text = format!("{FRAUD} {thread}-{n}");
                        let screened = guard.screen(&[incoming(&text)], Road::Receiver, now());
                        assert!(matches!(screened[0].fate, Fate::Kept(Kept::New(_))));
                    }
                })
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
        assert_eq!(guard.health(now()).diagnosis.unwrap().kept, 80);
    }
}
