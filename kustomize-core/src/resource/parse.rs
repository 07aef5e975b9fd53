//! From documents to resources.

use super::resource::Resource;
use crate::diagnostic::{Code, Error, Result};
use crate::source::FileId;
use crate::yaml::{Limits, Node, read_documents};
use std::collections::VecDeque;

/// The resources of a text. Empty documents are left out; a list of any kind gives its items.
///
/// # Errors
/// What [`read_documents`] refuses, and [`Code::InvalidResource`] for an object without a kind or
/// a name.
pub fn parse_resources(text: &str, file: FileId, limits: &Limits) -> Result<Vec<Resource>> {
    let mut queue: VecDeque<Node> = VecDeque::new();
    for node in read_documents(text, file, limits)? {
        enqueue(&mut queue, node)?;
    }
    let mut resources = Vec::with_capacity(queue.len());
    while let Some(mut node) = queue.pop_front() {
        let is_list = node.get("kind").and_then(Node::text).is_some_and(|kind| kind.ends_with("List"));
        match node.get_mut("items") {
            Some(items) if is_list => {
                if !items.is_null() && items.as_seq().is_none() {
                    return Err(
                        Error::new(Code::InvalidResource, "the items of a list are not a list").at(items.pos)
                    );
                }
                for item in items.as_seq_mut().map(std::mem::take).unwrap_or_default() {
                    enqueue(&mut queue, item)?;
                }
            }
            _ => resources.push(Resource::new(node)),
        }
    }
    Ok(resources)
}

/// The resources of a text, lists among them left as they are, and without those that configure the
/// build itself.
///
/// # Errors
/// As [`parse_resources`].
pub(crate) fn parse_resources_as_written(text: &str, file: FileId, limits: &Limits) -> Result<Vec<Resource>> {
    let mut resources = Vec::new();
    for node in read_documents(text, file, limits)? {
        if node.is_null_or_empty() {
            continue;
        }
        check_metadata(&node)?;
        let resource = Resource::new(node);
        if !resource.is_local() {
            resources.push(resource);
        }
    }
    Ok(resources)
}

fn enqueue(queue: &mut VecDeque<Node>, node: Node) -> Result<()> {
    if node.is_null_or_empty() {
        return Ok(());
    }
    check_metadata(&node)?;
    queue.push_back(node);
    Ok(())
}

/// Refuses an object without a kind or a name, and one whose metadata cannot be read.
///
/// # Errors
/// [`Code::InvalidResource`].
pub(crate) fn check_metadata(node: &Node) -> Result<()> {
    if node.as_map().is_none() {
        return Err(Error::new(
            Code::InvalidResource,
            format!("a resource must be a mapping, this is {}", node.kind_name()),
        )
        .at(node.pos));
    }
    let kind = text(node.get("kind"));
    if kind.is_empty() {
        return Err(Error::new(Code::InvalidResource, "the resource has no kind")
            .at(node.pos)
            .hint("add `kind:`"));
    }
    let metadata = node.get("metadata");
    if let Some(metadata) = metadata.filter(|m| m.as_map().is_none() && !m.is_null()) {
        return Err(Error::new(Code::InvalidResource, format!("the metadata of a {kind} must be a mapping"))
            .at(metadata.pos));
    }
    if let Some(list) = metadata.and_then(|m| m.get("annotations")).filter(|n| n.as_seq().is_some()) {
        return Err(Error::new(Code::InvalidResource, "annotations must be a mapping").at(list.pos));
    }
    let name = text(metadata.and_then(|m| m.get("name")));
    if name.is_empty() && !kind.ends_with("List") {
        return Err(Error::new(Code::InvalidResource, format!("the {kind} has no name"))
            .at(node.pos)
            .hint("add `name:` under `metadata:`"));
    }
    Ok(())
}

/// The text of a scalar that is not null; empty for others.
fn text(node: Option<&Node>) -> &str {
    node.filter(|n| !n.is_null()).and_then(Node::text).unwrap_or("")
}
