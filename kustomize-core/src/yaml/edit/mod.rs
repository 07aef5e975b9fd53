//! Changes to a document that keep every byte that the change is not about.
//!
//! The caller states the document as it is and as it shall be; the difference is found and made with
//! the fewest changes of the text. Comments, the order of fields, indentation, quotes, blank lines,
//! line ends and a missing last line end stay. What is added takes the style of its neighbours; what
//! is removed takes its own comments along: those on its line, directly above it at its column, and
//! directly below it indented deeper.
//!
//! Limits: explicit keys (`? `), collections as keys, tabs as indentation, and changes inside a list
//! that begins behind another dash are refused.

mod change;
mod flow;
mod matching;
mod render;
mod spans;

use crate::diagnostic::{Code, Error, Result};
use crate::source::{FileId, Pos};
use crate::yaml::Node;
use change::Editor;
pub(crate) use matching::same;

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
    reread: impl FnOnce(&str) -> Result<Option<Node>>,
) -> Result<String> {
    if old.is_some_and(|old| same(old, new)) {
        return Ok(text.to_owned());
    }
    let old = old.filter(|old| !old.is_null());
    let complete = text.is_empty() || text.ends_with('\n');
    let ended = if complete { text.to_owned() } else { format!("{text}\n") };
    let document = spans::scan(&ended, file)?;
    let mut editor = Editor::new(&ended, &document, file);
    editor.document(&document, old, new)?;
    let mut changed = editor.finish();
    if !complete {
        changed.truncate(changed.trim_end_matches(['\r', '\n']).len());
    }
    let read = reread(&changed);
    if read.as_ref().is_ok_and(|read| read.as_ref().is_some_and(|read| same(read, new))) {
        return Ok(changed);
    }
    let place = document.root.map_or(0, |root| root.start);
    Err(Error::new(
        Code::EditRefused,
        "this file cannot be changed in place: the change would reach other parts",
    )
    .at(Pos::new(file, place))
    .hint("anchors, aliases, merge keys or repeated keys are in the way; make the change by hand"))
}

#[cfg(test)]
mod tests;
