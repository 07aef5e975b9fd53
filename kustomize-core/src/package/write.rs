//! Writing resources as they are.

use super::annotations::{self, INDEX, OLD_INDEX, SEQ_INDENT};
use super::{Item, WrongKind};
use crate::diagnostic::Result;
use crate::limits::Limits;
use crate::source::FileId;
use crate::yaml::document::{DocNode, DocStyle, Document, Writer};
use crate::yaml::{indent_json, read_first, write_json};

/// The list that resources are written in.
#[derive(Clone, Copy, Debug)]
pub struct Wrapping<'w> {
    /// Its `apiVersion`.
    pub api_version: &'w str,
    /// Its `kind`.
    pub kind: &'w str,
    /// The configuration of the function that is to read it.
    pub function_config: Option<&'w DocNode>,
}

/// How resources are written.
#[derive(Clone, Copy, Debug, Default)]
pub struct WriteOptions<'w> {
    /// Keeps the notes which resource of its file each is.
    pub keep_notes: bool,
    /// Takes out these annotations as well.
    pub clear: &'w [&'static str],
    /// How the resources, but not what they contain, are written; nothing leaves them as they are.
    pub style: DocStyle,
    /// The list to write them in.
    pub wrapping: Option<Wrapping<'w>>,
}

/// Writes resources as documents of one text. One alone whose path has the ending `.json` becomes JSON.
///
/// # Errors
/// Resources and metadata that are no mappings.
pub fn write(items: &[Item], options: &WriteOptions<'_>) -> Result<String> {
    let is_json = options.wrapping.is_none() && items.len() == 1 && items.iter().any(has_json_path);
    let mut prepared = Vec::with_capacity(items.len());
    for item in items {
        let wide = item.annotation(SEQ_INDENT) == Some("wide");
        let mut document = item.document.clone();
        prepare(&mut document.root, options).map_err(|wrong| wrong.error(item.file))?;
        prepared.push((document, wide, item.file));
    }
    if let (true, [(document, _, file)]) = (is_json, prepared.as_slice()) {
        return json(document, *file);
    }
    let mut writer = Writer::new();
    let Some(wrapping) = &options.wrapping else {
        for (document, wide, _) in &prepared {
            writer.wide_sequences(*wide);
            match document.root.get(BARE_SEQUENCE).filter(|list| !list.is_empty()) {
                Some(list) => writer.write_node(list),
                None => writer.write(document),
            }
        }
        return Ok(writer.finish());
    };
    let items = prepared.into_iter().map(|(document, ..)| document.root).collect();
    let mut list = DocNode::mapping(vec![
        DocNode::untagged("apiVersion"),
        DocNode::untagged(wrapping.api_version),
        DocNode::untagged("kind"),
        DocNode::untagged(wrapping.kind),
        DocNode::untagged("items"),
        DocNode::sequence(items),
    ]);
    list.style = options.style;
    if let Some(config) = wrapping.function_config {
        list.content.extend([DocNode::untagged("functionConfig"), config.clone()]);
    }
    writer.write_node(&list);
    Ok(writer.finish())
}

/// In the reference the field of a resource that stands for a list.
const BARE_SEQUENCE: &str = "bareSeqNodeWrappingKey";

fn has_json_path(item: &Item) -> bool {
    item.path().is_some_and(|path| path.rsplit('/').next().unwrap_or(path).ends_with(".json"))
}

fn prepare(root: &mut DocNode, options: &WriteOptions<'_>) -> std::result::Result<(), WrongKind> {
    if !options.keep_notes {
        for key in [INDEX, OLD_INDEX, SEQ_INDENT] {
            annotations::clear(root, key)?;
        }
    }
    for key in options.clear {
        annotations::clear(root, key)?;
    }
    annotations::clear_empty(root)?;
    if !options.style.is_none() {
        root.style = options.style;
    }
    Ok(())
}

/// A resource as JSON, its fields in order.
fn json(document: &Document, file: FileId) -> Result<String> {
    let text = document.root.to_text();
    let mut compact = String::new();
    if let Some(node) = read_first(&text, file, &Limits::default())? {
        write_json(&node, &mut compact)?;
    }
    Ok(indent_json(&compact) + "\n")
}
