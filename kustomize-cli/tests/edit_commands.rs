//! Random commands, one after the other, with kz and with the reference: the files must mean the same
//! afterwards, and both must refuse the same commands.
//!
//! `KZ_REFERENCE=kustomize` names the reference; without it the test is skipped, and says so. `KZ_RUNS` sets
//! the number of runs and `KZ_SEED` the first seed; a failure names its seed.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod edit_support;

use edit_support::random::{Random, file};
use edit_support::{commands, kustomization, meaning, number, run, without_comments};
use std::path::Path;

const KZ: &str = env!("CARGO_BIN_EXE_kz");

/// What the commands came to: for each whether it was refused, what was said, the file and its meaning.
struct Outcome {
    refused: Vec<bool>,
    said: String,
    text: String,
    meaning: String,
}

fn carry_out(program: &str, reference: &str, text: Option<&str>, lines: &[Vec<String>]) -> Outcome {
    let root = tempfile::tempdir().unwrap();
    commands::fixture(root.path());
    let folder = root.path().join("work");
    if let Some(text) = text {
        // The reference moves comments into texts that stand in front of them.
        let text = if program == reference { without_comments(text) } else { text.to_owned() };
        std::fs::write(folder.join("kustomization.yaml"), text).unwrap();
    }
    let (mut refused, mut said) = (Vec::new(), String::new());
    for line in lines {
        let out = run(program, line, &folder);
        refused.push(!out.status.success());
        let message = String::from_utf8_lossy(&out.stderr);
        // The help that the reference prints below a refusal tells nothing.
        said.push_str(message.split_once("\nUsage:").map_or(&message, |(head, _)| head));
        said.push('\n');
        // A `create` that the reference refuses leaves an empty file behind.
        if text.is_none() && refused == [true] {
            return Outcome { refused, said, text: String::new(), meaning: String::new() };
        }
    }
    let text = kustomization(&folder).map(|(_, text)| text).unwrap_or_default();
    Outcome { refused, said, meaning: meaning_of(&text, reference, &folder), text }
}

fn meaning_of(text: &str, reference: &str, folder: &Path) -> String {
    if text.is_empty() {
        return String::new();
    }
    std::fs::write(folder.join("kustomization.yaml"), without_comments(text)).unwrap();
    meaning(reference, folder)
}

#[test]
fn the_reference_does_the_same() {
    let Ok(reference) = std::env::var("KZ_REFERENCE") else {
        eprintln!("SKIPPED: set KZ_REFERENCE to the reference program to compare with it");
        return;
    };
    let from = number("KZ_SEED", 1);
    let (mut wrong, mut count, mut refusals) = (Vec::new(), 0, 0);
    for seed in from..from + number("KZ_RUNS", 200) {
        let r = &mut Random(seed);
        let creating = r.once_in(10);
        let old = r.once_in(3);
        let text = (!creating).then(|| file(r, old).text);
        let mut lines: Vec<Vec<String>> = (0..1 + r.below(3)).map(|_| commands::command(r)).collect();
        if creating {
            lines.insert(0, commands::create(r));
        }
        let kz = carry_out(KZ, &reference, text.as_deref(), &lines);
        let wanted = carry_out(&reference, &reference, text.as_deref(), &lines);
        if wanted.said.contains("panic: ") {
            continue;
        }
        count += lines.len();
        refusals += kz.refused.iter().filter(|refused| **refused).count();
        if kz.refused != wanted.refused || kz.meaning != wanted.meaning {
            wrong.push(format!(
                "seed {seed}: {lines:?}\nkz refused {:?}, the reference {:?}\n--- before\n{}\n--- kz\n{}{}\n--- reference\n{}{}",
                kz.refused,
                wanted.refused,
                text.unwrap_or_default(),
                kz.text,
                kz.said,
                wanted.text,
                wanted.said
            ));
        }
    }
    eprintln!("{count} commands were compared, {refusals} were refused, {} runs differ", wrong.len());
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
