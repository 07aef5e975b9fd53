//! The walk along the path of a field specification.

use super::field_spec::FieldSpec;
use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::Text;
use crate::resource::Gvk;
use crate::source::Pos;
use crate::yaml::{Entry, Key, Link, Node, Scalar, Str, Style, Tag, Value, quote_where_ambiguous};
use std::sync::OnceLock;

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

/// So deep a path may make fields.
const DEEPEST: usize = 500;

/// A field specification whose path is split when it is first walked along.
pub(crate) struct Compiled<'s> {
    pub(crate) spec: &'s FieldSpec,
    parts: OnceLock<Vec<Part>>,
}

/// A part of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// As it is written.
    text: Str,
    /// The name of the field.
    pub(crate) field: Str,
    pub(crate) step: Step,
}

/// Where a part of a path leads in a mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// To a field.
    Field,
    /// To a field that is a list.
    List,
    /// Nowhere else.
    Stay,
    /// It is not valid.
    Refused,
}

impl Part {
    fn new(text: Str) -> Self {
        let (field, step) = match field_name(&text) {
            Ok(Some((field, true))) => (field.into(), Step::List),
            Ok(Some((field, false))) => (field.into(), Step::Field),
            Ok(None) => (Str::default(), Step::Stay),
            Err(_) => (Str::default(), Step::Refused),
        };
        Part { text, field, step }
    }

    fn refusal(&self, node: Pos) -> Error {
        let refused = field_name(&self.text).err();
        refused.unwrap_or_else(|| Error::new(Code::InvalidFieldPath, "the path is not valid")).at(node)
    }
}

/// Prepares specifications for many resources.
pub(crate) fn compile(specs: &[FieldSpec]) -> Vec<Compiled<'_>> {
    specs.iter().map(Compiled::new).collect()
}

impl<'s> Compiled<'s> {
    /// Prepares a specification for many resources.
    pub(crate) fn new(spec: &'s FieldSpec) -> Self {
        Compiled { spec, parts: OnceLock::new() }
    }

    /// The parts of the path.
    pub(crate) fn parts(&self) -> &[Part] {
        self.parts.get_or_init(|| self.spec.segments().into_iter().map(Part::new).collect())
    }

    /// True when the path leads through fields alone.
    pub(crate) fn is_plain(&self) -> bool {
        self.parts().iter().all(|part| part.step == Step::Field)
    }

    fn named(&self, error: Error) -> Error {
        error.context(format_args!("at the field {}", self.spec.path))
    }

    /// Calls `set` with every node that the path leads to, if the specification selects the kind.
    pub(crate) fn visit(
        &self,
        node: &mut Node,
        gvk: &Gvk,
        make: Make,
        set: &mut dyn FnMut(&mut Node) -> Result<()>,
    ) -> Result<()> {
        if self.spec.selects(gvk) { self.visit_selected(node, make, set) } else { Ok(()) }
    }

    /// As [`Self::visit`], whatever the kind.
    pub(crate) fn visit_selected(
        &self,
        node: &mut Node,
        make: Make,
        set: &mut dyn FnMut(&mut Node) -> Result<()>,
    ) -> Result<()> {
        let make = if self.spec.create { make } else { Make::Nothing };
        if make != Make::Nothing && self.parts().len() > DEEPEST {
            let message = format!("the path of a field to create has more than {DEEPEST} parts");
            return Err(Error::new(Code::LimitExceeded, message));
        }
        walk(node, self.parts(), make, set).map_err(|e| self.named(e))
    }

    /// Calls `set` as [`Self::visit`] does, whatever the kind, and makes nothing.
    pub(crate) fn visit_existing(
        &self,
        node: &mut Node,
        set: &mut dyn FnMut(&mut Node) -> Result<()>,
    ) -> Result<()> {
        walk(node, self.parts(), Make::Nothing, set).map_err(|e| self.named(e))
    }

    /// Shows `look` the nodes that [`Self::visit_existing`] leads to. True when that would change
    /// something on its way.
    pub(crate) fn look(&self, node: &Node, look: &mut dyn FnMut(&Node) -> Result<()>) -> Result<bool> {
        look_along(node, self.parts(), look).map_err(|e| self.named(e))
    }
}

fn look_along(node: &Node, path: &[Part], look: &mut dyn FnMut(&Node) -> Result<()>) -> Result<bool> {
    let Some((part, rest)) = path.split_first() else { return look(node).map(|()| false) };
    match &node.value {
        Value::Scalar(s) if s.tag == Tag::Null => Ok(false),
        Value::Scalar(_) => Err(no_fields(&part.text, node)),
        Value::Seq(items) => {
            items.iter().try_fold(false, |any, item| Ok(any | look_along(item, path, look)?))
        }
        Value::Map(map) => {
            match part.step {
                Step::Field | Step::List => {}
                Step::Stay => return look_along(node, rest, look),
                Step::Refused => return Err(part.refusal(node.pos)),
            }
            match map.get(&part.field) {
                Some(field) if part.step == Step::List && field.is_null() => Ok(true),
                Some(field) => look_along(field, rest, look),
                None => Ok(false),
            }
        }
    }
}

/// The name of a field of a mapping, and whether `[]` behind it says that it is a list; `None` for a
/// blank, which leads nowhere else.
fn field_name(part: &str) -> Result<Option<(&str, bool)>> {
    let (field, is_list) = match part.strip_suffix("[]") {
        Some(field) => (field, true),
        None => (part, false),
    };
    if field.is_empty() {
        return Err(Error::new(Code::InvalidFieldPath, "a field name is empty"));
    }
    let field = field.trim();
    if is_item(field) {
        return Err(Error::new(
            Code::InvalidFieldPath,
            format!("a list is needed to find \"{field}\", this is a mapping"),
        ));
    }
    Ok((!field.is_empty()).then_some((field, is_list)))
}

/// True for what the reference takes for an item of a list, not for the name of a field.
fn is_item(part: &str) -> bool {
    match part.as_bytes() {
        b"-" | b"*" | [b'[', .., b']'] => true,
        [b'0'..=b'9' | b'+' | b'-', ..] => super::replacement::path::number(part).is_some(),
        _ => false,
    }
}

fn no_fields(name: &str, node: &Node) -> Error {
    Error::new(
        Code::InvalidFieldPath,
        format!("a mapping or list is needed to find \"{name}\", this is {}", node.kind_name()),
    )
    .at(node.pos)
}

fn walk(
    node: &mut Node,
    path: &[Part],
    make: Make,
    set: &mut dyn FnMut(&mut Node) -> Result<()>,
) -> Result<()> {
    let Some((part, rest)) = path.split_first() else { return set(node) };
    let pos = node.pos;
    match &mut node.value {
        Value::Scalar(s) if s.tag == Tag::Null => Ok(()),
        Value::Scalar(_) => Err(no_fields(&part.text, node)),
        Value::Seq(items) => items.iter_mut().try_for_each(|item| walk(item, path, make, set)),
        Value::Map(map) => {
            let is_list = match part.step {
                Step::Field => false,
                Step::List => true,
                Step::Stay => return walk(node, rest, make, set),
                Step::Refused => return Err(part.refusal(pos)),
            };
            let made = || match make {
                _ if is_list => None,
                Make::Nothing => None,
                _ if !rest.is_empty() => Some(Node::map(pos)),
                Make::Map => Some(Node::map(pos)),
                Make::Scalar(tag) => Some(Node::scalar("", tag, pos)),
            };
            if let Some(node) = map.get_mut(&part.field) {
                if node.is_null() {
                    match made() {
                        // Its text stays: a prefix gets before `null`.
                        Some(Node { value: Value::Scalar(made), .. }) => {
                            let text = node.text().unwrap_or("").to_owned();
                            node.value = Value::Scalar(Scalar::new(text, made.tag, Style::Plain));
                        }
                        Some(made) => node.become_collection(made.value),
                        None if is_list => node.value = Value::Seq(Vec::new()),
                        None => {}
                    }
                }
                return walk(node, rest, make, set);
            }
            let Some(made) = made() else { return Ok(()) };
            let entries = map.entries_mut();
            if entries.len() == entries.capacity() && entries.len() > 2 {
                // Hardly any is made more than once, and room for more is room lost in each resource.
                entries.reserve_exact(1);
            }
            walk(map.get_or_make(&part.field, || made), rest, make, set)
        }
    }
}

/// Replaces a scalar's text. Its meaning is judged anew unless it was quoted: a plain `1` that is
/// put before `e3` gives a number, as in the reference.
///
/// # Errors
/// When the node is a mapping or list.
pub(crate) fn set_text(node: &mut Node, text: impl Into<Str>) -> Result<()> {
    node.pos = node.pos.made();
    let scalar = scalar_of(node)?;
    let style = if scalar.tag == Tag::Null { Style::Plain } else { scalar.style };
    scalar.become_like(if style.is_marked() {
        Scalar::new(text, Tag::Str, style)
    } else {
        Scalar::untagged(text)
    });
    Ok(())
}

/// Replaces a scalar's text and states its meaning.
///
/// # Errors
/// When the node is a mapping or list.
pub(crate) fn set_tagged(node: &mut Node, text: &str, tag: Tag) -> Result<()> {
    node.pos = node.pos.made();
    let scalar = scalar_of(node)?;
    let style = if scalar.tag == Tag::Null { Style::Plain } else { scalar.style };
    scalar.become_like(Scalar::new(text, tag, style));
    Ok(())
}

fn scalar_of(node: &mut Node) -> Result<&mut Scalar> {
    let (kind, pos) = (node.kind_name(), node.pos);
    node.as_scalar_mut().ok_or_else(|| {
        Error::new(Code::InvalidFieldPath, format!("a plain value is needed here, this is {kind}")).at(pos)
    })
}

/// What setting an entry came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entered {
    /// There is a new entry.
    Added,
    /// An entry has a new value.
    Replaced,
    /// An entry has a new value that others are to follow.
    ReplacedLinked,
    /// There is no mapping.
    Nothing,
}

/// A key and its value, made ready to be set in many mappings.
pub(crate) struct Pair<'p> {
    key: &'p Text,
    value: &'p Text,
    entry: Entry,
}

impl<'p> Pair<'p> {
    pub(crate) fn new(key: &'p Text, value: &'p Text) -> Self {
        let mut scalar = Scalar::string(value.value.clone());
        quote_where_ambiguous(&mut scalar);
        let node = Node::new(Value::Scalar(scalar), value.pos);
        Pair { key, value, entry: Entry { key: Key::untagged(key.value.clone(), key.pos), value: node } }
    }

    pub(crate) fn key(&self) -> &'p str {
        self.key
    }

    /// The value of a new entry.
    pub(crate) fn scalar(&self) -> Option<&Scalar> {
        self.entry.value.as_scalar()
    }

    /// The entry that [`Self::set`] adds.
    pub(crate) fn entry(&self, link: Link) -> Entry {
        let mut entry = self.entry.clone();
        entry.value.as_scalar_mut().into_iter().for_each(|scalar| scalar.link = link);
        entry
    }

    /// Sets the entry of a mapping; on a null nothing happens but that it becomes a mapping by the walk
    /// before. A new entry gets the link, and so much `room` is made that it and others fit.
    ///
    /// # Errors
    /// When the node is no mapping.
    pub(crate) fn set(&self, node: &mut Node, link: Link, room: usize) -> Result<Entered> {
        match &mut node.value {
            Value::Map(map) => match map.get_mut(self.key) {
                Some(old) => {
                    // The way in which the old value was written stays: a number that is merged into it
                    // later becomes a text when that was in quotes.
                    let (link, style) = old.as_scalar().map_or_else(Default::default, |old| {
                        let quoted = old.tag != Tag::Null && old.style.is_marked();
                        (old.link, if quoted { old.style } else { Style::Plain })
                    });
                    let scalar = Scalar { link, style, ..Scalar::string(self.value.value.clone()) };
                    *old = Node::new(Value::Scalar(scalar), self.value.pos);
                    Ok(if link.0.is_some() { Entered::ReplacedLinked } else { Entered::Replaced })
                }
                None => {
                    let entries = map.entries_mut();
                    if entries.len() == entries.capacity() {
                        entries.reserve_exact(room.max(1));
                    }
                    entries.push(self.entry(link));
                    Ok(Entered::Added)
                }
            },
            Value::Scalar(s) if s.tag == Tag::Null => Ok(Entered::Nothing),
            _ => Err(Error::new(
                Code::InvalidFieldPath,
                format!("a mapping is needed to set \"{}\", this is {}", self.key, node.kind_name()),
            )
            .at(node.pos)),
        }
    }
}
