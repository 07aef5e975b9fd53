//! Files in memory.

use super::{Entry, FileSystem};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Component, Path, PathBuf};

/// A tree of files that exists only in memory. Folders are there as soon as a file in them is.
///
/// ```
/// use kustomize_core::fs::{FileSystem, MemoryFileSystem};
/// let mut fs = MemoryFileSystem::new();
/// fs.insert("/app/kustomization.yaml", "resources: []\n");
/// assert!(fs.is_dir("/app".as_ref()));
/// ```
#[derive(Clone, Debug, Default)]
pub struct MemoryFileSystem {
    files: BTreeMap<PathBuf, Vec<u8>>,
    folders: BTreeSet<PathBuf>,
}

impl MemoryFileSystem {
    /// An empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds or replaces a file. A relative path counts from `/`.
    pub fn insert(&mut self, path: impl AsRef<Path>, content: impl Into<Vec<u8>>) {
        let path = normalize(path.as_ref());
        self.folders.extend(path.ancestors().skip(1).map(Path::to_path_buf));
        self.files.insert(path, content.into());
    }
}

fn normalize(path: &Path) -> PathBuf {
    let mut out = PathBuf::from("/");
    for part in path.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::Normal(name) => out.push(name),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
        }
    }
    out
}

fn not_found(path: &Path) -> io::Error {
    io::Error::new(io::ErrorKind::NotFound, format!("{}: no such file or folder", path.display()))
}

impl FileSystem for MemoryFileSystem {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let path = normalize(path);
        self.files.get(&path).cloned().ok_or_else(|| not_found(&path))
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        let path = normalize(path);
        if self.exists(&path) { Ok(path) } else { Err(not_found(&path)) }
    }

    fn is_dir(&self, path: &Path) -> bool {
        self.folders.contains(&normalize(path))
    }

    fn entry(&self, path: &Path) -> io::Result<Entry> {
        let path = normalize(path);
        if self.files.contains_key(&path) {
            Ok(Entry::File)
        } else if self.folders.contains(&path) {
            Ok(Entry::Folder)
        } else {
            Err(not_found(&path))
        }
    }

    fn exists(&self, path: &Path) -> bool {
        let path = normalize(path);
        self.files.contains_key(&path) || self.folders.contains(&path)
    }

    fn read_dir(&self, path: &Path) -> io::Result<Vec<String>> {
        let path = normalize(path);
        if !self.folders.contains(&path) {
            return Err(not_found(&path));
        }
        let inside = self.files.keys().chain(&self.folders).filter(|p| p.parent() == Some(&path));
        let names: BTreeSet<_> =
            inside.filter_map(|p| p.file_name()).map(|n| n.to_string_lossy().into_owned()).collect();
        Ok(names.into_iter().collect())
    }
}
