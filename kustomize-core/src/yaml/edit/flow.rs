//! Changes of collections in brackets or braces, which are rebuilt from their pieces and what stands
//! between them.

use super::block::{common_quote, shadowed};
use super::change::{Editor, apply};
use super::matching::{continued, same};
use super::render::{self, Spread};
use super::spans::{Field, Item, Part};
use crate::diagnostic::Result;
use crate::yaml::{Map, Node, Scalar};

impl Editor<'_> {
    pub(super) fn flow_map(&mut self, part: &Part, fields: &[Field], old: &Map, new: &Map) -> Result<()> {
        let names = self.names(fields, old)?;
        let renamed = Self::renamed(&names, old, new);
        let shadowed = shadowed(&names);
        let mut pieces = Vec::new();
        for (i, ((name, field), shadowed)) in names.iter().zip(fields).zip(shadowed).enumerate() {
            let mark = self.splices.len();
            if shadowed && name != "<<" {
                if !new.contains(name) {
                    continue;
                }
            } else if let Some((_, to)) = renamed.iter().find(|(renamed, _)| *renamed == i) {
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
        let spans: Vec<_> = fields.iter().map(|f| (f.start, f.end())).collect();
        let values: Vec<_> = fields.iter().map(|f| (f.value.start, f.value.end)).collect();
        let look = self.look.clone().spread(self.spread(part, &spans, &values));
        for entry in new {
            let name = entry.key.text.as_str();
            let there = names.iter().any(|n| n == name) || renamed.iter().any(|(_, to)| *to == name);
            if !there && old.get(name).is_none_or(|value| !same(value, &entry.value)) {
                pieces.push(Piece { old: None, text: render::flow_field(name, &entry.value, &look) });
            }
        }
        self.rebuild(part, &spans, &pieces);
        Ok(())
    }

    pub(super) fn flow_seq(&mut self, part: &Part, items: &[Item], old: &[Node], new: &[Node]) -> Result<()> {
        let spans: Vec<_> = items.iter().map(|item| (item.start, item.value.end)).collect();
        let mut look = self.look.clone().spread(self.spread(part, &spans, &spans));
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
        self.rebuild(part, &spans, &pieces);
        Ok(())
    }

    /// How what is added to this collection is spread over lines: as the collections that are there.
    fn spread(&self, part: &Part, spans: &[(usize, usize)], values: &[(usize, usize)]) -> Option<Spread> {
        let slice = |from: usize, to: usize| self.text.get(from..to).unwrap_or_default();
        let last_line = |text: &str| text.rsplit_once('\n').map(|(_, line)| line.to_owned());
        let indent = last_line(slice(part.start + 1, spans.first()?.0))?;
        let outer = last_line(slice(spans.last()?.1, part.end.saturating_sub(1)))?;
        let collections = values.iter().map(|(from, to)| slice(*from, *to));
        let mut collections = collections.filter(|text| text.starts_with(['{', '['])).peekable();
        let spread =
            collections.peek().is_none() && self.look.json || collections.any(|text| text.contains('\n'));
        let step = indent.strip_prefix(&outer).unwrap_or("  ").to_owned();
        spread.then_some(Spread { indent, step })
    }

    pub(super) fn rebuild(&mut self, part: &Part, spans: &[(usize, usize)], pieces: &[Piece]) {
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

/// A piece of the new collection.
pub(super) struct Piece {
    /// Which old entry it continues.
    pub(super) old: Option<usize>,
    /// Its text.
    pub(super) text: String,
}

/// Rebuilds the inside of a flow collection. `inside` is the text between the brackets, `spans` are
/// the old entries' places in it. Commas, line breaks and comments between entries that stay
/// neighbours are kept; a comment behind a comma belongs to the entry before it.
pub(super) fn rebuild(inside: &str, spans: &[(usize, usize)], pieces: &[Piece], newline: &str) -> String {
    let slice = |from: usize, to: usize| inside.get(from..to).unwrap_or_default();
    let Some((first, last)) = spans.first().zip(spans.last()) else {
        let texts: Vec<_> = pieces.iter().map(|piece| piece.text.as_str()).collect();
        return texts.join(", ");
    };
    if pieces.is_empty() {
        return String::new();
    }
    let open = slice(0, first.0);
    let tail = slice(last.1, inside.len());
    let between: Vec<&str> =
        spans.windows(2).map(|pair| if let [a, b] = pair { slice(a.1, b.0) } else { "" }).collect();
    let many_lines = open.contains('\n') || between.iter().any(|text| text.contains('\n'));
    let broken = std::iter::once(&open).chain(&between).find_map(|text| text.rsplit_once('\n'));
    let indent = broken.map(|(_, indent)| indent).unwrap_or_default();
    let fallback = match between.first().filter(|text| !text.contains(['\n', '#'])) {
        Some(text) if !many_lines => (*text).to_owned(),
        _ if many_lines => format!(",{newline}{indent}"),
        _ => ", ".to_owned(),
    };
    let (tail_remark, tail_rest) = split_remark(tail);
    let mut out = open.to_owned();
    for (i, piece) in pieces.iter().enumerate() {
        out.push_str(&piece.text);
        let next = pieces.get(i + 1);
        let after = piece.old.and_then(|old| between.get(old).copied());
        match (next, after) {
            (Some(next), Some(after)) if next.old == piece.old.map(|old| old + 1) => out.push_str(after),
            (Some(_), Some(after)) if after.contains('#') => {
                out.push(',');
                out.push_str(split_remark(after).0);
                out.push_str(newline);
                out.push_str(indent);
            }
            (Some(_), None) if piece.old.is_some() && tail_remark.contains('#') => {
                out.push(',');
                out.push_str(tail_remark);
                out.push_str(newline);
                out.push_str(indent);
            }
            (Some(_), _) => out.push_str(&fallback),
            (None, after) => {
                if tail.starts_with(',') {
                    out.push(',');
                }
                let was_last = piece.old.is_some_and(|old| old + 1 == spans.len());
                match after.map(|after| split_remark(after).0) {
                    Some(remark) if remark.contains('#') => out.push_str(remark),
                    _ if was_last => out.push_str(tail_remark),
                    _ if !tail_remark.contains('#') => out.push_str(tail_remark),
                    _ => {}
                }
                out.push_str(tail_rest);
            }
        }
    }
    out
}

/// The rest of the line behind a comma, with its comment, and what follows from the line end on.
fn split_remark(text: &str) -> (&str, &str) {
    let text = text.trim_start_matches([' ', '\t']).strip_prefix(',').unwrap_or(text);
    let end = text.find(['\r', '\n']).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::{Piece, rebuild};

    pub(super) fn pieces(list: &[(Option<usize>, &str)]) -> Vec<Piece> {
        list.iter().map(|(old, text)| Piece { old: *old, text: (*text).to_owned() }).collect()
    }

    #[test]
    pub(super) fn keeps_what_stands_between() {
        let spans = [(0, 1), (3, 4)];
        let (a, b) = ((Some(0), "a"), (Some(1), "b"));
        assert_eq!(rebuild("a, b", &spans, &pieces(&[a, b, (None, "c")]), "\n"), "a, b, c");
        assert_eq!(rebuild("a, b", &spans, &pieces(&[a]), "\n"), "a");
        assert_eq!(rebuild("a, b", &spans, &pieces(&[b]), "\n"), "b");
        assert_eq!(rebuild("", &[], &pieces(&[(None, "x")]), "\n"), "x");
    }

    #[test]
    pub(super) fn keeps_remarks_with_their_entries() {
        let inside = "\n  a, # one\n  b # two\n";
        let spans = [(3, 4), (14, 15)];
        let (a, b, c) = ((Some(0), "a"), (Some(1), "b"), (None, "c"));
        assert_eq!(rebuild(inside, &spans, &pieces(&[a, b, c]), "\n"), "\n  a, # one\n  b, # two\n  c\n");
        assert_eq!(rebuild(inside, &spans, &pieces(&[a]), "\n"), "\n  a # one\n");
        assert_eq!(rebuild(inside, &spans, &pieces(&[b]), "\n"), "\n  b # two\n");
    }
}
