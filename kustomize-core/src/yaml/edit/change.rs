//! Turning the difference between two trees into the fewest changes of a text.

use super::block::shadowed;
use super::matching::{same, wrapped};
use super::render::{self, Look, Moved};
use super::spans::{Document, Field, Item, Kind, Part};
use crate::diagnostic::{Code, Error, Result};
use crate::source::{FileId, Pos};
use crate::yaml::{Map, Node, Scalar, Value};

/// Replaces a stretch of the text.
#[derive(Debug)]
pub(super) struct Splice {
    start: usize,
    end: usize,
    text: String,
}

/// Collects the changes to one text.
pub(super) struct Editor<'a> {
    pub(super) text: &'a str,
    pub(super) newline: &'static str,
    pub(super) file: FileId,
    pub(super) look: Look,
    pub(super) splices: Vec<Splice>,
    /// True when no field of the document gains anything, so that what is removed is not elsewhere.
    pub(super) shrinks: bool,
}

impl<'a> Editor<'a> {
    /// An editor for a text that ends with a line end.
    pub(super) fn new(text: &'a str, document: &Document, file: FileId) -> Self {
        let newline = if text.find('\n').is_some_and(|i| text.get(..i).is_some_and(|l| l.ends_with('\r'))) {
            "\r\n"
        } else {
            "\n"
        };
        let mut look = Look::default();
        match document.root.as_ref().map(|root| &root.kind) {
            Some(Kind::FlowMap(fields)) => {
                look.json = fields
                    .first()
                    .is_none_or(|f| text.get(f.start..f.end()).is_some_and(|t| t.starts_with('"')));
            }
            Some(Kind::BlockMap(_, fields)) => {
                learn_indents(text, fields, &mut look);
            }
            _ => {}
        }
        Editor { text, newline, file, look, splices: Vec::new(), shrinks: false }
    }

    /// The text with all changes made.
    pub(super) fn finish(self) -> String {
        apply(self.text, 0, self.splices)
    }

    /// Changes the whole document from `old` to `new`.
    ///
    /// # Errors
    /// [`Code::EditRefused`] where the change cannot be made in place.
    pub(super) fn document(&mut self, document: &Document, old: Option<&Node>, new: &Node) -> Result<()> {
        self.collect_moved(document, old, new);
        self.shrinks = new.as_map().is_some_and(|new| {
            new.iter().all(|entry| {
                let before = old.and_then(|old| old.get(entry.key.text.as_str()));
                entries(&entry.value) <= before.map_or(0, entries)
            })
        });
        match (&document.root, old) {
            (Some(root), Some(old)) => match (&root.kind, &old.value, &new.value) {
                (Kind::BlockMap(column, fields), Value::Map(old), Value::Map(new)) => {
                    let end = self.root_end(fields, document.end);
                    self.block_map(*column, fields, old, new, end)
                }
                _ => self.part(root, root.start, old, new, None, false),
            },
            _ => {
                let lines = render::block(new, None, &self.look);
                self.insert_lines(document.end, 0, &lines);
                Ok(())
            }
        }
    }

    /// Notes the text of what is removed, in case that it comes back in another place.
    pub(super) fn collect_moved(&mut self, document: &Document, old: Option<&Node>, new: &Node) {
        let Some(Part { kind: Kind::BlockMap(_, fields), .. }) = &document.root else { return };
        let names: Vec<String> = fields.iter().map(|field| self.name(field).unwrap_or_default()).collect();
        let gone = fields.iter().zip(shadowed(&names)).filter(|(_, shadowed)| !shadowed);
        let gone = gone.filter_map(|(field, _)| {
            let name = self.name(field).ok().filter(|name| new.get(name).is_none())?;
            Some((field, old?.get(&name)?))
        });
        let (mut moved, mut above) = (Vec::new(), Vec::new());
        for (field, value) in gone {
            if value.as_map().is_some() && self.is_first_on_line(field.start) {
                let own = self.line_start(field.start);
                let from = self.taken_out(self.extent(0, field.start, field.end()).0, own);
                above.push((value.clone(), self.dedented(from, own, 0)));
            }
            match (&field.value.kind, &value.value) {
                (Kind::BlockMap(column, _), Value::Map(_)) if *column > 0 => {
                    let to = self.extent(*column - 1, field.value.start, field.value.end).1;
                    moved.push(Moved {
                        node: value.clone(),
                        lines: self.dedented(self.next_line(field.start), to, *column),
                    });
                }
                (Kind::BlockSeq(column, items), Value::Seq(nodes)) if items.len() == nodes.len() => {
                    for (item, node) in items.iter().zip(nodes) {
                        let (from, to) = self.extent(*column, item.start, item.end());
                        moved.push(Moved { node: node.clone(), lines: self.dedented(from, to, *column) });
                    }
                }
                _ => {}
            }
        }
        self.look.moved = moved;
        self.look.above = above;
    }

    pub(super) fn dedented(&self, from: usize, to: usize, column: usize) -> Vec<String> {
        let text = self.text.get(from..to).unwrap_or_default();
        text.lines().map(|line| without_indent(line.trim_end_matches('\r'), column).to_owned()).collect()
    }

    pub(super) fn refuse(&self, at: usize, why: &str) -> Error {
        Error::new(Code::EditRefused, format!("this file cannot be changed in place: {why}"))
            .at(Pos::new(self.file, at))
            .hint("rewrite this part in plain block style, or make the change by hand")
    }

    pub(super) fn splice(&mut self, start: usize, end: usize, text: impl Into<String>) {
        self.splices.push(Splice { start, end, text: text.into() });
    }

    pub(super) fn insert_lines(&mut self, at: usize, indent: usize, lines: &[String]) {
        let text = self.lines(indent, lines);
        self.splice(at, at, text);
    }

    pub(super) fn lines(&self, indent: usize, lines: &[String]) -> String {
        lines.iter().map(|line| render::indented(line, indent) + self.newline).collect()
    }

    /// Changes one part. `lead` is where its own space begins: behind the colon or dash.
    pub(super) fn part(
        &mut self,
        part: &Part,
        lead: usize,
        old: &Node,
        new: &Node,
        key: Option<&str>,
        in_flow: bool,
    ) -> Result<()> {
        if same(old, new) {
            return Ok(());
        }
        match (&part.kind, &old.value, &new.value) {
            (Kind::BlockMap(column, fields), Value::Map(old), Value::Map(new)) if !new.is_empty() => {
                let end = fields.last().map_or(part.end, |f| self.extent(*column, f.start, f.end()).1);
                self.block_map(*column, fields, old, new, end)
            }
            (Kind::BlockSeq(column, items), Value::Seq(old), Value::Seq(new))
                if !new.is_empty() && old.len() == items.len() =>
            {
                self.block_seq(*column, items, old, new)
            }
            (Kind::FlowMap(fields), Value::Map(old), Value::Map(new)) => {
                self.flow_map(part, fields, old, new)
            }
            (Kind::FlowSeq(items), Value::Seq(old), Value::Seq(new)) if old.len() == items.len() => {
                self.flow_seq(part, items, old, new)
            }
            (Kind::Alias, ..) if old.as_scalar().is_none() && new.as_scalar().is_none() => {
                Err(self.refuse(part.start, "the change is inside the value of an alias"))
            }
            _ => {
                if listed(old, new) && !matches!(part.kind, Kind::Block | Kind::Empty) {
                    self.list(part, lead, in_flow);
                    return Ok(());
                }
                match wrapped(old, new).filter(|_| !in_flow && key.is_none()) {
                    Some(key) => self.wrap(part, key),
                    None => self.replace(part, lead, new, key, in_flow),
                }
                Ok(())
            }
        }
    }

    /// Makes a list entry a mapping with this entry as its only value.
    pub(super) fn wrap(&mut self, part: &Part, key: &str) {
        self.splice(part.start, part.start, format!("{key}: "));
        let mut at = self.next_line(part.start);
        while at < part.end {
            if !self.line(at).trim().is_empty() {
                self.splice(at, at, "  ");
            }
            at = self.next_line(at);
        }
    }

    /// Makes a value a list with this value as its only entry.
    fn list(&mut self, part: &Part, lead: usize, in_flow: bool) {
        if in_flow {
            self.splice(part.start, part.start, "[");
            self.splice(part.end, part.end, "]");
            return;
        }
        let line = self.text.get(self.line_start(lead)..lead).unwrap_or_default();
        let indent = line.len() - line.trim_start_matches([' ', '-']).len() + self.look.list_indent;
        self.splice(lead, part.start, format!("{}{}- ", self.newline, " ".repeat(indent)));
    }

    /// Puts a new value in the place of a part.
    pub(super) fn replace(&mut self, part: &Part, lead: usize, new: &Node, key: Option<&str>, in_flow: bool) {
        let text = match (&new.value, &part.kind) {
            (Value::Scalar(s), Kind::Quoted(quote)) => render::scalar(s, Some(*quote), in_flow),
            (Value::Scalar(s), Kind::Block) => self.block_scalar(part, s),
            (Value::Scalar(s), Kind::Plain | Kind::Alias) if !self.look.json => {
                render::scalar(s, None, in_flow)
            }
            _ => render::flow(new, key, &self.look),
        };
        match part.kind {
            Kind::Empty => self.splice(lead, lead, format!(" {text}")),
            Kind::BlockMap(..) | Kind::BlockSeq(..) => self.splice(lead, part.end, format!(" {text}")),
            _ => self.splice(part.start, part.end, text),
        }
    }

    /// New text for a literal or folded scalar: a literal at the same depth.
    pub(super) fn block_scalar(&self, part: &Part, new: &Scalar) -> String {
        let old = self.text.get(part.start..part.end).unwrap_or_default();
        let depth = old.lines().skip(1).find(|line| !line.trim().is_empty());
        let depth = depth.map_or(2, |line| line.len() - line.trim_start_matches(' ').len());
        let node = Node::new(Value::Scalar(new.clone()), Pos::NONE);
        let lines = render::block(&node, None, &Look::default());
        let lines = lines.iter().enumerate().map(|(i, line)| {
            if i == 0 { line.clone() } else { render::indented(without_indent(line, 2), depth) }
        });
        lines.collect::<Vec<_>>().join(self.newline)
    }

    /// The key of an entry as text.
    pub(super) fn name(&self, field: &Field) -> Result<String> {
        let raw = self.text.get(field.start..field.key_end).unwrap_or_default();
        let inner = |quote: char| raw.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        if let Some(text) = inner('\'') {
            return Ok(text.replace("''", "'"));
        }
        match inner('"') {
            Some(text) if text.contains('\\') => {
                Err(self.refuse(field.start, "a key has an escape sequence"))
            }
            Some(text) => Ok(text.to_owned()),
            None => Ok(raw.to_owned()),
        }
    }

    pub(super) fn names(&self, fields: &[Field], old: &Map) -> Result<Vec<String>> {
        let names = fields.iter().map(|field| self.name(field)).collect::<Result<Vec<_>>>()?;
        for (name, field) in names.iter().zip(fields) {
            if name != "<<" && !old.contains(name) {
                return Err(self.refuse(field.start, "a key is written in an unusual way"));
            }
        }
        Ok(names)
    }

    /// The old keys that get another name and keep their value, with the new name.
    pub(super) fn renamed<'n>(names: &[String], old: &Map, new: &'n Map) -> Vec<(usize, &'n str)> {
        let mut found: Vec<(usize, &str)> = Vec::new();
        let shadowed = shadowed(names);
        for entry in new.iter().filter(|e| old.get(&e.key.text).is_none()) {
            let fits = |(i, name): &(usize, &String)| {
                !new.contains(name)
                    && shadowed.get(*i) == Some(&false)
                    && !found.iter().any(|(taken, _)| taken == i)
                    && old.get(name).is_some_and(|value| continues(value, &entry.value))
            };
            if let Some((i, _)) = names.iter().enumerate().find(fits) {
                found.push((i, entry.key.text.as_str()));
            }
        }
        found
    }
}

/// Notes how far lists and mappings are indented, and how far the entries of lists stand behind their
/// dashes: as in the last field that has one, nested ones only where no field tells.
fn learn_indents(text: &str, fields: &[Field], look: &mut Look) {
    let last = |get: &dyn Fn(&Part) -> Option<usize>| {
        fields.iter().rev().find_map(|field| get(&field.value)).map(|n| n.min(8))
    };
    let list = last(&|part| if let Kind::BlockSeq(column, _) = part.kind { Some(column) } else { None });
    let map = last(&|part| if let Kind::BlockMap(column, _) = part.kind { Some(column) } else { None });
    let gap = last(&|part| if let Kind::BlockSeq(_, items) = &part.kind { gap(text, items) } else { None });
    look.list_indent = list.unwrap_or(look.list_indent);
    look.map_indent = map.or_else(|| last(&nested_map_indent)).unwrap_or(look.map_indent);
    look.gap = gap.unwrap_or(look.gap);
}

/// How far a mapping is indented under its key in the entries of a list.
fn nested_map_indent(part: &Part) -> Option<usize> {
    let Kind::BlockSeq(_, items) = &part.kind else { return None };
    items.iter().rev().find_map(|item| {
        let Kind::BlockMap(outer, fields) = &item.value.kind else { return None };
        fields.iter().rev().find_map(|field| match field.value.kind {
            Kind::BlockMap(column, _) => column.checked_sub(*outer),
            _ => None,
        })
    })
}

/// How many spaces follow the dash of the last entry that stands on the line of its dash.
pub(super) fn gap(text: &str, items: &[Item]) -> Option<usize> {
    items.iter().rev().find_map(|item| {
        let between = text.get(item.start + 1..item.value.start)?;
        (!between.is_empty() && between.bytes().all(|b| b == b' ')).then_some(between.len())
    })
}

/// True when the new value is a list with the old one as its only entry.
fn listed(old: &Node, new: &Node) -> bool {
    old.as_scalar().is_some() && !old.is_null() && matches!(new.as_seq(), Some([only]) if same(old, only))
}

/// True when a value goes on under another key: as it is, as the only entry of a list, or each entry of
/// a list wrapped.
fn continues(old: &Node, new: &Node) -> bool {
    let wraps = |old: &[Node], new: &[Node]| {
        old.len() == new.len() && old.iter().zip(new).all(|(old, new)| wrapped(old, new).is_some())
    };
    same(old, new)
        || listed(old, new)
        || matches!((&old.value, &new.value), (Value::Seq(old), Value::Seq(new)) if wraps(old, new))
}

/// The text, which begins at `offset` of the whole, with the changes made.
pub(super) fn apply(text: &str, offset: usize, mut splices: Vec<Splice>) -> String {
    splices.sort_by_key(|s| s.start);
    let mut out = String::with_capacity(text.len() + 64);
    let mut done = offset;
    for splice in splices {
        let start = splice.start.max(done);
        out.push_str(text.get(done - offset..start - offset).unwrap_or_default());
        out.push_str(&splice.text);
        done = splice.end.max(start);
    }
    out.push_str(text.get(done - offset..).unwrap_or_default());
    out
}

/// How many entries a collection has.
fn entries(node: &Node) -> usize {
    match &node.value {
        Value::Map(map) => map.len(),
        Value::Seq(items) => items.len(),
        _ => 0,
    }
}

/// The line without up to this many leading spaces.
fn without_indent(line: &str, n: usize) -> &str {
    let spaces = line.len() - line.trim_start_matches(' ').len();
    line.get(spaces.min(n)..).unwrap_or_default()
}
