//! Several kustomizations in one go.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::path::Path;
use std::process::{Command, Output};

/// Two overlays of one base, an overlay that is refused, and a component.
const FILES: &[(&str, &str)] = &[
    ("base/kustomization.yaml", "resources: [config.yaml]\n"),
    ("base/config.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: config}\n"),
    ("overlays/dev/kustomization.yaml", "namePrefix: dev-\nresources: [../../base]\n"),
    (
        "overlays/prod/kustomization.yaml",
        "namePrefix: prod-\nresources: [../../base]\ncomponents: [../../parts/note]\n",
    ),
    ("parts/note/kustomization.yaml", "kind: Component\ncommonAnnotations: {note: well}\n"),
    (".hidden/kustomization.yaml", "resources: [missing.yaml]\n"),
];

const REFUSED: (&str, &str) = ("overlays/new/kustomization.yaml", "resources: [missing.yaml]\n");

const BASE: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: config\n";
const DEV: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: dev-config\n";
const PROD: &str =
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  annotations:\n    note: well\n  name: prod-config\n";

fn tree(more: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in FILES.iter().chain(more) {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn kz(folder: &Path, args: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kz"));
    command.args(args.split_whitespace()).current_dir(folder).output().unwrap()
}

fn printed(folder: &Path, args: &str) -> String {
    let out = kz(folder, args);
    assert!(out.status.success(), "{args}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

#[test]
fn results_are_joined_in_order() {
    let folder = tree(&[]);
    for (args, expected) in [
        ("build overlays/dev overlays/prod", [DEV, PROD].as_slice()),
        ("build overlays/prod base overlays/dev base", &[PROD, BASE, DEV, BASE]),
        ("build --all", &[DEV, PROD]),
        ("build --all overlays/prod", &[PROD]),
        ("build --all overlays base", &[DEV, PROD, BASE]),
        ("build --all-roots", &[BASE, DEV, PROD]),
    ] {
        assert_eq!(printed(folder.path(), args), expected.join("---\n"), "{args}");
    }
}

#[test]
fn a_refusal_does_not_stop_the_others() {
    let folder = tree(&[REFUSED]);
    let out = kz(folder.path(), "build --all --message-format short");
    assert_eq!(out.status.code(), Some(1));
    assert_eq!(String::from_utf8(out.stdout).unwrap(), [DEV, PROD].join("---\n"));
    let messages = String::from_utf8(out.stderr).unwrap();
    assert!(messages.contains("overlays/new/kustomization.yaml:1:13: "), "{messages}");

    let out = kz(folder.path(), "build --all -o all.yaml");
    assert_eq!(out.status.code(), Some(1));
    assert!(!folder.path().join("all.yaml").exists());
}

#[test]
fn results_are_written_to_a_file_or_folder_for_each() {
    let folder = tree(&[]);
    let read = |path: &str| std::fs::read_to_string(folder.path().join(path)).unwrap();
    assert_eq!(printed(folder.path(), "build --all -o out/"), "");
    assert_eq!([read("out/overlays/dev.yaml"), read("out/overlays/prod.yaml")], [DEV, PROD]);
    assert_eq!(printed(folder.path(), "build --all overlays -o out/"), "");
    assert_eq!([read("out/dev.yaml"), read("out/prod.yaml")], [DEV, PROD]);
    let absolute = folder.path().join("overlays/dev");
    assert_eq!(printed(folder.path(), &format!("build --all {} -o own/", absolute.display())), "");
    assert_eq!(read("own/dev.yaml"), DEV);
    assert_eq!(printed(folder.path(), "build --all -o each --split"), "");
    assert_eq!(read("each/overlays/dev/v1_configmap_dev-config.yaml"), DEV);
    assert_eq!(printed(folder.path(), "build base overlays/dev -o one.yaml"), "");
    assert_eq!(read("one.yaml"), [BASE, DEV].join("---\n"));

    let out = kz(folder.path(), "build base ../x/base -o out/");
    assert_eq!(out.status.code(), Some(1));
    let out = kz(folder.path(), "build base ./base -o out/");
    assert!(String::from_utf8_lossy(&out.stderr).contains("would both be written"));
}

#[test]
fn many_overlays_are_as_each_alone() {
    let overlays: Vec<(String, String)> = (0..40)
        .map(|i| {
            let text = format!(
                "nameSuffix: -n{i}\nresources: [../../base, own.yaml]\ncomponents: [../../parts/note]\nlabels:\n- pairs: {{i: \"{i}\"}}\n"
            );
            (format!("many/o{i:02}"), text)
        })
        .collect();
    let folder = tree(&[]);
    let mut alone = Vec::new();
    for (path, text) in &overlays {
        let dir = folder.path().join(path);
        std::fs::create_dir_all(&dir).unwrap();
        std::fs::write(dir.join("kustomization.yaml"), text).unwrap();
        std::fs::write(dir.join("own.yaml"), "apiVersion: v1\nkind: Secret\nmetadata: {name: own}\n")
            .unwrap();
        alone.push(printed(folder.path(), &format!("build {path}")));
    }
    assert_eq!(printed(folder.path(), "build --all many"), alone.join("---\n"));
}
