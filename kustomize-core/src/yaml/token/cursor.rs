//! A place in the text that goes forward character by character.

/// Reads bytes; columns and distances count characters.
#[derive(Clone)]
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    /// Where the line would start if every character on it had one byte.
    line_start: usize,
    /// Bytes passed that continue a character.
    extra: usize,
    /// Line breaks since the last character that was not blank.
    newlines: usize,
}

/// A place to come back to in questions.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mark {
    pub(super) at: usize,
    pub(super) line: usize,
    pub(super) column: usize,
    /// Characters from the start of the text.
    pub(super) index: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Cursor { text, at: 0, line: 0, line_start: 0, extra: 0, newlines: 0 }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn column(&self) -> usize {
        self.at - self.line_start
    }

    pub(super) fn newlines(&self) -> usize {
        self.newlines
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { at: self.at, line: self.line, column: self.column(), index: self.at - self.extra }
    }

    /// The byte `ahead` bytes after this place; 0 after the end.
    pub(super) fn peek(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    /// The text from `start` up to this place.
    pub(super) fn since(&self, start: usize) -> &'t str {
        self.text.get(start..self.at).unwrap_or("")
    }

    pub(super) fn at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Bytes of the line break `ahead` bytes after this place, 0 when there is none.
    pub(super) fn break_len(&self, ahead: usize) -> usize {
        match self.peek(ahead) {
            b'\n' => 1,
            b'\r' if self.peek(ahead + 1) == b'\n' => 2,
            b'\r' => 1,
            0xc2 if self.peek(ahead + 1) == 0x85 => 2,
            0xe2 if self.peek(ahead + 1) == 0x80 && matches!(self.peek(ahead + 2), 0xa8 | 0xa9) => 3,
            _ => 0,
        }
    }

    pub(super) fn is_break(&self, ahead: usize) -> bool {
        self.break_len(ahead) > 0
    }

    pub(super) fn is_blank(&self, ahead: usize) -> bool {
        matches!(self.peek(ahead), b' ' | b'\t')
    }

    /// A line break or the end.
    pub(super) fn is_break_or_end(&self, ahead: usize) -> bool {
        self.is_break(ahead) || self.peek(ahead) == 0
    }

    /// A space, a tab, a line break or the end.
    pub(super) fn is_space_or_end(&self, ahead: usize) -> bool {
        self.is_blank(ahead) || self.is_break_or_end(ahead)
    }

    /// True at the start of a line with `---` or `...` and nothing right behind it.
    pub(super) fn is_document_mark(&self) -> bool {
        self.column() == 0
            && matches!((self.peek(0), self.peek(1), self.peek(2)), (b'-', b'-', b'-') | (b'.', b'.', b'.'))
            && self.is_space_or_end(3)
    }

    /// Goes over one character that is no line break.
    pub(super) fn skip(&mut self) {
        let byte = self.peek(0);
        let more = match byte {
            0xf0.. => 3,
            0xe0.. => 2,
            0xc0.. => 1,
            _ => 0,
        };
        self.at += 1 + more;
        self.extra += more;
        self.line_start += more;
        if byte != b' ' && byte != b'\t' {
            self.newlines = 0;
        }
    }

    pub(super) fn skip_many(&mut self, characters: usize) {
        for _ in 0..characters {
            self.skip();
        }
    }

    /// Goes over a line break, if there is one, and gives what it counts for.
    pub(super) fn skip_break(&mut self) -> &'static str {
        let len = self.break_len(0);
        if len == 0 {
            return "";
        }
        let kept = match (len, self.peek(2)) {
            (3, 0xa8) => "\u{2028}",
            (3, _) => "\u{2029}",
            _ => "\n",
        };
        // A carriage return with its line feed counts as two characters.
        if self.peek(0) != b'\r' {
            self.extra += len - 1;
        }
        self.at += len;
        self.line += 1;
        self.line_start = self.at;
        self.newlines += 1;
        kept
    }

    pub(super) fn skip_blanks(&mut self) {
        while self.is_blank(0) {
            self.skip();
        }
    }

    /// Goes to the next line break or the end.
    pub(super) fn skip_line(&mut self) {
        while !self.is_break_or_end(0) {
            self.skip();
        }
    }
}
