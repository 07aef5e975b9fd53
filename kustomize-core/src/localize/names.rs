//! Where the copies of what was fetched are kept.

use crate::diagnostic::{Code, Error, Result};
use crate::load::{RepoSpec, Space, decode_percent, is_host};
use crate::path::join;
use std::path::{Component, Path, PathBuf};

/// The folder for what was fetched, in the folder of the kustomization that names it.
pub(super) const FETCHED: &str = "localized-files";

/// The path of one folder as seen from another; both have neither links nor dots.
pub(super) fn relative(from: &Path, to: &Path) -> PathBuf {
    let common = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let mut path = PathBuf::new();
    from.components().skip(common).for_each(|_| path.push(".."));
    to.components().skip(common).for_each(|part| path.push(part));
    path
}

/// A path as it is written in a kustomization.
pub(super) fn written(path: &Path) -> String {
    let text = path.to_string_lossy();
    if text.is_empty() { ".".to_owned() } else { text.into_owned() }
}

/// A path below a folder of the copy.
///
/// # Errors
/// When it leads out of the copy.
pub(super) fn below(folder: &Path, path: &Path) -> Result<PathBuf> {
    let mut joined = PathBuf::new();
    for part in folder.join(path).components() {
        match part {
            Component::Normal(name) => joined.push(name),
            Component::CurDir => {}
            Component::ParentDir if joined.pop() => {}
            _ => {
                let message = format!("{} would lead out of the copy", path.display());
                return Err(Error::new(Code::OutsideRoot, message));
            }
        }
    }
    Ok(joined)
}

/// Where the copy of the file at an address is: its host, then its path as it is asked for.
///
/// # Errors
/// An address without a usable host.
pub(super) fn of_file(url: &str) -> Result<String> {
    let address = url.split(['?', '#']).next().unwrap_or(url);
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    Ok(join(&[FETCHED, &host(authority)?, &join(&["/", &escaped(path)])]))
}

/// Where the copy of a folder of a repository is: host, repository, reference and folder.
///
/// # Errors
/// An address without a usable host.
pub(super) fn of_root(spec: &RepoSpec, folder: &Path) -> Result<String> {
    let host = match spec.host.split_once("://") {
        Some(("file", _)) => "file-schemed".to_owned(),
        Some((_, rest)) => host(rest.split('/').next().unwrap_or(rest))?,
        None => host(spec.host.trim_end_matches(['/', ':']))?,
    };
    let repository = spec.repository.strip_suffix(".git").unwrap_or(&spec.repository);
    if spec.reference.split('/').any(|part| part == "..") {
        let message = format!("\"{}\" cannot be part of a path", spec.reference);
        return Err(Error::new(Code::InvalidValue, message));
    }
    let folder = folder.to_string_lossy();
    Ok(join(&[FETCHED, &host, &join(&["/", repository]), &spec.reference, &folder]))
}

/// The name of the copy when none is given.
pub(super) fn of_copy(target: &Path, fetched: Option<(&RepoSpec, &Path)>) -> String {
    let base = target.file_name().map(|name| name.to_string_lossy().into_owned());
    match (fetched, base) {
        (Some((spec, copy)), base) => {
            let whole = spec.repository.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
            let base = if copy == target { whole.to_owned() } else { base.unwrap_or_default() };
            format!("localized-{base}-{}", spec.reference.replace('/', "-"))
        }
        (None, Some(base)) => format!("localized-{base}"),
        (None, None) => "localized".to_owned(),
    }
}

/// The host's name alone, without user and port.
fn host(authority: &str) -> Result<String> {
    let unusable =
        || Error::new(Code::InvalidValue, format!("the host \"{authority}\" cannot be part of a path"));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if !is_host(host) {
        return Err(unusable());
    }
    let name = match host.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
        Some((address, _)) => address,
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    let name = decode_percent(name, Space::Kept).ok_or_else(unusable)?;
    if name == "." || name == ".." || name.contains('/') { Err(unusable()) } else { Ok(name) }
}

/// The path as it is asked for: as it was written when all of it may stand in a path, or else escaped.
fn escaped(path: &str) -> String {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~$&+,/:;=@".contains(&b);
    if path.bytes().all(|b| is_plain(b) || b"!'()*[]%".contains(&b)) {
        return path.to_owned();
    }
    let decoded = decode_percent(path, Space::Kept).unwrap_or_else(|| path.to_owned());
    let escape = |b: u8| if is_plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") };
    decoded.bytes().map(escape).collect()
}
