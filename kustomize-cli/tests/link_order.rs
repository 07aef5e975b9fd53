//! Records which functions builds execute, for the linker to put next to each other (`build.rs`):
//!
//! ```sh
//! export KZ_LINK_MAP=$PWD/target/kz.map
//! cargo build --release && cargo test -p kustomize-cli --test link_order -- --ignored
//! ```
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod loads;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Few of each thing are enough to see which functions are executed.
const SIZE: usize = 4;

fn recorded() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("link-order.txt")
}

/// The places of the program where an instruction is executed.
fn executed(program: &Path, folder: &Path, args: &[String]) -> BTreeSet<u64> {
    let profile = tempfile::NamedTempFile::new().unwrap();
    let status = Command::new("valgrind")
        .args([
            "--tool=callgrind",
            "--quiet",
            "--dump-instr=yes",
            "--compress-pos=no",
            "--compress-strings=no",
        ])
        .arg(format!("--callgrind-out-file={}", profile.path().display()))
        .arg(program)
        .args(args)
        .current_dir(folder)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{args:?}");
    instructions(&std::fs::read_to_string(profile.path()).unwrap(), &program.display().to_string())
}

/// The places in the program that a profile names.
fn instructions(profile: &str, program: &str) -> BTreeSet<u64> {
    let mut is_own = false;
    let mut found = BTreeSet::new();
    for line in profile.lines() {
        if let Some(object) = line.strip_prefix("ob=") {
            is_own = object == program;
        } else if let Some(place) = line.strip_prefix("0x").filter(|_| is_own) {
            found.insert(u64::from_str_radix(place.split(' ').next().unwrap(), 16).unwrap());
        }
    }
    found
}

/// The functions by the places where they start, from the map that the linker has written.
fn functions(map: &str) -> BTreeMap<u64, &str> {
    let section = |line: &str| {
        let mut words = line.split_whitespace();
        let start = u64::from_str_radix(words.next()?, 16).ok()?;
        let is_empty = words.nth(1)? == "0";
        Some(start).filter(|_| !is_empty)
    };
    map.lines()
        .filter_map(|line| {
            let (_, name) = line.trim_end().strip_suffix(')')?.split_once(":(.text.")?;
            let name = ["unlikely.", "hot.", "startup."]
                .iter()
                .find_map(|kind| name.strip_prefix(kind))
                .unwrap_or(name);
            Some((section(line)?, name))
        })
        .collect()
}

#[test]
#[ignore = "records kustomize-cli/link-order.txt, see the head of this file"]
fn what_builds_execute_is_recorded() {
    let map = PathBuf::from(std::env::var_os("KZ_LINK_MAP").unwrap());
    // The other programs of this package are built with other features of the library, and functions have other
    // names there.
    let program =
        Path::new(env!("CARGO_BIN_EXE_kz")).parent().unwrap().join("../release/kz").canonicalize().unwrap();
    let map = std::fs::read_to_string(map).unwrap();
    let functions = functions(&map);
    let mut count: HashMap<u64, usize> = HashMap::new();
    for kind in loads::KINDS {
        let folder = tempfile::tempdir().unwrap();
        let args = loads::write(kind, SIZE, folder.path());
        let places = executed(&program, folder.path(), &args);
        let starts: BTreeSet<u64> =
            places.into_iter().filter_map(|place| Some(*functions.range(..=place).next_back()?.0)).collect();
        starts.into_iter().for_each(|start| *count.entry(start).or_default() += 1);
    }
    // What all builds execute comes first; else functions stay in the order that the compiler gave them.
    let mut order: Vec<(usize, u64)> =
        count.into_iter().map(|(start, count)| (loads::KINDS.len() - count, start)).collect();
    order.sort_unstable();
    let text: String = order.iter().map(|(_, start)| format!("{}\n", functions[start])).collect();
    std::fs::write(recorded(), text).unwrap();
}

#[test]
fn a_profile_is_understood() {
    let profile = "ob=/bin/kz\nfn=one\n0x1a0 0 1\ncob=/lib/libc.so\ncalls=1 0x99 0\n0x1a4 0 5\nob=/lib/libc.so\n\
                   fn=malloc\n0x99 0 5\n\nob=/bin/kz\nfn=two\n0x200 0 1\n";
    assert_eq!(instructions(profile, "/bin/kz"), BTreeSet::from([0x1a0, 0x1a4, 0x200]));
}

#[test]
fn a_map_is_understood() {
    let map = "  VMA LMA Size Align Out In Symbol\n 210540 210540 3d473 16 .text\n \
               210630 210630 12 16         a.rcgu.o:(.text._ZN1a4main17h1854E)\n \
               210630 210630 12 1                 a::main::h1854\n \
               210650 210650 d 16         a.rcgu.o:(.text.unlikely._ZN1a4cold17h1854E)\n \
               210660 210660 0 16         a.rcgu.o:(.text.nothing)\n";
    let expected = [(0x21_0630, "_ZN1a4main17h1854E"), (0x21_0650, "_ZN1a4cold17h1854E")];
    assert_eq!(functions(map), BTreeMap::from(expected));
}

#[test]
fn what_is_recorded_are_functions() {
    let text = std::fs::read_to_string(recorded()).unwrap();
    let names: Vec<&str> = text.lines().collect();
    assert!(names.len() > 100);
    assert!(names.iter().all(|name| !name.is_empty() && !name.contains(char::is_whitespace)));
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
}
