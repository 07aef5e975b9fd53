//! `kz cfg`: looks at folders of resources, whether there are kustomizations in them or not.

mod cat;
mod count;
mod fields;
mod grep;
mod stream;
mod tree;

use clap::Subcommand;
use std::process::ExitCode;

/// Look at folders of resources
#[derive(clap::Args)]
#[command(arg_required_else_help = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Cat(cat::Args),
    Count(count::Args),
    Grep(grep::Args),
    Tree(tree::Args),
}

pub(crate) fn run(args: &Args) -> ExitCode {
    match &args.verb {
        Verb::Cat(args) => args.limits.with_stack(|| cat::run(args)),
        Verb::Count(args) => args.limits.with_stack(|| count::run(args)),
        Verb::Grep(args) => args.limits.with_stack(|| grep::run(args)),
        Verb::Tree(args) => args.limits.with_stack(|| tree::run(args)),
    }
}
