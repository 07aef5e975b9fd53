//! The file of values that a chart is rendered with.

use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::{HelmChart, Text};
use crate::load::{Loader, Root};
use crate::plugin::as_config;
use crate::schema::Schema;
use crate::source::Pos;
use crate::yaml::{Entry, Key, Node, read_first, write_document};

/// The values of a file, with what the chart states itself merged into them.
///
/// # Errors
/// When the file cannot be read, or has to be merged and is no mapping.
pub(super) fn content(
    chart: &HelmChart,
    file: &Text,
    loader: &mut Loader<'_>,
    root: &Root,
) -> Result<Vec<u8>> {
    let Some(own) =
        chart.values_inline.as_ref().filter(|own| own.as_map().is_some_and(|map| !map.is_empty()))
    else {
        return loader.read_bytes(root, file);
    };
    let mut own = as_config(own)?;
    let mut lost = Vec::new();
    let merged = match chart.values_merge.as_str() {
        "replace" => own,
        "merge" => {
            let mut charts = read(file, loader, root)?;
            if charts.is_null() {
                // A null removes what it is merged into.
                own = Node::map(own.pos);
            }
            lose_aliases(&mut charts, &own, &mut |mine| {
                lost.push(mine.key.pos);
                if mine.value.is_null() { Ok(()) } else { Err(twice(&mine.key)) }
            })?;
            remove(&mut own, &lost);
            merge(own, &charts)?
        }
        _ => {
            let mut charts = read(file, loader, root)?;
            lose_aliases(&mut charts, &own, &mut |mine| {
                lost.push(mine.key.pos);
                Ok(())
            })?;
            remove(&mut own, &lost);
            merge(charts, &own)?
        }
    };
    let mut text = String::new();
    write_document(&merged, &mut text)?;
    Ok(text.into_bytes())
}

/// The file's first document.
fn read(file: &Text, loader: &mut Loader<'_>, root: &Root) -> Result<Node> {
    let id = loader.read_text(root, file)?;
    match read_first(&loader.text(id), id, &loader.limits)? {
        Some(node) if node.is_null() || node.as_map().is_some() => Ok(node),
        Some(node) => Err(not_mergeable(file).at(node.pos)),
        None => Err(not_mergeable(file).at(file.pos)),
    }
}

fn not_mergeable(file: &Text) -> Error {
    Error::new(
        Code::InvalidGenerator,
        format!("valuesInline cannot be merged with {file}, which is no mapping"),
    )
    .hint("use `valuesMerge: replace`, or name another file with valuesFile:")
}

fn twice(key: &Key) -> Error {
    let message = format!("\"{}\" cannot be merged: the chart's values have an alias there", key.text);
    Error::new(Code::InvalidGenerator, message).at(key.pos)
}

fn merge(mut target: Node, patch: &Node) -> Result<Node> {
    if target.is_null() {
        return Ok(patch.clone());
    }
    if patch.is_null() {
        return Ok(target);
    }
    crate::merge::strategic::apply(&mut target, patch, &Schema::builtin())?;
    Ok(target)
}

/// Takes out what aliases put into mappings, except in lists: the reference loses it when it merges.
/// `both` is told each such key that `own` has too.
fn lose_aliases(charts: &mut Node, own: &Node, both: &mut dyn FnMut(&Entry) -> Result<()>) -> Result<()> {
    let start = charts.pos.offset;
    let Some(map) = charts.as_map_mut() else { return Ok(()) };
    // What an alias stands for was written before it, and so has an earlier place.
    map.entries_mut().retain(|e| e.key.pos.offset >= start);
    let is_alias = |e: &Entry| e.value.pos.offset < e.key.pos.offset;
    let own = own.as_map();
    for entry in map.iter().filter(|e| is_alias(e)) {
        if let Some(mine) = own.and_then(|own| own.iter().find(|mine| mine.key.text == entry.key.text)) {
            both(mine)?;
        }
    }
    map.entries_mut().retain(|e| !is_alias(e));
    for entry in map.iter_mut() {
        let nothing = Node::map(entry.value.pos);
        let mine = own.and_then(|own| own.get(&entry.key.text)).unwrap_or(&nothing);
        lose_aliases(&mut entry.value, mine, both)?;
    }
    Ok(())
}

/// Takes out the entries whose keys are at these places.
fn remove(node: &mut Node, keys: &[Pos]) {
    let Some(map) = node.as_map_mut().filter(|_| !keys.is_empty()) else { return };
    map.entries_mut().retain(|e| !keys.contains(&e.key.pos));
    map.iter_mut().for_each(|e| remove(&mut e.value, keys));
}
