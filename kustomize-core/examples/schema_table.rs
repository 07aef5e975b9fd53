//! Writes `src/schema/table.rs` from the OpenAPI document of a Kubernetes release.
//!
//! The document is `api/openapi-spec/swagger.json` in the source of Kubernetes 1.21.2:
//!
//! ```text
//! cargo run --example schema_table -- swagger.json > kustomize-core/src/schema/table.rs
//! rustfmt kustomize-core/src/schema/table.rs
//! ```
//!
//! Kept are the scope of every kind, and of every type the fields that lead to a list which is
//! merged by key or value.

#![allow(clippy::print_stdout, clippy::indexing_slicing)]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Where a field leads: the definition, whether through a list, and the merge keys if it is merged.
#[derive(Clone)]
struct Field {
    definition: Option<String>,
    merge: bool,
    keys: Vec<String>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name the swagger.json")?;
    let swagger: Value = serde_json::from_slice(&std::fs::read(path)?)?;
    let definitions = swagger["definitions"].as_object().ok_or("no definitions")?;
    let mut types: BTreeMap<String, BTreeMap<String, Field>> = BTreeMap::new();
    for (name, definition) in definitions {
        let mut fields = BTreeMap::new();
        for (field, schema) in definition["properties"].as_object().into_iter().flatten() {
            fields.insert(field.clone(), field_of(schema));
        }
        if definition["additionalProperties"].is_object() {
            fields.insert("*".to_owned(), field_of(&definition["additionalProperties"]));
        }
        types.insert(name.clone(), fields);
    }
    // A type matters when it has a merged field or leads to a type that matters.
    let mut matters: BTreeSet<String> = BTreeSet::new();
    loop {
        let more: Vec<String> = types
            .iter()
            .filter(|(name, fields)| {
                let leads = |f: &Field| f.merge || f.definition.as_ref().is_some_and(|d| matters.contains(d));
                !matters.contains(*name) && fields.values().any(leads)
            })
            .map(|(name, _)| name.clone())
            .collect();
        if more.is_empty() {
            break;
        }
        matters.extend(more);
    }
    let numbers: BTreeMap<&String, usize> = matters.iter().enumerate().map(|(i, name)| (name, i)).collect();

    println!("//! Facts of Kubernetes 1.21.2. Written by `examples/schema_table.rs`; do not edit.\n");
    println!("use super::{{Field, NO_TYPE}};\n");
    println!("/// Kinds and whether they are namespaced, sorted by kind and apiVersion.");
    println!("pub(super) static SCOPES: &[(&str, &str, bool)] = &[");
    for ((kind, api_version), namespaced) in scopes(&swagger) {
        println!("    ({kind:?}, {api_version:?}, {namespaced}),");
    }
    println!("];\n\n/// Kinds and their types, sorted by kind and apiVersion.");
    println!("pub(super) static KINDS: &[(&str, &str, u16)] = &[");
    let mut kinds = BTreeMap::new();
    for (name, definition) in definitions {
        let Some(number) = numbers.get(name) else { continue };
        for gvk in definition["x-kubernetes-group-version-kind"].as_array().into_iter().flatten() {
            kinds.insert((text(&gvk["kind"]), api_version(gvk)), *number);
        }
    }
    for ((kind, api_version), number) in kinds {
        println!("    ({kind:?}, {api_version:?}, {number}),");
    }
    println!("];\n\n/// The names of the definitions that the types stand for, sorted.");
    println!("pub(super) static NAMES: &[&str] = &[");
    for name in &matters {
        println!("    {name:?},");
    }
    println!("];\n\n/// The fields of each type that matter to a merge, sorted by name.");
    println!("pub(super) static TYPES: &[&[Field]] = &[");
    for name in &matters {
        println!("    // {}", name.rsplit("api.").next().unwrap_or(name));
        println!("    &[");
        for (field, f) in &types[name] {
            let target = f.definition.as_ref().and_then(|d| numbers.get(d));
            if !f.merge && target.is_none() {
                continue;
            }
            let target = target.map_or("NO_TYPE".to_owned(), usize::to_string);
            println!(
                "        Field {{ name: {field:?}, target: {target}, merge: {}, keys: &{:?} }},",
                f.merge, f.keys
            );
        }
        println!("    ],");
    }
    println!("];");
    Ok(())
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn api_version(gvk: &Value) -> String {
    match text(&gvk["group"]).as_str() {
        "" => text(&gvk["version"]),
        group => format!("{group}/{}", text(&gvk["version"])),
    }
}

fn field_of(schema: &Value) -> Field {
    let strategy = text(&schema["x-kubernetes-patch-strategy"]);
    let list = schema["x-kubernetes-list-map-keys"].as_array();
    let keys = match list {
        Some(keys) => keys.iter().map(text).collect(),
        None => schema["x-kubernetes-patch-merge-key"].as_str().map(str::to_owned).into_iter().collect(),
    };
    let inner = if schema["items"].is_object() { &schema["items"] } else { schema };
    let inner =
        if inner["additionalProperties"].is_object() { &inner["additionalProperties"] } else { inner };
    let definition = inner["$ref"].as_str().and_then(|r| r.strip_prefix("#/definitions/")).map(str::to_owned);
    Field { definition, merge: strategy.split(',').any(|s| s == "merge"), keys }
}

/// A kind is namespaced when one of its paths names a namespace.
fn scopes(swagger: &Value) -> BTreeMap<(String, String), bool> {
    let mut scopes = BTreeMap::new();
    for (path, operations) in swagger["paths"].as_object().into_iter().flatten() {
        let gvk = &operations["get"]["x-kubernetes-group-version-kind"];
        if !gvk.is_object() {
            continue;
        }
        let namespaced = path.contains("namespaces/{namespace}");
        *scopes.entry((text(&gvk["kind"]), api_version(gvk))).or_insert(false) |= namespaced;
    }
    scopes
}
