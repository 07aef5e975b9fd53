//! `kz diff`. Each folder below `testdata/diff` holds two sets of resources and what is shown of them;
//! `KZ_RECORD=1 cargo test --test diff` records that anew.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod folders;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn kz(folder: &Path, args: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kz"));
    command.arg("diff").args(args).current_dir(folder);
    if folder.join("bin").exists() {
        let path = std::env::var("PATH").unwrap();
        command.env("PATH", format!("{}:{path}", folder.join("bin").display()));
    }
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    // It may not want its input.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

#[test]
fn every_case_is_as_recorded() {
    let cases = folders::cases("diff");
    assert!(cases.len() >= 5);
    for case in cases {
        let out = kz(&case, &["before.yaml", "after.yaml"], "");
        assert_eq!(text(&out.stderr), "");
        let expected = case.join("expected.txt");
        if std::env::var_os("KZ_RECORD").is_some() {
            std::fs::write(&expected, &out.stdout).unwrap();
        }
        let expected = std::fs::read_to_string(expected).unwrap();
        assert_eq!(text(&out.stdout), expected, "{}", case.display());
        assert_eq!(out.status.code(), Some(i32::from(!expected.is_empty())));
        for side in ["before.yaml", "after.yaml"] {
            let same = kz(&case, &[side, side], "");
            assert_eq!((same.status.code(), text(&same.stdout).as_str()), (Some(0), ""));
        }
    }
}

const MAP: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndata: {a: b}\n";

#[test]
fn sides_are_kustomizations_files_or_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "base/kustomization.yaml", "resources: [m.yaml]\n");
    write(folder, "base/m.yaml", MAP);
    write(folder, "prod/kustomization.yaml", "resources: [../base]\nlabels: [{pairs: {env: prod}}]\n");
    write(folder, "broken/kustomization.yaml", "resources: [absent.yaml]\n");
    write(folder, "text.yaml", "just text\n");
    let changed = "changed: v1 ConfigMap m\n  metadata.labels\n    + env: prod\n";
    let cases: [(&[&str], &str, i32, &str); 10] = [
        (&["base", "prod"], "", 1, changed),
        (&["base", "base"], "", 0, ""),
        (&["-", "prod"], MAP, 1, changed),
        (&["base/m.yaml", "-"], MAP, 0, ""),
        (&["-", "-"], MAP, 2, ""),
        (&["base", "broken"], "", 2, ""),
        (&["text.yaml", "base"], "", 2, ""),
        (&["base/kustomization.yaml", "base"], "", 2, ""),
        (&["base"], "", 2, ""),
        (&["base", "prod", "--no-such-flag"], "", 2, ""),
    ];
    for (args, input, code, expected) in cases {
        let out = kz(folder, args, input);
        let got = (out.status.code(), text(&out.stdout));
        assert_eq!(got, (Some(code), expected.to_owned()), "{args:?}: {}", text(&out.stderr));
        assert_eq!(out.stderr.is_empty(), code != 2, "{args:?}");
    }
}

#[test]
fn values_of_secrets_are_shown_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let secret = |value: &str| {
        format!("apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\nstringData: {{password: {value}}}\n")
    };
    write(folder.path(), "a.yaml", &secret("old-one"));
    write(folder.path(), "b.yaml", &secret("new-one"));
    for format in ["text", "json", "markdown"] {
        let said = |more: &[&str]| {
            let args = [&["a.yaml", "b.yaml", "--format", format], more].concat();
            text(&kz(folder.path(), &args, "").stdout)
        };
        let (masked, shown) = (said(&[]), said(&["--show-secrets"]));
        assert!(masked.contains("(secret before)") && !masked.contains("-one"), "{masked}");
        assert!(shown.contains("old-one") && shown.contains("new-one"), "{shown}");
    }
}

fn git(folder: &Path, args: &[&str]) {
    let fixed = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
    let out = Command::new("git").args(fixed).args(args).current_dir(folder).output().unwrap();
    assert!(out.status.success(), "{args:?}: {}", text(&out.stderr));
}

#[test]
fn a_kustomization_is_compared_with_itself_at_a_revision() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "base/kustomization.yaml", "resources: [m.yaml]\n");
    write(folder, "base/m.yaml", MAP);
    write(folder, "prod/kustomization.yaml", "resources: [../base]\nnamePrefix: p-\n");
    git(folder, &["init", "-q", "-b", "main"]);
    git(folder, &["add", "."]);
    git(folder, &["commit", "-q", "-m", "one"]);
    let said = |args: &[&str]| {
        let out = kz(folder, args, "");
        (out.status.code().unwrap(), text(&out.stdout), text(&out.stderr))
    };
    assert_eq!(said(&["prod", "--git", "main"]), (0, String::new(), String::new()));
    write(folder, "base/m.yaml", &MAP.replace("a: b", "a: c"));
    write(folder, "new/kustomization.yaml", "resources: [../base]\n");
    git(folder, &["add", "base"]);
    let changed = "changed: v1 ConfigMap p-m\n  data.a\n    - b\n    + c\n";
    assert_eq!(said(&["prod", "--git", "main"]), (1, changed.to_owned(), String::new()));
    assert_eq!(said(&["--git=HEAD", "./prod"]).1, changed);
    let (code, stdout, note) = said(&["new", "--git", "main"]);
    assert!(code == 1 && stdout.starts_with("added: v1 ConfigMap m\n"), "{stdout}");
    assert_eq!(note, "note: there was no new at main\n");
    for revision in ["absent", "--output=x", "-h"] {
        let (code, stdout, stderr) = said(&["prod", &format!("--git={revision}")]);
        assert_eq!((code, stdout.as_str()), (2, ""), "{stderr}");
    }
    // Index and files of the repository are as they were.
    let status = Command::new("git").args(["status", "--porcelain"]).current_dir(folder).output().unwrap();
    assert_eq!(text(&status.stdout), "M  base/m.yaml\n?? new/\n");
    // A refusal of what was there is told with its place in the repository.
    write(folder, "prod/kustomization.yaml", "resources: [../base]\nnamePrefx: p-\n");
    git(folder, &["commit", "-q", "-a", "-m", "broken"]);
    write(folder, "prod/kustomization.yaml", "resources: [../base]\n");
    let (code, _, stderr) = said(&["prod", "--git=HEAD"]);
    assert!(code == 2 && stderr.contains("prod/kustomization.yaml:2:1"), "{stderr}");
    assert!(stderr.contains("at HEAD") && !stderr.contains("kz-diff"), "{stderr}");
}

#[cfg(unix)]
#[test]
fn a_kustomization_is_compared_with_the_cluster() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    write(folder, "app/kustomization.yaml", "resources: [m.yaml, other.yaml]\n");
    write(folder, "app/m.yaml", MAP);
    write(folder, "app/other.yaml", &MAP.replace("name: m", "name: other"));
    let live = r#"{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"ConfigMap",
        "metadata":{"name":"m","namespace":"default","uid":"1"},"data":{"a":"c","z":"by another"}}]}"#;
    write(folder, "live.json", live);
    let script = "#!/bin/sh\necho \"$@\" > seen\ncat > stdin\ncat live.json\n";
    write(folder, "bin/kubectl", script);
    std::fs::set_permissions(folder.join("bin/kubectl"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let out = kz(folder, &["app", "--cluster", "--context", "test"], "");
    let expected = "changed: v1 ConfigMap m\n  data.a\n    - c\n    + b\n\
                    added: v1 ConfigMap other\n    + apiVersion: v1\n    + data:\n    +   a: b\n    \
                    + kind: ConfigMap\n    + metadata:\n    +   name: other\n";
    assert_eq!((out.status.code(), text(&out.stdout).as_str()), (Some(1), expected), "{}", text(&out.stderr));
    let seen = std::fs::read_to_string(folder.join("seen")).unwrap();
    assert_eq!(seen, "get --filename=- --output=json --ignore-not-found --context=test\n");
    let given = std::fs::read_to_string(folder.join("stdin")).unwrap();
    assert!(given.starts_with("apiVersion: v1\ndata:\n  a: b\n"), "{given}");

    write(folder, "live.json", "");
    let out = kz(folder, &["app", "--cluster"], "");
    assert_eq!(text(&out.stdout).matches("added: ").count(), 2);

    write(folder, "bin/kubectl", "#!/bin/sh\necho 'no such host' >&2\nexit 1\n");
    let out = kz(folder, &["app", "--cluster"], "");
    assert_eq!((out.status.code(), out.stdout.len()), (Some(2), 0));
    assert_eq!(text(&out.stderr), "error: kubectl get: no such host\n");
    let out = kz(folder, &["app", "--cluster", "--kubectl", "no-such-kubectl"], "");
    assert_eq!(out.status.code(), Some(2));
}
