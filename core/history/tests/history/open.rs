use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use mihari_history::{Counts, History, Reason, Road, Timestamp};
use rusqlite::Connection;

use crate::samples::*;

/// The names in the folder, sorted.
fn names(folder: &Path) -> Vec<OsString> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    names
}

fn reason_of(path: &Path) -> Reason {
    History::open(path, NOW).err().unwrap().reason()
}

/// A closed history with one entry.
fn filled() -> (PathBuf, tempfile::TempDir) {
    let Fresh { mut history, path, folder } = fresh();
    let verdict = scam();
    keep_new(&mut history, sms("Amazon", "未納料金", &verdict));
    (path, folder)
}

#[test]
fn missing_folders_are_made_and_nobody_else_may_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a/b/履歴 #1?.db");
    let opened = History::open(&path, NOW).unwrap();
    assert_eq!(opened.set_aside, None);
    assert!(path.exists());
    #[cfg(unix)]
    for path in [&path, path.parent().unwrap()] {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o077, 0);
    }
}

#[test]
fn what_was_kept_is_there_after_closing() {
    let (path, _folder) = filled();
    let opened = History::open(&path, NOW).unwrap();
    assert_eq!(opened.set_aside, None);
    assert_eq!(all(&opened.history)[0].text, "未納料金");
}

#[test]
fn an_empty_file_becomes_a_history() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    fs::write(&path, "").unwrap();
    assert!(History::open_existing_read_only(&path).unwrap().is_none());
    assert_eq!(History::open(&path, NOW).unwrap().set_aside, None);
}

#[test]
fn a_damaged_file_is_set_aside_whole_and_a_fresh_one_made() {
    let garbage: [&[u8]; 5] = [
        b"hello",
        &[0xff; 70_000],
        b"SQLite format 3\0",
        &[b"SQLite format 3\0".as_slice(), &[0; 8000]].concat(),
        &[0; 100],
    ];
    for bytes in garbage {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history.db");
        fs::write(&path, bytes).unwrap();
        fs::write(folder.path().join("history.db-wal"), "a log").unwrap();

        let opened = History::open(&path, NOW).unwrap();
        let aside = opened.set_aside.unwrap();
        assert_eq!(aside.file_name().unwrap(), "history.damaged-20251124T160000Z.db");
        assert_eq!(fs::read(&aside).unwrap(), bytes);
        let log = folder.path().join("history.damaged-20251124T160000Z.db-wal");
        assert_eq!(fs::read(log).unwrap_or_default(), b"a log", "{} bytes", bytes.len());
        let mut history = opened.history;
        let verdict = scam();
        keep_new(&mut history, sms("A", "x", &verdict));
    }
}

#[test]
fn broken_and_missing_pages_are_found() {
    let ruins: [fn(&mut Vec<u8>); 2] =
        [|bytes| bytes[4096..].fill(0x5a), |bytes| bytes.truncate(bytes.len() / 2)];
    for ruin in ruins {
        let (path, _folder) = filled();
        let mut bytes = fs::read(&path).unwrap();
        ruin(&mut bytes);
        fs::write(&path, &bytes).unwrap();
        let opened = History::open(&path, NOW).unwrap();
        assert_eq!(fs::read(opened.set_aside.unwrap()).unwrap(), bytes);
        assert!(all(&opened.history).is_empty());
    }
}

#[test]
fn a_file_cut_to_nothing_beside_its_log_is_set_aside_and_not_begun_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    fs::write(&path, "").unwrap();
    fs::write(folder.path().join("history.db-wal"), "all there was").unwrap();
    let aside = History::open(&path, NOW).unwrap().set_aside.unwrap();
    let mut log = aside.into_os_string();
    log.push("-wal");
    assert_eq!(fs::read(log).unwrap(), b"all there was");
}

#[test]
fn a_taken_name_is_never_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.db");
    let mut expected = Vec::new();
    for round in 1..=3 {
        fs::write(&path, format!("garbage {round}")).unwrap();
        let aside = History::open(&path, NOW).unwrap().set_aside.unwrap();
        expected.push((aside, format!("garbage {round}")));
    }
    assert!(expected[1].0.ends_with("history.damaged-20251124T160000Z-2.db"));
    for (aside, content) in expected {
        assert_eq!(fs::read_to_string(aside).unwrap(), content);
    }
}

#[test]
fn a_time_outside_the_calendar_still_names_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plain");
    fs::write(&path, "garbage").unwrap();
    let aside = History::open(&path, Timestamp(i64::MAX)).unwrap().set_aside.unwrap();
    assert!(aside.ends_with("plain.damaged-9223372036854775807"));
}

#[test]
fn damage_met_while_in_use_is_told_and_set_aside_at_the_next_start() {
    let Fresh { mut history, path, folder: _folder } = fresh();
    let verdict = scam();
    let many: Vec<String> = (0..2000).map(|i| format!("{i} 未納料金のお知らせ")).collect();
    let items: Vec<_> = many.iter().map(|text| sms("Amazon", text, &verdict)).collect();
    history.keep(&items, NOW).unwrap();
    drop(history);

    let reader = History::open_existing_read_only(&path).unwrap().unwrap();
    let mut bytes = fs::read(&path).unwrap();
    let from = bytes.len() / 4;
    bytes[from..].fill(0x5a);
    fs::write(&path, bytes).unwrap();
    let error = reader.list(&mihari_history::Filter::default()).unwrap_err();
    assert_eq!(error.reason(), Reason::Damaged);
    assert!(error.to_string().contains("set aside"), "{error}");
    drop(reader);
    assert!(History::open(&path, NOW).unwrap().set_aside.is_some());
}

#[test]
fn a_newer_history_is_refused_and_left_as_it_is() {
    let (path, folder) = filled();
    let connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "user_version", 7).unwrap();
    drop(connection);
    let before = fs::read(&path).unwrap();

    assert_eq!(reason_of(&path), Reason::Newer { found: 7, known: 1 });
    let error = History::open_existing_read_only(&path).err().unwrap();
    assert!(error.to_string().contains("update Mihari"), "{error}");
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(names(folder.path()), ["history.db"]);
}

#[test]
fn another_programs_database_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("contacts.db");
    for application_id in [0, 42] {
        let connection = Connection::open(&path).unwrap();
        connection.pragma_update(None, "application_id", application_id).unwrap();
        connection.execute_batch("CREATE TABLE IF NOT EXISTS contact (name TEXT)").unwrap();
        drop(connection);
        let before = fs::read(&path).unwrap();
        assert_eq!(reason_of(&path), Reason::Foreign);
        let error = History::open_existing_read_only(&path).err().unwrap();
        assert_eq!(error.reason(), Reason::Foreign);
        assert_eq!(fs::read(&path).unwrap(), before);
        assert_eq!(names(folder.path()), ["contacts.db"]);
    }
}

#[test]
fn a_folder_or_a_path_through_a_file_is_a_clear_error() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(reason_of(folder.path()), Reason::Folder);
    let reader = History::open_existing_read_only(folder.path());
    assert_eq!(reader.err().unwrap().reason(), Reason::Folder);
    let file = folder.path().join("file");
    fs::write(&file, "x").unwrap();
    assert_eq!(reason_of(&file.join("history.db")), Reason::NoFolder);
    assert_eq!(fs::read(&file).unwrap(), b"x");
}

/// Nobody, not even root, makes a folder there.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_nobody_may_write_to_is_a_clear_error() {
    let error = History::open(Path::new("/sys/mihari/history.db"), NOW).err().unwrap();
    assert!(matches!(error.reason(), Reason::Denied | Reason::NoFolder), "{error}");
    assert!(error.to_string().contains("/sys/mihari/history.db"));
}

#[test]
fn reading_finds_nothing_where_no_file_is_and_makes_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/history.db");
    assert!(History::open_existing_read_only(&path).unwrap().is_none());
    assert!(names(folder.path()).is_empty());
}

#[test]
fn reading_leaves_no_trace_in_the_folder() {
    let (path, folder) = filled();
    let before = (fs::read(&path).unwrap(), fs::metadata(&path).unwrap().modified().unwrap());
    let history = History::open_existing_read_only(&path).unwrap().unwrap();
    assert_eq!(all(&history).len(), 1);
    drop(history);
    assert_eq!(names(folder.path()), ["history.db"]);
    let after = (fs::read(&path).unwrap(), fs::metadata(&path).unwrap().modified().unwrap());
    assert!(before == after);
}

#[test]
fn a_history_opened_for_reading_refuses_every_change() {
    let (path, _folder) = filled();
    let mut history = History::open_existing_read_only(&path).unwrap().unwrap();
    let verdict = scam();
    let refused = [
        history.keep(&[sms("A", "x", &verdict)], NOW).err(),
        history.delete(&[all(&history)[0].id], NOW).err(),
        history.set_setting("a", Some("b")).err(),
    ];
    for error in refused {
        assert_eq!(error.unwrap().reason(), Reason::ReadOnly);
    }
    let mut counts = Counts::default();
    counts.add(mihari_engine::item::Channel::Sms, true);
    assert_eq!(history.count(&counts, Road::Receiver, NOW).unwrap_err().reason(), Reason::ReadOnly);
    assert_eq!(all(&history).len(), 1);
}

#[test]
fn a_reader_sees_what_a_writer_has_open() {
    let Fresh { mut history, path, folder: _folder } = fresh();
    let verdict = scam();
    keep_new(&mut history, sms("A", "first", &verdict));
    let reader = History::open_existing_read_only(&path).unwrap().unwrap();
    assert_eq!(all(&reader).len(), 1);
    keep_new(&mut history, sms("A", "second", &verdict));
    assert_eq!(all(&reader).len(), 2);
    drop(reader);
    keep_new(&mut history, sms("A", "third", &verdict));
    assert_eq!(all(&history).len(), 3);
}
