//! The flags about messages, which every verb has.

use clap::ValueEnum;
use kustomize_core::diagnostic::Code;
use std::io::IsTerminal as _;

/// How messages are printed.
#[derive(clap::Args, Clone, Debug, Default)]
pub(crate) struct MessageArgs {
    /// The form of messages on standard error
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT", help_heading = HEADING)]
    message_format: Format,
    /// When messages have colours
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN", help_heading = HEADING)]
    color: Color,
    /// Print no warnings and remarks
    #[arg(short, long, global = true, help_heading = HEADING)]
    quiet: bool,
    /// Tell the stages of the work and their times
    #[arg(short, long, global = true, help_heading = HEADING)]
    pub(crate) verbose: bool,
    /// Silence warnings of this code; can be repeated
    #[arg(long, global = true, value_name = "CODE", value_delimiter = ',', value_parser = code, help_heading = HEADING)]
    pub(crate) allow: Vec<Code>,
    /// Refuse what would be warned of
    #[arg(long, global = true, help_heading = HEADING)]
    pub(crate) strict: bool,
}

const HEADING: &str = "Messages";

fn code(text: &str) -> Result<Code, String> {
    Code::from_text(text).ok_or_else(|| match Code::nearest(text) {
        Some(near) => format!("there is no such code, did you mean {near}?"),
        None => "there is no such code; `kz explain-code` lists them".to_owned(),
    })
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Several lines with the source
    #[default]
    Human,
    /// One line each
    Short,
    /// One JSON object a line
    Json,
    /// Annotations of GitHub Actions
    Github,
    /// One SARIF 2.1.0 log
    Sarif,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What follows from the flags and the terminal.
pub(super) struct Settings {
    pub(super) format: Format,
    pub(super) color: bool,
    pub(super) unicode: bool,
    pub(super) quiet: bool,
    pub(super) verbose: bool,
}

impl Settings {
    /// For people, where there is no terminal.
    pub(super) fn plain() -> Self {
        Settings { format: Format::Human, color: false, unicode: false, quiet: false, verbose: false }
    }

    pub(super) fn new(args: &MessageArgs) -> Self {
        let stderr = std::io::stderr();
        let color = match args.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => anstream::AutoStream::choice(&stderr) != anstream::ColorChoice::Never,
        };
        Settings {
            format: args.message_format,
            color,
            unicode: stderr.is_terminal() && is_utf8_locale(),
            quiet: args.quiet,
            verbose: args.verbose,
        }
    }
}

/// The first of these variables that is set states the character set.
fn is_utf8_locale() -> bool {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    set.is_some_and(|value| {
        let value = value.to_ascii_lowercase();
        value.contains("utf-8") || value.contains("utf8")
    })
}
