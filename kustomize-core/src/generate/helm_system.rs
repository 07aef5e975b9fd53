//! Helm as a program of the system.

use super::{Helm, HelmError};
use crate::process::{self, Leftovers, ProgramLimits};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use tempfile::TempDir;

/// Runs a helm that is named by its path, or found by its name. Its temporary folders are removed with
/// it.
pub struct SystemHelm {
    command: OsString,
    folders: Mutex<Vec<TempDir>>,
    limits: ProgramLimits,
    leftovers: Leftovers,
}

impl SystemHelm {
    /// The helm of this path or name.
    pub fn new(command: impl Into<OsString>) -> Self {
        SystemHelm {
            command: command.into(),
            folders: Mutex::default(),
            limits: ProgramLimits::default(),
            leftovers: Leftovers::default(),
        }
    }

    /// Sets how much helm may print and how long it may take, each time that it is run.
    #[must_use]
    pub fn limits(mut self, limits: ProgramLimits) -> Self {
        self.limits = limits;
        self
    }

    /// Sets where its processes and temporary folders are registered.
    #[must_use]
    pub fn leftovers(mut self, leftovers: Leftovers) -> Self {
        self.leftovers = leftovers;
        self
    }
}

impl Drop for SystemHelm {
    fn drop(&mut self) {
        for folder in std::mem::take(self.folders.get_mut().unwrap_or_else(PoisonError::into_inner)) {
            let path = folder.path().to_path_buf();
            drop(folder);
            self.leftovers.remove(path);
        }
    }
}

impl Helm for SystemHelm {
    fn folder(&self) -> std::io::Result<PathBuf> {
        let folder = tempfile::Builder::new().prefix("kz-helm-").tempdir()?;
        let path = folder.path().to_path_buf();
        self.leftovers.add(&path);
        self.folders.lock().unwrap_or_else(PoisonError::into_inner).push(folder);
        Ok(path)
    }

    fn write(&self, path: &Path, content: &[u8]) -> std::io::Result<()> {
        std::fs::write(path, content)
    }

    fn run(&self, args: &[String], env: &[(&str, String)]) -> Result<Vec<u8>, HelmError> {
        let env = env.iter().map(|(name, value)| (*name, value));
        let mut command = Command::new(&self.command);
        command.args(args).envs(env);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let ran = process::run(&mut command, b"", &self.limits, &self.leftovers);
        let ran = ran.map_err(|e| match e.kind() {
            std::io::ErrorKind::NotFound => HelmError::Absent(self.command.to_string_lossy().into_owned()),
            _ => HelmError::Failed(e.to_string()),
        })?;
        let output = ran.map_err(HelmError::Failed)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let mut said = String::from_utf8_lossy(&output.stderr).into_owned();
        if args.iter().any(|arg| arg == "--debug") {
            said.push_str("\nit printed:\n");
            said.push_str(&String::from_utf8_lossy(&output.stdout));
        }
        if said.trim().is_empty() {
            said = output.status.to_string();
        }
        Err(HelmError::Failed(said))
    }
}
