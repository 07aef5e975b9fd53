//! Working copies of repositories, made with the user's git by the steps of the reference.

use super::RemoteLimits;
use crate::load::{RemoteError, RepoSpec};
use crate::process::{Group, Leftovers};
use std::ffi::OsStr;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Variables that would point git at a repository other than the working copy. They are set where
/// this runs in a hook of git.
const PLACES: [&str; 10] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_GRAFT_FILE",
];

/// Makes a working copy in a new temporary folder, and gives it with its path without symbolic links.
pub(super) fn check_out(
    git: &OsStr,
    spec: &RepoSpec,
    limits: &RemoteLimits,
    leftovers: &Leftovers,
) -> Result<(TempDir, PathBuf), RemoteError> {
    let no_folder = |e: std::io::Error| RemoteError::Failed(format!("no folder for a working copy: {e}"));
    let copy = tempfile::Builder::new().prefix("kz-").tempdir().map_err(no_folder)?;
    leftovers.add(copy.path());
    match steps(git, spec, copy.path(), limits, leftovers) {
        Ok(path) => Ok((copy, path)),
        Err(e) => {
            let path = copy.path().to_path_buf();
            drop(copy);
            leftovers.remove(path);
            Err(e)
        }
    }
}

fn steps(
    git: &OsStr,
    spec: &RepoSpec,
    copy: &Path,
    limits: &RemoteLimits,
    leftovers: &Leftovers,
) -> Result<PathBuf, RemoteError> {
    let no_folder = |e: std::io::Error| RemoteError::Failed(format!("no folder for a working copy: {e}"));
    let path = copy.canonicalize().map_err(no_folder)?;
    let run = |args: &[&str]| run(git, &path, args, spec.timeout, limits, leftovers);
    let url = spec.clone_url();
    let reference = if spec.reference.is_empty() { "HEAD" } else { &spec.reference };
    run(&["init"])?;
    // Submodules with relative addresses count from the origin.
    run(&["remote", "add", "--", "origin", &url])?;
    run(&["fetch", "--depth=1", "--", &url, reference])?;
    run(&["checkout", "FETCH_HEAD"])?;
    if spec.submodules {
        run(&["submodule", "update", "--init", "--recursive"])?;
    }
    Ok(path)
}

fn run(
    git: &OsStr,
    folder: &Path,
    args: &[&str],
    time: Duration,
    limits: &RemoteLimits,
    leftovers: &Leftovers,
) -> Result<(), RemoteError> {
    // Only what it does: the address may hold a password.
    let verb = args.first().copied().unwrap_or_default();
    let failed = |why: String| RemoteError::Failed(format!("git {verb}: {why}"));
    let unusable = |e: std::io::Error| failed(e.to_string());
    // What it says goes to a file: a pipe that is not read would stop it.
    let mut said = tempfile::tempfile().map_err(unusable)?;
    let mut command = Command::new(git);
    // Transports that run commands are never wanted, whatever the user's configuration allows.
    command.args(["-c", "protocol.ext.allow=never"]).args(args).current_dir(folder);
    PLACES.iter().for_each(|name| {
        command.env_remove(name);
    });
    // Where this variable is set git looks at no configuration.
    if let Some(allowed) = std::env::var_os("GIT_ALLOW_PROTOCOL") {
        let allowed = allowed.to_string_lossy().into_owned();
        let safe: Vec<&str> = allowed.split(':').filter(|name| *name != "ext").collect();
        command.env("GIT_ALLOW_PROTOCOL", safe.join(":"));
    }
    command.stdin(Stdio::null());
    command.stdout(said.try_clone().map_err(unusable)?).stderr(said.try_clone().map_err(unusable)?);
    // With a terminal git may have to ask for a password, which a group in the background cannot.
    let own = !has_terminal();
    let process = Group::start(&mut command, leftovers, own).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => {
            RemoteError::Failed("git is needed to fetch a repository, and there is no git on the path".into())
        }
        _ => unusable(e),
    })?;
    let time = time.max(limits.repository_time);
    let status = wait(process, folder, time, limits.repository_bytes).map_err(failed)?;
    if status.success() {
        return Ok(());
    }
    let mut text = Vec::new();
    said.rewind().and_then(|()| said.take(1 << 16).read_to_end(&mut text)).map_err(unusable)?;
    // Some transports end their lines with two characters.
    Err(failed(String::from_utf8_lossy(&text).trim_end().replace('\r', "")))
}

/// Waits until the process ends, or ends it when it takes too long or fetches too much.
fn wait(mut git: Group, folder: &Path, time: Duration, bytes: u64) -> Result<ExitStatus, String> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(1);
    let mut measured = start;
    let too_much = loop {
        match git.has_ended() {
            Ok(true) => return git.finish().map_err(|e| e.to_string()),
            Ok(false) => {}
            Err(e) => break e.to_string(),
        }
        let now = Instant::now();
        if now.duration_since(start) >= time {
            break format!(
                "it took longer than {time:?}; a longer time is set with ?timeout= in the address, or with \
                 --limit repository-time=…"
            );
        }
        if now.duration_since(measured) >= Duration::from_millis(500) {
            if folder_size(&folder.join(".git")) > bytes {
                break format!(
                    "the repository has more than {bytes} bytes; a higher limit is set with --limit \
                     repository-size=…"
                );
            }
            measured = Instant::now();
        }
        std::thread::sleep(pause.min(time.saturating_sub(now.duration_since(start))));
        pause = (pause * 2).min(Duration::from_millis(20));
    };
    Err(too_much)
}

#[cfg(unix)]
fn has_terminal() -> bool {
    std::fs::File::open("/dev/tty").is_ok()
}

#[cfg(not(unix))]
fn has_terminal() -> bool {
    true
}

/// The bytes of the files in a folder, symbolic links not followed.
fn folder_size(folder: &Path) -> u64 {
    let mut folders = vec![folder.to_path_buf()];
    let mut size = 0_u64;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(metadata) if metadata.is_dir() => folders.push(entry.path()),
                Ok(metadata) => size = size.saturating_add(metadata.len()),
                Err(_) => {}
            }
        }
    }
    size
}
