//! Which fields each transformer changes by default, and what `configurations` add to that.

use super::field_spec::FieldSpec;
use crate::yaml::Str;

/// The fields of all transformers.
#[derive(Clone, Debug, Default)]
pub struct TransformerConfig {
    /// Names that get the prefix.
    pub name_prefix: Vec<FieldSpec>,
    /// Names that get the suffix.
    pub name_suffix: Vec<FieldSpec>,
    /// Fields that hold the namespace.
    pub namespace: Vec<FieldSpec>,
    /// Labels and selectors.
    pub common_labels: Vec<FieldSpec>,
    /// Labels that `labels` sets in any case.
    pub labels: Vec<FieldSpec>,
    /// Labels of templates.
    pub template_labels: Vec<FieldSpec>,
    /// Annotations.
    pub common_annotations: Vec<FieldSpec>,
    /// Fields that refer to other resources by name.
    pub name_reference: Vec<NameBackReference>,
    /// Fields in which variables are replaced.
    pub var_reference: Vec<FieldSpec>,
    /// Images.
    pub images: Vec<FieldSpec>,
    /// Numbers of replicas.
    pub replicas: Vec<FieldSpec>,
}

/// The fields that refer to resources of one kind by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameBackReference {
    /// The group of the resource referred to; empty selects any.
    pub group: Str,
    /// Its version; empty selects any.
    pub version: Str,
    /// Its kind.
    pub kind: Str,
    /// The fields that refer to it.
    pub referrers: Vec<FieldSpec>,
}
