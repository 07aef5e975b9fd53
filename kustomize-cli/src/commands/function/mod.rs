//! `kz fn`: runs functions on folders of resources.

mod run;
mod save;

use crate::Cli;
use crate::output::print;
use crate::render;
use clap::{Parser, Subcommand};
use std::ffi::OsString;
use std::process::ExitCode;

/// Run functions on folders of resources
#[derive(clap::Args)]
#[command(arg_required_else_help = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Run(Box<run::Args>),
    /// As in the reference any other verb is a question for the help of this one.
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

pub(crate) fn run(args: &Args) -> ExitCode {
    match &args.verb {
        Verb::Run(args) => run::run(args),
        Verb::Other(args) => {
            let name = args.first().map(|name| name.to_string_lossy()).unwrap_or_default();
            let is_flag = |arg: &&OsString| {
                arg.as_encoded_bytes().starts_with(b"-") && *arg != "-h" && *arg != "--help" && *arg != "-"
            };
            if let Some(flag) = args.iter().take_while(|arg| *arg != "--").find(is_flag) {
                let flag = flag.to_string_lossy();
                return render::plain_error(&format!("there is no verb \"{name}\" of fn with a flag {flag}"));
            }
            render::note(&format!("there is no verb \"{name}\" of fn"));
            match Cli::<super::Command>::try_parse_from(["kz", "fn"]) {
                Ok(_) => ExitCode::SUCCESS,
                Err(help) => print(&help.render().to_string()),
            }
        }
    }
}
