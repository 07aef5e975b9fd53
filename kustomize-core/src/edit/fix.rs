//! `edit fix`: deprecated fields become those of today.

use super::document::{Document, boolean, map, text as text_node};
use crate::diagnostic::{Code, Error, Result};
use crate::yaml::Node;

/// A fixed text and what was fixed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fix {
    /// The text after the fix; the very same text when there was nothing to fix.
    pub text: String,
    /// The deprecated fields that were there and the fields that have their content now.
    pub replaced: Vec<(&'static str, &'static str)>,
    /// The fields that were missing and are stated now.
    pub added: Vec<&'static str>,
}

/// Replaces deprecated fields: `patchesJson6902` and `patchesStrategicMerge` by `patches`,
/// `commonLabels` by `labels`, and the old spellings that every edit replaces. `is_file` tells whether
/// an entry of `patchesStrategicMerge` is the path of a file; if not, it is a patch itself.
///
/// ```
/// let text = "commonLabels: {app: web}\nbases: [../base]\n";
/// let fix = kustomize_core::edit::fix(text, &|_| true)?;
/// assert_eq!(fix.replaced, [("bases", "resources"), ("commonLabels", "labels")]);
/// assert!(fix.text.contains("resources: [../base]"));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// [`Code::InvalidValue`] when a label stands in both `commonLabels` and `labels`; what reading the text
/// refuses.
pub fn fix(text: &str, is_file: &dyn Fn(&str) -> bool) -> Result<Fix> {
    let mut document = Document::open(text)?;
    let added = document.added();
    let mut replaced = document.replaced.clone();
    replaced.extend(replace_deprecated(&mut document, is_file)?);
    Ok(Fix { text: document.finish()?, replaced, added })
}

pub(super) fn replace_deprecated(
    document: &mut Document<'_>,
    is_file: &dyn Fn(&str) -> bool,
) -> Result<Vec<(&'static str, &'static str)>> {
    const REPLACED: [(&str, &str); 3] =
        [("patchesJson6902", "patches"), ("patchesStrategicMerge", "patches"), ("commonLabels", "labels")];
    let there = |field: &str| document.typed.deprecated.iter().any(|(name, _)| *name == field);
    let replaced = REPLACED.into_iter().filter(|(from, _)| there(from)).collect();
    document.move_list("patchesJson6902", "patches");
    if let Some(old) = document.take("patchesStrategicMerge") {
        let items = old.as_seq().unwrap_or_default().iter();
        let patches: Vec<Node> = items
            .map(|item| {
                let patch = item.text().filter(|_| !item.is_null()).unwrap_or_default();
                let field = if is_file(patch) { "path" } else { "patch" };
                map([(field, text_node(patch))].into_iter().filter(|_| !patch.is_empty()))
            })
            .collect();
        if !patches.is_empty() {
            document.append("patches", patches);
        }
    }
    replace_common_labels(document)?;
    Ok(replaced)
}

fn replace_common_labels(document: &mut Document<'_>) -> Result<()> {
    for (key, _) in &document.typed.common_labels {
        let twice = document.typed.labels.iter().flat_map(|l| &l.pairs).find(|(other, _)| other == key);
        if let Some((other, _)) = twice {
            let message = format!("the label \"{key}\" stands in both commonLabels and labels");
            return Err(Error::new(Code::InvalidValue, message)
                .at(key.pos)
                .related(other.pos, "here it stands in labels")
                .hint("take it away from one of the two"));
        }
    }
    let Some(pairs) = document.take("commonLabels") else { return Ok(()) };
    if !pairs.is_null_or_empty() {
        document.append("labels", vec![map([("includeSelectors", boolean(true)), ("pairs", pairs)])]);
    }
    Ok(())
}
