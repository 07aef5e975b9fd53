//! Field paths of replacements: splitting them, looking one field up, finding all that match.
//!
//! A place in a resource is a list of positions: which entry of a mapping, which item of a list.

use crate::diagnostic::{Code, Error, Result};
use crate::re2;
use crate::source::{FileId, Pos};
use crate::transform::field_spec::split_path;
use crate::yaml::{Entry, Key, Limits, Node, Scalar, Str, Value};

/// A place in a resource.
pub(crate) type Place = Vec<usize>;

/// What kind of node is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Scalar,
    Map,
    Seq,
}

/// A field that a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// A node of the resource.
    At(Place),
    /// A node that the reference finds in a copy of its own, so that setting it changes nothing:
    /// below a null, or in a text after a pattern.
    Apart(Kind),
}

impl Kind {
    pub(super) fn of(node: &Node) -> Self {
        match &node.value {
            Value::Scalar(_) => Kind::Scalar,
            Value::Map(_) => Kind::Map,
            Value::Seq(_) => Kind::Seq,
        }
    }

    /// An empty node of this kind.
    fn make(self, pos: Pos) -> Node {
        match self {
            Kind::Scalar => Node::new(Value::Scalar(Scalar::untagged("")), pos),
            Kind::Map => Node::map(pos),
            Kind::Seq => Node::seq(pos),
        }
    }
}

/// Splits a path at its dots. A part in brackets keeps its dots; the brackets stay when it is a
/// condition such as `[name=a.b]` and go when it is a key such as `[a.b/c]`.
pub(crate) fn split(path: &str) -> Vec<Str> {
    if !path.contains('\\') {
        return split_plain(path);
    }
    let mut parts: Vec<Str> = Vec::new();
    let mut rest = split_path(path, '.').into_iter();
    while let Some(part) = rest.next() {
        if !part.starts_with('[') || part.ends_with(']') {
            parts.push(part);
            continue;
        }
        let mut joined = part.to_string();
        for next in rest.by_ref() {
            joined.push('.');
            joined.push_str(&next);
            if next.ends_with(']') {
                break;
            }
        }
        if joined.contains('=') {
            parts.push(joined.into());
        } else {
            parts.push(joined.trim_matches(['[', ']']).into());
        }
    }
    parts
}

/// As [`split`], for a path in which no dot is escaped: every part is a piece of it.
fn split_plain(path: &str) -> Vec<Str> {
    let path = path.strip_prefix('.').unwrap_or(path);
    let mut parts = Vec::with_capacity(memchr::memchr_iter(b'.', path.as_bytes()).count() + 1);
    // Where a part that was opened by a bracket starts.
    let mut open = None;
    let mut start = 0;
    let ends = memchr::memchr_iter(b'.', path.as_bytes()).chain([path.len()]);
    for end in ends {
        let piece = path.get(start..end).unwrap_or("");
        let from = open.unwrap_or(start);
        let is_closed = piece.ends_with(']') || end == path.len();
        if open.is_none() && (!piece.starts_with('[') || piece.ends_with(']')) {
            parts.push(piece.into());
        } else if is_closed {
            let joined = path.get(from..end).unwrap_or("");
            parts.push(if joined.contains('=') { joined } else { joined.trim_matches(['[', ']']) }.into());
            open = None;
        } else {
            open = Some(from);
        }
        start = end + 1;
    }
    parts
}

/// A part that is a number, as Go's `Atoi` takes it.
pub(crate) fn number(part: &str) -> Option<i64> {
    let digits = part.strip_prefix(['+', '-']).unwrap_or(part);
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
}

fn index(part: &str) -> Option<usize> {
    number(part).and_then(|n| usize::try_from(n).ok())
}

pub(crate) fn is_condition(part: &str) -> bool {
    part.starts_with('[') && part.ends_with(']')
}

/// Splits `[name=value]`; the name is empty in `[=value]`.
pub(crate) fn condition(part: &str) -> Result<(&str, &str)> {
    let inner = part.strip_suffix(']').unwrap_or(part);
    let inner = inner.strip_prefix('[').unwrap_or(inner);
    inner.split_once('=').ok_or_else(|| {
        Error::new(Code::InvalidFieldPath, format!("\"{part}\" states no condition"))
            .hint("write [name=value] to pick an item of a list, or [a.b] for a key with dots")
    })
}

fn misfit(wanted: &str, part: &str, node: &Node) -> Error {
    Error::new(
        Code::InvalidFieldPath,
        format!("{wanted} is needed to find \"{part}\", this is {}", node.kind_name()),
    )
    .at(node.pos)
}

/// The node at a place.
pub(crate) fn node_at<'n>(node: &'n Node, place: &[usize]) -> Option<&'n Node> {
    place.iter().try_fold(node, |node, &i| child(node, i))
}

/// The node at a place, to change.
pub(crate) fn node_at_mut<'n>(node: &'n mut Node, place: &[usize]) -> Option<&'n mut Node> {
    place.iter().try_fold(node, |node, &i| child_mut(node, i))
}

pub(super) fn child(node: &Node, at: usize) -> Option<&Node> {
    match &node.value {
        Value::Map(map) => map.iter().as_slice().get(at).map(|e| &e.value),
        Value::Seq(items) => items.get(at),
        Value::Scalar(_) => None,
    }
}

fn child_mut(node: &mut Node, at: usize) -> Option<&mut Node> {
    match &mut node.value {
        Value::Map(map) => map.entries_mut().get_mut(at).map(|e| &mut e.value),
        Value::Seq(items) => items.get_mut(at),
        Value::Scalar(_) => None,
    }
}

/// Looks up the one field of a path without wildcards; `None` when it is not there. Conditions
/// compare for equality; `-` is the last item of a list.
///
/// # Errors
/// When the path needs a list or mapping where there is something else.
pub(crate) fn lookup(root: &Node, parts: &[Str]) -> Result<Option<Place>> {
    let mut place = Place::new();
    let mut node = root;
    for part in parts {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        let Some(at) = step(node, part)? else { return Ok(None) };
        let Some(next) = child(node, at) else { return Ok(None) };
        place.push(at);
        node = next;
    }
    Ok(Some(place))
}

/// The position that a part of a path leads to.
pub(super) fn step(node: &Node, part: &str) -> Result<Option<usize>> {
    if let Some(number) = number(part) {
        let Ok(at) = usize::try_from(number) else {
            return Err(Error::new(Code::InvalidFieldPath, format!("the index {part} is negative")));
        };
        return Ok(items(node, part)?.get(at).map(|_| at));
    }
    match part {
        "-" => match items(node, part)?.len().checked_sub(1) {
            Some(last) => Ok(Some(last)),
            None => Err(Error::new(Code::InvalidFieldPath, "an empty list has no last item").at(node.pos)),
        },
        "*" => Err(Error::new(Code::InvalidFieldPath, "a source cannot have a wildcard in its path")),
        _ if is_condition(part) => {
            let (field, value) = condition(part)?;
            let equal = |n: &Node| n.text().unwrap_or("") == value;
            let fits = |item: &Node| match field {
                "" => equal(item),
                _ => item.as_map().and_then(|m| m.get(field)).is_some_and(equal),
            };
            Ok(items(node, part)?.iter().position(fits))
        }
        _ => match &node.value {
            Value::Map(map) => Ok(map.position(part)),
            _ if node.is_null() => Ok(None),
            _ => Err(misfit("a mapping", part, node)),
        },
    }
}

/// The items of a list; a null has none.
fn items<'n>(node: &'n Node, part: &str) -> Result<&'n [Node]> {
    match &node.value {
        Value::Seq(items) => Ok(items),
        _ if node.is_null() => Ok(&[]),
        _ => Err(misfit("a list", part, node)),
    }
}

/// Finds all fields that a path matches. With `create` missing fields are made on the way, the last
/// one of that kind.
///
/// # Errors
/// When the path needs a list or mapping where there is something else, an index is too large, or a
/// condition is not valid.
pub(super) fn find(
    root: &mut Node,
    parts: &[Str],
    create: Option<Kind>,
    limits: &Limits,
) -> Result<Vec<Match>> {
    let mut finder = Finder { create, limits, place: Place::new(), apart: false, found: Vec::new() };
    finder.visit(root, parts)?;
    Ok(finder.found)
}

struct Finder<'l> {
    create: Option<Kind>,
    limits: &'l Limits,
    place: Place,
    /// True inside a copy.
    apart: bool,
    found: Vec<Match>,
}

impl Finder<'_> {
    fn visit(&mut self, node: &mut Node, parts: &[Str]) -> Result<()> {
        let Some((part, rest)) = parts.split_first() else {
            self.add(node);
            return Ok(());
        };
        if index(part).is_some() {
            self.visit_index(node, part, rest)
        } else if is_condition(part) {
            self.visit_condition(node, part, rest)
        } else if part == "*" {
            let count = items(node, part)?.len();
            (0..count).try_for_each(|at| self.visit_child(node, at, rest))
        } else {
            self.visit_field(node, part, rest)
        }
    }

    fn add(&mut self, node: &Node) {
        self.found.push(if self.apart {
            Match::Apart(Kind::of(node))
        } else {
            Match::At(self.place.clone())
        });
    }

    fn visit_child(&mut self, node: &mut Node, at: usize, rest: &[Str]) -> Result<()> {
        let Some(next) = child_mut(node, at) else { return Ok(()) };
        self.place.push(at);
        self.visit(next, rest)?;
        self.place.pop();
        Ok(())
    }

    fn visit_apart(&mut self, mut node: Node, rest: &[Str]) -> Result<()> {
        let before = std::mem::replace(&mut self.apart, true);
        self.visit(&mut node, rest)?;
        self.apart = before;
        Ok(())
    }

    /// The kind that a missing node must have for what follows it in the path.
    fn kind_before(&self, rest: &[Str], create: Kind) -> Kind {
        match rest.first().map(Str::as_str) {
            None | Some("") => create,
            Some(next) if is_condition(next) || index(next).is_some() => Kind::Seq,
            Some(_) => Kind::Map,
        }
    }

    fn visit_field(&mut self, node: &mut Node, part: &str, rest: &[Str]) -> Result<()> {
        if part.is_empty() {
            return Err(Error::new(Code::InvalidFieldPath, "a part of the path is empty"));
        }
        let pos = node.pos;
        if node.is_null() {
            let Some(create) = self.create else { return Ok(()) };
            return self.visit_apart(self.kind_before(rest, create).make(pos), rest);
        }
        let Value::Map(map) = &mut node.value else { return Err(misfit("a mapping", part, node)) };
        let at = match (map.position(part), self.create) {
            (Some(at), _) => at,
            (None, None) => return Ok(()),
            (None, Some(create)) => {
                let value = self.kind_before(rest, create).make(Pos::NONE);
                map.entries_mut().push(Entry { key: Key::untagged(part, Pos::NONE), value });
                map.len() - 1
            }
        };
        let text = match child(node, at).map(|n| &n.value) {
            Some(Value::Scalar(scalar)) if !rest.is_empty() => Some(scalar.text.clone()),
            _ => None,
        };
        match text {
            Some(text) => self.visit_text(&text, pos, rest),
            None => self.visit_child(node, at, rest),
        }
    }

    /// Goes on in the YAML that a text holds.
    fn visit_text(&mut self, text: &str, pos: Pos, rest: &[Str]) -> Result<()> {
        match crate::yaml::read_first(text, FileId::NONE, self.limits) {
            Ok(Some(node)) => self.visit_apart(node, rest),
            Ok(None) => Err(Error::new(
                Code::InvalidFieldPath,
                format!("the text before \"{}\" is empty", rest.first().map_or("", Str::as_str)),
            )
            .at(pos)),
            Err(e) => Err(e.context("the path goes on in a text that is not YAML").at(pos)),
        }
    }

    fn visit_index(&mut self, node: &mut Node, part: &str, rest: &[Str]) -> Result<()> {
        let at = index(part).unwrap_or(usize::MAX);
        let count = items(node, part)?.len();
        if at == count {
            if let Some(create) = self.create {
                let made = self.kind_before(rest, create).make(Pos::NONE);
                let Value::Seq(items) = &mut node.value else { return self.visit_apart(made, rest) };
                items.push(made);
                return self.visit_child(node, at, rest);
            }
        }
        if at >= count {
            return Err(Error::new(
                Code::InvalidFieldPath,
                format!("there is no item {at}, the list has {count}"),
            )
            .at(node.pos));
        }
        self.visit_child(node, at, rest)
    }

    /// Goes on with all items whose field, or that themselves, match the regular expression.
    fn visit_condition(&mut self, node: &mut Node, part: &str, rest: &[Str]) -> Result<()> {
        let (field, pattern) = condition(part)?;
        let count = items(node, part)?.len();
        let before = self.found.len();
        let mut regex = None;
        for at in 0..count {
            self.visit_if(node, at, field, pattern, &mut regex, rest)?;
        }
        if self.found.len() > before {
            return Ok(());
        }
        let Some(_) = self.create else { return Ok(()) };
        let value = Node::new(Value::Scalar(Scalar::untagged(pattern)), Pos::NONE);
        let made = if field.is_empty() {
            value
        } else {
            let mut made = Node::map(Pos::NONE);
            if let Some(map) = made.as_map_mut() {
                map.entries_mut().push(Entry { key: Key::untagged(field, Pos::NONE), value });
            }
            made
        };
        match &mut node.value {
            Value::Seq(items) => {
                items.push(made);
                self.visit_if(node, count, field, pattern, &mut regex, rest)?;
            }
            _ => {
                let mut list = Node::new(Value::Seq(vec![made]), Pos::NONE);
                let outer = std::mem::replace(&mut self.apart, true);
                self.visit_if(&mut list, 0, field, pattern, &mut regex, rest)?;
                self.apart = outer;
            }
        }
        if self.found.len() == before {
            // The reference would add such items without end.
            return Err(Error::new(
                Code::InvalidFieldPath,
                format!("an item made for {part} does not match {part} itself"),
            )
            .hint("use a plain value in the brackets, or create the item in the resource"));
        }
        Ok(())
    }

    fn visit_if(
        &mut self,
        node: &mut Node,
        at: usize,
        field: &str,
        pattern: &str,
        regex: &mut Option<re2::Search>,
        rest: &[Str],
    ) -> Result<()> {
        let regex = match regex {
            Some(regex) => regex,
            None => regex.insert(re2::Search::new(pattern).ok_or_else(|| {
                Error::new(Code::InvalidFieldPath, format!("\"{pattern}\" is not a regular expression"))
            })?),
        };
        let Some(item) = child(node, at) else { return Ok(()) };
        let tested = match field {
            "" => Some(item),
            _ => item.as_map().and_then(|m| m.get(field)),
        };
        if !tested.is_some_and(|n| regex.is_match(super::text::of(n).trim())) {
            return Ok(());
        }
        if !field.is_empty() {
            return self.visit_child(node, at, rest);
        }
        // What follows `[=value]` in the path is not looked at.
        self.place.push(at);
        if let Some(item) = child(node, at) {
            self.add(item);
        }
        self.place.pop();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{split, split_plain};

    #[test]
    fn paths_are_split_alike() {
        // With an escaped dot in front they go the long way.
        let long = |path: &str| split(&format!("\\..{path}")).split_off(1);
        for path in [
            "",
            "a",
            "a.b",
            ".a.b",
            "a..b",
            "a.",
            ".",
            "a.[b=c].d",
            "a.[b=c.d].e",
            "a.[b.c/d].e",
            "[a.b",
            "a.[b.c",
            "[a]",
            "[a].[b]",
            "a.[b=c.[d].e",
            "a.[].b",
            "a.[=b.c]",
            "[.]",
            "[a.b]c.d]",
            "ä.[ö.ü].ß",
        ] {
            let shown = path.strip_prefix('.').unwrap_or(path);
            assert_eq!(split_plain(path), long(shown), "{path}");
        }
    }
}
