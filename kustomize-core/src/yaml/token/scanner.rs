//! Which token comes next: indentation, keys and the queue of tokens.

use super::comments::Comments;
use super::cursor::{Cursor, Mark};
use super::{Kind, Refusal, Scan, Token};
use crate::yaml::dialect::Dialect;
use std::collections::VecDeque;

/// Gives the tokens of a text one by one.
pub(in crate::yaml) struct Scanner<'t> {
    pub(super) cursor: Cursor<'t>,
    tokens: VecDeque<Token<'t>>,
    /// Tokens that were given away.
    given: usize,
    dialect: Dialect,
    /// The column of the block that is open; -1 outside of all.
    pub(super) indent: isize,
    indents: Vec<isize>,
    /// For each level of flow collections, what may turn out to be a key.
    keys: Vec<PossibleKey>,
    key_allowed: bool,
    /// The first byte that may not stand in a text, and where the reference notices it.
    illegal: Option<Illegal>,
    /// Comments, where they are kept.
    pub(super) comments: Option<Comments>,
}

/// Something that is a key if a colon follows.
#[derive(Clone, Copy, Default)]
struct PossibleKey {
    possible: bool,
    /// In a block every line at its column must be a key.
    required: bool,
    /// Not waited for when the token is about to be given away.
    overlooked: bool,
    token: usize,
    mark: Mark,
}

#[derive(Clone, Copy)]
struct Illegal {
    at: usize,
    noticed: usize,
}

/// The longest key without a `?`, in characters.
const LONGEST_KEY: usize = 1024;
/// The reference reads so many bytes at a time.
const CHUNK: usize = 512;
/// Levels of flow collections or blocks within one another that the reference takes.
const DEEPEST: usize = 10_000;

impl<'t> Scanner<'t> {
    /// A scanner of a text.
    pub(in crate::yaml) fn new(text: &'t str, dialect: Dialect) -> Self {
        Scanner {
            cursor: Cursor::new(text),
            tokens: VecDeque::new(),
            given: 0,
            dialect,
            indent: -1,
            indents: Vec::new(),
            keys: vec![PossibleKey::default()],
            key_allowed: true,
            illegal: first_illegal(text).map(|at| Illegal { at, noticed: at - at % CHUNK }),
            comments: None,
        }
    }

    /// The next token, which stays in the queue.
    ///
    /// # Errors
    /// When the text up to it or up to the tokens looked ahead is no YAML.
    pub(in crate::yaml) fn peek(&mut self) -> Scan<&Token<'t>> {
        self.fill()?;
        self.tokens.front().ok_or_else(|| Refusal::new(self.cursor.at(), "the text ends here"))
    }

    /// Takes the next token from the queue.
    ///
    /// # Errors
    /// As [`Self::peek`].
    pub(in crate::yaml) fn next(&mut self) -> Scan<Token<'t>> {
        self.fill()?;
        self.given += 1;
        let token = self.tokens.pop_front();
        let token = token.ok_or_else(|| Refusal::new(self.cursor.at(), "the text ends here"))?;
        self.note_given(&token);
        Ok(token)
    }

    /// The token that is `back` tokens before the end of the queue.
    pub(super) fn queued_from_end(&self, back: usize) -> Option<&Token<'t>> {
        self.tokens.iter().rev().nth(back)
    }

    /// How many tokens the queue holds beyond the next one before that is given away.
    fn lookahead(&self) -> usize {
        match self.dialect {
            Dialect::Resource => 2,
            Dialect::Config => 0,
        }
    }

    fn fill(&mut self) -> Scan<()> {
        while self.tokens.len() <= self.lookahead() || self.next_may_be_key()? {
            if matches!(self.tokens.back(), Some(Token { kind: Kind::StreamEnd, .. })) {
                break;
            }
            let fetched = self.fetch();
            if let Some(illegal) = self.illegal.filter(|i| self.cursor.at() + 4 > i.noticed) {
                return Err(Refusal::new(illegal.at, "a control character stands here")
                    .hint("take it out, or write it as an escape in double quotes"));
            }
            fetched?;
        }
        Ok(())
    }

    /// True when a token may have to go before the first one of the queue.
    fn next_may_be_key(&self) -> Scan<bool> {
        let at = self.keys.partition_point(|k| k.token < self.given);
        match self.keys.get(at) {
            Some(key) if key.token == self.given && !key.overlooked => self.is_valid(key),
            _ => Ok(false),
        }
    }

    fn is_valid(&self, key: &PossibleKey) -> Scan<bool> {
        if !key.possible {
            return Ok(false);
        }
        let here = self.cursor.mark();
        if key.mark.line < here.line || key.mark.index + LONGEST_KEY < here.index {
            if key.required {
                return Err(no_colon(key.mark.at));
            }
            return Ok(false);
        }
        Ok(true)
    }

    pub(super) fn in_flow(&self) -> bool {
        self.keys.len() > 1
    }

    pub(super) fn allow_key(&mut self, allowed: bool) {
        self.key_allowed = allowed;
    }

    fn column(&self) -> isize {
        isize::try_from(self.cursor.column()).unwrap_or(isize::MAX)
    }

    fn fetch(&mut self) -> Scan<()> {
        let scan = self.cursor.mark();
        self.skip_to_token(scan)?;
        self.unroll(self.column(), scan.at);
        let cursor = &self.cursor;
        if cursor.at_end() {
            return self.stream_end();
        }
        let byte = cursor.peek(0);
        if cursor.column() == 0 && byte == b'%' {
            self.leave_blocks()?;
            let token = self.directive()?;
            self.tokens.push_back(token);
            return Ok(());
        }
        if cursor.is_document_mark() {
            self.leave_blocks()?;
            let kind = if byte == b'-' { Kind::DocumentStart } else { Kind::DocumentEnd };
            self.take(kind, 3);
            return Ok(());
        }
        let alone = cursor.is_space_or_end(1);
        // A comment behind a colon or a comma is one on what stands before it.
        let commented = match byte {
            b':' if !self.in_flow() => self.recent_start(),
            b',' if self.in_flow() => self.recent_start(),
            _ => cursor.at(),
        };
        match byte {
            b'[' => self.flow_start(Kind::FlowSequenceStart),
            b'{' => self.flow_start(Kind::FlowMappingStart),
            b']' => self.flow_end(Kind::FlowSequenceEnd),
            b'}' => self.flow_end(Kind::FlowMappingEnd),
            b',' => self.flow_entry(),
            b'-' if alone => self.block_entry(),
            b'?' if alone || self.in_flow() => self.key(),
            b':' if alone || self.in_flow() => self.value(),
            b'*' | b'&' => self.could_be_key(Self::anchor),
            b'!' => self.could_be_key(Self::tag),
            b'|' | b'>' if !self.in_flow() => {
                self.drop_key()?;
                self.key_allowed = true;
                let token = self.block_scalar()?;
                self.tokens.push_back(token);
                Ok(())
            }
            b'\'' | b'"' => self.could_be_key(Self::quoted),
            b'\t' | b'#' | b'|' | b'>' | b'%' | b'@' | b'`' => Err(no_token(self.cursor.at(), byte)),
            _ => self.could_be_key(Self::plain),
        }?;
        // A comment behind a token belongs to it, whatever blanks are between; not so behind a dash.
        if !matches!(self.tokens.back(), Some(Token { kind: Kind::BlockEntry, .. })) {
            self.line_comment(commented);
        }
        Ok(())
    }

    /// Goes over a comment on the line of the token that was just read, which starts at `token`.
    pub(super) fn line_comment(&mut self, token: usize) {
        if self.dialect == Dialect::Config || self.cursor.newlines() > 0 {
            return;
        }
        let blanks = (0..CHUNK).take_while(|&i| self.cursor.is_blank(i)).count();
        if self.cursor.peek(blanks) == b'#' {
            self.cursor.skip_blanks();
            self.keep_line_comment(token);
        }
    }

    fn take(&mut self, kind: Kind<'t>, characters: usize) {
        let start = self.cursor.at();
        self.cursor.skip_many(characters);
        self.tokens.push_back(Token { kind, start, end: self.cursor.at() });
    }

    fn could_be_key(&mut self, scan: fn(&mut Self) -> Scan<Token<'t>>) -> Scan<()> {
        self.save_key()?;
        self.key_allowed = false;
        let token = scan(self)?;
        self.tokens.push_back(token);
        Ok(())
    }

    /// Goes over spaces, comments and line breaks.
    fn skip_to_token(&mut self, scan: Mark) -> Scan<()> {
        loop {
            let tabs = self.in_flow() || !self.key_allowed;
            while self.cursor.peek(0) == b' ' || (tabs && self.cursor.peek(0) == b'\t') {
                self.cursor.skip();
            }
            if self.comments.is_some() {
                self.turn_line_comment();
            }
            if self.cursor.peek(0) == b'#' {
                match self.comments {
                    Some(_) => self.keep_comments(scan),
                    None => self.skip_comments(),
                }
            }
            if !self.cursor.is_break(0) {
                return Ok(());
            }
            self.cursor.skip_break();
            if !self.in_flow() {
                self.key_allowed = true;
            }
        }
    }

    /// Goes over a comment. The reader of resources takes the comments on the lines below along,
    /// whatever blanks stand before them.
    fn skip_comments(&mut self) {
        loop {
            self.cursor.skip_line();
            if self.dialect == Dialect::Config {
                return;
            }
            let mut ahead = 0;
            while ahead < CHUNK && (self.cursor.is_blank(ahead) || self.cursor.is_break(ahead)) {
                ahead += self.cursor.break_len(ahead).max(1);
            }
            if ahead >= CHUNK || self.cursor.peek(ahead) != b'#' {
                return;
            }
            let end = self.cursor.at() + ahead;
            while self.cursor.at() < end {
                if self.cursor.is_break(0) {
                    self.cursor.skip_break();
                } else {
                    self.cursor.skip();
                }
            }
        }
    }

    /// Remembers that what starts here may be a key.
    fn save_key(&mut self) -> Scan<()> {
        if !self.key_allowed {
            return Ok(());
        }
        self.drop_key()?;
        let key = PossibleKey {
            possible: true,
            required: !self.in_flow() && self.indent == self.column(),
            overlooked: false,
            token: self.given + self.tokens.len(),
            mark: self.cursor.mark(),
        };
        if let Some(last) = self.keys.last_mut() {
            *last = key;
        }
        Ok(())
    }

    /// Forgets the possible key of this level.
    fn drop_key(&mut self) -> Scan<()> {
        match self.keys.last_mut() {
            Some(key) if key.possible && key.required => Err(no_colon(key.mark.at)),
            Some(key) => {
                key.possible = false;
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Opens a block at a column that is further right than the open one, with a token that goes
    /// before token number `before`, or to the end of the queue.
    fn roll(&mut self, column: isize, before: Option<usize>, kind: Kind<'t>, at: usize) -> Scan<()> {
        if self.in_flow() || self.indent >= column {
            return Ok(());
        }
        self.indents.push(self.indent);
        self.indent = column;
        if self.indents.len() > DEEPEST {
            return Err(too_deep(at));
        }
        self.insert(Token { kind, start: at, end: at }, before);
        Ok(())
    }

    fn insert(&mut self, token: Token<'t>, before: Option<usize>) {
        match before.and_then(|number| number.checked_sub(self.given)) {
            Some(place) if place < self.tokens.len() => self.tokens.insert(place, token),
            _ => self.tokens.push_back(token),
        }
    }

    /// Closes the blocks that are further right than a column, `scan` being where the search for the next
    /// token began.
    fn unroll(&mut self, column: isize, scan: usize) {
        if self.in_flow() {
            return;
        }
        let mut at = if self.comments.is_some() { scan.saturating_sub(1) } else { self.cursor.at() };
        while self.indent > column {
            at = self.end_of_block(at);
            self.tokens.push_back(Token { kind: Kind::BlockEnd, start: at, end: at });
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }

    fn leave_blocks(&mut self) -> Scan<()> {
        self.unroll(-1, self.cursor.at());
        self.drop_key()?;
        self.key_allowed = false;
        Ok(())
    }

    fn stream_end(&mut self) -> Scan<()> {
        self.leave_blocks()?;
        let at = self.cursor.at();
        self.tokens.push_back(Token { kind: Kind::StreamEnd, start: at, end: at });
        Ok(())
    }

    fn flow_start(&mut self, kind: Kind<'t>) -> Scan<()> {
        self.save_key()?;
        if self.keys.len() > DEEPEST {
            return Err(too_deep(self.cursor.at()));
        }
        self.keys.push(PossibleKey {
            token: self.given + self.tokens.len(),
            mark: self.cursor.mark(),
            ..PossibleKey::default()
        });
        self.key_allowed = true;
        self.take(kind, 1);
        Ok(())
    }

    fn flow_end(&mut self, kind: Kind<'t>) -> Scan<()> {
        self.drop_key()?;
        if self.in_flow() {
            let closed = self.keys.pop();
            // In empty brackets the reference loses sight of the key that they may be.
            if let (Some(closed), Some(outer)) = (closed, self.keys.last_mut()) {
                outer.overlooked |= outer.token == closed.token;
            }
        }
        self.key_allowed = false;
        self.take(kind, 1);
        Ok(())
    }

    fn flow_entry(&mut self) -> Scan<()> {
        self.drop_key()?;
        self.key_allowed = true;
        self.take(Kind::FlowEntry, 1);
        Ok(())
    }

    fn block_entry(&mut self) -> Scan<()> {
        let at = self.cursor.at();
        if !self.in_flow() {
            if !self.key_allowed {
                return Err(Refusal::new(at, "a list item cannot start here")
                    .hint("start it on a line of its own, or put the text in quotes"));
            }
            self.roll(self.column(), None, Kind::BlockSequenceStart, at)?;
        }
        self.drop_key()?;
        self.key_allowed = true;
        self.take(Kind::BlockEntry, 1);
        Ok(())
    }

    fn key(&mut self) -> Scan<()> {
        let at = self.cursor.at();
        if !self.in_flow() {
            if !self.key_allowed {
                return Err(Refusal::new(at, "a key cannot start here"));
            }
            self.roll(self.column(), None, Kind::BlockMappingStart, at)?;
        }
        self.drop_key()?;
        self.key_allowed = !self.in_flow();
        self.take(Kind::Key, 1);
        Ok(())
    }

    fn value(&mut self) -> Scan<()> {
        let key = self.keys.last().copied().unwrap_or_default();
        let at = self.cursor.at();
        if self.is_valid(&key)? {
            let start = key.mark.at;
            self.insert(Token { kind: Kind::Key, start, end: start }, Some(key.token));
            let column = isize::try_from(key.mark.column).unwrap_or(isize::MAX);
            self.roll(column, Some(key.token), Kind::BlockMappingStart, start)?;
            if let Some(key) = self.keys.last_mut() {
                key.possible = false;
            }
            self.key_allowed = false;
        } else {
            if let Some(key) = self.keys.last_mut() {
                key.possible = false;
            }
            if !self.in_flow() {
                if !self.key_allowed {
                    return Err(Refusal::new(at, "a mapping cannot start here, inside a value")
                        .hint("put text that contains \": \" in quotes, or check the indentation"));
                }
                self.roll(self.column(), None, Kind::BlockMappingStart, at)?;
            }
            self.key_allowed = !self.in_flow();
        }
        self.take(Kind::Value, 1);
        Ok(())
    }
}

fn no_colon(at: usize) -> Refusal {
    Refusal::new(at, "a key without a \":\" behind it")
        .hint("write `key: value`, or indent the line if it goes on with the value above")
}

fn too_deep(at: usize) -> Refusal {
    Refusal::new(at, "the document is nested too deeply")
}

fn no_token(at: usize, byte: u8) -> Refusal {
    match byte {
        b'\t' => Refusal::new(at, "a tab stands where only spaces may indent").hint("indent with spaces"),
        b'%' | b'@' | b'`' => {
            Refusal::new(at, "text cannot start with this character").hint("put the text in quotes")
        }
        _ => Refusal::new(at, "this character cannot stand here").hint("put the text in quotes"),
    }
}

/// The first character that the reference refuses wherever it stands.
fn first_illegal(text: &str) -> Option<usize> {
    if text.bytes().all(|b| matches!(b, b'\t' | b'\n' | b'\r' | b' '..=b'~')) {
        return None;
    }
    text.char_indices()
        .find(|(_, c)| {
            !matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
        })
        .map(|(at, _)| at)
}
