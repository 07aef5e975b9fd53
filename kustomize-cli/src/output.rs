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

/// Writes a file through a temporary one beside it, keeping permissions and following links.
pub(crate) fn write_file(path: &Path, content: &[u8]) -> std::io::Result<()> {
    let real = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let folder = match real.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(content)?;
    match std::fs::metadata(&real) {
        Ok(metadata) => file.as_file().set_permissions(metadata.permissions())?,
        Err(_) => set_default_permissions(file.as_file())?,
    }
    file.as_file().sync_all()?;
    file.persist(&real)?;
    Ok(())
}

#[cfg(unix)]
fn set_default_permissions(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn set_default_permissions(_: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}
