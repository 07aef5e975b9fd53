//! Turning the difference between two trees into the fewest changes of a text.

use super::flow::{Piece, rebuild};
use super::matching::{continued, same, staying, wrapped};
use super::render::{self, Look, Moved};
use super::spans::{Document, Field, Item, Kind, Part};
use crate::diagnostic::{Code, Error, Result};
use crate::source::{FileId, Pos};
use crate::yaml::{Map, Node, Scalar, Value};

/// Replaces a stretch of the text.
#[derive(Debug)]
struct Splice {
    start: usize,
    end: usize,
    text: String,
}

/// Collects the changes to one text.
pub(super) struct Editor<'a> {
    text: &'a str,
    newline: &'static str,
    file: FileId,
    look: Look,
    splices: Vec<Splice>,
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
                let mut lists = fields.iter().filter_map(|f| match f.value.kind {
                    Kind::BlockSeq(column, _) => Some(column),
                    _ => None,
                });
                look.list_indent = lists.next_back().unwrap_or(0).min(8);
            }
            _ => {}
        }
        Editor { text, newline, file, look, splices: Vec::new() }
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
    fn collect_moved(&mut self, document: &Document, old: Option<&Node>, new: &Node) {
        let Some(Part { kind: Kind::BlockMap(_, fields), .. }) = &document.root else { return };
        let gone = fields.iter().filter_map(|field| {
            let name = self.name(field).ok().filter(|name| new.get(name).is_none())?;
            Some((field, old?.get(&name)?))
        });
        let mut moved = Vec::new();
        for (field, value) in gone {
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
    }

    fn dedented(&self, from: usize, to: usize, column: usize) -> Vec<String> {
        let text = self.text.get(from..to).unwrap_or_default();
        text.lines().map(|line| without_indent(line.trim_end_matches('\r'), column).to_owned()).collect()
    }

    fn refuse(&self, at: usize, why: &str) -> Error {
        Error::new(Code::EditRefused, format!("this file cannot be changed in place: {why}"))
            .at(Pos::new(self.file, at))
            .hint("rewrite this part in plain block style, or make the change by hand")
    }

    fn splice(&mut self, start: usize, end: usize, text: impl Into<String>) {
        self.splices.push(Splice { start, end, text: text.into() });
    }

    fn insert_lines(&mut self, at: usize, indent: usize, lines: &[String]) {
        let text = self.lines(indent, lines);
        self.splice(at, at, text);
    }

    fn lines(&self, indent: usize, lines: &[String]) -> String {
        lines.iter().map(|line| render::indented(line, indent) + self.newline).collect()
    }

    /// Changes one part. `lead` is where its own space begins: behind the colon or dash.
    fn part(
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
            _ => {
                match wrapped(old, new).filter(|_| !in_flow && key.is_none()) {
                    Some(key) => self.wrap(part, key),
                    None => self.replace(part, lead, new, key, in_flow),
                }
                Ok(())
            }
        }
    }

    /// Makes a list entry a mapping with this entry as its only value.
    fn wrap(&mut self, part: &Part, key: &str) {
        self.splice(part.start, part.start, format!("{key}: "));
        let mut at = self.next_line(part.start);
        while at < part.end {
            if !self.line(at).trim().is_empty() {
                self.splice(at, at, "  ");
            }
            at = self.next_line(at);
        }
    }

    /// Puts a new value in the place of a part.
    fn replace(&mut self, part: &Part, lead: usize, new: &Node, key: Option<&str>, in_flow: bool) {
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
    fn block_scalar(&self, part: &Part, new: &Scalar) -> String {
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
    fn name(&self, field: &Field) -> Result<String> {
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

    fn names(&self, fields: &[Field], old: &Map, new: &Map) -> Result<Vec<String>> {
        let names = fields.iter().map(|field| self.name(field)).collect::<Result<Vec<_>>>()?;
        for (i, (name, field)) in names.iter().zip(fields).enumerate() {
            if name == "<<" {
                continue;
            }
            let Some(value) = old.get(name) else {
                return Err(self.refuse(field.start, "a key is written in an unusual way"));
            };
            let changed = new.get(name).is_none_or(|new| !same(value, new));
            if changed && names.iter().skip(i + 1).any(|other| other == name) {
                return Err(self.refuse(field.start, "a key that the change is about stands there twice"));
            }
        }
        Ok(names)
    }

    /// The old keys that get another name and keep their value, with the new name.
    fn renamed<'n>(names: &[String], old: &Map, new: &'n Map) -> Vec<(usize, &'n str)> {
        let mut found: Vec<(usize, &str)> = Vec::new();
        for entry in new.iter().filter(|e| old.get(&e.key.text).is_none()) {
            let fits = |(i, name): &(usize, &String)| {
                !new.contains(name)
                    && !found.iter().any(|(taken, _)| taken == i)
                    && old.get(name).is_some_and(|value| continues(value, &entry.value))
            };
            if let Some((i, _)) = names.iter().enumerate().find(fits) {
                found.push((i, entry.key.text.as_str()));
            }
        }
        found
    }

    fn block_map(&mut self, column: usize, fields: &[Field], old: &Map, new: &Map, end: usize) -> Result<()> {
        let names = self.names(fields, old, new)?;
        let renamed = Self::renamed(&names, old, new);
        for (i, (name, field)) in names.iter().zip(fields).enumerate() {
            if name == "<<" {
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
                (Some(old), Some(new)) if matches!(field.value.kind, Kind::Empty) && !same(old, new) => {
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

    /// Gives a value to a key that has none.
    fn fill(&mut self, column: usize, field: &Field, name: &str, new: &Node) {
        if new.is_null_or_empty() || new.as_scalar().is_some_and(|s| !s.text.contains('\n')) {
            let text = render::flow(new, Some(name), &self.look);
            return self.splice(field.after_colon, field.after_colon, format!(" {text}"));
        }
        let lines = render::field(name, new, &self.look);
        let (first, rest) =
            lines.split_first().map_or(("", lines.as_slice()), |(f, rest)| (f.as_str(), rest));
        if let Some((_, header)) = first.split_once(": ") {
            self.splice(field.after_colon, field.after_colon, format!(" {header}"));
        }
        self.insert_lines(self.next_line(field.after_colon), column, rest);
    }

    fn remove_field(&mut self, column: usize, i: usize, fields: &[Field]) -> Result<()> {
        let Some(field) = fields.get(i) else { return Ok(()) };
        let (from, to) = self.extent(column, field.start, field.end());
        if self.is_first_on_line(field.start) {
            self.splice(from, to, "");
            return Ok(());
        }
        // The entry begins behind the dash of a list: the next entry takes its place.
        let next = fields.get(i + 1).map(|next| next.start);
        match next.filter(|next| self.text.get(field.end()..*next).is_some_and(|gap| !gap.contains('#'))) {
            Some(next) => {
                self.splice(field.start, next, "");
                Ok(())
            }
            None => Err(self.refuse(field.start, "the entry to remove stands behind a dash")),
        }
    }

    fn block_seq(&mut self, column: usize, items: &[Item], old: &[Node], new: &[Node]) -> Result<()> {
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
                self.splice(start, end, "");
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
    fn new_item(&self, items: &[Item], node: &Node) -> Vec<String> {
        if let Some(moved) = self.look.moved.iter().find(|moved| moved.is_item() && same(&moved.node, node)) {
            return moved.lines.clone();
        }
        let mut look = self.look.clone();
        look.item_quote = common_quote(items.iter().map(|item| &item.value));
        self.learn_quotes(items, &mut look);
        let gap = items.iter().rev().find_map(|item| {
            let gap = item.value.start.checked_sub(item.start + 1)?;
            self.text
                .get(item.start + 1..item.value.start)
                .filter(|t| t.bytes().all(|b| b == b' '))
                .map(|_| gap)
        });
        let flow = items.iter().all(|item| matches!(item.value.kind, Kind::FlowMap(_)));
        if flow && node.as_map().is_some() {
            return vec![format!(
                "-{}{}",
                " ".repeat(gap.unwrap_or(1).max(1)),
                render::flow(node, None, &look)
            )];
        }
        if let Some(indent) = items.iter().find_map(|item| inner_list_indent(&item.value)) {
            look.list_indent = indent;
        }
        render::item(node, &look, gap.unwrap_or(1))
    }

    /// Notes for each key in the entries the quotes that its values have everywhere.
    fn learn_quotes(&self, items: &[Item], look: &mut Look) {
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

    fn flow_map(&mut self, part: &Part, fields: &[Field], old: &Map, new: &Map) -> Result<()> {
        let names = self.names(fields, old, new)?;
        let renamed = Self::renamed(&names, old, new);
        let mut pieces = Vec::new();
        for (i, (name, field)) in names.iter().zip(fields).enumerate() {
            let mark = self.splices.len();
            if let Some((_, to)) = renamed.iter().find(|(renamed, _)| *renamed == i) {
                let key = render::scalar(&Scalar::string(*to), self.look.json.then_some('"'), true);
                self.splice(field.start, field.key_end, key);
                if let (Some(old), Some(new)) = (old.get(name), new.get(to)) {
                    self.part(&field.value, field.after_colon, old, new, Some(to), true)?;
                }
            } else if let (Some(old), Some(new)) = (old.get(name), new.get(name)) {
                self.part(&field.value, field.after_colon, old, new, Some(name), true)?;
            } else if name != "<<" {
                continue;
            }
            let inner = self.splices.split_off(mark);
            let text = apply(self.text.get(field.start..field.end()).unwrap_or_default(), field.start, inner);
            pieces.push(Piece { old: Some(i), text });
        }
        for entry in new {
            let name = entry.key.text.as_str();
            let there = names.iter().any(|n| n == name) || renamed.iter().any(|(_, to)| *to == name);
            if !there && old.get(name).is_none_or(|value| !same(value, &entry.value)) {
                pieces.push(Piece { old: None, text: render::flow_field(name, &entry.value, &self.look) });
            }
        }
        let spans: Vec<_> = fields.iter().map(|f| (f.start, f.end())).collect();
        self.rebuild(part, &spans, &pieces);
        Ok(())
    }

    fn flow_seq(&mut self, part: &Part, items: &[Item], old: &[Node], new: &[Node]) -> Result<()> {
        let mut look = self.look.clone();
        look.item_quote = common_quote(items.iter().map(|item| &item.value));
        self.learn_quotes(items, &mut look);
        let mut pieces = Vec::new();
        for (node, from) in new.iter().zip(continued(old, new)) {
            let text = match from.and_then(|i| Some((items.get(i)?, old.get(i)?))) {
                Some((item, old)) => {
                    let mark = self.splices.len();
                    self.part(&item.value, item.start, old, node, None, true)?;
                    let inner = self.splices.split_off(mark);
                    let (start, end) = (item.start, item.value.end);
                    apply(self.text.get(start..end).unwrap_or_default(), start, inner)
                }
                None => render::flow(node, None, &look),
            };
            pieces.push(Piece { old: from, text });
        }
        let spans: Vec<_> = items.iter().map(|item| (item.start, item.value.end)).collect();
        self.rebuild(part, &spans, &pieces);
        Ok(())
    }

    fn rebuild(&mut self, part: &Part, spans: &[(usize, usize)], pieces: &[Piece]) {
        let start = part.start + 1;
        let inside = self.text.get(start..part.end.saturating_sub(1)).unwrap_or_default();
        let spans: Vec<_> =
            spans.iter().map(|(a, b)| (a.saturating_sub(start), b.saturating_sub(start))).collect();
        let text = rebuild(inside, &spans, pieces, self.newline);
        if text != inside {
            self.splice(start, part.end.saturating_sub(1), text);
        }
    }
}

/// How texts lie in lines.
impl Editor<'_> {
    fn line_start(&self, at: usize) -> usize {
        self.text.get(..at).and_then(|head| head.rfind('\n')).map_or(0, |i| i + 1)
    }

    fn next_line(&self, at: usize) -> usize {
        self.text.get(at..).and_then(|rest| rest.find('\n')).map_or(self.text.len(), |i| at + i + 1)
    }

    fn line(&self, start: usize) -> &str {
        self.text.get(start..self.next_line(start)).unwrap_or_default()
    }

    /// The column of a comment that has its line to itself.
    fn comment_column(&self, start: usize) -> Option<usize> {
        let line = self.line(start);
        let bare = line.trim_start_matches([' ', '\t']);
        bare.starts_with('#').then(|| line.len() - bare.len())
    }

    fn is_first_on_line(&self, at: usize) -> bool {
        self.text.get(self.line_start(at)..at).is_some_and(|head| head.trim().is_empty())
    }

    /// The lines of an entry: with the comments directly above it at its column, and those directly
    /// below it that are indented deeper. A comment at the head of the file belongs to the file.
    fn extent(&self, column: usize, start: usize, end: usize) -> (usize, usize) {
        if !self.is_first_on_line(start) {
            return (start, self.next_line(end));
        }
        let own = self.line_start(start);
        let mut from = own;
        while from > 0 {
            let above = self.line_start(from - 1);
            if self.comment_column(above) != Some(column) {
                break;
            }
            from = above;
        }
        let head = self.text.get(..from).unwrap_or_default();
        if column == 0 && head.trim_start_matches('\u{feff}').is_empty() {
            from = own;
        }
        let mut to = self.next_line(end);
        while self.comment_column(to).is_some_and(|c| c > column) {
            to = self.next_line(to);
        }
        (from, to)
    }

    /// Where a new field of the document goes: below the last field and the comments right under it.
    fn root_end(&self, fields: &[Field], end: usize) -> usize {
        let Some(last) = fields.last() else { return end };
        let mut at = self.extent(0, last.start, last.end()).1;
        while at < end && self.comment_column(at).is_some() {
            at = self.next_line(at);
        }
        at.min(end)
    }

    fn blank_before(&self, start: usize) -> bool {
        let mut at = self.line_start(start);
        while at > 0 {
            at = self.line_start(at - 1);
            if self.comment_column(at).is_none() {
                return self.line(at).trim().is_empty();
            }
        }
        false
    }

    /// True when blank lines stand between the fields, apart from `apiVersion` and `kind`.
    fn fields_apart(&self, fields: &[Field]) -> bool {
        let rest: Vec<_> =
            fields.iter().skip(1).filter(|f| !matches!(self.name(f).as_deref(), Ok("kind"))).collect();
        rest.len() > 1 && rest.iter().filter(|f| self.blank_before(f.start)).count() * 2 > rest.len()
    }

    fn items_apart(&self, items: &[Item]) -> bool {
        items.len() > 1 && items.iter().skip(1).all(|item| self.blank_before(item.start))
    }
}

/// True when a value goes on under another key: as it is, or each entry of a list wrapped.
fn continues(old: &Node, new: &Node) -> bool {
    let wraps = |old: &[Node], new: &[Node]| {
        old.len() == new.len() && old.iter().zip(new).all(|(old, new)| wrapped(old, new).is_some())
    };
    same(old, new)
        || matches!((&old.value, &new.value), (Value::Seq(old), Value::Seq(new)) if wraps(old, new))
}

/// The quotes that all these text values have.
fn common_quote<'p>(mut parts: impl Iterator<Item = &'p Part>) -> Option<char> {
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

/// The text, which begins at `offset` of the whole, with the changes made.
fn apply(text: &str, offset: usize, mut splices: Vec<Splice>) -> String {
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

/// The line without up to this many leading spaces.
fn without_indent(line: &str, n: usize) -> &str {
    let spaces = line.len() - line.trim_start_matches(' ').len();
    line.get(spaces.min(n)..).unwrap_or_default()
}
