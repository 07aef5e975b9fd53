//! What becomes of a generated resource: it is new, takes another's place, or adds to it.

use super::object::{data_value, text_value};
use crate::diagnostic::{Code, Error, Result};
use crate::resource::{Behavior, Resource, ResourceSet};
use crate::source::Pos;
use crate::yaml::{Map, Node, Value};
use std::sync::Arc;

/// Puts a generated resource into the set by its behavior.
///
/// # Errors
/// [`Code::NotFound`] to merge with or replace nothing, [`Code::DuplicateId`] to create what is
/// there, [`Code::Ambiguous`] when several have or had its identity.
pub fn absorb(set: &mut ResourceSet, mut generated: Resource) -> Result<()> {
    let id = generated.id(set.schema());
    let found = set.find_any(&id);
    let place = match found.as_slice() {
        [] => {
            return match generated.behavior {
                Some(Behavior::Merge | Behavior::Replace) => {
                    Err(Error::new(Code::NotFound, format!("there is no {id} to merge with or replace"))
                        .at(generated.name_pos())
                        .hint("use `behavior: create`, or name a resource of a base"))
                }
                _ => set.push(Arc::new(generated)),
            };
        }
        [place] => *place,
        _ => {
            return Err(Error::new(Code::Ambiguous, format!("more than one resource is or was {id}"))
                .at(generated.name_pos()));
        }
    };
    if !matches!(generated.behavior, Some(Behavior::Merge | Behavior::Replace)) {
        let first = set.get(place).map_or(Pos::NONE, |first| first.name_pos());
        return Err(Error::new(Code::DuplicateId, format!("{id} is already there"))
            .at(generated.name_pos())
            .related(first, "the first one is here")
            .hint("use `behavior: merge` or `behavior: replace` to change it"));
    }
    if let Some(old) = set.get(place).filter(|old| old.gvk_ref() != generated.gvk_ref()) {
        let message = format!("what was {id} is {} by now, and cannot be replaced", old.id(set.schema()));
        return Err(Error::new(Code::NotFound, message)
            .at(generated.name_pos())
            .related(old.name_pos(), "it is here"));
    }
    set.modify(place, |old| {
        take_metadata(&mut generated, old);
        if generated.behavior == Some(Behavior::Merge) {
            for field in ["data", "binaryData"] {
                merge_data(&mut generated, old, field);
            }
        }
        generated.behavior = old.behavior;
        *old = generated;
    });
    Ok(())
}

/// Name, namespace and history of the old one; labels and annotations of both.
fn take_metadata(new: &mut Resource, old: &Resource) {
    new.needs_hash &= old.needs_hash;
    new.previous.clone_from(&old.previous);
    new.prefixes.clone_from(&old.prefixes);
    new.suffixes.clone_from(&old.suffixes);
    new.var_names.clone_from(&old.var_names);
    new.transformations.clone_from(&old.transformations);
    if new.behavior == Some(Behavior::Merge) || new.origin.is_none() {
        new.origin.clone_from(&old.origin);
    }
    let pos = new.pos();
    let Some(map) = new.node.as_map_mut() else { return };
    let Some(metadata) = map.get_or_insert_with("metadata", || Node::map(pos)).as_map_mut() else { return };
    let old_metadata = old.node.get("metadata");
    for field in ["labels", "annotations"] {
        let merged = merged_texts(old_metadata.and_then(|m| m.get(field)), metadata.get(field), text_value);
        set_or_clear(metadata, field, merged, pos);
    }
    metadata.set("name", Node::string(old.name(), pos));
    if old.namespace().is_empty() {
        metadata.remove("namespace");
    } else {
        metadata.set("namespace", Node::string(old.namespace(), pos));
    }
}

fn merge_data(new: &mut Resource, old: &Resource, field: &str) {
    let pos = new.pos();
    let merged = merged_texts(old.node.get(field), new.node.get(field), data_value);
    if let Some(map) = new.node.as_map_mut() {
        set_or_clear(map, field, merged, pos);
    }
}

fn set_or_clear(map: &mut Map, field: &str, merged: Map, pos: crate::source::Pos) {
    if merged.is_empty() {
        map.remove(field);
    } else {
        map.set(field, Node::new(Value::Map(merged), pos));
    }
}

/// The texts of two mappings, each made anew; the second one wins.
fn merged_texts(first: Option<&Node>, second: Option<&Node>, make: fn(&str, Pos) -> Node) -> Map {
    let mut all: indexmap::IndexMap<&str, Node> = indexmap::IndexMap::new();
    for map in [first, second].into_iter().flatten().filter_map(Node::as_map) {
        for entry in map {
            let text = entry.value.text().unwrap_or("");
            all.insert(&entry.key.text, make(text, entry.value.pos));
        }
    }
    let mut out = Map::new();
    for (key, value) in all {
        out.push_untagged(key, value);
    }
    out
}
