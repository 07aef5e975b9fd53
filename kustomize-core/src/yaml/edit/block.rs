//! Changes of mappings and lists in block style.

use super::change::{Editor, apply, gap};
use super::matching::{continued, same, staying};
use super::render::{self, Look};
use super::spans::{Field, Item, Kind, Part};
use crate::diagnostic::Result;
use crate::hash::HashSet;
use crate::yaml::{Map, Node};

impl Editor<'_> {
    pub(super) fn block_map(
        &mut self,
        column: usize,
        fields: &[Field],
        old: &Map,
        new: &Map,
        end: usize,
    ) -> Result<()> {
        let names = self.names(fields, old)?;
        let renamed = Self::renamed(&names, old, new);
        let shadowed = shadowed(&names);
        for (i, ((name, field), shadowed)) in names.iter().zip(fields).zip(shadowed).enumerate() {
            if name == "<<" {
                continue;
            }
            if shadowed {
                if !new.contains(name) {
                    self.remove_field(column, i, fields)?;
                }
                continue;
            }
            if let Some((_, to)) = renamed.iter().find(|(renamed, _)| *renamed == i) {
                self.splice(field.start, field.key_end, *to);
                if let (Some(old), Some(new)) = (old.get(name), new.get(to)) {
                    self.part(&field.value, field.after_colon, old, new, Some(to), false)?;
                }
                continue;
            }
            match (old.get(name), new.get(name)) {
                (Some(old), Some(new)) if self.is_empty(field, old) && !same(old, new) => {
                    self.fill(column, field, name, new);
                }
                (Some(old), Some(new)) => {
                    self.part(&field.value, field.after_colon, old, new, Some(name), false)?;
                }
                _ => self.remove_field(column, i, fields)?,
            }
        }
        let quote = common_quote(fields.iter().map(|f| &f.value));
        for entry in new {
            let name = entry.key.text.as_str();
            let there = names.iter().any(|n| n == name) || renamed.iter().any(|(_, to)| *to == name);
            if there || old.get(name).is_some_and(|value| same(value, &entry.value)) {
                continue;
            }
            let mut look = self.look.clone();
            look.quotes.extend(quote.map(|quote| (name.to_owned(), quote)));
            let mut lines = render::field(name, &entry.value, &look);
            if column == 0 && self.fields_apart(fields) {
                lines.insert(0, String::new());
            }
            self.insert_lines(end, column, &lines);
        }
        Ok(())
    }

    /// True for a value that is absent, `null`, or a collection without entries, and has no anchor.
    fn is_empty(&self, field: &Field, node: &Node) -> bool {
        let bare = self.text.get(field.after_colon..field.value.start).is_some_and(|t| t.trim().is_empty());
        bare && match field.value.kind {
            Kind::Empty | Kind::FlowMap(_) | Kind::FlowSeq(_) => node.is_null_or_empty(),
            Kind::Plain => node.is_null(),
            _ => false,
        }
    }

    /// Gives a value to a key that has none, or an empty one.
    pub(super) fn fill(&mut self, column: usize, field: &Field, name: &str, new: &Node) {
        if new.is_null_or_empty() || new.as_scalar().is_some_and(|s| !s.text.contains('\n')) {
            let text = render::flow(new, Some(name), &self.look);
            return self.splice(field.after_colon, field.value.end, format!(" {text}"));
        }
        let lines = render::field(name, new, &self.look);
        let (first, rest) =
            lines.split_first().map_or(("", lines.as_slice()), |(f, rest)| (f.as_str(), rest));
        if let Some((_, header)) = first.split_once(": ") {
            self.splice(field.after_colon, field.value.end, format!(" {header}"));
        } else if field.value.end > field.after_colon {
            self.splice(field.after_colon, field.value.end, "");
        }
        self.insert_lines(self.next_line(field.value.end), column, rest);
    }

    pub(super) fn remove_field(&mut self, column: usize, i: usize, fields: &[Field]) -> Result<()> {
        let Some(field) = fields.get(i) else { return Ok(()) };
        let (from, to) = self.extent(column, field.start, field.end());
        if self.is_first_on_line(field.start) {
            let from = self.taken_out(from, self.line_start(field.start));
            let kept = if self.shrinks { self.taken_out_of(field, to) } else { String::new() };
            match kept.is_empty() {
                true => self.remove_lines(from, to),
                false => self.splice(from, to, kept),
            }
            return Ok(());
        }
        // The entry begins behind the dash of a list: the next entry takes its place, and the comments
        // above that one go above the dash.
        let dash = self.line_start(field.start);
        let head = self.text.get(dash..field.start).unwrap_or_default();
        let (Some(next), Some("-")) = (fields.get(i + 1), Some(head.trim())) else {
            return Err(self.refuse(field.start, "the entry to remove stands behind a dash"));
        };
        let indent = head.len() - head.trim_start_matches(' ').len();
        let between = self.text.get(self.next_line(field.end())..self.line_start(next.start));
        let between = between.unwrap_or_default().lines().map(str::trim).filter(|line| line.starts_with('#'));
        let comments: Vec<String> = between.map(str::to_owned).collect();
        self.insert_lines(dash, indent, &comments);
        self.splice(field.start, next.start, "");
        Ok(())
    }

    pub(super) fn block_seq(
        &mut self,
        column: usize,
        items: &[Item],
        old: &[Node],
        new: &[Node],
    ) -> Result<()> {
        let from = continued(old, new);
        let stays = staying(&from);
        let extents: Vec<_> = items.iter().map(|item| self.extent(column, item.start, item.end())).collect();
        let extent = |i: usize| extents.get(i).copied().unwrap_or_default();
        let mut kept = vec![false; items.len()];
        for i in from.iter().zip(&stays).filter_map(|(from, stays)| from.filter(|_| *stays)) {
            if let Some(flag) = kept.get_mut(i) {
                *flag = true;
            }
        }
        let first_kept = kept.iter().position(|kept| *kept);
        for (i, (item, kept)) in items.iter().zip(&kept).enumerate() {
            if !kept {
                if !self.is_first_on_line(item.start) {
                    return Err(self.refuse(item.start, "the list begins behind another dash"));
                }
                let (start, end) = extent(i);
                if from.contains(&Some(i)) {
                    self.splice(start, end, "");
                } else {
                    self.remove_lines(self.taken_out(start, self.line_start(item.start)), end);
                }
            }
        }
        let apart = self.items_apart(items);
        let mut cursor = first_kept.map_or(extent(0).0, |i| extent(i).0);
        let mut behind = false;
        for ((node, from), stays) in new.iter().zip(&from).zip(&stays) {
            match (from.and_then(|i| Some((i, items.get(i)?, old.get(i)?))), stays) {
                (Some((i, item, old)), true) => {
                    self.part(&item.value, item.start + 1, old, node, None, false)?;
                    cursor = extent(i).1;
                    behind = true;
                }
                (Some((i, item, old)), false) => {
                    if !self.is_first_on_line(cursor) {
                        return Err(self.refuse(item.start, "the list begins behind another dash"));
                    }
                    let mark = self.splices.len();
                    self.part(&item.value, item.start + 1, old, node, None, false)?;
                    let inner = self.splices.split_off(mark);
                    let (start, end) = extent(i);
                    let moved = apply(self.text.get(start..end).unwrap_or_default(), start, inner);
                    self.splice(cursor, cursor, moved);
                }
                (None, _) => {
                    if self.text.get(self.line_start(cursor)..cursor).is_some_and(|head| !head.is_empty()) {
                        return Err(self.refuse(cursor, "the list begins behind another dash"));
                    }
                    let mut lines = self.new_item(items, node);
                    if apart && behind {
                        lines.insert(0, String::new());
                    }
                    self.insert_lines(cursor, column, &lines);
                }
            }
        }
        Ok(())
    }

    /// The lines of a new list entry in the manner of its neighbours.
    pub(super) fn new_item(&self, items: &[Item], node: &Node) -> Vec<String> {
        if let Some(lines) = render::moved_item(node, &self.look) {
            return lines;
        }
        let mut look = self.look.clone();
        look.item_quote = common_quote(items.iter().map(|item| &item.value));
        self.learn_quotes(items, &mut look);
        let gap = gap(self.text, items).unwrap_or(look.gap);
        let flow = items.iter().all(|item| matches!(item.value.kind, Kind::FlowMap(_)));
        if flow && node.as_map().is_some() {
            return vec![format!("-{}{}", " ".repeat(gap), render::flow(node, None, &look))];
        }
        if let Some(indent) = items.iter().find_map(|item| inner_list_indent(&item.value)) {
            look.list_indent = indent;
        }
        render::item(node, &look, gap)
    }

    /// Notes for each key in the entries the quotes that its values have everywhere.
    pub(super) fn learn_quotes(&self, items: &[Item], look: &mut Look) {
        let fields = items.iter().flat_map(|item| match &item.value.kind {
            Kind::BlockMap(_, fields) | Kind::FlowMap(fields) => fields.as_slice(),
            _ => &[],
        });
        let mut bare: Vec<String> = Vec::new();
        for field in fields {
            let Ok(name) = self.name(field) else { continue };
            match field.value.kind {
                Kind::Quoted(quote) if !bare.contains(&name) => {
                    look.quotes.entry(name).or_insert(quote);
                }
                _ => {
                    look.quotes.remove(&name);
                    bare.push(name);
                }
            }
        }
    }
}

/// For each name whether it comes again: the last of equal keys counts.
pub(super) fn shadowed(names: &[String]) -> Vec<bool> {
    let mut seen: HashSet<&str> = HashSet::default();
    let mut shadowed: Vec<bool> = names.iter().rev().map(|name| !seen.insert(name)).collect();
    shadowed.reverse();
    shadowed
}

/// The quotes that all these text values have.
pub(super) fn common_quote<'p>(mut parts: impl Iterator<Item = &'p Part>) -> Option<char> {
    let quote = |part: &Part| if let Kind::Quoted(quote) = part.kind { Some(quote) } else { None };
    let first = quote(parts.next()?)?;
    parts.all(|part| quote(part) == Some(first)).then_some(first)
}

/// How far lists are indented under their keys inside this mapping.
fn inner_list_indent(part: &Part) -> Option<usize> {
    let Kind::BlockMap(column, fields) = &part.kind else { return None };
    fields.iter().find_map(|field| match &field.value.kind {
        Kind::BlockSeq(inner, _) => inner.checked_sub(*column),
        _ => None,
    })
}
