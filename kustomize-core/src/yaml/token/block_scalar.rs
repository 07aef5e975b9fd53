//! Literal (`|`) and folded (`>`) blocks of text.

use super::{Kind, Refusal, Scan, Scanner, Token, Written};
use std::borrow::Cow;

/// What happens to the line breaks at the end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomp {
    Clip,
    Strip,
    Keep,
}

impl<'t> Scanner<'t> {
    /// A block of text with its header.
    pub(super) fn block_scalar(&mut self) -> Scan<Token<'t>> {
        let start = self.cursor.at();
        let literal = self.cursor.peek(0) == b'|';
        self.cursor.skip();
        let (chomp, increment) = self.header(start)?;
        let mut indent = match increment {
            0 => 0,
            n => usize::try_from(self.indent).unwrap_or(0) + n,
        };
        let mut text = String::new();
        let mut end_of_line = "";
        let mut breaks = String::new();
        let mut end = self.cursor.at();
        self.breaks(&mut indent, &mut breaks, start, &mut end)?;
        let mut after_indented = false;
        while self.cursor.column() == indent && self.cursor.peek(0) != 0 {
            let indented = self.cursor.is_blank(0);
            if !literal && !after_indented && !indented && end_of_line == "\n" {
                if breaks.is_empty() {
                    text.push(' ');
                }
            } else {
                text.push_str(end_of_line);
            }
            text.push_str(&breaks);
            breaks.clear();
            after_indented = indented;
            let line = self.cursor.at();
            self.cursor.skip_line();
            text.push_str(self.cursor.since(line));
            end_of_line = self.cursor.skip_break();
            self.breaks(&mut indent, &mut breaks, start, &mut end)?;
        }
        if chomp != Chomp::Strip {
            text.push_str(end_of_line);
        }
        if chomp == Chomp::Keep {
            text.push_str(&breaks);
        }
        let written = if literal { Written::Literal } else { Written::Folded };
        Ok(Token { kind: Kind::Scalar(Cow::Owned(text), written), start, end })
    }

    /// What follows `|` or `>` on its line.
    fn header(&mut self, start: usize) -> Scan<(Chomp, usize)> {
        let mut chomp = self.chomp();
        let mut increment = 0;
        if self.cursor.peek(0).is_ascii_digit() {
            increment = usize::from(self.cursor.peek(0) - b'0');
            if increment == 0 {
                return Err(Refusal::new(self.cursor.at(), "a block of text cannot be indented by 0"));
            }
            self.cursor.skip();
            if chomp.is_none() {
                chomp = self.chomp();
            }
        }
        self.cursor.skip_blanks();
        if self.cursor.peek(0) == b'#' {
            self.keep_line_comment(start);
        }
        if !self.cursor.is_break_or_end(0) {
            return Err(Refusal::new(self.cursor.at(), "text follows the mark of a block on its line")
                .hint("start the text on the next line, or put all of it in quotes")
                .related(start, "the block starts here"));
        }
        self.cursor.skip_break();
        Ok((chomp.unwrap_or(Chomp::Clip), increment))
    }

    fn chomp(&mut self) -> Option<Chomp> {
        let chomp = match self.cursor.peek(0) {
            b'+' => Chomp::Keep,
            b'-' => Chomp::Strip,
            _ => return None,
        };
        self.cursor.skip();
        Some(chomp)
    }

    /// Goes over indentation and empty lines; finds out the indentation when it is 0.
    fn breaks(&mut self, indent: &mut usize, breaks: &mut String, start: usize, end: &mut usize) -> Scan<()> {
        *end = self.cursor.at();
        let mut widest = 0;
        loop {
            while (*indent == 0 || self.cursor.column() < *indent) && self.cursor.peek(0) == b' ' {
                self.cursor.skip();
            }
            widest = widest.max(self.cursor.column());
            if (*indent == 0 || self.cursor.column() < *indent) && self.cursor.peek(0) == b'\t' {
                return Err(Refusal::new(self.cursor.at(), "a tab stands where only spaces may indent")
                    .hint("indent with spaces")
                    .related(start, "the block of text starts here"));
            }
            if !self.cursor.is_break(0) {
                break;
            }
            breaks.push_str(self.cursor.skip_break());
            *end = self.cursor.at();
        }
        if *indent == 0 {
            *indent = widest.max(usize::try_from(self.indent + 1).unwrap_or(0)).max(1);
        }
        Ok(())
    }
}
