//! Values inside texts: a path may go on in the JSON or YAML that a field holds as text.

use super::path::{Kind, Match, Place, child, find, node_at_mut, step};
use super::text;
use crate::source::FileId;
use crate::yaml::document::{self, Document};
use crate::yaml::{Limits, Node, Str, Value, indent_json, write_json};

/// A new text for a field.
pub(super) struct Change {
    pub(super) place: Place,
    pub(super) text: String,
}

/// Sets what a path leads to inside the text of a field. `None` when the path does not go on in a
/// text, or leads to nothing there that can be set; the reference then tries the path as it is.
///
/// Options for delimiters have no effect here, as in the reference.
pub(super) fn change(
    root: &Node,
    parts: &[Str],
    value: &Node,
    create: Option<Kind>,
    limits: &Limits,
) -> Option<Change> {
    let (place, original, document, rest) = split(root, parts, limits)?;
    let text = if original.trim_start().starts_with(['{', '[']) {
        let mut node = crate::yaml::read_first(original, FileId::NONE, limits).ok()??;
        let found = find(&mut node, rest, create, limits).ok().filter(|found| !found.is_empty())?;
        for found in found {
            let Match::At(at) = found else { continue };
            let field = node_at_mut(&mut node, &at)?;
            match &mut field.value {
                Value::Scalar(scalar) => scalar.replace_text(value.copied_text()),
                _ => *field = value.clone(),
            }
        }
        as_json(&node, original)?
    } else {
        text::change(document, rest, value, create, limits)?
    };
    Some(Change { place, text })
}

/// The first field on the path that is a text of YAML, and the rest of the path.
fn split<'n, 'p>(
    root: &'n Node,
    parts: &'p [Str],
    limits: &Limits,
) -> Option<(Place, &'n str, Document, &'p [Str])> {
    let mut place = Place::new();
    let mut node = root;
    let mut rest = parts;
    while let [part, behind @ ..] = rest
        && !behind.is_empty()
    {
        rest = behind;
        let part = part.trim();
        if !part.is_empty() {
            let at = step(node, part).ok().flatten()?;
            node = child(node, at)?;
            place.push(at);
        }
        let Some(text) = node.text() else { continue };
        if let Ok(document) = document::read(text, FileId::NONE, 0, limits) {
            return Some((place, text, document?, rest));
        }
    }
    None
}

/// JSON text, on lines of its own when the original had indented lines.
fn as_json(document: &Node, original: &str) -> Option<String> {
    let mut compact = String::new();
    write_json(document, &mut compact).ok()?;
    let indented = original.contains('\n') && original.contains("  ");
    Some(if indented { indent_json(&compact) } else { compact })
}
