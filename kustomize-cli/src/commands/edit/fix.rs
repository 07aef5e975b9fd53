//! `kz edit fix`.

use crate::commands::ignored;
use crate::output::{print, write_file};
use crate::render;
use crate::target::{EditOptions, Target, diff, files, finish, lock, refused};
use crate::why;
use kustomize_core::Builder;
use kustomize_core::edit::{ChangedFile, Edited, VarFix, fix, fix_vars};
use kustomize_core::fs::{DiskFileSystem, Entry, FileSystem};
use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Replace deprecated fields by those of today
///
/// patchesJson6902 and patchesStrategicMerge become patches, commonLabels becomes labels, bases becomes
/// resources, imageTags becomes images. With --vars, vars become replacements too: that changes the files
/// of resources and patches.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  kz edit fix\n  kz edit fix --check\n  kz edit fix --vars --dry-run")]
pub(super) struct Args {
    /// Change nothing; exit with 1 when there is something to fix
    #[arg(long)]
    check: bool,
    /// Turn vars into replacements
    #[arg(long)]
    vars: bool,
    /// What the reference takes and ignores
    #[arg(hide = true)]
    more: Vec<String>,
}

pub(super) fn run(args: &Args, options: EditOptions) -> ExitCode {
    ignored(&args.more);
    let _lock = lock();
    let target = match Target::read() {
        Ok(target) => target,
        Err(e) => return refused(&e, None),
    };
    let fixed = if args.vars {
        fix_vars(&target.text, files())
    } else {
        let fixed = fix(&target.text, &|path| Path::new(path).is_file());
        fixed.map(|fix| VarFix { fix, files: Vec::new(), left: Vec::new() })
    };
    let VarFix { fix: fixed, files: others, left } = match fixed {
        Ok(fixed) => fixed,
        Err(e) => return refused(&e, Some(&target)),
    };
    let mut notes: Vec<String> =
        fixed.replaced.iter().map(|(from, to)| format!("{from} becomes {to}")).collect();
    notes.extend(fixed.added.iter().map(|field| format!("{field} is stated")));
    notes.extend(left);
    let changed = fixed.text != target.text || !others.is_empty();
    if args.vars && changed {
        notes.extend(difference(&target, &fixed.text, &others));
    }
    let edited = Edited { text: fixed.text, notes };
    if args.check && !options.dry_run {
        edited.notes.iter().for_each(|note| render::note(note));
        return ExitCode::from(u8::from(changed));
    }
    for file in &others {
        if options.dry_run {
            print(&diff(&file.path.display().to_string(), &file.old, &file.new));
        } else if let Err(e) = write_file(&file.path, file.new.as_bytes()) {
            return render::plain_error(&format!("cannot write {}: {}", file.path.display(), why::io(&e)));
        }
    }
    let code = finish(options, &target, &edited);
    if args.check { ExitCode::from(u8::from(changed)) } else { code }
}

/// What to say when the fixed files build something else than the files as they are.
fn difference(target: &Target, text: &str, others: &[ChangedFile]) -> Option<String> {
    let build = |fs: &dyn FileSystem| Builder::new(fs).build(".").and_then(|output| output.to_yaml());
    let before = build(&DiskFileSystem).ok()?;
    let mut changed = HashMap::new();
    let own = (Path::new(target.name), text.as_bytes());
    for (path, content) in others.iter().map(|f| (f.path.as_path(), f.new.as_bytes())).chain([own]) {
        changed.insert(std::fs::canonicalize(path).ok()?, content.to_vec());
    }
    match build(&Changed(changed)) {
        Ok(after) if after == before => None,
        Ok(_) => Some(
            "the fixed kustomization builds something else than before: compare the two builds".to_owned(),
        ),
        Err(refusal) => Some(format!("the fixed kustomization does not build: {refusal}")),
    }
}

/// The disk with some files changed.
struct Changed(HashMap<PathBuf, Vec<u8>>);

impl FileSystem for Changed {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let real = std::fs::canonicalize(path)?;
        match self.0.get(&real) {
            Some(content) => Ok(content.clone()),
            None => DiskFileSystem.read(path),
        }
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        DiskFileSystem.canonicalize(path)
    }

    fn is_dir(&self, path: &Path) -> bool {
        DiskFileSystem.is_dir(path)
    }

    fn entry(&self, path: &Path) -> io::Result<Entry> {
        DiskFileSystem.entry(path)
    }

    fn exists(&self, path: &Path) -> bool {
        DiskFileSystem.exists(path)
    }

    fn read_dir(&self, path: &Path) -> io::Result<Vec<String>> {
        DiskFileSystem.read_dir(path)
    }
}
