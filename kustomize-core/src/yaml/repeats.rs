//! Keys that stand twice in a mapping of a resource.

use super::node::{Entry, Map, Node, Scalar, Value};
use crate::diagnostic::{Code, Error, Result};

/// Refuses keys that stand twice, but for annotations: of those the last one counts, because the
/// reference writes them anew. It refuses the others too, only at the end of the build.
///
/// # Errors
/// [`Code::DuplicateKey`].
pub(super) fn refuse(mut document: Node) -> Result<Node> {
    let list = document.get("kind").and_then(Node::text) == Some("List");
    settle_annotations(&mut document);
    if list && let Some(items) = document.get_mut("items").and_then(Node::as_seq_mut) {
        items.iter_mut().for_each(settle_annotations);
    }
    check(&document)?;
    Ok(document)
}

fn settle_annotations(object: &mut Node) {
    let annotations = object.get_mut("metadata").and_then(|metadata| metadata.get_mut("annotations"));
    if let Some(map) = annotations.and_then(Node::as_map_mut) {
        // One that stands twice is a text already, which a patch does not take away as it does nothing at all.
        for entry in map.iter_mut().filter(|entry| entry.key.repeated) {
            if entry.value.is_null() && entry.value.text() == Some("") {
                entry.value.value = Value::Scalar(Scalar::string(""));
            }
        }
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

fn check(node: &Node) -> Result<()> {
    match &node.value {
        Value::Map(map) => map.iter().try_for_each(|entry| {
            if entry.key.repeated {
                let first = map.entry(&entry.key.text).map(|first| first.key.pos).unwrap_or_default();
                return Err(repeated(entry).related(first, "the first one is here"));
            }
            check(&entry.value)
        }),
        Value::Seq(items) => items.iter().try_for_each(check),
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
