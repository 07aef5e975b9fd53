//! Anchors, aliases, tags and directives.

use super::{Kind, Refusal, Scan, Scanner, Token};

const BAD_TAG: &str = "this is no tag";
const BAD_DIRECTIVE: &str = "this is no directive that can be used";

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

/// Bytes of a tag besides letters and digits.
fn is_uri(byte: u8) -> bool {
    is_word(byte) || b";/?:@&=+$,.!~*'()[]%".contains(&byte)
}

impl<'t> Scanner<'t> {
    /// `&name` or `*name`.
    pub(super) fn anchor(&mut self) -> Scan<Token<'t>> {
        let start = self.cursor.at();
        let is_alias = self.cursor.peek(0) == b'*';
        self.cursor.skip();
        let name = self.word();
        let ends = self.cursor.is_space_or_end(0) || b"?:,]}%@`".contains(&self.cursor.peek(0));
        if name.is_empty() || !ends {
            let what =
                if is_alias { "this is no name of an anchor" } else { "this is no name for an anchor" };
            return Err(Refusal::new(start, what).hint("put text that starts with * or & in quotes"));
        }
        let kind = if is_alias { Kind::Alias(name) } else { Kind::Anchor(name) };
        Ok(Token { kind, start, end: self.cursor.at() })
    }

    fn word(&mut self) -> &'t str {
        let start = self.cursor.at();
        while is_word(self.cursor.peek(0)) {
            self.cursor.skip();
        }
        self.cursor.since(start)
    }

    /// `!name`, `!!name`, `!handle!name` or `!<uri>`.
    pub(super) fn tag(&mut self) -> Scan<Token<'t>> {
        let start = self.cursor.at();
        let (mut handle, suffix);
        if self.cursor.peek(1) == b'<' {
            self.cursor.skip_many(2);
            handle = "";
            suffix = self.uri("", true, start)?;
            if self.cursor.peek(0) != b'>' {
                return Err(Refusal::new(start, BAD_TAG).hint("a \">\" is missing"));
            }
            self.cursor.skip();
        } else {
            handle = self.handle();
            if handle.len() > 1 && handle.ends_with('!') {
                suffix = self.uri("", true, start)?;
            } else {
                let rest = self.uri(handle.get(1..).unwrap_or(""), false, start)?;
                // A lone `!` is a tag of its own.
                (handle, suffix) = if rest.is_empty() { ("", "!".to_owned()) } else { ("!", rest) };
            }
        }
        if !self.cursor.is_space_or_end(0) {
            return Err(Refusal::new(start, BAD_TAG).hint("put text that starts with ! in quotes"));
        }
        Ok(Token { kind: Kind::Tag { handle, suffix }, start, end: self.cursor.at() })
    }

    /// `!`, `!word` or `!word!`.
    fn handle(&mut self) -> &'t str {
        let start = self.cursor.at();
        self.cursor.skip();
        self.word();
        if self.cursor.peek(0) == b'!' {
            self.cursor.skip();
        }
        self.cursor.since(start)
    }

    fn uri(&mut self, head: &str, needed: bool, start: usize) -> Scan<String> {
        let mut bytes = head.as_bytes().to_vec();
        let from = self.cursor.at();
        while is_uri(self.cursor.peek(0)) {
            if self.cursor.peek(0) != b'%' {
                bytes.push(self.cursor.peek(0));
                self.cursor.skip();
                continue;
            }
            let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok());
            let (Some(high), Some(low)) = (digit(self.cursor.peek(1)), digit(self.cursor.peek(2))) else {
                return Err(Refusal::new(start, BAD_TAG).hint("a % needs two hexadecimal digits"));
            };
            bytes.push(high << 4 | low);
            self.cursor.skip_many(3);
        }
        if needed && self.cursor.at() == from {
            return Err(Refusal::new(start, BAD_TAG).hint("its name is missing"));
        }
        String::from_utf8(bytes)
            .map_err(|_| Refusal::new(start, BAD_TAG).hint("its escapes are not UTF-8 text"))
    }

    /// `%YAML 1.1` or `%TAG !handle! prefix`, with its line.
    pub(super) fn directive(&mut self) -> Scan<Token<'t>> {
        let start = self.cursor.at();
        let bad = || Refusal::new(start, BAD_DIRECTIVE);
        self.cursor.skip();
        let name = self.word();
        if !self.cursor.is_space_or_end(0) {
            return Err(bad());
        }
        self.cursor.skip_blanks();
        let kind = match name {
            "YAML" => {
                let major = self.version_number(start)?;
                if self.cursor.peek(0) != b'.' {
                    return Err(bad());
                }
                self.cursor.skip();
                Kind::VersionDirective(major, self.version_number(start)?)
            }
            "TAG" => {
                if self.cursor.peek(0) != b'!' {
                    return Err(bad());
                }
                let handle = self.handle();
                if (handle != "!" && !handle.ends_with('!')) || !self.cursor.is_blank(0) {
                    return Err(bad());
                }
                self.cursor.skip_blanks();
                let prefix = self.uri("", true, start)?;
                if !self.cursor.is_space_or_end(0) {
                    return Err(bad());
                }
                Kind::TagDirective { handle, prefix }
            }
            _ => return Err(bad()),
        };
        let end = self.cursor.at();
        self.cursor.skip_blanks();
        if self.cursor.peek(0) == b'#' {
            self.cursor.skip_line();
        }
        if !self.cursor.is_break_or_end(0) {
            return Err(bad());
        }
        self.cursor.skip_break();
        Ok(Token { kind, start, end })
    }

    fn version_number(&mut self, start: usize) -> Scan<u8> {
        let digits = self.cursor.at();
        while self.cursor.peek(0).is_ascii_digit() {
            self.cursor.skip();
        }
        match self.cursor.since(digits) {
            number if number.len() <= 2 => number.parse().map_err(|_| Refusal::new(start, BAD_DIRECTIVE)),
            _ => Err(Refusal::new(start, BAD_DIRECTIVE)),
        }
    }
}
