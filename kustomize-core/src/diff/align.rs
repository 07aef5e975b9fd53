//! Which item of one list is which of another.

use super::fields::Place;
use crate::hash::HashMap;
use serde_json::Value as Json;

/// Fields that name the items of a list, where all items have different ones.
const NAMES: [&str; 10] =
    ["name", "key", "mountPath", "devicePath", "containerPort", "port", "id", "path", "ip", "host"];

/// The items of two lists side by side.
pub(super) struct Aligned<'j> {
    pub(super) items: Vec<(Place, Option<&'j Json>, Option<&'j Json>)>,
    /// The names of the items that both lists have, when their order is not the same.
    pub(super) order: Option<(Json, Json)>,
}

/// Lays two lists side by side: by a field that names the items, else by what is the same at both ends.
pub(super) fn align<'j>(old: &'j [Json], new: &'j [Json]) -> Aligned<'j> {
    match named(&[old, new]) {
        Some((key, names)) => match names.as_slice() {
            [old_names, new_names] => by_name(key, (old, old_names), (new, new_names)),
            _ => Aligned { items: Vec::new(), order: None },
        },
        None => Aligned { items: by_place(old, new), order: None },
    }
}

/// The names of the items of several lists, where one field names them in all.
pub(super) fn names_of(lists: &[&[Json]]) -> Option<Vec<Vec<String>>> {
    named(lists).map(|(_, names)| names)
}

fn named(lists: &[&[Json]]) -> Option<(&'static str, Vec<Vec<String>>)> {
    NAMES.into_iter().find_map(|key| {
        let names: Vec<_> = lists.iter().map(|items| names(items, key)).collect::<Option<_>>()?;
        Some((key, names))
    })
}

/// The names of all items; `None` when one has none or two have the same.
fn names(items: &[Json], key: &str) -> Option<Vec<String>> {
    let name = |item: &Json| match item.get(key)? {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let names: Vec<String> = items.iter().map(name).collect::<Option<_>>()?;
    let mut known = HashMap::default();
    let differ = names.iter().all(|name| known.insert(name.clone(), ()).is_none());
    differ.then_some(names)
}

fn by_name<'j>(
    key: &str,
    (old, old_names): (&'j [Json], &[String]),
    (new, new_names): (&'j [Json], &[String]),
) -> Aligned<'j> {
    let place = |name: &String| Place::Item { key: key.to_owned(), value: name.clone() };
    let index = |names: &[String], items: &'j [Json]| -> HashMap<String, &'j Json> {
        names.iter().cloned().zip(items).collect()
    };
    let (old_index, new_index) = (index(old_names, old), index(new_names, new));
    let mut items = Vec::new();
    for (name, before) in old_names.iter().zip(old) {
        items.push((place(name), Some(before), new_index.get(name).copied()));
    }
    for (name, after) in new_names.iter().zip(new).filter(|(name, _)| !old_index.contains_key(*name)) {
        items.push((place(name), None, Some(after)));
    }
    let both = |names: &[String], other: &HashMap<String, &Json>| -> Vec<Json> {
        names.iter().filter(|name| other.contains_key(*name)).map(|name| name.as_str().into()).collect()
    };
    let (before, after) = (both(old_names, &new_index), both(new_names, &old_index));
    let order = (before != after).then_some((Json::Array(before), Json::Array(after)));
    Aligned { items, order }
}

/// The items between what is the same at the start and at the end, one by one.
fn by_place<'j>(old: &'j [Json], new: &'j [Json]) -> Vec<(Place, Option<&'j Json>, Option<&'j Json>)> {
    let same = |(a, b): &(&Json, &Json)| a == b;
    let head = old.iter().zip(new).take_while(same).count();
    let shorter = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(shorter).take_while(same).count();
    let old = old.get(head..old.len() - tail).unwrap_or_default();
    let new = new.get(head..new.len() - tail).unwrap_or_default();
    (0..old.len().max(new.len())).map(|at| (Place::Index(head + at), old.get(at), new.get(at))).collect()
}
