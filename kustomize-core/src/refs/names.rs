//! Keeps references by name right after names have changed.
//!
//! Every field that refers to another resource by name, as the table of name references says, is
//! looked at once. The resource meant is found by the name that it had, through the index of names.

use crate::diagnostic::{Code, Error, Result};
use crate::hash::{HashMap, HashSet};
use crate::resource::{Gvk, ResId, Resource, ResourceSet};
use crate::schema::Schema;
use crate::transform::NameBackReference;
use crate::transform::walk::{Compiled, Make, compile, set_text};
use crate::yaml::{Node, Str, Value};

/// Writes the present names of resources into all fields that refer to them by a former one.
///
/// # Errors
/// [`Code::Ambiguous`] when more than one resource may be meant.
pub fn fix(set: &mut ResourceSet, references: &[NameBackReference]) -> Result<()> {
    let schema = *set.schema();
    let compiled: Vec<(&NameBackReference, Vec<Compiled<'_>>)> =
        references.iter().map(|r| (r, compile(&r.referrers))).collect();
    let mut namespaces: HashMap<Str, HashSet<Str>> = HashMap::default();
    for resource in set.iter() {
        let first = resource.original_id(&schema).effective_namespace().into();
        let now = resource.id(&schema).effective_namespace().into();
        namespaces.entry(first).or_default().insert(now);
    }
    let mut by_gvk: HashMap<Gvk, Vec<(usize, usize)>> = HashMap::default();
    for at in 0..set.len() {
        let Some(resource) = set.get(at) else { continue };
        let original = resource.original_id(&schema).gvk;
        let fields = by_gvk.entry(original).or_insert_with_key(|gvk| fields_of(gvk, &compiled));
        if fields.is_empty() {
            continue;
        }
        let mut node = resource.node.clone();
        let referrer = Referrer::new(resource, &schema);
        let mut changed = false;
        for &(reference, spec) in fields.iter() {
            let Some((reference, specs)) = compiled.get(reference) else { continue };
            let Some(spec) = specs.get(spec) else { continue };
            let search = Search {
                set,
                schema: &schema,
                namespaces: &namespaces,
                referrer: &referrer,
                reference,
                path: &spec.spec.path,
            };
            let gvk = Gvk {
                group: spec.spec.group.clone(),
                version: spec.spec.version.clone(),
                kind: spec.spec.kind.clone(),
            };
            spec.visit(&mut node, &gvk, Make::Nothing, &mut |found| {
                changed |= search.update(found)?;
                Ok(())
            })?;
        }
        if changed {
            set.modify_content(at, |r| r.node = node);
        }
    }
    Ok(())
}

fn fields_of(gvk: &Gvk, compiled: &[(&NameBackReference, Vec<Compiled<'_>>)]) -> Vec<(usize, usize)> {
    let mut fields = Vec::new();
    for (i, (_, specs)) in compiled.iter().enumerate() {
        for (j, spec) in specs.iter().enumerate() {
            if spec.spec.selects(gvk) {
                fields.push((i, j));
            }
        }
    }
    fields
}

/// What the search needs of the resource that refers.
struct Referrer<'r> {
    resource: &'r Resource,
    id: ResId,
    /// Namespaces of the service accounts that a role binding names.
    bound_namespaces: Vec<Str>,
}

impl<'r> Referrer<'r> {
    fn new(resource: &'r Resource, schema: &Schema) -> Self {
        let mut bound_namespaces = Vec::new();
        if resource.kind() == "RoleBinding" {
            let subjects = resource.node.get("subjects").and_then(Node::as_seq).unwrap_or(&[]);
            for subject in subjects {
                if subject.get("kind").and_then(Node::text) == Some("ServiceAccount") {
                    bound_namespaces.extend(subject.get("namespace").and_then(Node::text).map(Str::from));
                }
            }
        }
        Referrer { resource, id: resource.id(schema), bound_namespaces }
    }
}

struct Search<'s> {
    set: &'s ResourceSet,
    schema: &'s Schema,
    /// From first namespaces to the namespaces that their resources are in now.
    namespaces: &'s HashMap<Str, HashSet<Str>>,
    referrer: &'s Referrer<'s>,
    reference: &'s NameBackReference,
    path: &'s str,
}

impl Search<'_> {
    /// Updates a scalar, a mapping with a name, or a list of these. True when something changed.
    fn update(&self, node: &mut Node) -> Result<bool> {
        match &mut node.value {
            Value::Scalar(_) => self.update_scalar(node),
            Value::Map(_) => self.update_mapping(node),
            Value::Seq(items) => {
                let mut changed = false;
                for item in items {
                    changed |= match &item.value {
                        Value::Scalar(_) => self.update_scalar(item)?,
                        Value::Map(_) => self.update_mapping(item)?,
                        Value::Seq(_) => return Err(self.misfit(item)),
                    };
                }
                Ok(changed)
            }
        }
    }

    fn misfit(&self, node: &Node) -> Error {
        Error::new(
            Code::InvalidFieldPath,
            format!(
                "the field {} of {} should name a resource, this is {}",
                self.path,
                self.referrer.id,
                node.kind_name()
            ),
        )
        .at(node.pos)
    }

    fn update_scalar(&self, node: &mut Node) -> Result<bool> {
        if node.is_null() {
            return Ok(false);
        }
        let old = node.text().unwrap_or("");
        let Some(found) = self.select(old, None, node)? else { return Ok(false) };
        if found.name() == old {
            return Ok(false);
        }
        set_text(node, found.name())?;
        Ok(true)
    }

    fn update_mapping(&self, node: &mut Node) -> Result<bool> {
        let Some(name) = node.get("name") else {
            return Err(Error::new(
                Code::InvalidFieldPath,
                format!("the field {} of {} has no name to refer by", self.path, self.referrer.id),
            )
            .at(node.pos));
        };
        let old: Str = name.text().unwrap_or("").into();
        let namespace: Option<Str> = node.get("namespace").map(|n| n.text().unwrap_or("").into());
        let Some(found) = self.select(&old, Some(namespace.as_deref()), node)? else { return Ok(false) };
        let (name, namespace) = (found.name(), found.namespace());
        if name == old && namespace.is_empty() {
            return Ok(false);
        }
        if let Some(field) = node.get_mut("name") {
            set_text(field, name)?;
        }
        if !namespace.is_empty() {
            let pos = node.pos;
            match node.get_mut("namespace") {
                Some(field) => set_text(field, namespace)?,
                None => {
                    if let Some(map) = node.as_map_mut() {
                        map.push("namespace", Node::string(namespace, pos));
                    }
                }
            }
        }
        Ok(true)
    }

    /// The resource that is meant by a former name. `namespace` is given for mappings: the
    /// namespace that they state, if they do.
    fn select(&self, name: &str, namespace: Option<Option<&str>>, at: &Node) -> Result<Option<&Resource>> {
        let by_mapping = namespace.is_some();
        let mut candidates: Vec<&Resource> = Vec::new();
        for place in self.set.find_name(name) {
            if let Some(resource) = self.set.get(place).filter(|r| self.fits(r, name)) {
                candidates.push(resource);
            }
        }
        if let Some(Some(namespace)) = namespace {
            candidates = self.in_namespace(candidates, namespace);
        }
        candidates.retain(|r| self.is_near(r));
        if candidates.len() > 1 {
            candidates.retain(|r| same_affixes(r, self.referrer.resource, true));
        } else if candidates.len() == 1 {
            return Ok(candidates.first().copied());
        }
        if candidates.len() > 1 {
            candidates.retain(|r| same_affixes(r, self.referrer.resource, false));
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
                self.path, self.referrer.id
            ),
        )
        .at(at.pos);
        for candidate in &candidates {
            error = error.related(candidate.pos(), format!("{} is one of them", candidate.id(self.schema)));
        }
        Err(error)
    }

    /// Had the name and the kind, can be seen from the referrer, and fits a `roleRef`.
    fn fits(&self, r: &Resource, name: &str) -> bool {
        let wanted = self.reference;
        r.previous.iter().any(|p| p.name == name)
            && r.previous_ids().any(|id| id.gvk.is_selected(&wanted.group, &wanted.version, &wanted.kind))
            && self.can_be_seen(r)
            && self.fits_role_ref(r)
    }

    fn can_be_seen(&self, r: &Resource) -> bool {
        if self.referrer.id.cluster_scoped {
            return true;
        }
        let id = r.id(self.schema);
        id.cluster_scoped
            || id.effective_namespace() == self.referrer.id.effective_namespace()
            || self.referrer.bound_namespaces.iter().any(|ns| ns == r.namespace())
    }

    fn fits_role_ref(&self, r: &Resource) -> bool {
        if !self.path.ends_with("roleRef/name") {
            return true;
        }
        let role_ref = self.referrer.resource.node.get("roleRef");
        let text = |key| role_ref.and_then(|n| n.get(key)).and_then(Node::text);
        match (text("apiGroup"), text("kind")) {
            (Some(group), Some(kind)) => r.previous_ids().any(|id| id.gvk.is_selected(group, "", kind)),
            _ => true,
        }
    }

    /// In the referrer's namespace, or of a kind that is referred to across namespaces.
    fn is_near(&self, r: &Resource) -> bool {
        let id = r.id(self.schema);
        self.referrer.id.cluster_scoped
            || id.cluster_scoped
            || id.gvk.kind == "ServiceAccount"
            || id.effective_namespace() == self.referrer.id.effective_namespace()
    }

    /// Those that were in the namespace at first, else those that are in it now.
    fn in_namespace<'r>(&self, candidates: Vec<&'r Resource>, namespace: &str) -> Vec<&'r Resource> {
        // The reference asks all visible resources, not only those of the name, which namespaces
        // there were at first.
        let sees = |now: &Str| {
            self.referrer.id.cluster_scoped
                || now == crate::resource::id::NO_NAMESPACE
                || now == self.referrer.id.effective_namespace()
                || self.referrer.bound_namespaces.contains(now)
        };
        let known_at_first = self.namespaces.get(namespace).is_some_and(|now| now.iter().any(sees));
        candidates
            .into_iter()
            .filter(|r| {
                if known_at_first {
                    let first = r.original_id(self.schema);
                    first.effective_namespace() == namespace && namespace != crate::resource::id::NO_NAMESPACE
                } else {
                    let id = r.id(self.schema);
                    !id.cluster_scoped && id.effective_namespace() == namespace
                }
            })
            .collect()
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
