//! Which fields each transformer changes by default, and what `configurations` add to that.

use super::field_spec::FieldSpec;
use crate::diagnostic::{Code, Error, Result};
use crate::hash::HashMap;
use crate::kustomization::{Decode, FieldSpecArgs, Rules, Text, record};
use crate::resource::Gvk;
use crate::resource::order::compare_kinds;
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

/// Adds specifications one by one; one that is there already, for the same kinds or for some of
/// them, is not added again.
///
/// # Errors
/// When it is there and differs in whether missing fields are made.
pub(crate) fn merge_specs(into: &mut Vec<FieldSpec>, specs: &[FieldSpec]) -> Result<()> {
    let mut by_path: Option<HashMap<Str, Vec<usize>>> =
        (into.len() + specs.len() > FEW).then(HashMap::default);
    if let Some(by_path) = &mut by_path {
        for (i, spec) in into.iter().enumerate() {
            by_path.entry(spec.path.clone()).or_default().push(i);
        }
    }
    into.reserve(specs.len());
    for spec in specs {
        let covers = |known: &&FieldSpec| {
            (spec.group.is_empty() || known.group == spec.group)
                && (spec.version.is_empty() || known.version == spec.version)
                && (spec.kind.is_empty() || known.kind == spec.kind)
        };
        let known = match &by_path {
            Some(by_path) => {
                let places = by_path.get(&spec.path).into_iter().flatten();
                places.filter_map(|&i| into.get(i)).find(covers)
            }
            None => into.iter().filter(|known| known.path == spec.path).find(covers),
        };
        match known {
            Some(known) if known.create != spec.create => return Err(conflict(known, spec)),
            Some(_) => {}
            None => {
                if let Some(by_path) = &mut by_path {
                    by_path.entry(spec.path.clone()).or_default().push(into.len());
                }
                into.push(spec.clone());
            }
        }
    }
    Ok(())
}

/// So many specifications are compared with each other.
const FEW: usize = 32;

fn conflict(known: &FieldSpec, spec: &FieldSpec) -> Error {
    let what = |spec: &FieldSpec| {
        let gvk = Gvk { group: spec.group.clone(), version: spec.version.clone(), kind: spec.kind.clone() };
        let kinds = if gvk == Gvk::default() { "all kinds".to_owned() } else { gvk.to_string() };
        format!("{} of {kinds} with create: {}", spec.path, spec.create)
    };
    Error::new(
        Code::InvalidTransformer,
        format!("the field specifications {} and {} contradict each other", what(known), what(spec)),
    )
    .hint("state the same `create` for both")
}

impl TransformerConfig {
    /// Merges `other` into a shared configuration. The built-in fields merged with themselves stay
    /// what they are.
    ///
    /// # Errors
    /// As [`Self::merge`].
    pub fn merge_shared(into: &mut Arc<TransformerConfig>, other: &Arc<TransformerConfig>) -> Result<()> {
        let builtin = TransformerConfig::builtin();
        if Arc::ptr_eq(other, &builtin) {
            if Arc::ptr_eq(into, other) {
                return Ok(());
            }
            if **into == TransformerConfig::default() {
                *into = builtin;
                return Ok(());
            }
        }
        Arc::make_mut(into).merge(other)
    }

    /// Merges another configuration into this one and puts all in the order of kinds.
    ///
    /// That order decides what a later merge takes for there already: a specification for all kinds
    /// is not added behind one of the same path for some kind, so that naming a kind takes the field
    /// away from all others. So does the reference.
    ///
    /// # Errors
    /// When two specifications of one path differ in whether it is created.
    pub fn merge(&mut self, other: &TransformerConfig) -> Result<()> {
        for (own, others) in self.lists_mut().into_iter().zip(other.lists()) {
            merge_specs(own, others)?;
        }
        for reference in &other.name_reference {
            let same = |r: &&mut NameBackReference| {
                (&r.group, &r.version, &r.kind) == (&reference.group, &reference.version, &reference.kind)
            };
            match self.name_reference.iter_mut().find(same) {
                Some(known) => merge_specs(&mut known.referrers, &reference.referrers)?,
                None => self.name_reference.push(reference.clone()),
            }
        }
        self.sort();
        Ok(())
    }

    /// Puts each list in the order of kinds.
    pub(super) fn sort(&mut self) {
        for list in self.lists_mut() {
            list.sort_by(|a, b| {
                compare_kinds([&a.group, &a.version, &a.kind], [&b.group, &b.version, &b.kind])
            });
        }
        self.name_reference
            .sort_by(|a, b| compare_kinds([&a.group, &a.version, &a.kind], [&b.group, &b.version, &b.kind]));
    }

    fn lists(&self) -> [&Vec<FieldSpec>; 10] {
        [
            &self.name_prefix,
            &self.name_suffix,
            &self.namespace,
            &self.common_annotations,
            &self.common_labels,
            &self.labels,
            &self.template_labels,
            &self.var_reference,
            &self.images,
            &self.replicas,
        ]
    }

    fn lists_mut(&mut self) -> [&mut Vec<FieldSpec>; 10] {
        [
            &mut self.name_prefix,
            &mut self.name_suffix,
            &mut self.namespace,
            &mut self.common_annotations,
            &mut self.common_labels,
            &mut self.labels,
            &mut self.template_labels,
            &mut self.var_reference,
            &mut self.images,
            &mut self.replicas,
        ]
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
            "group" => self.group.decode_into(value, rules.embedded()),
            "version" => self.version.decode_into(value, rules.embedded()),
            "kind" => self.kind.decode_into(value, rules.embedded()),
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
    /// A field that does not exist, a value of the wrong type.
    pub fn decode(node: &Node) -> Result<TransformerConfig> {
        let file = File::decode(node, Rules::Checked)?;
        let specs = |args: &[FieldSpecArgs]| args.iter().map(FieldSpec::from).collect::<Vec<_>>();
        let reference = |args: &ReferenceArgs| NameBackReference {
            group: args.group.value.clone(),
            version: args.version.value.clone(),
            kind: args.kind.value.clone(),
            referrers: specs(&args.field_specs),
        };
        let mut config = TransformerConfig {
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
        };
        config.sort();
        Ok(config)
    }
}
