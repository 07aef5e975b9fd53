//! What is fetched rather than read: the interface to whatever fetches it.

use super::RepoSpec;
use std::path::PathBuf;

/// Fetches repositories and files for a build.
///
/// The library itself knows no network; `SystemRemote`, behind the feature
/// `remote`, runs the user's git and speaks http.
pub trait Remote: Send + Sync {
    /// Makes a working copy of a repository and gives its folder, without symbolic links on the way,
    /// in the file system of the build. It must stay there until the build is done. A build asks once
    /// for each repository and reference.
    ///
    /// # Errors
    /// When it cannot be fetched.
    fn check_out(&self, spec: &RepoSpec) -> Result<PathBuf, RemoteError>;

    /// The content of a file at an address with the scheme http or https. A build asks once for each.
    ///
    /// # Errors
    /// When it cannot be fetched.
    fn get(&self, url: &str) -> Result<Vec<u8>, RemoteError>;
}

/// Why something was not fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RemoteError {
    /// The server answered with a status that is no success.
    Status(u16),
    /// Anything else, as a message.
    Failed(String),
}

impl std::fmt::Display for RemoteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RemoteError::Status(status) => write!(f, "the server answered with status {status}"),
            RemoteError::Failed(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for RemoteError {}
