//! Plain scalars and scalars in quotes.

use super::build::{Build, Read};
use super::piece::Piece;
use super::{Document, Scanner, text};
use crate::yaml::token::{Written, simple_escape};

/// The part of a plain scalar that stands on one line.
#[derive(Clone, Copy)]
pub(super) struct PlainLine {
    /// Where its last word ends.
    pub(super) end: usize,
    /// Where the byte is that ends it: a colon with nothing right behind it, a hash with a space before it, a line
    /// feed or the end of the text.
    pub(super) stop: usize,
}

/// A scalar in quotes.
pub(super) struct Quoted {
    /// Where its text starts and ends in the source; `None` when it is in the buffer.
    source: Option<(usize, usize)>,
    /// Behind the closing quote.
    pub(super) end: usize,
    /// Line breaks inside.
    pub(super) lines: usize,
}

impl<'t, B: Build> Document<'_, 't, '_, B> {
    /// A plain scalar on one line.
    #[inline(always)]
    pub(super) fn plain_scalar(&mut self, start: usize, end: usize) -> B::Value {
        B::scalar(self.own, self.read_plain(start, end))
    }

    /// A scalar at `at` whose text is in the buffer, which is given back.
    pub(super) fn put_together(&mut self, buffer: String, written: Written, at: usize) -> B::Value {
        let pos = self.pos(at);
        let value = B::scalar(self.own, Read { text: &buffer, verbatim: false, written, pos });
        self.own.buffer = buffer;
        value
    }

    /// A plain scalar of which the first line is known and ends with no colon, inside a block at
    /// `indent`.
    #[inline]
    pub(super) fn plain(&mut self, start: usize, line: PlainLine, indent: usize) -> Option<B::Value> {
        if self.byte(line.stop) == b'#' {
            self.at = line.end;
            self.end_of_line()?;
        } else {
            let breaks = self.next_line(line.stop, indent)?;
            if breaks > 0 {
                return self.plain_over_lines(start, line.end, breaks, indent);
            }
        }
        Some(self.plain_scalar(start, line.end))
    }

    /// A plain scalar of which the first line ends at `end` and that goes on here, `breaks` lines
    /// below.
    fn plain_over_lines(
        &mut self,
        start: usize,
        end: usize,
        breaks: usize,
        indent: usize,
    ) -> Option<B::Value> {
        let mut buffer = std::mem::take(&mut self.own.buffer);
        buffer.clear();
        buffer.push_str(self.slice(start, end));
        let mut breaks = breaks;
        while breaks > 0 {
            match breaks {
                1 => buffer.push(' '),
                _ => buffer.extend(std::iter::repeat_n('\n', breaks - 1)),
            }
            let part = self.at;
            let line = self.plain_line(part)?;
            buffer.push_str(self.slice(part, line.end));
            match self.byte(line.stop) {
                b':' => return None,
                b'#' => {
                    self.at = line.end;
                    self.end_of_line()?;
                    break;
                }
                _ => breaks = self.next_line(line.stop, indent)?,
            }
        }
        Some(self.put_together(buffer, Written::Plain, start))
    }

    /// From the end of a line to the next token: 0 when the plain scalar ended there, otherwise
    /// how many line breaks there are to the line that goes on with it.
    #[inline]
    fn next_line(&mut self, line_end: usize, indent: usize) -> Option<usize> {
        let mut breaks = 1;
        let mut line = line_end + 1;
        loop {
            let at = text::skip_spaces(self.bytes, line);
            match self.byte(at) {
                b'\n' => {
                    line = at + 1;
                    breaks += 1;
                }
                b'\t' => return None,
                b'#' | 0 => {
                    self.line_start(line)?;
                    return Some(0);
                }
                _ => {
                    self.arrive(at, line);
                    return Some(if self.column > indent { breaks } else { 0 });
                }
            }
        }
    }

    /// A scalar in quotes that is a value.
    pub(super) fn quoted_value(&mut self, at: usize) -> Option<B::Value> {
        let quoted = self.quoted(at)?;
        let value = self.quoted_scalar(&quoted, at);
        self.at = quoted.end;
        self.end_of_line()?;
        Some(value)
    }

    /// The scalar in the quotes at `at`.
    pub(super) fn quoted_scalar(&mut self, quoted: &Quoted, at: usize) -> B::Value {
        self.read_quoted(quoted, at, B::scalar)
    }

    /// The key in the quotes at `at`.
    pub(super) fn quoted_key(&mut self, quoted: &Quoted, at: usize) -> Option<B::Key> {
        self.read_quoted(quoted, at, B::key)
    }

    #[inline(always)]
    fn read_quoted<T>(
        &mut self,
        quoted: &Quoted,
        at: usize,
        make: impl FnOnce(&mut Scanner<'_>, Read<'_>) -> T,
    ) -> T {
        let (written, pos) = (self.quotes(at), self.pos(at));
        if let Some((start, end)) = quoted.source {
            return make(self.own, Read { text: self.piece.slice(start, end), verbatim: true, written, pos });
        }
        let buffer = std::mem::take(&mut self.own.buffer);
        let made = make(self.own, Read { text: &buffer, verbatim: false, written, pos });
        self.own.buffer = buffer;
        made
    }

    /// A plain key.
    #[inline(always)]
    pub(super) fn plain_key(&mut self, start: usize, end: usize) -> Option<B::Key> {
        B::key(self.own, self.read_plain(start, end))
    }

    #[inline(always)]
    fn read_plain(&self, start: usize, end: usize) -> Read<'t> {
        let text = self.piece.slice(start, end);
        Read { text, verbatim: true, written: Written::Plain, pos: self.pos(start) }
    }

    /// A scalar in the quotes that stand at `at`. Its text is put into the buffer unless it
    /// stands in the source.
    pub(super) fn quoted(&mut self, at: usize) -> Option<Quoted> {
        let start = at + 1;
        let rest = self.bytes.get(start..)?;
        if self.byte(at) == b'\'' {
            let end = start + memchr::memchr2(b'\'', b'\n', rest)?;
            if self.byte(end) == b'\'' && self.byte(end + 1) != b'\'' {
                return Some(Quoted { source: Some((start, end)), end: end + 1, lines: 0 });
            }
        } else {
            let end = start + memchr::memchr3(b'"', b'\\', b'\n', rest)?;
            if self.byte(end) == b'"' {
                return Some(Quoted { source: Some((start, end)), end: end + 1, lines: 0 });
            }
        }
        let mut text = std::mem::take(&mut self.own.buffer);
        text.clear();
        let read = self.quoted_into(&mut text, at);
        self.own.buffer = text;
        let (end, lines) = read?;
        Some(Quoted { source: None, end, lines })
    }
}

impl Piece<'_> {
    /// The part of a plain scalar on the line of its start; not sure when a tab is near.
    #[inline]
    pub(super) fn plain_line(&self, start: usize) -> Option<PlainLine> {
        let mut stop = text::find_special(self.bytes, start);
        loop {
            let byte = self.byte(stop);
            if byte == b':' {
                let next = self.byte(stop + 1);
                if next == b' ' || next == b'\n' || next == 0 {
                    break;
                }
                if next == b'\t' {
                    return None;
                }
            } else if byte == b'#' {
                let before = self.byte(stop.wrapping_sub(1));
                if before == b' ' {
                    break;
                }
                if before == b'\t' {
                    return None;
                }
            } else {
                break;
            }
            stop = text::find_special(self.bytes, stop + 1);
        }
        let end = if matches!(self.byte(stop.wrapping_sub(1)), b' ' | b'\t') {
            self.trim(start, stop)?
        } else {
            stop
        };
        Some(PlainLine { end, stop })
    }

    /// The end of a text without the spaces at its end; not sure about tabs there.
    #[cold]
    fn trim(&self, start: usize, mut end: usize) -> Option<usize> {
        while end > start && self.byte(end - 1) == b' ' {
            end -= 1;
        }
        if self.byte(end.wrapping_sub(1)) == b'\t' { None } else { Some(end) }
    }

    /// Which quotes stand at `at`.
    pub(super) fn quotes(&self, at: usize) -> Written {
        if self.byte(at) == b'\'' { Written::SingleQuoted } else { Written::DoubleQuoted }
    }

    /// Adds the text in the quotes at `at`; gives the place behind them and the line breaks inside.
    fn quoted_into(&self, text: &mut String, at: usize) -> Option<(usize, usize)> {
        let single = self.byte(at) == b'\'';
        let mut lines = 0;
        let mut run = at + 1;
        loop {
            let rest = self.bytes.get(run..)?;
            let found = if single {
                memchr::memchr2(b'\'', b'\n', rest)?
            } else {
                memchr::memchr3(b'"', b'\\', b'\n', rest)?
            };
            let end = run + found;
            match self.byte(end) {
                b'\n' => {
                    text.push_str(self.slice(run, end).trim_end_matches([' ', '\t']));
                    let mut breaks = 0;
                    let mut next = end;
                    while self.byte(next) == b'\n' {
                        let line = next + 1;
                        breaks += 1;
                        next = line;
                        while matches!(self.byte(next), b' ' | b'\t') {
                            next += 1;
                        }
                        if self.is_document_mark(next, line) {
                            return None;
                        }
                    }
                    match breaks {
                        1 => text.push(' '),
                        _ => text.extend(std::iter::repeat_n('\n', breaks - 1)),
                    }
                    lines += breaks;
                    run = next;
                }
                b'\'' if self.byte(end + 1) == b'\'' => {
                    text.push_str(self.slice(run, end + 1));
                    run = end + 2;
                }
                b'\\' => {
                    text.push_str(self.slice(run, end));
                    run = self.escape(text, end)?;
                }
                _ => {
                    text.push_str(self.slice(run, end));
                    return Some((end + 1, lines));
                }
            }
        }
    }

    /// Adds what the escape at `at` stands for; gives the place behind it. Not sure about escaped
    /// line breaks, nor about blanks behind which a line may end.
    fn escape(&self, text: &mut String, at: usize) -> Option<usize> {
        let digits = match self.byte(at + 1) {
            b'x' => 2,
            b'u' => 4,
            b' ' | b'\t' => return None,
            other => {
                text.push(simple_escape(other)?);
                return Some(at + 2);
            }
        };
        let hex = self.text.get(at + 2..at + 2 + digits)?;
        if !hex.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        text.push(char::from_u32(u32::from_str_radix(hex, 16).ok()?)?);
        Some(at + 2 + digits)
    }
}
