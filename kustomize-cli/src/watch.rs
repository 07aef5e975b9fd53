//! Building again whenever something changes.

use crate::render;
use kustomize_core::fs::{Entry, FileSystem};
use notify::{Event, EventKind, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Changes that come within this time are answered by one build: editors write a file in several steps.
const SETTLE: Duration = Duration::from_millis(50);
/// However long changes go on, a build is not put off further than this.
const LONGEST: Duration = Duration::from_secs(2);

/// Calls `build`, and again after each change of what it has read or looked for, until the process is
/// interrupted.
pub(crate) fn run(disk: &dyn FileSystem, build: impl Fn(&dyn FileSystem) -> ExitCode) -> ExitCode {
    let (sender, events) = channel();
    let watcher = notify::recommended_watcher(move |event| drop(sender.send(event)));
    let mut watcher = match watcher {
        Ok(watcher) => watcher,
        Err(e) => return render::plain_error(&format!("cannot watch files: {e}")),
    };
    let mut watched = BTreeSet::new();
    loop {
        let files = Recorder { below: disk, seen: Mutex::default() };
        let started = Instant::now();
        let code = build(&files);
        let seen = files.seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut fresh = false;
        for folder in seen.folders() {
            // A folder that cannot be watched, or that is not there, is noticed through those above it.
            if !watched.contains(folder) && watcher.watch(folder, RecursiveMode::NonRecursive).is_ok() {
                watched.insert(folder.to_path_buf());
                fresh = true;
            }
        }
        let result = if code == ExitCode::SUCCESS { "built" } else { "refused" };
        render::note(&format!("{result} in {:.1?}, waiting for a change", started.elapsed()));
        // What changed between the build and the first look at its folder was not seen.
        if fresh && seen.changed_since(started) {
            continue;
        }
        if let Err(why) = wait(&events, &seen) {
            return render::plain_error(&why);
        }
        watched.retain(|folder| folder.is_dir());
    }
}

/// Waits for a change of something that was seen, and until no more follow.
fn wait(events: &Receiver<notify::Result<Event>>, seen: &Seen) -> Result<(), String> {
    let gone = |_| "files are no longer watched".to_owned();
    loop {
        if matters(&events.recv().map_err(gone)?, seen)? {
            break;
        }
    }
    let started = Instant::now();
    loop {
        match events.recv_timeout(SETTLE) {
            Ok(_) if started.elapsed() < LONGEST => {}
            Ok(_) | Err(RecvTimeoutError::Timeout) => return Ok(()),
            Err(RecvTimeoutError::Disconnected) => return Err("files are no longer watched".to_owned()),
        }
    }
}

fn matters(event: &notify::Result<Event>, seen: &Seen) -> Result<bool, String> {
    let event = event.as_ref().map_err(|e| format!("files cannot be watched: {e}"))?;
    let changed = !matches!(event.kind, EventKind::Access(_));
    Ok(changed && (event.need_rescan() || event.paths.iter().any(|path| seen.knows(path))))
}

/// The paths that a build was interested in.
#[derive(Default)]
struct Seen {
    paths: BTreeSet<PathBuf>,
    listed: BTreeSet<PathBuf>,
}

impl Seen {
    /// The folders in which something of interest is or could come to be.
    fn folders(&self) -> BTreeSet<&Path> {
        self.paths
            .iter()
            .filter_map(|path| path.parent())
            .chain(self.listed.iter().map(PathBuf::as_path))
            .collect()
    }

    fn knows(&self, path: &Path) -> bool {
        self.paths.contains(path) || path.parent().is_some_and(|folder| self.listed.contains(folder))
    }

    fn changed_since(&self, time: Instant) -> bool {
        let age = time.elapsed();
        let young = |path: &PathBuf| {
            let metadata = std::fs::metadata(path).ok().filter(|metadata| metadata.is_file())?;
            Some(metadata.modified().ok()?.elapsed().ok()? < age)
        };
        self.paths.iter().any(|path| young(path).unwrap_or(false))
    }
}

/// Notes every path that is asked for.
struct Recorder<'a> {
    below: &'a dyn FileSystem,
    seen: Mutex<Seen>,
}

impl Recorder<'_> {
    fn note(&self, path: &Path) {
        let Ok(path) = std::path::absolute(path) else { return };
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).paths.insert(path);
    }
}

impl FileSystem for Recorder<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.note(path);
        self.below.read(path)
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.note(path);
        let real = self.below.canonicalize(path);
        if let Ok(real) = &real {
            self.note(real);
        }
        real
    }

    fn is_dir(&self, path: &Path) -> bool {
        self.note(path);
        self.below.is_dir(path)
    }

    fn entry(&self, path: &Path) -> io::Result<Entry> {
        self.note(path);
        self.below.entry(path)
    }

    fn exists(&self, path: &Path) -> bool {
        self.note(path);
        self.below.exists(path)
    }

    fn read_dir(&self, path: &Path) -> io::Result<Vec<String>> {
        if let Ok(path) = std::path::absolute(path) {
            self.seen.lock().unwrap_or_else(PoisonError::into_inner).listed.insert(path);
        }
        self.below.read_dir(path)
    }

    fn shown_as(&self, path: &Path) -> Option<PathBuf> {
        self.below.shown_as(path)
    }
}
