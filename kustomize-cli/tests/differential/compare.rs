//! Builds a tree with both programs and says how the results differ.

use super::tree::Tree;
use std::path::Path;
use std::process::{Command, Output};

/// What the programs made of a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The same bytes.
    Same,
    /// Both refuse.
    Refused,
    /// The reference is no judge: it crashes, or loses signs of a file.
    NoJudge,
    /// Other bytes.
    Bytes,
    /// kz refuses, with this code, what the reference builds.
    Refuses(String),
    /// kz builds what the reference refuses.
    Accepts,
    /// kz ends in another way than with output or a refusal.
    Crashes,
}

impl Verdict {
    /// True when the programs do not agree.
    pub(crate) fn is_difference(&self) -> bool {
        !matches!(self, Verdict::Same | Verdict::Refused | Verdict::NoJudge)
    }
}

/// Both results.
pub(crate) struct Comparison {
    pub(crate) verdict: Verdict,
    pub(crate) reference: Output,
    pub(crate) kz: Output,
}

impl Comparison {
    /// The lines of the reference's output that kz does not have, without their numbers.
    pub(crate) fn missing_lines(&self) -> Vec<String> {
        let kz = String::from_utf8_lossy(&self.kz.stdout);
        let known: std::collections::HashSet<&str> = kz.lines().collect();
        let reference = String::from_utf8_lossy(&self.reference.stdout);
        reference.lines().filter(|line| !known.contains(line)).map(|line| line.trim().to_owned()).collect()
    }
}

/// Writes the files of a tree into a folder.
pub(crate) fn put(tree: &Tree, folder: &Path) {
    for (path, text) in tree {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

/// Builds a tree with both programs.
pub(crate) fn compare(tree: &Tree, reference: &str) -> Comparison {
    let folder = tempfile::tempdir().unwrap();
    put(tree, folder.path());
    let args = tree.get("args").map_or("build root", String::as_str);
    let build = |program: &str| {
        if args.contains("-o ./out") {
            std::fs::create_dir(folder.path().join("out")).unwrap();
        }
        let mut out =
            Command::new(program).args(args.split_whitespace()).current_dir(folder.path()).output().unwrap();
        take_written(folder.path(), &mut out.stdout);
        out
    };
    let (reference, kz) = (build(reference), build(env!("CARGO_BIN_EXE_kz")));
    let crashed = String::from_utf8_lossy(&reference.stderr).contains("panic:");
    let verdict = match (reference.status.success(), kz.status.code()) {
        (true, Some(0)) if reference.stdout == kz.stdout => Verdict::Same,
        (_, Some(0 | 1)) if crashed || tree.values().any(|text| loses_signs(text)) => Verdict::NoJudge,
        (true, Some(0)) => Verdict::Bytes,
        (false, Some(0)) if is_accident(tree, &text(&reference.stderr)) => Verdict::Refused,
        (false, Some(0)) => Verdict::Accepts,
        (_, Some(1)) if !kz.stdout.is_empty() => Verdict::Crashes,
        (false, Some(1)) => Verdict::Refused,
        // Where a later step takes away what stands twice, kz differs: see the README.
        (true, Some(1)) if code(&kz.stderr) == "duplicate-key" => Verdict::Refused,
        // As it does here, see the README too.
        (true, Some(1)) if refuses_more(&text(&kz.stderr)) => Verdict::Refused,
        (true, Some(1)) => Verdict::Refuses(code(&kz.stderr)),
        _ => Verdict::Crashes,
    };
    Comparison { verdict, reference, kz }
}

/// What kz refuses though the reference builds it; the README lists it.
fn refuses_more(message: &str) -> bool {
    // The reference makes the hash of other kinds of lines and columns, and takes the items of a list for pairs.
    [
        "cannot get a hash of its content",
        "error[invalid-resource]: annotations must be a mapping",
        "error[invalid-resource]: labels must be a mapping",
    ]
    .iter()
    .any(|refusal| message.contains(refusal))
}

/// What the reference refuses though nobody can mean that, and kz builds; the README lists it.
fn is_accident(tree: &Tree, message: &str) -> bool {
    // A comment at a list or mapping of which a merge leaves nothing: it cannot read what it has written.
    let has_comment = || tree.values().any(|text| text.contains(": #"));
    if message.contains("could not find expected ':'") && has_comment() {
        return true;
    }
    // A validator that wrote what was there already: the two objects read the same.
    let Some((_, shown)) = message.split_once("shouldn't modify the resource map: nodes unequal: \n -- ")
    else {
        return false;
    };
    let mut objects = shown.lines().map(|line| line.trim_start_matches(" -- ").trim_end_matches(','));
    objects.next() == objects.next()
}

/// True when a byte order mark in a document stands where the reference's reader, which takes 512 bytes at a time,
/// may begin to read on; it then loses the first sign of every line behind it. The README lists it.
fn loses_signs(text: &str) -> bool {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    let is_near_an_end = |document: &str| {
        let bytes = document.as_bytes();
        let mut end = 512;
        while end < bytes.len() {
            while !document.is_char_boundary(end) {
                end -= 1;
            }
            let near = &bytes[end - 12..bytes.len().min(end + MARK.len())];
            if near.windows(MARK.len()).any(|part| part == MARK) {
                return true;
            }
            end += 512;
        }
        false
    };
    let text = text.replace("\r\n", "\n");
    is_near_an_end(&text)
        || text.match_indices("\n---").any(|(at, _)| {
            text[at + 1..].split_once('\n').is_some_and(|(_, document)| is_near_an_end(document))
        })
}

fn text(output: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(output)
}

/// Adds what was written with `-o`, and removes it.
fn take_written(folder: &Path, stdout: &mut Vec<u8>) {
    for name in ["out.yaml", "out"] {
        let path = folder.join(name);
        if let Ok(text) = std::fs::read(&path) {
            stdout.extend(format!("=== {name}\n").into_bytes());
            stdout.extend(text);
            std::fs::remove_file(&path).unwrap();
        } else if let Ok(entries) = std::fs::read_dir(&path) {
            let mut files: Vec<_> = entries.map(|e| e.unwrap().path()).collect();
            files.sort();
            for file in files {
                stdout.extend(
                    format!("=== {name}/{}\n", file.file_name().unwrap().to_string_lossy()).into_bytes(),
                );
                stdout.extend(std::fs::read(&file).unwrap());
            }
            std::fs::remove_dir_all(&path).unwrap();
        }
    }
}

/// The code of a refusal: `error[code]: …`.
fn code(message: &[u8]) -> String {
    let message = String::from_utf8_lossy(message);
    let code = message.split_once("error[").and_then(|(_, rest)| rest.split_once(']'));
    code.map_or(String::new(), |(code, _)| code.to_owned())
}
