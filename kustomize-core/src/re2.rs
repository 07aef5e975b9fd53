//! Regular expressions in the syntax of the reference, which is Go's.
//!
//! Both engines descend from RE2 and differ in little: `\d`, `\w`, `\s` and `\b` mean ASCII only in
//! Go, `[` and `&&` inside brackets are ordinary there, as is a brace that counts nothing, `\Q…\E`
//! quotes, and a second repetition such as `a**` is refused.

use regex::Regex;
use std::iter::Peekable;
use std::str::Chars;

/// Compiles an expression; `None` when Go would refuse it.
pub(crate) fn compile(pattern: &str) -> Option<Regex> {
    let plain = pattern.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./ ,:^$|()".contains(&b));
    if plain { Regex::new(pattern).ok() } else { Regex::new(&translate(pattern)?).ok() }
}

/// An expression that may fit anywhere in a text.
pub(crate) enum Search {
    /// One of characters that stand for themselves, which needs no engine.
    Literal(String),
    /// Any other.
    Regex(Regex),
}

impl Search {
    /// Prepares an expression; `None` when Go would refuse it.
    pub(crate) fn new(pattern: &str) -> Option<Self> {
        if pattern.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_/ ,:".contains(&b)) {
            Some(Search::Literal(pattern.to_owned()))
        } else {
            compile(pattern).map(Search::Regex)
        }
    }

    /// True when it fits somewhere.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        match self {
            Search::Literal(literal) => text.contains(literal.as_str()),
            Search::Regex(regex) => regex.is_match(text),
        }
    }
}

/// Compiles an expression that must fit as a whole.
pub(crate) fn compile_anchored(pattern: &str) -> Option<Regex> {
    compile(&format!("^(?:{pattern})$"))
}

fn translate(pattern: &str) -> Option<String> {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut chars = pattern.chars().peekable();
    let mut repeated = false;
    while let Some(c) = chars.next() {
        let mut repeats = false;
        match c {
            '\\' => escape(&mut chars, &mut out)?,
            '[' => class(&mut chars, &mut out)?,
            '(' => {
                out.push('(');
                group_flags(&mut chars, &mut out)?;
            }
            '*' | '+' | '?' => {
                repeats = true;
                out.push(c);
            }
            '{' => match counts(&chars) {
                Some(count) => {
                    repeats = true;
                    out.push('{');
                    for _ in 0..count {
                        out.extend(chars.next());
                    }
                }
                None => out.push_str("\\{"),
            },
            '}' => out.push_str("\\}"),
            c => out.push(c),
        }
        if repeats {
            if repeated {
                return None;
            }
            if chars.peek() == Some(&'?') {
                out.extend(chars.next());
            }
        }
        repeated = repeats;
    }
    Some(out)
}

/// How many characters after `{` belong to a count such as `2}`, `2,}` or `2,3}`.
fn counts(chars: &Peekable<Chars<'_>>) -> Option<usize> {
    let rest: String = chars.clone().take_while(|c| *c != '}').take(16).collect();
    let valid = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let fits = match rest.split_once(',') {
        Some((low, high)) => valid(low) && (high.is_empty() || valid(high)),
        None => valid(&rest),
    };
    (fits && chars.clone().nth(rest.len()) == Some('}')).then(|| rest.len() + 1)
}

/// Go knows no flag `x`, `u` or `R`.
fn group_flags(chars: &mut Peekable<Chars<'_>>, out: &mut String) -> Option<()> {
    let mut ahead = chars.clone();
    if ahead.next() != Some('?') {
        return Some(());
    }
    for c in ahead {
        match c {
            ':' | ')' | '<' | 'P' => break,
            'i' | 'm' | 's' | 'U' | '-' => {}
            _ => return None,
        }
    }
    out.extend(chars.next());
    Some(())
}

/// What a class such as `\d` holds, as the inside of brackets.
fn perl_class(c: char) -> Option<(&'static str, bool)> {
    Some(match c {
        'd' | 'D' => ("0-9", c == 'D'),
        'w' | 'W' => ("0-9A-Za-z_", c == 'W'),
        's' | 'S' => ("\\t\\n\\f\\r ", c == 'S'),
        _ => return None,
    })
}

fn escape(chars: &mut Peekable<Chars<'_>>, out: &mut String) -> Option<()> {
    let c = chars.next()?;
    if let Some((set, negated)) = perl_class(c) {
        out.push_str(if negated { "[^" } else { "[" });
        out.push_str(set);
        out.push(']');
        return Some(());
    }
    match c {
        'b' => out.push_str("(?-u:\\b)"),
        'B' => out.push_str("(?-u:\\B)"),
        'Q' => {
            while let Some(c) = chars.next() {
                if c == '\\' && chars.peek() == Some(&'E') {
                    chars.next();
                    break;
                }
                out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
            }
        }
        _ => literal_escape(c, out)?,
    }
    Some(())
}

fn literal_escape(c: char, out: &mut String) -> Option<()> {
    match c {
        'A' | 'z' | 'p' | 'P' | 'a' | 'f' | 't' | 'n' | 'r' | 'v' | 'x' => {
            out.push('\\');
            out.push(c);
        }
        '0' => out.push_str("\\x00"),
        c if c.is_ascii_punctuation() || c == ' ' => {
            out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4])));
        }
        _ => return None,
    }
    Some(())
}

fn class(chars: &mut Peekable<Chars<'_>>, out: &mut String) -> Option<()> {
    out.push('[');
    if chars.peek() == Some(&'^') {
        out.extend(chars.next());
    }
    let mut first = true;
    loop {
        let c = chars.next()?;
        match c {
            ']' if !first => {
                out.push(']');
                return Some(());
            }
            ']' => out.push_str("\\]"),
            '[' if chars.peek() == Some(&':') => {
                let name: String = chars.clone().skip(1).take_while(|c| *c != ':').collect();
                let length = name.chars().count();
                if chars.clone().nth(length + 2) == Some(']') {
                    out.push('[');
                    for _ in 0..length + 3 {
                        out.extend(chars.next());
                    }
                } else {
                    out.push_str("\\[");
                }
            }
            '[' => out.push_str("\\["),
            '&' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '\\' => {
                let c = chars.next()?;
                match perl_class(c) {
                    Some((set, true)) => out.push_str(&format!("[^{set}]")),
                    Some((set, false)) => out.push_str(set),
                    None => literal_escape(c, out)?,
                }
            }
            c => out.push(c),
        }
        first = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_the_syntax_of_the_reference() {
        for (pattern, text, want) in [
            ("a.b", "axb", Some(true)),
            ("^a$", "ab", Some(false)),
            (r"\d+", "٣", Some(false)),
            (r"^\w+$", "ä", Some(false)),
            (r"[\d_]+$", "a_1", Some(true)),
            (r"^[^\D]$", "1", Some(true)),
            ("a{b", "a{b", Some(true)),
            ("^a{2}$", "aa", Some(true)),
            ("a{,2}", "a{,2}", Some(true)),
            ("a**", "", None),
            ("a*?", "", Some(true)),
            ("a*?*", "", None),
            ("**", "", None),
            (r"\Qa.b\E+", "a.bb", Some(true)),
            (r"\<", "<", Some(true)),
            ("[a[b]", "[", Some(true)),
            ("[a&&b]", "&", Some(true)),
            ("[[:alpha:]]", "1", Some(false)),
            ("[]a]", "]", Some(true)),
            ("(?i)AB", "ab", Some(true)),
            ("(?x)a", "", None),
            (r"\q", "", None),
            ("(", "", None),
            ("[a", "", None),
        ] {
            assert_eq!(compile(pattern).map(|r| r.is_match(text)), want, "{pattern}");
        }
    }
}
