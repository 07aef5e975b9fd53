//! Writing out aliases and merge keys that stand in the way of a change.

use super::block::shadowed;
use super::change::Editor;
use super::render::{self, Look};
use super::spans::{Document, Field, Kind, Part};
use crate::yaml::{Map, Node, Value};

/// Nodes that the written out values may have together.
const MAX_NODES: usize = 100_000;

/// The names that aliases and merge keys of a document use, in the order of their first use.
pub(super) fn alias_names(text: &str, document: &Document) -> Vec<String> {
    let mut names = Vec::new();
    if let Some(root) = &document.root {
        collect(text, root, &mut names);
    }
    names
}

fn collect(text: &str, part: &Part, names: &mut Vec<String>) {
    match &part.kind {
        Kind::Alias => {
            let name = alias_name(text, part);
            if !names.iter().any(|other| other == name) {
                names.push(name.to_owned());
            }
        }
        Kind::BlockMap(_, fields) | Kind::FlowMap(fields) => {
            fields.iter().for_each(|field| collect(text, &field.value, names));
        }
        Kind::BlockSeq(_, items) | Kind::FlowSeq(items) => {
            items.iter().for_each(|item| collect(text, &item.value, names));
        }
        Kind::Empty | Kind::Plain | Kind::Quoted(_) | Kind::Block => {}
    }
}

fn alias_name<'t>(text: &'t str, part: &Part) -> &'t str {
    text.get(part.start + 1..part.end).unwrap_or_default()
}

impl Editor<'_> {
    /// Puts the values in the place of the aliases of this name, or of all. False when that would be too
    /// much text.
    pub(super) fn write_out(&mut self, root: &Part, old: &Node, wanted: Option<&str>) -> bool {
        let mut left = MAX_NODES;
        self.write_out_part(root, old, wanted, &mut left).is_some()
    }

    fn write_out_part(
        &mut self,
        part: &Part,
        node: &Node,
        wanted: Option<&str>,
        left: &mut usize,
    ) -> Option<()> {
        match (&part.kind, &node.value) {
            (Kind::BlockMap(..) | Kind::FlowMap(_), Value::Map(map)) => {
                self.write_out_fields(part, map, wanted, left)?;
            }
            (Kind::BlockSeq(_, items), Value::Seq(nodes)) if items.len() == nodes.len() => {
                for (item, node) in items.iter().zip(nodes) {
                    if !self.is_alias(&item.value, wanted) {
                        self.write_out_part(&item.value, node, wanted, left)?;
                        continue;
                    }
                    spend(node, left)?;
                    let column = item.value.start - self.line_start(item.value.start);
                    self.put_lines(&item.value, column, &render::block(node, None, &self.look));
                }
            }
            (Kind::FlowSeq(items), Value::Seq(nodes)) if items.len() == nodes.len() => {
                for (item, node) in items.iter().zip(nodes) {
                    if self.is_alias(&item.value, wanted) {
                        spend(node, left)?;
                        let text = render::flow(node, None, &self.look);
                        self.splice(item.value.start, item.value.end, text);
                    } else {
                        self.write_out_part(&item.value, node, wanted, left)?;
                    }
                }
            }
            _ => {}
        }
        Some(())
    }

    fn write_out_fields(
        &mut self,
        part: &Part,
        map: &Map,
        wanted: Option<&str>,
        left: &mut usize,
    ) -> Option<()> {
        let (Kind::BlockMap(_, fields) | Kind::FlowMap(fields)) = &part.kind else { return Some(()) };
        let names =
            fields.iter().map(|field| self.name(field)).collect::<crate::diagnostic::Result<Vec<_>>>();
        let names = names.ok()?;
        for ((field, name), shadowed) in fields.iter().zip(&names).zip(shadowed(&names)) {
            let Some(node) = map.get(name).filter(|_| !shadowed) else {
                if name == "<<" && self.merges(&field.value, wanted) {
                    self.write_out_merge(part, field, &names, map, left)?;
                }
                continue;
            };
            if !self.is_alias(&field.value, wanted) {
                self.write_out_part(&field.value, node, wanted, left)?;
                continue;
            }
            spend(node, left)?;
            match &part.kind {
                Kind::BlockMap(column, _) if !node.is_null_or_empty() && node.as_scalar().is_none() => {
                    let lines = render::field(name, node, &self.look);
                    self.splice(field.after_colon, field.value.end, "");
                    self.insert_lines(
                        self.next_line(field.value.end),
                        *column,
                        lines.get(1..).unwrap_or_default(),
                    );
                }
                kind => {
                    let in_flow = matches!(kind, Kind::FlowMap(_));
                    let look = if in_flow { self.look.clone() } else { Look::default() };
                    self.splice(field.value.start, field.value.end, render::flow(node, Some(name), &look));
                }
            }
        }
        Some(())
    }

    /// Puts the merged fields in the place of a merge key.
    fn write_out_merge(
        &mut self,
        part: &Part,
        field: &Field,
        names: &[String],
        map: &Map,
        left: &mut usize,
    ) -> Option<()> {
        let mut merged = Map::new();
        for entry in map.iter().filter(|e| !names.iter().any(|name| e.key.text == **name)) {
            spend(&entry.value, left)?;
            merged.push(entry.key.text.clone(), entry.value.clone());
        }
        if merged.is_empty() {
            // Every merged field is overridden: an empty mapping merges nothing.
            self.splice(field.value.start, field.value.end, "{}");
            return Some(());
        }
        match &part.kind {
            Kind::BlockMap(column, _) => {
                let node = Node::new(Value::Map(merged), crate::source::Pos::NONE);
                let whole = Part { start: field.start, end: field.end(), kind: Kind::Empty };
                self.put_lines(&whole, *column, &render::block(&node, None, &self.look));
            }
            _ => {
                let fields: Vec<_> =
                    merged.iter().map(|e| render::flow_field(&e.key.text, &e.value, &self.look)).collect();
                self.splice(field.start, field.end(), fields.join(", "));
            }
        }
        Some(())
    }

    /// Puts lines in the place of what stands on one line: the first in its place, the others below.
    fn put_lines(&mut self, part: &Part, column: usize, lines: &[String]) {
        let (first, rest) = lines.split_first().map_or(("", lines), |(first, rest)| (first.as_str(), rest));
        self.splice(part.start, part.end, first);
        self.insert_lines(self.next_line(part.end), column, rest);
    }

    fn is_alias(&self, part: &Part, wanted: Option<&str>) -> bool {
        matches!(part.kind, Kind::Alias) && wanted.is_none_or(|wanted| wanted == alias_name(self.text, part))
    }

    /// True when the value of a merge key uses this alias.
    fn merges(&self, part: &Part, wanted: Option<&str>) -> bool {
        match &part.kind {
            Kind::BlockSeq(_, items) | Kind::FlowSeq(items) => {
                items.iter().any(|item| self.is_alias(&item.value, wanted))
            }
            _ => self.is_alias(part, wanted),
        }
    }
}

/// Takes the size of a value off what is left.
fn spend(node: &Node, left: &mut usize) -> Option<()> {
    *left = left.checked_sub(1)?;
    match &node.value {
        Value::Scalar(_) => Some(()),
        Value::Seq(items) => items.iter().try_for_each(|node| spend(node, left)),
        Value::Map(map) => map.iter().try_for_each(|entry| spend(&entry.value, left)),
    }
}
