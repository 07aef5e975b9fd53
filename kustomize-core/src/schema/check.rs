//! Checks that a value has the shape of an OpenAPI schema.
//!
//! The reference decodes every schema into typed structures; what has another type is refused,
//! what has another name is not looked at.

use super::custom::{invalid, object};
use crate::diagnostic::Result;
use serde_json::{Map, Value};

/// What a field of a schema holds.
#[derive(Clone, Copy)]
enum Shape {
    Text,
    Texts,
    /// A text or a list of texts.
    Names,
    Flag,
    Number,
    Whole,
    List,
    Schema,
    Schemas,
    /// A schema or a list of them.
    Items,
    SchemaOrFlag,
    Named,
    /// Schemas or lists of texts by name.
    Dependencies,
}

const FIELDS: &[(&str, Shape)] = &[
    ("id", Shape::Text),
    ("description", Shape::Text),
    ("type", Shape::Names),
    ("nullable", Shape::Flag),
    ("format", Shape::Text),
    ("title", Shape::Text),
    ("maximum", Shape::Number),
    ("exclusiveMaximum", Shape::Flag),
    ("minimum", Shape::Number),
    ("exclusiveMinimum", Shape::Flag),
    ("maxLength", Shape::Whole),
    ("minLength", Shape::Whole),
    ("pattern", Shape::Text),
    ("maxItems", Shape::Whole),
    ("minItems", Shape::Whole),
    ("uniqueItems", Shape::Flag),
    ("multipleOf", Shape::Number),
    ("enum", Shape::List),
    ("maxProperties", Shape::Whole),
    ("minProperties", Shape::Whole),
    ("required", Shape::Texts),
    ("items", Shape::Items),
    ("allOf", Shape::Schemas),
    ("oneOf", Shape::Schemas),
    ("anyOf", Shape::Schemas),
    ("not", Shape::Schema),
    ("properties", Shape::Named),
    ("additionalProperties", Shape::SchemaOrFlag),
    ("patternProperties", Shape::Named),
    ("dependencies", Shape::Dependencies),
    ("additionalItems", Shape::SchemaOrFlag),
    ("definitions", Shape::Named),
    ("discriminator", Shape::Text),
    ("readOnly", Shape::Flag),
];

/// Checks the definitions of a document.
///
/// # Errors
/// [`crate::diagnostic::Code::InvalidValue`] with the name of the field that is wrong.
pub(super) fn definitions(root: &Map<String, Value>) -> Result<()> {
    match root.get("definitions") {
        Some(definitions) => field("definitions", definitions, Shape::Named),
        None => Ok(()),
    }
}

/// Checks one schema.
///
/// # Errors
/// As [`definitions`].
pub(crate) fn schema(value: &Value) -> Result<()> {
    if value.is_null() {
        return Ok(());
    }
    for (name, value) in object(value, "a schema")? {
        if let Some((_, shape)) = FIELDS.iter().find(|(known, _)| known == name) {
            field(name, value, *shape)?;
        }
    }
    Ok(())
}

fn field(name: &str, value: &Value, shape: Shape) -> Result<()> {
    let wrong = |wanted: &str| Err(invalid(format!("{name} must be {wanted}")));
    let is_texts = |value: &Value| {
        value.as_array().is_some_and(|list| list.iter().all(|item| item.is_string() || item.is_null()))
    };
    if value.is_null() {
        return Ok(());
    }
    match shape {
        Shape::Text if !value.is_string() => wrong("text"),
        Shape::Texts if !is_texts(value) => wrong("a list of texts"),
        Shape::Names if !value.is_string() && !is_texts(value) => wrong("a text or a list of texts"),
        Shape::Flag if !value.is_boolean() => wrong("true or false"),
        Shape::Number if !value.is_number() => wrong("a number"),
        Shape::Whole if !value.is_i64() => wrong("a whole number"),
        Shape::List if !value.is_array() => wrong("a list"),
        Shape::Text
        | Shape::Texts
        | Shape::Names
        | Shape::Flag
        | Shape::Number
        | Shape::Whole
        | Shape::List => Ok(()),
        Shape::Schema => schema(value),
        Shape::SchemaOrFlag if value.is_boolean() => Ok(()),
        Shape::SchemaOrFlag if !value.is_object() => wrong("a schema, true or false"),
        Shape::SchemaOrFlag => schema(value),
        Shape::Items if value.is_object() => schema(value),
        Shape::Items if !value.is_array() => Ok(()),
        Shape::Schemas | Shape::Items => match value.as_array() {
            Some(list) => list.iter().try_for_each(schema),
            None => wrong("a list of schemas"),
        },
        Shape::Named => object(value, name)?.values().try_for_each(schema),
        Shape::Dependencies => {
            object(value, name)?.values().filter(|value| value.is_object()).try_for_each(schema)
        }
    }
}
