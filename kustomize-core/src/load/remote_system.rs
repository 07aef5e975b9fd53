//! Fetching with what the system has: the user's git, and http.

#[path = "remote_git.rs"]
mod git;
#[path = "remote_http.rs"]
mod http;

use super::{Remote, RemoteError, RepoSpec};
use crate::process::Leftovers;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tempfile::TempDir;

/// Fetches repositories with the user's git, so with the user's credentials, and files over http.
/// Working copies are in temporary folders and are removed with it; until then each is fetched once.
pub struct SystemRemote {
    limits: RemoteLimits,
    git: OsString,
    copies: Mutex<Vec<Copy>>,
    leftovers: Leftovers,
}

/// A working copy: what it is of, and where.
struct Copy {
    of: (String, String, bool),
    path: PathBuf,
    folder: TempDir,
}

/// How much may be fetched, and how long it may take.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RemoteLimits {
    /// Bytes of a file.
    pub file_bytes: u64,
    /// How long a file may take.
    pub file_time: Duration,
    /// Bytes of a repository as it is fetched.
    pub repository_bytes: u64,
    /// How long each step of fetching a repository may take, where its address does not allow more.
    pub repository_time: Duration,
}

impl Default for RemoteLimits {
    fn default() -> Self {
        RemoteLimits {
            file_bytes: 256 << 20,
            file_time: Duration::from_secs(300),
            repository_bytes: 4 << 30,
            repository_time: Duration::ZERO,
        }
    }
}

impl Default for SystemRemote {
    fn default() -> Self {
        SystemRemote::new(RemoteLimits::default())
    }
}

impl SystemRemote {
    /// Fetches within limits, with the `git` that is found on the path.
    pub fn new(limits: RemoteLimits) -> Self {
        SystemRemote { limits, git: "git".into(), copies: Mutex::default(), leftovers: Leftovers::default() }
    }

    /// Sets where its processes and working copies are registered.
    #[must_use]
    pub fn leftovers(mut self, leftovers: Leftovers) -> Self {
        self.leftovers = leftovers;
        self
    }
}

impl Drop for SystemRemote {
    fn drop(&mut self) {
        for copy in std::mem::take(self.copies.get_mut().unwrap_or_else(PoisonError::into_inner)) {
            let path = copy.folder.path().to_path_buf();
            drop(copy);
            self.leftovers.remove(path);
        }
    }
}

impl Remote for SystemRemote {
    fn check_out(&self, spec: &RepoSpec) -> Result<PathBuf, RemoteError> {
        let of = (spec.clone_url(), spec.reference.clone(), spec.submodules);
        let mut copies = self.copies.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(copy) = copies.iter().find(|copy| copy.of == of) {
            return Ok(copy.path.clone());
        }
        let (folder, path) = git::check_out(&self.git, spec, &self.limits, &self.leftovers)?;
        copies.push(Copy { of, path: path.clone(), folder });
        Ok(path)
    }

    fn get(&self, url: &str) -> Result<Vec<u8>, RemoteError> {
        http::get(url, &self.limits)
    }
}
