//! The form that annotations have at the end of a build.

use crate::generate::helm::FROM_HELM;
use crate::resource::Resource;
use crate::yaml::{Key, Map, Node, Scalar, Style, Tag, Value, keep_last};

/// Annotations by which the reference keeps its own books, and which it takes out at the end even
/// when somebody wrote them.
const TAKEN_OUT: &[&str] = &[
    "internal.config.kubernetes.io/previousKinds",
    "internal.config.kubernetes.io/previousNames",
    "internal.config.kubernetes.io/prefixes",
    "internal.config.kubernetes.io/suffixes",
    "internal.config.kubernetes.io/previousNamespaces",
    "internal.config.kubernetes.io/allowNameChange",
    "internal.config.kubernetes.io/allowKindChange",
    "internal.config.kubernetes.io/refBy",
    "internal.config.kubernetes.io/generatorBehavior",
    "internal.config.kubernetes.io/needsHashSuffix",
    "internal.config.kubernetes.io/path",
    "internal.config.kubernetes.io/index",
    "internal.config.kubernetes.io/seqindent",
    "internal.config.kubernetes.io/id",
    "internal.config.kubernetes.io/annotations-migration-resource-id",
    "config.kubernetes.io/path",
    "config.kubernetes.io/index",
    "config.k8s.io/id",
    FROM_HELM,
    "config.kubernetes.io/origin",
    "alpha.config.kubernetes.io/transformations",
];

/// Takes out what the reference takes out but what is to be kept, and makes every value a string.
pub(crate) fn normalize(resource: &mut Resource, keep: &[&str]) {
    let pos = resource.node.pos;
    let Some(map) = resource.node.as_map_mut() else { return };
    // A list may have no metadata, until the reference looks for its own annotations there.
    let metadata = map.get_or_insert_with("metadata", || Node::map(pos));
    let Some(annotations) = metadata.get("annotations") else { return };
    let goes = |key: &str| TAKEN_OUT.contains(&key) && !keep.contains(&key);
    let ours = |map: &Map| map.iter().any(|e| goes(&e.key.text));
    if annotations.as_map().is_some_and(ours)
        && let Some(map) = resource.node.lookup_mut(&["metadata", "annotations"]).and_then(Node::as_map_mut)
    {
        map.entries_mut().retain(|e| !goes(&e.key.text));
    }
    normalize_annotations(resource);
}

/// Makes every annotation a string.
pub(crate) fn normalize_annotations(resource: &mut Resource) {
    resource.reveal_annotations();
    if let Some(metadata) = resource.node.get_mut("metadata").and_then(Node::as_map_mut) {
        make_texts(metadata, "annotations");
    }
}

/// Makes every value of a mapping a string, and one that is no scalar an empty one; what is no
/// mapping, or has nothing in it, goes. Where the field stands twice the second one is left, with what
/// the first one had. Keys mean what they mean without quotes. False when the second one cannot take
/// anything, where the reference gives up.
pub(crate) fn make_texts(metadata: &mut Map, field: &str) -> bool {
    let Some(pairs) = metadata.get_mut(field) else { return true };
    let Some(map) = pairs.as_map_mut().filter(|map| !map.is_empty()) else {
        metadata.remove(field);
        metadata.mark_repeated();
        return true;
    };
    keep_last(map);
    for entry in map.iter_mut() {
        entry.key = Key::untagged(std::mem::take(&mut entry.key.text), entry.key.pos);
        match &mut entry.value.value {
            Value::Scalar(s) if s.tag == Tag::Str => {
                // Of quotes only those matter without which the text cannot be read again.
                let is_held = s.style.is_quoted() && s.text.starts_with('\t');
                if matches!(s.style, Style::Folded | Style::Block) || is_held {
                    s.style = Style::Plain;
                }
            }
            Value::Scalar(s) => *s = Scalar::new(s.text.clone(), Tag::Str, Style::DoubleQuoted),
            other => *other = Value::Scalar(Scalar::string("")),
        }
    }
    let is_twice = metadata.iter().filter(|e| e.key.text == field).nth(1).is_some();
    if is_twice && let Some(Node { value: Value::Map(first), .. }) = metadata.remove(field) {
        metadata.mark_repeated();
        let second = metadata.get_mut(field);
        let takes = second.as_ref().is_some_and(|second| second.as_map().is_some() || second.is_null());
        if let Some(second) = second.and_then(Node::as_map_mut) {
            first.into_entries().into_iter().for_each(|e| second.set(&e.key.text, e.value));
        }
        return takes;
    }
    true
}
