//! In which files resources are kept.

use super::annotations::{INDEX, OLD_INDEX, OLD_PATH, PATH};
use super::read::pair;
use super::{Item, WriteOptions, write};
use crate::diagnostic::{Code, Error, Result};
use crate::hash::HashMap;
use crate::path::{clean, join};
use std::collections::{BTreeMap, BTreeSet};

/// Notes a path for resources without one, in a folder for their namespace inside this one.
///
/// # Errors
/// Resources and metadata that are no mappings.
pub(super) fn default_paths(folder: &str, items: &mut [Item]) -> Result<()> {
    for item in items {
        let file = item.file;
        pair(item.root_mut()).map_err(|wrong| wrong.error(file))?;
        if item.annotation(PATH).is_none() {
            let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
            let name =
                format!("{}_{}.yaml", text(item.field("kind")).to_lowercase(), text(item.metadata("name")));
            let path = join(&[folder, &text(item.metadata("namespace")), &name]);
            item.annotate(PATH, &path)?;
            item.annotate(OLD_PATH, &path)?;
        }
    }
    Ok(())
}

/// The highest number of a resource in each file, of those that have a path and a number.
fn highest(items: &[Item]) -> HashMap<String, i64> {
    let mut counts: HashMap<String, i64> = HashMap::default();
    for item in items {
        if let (Some(path), Some(index)) = (item.path(), item.noted(INDEX, OLD_INDEX)) {
            let count = counts.entry(path.to_owned()).or_default();
            *count = (*count).max(index.parse().unwrap_or(0));
        }
    }
    counts
}

/// Notes for resources without a number which one of its file each is.
fn default_indexes(items: &mut [Item], mut counts: HashMap<String, i64>) -> Result<()> {
    for item in items {
        if item.annotation(INDEX).is_none() {
            let count = counts.entry(item.annotation(PATH).unwrap_or_default().to_owned()).or_default();
            let index = count.to_string();
            *count += 1;
            item.annotate(INDEX, &index)?;
            item.annotate(OLD_INDEX, &index)?;
        }
    }
    Ok(())
}

/// The files that resources are kept in, by the notes in their annotations.
pub fn paths(items: &[Item]) -> BTreeSet<String> {
    items.iter().filter_map(Item::path).map(str::to_owned).collect()
}

/// The texts of the files that resources are kept in. Resources without a path get one by their kind, name and
/// namespace.
///
/// # Errors
/// [`Code::OutsideRoot`] for a path that leads out of the package; numbers of resources that are none.
pub fn files(mut items: Vec<Item>) -> Result<BTreeMap<String, String>> {
    let counts = highest(&items);
    default_paths("", &mut items)?;
    default_indexes(&mut items, counts)?;
    let mut files: BTreeMap<String, Vec<Item>> = BTreeMap::new();
    for item in items {
        let text = |key| item.annotation(key).unwrap_or_default();
        let path = text(PATH).to_owned();
        if path.is_empty() || text(INDEX).is_empty() {
            let message =
                "the annotations say neither where the resource is kept nor which one of its file it is";
            return Err(Error::new(Code::InvalidResource, message).at(item.pos(item.root())));
        }
        if path.starts_with('/') || clean(&path).contains("..") {
            let message = format!("the resource is to be written to {path}, which is outside of its package");
            return Err(Error::new(Code::OutsideRoot, message).at(item.pos(item.root())));
        }
        files.entry(path).or_default().push(item);
    }
    let options = WriteOptions { clear: &[PATH, OLD_PATH], ..WriteOptions::default() };
    let mut texts = BTreeMap::new();
    for (path, mut items) in files {
        sort(&mut items)?;
        texts.insert(path, write(&items, &options)?);
    }
    Ok(texts)
}

/// Sorts the resources of a file by their numbers.
fn sort(items: &mut [Item]) -> Result<()> {
    if items.len() > 1 {
        for item in items.iter() {
            let index = item.annotation(INDEX).unwrap_or_default();
            if index.parse::<i64>().is_err() {
                let message = format!("the annotation {INDEX} is a number, not \"{index}\"");
                return Err(Error::new(Code::InvalidValue, message).at(item.pos(item.root())));
            }
        }
    }
    let index = |item: &Item| item.annotation(INDEX).and_then(|index| index.parse::<i64>().ok());
    items.sort_by_key(index);
    Ok(())
}
