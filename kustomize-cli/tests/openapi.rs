//! Runs `kz openapi` with a `kubectl` that answers with a recorded document.
//!
//! `KZ_REFERENCE=kustomize cargo test --test openapi` compares with the reference too.
#![cfg(unix)]
#![allow(clippy::unwrap_used, missing_docs)]

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

const KZ: &str = env!("CARGO_BIN_EXE_kz");

/// Runs a program with `openapi` and these arguments, with a `kubectl` that prints `answer`.
fn run(program: &str, args: &[&str], answer: &str, status: i32) -> Output {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("answer"), answer).unwrap();
    let kubectl = folder.path().join("kubectl");
    let script = format!(
        "#!/bin/sh\n[ \"$*\" = 'get --raw /openapi/v2' ] || exit 9\necho said >&2\ncat '{}'\nexit {status}\n",
        folder.path().join("answer").display()
    );
    std::fs::write(&kubectl, script).unwrap();
    std::fs::set_permissions(&kubectl, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:/usr/bin:/bin", folder.path().display());
    Command::new(program).arg("openapi").args(args).env("PATH", path).output().unwrap()
}

/// What `kz` prints, after it was compared with the reference's where there is one.
fn printed(args: &[&str], answer: &str) -> String {
    let text = |program: &str| String::from_utf8(run(program, args, answer, 0).stdout).unwrap();
    let own = text(KZ);
    if let Ok(reference) = std::env::var("KZ_REFERENCE") {
        let reference = std::fs::canonicalize(&reference).unwrap_or_else(|_| Path::new(&reference).into());
        assert_eq!(own, text(&reference.to_string_lossy()));
    }
    own
}

const DOCUMENT: &str = r#"{"swagger":"2.0","definitions":{"b":{"maximum":1e21,"minimum":0.5,"x":[],"y":{}},
"a.é":{"description":"<a> & \"b\"\nc","type":["string",null],"nullable":true,"maxLength":10}}}"#;

#[test]
fn info_names_the_document_that_is_built_in() {
    assert_eq!(printed(&["info"], ""), "{title:Kubernetes,version:v1.21.2}\n");
}

#[test]
fn a_fetched_document_is_sorted_and_indented() {
    assert_eq!(
        printed(&["fetch"], DOCUMENT),
        r#"{
  "definitions": {
    "a.é": {
      "description": "\u003ca\u003e \u0026 \"b\"\nc",
      "maxLength": 10,
      "nullable": true,
      "type": [
        "string",
        null
      ]
    },
    "b": {
      "maximum": 1e+21,
      "minimum": 0.5,
      "x": [],
      "y": {}
    }
  },
  "swagger": "2.0"
}
"#
    );
    assert_eq!(
        printed(&["fetch", "--format", "yaml"], DOCUMENT),
        r#"definitions:
  a.é:
    description: |-
      <a> & "b"
      c
    maxLength: 10
    nullable: true
    type:
    - string
    - null
  b:
    maximum: 1e+21
    minimum: 0.5
    x: []
    "y": {}
swagger: "2.0"

"#
    );
}

#[test]
fn a_cluster_that_does_not_answer_is_an_error() {
    for (args, answer, status) in [
        (&["fetch"][..], DOCUMENT, 1),
        (&["fetch"], "", 0),
        (&["fetch"], "not JSON", 0),
        (&["fetch", "--format", "xml"], DOCUMENT, 0),
    ] {
        let out = run(KZ, args, answer, status);
        assert_eq!(out.status.code(), Some(1), "{args:?} {answer}");
        assert!(out.stdout.is_empty() && !out.stderr.is_empty(), "{args:?} {answer}");
    }
}
