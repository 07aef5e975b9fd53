//! `kz explain-code`.

use crate::output::print;
use crate::render;
use kustomize_core::diagnostic::Code;
use std::process::ExitCode;

/// Explain what a code in a message means
///
/// Without CODE all codes are listed.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  kz explain-code unmatched-patch\n  kz explain-code --all > codes.md")]
pub(crate) struct Args {
    /// The code, as in `error[unknown-field]`
    code: Option<String>,
    /// Explain all codes, as Markdown
    #[arg(long, conflicts_with = "code")]
    all: bool,
}

pub(crate) fn run(args: &Args) -> ExitCode {
    if args.all {
        return print(&all());
    }
    let Some(text) = &args.code else {
        let width = Code::ALL.iter().map(|code| code.as_str().len()).max().unwrap_or(0);
        let lines = Code::ALL.iter().map(|code| format!("{:width$}  {}\n", code.as_str(), code.summary()));
        return print(&lines.collect::<String>());
    };
    match Code::from_text(text) {
        Some(code) => print(&format!("{code}: {}\n\n{}\n", code.summary(), code.explanation())),
        None => {
            let hint = match Code::nearest(text) {
                Some(near) => format!("did you mean {near}?"),
                None => "`kz explain-code` lists them".to_owned(),
            };
            render::plain_error(&format!("there is no code \"{text}\": {hint}"))
        }
    }
}

/// All codes as one document.
fn all() -> String {
    let mut text = String::from(
        "# What the codes in messages mean\n\nWritten by `kz explain-code --all`; do not edit.\n",
    );
    for code in Code::ALL {
        text.push_str(&format!("\n## {code}\n\n*{}*\n\n{}\n", code.summary(), code.explanation()));
    }
    text
}
