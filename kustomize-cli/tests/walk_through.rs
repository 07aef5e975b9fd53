//! The walk-through of the README, its own lines, on the example of the repository.
//!
//! `KZ_RECORD=1 KZ_REFERENCE=kustomize cargo test --test walk_through` records the output anew: the
//! reference builds what the lines have put together.
#![allow(clippy::unwrap_used, missing_docs)]

use std::path::Path;
use std::process::{Command, Output};

fn kz(line: &str, dir: &Path) -> Output {
    let words = line.trim_end_matches("&&").split_whitespace().skip(1);
    Command::new(env!("CARGO_BIN_EXE_kz")).args(words).current_dir(dir).output().unwrap()
}

#[test]
fn the_lines_of_the_readme_give_what_the_reference_gives() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let dir = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(project.join("examples/metallb")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, dir.path().join(path.file_name().unwrap())).unwrap();
    }
    let readme = std::fs::read_to_string(project.join("README.md")).unwrap();
    let block = readme.split("```").find(|b| b.contains("kz create")).unwrap();
    let lines: Vec<&str> = block.lines().filter(|l| l.starts_with("kz ")).collect();
    assert_eq!(lines.len(), 4, "create, two images, build: {lines:?}");
    assert!(lines.first().unwrap().contains("namespace.yaml, metallb.yaml, metallb-l2config.yaml"));

    let outputs: Vec<Output> = lines.iter().map(|line| kz(line, dir.path())).collect();
    for (line, output) in lines.iter().zip(&outputs) {
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(output.stderr.is_empty(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let expected = project.join("testdata/walk-through/expected.yaml");
    if std::env::var_os("KZ_RECORD").is_some()
        && let Some(reference) = std::env::var_os("KZ_REFERENCE")
    {
        let output = Command::new(reference).arg("build").current_dir(dir.path()).output().unwrap();
        std::fs::write(&expected, output.stdout).unwrap();
    }
    let got = String::from_utf8_lossy(&outputs.last().unwrap().stdout);
    assert_eq!(got, std::fs::read_to_string(expected).unwrap());
}
