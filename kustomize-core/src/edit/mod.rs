//! Edits of a kustomization file: a text in, a text out.
//!
//! Each function does what the reference's `edit` command of that name does to the meaning of the
//! file, and leaves every byte alone that the edit is not about: see [`crate::yaml::edit`]. As with
//! the reference, every edit that writes also replaces old spellings (`bases`, `imageTags`, `env`,
//! `helmChartInflationGenerator`) and fills in `apiVersion` and `kind`.
//!
//! Places in refusals are in [`FileId`](crate::source::FileId)`(0)`: the text that was handed in.
//!
//! ```
//! let text = "resources:\n- app.yaml  # ours\nimages:\n- name: nginx\n  newTag: '1.25'\n";
//! let edited = kustomize_core::edit::set_image(text, &["nginx:1.27"]).unwrap();
//! assert!(edited.text.starts_with(&text.replace("1.25", "1.27")));
//! ```

mod address;
mod create;
mod document;
mod fix;
mod generators;
mod images;
mod lists;
mod metadata;
mod names;
mod patches;
mod pattern;
mod replicas;
mod sources;
mod var_targets;
mod vars;
mod write;

pub use address::try_address;
pub use create::{Creation, create};
pub use fix::{Fix, fix};
pub use generators::{
    Files, GeneratorData, GeneratorId, GeneratorKind, add_generator, remove_generators, set_generator,
};
pub use images::set_image;
pub use lists::{
    BUILD_METADATA, List, add_base, add_build_metadata, add_to_list, remove_build_metadata, remove_from_list,
    set_build_metadata,
};
pub use metadata::{
    LabelPlace, Metadata, add_annotation, add_label, parse_pairs, remove_annotation, remove_label,
    set_annotation, set_label,
};
pub use names::{set_name_prefix, set_name_suffix, set_namespace};
pub use patches::{PatchArgs, add_patch, remove_patch};
pub use pattern::{is_pattern, matches};
pub use replicas::set_replicas;
pub use vars::{ChangedFile, VarFix, fix_vars};
pub use write::write;

/// An edited text and what there is to say about the edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edited {
    /// The text after the edit; the very same text when nothing changed.
    pub text: String,
    /// Remarks for the user, one sentence each: for instance that an entry was there already.
    pub notes: Vec<String>,
}

impl Edited {
    fn new(text: String) -> Self {
        Edited { text, notes: Vec::new() }
    }
}

#[cfg(test)]
mod tests;
