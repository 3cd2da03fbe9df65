use std::fs;
use std::path::Path;

use mihari_engine::verdict::Level;
use mihari_history::{Days, EntryId, Filter, History, Kept, NewItem, Timestamp, UNDO_GRACE};

use crate::samples::*;

fn days_later(days: i64) -> Timestamp {
    Timestamp(NOW.0 + days * DAY)
}

/// Whether these bytes are anywhere in the file or in the files beside it.
fn is_on_disk(path: &Path, bytes: &[u8]) -> bool {
    let folder = path.parent().unwrap();
    fs::read_dir(folder).unwrap().any(|file| {
        let content = fs::read(file.unwrap().path()).unwrap();
        content.windows(bytes.len()).any(|window| window == bytes)
    })
}

#[test]
fn a_deleted_item_does_not_come_back_with_the_next_scan() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    let new = sms("A", "x", &verdict);
    let id = keep_new(&mut history, new);
    assert_eq!(history.delete(&[id], NOW).unwrap(), 1);
    assert!(history.show(id).unwrap().is_none());
    assert_eq!(keep_one(&mut history, at(new, 5)), Kept::Deleted);
    keep_new(&mut history, at(new, 60));
}

#[test]
fn it_does_not_come_back_when_the_undo_bin_is_emptied_either() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    let new = sms("A", "x", &verdict);
    let id = keep_new(&mut history, new);
    history.delete(&[id], NOW).unwrap();
    history.retain(None, days_later(31)).unwrap();
    assert_eq!(history.diagnosis().unwrap().in_undo_bin, 0);
    assert_eq!(keep_one(&mut history, new), Kept::Deleted);
    assert_eq!(keep_one(&mut history, NewItem { at: None, ..new }), Kept::Deleted);
    keep_new(&mut history, at(new, 60));
}

#[test]
fn undo_brings_back_one_deletion_at_a_time_last_first() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    let ids = ["a", "b", "c"].map(|text| keep_new(&mut history, sms("A", text, &verdict)));
    let before = all(&history);
    assert_eq!(history.delete(&ids[..2], NOW).unwrap(), 2);
    assert_eq!(history.delete(&ids[2..], NOW).unwrap(), 1);
    assert!(all(&history).is_empty());
    assert_eq!(history.undo(NOW).unwrap(), 1);
    assert_eq!(texts(&history, &Filter::default()), ["c"]);
    assert_eq!(history.undo(NOW).unwrap(), 2);
    assert!(all(&history) == before);
    assert_eq!(history.undo(NOW).unwrap(), 0);
    assert_eq!(keep_one(&mut history, sms("A", "a", &verdict)), Kept::Already(ids[0]));
}

#[test]
fn deleting_what_is_not_there_is_no_step_to_undo() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    let id = keep_new(&mut history, sms("A", "x", &verdict));
    assert_eq!(history.delete(&[id, id, EntryId(99)], NOW).unwrap(), 1);
    assert_eq!(history.delete(&[id, EntryId(99)], NOW).unwrap(), 0);
    assert_eq!(history.delete(&[], NOW).unwrap(), 0);
    assert_eq!(history.undo(NOW).unwrap(), 1);
}

#[test]
fn a_deletion_can_be_undone_for_thirty_days() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    let id = keep_new(&mut history, sms("A", "x", &verdict));
    let grace = i64::from(UNDO_GRACE.0);
    history.delete(&[id], NOW).unwrap();
    assert_eq!(history.retain(None, days_later(grace)).unwrap(), 0);
    assert_eq!(history.undo(days_later(grace)).unwrap(), 1);
    history.delete(&[id], NOW).unwrap();
    assert_eq!(history.undo(Timestamp(days_later(grace).0 + 1)).unwrap(), 0);
}

#[test]
fn what_is_let_go_leaves_no_trace_of_its_words_on_the_disk() {
    let Fresh { mut history, path, folder: _folder } = fresh();
    let verdict = verdict(Level::Scam, &["05099998888"]);
    let secret = "ひみつの文面";
    let id = keep_new(&mut history, sms("09077776666", secret, &verdict));
    keep_new(&mut history, sms("A", "stays", &scam()));
    history.delete(&[id], NOW).unwrap();
    let traces = [secret.as_bytes(), b"09077776666", b"+819077776666", b"+815099998888"];
    for trace in traces {
        assert!(is_on_disk(&path, trace), "the test can see it while it is there");
    }
    history.retain(None, days_later(31)).unwrap();
    for trace in traces {
        assert!(!is_on_disk(&path, trace), "while open");
    }
    drop(history);
    for trace in traces {
        assert!(!is_on_disk(&path, trace), "after closing");
    }
    assert!(is_on_disk(&path, b"stays"));
}

#[test]
fn retention_counts_from_when_an_entry_was_kept() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    // The item itself says the year 9999, and another one 1970.
    let forged = NewItem { at: Some(Timestamp(253_402_300_799_000)), ..sms("A", "9999", &verdict) };
    let old = NewItem { at: Some(Timestamp(0)), ..sms("A", "1970", &verdict) };
    history.keep(&[forged], NOW).unwrap();
    history.keep(&[old], days_later(50)).unwrap();

    assert_eq!(history.retain(None, days_later(1000)).unwrap(), 0);
    assert_eq!(history.retain(Some(Days(90)), days_later(90)).unwrap(), 0);
    assert_eq!(history.retain(Some(Days(90)), days_later(91)).unwrap(), 1);
    assert_eq!(texts(&history, &Filter::default()), ["1970"]);
    assert_eq!(keep_one(&mut history, forged), Kept::Deleted);
}

#[test]
fn retention_reaches_into_the_undo_bin() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    let verdict = scam();
    let id = keep_new(&mut history, sms("A", "x", &verdict));
    history.delete(&[id], days_later(89)).unwrap();
    assert_eq!(history.retain(Some(Days(90)), days_later(91)).unwrap(), 0);
    assert_eq!(history.undo(days_later(91)).unwrap(), 0);
}

#[test]
fn delete_all_leaves_the_users_choices_and_no_words() {
    let Fresh { mut history, path, folder: _folder } = fresh();
    let verdict = verdict(Level::Scam, &["05099998888"]);
    let new = sms("A", "ひみつの文面", &verdict);
    let id = keep_new(&mut history, new);
    keep_new(&mut history, sms("A", "other", &verdict));
    history.delete(&[id], NOW).unwrap();
    let blocked = number("0312345678");
    history.set_list(&blocked, Some(mihari_history::ListKind::Blocked), NOW).unwrap();
    history.set_retention(Some(Days(30))).unwrap();

    assert_eq!(history.delete_all().unwrap(), 1);
    assert_eq!(history.undo(NOW).unwrap(), 0);
    let lists = history.lists().unwrap();
    assert!(lists.remembered.is_empty() && lists.blocked.contains(&blocked));
    assert_eq!(history.retention().unwrap(), Some(Days(30)));
    assert!(!is_on_disk(&path, "ひみつの文面".as_bytes()));
    assert_eq!(keep_one(&mut history, new), Kept::Deleted);
}

#[test]
fn delete_all_takes_damaged_histories_as_well_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let names = || {
        let files = fs::read_dir(folder.path()).unwrap();
        let mut names: Vec<String> = files
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .filter(|name| !name.starts_with("history.db"))
            .collect();
        names.sort();
        names
    };
    let stays =
        ["history.damaged-.txt", "history.damaged-copy.db", "other.damaged-20251124T160000Z.db"];
    for name in stays {
        fs::write(folder.path().join(name), "somebody else's").unwrap();
    }
    for log in ["-wal", "-shm", "-journal"] {
        fs::write(&path, "ひみつの文面").unwrap();
        fs::write(folder.path().join(format!("history.db{log}")), "ひみつの文面").unwrap();
        History::open(&path, NOW).unwrap();
    }
    let mut history = History::open(&path, NOW).unwrap().history;
    assert_eq!(history.diagnosis().unwrap().set_aside, 3);
    assert!(names().len() > stays.len() + 3 && is_on_disk(&path, "ひみつの文面".as_bytes()));

    history.delete_all().unwrap();
    assert_eq!(names(), stays);
    assert_eq!(history.diagnosis().unwrap().set_aside, 0);
}
