//! `kz build` in other forms: as JSON, a part of the resources, in files by kind, namespace or origin, from
//! a kustomization on standard input, and again whenever a file changes.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const KZ: &str = env!("CARGO_BIN_EXE_kz");

fn kz(folder: &Path, args: &[&str]) -> Output {
    Command::new(KZ).args(args).current_dir(folder).output().unwrap()
}

fn stdout(folder: &Path, args: &[&str]) -> String {
    let out = kz(folder, args);
    assert!(out.status.success(), "{args:?}: {out:?}");
    String::from_utf8(out.stdout).unwrap()
}

fn tree() -> tempfile::TempDir {
    let tree = tempfile::tempdir().unwrap();
    for (path, text) in [
        (
            "base/kustomization.yaml",
            "resources: [web.yaml, rest.yaml]\nconfigMapGenerator: [{name: c, literals: [a=b]}]\ngeneratorOptions: {disableNameSuffixHash: true}\n",
        ),
        (
            "base/web.yaml",
            "kind: Deployment\napiVersion: apps/v1\nmetadata: {name: web, labels: {app: web, tier: front}}\nspec: {replicas: 1}\n",
        ),
        (
            "base/rest.yaml",
            "apiVersion: v1\nkind: Service\nmetadata: {name: web, labels: {app: web}}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n",
        ),
        ("over/kustomization.yaml", "resources: [../base]\nnamespace: shop\nnamePrefix: p-\n"),
    ] {
        let path = tree.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    tree
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let name = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

#[test]
fn json_is_a_list_and_ndjson_an_object_a_line() {
    let tree = tree();
    let list: Value =
        serde_json::from_str(&stdout(tree.path(), &["build", "over", "--format", "json"])).unwrap();
    assert_eq!(list["kind"], "List");
    assert_eq!(list["items"].as_array().unwrap().len(), 4);
    assert_eq!(list["items"][3]["spec"], json!({"replicas": 1}));
    let lines = stdout(tree.path(), &["build", "over", "--format", "ndjson"]);
    let objects: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(Value::Array(objects), list["items"]);
    assert!(lines.contains(r#"{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"labels""#), "{lines}");
    // Several are a stream of objects.
    let both = stdout(tree.path(), &["build", "over", "base", "--format", "json"]);
    assert_eq!(serde_json::Deserializer::from_str(&both).into_iter::<Value>().map(Result::unwrap).count(), 2);
}

#[test]
fn only_what_is_selected_is_printed() {
    let tree = tree();
    for (selectors, wanted) in [
        (&["deployment"][..], &["Deployment p-web"][..]),
        (&["Deployment/p-web"], &["Deployment p-web"]),
        (&["Deployment/web"], &["Deployment p-web"]),
        (&["service,Deployment/web"], &["Service p-web", "Deployment p-web"]),
        (&["kind=Service|Deployment"], &["Service p-web", "Deployment p-web"]),
        (&["label=app=web,label=tier=front"], &["Deployment p-web"]),
        (&["namespace=shop,kind=ConfigMap"], &["ConfigMap p-c"]),
        (&["Namespace", "group=apps"], &["Namespace shop", "Deployment p-web"]),
        (&["kind=deployment"], &[]),
    ] {
        let mut args = vec!["build", "over", "--format", "ndjson"];
        selectors.iter().for_each(|selector| args.extend(["--only", selector]));
        let out = kz(tree.path(), &args);
        assert!(out.status.success());
        let printed = String::from_utf8(out.stdout).unwrap();
        let name = |line: &str| {
            let object: Value = serde_json::from_str(line).unwrap();
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            format!("{} {}", text(&object["kind"]), text(&object["metadata"]["name"]))
        };
        let found: Vec<String> = printed.lines().map(name).collect();
        assert_eq!(found, wanted, "{selectors:?}");
        let note = String::from_utf8(out.stderr).unwrap();
        assert_eq!(note.contains("no resource fits"), wanted.is_empty(), "{note}");
    }
    for wrong in ["/web", "Service,", "colour=red", "kind=[", "label=a b", "kind=A,B"] {
        let out = kz(tree.path(), &["build", "over", "--only", wrong]);
        assert_eq!((out.status.code(), out.stdout.is_empty()), (Some(1), true), "{wrong}");
        assert!(String::from_utf8(out.stderr).unwrap().contains("--only"), "{wrong}");
    }
}

#[test]
fn files_hold_a_kind_a_namespace_or_an_origin() {
    let tree = tree();
    let split = |by: &str, more: &[&str]| {
        let out = tree.path().join(by);
        let mut args = vec!["build", "over", "-o", by, "--split-by", by];
        args.extend(more);
        assert_eq!(stdout(tree.path(), &args), "");
        files(&out)
    };
    let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
    let kinds = split("kind", &[]);
    assert_eq!(names(&kinds), ["configmap.yaml", "deployment.yaml", "namespace.yaml", "service.yaml"]);
    assert!(kinds["deployment.yaml"].starts_with("apiVersion: apps/v1\nkind: Deployment\n"));
    let namespaces = split("namespace", &[]);
    assert_eq!(names(&namespaces), ["_cluster.yaml", "shop.yaml"]);
    assert_eq!(namespaces["shop.yaml"].matches("---\n").count(), 2);
    let origins = split("origin", &[]);
    assert_eq!(names(&origins), ["kustomization.yaml", "rest.yaml", "web.yaml"]);
    assert_eq!(origins["rest.yaml"].matches("kind:").count(), 2);
    let resources = split("resource", &["--format", "json"]);
    assert_eq!(
        names(&resources),
        [
            "apps_v1_deployment_p-web.json",
            "v1_configmap_p-c.json",
            "v1_namespace_shop.json",
            "v1_service_p-web.json"
        ]
    );
    // Several kustomizations have a folder each.
    stdout(tree.path(), &["build", "over", "base", "-o", "many", "--split-by", "namespace"]);
    let many = files(&tree.path().join("many"));
    assert_eq!(
        names(&many),
        ["base/_cluster.yaml", "base/default.yaml", "over/_cluster.yaml", "over/shop.yaml"]
    );
}

#[test]
fn no_file_is_written_outside_its_folder() {
    let tree = tree();
    std::fs::write(
        tree.path().join("base/web.yaml"),
        "apiVersion: v1\nkind: ../../Evil\nmetadata: {name: web, namespace: ../../evil}\n",
    )
    .unwrap();
    for by in ["kind", "namespace", "resource"] {
        let out = kz(tree.path(), &["build", "base", "-o", "out", "--split-by", by]);
        assert_eq!(out.status.code(), Some(1), "{by}");
        assert!(files(&tree.path().join("out")).is_empty(), "{by}");
    }
    assert!(!tree.path().join("evil.yaml").exists() && !tree.path().join("../evil.yaml").exists());
}

#[test]
fn a_kustomization_comes_from_standard_input_or_any_file() {
    let tree = tree();
    let given = |text: &str| {
        let mut child = Command::new(KZ)
            .args(["build", "-f", "-", "--root", "over"])
            .current_dir(tree.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let out = given("resources: [../base]\nnamespace: shop\nnamePrefix: p-\n");
    assert!(out.status.success());
    assert_eq!(String::from_utf8(out.stdout).unwrap(), stdout(tree.path(), &["build", "over"]));
    let out = given("resources: [../base]\nnamespac: shop\n");
    assert_eq!((out.status.code(), out.stdout.is_empty()), (Some(1), true));
    assert!(String::from_utf8(out.stderr).unwrap().contains("<stdin>:2:1"));

    std::fs::write(tree.path().join("any.txt"), "resources: [../base]\nnameSuffix: -x\n").unwrap();
    let text = stdout(tree.path(), &["build", "-f", "any.txt", "--root", "over", "--only", "Service"]);
    assert!(text.contains("name: web-x\n"), "{text}");
    std::fs::write(tree.path().join("any.txt"), "resources: [nothing.yaml]\n").unwrap();
    let out = kz(tree.path(), &["build", "-f", "any.txt", "--root", "over"]);
    assert!(String::from_utf8(out.stderr).unwrap().contains("any.txt:1:13"));
    for args in [
        &["build", "-f", "any.txt", "over"][..],
        &["build", "--root", "over"],
        &["build", "-f", "gone.txt"],
        &["build", "-f", "any.txt", "--root", "gone"],
    ] {
        let out = kz(tree.path(), args);
        assert_eq!((out.status.code(), out.stdout.is_empty()), (Some(1), true), "{args:?}");
    }
}

#[test]
fn watch_builds_again_after_a_change() {
    let tree = tree();
    let mut child = Command::new(KZ)
        .args(["build", "over", "--watch", "-o", "out.yaml"])
        .current_dir(tree.path())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    let child = Arc::new(Mutex::new(child));
    let late = child.clone();
    // Ends the lines, and so the test, when a change is not noticed.
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_secs(60));
        let _ = late.lock().unwrap().kill();
    });
    let mut until = |state: &str, text: &str| {
        let reached = lines.by_ref().any(|line| {
            let result = std::fs::read_to_string(tree.path().join("out.yaml")).unwrap_or_default();
            line.contains("waiting for a change") && line.contains(state) && result.contains(text)
        });
        assert!(reached, "not {state} with {text}");
    };
    let write = |path: &str, text: &str| std::fs::write(tree.path().join(path), text).unwrap();
    until("built", "name: p-web\n");
    write("over/kustomization.yaml", "resources: [../base]\nnamePrefix: q-\n");
    until("built", "name: q-web\n");
    // A refusal leaves the file as it is, and what is missing is waited for.
    write("over/kustomization.yaml", "resources: [../base, new.yaml]\n");
    until("refused", "name: q-web\n");
    write("over/new.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: new}\n");
    until("built", "name: new\n");
    let mut child = child.lock().unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
}
