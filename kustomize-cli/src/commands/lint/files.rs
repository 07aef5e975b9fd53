//! Which files a build reads, and which nothing reads.

use crate::commands::test::EXPECTED;
use crate::folder::is_kustomization_file;
use crate::render::{Message, MessageArgs};
use kustomize_core::diagnostic::{Code, Diagnostic, Severity};
use kustomize_core::fs::{DiskFileSystem, Entry, FileSystem};
use kustomize_core::kustomization::FILE_NAMES;
use kustomize_core::source::Sources;
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use walkdir::WalkDir;

/// The disk, remembering which files were read.
#[derive(Default)]
pub(super) struct Watched(Mutex<HashSet<PathBuf>>);

impl Watched {
    /// True when this file, its path without symbolic links, was read.
    pub(super) fn was_read(&self, path: &Path) -> bool {
        let read = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        read.contains(path)
    }
}

impl FileSystem for Watched {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let content = DiskFileSystem.read(path)?;
        let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(real);
        Ok(content)
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

/// The kustomization files in and below a folder, sorted; hidden folders are left out.
pub(super) fn kustomizations(folder: &Path) -> Vec<PathBuf> {
    walk(folder).filter(|path| is_kustomization_file(path)).collect()
}

fn walk(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let shown = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(shown);
    entries.filter_map(Result::ok).filter(|e| e.file_type().is_file()).map(walkdir::DirEntry::into_path)
}

/// Warns of files that look like manifests, lie beside or below a kustomization, and were not read.
pub(super) fn unlisted(folder: &Path, watched: &Watched, args: &MessageArgs) -> Vec<Message> {
    if args.allow.contains(&Code::UnlistedFile) {
        return Vec::new();
    }
    let roots: HashSet<PathBuf> =
        kustomizations(folder).iter().filter_map(|file| file.parent().map(Path::to_path_buf)).collect();
    // A component that nothing uses was not built.
    let unused: HashSet<&PathBuf> = roots
        .iter()
        .filter(|dir| {
            let mut files =
                FILE_NAMES.iter().map(|name| dir.join(name)).filter_map(|f| f.canonicalize().ok());
            !files.any(|file| watched.was_read(&file)) || is_component(dir)
        })
        .collect();
    let mut found = Vec::new();
    for path in walk(folder) {
        let is_yaml = path.extension().is_some_and(|e| e == "yaml" || e == "yml");
        let root = path.ancestors().skip(1).find(|dir| roots.contains(*dir));
        let Some(root) = root.filter(|_| is_yaml) else { continue };
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        // What `kz test` expects of a kustomization is no part of it.
        if unused.contains(&root.to_path_buf()) || watched.was_read(&real) || path.ends_with(EXPECTED) {
            continue;
        }
        let Ok(text) = read_text(&path) else { continue };
        let has = |field: &str| text.lines().any(|line| line.starts_with(field));
        if !has("apiVersion:") || !has("kind:") || text.contains("kz: allow unlisted-file") {
            continue;
        }
        found.push(warning(&path, root, args.strict));
    }
    found
}

/// The text of a file; pipes and devices have none.
pub(super) fn read_text(path: &Path) -> std::io::Result<String> {
    let bytes = DiskFileSystem.read(path)?;
    String::from_utf8(bytes).map_err(std::io::Error::other)
}

fn is_component(dir: &Path) -> bool {
    FILE_NAMES.iter().filter_map(|name| read_text(&dir.join(name)).ok()).any(|text| {
        text.lines().any(|line| line.strip_prefix("kind:").is_some_and(|kind| kind.trim() == "Component"))
    })
}

fn warning(path: &Path, root: &Path, strict: bool) -> Message {
    let shown = path.strip_prefix(".").unwrap_or(path);
    let severity = if strict { Severity::Error } else { Severity::Warning };
    let mut diagnostic =
        Diagnostic::new(severity, Code::UnlistedFile, format!("no kustomization lists {}", shown.display()));
    diagnostic.path = Some(shown.to_path_buf());
    let below = path.strip_prefix(root).unwrap_or(path);
    let diagnostic = diagnostic.with_hint(format!(
        "list {} under resources or patches, remove it, or put `# kz: allow unlisted-file` into it",
        below.display()
    ));
    Message::new(&diagnostic, &Sources::new())
}
