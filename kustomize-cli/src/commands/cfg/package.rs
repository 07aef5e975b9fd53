//! Reading folders of resources, by the rules of the reference's packages: a folder that has a file
//! `Krmfile` is a package of its own.

use crate::render;
use kustomize_core::diagnostic::{Code, Error, Result};
use kustomize_core::fs::{DiskFileSystem, FileSystem};
use kustomize_core::source::{FileId, Sources};
use kustomize_core::yaml::{Limits, Node, decode_text, read_documents, read_documents_as_written};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use walkdir::WalkDir;

/// The file that makes a folder a package.
pub(super) const PACKAGE_FILE: &str = "Krmfile";
/// The file that states what is no part of a package.
const IGNORE_FILE: &str = ".krmignore";

/// Resources with the texts that they were read from.
#[derive(Default)]
pub(super) struct Package {
    pub(super) sources: Sources,
    pub(super) resources: Vec<Node>,
    /// The path of the file of each, as it counts from the folder; empty for standard input, unless the
    /// resource states one.
    pub(super) paths: Vec<String>,
}

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

/// What a file or a folder holds, without the packages inside it.
///
/// # Errors
/// When something in it cannot be read or is no resource.
pub(super) fn read(path: &str) -> (Package, Result<()>) {
    let mut package = Package::default();
    let result = fill(&mut package, Path::new(path), false);
    (package, result)
}

/// What a file or a folder holds, with the packages inside it.
///
/// # Errors
/// As [`read`].
pub(super) fn read_all(path: &str) -> (Package, Result<()>) {
    let mut package = Package::default();
    let result = fill(&mut package, Path::new(path), true);
    (package, result)
}

/// Shows a refusal.
pub(super) fn refuse(error: &Error, sources: &Sources) -> ExitCode {
    render::diagnostics(error.diagnostics(), sources);
    ExitCode::FAILURE
}

fn fill(package: &mut Package, path: &Path, with_nested: bool) -> Result<()> {
    let root = path.canonicalize().map_err(|e| unreadable(path, &e.to_string()))?;
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
        if !name.ends_with(".yaml") && !name.ends_with(".yml") {
            continue;
        }
        let bytes =
            DiskFileSystem.read(entry.path()).map_err(|e| unreadable(entry.path(), &e.to_string()))?;
        // Shown below the path that was given.
        let below = entry.path().strip_prefix(&root).unwrap_or(entry.path());
        let shown = if below.as_os_str().is_empty() { path.to_path_buf() } else { path.join(below) };
        let name = if is_root { Path::new(entry.file_name()) } else { below };
        package.add(&shown, Some(name), bytes)?;
    }
    Ok(())
}

/// What standard input holds.
///
/// # Errors
/// When it cannot be read or holds something else than resources.
pub(super) fn read_stdin() -> (Package, Result<()>) {
    let mut package = Package::default();
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    let result = match read {
        Ok(_) => package.add(Path::new("standard input"), None, bytes),
        Err(e) => Err(unreadable(Path::new("standard input"), &e.to_string())),
    };
    (package, result)
}

impl Package {
    fn add(&mut self, path: &Path, below: Option<&Path>, bytes: Vec<u8>) -> Result<()> {
        let text = decode_text(bytes).map_err(|e| e.path(path))?;
        let file: FileId = self.sources.add(path, text.as_str().into());
        let read = if below.is_none() { read_documents } else { read_documents_as_written };
        for node in read(&text, file, &Limits::default())? {
            check(&node)?;
            let stated = ["internal.config.kubernetes.io/path", "config.kubernetes.io/path"]
                .iter()
                .find_map(|key| node.lookup(&["metadata", "annotations", key]).and_then(Node::text));
            self.paths.push(match below {
                Some(below) => below.display().to_string(),
                None => stated.unwrap_or_default().to_owned(),
            });
            self.resources.push(node);
        }
        Ok(())
    }
}

/// A resource may lack everything, but what it has must be what a resource has.
fn check(node: &Node) -> Result<()> {
    for (part, what) in [(Some(node), "a resource"), (node.get("metadata"), "metadata")] {
        if let Some(part) = part.filter(|part| part.as_map().is_none() && !part.is_null()) {
            let message = format!("{what} must be a mapping, this is {}", part.kind_name());
            return Err(Error::new(Code::InvalidResource, message).at(part.pos));
        }
    }
    Ok(())
}

fn sorted(root: &Path) -> walkdir::IntoIter {
    WalkDir::new(root).sort_by_file_name().into_iter()
}

fn unreadable(path: &Path, why: &str) -> Error {
    Error::new(Code::FileUnreadable, format!("cannot read {}: {why}", path.display())).path(path)
}
