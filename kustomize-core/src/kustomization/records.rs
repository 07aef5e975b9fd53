//! The fields of every record of a kustomization file, by the names that the file uses.

use super::decode::{Decode, Rules, record};
use super::types::*;
use crate::diagnostic::Result;
use crate::yaml::Node;

/// States which name fills which field. A field marked `inline` is part of an embedded structure of
/// the reference; lenient decoding does not turn numbers into text there.
macro_rules! record {
    ($type:ty, $what:literal, $(at $($pos:ident).+,)? { $($name:literal => $($field:ident).+ $([$inline:ident])?,)+ }) => {
        impl Decode for $type {
            fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
                $(self.$($pos).+ = node.pos;)?
                record(node, $what, &[$($name),+], rules, |name, value| match name {
                    $($name => self.$($field).+.decode_into(value, record!(@rules rules $($inline)?)),)+
                    _ => Ok(()),
                })
            }
        }
    };
    (@rules $rules:ident) => { $rules };
    (@rules $rules:ident inline) => { Rules::Strict };
}

record!(Metadata, "the metadata of a kustomization", {
    "name" => name,
    "namespace" => namespace,
    "labels" => labels,
    "annotations" => annotations,
});

record!(Label, "an entry of labels", {
    "pairs" => pairs,
    "includeSelectors" => include_selectors,
    "includeTemplates" => include_templates,
    "fields" => fields,
});

record!(FieldSpecArgs, "a field specification", {
    "group" => group [inline],
    "version" => version [inline],
    "kind" => kind [inline],
    "path" => path,
    "create" => create,
});

record!(Selector, "a selector", at pos, {
    "group" => group [inline],
    "version" => version [inline],
    "kind" => kind [inline],
    "name" => name [inline],
    "namespace" => namespace [inline],
    "annotationSelector" => annotation_selector,
    "labelSelector" => label_selector,
});

record!(Image, "an entry of images", at pos, {
    "name" => name,
    "newName" => new_name,
    "tagSuffix" => tag_suffix,
    "newTag" => new_tag,
    "digest" => digest,
});

record!(Replica, "an entry of replicas", at pos, {
    "name" => name,
    "count" => count,
});

record!(Replacement, "a replacement", at pos, {
    "source" => source,
    "targets" => targets,
    "sourceValue" => source_value,
});

record!(ReplacementField, "an entry of replacements", at replacement.pos, {
    "path" => path,
    "source" => replacement.source [inline],
    "targets" => replacement.targets [inline],
    "sourceValue" => replacement.source_value [inline],
});

record!(SourceSelector, "the source of a replacement", at pos, {
    "group" => group [inline],
    "version" => version [inline],
    "kind" => kind [inline],
    "name" => name [inline],
    "namespace" => namespace [inline],
    "fieldPath" => field_path,
    "options" => options,
});

record!(TargetSelector, "a target of a replacement", at pos, {
    "select" => select,
    "reject" => reject,
    "fieldPaths" => field_paths,
    "options" => options,
});

record!(FieldOptions, "the options of a replacement", {
    "delimiter" => delimiter,
    "index" => index,
    "encoding" => encoding,
    "create" => create,
});

record!(SortOptions, "sortOptions", at pos, {
    "order" => order,
    "legacySortOptions" => legacy,
});

record!(LegacySortOptions, "legacySortOptions", {
    "orderFirst" => order_first,
    "orderLast" => order_last,
});

record!(GeneratorOptions, "generator options", {
    "labels" => labels,
    "annotations" => annotations,
    "disableNameSuffixHash" => disable_name_suffix_hash,
    "immutable" => immutable,
});

record!(HelmGlobals, "helmGlobals", {
    "chartHome" => chart_home,
    "configHome" => config_home,
});

record!(HelmChart, "an entry of helmCharts", at pos, {
    "name" => name,
    "version" => version,
    "repo" => repo,
    "releaseName" => release_name,
    "namespace" => namespace,
    "additionalValuesFiles" => additional_values_files,
    "valuesFile" => values_file,
    "valuesInline" => values_inline,
    "valuesMerge" => values_merge,
    "includeCRDs" => include_crds,
    "skipHooks" => skip_hooks,
    "apiVersions" => api_versions,
    "kubeVersion" => kube_version,
    "nameTemplate" => name_template,
    "skipTests" => skip_tests,
    "debug" => debug,
    "devel" => devel,
});

/// The options of a patch, a record of its own in the file.
#[derive(Default)]
struct PatchOptions {
    allow_name_change: bool,
    allow_kind_change: bool,
}

record!(PatchOptions, "the options of a patch", {
    "allowNameChange" => allow_name_change,
    "allowKindChange" => allow_kind_change,
});

impl Decode for Patch {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        self.pos = node.pos;
        record(node, "a patch", &["path", "patch", "target", "options"], rules, |name, value| match name {
            "path" => self.path.decode_into(value, rules),
            "patch" => self.patch.decode_into(value, rules),
            "target" => self.target.decode_into(value, rules),
            _ => {
                let options = PatchOptions::decode(value, rules)?;
                self.allow_name_change = options.allow_name_change;
                self.allow_kind_change = options.allow_kind_change;
                Ok(())
            }
        })
    }
}

const GENERATOR_FIELDS: &[&str] =
    &["namespace", "name", "behavior", "literals", "files", "envs", "env", "options", "type"];

impl Decode for GeneratorArgs {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        self.pos = node.pos;
        let mut env = Text::default();
        record(node, "a generator", GENERATOR_FIELDS, rules, |name, value| match name {
            "namespace" => self.namespace.decode_into(value, rules),
            "name" => self.name.decode_into(value, rules),
            "behavior" => self.behavior.decode_into(value, rules),
            "literals" => self.literals.decode_into(value, rules),
            "files" => self.files.decode_into(value, rules),
            "envs" => self.envs.decode_into(value, rules),
            "env" => env.decode_into(value, rules),
            "options" => self.options.decode_into(value, rules),
            _ => self.secret_type.decode_into(value, rules),
        })?;
        if !env.is_empty() {
            self.envs.push(env);
        }
        Ok(())
    }
}

impl Decode for Var {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        self.pos = node.pos;
        record(node, "an entry of vars", &["name", "objref", "fieldref"], rules, |name, value| match name {
            "name" => self.name.decode_into(value, rules),
            "objref" => {
                const FIELDS: &[&str] = &["apiVersion", "group", "version", "kind", "name", "namespace"];
                record(value, "objref", FIELDS, rules, |name, value| match name {
                    "apiVersion" => self.api_version.decode_into(value, rules),
                    "group" => self.group.decode_into(value, rules),
                    "version" => self.version.decode_into(value, rules),
                    "kind" => self.kind.decode_into(value, rules),
                    "name" => self.object_name.decode_into(value, rules),
                    _ => self.namespace.decode_into(value, rules),
                })
            }
            _ => record(value, "fieldref", &["fieldPath"], rules, |_, value| {
                self.field_path.decode_into(value, rules)
            }),
        })
    }
}

/// The older form of a helm chart.
#[derive(Default)]
pub(super) struct LegacyChart {
    pub(super) chart: HelmChart,
    pub(super) globals: HelmGlobals,
    ignored: Text,
    ignored_list: Vec<Text>,
}

record!(LegacyChart, "an entry of helmChartInflationGenerator", at chart.pos, {
    "chartName" => chart.name,
    "chartVersion" => chart.version,
    "chartRepoUrl" => chart.repo,
    "chartHome" => globals.chart_home,
    "chartRepoName" => ignored,
    "helmBin" => ignored,
    "helmHome" => globals.config_home,
    "values" => chart.values_file,
    "valuesLocal" => chart.values_inline,
    "valuesMerge" => chart.values_merge,
    "releaseName" => chart.release_name,
    "releaseNamespace" => chart.namespace,
    "extraArgs" => ignored_list,
});
