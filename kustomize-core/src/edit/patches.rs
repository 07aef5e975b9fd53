//! `edit add patch` and `edit remove patch`.

use super::Edited;
use super::document::{Document, key_of, map, text as text_node};
use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::Patch;
use crate::yaml::Node;

/// A patch as arguments state it; empty parts are absent.
#[derive(Clone, Debug, Default)]
pub struct PatchArgs {
    /// The file of the patch.
    pub path: String,
    /// The patch itself.
    pub patch: String,
    /// The group of the target.
    pub group: String,
    /// The version of the target.
    pub version: String,
    /// The kind of the target.
    pub kind: String,
    /// The name of the target.
    pub name: String,
    /// The namespace of the target.
    pub namespace: String,
    /// The labels of the target, as a selector.
    pub label_selector: String,
    /// The annotations of the target, as a selector.
    pub annotation_selector: String,
}

impl PatchArgs {
    fn target(&self) -> [(&'static str, &str); 7] {
        [
            ("group", &self.group),
            ("version", &self.version),
            ("kind", &self.kind),
            ("name", &self.name),
            ("namespace", &self.namespace),
            ("labelSelector", &self.label_selector),
            ("annotationSelector", &self.annotation_selector),
        ]
    }

    fn has_target(&self) -> bool {
        self.target().iter().any(|(_, value)| !value.is_empty())
    }

    /// True when an entry of the file states this patch and nothing else.
    fn equals(&self, typed: &Patch, node: &Node) -> bool {
        let has_options = node
            .as_map()
            .is_some_and(|m| m.get(key_of(m, "options")).is_some_and(|options| !options.is_null()));
        let same_target = match &typed.target {
            None => !self.has_target(),
            Some(target) => {
                let there = [
                    &target.group,
                    &target.version,
                    &target.kind,
                    &target.name,
                    &target.namespace,
                    &target.label_selector,
                    &target.annotation_selector,
                ];
                self.has_target()
                    && self.target().iter().zip(there).all(|((_, wanted), there)| *wanted == there.as_str())
            }
        };
        !has_options && same_target && typed.path.as_str() == self.path && typed.patch.as_str() == self.patch
    }

    fn node(&self) -> Node {
        let present = |(_, value): &(&str, &str)| !value.is_empty();
        let own = [("path", self.path.as_str()), ("patch", self.patch.as_str())];
        let mut fields: Vec<_> = own.into_iter().filter(present).map(|(k, v)| (k, text_node(v))).collect();
        if self.has_target() {
            let target = self.target().into_iter().filter(present).map(|(k, v)| (k, text_node(v)));
            fields.push(("target", map(target)));
        }
        map(fields)
    }
}

/// Adds an entry to `patches`; one that is there already is noted and not added again.
///
/// ```
/// use kustomize_core::edit::{PatchArgs, add_patch};
/// let patch = PatchArgs { path: "more.yaml".to_owned(), kind: "Deployment".to_owned(), ..PatchArgs::default() };
/// let edited = add_patch("namePrefix: dev-\n", &patch)?;
/// assert!(edited.text.contains("patches:\n- path: more.yaml\n  target:\n    kind: Deployment\n"));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// [`Code::InvalidValue`] unless exactly one of path and patch is given; what reading the text refuses.
pub fn add_patch(text: &str, patch: &PatchArgs) -> Result<Edited> {
    check_one(patch)?;
    if patch.path.is_empty() && patch.patch.is_empty() {
        return Err(Error::new(Code::InvalidValue, "no patch is given").hint("give --path or --patch"));
    }
    let mut document = Document::open(text)?;
    let there =
        document.items("patches").iter().zip(&document.typed.patches).any(|(n, t)| patch.equals(t, n));
    if there {
        let note = "the patch is in the kustomization file already".to_owned();
        return Ok(Edited { text: document.unchanged(), notes: vec![note] });
    }
    document.append("patches", vec![patch.node()]);
    Ok(Edited::new(document.finish()?))
}

/// Removes the entries of `patches` that state exactly this patch. When there is none, nothing is
/// written.
///
/// ```
/// use kustomize_core::edit::{PatchArgs, remove_patch};
/// let patch = PatchArgs { path: "b.yaml".to_owned(), ..PatchArgs::default() };
/// let edited = remove_patch("patches:\n- path: a.yaml\n- path: b.yaml\n", &patch)?;
/// assert!(edited.text.starts_with("patches:\n- path: a.yaml\n"));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// [`Code::InvalidValue`] when both path and patch are given; what reading the text refuses.
pub fn remove_patch(text: &str, patch: &PatchArgs) -> Result<Edited> {
    check_one(patch)?;
    let mut document = Document::open(text)?;
    let items = document.items("patches");
    let before = items.len();
    let kept: Vec<Node> = items
        .into_iter()
        .zip(&document.typed.patches)
        .filter(|(n, t)| !patch.equals(t, n))
        .map(|(n, _)| n)
        .collect();
    if kept.len() == before {
        let note = "no entry of patches is exactly this patch, nothing was removed".to_owned();
        return Ok(Edited { text: document.unchanged(), notes: vec![note] });
    }
    document.set_list("patches", kept);
    Ok(Edited::new(document.finish()?))
}

fn check_one(patch: &PatchArgs) -> Result<()> {
    if patch.path.is_empty() || patch.patch.is_empty() {
        return Ok(());
    }
    Err(Error::new(Code::InvalidValue, "a patch is either a file or a text, not both")
        .hint("give only one of --path and --patch"))
}
