//! The fields of every record of a kustomization file, by the names that the file uses.

use super::decode::{Decode, Rules, record};
use super::encode::{Encode, fields};
use super::json_schema::{Definitions, Describe, object, of};
use super::types::*;
use crate::diagnostic::Result;
use crate::yaml::Node;

/// States which name fills which field. A field marked `inline` is part of an embedded structure of
/// the reference; lenient decoding does not turn numbers into text there.
macro_rules! record {
    ($type:ty, $what:literal, $(at $($pos:ident).+,)? { $($name:literal => $($field:ident).+ $([$inline:ident])?,)+ }) => {
        impl Decode for $type {
            const FIELDS: &'static [&'static str] = &[$($name),+];

            fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
                $(self.$($pos).+ = node.pos;)?
                record(node, $what, Self::FIELDS, rules, |name, value| match name {
                    $($name => self.$($field).+.decode_into(value, record!(@rules rules $($inline)?)),)+
                    _ => Ok(()),
                })
            }
        }

        impl Encode for $type {
            fn encode(&self) -> Option<Node> {
                fields([$(($name, self.$($field).+.encode())),+])
            }
        }

        impl Describe for $type {
            fn describe(definitions: &mut Definitions) -> serde_json::Value {
                let example = <$type>::default();
                let fields = [$(($name, of(&example.$($field).+, definitions))),+];
                object($what, fields.into(), definitions)
            }
        }
    };
    (@rules $rules:ident) => { $rules };
    (@rules $rules:ident inline) => { $rules.embedded() };
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

record!(SortOptions, "an order", at pos, {
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

/// The options of a patch are flags of [`Patch`] itself.
#[derive(Clone, Debug, Default)]
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
                let (allow_name_change, allow_kind_change) = (self.allow_name_change, self.allow_kind_change);
                let mut options = Some(PatchOptions { allow_name_change, allow_kind_change });
                options.decode_into(value, rules)?;
                let options = options.unwrap_or_default();
                self.allow_name_change = options.allow_name_change;
                self.allow_kind_change = options.allow_kind_change;
                Ok(())
            }
        })
    }
}

impl Describe for Patch {
    fn describe(definitions: &mut Definitions) -> serde_json::Value {
        let example = Patch::default();
        let fields = vec![
            ("path", of(&example.path, definitions)),
            ("patch", of(&example.patch, definitions)),
            ("target", of(&example.target, definitions)),
            ("options", PatchOptions::describe(definitions)),
        ];
        object("a patch", fields, definitions)
    }
}

/// A generator's fields with the old spelling `env` still apart.
#[derive(Clone, Debug, Default)]
struct RawGeneratorArgs {
    args: GeneratorArgs,
    env: Text,
}

macro_rules! generator {
    ($name:ident, $what:literal $(, $extra:literal)?) => {
        fn $name(raw: &mut RawGeneratorArgs, node: &Node, rules: Rules) -> Result<()> {
            const NAMES: &[&str] =
                &["namespace", "name", "behavior", "literals", "files", "envs", "env", "options", $($extra)?];
            raw.args.pos = node.pos;
            let inner = rules.embedded();
            record(node, $what, NAMES, rules, |name, value| match name {
                "namespace" => raw.args.namespace.decode_into(value, inner),
                "name" => raw.args.name.decode_into(value, inner),
                "behavior" => raw.args.behavior.decode_into(value, inner),
                "literals" => raw.args.literals.decode_into(value, inner),
                "files" => raw.args.files.decode_into(value, inner),
                "envs" => raw.args.envs.decode_into(value, inner),
                "env" => raw.env.decode_into(value, inner),
                "options" => raw.args.options.decode_into(value, inner),
                _ => raw.args.secret_type.decode_into(value, rules),
            })
        }
    };
}

generator!(config_map_args, "an entry of configMapGenerator");
generator!(secret_args, "an entry of secretGenerator", "type");

/// A ConfigMap to make; a Secret when it has a type. `env` joins `envs`.
#[derive(Clone, Debug, Default)]
pub struct ConfigMapArgs(RawGeneratorArgs);

/// A Secret to make. `env` joins `envs`.
#[derive(Clone, Debug, Default)]
pub struct SecretArgs(RawGeneratorArgs);

impl Decode for ConfigMapArgs {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        config_map_args(&mut self.0, node, rules)
    }
}

impl Decode for SecretArgs {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        secret_args(&mut self.0, node, rules)
    }
}

impl Describe for ConfigMapArgs {
    fn describe(definitions: &mut Definitions) -> serde_json::Value {
        object("an entry of configMapGenerator", generator_fields(definitions), definitions)
    }
}

impl Describe for SecretArgs {
    fn describe(definitions: &mut Definitions) -> serde_json::Value {
        let mut fields = generator_fields(definitions);
        fields.push(("type", of(&GeneratorArgs::default().secret_type, definitions)));
        object("an entry of secretGenerator", fields, definitions)
    }
}

fn generator_fields(definitions: &mut Definitions) -> Vec<(&'static str, serde_json::Value)> {
    let RawGeneratorArgs { args, env } = RawGeneratorArgs::default();
    vec![
        ("namespace", of(&args.namespace, definitions)),
        ("name", of(&args.name, definitions)),
        ("behavior", of(&args.behavior, definitions)),
        ("literals", of(&args.literals, definitions)),
        ("files", of(&args.files, definitions)),
        ("envs", of(&args.envs, definitions)),
        ("env", of(&env, definitions)),
        ("options", of(&args.options, definitions)),
    ]
}

impl ConfigMapArgs {
    /// The fields without `env`, which has no effect in the configuration of a plugin.
    pub(crate) fn without_env(self) -> GeneratorArgs {
        self.0.args
    }
}

impl SecretArgs {
    /// The fields without `env`, which has no effect in the configuration of a plugin.
    pub(crate) fn without_env(self) -> GeneratorArgs {
        self.0.args
    }
}

impl From<ConfigMapArgs> for GeneratorArgs {
    fn from(args: ConfigMapArgs) -> Self {
        args.0.fixed()
    }
}

impl From<SecretArgs> for GeneratorArgs {
    fn from(args: SecretArgs) -> Self {
        args.0.fixed()
    }
}

impl RawGeneratorArgs {
    fn fixed(mut self) -> GeneratorArgs {
        if !self.env.is_empty() {
            self.args.envs.push(self.env);
        }
        self.args
    }
}

/// The object and field that a variable stands for, as the file nests them.
#[derive(Clone, Debug, Default)]
struct VarObject {
    api_version: Text,
    group: Text,
    version: Text,
    kind: Text,
    name: Text,
    namespace: Text,
}

record!(VarObject, "the objref of a variable", {
    "apiVersion" => api_version,
    "group" => group [inline],
    "version" => version [inline],
    "kind" => kind [inline],
    "name" => name,
    "namespace" => namespace,
});

#[derive(Clone, Debug, Default)]
struct VarField {
    field_path: Text,
}

record!(VarField, "the fieldref of a variable", {
    "fieldPath" => field_path,
});

#[derive(Clone, Debug, Default)]
struct RawVar {
    name: Text,
    object: VarObject,
    field: VarField,
}

record!(RawVar, "a variable", {
    "name" => name,
    "objref" => object,
    "fieldref" => field,
});

impl Describe for Var {
    fn describe(definitions: &mut Definitions) -> serde_json::Value {
        RawVar::describe(definitions)
    }
}

impl Decode for Var {
    /// Fills in what the file leaves out: the field path, and group and version from `apiVersion`.
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        let raw = RawVar::decode(node, rules)?;
        let object = raw.object;
        let part = |text: &str| Text::new(text, object.api_version.pos);
        let (group, version) = match object.api_version.split('/').collect::<Vec<_>>()[..] {
            [""] => (object.group, object.version),
            [version] => (object.group, part(version)),
            [group, version] => (part(group), part(version)),
            _ => (object.group, object.version),
        };
        let field_path = if raw.field.field_path.is_empty() {
            Text::new("metadata.name", node.pos)
        } else {
            raw.field.field_path
        };
        *self = Var {
            name: raw.name,
            group,
            version,
            kind: object.kind,
            object_name: object.name,
            namespace: object.namespace,
            field_path,
            pos: node.pos,
            api_version: object.api_version,
        };
        Ok(())
    }
}

/// An entry of the old `helmChartInflationGenerator`.
#[derive(Clone, Debug, Default)]
pub(super) struct OldHelmChart {
    chart_name: Text,
    chart_version: Text,
    chart_repo_url: Text,
    pub(super) chart_home: Text,
    unused: Text,
    pub(super) helm_home: Text,
    values: Text,
    values_local: Option<Node>,
    values_merge: Text,
    release_name: Text,
    unused_list: Vec<Text>,
    pos: crate::source::Pos,
}

record!(OldHelmChart, "an entry of helmChartInflationGenerator", at pos, {
    "chartName" => chart_name,
    "chartVersion" => chart_version,
    "chartRepoUrl" => chart_repo_url,
    "chartHome" => chart_home,
    "chartRepoName" => unused,
    "helmBin" => unused,
    "helmHome" => helm_home,
    "values" => values,
    "valuesLocal" => values_local,
    "valuesMerge" => values_merge,
    "releaseName" => release_name,
    "releaseNamespace" => unused,
    "extraArgs" => unused_list,
});

impl From<OldHelmChart> for HelmChart {
    /// What of an old entry has a place in `helmCharts`; the rest has no effect.
    fn from(old: OldHelmChart) -> Self {
        HelmChart {
            name: old.chart_name,
            version: old.chart_version,
            repo: old.chart_repo_url,
            release_name: old.release_name,
            values_file: old.values,
            values_inline: old.values_local,
            values_merge: old.values_merge,
            pos: old.pos,
            ..HelmChart::default()
        }
    }
}
