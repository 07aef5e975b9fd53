//! Which tests there are.

use super::case::{Case, Expected};
use super::list;
use crate::why;
use kustomize_core::diagnostic::{Code, Error};
use kustomize_core::kustomization::FILE_NAMES;
use kustomize_core::source::Sources;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The file that lists tests.
const LIST: &str = "kz-test.yaml";
/// What a kustomization beside it builds.
pub(crate) const EXPECTED: &str = "expected.yaml";
/// How a kustomization beside it is refused.
const EXPECTED_ERROR: &str = "expected-error.txt";

/// Tests that cannot be found out.
pub(super) struct Unfound {
    pub(super) error: Error,
    pub(super) sources: Sources,
}

/// The tests in and below folders, hidden ones left out, in the order of their paths.
///
/// # Errors
/// A folder that is none, a list that cannot be read.
pub(super) fn cases(dirs: &[PathBuf]) -> Result<Vec<Case>, Unfound> {
    let mut sources = Sources::new();
    let mut all = Vec::new();
    for dir in dirs {
        if let Err(error) = below(dir, &mut sources, &mut all) {
            return Err(Unfound { error, sources });
        }
    }
    Ok(all)
}

fn below(dir: &Path, sources: &mut Sources, all: &mut Vec<Case>) -> Result<(), Error> {
    let (mut lists, mut beside) = (Vec::new(), Vec::new());
    let shown = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    for entry in WalkDir::new(dir).sort_by_file_name().into_iter().filter_entry(shown) {
        let entry = entry.map_err(|e| unreadable(&e, dir))?;
        let name = entry.file_name().to_string_lossy();
        let folder = entry.path().parent().unwrap_or(dir);
        if name == LIST {
            lists.push(entry.path().to_path_buf());
        } else if FILE_NAMES.contains(&name.as_ref()) {
            beside.extend(of_folder(folder));
        }
    }
    let mut found = Vec::new();
    for path in lists {
        found.extend(list::read(&path, sources)?);
    }
    // What a list states about a file counts.
    let listed: HashSet<PathBuf> = found.iter().flat_map(files).map(real).collect();
    found.extend(beside.into_iter().filter(|case| !files(case).any(|file| listed.contains(&real(file)))));
    found.sort_by(|a, b| a.root.cmp(&b.root));
    all.extend(found);
    Ok(())
}

fn unreadable(error: &walkdir::Error, dir: &Path) -> Error {
    let path = error.path().unwrap_or(dir);
    let message = format!("cannot look for tests in {}: {}", path.display(), why::walk(error));
    Error::new(Code::FileUnreadable, message).path(path)
}

/// The test that lies beside a kustomization.
fn of_folder(folder: &Path) -> Option<Case> {
    let folder = folder.strip_prefix("./").unwrap_or(folder);
    let (output, refusal) = (folder.join(EXPECTED), folder.join(EXPECTED_ERROR));
    let expected = match (output.is_file(), refusal.is_file()) {
        (true, true) => Expected::Both(output, refusal),
        (true, false) => Expected::Output(output),
        (false, true) => Expected::Refusal(refusal),
        (false, false) => return None,
    };
    let root = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    Some(Case { root: root.to_path_buf(), args: Vec::new(), args_file: None, expected })
}

fn files(case: &Case) -> impl Iterator<Item = &PathBuf> {
    let (one, other) = match &case.expected {
        Expected::Output(file) | Expected::Refusal(file) => (Some(file), None),
        Expected::Both(output, refusal) => (Some(output), Some(refusal)),
        Expected::RefusalLike(_) => (None, None),
    };
    one.into_iter().chain(other)
}

fn real(path: &PathBuf) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.clone())
}
