//! Writing results: to standard output, or to a file that is complete or not there.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

/// Prints to standard output. A reader that has gone away is no failure.
pub(crate) fn print(text: &str) -> ExitCode {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(e) => crate::render::plain_error(&format!("cannot write to standard output: {e}")),
    }
}

/// Writes a file through a temporary one beside it, keeping permissions and following links. What is
/// there and is no regular file, a device or a pipe, is written to as it is, and so is `/dev/stdout`,
/// whatever it leads to.
pub(crate) fn write_file(path: &Path, content: &[u8]) -> std::io::Result<()> {
    write(path, content, true)
}

/// As [`write_file`], without waiting for the disk: for one of many files.
pub(crate) fn write_one_of_many(path: &Path, content: &[u8]) -> std::io::Result<()> {
    write(path, content, false)
}

fn write(path: &Path, content: &[u8], wait: bool) -> std::io::Result<()> {
    let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let metadata = std::fs::metadata(&real).ok();
    if path.starts_with("/dev") || metadata.as_ref().is_some_and(|m| !m.is_file()) {
        return std::fs::OpenOptions::new().write(true).open(&real)?.write_all(content);
    }
    let folder = match real.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut file = new_file(folder)?;
    file.write_all(content)?;
    if let Some(metadata) = metadata {
        file.as_file().set_permissions(metadata.permissions())?;
    }
    if wait {
        file.as_file().sync_all()?;
    }
    file.persist(&real)?;
    Ok(())
}

/// A temporary file with the permissions that the user's new files have.
#[cfg(unix)]
fn new_file(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    tempfile::Builder::new().permissions(std::fs::Permissions::from_mode(0o666)).tempfile_in(folder)
}

#[cfg(not(unix))]
fn new_file(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    tempfile::NamedTempFile::new_in(folder)
}
