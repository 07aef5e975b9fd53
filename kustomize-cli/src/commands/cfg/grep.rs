//! `kz cfg grep`.

use super::stream;
use crate::flags::Forms;
use crate::limits::LimitArgs;
use crate::output::print;
use crate::package::refuse;
use kustomize_core::diagnostic::Result;
use kustomize_core::package::{Item, Query, WriteOptions, step, write};
use kustomize_core::source::Sources;
use std::process::ExitCode;

/// Find resources by the value of a field
///
/// Prints the resources in the files of DIR, or of standard input when there is no DIR, that have a field with
/// such a value: path.to.field=value, where the value is a regular expression, or with <, >, <= and >= a quantity.
/// Elements of lists are found as [field=value], a dot in a name or value is written \.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  kz cfg grep kind=Deployment my-dir\n  kz cfg grep 'spec.template.spec.containers[name=nginx].image=nginx:1\\.7\\.9' my-dir\n  kz cfg grep 'spec.replicas>=3' my-dir"
)]
pub(super) struct Args {
    /// The field and its value
    query: String,
    /// The folder
    dir: Option<String>,
    /// Note in annotations where each resource was read
    #[arg(long, switch = true)]
    annotate: bool,
    /// Print the other resources
    #[arg(long, switch = false)]
    invert_match: bool,
    /// Search the packages inside the folder, which are folders with a Krmfile
    #[arg(short = 'R', long, switch = true)]
    recurse_subpackages: bool,
    #[command(flatten)]
    pub(super) limits: LimitArgs,
}

pub(super) fn run(args: &Args) -> ExitCode {
    let query = match Query::parse(&args.query) {
        Ok(query) => query,
        Err(e) => return refuse(&e, &Sources::new()),
    };
    let render = |items| grep(args, items, &query);
    stream::run(args.dir.as_deref(), args.recurse_subpackages, &args.limits.input(), &render, &print)
}

fn grep(args: &Args, items: Vec<Item>, query: &Query) -> Result<String> {
    let items = step(items, |items| {
        let mut found = Vec::new();
        for mut item in items {
            if query.selects(&mut item)? != args.invert_match {
                found.push(item);
            }
        }
        Ok(found)
    })?;
    if items.is_empty() {
        return Ok(String::new());
    }
    write(&items, &WriteOptions { keep_notes: args.annotate, ..WriteOptions::default() })
}
