//! JSON patches: lists of operations on paths (RFC 6902), as the reference applies them.

use crate::diagnostic::{Code, Error, Result};
use crate::source::{FileId, Pos};
use crate::yaml::number::{Number, float, format_json};
use crate::yaml::{Limits, Node, Scalar, Style, Tag, Value, read_config, resolve};

/// A parsed patch.
#[derive(Clone, Debug)]
pub struct Patch {
    operations: Vec<Operation>,
}

#[derive(Clone, Debug)]
struct Operation {
    op: String,
    path: Option<String>,
    from: Option<String>,
    value: Option<Node>,
    pos: Pos,
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
            return Err(Error::new(
                Code::InvalidPatch,
                format!("a patch that starts with [ has to be JSON: {why}"),
            )
            .at(start)
            .hint("write the names and texts in double quotes, or the patch in YAML's block style"));
        }
        let node = read_config(text, file, limits)?.ok_or_else(|| not_a_patch(start))?;
        let items = node.as_seq().ok_or_else(|| not_a_patch(node.pos))?;
        let operations = items
            .iter()
            .map(|item| {
                let map = item.as_map().ok_or_else(|| not_a_patch(item.pos))?;
                let text =
                    |key| map.get(key).filter(|n| !n.is_null()).and_then(Node::text).map(str::to_owned);
                Ok(Operation {
                    op: text("op").unwrap_or_default(),
                    path: text("path"),
                    from: text("from"),
                    value: map.get("value").cloned(),
                    pos: item.pos,
                })
            })
            .collect::<Result<_>>()?;
        Ok(Patch { operations })
    }

    /// True when there is no operation.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    /// Applies the operations in order. The object is left in an undefined state by an error.
    ///
    /// # Errors
    /// [`Code::PatchFailed`], at the operation.
    pub fn apply(&self, node: &mut Node) -> Result<()> {
        through_json(node);
        for (i, operation) in self.operations.iter().enumerate() {
            operation.apply(node).map_err(|why| {
                Error::new(
                    Code::PatchFailed,
                    format!(
                        "operation {i} of the patch, {} {}, cannot be applied: {why}",
                        operation.op,
                        operation.path.as_deref().unwrap_or("without a path")
                    ),
                )
                .at(operation.pos)
            })?;
        }
        through_json(node);
        Ok(())
    }
}

type Outcome<T> = std::result::Result<T, String>;

impl Operation {
    fn apply(&self, root: &mut Node) -> Outcome<()> {
        let value = || self.value.clone().unwrap_or_else(|| Node::null(self.pos));
        let path = || self.path.as_deref().ok_or("it has no path");
        let from = || self.from.as_deref().ok_or("it has no from");
        match self.op.as_str() {
            "add" => {
                let (parent, key) = parent(root, path()?)?;
                add(parent, &key, value())
            }
            "replace" if path()?.is_empty() => {
                let value = value();
                if value.as_scalar().is_some() {
                    return Err("the whole can be replaced by a mapping or a list only".into());
                }
                root.value = value.value;
                Ok(())
            }
            "replace" => {
                let (parent, key) = parent(root, path()?)?;
                match &mut parent.value {
                    // What is not there is added.
                    Value::Map(map) => map.set(&key, value()),
                    _ => *child(parent, &key)? = value(),
                }
                Ok(())
            }
            "remove" => {
                let (parent, key) = parent(root, path()?)?;
                remove(parent, &key).map(drop)
            }
            "move" => {
                let (source, key) = parent(root, from()?)?;
                let value = remove(source, &key)?;
                let (target, key) = parent(root, path()?)?;
                add(target, &key, value)
            }
            "copy" => {
                let (source, key) = parent(root, from()?)?;
                let value = match (&source.value, source.get(&key)) {
                    (Value::Map(_), found) => found.cloned().unwrap_or_else(|| Node::null(self.pos)),
                    _ => child(source, &key)?.clone(),
                };
                let (target, key) = parent(root, path()?)?;
                add(target, &key, value)
            }
            "test" => {
                let wanted = value();
                let same = if path()?.is_empty() {
                    same_json(root, &wanted)
                } else {
                    let (parent, key) = parent(root, path()?)?;
                    match (&parent.value, parent.get(&key)) {
                        (Value::Map(_), None) => wanted.is_null(),
                        _ => same_json(child(parent, &key)?, &wanted),
                    }
                };
                if same { Ok(()) } else { Err("the value is another".into()) }
            }
            other => Err(format!("there is no operation \"{other}\"")),
        }
    }
}

/// The node that holds the last name of a path, and that name.
fn parent<'n>(root: &'n mut Node, path: &str) -> Outcome<(&'n mut Node, String)> {
    let mut parts = path.split('/').skip(1).map(|p| p.replace("~1", "/").replace("~0", "~"));
    let mut key = parts.next().ok_or("the path is empty")?;
    let mut node = root;
    for next in parts {
        node = child(node, &key)?;
        key = next;
    }
    Ok((node, key))
}

fn child<'n>(node: &'n mut Node, key: &str) -> Outcome<&'n mut Node> {
    let missing = || format!("there is no \"{key}\"");
    let kind = node.kind_name();
    match &mut node.value {
        Value::Map(map) => map.get_mut(key).ok_or_else(missing),
        Value::Seq(items) => {
            let len = items.len();
            let at = index(key, len).filter(|i| *i < len).ok_or_else(missing)?;
            items.get_mut(at).ok_or_else(missing)
        }
        Value::Scalar(_) => Err(format!("\"{key}\" is looked for in {kind}")),
    }
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
            let at = index(key, len)
                .filter(|i| *i < len)
                .ok_or_else(|| format!("there is no place \"{key}\" in the list"))?;
            items.insert(at, value);
        }
        Value::Scalar(_) => return Err(format!("\"{key}\" cannot be added to {kind}")),
    }
    Ok(())
}

fn remove(node: &mut Node, key: &str) -> Outcome<Node> {
    let missing = || format!("there is no \"{key}\"");
    match &mut node.value {
        Value::Map(map) => map.remove(key).ok_or_else(missing),
        Value::Seq(items) => {
            let len = items.len();
            let at = index(key, len).filter(|i| *i < len).ok_or_else(missing)?;
            Ok(items.remove(at))
        }
        Value::Scalar(_) => Err(missing()),
    }
}

fn same_json(a: &Node, b: &Node) -> bool {
    match (crate::yaml::to_json(a), crate::yaml::to_json(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

/// Gives numbers and dates the form that they have after a way through JSON, where every number is
/// a float.
fn through_json(node: &mut Node) {
    match &mut node.value {
        Value::Map(map) => map.iter_mut().for_each(|e| through_json(&mut e.value)),
        Value::Seq(items) => items.iter_mut().for_each(through_json),
        Value::Scalar(scalar) => match scalar.tag {
            Tag::Int | Tag::Float => {
                let Some(value) = resolve::float_value(&scalar.text).filter(|v| v.is_finite()) else {
                    return;
                };
                let text = match float(value) {
                    Some(Number::Int(int)) => int.to_string(),
                    _ => format_json(value),
                };
                let tag = resolve::resolve_plain(&text);
                *scalar = Scalar { text: text.into(), tag, style: Style::Plain };
            }
            Tag::Timestamp => {
                if let Some(text) = resolve::timestamp_value(&scalar.text).and_then(|t| t.rfc3339()) {
                    *scalar = Scalar { text: text.into(), tag: Tag::Str, style: Style::Quoted };
                }
            }
            _ => {}
        },
    }
}
