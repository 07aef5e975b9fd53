//! The assertions on the project's own example.
#![allow(clippy::unwrap_used, missing_docs)]

use kustomize_golden::{assert_build, assert_build_with, check};

#[test]
fn the_example_builds_what_is_recorded() {
    for overlay in ["dev", "prod"] {
        let root = format!("../examples/shop/overlays/{overlay}");
        assert_build(&root, format!("{root}/expected.yaml"));
    }
}

#[test]
#[should_panic(expected = "spec.replicas")]
fn a_difference_fails_with_its_fields() {
    // Of one overlay with what the other one builds.
    assert_build("../examples/shop/overlays/prod", "tests/one-replica.yaml");
}

#[test]
#[should_panic(expected = "it is refused: ")]
fn a_refusal_fails() {
    assert_build_with(
        "../examples/shop/absent",
        "tests/one-replica.yaml",
        kustomize_core::Options::default(),
    );
}

#[test]
fn what_is_built_is_recorded_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let golden = folder.path().join("new/golden.yaml");
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: m\n";
    let said = check(text, &golden, false).unwrap_err();
    assert!(said.contains("there is no") && said.ends_with("KZ_UPDATE=1 records what it builds"), "{said}");
    check(text, &golden, true).unwrap();
    assert_eq!(std::fs::read_to_string(&golden).unwrap(), text);
    check(text, &golden, false).unwrap();
    let said = check(&text.replace("name: m", "name: other"), &golden, false).unwrap_err();
    assert!(said.contains("added: v1 ConfigMap other\n"), "{said}");
}
