//! What the fields of a kustomization file are for, as editors show it.

use super::load::{COMPONENT_VERSION, KUSTOMIZATION_VERSION};
use super::traps::BEHAVIORS;
use crate::edit::BUILD_METADATA;

/// The only values that a field can have.
pub(super) fn choices(record: &str, field: &str) -> Option<&'static [&'static str]> {
    Some(match (record, field) {
        ("kustomization", "apiVersion") => &[KUSTOMIZATION_VERSION, COMPONENT_VERSION],
        ("kustomization", "kind") => &["Kustomization", "Component"],
        ("kustomization", "buildMetadata") => &BUILD_METADATA,
        ("order", "order") => &["legacy", "fifo"],
        ("entry-of-configMapGenerator" | "entry-of-secretGenerator", "behavior") => &BEHAVIORS,
        ("entry-of-helmCharts" | "entry-of-helmChartInflationGenerator", "valuesMerge") => {
            &["merge", "override", "replace"]
        }
        _ => return None,
    })
}

/// What a field is for.
pub(super) fn description(record: &str, field: &str) -> Option<&'static str> {
    match record {
        "kustomization" => top(field),
        "entry-of-helmCharts" => chart(field),
        "entry-of-helmChartInflationGenerator" => old_chart(field),
        "entry-of-configMapGenerator" | "entry-of-secretGenerator" => generator(field),
        "source-of-a-replacement" | "target-of-a-replacement" | "entry-of-replacements" => replacement(field),
        _ => part(record, field),
    }
}

fn top(field: &str) -> Option<&'static str> {
    Some(match field {
        "apiVersion" => "The version of this format; may be left out",
        "kind" => "Kustomization, or Component for one that others list under components",
        "metadata" => "Name, labels and annotations of the kustomization itself; without effect on resources",
        "openapi" => "Facts about kinds: version of a Kubernetes release, or path of an OpenAPI document",
        "namePrefix" => "Is put before the names of all resources, and of what refers to them",
        "nameSuffix" => "Is put behind the names of all resources, and of what refers to them",
        "namespace" => "The namespace of all resources",
        "commonLabels" => "Labels for all resources, their templates and selectors; labels takes its place",
        "labels" => "Labels for all resources, and on request for their templates and selectors",
        "commonAnnotations" => "Annotations for all resources and their templates",
        "patchesStrategicMerge" => "Strategic merge patches, files or inline; patches takes its place",
        "patchesJson6902" => "JSON patches with a target each; patches takes its place",
        "patches" => "Patches, strategic merge or JSON, for resources that match",
        "images" => "New names, tags and digests for images of containers",
        "imageTags" => "The old spelling of images",
        "replacements" => "Copies values from fields of resources to fields of others",
        "replicas" => "Numbers of replicas by the names of workloads",
        "vars" => "Variables that stand for fields of resources; replacements takes its place",
        "sortOptions" => "The order of the output",
        "resources" => "Files with resources, and folders or repositories with kustomizations (bases)",
        "components" => "Folders or repositories with components, used after all resources",
        "crds" => "Files with OpenAPI definitions of custom resources, for their references",
        "bases" => "The old spelling of resources, for folders",
        "configMapGenerator" => "ConfigMaps to make from files and literals",
        "secretGenerator" => "Secrets to make from files and literals",
        "helmGlobals" => "What all charts share",
        "helmCharts" => "Helm charts to render; needs --enable-helm",
        "helmChartInflationGenerator" => "The old spelling of helmCharts",
        "generatorOptions" => "Options of all generators in this file",
        "configurations" => "Files that state in which fields names, labels, images and the like are found",
        "generators" => "Files with configurations of generators, built-in ones or functions",
        "transformers" => "Files with configurations of transformers, built-in ones or functions",
        "validators" => "Files with configurations of validators",
        "buildMetadata" => "What is noted about the build in annotations and labels of the resources",
        _ => return None,
    })
}

fn generator(field: &str) -> Option<&'static str> {
    Some(match field {
        "namespace" => "The namespace of what is made",
        "name" => "The name, to which a hash of the content is added",
        "behavior" => "create, or replace or merge with the resource of this name in a base",
        "literals" => "Entries, each key=value",
        "files" => "Files, each path or key=path",
        "envs" => "Files with lines key=value",
        "env" => "One file with lines key=value; envs takes its place",
        "options" => "Options of this generator",
        "type" => "The type of the Secret, Opaque if nothing is stated",
        _ => return None,
    })
}

fn replacement(field: &str) -> Option<&'static str> {
    Some(match field {
        "path" => "A file with replacements, instead of one here",
        "source" => "Where the value is read",
        "sourceValue" => "The value itself, instead of a source",
        "targets" => "Where the value is written",
        "group" => "The API group of the source",
        "version" => "The API version of the source",
        "kind" => "The kind of the source",
        "name" => "The name of the source",
        "namespace" => "The namespace of the source",
        "fieldPath" => "The field that is read, as in spec.ports.0.port; metadata.name if nothing is stated",
        "fieldPaths" => "The fields that are written, as in spec.containers.[name=app].image",
        "select" => "The resources whose fields are written",
        "reject" => "Resources of those selected that are left out",
        "options" => "How a part of the field is read or written",
        _ => return None,
    })
}

fn chart(field: &str) -> Option<&'static str> {
    Some(match field {
        "name" => "The name of the chart",
        "version" => "The version of the chart",
        "repo" => "The address of the repository that the chart is fetched from",
        "releaseName" => "The name of the release",
        "namespace" => "The namespace of the release",
        "additionalValuesFiles" => "More files with values",
        "valuesFile" => "A file with values, instead of the one of the chart",
        "valuesInline" => "Values",
        "valuesMerge" => "How inline values and the file come together",
        "includeCRDs" => "Whether the definitions of custom resources are rendered too",
        "skipHooks" => "Whether hooks are left out",
        "apiVersions" => "The API versions that the chart is told the cluster has",
        "kubeVersion" => "The Kubernetes version that the chart is told the cluster has",
        "nameTemplate" => "A template for the name of the release",
        "skipTests" => "Whether tests are left out",
        "debug" => "Whether helm tells what it does",
        "devel" => "Whether versions under development are taken",
        _ => return None,
    })
}

fn old_chart(field: &str) -> Option<&'static str> {
    Some(match field {
        "chartName" => "The name of the chart",
        "chartVersion" => "The version of the chart",
        "chartRepoUrl" => "The address of the repository that the chart is fetched from",
        "chartHome" => "The folder with the charts",
        "helmHome" => "The folder with the configuration of helm",
        "values" => "A file with values",
        "valuesLocal" => "Values",
        "valuesMerge" => "How inline values and the file come together",
        "releaseName" => "The name of the release",
        "chartRepoName" | "helmBin" | "releaseNamespace" | "extraArgs" => "Without effect",
        _ => return None,
    })
}

fn part(record: &str, field: &str) -> Option<&'static str> {
    Some(match (record, field) {
        ("metadata-of-a-kustomization", "name") => "The name of the kustomization",
        ("metadata-of-a-kustomization", "namespace") => "The namespace of the kustomization",
        ("metadata-of-a-kustomization", "labels") => "Labels of the kustomization",
        ("metadata-of-a-kustomization", "annotations") => "Annotations of the kustomization",
        ("entry-of-labels", "pairs") => "The labels",
        ("entry-of-labels", "includeSelectors") => "Whether selectors and templates get the labels too",
        ("entry-of-labels", "includeTemplates") => "Whether templates get the labels too",
        ("entry-of-labels", "fields") => "More fields that get the labels",
        ("field-specification", "group") => "The API group of the kinds with this field",
        ("field-specification", "version") => "The API version of the kinds with this field",
        ("field-specification", "kind") => "The kind with this field",
        ("field-specification", "path") => "The field, as in spec/template/metadata/labels",
        ("field-specification", "create") => "Whether the field is made where it is not there",
        ("selector", "group") => "The API group; a regular expression for the whole of it",
        ("selector", "version") => "The API version; a regular expression for the whole of it",
        ("selector", "kind") => "The kind; a regular expression for the whole of it",
        ("selector", "name") => "The name; a regular expression for the whole of it",
        ("selector", "namespace") => "The namespace; a regular expression for the whole of it",
        ("selector", "annotationSelector") => "Annotations that the resource has, as in key=value",
        ("selector", "labelSelector") => "Labels that the resource has, as in app=web,tier!=test",
        ("patch", "path") => "A file with the patch",
        ("patch", "patch") => "The patch itself, as text",
        ("patch", "target") => "The resources that are patched; needed for JSON patches",
        ("patch", "options") => "What else the patch may change",
        ("options-of-a-patch", "allowNameChange") => "Whether the patch may change the name",
        ("options-of-a-patch", "allowKindChange") => "Whether the patch may change the kind",
        ("entry-of-images", "name") => "The name of the image as the resources state it, without a tag",
        ("entry-of-images", "newName") => "The name that takes its place",
        ("entry-of-images", "newTag") => "The tag that takes the place of a tag or digest",
        ("entry-of-images", "tagSuffix") => "Is put behind the tag",
        ("entry-of-images", "digest") => "The digest that takes the place of a tag or digest",
        ("entry-of-replicas", "name") => "The name of the workload",
        ("entry-of-replicas", "count") => "How many replicas it gets",
        ("options-of-a-replacement", "delimiter") => "Where the value is split into parts",
        ("options-of-a-replacement", "index") => "Which part is meant, counted from 0",
        ("options-of-a-replacement", "encoding") => "Without effect",
        ("options-of-a-replacement", "create") => "Whether the field is made where it is not there",
        ("variable", "name") => "The name, used as $(NAME)",
        ("variable", "objref") => "The resource that the value is read from",
        ("variable", "fieldref") => "The field that the value is read from",
        ("objref-of-a-variable", "apiVersion") => "The apiVersion of the resource",
        ("objref-of-a-variable", "group") => "The API group of the resource",
        ("objref-of-a-variable", "version") => "The API version of the resource",
        ("objref-of-a-variable", "kind") => "The kind of the resource",
        ("objref-of-a-variable", "name") => "The name of the resource",
        ("objref-of-a-variable", "namespace") => "The namespace of the resource",
        ("fieldref-of-a-variable", "fieldPath") => "The field; metadata.name if nothing is stated",
        ("order", "order") => "legacy sorts by kind, fifo keeps the order of the input",
        ("order", "legacySortOptions") => "Which kinds come first and last in the legacy order",
        ("legacySortOptions", "orderFirst") => "Kinds that come first",
        ("legacySortOptions", "orderLast") => "Kinds that come last",
        ("generator-options", "labels") => "Labels for what is generated",
        ("generator-options", "annotations") => "Annotations for what is generated",
        ("generator-options", "disableNameSuffixHash") => "Whether no hash is added to the name",
        ("generator-options", "immutable") => "Whether what is generated is immutable",
        ("helmGlobals", "chartHome") => "The folder with the charts, charts if nothing is stated",
        ("helmGlobals", "configHome") => "The folder with the configuration of helm",
        _ => return None,
    })
}
