//! What a cluster has, as far as manifests speak of it.

use super::align::names_of;
use super::value::{LAST_APPLIED, is_secret};
use super::{Identity, Item, Secrets};
use crate::hash::HashMap;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value as Json};

/// Compares what a cluster has with manifests. Of an object in the cluster only those fields count that
/// its manifest states, or the one that was applied last: what the cluster adds is no difference. Objects
/// without a manifest are left out.
pub fn compare_live(live: &[Json], manifests: &[Item], secrets: Secrets) -> super::Difference {
    let manifests: Vec<Json> = manifests.iter().map(|item| as_stored(&item.value)).collect();
    let mut known: HashMap<(String, String, String), Vec<&Json>> = HashMap::default();
    for object in live {
        known.entry(key(&Identity::of(object))).or_default().push(object);
    }
    let there: Vec<Json> = manifests
        .iter()
        .filter_map(|manifest| {
            let id = Identity::of(manifest);
            let fits = |object: &&&Json| {
                // Without a namespace it is the one of the user's context.
                id.namespace.is_empty() || Identity::of(object).namespace == id.namespace
            };
            let object = known.get(&key(&id))?.iter().find(fits)?;
            let last = last_applied(object);
            let stated: Vec<&Json> = std::iter::once(manifest).chain(last.as_ref()).collect();
            Some(only_stated(object, &stated))
        })
        .collect();
    let items = |values: Vec<Json>| -> Vec<Item> { values.into_iter().map(Item::new).collect() };
    super::compare(&items(there), &items(manifests), secrets)
}

fn key(id: &Identity) -> (String, String, String) {
    (id.group().to_owned(), id.kind.clone(), id.name.clone())
}

/// A manifest as the cluster stores it: the plain values of a Secret encoded.
fn as_stored(manifest: &Json) -> Json {
    let mut manifest = manifest.clone();
    if !is_secret(&Identity::of(&manifest)) {
        return manifest;
    }
    if let Some(object) = manifest.as_object_mut()
        && let Some(Json::Object(plain)) = object.remove("stringData")
        && let Some(data) = object.entry("data").or_insert_with(|| Json::Object(Map::new())).as_object_mut()
    {
        for (key, value) in plain {
            let value = value.as_str().map_or(value.clone(), |text| STANDARD.encode(text).into());
            data.insert(key, value);
        }
    }
    manifest
}

/// The manifest that was applied last, without what it says of itself.
fn last_applied(object: &Json) -> Option<Json> {
    let text = object.get("metadata")?.get("annotations")?.get(LAST_APPLIED)?.as_str()?;
    let mut last: Json = serde_json::from_str(text).ok()?;
    // The cluster does not tell the namespace of the context from one that was stated.
    last.get_mut("metadata")?.as_object_mut()?.remove("namespace");
    Some(as_stored(&last))
}

/// The part of a value that one of the others speaks of.
fn only_stated(live: &Json, stated: &[&Json]) -> Json {
    match live {
        Json::Object(fields) => {
            let field = |(key, value): (&String, &Json)| {
                let stated: Vec<&Json> = stated.iter().filter_map(|other| other.get(key)).collect();
                (!stated.is_empty()).then(|| (key.clone(), only_stated(value, &stated)))
            };
            Json::Object(fields.iter().filter_map(field).collect())
        }
        Json::Array(items) => {
            let lists: Vec<&[Json]> =
                stated.iter().filter_map(|other| other.as_array().map(Vec::as_slice)).collect();
            Json::Array(list(items, &lists))
        }
        value => value.clone(),
    }
}

/// Items of a list that are named are looked for by their names; others count by their place, as long as
/// there are as many.
fn list(items: &[Json], lists: &[&[Json]]) -> Vec<Json> {
    let all: Vec<&[Json]> = std::iter::once(items).chain(lists.iter().copied()).collect();
    if let Some(names) = names_of(&all) {
        let Some((own, others)) = names.split_first() else { return Vec::new() };
        let index: Vec<HashMap<&str, &Json>> = others
            .iter()
            .zip(lists)
            .map(|(names, items)| names.iter().map(String::as_str).zip(*items).collect())
            .collect();
        let item = |(name, item): (&String, &Json)| {
            let stated: Vec<&Json> =
                index.iter().filter_map(|list| list.get(name.as_str()).copied()).collect();
            (!stated.is_empty()).then(|| only_stated(item, &stated))
        };
        return own.iter().zip(items).filter_map(item).collect();
    }
    let same: Vec<&&[Json]> = lists.iter().filter(|list| list.len() == items.len()).collect();
    let item = |(at, item): (usize, &Json)| match same.is_empty() {
        true => item.clone(),
        false => only_stated(item, &same.iter().filter_map(|list| list.get(at)).collect::<Vec<_>>()),
    };
    items.iter().enumerate().map(item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn text(live: Json, manifest: Json) -> String {
        compare_live(&[live], &[Item::new(manifest)], Secrets::Masked).to_string()
    }

    #[test]
    fn what_the_cluster_adds_is_no_difference() {
        let manifest = json!({
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
            "spec": {"template": {"spec": {"containers": [{"name": "app", "image": "app:1"}]}}},
        });
        let live = json!({
            "apiVersion": "apps/v1", "kind": "Deployment",
            "metadata": {"name": "web", "namespace": "default", "uid": "1", "annotations": {
                LAST_APPLIED: "{\"metadata\":{\"name\":\"web\",\"namespace\":\"default\",\"labels\":{\"a\":\"b\"}}}",
            }},
            "spec": {"replicas": 1, "template": {"spec": {"containers": [
                {"name": "sidecar", "image": "proxy"},
                {"name": "app", "image": "app:1", "imagePullPolicy": "Always"},
            ]}}},
            "status": {"replicas": 1},
        });
        assert_eq!(text(live.clone(), manifest.clone()), "");
        // What was applied and is stated no more is taken out.
        let mut labelled = live;
        labelled["metadata"]["labels"] = json!({"a": "b", "other": "c"});
        let expected = "changed: apps/v1 Deployment web\n  metadata.labels\n    - a: b\n";
        assert_eq!(text(labelled, manifest), expected);
    }

    #[test]
    fn plain_values_of_secrets_are_compared_as_they_are_stored() {
        let secret = |field: &str, value: &str| json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, field: {"k": value}});
        assert_eq!(text(secret("data", "cHc="), secret("stringData", "pw")), "");
        let changed = text(secret("data", "cHc="), secret("stringData", "other"));
        assert_eq!(changed, "changed: v1 Secret s\n  data.k\n    - (secret before)\n    + (secret after)\n");
    }
}
