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
