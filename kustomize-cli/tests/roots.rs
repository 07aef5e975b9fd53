//! Which folder an argument names where there are symbolic links: measured with the reference.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::path::Path;
use std::process::Command;

/// A folder whose kustomization makes a ConfigMap of this name.
fn root(folder: &Path, name: &str) {
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join("kustomization.yaml"), "resources: [map.yaml]\n").unwrap();
    let map = format!("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n");
    std::fs::write(folder.join("map.yaml"), map).unwrap();
}

/// The name of what a root builds, from a folder that the shell calls `told`.
fn built(folder: &Path, told: &Path, args: &[&str]) -> Option<String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kz"));
    let out = command.args(args).current_dir(folder).env("PWD", told).output().unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    text.lines().find_map(|line| line.trim().strip_prefix("name: ")).map(str::to_owned)
}

#[test]
fn two_dots_take_back_the_name_of_a_link() {
    let top = tempfile::tempdir().unwrap();
    let top = top.path().canonicalize().unwrap();
    for (folder, name) in [
        ("", "top"),
        ("base", "by-names"),
        ("real", "real"),
        ("real/base", "by-files"),
        ("real/over", "over"),
    ] {
        root(&top.join(folder), name);
    }
    std::os::unix::fs::symlink("real/over", top.join("link")).unwrap();
    let link = top.join("link");
    let build = |folder: &Path, told: &Path, arg: &str| built(folder, told, &["build", arg]);
    let is = |name: &str| Some(name.to_owned());
    assert_eq!(build(&top, &top, "link/../base"), is("by-names"));
    assert_eq!(build(&top, &top, "absent/../base"), is("by-names"));
    assert_eq!(build(&top, &top, "real/over/../base"), is("by-files"));
    assert_eq!(build(&link, &link, ".."), is("top"));
    assert_eq!(build(&link, &link, "../base"), is("by-names"));
    assert_eq!(built(&link, &link, &["build", "../base", "--all"]), is("by-names"));
    // What is told may be of another folder, or nothing that is there.
    for told in [top.as_path(), Path::new("link"), Path::new("/absent")] {
        assert_eq!(build(&link, told, "../base"), is("by-files"), "{told:?}");
    }
    std::fs::remove_dir_all(top.join("base")).unwrap();
    assert_eq!(build(&top, &top, "link/../base"), None);
}
