//! Where the parts of a document begin and end.

/// A part of a document.
#[derive(Debug)]
pub(super) struct Part {
    /// Where its content begins, after an anchor and a tag.
    pub(super) start: usize,
    /// Where its content ends, without comments and line ends.
    pub(super) end: usize,
    /// What it is.
    pub(super) kind: Kind,
}

/// What a part is.
#[derive(Debug)]
pub(super) enum Kind {
    /// Nothing: an absent value.
    Empty,
    /// A scalar without quotes.
    Plain,
    /// A scalar in quotes of this sort.
    Quoted(char),
    /// A literal or folded scalar.
    Block,
    /// An alias.
    Alias,
    /// A mapping in block style, its keys at this column.
    BlockMap(usize, Vec<Field>),
    /// A list in block style, its dashes at this column.
    BlockSeq(usize, Vec<Item>),
    /// A mapping in braces.
    FlowMap(Vec<Field>),
    /// A list in brackets.
    FlowSeq(Vec<Item>),
}

/// An entry of a mapping.
#[derive(Debug)]
pub(super) struct Field {
    /// Where the key begins.
    pub(super) start: usize,
    /// Where the key ends.
    pub(super) key_end: usize,
    /// Just after the colon, or the end of the key where there is none.
    pub(super) after_colon: usize,
    /// The value.
    pub(super) value: Part,
}

/// An entry of a list.
#[derive(Debug)]
pub(super) struct Item {
    /// Where the dash stands, or, in brackets, where the entry begins.
    pub(super) start: usize,
    /// The entry.
    pub(super) value: Part,
}

impl Field {
    /// Where the entry ends.
    pub(super) fn end(&self) -> usize {
        self.value.end.max(self.after_colon)
    }
}

impl Item {
    /// Where the entry ends.
    pub(super) fn end(&self) -> usize {
        self.value.end.max(self.start + 1)
    }
}

/// The extents of a document.
#[derive(Debug)]
pub(super) struct Document {
    /// Its content; none when there are only comments.
    pub(super) root: Option<Part>,
    /// Where it ends: the end of the text or a line with `---` or `...`.
    pub(super) end: usize,
}
