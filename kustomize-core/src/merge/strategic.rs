//! Strategic merge: a patch that looks like the object, merged by the types of Kubernetes.
//!
//! Fields that both have are merged, `null` deletes, lists are replaced unless the type says by
//! which keys their items are told apart. `$patch: delete`, `replace` and `merge` are understood in
//! mappings and lists. As in the reference the whole object is visited, so that an empty `key:` of
//! the object disappears and a merged list loses repeated items.

use super::associative;
use crate::diagnostic::{Code, Error, Result};
use crate::schema::{Schema, TypeRef};
use crate::yaml::{Map, Node, Value};

/// What became of the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was changed.
    Kept,
    /// The patch deletes it.
    Deleted,
}

/// Merges `patch` into `target`.
///
/// # Errors
/// [`Code::PatchFailed`] where one has a mapping, list or value and the other something else, and
/// for an unknown `$patch`.
pub fn apply(target: &mut Node, patch: &Node, schema: &Schema) -> Result<Outcome> {
    let old = std::mem::replace(target, Node::null(patch.pos));
    match walk(Some(old), Some(patch), None, schema)? {
        Some(merged) => {
            target.value = merged.node.value;
            target.pos = merged.node.pos;
            Ok(Outcome::Kept)
        }
        None => Ok(Outcome::Deleted),
    }
}

/// The key of a directive.
const DIRECTIVE: &str = "$patch";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Directive {
    Merge,
    Replace,
    Delete,
}

/// A result, and whether it is the object's own node, changed in place.
pub(super) struct Merged {
    pub(super) node: Node,
    pub(super) in_place: bool,
}

/// Merges a node of the patch into one of the object. `None` when nothing is left.
pub(super) fn walk(
    dest: Option<Node>,
    patch: Option<&Node>,
    schema_type: Option<TypeRef>,
    schema: &Schema,
) -> Result<Option<Merged>> {
    let kind = dest.as_ref().filter(|n| !n.is_null()).or(patch.filter(|n| !n.is_null()));
    let Some(kind) = kind else { return Ok(walk_nulls(dest, patch)) };
    check_same_kind(dest.as_ref(), patch, kind)?;
    match &kind.value {
        Value::Map(_) => {
            let schema_type = schema_type.or_else(|| type_of(dest.as_ref(), patch, schema));
            walk_map(dest, patch, schema_type, schema)
        }
        Value::Seq(_) => match schema_type.filter(TypeRef::is_merged) {
            Some(list_type) => walk_list(dest, patch, list_type, schema),
            None => Ok(override_with(dest, patch)),
        },
        Value::Scalar(_) => Ok(override_with(dest, patch)),
    }
}

/// A null written out stays where the patch is silent; everything else that is null goes.
fn walk_nulls(dest: Option<Node>, patch: Option<&Node>) -> Option<Merged> {
    match (dest, patch) {
        (Some(node), None) if node.text().is_some_and(|t| !t.is_empty()) => {
            Some(Merged { node, in_place: true })
        }
        _ => None,
    }
}

fn override_with(dest: Option<Node>, patch: Option<&Node>) -> Option<Merged> {
    match patch {
        Some(patch) if patch.is_null() => None,
        Some(patch) => Some(Merged { node: patch.clone(), in_place: false }),
        None => dest.map(|node| Merged { node, in_place: true }),
    }
}

fn check_same_kind(dest: Option<&Node>, patch: Option<&Node>, kind: &Node) -> Result<()> {
    for node in [dest, patch].into_iter().flatten().filter(|n| !n.is_null()) {
        let same = std::mem::discriminant(&node.value) == std::mem::discriminant(&kind.value);
        if !same {
            return Err(Error::new(
                Code::PatchFailed,
                format!("the patch has {} where the object has {}", node.kind_name(), kind.kind_name()),
            )
            .at(node.pos)
            .related(kind.pos, "the object's value is here"));
        }
    }
    Ok(())
}

fn type_of(dest: Option<&Node>, patch: Option<&Node>, schema: &Schema) -> Option<TypeRef> {
    [dest, patch].into_iter().flatten().find_map(|node| {
        let text = |key| node.get(key).and_then(Node::text).filter(|t| !t.is_empty());
        schema.kind(text("apiVersion")?, text("kind")?)
    })
}

fn directive_of(text: &Node) -> Result<Directive> {
    match text.text() {
        Some("merge") => Ok(Directive::Merge),
        Some("replace") => Ok(Directive::Replace),
        Some("delete") => Ok(Directive::Delete),
        other => Err(Error::new(
            Code::InvalidPatch,
            format!("there is no patch strategy \"{}\"", other.unwrap_or("")),
        )
        .at(text.pos)
        .hint("$patch is merge, replace or delete")),
    }
}

fn walk_map(
    dest: Option<Node>,
    patch: Option<&Node>,
    schema_type: Option<TypeRef>,
    schema: &Schema,
) -> Result<Option<Merged>> {
    let directive = match patch.and_then(|p| p.get(DIRECTIVE)) {
        Some(text) => directive_of(text)?,
        None => Directive::Merge,
    };
    let had_dest = dest.as_ref().is_some_and(|d| !d.is_null());
    if directive == Directive::Delete || (had_dest && patch.is_some_and(Node::is_null)) {
        return Ok(None);
    }
    let in_place = had_dest && directive == Directive::Merge;
    let mut node = match dest.filter(|_| in_place) {
        Some(dest) => dest,
        None => match patch {
            Some(patch) => patch.clone(),
            None => return Ok(None),
        },
    };
    let Value::Map(map) = &mut node.value else { return Ok(Some(Merged { node, in_place })) };
    if !in_place {
        map.remove(DIRECTIVE);
    }
    merge_fields(map, patch.and_then(Node::as_map), schema_type, schema)?;
    Ok(Some(Merged { node, in_place }))
}

fn merge_fields(
    map: &mut Map,
    patch: Option<&Map>,
    schema_type: Option<TypeRef>,
    schema: &Schema,
) -> Result<()> {
    let field_type = |key: &str| schema_type.and_then(|t| t.field(key));
    let mut entries = std::mem::take(map.entries_mut());
    let mut first_error = None;
    entries.retain_mut(|entry| {
        let from_patch = patch.and_then(|p| p.get(&entry.key.text));
        if from_patch.is_none() && is_settled(&entry.value) {
            return true;
        }
        let own = std::mem::replace(&mut entry.value, Node::null(entry.key.pos));
        match walk(Some(own), from_patch, field_type(&entry.key.text), schema) {
            Ok(Some(merged)) => {
                entry.value = merged.node;
                true
            }
            Ok(None) => false,
            Err(error) => {
                first_error.get_or_insert(error);
                false
            }
        }
    });
    *map.entries_mut() = entries;
    if let Some(error) = first_error {
        return Err(error);
    }
    for entry in patch.into_iter().flatten() {
        if entry.key.text == DIRECTIVE || map.contains(&entry.key.text) || entry.value.is_null() {
            continue;
        }
        if let Some(merged) = walk(None, Some(&entry.value), field_type(&entry.key.text), schema)? {
            map.entries_mut().push(crate::yaml::Entry { key: entry.key.clone(), value: merged.node });
        }
    }
    Ok(())
}

/// True for a value that a visit without a patch leaves as it is.
fn is_settled(node: &Node) -> bool {
    node.as_scalar().is_some() && !node.is_null()
}

fn walk_list(
    dest: Option<Node>,
    patch: Option<&Node>,
    list_type: TypeRef,
    schema: &Schema,
) -> Result<Option<Merged>> {
    let had_dest = dest.as_ref().is_some_and(|d| !d.is_null());
    if had_dest && patch.is_some_and(Node::is_null) {
        return Ok(None);
    }
    let marked = patch
        .and_then(Node::as_seq)
        .unwrap_or(&[])
        .iter()
        .position(|item| item.as_map().is_some_and(|m| m.len() == 1 && m.contains(DIRECTIVE)));
    let mut items: Vec<Node> = patch.and_then(Node::as_seq).unwrap_or(&[]).to_vec();
    let mut directive = Directive::Merge;
    if let Some(at) = marked.filter(|_| had_dest) {
        let item = items.remove(at);
        if let Some(text) = item.get(DIRECTIVE) {
            directive = directive_of(text)?;
        }
    }
    let (mut node, in_place) = match (dest, directive) {
        (_, Directive::Delete) => return Ok(None),
        (Some(dest), Directive::Merge) if had_dest => (dest, true),
        _ => {
            let Some(patch) = patch else { return Ok(None) };
            (Node::new(Value::Seq(items.clone()), patch.pos), false)
        }
    };
    let Value::Seq(own) = &mut node.value else { return Ok(Some(Merged { node, in_place })) };
    let patched = patch.is_some().then_some(items.as_slice());
    *own = associative::merge(std::mem::take(own), patched, list_type, schema)?;
    Ok(Some(Merged { node, in_place }))
}
