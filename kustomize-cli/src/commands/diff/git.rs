//! What a folder was at a revision of its repository, taken out with the user's git.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// Variables that point git at another repository than that of the folder; hooks have them set.
const PLACES: [&str; 5] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX"];

/// The files of a revision.
pub(super) struct Tree {
    _held: TempDir,
    folder: PathBuf,
    root: PathBuf,
}

impl Tree {
    /// The folder that stands for the repository's.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The kustomization's folder in it, if it was there.
    pub(super) fn root(&self) -> Option<&Path> {
        self.root.is_dir().then_some(&self.root)
    }
}

/// Takes the files of a revision out of the repository that a folder is in. The repository, its index
/// and its files stay as they are.
///
/// # Errors
/// A sentence: no folder of a repository, no such revision, no git.
pub(super) fn tree_at(root: &Path, revision: &OsStr) -> Result<Tree, String> {
    if !root.is_dir() {
        return Err(format!("--git needs a folder, {} is none", root.display()));
    }
    let top = line(git(root, &["rev-parse", "--show-toplevel"])?);
    let below = line(git(root, &["rev-parse", "--show-prefix"])?);
    let mut wanted = revision.to_owned();
    wanted.push("^{tree}");
    if revision.as_encoded_bytes().starts_with(b"-") {
        return Err(format!("\"{}\" is no revision", revision.display()));
    }
    let args = [OsStr::new("rev-parse"), OsStr::new("--verify"), OsStr::new("--quiet"), &wanted];
    let id = git(root, &args).map_err(|_| {
        format!("there is no revision \"{}\" in the repository of {}", revision.display(), root.display())
    })?;
    let held = tempfile::Builder::new().prefix("kz-diff-").tempdir().map_err(|e| e.to_string())?;
    let folder = held.path().canonicalize().map_err(|e| e.to_string())?;
    let index = folder.join("index");
    let folder = folder.join("tree");
    std::fs::create_dir(&folder).map_err(|e| e.to_string())?;
    let mut prefix = OsString::from("--prefix=");
    prefix.push(&folder);
    prefix.push("/");
    with_index(&top, &index, &[OsStr::new("read-tree"), &line(id)])?;
    with_index(&top, &index, &[OsStr::new("checkout-index"), OsStr::new("--all"), &prefix])?;
    let root = folder.join(below);
    Ok(Tree { _held: held, folder, root })
}

fn with_index(top: &OsStr, index: &Path, args: &[&OsStr]) -> Result<(), String> {
    let mut command = command(Path::new(top));
    command.args(args).env("GIT_INDEX_FILE", index);
    run(command).map(drop)
}

fn git(folder: &Path, args: &[impl AsRef<OsStr>]) -> Result<Vec<u8>, String> {
    let mut command = command(folder);
    command.args(args);
    run(command)
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).stdin(Stdio::null());
    PLACES.iter().for_each(|name| {
        command.env_remove(name);
    });
    command
}

fn run(mut command: Command) -> Result<Vec<u8>, String> {
    let output = command.output().map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => "git is needed for --git, and there is no git on the path".to_owned(),
        _ => format!("git: {e}"),
    })?;
    match output.status.success() {
        true => Ok(output.stdout),
        false => Err(format!("git: {}", String::from_utf8_lossy(&output.stderr).trim_end())),
    }
}

/// What git has printed, without the line end.
fn line(mut bytes: Vec<u8>) -> OsString {
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
    }
    #[cfg(unix)]
    let line = std::os::unix::ffi::OsStringExt::from_vec(bytes);
    #[cfg(not(unix))]
    let line = String::from_utf8_lossy(&bytes).into_owned().into();
    line
}
