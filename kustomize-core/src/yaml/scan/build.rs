//! What is made of a document while it is scanned.

use super::{Scanner, text};
use crate::source::Pos;
use crate::yaml::token::Written;

/// A text that was read.
#[derive(Clone, Copy)]
pub(super) struct Read<'t> {
    pub(super) text: &'t str,
    /// True when it stands in the source as it is, behind its quote if it has one.
    pub(super) verbatim: bool,
    pub(super) written: Written,
    pub(super) pos: Pos,
}

/// A kind of collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Map,
    Seq,
}

/// Puts together what a scanner reads, with the stacks that the scanner keeps. `None` stands for not being sure.
pub(super) trait Build {
    /// A key of an entry that is being read.
    type Key;
    /// A value that was read.
    type Value;
    /// A collection that is being read.
    type Open: Copy;

    /// A key.
    fn key(own: &mut Scanner<'_>, read: Read<'_>) -> Option<Self::Key>;
    /// True for the key of a mapping that is spared until somebody looks into it.
    fn spares(own: &Scanner<'_>, key: &Self::Key) -> bool;
    /// A mapping that was spared.
    fn spared(own: &mut Scanner<'_>, pos: Pos) -> Option<Self::Value>;
    /// A scalar.
    fn scalar(own: &mut Scanner<'_>, read: Read<'_>) -> Self::Value;
    /// Nothing where a value could be.
    fn nothing(own: &mut Scanner<'_>, pos: Pos) -> Self::Value;
    /// A collection that begins.
    fn open(own: &mut Scanner<'_>, kind: Kind, pos: Pos) -> Self::Open;
    /// An entry of the innermost mapping.
    fn entry(own: &mut Scanner<'_>, key: Self::Key, value: Self::Value);
    /// An item of the innermost sequence.
    fn item(own: &mut Scanner<'_>, value: Self::Value);
    /// The end of a collection, which stands in brackets or does not.
    fn close(
        own: &mut Scanner<'_>,
        open: Self::Open,
        kind: Kind,
        pos: Pos,
        brackets: bool,
    ) -> Option<Self::Value>;
}

/// Up to so many keys are compared each with each.
const FEW: usize = 24;

/// Takes what is compared first of the keys of a mapping off the stack. Not sure when two keys may be the same.
pub(super) fn tell_apart(own: &mut Scanner<'_>, first: usize) -> Option<()> {
    let prints = own.prints.get_mut(first..)?;
    let differ = if prints.len() <= FEW {
        (1..prints.len()).all(|n| {
            let (before, rest) = prints.split_at(n);
            rest.first().is_none_or(|print| !before.contains(print))
        })
    } else {
        prints.sort_unstable();
        prints.windows(2).all(|pair| pair.first() != pair.last())
    };
    own.prints.truncate(first);
    differ.then_some(())
}

/// Notes what is compared first of a key.
#[inline(always)]
pub(super) fn note(own: &mut Scanner<'_>, key: &str) {
    own.prints.push(text::print(key));
}
