//! Signals by name and by number, and which of them stand for one item.

use foldhash::HashMap;
use smallvec::SmallVec;

use crate::verdict::{Evidence, Field};

/// Number of a signal within one engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SignalId(pub(crate) u32);

/// Signals the engine finds by itself. `docs/packs.md` tells what each means.
pub(crate) const BUILT_IN: &[&str] = &[
    "brand.look_alike",
    "callback.international",
    "callback.navi",
    "callback.number",
    "callback.toll_free",
    "caller.impossible",
    "caller.international",
    "caller.listed",
    "caller.near_miss",
    "caller.payphone",
    "caller.service",
    "caller.unavailable",
    "caller.withheld",
    "claim",
    "direction.outgoing",
    "link.any",
    "link.brand_word",
    "link.cheap_suffix",
    "link.combosquat",
    "link.dynamic_dns",
    "link.homograph",
    "link.inner_suffix",
    "link.ip",
    "link.look_alike",
    "link.masked",
    "link.messenger",
    "link.none",
    "link.odd_port",
    "link.off_list",
    "link.official",
    "link.shared_hosting",
    "link.shortener",
    "link.spoofed_domain",
    "link.typosquat",
    "link.userinfo",
    "mail.look_alike",
    "mail.official",
    "mention",
    "profile.business",
    "profile.personal",
    "sender.international",
    "sender.mobile",
    "sender.name",
    "user.blocked",
    "user.remembered",
    "way.none",
];

/// Signals of the same kind for each brand: `claim:amazon`.
pub(crate) const BUILT_IN_BY_BRAND: &[&str] = &[
    "claim",
    "link.look_alike",
    "link.off_list",
    "link.official",
    "mail.off_list",
    "mail.official",
    "mention",
];

/// Names of signals, and which signals are made of others.
#[derive(Default)]
pub(crate) struct SignalTable {
    ids: HashMap<String, SignalId>,
    /// The signals that a signal is part of, nearest first.
    wholes: Vec<Vec<SignalId>>,
    /// The signals that a signal is made of; empty for one that stands alone.
    parts: Vec<Vec<SignalId>>,
}

impl SignalTable {
    pub(crate) fn add(&mut self, name: &str) -> SignalId {
        let next = SignalId(self.wholes.len() as u32);
        let id = *self.ids.entry(name.to_owned()).or_insert(next);
        if id == next {
            self.wholes.push(Vec::new());
            self.parts.push(Vec::new());
        }
        id
    }

    pub(crate) fn get(&self, name: &str) -> Option<SignalId> {
        self.ids.get(name).copied()
    }

    /// The id of a built-in signal, which is in every table.
    pub(crate) fn built_in(&self, name: &str) -> SignalId {
        debug_assert!(self.ids.contains_key(name), "{name} is not built in");
        self.get(name).unwrap_or(SignalId(0))
    }

    /// Makes `part` imply `whole`. Both must be in the table, and `part` must have its own parts.
    pub(crate) fn make_part(&mut self, part: SignalId, whole: SignalId) {
        let mut implied = vec![whole];
        implied.extend_from_slice(&self.wholes[whole.0 as usize]);
        let below = self.parts[part.0 as usize].clone();
        for id in below.iter().chain([&part]) {
            let wholes = &mut self.wholes[id.0 as usize];
            wholes.extend(
                implied.iter().filter(|w| !wholes.contains(w)).copied().collect::<Vec<_>>(),
            );
        }
        let parts = &mut self.parts[whole.0 as usize];
        parts.push(part);
        parts.extend(below);
    }

    fn is_part(&self, part: SignalId, whole: SignalId) -> bool {
        self.wholes[part.0 as usize].contains(&whole)
    }

    pub(crate) fn len(&self) -> usize {
        self.wholes.len()
    }
}

/// Which signals stand for one item, and where.
///
/// Words are looked at in two steps: first which signals may stand, for all at once; then, for the
/// few that a rule asks for, whether they do.
pub(crate) struct Observed<'t> {
    table: &'t SignalTable,
    /// By signal.
    states: Vec<State>,
    /// Every signal that may stand, in the order it was first seen.
    candidates: Vec<SignalId>,
    places: Vec<(SignalId, Evidence)>,
}

/// What is known of a signal so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// It does not stand.
    Impossible,
    /// It may stand: nobody has asked yet.
    Possible,
    /// It may have stood, and does not.
    Absent,
    Standing,
}

impl<'t> Observed<'t> {
    pub(crate) fn new(table: &'t SignalTable) -> Self {
        Self {
            table,
            states: vec![State::Impossible; table.len()],
            candidates: Vec::with_capacity(64),
            places: Vec::with_capacity(32),
        }
    }

    /// A signal that stands, with no place in the item.
    pub(crate) fn note(&mut self, id: SignalId) {
        self.note_possible(id);
        self.settle(id, true);
    }

    /// A signal that stands, and the place that shows it.
    pub(crate) fn note_at(&mut self, id: SignalId, field: Field, start: usize, end: usize) {
        self.note(id);
        self.places.push((id, Evidence { field, start, end }));
    }

    /// A signal that may stand.
    pub(crate) fn note_possible(&mut self, id: SignalId) {
        let table = self.table;
        // What it is part of may stand since it may.
        if self.add_candidate(id) {
            for &whole in &table.wholes[id.0 as usize] {
                self.add_candidate(whole);
            }
        }
    }

    /// Whether it is a new one.
    fn add_candidate(&mut self, id: SignalId) -> bool {
        let state = &mut self.states[id.0 as usize];
        let is_new = *state == State::Impossible;
        if is_new {
            *state = State::Possible;
            self.candidates.push(id);
        }
        is_new
    }

    /// Says for good whether a signal that may stand does. One that stands goes on standing.
    pub(crate) fn settle(&mut self, id: SignalId, stands: bool) {
        let state = &mut self.states[id.0 as usize];
        *state = match (*state, stands) {
            (State::Impossible, false) => State::Impossible,
            (_, true) | (State::Standing, _) => State::Standing,
            (State::Possible | State::Absent, false) => State::Absent,
        };
    }

    pub(crate) fn may_stand(&self, id: SignalId) -> bool {
        self.states[id.0 as usize] != State::Impossible
    }

    /// Whether a signal stands; `None` when that is not settled yet.
    pub(crate) fn settled(&self, id: SignalId) -> Option<bool> {
        match self.states[id.0 as usize] {
            State::Possible => None,
            state => Some(state == State::Standing),
        }
    }

    /// Whether a signal is not made of others.
    pub(crate) fn stands_alone(&self, id: SignalId) -> bool {
        self.table.parts[id.0 as usize].is_empty()
    }

    /// Those of the signals that a signal is made of that may stand: few, where a signal has a part
    /// for every brand.
    pub(crate) fn possible_parts(&self, id: SignalId) -> SmallVec<[SignalId; 8]> {
        self.candidates.iter().copied().filter(|part| self.table.is_part(*part, id)).collect()
    }

    pub(crate) fn candidates(&self) -> &[SignalId] {
        &self.candidates
    }

    /// The places of a signal and of the signals it is made of.
    pub(crate) fn places(&self, id: SignalId) -> impl Iterator<Item = Evidence> + '_ {
        let has_parts = !self.stands_alone(id);
        self.places
            .iter()
            .filter(move |(part, _)| *part == id || (has_parts && self.table.is_part(*part, id)))
            .map(|(_, place)| *place)
    }
}

/// Answers whether signals stand, looking no further than it is asked.
pub(crate) trait Standing {
    /// Cheap; `false` is certain.
    fn may_stand(&self, id: SignalId) -> bool;
    /// Certain.
    fn stands(&mut self, id: SignalId) -> bool;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_implies_its_wholes_up_to_the_top() {
        let mut table = SignalTable::default();
        let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| table.add(name));
        table.make_part(a, b);
        table.make_part(b, c);
        table.make_part(d, c);
        let mut observed = Observed::new(&table);
        observed.note_at(a, Field::Text, 1, 2);
        assert!([a, b, c].iter().all(|id| observed.may_stand(*id)) && !observed.may_stand(d));
        assert_eq!(observed.settled(a), Some(true));
        assert_eq!(observed.settled(b), None);
        assert_eq!(observed.settled(d), Some(false));
        assert_eq!(observed.places(c).count(), 1);
    }

    #[test]
    fn a_name_has_one_id() {
        let mut table = SignalTable::default();
        assert_eq!(table.add("a"), table.add("a"));
        assert_ne!(table.add("a"), table.add("b"));
        assert!(table.get("c").is_none());
    }

    #[test]
    fn built_in_names_are_sorted_and_unique() {
        assert!(BUILT_IN.windows(2).all(|pair| pair[0] < pair[1]));
        let of_brands_alone = ["mail.off_list"];
        let known = |name: &&str| BUILT_IN.contains(name) || of_brands_alone.contains(name);
        assert!(BUILT_IN_BY_BRAND.iter().all(known));
    }
}
