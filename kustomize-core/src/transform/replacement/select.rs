//! Which resource a replacement reads and which it writes.

use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::{Selector, SourceSelector, TargetSelector, Text};
use crate::re2;
use crate::resource::id::{DEFAULT_NAMESPACE, GvkRef};
use crate::resource::selector::{Requirement, hold, no_pattern, requirements};
use crate::resource::{PreviousId, Resource, ResourceSet};
use crate::yaml::Str;
use std::collections::BTreeSet;

/// What the indexes of the set do not know.
pub(super) struct Index {
    /// Resources that had another kind.
    former_kinds: Vec<usize>,
}

impl Index {
    /// # Errors
    /// When the history of a resource cannot be read back.
    pub(super) fn new(set: &ResourceSet) -> Result<Self> {
        if let Some(resource) = set.iter().find(|r| is_uneven(&r.previous)) {
            return Err(Error::new(
                Code::InvalidResource,
                "a replacement cannot tell what this resource was called: one of its former names or kinds is empty \
                 or has a comma in it",
            )
            .at(resource.name_pos())
            .hint("name the resource before another step changes its name"));
        }
        let changed = |r: &Resource| r.previous.iter().any(|p| p.kind != r.kind());
        let former_kinds = set.iter().enumerate().filter(|(_, r)| changed(r)).map(|(i, _)| i).collect();
        Ok(Index { former_kinds })
    }

    /// The places of the resources that may have or have had this kind and name.
    fn candidates(&self, set: &ResourceSet, kind: Option<&str>, name: Option<&str>) -> Vec<usize> {
        match (kind, name) {
            (Some(kind), Some(name)) => set.find_kind_name(kind, name),
            (None, Some(name)) => set.find_name(name),
            (Some(kind), None) if self.former_kinds.is_empty() => set.find_kind(kind),
            (Some(kind), None) => {
                let all: BTreeSet<usize> =
                    set.find_kind(kind).into_iter().chain(self.former_kinds.iter().copied()).collect();
                all.into_iter().collect()
            }
            (None, None) => (0..set.len()).collect(),
        }
    }
}

/// True when the lists of former names, namespaces and kinds would not be equally long: the reference keeps
/// each as one text, parts between commas, without what is empty.
fn is_uneven(previous: &[PreviousId]) -> bool {
    let parts = |text: &str| if text.is_empty() { 0 } else { text.split(',').count() };
    let names: usize = previous.iter().map(|p| parts(&p.name)).sum();
    let kinds: usize = previous.iter().map(|p| parts(&p.kind)).sum();
    names > 0 && (names != previous.len() || kinds.max(1) != names)
}

/// An identity that a resource has or had, as replacements see it.
struct Known<'r> {
    group: &'r str,
    version: &'r str,
    kind: &'r str,
    name: &'r str,
    namespace: &'r str,
}

/// The identities of a resource, the present one first. Namespaces of the former ones are the
/// effective ones, that of the present one is as written.
fn known(resource: &Resource) -> impl Iterator<Item = Known<'_>> {
    let head = resource.head();
    let GvkRef { group, version, kind } = head.gvk();
    let (name, namespace) = head.name_and_namespace();
    let now = Known { group, version, kind, name, namespace };
    let before = resource.previous.iter().map(move |p| Known {
        group,
        version,
        kind: &p.kind,
        name: &p.name,
        namespace: &p.namespace,
    });
    std::iter::once(now).chain(before)
}

/// Names a source in a message.
pub(super) fn describe(source: &SourceSelector) -> String {
    let fields = [
        ("group", &source.group),
        ("version", &source.version),
        ("kind", &source.kind),
        ("name", &source.name),
        ("namespace", &source.namespace),
    ];
    let stated: Vec<String> =
        fields.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("{k} {v}")).collect();
    if stated.is_empty() { "that states nothing".into() } else { format!("with {}", stated.join(", ")) }
}

/// The place of the one resource that a source means.
pub(super) fn source(set: &ResourceSet, index: &Index, source: &SourceSelector) -> Result<usize> {
    let equal = |wanted: &Text, is: &str| wanted.is_empty() || wanted.as_str() == is;
    fn effective(namespace: &str) -> &str {
        if namespace.is_empty() { DEFAULT_NAMESPACE } else { namespace }
    }
    let fits = |id: Known<'_>| {
        equal(&source.kind, id.kind)
            && equal(&source.name, id.name)
            && equal(&source.group, id.group)
            && equal(&source.version, id.version)
            && (source.namespace.is_empty() || effective(&source.namespace) == effective(id.namespace))
    };
    fn literal(text: &Text) -> Option<&str> {
        (!text.is_empty()).then_some(text.as_str())
    }
    let mut found = index
        .candidates(set, literal(&source.kind), literal(&source.name))
        .into_iter()
        .filter(|&at| set.get(at).is_some_and(|r| known(r).any(&fits)));
    let Some(first) = found.next() else {
        return Err(Error::new(
            Code::NotFound,
            format!("there is no resource for the source {}", describe(source)),
        )
        .at(source.pos)
        .hint("a source is found by the names that its resource has or had up to here"));
    };
    let Some(second) = found.next() else { return Ok(first) };
    let mut error =
        Error::new(Code::Ambiguous, format!("more than one resource fits the source {}", describe(source)))
            .at(source.pos)
            .hint("state more of group, version, kind, name and namespace");
    for at in [first, second] {
        if let Some(resource) = set.get(at) {
            error = error.related(resource.name_pos(), "this is one of them");
        }
    }
    Err(error)
}

enum Pattern {
    Any,
    Literal(Str),
    Regex(Box<regex::Regex>),
}

impl Pattern {
    fn new(text: &Text) -> Result<Self> {
        if text.is_empty() {
            return Ok(Pattern::Any);
        }
        if text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_/".contains(&b)) {
            return Ok(Pattern::Literal(text.value.clone()));
        }
        match re2::compile_anchored(text) {
            Some(regex) => Ok(Pattern::Regex(Box::new(regex))),
            None => Err(no_pattern(text)),
        }
    }

    fn matches(&self, text: &str) -> bool {
        match self {
            Pattern::Any => true,
            Pattern::Literal(literal) => literal == text,
            Pattern::Regex(regex) => regex.is_match(text),
        }
    }

    fn literal(&self) -> Option<&str> {
        match self {
            Pattern::Literal(literal) => Some(literal),
            _ => None,
        }
    }

    fn is_any(&self) -> bool {
        matches!(self, Pattern::Any)
    }
}

struct IdPattern {
    group: Pattern,
    version: Pattern,
    kind: Pattern,
    name: Pattern,
    namespace: Pattern,
}

impl IdPattern {
    fn new(selector: &Selector) -> Result<Self> {
        Ok(IdPattern {
            group: Pattern::new(&selector.group)?,
            version: Pattern::new(&selector.version)?,
            kind: Pattern::new(&selector.kind)?,
            name: Pattern::new(&selector.name)?,
            namespace: Pattern::new(&selector.namespace)?,
        })
    }

    fn matches(&self, id: &Known<'_>) -> bool {
        self.kind.matches(id.kind)
            && self.name.matches(id.name)
            && self.group.matches(id.group)
            && self.version.matches(id.version)
            && self.namespace.matches(id.namespace)
    }

    fn is_empty(&self) -> bool {
        [&self.group, &self.version, &self.kind, &self.name, &self.namespace].iter().all(|p| p.is_any())
    }
}

/// The selectors for labels and annotations of a selector.
struct Marks {
    labels: Vec<Requirement>,
    annotations: Vec<Requirement>,
}

impl Marks {
    fn new(selector: &Selector) -> Result<Self> {
        // The reference asks for annotations first.
        let annotations = requirements(&selector.annotation_selector)?;
        Ok(Marks { labels: requirements(&selector.label_selector)?, annotations })
    }

    fn matches(&self, resource: &Resource) -> bool {
        hold(&self.labels, &self.annotations, resource)
    }
}

/// The resources that a target selects.
pub(super) struct Targets {
    select: IdPattern,
    marks: Marks,
    /// Rejected by identity.
    reject: Vec<IdPattern>,
    /// Rejected by labels and annotations, whatever the identity.
    reject_marks: Vec<Marks>,
}

impl Targets {
    /// Prepares the selectors of a target.
    ///
    /// # Errors
    /// When nothing is selected or a selector is not valid.
    pub(super) fn new(set: &ResourceSet, target: &TargetSelector) -> Result<Self> {
        let Some(selector) = &target.select else {
            return Err(Error::new(Code::InvalidTransformer, "a target of a replacement selects nothing")
                .at(target.pos)
                .hint("state the resources under select:"));
        };
        let select = IdPattern::new(selector)?;
        let mut reject = target.reject.iter().map(IdPattern::new).collect::<Result<Vec<_>>>()?;
        reject.retain(|r| !r.is_empty());
        let marks = Marks::new(selector)?;
        let mut reject_marks = Vec::new();
        let marked = |r: &&Selector| !r.label_selector.is_empty() || !r.annotation_selector.is_empty();
        for rejected in target.reject.iter().filter(marked) {
            match Marks::new(rejected) {
                Ok(marks) => reject_marks.push(marks),
                // Of no consequence when no resource is looked at that far.
                Err(error) if set.iter().any(|r| marks.matches(r)) => return Err(error),
                Err(_) => {}
            }
        }
        Ok(Targets { select, marks, reject, reject_marks })
    }

    /// The places of the resources that may be selected, in order.
    pub(super) fn candidates(&self, set: &ResourceSet, index: &Index) -> Vec<usize> {
        index.candidates(set, self.select.kind.literal(), self.select.name.literal())
    }

    /// The entries of `reject` that fit nothing of what is selected, nor could.
    pub(super) fn idle_rejects<'t>(
        &self,
        set: &ResourceSet,
        index: &Index,
        target: &'t TargetSelector,
    ) -> Vec<&'t Selector> {
        if target.reject.is_empty() {
            return Vec::new();
        }
        let candidates = self.candidates(set, index);
        let selected: Vec<&Resource> = candidates
            .into_iter()
            .filter_map(|at| set.get(at))
            .filter(|r| known(r).any(|id| self.select.matches(&id)) && self.marks.matches(r))
            .collect();
        let fits_any = |reject: &Selector| {
            let by_id = IdPattern::new(reject).ok().filter(|pattern| !pattern.is_empty());
            let has_marks = !reject.label_selector.is_empty() || !reject.annotation_selector.is_empty();
            let by_marks = Marks::new(reject).ok().filter(|_| has_marks);
            selected.iter().any(|r| {
                by_id.as_ref().is_some_and(|pattern| known(r).any(|id| pattern.matches(&id)))
                    || by_marks.as_ref().is_some_and(|marks| marks.matches(r))
            })
        };
        target.reject.iter().filter(|reject| !fits_any(reject)).collect()
    }

    /// True when the resource is selected and not rejected.
    pub(super) fn selects(&self, resource: &Resource) -> bool {
        known(resource).any(|id| self.select.matches(&id))
            && self.marks.matches(resource)
            && !self.reject_marks.iter().any(|m| m.matches(resource))
            && (self.reject.is_empty()
                || !known(resource).any(|id| self.reject.iter().any(|r| r.matches(&id))))
    }
}
