//! Mappings that nobody has looked into.

use super::map::Map;
use super::memory::Memory;
use super::node::{Entry, Key, Node, Scalar, Str, Style, Tag, Value};
use crate::source::{FileId, Pos};
use std::sync::{Arc, OnceLock};

/// A mapping as places in its text, a third of the size of nodes. It is written from these, and read to nodes when
/// somebody looks into it: what a definition says of a kind is most of a file, and next to nobody does.
#[derive(Debug)]
pub(crate) struct Lazy {
    source: Arc<str>,
    file: FileId,
    /// The mapping and all that is in it, in the order of the text.
    slots: Box<[Slot]>,
    texts: Box<[Str]>,
    memory: Memory,
    entries: OnceLock<Vec<Entry>>,
}

/// A key, a scalar, or a collection, which has its entries behind it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    /// Where it was read.
    pub(super) at: u32,
    /// The bytes of its text; of a text that was put together, its place among these.
    pub(super) len: u32,
    /// The slot behind all that is in it.
    pub(super) next: u32,
    pub(super) what: What,
    pub(super) tag: Tag,
    pub(super) style: Style,
    /// Of a key or scalar, that it is a string that is written as it is; of a collection, that it stands in brackets.
    pub(super) is_so: bool,
}

/// What a slot stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Key,
    /// A scalar whose text stands in the source.
    Scalar,
    /// A scalar whose text was put together.
    Composed,
    Map,
    Seq,
}

impl Slot {
    /// True for a string that is written as it is.
    pub(super) fn is_simple(&self) -> bool {
        self.is_so && !self.is_collection()
    }

    /// True for a collection in brackets.
    pub(super) fn is_in_brackets(&self) -> bool {
        self.is_so && self.is_collection()
    }

    fn is_collection(&self) -> bool {
        matches!(self.what, What::Map | What::Seq)
    }

    /// True for a collection with nothing in it.
    pub(super) fn is_empty(&self, at: usize) -> bool {
        self.next as usize <= at + 1
    }
}

impl Lazy {
    pub(super) fn new(source: Arc<str>, file: FileId, slots: Box<[Slot]>, texts: Box<[Str]>) -> Self {
        Lazy { source, file, slots, texts, memory: Memory::default(), entries: OnceLock::new() }
    }

    pub(super) fn memory(&self) -> &Memory {
        &self.memory
    }

    pub(super) fn slot(&self, at: usize) -> Option<&Slot> {
        self.slots.get(at)
    }

    /// The text of a key or scalar.
    pub(super) fn text(&self, slot: &Slot) -> &str {
        match slot.what {
            What::Composed => self.texts.get(slot.len as usize).map_or("", Str::as_str),
            _ => {
                let start = slot.at as usize + usize::from(slot.style.is_quoted());
                self.source.get(start..start + slot.len as usize).unwrap_or("")
            }
        }
    }

    /// The place of a key or scalar.
    pub(super) fn pos(&self, slot: &Slot) -> Pos {
        Pos::new(self.file, slot.at as usize).read()
    }

    /// The scalar that a slot stands for.
    pub(super) fn scalar(&self, slot: &Slot) -> Scalar {
        Scalar::new(self.text(slot), slot.tag, slot.style)
    }

    /// The entries as nodes, made when they are first asked for.
    #[cold]
    #[inline(never)]
    pub(super) fn entries(&self) -> &[Entry] {
        self.entries.get_or_init(|| self.read_entries(0))
    }

    fn read_entries(&self, map: usize) -> Vec<Entry> {
        self.inner(map)
            .filter_map(|at| {
                let slot = self.slot(at).filter(|slot| slot.what == What::Key)?;
                let (text, pos) = (Str::new(self.text(slot)), self.pos(slot));
                let key = Key { text, tag: slot.tag, style: slot.style, repeated: false, pos };
                Some(Entry { key, value: self.read(at + 1)? })
            })
            .collect()
    }

    fn read(&self, at: usize) -> Option<Node> {
        let slot = self.slot(at)?;
        let value = match slot.what {
            What::Map => Value::Map(Map::from_entries(self.read_entries(at))),
            What::Seq => Value::Seq(self.inner(at).filter_map(|item| self.read(item)).collect()),
            What::Key | What::Scalar | What::Composed => Value::Scalar(self.scalar(slot)),
        };
        let pos = self.pos(slot);
        Some(Node::read(value, if slot.is_in_brackets() { pos.in_brackets(true) } else { pos }))
    }

    /// The slots of the keys or items of a collection.
    pub(super) fn inner(&self, collection: usize) -> Inner<'_> {
        let end = self.slot(collection).map_or(0, |slot| slot.next as usize);
        Inner { lazy: self, at: collection + 1, end }
    }
}

/// Goes over the keys or items of a collection.
pub(super) struct Inner<'l> {
    lazy: &'l Lazy,
    at: usize,
    end: usize,
}

impl Iterator for Inner<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.at >= self.end {
            return None;
        }
        let at = self.at;
        let slot = self.lazy.slot(at)?;
        // Behind a key there is its value.
        let value = if slot.what == What::Key { self.lazy.slot(at + 1)? } else { slot };
        self.at = (value.next as usize).max(at + 1);
        Some(at)
    }
}
