//! What a program must not leave behind when it is interrupted.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a process that is asked to end may take. It may have to end what it has started elsewhere, as
/// container engines do.
pub(super) const GRACE: Duration = Duration::from_secs(1);

/// The processes that run for a build and the temporary files and folders that it has made, for whoever
/// ends the program before the build is done. Clones are one and the same.
///
/// What runs and fetches for builds registers here what it starts and makes, and takes it away again. The
/// library itself handles no signals; a program that does calls [`Leftovers::end`].
#[derive(Clone, Default)]
pub struct Leftovers(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// True once all is to end: nothing is started any more.
    ended: bool,
    processes: Vec<(u32, bool)>,
    paths: Vec<PathBuf>,
    first: Option<Box<dyn FnOnce(Leftovers) + Send>>,
}

impl std::fmt::Debug for Leftovers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.with(|state| f.debug_list().entries(&state.processes).entries(&state.paths).finish())
    }
}

impl Leftovers {
    /// Calls `first` before the first process is started or path registered: the time to look out for
    /// signals.
    pub fn with_first(first: impl FnOnce(Leftovers) + Send + 'static) -> Self {
        let state = State { first: Some(Box::new(first)), ..State::default() };
        Leftovers(Arc::new(Mutex::new(state)))
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn is_first(&self) {
        if let Some(first) = self.with(|state| state.first.take()) {
            first(self.clone());
        }
    }

    /// Registers a temporary file or folder.
    pub fn add(&self, path: impl Into<PathBuf>) {
        self.is_first();
        self.with(|state| state.paths.push(path.into()));
    }

    /// Forgets a file or folder that has got its place or is gone.
    pub fn remove(&self, path: impl AsRef<Path>) {
        self.with(|state| state.paths.retain(|known| known != path.as_ref()));
    }

    /// Ends all processes and removes all files and folders that are registered. Nothing is started
    /// afterwards.
    pub fn end(&self) {
        let (processes, paths) = self.with(|state| {
            state.ended = true;
            (std::mem::take(&mut state.processes), std::mem::take(&mut state.paths))
        });
        processes.iter().for_each(|&(id, own)| signal(id, own, true));
        let deadline = Instant::now() + GRACE;
        while processes.iter().any(|&(id, own)| is_there(id, own)) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(5));
        }
        processes.iter().for_each(|&(id, own)| signal(id, own, false));
        for path in paths {
            if path.is_dir() {
                let _ = std::fs::remove_dir_all(&path);
            } else {
                let _ = std::fs::remove_file(&path);
            }
        }
    }

    #[cfg(any(feature = "functions", feature = "helm", feature = "remote"))]
    /// Starts a process and registers it, with its group if it has its own.
    pub(super) fn start(
        &self,
        command: &mut std::process::Command,
        own: bool,
    ) -> std::io::Result<std::process::Child> {
        self.is_first();
        // Under the lock, so that no process is started and not known.
        self.with(|state| {
            if state.ended {
                return Err(std::io::Error::other("the program is ending"));
            }
            let child = command.spawn()?;
            state.processes.push((child.id(), own));
            Ok(child)
        })
    }

    #[cfg(any(feature = "functions", feature = "helm", feature = "remote"))]
    /// Forgets a process that has ended.
    pub(super) fn forget(&self, id: u32) {
        self.with(|state| state.processes.retain(|(known, _)| *known != id));
    }
}

/// Asks a process, with the group that it leads if that is its own, to end, or ends it.
#[cfg(unix)]
pub(super) fn signal(id: u32, own: bool, ask: bool) {
    use rustix::process::{Pid, Signal, kill_process, kill_process_group};
    let Some(pid) = Pid::from_raw(id.cast_signed()) else { return };
    let signal = if ask { Signal::TERM } else { Signal::KILL };
    let _ = if own { kill_process_group(pid, signal) } else { kill_process(pid, signal) };
}

#[cfg(not(unix))]
pub(super) fn signal(_: u32, _: bool, _: bool) {}

/// True while there is such a process or group.
#[cfg(unix)]
fn is_there(id: u32, own: bool) -> bool {
    use rustix::process::{Pid, test_kill_process, test_kill_process_group};
    let test = if own { test_kill_process_group } else { test_kill_process };
    Pid::from_raw(id.cast_signed()).is_some_and(|pid| test(pid).is_ok())
}

#[cfg(not(unix))]
fn is_there(_: u32, _: bool) -> bool {
    false
}
