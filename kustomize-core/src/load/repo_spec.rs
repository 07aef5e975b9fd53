//! Addresses of git repositories, as the reference takes them apart (`api/internal/git/repospec.go`).

#[path = "repo_query.rs"]
mod query;
#[cfg(test)]
mod tests;

use std::path::{Component, Path};
use std::time::Duration;

/// A repository, what to take from it, and where the kustomization is in it.
///
/// ```
/// use kustomize_core::load::RepoSpec;
/// let spec = RepoSpec::parse("github.com/shop/infra//overlays/prod?ref=v1").expect("it is one");
/// assert_eq!(spec.clone_url(), "https://github.com/shop/infra");
/// assert_eq!((&*spec.folder, &*spec.reference), ("overlays/prod", "v1"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RepoSpec {
    /// The address as it was written.
    pub raw: String,
    /// Scheme, user and host up to the path, as in `https://github.com/` or `git@github.com:`.
    pub host: String,
    /// The path of the repository on its host.
    pub repository: String,
    /// The folder of the kustomization in the repository; empty for its root.
    pub folder: String,
    /// The branch, tag or commit; empty for the default branch.
    pub reference: String,
    /// How long one run of git may take.
    pub timeout: Duration,
    /// Whether submodules are fetched too.
    pub submodules: bool,
}

const SCHEMES: [&str; 4] = ["ssh://", "https://", "http://", "file://"];
const FILE_SCHEME: &str = "file://";

impl RepoSpec {
    /// Takes an address apart. `None` when it is not the address of a repository: then it is a path.
    pub fn parse(raw: &str) -> Option<Self> {
        if raw.starts_with('/') {
            return None;
        }
        let (address, query) = raw.split_once('?').unwrap_or((raw, ""));
        let query = query::parse(query);
        let (host, path) = split_host(address)?;
        let (repository, folder) = split_path(path, host.starts_with(FILE_SCHEME))?;
        if repository.is_empty() || leaves_repository(&folder) {
            return None;
        }
        Some(RepoSpec {
            raw: raw.to_owned(),
            host,
            repository,
            folder: folder.strip_prefix('/').unwrap_or(&folder).to_owned(),
            reference: query.reference,
            timeout: query.timeout,
            submodules: query.submodules,
        })
    }

    /// The address that git is given.
    pub fn clone_url(&self) -> String {
        format!("{}{}", self.host, self.repository)
    }

    /// The address as it was written, without user and password.
    pub(crate) fn shown(&self) -> String {
        super::url::without_user(&self.raw)
    }

    /// True when this address starts with the other: to fetch the other while this is built would go
    /// round in a circle.
    pub fn starts_with(&self, other: &RepoSpec) -> bool {
        self.raw.starts_with(&other.raw)
    }
}

/// Scheme with user and host, and the rest.
fn split_host(address: &str) -> Option<(String, &str)> {
    // Addresses once went through a library that wanted this prefix; it is still accepted.
    let address = strip_prefix_ignoring_case(address, "git::").unwrap_or(address);
    let (scheme, rest) = SCHEMES
        .iter()
        .find_map(|scheme| strip_prefix_ignoring_case(address, scheme).map(|rest| (*scheme, rest)))
        .unwrap_or(("", address));
    if scheme == FILE_SCHEME {
        return Some((scheme.to_owned(), rest));
    }
    let (user, rest) = split_user(rest);
    let on_github =
        ["github.com/", "github.com:"].iter().any(|host| strip_prefix_ignoring_case(rest, host).is_some());
    // The form of `scp` needs a user, except for GitHub.
    let scp = scheme.is_empty() && (!user.is_empty() || on_github);
    if scheme.is_empty() && !scp {
        return None;
    }
    let (host, rest) = match end_of_host(rest, scp) {
        Some(end) => rest.split_at_checked(end + 1)?,
        None => (rest, ""),
    };
    if on_github {
        let by_ssh = scheme == "ssh://" || !user.is_empty();
        let host = if by_ssh { format!("{user}github.com:") } else { "https://github.com/".to_owned() };
        return Some((host, rest));
    }
    (!host.is_empty()).then(|| (format!("{scheme}{user}{host}"), rest))
}

/// The user with its `@`, when there is one of letters, digits and hyphens, and the rest.
fn split_user(text: &str) -> (&str, &str) {
    let end = text.bytes().position(|b| !b.is_ascii_alphanumeric() && b != b'-');
    match end.and_then(|end| text.split_at_checked(end + 1)) {
        Some((user, rest)) if user.ends_with('@') && user.starts_with(|c: char| c.is_ascii_alphabetic()) => {
            (user, rest)
        }
        _ => ("", text),
    }
}

/// Where the `/`, or the `:` of the form of `scp`, behind the host is.
fn end_of_host(text: &str, scp: bool) -> Option<usize> {
    let slash = text.find('/');
    if !scp {
        return slash;
    }
    let colon = text.find(':');
    match (slash, colon) {
        (None, colon) => colon,
        (Some(slash), Some(colon)) if colon > 0 && colon < slash => Some(colon),
        (slash, _) => slash,
    }
}

/// The path of the repository, and the folder in it: at a mark in the path, or behind the second name.
fn split_path(path: &str, whole: bool) -> Option<(String, String)> {
    const AZURE: &str = "_git/";
    const SUFFIX: &str = ".git";
    let own = |(repository, folder): (&str, &str)| (repository.to_owned(), folder.to_owned());
    if let Some((above, below)) = path.split_once(AZURE) {
        let (name, folder) = below.split_once('/').unwrap_or((below, ""));
        return Some((format!("{above}{AZURE}{name}"), folder.to_owned()));
    }
    if let Some(parts) = path.split_once("//") {
        return Some(own(parts));
    }
    if let Some(at) = path.find(SUFFIX) {
        return path.split_at_checked(at + SUFFIX.len()).map(own);
    }
    if whole {
        return Some(own((path, "")));
    }
    let first = path.find('/')?;
    let second = path.get(first + 1..)?.find('/').map(|at| at + first + 1);
    Some(match second.and_then(|at| path.split_at_checked(at)) {
        Some((repository, folder)) => own((repository, folder.strip_prefix('/').unwrap_or(folder))),
        None => own((path, "")),
    })
}

/// True when the folder, read by name alone, is above the repository.
fn leaves_repository(folder: &str) -> bool {
    let folder = folder.strip_prefix('/').unwrap_or(folder);
    let mut depth = 0_usize;
    for part in Path::new(folder).components() {
        match part {
            Component::ParentDir if depth == 0 && !folder.starts_with('/') => return true,
            Component::ParentDir => depth = depth.saturating_sub(1),
            Component::Normal(_) => depth += 1,
            _ => {}
        }
    }
    false
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}
