//! What was once found out about a mapping that nobody changes.

use super::write::Place;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};

/// What is remembered of a mapping that several trees have in common. It goes when a tree parts with the others.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    facts: AtomicU8,
    written: OnceLock<Written>,
}

/// Something that is true of a mapping and all that is in it, wherever it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fact {
    /// No field in it is a list of containers.
    NoContainers = 1,
    /// There is nothing to remark in it in an object of a kind of Kubernetes.
    QuietInKnown = 2,
    /// There is nothing to remark in it in an object of any other kind.
    QuietInOther = 4,
}

/// A mapping as it was written in some place.
#[derive(Debug)]
pub(super) struct Written {
    /// Where it stood.
    pub(super) place: Place,
    /// What was written.
    pub(super) text: Box<str>,
    /// The column behind it.
    pub(super) end: usize,
}

impl Memory {
    /// True when this was found out.
    pub(crate) fn knows(&self, fact: Fact) -> bool {
        self.facts.load(Ordering::Relaxed) & fact as u8 != 0
    }

    /// Remembers what was found out.
    pub(crate) fn note(&self, fact: Fact) {
        if !self.knows(fact) {
            self.facts.fetch_or(fact as u8, Ordering::Relaxed);
        }
    }

    /// Where and how it was first written.
    pub(super) fn written(&self) -> &OnceLock<Written> {
        &self.written
    }
}
