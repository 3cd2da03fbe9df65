//! Signals by name and by number, and which of them stand for one item.

use std::collections::HashMap;

use crate::verdict::{Evidence, Field};

/// Number of a signal within one engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SignalId(pub(crate) u32);

/// Signals the engine finds by itself. `docs/packs.md` tells what each means.
pub(crate) const BUILT_IN: &[&str] = &[
    "brand.look_alike",
    "callback.international",
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
    "link.cheap_suffix",
    "link.dynamic_dns",
    "link.ip",
    "link.look_alike",
    "link.masked",
    "link.none",
    "link.odd_port",
    "link.off_list",
    "link.official",
    "link.shared_hosting",
    "link.shortener",
    "link.userinfo",
    "mail.off_list",
    "mail.official",
    "mention",
    "profile.business",
    "profile.personal",
    "sender.international",
    "sender.mobile",
    "sender.name",
    "user.blocked",
    "user.remembered",
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

    pub(crate) fn parts(&self, id: SignalId) -> &[SignalId] {
        &self.parts[id.0 as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.wholes.len()
    }
}

/// Which signals stand for one item, and where.
pub(crate) struct Observed<'t> {
    table: &'t SignalTable,
    bits: Vec<u64>,
    /// Every signal that stands, in the order it was first seen.
    standing: Vec<SignalId>,
    places: Vec<(SignalId, Evidence)>,
}

impl<'t> Observed<'t> {
    pub(crate) fn new(table: &'t SignalTable) -> Self {
        Self {
            table,
            bits: vec![0; table.len().div_ceil(64)],
            standing: Vec::with_capacity(8),
            places: Vec::new(),
        }
    }

    /// A signal with no place in the item.
    pub(crate) fn note(&mut self, id: SignalId) {
        if self.set(id) {
            let table = self.table;
            for &whole in &table.wholes[id.0 as usize] {
                self.set(whole);
            }
        }
    }

    /// A signal and the place that shows it.
    pub(crate) fn note_at(&mut self, id: SignalId, field: Field, start: usize, end: usize) {
        self.note(id);
        self.places.push((id, Evidence { field, start, end }));
    }

    fn set(&mut self, id: SignalId) -> bool {
        let (word, bit) = (id.0 as usize / 64, 1u64 << (id.0 % 64));
        let new = self.bits[word] & bit == 0;
        if new {
            self.bits[word] |= bit;
            self.standing.push(id);
        }
        new
    }

    pub(crate) fn stands(&self, id: SignalId) -> bool {
        self.bits[id.0 as usize / 64] & (1 << (id.0 % 64)) != 0
    }

    pub(crate) fn standing(&self) -> &[SignalId] {
        &self.standing
    }

    /// The places of a signal and of the signals it is made of.
    pub(crate) fn places(&self, id: SignalId) -> impl Iterator<Item = Evidence> + '_ {
        let parts = self.table.parts(id);
        self.places
            .iter()
            .filter(move |(signal, _)| *signal == id || parts.contains(signal))
            .map(|(_, place)| *place)
    }
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
        assert!(observed.stands(b) && observed.stands(c) && !observed.stands(d));
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
        assert!(BUILT_IN_BY_BRAND.iter().all(|name| BUILT_IN.contains(name)));
    }
}
