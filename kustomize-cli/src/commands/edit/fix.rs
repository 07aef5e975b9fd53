//! `kz edit fix`.

use crate::commands::ignored;
use crate::render;
use crate::target::{EditOptions, Target, finish, lock, refused};
use kustomize_core::edit::{Edited, fix};
use std::path::Path;
use std::process::ExitCode;

/// Replace deprecated fields by those of today
///
/// patchesJson6902 and patchesStrategicMerge become patches, commonLabels becomes labels, bases becomes
/// resources, imageTags becomes images.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  kz edit fix\n  kz edit fix --check")]
pub(super) struct Args {
    /// Change nothing; exit with 1 when there is something to fix
    #[arg(long)]
    check: bool,
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
    let fixed = match fix(&target.text, &|path| Path::new(path).is_file()) {
        Ok(fixed) => fixed,
        Err(e) => return refused(&e, Some(&target)),
    };
    let replaced = fixed.replaced.iter().map(|(from, to)| format!("{from} becomes {to}"));
    let notes = replaced.chain(fixed.added.iter().map(|field| format!("{field} is stated"))).collect();
    let changed = fixed.text != target.text;
    let edited = Edited { text: fixed.text, notes };
    if !args.check {
        return finish(options, &target, &edited);
    }
    if options.dry_run {
        finish(options, &target, &edited);
    } else {
        edited.notes.iter().for_each(|note| render::note(note));
    }
    ExitCode::from(u8::from(changed))
}
