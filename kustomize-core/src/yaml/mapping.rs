//! Putting mappings together: keys are told apart, merge keys are merged.

use super::dialect::{Dialect, Repeats};
use super::map::Map;
use super::node::{Entry, Key, Node, Str, Style, Tag, Value};
use super::number;
use super::resolve::{self, IntValue};
use crate::diagnostic::{Code, Error, Result};
use crate::source::Pos;
use foldhash::quality::RandomState;
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// Puts a mapping together: keys are told apart, merge keys are merged.
pub(super) struct MapBuilder {
    dialect: Dialect,
    repeats: Repeats,
    entries: Vec<Entry>,
    /// The places of the keys, found by their hashes, once there are more than a few.
    places: HashTable<usize>,
    hasher: RandomState,
    merge: Option<Node>,
    /// The first key that reads `<<`, in quotes or not, does not stay.
    merge_like_gone: bool,
}

/// Up to so many keys are compared one by one.
const FEW: usize = 16;

impl MapBuilder {
    pub(super) fn new(dialect: Dialect, repeats: Repeats) -> Self {
        MapBuilder {
            dialect,
            repeats,
            entries: Vec::new(),
            places: HashTable::new(),
            hasher: RandomState::default(),
            merge: None,
            merge_like_gone: false,
        }
    }

    fn find(&mut self, key: &Str) -> Option<usize> {
        if self.entries.len() <= FEW {
            return self.entries.iter().position(|e| e.key.text == *key);
        }
        if self.places.is_empty() {
            (0..self.entries.len()).for_each(|at| self.remember(at));
        }
        let is_key = |&at: &usize| self.entries.get(at).is_some_and(|e| e.key.text == *key);
        self.places.find(self.hasher.hash_one(key.as_str()), is_key).copied()
    }

    fn remember(&mut self, at: usize) {
        let (entries, hasher) = (&self.entries, &self.hasher);
        let hash = |at: &usize| hasher.hash_one(entries.get(*at).map_or("", |e| e.key.text.as_str()));
        self.places.insert_unique(hash(&at), at, hash);
    }

    fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
        if !self.places.is_empty() {
            self.remember(self.entries.len() - 1);
        }
    }

    pub(super) fn add(&mut self, key: Node, value: Node) -> Result<()> {
        let pos = key.pos;
        let Value::Scalar(scalar) = key.value else {
            if matches!(self.repeats, Repeats::Kept | Repeats::InPatch) {
                let repeated = self.find(&Str::default()).is_some();
                self.entries.push(Entry { key: Key::nameless(repeated, pos), value });
                return Ok(());
            }
            return Err(Error::new(Code::UnsupportedValue, "a mapping or list cannot be a key").at(pos));
        };
        let is_merge = scalar.tag == Tag::Merge && scalar.style == Style::Plain;
        if is_merge {
            return self.add_merge(value, pos);
        }
        let tag = if scalar.tag == Tag::Merge { Tag::Str } else { scalar.tag };
        let style = scalar.style;
        let key = match self.dialect {
            // A key that is not there is an empty string.
            Dialect::Resource if scalar.text.is_empty() => {
                Key { text: Str::default(), tag: Tag::Str, style, repeated: false, pos }
            }
            Dialect::Resource => Key { text: scalar.text, tag, style, repeated: false, pos },
            Dialect::Config => {
                let text = config_key(scalar.text, tag, pos)?;
                Key { text, tag: Tag::Str, style, repeated: false, pos }
            }
        };
        if self.dialect == Dialect::Resource && key.text == "<<" && !self.merge_like_gone {
            self.merge_like_gone = true;
            return Ok(());
        }
        match self.find(&key.text) {
            None => {
                self.push(Entry { key, value });
                Ok(())
            }
            Some(_) if matches!(self.repeats, Repeats::Kept | Repeats::InPatch) => {
                self.entries.push(Entry { key: Key { repeated: true, ..key }, value });
                Ok(())
            }
            Some(at) => self.replace(at, &key.text, value, pos),
        }
    }

    /// Gives a key that is there already another value, if it may stand twice.
    fn replace(&mut self, at: usize, key: &str, value: Node, pos: Pos) -> Result<()> {
        let Some(old) = self.entries.get_mut(at) else { return Ok(()) };
        if self.repeats == Repeats::Refused {
            let first = old.key.pos;
            return Err(Error::new(Code::DuplicateKey, format!("the key \"{key}\" stands here twice"))
                .at(pos)
                .hint("remove one of the two")
                .related(first, "the first one is here"));
        }
        old.value = value;
        Ok(())
    }

    fn add_merge(&mut self, value: Node, pos: Pos) -> Result<()> {
        match self.dialect {
            Dialect::Resource if self.merge.is_some() => {
                Err(Error::new(Code::DuplicateKey, "the merge key << stands here twice").at(pos))
            }
            Dialect::Resource => {
                self.merge_like_gone = true;
                self.merge = Some(value);
                Ok(())
            }
            // The older library merges where the key stands; what follows overrides.
            Dialect::Config => {
                for source in merge_sources(value, pos)? {
                    for entry in source.into_entries() {
                        match self.find(&entry.key.text) {
                            Some(at) => self.replace(at, &entry.key.text, entry.value, pos)?,
                            None => self.push(entry),
                        }
                    }
                }
                Ok(())
            }
        }
    }

    pub(super) fn finish(mut self) -> Result<Map> {
        if let Some(value) = self.merge.take() {
            let own = self.entries.len();
            let pos = value.pos;
            for source in merge_sources(value, pos)? {
                for entry in source.into_entries() {
                    match self.find(&entry.key.text) {
                        Some(at) if at < own => {}
                        Some(at) => {
                            if let Some(old) = self.entries.get_mut(at) {
                                old.value = entry.value;
                            }
                        }
                        None => self.push(entry),
                    }
                }
            }
        }
        Ok(Map::from_entries(self.entries))
    }
}

/// The mapping with what a made key `<<` holds in the place of that key, which is how the reference
/// reads what it has written; `None` where there is no such key.
///
/// # Errors
/// As for a merge key that is read.
pub(crate) fn merged(map: &Map) -> Result<Option<Map>> {
    if !map.iter().any(|entry| entry.key.tag == Tag::Merge) {
        return Ok(None);
    }
    let mut builder = MapBuilder::new(Dialect::Resource, Repeats::Kept);
    for entry in map {
        match entry.key.tag {
            Tag::Merge => builder.merge = Some(entry.value.clone()),
            _ => builder.push(entry.clone()),
        }
    }
    builder.finish().map(Some)
}

/// The mappings that a merge key names, the one that wins last.
fn merge_sources(value: Node, pos: Pos) -> Result<Vec<Map>> {
    let refuse =
        || Error::new(Code::MalformedYaml, "the merge key << needs a mapping or a list of mappings").at(pos);
    match value.value {
        Value::Map(map) => Ok(vec![map]),
        Value::Seq(items) => items
            .into_iter()
            .rev()
            .map(|item| match item.value {
                Value::Map(map) => Ok(map),
                _ => Err(refuse()),
            })
            .collect(),
        Value::Scalar(_) => Err(refuse()),
    }
}

/// A key of a configuration file as JSON states it.
fn config_key(text: Str, tag: Tag, pos: Pos) -> Result<Str> {
    Ok(match tag {
        Tag::Int => match resolve::int_value(&text) {
            Some(IntValue::Signed(value)) => value.to_string().into(),
            _ => return Err(no_config_key(&text, pos)),
        },
        Tag::Float => match resolve::float_value(&text) {
            Some(value) => number::format_key(value).into(),
            None => text,
        },
        Tag::Null => return Err(no_config_key("null", pos)),
        Tag::Bool => Str::new_static(if resolve::bool_value(&text) == Some(true) { "true" } else { "false" }),
        _ => text,
    })
}

fn no_config_key(text: &str, pos: Pos) -> Error {
    Error::new(Code::UnsupportedValue, format!("{text} cannot be a key"))
        .at(pos)
        .hint("put it in quotes if a string is meant")
}
