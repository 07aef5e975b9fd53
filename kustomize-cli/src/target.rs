//! The kustomization file of the current folder, while it is edited.

use crate::output::{change_file, print};
use crate::render;
use crate::why;
use kustomize_core::Limits;
use kustomize_core::diagnostic::{Code, Diagnostic, Error, Result};
use kustomize_core::edit::{Edited, Files};
use kustomize_core::fs::{DiskFileSystem, FileSystem};
use kustomize_core::kustomization::FILE_NAMES;
use kustomize_core::source::Sources;
use std::fs::File;
use std::path::Path;
use std::process::ExitCode;

/// How an edit is carried out.
#[derive(clap::Args, Clone, Copy)]
pub(crate) struct EditOptions {
    /// Print the change as a diff and write nothing
    #[arg(long, global = true)]
    pub(crate) dry_run: bool,
}

/// The kustomization file of the current folder.
pub(crate) struct Target {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its text.
    pub(crate) text: String,
}

/// The folder that all file names count from.
pub(crate) fn files() -> Files<'static> {
    Files { fs: &DiskFileSystem, folder: Path::new(".") }
}

impl Target {
    /// Finds and reads the file.
    ///
    /// # Errors
    /// When there is none, more than one, or it cannot be read.
    pub(crate) fn read() -> Result<Self> {
        let there: Vec<&'static str> =
            FILE_NAMES.into_iter().filter(|name| Path::new(name).exists()).collect();
        let name = match there[..] {
            [name] => name,
            [] => {
                return Err(Error::new(Code::MissingKustomization, "this folder has no kustomization file")
                    .path(".")
                    .hint("\"kz create\" makes one"));
            }
            _ => {
                let message =
                    format!("this folder has more than one kustomization file: {}", there.join(", "));
                return Err(Error::new(Code::AmbiguousKustomization, message)
                    .path(".")
                    .hint("keep only one"));
            }
        };
        let unreadable = |why: String| {
            Error::new(Code::FileUnreadable, format!("the kustomization file cannot be read: {why}"))
                .path(name)
        };
        let bytes = DiskFileSystem.read_at_most(Path::new(name), Limits::default().file_bytes);
        let bytes = bytes.map_err(|e| unreadable(why::io(&e)))?;
        let text = String::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8 text".to_owned()))?;
        Ok(Target { name, text })
    }
}

/// Edits the kustomization file of the current folder. A file that the edit does not change is not
/// written.
pub(crate) fn edit(options: EditOptions, change: impl FnOnce(&Target) -> Result<Edited>) -> ExitCode {
    let _lock = lock();
    let target = match Target::read() {
        Ok(target) => target,
        Err(e) => return refused(&e, None),
    };
    match change(&target) {
        Ok(edited) => finish(options, &target, &edited),
        Err(e) => refused(&e, Some(&target)),
    }
}

/// Says what there is to say and writes, or shows, what changed.
pub(crate) fn finish(options: EditOptions, target: &Target, edited: &Edited) -> ExitCode {
    edited.notes.iter().for_each(|note| render::note(note));
    if edited.text == target.text {
        return ExitCode::SUCCESS;
    }
    if options.dry_run {
        return print(&diff(target.name, &target.text, &edited.text));
    }
    write(target.name, Some(&target.text), &edited.text)
}

/// Writes a kustomization file that is still as it was read, or not there when it was not.
pub(crate) fn write(name: &str, before: Option<&str>, after: &str) -> ExitCode {
    match change_file(Path::new(name), before.map(str::as_bytes), after.as_bytes()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            let message = "another program has changed this file in the meantime, nothing was written";
            refused(&Error::new(Code::EditRefused, message).path(name).hint("run the command again"), None)
        }
        Err(e) => render::plain_error(&format!("cannot write {name}: {}", why::io(&e))),
    }
}

/// Waits until no other kz edits the current folder. The lock is let go when the file is dropped; where a
/// folder cannot be locked, comparing before writing is what is left.
pub(crate) fn lock() -> Option<File> {
    let folder = File::open(".").ok()?;
    folder.lock().ok().map(|()| folder)
}

/// The change as a unified diff.
pub(crate) fn diff(name: &str, old: &str, new: &str) -> String {
    similar::TextDiff::from_lines(old, new)
        .unified_diff()
        .header(&format!("a/{name}"), &format!("b/{name}"))
        .to_string()
}

/// Shows a refusal, with its place in the kustomization file.
pub(crate) fn refused(error: &Error, target: Option<&Target>) -> ExitCode {
    let mut sources = Sources::new();
    if let Some(target) = target {
        let text = target.text.strip_prefix('\u{feff}').unwrap_or(&target.text).replace("\r\n", "\n");
        sources.add(target.name, text.into());
    }
    let mut diagnostics: Vec<Diagnostic> = error.diagnostics().cloned().collect();
    for diagnostic in diagnostics.iter_mut().filter(|d| d.code == Code::LimitExceeded) {
        diagnostic.hint = Some("this command keeps to the usual limits: change the file by hand".to_owned());
    }
    render::diagnostics(&diagnostics, &sources);
    ExitCode::FAILURE
}
