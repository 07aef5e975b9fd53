//! The form that annotations have at the end of a build.

use crate::generate::helm::FROM_HELM;
use crate::resource::Resource;
use crate::yaml::{Map, Node, Scalar, Style, Tag, Value};

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
    let annotations = resource.node.get("metadata").and_then(|m| m.get("annotations"));
    let Some(annotations) = annotations else { return };
    let goes = |key: &str| TAKEN_OUT.contains(&key) && !keep.contains(&key);
    let ours = |map: &Map| map.iter().any(|e| goes(&e.key.text));
    if annotations.as_map().is_some_and(ours)
        && let Some(map) = resource.node.lookup_mut(&["metadata", "annotations"]).and_then(Node::as_map_mut)
    {
        map.entries_mut().retain(|e| !goes(&e.key.text));
    }
    normalize_annotations(resource);
}

/// Makes every annotation a string, and one that is no scalar an empty one; annotations that are
/// no mapping, or have nothing in them, go.
pub(crate) fn normalize_annotations(resource: &mut Resource) {
    let Some(metadata) = resource.node.get_mut("metadata").and_then(Node::as_map_mut) else { return };
    let Some(annotations) = metadata.get_mut("annotations") else { return };
    let Some(map) = annotations.as_map_mut().filter(|map| !map.is_empty()) else {
        metadata.remove("annotations");
        return;
    };
    for entry in map.iter_mut() {
        match &mut entry.value.value {
            Value::Scalar(s) if s.tag == Tag::Str => {}
            Value::Scalar(s) => *s = Scalar { text: s.text.clone(), tag: Tag::Str, style: Style::Quoted },
            other => *other = Value::Scalar(Scalar::string("")),
        }
    }
}
