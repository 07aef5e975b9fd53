//! JSON patches: lists of operations on paths (RFC 6902), as the reference applies them.

use super::word::is_word;
use crate::diagnostic::{Code, Diagnostic, Error, Result};
use crate::kustomization::{nearest, repeated_keys};
use crate::limits::{Limits, exceeded};
use crate::source::{FileId, Pos};
use crate::yaml::number::format_g;
use crate::yaml::{
    Link, Map, Node, Scalar, Str, Style, Tag, Value, check_block, compare_keys, merged, read_again,
    read_config, repeated, resolve, unsupported_key, write_json, written_style,
};
use std::borrow::Cow;

/// A parsed patch.
#[derive(Clone, Debug)]
pub struct Patch {
    operations: Vec<Operation>,
    limits: Limits,
    /// Warnings of keys that stand twice.
    repeated: Vec<Diagnostic>,
    /// True when a value may be what cannot be read again.
    is_doubtful: bool,
}

#[derive(Clone, Debug)]
struct Operation {
    op: String,
    path: Option<String>,
    from: Option<String>,
    /// The parts of both as they are in the object.
    path_names: Vec<Str>,
    from_names: Vec<Str>,
    value: Option<Node>,
    /// The value after its way through JSON.
    set: Node,
    pos: Pos,
    op_pos: Pos,
    path_pos: Pos,
    from_pos: Pos,
}

/// An operation with the places of its paths.
pub(crate) struct Place<'p> {
    pub(crate) op: &'p str,
    pub(crate) path: &'p str,
    pub(crate) from: &'p str,
    pub(crate) path_pos: Pos,
    pub(crate) from_pos: Pos,
}

impl Patch {
    /// Reads a patch from JSON or YAML text. A text that starts with `[` is JSON: flow style is not
    /// enough.
    ///
    /// # Errors
    /// When it is not a list of operations.
    pub fn parse(text: &str, file: FileId, limits: &Limits) -> Result<Patch> {
        let start = Pos::new(file, 0);
        let not_a_patch =
            |pos| Error::new(Code::InvalidPatch, "a JSON patch is a list of operations").at(pos);
        if text.starts_with('[')
            && let Err(why) = serde_json::from_str::<serde::de::IgnoredAny>(text)
        {
            let lines: usize =
                text.split_inclusive('\n').take(why.line().saturating_sub(1)).map(str::len).sum();
            let what = why.to_string();
            let what = what.split(" at line ").next().unwrap_or("");
            return Err(Error::new(
                Code::InvalidPatch,
                format!("a patch that starts with [ has to be JSON: {what}"),
            )
            .at(Pos::new(file, lines + why.column().saturating_sub(1)))
            .hint("write the names and texts in double quotes, or the patch in YAML's block style"));
        }
        let node = read_config(text, file, limits)?.ok_or_else(|| not_a_patch(start))?;
        let items = node.as_seq().ok_or_else(|| not_a_patch(node.pos))?;
        check_json(&node)?;
        let mut is_doubtful = false;
        let nothing = Map::new();
        let operations = items
            .iter()
            .map(|item| {
                // A null is an operation that says nothing, and is refused when it is applied.
                let map = if item.is_null() { Some(&nothing) } else { item.as_map() };
                let map = map.ok_or_else(|| not_a_patch(item.pos))?;
                let text =
                    |key| map.get(key).filter(|n| !n.is_null()).and_then(Node::text).map(str::to_owned);
                let place = |key| map.get(key).map_or(item.pos, |n| n.pos);
                let value = map.get("value").cloned();
                let mut set = value.clone().unwrap_or_else(|| Node::null(item.pos));
                each_scalar(&mut set, &mut |scalar, pos| {
                    is_doubtful |= through_json(scalar, pos);
                    Ok(())
                })?;
                let (path, from) = (text("path"), text("from"));
                Ok(Operation {
                    op: text("op").unwrap_or_default(),
                    path_names: names(path.as_deref()),
                    from_names: names(from.as_deref()),
                    path,
                    from,
                    value,
                    set,
                    pos: item.pos,
                    op_pos: place("op"),
                    path_pos: place("path"),
                    from_pos: place("from"),
                })
            })
            .collect::<Result<_>>()?;
        let mut repeated = Vec::new();
        repeated_keys(&node, file, text, &mut repeated);
        Ok(Patch { operations, limits: limits.clone(), repeated, is_doubtful })
    }

    /// Warnings of keys that stand twice, in an operation or in its value.
    pub(crate) fn repeated(&self) -> &[Diagnostic] {
        &self.repeated
    }

    /// The values that operations set, with the last part of their paths.
    pub(crate) fn values(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.operations.iter().filter_map(|o| {
            let last = o.path.as_deref().and_then(|path| path.rsplit('/').next());
            Some((last.unwrap_or(""), o.value.as_ref()?))
        })
    }

    /// The paths and values of operations that may add a field, with the places of the paths.
    pub(crate) fn additions(&self) -> impl Iterator<Item = (&str, Option<&Node>, Pos)> {
        let adds =
            self.operations.iter().filter(|operation| matches!(operation.op.as_str(), "add" | "replace"));
        adds.filter_map(|o| Some((o.path.as_deref()?, o.value.as_ref(), o.path_pos)))
    }

    /// What the operations do, and where that is said.
    pub(crate) fn places(&self) -> impl Iterator<Item = Place<'_>> {
        self.operations.iter().map(|o| Place {
            op: &o.op,
            path: o.path.as_deref().unwrap_or_default(),
            from: o.from.as_deref().unwrap_or_default(),
            path_pos: o.path_pos,
            from_pos: o.from_pos,
        })
    }

    /// True when there is no operation.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    /// Applies the operations in order. The object is left in an undefined state by an error. A
    /// `replace` that adds what is not there is warned of.
    ///
    /// # Errors
    /// [`Code::PatchFailed`], at the operation.
    pub fn apply(&self, node: &mut Node, warn: &mut dyn FnMut(Diagnostic)) -> Result<()> {
        let mut is_doubtful = self.is_doubtful;
        if !has_plain_keys(node) {
            merge_made(node)?;
            check_keys(node, true)?;
        }
        enter_json(node, false, &mut is_doubtful)?;
        let mut left = self.limits.nodes;
        for operation in &self.operations {
            if let Some(warning) = operation.adds_by_replacing(node) {
                warn(warning);
            }
            self.check_size(operation, node, &mut left)?;
            operation.apply(node).map_err(|why| operation.refuse(why))?;
        }
        if is_doubtful {
            each_scalar(node, &mut |scalar, pos| check_readable(scalar, pos))?;
        }
        leave_json(node);
        Ok(())
    }

    /// Refuses an operation that copies too much, or puts something too deep.
    fn check_size(&self, operation: &Operation, root: &mut Node, left: &mut usize) -> Result<()> {
        let levels = operation.path_names.len();
        let refuse = |error: Error| error.at(operation.path_pos);
        let added = match operation.op.as_str() {
            "copy" | "move" => {
                let source = operation.source(root).ok();
                source.and_then(|(source, key)| child(source, key).ok())
            }
            _ => None,
        };
        let (nodes, depth) = match (added, &operation.value) {
            (Some(copied), _) => {
                let (nodes, depth) = copied.size();
                (if operation.op == "copy" { nodes } else { 0 }, depth)
            }
            // What was read is within the limits; it is looked at only where it goes deep.
            (None, Some(value)) if levels > 1 => (0, value.size().1),
            _ => (0, 0),
        };
        *left = left.checked_sub(nodes).ok_or_else(|| {
            let most = self.limits.nodes;
            refuse(exceeded("nodes", format!("the copies that the patch makes have more than {most} nodes")))
        })?;
        let most = self.limits.depth;
        if levels.saturating_add(depth) > most {
            let message = format!("the patch makes the object nested deeper than {most} levels");
            return Err(refuse(exceeded("depth", message)));
        }
        Ok(())
    }
}

type Outcome<T> = std::result::Result<T, Why>;

/// Why an operation cannot be applied.
#[derive(Default)]
struct Why {
    text: String,
    hint: Option<String>,
    /// The part of the path that leads to where something is missing.
    inside: Option<String>,
    /// True when it is the operation itself that is wrong, not its path.
    operation: bool,
    /// True when it is what is moved or copied that is missing.
    from: bool,
}

impl From<String> for Why {
    fn from(text: String) -> Self {
        Why { text, ..Why::default() }
    }
}

impl From<&str> for Why {
    fn from(text: &str) -> Self {
        Why::from(text.to_owned())
    }
}

impl Why {
    /// States where in the object it is, unless that is stated.
    fn inside(mut self, path: &str) -> Self {
        self.inside.get_or_insert_with(|| path.to_owned());
        self
    }

    /// States that it is about what is moved or copied.
    fn of_source(self) -> Self {
        Why { from: true, ..self }
    }
}

/// There is no such entry, but perhaps one of nearly this name.
fn missing(node: &Node, key: &str) -> Why {
    let hint = match &node.value {
        Value::Map(map) => match nearest(key, map.iter().map(|e| e.key.text.as_str())) {
            Some(near) => Some(format!("did you mean \"{near}\"?")),
            None if key.contains('.') => {
                Some(format!("in a path, a / that belongs to a name is written ~1: {key}~1…"))
            }
            None if !map.is_empty() && map.len() <= 10 => {
                let keys: Vec<&str> = map.iter().map(|e| e.key.text.as_str()).collect();
                Some(format!("there are: {}", keys.join(", ")))
            }
            None => None,
        },
        Value::Seq(items) if items.is_empty() => Some("the list is empty".to_owned()),
        Value::Seq(items) if key.parse::<i64>().is_err() => {
            let named = items.iter().position(|item| item.get("name").and_then(Node::text) == Some(key));
            Some(match named {
                Some(at) => format!("items of lists are counted from 0: {key} is {at}"),
                None => "items of lists are counted from 0".to_owned(),
            })
        }
        Value::Seq(items) if items.len() == 1 => Some("the list has one item, 0".to_owned()),
        Value::Seq(items) => Some(format!("the list has the items 0 to {}", items.len() - 1)),
        Value::Scalar(_) => None,
    };
    Why { text: format!("there is no \"{key}\""), hint, ..Why::default() }
}

impl Operation {
    fn refuse(&self, why: Why) -> Error {
        let Some(path) = self.path.as_deref() else {
            let op = if self.op.is_empty() { "an operation" } else { &self.op };
            return Error::new(Code::PatchFailed, format!("{op} has no path"))
                .at(self.pos)
                .hint("add path: with the field, as in /spec/replicas");
        };
        let place = match why.inside.as_deref() {
            Some("") => " at the top",
            Some(_) => " in ",
            None => "",
        };
        let inside = why.inside.as_deref().unwrap_or("");
        let op = if self.op.is_empty() { "an operation on" } else { &self.op };
        let from = match self.from.as_deref() {
            Some(from) if why.from => format!(" from {from}"),
            _ => String::new(),
        };
        let message = format!("{op} {path}{from}: {}{place}{inside}", why.text);
        let error = Error::new(Code::PatchFailed, message).at(match &why {
            Why { operation: true, .. } => self.op_pos,
            Why { from: true, .. } => self.from_pos,
            _ => self.path_pos,
        });
        match why.hint {
            Some(hint) => error.hint(hint),
            None => error,
        }
    }

    /// A `replace` of what is not there adds it, most often under a misspelled name.
    fn adds_by_replacing(&self, root: &Node) -> Option<Diagnostic> {
        let path = self.path.as_deref().filter(|path| self.op == "replace" && !path.is_empty())?;
        let mut node = root;
        let mut parts = self.path_names.iter();
        while let Some(part) = parts.next() {
            let Value::Map(map) = &node.value else {
                node = node.as_seq()?.get(part.parse::<usize>().ok()?)?;
                continue;
            };
            match map.get(part) {
                Some(next) => node = next,
                None if !parts.as_slice().is_empty() => return None,
                None => {
                    let message = format!("replace {path}: there is no \"{part}\", so that it is added");
                    let warning = Diagnostic::warning(Code::SuspectField, self.path_pos, message);
                    return Some(match nearest(part, map.iter().map(|e| e.key.text.as_str())) {
                        Some(near) => warning.with_hint(format!("did you mean \"{near}\"?")),
                        None => warning.with_hint("say so with `op: add` if this is meant"),
                    });
                }
            }
        }
        None
    }

    /// The node that holds what the path leads to, and the name of that.
    fn target<'n>(&self, root: &'n mut Node) -> Outcome<(&'n mut Node, &Str)> {
        parent(root, self.path.as_deref().ok_or("it has no path")?, &self.path_names)
    }

    /// As [`Self::target`], for what is moved or copied.
    fn source<'n>(&self, root: &'n mut Node) -> Outcome<(&'n mut Node, &Str)> {
        parent(root, self.from.as_deref().ok_or("it has no from")?, &self.from_names)
    }

    fn apply(&self, root: &mut Node) -> Outcome<()> {
        let path = || self.path.as_deref().ok_or("it has no path");
        match self.op.as_str() {
            "add" => {
                let (parent, key) = self.target(root)?;
                add(parent, key, self.set.clone())
            }
            "replace" if path()?.is_empty() => {
                if self.set.as_scalar().is_some() {
                    return Err("the whole can be replaced by a mapping or a list only".into());
                }
                root.value = self.set.value.clone();
                Ok(())
            }
            "replace" => {
                let (parent, key) = self.target(root)?;
                match &mut parent.value {
                    // What is not there is added.
                    Value::Map(map) => map.set(key, self.set.clone()),
                    _ => {
                        *child(parent, key).map_err(|why| why.inside(above(path().unwrap_or(""))))? =
                            self.set.clone();
                    }
                }
                Ok(())
            }
            "remove" => {
                let (parent, key) = self.target(root)?;
                remove(parent, key).map(drop).map_err(|why| why.inside(above(path().unwrap_or(""))))
            }
            "move" => {
                let (source, key) = self.source(root).map_err(Why::of_source)?;
                let value = remove(source, key).map_err(Why::of_source)?;
                let (target, key) = self.target(root)?;
                add(target, key, value)
            }
            "copy" => {
                let (source, key) = self.source(root).map_err(Why::of_source)?;
                let value = match (&source.value, source.get(key)) {
                    (Value::Map(_), found) => found.cloned().unwrap_or_else(|| Node::null(self.pos)),
                    _ => child(source, key).map_err(Why::of_source)?.clone(),
                };
                let (target, key) = self.target(root)?;
                add(target, key, value)
            }
            "test" => {
                let wanted = &self.set;
                let same = if path()?.is_empty() {
                    same_json(root, wanted)
                } else {
                    let (parent, key) = self.target(root)?;
                    match (&parent.value, parent.get(key)) {
                        (Value::Map(_), None) => wanted.is_null(),
                        _ => same_json(child(parent, key)?, wanted),
                    }
                };
                if same {
                    return Ok(());
                }
                let found = self.target(root).ok().and_then(|(parent, key)| child(parent, key).ok()?.text());
                let hint = found.map(|text| format!("the value there is {text}"));
                Err(Why { text: "the value there is another".to_owned(), hint, ..Why::default() })
            }
            other => Err(Why {
                text: match other {
                    "" => "it does not say what to do".to_owned(),
                    _ => format!("there is no operation \"{other}\""),
                },
                hint: Some(match nearest(other, OPERATIONS) {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => format!("op is one of {}", OPERATIONS.join(", ")),
                }),
                operation: true,
                ..Why::default()
            }),
        }
    }
}

const OPERATIONS: [&str; 6] = ["add", "remove", "replace", "move", "copy", "test"];

/// A name in a path as it is in the object.
pub(crate) fn unescaped(part: &str) -> Cow<'_, str> {
    match part.contains('~') {
        true => part.replace("~1", "/").replace("~0", "~").into(),
        false => part.into(),
    }
}

/// The parts of a path as they are in the object.
fn names(path: Option<&str>) -> Vec<Str> {
    path.into_iter().flat_map(|path| path.split('/').skip(1)).map(|part| unescaped(part).into()).collect()
}

/// The node that holds the last name of a path, and that name.
fn parent<'n, 'p>(root: &'n mut Node, path: &str, names: &'p [Str]) -> Outcome<(&'n mut Node, &'p Str)> {
    let (key, above) = names.split_last().ok_or("the path is empty")?;
    let mut node = root;
    for (depth, name) in above.iter().enumerate() {
        node = child(node, name).map_err(|why| why.inside(start(path, depth)))?;
    }
    Ok((node, key))
}

/// The first names of a path.
fn start(path: &str, names: usize) -> &str {
    let end = path.match_indices('/').nth(names).map_or(path.len(), |(i, _)| i);
    path.get(..end).unwrap_or("")
}

/// A path without its last name.
fn above(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(above, _)| above)
}

fn child<'n>(node: &'n mut Node, key: &str) -> Outcome<&'n mut Node> {
    let found = match &node.value {
        Value::Map(map) => map.position(key),
        Value::Seq(items) => index(key, items.len()).filter(|i| *i < items.len()),
        Value::Scalar(_) => {
            return Err(format!("\"{key}\" is looked for in {}", node.kind_name()).into());
        }
    };
    let Some(at) = found else { return Err(missing(node, key)) };
    let child = match &mut node.value {
        Value::Map(map) => map.entries_mut().get_mut(at).map(|e| &mut e.value),
        Value::Seq(items) => items.get_mut(at),
        Value::Scalar(_) => None,
    };
    child.ok_or_else(|| Why::from(format!("there is no \"{key}\"")))
}

/// A place in a list of `len`; a negative one counts from its end.
fn index(key: &str, len: usize) -> Option<usize> {
    let at: i64 = key.parse().ok()?;
    if at < 0 { len.checked_sub(usize::try_from(at.unsigned_abs()).ok()?) } else { usize::try_from(at).ok() }
}

fn add(node: &mut Node, key: &str, value: Node) -> Outcome<()> {
    let kind = node.kind_name();
    match &mut node.value {
        Value::Map(map) => map.set(key, value),
        Value::Seq(items) if key == "-" => items.push(value),
        Value::Seq(items) => {
            let len = items.len() + 1;
            let at = index(key, len).filter(|i| *i < len).ok_or_else(|| Why {
                text: format!("there is no place \"{key}\" in the list"),
                hint: Some(format!("write - to add it at the end, or a number up to {}", len - 1)),
                ..Why::default()
            })?;
            items.insert(at, value);
        }
        Value::Scalar(_) => return Err(format!("\"{key}\" cannot be added to {kind}").into()),
    }
    Ok(())
}

fn remove(node: &mut Node, key: &str) -> Outcome<Node> {
    let removed = match &mut node.value {
        Value::Map(map) => map.remove(key),
        Value::Seq(items) => {
            let at = index(key, items.len()).filter(|i| *i < items.len());
            at.map(|at| items.remove(at))
        }
        Value::Scalar(_) => None,
    };
    removed.ok_or_else(|| missing(node, key))
}

fn same_json(a: &Node, b: &Node) -> bool {
    match (crate::yaml::to_json(a), crate::yaml::to_json(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

/// Calls `visit` with every scalar and its place.
fn each_scalar(node: &mut Node, visit: &mut impl FnMut(&mut Scalar, Pos) -> Result<()>) -> Result<()> {
    match &mut node.value {
        Value::Map(map) => map.iter_mut().try_for_each(|e| each_scalar(&mut e.value, visit)),
        Value::Seq(items) => items.iter_mut().try_for_each(|item| each_scalar(item, visit)),
        Value::Scalar(scalar) => visit(scalar, node.pos),
    }
}

/// Refuses what the reference cannot read after it has written it, as it does before and after the
/// operations.
fn check_readable(scalar: &Scalar, pos: Pos) -> Result<()> {
    match scalar.tag {
        Tag::Str => check_block(scalar, pos),
        tag if tag == resolve::resolve_plain(&scalar.text) && is_in_json(scalar) => Ok(()),
        // An infinity, or something else was put in the place of a number.
        _ => write_json(&Node::new(Value::Scalar(scalar.clone()), pos), &mut String::new()),
    }
}

/// False for infinities and what is not a number.
fn is_in_json(scalar: &Scalar) -> bool {
    scalar.tag != Tag::Float || resolve::float_value(&scalar.text).is_some_and(f64::is_finite)
}

/// Refuses a patch that cannot be JSON, wherever in it that is.
fn check_json(node: &Node) -> Result<()> {
    match &node.value {
        Value::Map(map) => map.iter().try_for_each(|e| check_json(&e.value)),
        Value::Seq(items) => items.iter().try_for_each(check_json),
        Value::Scalar(scalar) if is_in_json(scalar) => Ok(()),
        Value::Scalar(_) => write_json(node, &mut String::new()),
    }
}

/// True when all keys are strings and stand once, as in nearly all objects: there is nothing to merge or refuse.
fn has_plain_keys(node: &Node) -> bool {
    match &node.value {
        Value::Map(map) => {
            map.iter().all(|e| e.key.tag == Tag::Str && !e.key.repeated && has_plain_keys(&e.value))
        }
        Value::Seq(items) => items.iter().all(has_plain_keys),
        Value::Scalar(_) => true,
    }
}

/// Refuses keys that the reference cannot write as JSON. The fields of the object itself are taken as
/// strings, whatever they are.
fn check_keys(node: &Node, top: bool) -> Result<()> {
    match &node.value {
        Value::Map(map) => map.iter().try_for_each(|entry| match entry.key.tag {
            _ if entry.key.repeated => Err(repeated(entry)),
            Tag::Str => check_keys(&entry.value, false),
            _ if top && !entry.key.is_nameless() => check_keys(&entry.value, false),
            _ => Err(unsupported_key(entry)),
        }),
        Value::Seq(items) => items.iter().try_for_each(|item| check_keys(item, false)),
        Value::Scalar(_) => Ok(()),
    }
}

/// Puts what was made below keys `<<` in their place.
fn merge_made(node: &mut Node) -> Result<()> {
    match &mut node.value {
        Value::Map(map) => {
            if let Some(merged) = merged(map)? {
                *map = merged;
            }
            map.iter_mut().try_for_each(|e| merge_made(&mut e.value))
        }
        Value::Seq(items) => items.iter_mut().try_for_each(merge_made),
        Value::Scalar(_) => Ok(()),
    }
}

/// Gives everything the form that it has after a way through JSON: all of it was read anew, out of brackets.
/// `is_doubtful` is set where a scalar cannot be read again then.
fn enter_json(node: &mut Node, inside: bool, is_doubtful: &mut bool) -> Result<()> {
    let inside = inside || node.is_in_brackets();
    let pos = node.pos;
    node.pos = pos.made().read();
    match &mut node.value {
        Value::Map(map) => map.iter_mut().try_for_each(|e| enter_json(&mut e.value, inside, is_doubtful)),
        Value::Seq(items) => items.iter_mut().try_for_each(|item| enter_json(item, inside, is_doubtful)),
        Value::Scalar(scalar) if stays(scalar) => {
            (scalar.style, scalar.link) = (Style::Plain, Link::default());
            Ok(())
        }
        Value::Scalar(scalar) => {
            if inside && let Cow::Owned(again) = read_again(scalar, pos, true) {
                *scalar = again;
            }
            check_readable(scalar, pos)?;
            *is_doubtful |= through_json(scalar, pos);
            Ok(())
        }
    }
}

/// True for a scalar that a way through JSON makes plain and changes in nothing else, told at a glance.
fn stays(scalar: &Scalar) -> bool {
    match (scalar.tag, scalar.style) {
        (Tag::Str, style) => !matches!(style, Style::Block | Style::Folded) && is_word(&scalar.text),
        (Tag::Int, Style::Plain) => is_plain_count(&scalar.text),
        _ => false,
    }
}

/// Gives mappings and lists the form that they have after a way through JSON: keys are in order, and only what
/// is empty is in brackets.
fn leave_json(node: &mut Node) {
    let is_empty = match &mut node.value {
        Value::Map(map) => {
            for entry in map.iter_mut() {
                let key = &mut entry.key;
                key.style = if is_word(&key.text) { Style::Plain } else { written_style(&key.text) };
                leave_json(&mut entry.value);
            }
            map.entries_mut().sort_by(|a, b| compare_keys(&a.key.text, &b.key.text));
            map.is_empty()
        }
        Value::Seq(items) => {
            items.iter_mut().for_each(leave_json);
            items.is_empty()
        }
        Value::Scalar(_) => false,
    };
    node.pos = node.pos.in_brackets(is_empty);
}

/// Gives a scalar the form that it has after a way through JSON. True when it cannot be read again then.
fn through_json(scalar: &mut Scalar, pos: Pos) -> bool {
    take_through_json(scalar, pos);
    check_readable(scalar, pos).is_err()
}

/// In JSON every number is a float, and no text was written in quotes that does not need them.
fn take_through_json(scalar: &mut Scalar, pos: Pos) {
    if let Cow::Owned(again) = read_again(scalar, pos, false) {
        *scalar = again;
    }
    match scalar.tag {
        Tag::Int if is_plain_count(&scalar.text) => scalar.style = Style::Plain,
        Tag::Int | Tag::Float => {
            let Some(value) = resolve::float_value(&scalar.text).filter(|v| v.is_finite()) else {
                return;
            };
            let text = format_g(value);
            let tag = resolve::resolve_plain(&text);
            *scalar = Scalar::new(text, tag, Style::Plain);
        }
        Tag::Timestamp => {
            if let Some(text) = resolve::timestamp_value(&scalar.text).and_then(|t| t.rfc3339()) {
                *scalar = Scalar::new(text, Tag::Str, Style::DoubleQuoted);
            }
        }
        Tag::Str => {
            scalar.style = written_style(&scalar.text);
            scalar.link = Link::default();
        }
        Tag::Null => *scalar = Scalar::new("null", Tag::Null, Style::Plain),
        Tag::Bool | Tag::Merge => {}
    }
}

/// True for a number that a way through JSON leaves as it is: decimal, without a sign, and not so large that it
/// gets an exponent.
fn is_plain_count(text: &str) -> bool {
    let digits = text.len() <= 6 && text.bytes().all(|b| b.is_ascii_digit());
    digits && (text == "0" || !text.starts_with('0')) && !text.is_empty()
}
