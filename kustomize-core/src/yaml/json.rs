//! Nodes as JSON values and as the compact JSON text that content hashes are made of.

use super::mapping::merged;
use super::node::{Entry, Node, Scalar, Tag, Value};
use super::number::{Number, format_json, stated};
use super::resolve;
use super::scalar::read_again;
use crate::diagnostic::{Code, Error, Result};
use crate::source::Pos;
use serde_json::Value as Json;

/// The JSON value of a node, as the reference converts resources.
///
/// # Errors
/// [`Code::UnsupportedValue`] for keys that are not strings, infinities and NaN.
pub fn to_json(node: &Node) -> Result<Json> {
    json_of(node, false)
}

/// As [`to_json`], perhaps inside brackets.
fn json_of(node: &Node, inside: bool) -> Result<Json> {
    let inside = inside || node.is_in_brackets();
    Ok(match &node.value {
        Value::Map(map) => {
            let merged = merged(map)?;
            let map = merged.as_ref().unwrap_or(map);
            let mut object = serde_json::Map::with_capacity(map.len());
            for entry in map {
                object.insert(string_key(entry)?.to_owned(), json_of(&entry.value, inside)?);
            }
            Json::Object(object)
        }
        Value::Seq(items) => {
            Json::Array(items.iter().map(|item| json_of(item, inside)).collect::<Result<_>>()?)
        }
        Value::Scalar(s) => scalar_to_json(&read_again(s, node.pos, inside), node.pos)?,
    })
}

fn scalar_to_json(s: &Scalar, pos: Pos) -> Result<Json> {
    Ok(match s.tag {
        Tag::Null | Tag::Bool if resolve::resolve_plain(&s.text) != s.tag => {
            return Err(unsupported(&s.text, pos));
        }
        Tag::Null if s.is_flow_nothing() => Json::String(String::new()),
        Tag::Null => Json::Null,
        Tag::Bool => Json::Bool(resolve::bool_value(&s.text) == Some(true)),
        Tag::Str | Tag::Merge => Json::String(s.text.to_string()),
        Tag::Timestamp => Json::String(date(&s.text, pos)?),
        Tag::Int | Tag::Float => match stated(s) {
            Some(Number::Int(resolve::IntValue::Signed(v))) => v.into(),
            Some(Number::Int(resolve::IntValue::Unsigned(v))) => v.into(),
            Some(Number::Float(v)) => v.into(),
            None => return Err(unsupported(&s.text, pos)),
        },
    })
}

/// Appends the JSON text that Go's encoder writes: no spaces, keys sorted by their bytes, `<`, `>`
/// and `&` escaped.
///
/// # Errors
/// As [`to_json`].
pub fn write_json(node: &Node, out: &mut String) -> Result<()> {
    write_inside(node, false, out)
}

/// As [`write_json`], perhaps inside brackets.
fn write_inside(node: &Node, inside: bool, out: &mut String) -> Result<()> {
    let inside = inside || node.is_in_brackets();
    match &node.value {
        Value::Map(map) => {
            let merged = merged(map)?;
            let map = merged.as_ref().unwrap_or(map);
            let mut entries: Vec<&Entry> = map.iter().collect();
            entries.sort_by(|a, b| a.key.text.as_bytes().cmp(b.key.text.as_bytes()));
            out.push('{');
            for (i, entry) in entries.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_json_string(string_key(entry)?, out);
                out.push(':');
                write_inside(&entry.value, inside, out)?;
            }
            out.push('}');
        }
        Value::Seq(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_inside(item, inside, out)?;
            }
            out.push(']');
        }
        Value::Scalar(s) => return write_scalar(&read_again(s, node.pos, inside), node.pos, out),
    }
    Ok(())
}

fn write_scalar(s: &Scalar, pos: Pos, out: &mut String) -> Result<()> {
    match s.tag {
        Tag::Null | Tag::Bool if resolve::resolve_plain(&s.text) != s.tag => {
            return Err(unsupported(&s.text, pos));
        }
        Tag::Null if s.is_flow_nothing() => out.push_str("\"\""),
        Tag::Null => out.push_str("null"),
        Tag::Bool => out.push_str(if resolve::bool_value(&s.text) == Some(true) { "true" } else { "false" }),
        Tag::Str | Tag::Merge => write_json_string(&s.text, out),
        Tag::Timestamp => write_json_string(&date(&s.text, pos)?, out),
        Tag::Int | Tag::Float => match stated(s) {
            Some(Number::Int(int)) => out.push_str(&int.to_string()),
            Some(Number::Float(float)) => out.push_str(&format_json(float)),
            None => return Err(unsupported(&s.text, pos)),
        },
    }
    Ok(())
}

/// Appends a string in the quotes and escapes of Go's JSON encoder.
pub fn write_json_string(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|b| ESCAPED.get(usize::from(b)) == Some(&true)) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let mut chars = from.chars();
        match chars.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some('\u{8}') => out.push_str("\\b"),
            Some('\u{c}') => out.push_str("\\f"),
            Some(c @ ('<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\x1f')) => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            Some(c) => out.push(c),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

/// Bytes that start a character which may need an escape.
#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler")]
const ESCAPED: [bool; 256] = {
    let mut table = [false; 256];
    let mut i = 0;
    while i < 256 {
        table[i] = matches!(i as u8, 0..=0x1f | b'"' | b'\\' | b'<' | b'>' | b'&' | 0xe2);
        i += 1;
    }
    table
};

fn string_key(entry: &Entry) -> Result<&str> {
    if entry.key.repeated {
        return Err(super::repeats::repeated(entry));
    }
    if entry.key.tag == Tag::Str {
        return Ok(&entry.key.text);
    }
    Err(super::write::unsupported_key(entry))
}

fn date(text: &str, pos: Pos) -> Result<String> {
    resolve::timestamp_value(text).and_then(|t| t.rfc3339()).ok_or_else(|| unsupported(text, pos))
}

fn unsupported(text: &str, pos: Pos) -> Error {
    Error::new(Code::UnsupportedValue, format!("the value {text} cannot be written as JSON")).at(pos)
}

/// Puts every member and element of compact JSON on a line of its own, as Go indents it.
pub(crate) fn indent_json(compact: &str) -> String {
    let mut out = String::with_capacity(compact.len() * 2);
    let mut depth = 0_usize;
    let (mut quoted, mut escaped) = (false, false);
    let mut chars = compact.chars().peekable();
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", depth));
    };
    while let Some(c) = chars.next() {
        if quoted {
            quoted = escaped || c != '"';
            escaped = !escaped && c == '\\';
            out.push(c);
            continue;
        }
        match c {
            '{' | '[' => {
                out.push(c);
                match chars.peek() {
                    Some(close @ ('}' | ']')) => {
                        out.push(*close);
                        chars.next();
                    }
                    _ => {
                        depth += 1;
                        line(&mut out, depth);
                    }
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                line(&mut out, depth);
                out.push(c);
            }
            ',' => {
                out.push(c);
                line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            '"' => {
                quoted = true;
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::write_json_string;

    #[test]
    fn strings_are_escaped_as_by_go() {
        for (text, want) in [
            ("", "\"\""),
            ("plain", "\"plain\""),
            ("a\"b\\c\n", "\"a\\\"b\\\\c\\n\""),
            ("<a>&\u{1}\u{8}\u{c}\r\t", "\"\\u003ca\\u003e\\u0026\\u0001\\b\\f\\r\\t\""),
            ("é…€\u{2028}x\u{2029}", "\"é…€\\u2028x\\u2029\""),
        ] {
            let mut json = String::new();
            write_json_string(text, &mut json);
            assert_eq!(json, want, "{text:?}");
        }
    }
}
