//! The walk along the path of a field specification.

use super::field_spec::FieldSpec;
use crate::diagnostic::{Code, Error, Result};
use crate::resource::Gvk;
use crate::source::Pos;
use crate::yaml::{Node, Scalar, Str, Style, Tag, Value};

/// What is made at the end of a path that is to be created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Make {
    /// Nothing.
    Nothing,
    /// A mapping.
    Map,
    /// An empty scalar; a null that is there gets this tag.
    Scalar(Tag),
}

/// A field specification with its path split.
pub(crate) struct Compiled<'s> {
    pub(crate) spec: &'s FieldSpec,
    segments: Vec<Str>,
}

/// Splits the paths once for many resources.
pub(crate) fn compile(specs: &[FieldSpec]) -> Vec<Compiled<'_>> {
    specs.iter().map(|spec| Compiled { spec, segments: spec.segments() }).collect()
}

impl Compiled<'_> {
    /// Calls `set` with every node that the path leads to, if the specification selects the kind.
    pub(crate) fn visit(
        &self,
        node: &mut Node,
        gvk: &Gvk,
        make: Make,
        set: &mut dyn FnMut(&mut Node) -> Result<()>,
    ) -> Result<()> {
        if !self.spec.selects(gvk) {
            return Ok(());
        }
        let make = if self.spec.create { make } else { Make::Nothing };
        walk(node, &self.segments, make, set)
            .map_err(|e| e.context(format_args!("at the field {}", self.spec.path)))
    }
}

fn walk(
    node: &mut Node,
    path: &[Str],
    make: Make,
    set: &mut dyn FnMut(&mut Node) -> Result<()>,
) -> Result<()> {
    let Some((name, rest)) = path.split_first() else { return set(node) };
    let pos = node.pos;
    match &mut node.value {
        Value::Scalar(s) if s.tag == Tag::Null => Ok(()),
        Value::Scalar(_) => Err(Error::new(
            Code::InvalidFieldPath,
            format!("a mapping or list is needed to find \"{name}\", this is {}", node.kind_name()),
        )
        .at(pos)),
        Value::Seq(items) => items.iter_mut().try_for_each(|item| walk(item, path, make, set)),
        Value::Map(map) => {
            let (field, is_list) = match name.strip_suffix("[]") {
                Some(field) => (field, true),
                None => (name.as_str(), false),
            };
            if field.is_empty() {
                return Err(Error::new(Code::InvalidFieldPath, "a field name is empty").at(pos));
            }
            let made = match make {
                _ if is_list => None,
                Make::Nothing => None,
                _ if !rest.is_empty() => Some(Node::map(pos)),
                Make::Map => Some(Node::map(pos)),
                Make::Scalar(tag) => Some(Node::scalar("", tag, pos)),
            };
            let field_node = match (made, map.position(field)) {
                (Some(made), None) => map.get_or_insert_with(field, || made),
                (made, Some(_)) => {
                    let Some(node) = map.get_mut(field) else { return Ok(()) };
                    if node.is_null() {
                        match made {
                            Some(made) => node.value = made.value,
                            None if is_list => node.value = Value::Seq(Vec::new()),
                            None => {}
                        }
                    }
                    node
                }
                (None, None) => return Ok(()),
            };
            walk(field_node, rest, make, set)
        }
    }
}

/// Replaces a scalar's text. Its meaning is judged anew unless it was quoted: a plain `1` that is
/// put before `e3` gives a number, as in the reference.
///
/// # Errors
/// When the node is a mapping or list.
pub(crate) fn set_text(node: &mut Node, text: &str) -> Result<()> {
    let style = scalar_style(node)?;
    node.value = Value::Scalar(match style {
        Style::Plain | Style::Untagged => Scalar::untagged(text),
        Style::Quoted | Style::Block => Scalar { text: text.into(), tag: Tag::Str, style },
    });
    Ok(())
}

/// Replaces a scalar's text and states its meaning.
///
/// # Errors
/// When the node is a mapping or list.
pub(crate) fn set_tagged(node: &mut Node, text: &str, tag: Tag) -> Result<()> {
    let style = scalar_style(node)?;
    node.value = Value::Scalar(Scalar { text: text.into(), tag, style });
    Ok(())
}

fn scalar_style(node: &Node) -> Result<Style> {
    match &node.value {
        Value::Scalar(s) if s.tag == Tag::Null => Ok(Style::Plain),
        Value::Scalar(s) => Ok(s.style),
        _ => Err(Error::new(
            Code::InvalidFieldPath,
            format!("a plain value is needed here, this is {}", node.kind_name()),
        )
        .at(node.pos)),
    }
}

/// Sets an entry of a mapping to a string; on a null nothing happens but that it becomes a mapping
/// by the walk before.
///
/// # Errors
/// When the node is no mapping.
pub(crate) fn set_entry(node: &mut Node, key: &str, value: &str, pos: Pos) -> Result<()> {
    let (kind, at, is_null) = (node.kind_name(), node.pos, node.is_null());
    match node.as_map_mut() {
        Some(map) => {
            map.set(key, Node::string(value, pos));
            Ok(())
        }
        None if is_null => Ok(()),
        None => Err(Error::new(
            Code::InvalidFieldPath,
            format!("a mapping is needed to set \"{key}\", this is {kind}"),
        )
        .at(at)),
    }
}
