//! The ordered set of resources that a build works on, with its indexes.

use super::id::{Identity, ResId};
use super::resource::Resource;
use crate::diagnostic::{Code, Error, Errors, Result};
use crate::hash::HashMap;
use crate::schema::Schema;
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::{Arc, OnceLock};

/// Resources in order, found by identity, name or kind without looking at all of them.
///
/// Resources are shared until they are changed. The indexes are built when they are first needed
/// and kept up to date by [`Self::push`] and [`Self::modify`]; a change of many resources through
/// [`Self::iter_mut`] drops them.
#[derive(Clone, Debug, Default)]
pub struct ResourceSet {
    list: Vec<Arc<Resource>>,
    schema: Schema,
    current: OnceLock<Table>,
    lookup: Lookup,
}

/// From hashes to the places in the list that may fit; whoever asks compares the rest.
#[derive(Clone, Debug, Default)]
struct Table {
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

/// Each is made when it is first asked for.
#[derive(Clone, Debug, Default)]
struct Lookup {
    /// By kind and name, now and earlier.
    ids: OnceLock<Table>,
    /// By name, now and earlier.
    names: OnceLock<Table>,
    /// By the kind now.
    kinds: OnceLock<Table>,
}

impl Table {
    /// An empty table with room for so many entries.
    fn of(count: usize) -> Self {
        let mut table = Table::default();
        table.map.reserve(count);
        table
    }

    fn hash(&self, parts: &[&str]) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        for part in parts {
            part.hash(&mut hasher);
        }
        hasher.finish()
    }

    /// Makes room for `count` resources before all others.
    fn shift(&mut self, count: usize) {
        self.shift = self.shift.wrapping_add(count as u32);
    }

    fn add(&mut self, hash: u64, at: usize) {
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

    fn remove(&mut self, hash: u64, at: usize) {
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
    fn has_single_buckets_only(&self) -> bool {
        self.map.values().all(|bucket| match bucket {
            Bucket::One(_) => true,
            Bucket::Many(list) => list.len() <= 1,
        })
    }

    fn find(&self, hash: u64) -> impl Iterator<Item = usize> {
        let kept = match self.map.get(&hash) {
            Some(Bucket::One(only)) => std::slice::from_ref(only),
            Some(Bucket::Many(list)) => list,
            None => &[],
        };
        kept.iter().map(|at| at.wrapping_add(self.shift) as usize)
    }
}

fn full_hash(table: &Table, id: Identity<'_>) -> u64 {
    table.hash(&[id.group, id.version, id.kind, id.name, id.namespace])
}

fn duplicate(schema: &Schema, first: &Resource, second: &Resource) -> Error {
    let error = Error::new(Code::DuplicateId, format!("the resource {} is already there", second.id(schema)))
        .at(second.name_pos());
    if first.name_pos() == second.name_pos() {
        return error.hint("its file is used twice, take out one of the ways that lead to it");
    }
    error
        .hint("remove one of the two, give one another name or namespace, or use a patch")
        .related(first.name_pos(), "the first one is here")
}

/// A change of the entries of one resource in a table.
type Change = fn(&mut Table, u64, usize);

impl Lookup {
    fn change(&mut self, resource: &Resource, at: usize, change: Change) {
        let tables = [
            (&mut self.ids, Lookup::change_id as fn(&mut Table, &Resource, usize, Change)),
            (&mut self.names, Lookup::change_name),
            (&mut self.kinds, Lookup::change_kind),
        ];
        for (table, of) in tables {
            table.get_mut().into_iter().for_each(|table| of(table, resource, at, change));
        }
    }

    fn change_id(table: &mut Table, resource: &Resource, at: usize, change: Change) {
        let now = std::iter::once((resource.kind(), resource.name()));
        let before = resource.previous.iter().map(|p| (p.kind.as_str(), p.name.as_str()));
        for (kind, name) in now.chain(before) {
            let hash = table.hash(&[kind, name]);
            change(table, hash, at);
        }
    }

    fn change_name(table: &mut Table, resource: &Resource, at: usize, change: Change) {
        let before = resource.previous.iter().map(|p| p.name.as_str());
        for name in std::iter::once(resource.name()).chain(before) {
            let hash = table.hash(&[name]);
            change(table, hash, at);
        }
    }

    fn change_kind(table: &mut Table, resource: &Resource, at: usize, change: Change) {
        let hash = table.hash(&[resource.kind()]);
        change(table, hash, at);
    }

    fn forget(&mut self) {
        [&mut self.ids, &mut self.names, &mut self.kinds].into_iter().for_each(|table| drop(table.take()));
    }
}

impl ResourceSet {
    /// An empty set that judges the scope of kinds by `schema`.
    pub fn new(schema: Schema) -> Self {
        ResourceSet { schema, ..Self::default() }
    }

    /// The table of facts that identities are judged by.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Judges identities by this table from now on.
    pub fn set_schema(&mut self, schema: Schema) {
        if !self.schema.is_same(&schema) {
            self.schema = schema;
            self.forget_indexes();
        }
    }

    /// The number of resources.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// True when there is no resource.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The resources in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Resource> + DoubleEndedIterator {
        self.list.iter().map(|r| &**r)
    }

    /// The resources in order, shared.
    pub fn shared(&self) -> &[Arc<Resource>] {
        &self.list
    }

    /// The resource at a place.
    pub fn get(&self, at: usize) -> Option<&Resource> {
        self.list.get(at).map(|r| &**r)
    }

    /// All resources, to change; each that is shared is copied first. Drops the indexes.
    pub fn iter_mut(&mut self) -> impl ExactSizeIterator<Item = &mut Resource> {
        self.forget_indexes();
        self.list.iter_mut().map(Arc::make_mut)
    }

    /// The list itself, to order, filter or extend without a check of identities. Drops the indexes.
    pub fn list_mut(&mut self) -> &mut Vec<Arc<Resource>> {
        self.forget_indexes();
        &mut self.list
    }

    /// Lets all copies of the resources have their mappings in common, until one is changed.
    pub(crate) fn share_nodes(&mut self) {
        self.list.iter_mut().for_each(|resource| Arc::make_mut(resource).node.share());
    }

    /// All resources in order, leaving the set behind.
    pub fn into_list(self) -> Vec<Arc<Resource>> {
        self.list
    }

    /// Changes one resource and keeps the indexes up to date. `None` when there is none at `at`.
    pub fn modify<T>(&mut self, at: usize, change: impl FnOnce(&mut Resource) -> T) -> Option<T> {
        let resource = Arc::make_mut(self.list.get_mut(at)?);
        if let Some(current) = self.current.get_mut() {
            let hash = full_hash(current, resource.identity(&self.schema));
            current.remove(hash, at);
        }
        self.lookup.change(resource, at, Table::remove);
        let result = change(resource);
        resource.sync_links();
        if let Some(current) = self.current.get_mut() {
            let hash = full_hash(current, resource.identity(&self.schema));
            current.add(hash, at);
        }
        self.lookup.change(resource, at, Table::add);
        Some(result)
    }

    /// Changes one resource in a way that cannot touch its kind, name, namespace or history, so
    /// that no index has to follow.
    pub fn modify_content<T>(&mut self, at: usize, change: impl FnOnce(&mut Resource) -> T) -> Option<T> {
        self.modify_in_step(at, |resource| {
            let result = change(resource);
            resource.sync_links();
            result
        })
    }

    /// As [`Self::modify_content`], for a change that itself keeps linked scalars in step.
    pub(crate) fn modify_in_step<T>(
        &mut self,
        at: usize,
        change: impl FnOnce(&mut Resource) -> T,
    ) -> Option<T> {
        self.list.get_mut(at).map(|resource| change(Arc::make_mut(resource)))
    }

    /// Adds a resource at the end.
    ///
    /// # Errors
    /// [`Code::DuplicateId`] when one of the same current identity is there.
    pub fn push(&mut self, resource: Arc<Resource>) -> Result<()> {
        let id = resource.identity(&self.schema);
        let current = self.current();
        let hash = full_hash(current, id);
        if let Some(first) = self.with_identity(current, hash, id).next().and_then(|at| self.get(at)) {
            return Err(duplicate(&self.schema, first, &resource));
        }
        let at = self.list.len();
        if let Some(current) = self.current.get_mut() {
            current.add(hash, at);
        }
        self.lookup.change(&resource, at, Table::add);
        self.list.push(resource);
        Ok(())
    }

    /// Adds all resources of another set at the end.
    ///
    /// # Errors
    /// As [`Self::push`], for two resources of the other set too.
    pub fn append(&mut self, other: ResourceSet) -> Result<()> {
        if self.list.is_empty() {
            let schema = std::mem::take(&mut self.schema);
            *self = other;
            self.set_schema(schema);
            return self.check_unique();
        }
        if self.goes_before(&other) {
            self.put_before(other);
            return Ok(());
        }
        self.list.reserve(other.list.len());
        let mut errors = Errors::default();
        for resource in other.list {
            errors.keep(self.push(resource));
        }
        errors.done()
    }

    /// True when another set is larger, has its index, and nothing of this set in it.
    fn goes_before(&self, other: &ResourceSet) -> bool {
        let is_there = |current: &Table, resource: &Resource| {
            let id = resource.identity(&other.schema);
            other.with_identity(current, full_hash(current, id), id).next().is_some()
        };
        other.list.len() > self.list.len()
            && self.schema.is_same(&other.schema)
            && other.current.get().is_some_and(|current| !self.list.iter().any(|r| is_there(current, r)))
    }

    /// Puts the resources before those of another set, whose indexes are kept.
    fn put_before(&mut self, mut other: ResourceSet) {
        let count = self.list.len();
        if let Some(current) = other.current.get_mut() {
            current.shift(count);
            for (at, resource) in self.list.iter().enumerate() {
                let hash = full_hash(current, resource.identity(&self.schema));
                current.add(hash, at);
            }
        }
        let Lookup { ids, names, kinds } = &mut other.lookup;
        [ids, names, kinds].into_iter().filter_map(OnceLock::get_mut).for_each(|table| table.shift(count));
        for (at, resource) in self.list.iter().enumerate() {
            other.lookup.change(resource, at, Table::add);
        }
        other.list.splice(..0, self.list.drain(..));
        *self = other;
    }

    /// Checks that no two resources have the same current identity; changes of names can bring that
    /// about.
    ///
    /// # Errors
    /// [`Code::DuplicateId`] at the second one.
    pub fn check_unique(&self) -> Result<()> {
        match self.find_duplicate() {
            Some((first, second)) => Err(duplicate(&self.schema, first, second)),
            None => Ok(()),
        }
    }

    /// The first resource whose current identity an earlier one has too, behind that one.
    pub fn find_duplicate(&self) -> Option<(&Resource, &Resource)> {
        if self.current.get().is_some_and(|current| current.has_single_buckets_only()) {
            return None;
        }
        let mut table = Table::of(self.list.len());
        for (at, resource) in self.list.iter().enumerate() {
            let id = resource.identity(&self.schema);
            let hash = full_hash(&table, id);
            if let Some(first) = self.with_identity(&table, hash, id).next().and_then(|at| self.get(at)) {
                return Some((first, resource));
            }
            table.add(hash, at);
        }
        let _ = self.current.set(table);
        None
    }

    /// The places of the resources with this current identity.
    pub fn find_current(&self, id: &ResId) -> Vec<usize> {
        let (current, id) = (self.current(), id.identity());
        let mut found: Vec<usize> = self.with_identity(current, full_hash(current, id), id).collect();
        found.sort_unstable();
        found
    }

    fn with_identity<'s>(
        &'s self,
        table: &'s Table,
        hash: u64,
        id: Identity<'s>,
    ) -> impl Iterator<Item = usize> + 's {
        table.find(hash).filter(move |&i| self.get(i).is_some_and(|r| r.identity(&self.schema) == id))
    }

    fn current(&self) -> &Table {
        self.current.get_or_init(|| {
            let mut table = Table::of(self.list.len());
            for (at, resource) in self.list.iter().enumerate() {
                let hash = full_hash(&table, resource.identity(&self.schema));
                table.add(hash, at);
            }
            table
        })
    }

    /// The places, in order, of the resources that have or had this identity, namespaces compared.
    pub fn find_any(&self, id: &ResId) -> Vec<usize> {
        let wanted = id.identity();
        self.filter_ids(id, |known| known == wanted)
    }

    /// The places, in order, of the resources that have or had this identity in any namespace.
    pub fn find_any_namespace(&self, id: &ResId) -> Vec<usize> {
        let wanted = id.identity();
        self.filter_ids(id, |known| Identity { namespace: wanted.namespace, ..known } == wanted)
    }

    fn filter_ids(&self, id: &ResId, fits: impl Fn(Identity<'_>) -> bool) -> Vec<usize> {
        let table = self.ids();
        let hash = table.hash(&[&id.gvk.kind, &id.name]);
        let fits_any = |r: &Resource| r.identities(&self.schema).any(&fits);
        self.ordered(table.find(hash), fits_any)
    }

    /// The places, in order, of the resources that have or had this name.
    pub fn find_name(&self, name: &str) -> Vec<usize> {
        let is_named = |r: &Resource| r.name() == name || r.previous.iter().any(|p| p.name == name);
        self.ordered(self.maybe_named(name), is_named)
    }

    /// The places, some more than once and in no order, that all resources which have or had this name are
    /// among.
    pub(crate) fn maybe_named(&self, name: &str) -> impl Iterator<Item = usize> {
        let table = self.lookup.names.get_or_init(|| self.table(Lookup::change_name));
        table.find(table.hash(&[name]))
    }

    /// The places, in order, of the resources that have or had this kind and name.
    pub fn find_kind_name(&self, kind: &str, name: &str) -> Vec<usize> {
        let table = self.ids();
        let hash = table.hash(&[kind, name]);
        let fits = |r: &Resource| {
            (r.kind() == kind && r.name() == name)
                || r.previous.iter().any(|p| p.kind == kind && p.name == name)
        };
        self.ordered(table.find(hash), fits)
    }

    /// The places, in order, of the resources of this kind now.
    pub fn find_kind(&self, kind: &str) -> Vec<usize> {
        let table = self.lookup.kinds.get_or_init(|| self.table(Lookup::change_kind));
        self.ordered(table.find(table.hash(&[kind])), |r| r.kind() == kind)
    }

    fn ordered(&self, places: impl Iterator<Item = usize>, fits: impl Fn(&Resource) -> bool) -> Vec<usize> {
        let mut found: Vec<usize> = places.filter(|&i| self.get(i).is_some_and(&fits)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn ids(&self) -> &Table {
        self.lookup.ids.get_or_init(|| self.table(Lookup::change_id))
    }

    /// A table of all resources.
    fn table(&self, of: fn(&mut Table, &Resource, usize, Change)) -> Table {
        let mut table = Table::of(self.list.len());
        for (at, resource) in self.list.iter().enumerate() {
            of(&mut table, resource, at, Table::add);
        }
        table
    }

    fn forget_indexes(&mut self) {
        self.current.take();
        self.lookup.forget();
    }
}
