//! How deep and large input may be.

use crate::diagnostic::{Code, Error};
use std::fmt::Display;

/// Bounds on what is read and made, against input that is made to exhaust the machine.
///
/// Every bound is far above what manifests need. Where one is passed the build is refused with
/// [`Code::LimitExceeded`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Levels of mappings and sequences within one another. Each takes up to 4 KiB of the stack of the
    /// thread that builds.
    pub depth: usize,
    /// Nodes that are made of what stands in a text once: what aliases of one document stand for, what
    /// one JSON patch copies, what the replacements of one kustomization copy.
    pub nodes: usize,
    /// Bytes of a file.
    pub file_bytes: u64,
    /// Resources of a kustomization, those of its bases included.
    pub resources: usize,
    /// Kustomizations that a build builds, each as often as it is built.
    pub kustomizations: usize,
    /// Kustomizations that lead to one another, each a base or component of the one before. Each takes up
    /// to 8 KiB of the stack of the thread that builds.
    pub bases: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            depth: 500,
            nodes: 5_000_000,
            file_bytes: 256 << 20,
            resources: 100_000,
            kustomizations: 100_000,
            bases: 250,
        }
    }
}

/// The refusal of what is more than a limit allows; `name` is what the program calls the limit.
pub(crate) fn exceeded(name: &str, message: impl Display) -> Error {
    Error::new(Code::LimitExceeded, message.to_string())
        .hint(format!("if this is meant, set a higher limit with --limit {name}=…"))
}
