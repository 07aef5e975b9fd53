//! Records which functions builds execute, for the linker to put next to each other (`build.rs`).
//!
//! `CARGO_PROFILE_RELEASE_STRIP=false cargo test --release -p kustomize-cli --test link_order -- --ignored`
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod loads;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const KZ: &str = env!("CARGO_BIN_EXE_kz");

/// Few of each thing are enough to see which functions are executed.
const SIZE: usize = 4;

fn recorded() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("link-order.txt")
}

/// The functions of the program that it executes.
fn executed(folder: &Path, args: &[String]) -> BTreeSet<String> {
    let profile = tempfile::NamedTempFile::new().unwrap();
    let status = Command::new("valgrind")
        .args(["--tool=callgrind", "--demangle=no", "--quiet"])
        .arg(format!("--callgrind-out-file={}", profile.path().display()))
        .arg(KZ)
        .args(args)
        .current_dir(folder)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{args:?}");
    functions(&std::fs::read_to_string(profile.path()).unwrap())
}

/// The functions of the program in a profile, in which a name stands behind its number only once.
fn functions(profile: &str) -> BTreeSet<String> {
    let (mut names, mut objects) = (HashMap::new(), HashMap::new());
    let mut is_own = false;
    let mut found = BTreeSet::new();
    for line in profile.lines() {
        let Some((key, value)) = line.split_once("=(") else { continue };
        let Some((number, name)) = value.split_once(')') else { continue };
        let known = match key {
            "fn" | "cfn" => &mut names,
            "ob" | "cob" => &mut objects,
            _ => continue,
        };
        if let Some(name) = name.strip_prefix(' ') {
            known.insert(number, name);
        }
        match key {
            "ob" => is_own = objects[number] == KZ,
            // What calls itself has a number behind its name for each level.
            "fn" if is_own => {
                found.insert(names[number].split('\'').next().unwrap().to_owned());
            }
            _ => {}
        }
    }
    found
}

/// The places of the functions in the program, by name.
fn places() -> HashMap<String, u64> {
    let out = Command::new("nm").arg(KZ).output().unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    let symbol = |line: &str| {
        let mut words = line.split_whitespace();
        let place = u64::from_str_radix(words.next()?, 16).ok()?;
        Some((words.nth(1)?.to_owned(), place))
    };
    text.lines().filter_map(symbol).collect()
}

#[test]
#[ignore = "records kustomize-cli/link-order.txt, see the head of this file"]
fn what_builds_execute_is_recorded() {
    let places = places();
    assert!(!places.is_empty(), "the program has no symbols: set CARGO_PROFILE_RELEASE_STRIP=false");
    let mut count: HashMap<String, usize> = HashMap::new();
    for kind in loads::KINDS {
        let folder = tempfile::tempdir().unwrap();
        let args = loads::write(kind, SIZE, folder.path());
        executed(folder.path(), &args).into_iter().for_each(|name| *count.entry(name).or_default() += 1);
    }
    let mut order: Vec<(usize, u64, String)> = count
        .into_iter()
        .filter_map(|(name, count)| Some((loads::KINDS.len() - count, *places.get(&name)?, name)))
        .collect();
    // What all builds execute comes first; else functions stay in the order that the compiler gave them.
    order.sort();
    let text: String = order.iter().map(|(.., name)| format!("{name}\n")).collect();
    std::fs::write(recorded(), text).unwrap();
}

#[test]
fn a_profile_is_understood() {
    let profile = format!(
        "ob=(1) {KZ}\nfl=(1) a.rs\nfn=(1) one\n1 2\ncob=(2) /lib/libc.so\ncfn=(2) malloc\ncalls=1 1\n1 5\n\
         fn=(3) two'2\n1 2\nob=(2)\nfn=(2)\n1 5\nob=(1)\nfn=(1)\n1 1\n"
    );
    assert_eq!(functions(&profile), BTreeSet::from(["one".to_owned(), "two".to_owned()]));
}

#[test]
fn what_is_recorded_are_functions() {
    let text = std::fs::read_to_string(recorded()).unwrap();
    let names: Vec<&str> = text.lines().collect();
    assert!(names.len() > 100);
    assert!(names.iter().all(|name| !name.is_empty() && !name.contains(char::is_whitespace)));
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
}
