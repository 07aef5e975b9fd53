//! The ordered set of resources that a build works on, with its indexes.

use super::id::{Identity, ResId};
use super::lookup::{By, Lookup, Table};
use super::resource::Resource;
use crate::diagnostic::{Code, Error, Errors, Result};
use crate::schema::Schema;
use crate::yaml::Str;
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
    /// A strategic merge was done in it.
    merged: bool,
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

    /// Notes that a strategic merge is done in it.
    pub(crate) fn note_merge(&mut self) {
        self.merged = true;
    }

    /// True when a strategic merge was done in it.
    pub(crate) fn has_merged(&self) -> bool {
        self.merged
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
        let hash_of = |current: &Table, r: &Resource| full_hash(current, r.identity(&self.schema));
        let hash = self.current.get().map(|current| hash_of(current, resource));
        let entries = self.lookup.entries(resource);
        let is_sorted = self.lookup.sorted.get().is_some();
        let names = is_sorted.then(|| [resource.name(), resource.original_name()].map(Str::new));
        let result = change(resource);
        resource.sync_links();
        if let (Some(current), Some(old)) = (self.current.get_mut(), hash) {
            let new = hash_of(current, resource);
            if new != old {
                current.remove(old, at);
                current.add(new, at);
            }
        }
        let now = self.lookup.entries(resource);
        self.lookup.replace(&entries, &now, at);
        if names.is_some_and(|[name, first]| name != resource.name() || first != resource.original_name()) {
            self.lookup.sorted.take();
        }
        Some(result)
    }

    /// Changes one resource in a way that cannot touch its kind, name, namespace or history, so
    /// that no index has to follow but that of labels, which is dropped.
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
        self.lookup.labels.take();
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
        self.lookup.add(&resource, at);
        self.lookup.sorted.take();
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
        other.lookup.tables().into_iter().filter_map(|(_, t)| t.get_mut()).for_each(|t| t.shift(count));
        other.lookup.sorted.take();
        for (at, resource) in self.list.iter().enumerate() {
            other.lookup.add(resource, at);
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
        let table = self.index(By::Id);
        let hash = table.hash(&[&id.gvk.kind, &id.name]);
        let fits_any = |_, r: &Resource| r.identities(&self.schema).any(&fits);
        self.ordered(table.find(hash), fits_any)
    }

    /// The places, in order, of the resources that have or had this name.
    pub fn find_name(&self, name: &str) -> Vec<usize> {
        self.find_named(name, |_, r| r.name() == name || r.previous.iter().any(|p| p.name == name))
    }

    /// The places, in order, of those that fit among the resources that may have or have had this name.
    pub(crate) fn find_named(&self, name: &str, fits: impl Fn(usize, &Resource) -> bool) -> Vec<usize> {
        let table = self.index(By::Name);
        self.ordered(table.find(table.hash(&[name])), fits)
    }

    /// The resources that may have or have had this name with their places, in any order.
    pub(crate) fn any_named(&self, name: &str) -> impl Iterator<Item = (usize, &Resource)> {
        let table = self.index(By::Name);
        table.find(table.hash(&[name])).filter_map(|at| Some((at, self.get(at)?)))
    }

    /// The places, in order, of the resources that have or had this kind and name.
    pub fn find_kind_name(&self, kind: &str, name: &str) -> Vec<usize> {
        let table = self.index(By::Id);
        let hash = table.hash(&[kind, name]);
        let fits = |_, r: &Resource| {
            (r.kind() == kind && r.name() == name)
                || r.previous.iter().any(|p| p.kind == kind && p.name == name)
        };
        self.ordered(table.find(hash), fits)
    }

    /// The places, in order, of the resources of this kind now.
    pub fn find_kind(&self, kind: &str) -> Vec<usize> {
        let table = self.index(By::Kind);
        self.ordered(table.find(table.hash(&[kind])), |_, r| r.kind() == kind)
    }

    /// The places, in order, that all resources which have this label with one of these values are among.
    pub(crate) fn maybe_labelled(&self, key: &str, values: &[String]) -> Vec<usize> {
        let table = self.index(By::Label);
        self.ordered(values.iter().flat_map(|value| table.find(table.hash(&[key, value]))), |_, _| true)
    }

    /// The places, in order, of the resources whose name or first name starts so.
    pub(crate) fn find_prefix(&self, prefix: &str) -> Vec<usize> {
        let sorted = self.lookup.sorted.get_or_init(|| self.sorted_names());
        let from = sorted.partition_point(|(name, _)| name.as_str() < prefix);
        let those = sorted.iter().skip(from).take_while(|(name, _)| name.starts_with(prefix));
        self.ordered(those.map(|(_, at)| *at as usize), |_, _| true)
    }

    fn sorted_names(&self) -> Vec<(Str, u32)> {
        let mut names = Vec::with_capacity(self.list.len());
        for (at, resource) in (0_u32..).zip(&self.list) {
            let (name, first) = (resource.name(), resource.original_name());
            names.push((Str::new(name), at));
            if first != name {
                names.push((Str::new(first), at));
            }
        }
        names.sort_unstable();
        names
    }

    fn ordered(
        &self,
        places: impl Iterator<Item = usize>,
        fits: impl Fn(usize, &Resource) -> bool,
    ) -> Vec<usize> {
        let fits = |at: &usize| self.get(*at).is_some_and(|r| fits(*at, r));
        let mut found: Vec<usize> = places.filter(fits).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn index(&self, by: By) -> &Table {
        self.lookup.table(by).get_or_init(|| self.table(by))
    }

    /// A table of all resources.
    fn table(&self, by: By) -> Table {
        let mut table = Table::of(self.list.len());
        let mut hashes = Vec::new();
        for (at, resource) in self.list.iter().enumerate() {
            by.each_hash(&table, resource, &mut |hash| hashes.push(hash));
            hashes.drain(..).for_each(|hash| table.add(hash, at));
        }
        table
    }

    fn forget_indexes(&mut self) {
        self.current.take();
        self.lookup = Lookup::default();
    }
}
