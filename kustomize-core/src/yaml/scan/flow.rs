//! Collections in brackets: what JSON has, with plain scalars on one line.

use super::Document;
use super::build::{Build, Kind};
use super::piece::Piece;
use crate::yaml::dialect::Dialect;

impl<B: Build> Document<'_, '_, '_, B> {
    /// The collection that starts here; afterwards the document is behind its bracket.
    pub(super) fn flow(&mut self, depth: usize) -> Option<B::Value> {
        if depth > self.own.limits.depth {
            return None;
        }
        if self.byte(self.at) == b'[' { self.flow_sequence(depth) } else { self.flow_mapping(depth) }
    }

    /// Only resources remember brackets.
    fn close_brackets(&mut self, open: B::Open, kind: Kind, at: usize) -> Option<B::Value> {
        let brackets = self.own.dialect == Dialect::Resource;
        B::close(self.own, open, kind, self.pos(at), brackets)
    }

    /// Goes over spaces and line breaks.
    fn skip_space(&mut self) -> Option<u8> {
        loop {
            match self.byte(self.at) {
                b' ' => self.at += 1,
                b'\n' => {
                    self.at += 1;
                    if self.is_document_mark(self.at, self.at) {
                        return None;
                    }
                }
                0 | b'\t' | b'#' => return None,
                byte => return Some(byte),
            }
        }
    }

    fn flow_sequence(&mut self, depth: usize) -> Option<B::Value> {
        let start = self.at;
        let open = B::open(self.own, Kind::Seq, self.pos(start));
        self.at += 1;
        loop {
            if self.skip_space()? == b']' {
                break;
            }
            let item = self.flow_value(depth + 1)?;
            B::item(self.own, item);
            match self.skip_space()? {
                b',' => self.at += 1,
                b']' => break,
                _ => return None,
            }
        }
        self.at += 1;
        self.close_brackets(open, Kind::Seq, start)
    }

    fn flow_mapping(&mut self, depth: usize) -> Option<B::Value> {
        let start = self.at;
        let open = B::open(self.own, Kind::Map, self.pos(start));
        self.at += 1;
        loop {
            if self.skip_space()? == b'}' {
                break;
            }
            if depth >= self.own.limits.depth {
                return None;
            }
            let key = self.flow_key()?;
            self.skip_space()?;
            let value = self.flow_value(depth + 1)?;
            B::entry(self.own, key, value);
            match self.skip_space()? {
                b',' => self.at += 1,
                b'}' => break,
                _ => return None,
            }
        }
        self.at += 1;
        self.close_brackets(open, Kind::Map, start)
    }

    /// A key with its colon.
    fn flow_key(&mut self) -> Option<B::Key> {
        let at = self.at;
        let key;
        let mut end;
        if matches!(self.byte(at), b'"' | b'\'') {
            let quoted = self.quoted(at)?;
            key = self.quoted_key(&quoted, at)?;
            if quoted.lines > 0 {
                return None;
            }
            end = quoted.end;
            while self.byte(end) == b' ' {
                end += 1;
            }
        } else {
            let (text_end, stop) = self.flow_plain(at)?;
            end = stop;
            key = self.plain_key(at, text_end)?;
        }
        if self.byte(end) != b':' || end - at > 1000 {
            return None;
        }
        self.at = end + 1;
        Some(key)
    }

    fn flow_value(&mut self, depth: usize) -> Option<B::Value> {
        let at = self.at;
        match self.byte(at) {
            b'[' | b'{' => self.flow(depth),
            b'"' | b'\'' if depth <= self.own.limits.depth => {
                let quoted = self.quoted(at)?;
                let value = self.quoted_scalar(&quoted, at);
                self.at = quoted.end;
                Some(value)
            }
            _ if depth <= self.own.limits.depth => {
                let (end, stop) = self.flow_plain(at)?;
                self.at = stop;
                Some(self.plain_scalar(at, end))
            }
            _ => None,
        }
    }
}

impl Piece<'_> {
    /// A plain scalar on one line: where its text ends, and what stands behind it: a comma, a
    /// colon, a closing bracket, or the line feed before one.
    fn flow_plain(&self, start: usize) -> Option<(usize, usize)> {
        let dash_alone =
            self.byte(start) == b'-' && matches!(self.byte(start + 1), b',' | b'[' | b']' | b'{' | b'}');
        if dash_alone || !self.starts_plain(start) {
            return None;
        }
        let mut at = start;
        loop {
            match self.byte(at) {
                b',' | b']' | b'}' => break,
                b':' if matches!(self.byte(at + 1), b' ' | b'\n') => break,
                b'\n' => {
                    let mut next = at;
                    while matches!(self.byte(next), b' ' | b'\n') {
                        next += 1;
                    }
                    // Otherwise the scalar goes on there.
                    if !matches!(self.byte(next), b',' | b']' | b'}') {
                        return None;
                    }
                    break;
                }
                0 | b'\t' | b'[' | b'{' | b'?' => return None,
                b'#' if self.byte(at - 1) == b' ' => return None,
                _ => at += 1,
            }
        }
        let mut end = at;
        while end > start && self.byte(end - 1) == b' ' {
            end -= 1;
        }
        Some((end, at))
    }
}
