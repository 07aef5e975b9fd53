//! Keeps references by name right after names have changed.
//!
//! Every field that refers to another resource by name, as the table of name references says, is
//! looked at once. The resource meant is found by the name that it had, through the index of names.

use crate::diagnostic::{Code, Error, Result};
use crate::hash::{HashMap, HashSet};
use crate::resource::id::{GvkRef, NO_NAMESPACE};
use crate::resource::{Gvk, ResId, Resource, ResourceSet};
use crate::schema::Schema;
use crate::transform::NameBackReference;
use crate::transform::paths::Paths;
use crate::transform::walk::{Compiled, set_text};
use crate::yaml::{Node, Str, Tag, Value};
use std::cell::OnceCell;

/// Writes the present names of resources into all fields that refer to them by a former one.
///
/// # Errors
/// [`Code::Ambiguous`] when more than one resource may be meant.
pub fn fix(set: &mut ResourceSet, references: &[NameBackReference]) -> Result<()> {
    let schema = set.schema().clone();
    let mut history = History::new(set, &schema);
    let mut by_gvk: HashMap<Gvk, Fields<'_>> = HashMap::default();
    let mut found = Vec::new();
    let mut names = Vec::new();
    for at in 0..set.len() {
        let Some(resource) = set.get(at) else { continue };
        let gvk = resource.original_gvk_ref();
        let fields = match by_gvk.get(&gvk) {
            Some(fields) => fields,
            None => by_gvk.entry(gvk.to_owned()).or_insert_with(|| Fields::new(gvk, references)),
        };
        if !fields.list.is_empty() {
            check_subjects(resource)?;
            check_version(resource)?;
        }
        fields.find(resource, &mut found);
        let referrer = OnceCell::new();
        for (i, field) in fields.list.iter().enumerate() {
            if found.get(i) != Some(&true) {
                continue;
            }
            let Some(resource) = set.get(at) else { continue };
            let search =
                Search { set, schema: &schema, history: &history, resource, referrer: &referrer, field };
            // Most names stay: nothing is copied before one changes.
            names.clear();
            let changes = field.spec.look(&resource.node, &mut |found| search.look(found, &mut names))?;
            if changes || names.iter().any(Option::is_some) {
                let mut names = names.drain(..);
                let mut put_there = Put::default();
                set.modify_in_step(at, |r| {
                    let put = &mut |found: &mut Node| put(found, &mut names, &mut put_there);
                    let result = field.spec.visit_existing(&mut r.node, put);
                    if put_there.linked {
                        r.sync_links();
                    }
                    result
                })
                .unwrap_or(Ok(()))?;
                if put_there.linked || !field.spec.spec.path.starts_with("spec/") {
                    history.follow(set, at, &schema);
                }
                // A name in the place of another leads no path elsewhere.
                if changes || put_there.added || put_there.linked {
                    set.get(at).into_iter().for_each(|r| fields.find(r, &mut found));
                }
            }
        }
    }
    Ok(())
}

/// The fields of one kind that refer to others.
struct Fields<'s> {
    list: Vec<Field<'s>>,
    paths: Paths,
}

impl<'s> Fields<'s> {
    fn new(gvk: GvkRef<'_>, references: &'s [NameBackReference]) -> Self {
        let fields = |reference: &'s NameBackReference| {
            let selected = reference.referrers.iter().filter(move |spec| spec.selects_ref(gvk));
            selected.map(move |spec| Field { reference, spec: Compiled::new(spec) })
        };
        let list: Vec<Field<'s>> = references.iter().flat_map(fields).collect();
        let paths = Paths::new(list.iter().map(|field| &field.spec));
        Fields { list, paths }
    }

    /// Marks the fields that a resource has, or that cannot be looked for in it.
    fn find(&self, resource: &Resource, found: &mut Vec<bool>) {
        found.clear();
        found.resize(self.list.len(), false);
        self.paths.find(&resource.node, &mut |i| {
            if let Some(found) = found.get_mut(i) {
                *found = true;
            }
        });
    }
}

/// A field that refers to others.
struct Field<'s> {
    reference: &'s NameBackReference,
    spec: Compiled<'s>,
}

/// What the search needs to know of all resources.
struct History {
    /// True when any resource has been given a name, kind or namespace.
    any: bool,
    /// True when any resource has another name than once.
    renamed: bool,
    /// From first namespaces to the namespaces that their resources are in now.
    namespaces: HashMap<Str, HashSet<Str>>,
    /// The namespace that each resource is in now.
    now: Vec<Str>,
}

impl History {
    fn new(set: &ResourceSet, schema: &Schema) -> Self {
        let any = set.iter().any(|r| !r.previous.is_empty());
        let renamed = |r: &Resource| r.previous.iter().any(|p| p.name != r.name());
        let renamed = any && set.iter().any(renamed);
        let mut namespaces: HashMap<Str, HashSet<Str>> = HashMap::default();
        let mut places = Vec::new();
        if any {
            for resource in set.iter() {
                let now = resource.effective_namespace(schema);
                let first = resource.previous.first().map_or(now, |p| &p.namespace);
                match namespaces.get_mut(first) {
                    Some(known) if known.contains(now) => {}
                    Some(known) => drop(known.insert(now.into())),
                    None => drop(namespaces.insert(first.into(), HashSet::from_iter([Str::from(now)]))),
                }
                places.push(Str::from(now));
            }
        }
        History { any, renamed, namespaces, now: places }
    }

    /// Notes where a resource is now that was changed.
    fn follow(&mut self, set: &ResourceSet, at: usize, schema: &Schema) {
        if let (Some(now), Some(resource)) = (self.now.get_mut(at), set.get(at)) {
            let namespace = resource.effective_namespace(schema);
            if now != namespace {
                *now = namespace.into();
            }
        }
    }

    fn namespace(&self, at: usize) -> &str {
        self.now.get(at).map_or("", Str::as_str)
    }
}

/// What the search needs of the resource that refers.
struct Referrer {
    id: ResId,
    /// Namespaces of the service accounts that a role binding names.
    bound_namespaces: Vec<Str>,
}

impl Referrer {
    fn new(resource: &Resource, schema: &Schema) -> Self {
        let mut bound_namespaces = Vec::new();
        if resource.kind() == "RoleBinding" {
            let subjects = resource.node.get("subjects").and_then(Node::as_seq).unwrap_or(&[]);
            for subject in subjects {
                if subject.get("kind").and_then(Node::text) == Some("ServiceAccount") {
                    bound_namespaces.extend(subject.get("namespace").and_then(Node::text).map(Str::from));
                }
            }
        }
        Referrer { id: resource.id(schema), bound_namespaces }
    }
}

/// Refuses an `apiVersion` that is a null in letters: the reference takes the letters for another version
/// than none.
fn check_version(resource: &Resource) -> Result<()> {
    let version = resource.node.get("apiVersion").filter(|node| node.is_null());
    match version.and_then(|node| Some((node, node.text().filter(|text| !text.is_empty())?))) {
        Some((node, text)) => {
            let message = format!("{} {}: the apiVersion is {text}", resource.kind(), resource.name());
            Err(Error::new(Code::InvalidResource, message).at(node.pos).hint("state the version"))
        }
        None => Ok(()),
    }
}

/// Refuses the service accounts of a role binding with a namespace that is no text: which resources they
/// may be cannot be told.
fn check_subjects(resource: &Resource) -> Result<()> {
    if resource.kind() != "RoleBinding" {
        return Ok(());
    }
    let subjects = resource.node.get("subjects").and_then(Node::as_seq).unwrap_or_default();
    let accounts = subjects.iter().filter(|s| s.get("kind").and_then(Node::text) == Some("ServiceAccount"));
    for namespace in accounts.filter_map(|s| s.get("namespace")) {
        if !namespace.as_scalar().is_some_and(|s| matches!(s.tag, Tag::Str | Tag::Merge)) {
            let message = format!(
                "RoleBinding {}: the namespace of a service account must be text, this is {}",
                resource.name(),
                namespace.kind_name()
            );
            return Err(Error::new(Code::InvalidResource, message)
                .at(namespace.pos)
                .hint("write the namespace, or leave the field out for that of the role binding"));
        }
    }
    Ok(())
}

/// What a name, and with it a namespace, becomes.
struct NewName {
    name: Str,
    /// Empty when it stays.
    namespace: Str,
}

/// What putting in names came to.
#[derive(Default)]
struct Put {
    /// Other scalars are to follow.
    linked: bool,
    /// There is a field where there was none, or a null.
    added: bool,
}

/// Writes the next of the names that were found for a node, or for the items of a list.
fn put(node: &mut Node, names: &mut impl Iterator<Item = Option<NewName>>, there: &mut Put) -> Result<()> {
    if let Value::Seq(items) = &mut node.value {
        return items.iter_mut().try_for_each(|item| put(item, names, there));
    }
    let Some(Some(new)) = names.next() else { return Ok(()) };
    let pos = node.pos;
    let mut set_text = |node: &mut Node, text: &str| {
        there.linked |= node.is_linked();
        there.added |= node.is_null();
        set_text(node, text)
    };
    let Value::Map(map) = &mut node.value else { return set_text(node, &new.name) };
    if let Some(field) = map.get_mut("name") {
        set_text(field, &new.name)?;
    }
    if new.namespace.is_empty() {
        return Ok(());
    }
    match map.get_mut("namespace") {
        Some(field) => set_text(field, &new.namespace),
        None => {
            map.push("namespace", Node::string(new.namespace, pos));
            there.added = true;
            Ok(())
        }
    }
}

struct Search<'s> {
    set: &'s ResourceSet,
    schema: &'s Schema,
    history: &'s History,
    resource: &'s Resource,
    referrer: &'s OnceCell<Referrer>,
    field: &'s Field<'s>,
}

impl<'s> Search<'s> {
    fn referrer(&self) -> &'s Referrer {
        self.referrer.get_or_init(|| Referrer::new(self.resource, self.schema))
    }

    fn path(&self) -> &'s str {
        &self.field.spec.spec.path
    }

    /// Finds out what becomes of a scalar, of a mapping with a name, or of each item of a list of
    /// these.
    fn look(&self, node: &Node, names: &mut Vec<Option<NewName>>) -> Result<()> {
        let mut look = |node: &Node| {
            names.push(match &node.value {
                Value::Scalar(_) => self.look_at_scalar(node)?,
                Value::Map(_) => self.look_at_mapping(node)?,
                Value::Seq(_) => return Err(self.misfit(node)),
            });
            Ok(())
        };
        match &node.value {
            Value::Seq(items) => items.iter().try_for_each(look),
            _ => look(node),
        }
    }

    fn misfit(&self, node: &Node) -> Error {
        Error::new(
            Code::InvalidFieldPath,
            format!(
                "the field {} of {} should name a resource, this is {}",
                self.path(),
                self.referrer().id,
                node.kind_name()
            ),
        )
        .at(node.pos)
    }

    fn look_at_scalar(&self, node: &Node) -> Result<Option<NewName>> {
        // Where no name has changed, whatever is found has the name that is there.
        if node.is_null() || !self.history.renamed {
            return Ok(None);
        }
        let old = node.text().unwrap_or("");
        let found = self.select(old, None, node)?.filter(|found| found.name() != old);
        Ok(found.map(|found| NewName { name: found.name().into(), namespace: Str::default() }))
    }

    fn look_at_mapping(&self, node: &Node) -> Result<Option<NewName>> {
        let Some(name) = node.get("name") else {
            return Err(Error::new(
                Code::InvalidFieldPath,
                format!("the field {} of {} has no name to refer by", self.path(), self.referrer().id),
            )
            .at(node.pos));
        };
        let old = name.text().unwrap_or("");
        let namespace = node.get("namespace").map(|n| n.text().unwrap_or(""));
        let found = self.select(old, Some(namespace), node)?;
        let found = found.filter(|found| found.name() != old || !found.namespace().is_empty());
        Ok(found.map(|found| NewName { name: found.name().into(), namespace: found.namespace().into() }))
    }

    /// The resource that is meant by a former name. `namespace` is given for mappings: the
    /// namespace that they state, if they do.
    fn select(&self, name: &str, namespace: Option<Option<&str>>, at: &Node) -> Result<Option<&Resource>> {
        if !self.history.any {
            return Ok(None);
        }
        let by_mapping = namespace.is_some();
        if !matches!(namespace, Some(Some(_))) {
            // Nearly always there is one or none.
            let is_meant = |at: usize, r: &Resource| self.fits(r, at, name) && self.is_near(r, at);
            let mut meant = self.set.any_named(name).filter(|(at, r)| is_meant(*at, r));
            match (meant.next(), meant.next()) {
                (None, _) => return Ok(None),
                (Some((_, only)), None) => return Ok(Some(only)),
                _ => {}
            }
        }
        let mut places = self.set.find_named(name, |at, r| self.fits(r, at, name));
        if let Some(Some(namespace)) = namespace {
            places = self.in_namespace(places, namespace);
        }
        let get = |at: usize| self.set.get(at).filter(|r| self.is_near(r, at));
        let mut candidates: Vec<&Resource> = places.into_iter().filter_map(get).collect();
        if candidates.len() > 1 {
            candidates.retain(|r| same_affixes(r, self.resource, true));
        } else if candidates.len() == 1 {
            return Ok(candidates.first().copied());
        }
        if candidates.len() > 1 {
            candidates.retain(|r| same_affixes(r, self.resource, false));
        }
        let Some((first, others)) = candidates.split_first() else { return Ok(None) };
        let same =
            |r: &&Resource| r.name() == first.name() && (!by_mapping || r.namespace() == first.namespace());
        if others.iter().all(same) {
            return Ok(Some(first));
        }
        let mut error = Error::new(
            Code::Ambiguous,
            format!(
                "the name \"{name}\" in the field {} of {} may mean more than one resource",
                self.path(),
                self.referrer().id
            ),
        )
        .at(at.pos);
        for candidate in &candidates {
            error =
                error.related(candidate.name_pos(), format!("{} is one of them", candidate.id(self.schema)));
        }
        Err(error)
    }

    /// Had the name and the kind, can be seen from the referrer, and fits a `roleRef`.
    fn fits(&self, r: &Resource, at: usize, name: &str) -> bool {
        let wanted = self.field.reference;
        // Of the resources that share a name most are of other kinds.
        r.had_kind(&wanted.group, &wanted.version, &wanted.kind)
            && r.previous.iter().any(|p| p.name == name)
            && self.can_be_seen(r, at)
            && self.fits_role_ref(r)
    }

    fn can_be_seen(&self, r: &Resource, at: usize) -> bool {
        if self.referrer().id.cluster_scoped {
            return true;
        }
        let namespace = self.history.namespace(at);
        namespace == NO_NAMESPACE
            || namespace == self.referrer().id.effective_namespace()
            || self.referrer().bound_namespaces.iter().any(|ns| ns == r.namespace())
    }

    fn fits_role_ref(&self, r: &Resource) -> bool {
        if !self.path().ends_with("roleRef/name") {
            return true;
        }
        let role_ref = self.resource.node.get("roleRef");
        // What is no text selects by nothing.
        let text = |key| role_ref.and_then(|n| n.get(key)).map(|n| n.text().unwrap_or(""));
        match (text("apiGroup"), text("kind")) {
            (Some(group), Some(kind)) => r.had_kind(group, "", kind),
            _ => true,
        }
    }

    /// In the referrer's namespace, or of a kind that is referred to across namespaces.
    fn is_near(&self, r: &Resource, at: usize) -> bool {
        let namespace = self.history.namespace(at);
        self.referrer().id.cluster_scoped
            || namespace == NO_NAMESPACE
            || r.kind() == "ServiceAccount"
            || namespace == self.referrer().id.effective_namespace()
    }

    /// Those that were in the namespace at first, else those that are in it now.
    fn in_namespace(&self, mut places: Vec<usize>, namespace: &str) -> Vec<usize> {
        // The reference asks all visible resources, not only those of the name, which namespaces
        // there were at first.
        let sees = |now: &Str| {
            self.referrer().id.cluster_scoped
                || now == NO_NAMESPACE
                || now == self.referrer().id.effective_namespace()
                || self.referrer().bound_namespaces.contains(now)
        };
        let known_at_first = self.history.namespaces.get(namespace).is_some_and(|now| now.iter().any(sees));
        places.retain(|&at| {
            let own = match self.set.get(at).filter(|_| known_at_first) {
                Some(resource) => resource.original_namespace(self.schema),
                None => self.history.namespace(at),
            };
            own == namespace && own != NO_NAMESPACE
        });
        places
    }
}

/// True when the prefixes and the suffixes of both end alike; with `allow_empty` also when either
/// has none.
fn same_affixes(a: &Resource, b: &Resource, allow_empty: bool) -> bool {
    let same = |x: &[Str], y: &[Str]| {
        let (short, long) = if x.len() < y.len() { (x, y) } else { (y, x) };
        if allow_empty && short.is_empty() {
            return true;
        }
        if short.is_empty() {
            return long.is_empty();
        }
        long.ends_with(short)
    };
    same(&a.prefixes, &b.prefixes) && same(&a.suffixes, &b.suffixes)
}
