use std::ops::ControlFlow;

use mihari_engine::item::{Channel, Item};
use mihari_engine::verdict::Level;
use mihari_history::{EntryId, Filter, History, Mark, NewItem, Road, Timestamp};

use crate::samples::*;

fn search(history: &History, words: &str) -> Vec<String> {
    let mut found = texts(history, &Filter { search: Some(words.to_owned()), ..Filter::default() });
    found.sort();
    found
}

fn with_texts(kept: &[&str]) -> Fresh {
    let mut fresh = fresh();
    let verdict = scam();
    for text in kept {
        keep_new(&mut fresh.history, sms("Amazon", text, &verdict));
    }
    fresh
}

#[test]
fn a_search_finds_two_characters_of_japanese() {
    let Fresh { history, folder: _folder, .. } = with_texts(&["料金が未納です", "未払いです"]);
    assert_eq!(search(&history, "未納"), ["料金が未納です"]);
    assert_eq!(search(&history, "未"), ["料金が未納です", "未払いです"]);
}

#[test]
fn a_search_looks_past_width_case_line_breaks_and_hidden_characters() {
    let Fresh { history, folder: _folder, .. } =
        with_texts(&["Ｐｒｉｍｅ ｶｰﾄﾞ", "法的手\n続き", "未\u{200b}納", "pay\n now"]);
    assert_eq!(search(&history, "prime"), ["Ｐｒｉｍｅ ｶｰﾄﾞ"]);
    assert_eq!(search(&history, "カード"), ["Ｐｒｉｍｅ ｶｰﾄﾞ"]);
    assert_eq!(search(&history, "法的手続き"), ["法的手\n続き"]);
    assert_eq!(search(&history, "未納"), ["未\u{200b}納"]);
    assert_eq!(search(&history, "PAY"), ["pay\n now"]);
    assert_eq!(search(&history, "paynow"), [""; 0]);
}

#[test]
fn a_search_wants_every_word() {
    let Fresh { history, folder: _folder, .. } = with_texts(&["未納の料金", "未納", "料金"]);
    assert_eq!(search(&history, "料金　未納"), ["未納の料金"]);
}

#[test]
fn nothing_in_a_search_is_a_wildcard() {
    let texts = ["100% off", "a_b", "say \"x\"", "it's", "a*b", "back\\slash", "NUL\0here"];
    let Fresh { history, folder: _folder, .. } = with_texts(&texts);
    for (word, found) in [("%", 0), ("_", 1), ("\"x\"", 2), ("'s", 3), ("*", 4), ("\\", 5)] {
        assert_eq!(search(&history, word), [texts[found]], "{word}");
    }
    assert_eq!(search(&history, "\0h"), [texts[6]]);
    assert_eq!(search(&history, "a%b"), [""; 0]);
}

#[test]
fn an_empty_search_finds_everything() {
    let Fresh { history, folder: _folder, .. } = with_texts(&["a", "b"]);
    assert_eq!(search(&history, " \u{200b}"), ["a", "b"]);
}

#[test]
fn a_search_finds_senders_and_numbers_however_written() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    keep_new(&mut history, sms("+815031311651", "by number", &verdict));
    keep_new(&mut history, sms("AMAZON", "by name", &verdict));
    assert_eq!(search(&history, "050-3131-1651"), ["by number"]);
    assert_eq!(search(&history, "amazon"), ["by name"]);
}

#[test]
fn no_word_is_found_across_sender_and_text() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    keep_new(&mut history, sms("未", "納", &verdict));
    assert_eq!(search(&history, "未納"), [""; 0]);
}

#[test]
fn a_search_takes_linear_time_on_hostile_text() {
    let text = "a".repeat(1 << 20);
    let Fresh { history, folder: _folder, .. } = with_texts(&[&text]);
    let word = "a".repeat(1 << 19) + "b";
    assert_eq!(search(&history, &word), [""; 0]);
}

#[test]
fn the_newest_comes_first_and_pages_join_without_gap_or_double() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    let texts: Vec<String> = (0..25).map(|i| i.to_string()).collect();
    for (i, text) in texts.iter().enumerate() {
        // Five at a time share their time.
        keep_new(&mut history, at(sms("A", text, &verdict), i as i64 / 5));
    }
    let whole = all(&history);
    assert!(whole.is_sorted_by(|a, b| (a.at, a.id) > (b.at, b.id)));

    let mut pages = Vec::new();
    let mut filter = Filter { limit: Some(4), ..Filter::default() };
    loop {
        let page = history.list(&filter).unwrap();
        let Some(last) = page.last() else { break };
        filter.after = Some(last.cursor());
        // What a page ends with may be gone before the next is asked for.
        history.delete(&[last.id], NOW).unwrap();
        pages.extend(page);
    }
    assert!(pages == whole);
}

#[test]
fn an_item_without_a_time_is_listed_under_the_time_it_was_kept() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    let before = Timestamp(NOW.0 - 1);
    let unknown = NewItem { at: None, ..sms("A", "unknown", &verdict) };
    history.keep(&[unknown], NOW).unwrap();
    history.keep(&[NewItem { at: Some(before), ..sms("A", "older", &verdict) }], NOW).unwrap();
    assert_eq!(texts(&history, &Filter::default()), ["unknown", "older"]);
    let since = Filter { since: Some(NOW), ..Filter::default() };
    assert_eq!(texts(&history, &since), ["unknown"]);
    let until = Filter { until: Some(before), ..Filter::default() };
    assert_eq!(texts(&history, &until), ["older"]);
}

#[test]
fn the_ends_of_time_are_listed() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    for end in [i64::MIN, i64::MAX] {
        let text = end.to_string();
        let new = NewItem { at: Some(Timestamp(end)), ..sms("A", &text, &verdict) };
        keep_new(&mut history, new);
    }
    assert_eq!(texts(&history, &Filter::default()), [i64::MAX.to_string(), i64::MIN.to_string()]);
}

#[test]
fn channel_road_level_and_mark_narrow_the_list() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let (scam, caution) = (scam(), verdict(Level::Caution, &[]));
    let sms_scam = keep_new(&mut history, sms("A", "sms scam", &scam));
    let base = sms("A", "", &caution);
    let call = keep_new(&mut history, NewItem { item: Item::call(Some("0312345678")), ..base });
    let email = Item::email(Some("a@example.com"), "email caution");
    let email = keep_new(&mut history, NewItem { item: email, road: Road::Check, ..base });
    assert!(history.mark(email, Some(Mark::Confirmed)).unwrap());

    let ids = |filter: Filter| -> Vec<EntryId> {
        let mut ids: Vec<_> = history.list(&filter).unwrap().iter().map(|e| e.id).collect();
        ids.sort();
        ids
    };
    let channels = vec![Channel::Call, Channel::Email];
    assert_eq!(ids(Filter { channels, ..Filter::default() }), [call, email]);
    assert_eq!(ids(Filter { roads: vec![Road::Check], ..Filter::default() }), [email]);
    assert_eq!(ids(Filter { levels: vec![Level::Scam], ..Filter::default() }), [sms_scam]);
    assert_eq!(ids(Filter { levels: vec![Level::Official], ..Filter::default() }), []);
    assert_eq!(ids(Filter { mark: Some(Mark::Confirmed), ..Filter::default() }), [email]);
    assert_eq!(ids(Filter { mark: Some(Mark::Wrong), ..Filter::default() }), []);
}

#[test]
fn a_stream_ends_where_it_is_told_to() {
    let Fresh { history, folder: _folder, .. } = with_texts(&["a", "b", "c"]);
    let mut seen = 0;
    history
        .for_each(&Filter::default(), |_| {
            seen += 1;
            if seen == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .unwrap();
    assert_eq!(seen, 2);
    let none = Filter { limit: Some(0), ..Filter::default() };
    assert!(history.list(&none).unwrap().is_empty());
}

#[test]
fn a_mark_is_set_changed_and_taken_away() {
    let Fresh { mut history, folder: _folder, .. } = with_texts(&["a"]);
    let id = all(&history)[0].id;
    for mark in [Some(Mark::Wrong), Some(Mark::Confirmed), None] {
        assert!(history.mark(id, mark).unwrap());
        assert_eq!(history.show(id).unwrap().unwrap().mark, mark);
    }
    assert!(!history.mark(EntryId(id.0 + 1), Some(Mark::Wrong)).unwrap());
}
