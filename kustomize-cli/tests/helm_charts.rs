//! Charts rendered by the real helm: each folder in `testdata/helm/cases` has a kustomization that is built beside
//! `testdata/helm/in`, with the flags in `args`, and what comes out, `output.yaml`; without that it is refused.
//!
//! Where there is no `helm` (version 3) these are skipped, which is said. The outputs are recorded with the reference:
//! `KZ_RECORD=1 KZ_REFERENCE=kustomize cargo test --test helm_charts`.
#![cfg(feature = "helm")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod folders;

use folders::copy;
use std::path::Path;
use std::process::{Command, Output};

fn has_helm() -> bool {
    let version = Command::new("helm").args(["version", "--short"]).output();
    version.is_ok_and(|out| out.stdout.starts_with(b"v3."))
}

fn run(program: &str, case: &Path) -> Output {
    let place = tempfile::tempdir().unwrap();
    copy(&case.join("../../in"), place.path());
    copy(case, place.path());
    let args = std::fs::read_to_string(case.join("args")).unwrap_or_default();
    let mut command = Command::new(program);
    command.args(["build", "--enable-helm"]).args(args.split_whitespace());
    command.current_dir(place.path()).output().unwrap()
}

#[test]
fn charts_are_as_recorded() {
    if !has_helm() {
        eprintln!("skipped: there is no helm 3");
        return;
    }
    let cases = folders::cases("helm/cases");
    assert!(cases.len() >= 30, "the cases are missing");
    let mut wrong = Vec::new();
    for case in cases {
        let recorded = case.join("output.yaml");
        if let (Some(_), Ok(reference)) = (std::env::var_os("KZ_RECORD"), std::env::var("KZ_REFERENCE")) {
            let out = run(&reference, &case);
            if out.status.success() {
                std::fs::write(&recorded, out.stdout).unwrap();
            }
        }
        let out = run(env!("CARGO_BIN_EXE_kz"), &case);
        let (printed, said) = (String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
        let expected = std::fs::read_to_string(&recorded).ok();
        let is_right = match &expected {
            Some(expected) => out.status.success() && printed == *expected,
            None => out.status.code() == Some(1) && printed.is_empty() && !said.is_empty(),
        };
        if !is_right {
            let expected = expected.unwrap_or_else(|| "a refusal".to_owned());
            wrong.push(format!("{}: {printed}{said}\ninstead of\n{expected}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
