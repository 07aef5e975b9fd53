//! `kz edit`.

mod add;
mod fix;
mod list_builtin;
mod remove;
mod set;

use crate::commands::ignored;
use crate::globs::glob;
use crate::limits::LimitArgs;
use crate::remote::Fetcher;
use crate::render;
use crate::target::EditOptions;
use clap::Subcommand;
use kustomize_core::diagnostic::{Code, Error, Result};
use kustomize_core::edit::try_address;
use kustomize_core::fs::DiskFileSystem;
use std::process::ExitCode;

/// Change the kustomization file of the current folder
///
/// Only what the change is about is rewritten: comments, order, indentation, quotes and blank lines of
/// everything else stay as they are.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  kz edit set image nginx:1.27\n  kz edit add resource service.yaml\n  kz edit set namespace staging --dry-run"
)]
pub(crate) struct Args {
    #[command(flatten)]
    options: EditOptions,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Add an entry
    #[command(subcommand)]
    Add(add::Add),
    /// Set a value
    #[command(subcommand)]
    Set(set::Set),
    /// Remove an entry
    #[command(subcommand)]
    Remove(remove::Remove),
    Fix(fix::Args),
    /// List the plugins that are built in
    #[command(name = "alpha-list-builtin-plugin")]
    ListBuiltin {
        /// What the reference takes and ignores
        #[arg(hide = true)]
        more: Vec<String>,
    },
}

pub(crate) fn run(args: Args) -> ExitCode {
    match args.verb {
        Verb::Add(verb) => add::run(verb, args.options),
        Verb::Set(verb) => set::run(verb, args.options),
        Verb::Remove(verb) => remove::run(verb, args.options),
        Verb::Fix(verb) => fix::run(&verb, args.options),
        Verb::ListBuiltin { more } => {
            ignored(&more);
            list_builtin::run()
        }
    }
}

/// The files and folders for an entry of `resources` or `components`: what fits the pattern, or an address,
/// when what it leads to can be fetched; with `files` also the address of a file.
pub(super) fn resources_of(pattern: &str, files: bool) -> Result<Vec<String>> {
    let found = glob(pattern)?;
    if !found.is_empty() {
        return Ok(found);
    }
    let fetcher = Fetcher::new(&LimitArgs::default());
    match try_address(&DiskFileSystem, fetcher.remote(), pattern, files) {
        Ok(true) => Ok(vec![pattern.to_owned()]),
        Ok(false) => Err(Error::new(Code::NotFound, format!("there is no file or folder \"{pattern}\""))
            .hint("file names count from the current folder")),
        Err(e) if e.code() == Code::NotEnabled => {
            render::note(&format!("{pattern} is remote; whether it can be fetched was not tried"));
            Ok(vec![pattern.to_owned()])
        }
        Err(e) => Err(e),
    }
}

/// What fits each of the patterns; a pattern that nothing fits is noted.
fn fitting(patterns: &[String]) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for pattern in patterns {
        let paths = glob(pattern)?;
        if paths.is_empty() {
            render::note(&format!("there is no file \"{pattern}\""));
        }
        found.extend(paths);
    }
    Ok(found)
}

/// The parts between commas.
fn parts(text: &str) -> Vec<String> {
    text.split(',').map(str::to_owned).collect()
}

/// The only argument; more than one is refused.
fn single(args: &[String], what: &str) -> Result<String> {
    match args {
        [only] => Ok(only.clone()),
        [] => Err(Error::new(Code::InvalidValue, format!("no {what} is given"))),
        _ => Err(Error::new(Code::InvalidValue, format!("more than one argument for {what} is given"))
            .hint("separate several by commas, without spaces")),
    }
}

/// At least one argument.
fn some<'a>(args: &'a [String], what: &str) -> Result<&'a [String]> {
    if args.is_empty() {
        Err(Error::new(Code::InvalidValue, format!("no {what} is given")))
    } else {
        Ok(args)
    }
}
