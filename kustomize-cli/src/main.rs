//! `kz`: builds Kubernetes manifests from kustomizations.

mod build_flags;
mod commands;
mod files;
mod flags;
mod folder;
mod function_flags;
mod given;
mod globs;
mod ignore;
mod interrupt;
mod junit;
mod limits;
mod many;
mod output;
mod package;
mod progress;
mod remote;
mod render;
mod shape;
mod target;
mod watch;
mod why;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};
use commands::{BuildOnly, Command};
use flags::Forms;
use kustomize_core::diagnostic::Code;
use std::ffi::OsString;
use std::process::ExitCode;

/// Builds Kubernetes manifests from kustomizations, byte for byte as kustomize v5.8.1 does.
#[derive(Parser)]
#[command(name = "kz", disable_version_flag = true, arg_required_else_help = true, args_override_self = true)]
struct Cli<V: Subcommand = Command> {
    /// Taken for the sake of scripts; messages have their places in any case
    #[arg(long, global = true, hide = true, optional_switch())]
    stack_trace: Option<bool>,
    #[command(flatten)]
    messages: render::MessageArgs,
    #[command(subcommand)]
    command: V,
}

/// The arguments of the program. The plainest calls need no parser. Most of the others are builds, which need not wait until
/// all other verbs have described their arguments; whatever is wrong with a call is told by the whole.
fn parse() -> Result<Cli<Command>, clap::Error> {
    if let Some(command) = Command::plain(std::env::args_os().skip(1)) {
        return Ok(Cli { stack_trace: None, messages: render::MessageArgs::default(), command });
    }
    if std::env::args_os().nth(1).is_some_and(|verb| verb == "build") {
        if let Ok(Cli { stack_trace, messages, command: BuildOnly::Build(args) }) = Cli::try_parse() {
            return Ok(Cli { stack_trace, messages, command: Command::Build(args) });
        }
    }
    let mut args: Vec<OsString> = std::env::args_os().collect();
    // As in the reference a question for help with the flag for it is no other question.
    if args.get(1).is_some_and(|verb| verb == "help") {
        args.retain(|arg| arg != "-h" && arg != "--help");
    }
    // `kz help unknown-field` asks for a code.
    if let [_, verb, code] = args.as_mut_slice() {
        if verb == "help" && code.to_str().is_some_and(|code| Code::from_text(code).is_some()) {
            *verb = "explain-code".into();
        }
    }
    Cli::try_parse_from(args)
}

fn main() -> ExitCode {
    let cli = match parse() {
        Ok(cli) => cli,
        // As in the reference, a group of verbs alone is a question for its help.
        Err(error) if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return output::print(&error.render().to_string());
        }
        Err(error) => {
            // So is a group of verbs with nothing but flags that all verbs have.
            if error.kind() == ErrorKind::MissingSubcommand {
                let is_flag = |arg: &OsString| arg.as_encoded_bytes().starts_with(b"-");
                let words = std::env::args_os().filter(|arg| !is_flag(arg));
                if let Err(help) = Cli::<Command>::try_parse_from(words) {
                    return output::print(&help.render().to_string());
                }
            }
            let printed = error.print();
            return match error.use_stderr() {
                false => output::printed(printed),
                // There 1 means that something differs.
                true if std::env::args_os().nth(1).is_some_and(|verb| verb == "diff") => ExitCode::from(2),
                // The reference knows only 0 and 1.
                true => ExitCode::FAILURE,
            };
        }
    };
    render::configure(&cli.messages);
    let code = cli.command.run(&cli.messages);
    render::finish();
    interrupt::settle();
    code
}

#[cfg(test)]
mod tests {
    use super::{Cli, Command};
    use clap::Parser;
    use std::ffi::OsString;

    /// What the short way makes of a call and what the parser does.
    fn both(args: &[&str]) -> (Option<String>, String) {
        let short = Command::plain(args.iter().map(OsString::from));
        let whole = Cli::<Command>::try_parse_from([&["kz"], args].concat());
        let short = short.map(|command| told(&command, &Default::default(), None));
        (short, whole.map_or_else(|e| e.kind().to_string(), |c| told(&c.command, &c.messages, c.stack_trace)))
    }

    fn told(command: &Command, messages: &crate::render::MessageArgs, trace: Option<bool>) -> String {
        match command {
            Command::Build(args) => format!("{args:?} {messages:?} {trace:?}"),
            Command::Version(args) => format!("{args:?} {messages:?} {trace:?}"),
            _ => "another".to_owned(),
        }
    }

    #[test]
    fn plain_calls_mean_what_the_parser_makes_of_them() {
        for args in [
            &["build"][..],
            &["build", "."],
            &["build", "a", "../b", "c"],
            &["build", "https://example.com/a?ref=b"],
            &["build", "help"],
            &["version"],
        ] {
            let (short, whole) = both(args);
            assert_eq!(short.as_ref(), Some(&whole), "{args:?}");
        }
    }

    #[test]
    fn all_else_is_left_to_the_parser() {
        for args in [
            &[][..],
            &["build", ""],
            &["build", "-"],
            &["build", "--", "a"],
            &["build", "a", "-q"],
            &["build", "--help"],
            &["--quiet", "build"],
            &["version", "--short"],
            &["version", "more"],
            &["Build"],
            &["lint", "a"],
        ] {
            assert!(both(args).0.is_none(), "{args:?}");
        }
    }
}
