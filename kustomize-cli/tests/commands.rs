//! Runs every folder under `testdata/commands`: `args` has an argument on each line, which are run in a copy of
//! `in/` with `stdin` as standard input; `expected` is what is printed, or `expected-error.txt` what is said when
//! it is refused, and `after/`, where there is one, what the copy of `in/` is then. `$DIR` in `in/` stands for the
//! copy's path.
//!
//! `KZ_RECORD=1 cargo test --test commands` records the messages of refusals anew, output and files are recorded
//! with the reference: `KZ_RECORD=1 KZ_REFERENCE=kustomize cargo test --test commands`.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod folders;

use std::collections::BTreeMap;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

struct Ran {
    success: bool,
    stdout: String,
    stderr: String,
    files: BTreeMap<PathBuf, String>,
}

fn files(folder: &Path) -> BTreeMap<PathBuf, String> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let text = |path: &Path| std::fs::read_to_string(path).unwrap();
    files.map(|e| (e.path().strip_prefix(folder).unwrap().to_path_buf(), text(e.path()))).collect()
}

fn write(folder: &Path, files: &BTreeMap<PathBuf, String>) {
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        let mode = if text.starts_with("#!") { 0o755 } else { 0o644 };
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }
}

fn run(program: &str, case: &Path) -> Ran {
    let copy = tempfile::tempdir().unwrap();
    // Not hidden, and without symbolic links.
    let dir = std::fs::canonicalize(copy.path()).unwrap().join("in");
    std::fs::create_dir(&dir).unwrap();
    let here = dir.to_str().unwrap();
    let with_path = |(path, text): (PathBuf, String)| (path, text.replace("$DIR", here));
    write(&dir, &files(&case.join("in")).into_iter().map(with_path).collect());
    let args = std::fs::read_to_string(case.join("args")).unwrap();
    let path = format!("{here}/bin:{}", std::env::var("PATH").unwrap());
    let mut command = Command::new(program);
    command.args(args.lines()).current_dir(&dir).env("PATH", path).env("KZ_TEST_HANDED_ON", "handed on");
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    let input = std::fs::read(case.join("stdin")).unwrap_or_default();
    let _ = child.stdin.take().unwrap().write_all(&input);
    let out = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(here, "$DIR");
    let after = files(&dir).into_iter().map(|(path, text)| (path, text.replace(here, "$DIR")));
    Ran {
        success: out.status.success(),
        stdout: text(out.stdout),
        stderr: text(out.stderr),
        files: after.collect(),
    }
}

fn record(case: &Path, ran: &Ran, reference: Option<&str>) {
    if !ran.success {
        std::fs::write(case.join("expected-error.txt"), &ran.stderr).unwrap();
    }
    let Some(reference) = reference else { return };
    let wanted = run(reference, case);
    if wanted.success {
        std::fs::write(case.join("expected"), &wanted.stdout).unwrap();
    }
    if case.join("after").exists() {
        std::fs::remove_dir_all(case.join("after")).unwrap();
        std::fs::create_dir(case.join("after")).unwrap();
        write(&case.join("after"), &wanted.files);
    }
}

#[test]
fn every_command_does_as_recorded() {
    let recording = std::env::var_os("KZ_RECORD").is_some();
    let reference = std::env::var("KZ_REFERENCE").ok();
    let cases = folders::cases("commands");
    assert!(cases.len() >= 10, "the cases are missing");
    let mut wrong = Vec::new();
    for case in cases {
        let ran = run(env!("CARGO_BIN_EXE_kz"), &case);
        if recording {
            record(&case, &ran, reference.as_deref());
        }
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let (expected, message) = (case.join("expected"), case.join("expected-error.txt"));
        if expected.exists() {
            let expected = std::fs::read_to_string(&expected).unwrap();
            if !ran.success || ran.stdout != expected {
                wrong.push(format!("{name}: printed\n{}{}\ninstead of\n{expected}", ran.stdout, ran.stderr));
            }
        } else {
            let expected = std::fs::read_to_string(&message).unwrap();
            if ran.success || !ran.stdout.is_empty() || ran.stderr != expected {
                wrong.push(format!(
                    "{name}: printed\n{}said\n{}\ninstead of\n{expected}",
                    ran.stdout, ran.stderr
                ));
            }
        }
        let after = if case.join("after").exists() { "after" } else { "in" };
        let after = files(&case.join(after));
        if ran.files != after {
            wrong.push(format!("{name}: left\n{:#?}\ninstead of\n{after:#?}", ran.files));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
