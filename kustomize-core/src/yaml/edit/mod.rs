//! Changes to a document that keep every byte that the change is not about.
//!
//! The caller states the document as it is and as it shall be; the difference is found and made with
//! the fewest changes of the text. Comments, the order of fields, indentation, quotes, blank lines,
//! line ends and a missing last line end stay. What is added takes the style of its neighbours; what
//! is removed takes its own comments along: those on its line, directly above it at its column, and
//! directly below it indented deeper. Commented-out entries of lists (`# - old.yaml`) stay.
//!
//! Limits: explicit keys (`? `), collections as keys, tabs as indentation, and changes inside a list
//! that begins behind another dash are refused.

mod alias;
mod block;
mod change;
mod flow;
mod lines;
mod matching;
mod render;
mod scan;
mod scan_flow;
mod spans;

use crate::diagnostic::{Code, Error, Result};
use crate::source::{FileId, Pos};
use crate::yaml::Node;
use change::Editor;
pub(crate) use matching::same;
use spans::{Document, Kind, Part};

/// A text as a value on one line: plain when it reads as this very text, else in quotes.
pub(crate) fn plain_or_quoted(text: &str) -> String {
    render::scalar(&crate::yaml::Scalar::string(text), None, false)
}

/// Changes the first document of `text`, which reads as `old`, into one that reads as `new`.
///
/// `reread` reads a text in the way in which `old` was read; the result is checked with it. An
/// unchanged document gives the very same text.
///
/// # Errors
/// [`Code::EditRefused`] when the text is written in a way that cannot be changed safely, for instance
/// when an anchor would carry the change to other parts.
pub fn change(
    text: &str,
    file: FileId,
    old: Option<&Node>,
    new: &Node,
    reread: impl Fn(&str) -> Result<Option<Node>>,
) -> Result<String> {
    if old.is_some_and(|old| same(old, new)) {
        return Ok(text.to_owned());
    }
    let old = old.filter(|old| !old.is_null());
    let complete = text.is_empty() || text.ends_with('\n');
    let ended = if complete { text.to_owned() } else { format!("{text}\n") };
    let reads_as = |text: &str, wanted: &Node| {
        reread(text).is_ok_and(|read| read.is_some_and(|read| same(&read, wanted)))
    };
    let attempt = |text: &str, document: &Document| -> Result<String> {
        let mut editor = Editor::new(text, document, file);
        editor.document(document, old, new)?;
        let changed = editor.finish();
        // A block scalar at the end may need its last line end.
        let bare = if complete { &changed } else { changed.trim_end_matches(['\r', '\n']) };
        match [bare, &changed].into_iter().find(|text| reads_as(text, new)) {
            Some(text) => Ok(text.to_owned()),
            None => Err(refused(file, document)),
        }
    };
    let document = scan::scan(&ended, file)?;
    let error = match attempt(&ended, &document) {
        Ok(changed) => return Ok(changed),
        Err(error) => error,
    };
    // A block scalar at the very end of the text has no last line end, and must not get one from what is
    // added behind it.
    if let Some(stripped) = document.root.as_ref().filter(|_| !complete).and_then(|r| strip(&ended, r)) {
        let changed = scan::scan(&stripped, file).and_then(|document| attempt(&stripped, &document));
        if changed.is_ok() {
            return changed;
        }
    }
    // An alias carries a change to other parts, or stands where the change is about: the aliases of one
    // anchor, or else all, are replaced by their values first.
    let (Some(root), Some(old)) = (&document.root, old) else { return Err(error) };
    let names = alias::alias_names(&ended, &document);
    let few = names.iter().take(MAX_ANCHORS).map(|name| Some(name.as_str()));
    for wanted in few.chain((!names.is_empty()).then_some(None)) {
        let mut editor = Editor::new(&ended, &document, file);
        if !editor.write_out(root, old, wanted) {
            continue;
        }
        let written_out = editor.finish();
        if !reads_as(&written_out, old) {
            continue;
        }
        let changed = scan::scan(&written_out, file).and_then(|document| attempt(&written_out, &document));
        if changed.is_ok() {
            return changed;
        }
    }
    Err(error)
}

/// The text with the sign for "without a last line end" in the header of the block scalar that it ends with.
fn strip(text: &str, part: &Part) -> Option<String> {
    match &part.kind {
        Kind::BlockMap(_, fields) => strip(text, &fields.last()?.value),
        Kind::BlockSeq(_, items) => strip(text, &items.last()?.value),
        Kind::Block if text.get(part.end..)?.trim().is_empty() => {
            let (line, rest) = text.get(part.start..)?.split_once('\n')?;
            let indicators = line.split([' ', '\t', '\r']).next()?.len();
            let header = line.get(..indicators)?.replace(['+', '-'], "");
            let behind = line.get(indicators..)?;
            Some(format!("{}{header}-{behind}\n{rest}", text.get(..part.start)?))
        }
        _ => None,
    }
}

/// Anchors whose aliases are written out one anchor at a time.
const MAX_ANCHORS: usize = 16;

fn refused(file: FileId, document: &Document) -> Error {
    let place = document.root.as_ref().map_or(0, |root| root.start);
    Error::new(Code::EditRefused, "this file cannot be changed in place: the change would reach other parts")
        .at(Pos::new(file, place))
        .hint("make the change by hand, or write this part in plain block style first")
}

#[cfg(test)]
mod tests;
