//! Built-in generators and transformers that resources configure.

use super::configurations::field_specs;
use super::draw::Draw;
use super::overlay::{self, Files};
use super::patches;
use super::replacements;
use super::scalars;
use super::workloads::{self, NAMESPACES};
use super::yaml::{self, Yaml, map};

/// The kinds of transformers.
const TRANSFORMERS: &[&str] = &[
    "AnnotationsTransformer",
    "HashTransformer",
    "ImageTagTransformer",
    "LabelTransformer",
    "NamespaceTransformer",
    "PatchJson6902Transformer",
    "PatchStrategicMergeTransformer",
    "PatchTransformer",
    "PrefixTransformer",
    "SuffixTransformer",
    "PrefixSuffixTransformer",
    "ReplacementTransformer",
    "ReplicaCountTransformer",
    "SortOrderTransformer",
    "ValueAddTransformer",
];

/// Entries of `transformers` or `validators`.
pub(crate) fn transformers(draw: &mut Draw, objects: &[Yaml], files: &mut Files) -> Yaml {
    let many = draw.between(1, 2);
    let configs = (0..many).map(|_| transformer(draw, objects, files)).collect();
    entries(draw, configs, files)
}

/// Entries of `generators`.
pub(crate) fn generators(draw: &mut Draw, objects: &[Yaml], files: &mut Files) -> Yaml {
    let many = draw.between(1, 2);
    let configs = (0..many).map(|_| generator(draw, objects, files)).collect();
    entries(draw, configs, files)
}

/// Texts in place, files, or folders of files.
fn entries(draw: &mut Draw, configs: Vec<Yaml>, files: &mut Files) -> Yaml {
    let mut list = Vec::new();
    for config in configs {
        let text = yaml::write(draw, &config);
        let at = files.len();
        match draw.below(3) {
            0 => list.push(Yaml::Text(text)),
            1 => {
                files.push((format!("plugin-{at}.yaml"), text));
                list.push(Yaml::Text(format!("plugin-{at}.yaml")));
            }
            _ => {
                files.push((format!("plugin-{at}/config.yaml"), text));
                let folder = map! { "resources" => vec![Yaml::from("config.yaml")] };
                files.push((format!("plugin-{at}/kustomization.yaml"), yaml::write(draw, &folder)));
                list.push(Yaml::Text(format!("plugin-{at}")));
            }
        }
    }
    Yaml::List(list)
}

fn config(draw: &mut Draw, kind: &str) -> Yaml {
    let name = format!("{}-{}", workloads::name(draw), draw.below(1000));
    map! { "apiVersion" => "builtin", "kind" => kind, "metadata" => map! { "name" => name } }
}

fn add(config: &mut Yaml, fields: Yaml) {
    if let Yaml::Map(fields) = fields {
        fields.into_iter().for_each(|(key, value)| config.set(&key, value));
    }
}

fn first(list: Yaml) -> Yaml {
    match list {
        Yaml::List(items) => items.into_iter().next().unwrap_or(Yaml::raw("null")),
        other => other,
    }
}

fn transformer(draw: &mut Draw, objects: &[Yaml], files: &mut Files) -> Yaml {
    let kind = draw.word(TRANSFORMERS);
    let mut config = config(draw, &kind);
    match kind.as_str() {
        "AnnotationsTransformer" => {
            config.set("annotations", overlay::pairs(draw));
            config.set("fieldSpecs", field_specs(draw, "metadata/annotations"));
        }
        "LabelTransformer" => {
            config.set("labels", overlay::pairs(draw));
            config.set("fieldSpecs", field_specs(draw, "metadata/labels"));
        }
        "ImageTagTransformer" => {
            config.set("imageTag", first(overlay::images(draw)));
            config.set("fieldSpecs", field_specs(draw, "spec/template/spec/containers[]/image"));
        }
        "NamespaceTransformer" => {
            let namespace = draw.word(NAMESPACES);
            config.set("metadata", map! { "name" => "namespace", "namespace" => namespace });
            config.maybe(draw, 40, "unsetOnly", true);
            let subjects = draw.word(&["none", "defaultOnly", "allServiceAccounts", "other"]);
            config.maybe(draw, 40, "setRoleBindingSubjects", subjects);
            config.set("fieldSpecs", field_specs(draw, "metadata/namespace"));
        }
        "PatchJson6902Transformer" if !objects.is_empty() => {
            let entry = patches::json_entry(draw, objects, files);
            for (from, to) in [("target", "target"), ("path", "path"), ("patch", "jsonOp")] {
                if let Some(value) = entry.get(from) {
                    config.set(to, value.clone());
                }
            }
        }
        "PatchStrategicMergeTransformer" if !objects.is_empty() => {
            let object = draw.pick(objects).clone();
            let text = patches::strategic_text(draw, &object);
            if draw.chance(50) {
                config.set("patches", text);
            } else {
                let path = format!("merge-{}.yaml", files.len());
                files.push((path.clone(), text));
                config.set("paths", vec![Yaml::Text(path)]);
            }
        }
        "PatchTransformer" if !objects.is_empty() => add(&mut config, patches::entry(draw, objects, files)),
        "PrefixTransformer" | "SuffixTransformer" | "PrefixSuffixTransformer" => {
            config.maybe(draw, 80, "prefix", "pre-");
            config.maybe(draw, 80, "suffix", "-suf");
            config.set("fieldSpecs", field_specs(draw, "metadata/name"));
        }
        "ReplacementTransformer" if !objects.is_empty() => {
            config.set("replacements", vec![replacements::entry(draw, objects, files)]);
        }
        "ReplicaCountTransformer" => {
            config.set("replica", first(overlay::replicas(draw, objects)));
            config.set("fieldSpecs", field_specs(draw, "spec/replicas"));
        }
        "SortOrderTransformer" => config.set("sortOptions", overlay::sort_options(draw)),
        "ValueAddTransformer" if !objects.is_empty() => add(&mut config, value_add(draw, objects)),
        _ => {}
    }
    config
}

fn value_add(draw: &mut Draw, objects: &[Yaml]) -> Yaml {
    let object = draw.pick(objects).clone();
    let path = draw.word(&[
        "metadata/annotations/added",
        "spec/replicas",
        "metadata/namespace",
        "spec/a/b",
        "data/x",
    ]);
    let mut target = map! { "fieldPath" => path };
    let selector = patches::selector(draw, &object);
    target.maybe(draw, 70, "selector", selector);
    let position = draw.below(3);
    target.maybe(draw, 20, "filePathPosition", position);
    let mut add = map! { "targets" => vec![target] };
    let value = scalars::text(draw);
    add.maybe(draw, 80, "value", value);
    add
}

fn generator(draw: &mut Draw, objects: &[Yaml], files: &mut Files) -> Yaml {
    let kind =
        draw.word(&["ConfigMapGenerator", "ConfigMapGenerator", "SecretGenerator", "IAMPolicyGenerator"]);
    let mut config = config(draw, &kind);
    if kind == "IAMPolicyGenerator" {
        config.set("cloud", if draw.chance(90) { "gke" } else { "other" });
        let account = map! { "namespace" => draw.word(NAMESPACES), "name" => workloads::name(draw) };
        config.set("kubernetesService", account);
        config.set("serviceAccount", map! { "name" => "gsa", "projectId" => "p-1" });
        return config;
    }
    let made = first(overlay::generators(draw, kind.trim_end_matches("Generator"), objects, files));
    if let Yaml::Map(fields) = made {
        let mut metadata = Yaml::Map(Vec::new());
        for (key, value) in fields {
            match key.as_str() {
                "name" | "namespace" => metadata.set(&key, value),
                _ => config.set(&key, value),
            }
        }
        config.set("metadata", metadata);
    }
    config
}
