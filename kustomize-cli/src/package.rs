//! Reading folders of resources, by the rules of the reference's packages: a folder that has a file
//! `Krmfile` is a package of its own.

use crate::ignore::IgnoreFile;
use crate::render;
use crate::why;
use kustomize_core::Limits;
use kustomize_core::diagnostic::{Code, Error, Result};
use kustomize_core::fs::{DiskFileSystem, FileSystem};
use kustomize_core::package::{Item, ReadOptions, read};
use kustomize_core::source::Sources;
use kustomize_core::yaml::decode_text;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use walkdir::WalkDir;

/// The endings of files with resources.
pub(crate) const YAML: [&str; 2] = [".yaml", ".yml"];
/// The file that makes a folder a package.
pub(crate) const PACKAGE_FILE: &str = "Krmfile";
/// The file that states what is no part of a package.
const IGNORE_FILE: &str = ".krmignore";

/// The packages in a folder, as the reference prints their paths: the folder itself comes first.
///
/// # Errors
/// When the folder cannot be read.
pub(crate) fn packages(root: &str, with_nested: bool) -> Result<Vec<String>> {
    let mut found = Vec::new();
    if with_nested {
        for entry in sorted(Path::new(root)) {
            let entry = entry.map_err(|e| unreadable(Path::new(root), &why::walk(&e)))?;
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
pub(crate) fn cleaned(path: &Path) -> String {
    let text = path.components().collect::<PathBuf>().display().to_string();
    let text = text.strip_prefix("./").unwrap_or(&text);
    if text.is_empty() { ".".to_owned() } else { text.to_owned() }
}

/// Shows a refusal.
pub(crate) fn refuse(error: &Error, sources: &Sources) -> ExitCode {
    render::diagnostics(error.diagnostics(), sources);
    ExitCode::FAILURE
}

/// A file of a package.
pub(crate) struct PackageFile {
    /// Its path as messages show it.
    pub(crate) shown: PathBuf,
    /// Its path as it counts from the folder.
    pub(crate) below: PathBuf,
    pub(crate) bytes: Vec<u8>,
}

/// The files of a package with these endings, in the order of their paths.
///
/// # Errors
/// When one cannot be read.
pub(crate) fn files(
    path: &Path,
    with_nested: bool,
    endings: &[&str],
    limits: &Limits,
) -> Result<Vec<PackageFile>> {
    let root = path.canonicalize().map_err(|e| unreadable(path, &why::io(&e)))?;
    let mut found = Vec::new();
    let mut ignored = IgnoreFile::default();
    let mut walk = sorted(&root);
    while let Some(entry) = walk.next() {
        let entry = entry.map_err(|e| unreadable(path, &why::walk(&e)))?;
        let is_root = entry.depth() == 0;
        if entry.file_type().is_dir() {
            let is_apart = || !with_nested && entry.path().join(PACKAGE_FILE).exists();
            if is_root {
                ignored = ignore_file(entry.path())?;
            } else if ignored.ignores(entry.path(), true) || is_apart() {
                walk.skip_current_dir();
            }
            continue;
        }
        if !is_root && ignored.ignores(entry.path(), false) {
            continue;
        }
        let name = entry.file_name().to_string_lossy();
        if !endings.iter().any(|ending| name.ends_with(ending)) {
            continue;
        }
        let read = DiskFileSystem.read_at_most(entry.path(), limits.file_bytes);
        let bytes = read.map_err(|e| match e.kind() {
            ErrorKind::FileTooLarge => too_large(entry.path(), limits),
            _ => unreadable(entry.path(), &why::io(&e)),
        })?;
        // Shown below the path that was given.
        let below = entry.path().strip_prefix(&root).unwrap_or(entry.path());
        let shown = if below.as_os_str().is_empty() { path.to_path_buf() } else { path.join(below) };
        let below = if is_root { Path::new(entry.file_name()) } else { below }.to_path_buf();
        found.push(PackageFile { shown, below, bytes });
    }
    Ok(found)
}

fn ignore_file(folder: &Path) -> Result<IgnoreFile> {
    let path = folder.join(IGNORE_FILE);
    if !path.exists() {
        return Ok(IgnoreFile::parse(folder, ""));
    }
    let bytes = DiskFileSystem.read(&path).map_err(|e| unreadable(&path, &why::io(&e)))?;
    Ok(IgnoreFile::parse(folder, &String::from_utf8_lossy(&bytes)))
}

fn sorted(root: &Path) -> walkdir::IntoIter {
    WalkDir::new(root).sort_by_file_name().into_iter()
}

pub(crate) fn unreadable(path: &Path, why: &str) -> Error {
    Error::new(Code::FileUnreadable, format!("cannot read {}: {why}", path.display())).path(path)
}

fn too_large(path: &Path, limits: &Limits) -> Error {
    let message = format!("{} has more than {} bytes", path.display(), limits.file_bytes);
    Error::new(Code::LimitExceeded, message)
        .path(path)
        .hint("if this is meant, set a higher limit with --limit file-size=…")
}

/// Resources with notes where they were read.
pub(crate) const ANNOTATED: ReadOptions<'_> = ReadOptions { unwrap: false, annotate: true, path: None };

/// What the files of a package with these endings hold.
///
/// # Errors
/// When something in it cannot be read or is no resource.
pub(crate) fn folder(
    path: &str,
    with_nested: bool,
    endings: &[&str],
    options: &ReadOptions<'_>,
    limits: &Limits,
    sources: &mut Sources,
) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    for file in files(Path::new(path), with_nested, endings, limits)? {
        let below = file.below.display().to_string();
        let options = ReadOptions { path: options.annotate.then_some(below.as_str()), ..*options };
        items.extend(parse(&file.shown, file.bytes, &options, limits, sources)?);
    }
    Ok(items)
}

/// What standard input holds.
///
/// # Errors
/// When it cannot be read or holds something else than resources.
pub(crate) fn stdin(limits: &Limits, sources: &mut Sources) -> Result<Vec<Item>> {
    let shown = Path::new("standard input");
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes).map_err(|e| unreadable(shown, &why::io(&e)))?;
    parse(shown, bytes, &ReadOptions { unwrap: true, annotate: true, path: None }, limits, sources)
}

fn parse(
    shown: &Path,
    bytes: Vec<u8>,
    options: &ReadOptions<'_>,
    limits: &Limits,
    sources: &mut Sources,
) -> Result<Vec<Item>> {
    let text = decode_text(bytes).map_err(|e: Error| e.path(shown))?;
    let file = sources.add(shown, text.as_str().into());
    Ok(read(&text, file, options, limits)?.items)
}
