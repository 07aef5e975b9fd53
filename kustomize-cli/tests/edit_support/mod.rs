//! What the tests of edits share.
#![allow(dead_code, clippy::indexing_slicing, clippy::unwrap_used)]

pub(crate) mod commands;
pub(crate) mod random;
mod style;

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The names that a kustomization file may have.
pub(crate) const NAMES: [&str; 3] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/// Runs a program in a folder.
pub(crate) fn run<S: AsRef<std::ffi::OsStr>>(program: &str, args: &[S], folder: &Path) -> Output {
    Command::new(program).args(args).current_dir(folder).stdin(Stdio::null()).output().unwrap()
}

/// The kustomization file of a folder: its name and its text.
pub(crate) fn kustomization(folder: &Path) -> Option<(&'static str, String)> {
    NAMES.into_iter().find_map(|name| Some((name, std::fs::read_to_string(folder.join(name)).ok()?)))
}

/// What the kustomization file of a folder means to the reference, which is made to write it anew: an edit
/// that adds nothing brings the file into the reference's own form.
pub(crate) fn meaning(reference: &str, folder: &Path) -> String {
    let Some((name, text)) = kustomization(folder) else { return "no file".to_owned() };
    let out = run(reference, &["edit", "add", "resource", "--no-verify", name], folder);
    if !out.status.success() {
        return format!("the reference cannot read\n{text}\n{}", String::from_utf8_lossy(&out.stderr));
    }
    let (_, text) = kustomization(folder).unwrap();
    let mut fields: serde_json::Map<String, serde_json::Value> =
        serde_yaml::from_str::<Option<_>>(&text).unwrap().unwrap_or_default();
    // The reference writes literals that were set in no fixed order.
    for field in ["configMapGenerator", "secretGenerator"] {
        let generators = fields.get_mut(field).and_then(|list| list.as_array_mut()).into_iter().flatten();
        for literals in generators.filter_map(|g| g.get_mut("literals")?.as_array_mut()) {
            literals.sort_by_key(ToString::to_string);
        }
    }
    fields.retain(|_, value| !value.is_null() && *value != "");
    fields.sort_keys();
    serde_json::to_string_pretty(&fields).unwrap()
}

/// The words of a command line, taken apart at blanks outside of quotes.
pub(crate) fn split(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (Some(q), c) if c == q => quote = None,
            (Some(_), c) => word.get_or_insert_default().push(c),
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, ' ') => words.extend(word.take()),
            (None, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// A number that an environment variable sets.
pub(crate) fn number(name: &str, or: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(or)
}

/// A random file without its comments.
pub(crate) fn without_comments(text: &str) -> String {
    let bare = text.split_inclusive('\n').filter(|line| !line.trim_start().starts_with("# "));
    let bare = bare.map(|line| match line.split_once(" # comment ") {
        Some((data, comment)) => {
            data.to_owned()
                + comment.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(": it's")
        }
        None => line.to_owned(),
    });
    bare.collect()
}
