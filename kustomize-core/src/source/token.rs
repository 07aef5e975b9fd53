//! How far the key or value at a place reaches on its line.

/// The width in characters of what stands at a column, both counted from 1: a quoted text with its
/// quotes, a list or mapping in brackets up to the closing one, else a word up to what ends it.
/// 1 where it goes on over several lines.
pub(super) fn width(line: &str, column: usize) -> usize {
    let Some((start, first)) = line.char_indices().nth(column - 1) else { return 1 };
    let text = line.get(start..).unwrap_or("");
    let bytes = match first {
        '"' | '\'' => quoted(text, first),
        '{' | '[' => bracketed(text),
        '|' | '>' => return text.split(' ').next().map_or(1, |t| t.chars().count()),
        '-' if text == "-" || text.starts_with("- ") => Some(1),
        _ => Some(plain(text, line.get(..start).unwrap_or(""))),
    };
    let token = bytes.and_then(|end| text.get(..end)).unwrap_or("");
    token.chars().count().max(1)
}

fn quoted(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    let mut doubled = false;
    for (i, c) in text.char_indices().skip(1) {
        if escaped || doubled {
            (escaped, doubled) = (false, false);
        } else if c == '\\' && quote == '"' {
            escaped = true;
        } else if c == quote {
            if quote == '\'' && text.get(i + 1..).is_some_and(|rest| rest.starts_with('\'')) {
                doubled = true;
            } else {
                return Some(i + 1);
            }
        }
    }
    None
}

fn bracketed(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    for (i, c) in text.char_indices() {
        match (quote, c) {
            (Some(q), c) if q == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') => {
                depth -= 1;
                if depth == 0 {
                    return Some(i + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// A word ends before `: `, a comment, or what closes or goes on with the brackets it stands in.
fn plain(text: &str, before: &str) -> usize {
    let opened = before.matches(['{', '[']).count() > before.matches(['}', ']']).count();
    let ends = |i: usize, c: char| {
        let rest = text.get(i + c.len_utf8()..).unwrap_or("");
        match c {
            ':' => rest.is_empty() || rest.starts_with([' ', '\t']),
            ' ' | '\t' => rest.trim_start().starts_with('#') || rest.trim().is_empty(),
            ',' | '}' | ']' => opened,
            _ => false,
        }
    };
    text.char_indices().find(|(i, c)| ends(*i, *c)).map_or(text.len(), |(i, _)| i)
}

#[cfg(test)]
mod tests {
    use super::width;

    #[test]
    fn a_token_is_as_wide_as_it_is_written() {
        for (line, column, wanted) in [
            ("namespace: shop  # ours", 1, 9),
            ("namespace: shop  # ours", 12, 4),
            ("- gone.yaml", 3, 9),
            ("- gone.yaml", 1, 1),
            ("resources: [a.yaml, b c.yaml]", 21, 8),
            ("resources: [a.yaml, b c.yaml]", 12, 18),
            ("name: 'it''s' # x", 7, 7),
            ("name: \"a\\\"b\": c", 7, 6),
            ("patch: |-", 8, 2),
            ("a: {b", 4, 1),
            ("image: nginx:1.0", 8, 9),
            ("ключ: значение", 7, 8),
            ("x", 5, 1),
        ] {
            assert_eq!(width(line, column), wanted, "{line} at {column}");
        }
    }
}
