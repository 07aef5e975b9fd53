//! Files in memory over another file system.

use super::{Entry, FileSystem, MemoryFileSystem};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

/// Files in memory that stand before, and in the place of, those of another file system: a
/// kustomization that is on no disk over the folders that are.
///
/// ```
/// use kustomize_core::{Builder, fs::{LayeredFileSystem, MemoryFileSystem}};
///
/// let mut disk = MemoryFileSystem::new();
/// disk.insert("/app/kustomization.yaml", "resources: [cm.yaml]\n");
/// disk.insert("/app/cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n");
///
/// let mut files = LayeredFileSystem::new(&disk);
/// files.insert("/app/kustomization.yaml", "namePrefix: new-\nresources: [cm.yaml]\n");
/// let output = Builder::new(&files).build("/app").unwrap();
/// assert_eq!(output.resources().next().unwrap().name(), "new-settings");
/// ```
#[derive(Clone)]
pub struct LayeredFileSystem<'a> {
    over: MemoryFileSystem,
    hidden: BTreeSet<PathBuf>,
    names: BTreeMap<PathBuf, PathBuf>,
    below: &'a dyn FileSystem,
}

impl<'a> LayeredFileSystem<'a> {
    /// The files of `below`, as they are.
    pub fn new(below: &'a dyn FileSystem) -> Self {
        LayeredFileSystem {
            over: MemoryFileSystem::new(),
            hidden: BTreeSet::new(),
            names: BTreeMap::new(),
            below,
        }
    }

    /// Adds a file, or puts it in the place of the one below. The path is absolute and without
    /// symbolic links.
    pub fn insert(&mut self, path: impl AsRef<Path>, content: impl Into<Vec<u8>>) {
        self.hidden.remove(path.as_ref());
        self.over.insert(path, content);
    }

    /// Hides a file of the file system below. The path is absolute and without symbolic links.
    pub fn hide(&mut self, path: impl Into<PathBuf>) {
        self.hidden.insert(path.into());
    }

    /// Sets what messages call a file.
    pub fn show_as(&mut self, path: impl Into<PathBuf>, name: impl Into<PathBuf>) {
        self.names.insert(path.into(), name.into());
    }

    fn is_hidden(&self, path: &Path) -> bool {
        self.hidden.contains(path)
    }

    fn is_file_over(&self, path: &Path) -> bool {
        matches!(self.over.entry(path), Ok(Entry::File))
    }
}

fn hidden() -> io::Error {
    io::Error::from(io::ErrorKind::NotFound)
}

impl FileSystem for LayeredFileSystem<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match () {
            () if self.is_file_over(path) => self.over.read(path),
            () if self.is_hidden(path) => Err(hidden()),
            () => self.below.read(path),
        }
    }

    fn read_at_most(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        match () {
            () if self.is_file_over(path) => self.over.read_at_most(path, most),
            () if self.is_hidden(path) => Err(hidden()),
            () => self.below.read_at_most(path, most),
        }
    }

    fn read_real(&self, path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
        match () {
            () if self.is_file_over(path) => self.over.read_real(path, most),
            () if self.is_hidden(path) => Err(hidden()),
            () => self.below.read_real(path, most),
        }
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        if self.is_file_over(path) {
            return self.over.canonicalize(path);
        }
        match self.below.canonicalize(path) {
            Ok(real) if self.is_hidden(&real) => Err(hidden()),
            Err(_) if self.over.exists(path) => self.over.canonicalize(path),
            result => result,
        }
    }

    fn is_dir(&self, path: &Path) -> bool {
        self.over.is_dir(path) || self.below.is_dir(path)
    }

    fn entry(&self, path: &Path) -> io::Result<Entry> {
        match () {
            () if self.is_file_over(path) => Ok(Entry::File),
            () if self.is_hidden(path) => Err(hidden()),
            // A folder below may be a link, which leads to where the files over it are not.
            () => self.below.entry(path).or_else(|_| self.over.entry(path)),
        }
    }

    fn exists(&self, path: &Path) -> bool {
        self.over.exists(path) || !self.is_hidden(path) && self.below.exists(path)
    }

    fn read_dir(&self, path: &Path) -> io::Result<Vec<String>> {
        let over = self.over.read_dir(path);
        let below = self.below.read_dir(path);
        if over.is_err() && below.is_err() {
            return below;
        }
        let shown = |name: &String| !self.is_hidden(&path.join(name));
        let below = below.unwrap_or_default().into_iter().filter(shown);
        let names: BTreeSet<String> = below.chain(over.unwrap_or_default()).collect();
        Ok(names.into_iter().collect())
    }

    fn shown_as(&self, path: &Path) -> Option<PathBuf> {
        self.names.get(path).cloned().or_else(|| self.below.shown_as(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_and_what_is_hidden_decides() {
        let mut below = MemoryFileSystem::new();
        for name in ["a", "b", "c"] {
            below.insert(format!("/d/{name}"), "below");
        }
        let mut files = LayeredFileSystem::new(&below);
        files.insert("/d/a", "over");
        files.insert("/e/new", "over");
        files.hide("/d/b");
        files.show_as("/d/a", "-");
        let text = |path: &str| files.read(Path::new(path)).ok().and_then(|b| String::from_utf8(b).ok());
        assert_eq!(text("/d/a").as_deref(), Some("over"));
        assert_eq!(text("/d/b"), None);
        assert_eq!(text("/d/c").as_deref(), Some("below"));
        assert_eq!(files.read_dir(Path::new("/d")).unwrap(), ["a", "c"]);
        assert_eq!(files.read_dir(Path::new("/e")).unwrap(), ["new"]);
        assert!(files.is_dir(Path::new("/e")) && files.entry(Path::new("/e")).unwrap() == Entry::Folder);
        assert!(!files.exists(Path::new("/d/b")) && files.canonicalize(Path::new("/d/b")).is_err());
        assert_eq!(files.canonicalize(Path::new("/e/new")).unwrap(), Path::new("/e/new"));
        assert_eq!(files.shown_as(Path::new("/d/a")), Some(PathBuf::from("-")));
        assert_eq!(files.shown_as(Path::new("/d/c")), None);
    }
}
