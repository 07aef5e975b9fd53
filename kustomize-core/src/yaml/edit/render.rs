//! Text for values that an edit adds.

use super::matching::{same, wrapped};
use crate::hash::HashMap;
use crate::yaml::{Node, Scalar, Tag, Value};

/// How added text is to look.
#[derive(Clone, Debug)]
pub(super) struct Look {
    /// How far a list is indented under its key.
    pub(super) list_indent: usize,
    /// How far a mapping is indented under its key.
    pub(super) map_indent: usize,
    /// How many spaces follow a dash.
    pub(super) gap: usize,
    /// The quotes of text that could do without; per key, as the neighbours have it.
    pub(super) quotes: HashMap<String, char>,
    /// The quotes of text that has no key.
    pub(super) item_quote: Option<char>,
    /// Keys and texts in double quotes, as in JSON.
    pub(super) json: bool,
    /// The text of values that move to another place.
    pub(super) moved: Vec<Moved>,
    /// The comments above fields whose mapping moves to another place.
    pub(super) above: Vec<(Node, Vec<String>)>,
    /// How collections in brackets are spread over several lines; `None` for one line.
    pub(super) spread: Option<Spread>,
}

/// The lines of a collection in brackets.
#[derive(Clone, Debug)]
pub(super) struct Spread {
    /// What the line starts with on which the collection begins.
    pub(super) indent: String,
    /// By how much more its entries are indented.
    pub(super) step: String,
}

impl Default for Look {
    fn default() -> Self {
        Look {
            list_indent: 0,
            map_indent: 2,
            gap: 1,
            quotes: HashMap::default(),
            item_quote: None,
            json: false,
            moved: Vec::new(),
            above: Vec::new(),
            spread: None,
        }
    }
}

/// A value that is removed from its place, with its text.
#[derive(Clone, Debug)]
pub(super) struct Moved {
    /// The value.
    pub(super) node: Node,
    /// Its lines with their comments, without indentation; an entry of a list begins with its dash.
    pub(super) lines: Vec<String>,
}

impl Moved {
    /// True for an entry of a list.
    pub(super) fn is_item(&self) -> bool {
        self.lines.iter().find(|line| !line.starts_with('#')).is_some_and(|line| line.starts_with('-'))
    }

    /// The lines of this entry of a list, as the value of a key.
    fn under_key(&self, key: &str) -> Vec<String> {
        let mut dash = false;
        let lines = self.lines.iter().map(|line| match line.strip_prefix('-').filter(|_| !dash) {
            Some(rest) => {
                dash = true;
                let value = rest.trim_start_matches(' ');
                format!("-{}{key}: {value}", " ".repeat((rest.len() - value.len()).max(1)))
            }
            // What follows the first line is indented against the key now, and not against the dash.
            None if dash => indented(line, 2),
            None => line.clone(),
        });
        lines.collect()
    }
}

impl Look {
    /// The same with collections in brackets on lines like these.
    pub(super) fn spread(self, spread: Option<Spread>) -> Self {
        Look { spread, ..self }
    }

    /// Puts the entries of a collection between its brackets.
    fn enclose(
        &self,
        brackets: (char, char),
        entries: impl ExactSizeIterator<Item = impl FnOnce(&Look) -> String>,
    ) -> String {
        let (open, close) = brackets;
        match &self.spread {
            Some(Spread { indent, step }) if entries.len() > 0 => {
                let inner = Spread { indent: format!("{indent}{step}"), step: step.clone() };
                let line = format!("\n{}", inner.indent);
                let look = self.clone().spread(Some(inner));
                let entries: Vec<_> = entries.map(|entry| entry(&look)).collect();
                format!("{open}{line}{}\n{indent}{close}", entries.join(&format!(",{line}")))
            }
            _ => {
                let entries: Vec<_> = entries.map(|entry| entry(self)).collect();
                format!("{open}{}{close}", entries.join(", "))
            }
        }
    }

    fn quote_for(&self, key: Option<&str>) -> Option<char> {
        key.map_or(self.item_quote, |key| self.quotes.get(key).copied())
    }
}

/// The lines of a value in block style, without indentation. `key` is the key that it stands under.
pub(super) fn block(node: &Node, key: Option<&str>, look: &Look) -> Vec<String> {
    match &node.value {
        Value::Scalar(s) if s.tag == Tag::Str && fits_literal(&s.text) => {
            let mut lines = vec![literal_header(&s.text).to_owned()];
            lines.extend(s.text.lines().map(|line| indented(line, 2)));
            lines
        }
        Value::Scalar(s) => vec![scalar(s, look.quote_for(key), false)],
        Value::Map(map) if map.is_empty() => vec!["{}".to_owned()],
        Value::Seq(items) if items.is_empty() => vec!["[]".to_owned()],
        Value::Map(map) => map.iter().flat_map(|e| field(&e.key.text, &e.value, look)).collect(),
        Value::Seq(items) => items
            .iter()
            .flat_map(|node| moved_item(node, look).unwrap_or_else(|| item(node, look, look.gap)))
            .collect(),
    }
}

/// The lines of a mapping entry in block style.
pub(super) fn field(key: &str, value: &Node, look: &Look) -> Vec<String> {
    let name = scalar(&Scalar::string(key), None, false);
    if let Some(moved) = look.moved.iter().find(|moved| !moved.is_item() && same(&moved.node, value)) {
        return under(name, &moved.lines, 2);
    }
    let mut lines = block(value, Some(key), look);
    match &value.value {
        Value::Map(map) if !map.is_empty() => under(name, &lines, look.map_indent),
        Value::Seq(items) if !items.is_empty() => under(name, &lines, look.list_indent),
        _ => {
            if let Some(first) = lines.first_mut() {
                *first = format!("{name}: {first}");
            }
            lines
        }
    }
}

/// The lines of an entry that comes from another list, as it was or as the value of a key.
pub(super) fn moved_item(node: &Node, look: &Look) -> Option<Vec<String>> {
    let mut items = look.moved.iter().filter(|moved| moved.is_item());
    items.find_map(|moved| {
        if same(&moved.node, node) {
            return Some(moved.lines.clone());
        }
        wrapped(&moved.node, node).map(|key| moved.under_key(key))
    })
}

/// The lines of a list entry in block style, `gap` spaces after the dash, below the comments of what it takes up.
pub(super) fn item(value: &Node, look: &Look, gap: usize) -> Vec<String> {
    let gap = gap.max(1);
    let takes_up = |moved: &Node| value.as_map().is_some_and(|map| map.iter().any(|e| same(&e.value, moved)));
    let above = look.above.iter().filter(|(moved, _)| takes_up(moved)).flat_map(|(_, lines)| lines.clone());
    let lines = block(value, None, look).into_iter().enumerate().map(|(i, line)| match i {
        0 => format!("-{}{line}", " ".repeat(gap)),
        _ => indented(&line, gap + 1),
    });
    above.chain(lines).collect()
}

fn under(name: String, lines: &[String], indent: usize) -> Vec<String> {
    std::iter::once(format!("{name}:")).chain(lines.iter().map(|line| indented(line, indent))).collect()
}

/// A line behind this many spaces; an empty line stays empty.
pub(super) fn indented(line: &str, indent: usize) -> String {
    if line.is_empty() { String::new() } else { format!("{}{line}", " ".repeat(indent)) }
}

/// A value in flow style: on one line, or spread over several.
pub(super) fn flow(node: &Node, key: Option<&str>, look: &Look) -> String {
    match &node.value {
        Value::Scalar(s) => scalar(s, if look.json { Some('"') } else { look.quote_for(key) }, true),
        Value::Seq(items) => {
            look.enclose(('[', ']'), items.iter().map(|node| move |look: &Look| flow(node, None, look)))
        }
        Value::Map(map) => look.enclose(
            ('{', '}'),
            map.iter().map(|e| move |look: &Look| flow_field(&e.key.text, &e.value, look)),
        ),
    }
}

/// A mapping entry in flow style.
pub(super) fn flow_field(key: &str, value: &Node, look: &Look) -> String {
    let name = scalar(&Scalar::string(key), look.json.then_some('"'), true);
    format!("{name}: {}", flow(value, Some(key), look))
}

/// A scalar on one line: in the wanted quotes, or in those that it needs.
pub(super) fn scalar(scalar: &Scalar, wanted: Option<char>, in_flow: bool) -> String {
    let text = scalar.text.as_str();
    if !matches!(scalar.tag, Tag::Str | Tag::Timestamp | Tag::Merge) {
        return text.to_owned();
    }
    let printable = text.chars().all(is_printable);
    match wanted {
        Some('\'') if printable => format!("'{}'", text.replace('\'', "''")),
        Some(_) => double_quoted(text),
        None if !printable => double_quoted(text),
        None if is_plain(text, in_flow) => text.to_owned(),
        // A text that would be read as another type is put in double quotes, as the reference does.
        None if !has_syntax(text, in_flow) || text.contains('\'') => double_quoted(text),
        None => format!("'{text}'"),
    }
}

fn is_printable(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{85}')
}

fn double_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if is_printable(c) => out.push(c),
            c => out.push_str(&format!("\\u{:04x}", u32::from(c))),
        }
    }
    out.push('"');
    out
}

/// True when the text can stand without quotes and is read as this very text.
fn is_plain(text: &str, in_flow: bool) -> bool {
    !text.is_empty() && !has_syntax(text, in_flow) && !is_other_type(text)
}

/// True when the text without quotes would be taken for YAML syntax.
fn has_syntax(text: &str, in_flow: bool) -> bool {
    let first = text.chars().next().unwrap_or(' ');
    let second_blank = text.chars().nth(1).is_none_or(char::is_whitespace);
    "&*!|>%@`'\"#,[]{}".contains(first)
        || ("-?:".contains(first) && (second_blank || in_flow))
        || text.starts_with(char::is_whitespace)
        || text.ends_with(char::is_whitespace)
        || text.contains(": ")
        || text.contains(" #")
        || text.contains('\t')
        || text.ends_with(':')
        || text.starts_with("---")
        || text.starts_with("...")
        // The reference's reader ends a text at a question mark inside brackets.
        || (in_flow && text.contains([',', '?', '[', ']', '{', '}']))
}

/// True when the text without quotes would be read as null, a boolean, a number or a date by YAML
/// 1.1 or 1.2.
fn is_other_type(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let words = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "<<", "="];
    if words.contains(&lower.as_str()) {
        return true;
    }
    let number = lower.strip_prefix(['+', '-']).unwrap_or(&lower).replace('_', "");
    if matches!(number.as_str(), ".inf" | ".nan") {
        return true;
    }
    if !number.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return false;
    }
    let radix = |prefix: &str, digits: &str| {
        number.strip_prefix(prefix).is_some_and(|rest| rest.chars().all(|c| digits.contains(c)))
    };
    number.parse::<f64>().is_ok()
        || radix("0x", "0123456789abcdef")
        || radix("0o", "01234567")
        || radix("0b", "01")
        || (number.contains(':') && number.chars().all(|c| c.is_ascii_digit() || c == ':' || c == '.'))
        || is_date(&lower)
}

/// True for what begins as `2001-01-31` does.
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let digits = |part: Option<&str>, from: usize, to: usize| {
        part.is_some_and(|p| (from..=to).contains(&p.len()) && p.chars().all(|c| c.is_ascii_digit()))
    };
    digits(parts.next(), 4, 4)
        && digits(parts.next(), 1, 2)
        && parts.next().is_some_and(|p| p.starts_with(|c: char| c.is_ascii_digit()))
}

/// True for several lines that a literal block scalar can hold.
fn fits_literal(text: &str) -> bool {
    let inner = text.strip_suffix('\n').unwrap_or(text);
    text.contains('\n')
        && !text.starts_with([' ', '\n', '\t'])
        && !inner.ends_with('\n')
        && text.chars().all(|c| c == '\n' || is_printable(c))
}

fn literal_header(text: &str) -> &'static str {
    if text.ends_with('\n') { "|" } else { "|-" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Pos;

    #[test]
    fn quotes_what_would_be_read_as_something_else() {
        for (text, wanted) in [
            ("nginx", "nginx"),
            ("v0.8.2", "v0.8.2"),
            ("8.15.0", "8.15.0"),
            ("1.27", "\"1.27\""),
            ("1_000", "\"1_000\""),
            ("0755", "\"0755\""),
            ("12:30:45", "\"12:30:45\""),
            ("2020-01-01", "\"2020-01-01\""),
            ("yes", "\"yes\""),
            ("N", "\"N\""),
            ("", "\"\""),
            ("~", "\"~\""),
            ("a: b", "'a: b'"),
            ("it's: b", "\"it's: b\""),
            ("*", "'*'"),
            ("-", "'-'"),
            ("-acme", "-acme"),
            ("a\tb", "\"a\\tb\""),
            ("sha256:24a0", "sha256:24a0"),
            ("1e3", "\"1e3\""),
            ("e3", "e3"),
            ("../base", "../base"),
        ] {
            assert_eq!(scalar(&Scalar::string(text), None, false), wanted);
        }
    }

    #[test]
    fn renders_blocks() {
        let mut map = Node::map(Pos::NONE);
        map.as_map_mut().unwrap().push("patch", Node::string("- op: x\n  path: /a", Pos::NONE));
        let list = Node::new(Value::Seq(vec![map]), Pos::NONE);
        let lines = field("patches", &list, &Look { list_indent: 2, ..Look::default() });
        assert_eq!(lines.join("\n"), "patches:\n  - patch: |-\n      - op: x\n        path: /a");
    }
}
