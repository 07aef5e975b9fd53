//! Copies of kustomizations. What is in them was measured on the reference.

use crate::http::Server;
use crate::place::{Place, config_map, refusal};
use std::collections::BTreeMap;

/// Localizes without building and gives the files of the copy.
fn localize(place: &Place, args: &[&str]) -> BTreeMap<String, String> {
    let mut all = vec!["localize", "--no-verify"];
    all.extend(args);
    let out = place.kz(&all);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    place.files("here/out")
}

fn check(files: &BTreeMap<String, String>, expected: &[(&str, &str)]) {
    let expected = expected.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    assert_eq!(*files, expected);
}

#[test]
fn everything_that_a_kustomization_names_is_copied() {
    let place = Place::new();
    let map = config_map("a");
    let files = [
        ("a.yaml", map.as_str()),
        ("b/kustomization.yml", "namePrefix: b-\n"),
        ("c/Kustomization", "kind: Component\n"),
        ("conf.yaml", "{}\n"),
        ("d/g.txt", "g"),
        ("f.txt", "f"),
        ("e.env", "A=b"),
        ("p.yaml", map.as_str()),
        ("r.yaml", "[]"),
        ("unused.yaml", "x"),
        (
            "kustomization.yaml",
            "# a comment
Resources: [./d/../a.yaml, b]
components: [c]
configurations: [conf.yaml]
openapi: {path: conf.yaml}
crds: [conf.yaml]
configMapGenerator:
- name: x
  files: [f.txt, k=d/g.txt]
  envs: [e.env]
  env: e.env
patches:
- {path: p.yaml, target: {}, options: {allowNameChange: true}}
- {patch: '[]', target: {name: x}}
patchesStrategicMerge: [p.yaml, '{apiVersion: v1, kind: A, metadata: {name: a}}']
replacements: [{path: r.yaml}]
images: []
namespace: ''
",
        ),
    ];
    for (path, text) in files {
        place.write(&format!("here/{path}"), text);
    }
    let kustomization = "components:
- c
configMapGenerator:
- env: e.env
  envs:
  - e.env
  files:
  - f.txt
  - k=d/g.txt
  name: x
configurations:
- conf.yaml
crds:
- conf.yaml
openapi:
  path: conf.yaml
patches:
- options:
    allowNameChange: true
  path: p.yaml
  target: {}
- patch: '[]'
  target:
    name: x
patchesStrategicMerge:
- p.yaml
- '{apiVersion: v1, kind: A, metadata: {name: a}}'
replacements:
- path: r.yaml
resources:
- a.yaml
- b
";
    let mut expected: Vec<(&str, &str)> = files[..files.len() - 2].to_vec();
    expected.push(("kustomization.yaml", kustomization));
    check(&localize(&place, &[".", "out"]), &expected);
}

#[test]
fn fields_are_written_as_they_are_read() {
    let place = Place::new();
    place.write(
        "here/kustomization.yaml",
        "metadata: {}
labels: [{pairs: {a: '1'}, fields: [{path: a/b, create: true}, {}]}]
replicas: [{name: a, count: 3}, {name: z}]
vars: [{name: V, objref: {kind: A, name: b}}]
sortOptions: {legacySortOptions: {orderFirst: [A]}}
generatorOptions: {labels: {a: null}}
replacements:
- {targets: [{fieldPaths: [a], options: {index: 0}}], sourceValue: ''}
helmCharts:
- {name: web, valuesInline: {a: 1.0, b: [yes, 1e3, null], c: 12345678901234567890}, includeCRDs: false}
",
    );
    let expected = "generatorOptions:
  labels:
    a: \"\"
helmCharts:
- name: web
  valuesInline:
    a: 1
    b:
    - true
    - 1000
    - null
    c: 12345678901234567000
labels:
- fields:
  - create: true
    path: a/b
  - {}
  pairs:
    a: \"1\"
metadata: {}
replacements:
- sourceValue: \"\"
  targets:
  - fieldPaths:
    - a
    options: {}
    select: null
replicas:
- count: 3
  name: a
- count: 0
  name: z
sortOptions:
  legacySortOptions:
    orderFirst:
    - A
    orderLast: null
vars:
- fieldref: {}
  name: V
  objref:
    kind: A
    name: b
";
    check(&localize(&place, &[".", "out"]), &[("kustomization.yaml", expected)]);
}

#[test]
fn plugins_are_written_anew_and_charts_are_copied() {
    let place = Place::new();
    let plugin = "# a comment\napiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: x}\nfiles: [f.txt, k=f.txt]\nenv: f.txt\n---\napiVersion: other\nkind: ConfigMapGenerator\nmetadata: {name: z}\nfiles: [absent]\n";
    let patch = "apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: p}\npath: f.txt\n";
    place.write("here/g.yaml", plugin);
    place.write("here/f.txt", "f");
    place.write("here/my/web/values.yaml", "a: 1\n");
    place.write("here/my/web/templates/x.tpl", "{{ x }}");
    let inline = patch.replace('\n', "\n  ").trim_end().to_owned();
    let text =
        format!("generators: [g.yaml]\ntransformers:\n- |\n  {inline}\nhelmGlobals: {{chartHome: ./my/}}\n");
    place.write("here/kustomization.yaml", &text);
    let written = "apiVersion: builtin\nenv: f.txt\nfiles:\n- f.txt\n- k=f.txt\nkind: ConfigMapGenerator\nmetadata:\n  name: x\n---\napiVersion: other\nfiles:\n- absent\nkind: ConfigMapGenerator\nmetadata:\n  name: z\n";
    let kustomization = "generators:\n- g.yaml\nhelmGlobals:\n  chartHome: my\ntransformers:\n- |\n  apiVersion: builtin\n  kind: PatchTransformer\n  metadata:\n    name: p\n  path: f.txt\n";
    let expected = [
        ("f.txt", "f"),
        ("g.yaml", written),
        ("kustomization.yaml", kustomization),
        ("my/web/templates/x.tpl", "{{ x }}"),
        ("my/web/values.yaml", "a: 1\n"),
    ];
    check(&localize(&place, &[".", "out"]), &expected);
}

#[test]
fn what_is_fetched_becomes_a_file() {
    let (place, server) = (Place::new(), Server::start());
    let map = config_map("one");
    let repository = place.repository(
        "shop",
        &[
            ("over/kustomization.yaml", "resources: [../base]\n"),
            ("base/kustomization.yaml", "resources: [map.yaml]\n"),
            ("base/map.yaml", &map),
        ],
    );
    let text =
        format!("resources: ['{0}/map.yaml?q=1', '{0}/a b.yaml', '{repository}//over?ref=v1']\n", server.url);
    place.write("here/kustomization.yaml", &text);
    let below = repository.strip_prefix("file://").unwrap().strip_suffix(".git").unwrap();
    let copy = format!("localized-files/file-schemed{below}/v1");
    let kustomization = format!(
        "resources:\n- localized-files/127.0.0.1/map.yaml\n- localized-files/127.0.0.1/a%20b.yaml\n- {copy}/over\n"
    );
    let paths = ["base/kustomization.yaml", "base/map.yaml", "over/kustomization.yaml"]
        .map(|path| format!("{copy}/{path}"));
    let mut expected = vec![
        ("kustomization.yaml", kustomization.as_str()),
        ("localized-files/127.0.0.1/map.yaml", map.as_str()),
        ("localized-files/127.0.0.1/a%20b.yaml", map.as_str()),
    ];
    let texts = ["resources:\n- map.yaml\n", map.as_str(), "resources:\n- ../base\n"];
    expected.extend(paths.iter().map(String::as_str).zip(texts));
    check(&localize(&place, &[".", "out"]), &expected);
    assert_eq!(place.fetches().len(), 1);
}

#[test]
fn target_and_copy_are_built_and_compared() {
    let place = Place::new();
    let map = config_map("one");
    let url = place.repository(
        "shop",
        &[("over/kustomization.yaml", "resources: [map.yaml]\n"), ("over/map.yaml", &map)],
    );
    let run = |args: &[&str]| {
        let out = place.kz(args);
        assert!(out.status.success() && out.stdout.is_empty(), "{out:?}");
        String::from_utf8_lossy(&out.stderr).into_owned()
    };
    let here = place.path("here").canonicalize().unwrap().display().to_string();
    let said = run(&["localize", &format!("{url}//over?ref=refs/heads/main")]);
    let copy = format!("{here}/localized-over-refs-heads-main");
    assert!(
        said.contains("VERIFICATION SUCCESS: ") && said.contains(&format!("to directory {copy}\n")),
        "{said}"
    );
    assert_eq!(place.fetches().len(), 1);
    let whole = place.repository("whole", &[("kustomization.yaml", "namePrefix: a-\n")]);
    assert!(run(&["localize", &format!("{whole}?ref=v1")]).contains("localized-whole.git-v1"));

    place.write("here/a/b/kustomization.yaml", "resources: [../map.yaml]\n");
    place.write("here/a/b/kustomization.yaml", "resources: [../c]\n");
    place.write("here/a/c/kustomization.yaml", "resources: [map.yaml]\n");
    place.write("here/a/c/map.yaml", &map);
    let said = run(&["localize", "a/b", "out", "--scope", "."]);
    assert!(said.contains("VERIFICATION SUCCESS: "), "{said}");
    assert_eq!(place.files("here/out").len(), 3);
    // Its own origin is another.
    let text = format!("buildMetadata: [originAnnotations]\nresources: ['{url}//over?ref=v1']\n");
    place.write("here/o/kustomization.yaml", &text);
    assert!(run(&["localize", "o"]).contains("VERIFICATION FAILED: "));
}

#[test]
fn a_refusal_leaves_nothing_behind() {
    let (place, server) = (Place::new(), Server::start());
    let url = place.repository("shop", &[("kustomization.yaml", "namePrefix: a-\n")]);
    let file = format!("resources: ['{}/map.yaml']\n", server.url);
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str], &'a str);
    let cases: [Case<'_>; 9] = [
        (
            &[("k", "resources: [../o]\n"), ("../o/kustomization.yaml", "namePrefix: a\n")],
            &["."],
            "outside the scope",
        ),
        (&[("k", "resources: [absent]\n")], &["."], "cannot read absent"),
        (&[("k", "resources: [.]\n")], &["."], "includes itself"),
        (&[("k", "nme: a\n")], &["."], "has no field \"nme\""),
        (&[("k", ""), ("out/x", "1")], &["."], "it is there already"),
        (&[("k", "")], &[".", "--scope", "absent"], "the scope absent is not there"),
        (&[("k", &format!("resources: ['{url}']\n"))], &["."], "states no reference"),
        (
            &[("k", &file), ("localized-files/x", "1")],
            &["."],
            "is kept in localized-files, which is there already",
        ),
        (&[("k", "helmGlobals: {chartHome: /tmp}\n")], &["."], "is an absolute path"),
    ];
    for (files, args, said) in cases {
        let _ = std::fs::remove_dir_all(place.path("here"));
        for (path, text) in files {
            let path = if *path == "k" { "kustomization.yaml" } else { path };
            place.write(&format!("here/{path}"), text);
        }
        let before = place.files("here");
        let mut all = vec!["localize", args[0], "out"];
        all.extend(&args[1..]);
        let message = refusal(&place.kz(&all));
        assert!(message.contains(said), "{message}");
        assert_eq!(place.files("here"), before);
    }
    let message = refusal(&place.kz(&["localize", &url, "new"]));
    assert!(message.contains("states no reference"), "{message}");
    let message = refusal(&place.kz(&["localize", &format!("{url}?ref=v1"), "new", "--scope", "."]));
    assert!(message.contains("for a target that is fetched"), "{message}");
}
