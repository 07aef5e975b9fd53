//! Finding where the parts of a document begin and end.
//!
//! A careful scanner for the purpose of editing: it gives the extent of each part and leaves meaning
//! to the reader. What it is not sure of it refuses; whatever is edited with its help is read again
//! and compared, so that a misjudged extent leads to a refusal and never to a broken file.

use super::spans::{Document, Field, Item, Kind, Part};
use crate::diagnostic::{Code, Error, Result};
use crate::source::{FileId, Pos};

/// Nesting beyond which a document is not edited.
pub(super) const MAX_DEPTH: usize = 128;

/// The extents of the first document of a text. The text must end with a line end.
///
/// # Errors
/// [`Code::EditRefused`] at the first thing that the scanner is not sure of.
pub(super) fn scan(text: &str, file: FileId) -> Result<Document> {
    let (start, end) = body(text);
    let mut scanner = Scanner { text, pos: start, end, depth: 0, file };
    scanner.skip()?;
    let root = if scanner.at_end() {
        None
    } else {
        let root = scanner.node(Parent { column: -1, dash_too: false }, true)?;
        scanner.skip()?;
        if !scanner.at_end() {
            return Err(scanner.refuse("something follows the end of the document's content"));
        }
        Some(root)
    };
    Ok(Document { root, end })
}

/// The first document's place in the text: behind byte order mark, directives and `---`.
fn body(text: &str) -> (usize, usize) {
    let mut offset = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut start = offset;
    let mut content = false;
    let mut first = true;
    for line in text.get(offset..).unwrap_or_default().split_inclusive('\n') {
        let head = line.strip_prefix("---").or_else(|| line.strip_prefix("..."));
        let is_marker = head.is_some_and(|rest| rest.chars().next().is_none_or(char::is_whitespace));
        if is_marker && line.starts_with("---") && first && !content {
            start = offset + 3;
            first = false;
            content =
                head.is_some_and(|rest| !rest.trim_start().is_empty() && !rest.trim_start().starts_with('#'));
        } else if is_marker {
            return (start, offset);
        } else {
            let bare = line.trim();
            content |= !(bare.is_empty() || bare.starts_with('#') || (first && line.starts_with('%')));
            if first && line.starts_with('%') {
                start = offset + line.len();
            }
        }
        offset += line.len();
    }
    (start, text.len())
}

/// Where a nested part may stand.
#[derive(Clone, Copy)]
pub(super) struct Parent {
    /// The column of the collection that holds it; deeper columns are inside.
    column: isize,
    /// A list may also stand at that very column.
    dash_too: bool,
}

/// Goes through a text.
pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    pub(super) pos: usize,
    pub(super) end: usize,
    pub(super) depth: usize,
    file: FileId,
}

impl Scanner<'_> {
    pub(super) fn refuse(&self, why: &str) -> Error {
        Error::new(Code::EditRefused, format!("this file cannot be changed in place: {why}"))
            .at(Pos::new(self.file, self.pos))
            .hint("rewrite this part in plain block style, or make the change by hand")
    }

    /// The byte at an offset; a line feed behind the end.
    pub(super) fn byte(&self, at: usize) -> u8 {
        if at >= self.end { b'\n' } else { self.text.as_bytes().get(at).copied().unwrap_or(b'\n') }
    }

    pub(super) fn here(&self) -> u8 {
        self.byte(self.pos)
    }

    pub(super) fn at_end(&self) -> bool {
        self.pos >= self.end
    }

    pub(super) fn blank_at(&self, at: usize) -> bool {
        matches!(self.byte(at), b' ' | b'\t' | b'\r' | b'\n')
    }

    pub(super) fn is_break(&self, at: usize) -> bool {
        self.byte(at) == b'\n' || (self.byte(at) == b'\r' && self.byte(at + 1) == b'\n')
    }

    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text.get(..at).and_then(|head| head.rfind('\n')).map_or(0, |i| i + 1)
    }

    pub(super) fn line_end(&self, at: usize) -> usize {
        let rest = self.text.get(at..self.end).unwrap_or_default();
        rest.find('\n').map_or(self.end, |i| at + i)
    }

    /// The column in bytes; a byte order mark has no width.
    pub(super) fn column(&self) -> usize {
        let start = self.line_start(self.pos);
        let mark = if start == 0 && self.text.starts_with('\u{feff}') { 3 } else { 0 };
        self.pos - start - mark
    }

    pub(super) fn skip_blanks(&mut self) {
        while !self.at_end() && matches!(self.here(), b' ' | b'\t') {
            self.pos += 1;
        }
    }

    /// True where nothing but a comment is left of the line.
    pub(super) fn at_line_end(&self) -> bool {
        self.is_break(self.pos) || (self.here() == b'#' && self.blank_at(self.pos.wrapping_sub(1)))
    }

    /// Goes to the next thing that is neither blank nor a comment.
    pub(super) fn skip(&mut self) -> Result<()> {
        while !self.at_end() {
            match self.here() {
                b' ' | b'\t' | b'\r' | b'\n' => self.pos += 1,
                b'#' => self.pos = self.line_end(self.pos),
                _ => break,
            }
        }
        let indent = self.text.get(self.line_start(self.pos)..self.pos).unwrap_or_default();
        if !self.at_end() && indent.contains('\t') && indent.trim().is_empty() {
            return Err(self.refuse("a line is indented with a tab"));
        }
        Ok(())
    }

    pub(super) fn is_dash(&self) -> bool {
        self.here() == b'-' && self.blank_at(self.pos + 1)
    }

    pub(super) fn inside(&self, parent: Parent) -> bool {
        let column = isize::try_from(self.column()).unwrap_or(isize::MAX);
        column > parent.column || (parent.dash_too && column == parent.column && self.is_dash())
    }

    /// A part that begins here; `block` allows block collections.
    pub(super) fn node(&mut self, parent: Parent, mut block: bool) -> Result<Part> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.refuse("it is nested too deeply"));
        }
        let mut marked = false;
        while matches!(self.here(), b'&' | b'!') {
            marked = true;
            while !self.blank_at(self.pos) {
                self.pos += 1;
            }
            let end = self.pos;
            self.skip_blanks();
            if self.at_line_end() {
                self.skip()?;
                if self.at_end() || !self.inside(parent) {
                    self.depth -= 1;
                    return Ok(Part { start: end, end, kind: Kind::Empty });
                }
                block = true;
                marked = false;
            }
        }
        let start = self.pos;
        let part = match self.here() {
            b'-' if self.is_dash() => {
                if !block {
                    return Err(self.refuse("a list begins on the line of its key"));
                }
                self.block_seq()?
            }
            b'?' if self.blank_at(self.pos + 1) => {
                return Err(self.refuse("a mapping has an explicit key (\"? \")"));
            }
            b'|' | b'>' => self.block_scalar(parent.column)?,
            b'[' | b'{' => {
                let part = self.flow_node()?;
                let mut after = self.pos;
                while matches!(self.byte(after), b' ' | b'\t') && after < self.end {
                    after += 1;
                }
                if self.byte(after) == b':' {
                    return Err(self.refuse("a collection is used as a key"));
                }
                part
            }
            _ => match self.key()? {
                Some(_) if !block || marked => {
                    return Err(self.refuse("a mapping begins where a plain value is expected"));
                }
                Some(_) => self.block_map()?,
                None => match self.here() {
                    b'"' | b'\'' => self.quoted()?,
                    b'*' => self.alias(),
                    _ => self.plain(parent.column)?,
                },
            },
        };
        self.depth -= 1;
        debug_assert!(part.end >= start);
        Ok(part)
    }

    /// The end of the key that begins here and the place behind its colon, if it is a key.
    pub(super) fn key(&self) -> Result<Option<(usize, usize)>> {
        let mut at = self.pos;
        match self.here() {
            b'"' | b'\'' => {
                let mut ahead =
                    Scanner { text: self.text, pos: self.pos, end: self.end, depth: 0, file: self.file };
                at = ahead.quoted()?.end;
            }
            _ => {
                while !self.is_break(at) {
                    let byte = self.byte(at);
                    if (byte == b':' && self.blank_at(at + 1))
                        || (byte == b'#' && self.blank_at(at.wrapping_sub(1)))
                    {
                        break;
                    }
                    at += 1;
                }
                while at > self.pos && matches!(self.byte(at - 1), b' ' | b'\t' | b'\r') {
                    at -= 1;
                }
            }
        }
        let end = at;
        while matches!(self.byte(at), b' ' | b'\t') && at < self.end {
            at += 1;
        }
        let is_key = at < self.end && self.byte(at) == b':' && self.blank_at(at + 1);
        let one_line = self.text.get(self.pos..end).is_some_and(|key| !key.contains('\n'));
        Ok((is_key && one_line).then_some((end, at + 1)))
    }

    pub(super) fn block_map(&mut self) -> Result<Part> {
        let column = self.column();
        let start = self.pos;
        let mut fields = Vec::new();
        loop {
            let field_start = self.pos;
            if self.here() == b'?' && self.blank_at(self.pos + 1) {
                return Err(self.refuse("a mapping has an explicit key (\"? \")"));
            }
            let Some((key_end, after_colon)) = self.key()? else {
                return Err(self.refuse("a key is expected here"));
            };
            self.pos = after_colon;
            let parent = Parent { column: isize::try_from(column).unwrap_or(isize::MAX), dash_too: true };
            let value = self.value(parent, false)?;
            fields.push(Field { start: field_start, key_end, after_colon, value });
            self.skip()?;
            if self.at_end() || self.column() < column {
                break;
            }
            if self.column() > column {
                return Err(self.refuse("this line is indented in an unexpected way"));
            }
        }
        let end = fields.last().map_or(start, Field::end);
        Ok(Part { start, end, kind: Kind::BlockMap(column, fields) })
    }

    pub(super) fn block_seq(&mut self) -> Result<Part> {
        let column = self.column();
        let start = self.pos;
        let mut items = Vec::new();
        loop {
            let dash = self.pos;
            self.pos += 1;
            let parent = Parent { column: isize::try_from(column).unwrap_or(isize::MAX), dash_too: false };
            let value = self.value(parent, true)?;
            items.push(Item { start: dash, value });
            self.skip()?;
            if self.at_end() || self.column() < column || (self.column() == column && !self.is_dash()) {
                break;
            }
            if self.column() > column {
                return Err(self.refuse("this line is indented in an unexpected way"));
            }
        }
        let end = items.last().map_or(start, Item::end);
        Ok(Part { start, end, kind: Kind::BlockSeq(column, items) })
    }

    /// The value after a colon or dash, on the same line or below.
    pub(super) fn value(&mut self, parent: Parent, block_on_line: bool) -> Result<Part> {
        let empty = self.pos;
        self.skip_blanks();
        if !self.at_line_end() {
            return self.node(parent, block_on_line);
        }
        self.skip()?;
        if self.at_end() || !self.inside(parent) {
            return Ok(Part { start: empty, end: empty, kind: Kind::Empty });
        }
        self.node(parent, true)
    }

    pub(super) fn alias(&mut self) -> Part {
        let start = self.pos;
        while !self.blank_at(self.pos) && !matches!(self.here(), b',' | b']' | b'}') {
            self.pos += 1;
        }
        Part { start, end: self.pos, kind: Kind::Alias }
    }

    pub(super) fn quoted(&mut self) -> Result<Part> {
        let start = self.pos;
        let quote = self.here();
        self.pos += 1;
        while !self.at_end() {
            let byte = self.here();
            let escaped = byte == b'\\' && quote == b'"';
            if escaped || (byte == quote && quote == b'\'' && self.byte(self.pos + 1) == quote) {
                self.pos += 2;
            } else if byte == quote {
                self.pos += 1;
                return Ok(Part { start, end: self.pos, kind: Kind::Quoted(char::from(quote)) });
            } else {
                self.pos += 1;
            }
        }
        Err(self.refuse("a quote is not closed"))
    }

    pub(super) fn plain(&mut self, parent: isize) -> Result<Part> {
        let start = self.pos;
        let mut end = start;
        loop {
            let mut comment = false;
            while !self.is_break(self.pos) {
                let byte = self.here();
                if byte == b'#' && self.blank_at(self.pos.wrapping_sub(1)) {
                    comment = true;
                    break;
                }
                if byte == b':' && self.blank_at(self.pos + 1) {
                    return Err(self.refuse("a colon stands inside a value without quotes"));
                }
                self.pos += 1;
                if !matches!(byte, b' ' | b'\t' | b'\r') {
                    end = self.pos;
                }
            }
            let line_end = self.pos;
            if comment {
                break;
            }
            // A deeper line continues the scalar.
            while !self.at_end() && self.blank_at(self.pos) {
                self.pos += 1;
            }
            let deeper = isize::try_from(self.column()).unwrap_or(isize::MAX) > parent;
            if self.at_end() || !deeper || self.here() == b'#' {
                self.pos = line_end;
                break;
            }
        }
        Ok(Part { start, end, kind: Kind::Plain })
    }

    pub(super) fn block_scalar(&mut self, parent: isize) -> Result<Part> {
        let start = self.pos;
        let line_end = self.line_end(self.pos);
        let header = self.text.get(start..line_end).unwrap_or_default();
        let header = header.split([' ', '\t', '\r']).next().unwrap_or_default();
        let keep = header.contains('+');
        let explicit = header.bytes().find(u8::is_ascii_digit).map(|digit| usize::from(digit - b'0'));
        let mut end = start + header.len();
        let floor = usize::try_from(parent + 1).unwrap_or(0);
        let mut indent = explicit.map(|n| usize::try_from(parent.max(0)).unwrap_or(0) + n);
        let mut at = line_end + 1;
        while at < self.end {
            let stop = self.line_end(at);
            let line = self.text.get(at..stop).unwrap_or_default();
            let column = line.len() - line.trim_start_matches(' ').len();
            let blank = line.trim().is_empty();
            if !blank {
                if column < *indent.get_or_insert(column.max(floor)) {
                    break;
                }
                end = at + line.trim_end_matches('\r').len();
            } else if keep {
                end = stop;
            }
            at = stop + 1;
        }
        self.pos = at.min(self.end);
        Ok(Part { start, end, kind: Kind::Block })
    }
}
