//! Mending what can be mended without changing what is built.

use super::files::{Watched, kustomizations};
use crate::output::write_file;
use crate::render;
use kustomize_core::Builder;
use kustomize_core::edit::fix;
use kustomize_core::fs::{DiskFileSystem, Entry, FileSystem};
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

/// Replaces the deprecated fields of the kustomizations below a folder. A file whose build would
/// change is left as it is, and told; so is everything when an overlay would change.
pub(super) fn mend(folder: &Path) {
    let watched = Watched::default();
    let roots = build_all(&watched, folder);
    if roots.iter().any(|(_, built)| built.is_none()) {
        render::note("nothing is mended as long as a kustomization is refused");
        return;
    }
    let mut mended = Changed::default();
    let mut notes = Vec::new();
    for file in kustomizations(folder) {
        let Some(dir) = file.parent() else { continue };
        let Ok(text) = super::files::read_text(&file) else { continue };
        // What cannot be read is told by the check that follows.
        let Ok(fixed) = fix(&text, &|path| dir.join(path).is_file()) else { continue };
        let Ok(real) = file.canonicalize() else { continue };
        // Of a component that nothing uses it cannot be known what it would change.
        if fixed.replaced.is_empty() || !watched.was_read(&real) {
            continue;
        }
        let mut tried = Changed(mended.0.clone());
        tried.0.insert(real, fixed.text.into_bytes());
        if build_all(&tried, folder) == roots {
            let fields: Vec<String> =
                fixed.replaced.iter().map(|(from, to)| format!("{from} becomes {to}")).collect();
            notes.push(format!("{}: {}", file.display(), fields.join(", ")));
            mended = tried;
        } else {
            render::note(&format!("{} is left as it is: its build would change", file.display()));
        }
    }
    for (path, content) in &mended.0 {
        if let Err(error) = write_file(path, content) {
            render::plain_error(&format!("cannot write {}: {error}", path.display()));
        }
    }
    notes.iter().for_each(|note| render::note(note));
}

/// What all kustomizations below a folder build to; nothing for those that are refused.
fn build_all(files: &dyn FileSystem, folder: &Path) -> Vec<(PathBuf, Option<String>)> {
    let builder = Builder::new(files);
    let mut session = builder.session();
    let roots = session.find_roots(folder, true).unwrap_or_default();
    let built = session.build_each(&roots, |_, result| result.and_then(|output| output.to_yaml()).ok());
    roots.into_iter().zip(built).collect()
}

/// The disk with some files changed.
#[derive(Default)]
struct Changed(HashMap<PathBuf, Vec<u8>>);

impl FileSystem for Changed {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let changed = (!self.0.is_empty()).then(|| std::fs::canonicalize(path)).transpose()?;
        match changed.and_then(|real| self.0.get(&real)) {
            Some(content) => Ok(content.clone()),
            None => DiskFileSystem.read(path),
        }
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        DiskFileSystem.canonicalize(path)
    }

    fn is_dir(&self, path: &Path) -> bool {
        DiskFileSystem.is_dir(path)
    }

    fn entry(&self, path: &Path) -> io::Result<Entry> {
        DiskFileSystem.entry(path)
    }

    fn exists(&self, path: &Path) -> bool {
        DiskFileSystem.exists(path)
    }

    fn read_dir(&self, path: &Path) -> io::Result<Vec<String>> {
        DiskFileSystem.read_dir(path)
    }
}
