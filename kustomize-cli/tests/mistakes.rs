//! Runs every folder under `testdata/mistakes`: `in/` is the tree, `args` the command that is run in it
//! (`build` when there is none), `place` the place and code of each message that there must be, written
//! by hand, and `expected.txt` what is said on standard error.
//!
//! `KZ_RECORD=1 cargo test --test mistakes` records what is said; the places are not recorded.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod folders;

use std::path::Path;
use std::process::{Command, Output};

fn run(case: &Path, format: &str) -> Output {
    let args = std::fs::read_to_string(case.join("args")).unwrap_or_else(|_| "build".to_owned());
    Command::new(env!("CARGO_BIN_EXE_kz"))
        .args(args.split_whitespace())
        .args(["--message-format", format])
        .env_remove("CLICOLOR_FORCE")
        .current_dir(case.join("in"))
        .output()
        .unwrap()
}

/// `path:line:column code` of each message, sorted.
fn places(messages: &str) -> Vec<String> {
    let mut places: Vec<String> = messages
        .lines()
        .map(|line| {
            let message: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = |key: &str| message[key].as_str().unwrap_or("-").to_owned();
            let place = match (message["line"].as_u64(), message["column"].as_u64()) {
                (Some(line), Some(column)) => format!("{}:{line}:{column}", text("path")),
                _ => text("path"),
            };
            format!("{place} {}", text("code"))
        })
        .collect();
    places.sort();
    places
}

/// What no message may hold: dumps of structures and names of types.
const NO_WORDS: &[&str] = &[
    "{{v1",
    "map[",
    "&{",
    "%!",
    "interface {",
    "struct ",
    "Some(",
    "Err(",
    "::",
    "unwrap",
    "panicked",
    "types.",
    "json: unknown",
    "json: cannot",
];

fn check_words(messages: &str) -> Option<String> {
    for line in messages.lines() {
        let message: serde_json::Value = serde_json::from_str(line).unwrap();
        let said = [&message["message"], &message["hint"]].map(|v| v.as_str().unwrap_or("").to_owned());
        for text in &said {
            if let Some(word) = NO_WORDS.iter().find(|word| text.contains(**word)) {
                return Some(format!("\"{text}\" holds \"{word}\""));
            }
            if text.contains('\n') || text.ends_with('.') {
                return Some(format!("\"{text}\" is no plain sentence"));
            }
        }
    }
    None
}

#[test]
fn every_mistake_is_told_at_its_place() {
    let recording = std::env::var_os("KZ_RECORD").is_some();
    let cases = folders::cases("mistakes");
    assert!(cases.len() >= 120, "the mistakes are missing");
    let mut wrong = Vec::new();
    for case in cases {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let (human, json) = (run(&case, "human"), run(&case, "json"));
        let said = String::from_utf8(human.stderr).unwrap();
        let messages = String::from_utf8(json.stderr).unwrap();
        let written = std::fs::read_to_string(case.join("place")).unwrap();
        let mut wanted: Vec<&str> = written.lines().filter(|line| !line.is_empty()).collect();
        wanted.sort_unstable();
        let got = places(&messages);
        if got != wanted {
            wrong.push(format!("{name}: told of {got:?} instead of {wanted:?}\n{said}"));
        }
        let refused = messages.contains("\"severity\":\"error\"");
        if human.status.code() != Some(i32::from(refused)) || refused != human.stdout.is_empty() {
            wrong.push(format!(
                "{name}: exit {:?} does not go with the messages\n{said}",
                human.status.code()
            ));
        }
        wrong.extend(check_words(&messages).map(|why| format!("{name}: {why}")));
        let expected = case.join("expected.txt");
        if recording {
            std::fs::write(&expected, &said).unwrap();
        } else if std::fs::read_to_string(&expected).unwrap() != said {
            wrong.push(format!("{name}: says\n{said}instead of what is recorded"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
