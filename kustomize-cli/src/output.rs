//! Writing results: to standard output, or to a file that is complete or not there.

use crate::interrupt::leftovers;
use crate::why;
use std::fs::Metadata;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Prints to standard output.
pub(crate) fn print(text: &str) -> ExitCode {
    let mut out = std::io::stdout().lock();
    printed(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// What it comes to that something was printed. A reader that has gone away is no failure.
pub(crate) fn printed(result: std::io::Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(e) => crate::render::plain_error(&format!("cannot write to standard output: {}", why::io(&e))),
    }
}

/// Writes a file through a temporary one beside it, keeping permissions and following links. What is
/// there and is no regular file, a device or a pipe, is written to as it is, and so is `/dev/stdout`,
/// whatever it leads to.
pub(crate) fn write_file(path: &Path, content: &[u8]) -> std::io::Result<()> {
    write(path, content, Manner { wait: true, ..USUAL })
}

/// As [`write_file`]; a new file is for the user alone.
#[cfg(feature = "functions")]
pub(crate) fn write_private(path: &Path, content: &[u8]) -> std::io::Result<()> {
    write(path, content, Manner { wait: true, mode: 0o600 })
}

/// As [`write_file`], without waiting for the disk: for one of many files.
pub(crate) fn write_one_of_many(path: &Path, content: &[u8]) -> std::io::Result<()> {
    write(path, content, USUAL)
}

/// How a file is written.
#[derive(Clone, Copy)]
struct Manner {
    /// Waits for the disk.
    wait: bool,
    /// The permissions of a new file, of which the user's mask takes some away.
    mode: u32,
}

const USUAL: Manner = Manner { wait: false, mode: 0o666 };

fn write(path: &Path, content: &[u8], manner: Manner) -> std::io::Result<()> {
    let is_stream = STREAMS.iter().any(|stream| path.starts_with(stream));
    let real = if is_stream { path.to_path_buf() } else { real_path(path) };
    let metadata = std::fs::metadata(&real).ok();
    if is_stream || metadata.as_ref().is_some_and(|m| !m.is_file()) {
        return std::fs::OpenOptions::new().write(true).open(&real)?.write_all(content);
    }
    // A file that may not be written is not replaced either.
    if metadata.is_some() {
        std::fs::OpenOptions::new().write(true).open(&real)?;
    }
    let file = temporary(&real, metadata.as_ref(), content, manner)?;
    let path = file.path().to_path_buf();
    let written = file.persist(&real);
    leftovers().remove(path);
    written?;
    Ok(())
}

/// Writes files that belong together: all of them are complete beside their places before the first one is put into
/// its own.
///
/// # Errors
/// The file that cannot be written, and why.
#[cfg(feature = "functions")]
pub(crate) fn write_all(files: &[(PathBuf, &[u8])]) -> Result<(), (PathBuf, std::io::Error)> {
    let mut written = Vec::new();
    for (path, content) in files {
        let real = real_path(path);
        let file = prepared(&real, content).map_err(|e| (path.clone(), e))?;
        written.push((path, real, file));
    }
    for (path, real, file) in written {
        let own = file.path().to_path_buf();
        let persisted = file.persist(&real);
        leftovers().remove(own);
        persisted.map_err(|e| (path.clone(), e.error))?;
    }
    Ok(())
}

#[cfg(feature = "functions")]
fn prepared(real: &Path, content: &[u8]) -> std::io::Result<tempfile::NamedTempFile> {
    let metadata = std::fs::metadata(real).ok();
    if metadata.is_some() {
        std::fs::OpenOptions::new().write(true).open(real)?;
    }
    temporary(real, metadata.as_ref(), content, USUAL)
}

/// Paths that stand for what the program has open.
const STREAMS: [&str; 4] = ["/dev/stdout", "/dev/stderr", "/dev/fd", "/proc/self/fd"];

/// Puts `content` in the place of a file that was read as `before`, or that was not there. False when it is
/// another one by now; nothing is written then.
pub(crate) fn change_file(path: &Path, before: Option<&[u8]>, content: &[u8]) -> std::io::Result<bool> {
    let real = real_path(path);
    let manner = Manner { wait: true, ..USUAL };
    let Some(before) = before else {
        return match temporary(&real, None, content, manner)?.persist_noclobber(&real) {
            Ok(_) => Ok(true),
            Err(e) if e.error.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
            Err(e) => Err(e.error),
        };
    };
    // A file that may not be written is not replaced either.
    let there = std::fs::OpenOptions::new().read(true).write(true).open(&real)?;
    let file = temporary(&real, Some(&there.metadata()?), content, manner)?;
    if std::fs::read(&real)? != before {
        return Ok(false);
    }
    file.persist(&real)?;
    Ok(true)
}

/// Where a path leads to through symbolic links, also when the last of them leads to nothing yet.
fn real_path(path: &Path) -> PathBuf {
    let mut real = path.to_path_buf();
    for _ in 0..MAX_LINKS {
        if let Ok(found) = std::fs::canonicalize(&real) {
            return found;
        }
        let Ok(next) = std::fs::read_link(&real) else { break };
        real = real.parent().map_or_else(|| next.clone(), |folder| folder.join(&next));
    }
    real
}

const MAX_LINKS: usize = 16;

/// A complete file beside the one whose place it is to take, with its permissions and, where that is
/// allowed, its owner.
fn temporary(
    real: &Path,
    metadata: Option<&Metadata>,
    content: &[u8],
    manner: Manner,
) -> std::io::Result<tempfile::NamedTempFile> {
    let folder = match real.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut file = new_file(folder, manner.mode)?;
    leftovers().add(file.path());
    file.write_all(content)?;
    if let Some(metadata) = metadata {
        keep_owner(file.as_file(), metadata);
        file.as_file().set_permissions(metadata.permissions())?;
    }
    if manner.wait {
        file.as_file().sync_all()?;
    }
    Ok(file)
}

/// Gives a new file the owner and group of the one that it replaces, as far as the user may.
#[cfg(unix)]
fn keep_owner(file: &std::fs::File, metadata: &Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let Ok(own) = file.metadata() else { return };
    if own.uid() != metadata.uid() {
        let _ = fchown(file, Some(metadata.uid()), None);
    }
    if own.gid() != metadata.gid() {
        let _ = fchown(file, None, Some(metadata.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_: &std::fs::File, _: &Metadata) {}

/// A temporary file with the permissions of a new one.
#[cfg(unix)]
fn new_file(folder: &Path, mode: u32) -> std::io::Result<tempfile::NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    tempfile::Builder::new().permissions(std::fs::Permissions::from_mode(mode)).tempfile_in(folder)
}

#[cfg(not(unix))]
fn new_file(folder: &Path, _: u32) -> std::io::Result<tempfile::NamedTempFile> {
    tempfile::NamedTempFile::new_in(folder)
}

#[cfg(test)]
mod tests {
    use super::change_file;

    #[test]
    fn only_a_file_that_is_as_it_was_read_is_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("k");
        assert!(change_file(&path, None, b"one").unwrap());
        assert!(!change_file(&path, None, b"two").unwrap());
        assert!(!change_file(&path, Some(b"zero"), b"two").unwrap());
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
        assert!(change_file(&path, Some(b"one"), b"two").unwrap());
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
