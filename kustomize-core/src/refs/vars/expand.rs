//! The `$(NAME)` syntax.

use crate::generate::wrapped_base64;
use crate::yaml::number::format_g;
use crate::yaml::{Node, Scalar, Str, Style, Tag, Value};
use std::borrow::Cow;

/// The value of a variable.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum VarValue {
    Text(Str),
    Int(i64),
    Float(f64),
    Bool(bool),
}

/// What a text becomes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expanded {
    /// Text with variables inside.
    Text(String),
    /// The text was one variable and nothing else.
    Value(VarValue),
}

impl VarValue {
    /// About how many bytes it has.
    pub(super) fn size(&self) -> u64 {
        match self {
            VarValue::Text(text) => text.len() as u64,
            _ => 8,
        }
    }

    /// The value inside other text.
    fn in_text(&self) -> Cow<'_, str> {
        match self {
            VarValue::Text(text) => Cow::Borrowed(text),
            VarValue::Int(number) => Cow::Owned(number.to_string()),
            VarValue::Float(number) => Cow::Owned(format_g(*number)),
            VarValue::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
        }
    }
}

/// Replaces variables in a text. `lookup` gives the value of a name; one without a value stays as it
/// is. `$$` is a `$` that begins no variable.
///
/// Bytes are what counts here, as in the reference: it takes the byte after a `$` that begins
/// nothing for a character of its own, and states text that is not UTF-8 in base64.
pub(super) fn expand(input: &str, lookup: &mut dyn FnMut(&str) -> Option<VarValue>) -> Expanded {
    let mut out: Vec<u8> = Vec::with_capacity(input.len());
    let mut rest = input;
    while let Some((before, after)) = rest.split_once('$') {
        out.extend_from_slice(before.as_bytes());
        let Some(&next) = after.as_bytes().first() else {
            out.push(b'$');
            return finish(out);
        };
        if let Some((name, behind)) = after.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
            let value = lookup(name);
            if before.is_empty() && behind.is_empty() && rest.len() == input.len() {
                return match value {
                    Some(value) => Expanded::Value(value),
                    None => Expanded::Text(input.to_owned()),
                };
            }
            match value {
                Some(value) => out.extend_from_slice(value.in_text().as_bytes()),
                None => out.extend_from_slice(format!("$({name})").as_bytes()),
            }
            rest = behind;
            continue;
        }
        out.push(b'$');
        if next.is_ascii() {
            if next != b'$' {
                out.push(next);
            }
            rest = after.get(1..).unwrap_or("");
        } else {
            let length = after.chars().next().map_or(1, char::len_utf8);
            let (character, behind) = after.split_at(length);
            out.extend_from_slice(char::from(next).to_string().as_bytes());
            out.extend(character.bytes().skip(1));
            rest = behind;
        }
    }
    out.extend_from_slice(rest.as_bytes());
    finish(out)
}

fn finish(out: Vec<u8>) -> Expanded {
    Expanded::Text(String::from_utf8(out).unwrap_or_else(|e| wrapped_base64(e.as_bytes())))
}

/// Replaces the variables in a node that is text; the type of a variable that is all of the text
/// becomes the type of the node.
pub(super) fn expand_node(node: &mut Node, lookup: &mut dyn FnMut(&str) -> Option<VarValue>) {
    let Value::Scalar(scalar) = &mut node.value else { return };
    let (text, tag) = match expand(&scalar.text, lookup) {
        Expanded::Text(text) => (Str::from(text), Tag::Str),
        Expanded::Value(VarValue::Text(text)) => (text, Tag::Str),
        Expanded::Value(VarValue::Int(number)) => (Str::from(number.to_string()), Tag::Int),
        Expanded::Value(VarValue::Float(number)) => (Str::from(number.to_string()), Tag::Float),
        Expanded::Value(VarValue::Bool(value)) => (Str::from(value.to_string()), Tag::Bool),
    };
    scalar.become_like(Scalar::new(text, tag, Style::Plain));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lookup(name: &str) -> Option<VarValue> {
        match name {
            "NAME" => Some(VarValue::Text("web".into())),
            "PORT" => Some(VarValue::Int(8080)),
            "RATE" => Some(VarValue::Float(1_500_000.5)),
            "ON" => Some(VarValue::Bool(true)),
            "NESTED" => Some(VarValue::Text("$(NAME)$$".into())),
            _ => None,
        }
    }

    #[test]
    fn text_is_expanded_as_by_the_reference() {
        for (input, want) in [
            ("", ""),
            ("plain", "plain"),
            ("a $(NAME) b", "a web b"),
            ("$(NAME):$(PORT)", "web:8080"),
            ("$(RATE)!", "1.5000005e+06!"),
            ("$(ON).", "true."),
            ("$(NOBODY)", "$(NOBODY)"),
            ("x$(NOBODY)", "x$(NOBODY)"),
            ("$$(NAME)", "$(NAME)"),
            ("$$$(NAME)", "$web"),
            ("$$$$", "$$"),
            ("$", "$"),
            ("a$", "a$"),
            ("$(NAME", "$(NAME"),
            ("$()x", "$()x"),
            ("$NAME", "$NAME"),
            ("${NAME}", "${NAME}"),
            ("$(A$(NAME))", "$(A$(NAME))"),
            ("$(NESTED)-", "$(NAME)$$-"),
            ("$é", "JMODqQ=="),
        ] {
            assert_eq!(expand(input, &mut lookup), Expanded::Text(want.into()), "{input}");
        }
        assert_eq!(expand("$(PORT)", &mut lookup), Expanded::Value(VarValue::Int(8080)));
        assert_eq!(expand("$(NAME)", &mut lookup), Expanded::Value(VarValue::Text("web".into())));
    }
}
