//! Annotations of resources as they are written.

use super::{WrongKind, check_mapping};
use crate::yaml::document::{DocNode, DocStyle};

/// The path of the file of a resource, counted from the folder of the package.
pub const PATH: &str = "internal.config.kubernetes.io/path";
/// The former name of [`PATH`].
pub const OLD_PATH: &str = "config.kubernetes.io/path";
/// Which resource of its file it is.
pub const INDEX: &str = "internal.config.kubernetes.io/index";
/// The former name of [`INDEX`].
pub const OLD_INDEX: &str = "config.kubernetes.io/index";
/// Identifies a resource to a function.
pub const ID: &str = "internal.config.kubernetes.io/id";
/// The former name of [`ID`].
pub const OLD_ID: &str = "config.k8s.io/id";
/// How the lists of a resource are indented.
pub const SEQ_INDENT: &str = "internal.config.kubernetes.io/seqindent";
/// Marks a resource that is not for the cluster.
pub const LOCAL_CONFIG: &str = "config.kubernetes.io/local-config";

/// Identifies a resource during a step.
pub(crate) const MIGRATION_ID: &str = "internal.config.kubernetes.io/annotations-migration-resource-id";

/// The present and the former names of the annotations that have both.
pub(super) const PAIRS: [(&str, &str); 3] = [(PATH, OLD_PATH), (INDEX, OLD_INDEX), (ID, OLD_ID)];

/// All annotations, in order; none when they are null, empty or no mapping.
pub fn all(root: &DocNode) -> impl Iterator<Item = (&str, &str)> {
    let found = root.get("metadata").and_then(|metadata| metadata.get("annotations"));
    found.into_iter().flat_map(DocNode::entries).map(|(key, value)| (key.value.as_str(), text(value)))
}

fn text(node: &DocNode) -> &str {
    if node.is_null() { "" } else { &node.value }
}

/// An annotation; empty text when it is null.
pub fn get<'n>(root: &'n DocNode, key: &str) -> Option<&'n str> {
    root.get("metadata")?.get("annotations")?.get(key).map(text)
}

/// Sets an annotation, in single quotes where it is new; metadata and annotations are made when they are not there.
///
/// # Errors
/// When the resource, its metadata or its annotations are no mappings.
pub fn set(root: &mut DocNode, key: &str, value: &str) -> Result<(), WrongKind> {
    clear_empty(root)?;
    check_mapping(root, "a resource")?;
    if root.is_null() {
        return Ok(());
    }
    let annotations = child(child(root, "metadata"), "annotations");
    check_mapping(annotations, "annotations")?;
    let node = DocNode { style: DocStyle::SINGLE_QUOTED, ..DocNode::string(value) };
    match annotations.get_mut(key) {
        Some(old) => *old = DocNode { style: old.style, ..node },
        None => annotations.content.extend([DocNode::untagged(key), node]),
    }
    Ok(())
}

/// A field that is a mapping; it is added at the end when it is not there.
fn child<'n>(node: &'n mut DocNode, name: &str) -> &'n mut DocNode {
    let at = node.position(name).unwrap_or_else(|| {
        node.content.extend([DocNode::untagged(name), DocNode::mapping(Vec::new())]);
        node.content.len() - 1
    });
    // `at` was just found or made.
    #[allow(clippy::indexing_slicing)]
    &mut node.content[at]
}

/// Takes an annotation out.
///
/// # Errors
/// As [`set`].
pub fn clear(root: &mut DocNode, key: &str) -> Result<(), WrongKind> {
    check_mapping(root, "a resource")?;
    let Some(metadata) = root.get_mut("metadata") else { return Ok(()) };
    check_mapping(metadata, "metadata")?;
    let Some(annotations) = metadata.get_mut("annotations") else { return Ok(()) };
    check_mapping(annotations, "annotations")?;
    if let Some(at) = annotations.position(key) {
        annotations.remove(at);
    }
    Ok(())
}

/// Takes annotations out that contain nothing, and then metadata that do.
///
/// # Errors
/// When the resource or its metadata is no mapping.
pub fn clear_empty(root: &mut DocNode) -> Result<(), WrongKind> {
    check_mapping(root, "a resource")?;
    if let Some(metadata) = root.get_mut("metadata") {
        check_mapping(metadata, "metadata")?;
        remove_if_empty(metadata, "annotations");
    }
    remove_if_empty(root, "metadata");
    Ok(())
}

/// To the reference everything is empty that contains no nodes, scalars and aliases too.
fn remove_if_empty(node: &mut DocNode, name: &str) {
    let is_empty = |(key, value): (&DocNode, &DocNode)| key.value == name && value.content.is_empty();
    let found = node.entries().position(is_empty);
    if let Some(entry) = found {
        node.remove(2 * entry + 1);
    }
}
