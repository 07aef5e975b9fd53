//! The verbs, one file each.

mod build;
mod create;
mod edit;
mod version;

use clap::Subcommand;
use std::process::ExitCode;

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Command {
    Build(build::Args),
    Create(create::Args),
    Edit(edit::Args),
    Version(version::Args),
}

impl Command {
    pub(crate) fn run(self) -> ExitCode {
        match self {
            Command::Build(args) => build::run(&args),
            Command::Create(args) => create::run(&args),
            Command::Edit(args) => edit::run(args),
            Command::Version(args) => version::run(&args),
        }
    }
}

/// Tells of arguments that the verb does not take. The reference ignores them without a word.
fn ignored(args: &[String]) {
    if let Some(first) = args.first() {
        crate::render::note(&format!("the argument \"{first}\" and what follows is ignored"));
    }
}
