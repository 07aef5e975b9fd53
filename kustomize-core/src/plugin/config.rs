//! The configuration of a plugin as the plugin gets it.

use crate::diagnostic::{Code, Error, Result};
use crate::source::Pos;
use crate::yaml::number::{Number, canonical, format_g};
use crate::yaml::resolve::{bool_value, timestamp_value};
use crate::yaml::{Entry, Key, Map, Node, Scalar, Str, Tag, Value, check_block, read_again, read_as_json};
use std::borrow::Cow;

/// What a plugin sees of the resource that configures it. The reference writes the resource out and
/// reads it again as a configuration file: numbers are then in their canonical form and dates are
/// text. Places stay.
///
/// # Errors
/// [`Code::UnsupportedValue`] for what cannot be written: a key that is not a string, an infinity.
pub(crate) fn as_config(node: &Node) -> Result<Node> {
    config_of(node, true, false)
}

/// As [`as_config`]: the resource itself, whose fields are taken as strings whatever they are, or what is
/// in it, perhaps inside brackets.
fn config_of(node: &Node, top: bool, inside: bool) -> Result<Node> {
    let inside = inside || node.is_in_brackets();
    let value = match &node.value {
        Value::Map(map) => {
            let mut entries = Vec::with_capacity(map.len());
            for entry in map {
                if entry.key.tag != Tag::Str && (!top || entry.key.tag == Tag::Null) {
                    let message = format!("the key {} is not a string", entry.key.text);
                    return Err(Error::new(Code::UnsupportedValue, message)
                        .at(entry.key.pos)
                        .hint(format!("put it in quotes: \"{}\"", entry.key.text)));
                }
                let text = as_text(&entry.key.text, entry.key.pos)?;
                let key = Key { text, tag: Tag::Str, ..entry.key.clone() };
                entries.push(Entry { key, value: config_of(&entry.value, false, inside)? });
            }
            Value::Map(Map::from_entries(entries))
        }
        Value::Seq(items) => {
            Value::Seq(items.iter().map(|item| config_of(item, false, inside)).collect::<Result<_>>()?)
        }
        Value::Scalar(scalar) => Value::Scalar(plain(scalar, node, inside)?),
    };
    Ok(Node::new(value, node.pos))
}

/// A text that is written as JSON and read as YAML.
fn as_text(text: &Str, pos: Pos) -> Result<Str> {
    Ok(match read_as_json(text, pos)? {
        Cow::Borrowed(_) => text.clone(),
        Cow::Owned(folded) => folded.into(),
    })
}

fn plain(scalar: &Scalar, node: &Node, inside: bool) -> Result<Scalar> {
    let scalar = &*read_again(scalar, node.pos, inside);
    let unsupported = || {
        Error::new(Code::UnsupportedValue, format!("the value {} cannot be written as JSON", scalar.text))
            .at(node.pos)
    };
    let (tag, text) = match scalar.tag {
        Tag::Null => (Tag::Null, "null".into()),
        Tag::Str | Tag::Merge => {
            check_block(scalar, node.pos)?;
            (Tag::Str, as_text(&scalar.text, node.pos)?)
        }
        Tag::Bool => {
            let value = bool_value(&scalar.text).ok_or_else(unsupported)?;
            (Tag::Bool, if value { "true".into() } else { "false".into() })
        }
        Tag::Timestamp => {
            let date = timestamp_value(&scalar.text).and_then(|t| t.rfc3339()).ok_or_else(unsupported)?;
            (Tag::Str, date.into())
        }
        Tag::Int | Tag::Float => match canonical(&scalar.text).ok_or_else(unsupported)? {
            Number::Int(int) => (Tag::Int, int.to_string().into()),
            Number::Float(float) => (Tag::Float, format_g(float).into()),
        },
    };
    Ok(Scalar::new(text, tag, scalar.style))
}
