//! YAML as the reference reads and writes it.

mod node;
pub mod resolve;

pub use node::{Entry, Key, Map, Node, Scalar, Str, Style, Tag, Value};
