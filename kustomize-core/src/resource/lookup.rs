//! The indexes of a set of resources.

use super::resource::Resource;
use super::unseen::LABELS;
use crate::hash::HashMap;
use crate::yaml::Str;
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::OnceLock;

/// From hashes to the places in the list that may fit; whoever asks compares the rest.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    hasher: foldhash::quality::RandomState,
    map: HashMap<u64, Bucket>,
    /// What is to be added to the places as they are kept, so that resources can be put before all others.
    shift: u32,
}

#[derive(Clone, Debug)]
enum Bucket {
    One(u32),
    Many(Vec<u32>),
}

/// What resources are found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// Kind and name, now and earlier.
    Id,
    /// Name, now and earlier.
    Name,
    /// The kind now.
    Kind,
    /// A label and its value.
    Label,
}

/// Each is made when it is first asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Lookup {
    ids: OnceLock<Table>,
    names: OnceLock<Table>,
    kinds: OnceLock<Table>,
    pub(super) labels: OnceLock<Table>,
    /// The names that resources have and the first that they had, in order.
    pub(super) sorted: OnceLock<Vec<(Str, u32)>>,
}

impl Table {
    /// An empty table with room for so many entries.
    pub(super) fn of(count: usize) -> Self {
        let mut table = Table::default();
        table.map.reserve(count);
        table
    }

    pub(super) fn hash(&self, parts: &[&str]) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        for part in parts {
            part.hash(&mut hasher);
        }
        hasher.finish()
    }

    /// Makes room for `count` resources before all others.
    pub(super) fn shift(&mut self, count: usize) {
        self.shift = self.shift.wrapping_add(count as u32);
    }

    pub(super) fn add(&mut self, hash: u64, at: usize) {
        let at = (at as u32).wrapping_sub(self.shift);
        match self.map.entry(hash) {
            hashbrown::hash_map::Entry::Vacant(slot) => {
                slot.insert(Bucket::One(at));
            }
            hashbrown::hash_map::Entry::Occupied(mut slot) => match slot.get_mut() {
                Bucket::One(first) if *first == at => {}
                Bucket::One(first) => {
                    let pair = vec![*first, at];
                    slot.insert(Bucket::Many(pair));
                }
                Bucket::Many(list) => {
                    if list.last() != Some(&at) {
                        list.push(at);
                    }
                }
            },
        }
    }

    pub(super) fn remove(&mut self, hash: u64, at: usize) {
        let at = (at as u32).wrapping_sub(self.shift);
        match self.map.get_mut(&hash) {
            Some(Bucket::One(only)) if *only == at => {
                self.map.remove(&hash);
            }
            Some(Bucket::Many(list)) => list.retain(|&i| i != at),
            _ => {}
        }
    }

    /// True when no two entries have the same hash.
    pub(super) fn has_single_buckets_only(&self) -> bool {
        self.map.values().all(|bucket| match bucket {
            Bucket::One(_) => true,
            Bucket::Many(list) => list.len() <= 1,
        })
    }

    pub(super) fn find(&self, hash: u64) -> impl Iterator<Item = usize> {
        let kept = match self.map.get(&hash) {
            Some(Bucket::One(only)) => std::slice::from_ref(only),
            Some(Bucket::Many(list)) => list,
            None => &[],
        };
        kept.iter().map(|at| at.wrapping_add(self.shift) as usize)
    }
}

impl By {
    /// Visits the hash of each entry that a resource has in a table.
    pub(super) fn each_hash(self, table: &Table, resource: &Resource, visit: &mut dyn FnMut(u64)) {
        match self {
            By::Id => {
                let before = resource.previous.iter().map(|p| [p.kind.as_str(), p.name.as_str()]);
                visit_runs([resource.kind(), resource.name()], before, |parts| visit(table.hash(&parts)));
            }
            By::Name => {
                let before = resource.previous.iter().map(|p| [p.name.as_str()]);
                visit_runs([resource.name()], before, |parts| visit(table.hash(&parts)));
            }
            By::Kind => visit(table.hash(&[resource.kind()])),
            By::Label => resource
                .pairs(LABELS)
                .for_each(|e| visit(table.hash(&[&e.key.text, e.value.text().unwrap_or_default()]))),
        }
    }
}

/// Visits what a resource is called now and what it was before, but for what is equal to the one in front: of several
/// steps that a resource has gone through most leave its name and kind.
fn visit_runs<T: Copy + PartialEq>(now: T, before: impl Iterator<Item = T>, mut visit: impl FnMut(T)) {
    visit(now);
    before.fold(now, |last, next| {
        if next != last {
            visit(next);
        }
        next
    });
}

impl Lookup {
    pub(super) fn table(&self, by: By) -> &OnceLock<Table> {
        match by {
            By::Id => &self.ids,
            By::Name => &self.names,
            By::Kind => &self.kinds,
            By::Label => &self.labels,
        }
    }

    pub(super) fn tables(&mut self) -> [(By, &mut OnceLock<Table>); 4] {
        [
            (By::Id, &mut self.ids),
            (By::Name, &mut self.names),
            (By::Kind, &mut self.kinds),
            (By::Label, &mut self.labels),
        ]
    }

    /// The entries that a resource has in the tables that are made.
    pub(super) fn entries(&mut self, resource: &Resource) -> Vec<(By, u64)> {
        let mut entries = Vec::new();
        for (by, table) in self.tables() {
            if let Some(table) = table.get() {
                by.each_hash(table, resource, &mut |hash| entries.push((by, hash)));
            }
        }
        entries
    }

    /// Takes out the entries of a resource that are no more and adds those that are new: many resources may
    /// share one, and most changes touch none.
    pub(super) fn replace(&mut self, old: &[(By, u64)], new: &[(By, u64)], at: usize) {
        for (by, table) in self.tables() {
            let Some(table) = table.get_mut() else { continue };
            let differ = |all: &[(By, u64)], entry: &(By, u64)| entry.0 == by && !all.contains(entry);
            old.iter().filter(|entry| differ(new, entry)).for_each(|(_, hash)| table.remove(*hash, at));
            new.iter().filter(|entry| differ(old, entry)).for_each(|(_, hash)| table.add(*hash, at));
        }
    }

    pub(super) fn add(&mut self, resource: &Resource, at: usize) {
        let entries = self.entries(resource);
        self.replace(&[], &entries, at);
    }
}
