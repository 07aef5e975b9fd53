//! Reading texts: resources as the reference's reader of resources does, configuration files as
//! its older one.

use super::compose;
use super::dialect::{Dialect, Repeats};
use super::node::{Node, Scalar, Value};
use super::repeats;
use super::scan::{Scanned, Scanner, Spare, Wanted};
use crate::diagnostic::{Code, Error, Result};
use crate::limits::Limits;
use crate::source::{FileId, Pos};
use std::sync::Arc;

/// The documents of a text with resources or strategic merge patches, by YAML 1.2 with the
/// reference's extensions; empty documents are left out, `List` is unwrapped when it stands alone.
///
/// The text is one that [`decode_text`](super::decode_text) gave; positions count its bytes.
///
/// # Errors
/// [`Code::MalformedYaml`], [`Code::DuplicateKey`] and [`Code::LimitExceeded`], at their places.
pub fn read_documents(text: &str, file: FileId, limits: &Limits) -> Result<Vec<Node>> {
    documents(text, file, limits, true, Repeats::Refused, None)
}

/// As [`read_documents`], of a whole file. What definitions say of their kinds is only read to nodes when somebody
/// looks into it.
///
/// # Errors
/// As [`read_documents`].
pub(crate) fn read_file(text: &Arc<str>, file: FileId, limits: &Limits) -> Result<Vec<Node>> {
    let spare = Spare::new(text.clone(), Wanted::Below("openAPIV3Schema"));
    documents(text, file, limits, true, Repeats::Refused, Some(spare))
}

/// As [`read_documents`], but of keys that stand twice the later ones are
/// marked, and keys that are mappings or lists stay, without a name.
///
/// # Errors
/// As [`read_documents`].
pub(crate) fn read_patches(text: &str, file: FileId, limits: &Limits) -> Result<Vec<Node>> {
    documents(text, file, limits, true, Repeats::InPatch, None)
}

/// As [`read_documents`], but a `List` stays one document.
///
/// # Errors
/// As [`read_documents`].
pub fn read_documents_as_written(text: &str, file: FileId, limits: &Limits) -> Result<Vec<Node>> {
    documents(text, file, limits, false, Repeats::Refused, None)
}

fn documents(
    text: &str,
    file: FileId,
    limits: &Limits,
    unwrap: bool,
    repeats: Repeats,
    spare: Option<Spare>,
) -> Result<Vec<Node>> {
    let pieces = split_documents(text, file)?;
    let mut scanner = Scanner::new(file, Dialect::Resource, limits).sparing(spare);
    let alone = unwrap && pieces.len() == 1;
    let mut documents = Vec::new();
    for (base, piece) in pieces {
        let Some(node) = read_piece(&mut scanner, piece, file, base, limits, repeats)? else {
            continue;
        };
        if node.is_null() {
            continue;
        }
        if alone && matches!(node.get("kind").and_then(Node::text), Some("List" | "ResourceList")) {
            if let Some(items) = node.get("items") {
                documents.extend(unwrapped(items));
                continue;
            }
            if node.get("functionConfig").is_some() {
                continue;
            }
        }
        documents.push(node);
    }
    Ok(documents)
}

/// What the reference takes for the items of a list: of a mapping, its keys and its values.
fn unwrapped(items: &Node) -> Vec<Node> {
    match &items.value {
        Value::Seq(items) => items.clone(),
        Value::Map(map) => map
            .iter()
            .flat_map(|e| {
                [Node::read(Value::Scalar(Scalar::string(e.key.text.clone())), e.key.pos), e.value.clone()]
            })
            .collect(),
        Value::Scalar(_) => Vec::new(),
    }
}

/// The first document of a configuration file or JSON patch, by YAML 1.1: `yes` and `on` are
/// booleans, of two equal keys the last one counts, keys become strings.
///
/// # Errors
/// [`Code::MalformedYaml`] and [`Code::LimitExceeded`], at their places.
pub fn read_config(text: &str, file: FileId, limits: &Limits) -> Result<Option<Node>> {
    first_document(text, file, limits, Dialect::Config)
}

/// As [`read_config`], with keys that stand twice refused.
///
/// # Errors
/// As [`read_config`], and [`Code::DuplicateKey`].
pub(crate) fn read_strict_config(text: &str, file: FileId, limits: &Limits) -> Result<Option<Node>> {
    compose::first_document(text, file, 0, limits, Dialect::Config, Repeats::Refused)
}

/// The first document of a text by the rules for resources, whatever it is; `None` when there is
/// none.
///
/// # Errors
/// As [`read_documents`].
pub(crate) fn read_first(text: &str, file: FileId, limits: &Limits) -> Result<Option<Node>> {
    first_document(text, file, limits, Dialect::Resource)
}

fn first_document(text: &str, file: FileId, limits: &Limits, dialect: Dialect) -> Result<Option<Node>> {
    read_piece(&mut Scanner::new(file, dialect, limits), text, file, 0, limits, dialect.repeats())
}

/// The first document of a text that starts `base` bytes into its source.
fn read_piece(
    scanner: &mut Scanner<'_>,
    text: &str,
    file: FileId,
    base: usize,
    limits: &Limits,
    repeats: Repeats,
) -> Result<Option<Node>> {
    match scanner.document(text, base) {
        Scanned::Read(node) => Ok(node),
        Scanned::NotSure if (scanner.dialect(), repeats) == (Dialect::Resource, Repeats::Refused) => {
            let read = compose::first_document(text, file, base, limits, Dialect::Resource, Repeats::Kept)?;
            read.map(repeats::refuse).transpose()
        }
        Scanned::NotSure => compose::first_document(text, file, base, limits, scanner.dialect(), repeats),
    }
}

/// Cuts a text at the lines that start with `---`, as the reference does: nothing but a comment
/// may follow on such a line, and the first line of the text does not count.
pub(super) fn split_documents(text: &str, file: FileId) -> Result<Vec<(usize, &str)>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut from = 0;
    let finder = memchr::memmem::Finder::new("\n---");
    while let Some(found) = text.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
        let at = from + found;
        let Some(end) = text.as_bytes().get(at + 4..).and_then(|rest| memchr::memchr(b'\n', rest)) else {
            break;
        };
        let rest = text.get(at + 4..at + 4 + end).unwrap_or("").trim();
        if !rest.is_empty() && !rest.starts_with('#') {
            return Err(Error::new(
                Code::MalformedYaml,
                format!("\"{rest}\" follows the document separator on its line"),
            )
            .at(Pos::new(file, at + 1))
            .hint("put it on a line of its own"));
        }
        pieces.push((start, text.get(start..=at).unwrap_or("")));
        start = at + 4 + end + 1;
        from = start;
    }
    if !text.is_empty() {
        pieces.push((start, text.get(start..).unwrap_or("")));
    }
    Ok(pieces)
}
