//! How fast a history of 75,000 flagged messages is kept, opened, searched and exported.
//!
//! `cargo bench -p mihari-history`. The numbers in `docs/adr/0004-history.md` come from here.

#![allow(clippy::print_stdout, reason = "a benchmark prints what it measured")]

use std::io;
use std::time::{Duration, Instant};

use mihari_engine::item::Item;
use mihari_engine::number::PhoneNumber;
use mihari_engine::verdict::{Advice, Evidence, Field, Level, Reason, Verdict};
use mihari_history::{Filter, Format, History, NewItem, Road, Timestamp};

const ITEMS: usize = 75_000;
const BATCHES: [usize; 3] = [ITEMS, 1_000, 50];
const NOW: Timestamp = Timestamp(1_764_000_000_000);

fn main() {
    let texts: Vec<String> = (0..ITEMS).map(text).collect();
    let senders: Vec<String> = (0..ITEMS).map(|i| format!("+8190{:08}", i % 9_973)).collect();
    let verdicts: Vec<Verdict> = (0..ITEMS).map(verdict).collect();
    let new: Vec<NewItem> = (0..ITEMS)
        .map(|i| NewItem {
            item: Item::sms(Some(&senders[i]), &texts[i]),
            at: Some(Timestamp(NOW.0 - 60_000 * i as i64)),
            road: Road::Backup,
            verdict: &verdicts[i],
            packs: "amazon-jp 2026.11.1, japan 2026.11.1",
        })
        .collect();

    for batch in BATCHES {
        let folder = tempfile::tempdir().expect("a folder for the benchmark");
        let path = folder.path().join("history.db");
        let mut history = History::open(&path, NOW).expect("a new history").history;
        let name = format!("keep {ITEMS}, {batch} a transaction");
        timed(&name, || new.chunks(batch).for_each(|new| drop(history.keep(new, NOW))));
        timed("keep them again", || new.chunks(batch).for_each(|new| drop(history.keep(new, NOW))));
        if batch == 1_000 {
            drop(history);
            read(&path);
        }
    }
}

fn read(path: &std::path::Path) {
    let size = std::fs::metadata(path).expect("the history").len();
    println!("{:<40}{:>8} KiB", "file", size / 1024);
    timed("open for writing", || drop(History::open(path, NOW)));
    timed("open for reading, lists", || {
        let history = History::open_existing_read_only(path).expect("a history").expect("a file");
        assert!(!history.lists().expect("lists").remembered.is_empty());
    });
    let history = History::open(path, NOW).expect("a history").history;
    for (name, search, found) in [
        ("search 未納: 1 in 3, all", "未納", ITEMS / 3),
        ("search 滞納: none", "滞納", 0),
        ("search telephone number", "090-0000-0042", 8),
    ] {
        let filter = Filter { search: Some(search.to_owned()), ..Filter::default() };
        timed(name, || assert_eq!(history.list(&filter).expect("entries").len(), found));
    }
    let page = Filter { limit: Some(50), ..Filter::default() };
    timed("first page of 50", || assert_eq!(history.list(&page).expect("entries").len(), 50));
    for (name, format) in [("export CSV", Format::Csv), ("export JSON", Format::Json)] {
        timed(name, || {
            history.export(format, &Filter::default(), &mut io::sink()).expect("an export");
        });
    }
}

fn timed(name: &str, run: impl FnOnce()) {
    let start = Instant::now();
    run();
    println!("{name:<40}{:>8.1} ms", ms(start.elapsed()));
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

fn text(i: usize) -> String {
    let what = ["未納料金", "ご利用料金", "お支払い方法"][i % 3];
    format!(
        "【Amazon】{what}のお知らせ。受付番号{i}。本日中にご連絡なき場合は法的手続きに移行いたします。アマゾン相談係 050-1234-{:04} https://example.invalid/{i}",
        i % 10_000
    )
}

fn verdict(i: usize) -> Verdict {
    let long = "身に覚えのない請求です。連絡したり支払ったりしないでください。公式アプリで確かめてください。";
    let reason = |rule: &str, start| Reason {
        rule: rule.into(),
        level: Level::Scam,
        weight: 80,
        reason_ja: format!("{long}{long}").into(),
        reason_en: "Amazon never asks for unpaid money by text message, mail or telephone.".into(),
        source: "amazon-help-fraud".into(),
        evidence: vec![Evidence { field: Field::Text, start, end: start + 6 }],
    };
    let advice = |id: &str| Advice {
        id: id.into(),
        text_ja: long.into(),
        text_en: "Open the Amazon app yourself and look in the message centre.".into(),
    };
    let rules = ["unpaid.legal", "claim.demand", "callback.deadline"];
    Verdict {
        level: Level::Scam,
        score: 160,
        category: Some("fictitious_billing".into()),
        reasons: vec![reason(rules[i % 3], 0), reason(rules[(i + 1) % 3], 12)],
        advice: ["do-not-reply", "open-app", "consult-188", "report", "block"].map(advice).into(),
        truncated: false,
        callbacks: PhoneNumber::parse(&format!("050-1234-{:04}", i % 10_000)).into_iter().collect(),
    }
}
