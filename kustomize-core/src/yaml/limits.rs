//! How deep and large a document may be.

/// Bounds on what is read, against input that is made to exhaust the machine.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Levels of mappings and sequences within one another.
    pub depth: usize,
    /// Nodes of one document after its aliases are expanded.
    pub nodes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { depth: 500, nodes: 20_000_000 }
    }
}
