//! A kustomization file as the reference writes it after reading it: every field under its proper
//! name, what is empty left out.

use crate::source::Pos;
use crate::yaml::number::{Number, canonical};
use crate::yaml::{Map, Node, Tag, Value};

/// What a field holds.
enum Shape {
    Text,
    /// A text that may be absent, and is written when it is there, even when it is empty.
    TextOrNone,
    Switch,
    Number,
    /// A mapping of anything.
    Anything,
    /// A mapping of texts.
    Texts,
    List(&'static Shape),
    Record(&'static [Field]),
    /// A record that may be absent, and is written when it is there, even when it is empty.
    RecordOrNone(&'static [Field]),
}

struct Field {
    name: &'static str,
    shape: Shape,
    /// Left out when it is empty.
    is_optional: bool,
}

const fn optional(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, is_optional: true }
}

const fn always(name: &'static str, shape: Shape) -> Field {
    Field { name, shape, is_optional: false }
}

const fn text(name: &'static str) -> Field {
    optional(name, Shape::Text)
}

const fn texts(name: &'static str) -> Field {
    optional(name, Shape::List(&Shape::Text))
}

const fn switch(name: &'static str) -> Field {
    optional(name, Shape::Switch)
}

const SELECTOR: &[Field] = &[
    text("group"),
    text("version"),
    text("kind"),
    text("name"),
    text("namespace"),
    text("annotationSelector"),
    text("labelSelector"),
];

const FIELD_SPEC: &[Field] = &[text("group"), text("version"), text("kind"), text("path"), switch("create")];

const PATCH: &[Field] = &[
    text("path"),
    text("patch"),
    optional("target", Shape::RecordOrNone(SELECTOR)),
    optional("options", Shape::RecordOrNone(&[switch("allowNameChange"), switch("allowKindChange")])),
];

const IMAGE: &[Field] = &[text("name"), text("newName"), text("tagSuffix"), text("newTag"), text("digest")];

const FIELD_OPTIONS: &[Field] =
    &[text("delimiter"), optional("index", Shape::Number), text("encoding"), switch("create")];

const REPLACEMENT_TARGET: &[Field] = &[
    always("select", Shape::RecordOrNone(SELECTOR)),
    optional("reject", Shape::List(&Shape::RecordOrNone(SELECTOR))),
    texts("fieldPaths"),
    optional("options", Shape::RecordOrNone(FIELD_OPTIONS)),
];

const REPLACEMENT: &[Field] = &[
    optional(
        "source",
        Shape::RecordOrNone(&[
            text("group"),
            text("version"),
            text("kind"),
            text("name"),
            text("namespace"),
            text("fieldPath"),
            optional("options", Shape::RecordOrNone(FIELD_OPTIONS)),
        ]),
    ),
    optional("targets", Shape::List(&Shape::RecordOrNone(REPLACEMENT_TARGET))),
    optional("sourceValue", Shape::TextOrNone),
    text("path"),
];

const VAR: &[Field] = &[
    always("name", Shape::Text),
    always(
        "objref",
        Shape::Record(&[
            text("apiVersion"),
            text("group"),
            text("version"),
            text("kind"),
            always("name", Shape::Text),
            text("namespace"),
        ]),
    ),
    always("fieldref", Shape::Record(&[text("fieldPath")])),
];

const GENERATOR_OPTIONS: &[Field] = &[
    optional("labels", Shape::Texts),
    optional("annotations", Shape::Texts),
    switch("disableNameSuffixHash"),
    switch("immutable"),
];

const GENERATOR: [Field; 8] = [
    text("namespace"),
    text("name"),
    text("behavior"),
    texts("literals"),
    texts("files"),
    texts("envs"),
    text("env"),
    optional("options", Shape::RecordOrNone(GENERATOR_OPTIONS)),
];

const CONFIG_MAP: &[Field] = &GENERATOR;

const SECRET: &[Field] = &{
    let [namespace, name, behavior, literals, files, envs, env, options] = GENERATOR;
    [namespace, name, behavior, literals, files, envs, env, options, text("type")]
};

const CHART: &[Field] = &[
    text("name"),
    text("version"),
    text("repo"),
    text("releaseName"),
    text("namespace"),
    texts("additionalValuesFiles"),
    text("valuesFile"),
    optional("valuesInline", Shape::Anything),
    text("valuesMerge"),
    switch("includeCRDs"),
    switch("skipHooks"),
    texts("apiVersions"),
    text("kubeVersion"),
    text("nameTemplate"),
    switch("skipTests"),
    switch("debug"),
    switch("devel"),
];

const OLD_CHART: &[Field] = &[
    text("chartName"),
    text("chartVersion"),
    text("chartRepoUrl"),
    text("chartHome"),
    text("chartRepoName"),
    text("helmBin"),
    text("helmHome"),
    text("values"),
    optional("valuesLocal", Shape::Anything),
    text("valuesMerge"),
    text("releaseName"),
    text("releaseNamespace"),
    texts("extraArgs"),
];

const KUSTOMIZATION: &[Field] = &[
    text("kind"),
    text("apiVersion"),
    optional(
        "metadata",
        Shape::RecordOrNone(&[
            text("name"),
            text("namespace"),
            optional("labels", Shape::Texts),
            optional("annotations", Shape::Texts),
        ]),
    ),
    optional("openapi", Shape::Texts),
    text("namePrefix"),
    text("nameSuffix"),
    text("namespace"),
    optional("commonLabels", Shape::Texts),
    optional(
        "labels",
        Shape::List(&Shape::Record(&[
            optional("pairs", Shape::Texts),
            switch("includeSelectors"),
            switch("includeTemplates"),
            optional("fields", Shape::List(&Shape::Record(FIELD_SPEC))),
        ])),
    ),
    optional("commonAnnotations", Shape::Texts),
    texts("patchesStrategicMerge"),
    optional("patchesJson6902", Shape::List(&Shape::Record(PATCH))),
    optional("patches", Shape::List(&Shape::Record(PATCH))),
    optional("images", Shape::List(&Shape::Record(IMAGE))),
    optional("imageTags", Shape::List(&Shape::Record(IMAGE))),
    optional("replacements", Shape::List(&Shape::Record(REPLACEMENT))),
    optional("replicas", Shape::List(&Shape::Record(&[text("name"), always("count", Shape::Number)]))),
    optional("vars", Shape::List(&Shape::Record(VAR))),
    optional(
        "sortOptions",
        Shape::RecordOrNone(&[
            text("order"),
            optional(
                "legacySortOptions",
                Shape::RecordOrNone(&[
                    always("orderFirst", Shape::List(&Shape::Text)),
                    always("orderLast", Shape::List(&Shape::Text)),
                ]),
            ),
        ]),
    ),
    texts("resources"),
    texts("components"),
    texts("crds"),
    texts("bases"),
    optional("configMapGenerator", Shape::List(&Shape::Record(CONFIG_MAP))),
    optional("secretGenerator", Shape::List(&Shape::Record(SECRET))),
    optional("helmGlobals", Shape::RecordOrNone(&[text("chartHome"), text("configHome")])),
    optional("helmCharts", Shape::List(&Shape::Record(CHART))),
    optional("helmChartInflationGenerator", Shape::List(&Shape::Record(OLD_CHART))),
    optional("generatorOptions", Shape::RecordOrNone(GENERATOR_OPTIONS)),
    texts("configurations"),
    texts("generators"),
    texts("transformers"),
    texts("validators"),
    texts("buildMetadata"),
];

/// The mapping of a kustomization file, which has been found to be one.
pub(super) fn canonical_kustomization(node: &Node) -> Node {
    record(Some(node), KUSTOMIZATION)
}

fn record(node: Option<&Node>, fields: &[Field]) -> Node {
    let pos = node.map_or(Pos::NONE, |node| node.pos);
    let mut map = Map::new();
    for field in fields {
        let found = node.and_then(Node::as_map).and_then(|map| find(map, field.name));
        let value = value(found, &field.shape);
        if !field.is_optional || !is_empty(&value, &field.shape) {
            map.push(field.name, value);
        }
    }
    Node::new(Value::Map(map), pos)
}

/// The value of a field, whatever the case of its name; of several spellings the last one in the order
/// of their bytes that has a value.
fn find<'m>(map: &'m Map, name: &str) -> Option<&'m Node> {
    let spelled = map.iter().filter(|e| e.key.text.eq_ignore_ascii_case(name) && !e.value.is_null());
    spelled.max_by(|a, b| a.key.text.as_bytes().cmp(b.key.text.as_bytes())).map(|e| &e.value)
}

fn value(node: Option<&Node>, shape: &Shape) -> Node {
    let given = node.filter(|node| !node.is_null());
    let pos = given.map_or(Pos::NONE, |node| node.pos);
    match (shape, given) {
        (Shape::Text, given) => plain_text(given, pos),
        (Shape::TextOrNone, Some(node)) => plain_text(Some(node), pos),
        (Shape::Switch, None) => Node::scalar("false", Tag::Bool, pos),
        (Shape::Number, None) => Node::scalar("0", Tag::Int, pos),
        (Shape::Switch | Shape::Number, Some(node)) => plain(node),
        (Shape::Anything, Some(node)) => with_floats(plain(node)),
        (Shape::Texts, Some(node)) => {
            let mut map = Map::new();
            for entry in node.as_map().into_iter().flatten() {
                map.push(entry.key.text.clone(), value(Some(&entry.value), &Shape::Text));
            }
            Node::new(Value::Map(map), pos)
        }
        (Shape::List(item), Some(node)) => {
            let items =
                node.as_seq().unwrap_or_default().iter().map(|node| value(Some(node), item)).collect();
            Node::new(Value::Seq(items), pos)
        }
        (Shape::Record(fields), given) | (Shape::RecordOrNone(fields), given @ Some(_)) => {
            record(given, fields)
        }
        (_, None) => Node::null(pos),
    }
}

fn plain_text(node: Option<&Node>, pos: Pos) -> Node {
    Node::string(node.and_then(Node::text).unwrap_or_default(), pos)
}

/// Numbers and booleans in the one form in which they are written again.
fn plain(node: &Node) -> Node {
    crate::plugin::as_config(node).unwrap_or_else(|_| node.clone())
}

/// Where the reference wants no type, numbers are of 64 bits with a fraction: large integers lose their
/// last digits.
fn with_floats(mut node: Node) -> Node {
    match &mut node.value {
        Value::Map(map) => {
            map.iter_mut()
                .for_each(|e| e.value = with_floats(std::mem::replace(&mut e.value, Node::null(Pos::NONE))));
        }
        Value::Seq(items) => {
            items
                .iter_mut()
                .for_each(|item| *item = with_floats(std::mem::replace(item, Node::null(Pos::NONE))));
        }
        Value::Scalar(scalar) if scalar.tag == Tag::Int => {
            if let Ok(float) = scalar.text.parse::<f64>().map(|float| float.to_string()) {
                scalar.replace_text(float);
            }
        }
        Value::Scalar(_) => {}
    }
    node
}

fn is_empty(value: &Node, shape: &Shape) -> bool {
    match (shape, &value.value) {
        (_, Value::Seq(items)) => items.is_empty(),
        (Shape::Texts | Shape::Anything, Value::Map(map)) => map.is_empty(),
        (_, Value::Map(_)) => false,
        (Shape::TextOrNone, Value::Scalar(scalar)) => scalar.tag == Tag::Null,
        (Shape::Switch, Value::Scalar(scalar)) => scalar.text == "false",
        (Shape::Number, Value::Scalar(scalar)) => {
            matches!(canonical(&scalar.text), Some(Number::Int(int)) if int.to_string() == "0")
        }
        (_, Value::Scalar(scalar)) => scalar.tag == Tag::Null || scalar.text.is_empty(),
    }
}
