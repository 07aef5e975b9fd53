//! In which style a scalar can be written.

use super::super::write::{is_break, is_printable};

/// What a text allows.
#[derive(Clone, Copy, Default)]
pub(super) struct Allowed {
    pub(super) multiline: bool,
    pub(super) flow_plain: bool,
    pub(super) block_plain: bool,
    pub(super) single_quoted: bool,
    pub(super) block: bool,
}

impl Allowed {
    pub(super) fn of(text: &str) -> Self {
        if text.is_empty() {
            return Allowed { block_plain: true, single_quoted: true, ..Allowed::default() };
        }
        let looks_like_mark = text.starts_with("---") || text.starts_with("...");
        let (mut block_indicators, mut flow_indicators) = (looks_like_mark, looks_like_mark);
        let (mut breaks, mut special, mut tabs) = (false, false, false);
        let (mut break_space, mut space_break) = (false, false);
        let (mut after_blank, mut after_space, mut after_break) = (true, false, false);
        let mut chars = text.chars().enumerate().peekable();
        while let Some((i, c)) = chars.next() {
            let before_blank = chars.peek().is_none_or(|(_, next)| matches!(next, ' ' | '\t'));
            let (flow, block) = match c {
                '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@'
                | '`'
                    if i == 0 =>
                {
                    (true, true)
                }
                '-' if i == 0 => (before_blank, before_blank),
                '?' if i == 0 => (true, before_blank),
                ':' => (true, before_blank),
                ',' | '?' | '[' | ']' | '{' | '}' => (true, false),
                '#' => (after_blank, after_blank),
                _ => (false, false),
            };
            flow_indicators |= flow;
            block_indicators |= block;
            tabs |= c == '\t';
            special |= c != '\t' && !is_printable(c);
            breaks |= is_break(c);
            break_space |= c == ' ' && after_break;
            space_break |= is_break(c) && after_space;
            after_space = c == ' ';
            after_break = is_break(c);
            after_blank = matches!(c, ' ' | '\t' | '\0') || after_break;
        }
        let outer = |c: Option<char>| c.is_some_and(|c| c == ' ' || is_break(c));
        let ragged = outer(text.chars().next()) || outer(text.chars().next_back());
        let hard = space_break || special;
        let plain = !(ragged || break_space || hard || tabs || breaks);
        Allowed {
            multiline: breaks,
            flow_plain: plain && !flow_indicators,
            block_plain: plain && !block_indicators,
            single_quoted: !(break_space || hard || tabs),
            block: !(text.ends_with(' ') || hard),
        }
    }
}
