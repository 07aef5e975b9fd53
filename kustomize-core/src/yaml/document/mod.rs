//! Documents with all that they are written with: comments, styles, tags, anchors.
//!
//! Resources of a build have none of these; the reference drops them on its way. Where it keeps them, in
//! `cfg` and `fn`, files are read into these nodes and written from them: [`read`] and [`Writer`] do so by the
//! reference's rules, which move comments, align indentation and keep quotes and the order of fields.

mod emit;
mod parse;
mod scalar;

pub use emit::Writer;
pub use parse::read;

use super::read::split_documents;
use super::resolve::resolve_plain;
use super::{Style, Tag, resolve};
use crate::diagnostic::Result;
use crate::limits::Limits;
use crate::source::FileId;

/// A document: its content, and the comments that belong to neither its first nor its last node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The comment before the content, with a line between.
    pub head: String,
    /// The comment behind the content.
    pub foot: String,
    /// The content.
    pub root: DocNode,
}

/// What a node of a document is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DocKind {
    /// A scalar.
    #[default]
    Scalar,
    /// A sequence, `content` being its items.
    Sequence,
    /// A mapping, `content` being its keys and values by turns.
    Mapping,
    /// An alias, `value` being the name of its anchor.
    Alias,
}

/// How a node is written. More than one may be set; for scalars the first of them counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DocStyle {
    /// In double quotes.
    pub double_quoted: bool,
    /// In single quotes.
    pub single_quoted: bool,
    /// As a literal block.
    pub literal: bool,
    /// As a folded block.
    pub folded: bool,
    /// In brackets.
    pub flow: bool,
    /// With its tag.
    pub tagged: bool,
}

/// A node of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocNode {
    /// What it is.
    pub kind: DocKind,
    /// Its tag in the short form, as in `!!str`; empty when it was made without one.
    pub tag: String,
    /// The text of a scalar, the name that an alias stands for.
    pub value: String,
    /// How it is written.
    pub style: DocStyle,
    /// The name of its anchor; empty when it has none.
    pub anchor: String,
    /// The comment on the lines above.
    pub head: String,
    /// The comment at the end of the line.
    pub line: String,
    /// The comment on the lines below.
    pub foot: String,
    /// What it contains.
    pub content: Vec<DocNode>,
    /// Where it was read, in bytes.
    pub offset: usize,
}

impl Document {
    /// A document with nothing around its content.
    pub fn of(root: DocNode) -> Self {
        Document { root, ..Document::default() }
    }
}

impl DocStyle {
    /// Double quotes.
    pub const DOUBLE_QUOTED: DocStyle = DocStyle { double_quoted: true, ..DocStyle::NONE };
    /// Single quotes.
    pub const SINGLE_QUOTED: DocStyle = DocStyle { single_quoted: true, ..DocStyle::NONE };
    /// Brackets.
    pub const FLOW: DocStyle = DocStyle { flow: true, ..DocStyle::NONE };
    const NONE: DocStyle = DocStyle {
        double_quoted: false,
        single_quoted: false,
        literal: false,
        folded: false,
        flow: false,
        tagged: false,
    };

    /// The style of a document for that of a scalar.
    pub(crate) fn of(style: Style) -> Self {
        match style {
            Style::Plain | Style::Untagged => DocStyle::NONE,
            Style::SingleQuoted => DocStyle::SINGLE_QUOTED,
            Style::DoubleQuoted => DocStyle::DOUBLE_QUOTED,
            Style::Block => DocStyle { literal: true, ..DocStyle::NONE },
            Style::Folded => DocStyle { folded: true, ..DocStyle::NONE },
        }
    }

    /// True when nothing is said.
    pub fn is_none(self) -> bool {
        self == DocStyle::NONE
    }

    fn is_marked(self) -> bool {
        self.double_quoted || self.single_quoted || self.literal || self.folded
    }
}

impl DocNode {
    /// A scalar without a tag: it means what its text means.
    pub fn untagged(value: impl Into<String>) -> Self {
        DocNode { value: value.into(), ..DocNode::default() }
    }

    /// As [`Self::untagged`], in double quotes where the reference's older reader would not take it for a string.
    pub fn stated(value: impl Into<String>) -> Self {
        let node = DocNode::untagged(value);
        match resolve::resolve_plain_config(&node.value) {
            Tag::Bool | Tag::Int | Tag::Float => DocNode { style: DocStyle::DOUBLE_QUOTED, ..node },
            _ => node,
        }
    }

    /// A string. Text with line breaks is written as a literal block.
    pub fn string(value: impl Into<String>) -> Self {
        let value = value.into();
        let style = DocStyle { literal: value.contains('\n'), ..DocStyle::default() };
        DocNode { tag: "!!str".to_owned(), value, style, ..DocNode::default() }
    }

    /// A mapping without a tag.
    pub fn mapping(content: Vec<DocNode>) -> Self {
        DocNode { kind: DocKind::Mapping, content, ..DocNode::default() }
    }

    /// A sequence without a tag.
    pub fn sequence(content: Vec<DocNode>) -> Self {
        DocNode { kind: DocKind::Sequence, content, ..DocNode::default() }
    }

    /// True for a null.
    pub fn is_null(&self) -> bool {
        self.tag == "!!null"
    }

    /// True for a null, an empty mapping and an empty sequence.
    pub fn is_empty(&self) -> bool {
        self.is_null() || matches!(self.kind, DocKind::Mapping | DocKind::Sequence) && self.content.is_empty()
    }

    /// True for a string, and for what has no tag.
    pub fn is_string(&self) -> bool {
        self.kind == DocKind::Scalar && matches!(self.tag.as_str(), "!!str" | "")
    }

    /// The keys and values of a mapping.
    pub fn entries(&self) -> impl Iterator<Item = (&DocNode, &DocNode)> {
        let content = if self.kind == DocKind::Mapping { self.content.as_slice() } else { &[] };
        content.chunks_exact(2).filter_map(|pair| Some((pair.first()?, pair.get(1)?)))
    }

    /// Takes all keys and values of a mapping out.
    pub(crate) fn take_entries(&mut self) -> Vec<(DocNode, DocNode)> {
        let mut content = std::mem::take(&mut self.content).into_iter();
        std::iter::from_fn(|| content.next().zip(content.next())).collect()
    }

    /// Where the value of the first entry with this key is in `content`.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.entries().position(|(name, _)| name.value == key).map(|i| 2 * i + 1)
    }

    /// The value of the first entry with this key; null when it is null.
    pub fn get(&self, key: &str) -> Option<&DocNode> {
        self.content.get(self.position(key)?)
    }

    /// As [`Self::get`], to change.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut DocNode> {
        let at = self.position(key)?;
        self.content.get_mut(at)
    }

    /// Takes the entry at this place of its value out.
    pub fn remove(&mut self, value_at: usize) {
        if let Some(key_at) = value_at.checked_sub(1).filter(|_| value_at < self.content.len()) {
            self.content.drain(key_at..=value_at);
        }
    }

    /// Takes all comments off, those on what it contains too.
    pub fn strip_comments(&mut self) {
        self.head.clear();
        self.line.clear();
        self.foot.clear();
        self.content.iter_mut().for_each(DocNode::strip_comments);
    }

    /// The text of the node alone, as the reference shows it.
    pub fn to_text(&self) -> String {
        let mut writer = Writer::new();
        writer.write_node(self);
        writer.finish()
    }

    /// What kind of node this is, for messages.
    pub fn kind_name(&self) -> &'static str {
        match self.kind {
            DocKind::Mapping => "a mapping",
            DocKind::Sequence => "a list",
            DocKind::Alias => "an alias",
            DocKind::Scalar if self.is_null() => "null",
            DocKind::Scalar => "a scalar",
        }
    }
}

/// The tag that text has where it is written plain. The writer does not know of `<<`, and shows its tag.
fn written_tag(text: &str) -> &'static str {
    match implied_tag(text) {
        "!!merge" => "!!str",
        tag => tag,
    }
}

/// The tag that plain text has.
fn implied_tag(text: &str) -> &'static str {
    short_tag(resolve_plain(text))
}

/// The short form of a tag.
pub(crate) fn short_tag(tag: Tag) -> &'static str {
    match tag {
        Tag::Null => "!!null",
        Tag::Bool => "!!bool",
        Tag::Int => "!!int",
        Tag::Float => "!!float",
        Tag::Str => "!!str",
        Tag::Timestamp => "!!timestamp",
        Tag::Merge => "!!merge",
    }
}

/// The documents of a text: cut at the lines that start with `---`, empty ones left out.
///
/// # Errors
/// As [`read`].
pub fn read_documents(text: &str, file: FileId, limits: &Limits) -> Result<Vec<Document>> {
    read_pieces(text, file, limits).map(|(documents, _)| documents)
}

/// As [`read_documents`], with the number of all documents, empty ones counted.
///
/// # Errors
/// As [`read`].
pub(crate) fn read_pieces(text: &str, file: FileId, limits: &Limits) -> Result<(Vec<Document>, usize)> {
    let pieces = split_documents(text, file)?;
    let count = pieces.len();
    let mut documents = Vec::new();
    for (base, piece) in pieces {
        let document = read(piece, file, base, limits)?;
        documents.extend(document.filter(|document| !document.root.is_null()));
    }
    Ok((documents, count))
}
