//! Whose rules a document is read by.

/// The reference reads its input with two libraries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Resources and strategic merge patches.
    Resource,
    /// Kustomization files and JSON patches.
    Config,
}

impl Dialect {
    /// What becomes of keys that stand twice, where nothing else is said.
    pub(super) fn repeats(self) -> Repeats {
        match self {
            Dialect::Resource => Repeats::Refused,
            Dialect::Config => Repeats::Last,
        }
    }
}

/// What becomes of a key that stands twice in a mapping.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeats {
    /// It is refused.
    Refused,
    /// The last one counts.
    Last,
    /// Both are kept, the later one marked, so that the first one is found.
    Kept,
    /// As kept; a mapping or list may be a key as well, as in a patch, whose parts may all be left out.
    InPatch,
}
