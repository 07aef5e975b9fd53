//! The folder of a kustomization and the way that led to it.

use super::RepoSpec;
use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::Text;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A folder whose kustomization is being built.
#[derive(Debug)]
pub(crate) struct Root {
    /// The folder, without symbolic links.
    pub(crate) dir: PathBuf,
    /// The root that uses this one.
    parent: Option<Arc<Root>>,
    /// The repository that this root is in, when it was fetched.
    repository: Option<Arc<Repository>>,
    /// True for the root that was named by the address of the repository.
    fetched: bool,
    /// How many roots lead here.
    pub(crate) depth: usize,
}

/// A fetched repository.
#[derive(Debug)]
pub(crate) struct Repository {
    /// The folder of the working copy.
    pub(crate) copy: PathBuf,
    /// What was asked for.
    pub(crate) spec: RepoSpec,
}

impl Root {
    /// The root of a build.
    pub(crate) fn top(dir: PathBuf) -> Self {
        Root { dir, parent: None, repository: None, fetched: false, depth: 0 }
    }

    /// A base or component by a path.
    pub(crate) fn below(parent: &Arc<Root>, dir: PathBuf) -> Self {
        Root {
            dir,
            repository: parent.repository.clone(),
            fetched: false,
            depth: parent.depth + 1,
            parent: Some(parent.clone()),
        }
    }

    /// A base or component, or the root of the build, by the address of a repository.
    pub(crate) fn fetched(parent: Option<&Arc<Root>>, dir: PathBuf, repository: Repository) -> Self {
        Root {
            dir,
            parent: parent.cloned(),
            repository: Some(Arc::new(repository)),
            fetched: true,
            depth: parent.map_or(0, |parent| parent.depth + 1),
        }
    }

    /// True when it was fetched: the load restriction then always holds.
    pub(crate) fn is_remote(&self) -> bool {
        self.repository.is_some()
    }

    /// The repository that this root is in.
    pub(crate) fn repository(&self) -> Option<&Repository> {
        self.repository.as_deref()
    }

    /// The repository whose address led to this very root.
    pub(crate) fn own_repository(&self) -> Option<&RepoSpec> {
        self.repository.as_ref().filter(|_| self.fetched).map(|r| &r.spec)
    }

    fn way(&self) -> impl Iterator<Item = &Root> {
        std::iter::successors(Some(self), |root| root.parent.as_deref())
    }

    /// The first root on the way, this one first, that is `dir` or lies in it. Roots outside of the
    /// repository that this root is in cannot be.
    pub(crate) fn first_inside(&self, dir: &Path) -> Option<&Path> {
        for root in self.way() {
            if lies_in(&root.dir, dir) {
                return Some(&root.dir);
            }
            if root.fetched {
                break;
            }
        }
        None
    }

    /// The first repository on the way that would be fetched again for `spec`.
    pub(crate) fn first_fetched_for(&self, spec: &RepoSpec) -> Option<&RepoSpec> {
        self.way().filter_map(Root::own_repository).find(|before| before.starts_with(spec))
    }

    /// Charts of a fetched kustomization are pulled into the same working copy.
    pub(crate) fn check_chart_home(&self, home: &Path, path: &Text) -> Result<()> {
        match &self.repository {
            Some(repository) if !home.starts_with(&repository.copy) => Err(Error::new(
                Code::OutsideRoot,
                format!("the folder {path} for charts is outside the fetched repository"),
            )
            .at(path.pos)),
            _ => Ok(()),
        }
    }

    /// A base of a fetched kustomization must lie in the same working copy.
    pub(crate) fn check_repository(&self, dir: &Path, path: &Text) -> Result<()> {
        match &self.repository {
            Some(repository) if !dir.starts_with(&repository.copy) => Err(Error::new(
                Code::OutsideRoot,
                format!("the base {path} is outside the fetched repository"),
            )
            .at(path.pos)),
            _ => Ok(()),
        }
    }
}

/// True when the path is the folder or lies in it; both are without `.` and `..`.
fn lies_in(path: &Path, folder: &Path) -> bool {
    let (path, folder) = (path.as_os_str().as_encoded_bytes(), folder.as_os_str().as_encoded_bytes());
    let is_separator = |byte: &u8| std::path::is_separator(char::from(*byte));
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.first().is_none_or(is_separator) || folder.last().is_some_and(is_separator))
}
