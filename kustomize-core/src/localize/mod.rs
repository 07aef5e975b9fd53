//! Copies of kustomizations in which everything that was fetched is a file of the copy.

mod charts;
mod fields;
mod names;
mod plugins;
mod shape;

use crate::Refusal;
use crate::diagnostic::{Code, Error, Result};
use crate::fs::FileSystem;
use crate::hash::HashSet;
use crate::kustomization::Text;
use crate::load::{LoadRestriction, Loader, Remote, RepoSpec, Root, Target};
use crate::source::Pos;
use crate::yaml::{Limits, Node, write_document};
use names::{below, relative, written};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A copy that has not been written anywhere yet.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Localized {
    /// The name of the copy's folder when none is given.
    pub default_name: String,
    /// The folder of the target in the copy; empty when it is the copy itself.
    pub target: PathBuf,
    /// The folders of the copy, also empty ones.
    pub folders: BTreeSet<PathBuf>,
    /// The files of the copy.
    pub files: BTreeMap<PathBuf, Vec<u8>>,
}

/// Copies a kustomization with all that it needs, as `kustomize localize` does.
///
/// `target` is a folder or the address of a repository with a reference; `scope` is a folder around the
/// target that nothing may lead out of, the target itself when there is none. Paths are shown relative to
/// `display_base` in messages.
///
/// # Errors
/// What leads out of the scope, is fetched without a stated reference, or cannot be read.
pub fn localize(
    fs: &dyn FileSystem,
    remote: Option<&dyn Remote>,
    target: &Path,
    scope: Option<&Path>,
    display_base: &Path,
    limits: Limits,
) -> std::result::Result<Localized, Refusal> {
    let base = display_base.to_path_buf();
    let mut loader = Loader::new(fs, LoadRestriction::RootOnly, base, limits).with(remote, None);
    let result = run(fs, &mut loader, target, scope);
    result.map_err(|error| Refusal::new(error, std::mem::take(&mut loader.sources), Vec::new()))
}

fn run(
    fs: &dyn FileSystem,
    loader: &mut Loader<'_>,
    target: &Path,
    scope: Option<&Path>,
) -> Result<Localized> {
    if let Some(spec) = target.to_str().and_then(RepoSpec::parse) {
        check_reference(&spec)?;
    }
    let root = loader.open_root(target)?;
    let scope = match (root.repository(), scope) {
        (None, Some(scope)) => open_scope(fs, scope, &root.dir)?,
        (Some(_), Some(scope)) => {
            let message = format!("the scope {} is stated for a target that is fetched", scope.display());
            return Err(Error::new(Code::InvalidValue, message).hint("its scope is its repository"));
        }
        (Some(repository), None) => repository.copy.clone(),
        (None, None) => root.dir.clone(),
    };
    let fetched = root.repository().map(|repository| (&repository.spec, repository.copy.as_path()));
    let default_name = names::of_copy(&root.dir, fetched);
    let target = relative(&scope, &root.dir);
    let mut localizer = Localizer {
        fs,
        loader,
        scope,
        folders: BTreeSet::new(),
        files: BTreeMap::new(),
        done: HashSet::default(),
    };
    let place = Place { root, at: target.clone(), is_local: true };
    localizer.root(&place)?;
    let Localizer { folders, files, .. } = localizer;
    if let Some(both) = folders.iter().find(|folder| files.contains_key(*folder)) {
        let message = format!("{} would be a file and a folder", both.display());
        return Err(Error::new(Code::InvalidValue, message));
    }
    Ok(Localized { default_name, target, folders, files })
}

fn open_scope(fs: &dyn FileSystem, scope: &Path, target: &Path) -> Result<PathBuf> {
    let refuse = |why: &str| {
        Error::new(Code::InvalidValue, format!("the scope {} {why}", scope.display())).path(scope)
    };
    let real = fs.canonicalize(scope).map_err(|_| refuse("is not there"))?;
    if !fs.is_dir(&real) {
        return Err(refuse("is no folder"));
    }
    if target.starts_with(&real) { Ok(real) } else { Err(refuse("does not contain the target")) }
}

fn check_reference(spec: &RepoSpec) -> Result<()> {
    if !spec.reference.is_empty() {
        return Ok(());
    }
    Err(Error::new(Code::InvalidValue, format!("{} states no reference", spec.shown()))
        .hint("name a branch, tag or commit: ?ref=NAME"))
}

/// A copy in the making.
struct Localizer<'l, 'fs> {
    fs: &'l dyn FileSystem,
    loader: &'l mut Loader<'fs>,
    /// What nothing that was not fetched may lead out of.
    scope: PathBuf,
    folders: BTreeSet<PathBuf>,
    files: BTreeMap<PathBuf, Vec<u8>>,
    /// The roots that were copied, with where they were copied to.
    done: HashSet<(PathBuf, PathBuf)>,
}

/// A kustomization and where its copy is.
struct Place {
    root: Arc<Root>,
    /// The folder in the copy.
    at: PathBuf,
    /// True when only paths led here, so that the scope holds.
    is_local: bool,
}

impl Localizer<'_, '_> {
    fn root(&mut self, place: &Place) -> Result<()> {
        if !self.done.insert((place.root.dir.clone(), place.at.clone())) {
            return Ok(());
        }
        let file = self.loader.kustomization(&place.root)?;
        let text = self.loader.text(file);
        let name = self.loader.sources.path(Pos::new(file, 0)).and_then(Path::file_name);
        let name = name.map(PathBuf::from).unwrap_or_default();
        let node = crate::yaml::read_config(&text, file, &self.loader.limits)?;
        let node = node.filter(|node| !node.is_null()).unwrap_or_else(|| Node::map(Pos::new(file, 0)));
        crate::kustomization::decode(&node)?;
        let mut kustomization = shape::canonical_kustomization(&node);
        self.folder(&place.at);
        self.fields(place, &mut kustomization)?;
        self.plugins(place, &mut kustomization)?;
        let mut content = String::new();
        write_document(&kustomization, &mut content)?;
        self.write(place, &name, content.into_bytes())
    }

    fn folder(&mut self, folder: &Path) {
        if self.folders.insert(folder.to_path_buf())
            && let Some(parent) = folder.parent()
        {
            self.folder(parent);
        }
    }

    fn write(&mut self, place: &Place, path: &Path, content: Vec<u8>) -> Result<()> {
        let path = below(&place.at, path)?;
        if let Some(parent) = path.parent() {
            self.folder(parent);
        }
        self.files.insert(path, content);
        Ok(())
    }

    /// Copies a file, and gives its path in the copy. No path, no file.
    fn file(&mut self, place: &Place, path: &Text) -> Result<String> {
        if path.is_empty() {
            return Ok(String::new());
        }
        let content = self.loader.read_bytes(&place.root, path)?;
        self.file_with(place, path, content)
    }

    /// Writes a file with this content, and gives its path in the copy.
    fn file_with(&mut self, place: &Place, path: &Text, content: Vec<u8>) -> Result<String> {
        let copy = if self.loader.is_address(path) {
            self.check_fetched(place, path)?;
            names::of_file(path.as_str()).map_err(|e| e.at(path.pos))?
        } else {
            let file = self.loader.file(&place.root, path)?;
            written(&relative(&place.root.dir, &file))
        };
        self.write(place, Path::new(&copy), content).map_err(|e| e.at(path.pos))?;
        Ok(copy)
    }

    fn check_fetched(&self, place: &Place, path: &Text) -> Result<()> {
        let folder = place.root.dir.join(names::FETCHED);
        if !self.fs.exists(&folder) {
            return Ok(());
        }
        let message =
            format!("{path} is kept in {}, which is there already", self.loader.display(&folder).display());
        Err(Error::new(Code::InvalidValue, message).at(path.pos).hint("give the folder another name"))
    }

    /// Copies the kustomization that a path leads to, and gives its path in the copy.
    fn folder_of(&mut self, place: &Place, path: &Text) -> Result<String> {
        if path.is_empty() {
            return Ok(String::new());
        }
        let (below, copy) = match RepoSpec::parse(path.as_str()) {
            Some(spec) => {
                check_reference(&spec).map_err(|e| e.at(path.pos))?;
                let root = self.loader.open_repository(Some(&place.root), &spec, path.pos)?;
                self.check_fetched(place, path)?;
                let copy = root.repository().map(|repository| repository.copy.clone()).unwrap_or_default();
                let copy = names::of_root(&spec, &relative(&copy, &root.dir)).map_err(|e| e.at(path.pos))?;
                let at = names::below(&place.at, Path::new(&copy)).map_err(|e| e.at(path.pos))?;
                (Place { root, at, is_local: false }, copy)
            }
            None => {
                let root = self.open(place, path)?;
                let copy = relative(&place.root.dir, &root.dir);
                let at = names::below(&place.at, &copy).map_err(|e| e.at(path.pos))?;
                (Place { root, at, is_local: place.is_local }, written(&copy))
            }
        };
        self.root(&below).map_err(|e| e.at(path.pos).within_at(path.pos, format!("in {path}")))?;
        Ok(copy)
    }

    /// Opens a folder by its path, within the scope.
    fn open(&mut self, place: &Place, path: &Text) -> Result<Arc<Root>> {
        let Target::Folder(dir) = self.loader.resolve(&place.root, path)? else {
            let message = format!("{path} is not a folder");
            return Err(Error::new(Code::FileUnreadable, message).at(path.pos));
        };
        let root = self.loader.open_base(&place.root, dir, path)?;
        if place.is_local && !root.dir.starts_with(&self.scope) {
            let message =
                format!("{path} is outside the scope {}", self.loader.display(&self.scope).display());
            return Err(Error::new(Code::OutsideRoot, message)
                .at(path.pos)
                .hint("state a folder around both with --scope"));
        }
        Ok(root)
    }
}
