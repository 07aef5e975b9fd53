//! The resource that was probably meant by an identity that no resource has. Only asked for when
//! something has gone wrong.

use super::{ResId, Resource, ResourceSet, selector};
use crate::diagnostic::Error;
use crate::kustomization::{Selector, Text, nearest};

/// So many resources are compared with what is not there: this is done for each patch that fits nothing.
const MANY: usize = 500;

/// Adds to a refusal which resource comes nearest to the one that is not there.
pub(crate) fn add_to(error: Error, set: &ResourceSet, id: &ResId) -> Error {
    match find(set, &id.gvk.kind, &id.name) {
        Some(near) => {
            let shown = near.id(set.schema()).to_string();
            error.hint(format!("did you mean {shown}?")).related(near.name_pos(), format!("{shown} is here"))
        }
        None => match names_of(set, &id.gvk.kind) {
            Some(names) => error.hint(names),
            None => error,
        },
    }
}

/// What to say when a selector selects nothing.
pub(crate) fn to_selector(set: &ResourceSet, selector: &Selector) -> Option<String> {
    if let Some((group, version)) = selector.version.split_once('/') {
        return Some(format!("write group: {group} and version: {version}"));
    }
    if !selector.namespace.is_empty() {
        let without = Selector { namespace: Text::default(), ..selector.clone() };
        let found = selector::select(set, &without).unwrap_or_default();
        if let Some(other) = found.first().and_then(|at| set.get(*at)) {
            return Some(match other.namespace() {
                "" => format!(
                    "{} {} states no namespace at this step; patches come before `namespace:` of the same file",
                    other.kind(),
                    other.name()
                ),
                namespace => format!("{} {} is in namespace {namespace}", other.kind(), other.name()),
            });
        }
    }
    let word = |text: &str| text.chars().all(|c| c.is_alphanumeric() || c == '-');
    if !word(&selector.kind) || !word(&selector.name) {
        return None;
    }
    let (kind, name) = (selector.kind.as_str(), selector.name.as_str());
    if name.is_empty() {
        if set.find_kind(kind).is_empty() {
            return match nearest(kind, set.iter().take(MANY).map(Resource::kind)) {
                Some(kind) => Some(format!("did you mean the kind {kind}?")),
                None => kinds(set),
            };
        }
        return None;
    }
    match find(set, kind, name) {
        Some(near) => Some(format!("there is {}", near.id(set.schema()))),
        None => names_of(set, kind),
    }
}

/// The same kind with another namespace or version, or with a name that is near; else the same name
/// with another kind.
fn find<'s>(set: &'s ResourceSet, kind: &str, name: &str) -> Option<&'s Resource> {
    let get = |at: usize| set.get(at);
    if let Some(same) = set.find_kind_name(kind, name).first().copied().and_then(get) {
        return Some(same);
    }
    let of_kind = set.find_kind(kind);
    let names = of_kind.iter().take(MANY).filter_map(|at| set.get(*at)).map(Resource::name);
    if let Some(near) = nearest(name, names) {
        return of_kind.iter().filter_map(|at| set.get(*at)).find(|r| r.name() == near);
    }
    set.find_name(name).first().copied().and_then(get)
}

/// The kinds that there are, when they are only a few.
fn kinds(set: &ResourceSet) -> Option<String> {
    const FEW: usize = 6;
    let mut kinds: Vec<&str> = Vec::new();
    for kind in set.iter().take(MANY).map(Resource::kind) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
        if kinds.len() > FEW {
            return None;
        }
    }
    match kinds.is_empty() {
        true => Some("there are no resources at this step".to_owned()),
        false => Some(format!("the kinds at this step are: {}", kinds.join(", "))),
    }
}

/// The names of a kind when there are only a few, else nothing.
fn names_of(set: &ResourceSet, kind: &str) -> Option<String> {
    const FEW: usize = 5;
    let places = set.find_kind(kind);
    if kind.is_empty() || places.len() > FEW {
        return None;
    }
    let names: Vec<&str> = places.iter().filter_map(|at| set.get(*at)).map(Resource::name).collect();
    if names.is_empty() {
        return match nearest(kind, set.iter().take(MANY).map(Resource::kind)) {
            Some(near) => Some(format!("there is no {kind}, did you mean the kind {near}?")),
            None => Some(format!("there is no {kind} at this step")),
        };
    }
    Some(format!("the {kind}s at this step are: {}", names.join(", ")))
}
