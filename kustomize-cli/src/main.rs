//! `kz`: builds Kubernetes manifests from kustomizations.

mod build_flags;
mod commands;
mod files;
mod flags;
mod globs;
mod many;
mod output;
mod remote;
mod render;
mod target;

use clap::Parser;
use clap::error::ErrorKind;
use std::process::ExitCode;

/// Builds Kubernetes manifests from kustomizations, byte for byte as kustomize v5.8.1 does.
#[derive(Parser)]
#[command(name = "kz", disable_version_flag = true, arg_required_else_help = true, args_override_self = true)]
struct Cli {
    /// Taken for the sake of scripts; messages have their places in any case
    #[arg(long, global = true, hide = true, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = flags::switch)]
    stack_trace: Option<bool>,
    #[command(flatten)]
    messages: render::MessageArgs,
    #[command(subcommand)]
    command: commands::Command,
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        // As in the reference, a group of verbs alone is a question for its help.
        Err(error) if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return output::print(&error.render().to_string());
        }
        Err(error) => {
            let _ = error.print();
            // The reference knows only 0 and 1.
            return ExitCode::from(u8::from(error.use_stderr()));
        }
    };
    render::configure(&cli.messages);
    let code = cli.command.run(&cli.messages);
    render::finish();
    code
}
