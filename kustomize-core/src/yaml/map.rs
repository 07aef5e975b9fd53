//! Mappings: entries in order, which several copies may have in common until one of them is changed.

use super::lazy::Lazy;
use super::memory::Memory;
use super::node::{Entry, Key, Node, Str};
use std::sync::Arc;

/// A mapping in document order.
#[derive(Clone)]
pub struct Map {
    entries: Entries,
}

#[derive(Clone)]
enum Entries {
    Own(Vec<Entry>),
    Shared(Arc<Shared>),
    Lazy(Arc<Lazy>),
}

/// Entries that nobody changes, and whose mappings are all of this kind too.
struct Shared {
    entries: Vec<Entry>,
    memory: Memory,
}

impl Default for Map {
    fn default() -> Self {
        Map { entries: Entries::Own(Vec::new()) }
    }
}

impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        self.entries() == other.entries()
    }
}

impl std::fmt::Debug for Map {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Map").field("entries", &self.entries()).finish()
    }
}

impl Map {
    /// An empty mapping.
    pub fn new() -> Self {
        Self::default()
    }

    /// A mapping of these entries, taken as they are: keys are not checked for duplicates.
    pub fn from_entries(entries: Vec<Entry>) -> Self {
        Map { entries: Entries::Own(entries) }
    }

    /// A mapping that is read to nodes when it is looked into.
    pub(super) fn lazy(lazy: Lazy) -> Self {
        Map { entries: Entries::Lazy(Arc::new(lazy)) }
    }

    /// What was read of it instead of nodes, as long as it is unchanged.
    pub(super) fn as_lazy(&self) -> Option<&Lazy> {
        match &self.entries {
            Entries::Lazy(lazy) => Some(lazy),
            _ => None,
        }
    }

    /// Finds out anew which keys stand here more than once.
    pub(crate) fn mark_repeated(&mut self) {
        let mut seen = crate::hash::HashSet::default();
        for entry in self.own() {
            entry.key.repeated = !seen.insert(entry.key.text.clone());
        }
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.entries().len()
    }

    /// True when there is no entry.
    pub fn is_empty(&self) -> bool {
        match &self.entries {
            Entries::Own(entries) => entries.is_empty(),
            Entries::Shared(shared) => shared.entries.is_empty(),
            // Only what has entries is read so.
            Entries::Lazy(_) => false,
        }
    }

    /// The entries in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.entries().iter()
    }

    /// The entries in order, to change.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Entry> {
        self.own().iter_mut()
    }

    /// The entries as the vector they are kept in.
    pub fn entries_mut(&mut self) -> &mut Vec<Entry> {
        self.own()
    }

    /// The entries, leaving the mapping behind.
    pub fn into_entries(mut self) -> Vec<Entry> {
        std::mem::take(self.own())
    }

    /// The place of the first entry with this key.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.entries().iter().position(|e| e.key.is(key))
    }

    /// The first entry with this key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|e| e.key.is(key))
    }

    /// The value of this key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|e| &e.value)
    }

    /// The value of this key, to change.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        match self.entries {
            Entries::Own(ref mut entries) => entries.iter_mut().find(|e| e.key.is(key)).map(|e| &mut e.value),
            // Looking for what is not there changes nothing.
            Entries::Shared(_) | Entries::Lazy(_) => {
                let at = self.position(key)?;
                self.own().get_mut(at).map(|e| &mut e.value)
            }
        }
    }

    /// The value of this key as a string-like scalar's text, whatever its tag.
    pub fn get_text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Node::text)
    }

    /// True when there is an entry with this key.
    pub fn contains(&self, key: &str) -> bool {
        self.position(key).is_some()
    }

    /// Replaces the value of this key, or adds an entry at the end.
    pub fn set(&mut self, key: &str, value: Node) {
        match self.get_mut(key) {
            Some(old) => *old = value,
            None => self.push(key, value),
        }
    }

    /// Adds an entry at the end without looking for the key.
    pub fn push(&mut self, key: impl Into<Str>, value: Node) {
        let pos = value.pos;
        self.own().push(Entry { key: Key::new(key, pos), value });
    }

    /// Adds an entry with an untagged key at the end without looking for the key.
    pub fn push_untagged(&mut self, key: impl Into<Str>, value: Node) {
        let pos = value.pos;
        self.own().push(Entry { key: Key::untagged(key, pos), value });
    }

    /// Removes the first entry with this key and gives its value, keeping the order of the rest.
    pub fn remove(&mut self, key: &str) -> Option<Node> {
        self.position(key).map(|i| self.own().remove(i).value)
    }

    /// As [`Self::get_or_insert_with`], with an untagged key.
    pub(crate) fn get_or_make(&mut self, key: &str, make: impl FnOnce() -> Node) -> &mut Node {
        self.get_or(key, |map| map.push_untagged(key, make()))
    }

    /// The value of this key; made by `make` and added at the end when it is missing.
    pub fn get_or_insert_with(&mut self, key: &str, make: impl FnOnce() -> Node) -> &mut Node {
        self.get_or(key, |map| map.push(key, make()))
    }

    /// The value of this key, which `add` adds at the end when it is missing.
    fn get_or(&mut self, key: &str, add: impl FnOnce(&mut Self)) -> &mut Node {
        let at = match self.position(key) {
            Some(at) => at,
            None => {
                add(self);
                self.len() - 1
            }
        };
        // `at` was just found or made.
        #[allow(clippy::indexing_slicing)]
        &mut self.own()[at].value
    }

    #[inline(always)]
    fn entries(&self) -> &[Entry] {
        match &self.entries {
            Entries::Own(entries) => entries,
            Entries::Shared(shared) => &shared.entries,
            Entries::Lazy(lazy) => lazy.entries(),
        }
    }

    /// The entries of this mapping alone.
    #[inline(always)]
    fn own(&mut self) -> &mut Vec<Entry> {
        match self.entries {
            Entries::Own(ref mut entries) => entries,
            Entries::Shared(_) | Entries::Lazy(_) => self.part(),
        }
    }

    /// Parts with those that have the entries in common with this one.
    #[cold]
    fn part(&mut self) -> &mut Vec<Entry> {
        // Often a field is added next.
        let mut entries = Vec::with_capacity(self.len() + 1);
        entries.extend_from_slice(self.entries());
        self.entries = Entries::Own(entries);
        self.own()
    }

    /// See [`Node::share`].
    pub(super) fn share(&mut self) {
        let Entries::Own(entries) = &mut self.entries else { return };
        if entries.is_empty() {
            return;
        }
        entries.iter_mut().for_each(|entry| entry.value.share());
        let entries = std::mem::take(entries);
        self.entries = Entries::Shared(Arc::new(Shared { entries, memory: Memory::default() }));
    }

    /// What is known of these very entries and what is in them, where several mappings have them in common.
    pub(crate) fn memory(&self) -> Option<&Memory> {
        match &self.entries {
            Entries::Own(_) => None,
            Entries::Shared(shared) => Some(&shared.memory),
            Entries::Lazy(lazy) => Some(lazy.memory()),
        }
    }
}

impl<'a> IntoIterator for &'a Map {
    type Item = &'a Entry;
    type IntoIter = std::slice::Iter<'a, Entry>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
