//! Which fields each transformer changes by default, and what `configurations` add to that.

use super::field_spec::FieldSpec;
use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::{Decode, FieldSpecArgs, Rules, Text, record};
use crate::yaml::{Node, Str};
use std::sync::Arc;

/// The fields of all transformers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

/// Adds one specification; one that is there already is not added again.
///
/// # Errors
/// When it is there and differs in whether missing fields are made.
pub(crate) fn merge_one(into: &mut Vec<FieldSpec>, spec: &FieldSpec) -> Result<()> {
    let same = |x: &&FieldSpec| {
        x.path == spec.path
            && (spec.group.is_empty() || x.group == spec.group)
            && (spec.version.is_empty() || x.version == spec.version)
            && (spec.kind.is_empty() || x.kind == spec.kind)
    };
    match into.iter().find(same) {
        Some(known) if known.create != spec.create => Err(Error::new(
            Code::InvalidTransformer,
            format!("two field specifications of the path {} differ in whether it is created", spec.path),
        )),
        Some(_) => Ok(()),
        None => {
            into.push(spec.clone());
            Ok(())
        }
    }
}

/// Adds specifications one by one.
///
/// # Errors
/// As [`merge_one`].
pub(crate) fn merge_specs(into: &mut Vec<FieldSpec>, specs: &[FieldSpec]) -> Result<()> {
    specs.iter().try_for_each(|spec| merge_one(into, spec))
}

impl TransformerConfig {
    /// Merges `other` into a shared configuration. Nothing happens when both are one.
    ///
    /// # Errors
    /// When two specifications of one path differ in whether it is created.
    pub fn merge_shared(into: &mut Arc<TransformerConfig>, other: &Arc<TransformerConfig>) -> Result<()> {
        if Arc::ptr_eq(into, other) {
            return Ok(());
        }
        if **into == TransformerConfig::default() {
            *into = other.clone();
            return Ok(());
        }
        Arc::make_mut(into).merge(other)
    }

    /// Merges another configuration into this one.
    ///
    /// # Errors
    /// When two specifications of one path differ in whether it is created.
    pub fn merge(&mut self, other: &TransformerConfig) -> Result<()> {
        merge_specs(&mut self.name_prefix, &other.name_prefix)?;
        merge_specs(&mut self.name_suffix, &other.name_suffix)?;
        merge_specs(&mut self.namespace, &other.namespace)?;
        merge_specs(&mut self.common_labels, &other.common_labels)?;
        merge_specs(&mut self.labels, &other.labels)?;
        merge_specs(&mut self.template_labels, &other.template_labels)?;
        merge_specs(&mut self.common_annotations, &other.common_annotations)?;
        merge_specs(&mut self.var_reference, &other.var_reference)?;
        merge_specs(&mut self.images, &other.images)?;
        merge_specs(&mut self.replicas, &other.replicas)?;
        for reference in &other.name_reference {
            let same = |r: &&mut NameBackReference| {
                (&r.group, &r.version, &r.kind) == (&reference.group, &reference.version, &reference.kind)
            };
            match self.name_reference.iter_mut().find(same) {
                Some(known) => merge_specs(&mut known.referrers, &reference.referrers)?,
                None => self.name_reference.push(reference.clone()),
            }
        }
        Ok(())
    }
}

/// A configuration file, as it is written.
#[derive(Default)]
struct File {
    name_prefix: Vec<FieldSpecArgs>,
    name_suffix: Vec<FieldSpecArgs>,
    namespace: Vec<FieldSpecArgs>,
    common_labels: Vec<FieldSpecArgs>,
    labels: Vec<FieldSpecArgs>,
    template_labels: Vec<FieldSpecArgs>,
    common_annotations: Vec<FieldSpecArgs>,
    name_reference: Vec<ReferenceArgs>,
    var_reference: Vec<FieldSpecArgs>,
    images: Vec<FieldSpecArgs>,
    replicas: Vec<FieldSpecArgs>,
}

#[derive(Default)]
struct ReferenceArgs {
    group: Text,
    version: Text,
    kind: Text,
    field_specs: Vec<FieldSpecArgs>,
}

impl Decode for ReferenceArgs {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        const FIELDS: &[&str] = &["group", "version", "kind", "fieldSpecs"];
        record(node, "an entry of nameReference", FIELDS, rules, |name, value| match name {
            "group" => self.group.decode_into(value, rules),
            "version" => self.version.decode_into(value, rules),
            "kind" => self.kind.decode_into(value, rules),
            _ => self.field_specs.decode_into(value, rules),
        })
    }
}

impl Decode for File {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        const FIELDS: &[&str] = &[
            "namePrefix",
            "nameSuffix",
            "namespace",
            "commonLabels",
            "labels",
            "templateLabels",
            "commonAnnotations",
            "nameReference",
            "varReference",
            "images",
            "replicas",
        ];
        record(node, "a configuration file", FIELDS, rules, |name, value| match name {
            "namePrefix" => self.name_prefix.decode_into(value, rules),
            "nameSuffix" => self.name_suffix.decode_into(value, rules),
            "namespace" => self.namespace.decode_into(value, rules),
            "commonLabels" => self.common_labels.decode_into(value, rules),
            "labels" => self.labels.decode_into(value, rules),
            "templateLabels" => self.template_labels.decode_into(value, rules),
            "commonAnnotations" => self.common_annotations.decode_into(value, rules),
            "nameReference" => self.name_reference.decode_into(value, rules),
            "varReference" => self.var_reference.decode_into(value, rules),
            "images" => self.images.decode_into(value, rules),
            _ => self.replicas.decode_into(value, rules),
        })
    }
}

impl From<&FieldSpecArgs> for FieldSpec {
    fn from(args: &FieldSpecArgs) -> Self {
        FieldSpec {
            group: args.group.value.clone(),
            version: args.version.value.clone(),
            kind: args.kind.value.clone(),
            path: args.path.value.clone(),
            create: args.create,
        }
    }
}

impl TransformerConfig {
    /// What a file listed under `configurations` states.
    ///
    /// # Errors
    /// A value of the wrong type; fields that do not exist are ignored, as in the reference.
    pub fn decode(node: &Node) -> Result<TransformerConfig> {
        let file = File::decode(node, Rules::Lenient)?;
        let specs = |args: &[FieldSpecArgs]| args.iter().map(FieldSpec::from).collect::<Vec<_>>();
        let reference = |args: &ReferenceArgs| NameBackReference {
            group: args.group.value.clone(),
            version: args.version.value.clone(),
            kind: args.kind.value.clone(),
            referrers: specs(&args.field_specs),
        };
        Ok(TransformerConfig {
            name_prefix: specs(&file.name_prefix),
            name_suffix: specs(&file.name_suffix),
            namespace: specs(&file.namespace),
            common_labels: specs(&file.common_labels),
            labels: specs(&file.labels),
            template_labels: specs(&file.template_labels),
            common_annotations: specs(&file.common_annotations),
            name_reference: file.name_reference.iter().map(reference).collect(),
            var_reference: specs(&file.var_reference),
            images: specs(&file.images),
            replicas: specs(&file.replicas),
        })
    }
}
