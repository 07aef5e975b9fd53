//! The kustomization file as a whole: its fields, old spellings, and the checks before a build.

use super::decode::{Decode, Rules, record};
use super::json_schema::{Definitions, of};
use super::records::{ConfigMapArgs, OldHelmChart, SecretArgs};
use super::types::*;
use crate::diagnostic::{Code, Error, Result};
use crate::limits::Limits;
use crate::source::{FileId, Pos};
use crate::yaml::{Node, Value, read_as_json, read_config};
use std::borrow::Cow;

/// The `apiVersion` of a kustomization.
pub const KUSTOMIZATION_VERSION: &str = "kustomize.config.k8s.io/v1beta1";
/// The `apiVersion` of a component.
pub const COMPONENT_VERSION: &str = "kustomize.config.k8s.io/v1alpha1";
/// The names that a kustomization file may have, in the order in which they are tried.
pub const FILE_NAMES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// The deprecated fields, in the order in which the reference warns of them.
pub(super) const DEPRECATED: [&str; 6] =
    ["bases", "commonLabels", "imageTags", "patchesJson6902", "patchesStrategicMerge", "vars"];

/// The fields whose content moves to other fields, with those still apart.
#[derive(Default)]
struct Old {
    bases: Vec<Text>,
    image_tags: Vec<Image>,
    config_maps: Vec<ConfigMapArgs>,
    secrets: Vec<SecretArgs>,
    charts: Vec<OldHelmChart>,
}

/// Reads the text of a kustomization file; an empty one gives a kustomization without fields. Places are
/// in [`FileId`]`(0)`.
///
/// # Errors
/// [`Code::MalformedYaml`] for text that is not YAML, and what [`decode`] refuses.
pub fn read(text: &str) -> Result<Kustomization> {
    match read_config(text, FileId(0), &Limits::default())? {
        Some(node) => decode(&node),
        None => Ok(Kustomization::default()),
    }
}

/// Decodes a kustomization file: `node` is its first document as the configuration reader gives it.
///
/// Follows the reference's strict decoding, then moves the content of old spellings to the fields of
/// today (`bases` to `resources`, `imageTags` to `images`, `env` to `envs`,
/// `helmChartInflationGenerator` to `helmCharts` and `helmGlobals`) and fills in `apiVersion` and
/// `kind`. What the file must be to be built is checked by [`Kustomization::check`].
///
/// # Errors
/// [`Code::UnknownField`] and [`Code::WrongType`] at the place of the key or value.
pub fn decode(node: &Node) -> Result<Kustomization> {
    let mut k = Kustomization { empty: true, pos: node.pos, ..Kustomization::default() };
    let mut old = Old::default();
    record(node, "a kustomization", FIELDS, Rules::Strict, |name, value| {
        match handed_over(name, value)? {
            Some(value) => field(&mut k, &mut old, name, &value)?,
            None => field(&mut k, &mut old, name, value)?,
        }
        if name != "apiVersion" && name != "kind" && counts(name, value) {
            k.empty = false;
        }
        if DEPRECATED.contains(&name) && !value.is_null() {
            k.deprecated.push((name, key_pos(node, value)));
        }
        Ok(())
    })?;
    k.deprecated.sort_by_key(|(name, _)| DEPRECATED.iter().position(|d| d == name));
    k.deprecated.dedup_by_key(|(name, _)| *name);
    fix(&mut k, old);
    Ok(k)
}

/// The fields that the reference hands over to a generator or transformer as a configuration.
const HANDED_OVER: &[&str] = &[
    "commonAnnotations",
    "commonLabels",
    "configMapGenerator",
    "generatorOptions",
    "images",
    "labels",
    "namePrefix",
    "nameSuffix",
    "namespace",
    "patches",
    "patchesJson6902",
    "patchesStrategicMerge",
    "replacements",
    "replicas",
    "secretGenerator",
];

/// The value of a field that comes to its transformer as YAML that was read as JSON, when that changes
/// a text of it.
///
/// # Errors
/// [`Code::UnsupportedValue`] for characters that may not stand in YAML.
fn handed_over(name: &str, value: &Node) -> Result<Option<Node>> {
    if !HANDED_OVER.contains(&name) || !has_odd_text(value) {
        return Ok(None);
    }
    let mut value = value.clone();
    hand_over(&mut value)?;
    Ok(Some(value))
}

fn has_odd_text(node: &Node) -> bool {
    match &node.value {
        Value::Scalar(scalar) => scalar.text.bytes().any(|b| matches!(b, 0x7f | 0xc2 | 0xef)),
        Value::Map(map) => map.iter().any(|entry| has_odd_text(&entry.value)),
        Value::Seq(items) => items.iter().any(has_odd_text),
    }
}

fn hand_over(node: &mut Node) -> Result<()> {
    let pos = node.pos;
    match &mut node.value {
        Value::Scalar(scalar) => {
            if let Cow::Owned(text) = read_as_json(&scalar.text, pos)? {
                scalar.text = text.into();
            }
            Ok(())
        }
        Value::Map(map) => map.iter_mut().try_for_each(|entry| hand_over(&mut entry.value)),
        Value::Seq(items) => items.iter_mut().try_for_each(hand_over),
    }
}

/// True when a field of this value keeps a kustomization from being empty.
fn counts(name: &str, value: &Node) -> bool {
    match &value.value {
        Value::Scalar(s) => !value.is_null() && !s.text.is_empty(),
        Value::Seq(items) => {
            !items.is_empty() || !matches!(name, "bases" | "imageTags" | "helmChartInflationGenerator")
        }
        Value::Map(_) => true,
    }
}

/// The place of the key that has this value.
fn key_pos(node: &Node, value: &Node) -> Pos {
    let entry = node.as_map().and_then(|map| map.iter().find(|e| std::ptr::eq(&e.value, value)));
    entry.map_or(value.pos, |e| e.key.pos)
}

/// States which name fills which field.
macro_rules! fields {
    ($k:ident, $old:ident, { $($name:literal => $of:ident.$field:ident,)+ }) => {
        /// Every field of a kustomization file.
        pub(crate) const FIELDS: &[&str] = &[$($name),+];

        fn field($k: &mut Kustomization, $old: &mut Old, name: &str, value: &Node) -> Result<()> {
            match name {
                $($name => $of.$field.decode_into(value, Rules::Strict),)+
                _ => Ok(()),
            }
        }

        /// The fields as a JSON Schema describes them.
        pub(super) fn described(definitions: &mut Definitions) -> Vec<(&'static str, serde_json::Value)> {
            let ($k, $old) = (Kustomization::default(), Old::default());
            vec![$(($name, of(&$of.$field, definitions))),+]
        }
    };
}

fields!(k, old, {
    "apiVersion" => k.api_version,
    "kind" => k.kind,
    "metadata" => k.metadata,
    "openapi" => k.openapi,
    "namePrefix" => k.name_prefix,
    "nameSuffix" => k.name_suffix,
    "namespace" => k.namespace,
    "commonLabels" => k.common_labels,
    "labels" => k.labels,
    "commonAnnotations" => k.common_annotations,
    "patchesStrategicMerge" => k.patches_strategic_merge,
    "patchesJson6902" => k.patches_json6902,
    "patches" => k.patches,
    "images" => k.images,
    "imageTags" => old.image_tags,
    "replacements" => k.replacements,
    "replicas" => k.replicas,
    "vars" => k.vars,
    "sortOptions" => k.sort_options,
    "resources" => k.resources,
    "components" => k.components,
    "crds" => k.crds,
    "bases" => old.bases,
    "configMapGenerator" => old.config_maps,
    "secretGenerator" => old.secrets,
    "helmGlobals" => k.helm_globals,
    "helmCharts" => k.helm_charts,
    "helmChartInflationGenerator" => old.charts,
    "generatorOptions" => k.generator_options,
    "configurations" => k.configurations,
    "generators" => k.generators,
    "transformers" => k.transformers,
    "validators" => k.validators,
    "buildMetadata" => k.build_metadata,
});

/// Moves the content of old spellings and fills in what the file may leave out.
fn fix(k: &mut Kustomization, old: Old) {
    if k.kind.is_empty() {
        k.kind = Text::new("Kustomization", k.kind.pos);
    }
    if k.api_version.is_empty() {
        k.api_version = Text::new(required_version(&k.kind), k.api_version.pos);
    }
    k.resources.extend(old.bases);
    k.images.extend(old.image_tags);
    k.config_map_generator = old.config_maps.into_iter().map(GeneratorArgs::from).collect();
    k.secret_generator = old.secrets.into_iter().map(GeneratorArgs::from).collect();
    let last = |home: fn(&OldHelmChart) -> &Text| {
        old.charts.iter().map(home).rfind(|text| !text.is_empty()).cloned().unwrap_or_default()
    };
    let globals = HelmGlobals { chart_home: last(|c| &c.chart_home), config_home: last(|c| &c.helm_home) };
    if k.helm_globals.is_none() && !(globals.chart_home.is_empty() && globals.config_home.is_empty()) {
        k.helm_globals = Some(globals);
    }
    k.helm_charts.extend(old.charts.into_iter().map(HelmChart::from));
}

fn required_version(kind: &str) -> &'static str {
    if kind == "Component" { COMPONENT_VERSION } else { KUSTOMIZATION_VERSION }
}

impl Kustomization {
    /// Checks what a kustomization must be to be built: it states something besides `apiVersion` and
    /// `kind`, and these two are a kustomization's or a component's.
    ///
    /// # Errors
    /// [`Code::InvalidValue`] at the value that is wrong.
    pub fn check(&self) -> Result<()> {
        if self.empty {
            return Err(Error::new(Code::InvalidValue, "the kustomization file states nothing to build")
                .at(self.api_version.pos)
                .hint("add for instance \"resources:\" with the files to build from"));
        }
        if !matches!(self.kind.as_str(), "Kustomization" | "Component") {
            let message = format!("\"{}\" is not the kind of a kustomization file", self.kind);
            return Err(Error::new(Code::InvalidValue, message)
                .at(self.kind.pos)
                .hint("it must be Kustomization or Component"));
        }
        let required = required_version(&self.kind);
        if self.api_version != Text::new(required, Pos::NONE) {
            let message = format!("\"{}\" is not the apiVersion of a {}", self.api_version, self.kind);
            return Err(Error::new(Code::InvalidValue, message)
                .at(self.api_version.pos)
                .hint(format!("it must be {required}")));
        }
        Ok(())
    }
}
