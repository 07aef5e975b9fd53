//! The verbs, one file each.

mod build;
mod version;

use clap::Subcommand;
use std::process::ExitCode;

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Command {
    Build(build::Args),
    Version(version::Args),
}

impl Command {
    pub(crate) fn run(self) -> ExitCode {
        match self {
            Command::Build(args) => build::run(&args),
            Command::Version(args) => version::run(&args),
        }
    }
}
