//! The short way from text to nodes, for what nearly all manifests are made of.
//!
//! Block mappings and sequences, scalars of every style, comments, and plain collections in
//! brackets are read in one pass over the bytes, without tokens in between. Whatever is beyond
//! that (anchors, tags, tabs that indent, keys with `?`, and everything that is not right) is left
//! to [`super::compose`], which reads the document from its start. So this way never refuses:
//! `None` means that it is not sure. What it gives is what the other way would give, places
//! included; a test and a fuzz target hold it to that.

mod block;
mod block_scalar;
mod build;
mod flow;
mod lines;
mod nodes;
mod piece;
mod scalar;
mod spare;
mod text;

pub(super) use spare::{Spare, Wanted};

use self::nodes::Nodes;
use self::piece::Piece;
use super::dialect::Dialect;
use super::node::{Entry, Node};
use crate::limits::Limits;
use crate::source::{FileId, Pos};
use std::marker::PhantomData;
use std::ops::Deref;

/// Reads documents; keeps its buffers from one to the next.
pub(super) struct Scanner<'r> {
    file: FileId,
    dialect: Dialect,
    limits: &'r Limits,
    /// Entries of the mappings that are open, the innermost last.
    entries: Vec<Entry>,
    /// What is compared first of their keys.
    prints: Vec<u64>,
    /// Items of the sequences that are open, the innermost last.
    items: Vec<Node>,
    /// Text of a scalar that does not stand in the source as it is.
    buffer: String,
    /// What may be spared, in a file of resources.
    spare: Option<Spare>,
}

impl Scanner<'_> {
    /// Whose rules it follows.
    pub(super) fn dialect(&self) -> Dialect {
        self.dialect
    }
}

/// What this way makes of a document.
pub(super) enum Scanned {
    /// It is a node, or nothing at all.
    Read(Option<Node>),
    /// The other way must read it.
    NotSure,
}

/// One document that is being read.
struct Document<'s, 't, 'r, B> {
    own: &'s mut Scanner<'r>,
    piece: Piece<'t>,
    base: usize,
    /// Where the next token starts.
    at: usize,
    /// Its column when it is the first on its line, from 1; 0 at the end of the document. That of a
    /// block around everything is 0 too.
    column: usize,
    /// What is made of it.
    builds: PhantomData<B>,
}

impl<'r> Scanner<'r> {
    pub(super) fn new(file: FileId, dialect: Dialect, limits: &'r Limits) -> Self {
        Scanner {
            file,
            dialect,
            limits,
            entries: Vec::new(),
            prints: Vec::new(),
            items: Vec::new(),
            buffer: String::new(),
            spare: None,
        }
    }

    /// Spares mappings in the documents of a file of resources.
    pub(super) fn sparing(self, spare: Option<Spare>) -> Self {
        Scanner { spare, ..self }
    }

    /// The first document of a text that starts `base` bytes into its source.
    pub(super) fn document(&mut self, text: &str, base: usize) -> Scanned {
        if !text::is_usual(text) {
            return Scanned::NotSure;
        }
        self.entries.clear();
        self.prints.clear();
        self.items.clear();
        let builds = PhantomData::<Nodes>;
        let piece = Piece::new(text);
        let mut document = Document { own: self, piece, base, at: 0, column: 0, builds };
        match document.read() {
            Some(node) => Scanned::Read(node),
            None => {
                // What was read so far would stand in memory beside what the other way reads.
                (self.entries, self.prints, self.items) = (Vec::new(), Vec::new(), Vec::new());
                self.buffer = String::new();
                Scanned::NotSure
            }
        }
    }
}

impl Document<'_, '_, '_, Nodes> {
    fn read(&mut self) -> Option<Option<Node>> {
        let explicit = self.start()?;
        if self.column == 0 {
            // Nothing after `---` is a null, whose place only the other way knows.
            return (!explicit && self.at >= self.bytes.len()).then_some(None);
        }
        let column = self.column;
        let node = self.node(0, column, 0)?;
        // The reader of resources looks a little beyond a mark that ends the document.
        let ended = self.at >= self.bytes.len() || self.own.dialect == Dialect::Config;
        (self.column == 0 && ended).then_some(Some(node))
    }

    /// Goes to the first token of the document; true after a `---`.
    fn start(&mut self) -> Option<bool> {
        self.line_start(0)?;
        if self.column == 0 && self.bytes.get(self.at..self.at + 3) == Some(b"---") {
            self.at += 3;
            self.end_of_line()?;
            return Some(true);
        }
        Some(false)
    }
}

impl<B> Document<'_, '_, '_, B> {
    #[inline(always)]
    fn pos(&self, at: usize) -> Pos {
        Pos::new(self.own.file, self.base + at)
    }
}

impl<'t, B> Deref for Document<'_, 't, '_, B> {
    type Target = Piece<'t>;

    #[inline(always)]
    fn deref(&self) -> &Piece<'t> {
        &self.piece
    }
}
