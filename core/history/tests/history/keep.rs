use mihari_engine::item::{Direction, Item};
use mihari_engine::verdict::{Evidence, Field, Level, Verdict};
use mihari_history::{Kept, NewItem, Reason, Road, Timestamp};

use crate::samples::*;

#[test]
fn what_is_kept_comes_back_as_it_was_shown() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let mut shown = verdict(Level::Caution, &[]);
    shown.truncated = true;
    let sender = Evidence { field: Field::Sender, start: 0, end: 6 };
    shown.reasons[0].evidence.push(sender);
    let id = keep_new(&mut history, sms("Amazon", "未納料金があります", &shown));

    let entry = history.show(id).unwrap().unwrap();
    assert_eq!(entry.verdict, shown);
    assert_eq!(entry.verdict.reasons[0].evidence[0].cut(None, &entry.text), "未納");
    assert_eq!((entry.sender.as_deref(), entry.packs.as_str()), (Some("Amazon"), PACKS));
    assert_eq!((entry.at, entry.kept_at, entry.road), (Some(NOW), NOW, Road::Receiver));
    assert_eq!(entry.mark, None);
}

#[test]
fn two_verdicts_that_differ_only_in_the_places_keep_their_own_places() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let (first, mut second) = (scam(), scam());
    second.reasons[0].evidence = vec![Evidence { field: Field::Text, start: 3, end: 9 }];
    let one = keep_new(&mut history, sms("A", "未納料金", &first));
    let two = keep_new(&mut history, sms("B", "未納料金", &second));
    assert_eq!(history.show(one).unwrap().unwrap().verdict, first);
    assert_eq!(history.show(two).unwrap().unwrap().verdict, second);
}

#[test]
fn the_same_item_by_another_road_is_one() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    let id = keep_new(&mut history, sms("090-1234-5678", "未納 料金ＡＢＣ", &verdict));
    let again =
        NewItem { road: Road::Backup, ..sms("+819012345678", "未納\n料金ABC ", &verdict) };
    assert_eq!(keep_one(&mut history, at(again, 9)), Kept::Already(id));
    assert_eq!(all(&history)[0].road, Road::Receiver);
}

#[test]
fn a_sender_name_is_the_same_whatever_its_width_and_case() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    let id = keep_new(&mut history, sms("Amazon", "未納", &verdict));
    assert_eq!(keep_one(&mut history, sms("ＡＭＡＺＯＮ", "未納", &verdict)), Kept::Already(id));
}

#[test]
fn channel_direction_sender_and_text_each_make_another_item() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    let first = sms("0312345678", "未納", &verdict);
    keep_new(&mut history, first);
    keep_new(&mut history, sms("0312345679", "未納", &verdict));
    keep_new(&mut history, sms("0312345678", "未納料", &verdict));
    let email = Item::email(first.item.sender, first.item.text);
    keep_new(&mut history, NewItem { item: email, ..first });
    let outgoing = Item { direction: Direction::Outgoing, ..first.item };
    keep_new(&mut history, NewItem { item: outgoing, ..first });
    assert_eq!(all(&history).len(), 5);
}

#[test]
fn ten_minutes_make_the_same_words_another_item() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    let new = sms("Amazon", "未納", &verdict);
    let id = keep_new(&mut history, new);
    assert_eq!(keep_one(&mut history, at(new, 10)), Kept::Already(id));
    assert_eq!(keep_one(&mut history, at(new, -10)), Kept::Already(id));
    let late = NewItem { at: Some(Timestamp(NOW.0 + 600_001)), ..new };
    let later = keep_new(&mut history, late);
    assert_ne!(id, later);
}

#[test]
fn an_unknown_time_fits_any_and_is_filled_in() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    let known = sms("Amazon", "未納", &verdict);
    let unknown = NewItem { at: None, ..known };
    let id = keep_new(&mut history, unknown);
    assert_eq!(keep_one(&mut history, unknown), Kept::Already(id));
    assert_eq!(keep_one(&mut history, known), Kept::Already(id));
    assert_eq!(history.show(id).unwrap().unwrap().at, Some(NOW));
    assert_eq!(keep_one(&mut history, unknown), Kept::Already(id));
    keep_new(&mut history, at(known, 60));
}

#[test]
fn one_batch_finds_its_own_doubles_and_answers_in_order() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    let (a, b) = (sms("A", "x", &verdict), sms("B", "x", &verdict));
    let kept = history.keep(&[a, b, at(a, 1)], NOW).unwrap();
    let [Kept::New(first), Kept::New(second), Kept::Already(third)] = kept[..] else {
        panic!("{kept:?}")
    };
    assert_eq!(first, third);
    assert_ne!(first, second);
}

#[test]
fn scanning_twice_adds_nothing_even_where_times_lie_close() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    let new = sms("A", "x", &verdict);
    let scan: Vec<_> = [0, 4, 8, 12, 16, 20, 24].map(|minutes| at(new, minutes)).into();
    history.keep(&scan, NOW).unwrap();
    let before = all(&history);
    let again = history.keep(&scan, NOW).unwrap();
    assert!(again.iter().all(|kept| matches!(kept, Kept::Already(_))), "{again:?}");
    assert!(all(&history) == before);
}

#[test]
fn an_item_without_a_flag_is_refused_and_nothing_of_its_batch_kept() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let (flagged, not) = (scam(), Verdict::default());
    let items = [sms("A", "x", &flagged), sms("B", "ordinary", &not)];
    let error = history.keep(&items, NOW).unwrap_err();
    assert_eq!(error.reason(), Reason::NotFlagged);
    assert!(all(&history).is_empty());
}

#[test]
fn strange_contents_are_kept_faithfully() {
    let Fresh { mut history, path, folder: _folder } = fresh();
    let long = "未".repeat(64 * 1024 / 3);
    let verdict = scam();
    let contents = [
        ("", "", None),
        ("\0", "a\0b\0", Some(i64::MAX)),
        ("\u{fffd}", "\u{fffd}\u{fffd} \u{202e}", Some(i64::MIN)),
        ("-1", long.as_str(), Some(-1)),
        ("👵", "\r\n\t\u{0}\u{feff}", Some(253_402_300_800_000)),
    ];
    for (sender, text, at) in contents {
        let new = NewItem { at: at.map(Timestamp), ..sms(sender, text, &verdict) };
        let id = keep_new(&mut history, new);
        assert_eq!(keep_one(&mut history, new), Kept::Already(id));
    }
    drop(history);
    let history = mihari_history::History::open(&path, NOW).unwrap().history;
    for (sender, text, at) in contents {
        let entries = all(&history);
        let entry = entries.iter().find(|entry| entry.text == text).unwrap();
        assert_eq!(entry.sender.as_deref(), Some(sender));
        assert_eq!(entry.at, at.map(Timestamp));
    }
}

#[test]
fn a_withheld_caller_is_no_empty_name() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = verdict(Level::Caution, &[]);
    let base = sms("", "", &verdict);
    let id = keep_new(&mut history, NewItem { item: Item::call(None), ..base });
    assert_eq!(history.show(id).unwrap().unwrap().sender, None);
}

#[test]
fn entries_show_no_content_in_debug() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    keep_new(&mut history, sms("09012345678", "未納料金", &verdict));
    let said = format!("{:?}", all(&history));
    assert!(!said.contains("090") && !said.contains("未納"), "{said}");
}
