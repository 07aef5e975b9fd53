//! Files that say where transformers do their work: configurations, definitions of kinds, schemas.

use super::draw::Draw;
use super::yaml::{self, Yaml, map};

/// Kinds that the generated objects are of, and one that none is of.
const KINDS: &[&str] = &[
    "Foo",
    "Deployment",
    "Service",
    "ConfigMap",
    "Rollout",
    "Certificate",
    "StatefulSet",
    "Ingress",
    "Nothing",
];

/// A list of field specifications, among them most often the usual one.
pub(crate) fn field_specs(draw: &mut Draw, usual: &str) -> Yaml {
    let mut list = Vec::new();
    if draw.chance(80) {
        let mut spec = map! { "path" => usual };
        spec.maybe(draw, 60, "create", true);
        list.push(spec);
    }
    if list.is_empty() || draw.chance(40) {
        list.push(field_spec(draw));
    }
    Yaml::List(list)
}

/// A field specification.
pub(crate) fn field_spec(draw: &mut Draw) -> Yaml {
    let path = draw.word(&[
        "metadata/name",
        "metadata/labels",
        "metadata/annotations/note",
        "spec/secretName",
        "spec/template/metadata/labels",
        "spec/template/spec/containers/image",
        "spec/template/spec/containers[]/image",
        "spec/items/name",
        "spec/items[]/value",
        "spec/labels",
        "spec/size",
        "spec/selector",
        "spec/a\\/b",
        "metadata/annotations/example.com\\/note",
        "data",
        "data/key",
        "spec",
        "/metadata/name",
        "status/x",
        "",
    ]);
    let mut spec = map! { "path" => path };
    let kind = draw.word(KINDS);
    spec.maybe(draw, 70, "kind", kind);
    let group = draw.word(&["apps", "example.com", ""]);
    spec.maybe(draw, 15, "group", group);
    let version = draw.word(&["v1", "v1beta1"]);
    spec.maybe(draw, 15, "version", version);
    let create = draw.chance(80);
    spec.maybe(draw, 50, "create", create);
    spec
}

/// The text of a configuration with any of its sections.
pub(crate) fn configuration(draw: &mut Draw) -> String {
    let mut config = Yaml::Map(Vec::new());
    for section in [
        "namePrefix",
        "nameSuffix",
        "namespace",
        "commonLabels",
        "labels",
        "templateLabels",
        "commonAnnotations",
        "images",
        "replicas",
        "varReference",
    ] {
        if draw.chance(25) {
            let many = draw.between(1, 2);
            config.set(section, (0..many).map(|_| field_spec(draw)).collect::<Vec<_>>());
        }
    }
    if draw.chance(50) {
        let many = draw.between(1, 2);
        config.set("nameReference", (0..many).map(|_| name_reference(draw)).collect::<Vec<_>>());
    }
    if draw.awkward() {
        config.set("unknown", "field");
    }
    yaml::write(draw, &config)
}

fn name_reference(draw: &mut Draw) -> Yaml {
    let (kind, version) = *draw.pick(&[
        ("Secret", "v1"),
        ("ConfigMap", "v1"),
        ("Foo", ""),
        ("Service", "v1"),
        ("Deployment", "v1"),
    ]);
    let mut reference = map! { "kind" => kind };
    reference.maybe(draw, if version.is_empty() { 0 } else { 60 }, "version", version);
    let path = draw.word(&[
        "spec/secretName",
        "spec/items/name",
        "spec/items/value",
        "metadata/annotations/note",
        "spec/ref",
    ]);
    let mut referrer = map! { "path" => path };
    let of = draw.word(&["Foo", "Certificate", "Rollout", "ServiceMonitor"]);
    referrer.maybe(draw, 80, "kind", of);
    reference.set("fieldSpecs", vec![referrer]);
    reference
}

/// A file of `crds`: definitions of types as the API server gives them, with the extensions that name
/// references are read from.
pub(crate) fn crds(draw: &mut Draw) -> String {
    let mut secret = map! { "type" => "object" };
    secret.set("x-kubernetes-object-ref-api-version", "v1");
    let kind = draw.word(&["Secret", "ConfigMap", "Service"]);
    secret.set("x-kubernetes-object-ref-kind", kind);
    secret.maybe(draw, 40, "x-kubernetes-object-ref-name-key", "name");
    let mut properties = map! { "ref" => secret };
    if draw.chance(50) {
        let text = map! { "type" => "string", "x-kubernetes-annotation" => "", "x-kubernetes-label-selector" => "", "x-kubernetes-identity" => "" };
        properties.set("labels", text);
    }
    let name = draw.word(&["com.example.v1.Foo", "com.example.v1beta1.Foo", "Foo"]);
    let spec_name = format!("{name}Spec");
    let spec = map! { "Schema" => map! { "properties" => properties }, "Dependencies" => Vec::<Yaml>::new() };
    let reference = map! { "$ref" => spec_name.clone() };
    let body = map! { "apiVersion" => map! { "type" => "string" }, "kind" => map! { "type" => "string" }, "metadata" => map! { "type" => "object" }, "spec" => reference };
    let top = map! { "Schema" => map! { "properties" => body }, "Dependencies" => vec![Yaml::Text(spec_name.clone())] };
    let types = map! { name => top, spec_name => spec };
    if draw.chance(50) { yaml::json(&types) } else { yaml::write(draw, &types) }
}

/// A document of OpenAPI that knows the kind `Foo` and how its lists are merged.
pub(crate) fn openapi(draw: &mut Draw) -> String {
    let mut item = map! { "type" => "object" };
    item.set(
        "properties",
        map! { "name" => map! { "type" => "string" }, "value" => map! { "type" => "string" } },
    );
    let mut items = map! { "type" => "array", "items" => item };
    let key = draw.word(&["name", "value"]);
    items.maybe(draw, 80, "x-kubernetes-patch-merge-key", key);
    items.maybe(draw, 80, "x-kubernetes-patch-strategy", "merge");
    let spec = map! { "type" => "object", "properties" => map! { "items" => items } };
    let version = draw.word(&["v1", "v1beta1"]);
    let gvk = map! { "group" => "example.com", "kind" => "Foo", "version" => version };
    let top = map! { "type" => "object", "properties" => map! { "spec" => spec }, "x-kubernetes-group-version-kind" => vec![gvk] };
    let schema = map! { "definitions" => map! { "com.example.Foo" => top } };
    if draw.chance(60) { yaml::json(&schema) } else { yaml::write(draw, &schema) }
}
