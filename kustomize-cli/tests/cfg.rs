//! `kz cfg`. The outputs were measured on the reference.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

fn tree() -> tempfile::TempDir {
    let tree = tempfile::tempdir().unwrap();
    let files = [
        ("pkg/a/x.yaml", "kind: Deployment\nmetadata: {name: d}\n---\nkind: Service\nmetadata: {name: s}\n"),
        ("pkg/sub/y.yml", "kind: Service\n"),
        ("pkg/sub/Krmfile", ""),
        ("pkg/z.yaml", "foo: 1\n---\nkind: ~\n"),
        ("pkg/l.yaml", "kind: List\nitems: [{kind: A}]\n"),
        ("pkg/t.txt", "kind: No\n"),
        ("pkg/e.yaml", "# nothing\n---\n---\n"),
        ("pkg/.hidden/h.yaml", "kind: H\n"),
        ("bad/b.yaml", "kind: B\n"),
        ("bad/c.yaml", "- a\n"),
        ("ignore/.krmignore", "x\n"),
    ];
    for (path, text) in files {
        let path = tree.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    tree
}

fn count(folder: &Path, args: &[&str], input: &str) -> (i32, String, bool) {
    cfg("count", folder, args, input)
}

/// Exit code, standard output and whether anything was said.
fn cfg(verb: &str, folder: &Path, args: &[&str], input: &str) -> (i32, String, bool) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kz"));
    command.args(["cfg", verb]).args(args).current_dir(folder);
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    // It may not want its input.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let out = child.wait_with_output().unwrap();
    (out.status.code().unwrap(), String::from_utf8(out.stdout).unwrap(), !out.stderr.is_empty())
}

#[test]
fn resources_are_counted_by_their_kinds() {
    let tree = tree();
    let kinds = ": 2\nDeployment: 1\nH: 1\nList: 1\nService: 1\n";
    let cases: [(&[&str], String); 8] = [
        (&["pkg"], format!("pkg/\n{kinds}\npkg/sub/\nService: 1\n")),
        (&["pkg/"], format!("pkg//\n{kinds}\npkg/sub/\nService: 1\n")),
        (&["./pkg", "-R=false"], format!("./pkg/\n{kinds}")),
        (&["pkg", "--kind=false"], "pkg/\n6\n\npkg/sub/\n1\n".to_owned()),
        (&["pkg/sub"], "pkg/sub/\nService: 1\n".to_owned()),
        (&["./pkg/sub"], "./pkg/sub/\nService: 1\n\npkg/sub/\nService: 1\n".to_owned()),
        (&["pkg/a/x.yaml"], "pkg/a/x.yaml/\nDeployment: 1\nService: 1\n".to_owned()),
        (&["ignore/.krmignore"], "ignore/.krmignore/\n".to_owned()),
    ];
    for (args, expected) in cases {
        assert_eq!(count(tree.path(), args, ""), (0, expected, false), "{args:?}");
    }
}

#[test]
fn a_list_on_standard_input_is_what_is_in_it() {
    let tree = tree();
    let cases = [
        ("kind: List\nitems: [{kind: A}, {kind: B}, {kind: A}]\n", "A: 2\nB: 1\n", "3\n"),
        ("kind: List\nitems: [{kind: A}]\n---\nkind: C\n", "C: 1\nList: 1\n", "2\n"),
        ("", "", "0\n"),
    ];
    for (input, kinds, number) in cases {
        assert_eq!(count(tree.path(), &[], input), (0, kinds.to_owned(), false), "{input}");
        assert_eq!(count(tree.path(), &["--kind=false"], input).1, number, "{input}");
    }
    assert_eq!(count(tree.path(), &[], "a: [\n"), (1, String::new(), true));
}

#[test]
fn what_cannot_be_read_is_told() {
    let tree = tree();
    assert_eq!(count(tree.path(), &["bad"], ""), (0, "bad/\n".to_owned(), true));
    assert_eq!(count(tree.path(), &["bad", "-R=false"], ""), (1, String::new(), true));
    assert_eq!(count(tree.path(), &["absent"], ""), (1, String::new(), true));
    assert_eq!(count(tree.path(), &["ignore", "-R=false"], ""), (0, "ignore/\n".to_owned(), false));
}

#[test]
fn a_tree_is_of_folders_or_of_owners() {
    let tree = tree();
    let write = |path: &str, text: &str| std::fs::write(tree.path().join(path), text).unwrap();
    write(
        "pkg/local.yaml",
        "kind: L\nmetadata: {name: l, namespace: n, annotations: {config.kubernetes.io/local-config: 'true'}}\n",
    );
    let folders = "pkg
├── [l.yaml]  List\u{20}
├── .hidden
│   └── [h.yaml]  H\u{20}
├── a
│   ├── [x.yaml]  Deployment d
│   └── [x.yaml]  Service s
└── Pkg: sub
    └── [y.yml]  Service\u{20}
";
    let local = "pkg\n└── [local.yaml]  L n/l\n";
    let owners = ".
├── [Resource]  Deployment n/d
│   └── [Resource]  ReplicaSet n/r
│       ├── [Resource]  Pod n/p1
│       └── [Resource]  Pod n/p2
└── [Resource]  Service n/s
";
    let resource = |kind: &str, name: &str, owner: &str| {
        format!("- {{kind: {kind}, metadata: {{name: {name}, namespace: n{owner}}}}}\n")
    };
    let owner = |kind: &str, name: &str| format!(", ownerReferences: [{{kind: {kind}, name: {name}}}]");
    let list = [
        "kind: List\nitems:\n".to_owned(),
        resource("Pod", "p2", &owner("ReplicaSet", "r")),
        resource("Deployment", "d", ""),
        resource("ReplicaSet", "r", &owner("Deployment", "d")),
        resource("Service", "s", ""),
        resource("Pod", "p1", &owner("ReplicaSet", "r")),
    ]
    .concat();
    let flat = ".
├── [.]  Deployment n/d
├── [.]  Pod n/p1
├── [.]  Pod n/p2
├── [.]  ReplicaSet n/r
└── [.]  Service n/s
";
    let cases: [(&[&str], &str, &str); 8] = [
        (&["./pkg/"], "", folders),
        (&["pkg", "--graph-structure", "directory"], "", folders),
        (&["pkg", "--include-local", "--exclude-non-local"], "", local),
        (&["pkg", "--exclude-non-local"], "", ""),
        (&["pkg/a/x.yaml"], "", "pkg/a/x.yaml\n├── [x.yaml]  Deployment d\n└── [x.yaml]  Service s\n"),
        (&["-"], &list, owners),
        (&["-", "--graph-structure=owners"], &list, owners),
        (&["-", "--graph-structure=directory"], &list, flat),
    ];
    for (args, input, expected) in cases {
        assert_eq!(cfg("tree", tree.path(), args, input), (0, expected.to_owned(), false), "{args:?}");
    }
    let lost = "kind: A\nmetadata: {name: a, ownerReferences: [{kind: B, name: b}]}\n";
    assert_eq!(cfg("tree", tree.path(), &["-"], lost), (1, String::new(), true));
    let own = "kind: A\nmetadata: {name: a, ownerReferences: [{kind: A, name: a}]}\n";
    assert_eq!(cfg("tree", tree.path(), &["-"], own).1, ".\n");
}

#[test]
fn a_tree_shows_fields() {
    let tree = tree();
    let text = "kind: Deployment
metadata: {name: d, annotations: {n: '12', a.b: x y}}
spec:
  replicas: \"3\"
  template:
    spec:
      containers:
      - name: b
        image: 'i:1' # a comment
        command: [\"sh\", '-c', \"a, b\", echo hi]
        args: [--x=y, \"a: b\", '1', yes, f-web:80]
        env: [{name: A, value: \"1\"}]
      - name: a
        image: 5
        args:
        - |
          multi
          line
        resources: {}
---
kind: Service
metadata: {name: s}
spec: {ports: [{port: 80, targetPort: http}, {port: 81}], text: \"a\\nb\", word: \"yes\"}
";
    std::fs::write(tree.path().join("f.yaml"), text).unwrap();
    let all = "f.yaml
├── [f.yaml]  Deployment d
│   ├── spec.replicas: \"3\"
│   └── spec.template.spec.containers
│       ├── 0
│       │   ├── name: a
│       │   ├── args: [\"multi\\nline\\n\"]
│       │   └── resources: {}
│       └── 1
│           ├── name: b
│           ├── command: [\"sh\", '-c', \"a, b\", echo hi]
│           ├── args: [--x=y, \"a: b\", '1', yes, 'f-web:80']
│           └── env: [{name: A, value: \"1\"}]
└── [f.yaml]  Service s
    └── spec.ports: [{port: 80, targetPort: http}, {port: 81}]
";
    let some = "f.yaml
├── [f.yaml]  Deployment d
│   ├── metadata.annotations.a.b: x y
│   └── metadata.annotations.n: \"12\"
└── [f.yaml]  Service s
    ├── spec.ports.*.port: 80
    ├── spec.ports.[port=80].targetPort: http
    ├── spec.text: |-
    │     a
    │     b
    └── spec.word: yes
";
    let fields = "--field=metadata.annotations.n,metadata.annotations.a\\.b,spec.text";
    let more = "--field=spec.ports[port=80].targetPort,spec.ports.*.port,spec.word";
    let cases: [(&[&str], &str); 2] =
        [(&["f.yaml", "--all", "--image=false"], all), (&["f.yaml", fields, more], some)];
    for (args, expected) in cases {
        assert_eq!(cfg("tree", tree.path(), args, ""), (0, expected.to_owned(), false), "{args:?}");
    }
    for path in
        ["a[b][c]", "spec.ports[0].port", "spec.ports.port", "spec.ports.5.port", "spec.ports[port=(].port"]
    {
        assert_eq!(cfg("tree", tree.path(), &["f.yaml", "--field", path], "").0, 1, "{path}");
    }
}
