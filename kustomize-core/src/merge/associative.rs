//! Lists whose items are told apart by keys, or by their own values.
//!
//! Items of the patch come first, in its order, then the rest of the list; with more than one key
//! items that were there keep their place behind the new ones. Lists where every item has its keys
//! and no two are alike, which is nearly all of them, are merged in linear time; the others take
//! the steps of the reference one by one, because what it does with them is an accident of those
//! steps: items without a key displace others, repeated items take each other's place.

use super::strategic::{DIRECTIVE, Directive, Pair, Took, directive_of, walk};
use crate::diagnostic::{Code, Error, Result};
use crate::hash::HashMap;
use crate::schema::{Schema, TypeRef};
use crate::yaml::{Node, Str};
use std::borrow::Cow;

/// The lists to merge; the result is left in the first.
pub(super) enum Lists<'a> {
    /// The patch is silent.
    Own(&'a mut Vec<Node>),
    /// Inside something that the patch added.
    Same(&'a mut Vec<Node>),
    /// The object's list and the patch's.
    Both(&'a mut Vec<Node>, &'a mut Vec<Node>),
}

/// Merges the items of lists of this type.
pub(super) fn merge(lists: Lists<'_>, list: TypeRef<'_>, schema: &Schema) -> Result<()> {
    let mut none = Vec::new();
    let (own, patch, same) = match lists {
        Lists::Own(own) => (own, &mut none, false),
        Lists::Same(own) => (own, &mut none, true),
        Lists::Both(own, patch) => (own, patch, false),
    };
    let element = list.elements();
    let keys = list.keys();
    let Some(plan) = plan(own, patch, &keys) else {
        let steps = Steps { own: std::mem::take(own), patch: std::mem::take(patch), same };
        *own = steps.run(&keys, element, schema)?;
        return Ok(());
    };

    merge_plain(own, patch, same, &plan, element, schema)
}

/// Merges lists of which each item is told apart from the others of its list.
fn merge_plain(
    own: &mut Vec<Node>,
    patch: &mut Vec<Node>,
    same: bool,
    plan: &Plan,
    element: Option<TypeRef<'_>>,
    schema: &Schema,
) -> Result<()> {
    fn alone(item: &mut Node, same: bool) -> Pair<'_> {
        if same { Pair::Same(item) } else { Pair::Own(item) }
    }
    if patch.is_empty() {
        let mut result = Ok(());
        own.retain_mut(|item| {
            result.is_err()
                || match walk(alone(item, same), element, schema) {
                    Ok(took) => took != Took::Nothing && !is_empty_item(item),
                    Err(error) => {
                        result = Err(error);
                        true
                    }
                }
        });
        return result;
    }
    let mut owner: Vec<Option<usize>> = vec![None; patch.len()];
    let mut left = vec![true; own.len()];
    for (i, (item, left)) in own.iter_mut().zip(&mut left).enumerate() {
        let partner = plan.partners.get(i).copied().flatten();
        let pair = match partner.and_then(|j| patch.get_mut(j)) {
            Some(new) => Pair::Both(item, new),
            None => alone(item, same),
        };
        // What `$patch: replace` in an item puts in its place gives way to the item again.
        *left = walk(pair, element, schema)? != Took::Nothing && !is_empty_item(item);
        if let Some(slot) = partner.and_then(|j| owner.get_mut(j)) {
            *slot = Some(i);
        }
    }
    let added = owner.iter().filter(|owner| owner.is_none()).count();
    let mut merged = Vec::with_capacity(own.len() + added);
    for (mut new, owner) in std::mem::take(patch).into_iter().zip(owner) {
        match owner {
            Some(i) if !plan.several_keys => {
                let is_left = left.get_mut(i).is_some_and(std::mem::take);
                merged.extend(own.get_mut(i).filter(|_| is_left).map(std::mem::take));
            }
            Some(_) => {}
            None => {
                let took = walk(Pair::Patch(&mut new), element, schema)?;
                if took != Took::Nothing && !is_empty_item(&new) {
                    merged.push(new);
                }
            }
        }
    }
    let others = std::mem::take(own).into_iter().zip(left);
    merged.extend(others.filter(|(_, left)| *left).map(|(item, _)| item));
    *own = merged;
    Ok(())
}

/// Which items belong together, where every item can be told apart.
struct Plan {
    /// For each item of the object its partner in the patch; nothing where the patch has no items.
    partners: Vec<Option<usize>>,
    /// True when more than one key tells items apart.
    several_keys: bool,
}

/// Pairs the items; `None` when an item lacks a key that others have, or two of a list are alike.
fn plan(own: &[Node], patch: &[Node], keys: &[&str]) -> Option<Plan> {
    let is_used = |key: &&str| own.iter().chain(patch).any(|item| !key_value(item, key).is_empty());
    if keys.iter().all(is_used) {
        return plan_by(own, patch, keys);
    }
    let used: Vec<&str> = keys.iter().copied().filter(is_used).collect();
    if used.is_empty() {
        return (own.is_empty() && patch.is_empty())
            .then(|| Plan { partners: Vec::new(), several_keys: false });
    }
    plan_by(own, patch, &used)
}

/// So many items are compared with each other.
const FEW: usize = 8;

/// Pairs the items by keys all of which are used.
fn plan_by(own: &[Node], patch: &[Node], keys: &[&str]) -> Option<Plan> {
    let several_keys = keys.len() > 1;
    if own.len() <= FEW && patch.len() <= FEW {
        let are_apart = |items: &[Node]| {
            let told = |(i, item): (usize, &Node)| {
                has_identity(item, keys) && !items.iter().take(i).any(|other| are_alike(item, other, keys))
            };
            items.iter().enumerate().all(told)
        };
        if !are_apart(patch) || !are_apart(own) {
            return None;
        }
        let partner = |item: &Node| patch.iter().position(|new| are_alike(item, new, keys));
        let partners = if patch.is_empty() { Vec::new() } else { own.iter().map(partner).collect() };
        return Some(Plan { partners, several_keys });
    }
    let in_patch = index(patch, keys)?;
    let in_own = index(own, keys)?;
    let mut partners = vec![None; own.len()];
    for (identity, i) in &in_own {
        if let Some(slot) = partners.get_mut(*i) {
            *slot = in_patch.get(identity).copied();
        }
    }
    Some(Plan { partners, several_keys })
}

/// True for an item with all keys, or with a value where there are none.
fn has_identity(item: &Node, keys: &[&str]) -> bool {
    match keys {
        [] => !value_of(item).is_empty(),
        keys => keys.iter().all(|key| !key_value(item, key).is_empty()),
    }
}

/// True for items that have the same values of the keys, or the same value where there are none.
fn are_alike(a: &Node, b: &Node, keys: &[&str]) -> bool {
    match keys {
        [] => value_of(a) == value_of(b),
        keys => keys.iter().all(|key| key_value(a, key) == key_value(b, key)),
    }
}

/// The text of a scalar; empty for a null and for others.
fn value_of(item: &Node) -> &str {
    item.as_scalar().filter(|_| !item.is_null()).map_or("", |s| &s.text)
}

fn index<'a>(items: &'a [Node], keys: &[&str]) -> Option<HashMap<Cow<'a, str>, usize>> {
    let mut index = HashMap::default();
    for (i, item) in items.iter().enumerate() {
        if index.insert(identity(item, keys)?, i).is_some() {
            return None;
        }
    }
    Some(index)
}

/// The values of the keys, or the value itself; `None` where one is missing.
fn identity<'a>(item: &'a Node, keys: &[&str]) -> Option<Cow<'a, str>> {
    let full = |text: &'a str| (!text.is_empty()).then_some(text);
    match keys {
        [] => full(value_of(item)).map(Cow::Borrowed),
        [key] => full(key_value(item, key)).map(Cow::Borrowed),
        keys => {
            let mut all = String::new();
            for key in keys {
                let text = full(key_value(item, key))?;
                all.push_str(&text.len().to_string());
                all.push(':');
                all.push_str(text);
            }
            Some(Cow::Owned(all))
        }
    }
}

/// The text of a key of an item; empty when there is none.
fn key_value<'a>(item: &'a Node, key: &str) -> &'a str {
    item.get(key).filter(|n| !n.is_null()).map_or("", text_of)
}

/// The text of a scalar, null included; empty for others.
fn text_of(node: &Node) -> &str {
    node.text().unwrap_or("")
}

fn is_empty_item(node: &Node) -> bool {
    node.is_null() || node.as_map().is_some_and(crate::yaml::Map::is_empty)
}

/// Takes the directive for a whole list out of it: an item with nothing but `$patch`.
pub(super) fn take_directive(items: &mut Vec<Node>) -> Result<Directive> {
    let Some(map) = items.iter().filter_map(Node::as_map).find(|m| m.contains(DIRECTIVE)) else {
        return Ok(Directive::Merge);
    };
    let Some(value) = map.get(DIRECTIVE).filter(|_| map.len() == 1) else { return Ok(Directive::Merge) };
    let directive = directive_of(value)?;
    let text: Str = text_of(value).into();
    items.retain(|item| match item.as_map() {
        Some(map) => !map.is_empty() && map.get(DIRECTIVE).is_none_or(|v| text_of(v) != text),
        None => !item.is_null(),
    });
    Ok(directive)
}

/// An item, by where it is.
#[derive(Clone, Copy)]
enum Slot {
    Own(usize),
    Patch(usize),
}

/// The merge of lists with items that cannot all be told apart.
struct Steps {
    own: Vec<Node>,
    patch: Vec<Node>,
    same: bool,
}

impl Steps {
    fn run(mut self, keys: &[&str], element: Option<TypeRef<'_>>, schema: &Schema) -> Result<Vec<Node>> {
        let keys = if keys.is_empty() { &[""] } else { keys };
        let mut all = self.distinct_values(keys);
        if keys.len() > 1 {
            fill_in(&mut all);
        }
        let used: Vec<bool> =
            (0..keys.len()).map(|k| all.iter().any(|v| v.get(k).is_some_and(|v| !v.is_empty()))).collect();
        let none_used = !used.contains(&true);
        let valid = |k: &usize| none_used || used.get(*k) == Some(&true);
        let valid_keys: Vec<&str> =
            keys.iter().enumerate().filter(|(k, _)| valid(k)).map(|(_, key)| *key).collect();

        let mut dest: Vec<Slot> = (0..self.own.len()).map(Slot::Own).collect();
        let from_patch: Vec<Slot> = (0..self.patch.len()).map(Slot::Patch).collect();
        let mut result: Vec<Slot> = Vec::new();
        for values in &all {
            let values: Vec<Str> =
                values.iter().enumerate().filter(|(k, _)| valid(k)).map(|(_, v)| v.clone()).collect();
            let own = self.find(&dest, &valid_keys, &values);
            let new = self.find(&from_patch, &valid_keys, &values);
            match self.walk(own, new, element, schema)? {
                Some(slot) if !self.node(slot).is_none_or(is_empty_item) => {
                    self.set(&mut result, Some(slot), &valid_keys, &values)?;
                }
                _ => self.set(&mut dest, None, &valid_keys, &values)?,
            }
        }
        if !all.is_empty() {
            self.append(&mut result, &dest, &valid_keys)?;
            dest = result;
        }
        Ok(dest.into_iter().filter_map(|slot| self.node(slot).cloned()).collect())
    }

    fn node(&self, slot: Slot) -> Option<&Node> {
        match slot {
            Slot::Own(i) => self.own.get(i),
            Slot::Patch(i) => self.patch.get(i),
        }
    }

    fn walk(
        &mut self,
        own: Option<Slot>,
        new: Option<Slot>,
        element: Option<TypeRef<'_>>,
        schema: &Schema,
    ) -> Result<Option<Slot>> {
        let own_node = match own {
            Some(Slot::Own(i)) => self.own.get_mut(i),
            _ => None,
        };
        let new_node = match new {
            Some(Slot::Patch(i)) => self.patch.get_mut(i),
            _ => None,
        };
        let pair = match (own_node, new_node) {
            (Some(node), _) if self.same => Pair::Same(node),
            (Some(node), Some(new)) => Pair::Both(node, new),
            (Some(node), None) => Pair::Own(node),
            (None, Some(new)) => Pair::Patch(new),
            (None, None) => return Ok(None),
        };
        Ok(match walk(pair, element, schema)? {
            Took::Nothing => None,
            Took::Own => own,
            Took::Patch => new,
        })
    }

    /// The values of the keys of all items, the patch's first, each once.
    fn distinct_values(&self, keys: &[&str]) -> Vec<Vec<Str>> {
        let mut seen = crate::hash::HashSet::default();
        let mut all = Vec::new();
        for item in self.patch.iter().chain(&self.own) {
            let values: Vec<Str> = match keys {
                [""] => vec![text_of(item).into()],
                keys => keys.iter().map(|key| key_value(item, key).into()).collect(),
            };
            if seen.insert(values.clone()) {
                all.push(values);
            }
        }
        all
    }

    /// The first item that has these values, of the keys that are not empty unless all are.
    fn find(&self, slots: &[Slot], keys: &[&str], values: &[Str]) -> Option<Slot> {
        let any = values.iter().any(|v| !v.is_empty());
        let fits = |item: &Node| match keys {
            [""] => values.first().is_some_and(|v| text_of(item) == v),
            keys => item.as_map().is_some_and(|map| {
                let mut pairs = keys.iter().zip(values).filter(|(_, v)| !any || !v.is_empty());
                pairs.all(|(key, value)| map.get(key).is_some_and(|n| text_of(n) == value))
            }),
        };
        slots.iter().copied().find(|slot| self.node(*slot).is_some_and(fits))
    }

    /// Puts an item in the place of those with these values, or at the end when there are none;
    /// without an item removes them. Empty items are dropped on the way, and without values all.
    fn set(&self, list: &mut Vec<Slot>, item: Option<Slot>, keys: &[&str], values: &[Str]) -> Result<()> {
        let of_mappings =
            keys.first().is_some_and(|k| !k.is_empty()) && values.first().is_some_and(|v| !v.is_empty());
        let mut found_any = false;
        let mut kept = Vec::with_capacity(list.len() + 1);
        for slot in list.iter().copied() {
            let Some(node) = self.node(slot).filter(|n| !is_empty_item(n)) else { continue };
            if of_mappings && node.as_map().is_none() {
                kept.push(slot);
                continue;
            }
            let mut found = false;
            for (k, key) in keys.iter().enumerate() {
                // A key without a value shares the finding of the one before it.
                if let Some(value) = values.get(k) {
                    found = has(node, key, value)?;
                }
                if !found {
                    break;
                }
            }
            if found {
                found_any = true;
                kept.extend(item);
            } else if !values.is_empty() {
                kept.push(slot);
            }
        }
        if !found_any {
            kept.extend(item.filter(|i| self.node(*i).is_some_and(|n| !n.is_null())));
        }
        *list = kept;
        Ok(())
    }

    /// Adds the items of the object to the result, in the place of those with the same values.
    fn append(&self, result: &mut Vec<Slot>, dest: &[Slot], keys: &[&str]) -> Result<()> {
        for slot in dest.iter().copied() {
            let Some(node) = self.node(slot) else { continue };
            if keys == [""] {
                self.set(result, Some(slot), keys, &[text_of(node).into()])?;
                continue;
            }
            let mut values: Vec<Str> = Vec::with_capacity(keys.len());
            for key in keys {
                if !node.is_null() && node.as_map().is_none() {
                    return Err(not_a_mapping(node));
                }
                match node.get(key) {
                    Some(value) => values.push(text_of(value).into()),
                    None => result.push(slot),
                }
            }
            if keys.len() > 1 {
                self.set(result, None, keys, &values)?;
            }
            self.set(result, Some(slot), keys, &values)?;
        }
        Ok(())
    }
}

/// True when the item has this value of the key; an empty value stands for any.
fn has(item: &Node, key: &str, value: &str) -> Result<bool> {
    if key.is_empty() {
        return match item.text() {
            Some(text) => Ok(text == value),
            None => Err(Error::new(
                Code::PatchFailed,
                format!("a list of plain values that is to be merged has {} in it", item.kind_name()),
            )
            .at(item.pos)),
        };
    }
    let map = item.as_map().ok_or_else(|| not_a_mapping(item))?;
    Ok(map.get(key).is_some_and(|n| value.is_empty() || text_of(n) == value))
}

fn not_a_mapping(item: &Node) -> Error {
    let message = format!("a list whose items are told apart by a key has {} in it", item.kind_name());
    Error::new(Code::PatchFailed, message).at(item.pos)
}

/// Completes values that lack a part from others that agree in the rest.
fn fill_in(all: &mut [Vec<Str>]) {
    for i in 0..all.len() {
        let Some(own) = all.get(i).cloned() else { continue };
        for j in 0..all.len() {
            let Some(joined) = all.get(j).and_then(|other| agree(&own, other)) else { continue };
            for at in [i, j] {
                if let Some(slot) = all.get_mut(at) {
                    slot.clone_from(&joined);
                }
            }
        }
    }
}

/// What two values come to when they have a part in common and differ only where one is empty.
fn agree(a: &[Str], b: &[Str]) -> Option<Vec<Str>> {
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
