//! How edits treat the files: written whole or not at all, one after the other, with what they are kept.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod edit_support;

use edit_support::{run, split};
use std::path::Path;

const KZ: &str = env!("CARGO_BIN_EXE_kz");
const FILE: &str = "kustomization.yaml";
const START: &str = "\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
- a.yaml # ours
";

fn folder(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(FILE), text).unwrap();
    folder
}

fn kz(folder: &Path, line: &str) -> (Option<i32>, String, String) {
    let out = run(KZ, &split(line), folder);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (out.status.code(), text(&out.stdout), text(&out.stderr))
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[cfg(unix)]
#[test]
fn edits_at_the_same_time_are_all_made() {
    let folder = folder(START);
    std::thread::scope(|scope| {
        for i in 0..16 {
            let path = folder.path();
            scope.spawn(move || {
                let (code, _, message) = kz(path, &format!("edit add resource --no-verify r{i}.yaml"));
                assert_eq!(code, Some(0), "{message}");
            });
        }
    });
    let text = std::fs::read_to_string(folder.path().join(FILE)).unwrap();
    assert!(text.starts_with(START));
    for i in 0..16 {
        assert!(text.contains(&format!("- r{i}.yaml\n")), "r{i} is lost:\n{text}");
    }
    assert_eq!(names(folder.path()), [FILE]);
}

#[cfg(unix)]
#[test]
fn what_changes_nothing_writes_nothing() {
    use std::os::unix::fs::MetadataExt;
    let folder = folder(START);
    let inode = || std::fs::metadata(folder.path().join(FILE)).unwrap().ino();
    let before = inode();
    for (line, code) in [
        ("edit add resource --no-verify a.yaml", 0),
        ("edit remove resource other.yaml", 0),
        ("edit set nameprefix ''", 0),
        ("edit fix", 0),
        ("edit remove label x", 1),
        ("edit add resource missing.yaml", 1),
        ("edit set image x", 1),
        ("create", 1),
    ] {
        assert_eq!(kz(folder.path(), line).0, Some(code), "{line}");
        assert_eq!(inode(), before, "{line}");
        assert_eq!(std::fs::read_to_string(folder.path().join(FILE)).unwrap(), START, "{line}");
    }
    assert_eq!(kz(folder.path(), "edit set namespace x").0, Some(0));
    assert_ne!(inode(), before);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let real = folder(START);
    std::fs::set_permissions(real.path().join(FILE), std::fs::Permissions::from_mode(0o640)).unwrap();
    let links = tempfile::tempdir().unwrap();
    symlink(real.path().join(FILE), links.path().join(FILE)).unwrap();
    assert_eq!(kz(links.path(), "edit set namespace x").0, Some(0));
    assert!(links.path().join(FILE).symlink_metadata().unwrap().is_symlink());
    let file = real.path().join(FILE);
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(std::fs::read_to_string(file).unwrap(), format!("{START}namespace: x\n"));
}

#[cfg(unix)]
#[test]
fn a_new_file_goes_where_a_link_leads() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("there")).unwrap();
    std::os::unix::fs::symlink("there/new.yaml", folder.path().join(FILE)).unwrap();
    assert_eq!(kz(folder.path(), "create --namespace x").0, Some(0));
    assert!(folder.path().join(FILE).symlink_metadata().unwrap().is_symlink());
    assert!(std::fs::read_to_string(folder.path().join("there/new.yaml")).unwrap().contains("namespace: x"));
}

const VERBS: [&str; 28] = [
    "add annotation a:b",
    "add label a:b",
    "add base sub",
    "add buildmetadata originAnnotations",
    "add component sub",
    "add configmap new --from-literal=a=b",
    "add secret new --from-literal=a=b",
    "add generator a.yaml",
    "add transformer a.yaml",
    "add patch --path p.yaml",
    "add resource b.yaml",
    "remove annotation k",
    "remove label l",
    "remove buildmetadata managedByLabel",
    "remove configmap c",
    "remove secret s",
    "remove resource a.yaml",
    "remove transformer t.yaml",
    "remove patch --path q.yaml",
    "set annotation k:w",
    "set label l:n",
    "set buildmetadata originAnnotations",
    "set configmap c --from-literal=a=2",
    "set secret s --new-namespace x",
    "set image nginx:2",
    "set nameprefix p-",
    "set replicas web=2",
    "fix",
];

#[test]
fn every_verb_shows_the_change_that_it_would_make() {
    let text = format!(
        "{START}commonAnnotations: {{k: v}}\ncommonLabels: {{l: m}}\nbuildMetadata: [managedByLabel]\n\
         configMapGenerator: [{{name: c, literals: [a=1]}}]\nsecretGenerator: [{{name: s, literals: [a=1]}}]\n\
         transformers: [t.yaml]\npatches: [{{path: q.yaml}}]\n"
    );
    for verb in VERBS {
        let folder = folder(&text);
        for name in ["a.yaml", "b.yaml"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        std::fs::create_dir(folder.path().join("sub")).unwrap();
        let (code, shown, message) = kz(folder.path(), &format!("edit {verb} --dry-run"));
        assert_eq!(code, Some(0), "{verb}: {message}");
        assert_eq!(std::fs::read_to_string(folder.path().join(FILE)).unwrap(), text, "{verb}");
        assert!(
            shown.starts_with("--- a/kustomization.yaml\n+++ b/kustomization.yaml\n@@ "),
            "{verb}: {shown}"
        );
        assert_eq!(kz(folder.path(), &format!("edit {verb}")).0, Some(0));
        let after = std::fs::read_to_string(folder.path().join(FILE)).unwrap();
        let lines = |start: char| shown.lines().skip(2).filter(move |line| line.starts_with(start));
        for line in lines('+').chain(lines(' ')) {
            assert!(after.contains(&line[1..]), "{verb}: {line}");
        }
    }
}

#[test]
fn fix_can_check_alone() {
    let tables = [
        (START, 0, ""),
        ("resources: []\n", 1, "note: apiVersion is stated\nnote: kind is stated\n"),
        (
            "kind: Kustomization\nbases: [a]\nconfigMapGenerator: [{name: c, env: e}]\ncommonLabels: {a: b}\n",
            1,
            "note: bases becomes resources\nnote: env becomes envs\nnote: commonLabels becomes labels\n\
             note: apiVersion is stated\n",
        ),
    ];
    for (text, code, said) in tables {
        let folder = folder(text);
        let got = kz(folder.path(), "edit fix --check");
        assert_eq!((got.0, got.1.as_str(), got.2.as_str()), (Some(code), "", said));
        assert_eq!(std::fs::read_to_string(folder.path().join(FILE)).unwrap(), text);
        assert_eq!(kz(folder.path(), "edit fix --check --dry-run").1.is_empty(), code == 0);
        assert_eq!(kz(folder.path(), "edit fix").0, Some(0));
        assert_eq!(kz(folder.path(), "edit fix --check").0, Some(0));
    }
}
