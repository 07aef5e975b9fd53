//! Lists whose items are told apart by keys, or by their own values.
//!
//! Items of the patch come first, in its order, then the rest of the list. With more than one key
//! an item that lacks some is matched with one that has them, and items that were there keep their
//! place behind the new ones.

use super::strategic::walk;
use crate::diagnostic::Result;
use crate::hash::HashSet;
use crate::schema::{Schema, TypeRef};
use crate::yaml::{Node, Str, Tag, Value, resolve};

/// An item of the result: one of the list's own by its place, or a new one.
enum Item {
    Own(usize),
    New(Node),
}

/// The values of an item's keys; empty where it lacks one.
type Values = Vec<Str>;

pub(super) fn merge(
    own: Vec<Node>,
    patch: Option<&[Node]>,
    list: TypeRef,
    schema: &Schema,
) -> Result<Vec<Node>> {
    let keys = list.merge_keys();
    let mut own: Vec<Option<Node>> = own.into_iter().map(Some).collect();
    let mut all = distinct_values(&own, patch.unwrap_or(&[]), keys);
    if keys.len() > 1 {
        fill_in(&mut all);
    }
    let used: Vec<bool> =
        (0..keys.len()).map(|i| all.iter().any(|v| v.get(i).is_some_and(|v| !v.is_empty()))).collect();
    let any_used = used.iter().any(|u| *u);
    let valid = |i: usize| !any_used || used.get(i) == Some(&true);
    let valid_keys: Vec<&str> = keys.iter().enumerate().filter(|(i, _)| valid(*i)).map(|(_, k)| *k).collect();

    let mut added: Vec<Item> = Vec::new();
    for values in &all {
        let pairs: Vec<(&str, &Str)> = keys
            .iter()
            .zip(values)
            .enumerate()
            .filter(|(i, _)| valid(*i))
            .map(|(_, (key, value))| (*key, value))
            .collect();
        // To find the item, keys that it lacks do not count, unless it lacks all.
        let present: Vec<(&str, &Str)> = match pairs.iter().any(|(_, v)| !v.is_empty()) {
            true => pairs.iter().copied().filter(|(_, v)| !v.is_empty()).collect(),
            false => pairs.clone(),
        };
        let whole = keys.is_empty().then(|| values.first()).flatten();
        let fits = |node: &Node| match whole {
            Some(value) => node.as_map().is_none() && node.text() == Some(value),
            None => node.as_map().is_some() && matches(node, &present),
        };
        let place = own.iter().position(|n| n.as_ref().is_some_and(&fits));
        let from_patch = patch.and_then(|items| items.iter().find(|n| fits(n)));
        let taken = place.and_then(|i| own.get_mut(i)).and_then(Option::take);
        let backup = taken.clone().filter(|_| from_patch.is_some());
        let merged = walk(taken, from_patch, Some(list.elements()), schema)?;
        let Some(mut merged) = merged.filter(|m| !m.node.is_null_or_empty() || m.node.as_seq().is_some())
        else {
            own.iter_mut().for_each(|slot| {
                if slot
                    .as_ref()
                    .is_some_and(|n| whole.map_or_else(|| matches(n, &pairs), |v| n.text() == Some(v)))
                {
                    *slot = None;
                }
            });
            continue;
        };
        set_missing_keys(&mut merged.node, &pairs);
        let item = match place {
            Some(i) if merged.in_place => {
                if let Some(slot) = own.get_mut(i) {
                    *slot = Some(merged.node);
                }
                Item::Own(i)
            }
            Some(i) => {
                // What the patch put in its place gives way to the list's own item again.
                if let Some(slot) = own.get_mut(i) {
                    *slot = if whole.is_some() { Some(merged.node) } else { backup };
                }
                Item::Own(i)
            }
            None => Item::New(merged.node),
        };
        added.push(item);
    }
    Ok(join(own, added, &valid_keys))
}

/// The values of the keys of all items, the patch's first, each once.
fn distinct_values(own: &[Option<Node>], patch: &[Node], keys: &[&str]) -> Vec<Values> {
    let mut seen: HashSet<Values> = HashSet::default();
    let mut all = Vec::new();
    for node in patch.iter().chain(own.iter().flatten()) {
        let values: Values = if keys.is_empty() {
            vec![node.text().unwrap_or("").into()]
        } else {
            keys.iter().map(|key| key_value(node, key)).collect()
        };
        if seen.insert(values.clone()) {
            all.push(values);
        }
    }
    all
}

fn key_value(node: &Node, key: &str) -> Str {
    node.get(key).filter(|n| !n.is_null_or_empty()).and_then(Node::text).unwrap_or("").into()
}

/// Completes values that lack a part from others that agree in the rest.
fn fill_in(all: &mut [Values]) {
    if !all.iter().flatten().any(|v| v.is_empty()) {
        return;
    }
    for i in 0..all.len() {
        for j in 0..all.len() {
            let (Some(a), Some(b)) = (all.get(i), all.get(j)) else { continue };
            let Some(joined) = agree(a, b) else { continue };
            for at in [i, j] {
                if let Some(slot) = all.get_mut(at) {
                    slot.clone_from(&joined);
                }
            }
        }
    }
}

/// What two values come to when they have a part in common and differ only where one is empty.
fn agree(a: &Values, b: &Values) -> Option<Values> {
    let mut common = false;
    let mut joined = Vec::with_capacity(a.len());
    for (x, y) in a.iter().zip(b) {
        if x == y {
            common = true;
        } else if !x.is_empty() && !y.is_empty() {
            return None;
        }
        joined.push(if x.is_empty() { y.clone() } else { x.clone() });
    }
    common.then_some(joined)
}

/// True when the mapping has each key with its value; an empty value stands for any.
fn matches(node: &Node, pairs: &[(&str, &Str)]) -> bool {
    pairs.iter().all(|(key, value)| {
        node.get(key).is_some_and(|n| value.is_empty() || n.text() == Some(value.as_str()))
    })
}

fn set_missing_keys(node: &mut Node, pairs: &[(&str, &Str)]) {
    let pos = node.pos;
    let Some(map) = node.as_map_mut() else { return };
    for (key, value) in pairs {
        if !value.is_empty() && !map.contains(key) {
            map.push(*key, Node::scalar((*value).clone(), resolve::resolve_plain(value), pos));
        }
    }
}

/// The added items, then those of the list that are not among them.
fn join(mut own: Vec<Option<Node>>, added: Vec<Item>, keys: &[&str]) -> Vec<Node> {
    let mut result: Vec<Option<Node>> = Vec::with_capacity(own.len() + added.len());
    let mut places: Vec<Option<usize>> = vec![None; own.len()];
    for item in added {
        match item {
            Item::Own(at) => {
                if let Some(place) = places.get_mut(at)
                    && place.is_none()
                {
                    *place = Some(result.len());
                    result.push(None);
                }
            }
            Item::New(node) => result.push(Some(node)),
        }
    }
    for (at, slot) in own.iter_mut().enumerate() {
        let Some(node) = slot.take() else { continue };
        let place = places.get(at).copied().flatten();
        match place.and_then(|p| result.get_mut(p)) {
            Some(reserved) if keys.len() <= 1 => *reserved = Some(node),
            _ => result.push(Some(node)),
        }
    }
    drop_repeated(result.into_iter().flatten().collect(), keys)
}

/// Of items with the same keys the last one stays, at the place of the first; with several keys at
/// its own place.
fn drop_repeated(items: Vec<Node>, keys: &[&str]) -> Vec<Node> {
    let id = |node: &Node| -> Option<Values> {
        if keys.is_empty() {
            return node.text().map(|t| vec![t.into()]);
        }
        let values: Values = keys.iter().map(|k| key_value(node, k)).collect();
        values.iter().all(|v| !v.is_empty()).then_some(values)
    };
    let mut first: crate::hash::HashMap<Values, usize> = crate::hash::HashMap::default();
    let mut result: Vec<Option<Node>> = Vec::with_capacity(items.len());
    for node in items {
        if is_empty_item(&node) {
            continue;
        }
        let Some(values) = id(&node) else {
            result.push(Some(node));
            continue;
        };
        match first.get(&values).copied().and_then(|at| result.get_mut(at).map(|slot| (at, slot))) {
            Some((_, slot)) if keys.len() <= 1 => *slot = Some(node),
            Some((_, slot)) => {
                *slot = None;
                first.insert(values, result.len());
                result.push(Some(node));
            }
            None => {
                first.insert(values, result.len());
                result.push(Some(node));
            }
        }
    }
    result.into_iter().flatten().collect()
}

fn is_empty_item(node: &Node) -> bool {
    match &node.value {
        Value::Map(map) => map.is_empty(),
        Value::Scalar(s) => s.tag == Tag::Null,
        Value::Seq(_) => false,
    }
}
