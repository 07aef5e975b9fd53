//! The examples that embed the library do what they say.
#![allow(clippy::unwrap_used, missing_docs)]

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The program of an example: cargo builds them with the tests, in a folder beside theirs.
fn example(name: &str) -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let folder = tests.parent().unwrap().parent().unwrap().join("examples");
    folder.join(name).with_extension(std::env::consts::EXE_EXTENSION)
}

#[test]
fn post_render_changes_what_helm_rendered() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("kustomization.yaml"), "resources: [all.yaml]\nnamespace: shop\n")
        .unwrap();
    let render = |manifests: &str| {
        let mut child = Command::new(example("post_render"))
            .arg(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(manifests.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let out = render("apiVersion: v1\nkind: Service\nmetadata: {name: web}\n");
    let text = String::from_utf8(out.stdout).unwrap();
    assert_eq!(text, "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: shop\n");
    let out = render("apiVersion: v1\nkind: Service\nmetadata: {}\n");
    assert!(!out.status.success() && out.stdout.is_empty());
    assert!(String::from_utf8(out.stderr).unwrap().contains("<helm>"));
}

#[test]
fn bump_image_changes_one_line_of_a_file_that_builds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kustomization.yaml");
    let text = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n# ours\nresources: [r.yaml]\nimages:\n- name: nginx # web\n  newTag: 1.26.0\n";
    std::fs::write(&path, text).unwrap();
    let bump =
        || Command::new(example("bump_image")).arg(folder.path()).arg("nginx:1.27.1").output().unwrap();
    // What does not build is not written.
    assert!(!bump().status.success());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    std::fs::write(folder.path().join("r.yaml"), "kind: Pod\nmetadata: {name: p}\n").unwrap();
    assert_eq!(bump().stdout, b"1 resources\n");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text.replace("1.26.0", "1.27.1"));
}
