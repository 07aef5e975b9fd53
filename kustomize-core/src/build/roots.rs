//! Finding the kustomizations below a folder.

use super::{Refusal, Session};
use crate::diagnostic::Result;
use crate::hash::{HashMap, HashSet};
use crate::kustomization::{Kustomization, Text};
use crate::load::{Root, Target};
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Session<'_> {
    /// The folders with kustomizations below a folder, itself included, sorted: those that no other
    /// one of them includes, or with `bases` all of them. Components are never among them. Folders
    /// whose names start with a dot are left out, and symbolic links are not followed.
    ///
    /// # Errors
    /// When the folder, or one below it, cannot be read.
    pub fn find_roots(
        &mut self,
        folder: impl AsRef<Path>,
        bases: bool,
    ) -> std::result::Result<Vec<PathBuf>, Refusal> {
        let folder = folder.as_ref();
        self.find(folder, bases)
            .map_err(|error| Refusal::new(error, self.run.loader.sources.clone(), Vec::new()))
    }

    fn find(&mut self, folder: &Path, bases: bool) -> Result<Vec<PathBuf>> {
        let top = self.run.loader.open_root(folder)?;
        let mut found = Vec::new();
        let mut includes: Includes = HashMap::default();
        for dir in self.run.loader.folders_below(&top.dir)? {
            let root = Arc::new(Root::top(dir));
            // What is wrong with it is said when it is built.
            let kustomization = self.run.read_kustomization(&root).ok();
            let is_component = kustomization.as_ref().is_some_and(|k| &*k.kind == "Component");
            includes.insert(root.dir.clone(), self.included(&root, kustomization.as_deref()));
            if !is_component {
                found.push(root.dir.clone());
            }
        }
        let roots = if bases { found } else { outermost(&found, &includes) };
        Ok(roots.iter().map(|dir| beside(folder, &top.dir, dir)).collect())
    }

    /// The folders that a kustomization includes.
    fn included(&mut self, root: &Arc<Root>, kustomization: Option<&Kustomization>) -> Vec<PathBuf> {
        let Some(k) = kustomization else { return Vec::new() };
        let plugins = k.generators.iter().chain(&k.transformers).chain(&k.validators);
        let paths: Vec<&Text> = k
            .resources
            .iter()
            .chain(&k.components)
            .chain(plugins.filter(|path| !path.contains(['\n', '{'])))
            .collect();
        let mut folders = Vec::new();
        for path in paths {
            if let Ok(Target::Folder(dir)) = self.run.loader.resolve(root, path) {
                folders.push(dir);
            }
        }
        folders
    }
}

/// What each kustomization includes.
type Includes = HashMap<PathBuf, Vec<PathBuf>>;

/// Those that no other one includes. Of those that include one another the first stands for all.
fn outermost(found: &[PathBuf], includes: &Includes) -> Vec<PathBuf> {
    let included: HashSet<&PathBuf> = includes.values().flatten().collect();
    let (free, others): (Vec<_>, Vec<_>) = found.iter().partition(|dir| !included.contains(dir));
    let mut reached = HashSet::default();
    let mut roots: Vec<PathBuf> = Vec::new();
    for dir in free.into_iter().chain(others) {
        if reached.insert(dir) {
            roots.push(dir.clone());
            let mut next = vec![dir];
            while let Some(dir) = next.pop() {
                let inner = includes.get(dir).into_iter().flatten();
                next.extend(inner.filter(|inner| reached.insert(*inner)));
            }
        }
    }
    roots.sort();
    roots
}

/// The path of a folder below `top`, beginning with what the user called that.
fn beside(called: &Path, top: &Path, dir: &Path) -> PathBuf {
    match dir.strip_prefix(top) {
        Ok(below) if below.as_os_str().is_empty() => called.to_path_buf(),
        Ok(below) if called == Path::new(".") => below.to_path_buf(),
        Ok(below) => called.join(below),
        Err(_) => dir.to_path_buf(),
    }
}
