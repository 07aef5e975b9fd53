//! Fetching what a kustomization names by an address, once in a run.

use super::remote::RemoteError;
use super::root::Repository;
use super::url::without_user;
use super::{Loader, Remote, RepoSpec, Root, clean, plain_io};
use crate::diagnostic::{Code, Error, Result};
use crate::fs::Entry;
use crate::hash::HashMap;
use crate::kustomization::Text;
use crate::source::{FileId, Pos};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What was fetched so far, by all runs that share it.
pub(super) type SharedFetched = Arc<Mutex<Fetched>>;

/// What was fetched so far.
#[derive(Default)]
pub(super) struct Fetched {
    /// Working copies, or why there is none, by address, reference and whether they have their submodules.
    copies: HashMap<(String, String, bool), Result<PathBuf>>,
    /// The working copies with the address and the reference that messages name them by.
    shown: Vec<(PathBuf, String, String)>,
    files: HashMap<String, Arc<[u8]>>,
}

impl Fetched {
    /// The address of a file in a working copy.
    pub(super) fn address(&self, path: &Path) -> Option<PathBuf> {
        self.shown.iter().find_map(|(copy, name, reference)| {
            let below = path.strip_prefix(copy).ok()?;
            let mut address = name.clone();
            if !reference.is_empty() {
                address.push_str(&format!("?ref={reference}"));
            }
            // Below it stands a path, of which the last part is the name of a file.
            if !below.as_os_str().is_empty() {
                address.push_str(&format!("//{}", below.display()));
            }
            Some(PathBuf::from(address))
        })
    }
}

impl<'a> Loader<'a> {
    fn remote(&self, what: &str) -> Result<&'a dyn Remote> {
        self.remote.ok_or_else(|| {
            Error::new(Code::NotEnabled, format!("{what} would have to be fetched, and this program cannot"))
                .hint("fetch it first and name it by its path")
        })
    }

    /// Opens a kustomization in a repository, by the repository's address.
    ///
    /// # Errors
    /// [`Code::Cycle`] when it is being built already, [`Code::RemoteFailed`], or when the folder in the
    /// repository cannot be used.
    pub(crate) fn open_repository(
        &mut self,
        parent: Option<&Arc<Root>>,
        spec: &RepoSpec,
        pos: Pos,
    ) -> Result<Arc<Root>> {
        let shown = spec.shown();
        if let Some(before) = parent.and_then(|parent| parent.first_fetched_for(spec)) {
            return Err(cycle(spec, before).at(pos));
        }
        let copy = self.check_out(spec).map_err(|e| e.at(pos))?;
        let folder = clean(&copy.join(spec.folder.trim_start_matches('/')));
        let unusable = |why: &str| {
            Error::new(Code::FileUnreadable, format!("{shown}: {} {why}", show_folder(spec))).at(pos)
        };
        let dir = self
            .fs
            .canonicalize(&folder)
            .map_err(|e| unusable(&format!("cannot be opened: {}", plain_io(&e))))?;
        if !dir.starts_with(&copy) {
            let message = format!("{shown}: {} leads out of the repository", show_folder(spec));
            return Err(Error::new(Code::OutsideRoot, message).at(pos));
        }
        if !self.fs.is_dir(&dir) {
            return Err(unusable("is a file, not a folder"));
        }
        self.real.insert(dir.clone().into(), Entry::Folder);
        Ok(Arc::new(Root::fetched(parent, dir, Repository { copy, spec: spec.clone() })))
    }

    fn check_out(&mut self, spec: &RepoSpec) -> Result<PathBuf> {
        let url = spec.clone_url();
        let shown = without_user(&url);
        // No name of a branch, a tag or a commit starts like an option.
        if spec.reference.starts_with('-') {
            let message = format!("\"{}\" cannot be the name of a branch, a tag or a commit", spec.reference);
            return Err(Error::new(Code::RemoteFailed, message));
        }
        let key = (url, spec.reference.clone(), spec.submodules);
        let fetched = self.fetched.clone();
        // Whoever needs the same waits for it.
        let mut fetched = fetched.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(copy) = fetched.copies.get(&key) {
            return copy.clone();
        }
        let remote = self.remote(&shown)?;
        let copy = remote.check_out(spec).map_err(|e| failed(&shown, &e));
        if let Ok(copy) = &copy {
            fetched.shown.push((copy.clone(), shown, spec.reference.clone()));
        }
        fetched.copies.insert(key, copy.clone());
        copy
    }

    /// The content of the file at an address.
    ///
    /// # Errors
    /// [`Code::RemoteFailed`].
    pub(super) fn fetch(&mut self, url: &Text) -> Result<Arc<[u8]>> {
        let mut fetched = self.fetched.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = fetched.files.get(url.as_str()) {
            return Ok(bytes.clone());
        }
        let shown = without_user(url.as_str());
        let remote = self.remote(&shown).map_err(|e| e.at(url.pos))?;
        let bytes = remote.get(url.as_str()).map_err(|e| match e {
            RemoteError::Status(_) if RepoSpec::parse(url.as_str()).is_some() => failed(&shown, &e)
                .at(url.pos)
                .hint("this may be the address of a repository; a file is needed"),
            e => failed(&shown, &e).at(url.pos),
        })?;
        let bytes: Arc<[u8]> = bytes.into();
        fetched.files.insert(url.as_str().to_owned(), bytes.clone());
        Ok(bytes)
    }

    /// The text of the file at an address.
    ///
    /// # Errors
    /// As [`Self::fetch`], and when it is not UTF-8.
    pub(super) fn fetch_text(&mut self, url: &Text) -> Result<FileId> {
        let key = OsStr::new(url.as_str());
        if let Some(&id) = self.texts.get(key) {
            return Ok(id);
        }
        let bytes = self.fetch(url)?.to_vec();
        let id = self.add_text(Path::new(&without_user(url.as_str())), bytes)?;
        self.texts.insert(key.into(), id);
        Ok(id)
    }
}

/// The refusal of an address that leads to what is being built.
pub(super) fn cycle(spec: &RepoSpec, before: &RepoSpec) -> Error {
    let [spec, before] = [spec, before].map(RepoSpec::shown);
    Error::new(Code::Cycle, format!("{spec} includes itself: {before} is being built"))
}

/// The refusal of an address that is neither a file's nor a repository's: one message, about what the
/// address looks like, with the other as its hint.
pub(crate) fn neither(repository: Error, file: Error, address: &str) -> Error {
    let failed = |e: &Error| e.code() == Code::RemoteFailed && e.diagnostic().chain.is_empty();
    if !failed(&repository) || !failed(&file) {
        return repository.and(file);
    }
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let is_file = [".yaml", ".yml", ".json"].iter().any(|end| path.ends_with(end));
    let (first, other, what) =
        if is_file { (file, repository, "a repository") } else { (repository, file, "a file") };
    first.hint(format!("taken for {what}: {}", other.diagnostic().message))
}

fn show_folder(spec: &RepoSpec) -> String {
    if spec.folder.is_empty() { "its root".to_owned() } else { format!("the folder \"{}\"", spec.folder) }
}

fn failed(what: &str, why: &RemoteError) -> Error {
    Error::new(Code::RemoteFailed, format!("cannot fetch {what}: {why}"))
}
