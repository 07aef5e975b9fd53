//! The work of a build grows in line with what is built. Instructions are counted, not time, so that
//! the machine and what else it does make no difference. Where valgrind is missing nothing is counted.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::print_stderr, missing_docs)]

mod loads;

use std::path::Path;
use std::process::{Command, Stdio};

/// What the second half of a tree of four parts may cost, compared with the second of its parts:
/// twice as much when the work is linear, four times as much when it is quadratic.
const MOST: f64 = 2.5;

/// The size of the smallest of three trees; the others are twice and four times as large.
const SIZE: usize = 32;

/// The instructions that a build executes.
fn instructions(folder: &Path, args: &[String]) -> u64 {
    let out = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env!("CARGO_BIN_EXE_kz"))
        .args(args)
        .current_dir(folder)
        .stdout(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{args:?}: {told}");
    let count = told.lines().find_map(|line| line.split_once("refs:")).unwrap().1;
    count.trim().replace(',', "").parse().unwrap()
}

/// The instructions for three sizes.
fn three_sizes(kind: &str) -> [u64; 3] {
    [SIZE, 2 * SIZE, 4 * SIZE].map(|size| {
        let folder = tempfile::tempdir().unwrap();
        // Each of the roots has resources of its own.
        let size = if kind == "roots" { size / 4 } else { size };
        let args = loads::write(kind, size, folder.path());
        instructions(folder.path(), &args)
    })
}

fn growth([one, two, four]: [u64; 3]) -> f64 {
    four.saturating_sub(two) as f64 / two.saturating_sub(one).max(1) as f64
}

#[test]
#[ignore = "takes a minute: cargo test --test scaling -- --ignored --nocapture"]
fn work_is_in_line_with_the_size() {
    if Command::new("valgrind").arg("--version").output().is_err() {
        eprintln!("valgrind is not there, nothing was counted");
        return;
    }
    let mut table = String::new();
    let mut steep = Vec::new();
    for kind in loads::KINDS {
        let counts = three_sizes(kind);
        let growth = growth(counts);
        table += &format!("{kind:14} {:>12} {:>12} {:>12} {growth:.2}\n", counts[0], counts[1], counts[2]);
        if growth > MOST {
            steep.push(*kind);
        }
    }
    eprintln!("{table}");
    assert!(steep.is_empty(), "more than in line with the size: {steep:?}\n{table}");
    // Only a release build executes what users do.
    if !cfg!(debug_assertions) {
        compare_with_recorded(&table);
    }
}

/// So much more than what was recorded is told as a loss; other compilers need a little more or less.
const MORE: f64 = 1.1;

/// Compares the largest tree of each kind with the recorded one; `KZ_RECORD=1` records anew.
fn compare_with_recorded(table: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/loads/instructions.txt");
    if std::env::var_os("KZ_RECORD").is_some() {
        std::fs::write(&path, table).unwrap();
        return;
    }
    let recorded = std::fs::read_to_string(&path).unwrap();
    let lost = slower(&recorded, table);
    assert!(lost.is_empty(), "more instructions than recorded: {lost:?}\nnow\n{table}\nrecorded\n{recorded}");
}

/// The kinds whose largest tree needs more than what was recorded.
fn slower<'t>(recorded: &str, now: &'t str) -> Vec<&'t str> {
    let count = |line: &str| line.split_whitespace().nth(3).unwrap().parse::<f64>().unwrap();
    let more = |now: &str| {
        let kind = now.split_whitespace().next();
        let before = recorded.lines().find(|line| line.split_whitespace().next() == kind);
        before.is_none_or(|before| count(now) > MORE * count(before))
    };
    now.lines().filter(|line| more(line)).collect()
}

#[test]
fn losses_are_told() {
    let recorded = "plain 10 20 40 2.00\nchain 10 20 40 2.00\n";
    assert!(slower(recorded, "plain 10 20 43 2.3\nchain 5 10 20 2.0\n").is_empty());
    assert_eq!(slower(recorded, "plain 10 20 45 2.5\n").len(), 1);
    assert_eq!(slower(recorded, "other 10 20 40 2.0\n").len(), 1);
}

#[test]
fn quadratic_work_would_be_noticed() {
    let start = 1_000_000;
    assert!(growth([40, 80, 160].map(|n| start + n * 20_000)) < MOST);
    assert!(growth([40, 80, 160].map(|n| start + n * 20_000 + n * n * 500)) > MOST);
}
