//! `create`: a new kustomization file.

use super::document::{Document, map, text, texts};
use crate::diagnostic::Result;

/// What a new kustomization file states; what is empty is left out.
#[derive(Clone, Debug, Default)]
pub struct Creation {
    /// `resources`
    pub resources: Vec<String>,
    /// `namespace`
    pub namespace: String,
    /// `namePrefix`
    pub name_prefix: String,
    /// `nameSuffix`
    pub name_suffix: String,
    /// `commonLabels`
    pub labels: Vec<(String, String)>,
    /// `commonAnnotations`
    pub annotations: Vec<(String, String)>,
}

/// The text of a new kustomization file.
///
/// ```
/// use kustomize_core::edit::{Creation, create};
/// let creation = Creation {
///     resources: vec!["app.yaml".to_owned()],
///     name_prefix: "dev-".to_owned(),
///     ..Creation::default()
/// };
/// let text = create(&creation)?;
/// assert!(text.contains("resources:\n- app.yaml\nnamePrefix: dev-\n"));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// None that a caller could cause; the new text is read again to be sure of it.
pub fn create(creation: &Creation) -> Result<String> {
    let mut document = Document::open("")?;
    let pairs = |pairs: &[(String, String)]| map(pairs.iter().map(|(k, v)| (k.as_str(), text(v))));
    for (field, value) in [
        ("resources", texts(&creation.resources)),
        ("namePrefix", text(&creation.name_prefix)),
        ("nameSuffix", text(&creation.name_suffix)),
        ("namespace", text(&creation.namespace)),
        ("commonLabels", pairs(&creation.labels)),
        ("commonAnnotations", pairs(&creation.annotations)),
    ] {
        if !value.is_null_or_empty() && value.text() != Some("") {
            document.set(field, value);
        }
    }
    document.finish()
}
