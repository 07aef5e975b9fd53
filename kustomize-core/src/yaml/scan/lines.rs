//! From line to line: indentation, empty lines and comments.

use super::build::Build;
use super::piece::Piece;
use super::{Document, text};

impl<B: Build> Document<'_, '_, '_, B> {
    /// From the end of a token to the first token of a later line: only blanks and a comment may
    /// stand between.
    #[inline]
    pub(super) fn end_of_line(&mut self) -> Option<()> {
        let at = text::skip_spaces(self.bytes, self.at);
        match self.byte(at) {
            b'\n' => self.line_start(at + 1),
            b'#' if at > self.at => {
                let end = self.find_line_end(at);
                self.line_start(end + 1)
            }
            0 => self.line_start(at),
            _ => None,
        }
    }

    /// Goes from the start of a line to the first token there or below, over empty lines and
    /// comments.
    #[inline]
    pub(super) fn line_start(&mut self, mut start: usize) -> Option<()> {
        loop {
            let at = text::skip_spaces(self.bytes, start);
            match self.byte(at) {
                b'\n' => start = at + 1,
                b'#' => start = self.find_line_end(at) + 1,
                // Tabs that indent are the other way's business.
                b'\t' => return None,
                0 => {
                    self.at = self.bytes.len();
                    self.column = 0;
                    return Some(());
                }
                _ => {
                    self.arrive(at, start);
                    return Some(());
                }
            }
        }
    }

    /// Is at a token that is the first on its line, which starts at `start`.
    #[inline]
    pub(super) fn arrive(&mut self, at: usize, start: usize) {
        self.at = at;
        self.column = if self.is_document_mark(at, start) { 0 } else { at - start + 1 };
    }
}

impl Piece<'_> {
    /// True at `---` or `...` at the start of a line.
    #[inline]
    pub(super) fn is_document_mark(&self, at: usize, start: usize) -> bool {
        at == start && matches!(self.byte(at), b'-' | b'.') && self.is_mark(at)
    }

    fn is_mark(&self, at: usize) -> bool {
        matches!(self.bytes.get(at..at + 3), Some(b"---" | b"..."))
            && matches!(self.byte(at + 3), b' ' | b'\t' | b'\n' | 0)
    }

    /// The line feed that ends the line, or the end of the text.
    pub(super) fn find_line_end(&self, at: usize) -> usize {
        self.bytes.get(at..).and_then(|rest| memchr::memchr(b'\n', rest)).map_or(self.bytes.len(), |n| at + n)
    }

    /// True at a dash that starts an item of a sequence.
    #[inline]
    pub(super) fn is_dash(&self, at: usize) -> bool {
        self.byte(at) == b'-' && matches!(self.byte(at + 1), b' ' | b'\n' | 0)
    }
}
