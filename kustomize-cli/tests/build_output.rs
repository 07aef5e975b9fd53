//! `kz build -o`: one file, or a file for each resource in an existing folder. The names and contents
//! were measured on the reference.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

fn kz(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kz")).args(args).current_dir(folder).output().unwrap()
}

fn tree(resources: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("kustomization.yaml"), "resources: [r.yaml]\n").unwrap();
    std::fs::write(folder.path().join("r.yaml"), resources).unwrap();
    folder
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap());
    let named = |e: std::fs::DirEntry| {
        (e.file_name().into_string().unwrap(), std::fs::read_to_string(e.path()).unwrap())
    };
    entries.map(named).collect()
}

const MIXED: &str = "\
apiVersion: v1
kind: ConfigMap
metadata: {name: Plain}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: Shop}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: 'system:reader'}
---
kind: Odd
metadata: {name: odd}
";

#[test]
fn a_folder_gets_a_file_for_each_resource() {
    let tree = tree(MIXED);
    let out = tree.path().join("out");
    std::fs::create_dir(&out).unwrap();
    std::fs::write(out.join("kept.txt"), "kept").unwrap();
    let run = kz(tree.path(), &["build", "-o", "out"]);
    assert!(run.status.success() && run.stdout.is_empty(), "{run:?}");
    let files = files(&out);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "default_odd_odd.yaml",
            "default_v1_configmap_plain.yaml",
            "kept.txt",
            "rbac.authorization.k8s.io_v1_clusterrole_system:reader.yaml",
            "shop_apps_v1_deployment_web.yaml",
        ]
    );
    assert_eq!(
        files["default_v1_configmap_plain.yaml"],
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: Plain\n"
    );
}

#[test]
fn one_namespace_is_not_part_of_the_names() {
    let tree = tree("apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: shop}\n");
    std::fs::create_dir(tree.path().join("out")).unwrap();
    assert!(kz(tree.path(), &["build", "--output=out"]).status.success());
    assert_eq!(files(&tree.path().join("out")).keys().next().unwrap(), "v1_service_a.yaml");
}

#[test]
fn anything_else_gets_one_file_with_the_same_bytes() {
    let tree = tree(MIXED);
    let printed = kz(tree.path(), &["build", "-o", ""]).stdout;
    assert!(kz(tree.path(), &["build", "-o", "all.yaml"]).status.success());
    assert_eq!(std::fs::read(tree.path().join("all.yaml")).unwrap(), printed);
    let refused = kz(tree.path(), &["build", "-o", "absent/all.yaml"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(!tree.path().join("absent").exists());
}

#[cfg(unix)]
#[test]
fn a_pipe_is_written_to_and_stays() {
    let tree = tree(MIXED);
    let printed = kz(tree.path(), &["build"]).stdout;
    assert_eq!(kz(tree.path(), &["build", "-o", "/dev/stdout"]).stdout, printed);
}

#[test]
fn a_name_is_never_a_path() {
    let tree = tree("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: /../../up}\n");
    std::fs::create_dir(tree.path().join("out")).unwrap();
    let run = kz(tree.path(), &["build", "-o", "out"]);
    assert_eq!(run.status.code(), Some(1));
    assert!(files(&tree.path().join("out")).is_empty());
    assert!(!tree.path().join("up.yaml").exists());
}

#[test]
fn a_lost_file_is_told() {
    let map = |name| format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\n");
    let tree = tree(&format!("{}---\n{}", map("one"), map("ONE")));
    std::fs::create_dir(tree.path().join("out")).unwrap();
    let run = kz(tree.path(), &["build", "-o", "out"]);
    assert!(run.status.success());
    assert!(String::from_utf8_lossy(&run.stderr).contains("this one is lost"));
    assert_eq!(files(&tree.path().join("out")).len(), 1);
}

#[test]
fn a_folder_that_is_missing_is_told_without_a_temporary_file() {
    let folder = tree(MIXED);
    let out = kz(folder.path(), &["build", "-o", "absent/all.yaml"]);
    assert_eq!(out.status.code(), Some(1));
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(said.ends_with("error: cannot write absent/all.yaml: no such file or folder\n"), "{said}");
}
