//! The texts that nodes were read from, and places in them.

mod token;

use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which source a node was read from; an index into [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A place: a source and a byte offset into its text.
///
/// A node keeps with its place what the reference knows of it besides: whether it was read, and
/// how. Places are equal whatever these marks say.
#[derive(Clone, Copy)]
pub struct Pos {
    /// The number of the source, and the marks.
    file: u32,
    /// Bytes from the start of its text.
    pub offset: u32,
}

/// The bits of a number that are the source.
const FILE: u32 = (1 << 26) - 1;
/// For what was made of a null: which of [`NULLS`] that was, from 1.
const NULL: u32 = 7 << NULL_SHIFT;
const NULL_SHIFT: u32 = 26;
const NULLS: [&str; 4] = ["~", "null", "Null", "NULL"];
/// Set for a scalar whose tag is written out.
const TAGGED: u32 = 1 << 29;
/// Set for what was read in a resource or patch.
const READ: u32 = 1 << 30;
/// Set for a mapping or list in brackets.
const BRACKETS: u32 = 1 << 31;

impl FileId {
    /// Made by the program, not read from anywhere.
    pub const NONE: FileId = FileId(FILE);
}

impl PartialEq for Pos {
    fn eq(&self, other: &Self) -> bool {
        (self.file(), self.offset) == (other.file(), other.offset)
    }
}

impl Eq for Pos {}

impl std::hash::Hash for Pos {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.file(), self.offset).hash(state);
    }
}

impl std::fmt::Debug for Pos {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let marks = self.file & !FILE;
        let mut pos = f.debug_struct("Pos");
        pos.field("file", &self.file()).field("offset", &self.offset);
        if marks == 0 { pos.finish() } else { pos.field("marks", &(marks >> NULL_SHIFT)).finish() }
    }
}

impl Default for Pos {
    fn default() -> Self {
        Pos::NONE
    }
}

impl Pos {
    /// The place of what the program made itself.
    pub const NONE: Pos = Pos { file: FILE, offset: 0 };

    /// A place in a source.
    #[inline(always)]
    pub fn new(file: FileId, offset: usize) -> Self {
        Pos { file: file.0 & FILE, offset: u32::try_from(offset).unwrap_or(u32::MAX) }
    }

    /// The source.
    #[inline(always)]
    pub fn file(self) -> FileId {
        FileId(self.file & FILE)
    }

    /// True when this is a place in a source.
    pub fn is_some(self) -> bool {
        self.file() != FileId::NONE
    }

    /// The place of a node that was read there.
    #[inline(always)]
    pub(crate) fn read(self) -> Self {
        Pos { file: self.file | READ, ..self }
    }

    /// The place of a node that is made for what stands there.
    #[inline(always)]
    pub(crate) fn made(self) -> Self {
        Pos { file: self.file & FILE, ..self }
    }

    /// True for what was read, not made.
    pub(crate) fn is_read(self) -> bool {
        self.file & READ != 0
    }

    /// The place of a scalar whose tag is written out.
    pub(crate) fn tagged(self) -> Self {
        Pos { file: self.file | TAGGED, ..self }
    }

    /// True for the place of a scalar whose tag is written out.
    pub(crate) fn is_tagged(self) -> bool {
        self.file & TAGGED != 0
    }

    /// The place of a collection that is made of a null with this text.
    pub(crate) fn of_null(self, text: &str) -> Self {
        let which = (1..).zip(NULLS).find(|(_, null)| *null == text).map_or(0, |(which, _)| which);
        Pos { file: (self.file & !NULL) | (which << NULL_SHIFT), ..self }
    }

    /// The text of the null that a collection was made of, which the reference does not forget.
    pub(crate) fn null_text(self) -> &'static str {
        let which = (self.file & NULL) >> NULL_SHIFT;
        which.checked_sub(1).and_then(|at| NULLS.get(at as usize)).unwrap_or(&"")
    }

    /// The place of a collection that is written in brackets, or is not.
    #[inline(always)]
    pub(crate) fn in_brackets(self, yes: bool) -> Self {
        Pos { file: if yes { self.file | BRACKETS } else { self.file & !BRACKETS }, ..self }
    }

    /// True for the place of a collection in brackets.
    #[inline(always)]
    pub(crate) fn is_in_brackets(self) -> bool {
        self.file & BRACKETS != 0
    }
}

/// One text: a file, or text written inside a file (an inline patch).
#[derive(Clone, Debug)]
#[non_exhaustive]
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
    /// Those that several runs have in common; their ids come first.
    shared: Arc<Vec<Source>>,
    own: Vec<Source>,
}

/// A place as people read it: lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Location {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// How many characters the key or value there has; 1 where it goes on over several lines.
    pub width: usize,
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
        let path = self.get(parent.file()).map(|s| s.path.clone()).unwrap_or_default();
        self.push(Source { path, text, parent: Some(parent) })
    }

    fn push(&mut self, source: Source) -> FileId {
        let id = FileId(u32::try_from(self.shared.len() + self.own.len()).unwrap_or(u32::MAX));
        self.own.push(source);
        id
    }

    /// Makes all texts shared.
    pub(crate) fn share(&mut self) {
        Arc::make_mut(&mut self.shared).append(&mut self.own);
    }

    /// Texts that begin with the shared ones.
    pub(crate) fn fork(&self) -> Self {
        Sources { shared: self.shared.clone(), own: Vec::new() }
    }

    /// The bytes of all texts but the shared ones.
    pub(crate) fn own_size(&self) -> usize {
        self.own.iter().map(|source| source.text.len()).sum()
    }

    /// The source of this id.
    pub fn get(&self, id: FileId) -> Option<&Source> {
        let at = id.0 as usize;
        self.shared.get(at).or_else(|| self.own.get(at.checked_sub(self.shared.len())?))
    }

    /// The path of a place.
    pub fn path(&self, pos: Pos) -> Option<&Path> {
        self.get(pos.file()).map(|s| s.path.as_path())
    }

    /// The line and column of a place in its document, one of those in the text.
    pub(crate) fn in_document(&self, pos: Pos) -> Option<(usize, usize)> {
        let text = &*self.get(pos.file())?.text;
        let before = text.get(..pos.offset as usize)?;
        let start = before.rfind("\n---").map_or(0, |at| at + 1);
        let Line { line, column, .. } = line_of(text.get(start..)?, before.len() - start);
        Some((line - usize::from(start > 0), column))
    }

    /// The line and column of a place. Text written inside another file is located in that file:
    /// line by line below the place where it starts.
    pub fn locate(&self, pos: Pos) -> Option<Location> {
        let source = self.get(pos.file())?;
        let found = line_of(&source.text, pos.offset as usize);
        let Some(parent) = source.parent else {
            let Line { line, column, text } = found;
            return Some(Location {
                path: source.path.clone(),
                width: token::width(&text, column),
                line,
                column,
                line_text: text,
            });
        };
        let outer = self.locate(parent)?;
        let mut file = self.get(parent.file())?;
        while let Some(outer) = file.parent {
            file = self.get(outer.file())?;
        }
        Some(inner_location(&file.text, outer, &source.text, found))
    }
}

struct Line {
    line: usize,
    column: usize,
    text: String,
}

/// Finds a line of a text that is written inside a file below the place `outer` of its header, or, when
/// the text is one line, on the line of `outer` itself. Where the text is not written as it reads (it
/// is quoted or folded) it is located at its start.
fn inner_location(file: &str, outer: Location, inner: &str, found: Line) -> Location {
    let Line { line, column, text } = found;
    if line == 1
        && let Some(tail) = outer.line_text.char_indices().nth(outer.column - 1)
        && let Some(at) = outer.line_text.get(tail.0..).and_then(|tail| tail.find(text.as_str()))
        && !text.is_empty()
    {
        let before = outer.line_text.get(tail.0..tail.0 + at).map_or(0, |t| t.chars().count());
        let column = outer.column + before + column - 1;
        let width = token::width(&outer.line_text, column);
        return Location { column, width, ..outer };
    }
    // The place of a block scalar is its header or its first line.
    let tail = outer.line_text.chars().nth(outer.column - 1);
    let above = if matches!(tail, Some('|' | '>')) { outer.line } else { outer.line - 1 };
    // The text may have been trimmed: blank lines between the header and its first line.
    let mut below = file.lines().skip(above).enumerate();
    let first = if inner.starts_with('\n') {
        0
    } else {
        below.clone().find(|(_, l)| !l.trim().is_empty()).map_or(0, |(i, _)| i)
    };
    match below.nth(first + line - 1) {
        Some((i, full)) if !text.trim().is_empty() && full.trim_start() == text.trim_start() => {
            let shift = full.chars().count().saturating_sub(text.chars().count());
            let column = column + shift;
            Location {
                path: outer.path,
                line: above + i + 1,
                column,
                width: token::width(full, column),
                line_text: full.to_owned(),
            }
        }
        _ => outer,
    }
}

fn line_of(text: &str, offset: usize) -> Line {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let (before, after) = text.split_at(offset);
    let start = before.rfind('\n').map_or(0, |i| i + 1);
    let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
    let head = before.get(start..).unwrap_or("");
    let tail = after.split('\n').next().unwrap_or("");
    let text = format!("{head}{tail}").trim_end_matches('\r').to_owned();
    Line { line, column: head.chars().count() + 1, text }
}

#[cfg(test)]
mod tests {
    use super::{Pos, Sources};

    #[test]
    fn text_inside_a_file_is_located_in_the_file() {
        let file = "patches:\n- patch: |-\n\n    - op: add\n      path: /x\n- patch: '[{\"op\": \"add\"}]'\n";
        for (start, inner, find, wanted) in [
            ("|-", "- op: add\n  path: /x", "path", (5, 7)),
            ("|-", "- op: add\n  path: /x", "op", (4, 7)),
            ("'[", "[{\"op\": \"add\"}]", "{", (6, 12)),
        ] {
            let mut sources = Sources::new();
            let outer = sources.add("k.yaml", file.into());
            let parent = Pos::new(outer, file.find(start).unwrap());
            let id = sources.add_inline(parent, inner.into());
            let at = sources.locate(Pos::new(id, inner.find(find).unwrap())).unwrap();
            assert_eq!((at.line, at.column), wanted, "{find}");
        }
    }
}
