//! What happens to the notes of resources around each step that changes them.

use super::annotations::{ID, INDEX, MIGRATION_ID, OLD_ID, OLD_INDEX, OLD_PATH, PAIRS, PATH};
use super::read::pair;
use super::{Item, WrongKind};
use crate::diagnostic::{Code, Error, Result};
use crate::hash::HashMap;

const NAMES: [&str; 6] = [PATH, INDEX, ID, OLD_PATH, OLD_INDEX, OLD_ID];

/// The notes of a resource before a step, in the order of [`NAMES`].
type Notes = [Option<String>; 6];

/// The notes that resources had before a step.
pub(super) struct Before(HashMap<String, Notes>);

/// Runs a step on resources: each has the present and the former form of its notes while it runs, and behind it
/// those that it had before. Nothing is left to do when the step leaves nothing.
///
/// # Errors
/// Those of the step; notes whose two forms differ; resources and metadata that are no mappings.
pub fn step(mut items: Vec<Item>, run: impl FnOnce(Vec<Item>) -> Result<Vec<Item>>) -> Result<Vec<Item>> {
    let before = prepare(&mut items)?;
    let mut items = run(items)?;
    if !items.is_empty() {
        settle(items.iter_mut(), &before)?;
    }
    Ok(items)
}

/// What comes before a step.
///
/// # Errors
/// As [`step`].
pub(super) fn prepare(items: &mut [Item]) -> Result<Before> {
    let mut before = HashMap::default();
    for (at, item) in items.iter_mut().enumerate() {
        item.annotate(MIGRATION_ID, &at.to_string())?;
        before.insert(at.to_string(), notes(item));
        complete(item)?;
        check(item)?;
    }
    Ok(Before(before))
}

/// What comes behind a step.
///
/// # Errors
/// As [`step`].
pub(super) fn settle<'i>(items: impl Iterator<Item = &'i mut Item>, Before(before): &Before) -> Result<()> {
    let (keep_new, keep_old) = forms(before)?;
    for item in items {
        complete(item)?;
        follow(item, before)?;
        for (new, old) in [(ID, OLD_ID), (PATH, OLD_PATH), (INDEX, OLD_INDEX)] {
            for (key, keep) in [(new, keep_new), (old, keep_old)] {
                if !keep {
                    item.clear_annotation(key)?;
                }
            }
        }
        check(item)?;
        item.clear_annotation(MIGRATION_ID)?;
    }
    Ok(())
}

fn notes(item: &Item) -> Notes {
    NAMES.map(|name| item.annotation(name).map(str::to_owned))
}

fn complete(item: &mut Item) -> Result<()> {
    let file = item.file;
    pair(item.root_mut()).map_err(|wrong: WrongKind| wrong.error(file))
}

fn check(item: &Item) -> Result<()> {
    let text = |key| item.annotation(key).filter(|text| !text.is_empty());
    for (new, old) in PAIRS {
        if let (Some(a), Some(b)) = (text(new), text(old)) {
            if a != b {
                return Err(differ(item, old, new));
            }
        }
    }
    Ok(())
}

fn differ(item: &Item, old: &str, new: &str) -> Error {
    Error::new(Code::InvalidResource, format!("the annotations {old} and {new} differ"))
        .at(item.pos(item.root()))
        .hint("take one of them away")
}

/// Which forms of notes resources had before the step. All with notes must have had the same.
fn forms(before: &HashMap<String, Notes>) -> Result<(bool, bool)> {
    if before.is_empty() {
        return Ok((true, true));
    }
    let mut found = None;
    for notes in before.values() {
        let (new, old) = notes.split_at(3);
        let has = |part: &[Option<String>]| part.iter().any(Option::is_some);
        let forms = (has(new), has(old));
        if forms == (false, false) {
            continue;
        }
        if *found.get_or_insert(forms) != forms {
            let message = "some resources have notes of their places in the present form and others do not";
            return Err(Error::new(Code::InvalidResource, message)
                .hint("take the annotations that end in path, index and id away"));
        }
    }
    Ok(found.unwrap_or_default())
}

/// Where the step has changed one form of a note, the other one follows.
fn follow(item: &mut Item, before: &HashMap<String, Notes>) -> Result<()> {
    let Some(notes) = before.get(item.annotation(MIGRATION_ID).unwrap_or_default()) else { return Ok(()) };
    let [path, index, _, old_path, old_index, _] = notes;
    let was = [
        (PATH, OLD_PATH, path.as_ref().or(old_path.as_ref())),
        (INDEX, OLD_INDEX, index.as_ref().or(old_index.as_ref())),
    ];
    for (new, old, was) in was {
        let Some(was) = was.filter(|text| !text.is_empty()) else { continue };
        let text = |key| item.annotation(key).unwrap_or_default().to_owned();
        let (present, former) = (text(new), text(old));
        if *was != present {
            if *was != former && present != former {
                return Err(differ(item, old, new));
            }
            item.annotate(old, &present)?;
        } else if *was != former {
            item.annotate(new, &former)?;
        }
    }
    Ok(())
}
