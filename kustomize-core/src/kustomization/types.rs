//! The fields of a kustomization file.
//!
//! Names and meanings are those of the reference. Text carries its place, so that whatever turns
//! out to be wrong later can be shown where it was written. An absent text field is empty.

use crate::diagnostic::Diagnostic;
use crate::source::Pos;
use crate::yaml::{Node, Str};

/// Text and where it was written.
#[derive(Clone, Debug)]
pub struct Text {
    /// The text.
    pub value: Str,
    /// Where it was written.
    pub pos: Pos,
}

/// Key and value pairs in the order of the file; a key stands once.
pub type Pairs = Vec<(Text, Text)>;

/// A whole kustomization file.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs, reason = "each field is documented by the reference under its own name")]
#[non_exhaustive]
pub struct Kustomization {
    pub api_version: Text,
    pub kind: Text,
    pub metadata: Option<Metadata>,
    pub openapi: Pairs,
    pub name_prefix: Text,
    pub name_suffix: Text,
    pub namespace: Text,
    pub common_labels: Pairs,
    pub labels: Vec<Label>,
    pub common_annotations: Pairs,
    pub patches_strategic_merge: Vec<Text>,
    pub patches_json6902: Vec<Patch>,
    pub patches: Vec<Patch>,
    pub images: Vec<Image>,
    pub replacements: Vec<ReplacementField>,
    pub replicas: Vec<Replica>,
    pub vars: Vec<Var>,
    pub sort_options: Option<SortOptions>,
    pub resources: Vec<Text>,
    pub components: Vec<Text>,
    pub crds: Vec<Text>,
    pub config_map_generator: Vec<GeneratorArgs>,
    pub secret_generator: Vec<GeneratorArgs>,
    pub helm_globals: Option<HelmGlobals>,
    pub helm_charts: Vec<HelmChart>,
    pub generator_options: Option<GeneratorOptions>,
    pub configurations: Vec<Text>,
    pub generators: Vec<Text>,
    pub transformers: Vec<Text>,
    pub validators: Vec<Text>,
    pub build_metadata: Vec<Text>,
    /// Where the file begins.
    pub pos: Pos,
    /// The names of the deprecated fields that the file uses, with their places, in the order in
    /// which the reference warns of them.
    pub deprecated: Vec<(&'static str, Pos)>,
    /// What the file says other than it seems to.
    pub traps: Vec<Diagnostic>,
    /// True when the file states nothing besides `apiVersion` and `kind`; such a file is not built.
    pub empty: bool,
}

/// The metadata of a kustomization; read, checked and otherwise without effect.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
#[non_exhaustive]
pub struct Metadata {
    pub name: Text,
    pub namespace: Text,
    pub labels: Pairs,
    pub annotations: Pairs,
}

/// Labels to set on resources.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
#[non_exhaustive]
pub struct Label {
    pub pairs: Pairs,
    pub include_selectors: bool,
    pub include_templates: bool,
    pub fields: Vec<FieldSpecArgs>,
}

/// A field specification as a file states it.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
#[non_exhaustive]
pub struct FieldSpecArgs {
    pub group: Text,
    pub version: Text,
    pub kind: Text,
    pub path: Text,
    pub create: bool,
}

/// A patch: inline or by path, for all that `target` selects.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
#[non_exhaustive]
pub struct Patch {
    pub path: Text,
    pub patch: Text,
    pub target: Option<Selector>,
    pub allow_name_change: bool,
    pub allow_kind_change: bool,
    pub pos: Pos,
}

/// Which resources are meant.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
#[non_exhaustive]
pub struct Selector {
    pub group: Text,
    pub version: Text,
    pub kind: Text,
    pub name: Text,
    pub namespace: Text,
    pub label_selector: Text,
    pub annotation_selector: Text,
    pub pos: Pos,
}

/// A change to the images of a name.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
#[non_exhaustive]
pub struct Image {
    pub name: Text,
    pub new_name: Text,
    pub tag_suffix: Text,
    pub new_tag: Text,
    pub digest: Text,
    pub pos: Pos,
}

/// A number of replicas for a workload's name.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
#[non_exhaustive]
pub struct Replica {
    pub name: Text,
    pub count: i64,
    pub pos: Pos,
}

/// A replacement, or the path of a file with replacements.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
#[non_exhaustive]
pub struct ReplacementField {
    pub path: Text,
    pub replacement: Replacement,
}

/// Copies a value from one field to others.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
#[non_exhaustive]
pub struct Replacement {
    pub source: Option<SourceSelector>,
    pub source_value: Option<Text>,
    pub targets: Vec<TargetSelector>,
    pub pos: Pos,
}

/// Where a replacement reads.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
#[non_exhaustive]
pub struct SourceSelector {
    pub group: Text,
    pub version: Text,
    pub kind: Text,
    pub name: Text,
    pub namespace: Text,
    pub field_path: Text,
    pub options: Option<FieldOptions>,
    pub pos: Pos,
}

/// Where a replacement writes.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
#[non_exhaustive]
pub struct TargetSelector {
    pub select: Option<Selector>,
    pub reject: Vec<Selector>,
    pub field_paths: Vec<Text>,
    pub options: Option<FieldOptions>,
    pub pos: Pos,
}

/// How a replacement reads or writes a part of a field.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
#[non_exhaustive]
pub struct FieldOptions {
    pub delimiter: Text,
    pub index: i64,
    pub encoding: Text,
    pub create: bool,
}

/// A variable: a name for a field of a resource.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
#[non_exhaustive]
pub struct Var {
    pub name: Text,
    pub api_version: Text,
    pub group: Text,
    pub version: Text,
    pub kind: Text,
    pub object_name: Text,
    pub namespace: Text,
    /// `metadata.name` when the file does not say.
    pub field_path: Text,
    pub pos: Pos,
}

/// The order of the output.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
#[non_exhaustive]
pub struct SortOptions {
    pub order: Text,
    pub legacy: Option<LegacySortOptions>,
    pub pos: Pos,
}

/// Which kinds come first and last.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
#[non_exhaustive]
pub struct LegacySortOptions {
    pub order_first: Vec<Text>,
    pub order_last: Vec<Text>,
}

/// A ConfigMap or Secret to make.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
#[non_exhaustive]
pub struct GeneratorArgs {
    pub namespace: Text,
    pub name: Text,
    pub behavior: Text,
    pub literals: Vec<Text>,
    pub files: Vec<Text>,
    pub envs: Vec<Text>,
    pub options: Option<GeneratorOptions>,
    /// Only of a Secret.
    pub secret_type: Text,
    pub pos: Pos,
}

/// Options of one generator, or of all in the file.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
#[non_exhaustive]
pub struct GeneratorOptions {
    pub labels: Pairs,
    pub annotations: Pairs,
    pub disable_name_suffix_hash: bool,
    pub immutable: bool,
}

/// What all charts share.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
#[non_exhaustive]
pub struct HelmGlobals {
    pub chart_home: Text,
    pub config_home: Text,
}

/// A helm chart to render.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
#[non_exhaustive]
pub struct HelmChart {
    pub name: Text,
    pub version: Text,
    pub repo: Text,
    pub release_name: Text,
    pub namespace: Text,
    pub additional_values_files: Vec<Text>,
    pub values_file: Text,
    pub values_inline: Option<Node>,
    pub values_merge: Text,
    pub include_crds: bool,
    pub skip_hooks: bool,
    pub api_versions: Vec<Text>,
    pub kube_version: Text,
    pub name_template: Text,
    pub skip_tests: bool,
    pub debug: bool,
    pub devel: bool,
    pub pos: Pos,
}

impl Text {
    /// Text at a place.
    pub fn new(value: impl Into<Str>, pos: Pos) -> Self {
        Text { value: value.into(), pos }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.value.as_str()
    }
}

impl Default for Text {
    fn default() -> Self {
        Text { value: Str::default(), pos: Pos::NONE }
    }
}

impl std::ops::Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        self.value.as_str()
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.value.as_str())
    }
}

impl PartialEq for Text {
    /// Texts are equal when they read the same; their places do not count.
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}
