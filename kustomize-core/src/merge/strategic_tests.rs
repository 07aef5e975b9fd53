//! What comes out was measured with the reference.

use super::{Outcome, apply};
use crate::schema::Schema;
use crate::source::FileId;
use crate::yaml::{Limits, Node, read_documents, write_document};

fn read(text: &str) -> Node {
    read_documents(text, FileId::NONE, &Limits::default()).unwrap().remove(0)
}

fn pod(spec: &str) -> Node {
    read(&format!("apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\nspec:\n  {spec}\n"))
}

fn write(node: &Node) -> String {
    let mut out = String::new();
    write_document(node, &mut out).unwrap();
    out
}

/// What it shows, the object's spec, the patch's, and what comes out; nothing for a refusal.
type Case = (&'static str, &'static str, &'static str, Option<&'static str>);

const CASES: &[Case] = &[
    (
        "an item replaced as a whole stays as it was",
        "containers: [{name: a, image: old}, {name: b, image: old}]",
        "containers: [{name: b, $patch: replace, image: new}, {name: c}]",
        Some(
            r#"{"containers": [{"image": "old", "name": "b"}, {"name": "c"}, {"image": "old", "name": "a"}]}"#,
        ),
    ),
    (
        "ports of which some lack the protocol",
        "containers: [{name: a, ports: [{containerPort: 80, protocol: TCP}, {containerPort: 81, protocol: UDP}]}]",
        "containers: [{name: a, ports: [{containerPort: 80, name: web}]}]",
        Some(
            r#"{"containers": [{"name": "a", "ports": [{"containerPort": 80, "protocol": "TCP"}, {"containerPort": 81, "protocol": "UDP"}]}]}"#,
        ),
    ),
    (
        "ports that are told apart by port and protocol",
        "containers: [{name: a, ports: [{containerPort: 80, protocol: TCP}, {containerPort: 81, protocol: UDP}]}]",
        "containers: [{name: a, ports: [{containerPort: 81, protocol: UDP, name: dns}, {containerPort: 80, protocol: UDP}]}]",
        Some(
            r#"{"containers": [{"name": "a", "ports": [{"containerPort": 80, "protocol": "UDP"}, {"containerPort": 80, "protocol": "TCP"}, {"containerPort": 81, "name": "dns", "protocol": "UDP"}]}]}"#,
        ),
    ),
    (
        "repeated items",
        "containers: [{name: a, image: one}, {name: b}, {name: a, image: two}]",
        "x: 1",
        Some(r#"{"containers": [{"image": "two", "name": "a"}, {"name": "b"}], "x": 1}"#),
    ),
    (
        "an item without its key",
        "containers: [{name: a}, {image: none}, {name: b}]",
        "containers: [{name: b, image: new}]",
        Some(r#"{"containers": [{"image": "none"}]}"#),
    ),
    (
        "nulls in what is added go",
        "x: {}",
        "y: {a: null, b: {c: null, d: 1}, l: [null]}",
        Some(r#"{"x": {}, "y": {"b": {"d": 1}, "l": [null]}}"#),
    ),
    (
        "directives in what is added are obeyed",
        "x: {}",
        "y: {a: {$patch: delete, b: 1}, c: {$patch: merge, d: 1}}",
        Some(r#"{"x": {}, "y": {"c": {"d": 1}}}"#),
    ),
    (
        "a number in the place of a quoted text",
        r#"x: {a: "1", b: 1}"#,
        r#"x: {a: 2, b: "2"}"#,
        Some(r#"{"x": {"a": "2", "b": "2"}}"#),
    ),
    (
        "a written null stays, an empty one goes",
        r#"a: ~
  b:
  c: 1"#,
        "c: 2",
        Some(r#"{"a": null, "c": 2}"#),
    ),
    (
        "a list deleted by an item",
        r#"containers: [{name: a}]
  volumes: [{name: v}]"#,
        r#"containers: [{$patch: delete}]
  volumes: [{$patch: replace}, {name: w}]"#,
        Some(r#"{"volumes": [{"name": "w"}]}"#),
    ),
    (
        "lists without keys are replaced",
        "tolerations: [{key: a}]",
        "tolerations: [{key: b}]",
        Some(r#"{"tolerations": [{"key": "b"}]}"#),
    ),
    (
        "all items deleted",
        "containers: [{name: a}]",
        "containers: [{name: a, $patch: delete}]",
        Some(r#"{"containers": []}"#),
    ),
    ("an unknown directive", "x: {a: 1}", "x: {$patch: remove}", None),
    (
        "an unknown directive in what is added",
        "x: {a: 1}",
        "y: {$patch: remove}",
        Some(r#"{"x": {"a": 1}, "y": {"$patch": "remove"}}"#),
    ),
    ("a list in the place of a mapping", "x: {a: 1}", "x: [1]", None),
    ("a value among keyed items", "containers: [{name: a}, x]", "containers: [{name: a, image: i}]", None),
];

#[test]
fn merges_as_the_reference_does() {
    for (name, own, patch, expected) in CASES {
        let mut node = pod(own);
        let result = apply(&mut node, &pod(patch), &Schema::builtin());
        match expected {
            None => assert!(result.is_err(), "{name}"),
            Some(spec) => {
                assert_eq!(result.unwrap(), Outcome::Kept, "{name}");
                assert_eq!(write(node.get("spec").unwrap()), write(&read(spec)), "{name}");
            }
        }
    }
}

#[test]
fn a_directive_at_the_top_deletes_the_object() {
    let mut node = pod("x: 1");
    let patch = read("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\n$patch: delete\n");
    assert_eq!(apply(&mut node, &patch, &Schema::builtin()).unwrap(), Outcome::Deleted);
}

#[test]
fn long_lists_and_mappings_merge_in_linear_time() {
    let items = |image: &str| -> String {
        (0..20_000).map(|i| format!("  - {{name: c{i}, image: {image}}}\n")).collect()
    };
    let fields = |value: &str| -> String { (0..20_000).map(|i| format!("    k{i}: {value}\n")).collect() };
    let spec = |v: &str| pod(&format!("containers:\n{}  x:\n{}", items(v), fields(v)));
    let (mut own, patch) = (spec("old"), spec("new"));
    let start = std::time::Instant::now();
    apply(&mut own, &patch, &Schema::builtin()).unwrap();
    assert!(start.elapsed().as_secs() < 2, "took {:?}", start.elapsed());
    assert_eq!(own, patch);
}
