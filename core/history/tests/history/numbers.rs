use mihari_engine::verdict::Level;
use mihari_history::{History, ListKind, Mark, Timestamp};

use crate::samples::*;

fn remembers(history: &History, digits: &str) -> bool {
    history.lists().unwrap().remembered.contains(&number(digits))
}

#[test]
fn callbacks_of_kept_items_are_remembered() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let first = verdict(Level::Scam, &["0312345678", "05012345678"]);
    let second = verdict(Level::Caution, &["0312345678"]);
    keep_new(&mut history, sms("A", "first", &first));
    let latest = keep_new(&mut history, at(sms("B", "second", &second), 60));

    let remembered = history.remembered().unwrap();
    assert_eq!(remembered.len(), 2);
    assert_eq!(remembered[0].number, number("+81312345678"));
    assert_eq!(remembered[0].first_seen, NOW);
    assert_eq!(remembered[0].last_seen, Timestamp(NOW.0 + 3_600_000));
    assert_eq!(remembered[0].entry, latest);
    assert_eq!(remembered[1].number, number("05012345678"));
    assert_eq!(history.lists().unwrap().remembered.len(), 2);
}

#[test]
fn an_allowed_number_is_never_remembered() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = verdict(Level::Scam, &["0312345678"]);
    keep_new(&mut history, sms("A", "x", &verdict));
    history.set_list(&number("03-1234-5678"), Some(ListKind::Allowed), NOW).unwrap();
    assert!(!remembers(&history, "0312345678"));
    assert!(history.remembered().unwrap().is_empty());
    history.set_list(&number("0312345678"), None, NOW).unwrap();
    assert!(remembers(&history, "0312345678"));
}

#[test]
fn a_wrong_or_deleted_entry_takes_along_what_it_alone_taught() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let both = verdict(Level::Scam, &["0312345678", "05012345678"]);
    let shared = verdict(Level::Scam, &["0312345678"]);
    let first = keep_new(&mut history, sms("A", "first", &both));
    keep_new(&mut history, sms("A", "second", &shared));

    history.mark(first, Some(Mark::Wrong)).unwrap();
    assert!(remembers(&history, "0312345678") && !remembers(&history, "05012345678"));
    history.mark(first, None).unwrap();
    assert!(remembers(&history, "05012345678"));
    history.delete(&[first], NOW).unwrap();
    assert!(remembers(&history, "0312345678") && !remembers(&history, "05012345678"));
    history.undo(NOW).unwrap();
    assert!(remembers(&history, "05012345678"));
}

#[test]
fn a_forgotten_number_comes_back_only_when_taught_again() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = verdict(Level::Scam, &["0312345678"]);
    keep_new(&mut history, sms("A", "first", &verdict));
    assert!(history.forget_remembered(&number("0312345678")).unwrap());
    assert!(!history.forget_remembered(&number("0312345678")).unwrap());
    keep_one(&mut history, sms("A", "first", &verdict));
    assert!(!remembers(&history, "0312345678"));
    keep_new(&mut history, sms("A", "second", &verdict));
    assert!(remembers(&history, "0312345678"));
}

#[test]
fn a_number_is_on_one_list_at_a_time() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let caller = number("0312345678");
    let later = Timestamp(NOW.0 + 1);
    history.set_list(&caller, Some(ListKind::Allowed), NOW).unwrap();
    history.set_list(&caller, Some(ListKind::Allowed), later).unwrap();
    assert_eq!(history.list_entries().unwrap()[0].since, NOW, "it was there since then");
    history.set_list(&caller, Some(ListKind::Blocked), later).unwrap();
    let lists = history.lists().unwrap();
    assert!(lists.blocked.contains(&caller) && lists.allowed.is_empty());
    let entries = history.list_entries().unwrap();
    assert_eq!((entries.len(), entries[0].kind, entries[0].since), (1, ListKind::Blocked, later));
}

#[test]
fn lists_show_no_digits_in_debug() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    history.set_list(&number("0312345678"), Some(ListKind::Blocked), NOW).unwrap();
    assert!(!format!("{:?}", history.list_entries().unwrap()).contains("5678"));
}
