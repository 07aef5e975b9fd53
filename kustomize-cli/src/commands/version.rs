//! `kz version`.

use crate::output::print;
use std::process::ExitCode;

/// Print the version of kz
#[derive(clap::Args, Debug, Default)]
pub(crate) struct Args {
    /// Print only the version
    #[arg(long)]
    short: bool,
    /// Print as yaml or json
    #[arg(short, long, value_parser = ["yaml", "json"])]
    output: Option<String>,
    /// What the reference takes and ignores
    #[arg(hide = true)]
    more: Vec<String>,
}

pub(crate) fn run(args: &Args) -> ExitCode {
    super::ignored(&args.more);
    let version = concat!("v", env!("CARGO_PKG_VERSION"));
    let text = match args.output.as_deref() {
        Some("json") => {
            format!("{{\n  \"version\": \"{version}\",\n  \"kustomizeVersion\": \"v5.8.1\"\n}}\n")
        }
        Some(_) => format!("version: {version}\nkustomizeVersion: v5.8.1\n"),
        None if args.short => format!("{version}\n"),
        None => format!("kz {version} (as kustomize v5.8.1)\n"),
    };
    print(&text)
}
