//! Reading folders of resources, by the rules of the reference's packages: a folder that has a file
//! `Krmfile` is a package of its own.

use kustomize_core::diagnostic::{Code, Error, Result};
use kustomize_core::source::{FileId, Sources};
use kustomize_core::yaml::{Limits, Node, decode_text, read_documents, read_documents_as_written};
use std::io::Read;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The file that makes a folder a package.
const PACKAGE_FILE: &str = "Krmfile";
/// The file that states what is no part of a package.
const IGNORE_FILE: &str = ".krmignore";

/// Resources with the texts that they were read from.
#[derive(Default)]
pub(super) struct Package {
    pub(super) sources: Sources,
    pub(super) resources: Vec<Node>,
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
fn cleaned(path: &Path) -> String {
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
    let result = fill(&mut package, Path::new(path));
    (package, result)
}

fn fill(package: &mut Package, path: &Path) -> Result<()> {
    let root = path.canonicalize().map_err(|e| unreadable(path, &e.to_string()))?;
    let mut walk = sorted(&root);
    while let Some(entry) = walk.next() {
        let entry = entry.map_err(|e| unreadable(path, &e.to_string()))?;
        let is_root = entry.depth() == 0;
        if entry.file_type().is_dir() {
            if !is_root && entry.path().join(PACKAGE_FILE).exists() {
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
        let bytes = std::fs::read(entry.path()).map_err(|e| unreadable(entry.path(), &e.to_string()))?;
        // Shown below the path that was given.
        let below = entry.path().strip_prefix(&root).unwrap_or(entry.path());
        let shown = if below.as_os_str().is_empty() { path.to_path_buf() } else { path.join(below) };
        package.add(&shown, bytes, false)?;
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
        Ok(_) => package.add(Path::new("standard input"), bytes, true),
        Err(e) => Err(unreadable(Path::new("standard input"), &e.to_string())),
    };
    (package, result)
}

impl Package {
    fn add(&mut self, path: &Path, bytes: Vec<u8>, unwrap_lists: bool) -> Result<()> {
        let text = decode_text(bytes).map_err(|e| e.path(path))?;
        let file: FileId = self.sources.add(path, text.as_str().into());
        let read = if unwrap_lists { read_documents } else { read_documents_as_written };
        for node in read(&text, file, &Limits::default())? {
            check(&node)?;
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
