//! `kz version`.

use crate::flags::Forms;
use crate::output::print;
use crate::render;
use std::process::ExitCode;

/// Print the version of kz
#[derive(clap::Args, Debug, Default)]
pub(crate) struct Args {
    /// Print only the version
    #[arg(long, switch = false)]
    short: bool,
    /// Print as yaml or json
    #[arg(short, long, text = "FORMAT")]
    output: String,
    /// What the reference takes and ignores
    #[arg(hide = true)]
    more: Vec<String>,
}

pub(crate) fn run(args: &Args) -> ExitCode {
    super::ignored(&args.more);
    if args.short && !args.output.is_empty() {
        return render::plain_error("--short and --output exclude each other");
    }
    let version = concat!("v", env!("CARGO_PKG_VERSION"));
    let text = match args.output.as_str() {
        "" if args.short => format!("{version}\n"),
        "" => format!("kz {version} (as kustomize v5.8.1)\n"),
        "json" => format!("{{\n  \"version\": \"{version}\",\n  \"kustomizeVersion\": \"v5.8.1\"\n}}\n"),
        "yaml" => format!("version: {version}\nkustomizeVersion: v5.8.1\n"),
        other => {
            render::note(&format!("there is no form \"{other}\" of the version"));
            String::new()
        }
    };
    print(&text)
}
