//! `kz explain` names the file and line that every field came from.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod folders;

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const KZ: &str = env!("CARGO_BIN_EXE_kz");

fn kz(folder: &Path, args: &[&str]) -> Output {
    Command::new(KZ).args(args).current_dir(folder).output().unwrap()
}

fn stdout(out: &Output) -> String {
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8_lossy(&out.stdout).into_owned()
}

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The example of the README, after its edits.
fn metallb() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(top().join("examples/metallb")).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), folder.path().join(entry.file_name())).unwrap();
    }
    let resources = "namespace.yaml,metallb.yaml,metallb-l2config.yaml";
    for args in [
        &["create", "--namespace=metallb-system", "--resources", resources][..],
        &["edit", "set", "image", "metallb/controller:v0.8.2"],
        &["edit", "set", "image", "metallb/speaker:v0.8.2"],
    ] {
        stdout(&kz(folder.path(), args));
    }
    folder
}

fn explain(folder: &Path, args: &[&str]) -> Value {
    let args = [&["explain"], args, &["--format", "json", "--show-secrets"]].concat();
    serde_json::from_str(&stdout(&kz(folder, &args))).unwrap()
}

/// The values of an object by their paths, as explain writes both.
fn leaves(value: &Value, path: String, found: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (key, value) in map {
                let plain = !key.is_empty() && !key.contains(['.', '[', ']', '"', '/']);
                let dot = if path.is_empty() { "" } else { "." };
                let path = if plain { format!("{path}{dot}{key}") } else { format!("{path}[{key:?}]") };
                leaves(value, path, found);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            items.iter().enumerate().for_each(|(i, item)| leaves(item, format!("{path}[{i}]"), found));
        }
        Value::String(text) => drop(found.insert(path, text.clone())),
        other => drop(found.insert(path, other.to_string())),
    }
}

/// The fields of a resource in what explain says: path, value, and for each event the field behind it, the
/// file, the line and the value.
struct Told {
    path: String,
    value: String,
    events: Vec<(String, String, usize, String)>,
}

fn told(resource: &Value) -> Vec<Told> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let event = |event: &Value| {
        let file = event["place"]["file"].as_str().unwrap_or_default().to_owned();
        let line = event["place"]["line"].as_u64().unwrap_or_default() as usize;
        (text(&event["by"]), file, line, text(&event["value"]))
    };
    let fields = resource["fields"].as_array().unwrap().iter();
    fields
        .map(|field| Told {
            path: text(&field["path"]),
            value: text(&field["value"]),
            events: field["events"].as_array().unwrap().iter().map(event).collect(),
        })
        .collect()
}

/// The last part of a path when it is a key.
fn key_of(path: &str) -> Option<&str> {
    match path.strip_suffix("\"]") {
        Some(quoted) => quoted.rsplit("[\"").next(),
        None if path.ends_with(']') => None,
        None => path.rsplit('.').next(),
    }
}

#[test]
fn every_field_of_the_metallb_example_has_its_line() {
    let folder = metallb();
    let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let mut used: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut fields = 0;
    for resource in explain(folder.path(), &[".", "kind=.*"])["resources"].as_array().unwrap() {
        let mut before: Option<(String, usize)> = None;
        for field in told(resource) {
            fields += 1;
            let (mut events, path) = (field.events.iter(), &field.path);
            let (by, file, line, value) = events.next().unwrap_or_else(|| panic!("{path} has no event"));
            let source = text(file);
            let shown = source.lines().nth(line - 1).unwrap().trim().trim_start_matches("- ");
            match by.as_str() {
                "resources" => {
                    used.entry(file.clone()).or_default().push(*line);
                    if key_of(path).is_none() && shown.contains('[') {
                        let mut stated =
                            shown.split(['[', ']', ',']).map(|part| part.trim().trim_matches('"'));
                        assert!(stated.any(|stated| stated == value), "{file}:{line}: {path}");
                    } else if let Some((key, stated)) = key_of(path).and_then(|_| shown.split_once(':')) {
                        assert_eq!(Some(key.trim_matches('\'')), key_of(path), "{file}:{line}: {path}");
                        let stated = stated.trim().trim_matches(['"', '\'']);
                        assert!(stated == value || stated == "|", "{file}:{line}: {path}: {value}");
                    } else {
                        assert_eq!(shown.trim_matches(['"', '\'']), value, "{file}:{line}: {path}");
                    }
                }
                // What had none gets the namespace, and so does who refers to it.
                "namespace" | "name reference" => assert_eq!(shown, "namespace: metallb-system", "{path}"),
                other => panic!("{path} comes from {other}"),
            }
            // The entries of a list stand one below the other.
            let list = path.rsplit_once('[').filter(|_| path.ends_with(']') && !path.ends_with("\"]"));
            if let (Some((list, _)), Some((other, above))) = (list, &before) {
                assert!(list != other || line >= above, "{file}:{line}: {path}");
            }
            before = list.map(|(list, _)| (list.to_owned(), *line));
            let rest: Vec<_> = events.collect();
            match rest[..] {
                [] => assert_eq!(&field.value, value, "{path}"),
                [(by, file, line, value)] => {
                    assert_eq!(&field.value, value);
                    let shown = text(file).lines().nth(line - 1).unwrap().trim().to_owned();
                    match by.as_str() {
                        "images" => {
                            assert_eq!((path.ends_with(".image"), shown.as_str()), (true, "newTag: v0.8.2"))
                        }
                        "namespace" => assert_eq!(shown, "namespace: metallb-system", "{path}"),
                        other => panic!("{path} is changed by {other}"),
                    }
                }
                _ => panic!("{path} is changed twice"),
            }
        }
    }
    assert!(fields > 150, "only {fields} fields");
    // Every line with a value is the place of one field.
    for (file, mut lines) in used {
        lines.sort_unstable();
        lines.dedup();
        let source = text(&file);
        let mut values: Vec<usize> = Vec::new();
        let mut literal = None;
        for (i, line) in source.lines().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let (trimmed, is_below) = (line.trim(), literal.is_some_and(|above| indent > above));
            if trimmed.is_empty() || is_below || trimmed.starts_with(['#']) || trimmed.starts_with("---") {
                continue;
            }
            literal = trimmed.ends_with('|').then_some(indent);
            if !trimmed.ends_with(':') {
                values.push(i + 1);
            }
        }
        assert_eq!(lines, values, "{file}");
    }
}

/// Why the line that an event names cannot be the right one.
fn doubt(path: &str, (by, _, _, value): &(String, String, usize, String), line: &str) -> Option<String> {
    let first = value.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
    let says = |text: &str| !text.is_empty() && line.contains(text);
    let states_value = says(first) || value.is_empty() || ["{}", "[]", "null"].contains(&value.as_str());
    let key = key_of(path);
    let is_right = match by.as_str() {
        // A value and its key stand on one line, unless the value is a block.
        // Values of a JSON patch are read by YAML 1.1, in which yes is true.
        "JSON patch" if value == "true" => says("value"),
        // What a patch moves or writes anew is written nowhere: its entry is named.
        "JSON patch" if line.trim_start().starts_with("- ") && (says("target") || says("path")) => true,
        "resources" | "strategic merge patch" | "JSON patch" => states_value || key.is_some_and(says),
        "namePrefix" | "nameSuffix" | "namespace" => line.trim_start().starts_with(by.as_str()),
        "images" => ["newTag", "newName", "digest", "name", "tagSuffix", "images"]
            .iter()
            .any(|field| line.contains(field)),
        "replicas" => says("name") || says("count"),
        "labels" | "commonLabels" | "commonAnnotations" => says(first) || key.is_some_and(says),
        _ => true,
    };
    (!is_right).then(|| format!("{by}: {path}: {value:?} is not from \"{line}\""))
}

#[test]
fn every_field_of_the_cases_has_a_line_that_states_it() {
    let mut cases = folders::cases("build");
    let has_output =
        |case: &PathBuf| std::fs::read_to_string(case.join("expected.yaml")).is_ok_and(|t| !t.is_empty());
    cases.retain(has_output);
    let (mut checked, mut fields, mut wrong) = (0, 0, Vec::new());
    for case in cases {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let args = std::fs::read_to_string(case.join("args")).unwrap();
        let mut words = args.split_whitespace().skip(1);
        let root = words.next().unwrap_or(".");
        let flags: Vec<&str> = words.collect();
        let inside = case.join("in");
        let resources = explain(&inside, &[&[root, "kind=.*"][..], &flags].concat());
        let built = kz(&inside, &[&["build", root, "--format", "json"][..], &flags].concat());
        // What cannot be written as JSON is compared by nobody.
        let Ok(built) = serde_json::from_str::<Value>(&String::from_utf8_lossy(&built.stdout)) else {
            continue;
        };
        checked += 1;
        for (resource, object) in
            resources["resources"].as_array().unwrap().iter().zip(built["items"].as_array().unwrap())
        {
            let mut wanted = BTreeMap::new();
            leaves(object, String::new(), &mut wanted);
            let told = told(resource);
            let paths: Vec<&String> = {
                let mut paths: Vec<_> = told.iter().map(|field| &field.path).collect();
                paths.sort();
                paths
            };
            if paths != wanted.keys().collect::<Vec<_>>() {
                wrong.push(format!("{name}: the fields are {paths:?} instead of {:?}", wanted.keys()));
            }
            for field in &told {
                fields += 1;
                let path = &field.path;
                match field.events.last() {
                    None => wrong.push(format!("{name}: {path} has no event")),
                    Some((_, _, _, value)) if *value != field.value => {
                        wrong.push(format!("{name}: {path} is {} and not {value}", field.value));
                    }
                    Some(_) => {}
                }
                if field.events.iter().all(|(_, file, _, _)| file.is_empty()) {
                    wrong.push(format!("{name}: {path} has no line: {:?}", field.events));
                }
                for event in field.events.iter().filter(|(_, file, _, _)| !file.is_empty()) {
                    let Ok(text) = std::fs::read_to_string(inside.join(&event.1)) else { continue };
                    match text.lines().nth(event.2 - 1) {
                        Some(line) => {
                            wrong.extend(
                                doubt(path, event, line)
                                    .map(|why| format!("{name}: {}:{}: {why}", event.1, event.2)),
                            );
                        }
                        None => wrong.push(format!("{name}: {} has no line {}", event.1, event.2)),
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(checked >= 50 && fields >= 500, "only {checked} cases with {fields} fields");
}

/// Each folder below `testdata/explain` holds a root, arguments and what is printed;
/// `KZ_RECORD=1 cargo test --test explain` records that anew.
#[test]
fn every_case_is_as_recorded() {
    let cases = std::fs::read_dir(top().join("testdata/explain")).unwrap().map(|e| e.unwrap().path());
    let mut count = 0;
    for case in cases {
        let args = std::fs::read_to_string(case.join("args")).unwrap();
        let words: Vec<&str> = args.split_whitespace().collect();
        let out = kz(&case.join("in"), &words);
        let printed = String::from_utf8([out.stdout, out.stderr].concat()).unwrap();
        let expected = case.join("expected.txt");
        if std::env::var_os("KZ_RECORD").is_some() {
            std::fs::write(&expected, &printed).unwrap();
        }
        assert_eq!(printed, std::fs::read_to_string(&expected).unwrap_or_default(), "{}", case.display());
        count += 1;
    }
    assert!(count >= 4, "only {count} cases");
}

#[test]
fn the_readme_shows_what_is_printed() {
    let readme = std::fs::read_to_string(top().join("README.md")).unwrap();
    let (_, section) = readme.split_once("### Where a field comes from").unwrap();
    let blocks: Vec<&str> = section.split("```").collect();
    let (line, shown) = (blocks[1].trim_start_matches("sh\n").trim(), blocks[3].trim_start_matches("text\n"));
    let words: Vec<&str> = line.split_whitespace().skip(1).collect();
    assert_eq!(stdout(&kz(metallb().path(), &words)), shown);
}

#[test]
fn the_order_is_a_tree_and_a_graph() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let map = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\n";
    write("base/map.yaml", map);
    write("base/kustomization.yaml", "resources:\n- map.yaml\n");
    write("a/kustomization.yaml", "resources:\n- ../base\nnamePrefix: a-\n");
    write("b/kustomization.yaml", "resources:\n- ../base\nnamePrefix: b-\n");
    write("part/kustomization.yaml", "kind: Component\nlabels:\n- pairs:\n    part: here\n");
    write("top/kustomization.yaml", "resources:\n- ../a\n- ../b\ncomponents:\n- ../part\n");
    let text = stdout(&kz(folder.path(), &["explain", "top"]));
    assert_eq!(
        text,
        "top/kustomization.yaml
├── resources ../a: 1 added  (top/kustomization.yaml:2)
│   ├── resources ../base: 1 added  (a/kustomization.yaml:2)
│   │   └── resources map.yaml: 1 added  (base/kustomization.yaml:2)
│   └── namePrefix a-: 1 changed  (a/kustomization.yaml:3)
├── resources ../b: 1 added  (top/kustomization.yaml:3)
│   ├── resources ../base: again, 1 added  (b/kustomization.yaml:2)
│   └── namePrefix b-: 1 changed  (b/kustomization.yaml:3)
└── components ../part  (top/kustomization.yaml:5)
    └── labels: 2 changed  (part/kustomization.yaml:4)
"
    );
    let graph = stdout(&kz(folder.path(), &["explain", "top", "--format", "dot"]));
    assert!(graph.starts_with("digraph kustomization {\n") && graph.ends_with("}\n"), "{graph}");
    // A base that two use is one node with two arrows.
    assert_eq!(graph.matches("[label=\"base/kustomization.yaml").count(), 1, "{graph}");
    assert_eq!(graph.matches("->").count(), 6, "{graph}");
    let name = stdout(&kz(folder.path(), &["explain", "top", "ConfigMap/b-one", "metadata"]));
    assert_eq!(
        name,
        "ConfigMap b-one
  metadata.name: b-one
    base/map.yaml:4: one
    b/kustomization.yaml:3 (namePrefix): b-one
  metadata.labels.part: here
    part/kustomization.yaml:4 (labels)
"
    );
}

#[test]
fn a_field_is_named_in_the_ways_people_know() {
    let folder = metallb();
    let explain = |field: &str| stdout(&kz(folder.path(), &["explain", ".", "Deployment/controller", field]));
    let wanted = explain("spec.template.spec.containers[0].image");
    assert!(wanted.contains("kustomization.yaml:10 (images)"), "{wanted}");
    for field in [
        "spec.template.spec.containers[name=controller].image",
        ".spec.template.spec.containers[0].image",
        "/spec/template/spec/containers/0/image",
    ] {
        assert_eq!(explain(field), wanted, "{field}");
    }
    let here = stdout(&kz(folder.path(), &["explain"]));
    assert_eq!(here, stdout(&kz(folder.path(), &["explain", "."])));
}

#[test]
fn what_is_not_there_is_refused() {
    let folder = metallb();
    for (args, said) in [
        (
            &["explain", ".", "Deployment/nothing"][..],
            "error: no resource is Deployment/nothing; there are: Namespace/",
        ),
        (
            &["explain", ".", "Deployment/controller", "spec.nothing"],
            "error: Deployment/controller has no field spec.nothing",
        ),
        (&["explain", ".", "Deployment/controller", "a[x]"], "\"x\" is not a place in a list"),
        (
            &["explain", ".", "Deployment/controller", "spec.template.spec.containers[name=x]"],
            "no element of the list has name=x",
        ),
        (
            &["explain", ".", "Deployment", "--format", "dot"],
            "error: --format dot shows the order of a whole root",
        ),
        (&["explain", "absent"], "absent"),
    ] {
        let out = kz(folder.path(), args);
        let message = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!((out.status.code(), out.stdout.is_empty()), (Some(1), true), "{args:?}");
        assert!(message.contains(said), "{args:?}: {message}");
    }
}
