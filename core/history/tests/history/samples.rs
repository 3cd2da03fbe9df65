//! What the tests keep.

use std::path::PathBuf;

use mihari_engine::item::Item;
use mihari_engine::number::PhoneNumber;
use mihari_engine::verdict::{Advice, Evidence, Field, Level, Reason, Verdict};
use mihari_history::{Entry, EntryId, Filter, History, Kept, NewItem, Road, Timestamp};
use tempfile::TempDir;

pub(crate) const NOW: Timestamp = Timestamp(1_764_000_000_000);
pub(crate) const DAY: i64 = 86_400_000;
pub(crate) const PACKS: &str = "amazon-jp 2026.11.1";

/// A history in a folder of its own, which goes with it.
pub(crate) struct Fresh {
    pub(crate) history: History,
    pub(crate) path: PathBuf,
    pub(crate) folder: TempDir,
}

pub(crate) fn fresh() -> Fresh {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let history = History::open(&path, NOW).unwrap().history;
    Fresh { history, path, folder }
}

pub(crate) fn number(number: &str) -> PhoneNumber {
    PhoneNumber::parse(number).unwrap()
}

pub(crate) fn verdict(level: Level, callbacks: &[&str]) -> Verdict {
    Verdict {
        level,
        score: 70,
        category: Some("fictitious_billing".into()),
        reasons: vec![Reason {
            rule: "unpaid.legal".into(),
            level,
            weight: 70,
            reason_ja: "身に覚えのない料金を請求しています".into(),
            reason_en: "It demands money you do not owe".into(),
            source: "seed-2".into(),
            evidence: vec![Evidence { field: Field::Text, start: 0, end: 6 }],
        }],
        advice: vec![Advice {
            id: "do-not-reply".into(),
            text_ja: "返信も電話もしないでください".into(),
            text_en: "Do not reply and do not call".into(),
        }],
        truncated: false,
        callbacks: callbacks.iter().map(|n| number(n)).collect(),
    }
}

pub(crate) fn scam() -> Verdict {
    verdict(Level::Scam, &[])
}

/// A flagged text message of `NOW`.
pub(crate) fn sms<'a>(sender: &'a str, text: &'a str, verdict: &'a Verdict) -> NewItem<'a> {
    let item = Item::sms(Some(sender), text);
    NewItem { item, at: Some(NOW), road: Road::Receiver, verdict, packs: PACKS }
}

pub(crate) fn at(new: NewItem<'_>, minutes: i64) -> NewItem<'_> {
    NewItem { at: Some(Timestamp(NOW.0 + minutes * 60_000)), ..new }
}

pub(crate) fn keep_one(history: &mut History, new: NewItem<'_>) -> Kept {
    history.keep(&[new], NOW).unwrap()[0]
}

pub(crate) fn keep_new(history: &mut History, new: NewItem<'_>) -> EntryId {
    match keep_one(history, new) {
        Kept::New(id) => id,
        other => panic!("not new but {other:?}"),
    }
}

pub(crate) fn all(history: &History) -> Vec<Entry> {
    history.list(&Filter::default()).unwrap()
}

pub(crate) fn texts(history: &History, filter: &Filter) -> Vec<String> {
    history.list(filter).unwrap().into_iter().map(|entry| entry.text).collect()
}
