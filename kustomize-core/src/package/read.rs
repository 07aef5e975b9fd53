//! Reading resources as they are written.

use super::annotations::{self, INDEX, OLD_INDEX, OLD_PATH, PAIRS, PATH};
use super::{Item, WrongKind};
use crate::diagnostic::Result;
use crate::limits::Limits;
use crate::source::FileId;
use crate::yaml::document::{DocNode, Document, read_pieces};

/// How a text is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadOptions<'p> {
    /// Takes a `List` or `ResourceList` that stands alone for its items.
    pub unwrap: bool,
    /// Notes in the annotations of each resource which one of its file it is.
    pub annotate: bool,
    /// The path of the file, noted as well.
    pub path: Option<&'p str>,
}

/// What a text holds.
#[derive(Clone, Debug, Default)]
pub struct Stream {
    /// The resources.
    pub items: Vec<Item>,
    /// The configuration of a function that a list states.
    pub function_config: Option<DocNode>,
    /// The results of a function that a list states.
    pub results: Option<DocNode>,
}

/// Reads a text with resources; empty documents are left out.
///
/// # Errors
/// Text that is no YAML, and, where annotations are to be set, documents that are no mappings.
pub fn read(text: &str, file: FileId, options: &ReadOptions<'_>, limits: &Limits) -> Result<Stream> {
    let (documents, count) = read_pieces(text, file, limits)?;
    let mut stream = Stream::default();
    for mut document in documents {
        if options.annotate {
            let index = stream.items.len().to_string();
            note(&mut document.root, &index, options.path).map_err(|wrong| wrong.error(file))?;
        }
        let item = Item::new(document, file);
        let is_list = matches!(item.field("kind"), Some("ResourceList" | "List"));
        let has = |name| item.root().get(name).is_some();
        if options.unwrap && count == 1 && is_list && (has("items") || has("functionConfig")) {
            stream.function_config = item.root().get("functionConfig").cloned();
            stream.results = item.root().get("results").cloned();
            let items = item.root().get("items").into_iter().flat_map(|items| &items.content);
            let item = |root: &DocNode| Item { listed: true, ..Item::new(Document::of(root.clone()), file) };
            stream.items.extend(items.map(item));
            continue;
        }
        stream.items.push(item);
    }
    Ok(stream)
}

fn note(root: &mut DocNode, index: &str, path: Option<&str>) -> std::result::Result<(), WrongKind> {
    pair(root)?;
    let notes = [(OLD_INDEX, Some(index)), (OLD_PATH, path), (INDEX, Some(index)), (PATH, path)];
    for (key, value) in notes {
        if let Some(value) = value {
            annotations::set(root, key, value)?;
        }
    }
    Ok(())
}

/// Sets of each pair of annotations that mean the same the one that is missing.
pub(super) fn pair(root: &mut DocNode) -> std::result::Result<(), WrongKind> {
    for (new, old) in PAIRS {
        let text = |key| annotations::get(root, key).filter(|text| !text.is_empty()).map(str::to_owned);
        match (text(new), text(old)) {
            (Some(value), None) => annotations::set(root, old, &value)?,
            (None, Some(value)) => annotations::set(root, new, &value)?,
            _ => {}
        }
    }
    Ok(())
}
