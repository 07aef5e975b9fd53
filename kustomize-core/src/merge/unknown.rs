//! Fields that a patch sets and the kind of its target does not have.
//!
//! Kubernetes would drop such a field or refuse the object. The patch alone is walked along; only where it
//! names an unknown field the object is looked at, because what stands there already is not the patch's
//! doing.

use super::json6902;
use crate::diagnostic::{Code, Diagnostic};
use crate::kustomization::nearest;
use crate::schema::{Asked, Known, KnownFields, Schema};
use crate::source::Pos;
use crate::yaml::{Node, Value};

/// So many are told of one patch.
const MOST: usize = 20;
/// Deeper than any object goes.
const MAX_DEPTH: usize = 100;

/// Tells of the unknown fields of a strategic merge patch.
pub(crate) fn in_merge(
    object: &Node,
    patch: &Node,
    schema: &Schema,
    asked: &mut Asked,
    warn: &mut dyn FnMut(Diagnostic),
) {
    if let Some(mut walk) = Walk::of(object, schema, asked) {
        walk.visit(Some(object), patch, walk.top, 0);
        walk.found.into_iter().for_each(warn);
    }
}

/// Tells of the unknown fields that the operations of a JSON patch add.
pub(crate) fn in_operations(
    object: &Node,
    patch: &json6902::Patch,
    schema: &Schema,
    asked: &mut Asked,
    warn: &mut dyn FnMut(Diagnostic),
) {
    let Some(mut walk) = Walk::of(object, schema, asked) else { return };
    for (path, value, pos) in patch.additions() {
        walk.way.clear();
        walk.follow(path, value, pos);
    }
    walk.found.into_iter().for_each(warn);
}

struct Walk<'o, 'p> {
    object: &'o Node,
    top: KnownFields,
    way: Vec<&'p str>,
    found: Vec<Diagnostic>,
    asked: &'o mut Asked,
}

impl<'o, 'p> Walk<'o, 'p> {
    fn of(object: &'o Node, schema: &Schema, asked: &'o mut Asked) -> Option<Self> {
        let text = |key| object.get(key).and_then(Node::text).unwrap_or("");
        let top = schema.known_fields(text("apiVersion"), text("kind"))?;
        Some(Walk { object, top, way: Vec::new(), found: Vec::new(), asked })
    }

    fn visit(&mut self, object: Option<&Node>, patch: &'p Node, fields: KnownFields, depth: usize) {
        if depth > MAX_DEPTH || self.found.len() >= MOST {
            return;
        }
        match &patch.value {
            Value::Map(map) => {
                for entry in map {
                    let key = entry.key.text.as_str();
                    let old = object.and_then(|object| object.get(key));
                    match fields.field_again(key, self.asked) {
                        Known::Fields(below) => {
                            self.way.push(key);
                            self.visit(old, &entry.value, below, depth + 1);
                            self.way.pop();
                        }
                        Known::Plain => {}
                        // A null takes away what may be there, and the directives of merges start so.
                        Known::No if old.is_some() || entry.value.is_null() || key.starts_with('$') => {}
                        Known::No => self.tell(key, fields, entry.key.pos),
                    }
                }
            }
            Value::Seq(items) => items.iter().for_each(|item| self.visit(None, item, fields, depth + 1)),
            Value::Scalar(_) => {}
        }
    }

    /// Goes along the path of an operation. Items of lists have the type of the list.
    fn follow(&mut self, path: &'p str, value: Option<&'p Node>, pos: Pos) {
        if !path.is_empty() && !path.starts_with('/') {
            return self.tell_path(path, "does not start with /", &format!("/{path}"), pos);
        }
        if let Some((first, _)) = path.trim_start_matches('/').split_once('.')
            && self.top.field(first) != Known::No
        {
            return self.tell_path(path, "has no parts", &path.replace('.', "/"), pos);
        }
        let mut fields = self.top;
        let mut node = Some(self.object);
        for part in path.split('/').skip(1) {
            if self.found.len() >= MOST {
                return;
            }
            if let Some(items) = node.and_then(Node::as_seq) {
                node = part.parse::<usize>().ok().and_then(|at| items.get(at));
                continue;
            }
            let next = node.and_then(|node| node.get(part));
            match fields.field_again(part, self.asked) {
                Known::Fields(below) => fields = below,
                Known::Plain => return,
                // Where the object has nothing, it may be the place of an item.
                Known::No if next.is_some() || node.is_none() || part.contains('~') => return,
                Known::No => return self.tell(part, fields, pos),
            }
            self.way.push(part);
            node = next;
        }
        if let Some(value) = value {
            self.visit(None, value, fields, 0);
        }
    }

    fn tell_path(&mut self, path: &str, what: &str, instead: &str, pos: Pos) {
        let message = format!("{}: the path {path} {what}", self.id());
        let warning = Diagnostic::warning(Code::SuspectField, pos, message);
        self.found.push(warning.with_hint(format!("did you mean {instead}?")));
    }

    /// The kind and name of the object.
    fn id(&self) -> String {
        let kind = self.object.get("kind").and_then(Node::text).unwrap_or("");
        let name = self.object.lookup(&["metadata", "name"]).and_then(Node::text).unwrap_or("");
        format!("{kind} {name}")
    }

    fn tell(&mut self, field: &str, fields: KnownFields, pos: Pos) {
        let place = match self.way.as_slice() {
            [] => format!("a {}", self.object.get("kind").and_then(Node::text).unwrap_or("")),
            way => way.join("."),
        };
        let message = format!("{}: {place} has no field \"{field}\"", self.id());
        let warning = Diagnostic::warning(Code::SuspectField, pos, message);
        let below = || {
            let way = fields.find_below(field)?;
            let way: Vec<&str> = self.way.iter().copied().chain([way.as_str()]).collect();
            Some(format!("did you mean {}?", way.join(".")))
        };
        let elsewhere = || Some(format!("did you mean {}?", self.top.find_below(field)?));
        let names: Vec<&str> = fields.names().collect();
        let hint = nearest(field, names.iter().copied())
            .map(|near| format!("did you mean \"{near}\"?"))
            .or_else(below)
            .or_else(elsewhere)
            .or_else(|| (names.len() <= 12).then(|| format!("its fields are: {}", names.join(", "))));
        self.found.push(match hint {
            Some(hint) => warning.with_hint(hint),
            None => warning.with_hint("a cluster refuses or drops the field"),
        });
    }
}
