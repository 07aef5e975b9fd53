//! The tree that every YAML document is read into.
//!
//! Nodes own their text ([`smol_str::SmolStr`] keeps up to 23 bytes in place and shares
//! longer text when it is cloned), so a tree is free of lifetimes and cheap to copy.

use super::map::Map;
use crate::source::Pos;

/// Text of a key or scalar: up to 23 bytes are stored in place, longer text is shared.
pub type Str = smol_str::SmolStr;

/// What a scalar means, after the rules of the reader that made it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// `null`, `~` or nothing at all.
    Null,
    /// `true` or `false`.
    Bool,
    /// An integer in any base, its text as written.
    Int,
    /// A float, its text as written.
    Float,
    /// A string.
    Str,
    /// A plain date or time; written as a string in RFC 3339.
    Timestamp,
    /// The merge key `<<`.
    Merge,
}

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Style {
    /// Without quotes.
    #[default]
    Plain,
    /// In single quotes.
    SingleQuoted,
    /// In double quotes.
    DoubleQuoted,
    /// As a literal block.
    Block,
    /// As a folded block.
    Folded,
    /// Made without a tag: what it means is judged anew whenever its text changes.
    Untagged,
}

impl Style {
    /// True for single and double quotes.
    pub(crate) fn is_quoted(self) -> bool {
        matches!(self, Style::SingleQuoted | Style::DoubleQuoted)
    }

    /// True for what is text however it reads, as long as nothing else is put in its place.
    pub(crate) fn is_marked(self) -> bool {
        self.is_quoted() || matches!(self, Style::Block | Style::Folded)
    }
}

/// A scalar: its text and what the text means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text after unquoting and unfolding.
    pub text: Str,
    /// What the text means.
    pub tag: Tag,
    /// How it was written.
    pub style: Style,
    /// Which other scalars change with it.
    pub link: Link,
}

/// Scalars of one resource with the same link always have the same value.
///
/// Links do not count when scalars are compared.
#[derive(Clone, Copy, Debug, Default)]
pub struct Link(pub(crate) Option<std::num::NonZeroU32>);

impl PartialEq for Link {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Link {}

/// The content of a node.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A scalar.
    Scalar(Scalar),
    /// A mapping, in the order of the document.
    Map(Map),
    /// A sequence.
    Seq(Vec<Node>),
}

/// A value and where it was read.
#[derive(Clone, Debug)]
pub struct Node {
    /// The content.
    pub value: Value,
    /// Where it was read.
    pub pos: Pos,
}

impl PartialEq for Node {
    /// Nodes are equal when their contents are; positions do not count.
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// The key of a mapping entry.
#[derive(Clone, Debug)]
pub struct Key {
    /// The text of the key.
    pub text: Str,
    /// What the text means; anything but [`Tag::Str`] is refused when the document is written.
    pub tag: Tag,
    /// How it was written.
    pub(crate) style: Style,
    /// True when it stands in its mapping already, as only in a patch it may.
    pub(crate) repeated: bool,
    /// Where it was read.
    pub pos: Pos,
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.tag == other.tag
    }
}

/// One entry of a mapping.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// The value.
    pub value: Node,
}

impl Key {
    /// A key that is a mapping or a list.
    pub(crate) fn nameless(repeated: bool, pos: Pos) -> Self {
        Key { text: Str::default(), tag: Tag::Null, style: Style::Plain, repeated, pos }
    }

    /// True for [`Self::nameless`].
    pub(crate) fn is_nameless(&self) -> bool {
        self.tag == Tag::Null && self.text.is_empty()
    }

    /// True when this is its text. Length and first letter tell nearly all keys apart, without a call.
    #[inline(always)]
    pub(crate) fn is(&self, text: &str) -> bool {
        let own = self.text.as_str();
        own.len() == text.len() && own.as_bytes().first() == text.as_bytes().first() && own == text
    }

    /// A string key.
    pub fn new(text: impl Into<Str>, pos: Pos) -> Self {
        Key { text: text.into(), tag: Tag::Str, style: Style::Plain, repeated: false, pos: pos.made() }
    }

    /// A key that means what its text means when it is written plain, as the reference makes the
    /// keys of labels, annotations and data: `null` or `1` are no strings.
    pub fn untagged(text: impl Into<Str>, pos: Pos) -> Self {
        let text = text.into();
        Key { tag: super::resolve::resolve_plain(&text), ..Key::new(text, pos) }
    }
}

impl Scalar {
    /// A scalar that is linked to no other.
    pub fn new(text: impl Into<Str>, tag: Tag, style: Style) -> Self {
        Scalar { text: text.into(), tag, style, link: Link::default() }
    }

    /// A string.
    pub fn string(text: impl Into<Str>) -> Self {
        Scalar::new(text, Tag::Str, Style::Plain)
    }

    /// Nothing where a value could be.
    pub(crate) fn nothing() -> Self {
        Scalar::new("", Tag::Null, Style::Plain)
    }

    /// A scalar that means what its text means when it is written plain.
    pub fn untagged(text: impl Into<Str>) -> Self {
        let text = text.into();
        Scalar::new(text.clone(), super::resolve::resolve_plain(&text), Style::Untagged)
    }

    /// Takes over another scalar's value and keeps its own link.
    pub fn become_like(&mut self, other: Scalar) {
        *self = Scalar { link: self.link, ..other };
    }

    /// Nothing at all read inside `{}` or `[]`: null to all that happens in a build, but the reference
    /// prints it as an empty string.
    pub fn flow_nothing() -> Self {
        Scalar::new("", Tag::Null, Style::DoubleQuoted)
    }

    /// See [`Node::is_null`].
    pub(crate) fn is_null(&self) -> bool {
        self.tag == Tag::Null && self.style != Style::Untagged
    }

    /// True for [`Self::flow_nothing`].
    pub fn is_flow_nothing(&self) -> bool {
        self.tag == Tag::Null && self.style == Style::DoubleQuoted && self.text.is_empty()
    }

    /// Replaces the text. The meaning stays, unless it was never stated; text that does not fit it
    /// is refused when the document is written.
    pub fn replace_text(&mut self, text: impl Into<Str>) {
        let text = text.into();
        if self.style == Style::Untagged {
            self.become_like(Scalar::untagged(text));
        } else {
            self.text = text;
        }
    }
}

impl Node {
    /// How many nodes this one and those in it are, and how many levels they have.
    pub(crate) fn size(&self) -> (usize, usize) {
        let add = |(nodes, depth): (usize, usize), node: &Node| {
            let (more, below) = node.size();
            (nodes.saturating_add(more), depth.max(below + 1))
        };
        match &self.value {
            Value::Map(map) => map.iter().fold((1, 1), |sum, entry| add(sum, &entry.value)),
            Value::Seq(items) => items.iter().fold((1, 1), add),
            Value::Scalar(_) => (1, 0),
        }
    }

    /// A node of this content, made for what stands at a place.
    pub fn new(value: Value, pos: Pos) -> Self {
        Node { value, pos: pos.made() }
    }

    /// A node of this content that was read at a place.
    #[inline(always)]
    pub(crate) fn read(value: Value, pos: Pos) -> Self {
        Node { value, pos: pos.read() }
    }

    /// True for a mapping or list in brackets.
    #[inline(always)]
    pub(crate) fn is_in_brackets(&self) -> bool {
        self.pos.is_in_brackets()
    }

    /// Makes a collection of a null.
    pub(crate) fn become_collection(&mut self, value: Value) {
        self.pos = self.pos.of_null(self.text().unwrap_or(""));
        self.value = value;
    }

    /// The text that the reference copies into a scalar.
    pub(crate) fn copied_text(&self) -> &str {
        self.text().unwrap_or_else(|| self.pos.null_text())
    }

    /// A string.
    pub fn string(text: impl Into<Str>, pos: Pos) -> Self {
        Node::new(Value::Scalar(Scalar::string(text)), pos)
    }

    /// A scalar with this meaning.
    pub fn scalar(text: impl Into<Str>, tag: Tag, pos: Pos) -> Self {
        Node::new(Value::Scalar(Scalar::new(text, tag, Style::Plain)), pos)
    }

    /// Visits every scalar in it, but no keys.
    pub(crate) fn each_scalar(&mut self, visit: &mut dyn FnMut(&mut Scalar)) {
        match &mut self.value {
            Value::Scalar(scalar) => visit(scalar),
            Value::Map(map) => map.iter_mut().for_each(|entry| entry.value.each_scalar(visit)),
            Value::Seq(items) => items.iter_mut().for_each(|item| item.each_scalar(visit)),
        }
    }

    /// Takes it and what is in it out of brackets.
    pub(crate) fn drop_brackets(&mut self) {
        self.pos = self.pos.in_brackets(false);
        match &mut self.value {
            Value::Map(map) => map.iter_mut().for_each(|entry| entry.value.drop_brackets()),
            Value::Seq(items) => items.iter_mut().for_each(Node::drop_brackets),
            Value::Scalar(_) => {}
        }
    }

    /// A null.
    pub fn null(pos: Pos) -> Self {
        Node::scalar("null", Tag::Null, pos)
    }

    /// An empty mapping.
    pub fn map(pos: Pos) -> Self {
        Node::new(Value::Map(Map::new()), pos)
    }

    /// An empty sequence.
    pub fn seq(pos: Pos) -> Self {
        Node::new(Value::Seq(Vec::new()), pos)
    }

    /// The scalar, if it is one.
    pub fn as_scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(s) => Some(s),
            _ => None,
        }
    }

    /// The scalar to change, if it is one.
    pub fn as_scalar_mut(&mut self) -> Option<&mut Scalar> {
        match &mut self.value {
            Value::Scalar(s) => Some(s),
            _ => None,
        }
    }

    /// True for a scalar that changes together with others.
    pub(crate) fn is_linked(&self) -> bool {
        self.as_scalar().is_some_and(|scalar| scalar.link.0.is_some())
    }

    /// The text of a scalar, whatever its tag.
    pub fn text(&self) -> Option<&str> {
        self.as_scalar().map(|s| s.text.as_str())
    }

    /// The mapping, if it is one.
    pub fn as_map(&self) -> Option<&Map> {
        match &self.value {
            Value::Map(m) => Some(m),
            _ => None,
        }
    }

    /// The mapping to change, if it is one.
    pub fn as_map_mut(&mut self) -> Option<&mut Map> {
        match &mut self.value {
            Value::Map(m) => Some(m),
            _ => None,
        }
    }

    /// The sequence, if it is one.
    pub fn as_seq(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Seq(s) => Some(s),
            _ => None,
        }
    }

    /// The sequence to change, if it is one.
    pub fn as_seq_mut(&mut self) -> Option<&mut Vec<Node>> {
        match &mut self.value {
            Value::Seq(s) => Some(s),
            _ => None,
        }
    }

    /// Lets all copies of it have its mappings in common, until one is changed.
    pub(crate) fn share(&mut self) {
        match &mut self.value {
            Value::Map(map) => map.share(),
            Value::Seq(items) => items.iter_mut().for_each(Node::share),
            Value::Scalar(_) => {}
        }
    }

    /// True for a null scalar. One that only comes to mean null when it is written, because it was
    /// made without a tag, is none to the reference.
    pub fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar(s) if s.is_null())
    }

    /// True for a null, an empty mapping or an empty sequence.
    pub fn is_null_or_empty(&self) -> bool {
        match &self.value {
            Value::Scalar(s) => s.is_null(),
            Value::Map(m) => m.is_empty(),
            Value::Seq(s) => s.is_empty(),
        }
    }

    /// The value of a key, if this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_map()?.get(key)
    }

    /// The value of a key to change, if this is a mapping that has it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.as_map_mut()?.get_mut(key)
    }

    /// The node at the end of a path of mapping keys.
    pub fn lookup(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The node at the end of a path of mapping keys, to change.
    pub fn lookup_mut(&mut self, path: &[&str]) -> Option<&mut Node> {
        path.iter().try_fold(self, |node, key| node.get_mut(key))
    }

    /// What kind of node this is, for messages.
    pub fn kind_name(&self) -> &'static str {
        match &self.value {
            Value::Map(_) => "a mapping",
            Value::Seq(_) => "a list",
            Value::Scalar(s) => match s.tag {
                Tag::Null => "null",
                Tag::Bool => "a boolean",
                Tag::Int | Tag::Float => "a number",
                Tag::Str | Tag::Timestamp | Tag::Merge => "a string",
            },
        }
    }
}
