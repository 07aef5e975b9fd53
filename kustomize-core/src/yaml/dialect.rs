//! Whose rules a document is read by.

/// The reference reads its input with two libraries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Resources and strategic merge patches.
    Resource,
    /// Kustomization files and JSON patches.
    Config,
}
