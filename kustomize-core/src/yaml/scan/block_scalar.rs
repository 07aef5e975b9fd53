//! Literal and folded blocks of text.

use super::build::Build;
use super::piece::Piece;
use super::{Document, text};
use crate::yaml::token::Written;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomp {
    Clip,
    Strip,
    Keep,
}

impl<B: Build> Document<'_, '_, '_, B> {
    /// The block whose mark is at `at`, inside a block at `indent`.
    pub(super) fn block_scalar(&mut self, at: usize, literal: bool, indent: usize) -> Option<B::Value> {
        let (chomp, increment, body) = self.header(at)?;
        let width = match increment {
            0 => self.find_width(body, indent.max(1))?,
            n => indent.saturating_sub(1) + n,
        };
        let mut buffer = std::mem::take(&mut self.own.buffer);
        buffer.clear();
        let next = if literal {
            self.literal(&mut buffer, body, width, chomp)?
        } else {
            self.folded(&mut buffer, body, width, chomp)?
        };
        self.line_start(next)?;
        // What starts with a tab cannot be written by the reference; the other way tells.
        if buffer.starts_with('\t') {
            return None;
        }
        let written = if literal { Written::Literal } else { Written::Folded };
        Some(self.put_together(buffer, written, at))
    }
}

impl Piece<'_> {
    /// How the block ends, its indentation if it is stated, and where its first line starts.
    fn header(&self, at: usize) -> Option<(Chomp, usize, usize)> {
        let mut chomp = Chomp::Clip;
        let mut increment = 0;
        let mut at = at + 1;
        for _ in 0..2 {
            match self.byte(at) {
                b'-' if chomp == Chomp::Clip => chomp = Chomp::Strip,
                b'+' if chomp == Chomp::Clip => chomp = Chomp::Keep,
                digit @ b'1'..=b'9' if increment == 0 => increment = usize::from(digit - b'0'),
                _ => break,
            }
            at += 1;
        }
        let mark_end = at;
        while self.byte(at) == b' ' {
            at += 1;
        }
        match self.byte(at) {
            b'\n' => Some((chomp, increment, at + 1)),
            b'#' if at > mark_end => Some((chomp, increment, self.find_line_end(at) + 1)),
            _ => None,
        }
    }

    /// The indentation of the first line with text; not sure when it is less than `least`, or less
    /// than that of an empty line above.
    fn find_width(&self, body: usize, least: usize) -> Option<usize> {
        let mut line = body;
        let mut widest = 0;
        loop {
            let at = text::skip_spaces(self.bytes, line);
            let width = at - line;
            match self.byte(at) {
                b'\n' => {
                    widest = widest.max(width);
                    line = at + 1;
                }
                b'\t' | 0 => return None,
                _ => return (width >= least && width >= widest).then_some(width),
            }
        }
    }

    /// A line of a block: where its text starts and ends, `None` for an empty line; ended by a line
    /// feed. The outer `None` when the line does not belong to the block.
    fn block_line(&self, line: usize, width: usize) -> Option<Line> {
        let mut at = line;
        while at < line + width && self.byte(at) == b' ' {
            at += 1;
        }
        match self.byte(at) {
            b'\n' => Some(Line::Empty(at)),
            0 => Some(if at == self.bytes.len() && at == line { Line::Outside } else { return None }),
            _ if at == line + width => {
                let end = self.find_line_end(at);
                // Only the other way reads a last line without a line feed.
                (end < self.bytes.len()).then_some(Line::Text(at, end))
            }
            b'\t' => None,
            _ => Some(Line::Outside),
        }
    }

    /// Adds the text of a literal block; gives the start of the line behind it.
    fn literal(&self, out: &mut String, body: usize, width: usize, chomp: Chomp) -> Option<usize> {
        let mut line = body;
        let mut text_end = 0;
        loop {
            match self.block_line(line, width)? {
                Line::Empty(end) => {
                    out.push('\n');
                    line = end + 1;
                }
                Line::Text(at, end) => {
                    out.push_str(self.slice(at, end + 1));
                    text_end = out.len() - 1;
                    line = end + 1;
                }
                Line::Outside => break,
            }
        }
        match chomp {
            Chomp::Clip if text_end > 0 => out.truncate(text_end + 1),
            Chomp::Clip | Chomp::Strip => out.truncate(text_end),
            Chomp::Keep => {}
        }
        Some(line)
    }

    /// As [`Self::literal`], for a folded block.
    fn folded(&self, out: &mut String, body: usize, width: usize, chomp: Chomp) -> Option<usize> {
        let mut line = body;
        let mut breaks = 0;
        let mut any = false;
        let mut after_blank = false;
        loop {
            match self.block_line(line, width)? {
                Line::Empty(end) => {
                    breaks += 1;
                    line = end + 1;
                }
                Line::Text(at, end) => {
                    let blank = matches!(self.byte(at), b' ' | b'\t');
                    match breaks {
                        0 if any && !after_blank && !blank => out.push(' '),
                        _ if any && (after_blank || blank) => out.push('\n'),
                        _ => {}
                    }
                    out.extend(std::iter::repeat_n('\n', breaks));
                    out.push_str(self.slice(at, end));
                    breaks = 0;
                    any = true;
                    after_blank = blank;
                    line = end + 1;
                }
                Line::Outside => break,
            }
        }
        if any && chomp != Chomp::Strip {
            out.push('\n');
        }
        if chomp == Chomp::Keep {
            out.extend(std::iter::repeat_n('\n', breaks));
        }
        Some(line)
    }
}

/// A line where a block of text may go on.
enum Line {
    /// Nothing but indentation before the line feed at this place.
    Empty(usize),
    /// Text from here to the line feed at the other place.
    Text(usize, usize),
    /// It does not belong to the block.
    Outside,
}
