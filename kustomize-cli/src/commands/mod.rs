//! The verbs, one file each.

mod build;
mod cfg;
mod completion;
mod create;
mod diff;
mod edit;
mod explain;
mod explain_code;
#[cfg(feature = "functions")]
mod function;
mod lint;
mod localize;
mod man;
mod openapi;
mod schema;
mod test;
mod version;

use crate::render::MessageArgs;
use clap::Subcommand;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Command {
    Build(build::Args),
    Cfg(cfg::Args),
    Completion(completion::Args),
    Create(create::Args),
    Diff(diff::Args),
    Edit(edit::Args),
    Explain(explain::Args),
    ExplainCode(explain_code::Args),
    #[cfg(feature = "functions")]
    Fn(function::Args),
    Lint(lint::Args),
    Localize(localize::Args),
    #[command(hide = true)]
    Man(man::Args),
    #[command(hide = true)]
    Openapi(openapi::Args),
    Schema(schema::Args),
    Test(test::Args),
    Version(version::Args),
}

/// The verb that is called most, alone.
#[derive(Subcommand)]
pub(crate) enum BuildOnly {
    Build(build::Args),
}

impl Command {
    /// The command of a call that is nothing but `build` with folders or `version`. Such calls are the
    /// most frequent, and describing all flags takes longer than a small build. Whatever looks like
    /// more is left to the parser.
    pub(crate) fn plain(mut args: impl Iterator<Item = OsString>) -> Option<Self> {
        let verb = args.next()?;
        let folders: Option<Vec<PathBuf>> = args
            .map(|arg| {
                let is_plain = !arg.is_empty() && !arg.as_encoded_bytes().starts_with(b"-");
                is_plain.then(|| arg.into())
            })
            .collect();
        match (verb.to_str()?, folders?) {
            ("build", folders) => Some(Command::Build(build::Args::plain(folders))),
            ("version", more) if more.is_empty() => Some(Command::Version(version::Args::default())),
            _ => None,
        }
    }

    pub(crate) fn run(self, messages: &MessageArgs) -> ExitCode {
        match self {
            Command::Build(args) => build::run(&args, messages),
            Command::Completion(args) => completion::run(&args),
            Command::Cfg(args) => cfg::run(&args),
            Command::Create(args) => create::run(&args),
            Command::Diff(args) => diff::run(&args, messages),
            Command::Edit(args) => edit::run(args),
            Command::Explain(args) => explain::run(&args, messages),
            Command::ExplainCode(args) => explain_code::run(&args),
            #[cfg(feature = "functions")]
            Command::Fn(args) => function::run(&args),
            Command::Lint(args) => lint::run(&args, messages),
            Command::Localize(args) => localize::run(&args),
            Command::Man(args) => man::run(&args),
            Command::Openapi(args) => openapi::run(&args),
            Command::Schema(schema::Args {}) => schema::run(),
            Command::Test(args) => test::run(&args, messages),
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
