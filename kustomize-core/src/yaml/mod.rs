//! YAML as the reference reads and writes it.

mod advice;
mod compose;
mod dialect;
pub mod document;
pub mod edit;
mod grammar;
mod json;
mod lazy;
mod map;
mod mapping;
mod memory;
mod node;
pub mod number;
mod order;
mod plain;
mod read;
mod repeats;
pub mod resolve;
mod scalar;
mod scan;
mod text;
mod token;
mod write;

pub use crate::limits::Limits;
pub(crate) use json::indent_json;
pub use json::{to_json, write_json, write_json_string};
pub use map::Map;
pub(crate) use mapping::merged;
pub(crate) use memory::Fact;
pub use node::{Entry, Key, Link, Node, Scalar, Str, Style, Tag, Value};
pub(crate) use order::compare as compare_keys;
pub use read::{read_config, read_documents, read_documents_as_written};
pub(crate) use read::{read_file, read_first, read_patches, read_strict_config};
pub(crate) use repeats::{keep_last, repeated};
pub(crate) use scalar::{quote_where_ambiguous, read_again};
pub(crate) use text::decode;
pub use text::decode_text;
pub use write::write_document;
pub(crate) use write::{
    check_block, nameless_key, read_as_json, unsupported_key, write_unfolded, written_style,
};

#[cfg(test)]
mod tests;

/// The two ways of reading, one beside the other, for tests that compare them.
#[cfg(any(test, fuzzing))]
pub mod ways {
    use super::dialect::Dialect;
    use super::scan::{Scanned, Scanner, Spare, Wanted};
    use super::{Limits, Node, compose};
    use crate::diagnostic::Result;
    use crate::source::FileId;

    /// The first document as the grammar in full gives it: of a resource, or of a configuration.
    ///
    /// # Errors
    /// As [`super::read_documents`].
    pub fn composed(text: &str, resource: bool, limits: &Limits) -> Result<Option<Node>> {
        let dialect = dialect(resource);
        compose::first_document(text, FileId(0), 0, limits, dialect, dialect.repeats())
    }

    /// The first document as the short way gives it; the outer `None` when it is not sure.
    pub fn scanned(text: &str, resource: bool, limits: &Limits) -> Option<Option<Node>> {
        match Scanner::new(FileId(0), dialect(resource), limits).document(text, 0) {
            Scanned::Read(node) => Some(node),
            Scanned::NotSure => None,
        }
    }

    /// As [`scanned`], with every mapping that can be spared read to nodes only when it is looked into.
    pub fn spared(text: &str, limits: &Limits) -> Option<Option<Node>> {
        let spare = Spare::new(text.into(), Wanted::All);
        match Scanner::new(FileId(0), Dialect::Resource, limits).sparing(Some(spare)).document(text, 0) {
            Scanned::Read(node) => Some(node),
            Scanned::NotSure => None,
        }
    }

    /// What the short way makes of a text when that is not what the grammar makes of it; `None`
    /// when they agree or the short way is not sure.
    pub fn difference(text: &str, resource: bool, limits: &Limits) -> Option<String> {
        let short = scanned(text, resource, limits)?;
        let full = composed(text, resource, limits);
        // The debug form has the places, tags and styles.
        let (short, full) = (format!("{:?}", Ok::<_, ()>(short)), format!("{full:?}"));
        if short != full {
            return Some(format!("{text:?}\nshort: {short}\nfull:  {full}"));
        }
        if !resource {
            return None;
        }
        let spared = spared(text, limits);
        let in_writing = |read: &Option<Option<Node>>| read.as_ref().map(|node| node.as_ref().map(written));
        let (lazy, wanted) = (in_writing(&spared), in_writing(&scanned(text, true, limits)));
        if lazy != wanted {
            return Some(format!("{text:?}\nspared: {lazy:?}\nwanted: {wanted:?}"));
        }
        let spared = format!("{:?}", Ok::<_, ()>(spared?));
        (spared != full).then(|| format!("{text:?}\nspared: {spared}\nfull:  {full}"))
    }

    /// A node as it is written, or why it is not.
    fn written(node: &Node) -> std::result::Result<String, String> {
        let mut out = String::new();
        super::write_document(node, &mut out).map(|()| out).map_err(|error| format!("{error:?}"))
    }

    fn dialect(resource: bool) -> Dialect {
        if resource { Dialect::Resource } else { Dialect::Config }
    }
}
