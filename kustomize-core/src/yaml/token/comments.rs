//! Comments beside the tokens: which are kept, and to which token each belongs.
//!
//! A comment belongs to the line that it ends, to what follows it, or to what stands before it; which of
//! these is decided by empty lines, columns and the tokens around, in the steps of the reference's scanner.

use super::cursor::Mark;
use super::{Kind, Scan, Scanner, Token};

/// What a scanner has found of comments.
#[derive(Default)]
pub(super) struct Comments {
    list: Vec<Comment>,
    /// Those before it were handed out, and are empty.
    given: usize,
    /// The token that was given away last.
    last: Option<(Before, usize)>,
}

#[derive(Default)]
struct Comment {
    /// Where the search began that found it.
    scan: usize,
    /// Where the token starts that it goes with.
    token: usize,
    start: Place,
    end: usize,
    head: String,
    line: String,
    foot: String,
}

impl Comment {
    /// A comment below something, which ends here; takes its text.
    fn foot(scan: usize, token: usize, start: Place, end: usize, text: &mut String) -> Self {
        Comment { scan, token, start, end, foot: std::mem::take(text), ..Comment::default() }
    }
}

#[derive(Clone, Copy, Default)]
struct Place {
    at: usize,
    line: usize,
    /// The first column is 1; for comments at the end of a line it is 0.
    column: usize,
}

/// What a token before a comment is, as far as that matters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    BlockSequenceStart,
    BlockEntry,
    FlowEntry,
    Value,
    Other,
}

/// The comments that wait for the next node.
#[derive(Default)]
pub(in crate::yaml) struct Pending {
    pub(in crate::yaml) head: String,
    pub(in crate::yaml) line: String,
    pub(in crate::yaml) foot: String,
}

/// The reference looks so far for a comment.
const REACH: usize = 512;

impl<'t> Scanner<'t> {
    /// As [`Self::new`] for resources, with comments kept.
    pub(in crate::yaml) fn with_comments(text: &'t str) -> Self {
        let mut scanner = Self::new(text, crate::yaml::dialect::Dialect::Resource);
        scanner.comments = Some(Comments::default());
        scanner
    }

    /// As [`Self::peek`]; the comments up to the token are added to those that wait.
    ///
    /// # Errors
    /// As [`Self::peek`].
    pub(in crate::yaml) fn peek_commented(&mut self, pending: &mut Pending) -> Scan<&Token<'t>> {
        let (start, ends_block) = {
            let token = self.peek()?;
            (token.start, matches!(token.kind, Kind::BlockEnd))
        };
        if let Some(comments) = &mut self.comments {
            comments.hand_out(start, ends_block, pending);
        }
        self.peek()
    }

    /// Notes which token was given away.
    pub(super) fn note_given(&mut self, token: &Token<'t>) {
        if let Some(comments) = &mut self.comments {
            comments.last = Some((before(&token.kind), token.start));
        }
    }

    /// The last token but `back`, given away or not; outside of all tokens the start of the text.
    fn recent(&self, back: usize) -> (Before, usize) {
        let queued = self.queued_from_end(back).map(|token| (before(&token.kind), token.start));
        let given = || self.comments.as_ref().and_then(|comments| comments.last);
        queued.or_else(given).unwrap_or((Before::Other, 0))
    }

    /// Where the token starts that was found last.
    pub(super) fn recent_start(&self) -> usize {
        self.recent(0).1
    }

    /// Keeps the comment at the end of a line, from here to its end, for the token that starts at `token`.
    pub(super) fn keep_line_comment(&mut self, token: usize) {
        let Mark { at, line, .. } = self.cursor.mark();
        self.cursor.skip_line();
        if let Some(comments) = &mut self.comments {
            let start = Place { at, line, column: 0 };
            let text = self.cursor.since(at).to_owned();
            comments.list.push(Comment { token, start, line: text, ..Comment::default() });
        }
    }

    /// A comment behind a lone dash is one on what follows.
    pub(super) fn turn_line_comment(&mut self) {
        let is_item =
            self.recent(0).0 == Before::BlockEntry && self.recent(1).0 == Before::BlockSequenceStart;
        if !is_item || self.cursor.is_break(0) {
            return;
        }
        let mark = self.cursor.mark();
        if let Some(comment) = self.comments.as_mut().and_then(|comments| comments.list.last_mut()) {
            if !comment.line.is_empty() {
                comment.head = std::mem::take(&mut comment.line);
                if comment.start.line + 1 == mark.line {
                    comment.token = mark.at;
                }
            }
        }
    }

    /// Keeps the comments from here on, `scan` being where the search for a token began.
    pub(super) fn keep_comments(&mut self, scan: Mark) {
        let (mut token, mut token_at) = self.recent(0);
        if token == Before::FlowEntry {
            (token, token_at) = self.recent(1);
        }
        let mut scan_at = scan.at;
        let mut start = Place::default();
        let mut recent_empty = false;
        let mut first_empty = self.cursor.newlines() <= 1;
        let Mark { mut line, mut column, .. } = self.cursor.mark();
        // A comment on this line can still belong to what stands before it.
        let foot_line = (scan.line > 0).then(|| {
            let newlines = self.cursor.newlines();
            (line + 1 + usize::from(newlines == 0 && column > 1)).wrapping_sub(newlines)
        });
        let mut text = String::new();
        let mut kept = Vec::new();
        let mut ahead = 0;
        while ahead < REACH {
            column += 1;
            if self.cursor.is_blank(ahead) {
                ahead += 1;
                continue;
            }
            let here = self.cursor.at() + ahead;
            let byte = self.cursor.peek(ahead);
            let is_dedented = |start: Place| start.column < self.least_column();
            let closes = self.in_flow() && matches!(byte, b']' | b'}');
            let mut is_foot = false;
            if closes || self.cursor.is_break_or_end(ahead) {
                if closes || !recent_empty {
                    let follows = foot_line == Some(start.line) && token != Before::Value;
                    if closes || first_empty && (follows || is_dedented(start)) {
                        is_foot = true;
                        if is_dedented(start) {
                            token_at = start.at;
                        }
                    } else if !text.is_empty() && byte != 0 {
                        text.push('\n');
                    }
                }
                if is_foot && !text.is_empty() {
                    kept.push(Comment::foot(scan_at, token_at, start, here, &mut text));
                    (scan_at, token_at) = (here, here);
                }
                if !self.cursor.is_break(ahead) {
                    break;
                }
                (first_empty, recent_empty) = (false, true);
                column = 0;
                line += 1;
                ahead += 1;
                continue;
            }
            if !text.is_empty() && column < self.least_column() && column != start.column {
                kept.push(Comment::foot(scan_at, token_at, start, here, &mut text));
                (scan_at, token_at) = (here, here);
            }
            if byte != b'#' {
                break;
            }
            if text.is_empty() {
                start = Place { at: here, line, column };
            } else {
                text.push('\n');
            }
            recent_empty = false;
            self.go_to(here);
            self.cursor.skip_line();
            text.push_str(self.cursor.since(here));
            // The break behind the comment is no empty line.
            ahead = 1;
            column = 0;
            line = self.cursor.mark().line;
        }
        if !text.is_empty() {
            let end = (self.cursor.at() + ahead).saturating_sub(1);
            kept.push(Comment {
                scan: scan_at,
                token: start.at,
                start,
                end,
                head: text,
                ..Default::default()
            });
        }
        if let Some(comments) = &mut self.comments {
            comments.list.append(&mut kept);
        }
    }

    /// The column, counted from 1, of what belongs to the open block.
    fn least_column(&self) -> usize {
        usize::try_from(self.indent).unwrap_or(0) + 1
    }

    fn go_to(&mut self, at: usize) {
        while self.cursor.at() < at {
            if self.cursor.is_break(0) {
                self.cursor.skip_break();
            } else {
                self.cursor.skip();
            }
        }
    }

    /// Where the end of the open block is taken to be, `block` being where that of the block inside it is:
    /// before comments that stand at its column.
    pub(super) fn end_of_block(&self, block: usize) -> usize {
        let mut end = block;
        let mut stop = block;
        for comment in self.comments.iter().flat_map(|comments| comments.list.iter().rev()) {
            if comment.end < stop {
                break;
            }
            if comment.start.column == self.least_column() {
                end = comment.start.at;
            }
            stop = comment.scan;
        }
        end
    }
}

impl Comments {
    /// Adds the comments that go with the token at `start`, or tokens before it. No comment before the end
    /// of a block is one on it.
    fn hand_out(&mut self, start: usize, ends_block: bool, pending: &mut Pending) {
        while let Some(comment) = self.list.get_mut(self.given).filter(|comment| comment.token <= start) {
            if ends_block && !comment.head.is_empty() {
                break;
            }
            for (to, from) in [
                (&mut pending.head, &comment.head),
                (&mut pending.foot, &comment.foot),
                (&mut pending.line, &comment.line),
            ] {
                if !from.is_empty() {
                    to.push_str(if to.is_empty() { "" } else { "\n" });
                    to.push_str(from);
                }
            }
            *comment = Comment::default();
            self.given += 1;
        }
    }
}

fn before(kind: &Kind<'_>) -> Before {
    match kind {
        Kind::BlockSequenceStart => Before::BlockSequenceStart,
        Kind::BlockEntry => Before::BlockEntry,
        Kind::FlowEntry => Before::FlowEntry,
        Kind::Value => Before::Value,
        _ => Before::Other,
    }
}
