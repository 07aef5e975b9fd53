//! Runs every folder under `testdata/build`: `in/` is the tree, `args` the command that is run in
//! it, `expected.yaml` what it prints, or `expected-error.txt` what it says when it refuses.
//!
//! `KZ_RECORD=1 cargo test --test cases` records the messages of refusals anew. Output is recorded
//! with the reference itself, so that a mistake cannot record itself:
//! `KZ_RECORD=1 KZ_REFERENCE=kustomize cargo test --test cases`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod folders;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn cases() -> Vec<PathBuf> {
    let mut cases = folders::cases("build");
    cases.retain(|case| case.join("args").exists());
    cases
}

fn run(program: &str, case: &Path) -> Output {
    let args = std::fs::read_to_string(case.join("args")).unwrap();
    Command::new(program).args(args.split_whitespace()).current_dir(case.join("in")).output().unwrap()
}

#[test]
fn every_case_is_as_recorded() {
    let recording = std::env::var_os("KZ_RECORD").is_some();
    let reference = std::env::var("KZ_REFERENCE").ok();
    let cases = cases();
    assert!(cases.len() >= 10, "the cases are missing");
    let mut wrong = Vec::new();
    for case in cases {
        let out = run(env!("CARGO_BIN_EXE_kz"), &case);
        let (yaml, message) = (case.join("expected.yaml"), case.join("expected-error.txt"));
        if recording
            && yaml.exists()
            && let Some(reference) = &reference
        {
            std::fs::write(&yaml, run(reference, &case).stdout).unwrap();
        }
        if recording && message.exists() {
            std::fs::write(&message, &out.stderr).unwrap();
        }
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let stderr = String::from_utf8_lossy(&out.stderr).into_owned();
        if yaml.exists() {
            let expected = std::fs::read_to_string(&yaml).unwrap();
            let got = String::from_utf8_lossy(&out.stdout);
            if !out.status.success() || got != expected {
                wrong.push(format!("{name}: got\n{got}{stderr}\ninstead of\n{expected}"));
            }
        } else {
            let expected = std::fs::read_to_string(&message).unwrap();
            if out.status.code() != Some(1) || !out.stdout.is_empty() || stderr != expected {
                wrong.push(format!(
                    "{name}: exit {:?}, said\n{stderr}\ninstead of\n{expected}",
                    out.status.code()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
