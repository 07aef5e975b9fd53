//! The examples in the README and in docs/verbs.md print what is shown there: in blocks marked `console`, a line that starts
//! with `$ ` is run in the project's folder, and what follows up to the next one is its output.
#![cfg(unix)]
#![allow(clippy::unwrap_used, missing_docs)]

use std::path::Path;
use std::process::Command;

/// The commands of a text with what is shown below them.
fn examples(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        match line.strip_prefix("```") {
            Some(language) => inside = !inside && language == "console",
            None if !inside => {}
            None => match (line.strip_prefix("$ "), found.last_mut()) {
                (Some(command), _) => found.push((command.to_owned(), String::new())),
                (None, Some((_, output))) => {
                    output.push_str(line);
                    output.push('\n');
                }
                (None, None) => {}
            },
        }
    }
    found
}

#[test]
fn the_examples_print_what_is_shown() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let bin = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_kz"), bin.path().join("kz")).unwrap();
    let path = format!("{}:{}", bin.path().display(), std::env::var("PATH").unwrap_or_default());
    let pages = ["README.md", "docs/verbs.md"].map(|page| std::fs::read_to_string(root.join(page)).unwrap());
    let examples: Vec<_> = pages.iter().flat_map(|page| examples(page)).collect();
    assert!(examples.len() >= 16, "examples are missing");
    for (command, shown) in examples {
        let out =
            Command::new("sh").args(["-c", &command]).current_dir(&root).env("PATH", &path).output().unwrap();
        let printed = String::from_utf8([out.stdout, out.stderr].concat()).unwrap();
        assert_eq!(printed, shown, "{command}");
    }
}
