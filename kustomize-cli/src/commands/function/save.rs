//! Writing resources back to the files of their package.

use crate::output::write_all;
use crate::why;
use kustomize_core::diagnostic::{Code, Error, Result};
use kustomize_core::package::{Item, files};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Where resources are written to.
pub(super) struct Save<'s> {
    /// The folder, or a file in it.
    pub(super) root: &'s Path,
    /// The files that were read. Those of them that have no resources any more are removed.
    pub(super) before: &'s BTreeSet<String>,
}

/// Writes the files in which resources are kept. Nothing is written before everything is known to have its place.
///
/// # Errors
/// When a file would lie outside of the folder, or cannot be written.
pub(super) fn save(to: &Save<'_>, items: Vec<Item>) -> Result<()> {
    let root = to.root.canonicalize().map_err(|e| unwritable(to.root, &why::io(&e)))?;
    let root = match (root.is_dir(), root.parent()) {
        (false, Some(parent)) => parent.to_path_buf(),
        _ => root,
    };
    let texts = files(items)?;
    let mut changed = Vec::new();
    for (path, text) in &texts {
        let path = inside(&root, path)?;
        if std::fs::read(&path).ok().as_deref() != Some(text.as_bytes()) {
            changed.push((path, text.as_bytes()));
        }
    }
    let mut removed = Vec::new();
    for path in to.before.iter().filter(|path| !texts.contains_key(*path)) {
        inside(&root, path)?;
        removed.push(root.join(path));
    }
    for (path, _) in &changed {
        let folder = path.parent().unwrap_or(&root);
        std::fs::create_dir_all(folder).map_err(|e| unwritable(folder, &why::io(&e)))?;
    }
    write_all(&changed).map_err(|(path, e)| unwritable(&path, &why::io(&e)))?;
    for path in removed {
        std::fs::remove_file(&path).map_err(|e| unwritable(&path, &why::io(&e)))?;
    }
    Ok(())
}

/// The path of a file in the folder, which no symbolic link may lead out of.
fn inside(root: &Path, path: &str) -> Result<PathBuf> {
    let full = root.join(path);
    if full.is_dir() {
        return Err(unwritable(&full, "it is a folder"));
    }
    let there = full.ancestors().find_map(|part| part.canonicalize().ok());
    let is_inside = there.is_some_and(|there| there.starts_with(root));
    // A link that leads to nothing could lead anywhere.
    let is_dangling = full.ancestors().any(|part| part.is_symlink() && part.canonicalize().is_err());
    if is_inside && !is_dangling {
        return Ok(full);
    }
    let message = format!("a symbolic link leads {path} out of {}", root.display());
    Err(Error::new(Code::OutsideRoot, message).path(full))
}

fn unwritable(path: &Path, why: &str) -> Error {
    Error::new(Code::FileUnreadable, format!("cannot write {}: {why}", path.display())).path(path)
}
