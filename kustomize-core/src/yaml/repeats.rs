//! Keys that stand twice in a mapping of a resource.

use super::map::Map;
use super::node::{Entry, Node, Value};
use crate::diagnostic::{Code, Error, Result};

/// Refuses keys that stand twice, but for annotations, which the reference writes anew, and of which then the last
/// one counts. It refuses the others too, only at the end of the build.
///
/// # Errors
/// [`Code::DuplicateKey`].
pub(super) fn refuse(mut document: Node) -> Result<Node> {
    let list = document.get("kind").and_then(Node::text) == Some("List");
    if list && let Some(items) = document.get_mut("items").and_then(Node::as_seq_mut) {
        items.iter_mut().for_each(settle_annotations);
    }
    check(&document, Some(&["metadata", "annotations"]))?;
    Ok(document)
}

fn settle_annotations(object: &mut Node) {
    let annotations = object.get_mut("metadata").and_then(|metadata| metadata.get_mut("annotations"));
    if let Some(map) = annotations.and_then(Node::as_map_mut) {
        keep_last(map);
    }
}

/// Leaves of keys that stand twice the last one.
pub(crate) fn keep_last(map: &mut Map) {
    if !map.iter().any(|entry| entry.key.repeated) {
        return;
    }
    for mut entry in std::mem::take(map.entries_mut()) {
        match map.get_mut(&entry.key.text) {
            Some(value) => *value = entry.value,
            None => {
                entry.key.repeated = false;
                map.entries_mut().push(entry);
            }
        }
    }
}

/// Refuses keys that stand twice but in the mapping that this path of fields leads to.
fn check(node: &Node, free: Option<&[&str]>) -> Result<()> {
    match &node.value {
        Value::Map(map) => map.iter().try_for_each(|entry| {
            if entry.key.repeated && free != Some(&[]) {
                let first = map.entry(&entry.key.text).map(|first| first.key.pos).unwrap_or_default();
                return Err(repeated(entry).related(first, "the first one is here"));
            }
            let next = free.and_then(<[_]>::split_first).filter(|(field, _)| entry.key.is(field));
            check(&entry.value, next.map(|(_, rest)| rest))
        }),
        Value::Seq(items) => items.iter().try_for_each(|item| check(item, None)),
        Value::Scalar(_) => Ok(()),
    }
}

/// The refusal of a key that stands in its mapping already.
pub(crate) fn repeated(entry: &Entry) -> Error {
    let key = entry.key.text.as_str();
    let hint = match key {
        "apiVersion" | "kind" => "put a line `---` between two resources, or remove one of the two keys",
        _ => "remove one of the two",
    };
    Error::new(Code::DuplicateKey, format!("the key \"{key}\" stands here twice"))
        .at(entry.key.pos)
        .hint(hint)
}
