//! The kustomization file as a whole: its top-level fields, what older spellings become, and the
//! checks that the reference makes before it builds.

use super::decode::{Decode, Rules, record};
use super::records::LegacyChart;
use super::types::*;
use crate::diagnostic::{Code, Diagnostic, Error, Result, Severity};
use crate::source::Pos;
use crate::yaml::Node;

const FIELDS: &[&str] = &[
    "apiVersion",
    "kind",
    "metadata",
    "openapi",
    "namePrefix",
    "nameSuffix",
    "namespace",
    "commonLabels",
    "labels",
    "commonAnnotations",
    "patchesStrategicMerge",
    "patchesJson6902",
    "patches",
    "images",
    "imageTags",
    "replacements",
    "replicas",
    "vars",
    "sortOptions",
    "resources",
    "components",
    "crds",
    "bases",
    "configMapGenerator",
    "secretGenerator",
    "helmGlobals",
    "helmCharts",
    "helmChartInflationGenerator",
    "generatorOptions",
    "configurations",
    "generators",
    "transformers",
    "validators",
    "buildMetadata",
];

/// The deprecated fields with what to use instead, in the order of the warnings.
const DEPRECATED: &[(&str, &str)] = &[
    ("bases", "resources"),
    ("commonLabels", "labels"),
    ("imageTags", "images"),
    ("patchesJson6902", "patches"),
    ("patchesStrategicMerge", "patches"),
    ("vars", "replacements"),
];

/// A kustomization from the node that [`crate::yaml::read_config`] gives, and warnings of the
/// deprecated fields it uses. Older spellings are turned into the present ones.
///
/// # Errors
/// An unknown field, a value of the wrong type, a file that says nothing, a wrong kind or
/// apiVersion; as the reference, but with the place.
pub fn decode(node: &Node) -> Result<(Kustomization, Vec<Diagnostic>)> {
    let mut k = Kustomization::default();
    let mut bases: Vec<Text> = Vec::new();
    let mut image_tags: Vec<Image> = Vec::new();
    let mut charts: Vec<LegacyChart> = Vec::new();
    let mut filled = false;
    let mut deprecated: Vec<(&'static str, Pos)> = Vec::new();
    let rules = Rules::Strict;
    record(node, "a kustomization", FIELDS, rules, |name, value| {
        filled |= !matches!(name, "apiVersion" | "kind") && !value.is_null();
        if !value.is_null() && DEPRECATED.iter().any(|(field, _)| *field == name) {
            deprecated.push((name, value.pos));
        }
        match name {
            "apiVersion" => k.api_version.decode_into(value, rules),
            "kind" => k.kind.decode_into(value, rules),
            "metadata" => k.metadata.decode_into(value, rules),
            "openapi" => k.openapi.decode_into(value, rules),
            "namePrefix" => k.name_prefix.decode_into(value, rules),
            "nameSuffix" => k.name_suffix.decode_into(value, rules),
            "namespace" => k.namespace.decode_into(value, rules),
            "commonLabels" => k.common_labels.decode_into(value, rules),
            "labels" => k.labels.decode_into(value, rules),
            "commonAnnotations" => k.common_annotations.decode_into(value, rules),
            "patchesStrategicMerge" => k.patches_strategic_merge.decode_into(value, rules),
            "patchesJson6902" => k.patches_json6902.decode_into(value, rules),
            "patches" => k.patches.decode_into(value, rules),
            "images" => k.images.decode_into(value, rules),
            "imageTags" => image_tags.decode_into(value, rules),
            "replacements" => k.replacements.decode_into(value, rules),
            "replicas" => k.replicas.decode_into(value, rules),
            "vars" => k.vars.decode_into(value, rules),
            "sortOptions" => k.sort_options.decode_into(value, rules),
            "resources" => k.resources.decode_into(value, rules),
            "components" => k.components.decode_into(value, rules),
            "crds" => k.crds.decode_into(value, rules),
            "bases" => bases.decode_into(value, rules),
            "configMapGenerator" => k.config_map_generator.decode_into(value, rules),
            "secretGenerator" => k.secret_generator.decode_into(value, rules),
            "helmGlobals" => k.helm_globals.decode_into(value, rules),
            "helmCharts" => k.helm_charts.decode_into(value, rules),
            "helmChartInflationGenerator" => charts.decode_into(value, rules),
            "generatorOptions" => k.generator_options.decode_into(value, rules),
            "configurations" => k.configurations.decode_into(value, rules),
            "generators" => k.generators.decode_into(value, rules),
            "transformers" => k.transformers.decode_into(value, rules),
            "validators" => k.validators.decode_into(value, rules),
            _ => k.build_metadata.decode_into(value, rules),
        }
    })?;
    k.resources.extend(bases);
    k.images.extend(image_tags);
    for LegacyChart { chart, globals, .. } in charts {
        k.helm_charts.push(chart);
        if k.helm_globals.is_none() && !(globals.chart_home.is_empty() && globals.config_home.is_empty()) {
            k.helm_globals = Some(globals);
        }
    }
    check(&mut k, node, filled)?;
    deprecated.sort_by_key(|(name, _)| DEPRECATED.iter().position(|(field, _)| field == name));
    let warnings = deprecated.iter().map(|(name, pos)| deprecation(name, *pos)).collect();
    k.deprecated = deprecated;
    Ok((k, warnings))
}

fn check(k: &mut Kustomization, node: &Node, filled: bool) -> Result<()> {
    if !filled {
        return Err(Error::new(Code::InvalidValue, "the kustomization file says nothing to build")
            .at(node.pos)
            .hint("list something under resources:"));
    }
    if k.kind.is_empty() {
        k.kind = Text::new("Kustomization", node.pos);
    }
    let wanted = match &*k.kind {
        "Kustomization" => "kustomize.config.k8s.io/v1beta1",
        "Component" => "kustomize.config.k8s.io/v1alpha1",
        other => {
            return Err(Error::new(
                Code::InvalidValue,
                format!("the kind of a kustomization cannot be {other}"),
            )
            .at(k.kind.pos)
            .hint("it is Kustomization or Component"));
        }
    };
    if !k.api_version.is_empty() && &*k.api_version != wanted {
        return Err(Error::new(
            Code::InvalidValue,
            format!("the apiVersion of a {} cannot be {}", k.kind, k.api_version),
        )
        .at(k.api_version.pos)
        .hint(format!("it is {wanted}")));
    }
    Ok(())
}

fn deprecation(name: &str, pos: Pos) -> Diagnostic {
    let instead = DEPRECATED.iter().find(|(field, _)| *field == name).map_or("", |(_, instead)| instead);
    let mut diagnostic = Diagnostic::new(
        Severity::Warning,
        Code::Deprecated,
        format!("'{name}' is deprecated. Please use '{instead}' instead."),
    );
    diagnostic.pos = pos;
    diagnostic.hint = Some("run `kz edit fix` to update the file".into());
    diagnostic
}
