//! Runs every folder under `testdata/edit`: `in/` is a folder with a kustomization file, `args` the commands
//! that are run in a copy of it, one a line, and `expected.yaml` the file afterwards, byte for byte, or
//! `expected-error.txt` what the last command says when it refuses; the file is then as it was before.
//!
//! `KZ_RECORD=1` records anew what kz writes and says. `KZ_REFERENCE=kustomize` runs the same commands with
//! the reference too and compares what the two files mean, and whether both refuse.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod edit_support;
mod folders;

use edit_support::{NAMES, kustomization, meaning, run, split};
use folders::{cases, copy};
use std::path::Path;

const KZ: &str = env!("CARGO_BIN_EXE_kz");

struct Outcome {
    refused: bool,
    message: String,
    file: Option<(&'static str, String)>,
    folder: tempfile::TempDir,
}

/// Runs the commands of a case in a copy of its folder, up to the first that is refused.
fn carry_out(program: &str, case: &Path) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    copy(&case.join("in"), folder.path());
    let (mut refused, mut message) = (false, String::new());
    for line in std::fs::read_to_string(case.join("args")).unwrap().lines() {
        let out = run(program, &split(line), folder.path());
        refused = !out.status.success();
        message = String::from_utf8_lossy(&out.stderr).into_owned();
        if refused {
            break;
        }
    }
    Outcome { refused, message, file: kustomization(folder.path()), folder }
}

#[test]
fn every_edit_is_as_recorded() {
    let recording = std::env::var_os("KZ_RECORD").is_some();
    let reference = std::env::var("KZ_REFERENCE").ok();
    let cases = cases("edit");
    assert!(cases.len() >= 10, "the cases are missing");
    let mut wrong = Vec::new();
    for case in cases {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let got = carry_out(KZ, &case);
        let (text, message) = (case.join("expected.yaml"), case.join("expected-error.txt"));
        if recording {
            let _ = (std::fs::remove_file(&text), std::fs::remove_file(&message));
            match &got.file {
                _ if got.refused => std::fs::write(&message, &got.message).unwrap(),
                Some((_, after)) => std::fs::write(&text, after).unwrap(),
                None => panic!("{name} leaves no kustomization file"),
            }
        }
        let file = got.file.as_ref().map(|(_, text)| text.as_str()).unwrap_or_default();
        if text.exists() {
            let expected = std::fs::read_to_string(&text).unwrap();
            if got.refused || file != expected {
                wrong.push(format!("{name}: got\n{file}{}\ninstead of\n{expected}", got.message));
            }
        } else {
            let expected = std::fs::read_to_string(&message).unwrap();
            let before = kustomization(&case.join("in")).map(|(_, text)| text).unwrap_or_default();
            if !got.refused || got.message != expected {
                wrong.push(format!("{name}: said\n{}\ninstead of\n{expected}", got.message));
            } else if file != before {
                wrong.push(format!("{name}: refused, but the file changed"));
            }
        }
        if let Some(reference) = &reference {
            wrong.extend(compare(reference, &name, &case, &got));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is different from what the reference does for the same commands.
fn compare(reference: &str, name: &str, case: &Path, got: &Outcome) -> Option<String> {
    // A case that says so in this file differs on purpose.
    if case.join("differs.txt").exists() {
        return None;
    }
    let wanted = carry_out(reference, case);
    if wanted.refused != got.refused {
        return Some(format!("{name}: the reference {}", if wanted.refused { "refuses" } else { "accepts" }));
    }
    if got.refused {
        return None;
    }
    let (wanted, got) = (meaning(reference, wanted.folder.path()), meaning(reference, got.folder.path()));
    (wanted != got).then(|| format!("{name}: means\n{got}\ninstead of\n{wanted}"))
}

#[test]
fn the_names_of_the_file_are_known() {
    for name in NAMES {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(name), "resources:\n- a.yaml\n").unwrap();
        assert!(run(KZ, &["edit", "set", "namespace", "x"], folder.path()).status.success());
        let (found, text) = kustomization(folder.path()).unwrap();
        assert_eq!(found, name);
        assert!(text.contains("namespace: x\n"));
    }
}
