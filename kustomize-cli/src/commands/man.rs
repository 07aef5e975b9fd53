//! `kz man`.

use crate::output::write_one_of_many;
use crate::why;
use crate::{Cli, render};
use clap::{Command, CommandFactory};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Write the manual pages to a folder
///
/// One page for kz and one for each verb: kz.1, kz-build.1 and so on.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  kz man man1 && man man1/kz-build.1")]
pub(crate) struct Args {
    /// The folder; it is made when it is missing
    dir: PathBuf,
}

pub(crate) fn run(args: &Args) -> ExitCode {
    let mut command = <Cli>::command().disable_help_subcommand(true);
    command.build();
    match std::fs::create_dir_all(&args.dir).and_then(|()| write_pages(&args.dir, command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            render::plain_error(&format!("cannot write the pages to {}: {}", args.dir.display(), why::io(&e)))
        }
    }
}

/// Writes the page of a command and those of its verbs.
fn write_pages(folder: &Path, command: Command) -> std::io::Result<()> {
    if command.is_hide_set() {
        return Ok(());
    }
    for verb in command.get_subcommands() {
        write_pages(folder, verb.clone())?;
    }
    let page = clap_mangen::Man::new(command.version(env!("CARGO_PKG_VERSION")));
    let mut text = Vec::new();
    page.render(&mut text)?;
    write_one_of_many(&folder.join(page.get_filename()), &text)
}
