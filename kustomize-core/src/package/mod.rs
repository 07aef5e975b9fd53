//! Packages: folders and streams of resources that are read with their comments, changed, and written again.
//!
//! What a build reads has neither comments nor styles, and its output none of the order of its input. Here
//! resources stay as they are written, as in the reference's `cfg` and `fn`: an [`Item`] is a document, and where
//! it is kept is noted among its annotations while it is worked on.

pub mod annotations;
mod comments;
mod format;
mod function;
mod matches;
mod pipeline;
mod place;
mod quantity;
mod query;
mod read;
mod write;

pub use format::{field_rank, format};
pub use function::{Functions, Program, Progress, RunOptions, command_line, run};
pub use matches::{Visit, matches, path_parts};
pub use pipeline::step;
pub use place::{files, paths};
pub use query::Query;
pub use read::{ReadOptions, Stream, read};
pub use write::{Wrapping, WriteOptions, write};

use crate::diagnostic::{Code, Error};
use crate::source::{FileId, Pos};
use crate::yaml::document::{DocKind, DocNode, Document};

/// A resource as it is written.
#[derive(Clone, Debug)]
pub struct Item {
    /// The resource.
    pub document: Document,
    /// The text that it was read from.
    pub file: FileId,
    /// True when it stood in a list.
    pub(crate) listed: bool,
    /// Which of the resources that were read it is, until a function gives it back.
    pub(crate) origin: Option<usize>,
}

impl Item {
    fn new(document: Document, file: FileId) -> Self {
        Item { document, file, listed: false, origin: None }
    }

    /// The mapping that the resource is.
    pub fn root(&self) -> &DocNode {
        &self.document.root
    }

    /// As [`Self::root`], to change.
    pub fn root_mut(&mut self) -> &mut DocNode {
        &mut self.document.root
    }

    /// Where a node of it was read.
    pub fn pos(&self, node: &DocNode) -> Pos {
        Pos::new(self.file, node.offset)
    }

    /// The text of a field of the resource that is there and neither null nor empty.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.root().get(name).filter(|node| !node.is_empty()).map(|node| node.value.as_str())
    }

    /// The text of a field of its metadata.
    pub fn metadata(&self, name: &str) -> Option<&str> {
        let metadata = self.root().get("metadata")?;
        metadata.get(name).filter(|node| !node.is_empty()).map(|node| node.value.as_str())
    }

    /// The text of an annotation; empty when it is null.
    pub fn annotation(&self, key: &str) -> Option<&str> {
        annotations::get(self.root(), key)
    }

    /// A note in its present form, or else in its former one.
    pub(crate) fn noted(&self, new: &str, old: &str) -> Option<&str> {
        self.annotation(new).or_else(|| self.annotation(old))
    }

    /// The path of its file, as it is noted.
    pub(crate) fn path(&self) -> Option<&str> {
        self.noted(annotations::PATH, annotations::OLD_PATH)
    }

    /// Sets an annotation.
    ///
    /// # Errors
    /// When the resource or its metadata is no mapping.
    pub fn annotate(&mut self, key: &str, value: &str) -> Result<(), Error> {
        let file = self.file;
        annotations::set(self.root_mut(), key, value).map_err(|wrong| wrong.error(file))
    }

    /// Takes an annotation out.
    ///
    /// # Errors
    /// As [`Self::annotate`].
    pub fn clear_annotation(&mut self, key: &str) -> Result<(), Error> {
        let file = self.file;
        annotations::clear(self.root_mut(), key).map_err(|wrong| wrong.error(file))
    }
}

/// A node that is not what it must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongKind {
    what: &'static str,
    is: &'static str,
    wanted: &'static str,
    offset: usize,
}

impl WrongKind {
    fn error(&self, file: FileId) -> Error {
        let message = format!("{} must be {}, this is {}", self.what, self.wanted, self.is);
        Error::new(Code::InvalidResource, message).at(Pos::new(file, self.offset))
    }
}

/// Checks that something is a mapping, or null.
fn check_mapping(node: &DocNode, what: &'static str) -> Result<(), WrongKind> {
    if node.is_null() || node.kind == DocKind::Mapping {
        return Ok(());
    }
    Err(WrongKind { what, is: node.kind_name(), wanted: "a mapping", offset: node.offset })
}
