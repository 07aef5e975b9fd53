//! YAML as the reference reads and writes it.

mod compose;
pub mod edit;
mod json;
mod limits;
mod node;
pub mod number;
mod order;
mod read;
pub mod resolve;
mod write;

pub use json::{to_json, write_json, write_json_string};
pub use limits::Limits;
pub use node::{Entry, Key, Map, Node, Scalar, Str, Style, Tag, Value};
pub(crate) use read::read_first;
pub use read::{decode_text, read_config, read_documents};
pub use write::write_document;
