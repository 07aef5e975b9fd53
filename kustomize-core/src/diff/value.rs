//! Values as they are shown.

use super::{Identity, Secrets};
use crate::source::Pos;
use crate::yaml::{Map, Node, Tag, Value, write_unfolded};
use serde_json::Value as Json;

/// An annotation with a copy of the resource in it.
pub(super) const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// True for a Secret of Kubernetes.
pub(super) fn is_secret(id: &Identity) -> bool {
    id.kind == "Secret" && id.group().is_empty()
}

/// A resource as it may be shown.
pub(super) fn shown(resource: &Json, secrets: Secrets) -> Json {
    if secrets == Secrets::Masked && is_secret(&Identity::of(resource)) {
        return hidden(resource.clone(), &[], "(secret)");
    }
    resource.clone()
}

/// What stands at a path of a Secret, with a mask in place of what is secret.
pub(super) fn hidden(value: Json, path: &[&str], mask: &str) -> Json {
    let secret = matches!(path, ["data" | "stringData", ..] | ["metadata", "annotations", LAST_APPLIED]);
    match value {
        Json::Object(fields) => {
            let hide = |(key, value): (String, Json)| {
                let mut path = path.to_vec();
                path.push(&key);
                let value = hidden(value, &path, mask);
                (key, value)
            };
            Json::Object(fields.into_iter().map(hide).collect())
        }
        Json::Array(items) if secret => {
            Json::Array(items.into_iter().map(|item| hidden(item, path, mask)).collect())
        }
        _ if secret => mask.into(),
        value => value,
    }
}

/// A value as YAML; a text of several lines as it is.
pub(super) fn text(value: &Json) -> String {
    if let Json::String(text) = value
        && text.contains('\n')
    {
        return text.clone();
    }
    let mut out = String::new();
    match write_unfolded(&node(value), &mut out) {
        Ok(()) => out,
        // A text with characters that YAML has no place for.
        Err(_) => value.to_string(),
    }
}

fn node(value: &Json) -> Node {
    let pos = Pos::NONE;
    match value {
        Json::Null => Node::null(pos),
        Json::Bool(value) => Node::scalar(value.to_string(), Tag::Bool, pos),
        Json::Number(number) if number.is_f64() => Node::scalar(number.to_string(), Tag::Float, pos),
        Json::Number(number) => Node::scalar(number.to_string(), Tag::Int, pos),
        Json::String(text) => Node::string(text.as_str(), pos),
        Json::Array(items) => Node::new(Value::Seq(items.iter().map(node).collect()), pos),
        Json::Object(fields) => {
            let mut map = Map::new();
            fields.iter().for_each(|(key, value)| map.push(key.as_str(), node(value)));
            Node::new(Value::Map(map), pos)
        }
    }
}
