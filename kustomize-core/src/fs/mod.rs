//! The one way in which the library reads files.

mod disk;
mod layered;
mod memory;

pub use disk::DiskFileSystem;
pub use layered::LayeredFileSystem;
pub use memory::MemoryFileSystem;

use std::io;
use std::path::{Path, PathBuf};

/// What is at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A file, or anything that is neither of the others.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, wherever it leads.
    Link,
}

/// Where files come from. Paths are absolute and use `/`.
///
/// One of your own hands on what it does not do itself:
///
/// ```
/// use kustomize_core::fs::{Entry, FileSystem, MemoryFileSystem};
/// use std::{io, path::{Path, PathBuf}};
///
/// /// Files in which `${tag}` stands for a version.
/// struct Filled(MemoryFileSystem);
///
/// impl FileSystem for Filled {
///     fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
///         let text = String::from_utf8(self.0.read(path)?).map_err(io::Error::other)?;
///         Ok(text.replace("${tag}", "1.27").into_bytes())
///     }
///     fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> { self.0.canonicalize(path) }
///     fn is_dir(&self, path: &Path) -> bool { self.0.is_dir(path) }
///     fn entry(&self, path: &Path) -> io::Result<Entry> { self.0.entry(path) }
///     fn exists(&self, path: &Path) -> bool { self.0.exists(path) }
///     fn read_dir(&self, path: &Path) -> io::Result<Vec<String>> { self.0.read_dir(path) }
/// }
///
/// let mut files = MemoryFileSystem::new();
/// files.insert("/app/kustomization.yaml", "resources: [pod.yaml]\n");
/// files.insert("/app/pod.yaml", "kind: Pod\nmetadata: {name: web}\nspec: {image: 'nginx:${tag}'}\n");
/// let output = kustomize_core::Builder::new(&Filled(files)).build("/app").unwrap();
/// assert!(output.to_yaml().unwrap().ends_with("image: nginx:1.27\n"));
/// ```
pub trait FileSystem: Send + Sync {
    /// The content of a file.
    ///
    /// # Errors
    /// Any error of reading it; a folder is an error too.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// As [`Self::read`], for no more than `most` bytes.
    ///
    /// # Errors
    /// As there, and [`io::ErrorKind::FileTooLarge`] for a longer file.
    fn read_at_most(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        let content = self.read(path)?;
        if content.len() as u64 > most { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(content) }
    }

    /// As [`Self::read_at_most`], for a path without symbolic links; `None` when it has one. Where others
    /// may change the file system, this must hold at the moment of opening.
    ///
    /// # Errors
    /// As there.
    fn read_real(&self, path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
        match self.entry(path)? {
            Entry::Link => Ok(None),
            _ => self.read_at_most(path, most).map(Some),
        }
    }

    /// The path without symbolic links, `.` and `..`.
    ///
    /// # Errors
    /// When it does not exist.
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf>;

    /// True when the path is a folder, following symbolic links.
    fn is_dir(&self, path: &Path) -> bool;

    /// What the last name of the path is, a symbolic link not followed; the rest of the path has
    /// none.
    ///
    /// # Errors
    /// When it does not exist.
    fn entry(&self, path: &Path) -> io::Result<Entry>;

    /// True when the path is there, following symbolic links.
    fn exists(&self, path: &Path) -> bool;

    /// The names in a folder, sorted.
    ///
    /// # Errors
    /// When it is not a folder or cannot be listed.
    fn read_dir(&self, path: &Path) -> io::Result<Vec<String>>;

    /// What a folder holds, in no order, symbolic links not followed: at most so many entries, those that come
    /// first. `None` where this costs as much as asking for [`Self::entry`] of each, or is not possible.
    fn entries(&self, path: &Path, most: usize) -> Option<Vec<(String, Entry)>> {
        let _ = (path, most);
        None
    }

    /// What messages call a file, when that is not its path: it came from elsewhere.
    fn shown_as(&self, path: &Path) -> Option<PathBuf> {
        let _ = path;
        None
    }
}
