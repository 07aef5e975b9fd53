//! Documents that are written by the program are as the program writes them.
//!
//! `KZ_RECORD=1 cargo test --test docs` writes them anew.
#![allow(clippy::unwrap_used, missing_docs)]

use std::path::Path;
use std::process::Command;

fn check(path: &str, args: &[&str]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    let out = Command::new(env!("CARGO_BIN_EXE_kz")).args(args).output().unwrap();
    assert!(out.status.success());
    if std::env::var_os("KZ_RECORD").is_some() {
        std::fs::write(&path, &out.stdout).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert_eq!(committed, String::from_utf8(out.stdout).unwrap(), "KZ_RECORD=1 writes it anew");
}

#[test]
fn the_explanations_of_codes_are_as_printed() {
    check("docs/codes.md", &["explain-code", "--all"]);
}

#[test]
fn the_schema_of_the_kustomization_file_is_as_printed() {
    check("docs/kustomization.schema.json", &["schema"]);
}

/// Mistakes that `docs/messages.md` shows.
const SHOWN: [&str; 20] = [
    "yaml-tab-as-indentation",
    "yaml-key-twice",
    "yaml-number-as-key",
    "field-several-unknown",
    "field-tag-as-number",
    "file-missing",
    "base-file-missing-two-levels-down",
    "base-includes-its-overlay",
    "file-outside-the-folder",
    "resource-without-name",
    "resource-listed-twice",
    "patch-name-misspelled",
    "patch-json-index-beyond-the-end",
    "patch-json-inline-path-missing",
    "patch-target-kind-misspelled",
    "patch-field-misspelled",
    "generator-merges-with-nothing",
    "image-name-misspelled",
    "replacement-target-path-misspelled",
    "value-version-as-a-number",
];

/// What the reference says about a mistake; recorded when `KZ_REFERENCE` names it. The folder of the
/// case is shown as `/app`.
fn reference(case: &Path) -> String {
    let file = case.join("reference.txt");
    if let (Some(_), Ok(program)) = (std::env::var_os("KZ_RECORD"), std::env::var("KZ_REFERENCE")) {
        let folder = case.join("in").canonicalize().unwrap();
        let args = std::fs::read_to_string(case.join("args")).unwrap_or_else(|_| "build".to_owned());
        let out = Command::new(program).args(args.split_whitespace()).current_dir(&folder).output().unwrap();
        let said = String::from_utf8(out.stderr).unwrap().replace(folder.to_str().unwrap(), "/app");
        std::fs::write(&file, said).unwrap();
    }
    std::fs::read_to_string(file).unwrap()
}

#[test]
fn the_messages_side_by_side_are_as_recorded() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut text = String::from(
        "# Messages side by side\n\nWhat kustomize v5.8.1 and kz say about the same mistakes, recorded by running \
         both. The trees are under\n`testdata/mistakes`. Written by the test `docs`; do not edit.\n",
    );
    for name in SHOWN {
        let case = root.join("testdata/mistakes").join(name);
        let block = |said: &str| match said.trim_end() {
            "" => "*nothing; the build goes through*\n".to_owned(),
            said => format!("```text\n{said}\n```\n"),
        };
        let kz = std::fs::read_to_string(case.join("expected.txt")).unwrap();
        text.push_str(&format!(
            "\n## {}\n\nkustomize:\n\n{}\nkz:\n\n{}",
            name.replace('-', " "),
            block(&reference(&case)),
            block(&kz)
        ));
    }
    let path = root.join("docs/messages.md");
    if std::env::var_os("KZ_RECORD").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "KZ_RECORD=1 writes it anew");
}

#[test]
fn help_explains_codes_too() {
    let kz = |args: &[&str]| {
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_kz")).args(args).output().unwrap();
        (out.status.success(), String::from_utf8(out.stdout).unwrap())
    };
    let (is_success, text) = kz(&["help", "unknown-field"]);
    assert!(is_success && text.starts_with("unknown-field: "), "{text}");
    assert_eq!((is_success, text), kz(&["explain-code", "unknown-field"]));
    assert!(kz(&["help", "build"]).1.starts_with("Build the resources"));
    assert!(!kz(&["help", "no-such-code"]).0);
}
