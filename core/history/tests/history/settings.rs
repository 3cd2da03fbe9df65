use mihari_engine::item::{Channel, Profile};
use mihari_history::{Counts, Days, History, Road, Tally, Timestamp};

use crate::samples::*;

#[test]
fn choices_last() {
    let Fresh { mut history, path, folder: _folder } = fresh();
    assert_eq!(history.profile().unwrap(), Profile::Personal);
    assert_eq!(history.retention().unwrap(), None);
    history.set_profile(Profile::Business).unwrap();
    history.set_retention(Some(Days(180))).unwrap();
    history.set_setting("notify", Some("loud")).unwrap();
    drop(history);

    let mut history = History::open(&path, NOW).unwrap().history;
    assert_eq!(history.profile().unwrap(), Profile::Business);
    assert_eq!(history.retention().unwrap(), Some(Days(180)));
    assert_eq!(history.setting("notify").unwrap().as_deref(), Some("loud"));
    history.set_retention(None).unwrap();
    history.set_setting("notify", None).unwrap();
    assert_eq!(history.retention().unwrap(), None);
    assert_eq!(history.setting("notify").unwrap(), None);
}

#[test]
fn counters_add_up_and_say_when_each_channel_was_last_heard() {
    let Fresh { mut history, folder: _folder, .. } = fresh();
    assert_eq!(history.diagnosis().unwrap().last_arrived_on(Channel::Sms), None);
    let mut counts = Counts::default();
    counts.add(Channel::Sms, true);
    counts.add(Channel::Sms, false);
    counts.add(Channel::Call, false);
    history.count(&counts, Road::Receiver, NOW).unwrap();
    let later = Timestamp(NOW.0 + DAY);
    let mut more = Counts::default();
    more.add(Channel::Sms, false);
    history.count(&more, Road::Receiver, later).unwrap();
    counts += more;

    let verdict = scam();
    keep_new(&mut history, sms("A", "x", &verdict));
    let diagnosis = history.diagnosis().unwrap();
    assert_eq!(diagnosis.counts, counts);
    assert_eq!(diagnosis.counts.of(Channel::Sms), Tally { screened: 3, flagged: 1 });
    assert_eq!(diagnosis.counts.total(), Tally { screened: 4, flagged: 1 });
    assert_eq!(diagnosis.last_arrived_on(Channel::Sms), Some(later));
    assert_eq!(diagnosis.last_arrived_on(Channel::Call), Some(NOW));
    assert_eq!(diagnosis.last_arrived_on(Channel::Email), None);
    assert_eq!((diagnosis.kept, diagnosis.in_undo_bin), (1, 0));
}
