//! How deep and large a document may be.

/// Bounds on what is read, against input that is made to exhaust the machine.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Levels of mappings and sequences within one another.
    pub depth: usize,
    /// Nodes that are made of what stands in a text once: what aliases of one document stand for.
    pub nodes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { depth: 500, nodes: 5_000_000 }
    }
}
