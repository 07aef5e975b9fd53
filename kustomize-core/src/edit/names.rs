//! `edit set nameprefix`, `namesuffix` and `namespace`.

use super::Edited;
use super::document::{Document, text as text_node};
use crate::diagnostic::Result;

/// Sets the prefix of names; an empty one removes it.
///
/// ```
/// let edited = kustomize_core::edit::set_name_prefix("namePrefix: old  # ours\n", "dev-")?;
/// assert!(edited.text.starts_with("namePrefix: dev-  # ours\n"));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// What reading the text refuses.
pub fn set_name_prefix(text: &str, prefix: &str) -> Result<Edited> {
    set(text, "namePrefix", prefix)
}

/// Sets the suffix of names; an empty one removes it.
///
/// ```
/// let edited = kustomize_core::edit::set_name_suffix("nameSuffix: old  # ours\n", "-dev")?;
/// assert!(edited.text.starts_with("nameSuffix: -dev  # ours\n"));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// What reading the text refuses.
pub fn set_name_suffix(text: &str, suffix: &str) -> Result<Edited> {
    set(text, "nameSuffix", suffix)
}

/// Sets the namespace; an empty one removes it.
///
/// ```
/// let edited = kustomize_core::edit::set_namespace("namespace: old  # ours\n", "shop")?;
/// assert!(edited.text.starts_with("namespace: shop  # ours\n"));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// What reading the text refuses.
pub fn set_namespace(text: &str, namespace: &str) -> Result<Edited> {
    set(text, "namespace", namespace)
}

fn set(text: &str, field: &str, value: &str) -> Result<Edited> {
    let mut document = Document::open(text)?;
    if value.is_empty() {
        document.take(field);
    } else {
        document.set(field, text_node(value));
    }
    Ok(Edited::new(document.finish()?))
}
