//! Messages for programs: one JSON object each.

use super::message::{Message, path_text};
use kustomize_core::source::Location;
use serde_json::{Map, Value, json};

/// `severity`, `code`, `message`, `path`, `line`, `column`, `endColumn`, `source`, `related`, `chain`,
/// `hint`; what there is not is left out. Columns count characters from 1, the end is exclusive.
pub(crate) fn object(message: &Message) -> Value {
    let mut object = Map::new();
    object.insert("severity".into(), message.level.as_str().into());
    if let Some(code) = message.code {
        object.insert("code".into(), code.as_str().into());
    }
    object.insert("message".into(), message.text.as_str().into());
    match (&message.at, &message.path) {
        (Some(at), _) => {
            object.extend(place(at));
            object.insert("source".into(), at.line_text.as_str().into());
        }
        (None, Some(path)) => {
            object.insert("path".into(), path.as_str().into());
        }
        (None, None) => {}
    }
    let with_place = |at: Option<&Location>, text: &str| {
        let mut object = Map::new();
        object.insert("message".into(), text.into());
        object.extend(at.map(place).unwrap_or_default());
        Value::Object(object)
    };
    if !message.related.is_empty() {
        let related = message.related.iter().map(|(at, text)| with_place(Some(at), text));
        object.insert("related".into(), related.collect());
    }
    if !message.chain.is_empty() {
        let chain = message.chain.iter().map(|(at, text)| with_place(at.as_ref(), text));
        object.insert("chain".into(), chain.collect());
    }
    if let Some(hint) = &message.hint {
        object.insert("hint".into(), json!(hint));
    }
    Value::Object(object)
}

fn place(at: &Location) -> Map<String, Value> {
    let fields = [
        ("path", json!(path_text(&at.path))),
        ("line", json!(at.line)),
        ("column", json!(at.column)),
        ("endColumn", json!(at.column + at.width)),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
