//! Any sequence of changes against a plain model of what the history promises.

use std::collections::BTreeMap;

use mihari_history::{EntryId, Filter, History, Kept, Mark, NewItem, Timestamp};
use proptest::prelude::*;

use crate::samples::*;

#[derive(Clone, Debug)]
enum Step {
    /// Which text, and at which minute.
    Keep(u8, Option<u8>),
    /// Which of all entries ever kept.
    Delete(Vec<u8>),
    Undo,
    Mark(u8, Option<Mark>),
    /// Everything kept so far lets go, the bin too.
    DeleteAll,
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    let mark = prop_oneof![Just(None), Just(Some(Mark::Wrong)), Just(Some(Mark::Confirmed))];
    prop_oneof![
        8 => (0..4_u8, prop::option::weighted(0.8, 0..60_u8)).prop_map(|(t, m)| Step::Keep(t, m)),
        3 => prop::collection::vec(any::<u8>(), 0..4).prop_map(Step::Delete),
        2 => Just(Step::Undo),
        2 => (any::<u8>(), mark).prop_map(|(id, mark)| Step::Mark(id, mark)),
        1 => Just(Step::DeleteAll),
        1 => Just(Step::Reopen),
    ]
}

/// One item the history knows, in whatever state.
#[derive(Clone, Debug, PartialEq)]
struct Known {
    text: u8,
    at: Option<Timestamp>,
    state: State,
    mark: Option<Mark>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Kept,
    /// By the nth deletion.
    Deleted(usize),
    Gone,
}

#[derive(Default)]
struct Model {
    known: BTreeMap<EntryId, Known>,
    deletions: usize,
}

impl Model {
    fn same(&self, text: u8, at: Option<Timestamp>) -> Option<EntryId> {
        let is_near = |known: &Known| match (known.at, at) {
            (Some(a), Some(b)) => (a.0 - b.0).abs() <= 600_000,
            _ => true,
        };
        let mut same: Vec<_> =
            self.known.iter().filter(|(_, known)| known.text == text && is_near(known)).collect();
        same.sort_by_key(|(id, known)| (known.state != State::Kept, **id));
        same.first().map(|(id, _)| **id)
    }

    fn nth(&self, n: u8) -> EntryId {
        let ids: Vec<_> = self.known.keys().collect();
        if ids.is_empty() { EntryId(1) } else { *ids[usize::from(n) % ids.len()] }
    }

    fn kept(&self) -> impl Iterator<Item = (&EntryId, &Known)> {
        self.known.iter().filter(|(_, known)| known.state == State::Kept)
    }

    fn in_bin(&self) -> usize {
        self.known.values().filter(|known| matches!(known.state, State::Deleted(_))).count()
    }
}

fn minute(minute: u8) -> Timestamp {
    Timestamp(NOW.0 + i64::from(minute) * 60_000)
}

fn apply(history: &mut History, model: &mut Model, step: &Step) {
    match step {
        Step::Keep(text, at) => {
            let (at, words) = (at.map(minute), format!("text {text}"));
            let verdict = scam();
            let kept = keep_one(history, NewItem { at, ..sms("Amazon", &words, &verdict) });
            match model.same(*text, at) {
                None => {
                    let Kept::New(id) = kept else { panic!("not new but {kept:?}") };
                    let known = Known { text: *text, at, state: State::Kept, mark: None };
                    assert_eq!(model.known.insert(id, known), None, "an id is given once");
                }
                Some(id) => {
                    let known = model.known.get_mut(&id).unwrap();
                    if known.state == State::Kept {
                        assert_eq!(kept, Kept::Already(id));
                        known.at = known.at.or(at);
                    } else {
                        assert_eq!(kept, Kept::Deleted);
                    }
                }
            }
        }
        Step::Delete(which) => {
            let ids: Vec<EntryId> = which.iter().map(|n| model.nth(*n)).collect();
            let mut deleted = 0;
            for id in &ids {
                if let Some(known) = model.known.get_mut(id)
                    && known.state == State::Kept
                {
                    known.state = State::Deleted(model.deletions);
                    deleted += 1;
                }
            }
            model.deletions += 1;
            assert_eq!(history.delete(&ids, NOW).unwrap(), deleted);
        }
        Step::Undo => {
            let deletions = model.known.values().filter_map(|known| match known.state {
                State::Deleted(n) => Some(n),
                _ => None,
            });
            let last = deletions.max();
            let mut restored = 0;
            for known in model.known.values_mut() {
                if last.is_some_and(|last| known.state == State::Deleted(last)) {
                    known.state = State::Kept;
                    restored += 1;
                }
            }
            assert_eq!(history.undo(NOW).unwrap(), restored);
        }
        Step::Mark(which, mark) => {
            let id = model.nth(*which);
            let known = model.known.get_mut(&id).filter(|known| known.state == State::Kept);
            assert_eq!(history.mark(id, *mark).unwrap(), known.is_some());
            if let Some(known) = known {
                known.mark = *mark;
            }
        }
        Step::DeleteAll => {
            let kept = model.kept().count();
            for known in model.known.values_mut() {
                known.state = State::Gone;
            }
            assert_eq!(history.delete_all().unwrap(), kept);
        }
        Step::Reopen => {
            *history = History::open(history.path(), NOW).unwrap().history;
        }
    }
}

fn assert_agree(history: &History, model: &Model) {
    let mut entries = history.list(&Filter::default()).unwrap();
    entries.sort_by_key(|entry| entry.id);
    let listed: Vec<_> = entries.iter().map(|e| (e.id, e.text.clone(), e.at, e.mark)).collect();
    let expected: Vec<_> =
        model.kept().map(|(id, k)| (*id, format!("text {}", k.text), k.at, k.mark)).collect();
    assert_eq!(listed, expected);
    let diagnosis = history.diagnosis().unwrap();
    assert_eq!(diagnosis.kept, expected.len() as u64);
    assert_eq!(diagnosis.in_undo_bin, model.in_bin() as u64);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_sequence_of_changes_does_what_was_promised(
        steps in prop::collection::vec(step(), 1..40),
    ) {
        let Fresh { mut history, folder: _folder, .. } = fresh();
        let mut model = Model::default();
        for step in &steps {
            apply(&mut history, &mut model, step);
            assert_agree(&history, &model);
        }
    }

    #[test]
    fn any_text_sender_and_time_is_kept_faithfully_and_found(
        sender in prop::option::of(any::<String>()),
        text in any::<String>(),
        at in prop::option::of(any::<i64>()),
        now in any::<i64>(),
    ) {
        let Fresh { mut history, folder: _folder, .. } = fresh();
        let verdict = scam();
        let item = mihari_engine::item::Item::sms(sender.as_deref(), &text);
        let at = at.map(Timestamp);
        let new = NewItem { item, at, ..sms("", "", &verdict) };
        let kept = history.keep(&[new, new], Timestamp(now)).unwrap();
        let [Kept::New(id), Kept::Already(same)] = kept[..] else { panic!("{kept:?}") };
        prop_assert_eq!(id, same);
        let search = Filter { search: Some(text.clone()), ..Filter::default() };
        let found = history.list(&search).unwrap();
        prop_assert_eq!(found.len(), 1);
        prop_assert!(found[0].text == text && found[0].sender == sender && found[0].at == at);
    }
}
