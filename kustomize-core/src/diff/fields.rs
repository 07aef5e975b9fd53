//! Which fields of a resource differ.

use super::align::{Aligned, align};
use super::value::{hidden, is_secret};
use super::{Identity, Secrets};
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// A part of the path to a field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// A field of a mapping.
    Key(String),
    /// An item of a list by its number, counted from 0.
    Index(usize),
    /// An item of a list by one of its fields.
    Item {
        /// The field.
        key: String,
        /// Its value.
        value: String,
    },
}

/// A field that is not the same.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FieldChange {
    /// The way to it.
    pub path: Vec<Place>,
    /// What it was; `None` when it was not there.
    pub before: Option<Json>,
    /// What it is; `None` when it is not there.
    pub after: Option<Json>,
    /// True when a list has the same items in another order; the values are then what names its items.
    pub reordered: bool,
}

impl FieldChange {
    /// The path as one text: `spec.containers[name=app].image`, dots in names with a backslash.
    pub fn path_text(&self) -> String {
        let mut text = String::new();
        for place in &self.path {
            match place {
                Place::Key(key) => {
                    if !text.is_empty() {
                        text.push('.');
                    }
                    text.push_str(&key.replace('.', "\\."));
                }
                Place::Index(at) => text.push_str(&format!("[{at}]")),
                Place::Item { key, value } => text.push_str(&format!("[{key}={value}]")),
            }
        }
        text
    }
}

/// The fields that differ, in the order of their names.
pub(super) fn changes(before: &Json, after: &Json, secrets: Secrets) -> Vec<FieldChange> {
    let mut walk = Walk { path: Vec::new(), found: Vec::new() };
    walk.values(before, after);
    let secret = secrets == Secrets::Masked
        && [before, after].into_iter().any(|resource| is_secret(&Identity::of(resource)));
    if secret {
        walk.found.iter_mut().for_each(hide);
    }
    walk.found
}

/// Takes the values of a Secret out of a change.
fn hide(change: &mut FieldChange) {
    let path: Vec<&str> = change
        .path
        .iter()
        .map(|place| match place {
            Place::Key(key) => key.as_str(),
            _ => "",
        })
        .collect();
    let changed = change.before.is_some() && change.after.is_some();
    for (value, remark) in [(&mut change.before, "before"), (&mut change.after, "after")] {
        let mask = if changed { format!("(secret {remark})") } else { "(secret)".to_owned() };
        *value = value.take().map(|value| hidden(value, &path, &mask));
    }
}

struct Walk {
    path: Vec<Place>,
    found: Vec<FieldChange>,
}

impl Walk {
    fn values(&mut self, before: &Json, after: &Json) {
        match (before, after) {
            _ if before == after => {}
            (Json::Object(old), Json::Object(new)) => {
                let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
                for key in keys {
                    self.at(Place::Key(key.clone()), old.get(key), new.get(key));
                }
            }
            (Json::Array(old), Json::Array(new)) => self.lists(old, new),
            _ => self.change(Some(before.clone()), Some(after.clone()), false),
        }
    }

    fn lists(&mut self, old: &[Json], new: &[Json]) {
        let Aligned { items, order } = align(old, new);
        for (place, before, after) in items {
            self.at(place, before, after);
        }
        if let Some((before, after)) = order {
            self.change(Some(before), Some(after), true);
        }
    }

    fn at(&mut self, place: Place, before: Option<&Json>, after: Option<&Json>) {
        self.path.push(place);
        match (before, after) {
            (Some(before), Some(after)) => self.values(before, after),
            _ => self.change(before.cloned(), after.cloned(), false),
        }
        self.path.pop();
    }

    fn change(&mut self, before: Option<Json>, after: Option<Json>, reordered: bool) {
        self.found.push(FieldChange { path: self.path.clone(), before, after, reordered });
    }
}
