//! Block mappings and sequences.

use super::Document;
use super::build::{Build, Kind};
use super::piece::Piece;
use super::scalar::PlainLine;
use super::spare::Places;
use std::marker::PhantomData;

/// Longer keys are left to the other way, which counts characters.
const LONGEST_KEY: usize = 1000;

impl<B: Build> Document<'_, '_, '_, B> {
    /// A node that starts here, at `column`, inside a block at `indent`. Afterwards the document
    /// is at the first token of a later line.
    pub(super) fn node(&mut self, indent: usize, column: usize, depth: usize) -> Option<B::Value> {
        if depth > self.own.limits.depth {
            return None;
        }
        let at = self.at;
        match self.byte(at) {
            b'-' if self.is_dash(at) => self.sequence(column, depth),
            b'"' | b'\'' => {
                let quoted = self.quoted(at)?;
                if quoted.lines == 0 && self.colon_after(quoted.end).is_some() {
                    return self.mapping(None, column, depth);
                }
                self.value(indent, depth)
            }
            _ if self.starts_plain(at) => {
                let line = self.plain_line(at)?;
                if self.byte(line.stop) == b':' {
                    return self.mapping(Some(line), column, depth);
                }
                self.plain(at, line, indent)
            }
            _ => self.value(indent, depth),
        }
    }

    /// A value that is no block collection.
    #[inline]
    fn value(&mut self, indent: usize, depth: usize) -> Option<B::Value> {
        let at = self.at;
        if self.starts_plain(at) {
            let line = self.plain_line(at)?;
            if self.byte(line.stop) == b':' {
                return None;
            }
            return self.plain(at, line, indent);
        }
        match self.byte(at) {
            b'"' | b'\'' => self.quoted_value(at),
            b'|' => self.block_scalar(at, true, indent),
            b'>' => self.block_scalar(at, false, indent),
            b'[' | b'{' => {
                let node = self.flow(depth)?;
                self.end_of_line()?;
                Some(node)
            }
            _ => None,
        }
    }

    /// A key with its colon; afterwards the document is behind the colon.
    #[inline]
    fn key(&mut self, known: Option<PlainLine>) -> Option<B::Key> {
        let at = self.at;
        let (key, colon) = if known.is_some() || self.starts_plain(at) {
            let line = known.or_else(|| self.plain_line(at))?;
            if self.byte(line.stop) != b':' {
                return None;
            }
            (self.plain_key(at, line.end)?, line.stop)
        } else if matches!(self.byte(at), b'"' | b'\'') {
            let quoted = self.quoted(at)?;
            let colon = if quoted.lines == 0 { self.colon_after(quoted.end)? } else { return None };
            (self.quoted_key(&quoted, at)?, colon)
        } else {
            return None;
        };
        self.at = colon + 1;
        if colon - at <= LONGEST_KEY { Some(key) } else { None }
    }

    /// A mapping; the line of its first key when that is plain.
    fn mapping(&mut self, mut known: Option<PlainLine>, column: usize, depth: usize) -> Option<B::Value> {
        if depth >= self.own.limits.depth {
            return None;
        }
        let start = self.at;
        let open = B::open(self.own, Kind::Map, self.pos(start));
        loop {
            let key = self.key(known.take())?;
            let spares = B::spares(self.own, &key);
            let value = self.entry_value(column, depth + 1, spares)?;
            B::entry(self.own, key, value);
            if self.column != column {
                return if self.column < column { self.close(open, Kind::Map, start) } else { None };
            }
        }
    }

    /// The end of a collection that stands in no brackets.
    #[inline]
    fn close(&mut self, open: B::Open, kind: Kind, start: usize) -> Option<B::Value> {
        B::close(self.own, open, kind, self.pos(start), false)
    }

    /// What follows the colon of a key at `column`; a mapping is spared if it can be.
    #[inline]
    fn entry_value(&mut self, column: usize, depth: usize, spares: bool) -> Option<B::Value> {
        let colon_end = self.at;
        let mut at = colon_end;
        while self.byte(at) == b' ' {
            at += 1;
        }
        if !matches!(self.byte(at), b'\n' | b'#' | 0) {
            self.at = at;
            // A dash here would be a list inside a line.
            return if self.is_dash(at) { None } else { self.value(column, depth) };
        }
        self.end_of_line()?;
        if self.column > column {
            let inner = self.column;
            if spares && let Some(spared) = self.spared(column, inner, depth) {
                return Some(spared);
            }
            self.node(column, inner, depth)
        } else if self.column == column && self.is_dash(self.at) {
            self.list_at_key(column, depth)
        } else {
            Some(B::nothing(self.own, self.pos(colon_end)))
        }
    }

    /// As [`Self::node`], read as places only; `None` when it must be read as nodes.
    #[cold]
    fn spared(&mut self, indent: usize, column: usize, depth: usize) -> Option<B::Value> {
        let keys = self.own.prints.len();
        let (piece, base, at) = (self.piece, self.base, self.at);
        self.own.spare.as_mut()?.start(base + at)?;
        let builds = PhantomData::<Places>;
        let mut places = Document { own: &mut *self.own, piece, base, at, column, builds };
        let read = places.node(indent, column, depth);
        let (end, next) = (places.at, places.column);
        self.own.prints.truncate(keys);
        let spared = read.and_then(|()| B::spared(self.own, self.pos(at)));
        match &spared {
            Some(_) => (self.at, self.column) = (end, next),
            None => self.own.spare.as_mut()?.give_up(base + end),
        }
        spared
    }

    /// A sequence whose dashes stand under its key.
    fn list_at_key(&mut self, column: usize, depth: usize) -> Option<B::Value> {
        let start = self.at;
        let open = B::open(self.own, Kind::Seq, self.pos(start));
        while self.column == column && self.is_dash(self.at) {
            self.item(column, depth + 1)?;
        }
        if self.column <= column { self.close(open, Kind::Seq, start) } else { None }
    }

    fn sequence(&mut self, column: usize, depth: usize) -> Option<B::Value> {
        let start = self.at;
        let open = B::open(self.own, Kind::Seq, self.pos(start));
        loop {
            self.item(column, depth + 1)?;
            if self.column < column {
                return self.close(open, Kind::Seq, start);
            }
            if self.column > column || !self.is_dash(self.at) {
                return None;
            }
        }
    }

    /// One item of a sequence whose dashes stand at `column`.
    #[inline]
    fn item(&mut self, column: usize, depth: usize) -> Option<()> {
        let dash = self.at;
        let mut at = dash + 1;
        while self.byte(at) == b' ' {
            at += 1;
        }
        let node = if !matches!(self.byte(at), b'\n' | b'#' | 0) {
            self.at = at;
            self.node(column, column + (at - dash), depth)?
        } else {
            self.at = dash + 1;
            self.end_of_line()?;
            if self.column > column {
                let inner = self.column;
                self.node(column, inner, depth)?
            } else {
                B::nothing(self.own, self.pos(dash + 1))
            }
        };
        B::item(self.own, node);
        Some(())
    }
}

impl Piece<'_> {
    /// The colon of a key that ends before `at`.
    fn colon_after(&self, mut at: usize) -> Option<usize> {
        while self.byte(at) == b' ' {
            at += 1;
        }
        (self.byte(at) == b':' && matches!(self.byte(at + 1), b' ' | b'\n' | 0)).then_some(at)
    }

    /// True when a plain scalar starts here, which is so in a block and, but for a dash before a
    /// bracket, inside brackets.
    #[inline(always)]
    pub(super) fn starts_plain(&self, at: usize) -> bool {
        let first = self.byte(at);
        STARTS_PLAIN.get(usize::from(first)) == Some(&true)
            || first == b'-' && !matches!(self.byte(at + 1), b' ' | b'\t' | b'\n' | 0)
    }
}

/// Bytes that start a plain scalar whatever follows.
#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler")]
const STARTS_PLAIN: [bool; 256] = {
    let mut table = [true; 256];
    let mut i = 0;
    while i < 256 {
        table[i] = !matches!(
            i as u8,
            0..=b' '
                | b'!'
                | b'"'
                | b'#'
                | b'%'
                | b'&'
                | b'\''
                | b'*'
                | b','
                | b'-'
                | b':'
                | b'>'
                | b'?'
                | b'@'
                | b'['
                | b']'
                | b'`'
                | b'{'
                | b'|'
                | b'}'
        );
        i += 1;
    }
    table
};
