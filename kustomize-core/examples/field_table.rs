//! Writes `src/schema/fields.rs` from the OpenAPI documents of several Kubernetes releases.
//!
//! The documents are `api/openapi-spec/swagger.json` in the sources of Kubernetes 1.21.2, 1.25, 1.29, 1.33
//! and 1.37; a field counts that any of them has:
//!
//! ```text
//! cargo run --example field_table -- v1.21.2.json … > kustomize-core/src/schema/fields.rs
//! rustfmt kustomize-core/src/schema/fields.rs
//! ```

#![allow(clippy::print_stdout, clippy::indexing_slicing)]

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The fields of a type with the types that they lead to; `*` stands for any name.
type Fields = BTreeMap<String, Option<String>>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut types: BTreeMap<String, Fields> = BTreeMap::new();
    let mut kinds: BTreeMap<(String, String), String> = BTreeMap::new();
    for path in std::env::args().skip(1) {
        let swagger: Value = serde_json::from_slice(&std::fs::read(path)?)?;
        for (name, definition) in swagger["definitions"].as_object().ok_or("no definitions")? {
            let mut fields = Fields::new();
            for (field, schema) in definition["properties"].as_object().into_iter().flatten() {
                fields.insert(field.clone(), target(schema));
            }
            if !fields.is_empty() {
                types.entry(name.clone()).or_default().extend(fields);
            }
            let gvks = definition["x-kubernetes-group-version-kind"].as_array();
            // What many groups share is no kind of any.
            if let Some([gvk]) = gvks.map(Vec::as_slice)
                && definition["properties"]["metadata"].is_object()
                && !text(&gvk["kind"]).ends_with("List")
            {
                kinds.insert((text(&gvk["kind"]), api_version(gvk)), name.clone());
            }
        }
    }
    let mut reached: BTreeSet<&String> = BTreeSet::new();
    let mut left: Vec<&String> = kinds.values().collect();
    while let Some(name) = left.pop() {
        let Some(fields) = types.get(name) else { continue };
        if reached.insert(name) {
            left.extend(fields.values().flatten());
        }
    }
    let numbers: BTreeMap<&String, usize> = reached.iter().enumerate().map(|(i, name)| (*name, i)).collect();

    println!("//! Fields of Kubernetes 1.21 to 1.37. Written by `examples/field_table.rs`; do not edit.\n");
    println!("/// Kinds and their types, sorted by kind and apiVersion.");
    println!("pub(super) static KINDS: &[(&str, &str, u16)] = &[");
    for ((kind, api_version), name) in &kinds {
        if let Some(number) = numbers.get(name) {
            println!("    ({kind:?}, {api_version:?}, {number}),");
        }
    }
    println!(
        "];\n\n/// The fields of each type; a field that leads to another type has its number behind it."
    );
    println!("pub(super) static TYPES: &[&str] = &[");
    for name in &reached {
        let fields =
            types[*name].iter().map(|(field, to)| match to.as_ref().and_then(|to| numbers.get(to)) {
                Some(number) => format!("{field}:{number}"),
                None => field.clone(),
            });
        println!("    \"{}\",", fields.collect::<Vec<_>>().join(" "));
    }
    println!("];");
    Ok(())
}

/// The definition that a field leads to, itself or by its items; not what is behind names of the user's.
fn target(schema: &Value) -> Option<String> {
    let inner = if schema["items"].is_object() { &schema["items"] } else { schema };
    inner["$ref"].as_str().and_then(|r| r.strip_prefix("#/definitions/")).map(str::to_owned)
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
