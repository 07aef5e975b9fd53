//! The texts that nodes were read from, and places in them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which source a node was read from; an index into [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A place: a source and a byte offset into its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pos {
    /// The source.
    pub file: FileId,
    /// Bytes from the start of its text.
    pub offset: u32,
}

impl FileId {
    /// Made by the program, not read from anywhere.
    pub const NONE: FileId = FileId(u32::MAX);
}

impl Default for Pos {
    fn default() -> Self {
        Pos::NONE
    }
}

impl Pos {
    /// The place of what the program made itself.
    pub const NONE: Pos = Pos { file: FileId::NONE, offset: 0 };

    /// A place in a source.
    pub fn new(file: FileId, offset: usize) -> Self {
        Pos { file, offset: u32::try_from(offset).unwrap_or(u32::MAX) }
    }

    /// True when this is a place in a source.
    pub fn is_some(self) -> bool {
        self.file != FileId::NONE
    }
}

/// One text: a file, or text written inside a file (an inline patch).
#[derive(Clone, Debug)]
pub struct Source {
    /// The path, as messages show it.
    pub path: PathBuf,
    /// The text that offsets count in.
    pub text: Arc<str>,
    /// For text written inside another file: where it starts there.
    pub parent: Option<Pos>,
}

/// All the texts of a run.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
}

/// A place as people read it: lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The text of that line.
    pub line_text: String,
}

impl Sources {
    /// No texts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file's text.
    pub fn add(&mut self, path: impl Into<PathBuf>, text: Arc<str>) -> FileId {
        self.push(Source { path: path.into(), text, parent: None })
    }

    /// Adds text that is written inside another file, starting at `parent`.
    pub fn add_inline(&mut self, parent: Pos, text: Arc<str>) -> FileId {
        let path = self.get(parent.file).map(|s| s.path.clone()).unwrap_or_default();
        self.push(Source { path, text, parent: Some(parent) })
    }

    fn push(&mut self, source: Source) -> FileId {
        let id = FileId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        self.list.push(source);
        id
    }

    /// The source of this id.
    pub fn get(&self, id: FileId) -> Option<&Source> {
        self.list.get(id.0 as usize)
    }

    /// The path of a place.
    pub fn path(&self, pos: Pos) -> Option<&Path> {
        self.get(pos.file).map(|s| s.path.as_path())
    }

    /// The line and column of a place. Text written inside another file is located in that file:
    /// line by line below the place where it starts.
    pub fn locate(&self, pos: Pos) -> Option<Location> {
        let source = self.get(pos.file)?;
        let (line, column, line_text) = line_of(&source.text, pos.offset as usize);
        let Some(parent) = source.parent else {
            return Some(Location { path: source.path.clone(), line, column, line_text });
        };
        let outer = self.locate(parent)?;
        let file = self.get(parent.file)?;
        inner_location(&file.text, outer, line, column, &line_text)
    }
}

/// Finds line `line` of a block scalar below the place `outer` of its header; a quoted or plain
/// scalar has no such line and is located at its start.
fn inner_location(text: &str, outer: Location, line: usize, column: usize, inner: &str) -> Option<Location> {
    // The place of a block scalar is its header or its first line.
    for at in [outer.line + line, (outer.line + line).saturating_sub(1)] {
        let Some(full) = at.checked_sub(1).and_then(|above| text.lines().nth(above)) else { continue };
        if !inner.trim().is_empty() && full.trim_start() == inner.trim_start() {
            let shift = full.chars().count() - inner.chars().count().min(full.chars().count());
            return Some(Location {
                path: outer.path,
                line: at,
                column: column + shift,
                line_text: full.to_owned(),
            });
        }
    }
    Some(outer)
}

fn line_of(text: &str, offset: usize) -> (usize, usize, String) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let (before, after) = text.split_at(offset);
    let start = before.rfind('\n').map_or(0, |i| i + 1);
    let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
    let head = before.get(start..).unwrap_or("");
    let tail = after.split('\n').next().unwrap_or("");
    (line, head.chars().count() + 1, format!("{head}{tail}").trim_end_matches('\r').to_owned())
}
