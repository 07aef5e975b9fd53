//! The results of several kustomizations: printed one after the other, or written to a file or
//! folder for each.

use crate::files::{SplitBy, extension, write_each};
use crate::output::{write_file, write_one_of_many};
use crate::render;
use crate::shape;
use crate::why;
use kustomize_core::build::Format;
use kustomize_core::{Output, Refusal, Session};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

/// Where results go.
pub(crate) enum Destination {
    /// To standard output, joined by `---`.
    Print,
    /// To one file, joined by `---`, when all of them could be built.
    File(PathBuf),
    /// To this folder, a file for each kustomization.
    Files(PathBuf),
    /// To this folder, a folder for each kustomization with files for parts of it.
    Folders(PathBuf, SplitBy),
}

/// A kustomization to build.
pub(crate) struct Root {
    pub(crate) path: PathBuf,
    /// What its file or folder is called after.
    pub(crate) name: PathBuf,
}

/// Builds all, and prints or writes each as soon as those before it are done. The exit code is a
/// failure when any of them failed.
pub(crate) fn build(
    session: &mut Session<'_>,
    roots: &[Root],
    to: &Destination,
    shape: &shape::Ready,
) -> ExitCode {
    if let Destination::Files(_) | Destination::Folders(..) = to
        && let Err(twice) = places(roots)
    {
        return render::plain_error(&twice);
    }
    let paths: Vec<&Path> = roots.iter().map(|root| root.path.as_path()).collect();
    let turns = Mutex::new(Turns::new(to, shape.format));
    session.build_each(&paths, |at, result| {
        let done = Done::new(result, roots.get(at).and_then(|root| place(&root.name)), to, shape);
        turns.lock().unwrap_or_else(PoisonError::into_inner).done(at, done);
    });
    let turns = turns.into_inner().unwrap_or_else(PoisonError::into_inner);
    turns.finish()
}

/// The result of one kustomization.
struct Done {
    /// Holds the messages.
    result: Result<Output, Refusal>,
    /// What is to be printed.
    text: String,
    /// What went wrong in writing it, and what was noticed.
    written: Result<Vec<kustomize_core::diagnostic::Diagnostic>, WriteError>,
}

enum WriteError {
    Diagnostic(kustomize_core::diagnostic::Error),
    Io(PathBuf, std::io::Error),
}

impl Done {
    fn new(
        result: Result<Output, Refusal>,
        name: Option<PathBuf>,
        to: &Destination,
        shape: &shape::Ready,
    ) -> Self {
        let mut done = Done { result, text: String::new(), written: Ok(Vec::new()) };
        let Ok(output) = &mut done.result else { return done };
        shape.choose(output);
        match (to, name) {
            (Destination::Folders(folder, by), Some(name)) => {
                done.written = write_folder(&folder.join(name), output, *by, shape.format)
            }
            (_, name) => match output.to_text(shape.format) {
                Err(refusal) => done.result = Err(refusal),
                Ok(text) => match (to, name) {
                    (Destination::Files(folder), Some(name)) => {
                        let mut file = folder.join(name).into_os_string();
                        file.push(".");
                        file.push(extension(shape.format));
                        done.written = write_into(Path::new(&file), &text).map(|()| Vec::new());
                    }
                    _ => done.text = text,
                },
            },
        }
        done
    }
}

fn write_folder(
    folder: &Path,
    output: &Output,
    by: SplitBy,
    format: Format,
) -> Result<Vec<kustomize_core::diagnostic::Diagnostic>, WriteError> {
    std::fs::create_dir_all(folder).map_err(|e| WriteError::Io(folder.to_path_buf(), e))?;
    write_each(folder, output, by, format).map_err(WriteError::Diagnostic)
}

fn write_into(file: &Path, text: &str) -> Result<(), WriteError> {
    let written = match file.parent() {
        Some(folder) => std::fs::create_dir_all(folder),
        None => Ok(()),
    };
    let written = written.and_then(|()| write_one_of_many(file, text.as_bytes()));
    written.map_err(|e| WriteError::Io(file.to_path_buf(), e))
}

/// Takes results in any order and gives them out in theirs.
struct Turns<'d> {
    to: &'d Destination,
    format: Format,
    /// The place whose turn it is.
    next: usize,
    waiting: BTreeMap<usize, Done>,
    /// For one file: what it will hold.
    all: String,
    /// True once something was printed.
    printed: bool,
    failed: bool,
    /// True when the reader of standard output has gone away.
    gone: bool,
}

impl<'d> Turns<'d> {
    fn new(to: &'d Destination, format: Format) -> Self {
        Turns {
            to,
            format,
            next: 0,
            waiting: BTreeMap::new(),
            all: String::new(),
            printed: false,
            failed: false,
            gone: false,
        }
    }

    fn done(&mut self, at: usize, done: Done) {
        self.waiting.insert(at, done);
        while let Some(done) = self.waiting.remove(&self.next) {
            self.next += 1;
            self.give_out(&done);
        }
    }

    fn give_out(&mut self, done: &Done) {
        match &done.result {
            Err(refusal) => {
                self.failed = true;
                render::diagnostics(
                    refusal.warnings().iter().chain(refusal.diagnostics()),
                    refusal.sources(),
                );
            }
            Ok(output) => {
                render::diagnostics(output.warnings(), output.sources());
                match &done.written {
                    Ok(warnings) => warnings.iter().for_each(|w| render::diagnostic(w, output.sources())),
                    Err(error) => {
                        self.failed = true;
                        match error {
                            WriteError::Diagnostic(e) => render::diagnostic(e.diagnostic(), output.sources()),
                            WriteError::Io(path, e) => {
                                render::plain_error(&format!(
                                    "cannot write {}: {}",
                                    path.display(),
                                    why::io(e)
                                ));
                            }
                        }
                    }
                }
            }
        }
        if done.text.is_empty() {
            return;
        }
        let separator = if self.printed && self.format == Format::Yaml { "---\n" } else { "" };
        self.printed = true;
        match self.to {
            Destination::File(_) => {
                self.all.push_str(separator);
                self.all.push_str(&done.text);
            }
            _ => self.print(&[separator, &done.text]),
        }
    }

    fn print(&mut self, parts: &[&str]) {
        if self.gone {
            return;
        }
        let mut out = std::io::stdout().lock();
        let written = parts.iter().try_for_each(|part| out.write_all(part.as_bytes()));
        if let Err(e) = written.and_then(|()| out.flush()) {
            self.gone = true;
            if e.kind() != std::io::ErrorKind::BrokenPipe {
                self.failed = true;
                render::plain_error(&format!("cannot write to standard output: {}", why::io(&e)));
            }
        }
    }

    fn finish(self) -> ExitCode {
        if self.failed {
            if let Destination::File(path) = self.to {
                render::note(&format!("{} is left as it was", path.display()));
            }
            return ExitCode::FAILURE;
        }
        match self.to {
            Destination::File(path) => match write_file(path, self.all.as_bytes()) {
                Ok(()) => ExitCode::SUCCESS,
                Err(e) => render::plain_error(&format!("cannot write {}: {}", path.display(), why::io(&e))),
            },
            _ => ExitCode::SUCCESS,
        }
    }
}

/// Checks that no two kustomizations are written to one place.
fn places(roots: &[Root]) -> Result<(), String> {
    let mut known: BTreeMap<PathBuf, &Root> = BTreeMap::new();
    for root in roots {
        let Some(place) = place(&root.name) else {
            return Err(format!("{} cannot be the name of a file", root.path.display()));
        };
        if let Some(first) = known.insert(place.clone(), root) {
            return Err(format!(
                "{} and {} would both be written to {}",
                first.path.display(),
                root.path.display(),
                place.display()
            ));
        }
    }
    Ok(())
}

/// The path, within the folder of the results, that is called after a kustomization: never one that
/// leads out of it.
fn place(name: &Path) -> Option<PathBuf> {
    let plain = |part: &str| part.replace([':', '?', '*', '"', '<', '>', '|', '\\'], "-");
    let parts = name.components().filter_map(|part| match part {
        Component::Normal(part) => Some(plain(&part.to_string_lossy())),
        _ => None,
    });
    let place: PathBuf = parts.collect();
    if !place.as_os_str().is_empty() {
        return Some(place);
    }
    let real = std::fs::canonicalize(name).ok()?;
    Some(plain(&real.file_name()?.to_string_lossy()).into())
}
