//! How the parts of a document lie in its lines.

use super::change::Editor;
use super::spans::{Field, Item, Kind};

impl Editor<'_> {
    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text.get(..at).and_then(|head| head.rfind('\n')).map_or(0, |i| i + 1)
    }

    pub(super) fn next_line(&self, at: usize) -> usize {
        self.text.get(at..).and_then(|rest| rest.find('\n')).map_or(self.text.len(), |i| at + i + 1)
    }

    pub(super) fn line(&self, start: usize) -> &str {
        self.text.get(start..self.next_line(start)).unwrap_or_default()
    }

    /// The column of a comment that has its line to itself.
    pub(super) fn comment_column(&self, start: usize) -> Option<usize> {
        let line = self.line(start);
        let bare = line.trim_start_matches([' ', '\t']);
        bare.starts_with('#').then(|| line.len() - bare.len())
    }

    pub(super) fn is_first_on_line(&self, at: usize) -> bool {
        self.text.get(self.line_start(at)..at).is_some_and(|head| head.trim().is_empty())
    }

    /// The lines of an entry: with the comments directly above it at its column, and those directly
    /// below it that are indented deeper. A comment at the head of the file belongs to the file.
    pub(super) fn extent(&self, column: usize, start: usize, end: usize) -> (usize, usize) {
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

    /// The end of the commented-out entries of a list (`# - old.yaml`) in comments that begin here, with what
    /// stands above them; the place itself when there are none.
    pub(super) fn taken_out(&self, from: usize, to: usize) -> usize {
        let (mut end, mut at, mut within) = (from, from, false);
        while at < to && self.comment_column(at).is_some() {
            let body = self.line(at).trim_start_matches([' ', '\t', '#']);
            let spaces = self.line(at).trim_start().len() - body.len();
            within = body.starts_with("- ") || within && (spaces > 2 || body.trim().is_empty());
            at = self.next_line(at);
            if within {
                end = at;
            }
        }
        end
    }

    /// The commented-out entries of a list that is removed with its key.
    pub(super) fn taken_out_of(&self, field: &Field, to: usize) -> String {
        let Kind::BlockSeq(_, items) = &field.value.kind else { return String::new() };
        let mut at = self.next_line(field.after_colon);
        let mut kept = String::new();
        let ends = items.iter().map(|item| (self.line_start(item.start), self.next_line(item.end())));
        for (end, next) in ends.chain([(to, to)]) {
            while at < end {
                let below = self.taken_out(at, end);
                kept.push_str(self.text.get(at..below).unwrap_or_default());
                at = self.next_line(below);
            }
            at = next;
        }
        kept
    }

    /// Removes lines. Where blank lines stand on both sides, or above at the end of the text, those on one
    /// side go along.
    pub(super) fn remove_lines(&mut self, mut from: usize, mut to: usize) {
        let blank = |editor: &Self, start: usize| editor.line(start).trim().is_empty();
        let above = |editor: &Self, from: usize| editor.line_start(from.saturating_sub(1));
        if from == 0 || blank(self, above(self, from)) {
            while to < self.text.len() && blank(self, to) {
                to = self.next_line(to);
            }
        }
        if to == self.text.len() {
            while from > 0 && blank(self, above(self, from)) {
                from = above(self, from);
            }
        }
        self.splice(from, to, "");
    }

    /// Where a new field of the document goes: below the last field and the comments right under it.
    pub(super) fn root_end(&self, fields: &[Field], end: usize) -> usize {
        let Some(last) = fields.last() else { return end };
        let mut at = self.extent(0, last.start, last.end()).1;
        while at < end && self.comment_column(at).is_some() {
            at = self.next_line(at);
        }
        at.min(end)
    }

    pub(super) fn blank_before(&self, start: usize) -> bool {
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
    pub(super) fn fields_apart(&self, fields: &[Field]) -> bool {
        let rest: Vec<_> =
            fields.iter().skip(1).filter(|f| !matches!(self.name(f).as_deref(), Ok("kind"))).collect();
        rest.len() > 1 && rest.iter().filter(|f| self.blank_before(f.start)).count() * 2 > rest.len()
    }

    pub(super) fn items_apart(&self, items: &[Item]) -> bool {
        items.len() > 1 && items.iter().skip(1).all(|item| self.blank_before(item.start))
    }
}
