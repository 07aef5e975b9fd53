//! From documents to resources.

use super::resource::Resource;
use crate::diagnostic::{Code, Error, Errors, Result};
use crate::kustomization::nearest;
use crate::source::{FileId, Pos};
use crate::yaml::resolve::timestamp_value;
use crate::yaml::{
    Limits, Map, Node, Scalar, Style, Tag, Value, nameless_key, read_documents, read_file, read_patches,
    repeated, write_json,
};
use std::collections::VecDeque;
use std::sync::Arc;

/// The resources of a text. Empty documents are left out; a list of any kind gives its items.
///
/// # Errors
/// What [`read_documents`] refuses, and [`Code::InvalidResource`] for an object without a kind or
/// a name.
pub fn parse_resources(text: &str, file: FileId, limits: &Limits) -> Result<Vec<Resource>> {
    resources_of(read_documents(text, file, limits)?)
}

/// As [`parse_resources`], of a whole file.
///
/// # Errors
/// As [`parse_resources`].
pub(crate) fn parse_file(text: &Arc<str>, file: FileId, limits: &Limits) -> Result<Vec<Resource>> {
    resources_of(read_file(text, file, limits)?)
}

/// The resources of the text of a patch: as [`parse_resources`], but a key may stand twice. The later
/// one is marked as such.
///
/// # Errors
/// As [`parse_resources`].
pub(crate) fn parse_patches(text: &str, file: FileId, limits: &Limits) -> Result<Vec<Resource>> {
    collect(read_patches(text, file, limits)?, check_patch)
}

/// The resources that documents are.
///
/// # Errors
/// As [`parse_resources`].
pub(crate) fn resources_of(documents: Vec<Node>) -> Result<Vec<Resource>> {
    collect(documents, check_metadata)
}

fn collect(documents: Vec<Node>, check: fn(&Node) -> Result<()>) -> Result<Vec<Resource>> {
    let mut queue: VecDeque<Node> = VecDeque::new();
    let mut errors = Errors::default();
    for node in documents {
        errors.keep(enqueue(&mut queue, node, check));
    }
    errors.done()?;
    let mut resources = Vec::with_capacity(queue.len());
    while let Some(mut node) = queue.pop_front() {
        let is_list = node.get("kind").and_then(Node::text).is_some_and(|kind| kind.ends_with("List"));
        if is_list {
            check_decodable(&node)?;
        }
        match node.get_mut("items") {
            Some(items) if is_list => {
                if !items.is_null() && items.as_seq().is_none() {
                    return Err(
                        Error::new(Code::InvalidResource, "the items of a list are not a list").at(items.pos)
                    );
                }
                for mut item in items.as_seq_mut().map(std::mem::take).unwrap_or_default() {
                    through_json(&mut item)?;
                    enqueue(&mut queue, item, check)?;
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

/// Gives an item of a list the form that it has after the reference's way through JSON, where every
/// key and text is in quotes, keys are in order, and everything is in brackets.
fn through_json(node: &mut Node) -> Result<()> {
    let pos = node.pos;
    node.pos = pos.in_brackets(node.as_scalar().is_none());
    match &mut node.value {
        Value::Map(map) => {
            map.iter_mut().try_for_each(|entry| {
                entry.key.style = Style::DoubleQuoted;
                if entry.key.repeated { Err(repeated(entry)) } else { through_json(&mut entry.value) }
            })?;
            map.entries_mut().sort_by(|a, b| a.key.text.cmp(&b.key.text));
            Ok(())
        }
        Value::Seq(items) => items.iter_mut().try_for_each(through_json),
        Value::Scalar(scalar) => {
            let mut json = String::new();
            match scalar.tag {
                Tag::Str | Tag::Merge => scalar.style = Style::DoubleQuoted,
                Tag::Timestamp => {
                    let date = timestamp_value(&scalar.text).and_then(|t| t.rfc3339());
                    let date = date.ok_or_else(|| unsupported(&scalar.text, pos))?;
                    scalar.become_like(Scalar::new(date, Tag::Str, Style::DoubleQuoted));
                }
                tag => {
                    write_json(node, &mut json)?;
                    node.value = Value::Scalar(Scalar::new(json, tag, Style::Plain));
                }
            }
            Ok(())
        }
    }
}

fn unsupported(text: &str, pos: Pos) -> Error {
    Error::new(Code::UnsupportedValue, format!("the value {text} cannot be written as JSON")).at(pos)
}

fn enqueue(queue: &mut VecDeque<Node>, node: Node, check: fn(&Node) -> Result<()>) -> Result<()> {
    if node.is_null_or_empty() {
        return Ok(());
    }
    check(&node).map_err(|error| nameless_in(&node).unwrap_or(error))?;
    queue.push_back(node);
    Ok(())
}

/// Refuses what cannot be looked at as a whole, as the reference looks at lists: keys that stand twice, and
/// those that are mappings or lists.
fn check_decodable(node: &Node) -> Result<()> {
    match &node.value {
        Value::Map(map) => map.iter().try_for_each(|entry| match entry.key.is_nameless() {
            _ if entry.key.repeated => Err(repeated(entry)),
            true => Err(nameless_key(entry).at(entry.key.pos)),
            false => check_decodable(&entry.value),
        }),
        Value::Seq(items) => items.iter().try_for_each(check_decodable),
        Value::Scalar(_) => Ok(()),
    }
}

/// The refusal of the first key that is a mapping or a list, as a mark of a template is.
fn nameless_in(node: &Node) -> Option<Error> {
    match &node.value {
        Value::Map(map) => map.iter().find_map(|entry| match entry.key.is_nameless() {
            true => Some(nameless_key(entry).at(entry.key.pos)),
            false => nameless_in(&entry.value),
        }),
        Value::Seq(items) => items.iter().find_map(nameless_in),
        Value::Scalar(_) => None,
    }
}

/// As [`check_metadata`], but the metadata of a list are only looked at where the patch is applied.
fn check_patch(node: &Node) -> Result<()> {
    let is_shapeless = node.get("metadata").is_some_and(|m| m.as_map().is_none());
    if is_shapeless && text(node.get("kind")).ends_with("List") {
        return Ok(());
    }
    check_metadata(node)
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
        .at(node.pos)
        .hint(match &node.value {
            Value::Seq(_) => "write each object as a document, with a line `---` between them",
            _ => "an object has apiVersion, kind and metadata",
        }));
    }
    let kind = text(node.get("kind"));
    if kind.is_empty() {
        return Err(no_kind(node));
    }
    let metadata = node.get("metadata");
    if let Some(metadata) = metadata.filter(|m| m.as_map().is_none() && !m.is_null()) {
        return Err(Error::new(Code::InvalidResource, format!("the metadata of a {kind} must be a mapping"))
            .at(metadata.pos)
            .hint("write the name below it: name: …"));
    }
    if let Some(metadata) = metadata {
        check_no_list(metadata, "annotations")?;
    }
    let name = text(metadata.and_then(|m| m.get("name")));
    if name.is_empty() && !kind.ends_with("List") {
        return Err(no_name(node, kind));
    }
    Ok(())
}

/// Refuses a list of anything where pairs are to be: the reference crashes, or takes its items for pairs.
///
/// # Errors
/// [`Code::InvalidResource`].
pub(crate) fn check_no_list(metadata: &Node, field: &str) -> Result<()> {
    let list = metadata.get(field).filter(|node| node.as_seq().is_some_and(|items| !items.is_empty()));
    list.map_or(Ok(()), |list| {
        Err(Error::new(Code::InvalidResource, format!("{field} must be a mapping")).at(list.pos))
    })
}

/// The text of a scalar that is not null; empty for others.
fn text(node: Option<&Node>) -> &str {
    node.filter(|n| !n.is_null()).and_then(Node::text).unwrap_or("")
}

/// The place of what stands instead of the kind, or where the resource starts.
fn no_kind(node: &Node) -> Error {
    let error = Error::new(Code::InvalidResource, "the resource has no kind");
    let Some(map) = node.as_map() else { return error.at(node.pos) };
    if let Some(kind) = map.entry("kind") {
        return error.at(kind.key.pos).hint("state the kind as text, as in kind: Service");
    }
    if map.contains("op") && map.contains("path") {
        return error.at(node.pos).hint("a JSON patch is a list: put a dash before each operation");
    }
    match nearest_key(map, "kind") {
        Some(key) => error.at(key.pos).hint(format!("did you mean kind instead of {}?", key.text)),
        None => error.at(node.pos).hint(ADD_KIND),
    }
}

/// What to do about a file that may be no manifest at all.
pub(crate) const ADD_KIND: &str = "add `kind:`, or do not list what is no manifest";

/// The place of what stands instead of the name, or where the name should stand.
fn no_name(node: &Node, kind: &str) -> Error {
    let error = Error::new(Code::InvalidResource, format!("the {kind} has no name"));
    let Some(map) = node.as_map() else { return error.at(node.pos) };
    if let Some(name) = map.entry("name") {
        return error.at(name.key.pos).hint("the name belongs under metadata: indent it");
    }
    let Some(metadata) = map.entry("metadata") else {
        return error.at(node.pos).hint("add `metadata:` with a `name:`");
    };
    match metadata.value.as_map() {
        Some(fields) if !fields.contains("name") => match nearest_key(fields, "name") {
            Some(key) => error.at(key.pos).hint(format!("did you mean name instead of {}?", key.text)),
            None => error.at(metadata.key.pos).hint("add `name:` under `metadata:`"),
        },
        _ => error.at(metadata.key.pos).hint("add `name:` under `metadata:`"),
    }
}

/// The key that was probably meant to be this one.
fn nearest_key<'n>(map: &'n Map, wanted: &str) -> Option<&'n crate::yaml::Key> {
    let near = nearest(wanted, map.iter().map(|e| e.key.text.as_str()).filter(|key| *key != wanted))?;
    map.entry(near).map(|e| &e.key)
}
