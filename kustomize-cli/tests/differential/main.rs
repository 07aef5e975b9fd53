//! Builds random trees of kustomizations with kz and with the reference and compares the bytes and
//! the refusals.
//!
//! The reference is the program that `KZ_REFERENCE` names; without it the test is skipped, and says
//! so. `KZ_TREES` is the number of trees, `KZ_SEED` the first seed (a seed gives the same tree every
//! time), `KZ_MODE=mutated` changes a few lines of each tree at random, `KZ_REASONS` prints why the reference refuses what both refuse, `KZ_KEEP` is a folder into which trees with a difference are written, reduced to what shows
//! it, `KZ_JOBS` the number of threads:
//!
//! ```sh
//! KZ_REFERENCE=kustomize KZ_TREES=5000 KZ_KEEP=target/differential \
//!     cargo test --test differential -- --nocapture
//! ```
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stderr, missing_docs)]

mod compare;
mod configurations;
mod draw;
mod flags;
#[path = "../folders/mod.rs"]
mod folders;
mod mutate;
mod objects;
mod overlay;
mod patches;
mod plugins;
mod replacements;
mod scalars;
mod shrink;
mod tree;
mod vars;
mod workloads;
mod yaml;

use compare::{Verdict, compare};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// Which trees are compared.
#[derive(PartialEq)]
enum Mode {
    /// As they were made.
    Made,
    /// With a few lines changed, those of the recorded cases too.
    Mutated,
}

fn mode() -> Mode {
    match std::env::var("KZ_MODE").as_deref() {
        Ok("mutated") => Mode::Mutated,
        _ => Mode::Made,
    }
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

#[test]
fn random_trees_build_as_the_reference_builds_them() {
    let Ok(reference) = std::env::var("KZ_REFERENCE") else {
        eprintln!("SKIPPED: no tree was compared, because KZ_REFERENCE does not name the reference program");
        return;
    };
    let (first, trees) = (number("KZ_SEED", 1), number("KZ_TREES", 40));
    let keep = std::env::var_os("KZ_KEEP");
    let next = AtomicU64::new(first);
    let counts = Mutex::new([0_u64; 2]);
    let differences = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..number("KZ_JOBS", 2) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + trees {
                        return;
                    }
                    let verdict = look_at(seed, &reference, keep.as_ref().map(Path::new));
                    match verdict {
                        Verdict::Same => counts.lock().unwrap()[0] += 1,
                        Verdict::Refused | Verdict::NoJudge => counts.lock().unwrap()[1] += 1,
                        verdict => differences.lock().unwrap().push((seed, verdict)),
                    }
                }
            });
        }
    });
    let [same, refused] = *counts.lock().unwrap();
    let differences = differences.into_inner().unwrap();
    eprintln!(
        "{same} trees with the same bytes, {refused} refused by both, {} with a difference",
        differences.len()
    );
    assert!(differences.is_empty(), "the programs disagree about the trees of these seeds: {differences:?}");
}

fn look_at(seed: u64, reference: &str, keep: Option<&Path>) -> Verdict {
    let tree = if mode() == Mode::Mutated { mutate::mutated(seed) } else { tree::tree(seed) };
    let found = compare(&tree, reference);
    if !found.verdict.is_difference() {
        if found.verdict == Verdict::Refused && std::env::var_os("KZ_REASONS").is_some() {
            eprintln!("seed {seed} is refused: {}", String::from_utf8_lossy(&found.reference.stderr));
        }
        return found.verdict;
    }
    eprintln!("seed {seed}: {:?}", found.verdict);
    if let Some(keep) = keep {
        let small = shrink::shrink(&tree, &found, reference);
        let found = compare(&small, reference);
        let folder = keep.join(seed.to_string());
        compare::put(&small, &folder);
        std::fs::write(
            folder.join("reference.out"),
            [found.reference.stdout, found.reference.stderr].concat(),
        )
        .unwrap();
        std::fs::write(folder.join("kz.out"), [found.kz.stdout, found.kz.stderr].concat()).unwrap();
    }
    found.verdict
}
