//! Finding where collections in brackets and braces, and what they hold, begin and end.

use super::scan::{MAX_DEPTH, Scanner};
use super::spans::{Field, Item, Kind, Part};
use crate::diagnostic::Result;

impl Scanner<'_> {
    /// A part inside brackets or braces, or the brackets themselves.
    pub(super) fn flow_node(&mut self) -> Result<Part> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.refuse("it is nested too deeply"));
        }
        while matches!(self.here(), b'&' | b'!') {
            while !self.blank_at(self.pos) {
                self.pos += 1;
            }
            self.skip_flow();
        }
        let part = match self.here() {
            b'[' | b'{' => self.flow_collection()?,
            b'"' | b'\'' => self.quoted()?,
            b'*' => self.alias(),
            _ => self.flow_plain(),
        };
        self.depth -= 1;
        Ok(part)
    }

    pub(super) fn skip_flow(&mut self) {
        while !self.at_end() {
            match self.here() {
                b' ' | b'\t' | b'\r' | b'\n' => self.pos += 1,
                b'#' if self.blank_at(self.pos.wrapping_sub(1)) => self.pos = self.line_end(self.pos),
                _ => break,
            }
        }
    }

    pub(super) fn flow_plain(&mut self) -> Part {
        let start = self.pos;
        let mut end = start;
        while !self.at_end() {
            let byte = self.here();
            let ends_key = byte == b':'
                && (self.blank_at(self.pos + 1) || matches!(self.byte(self.pos + 1), b',' | b']' | b'}'));
            let comment = byte == b'#' && self.blank_at(self.pos.wrapping_sub(1));
            if matches!(byte, b',' | b'[' | b']' | b'{' | b'}') || ends_key || comment {
                break;
            }
            self.pos += 1;
            if !matches!(byte, b' ' | b'\t' | b'\r' | b'\n') {
                end = self.pos;
            }
        }
        let kind = if start == end { Kind::Empty } else { Kind::Plain };
        Part { start, end, kind }
    }

    pub(super) fn flow_collection(&mut self) -> Result<Part> {
        let start = self.pos;
        let is_map = self.here() == b'{';
        let close = if is_map { b'}' } else { b']' };
        self.pos += 1;
        let (mut fields, mut items) = (Vec::new(), Vec::new());
        loop {
            self.skip_flow();
            if self.at_end() {
                return Err(self.refuse("a bracket is not closed"));
            }
            if self.here() == close {
                self.pos += 1;
                break;
            }
            let at = self.pos;
            let part = self.flow_node()?;
            self.skip_flow();
            if is_map {
                fields.push(self.flow_field(at, part)?);
            } else if self.here() == b':' {
                return Err(self.refuse("a list in brackets holds a pair without braces"));
            } else {
                items.push(Item { start: at, value: part });
            }
            self.skip_flow();
            match self.here() {
                b',' => self.pos += 1,
                byte if byte == close => {}
                _ => return Err(self.refuse("a comma or bracket is expected here")),
            }
        }
        let kind = if is_map { Kind::FlowMap(fields) } else { Kind::FlowSeq(items) };
        Ok(Part { start, end: self.pos, kind })
    }

    pub(super) fn flow_field(&mut self, start: usize, key: Part) -> Result<Field> {
        let key_end = key.end;
        if self.here() != b':' {
            let value = Part { start: key_end, end: key_end, kind: Kind::Empty };
            return Ok(Field { start, key_end, after_colon: key_end, value });
        }
        self.pos += 1;
        let after_colon = self.pos;
        self.skip_flow();
        let value = if matches!(self.here(), b',' | b'}') {
            Part { start: after_colon, end: after_colon, kind: Kind::Empty }
        } else {
            self.flow_node()?
        };
        Ok(Field { start, key_end, after_colon, value })
    }
}
