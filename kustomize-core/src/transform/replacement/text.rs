//! YAML inside the text of a field, written anew as the reference does: the order of fields, comments,
//! quotes and brackets stay; indentation, empty lines and the width of lines do not.

use super::path::{Kind, Match, find};
use crate::source::Pos;
use crate::yaml::document::{DocKind, DocNode, DocStyle, Document, Writer, short_tag};
use crate::yaml::resolve::resolve_plain;
use crate::yaml::{Entry, Key, Limits, Map, Node, Scalar, Str, Style, Tag, Value};
use std::borrow::Cow;

/// The text of a document after `value` was put where the path leads to in it; `None` when that is
/// nowhere.
pub(super) fn change(
    mut document: Document,
    path: &[Str],
    value: &Node,
    create: Option<Kind>,
    limits: &Limits,
) -> Option<String> {
    let mut node = plain(&document.root);
    let found = find(&mut node, path, create, limits).ok().filter(|found| !found.is_empty())?;
    grow(&mut document.root, &node);
    for found in found {
        let Match::At(place) = found else { continue };
        let field = node_at(&mut document.root, &place)?;
        match field.kind {
            DocKind::Scalar => value.copied_text().clone_into(&mut field.value),
            _ => *field = made(value),
        }
    }
    let mut writer = Writer::new();
    writer.write(&document);
    Some(writer.finish().trim().to_owned())
}

/// A node as the reference writes it to compare it with a pattern: with its quotes.
pub(super) fn of(node: &Node) -> Cow<'_, str> {
    if let Value::Scalar(scalar) = &node.value
        && !scalar.style.is_marked()
        && scalar.text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/'))
        && (scalar.style == Style::Untagged || resolve_plain(&scalar.text) == scalar.tag)
    {
        return Cow::Borrowed(&scalar.text);
    }
    Cow::Owned(made(node).to_text())
}

/// A node without what it is written with. What aliases and merge keys stand for is not looked up.
fn plain(node: &DocNode) -> Node {
    let value = match node.kind {
        DocKind::Mapping => {
            let entry = |(key, value): (&DocNode, &DocNode)| Entry {
                key: Key::new(key.value.as_str(), Pos::NONE),
                value: plain(value),
            };
            Value::Map(Map::from_entries(node.entries().map(entry).collect()))
        }
        DocKind::Sequence => Value::Seq(node.content.iter().map(plain).collect()),
        DocKind::Scalar | DocKind::Alias => {
            let tag = if node.is_null() { Tag::Null } else { Tag::Str };
            Value::Scalar(Scalar::new(node.value.as_str(), tag, Style::DoubleQuoted))
        }
    };
    Node::new(value, Pos::NONE)
}

/// Adds the entries and items that were added to the plain form.
fn grow(node: &mut DocNode, grown: &Node) {
    match &grown.value {
        Value::Map(map) => {
            for (i, entry) in map.iter().enumerate() {
                match node.content.get_mut(2 * i + 1) {
                    Some(value) => grow(value, &entry.value),
                    None => {
                        let key = DocNode::untagged(entry.key.text.as_str());
                        node.content.extend([key, made(&entry.value)]);
                    }
                }
            }
        }
        Value::Seq(items) => {
            for (i, item) in items.iter().enumerate() {
                match node.content.get_mut(i) {
                    Some(node) => grow(node, item),
                    None => node.content.push(made(item)),
                }
            }
        }
        Value::Scalar(_) => {}
    }
}

/// The node at a place of the plain form.
fn node_at<'d>(root: &'d mut DocNode, place: &[usize]) -> Option<&'d mut DocNode> {
    place.iter().try_fold(root, |node, &at| match node.kind {
        DocKind::Mapping => node.content.get_mut(2 * at + 1),
        _ => node.content.get_mut(at),
    })
}

/// A node that comes from elsewhere.
fn made(node: &Node) -> DocNode {
    match &node.value {
        Value::Map(map) => {
            let entry = |e: &Entry| [made_key(&e.key), made(&e.value)];
            in_brackets(DocNode::mapping(map.iter().flat_map(entry).collect()), node)
        }
        Value::Seq(items) => in_brackets(DocNode::sequence(items.iter().map(made).collect()), node),
        Value::Scalar(scalar) => {
            let tag = match (scalar.style, scalar.tag) {
                (Style::Untagged, _) => "",
                (_, tag) => short_tag(tag),
            };
            let untagged = DocNode::untagged(scalar.text.as_str());
            DocNode { tag: tag.to_owned(), style: DocStyle::of(scalar.style), ..untagged }
        }
    }
}

/// A key that comes from elsewhere.
fn made_key(key: &Key) -> DocNode {
    let untagged = DocNode::untagged(key.text.as_str());
    if !key.style.is_marked() {
        return untagged;
    }
    DocNode { tag: short_tag(key.tag).to_owned(), style: DocStyle::of(key.style), ..untagged }
}

/// A collection that comes from elsewhere keeps its brackets.
fn in_brackets(made: DocNode, node: &Node) -> DocNode {
    let style = if node.is_in_brackets() { DocStyle::FLOW } else { made.style };
    DocNode { style, ..made }
}
