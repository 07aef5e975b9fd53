//! Mappings that are kept as places in their text.

use super::Scanner;
use super::build::{Build, Kind, Read, note, tell_apart};
use crate::source::{FileId, Pos};
use crate::yaml::dialect::Dialect;
use crate::yaml::lazy::{Lazy, Slot, What};
use crate::yaml::memory::Fact;
use crate::yaml::node::{Key, Str, Style, Tag};
use crate::yaml::plain::is_simple;
use crate::yaml::token::Written;
use crate::yaml::{number, scalar, write};
use std::sync::Arc;

/// Which mappings are spared.
#[derive(Clone, Copy)]
pub(in crate::yaml) enum Wanted {
    /// Those below this key.
    Below(&'static str),
    /// All.
    #[cfg(any(test, fuzzing))]
    All,
}

/// What is read of mappings that are spared.
pub(in crate::yaml) struct Spare {
    /// The whole text of the file.
    source: Arc<str>,
    wanted: Wanted,
    slots: Vec<Slot>,
    /// Texts that do not stand in the source as they are.
    texts: Vec<Str>,
    /// Until here a mapping could not be spared; none in it is tried.
    doubt: usize,
    /// The last key was one of mappings to text.
    behind_texts: bool,
    /// There may be something to remark.
    loud: bool,
    /// There is a field that is called like a list of containers.
    containers: bool,
}

impl Spare {
    /// Spares mappings in a file with this text.
    pub(in crate::yaml) fn new(source: Arc<str>, wanted: Wanted) -> Self {
        Spare {
            source,
            wanted,
            slots: Vec::new(),
            texts: Vec::new(),
            doubt: 0,
            behind_texts: false,
            loud: false,
            containers: false,
        }
    }

    #[inline(always)]
    pub(super) fn wants(&self, key: &Key) -> bool {
        match self.wanted {
            Wanted::Below(wanted) => key.is(wanted),
            #[cfg(any(test, fuzzing))]
            Wanted::All => true,
        }
    }

    /// Starts anew with a mapping at a place of the source, unless one around it was tried before.
    pub(super) fn start(&mut self, at: usize) -> Option<()> {
        self.slots.clear();
        self.texts.clear();
        (self.behind_texts, self.loud, self.containers) = (false, false, false);
        (at >= self.doubt).then_some(())
    }

    /// Gives up what was started, of which this much was read.
    pub(super) fn give_up(&mut self, at: usize) {
        self.doubt = at + 1;
    }

    /// What was read, when it is a mapping in no brackets.
    pub(super) fn take(&mut self, file: FileId) -> Option<Lazy> {
        // One in brackets may be empty, and its place says that it stands in them.
        let first = self.slots.first()?;
        if first.what != What::Map || first.is_in_brackets() {
            return None;
        }
        let slots = self.slots.drain(..).collect();
        let lazy = Lazy::new(self.source.clone(), file, slots, std::mem::take(&mut self.texts).into());
        if !self.loud {
            lazy.memory().note(Fact::QuietInOther);
        }
        if !self.containers {
            lazy.memory().note(Fact::NoContainers);
        }
        Some(lazy)
    }

    fn push(&mut self, what: What, read: Read<'_>, tag: Tag, style: Style) {
        let is_so = tag == Tag::Str && is_simple(read.text) && !write::resolves(read.text);
        let (what, len) = match (what, read.verbatim) {
            (What::Scalar, false) => {
                self.texts.push(Str::new(read.text));
                (What::Composed, self.texts.len() - 1)
            }
            _ => (what, read.text.len()),
        };
        let next = index(self.slots.len() + 1);
        self.slots.push(Slot { at: read.pos.offset, len: index(len), next, what, tag, style, is_so });
    }
}

/// Files are shorter than what places can tell.
fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Keeps places.
pub(super) struct Places;

/// A collection that is being read: its slot, and how many keys belong to mappings around it.
#[derive(Clone, Copy)]
pub(super) struct Open {
    slot: usize,
    keys: usize,
}

impl Build for Places {
    type Key = ();
    type Value = ();
    type Open = Open;

    /// Not sure about all keys that are not written as they stand there.
    #[inline(always)]
    fn key(own: &mut Scanner<'_>, read: Read<'_>) -> Option<()> {
        let tag = scalar::meaning(read.text, read.written, Dialect::Resource);
        if tag != Tag::Str || !read.verbatim || read.text.len() > write::LONGEST_SIMPLE_KEY {
            return None;
        }
        note(own, read.text);
        let style = scalar::style(read.written, Dialect::Resource);
        let spare = own.spare.as_mut()?;
        spare.containers |= matches!(read.text, "containers" | "initContainers");
        spare.behind_texts = matches!(read.text, "labels" | "annotations");
        spare.push(What::Key, read, tag, style);
        spare.slots.last()?.is_so.then_some(())
    }

    #[inline(always)]
    fn spares(_: &Scanner<'_>, (): &()) -> bool {
        false
    }

    fn spared(_: &mut Scanner<'_>, _: Pos) -> Option<()> {
        None
    }

    #[inline(always)]
    fn scalar(own: &mut Scanner<'_>, read: Read<'_>) {
        let tag = scalar::meaning(read.text, read.written, Dialect::Resource);
        let style = scalar::style(read.written, Dialect::Resource);
        let Some(spare) = &mut own.spare else { return };
        spare.loud |= match tag {
            Tag::Int | Tag::Float | Tag::Timestamp => !number::is_canonical(read.text),
            _ => false,
        } || std::mem::take(&mut spare.behind_texts);
        spare.push(What::Scalar, read, tag, style);
    }

    fn nothing(own: &mut Scanner<'_>, pos: Pos) {
        let Some(spare) = &mut own.spare else { return };
        let nothing = Read { text: "", verbatim: true, written: Written::Plain, pos };
        spare.push(What::Scalar, nothing, Tag::Null, Style::Plain);
    }

    #[inline(always)]
    fn open(own: &mut Scanner<'_>, kind: Kind, pos: Pos) -> Open {
        let keys = own.prints.len();
        let Some(spare) = &mut own.spare else { return Open { slot: 0, keys } };
        let what = match kind {
            Kind::Map => What::Map,
            Kind::Seq => What::Seq,
        };
        spare.loud |= std::mem::take(&mut spare.behind_texts) && kind == Kind::Seq;
        let slot = spare.slots.len();
        let tag = Tag::Null;
        let empty = Slot { at: pos.offset, len: 0, next: 0, what, tag, style: Style::Plain, is_so: false };
        spare.slots.push(empty);
        Open { slot, keys }
    }

    #[inline(always)]
    fn entry(_: &mut Scanner<'_>, (): (), (): ()) {}

    #[inline(always)]
    fn item(_: &mut Scanner<'_>, (): ()) {}

    #[inline]
    fn close(own: &mut Scanner<'_>, open: Open, kind: Kind, _: Pos, brackets: bool) -> Option<()> {
        if kind == Kind::Map {
            tell_apart(own, open.keys)?;
        }
        let spare = own.spare.as_mut()?;
        let next = index(spare.slots.len());
        let slot = spare.slots.get_mut(open.slot)?;
        (slot.next, slot.is_so) = (next, brackets);
        Some(())
    }
}
