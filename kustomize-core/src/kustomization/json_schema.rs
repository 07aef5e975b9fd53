//! The JSON Schema of a kustomization file, for editors.
//!
//! It is made from the same statements that decoding is made from, so that a field which is read is
//! described and the other way round.

use super::decode::Decode;
use super::described::{choices, description};
use super::load::{DEPRECATED, described};
use super::types::{Pairs, Text};
use crate::yaml::Node;
use serde_json::{Map, Value, json};

/// The records that have been described, by their names.
pub(crate) type Definitions = Map<String, Value>;

/// What a file may state for a type.
pub(crate) trait Describe {
    /// The schema of the type; records go into `definitions` and are referred to.
    fn describe(definitions: &mut Definitions) -> Value;
}

/// The JSON Schema (draft 7) of a kustomization file.
///
/// It takes what [`decode`](super::decode()) takes, but for names in another letter case; fields that do
/// not exist are refused, and `null` stands for a field that is not there.
pub fn json_schema() -> Value {
    let mut definitions = Definitions::new();
    let mut properties = Map::new();
    for (name, mut schema) in described(&mut definitions) {
        annotate(&mut schema, "kustomization", name);
        if DEPRECATED.contains(&name) || name == "helmChartInflationGenerator" {
            if let Some(schema) = schema.as_object_mut() {
                schema.insert("deprecated".into(), true.into());
            }
        }
        properties.insert(name.to_owned(), schema);
    }
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Kustomization",
        "description": "A kustomization.yaml as kustomize v5.8.1 and kz read it",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "definitions": definitions,
    })
}

/// Describes a record and gives the reference to it.
pub(super) fn object(what: &str, fields: Vec<(&'static str, Value)>, definitions: &mut Definitions) -> Value {
    let name = slug(what);
    let mut properties = Map::new();
    for (field, mut schema) in fields {
        annotate(&mut schema, &name, field);
        // Letter case does not count, and of this name the other spelling is the usual one.
        if name == "fieldref-of-a-variable" {
            properties.insert(field.to_lowercase(), schema.clone());
        }
        properties.insert(field.to_owned(), schema);
    }
    let reference = json!({ "$ref": format!("#/definitions/{name}") });
    let schema = json!({
        "title": what,
        "type": ["object", "null"],
        "properties": properties,
        "additionalProperties": false,
    });
    definitions.insert(name, schema);
    reference
}

/// `an entry of images` becomes `entry-of-images`.
fn slug(what: &str) -> String {
    let what = ["an ", "a ", "the "].iter().find_map(|article| what.strip_prefix(article)).unwrap_or(what);
    what.replace(' ', "-")
}

/// Adds the description of a field and the values that it may have.
fn annotate(schema: &mut Value, record: &str, field: &str) {
    // Beside a reference nothing else counts in this draft.
    if let Some(reference) = schema.get("$ref").cloned() {
        *schema = json!({ "allOf": [{ "$ref": reference }] });
    }
    let Some(object) = schema.as_object_mut() else { return };
    if let Some(text) = description(record, field) {
        object.insert("description".into(), text.into());
    }
    let Some(values) = choices(record, field) else { return };
    let target = match object.get_mut("items").and_then(Value::as_object_mut) {
        Some(items) => items,
        None => object,
    };
    let values: Vec<Value> = values.iter().map(|text| Value::from(*text)).chain([Value::Null]).collect();
    target.insert("enum".into(), values.into());
}

/// The schema of the type of a value.
pub(super) fn of<T: Describe>(_: &T, definitions: &mut Definitions) -> Value {
    T::describe(definitions)
}

impl Describe for Text {
    fn describe(_: &mut Definitions) -> Value {
        json!({ "type": ["string", "null"] })
    }
}

impl Describe for bool {
    fn describe(_: &mut Definitions) -> Value {
        json!({ "type": ["boolean", "null"] })
    }
}

impl Describe for i64 {
    fn describe(_: &mut Definitions) -> Value {
        json!({ "type": ["integer", "null"] })
    }
}

impl Describe for Node {
    fn describe(_: &mut Definitions) -> Value {
        json!({ "type": ["object", "null"] })
    }
}

impl Describe for Pairs {
    fn describe(_: &mut Definitions) -> Value {
        json!({ "type": ["object", "null"], "additionalProperties": { "type": ["string", "null"] } })
    }
}

impl<T: Describe + Decode> Describe for Vec<T> {
    fn describe(definitions: &mut Definitions) -> Value {
        json!({ "type": ["array", "null"], "items": T::describe(definitions) })
    }
}

impl<T: Describe> Describe for Option<T> {
    fn describe(definitions: &mut Definitions) -> Value {
        T::describe(definitions)
    }
}

#[cfg(test)]
mod tests {
    use super::json_schema;
    use serde_json::Value;

    #[test]
    fn every_field_is_described() {
        let schema = json_schema();
        let records = schema.get("definitions").and_then(Value::as_object).unwrap();
        for record in records.values().chain([&schema]) {
            for (name, field) in record.get("properties").and_then(Value::as_object).unwrap() {
                let text = field.get("description").and_then(Value::as_str);
                assert!(text.is_some_and(|text| text.len() > 5), "{name} of {} is not", record["title"]);
            }
        }
    }
}
