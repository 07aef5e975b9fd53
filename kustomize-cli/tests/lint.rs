//! `kz lint`: what it tells, what it mends, its reports.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::path::Path;
use std::process::{Command, Output};

const MAP: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n";
const DEPLOYMENT: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
      - name: app
        image: nginx:1.0
";

fn put(folder: &Path, files: &[(&str, &str)]) {
    for (path, content) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
}

fn lint(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let out: Output =
        Command::new(env!("CARGO_BIN_EXE_kz")).arg("lint").args(args).current_dir(folder).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (out.status.code(), text(out.stdout), text(out.stderr))
}

fn tree() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    put(
        folder.path(),
        &[
            ("base/kustomization.yaml", "resources: [map.yaml]\n"),
            ("base/map.yaml", MAP),
            ("base/forgotten.yaml", MAP),
            ("base/values.yaml", "replicas: 2\n"),
            ("dev/kustomization.yaml", "# ours\nbases: [../base]\nnamePrefix: dev-\n"),
            ("prod/kustomization.yaml", "resources: [../base]\nimages: [{name: nginx, newTag: v2}]\n"),
        ],
    );
    folder
}

#[test]
fn all_kustomizations_are_checked_and_nothing_is_printed() {
    let folder = tree();
    let (code, stdout, stderr) = lint(folder.path(), &["--message-format", "short"]);
    assert_eq!((code, stdout.as_str()), (Some(0), ""));
    let lines: Vec<&str> = stderr.lines().collect();
    assert!(
        matches!(lines.as_slice(), [a, b, c]
        if a.starts_with("dev/kustomization.yaml:2:1: warning[deprecated]")
            && b.starts_with("prod/kustomization.yaml:2:17: warning[unmatched-image]")
            && c.starts_with("base/forgotten.yaml: warning[unlisted-file]")),
        "{stderr}"
    );
    assert_eq!(lint(folder.path(), &["--strict"]).0, Some(1));
    let allow = "deprecated,unmatched-image,unlisted-file";
    assert_eq!(lint(folder.path(), &["--strict", "--allow", allow]), (Some(0), String::new(), String::new()));
}

#[test]
fn a_kustomization_file_stands_for_its_folder() {
    let folder = tree();
    assert_eq!(lint(folder.path(), &["base/kustomization.yaml"]), lint(folder.path(), &["base"]));
    let base = folder.path().join("base");
    assert_eq!(lint(&base, &["kustomization.yaml"]), lint(&base, &[]));
    assert!(lint(folder.path(), &["base/map.yaml"]).2.contains("neither a folder nor a kustomization file"));
    assert!(lint(folder.path(), &["absent"]).2.contains("no such file or folder"));
}

#[test]
fn a_refusal_fails() {
    let folder = tree();
    put(folder.path(), &[("broken/kustomization.yaml", "resources: [gone.yaml]\n")]);
    let (code, stdout, stderr) = lint(folder.path(), &["--message-format", "short"]);
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    assert!(stderr.contains("broken/kustomization.yaml:1:13: error[file-unreadable]"), "{stderr}");
}

#[test]
fn fixing_replaces_deprecated_fields_where_the_build_stays() {
    let folder = tree();
    // The prefix comes before the patch as it stands, and after it when it is an entry of patches.
    put(
        folder.path(),
        &[
            ("order/deployment.yaml", DEPLOYMENT),
            (
                "order/kustomization.yaml",
                "resources: [deployment.yaml]\nnamePrefix: a-\npatchesJson6902:\n- target: {version: v1, kind: \
                 Deployment, name: web}\n  patch: |-\n    - op: replace\n      path: /metadata/name\n      \
                 value: fixed\n",
            ),
        ],
    );
    let order = std::fs::read_to_string(folder.path().join("order/kustomization.yaml")).unwrap();
    let (code, stdout, stderr) = lint(folder.path(), &["--fix", "--message-format", "short"]);
    assert_eq!((code, stdout.as_str()), (Some(0), ""));
    let read = |path: &str| std::fs::read_to_string(folder.path().join(path)).unwrap();
    let dev = read("dev/kustomization.yaml");
    assert!(dev.contains("# ours") && dev.contains("resources:") && !dev.contains("bases:"), "{dev}");
    assert_eq!(read("order/kustomization.yaml"), order, "{stderr}");
    assert!(stderr.contains("order/kustomization.yaml is left as it is"), "{stderr}");
}

#[test]
fn reports_are_well_formed() {
    let folder = tree();
    put(folder.path(), &[("a&b/kustomization.yaml", "resources: ['<gone>.yaml']\n")]);
    let (code, json, _) = lint(folder.path(), &["--report", "json"]);
    let list: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, list.as_array().map(Vec::len)), (Some(1), Some(3)));
    let (_, sarif, _) = lint(folder.path(), &["--report", "sarif"]);
    let log: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(log.pointer("/version"), Some(&"2.1.0".into()));
    assert_eq!(log.pointer("/runs/0/results").and_then(|r| r.as_array()).map(Vec::len), Some(3));
    let uri = "/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri";
    assert_eq!(log.pointer(uri), Some(&"a%26b/kustomization.yaml".into()));
    let (_, stdout, stderr) = lint(folder.path(), &["--report", "sarif", "-o", "lint.sarif"]);
    assert!(stdout.is_empty() && stderr.contains("error[file-unreadable]"), "{stderr}");
    assert_eq!(std::fs::read_to_string(folder.path().join("lint.sarif")).unwrap(), sarif);
    let (_, junit, _) = lint(folder.path(), &["--report", "junit"]);
    assert!(junit.contains("tests=\"3\" failures=\"1\""), "{junit}");
    assert!(junit.contains("a&amp;b") && junit.contains("&lt;gone&gt;.yaml"), "{junit}");
}
