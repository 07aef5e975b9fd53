//! Shell patterns as the reference matches them.

use crate::diagnostic::{Code, Error, Result};

/// True when the whole of `name` fits the pattern: `*` and `?` stand for anything but `/`, `[a-z]` and
/// `[^a-z]` for one character, and `\` takes the next character as it is.
///
/// ```
/// use kustomize_core::edit::matches;
/// assert!(matches("*.yaml", "app.yaml")?);
/// assert!(!matches("*.yaml", "base/app.yaml")?);
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// [`Code::InvalidValue`] when the pattern is malformed.
pub fn matches(pattern: &str, name: &str) -> Result<bool> {
    let parts = parse(pattern).ok_or_else(|| {
        Error::new(Code::InvalidValue, format!("\"{pattern}\" is not a valid pattern"))
            .hint("close every [ and put something behind every backslash")
    })?;
    Ok(fits(&parts, &name.chars().collect::<Vec<_>>()))
}

/// True when the text has characters that are special in a pattern.
pub fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '[', '\\'])
}

enum Part {
    Run,
    Any,
    One(char),
    Class { negated: bool, ranges: Vec<(char, char)> },
}

fn parse(pattern: &str) -> Option<Vec<Part>> {
    let mut chars = pattern.chars().peekable();
    let mut parts = Vec::new();
    while let Some(c) = chars.next() {
        parts.push(match c {
            '*' => Part::Run,
            '?' => Part::Any,
            '\\' => Part::One(chars.next()?),
            '[' => {
                let negated = chars.next_if_eq(&'^').is_some();
                let mut ranges = Vec::new();
                while ranges.is_empty() || chars.peek() != Some(&']') {
                    let low = class_char(&mut chars)?;
                    let high = if chars.next_if_eq(&'-').is_some() { class_char(&mut chars)? } else { low };
                    ranges.push((low, high));
                }
                chars.next();
                Part::Class { negated, ranges }
            }
            c => Part::One(c),
        });
    }
    Some(parts)
}

fn class_char(chars: &mut impl Iterator<Item = char>) -> Option<char> {
    match chars.next()? {
        '\\' => chars.next(),
        '-' | ']' => None,
        c => Some(c),
    }
}

/// Goes through the name once, coming back to the last run when what follows it does not fit.
fn fits(parts: &[Part], name: &[char]) -> bool {
    let (mut p, mut n) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    loop {
        match (parts.get(p), name.get(n)) {
            (None, None) => return true,
            (Some(Part::Run), _) => {
                retry = Some((p, n));
                p += 1;
                continue;
            }
            (Some(part), Some(c)) if one(part, *c) => {
                p += 1;
                n += 1;
                continue;
            }
            _ => {}
        }
        match retry {
            // A run does not go over a separator.
            Some((run, from)) if name.get(from).is_some_and(|c| *c != '/') => {
                retry = Some((run, from + 1));
                p = run + 1;
                n = from + 1;
            }
            _ => return false,
        }
    }
}

fn one(part: &Part, c: char) -> bool {
    match part {
        Part::Run => false,
        Part::Any => c != '/',
        Part::One(wanted) => *wanted == c,
        Part::Class { negated, ranges } => {
            ranges.iter().any(|(low, high)| (*low..=*high).contains(&c)) != *negated
        }
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn matches_as_a_shell_does() {
        for (pattern, name, wanted) in [
            ("*.yaml", "a.yaml", true),
            ("*.yaml", "sub/a.yaml", false),
            ("*/*.yaml", "sub/a.yaml", true),
            ("a?c", "abc", true),
            ("a?c", "a/c", false),
            ("[a-c]x", "bx", true),
            ("[^a-c]x", "bx", false),
            ("\\*", "*", true),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxbyy", false),
            ("", "", true),
        ] {
            assert_eq!(matches(pattern, name).unwrap(), wanted, "{pattern} {name}");
        }
        for pattern in ["[", "[a", "[]a]", "a\\", "[-x]"] {
            assert!(matches(pattern, "a").is_err(), "{pattern}");
        }
    }
}
