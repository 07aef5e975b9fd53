//! Reading folders of resources, by the rules of the reference's packages: a folder that has a file
//! `Krmfile` is a package of its own.

use crate::render;
use kustomize_core::diagnostic::{Code, Error, Result};
use kustomize_core::fs::{DiskFileSystem, FileSystem};
use kustomize_core::source::Sources;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use walkdir::WalkDir;

/// The file that makes a folder a package.
pub(super) const PACKAGE_FILE: &str = "Krmfile";
/// The file that states what is no part of a package.
const IGNORE_FILE: &str = ".krmignore";

/// The packages in a folder, as the reference prints their paths: the folder itself comes first.
///
/// # Errors
/// When the folder cannot be read.
pub(super) fn packages(root: &str, with_nested: bool) -> Result<Vec<String>> {
    let mut found = Vec::new();
    if with_nested {
        for entry in sorted(Path::new(root)) {
            let entry = entry.map_err(|e| unreadable(Path::new(root), &e.to_string()))?;
            if entry.file_name() == PACKAGE_FILE {
                let parent = entry.path().parent().unwrap_or(Path::new("."));
                found.push(cleaned(parent));
            }
        }
    } else if Path::new(root).join(PACKAGE_FILE).exists() {
        found.push(cleaned(Path::new(root)));
    }
    if !found.iter().any(|path| path == root) {
        found.insert(0, root.to_owned());
    }
    Ok(found)
}

/// The path without empty and `.` parts.
pub(super) fn cleaned(path: &Path) -> String {
    let text = path.components().collect::<PathBuf>().display().to_string();
    let text = text.strip_prefix("./").unwrap_or(&text);
    if text.is_empty() { ".".to_owned() } else { text.to_owned() }
}

/// Shows a refusal.
pub(super) fn refuse(error: &Error, sources: &Sources) -> ExitCode {
    render::diagnostics(error.diagnostics(), sources);
    ExitCode::FAILURE
}

/// A file of a package.
pub(super) struct PackageFile {
    /// Its path as messages show it.
    pub(super) shown: PathBuf,
    /// Its path as it counts from the folder.
    pub(super) below: PathBuf,
    pub(super) bytes: Vec<u8>,
}

/// The files of a package with these endings, in the order of their paths.
///
/// # Errors
/// When one cannot be read.
pub(super) fn files(path: &Path, with_nested: bool, endings: &[&str]) -> Result<Vec<PackageFile>> {
    let root = path.canonicalize().map_err(|e| unreadable(path, &e.to_string()))?;
    let mut found = Vec::new();
    let mut walk = sorted(&root);
    while let Some(entry) = walk.next() {
        let entry = entry.map_err(|e| unreadable(path, &e.to_string()))?;
        let is_root = entry.depth() == 0;
        if entry.file_type().is_dir() {
            if !with_nested && !is_root && entry.path().join(PACKAGE_FILE).exists() {
                walk.skip_current_dir();
            } else if is_root && entry.path().join(IGNORE_FILE).exists() {
                return Err(Error::new(Code::NotEnabled, format!("a file {IGNORE_FILE} is not understood"))
                    .path(entry.path().join(IGNORE_FILE)));
            }
            continue;
        }
        let name = entry.file_name().to_string_lossy();
        if !endings.iter().any(|ending| name.ends_with(ending)) {
            continue;
        }
        let bytes =
            DiskFileSystem.read(entry.path()).map_err(|e| unreadable(entry.path(), &e.to_string()))?;
        // Shown below the path that was given.
        let below = entry.path().strip_prefix(&root).unwrap_or(entry.path());
        let shown = if below.as_os_str().is_empty() { path.to_path_buf() } else { path.join(below) };
        let below = if is_root { Path::new(entry.file_name()) } else { below }.to_path_buf();
        found.push(PackageFile { shown, below, bytes });
    }
    Ok(found)
}

fn sorted(root: &Path) -> walkdir::IntoIter {
    WalkDir::new(root).sort_by_file_name().into_iter()
}

pub(super) fn unreadable(path: &Path, why: &str) -> Error {
    Error::new(Code::FileUnreadable, format!("cannot read {}: {why}", path.display())).path(path)
}
