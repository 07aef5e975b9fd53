//! The folder of a kustomization and the way that led to it.

use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::Text;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// A folder whose kustomization is being built.
#[derive(Debug)]
pub(crate) struct Root {
    /// The folder, without symbolic links.
    pub(crate) dir: PathBuf,
    /// The root that uses this one.
    parent: Option<Rc<Root>>,
    /// The working copy of the repository that this root was fetched with.
    repository: Option<PathBuf>,
    /// How many roots lead here.
    pub(crate) depth: usize,
}

impl Root {
    pub(crate) fn top(dir: PathBuf) -> Self {
        Root { dir, parent: None, repository: None, depth: 0 }
    }

    pub(crate) fn below(parent: &Rc<Root>, dir: PathBuf) -> Self {
        Root {
            dir,
            repository: parent.repository.clone(),
            depth: parent.depth + 1,
            parent: Some(parent.clone()),
        }
    }

    /// True when it was fetched: the load restriction then always holds.
    pub(crate) fn is_remote(&self) -> bool {
        self.repository.is_some()
    }

    /// The first root on the way, this one first, that is `dir` or lies in it.
    pub(crate) fn first_inside(&self, dir: &Path) -> Option<&Path> {
        let mut at = Some(self);
        while let Some(root) = at {
            if lies_in(&root.dir, dir) {
                return Some(&root.dir);
            }
            at = root.parent.as_deref();
        }
        None
    }

    /// A base of a fetched kustomization must lie in the same working copy.
    pub(crate) fn check_repository(&self, dir: &Path, path: &Text) -> Result<()> {
        match &self.repository {
            Some(copy) if !dir.starts_with(copy) => Err(Error::new(
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
