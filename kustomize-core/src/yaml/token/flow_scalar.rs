//! Plain scalars and scalars in quotes.

use super::{Kind, Refusal, Scan, Scanner, Token, Written};
use std::borrow::Cow;

/// Line breaks between two words, which are folded into one space or fewer breaks.
#[derive(Default)]
struct Fold {
    first: &'static str,
    rest: String,
}

impl Fold {
    fn add(&mut self, is_first: bool, kept: &'static str) {
        if is_first {
            self.first = kept;
        } else {
            self.rest.push_str(kept);
        }
    }

    fn write(&mut self, out: &mut String) {
        match self.first {
            "\n" if self.rest.is_empty() => out.push(' '),
            "\n" => {}
            other => out.push_str(other),
        }
        out.push_str(&self.rest);
        self.first = "";
        self.rest.clear();
    }
}

impl<'t> Scanner<'t> {
    /// A scalar without quotes, over as many lines as belong to it.
    pub(super) fn plain(&mut self) -> Scan<Token<'t>> {
        let start = self.cursor.at();
        let indent = self.indent + 1;
        let mut end = start;
        // Text of earlier lines; as long as there is one line only, the scalar is `start..end`.
        let mut folded: Option<String> = None;
        let mut fold = Fold::default();
        let mut line_start = start;
        let mut over_lines = false;
        loop {
            if self.cursor.is_document_mark() || self.cursor.peek(0) == b'#' {
                break;
            }
            let word = self.cursor.at();
            while !self.cursor.is_space_or_end(0) && !self.ends_plain() {
                self.cursor.skip();
            }
            if self.cursor.at() > word {
                if over_lines {
                    let before = self.text(line_start, end);
                    let text = folded.get_or_insert_default();
                    text.push_str(before);
                    fold.write(text);
                    line_start = word;
                    over_lines = false;
                }
                end = self.cursor.at();
            }
            if !self.cursor.is_blank(0) && !self.cursor.is_break(0) {
                break;
            }
            loop {
                if self.cursor.is_blank(0) {
                    let column = isize::try_from(self.cursor.column()).unwrap_or(isize::MAX);
                    if over_lines && column < indent && self.cursor.peek(0) == b'\t' {
                        return Err(Refusal::new(
                            self.cursor.at(),
                            "a tab stands where only spaces may indent",
                        )
                        .hint("indent with spaces"));
                    }
                    self.cursor.skip();
                } else if self.cursor.is_break(0) {
                    let kept = self.cursor.skip_break();
                    fold.add(!over_lines, kept);
                    over_lines = true;
                } else {
                    break;
                }
            }
            if !self.in_flow() && isize::try_from(self.cursor.column()).unwrap_or(isize::MAX) < indent {
                break;
            }
        }
        if over_lines {
            self.allow_key(true);
        }
        let last = self.text(line_start, end);
        let text = match folded {
            Some(mut text) => {
                text.push_str(last);
                Cow::Owned(text)
            }
            None => Cow::Borrowed(last),
        };
        Ok(Token { kind: Kind::Scalar(text, Written::Plain), start, end })
    }

    fn text(&self, start: usize, end: usize) -> &'t str {
        self.cursor.since(start).get(..end - start).unwrap_or("")
    }

    fn ends_plain(&self) -> bool {
        match self.cursor.peek(0) {
            b':' => self.cursor.is_space_or_end(1),
            b',' | b'?' | b'[' | b']' | b'{' | b'}' => self.in_flow(),
            _ => false,
        }
    }

    /// A scalar in single or double quotes.
    pub(super) fn quoted(&mut self) -> Scan<Token<'t>> {
        let start = self.cursor.at();
        let quote = self.cursor.peek(0);
        self.cursor.skip();
        let mut text = String::new();
        let mut fold = Fold::default();
        loop {
            if self.cursor.is_document_mark() {
                return Err(unclosed(start).related(self.cursor.at(), "the document ends here"));
            }
            if self.cursor.peek(0) == 0 {
                return Err(unclosed(start));
            }
            let mut over_lines = self.quoted_word(start, quote, &mut text)?;
            if self.cursor.peek(0) == quote {
                break;
            }
            let blanks = self.cursor.at();
            let mut blanks_end = blanks;
            loop {
                if self.cursor.is_blank(0) {
                    self.cursor.skip();
                    if !over_lines {
                        blanks_end = self.cursor.at();
                    }
                } else if self.cursor.is_break(0) {
                    let kept = self.cursor.skip_break();
                    fold.add(!over_lines, kept);
                    over_lines = true;
                } else {
                    break;
                }
            }
            if over_lines {
                fold.write(&mut text);
            } else {
                text.push_str(self.text(blanks, blanks_end));
            }
        }
        self.cursor.skip();
        let written = if quote == b'\'' { Written::SingleQuoted } else { Written::DoubleQuoted };
        Ok(Token { kind: Kind::Scalar(Cow::Owned(text), written), start, end: self.cursor.at() })
    }

    /// What stands between blanks in quotes; true when it ends with an escaped line break.
    fn quoted_word(&mut self, start: usize, quote: u8, text: &mut String) -> Scan<bool> {
        let mut run = self.cursor.at();
        while !self.cursor.is_space_or_end(0) {
            let byte = self.cursor.peek(0);
            if byte == quote {
                if quote == b'"' || self.cursor.peek(1) != b'\'' {
                    break;
                }
                self.cursor.skip();
                text.push_str(self.cursor.since(run));
                self.cursor.skip();
                run = self.cursor.at();
            } else if byte == b'\\' && quote == b'"' {
                text.push_str(self.cursor.since(run));
                if self.cursor.is_break(1) {
                    self.cursor.skip();
                    self.cursor.skip_break();
                    return Ok(true);
                }
                self.escape(start, text)?;
                run = self.cursor.at();
            } else {
                self.cursor.skip();
            }
        }
        text.push_str(self.cursor.since(run));
        Ok(false)
    }

    fn escape(&mut self, start: usize, text: &mut String) -> Scan<()> {
        let at = self.cursor.at();
        let digits = match self.cursor.peek(1) {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            other => {
                let Some(c) = simple_escape(other) else {
                    return Err(Refusal::new(at, "there is no such escape in double quotes")
                        .hint("write \\\\ for a backslash, or use single quotes")
                        .related(start, "the text in quotes starts here"));
                };
                text.push(c);
                self.cursor.skip_many(2);
                return Ok(());
            }
        };
        let mut value = 0;
        for i in 0..digits {
            let Some(digit) = char::from(self.cursor.peek(2 + i)).to_digit(16) else {
                return Err(Refusal::new(at, "this escape needs more hexadecimal digits")
                    .related(start, "the text in quotes starts here")
                    .hint(
                        "a backslash in double quotes starts an escape: use single quotes, or write it twice",
                    ));
            };
            value = value << 4 | digit;
        }
        let Some(c) = char::from_u32(value) else {
            return Err(Refusal::new(at, "there is no character of this number")
                .related(start, "the text in quotes starts here"));
        };
        text.push(c);
        self.cursor.skip_many(2 + digits);
        Ok(())
    }
}

/// The character that a backslash and this byte stand for.
pub(in crate::yaml) fn simple_escape(byte: u8) -> Option<char> {
    Some(match byte {
        b'0' => '\0',
        b'a' => '\x07',
        b'b' => '\x08',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\x0b',
        b'f' => '\x0c',
        b'r' => '\r',
        b'e' => '\x1b',
        b' ' => ' ',
        b'"' => '"',
        b'\'' => '\'',
        b'\\' => '\\',
        b'N' => '\u{85}',
        b'_' => '\u{a0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        _ => return None,
    })
}

fn unclosed(start: usize) -> Refusal {
    Refusal::new(start, "the closing quote of this text is missing").hint("add the closing quote")
}
