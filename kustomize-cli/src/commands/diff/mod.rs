//! `kz diff`.

mod cluster;
mod git;
mod side;

use crate::build_flags::BuildFlags;
use crate::output::print;
use crate::render::{self, MessageArgs};
use clap::ValueEnum;
use kustomize_core::diff::{Difference, Secrets, compare, compare_live};
use side::{Side, Sides};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// What went wrong was said already.
struct Told;

/// Show what differs between two kustomizations, resource by resource
///
/// Compares what BEFORE and AFTER come to. Each is a folder with a kustomization, its address, a file
/// with resources, or - for resources on standard input. Resources are the same by their identity,
/// generated ones by their name without the hash, those of other namespaces
/// or with a prefix by their name before. Values of Secrets are not shown. The order of
/// resources does not count.
///
/// The exit code is 0 when nothing differs, 1 when something does, and 2 when that could not be found
/// out, as with diff and kubectl diff.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  kz diff base overlays/prod\n  kz diff overlays/prod --git main\n  kz diff overlays/prod --cluster\n  kz build overlays/prod | kz diff - prod.yaml\n  kz diff base overlays/prod --format markdown"
)]
pub(crate) struct Args {
    /// What it is compared with; with --git or --cluster the kustomization itself
    #[arg(default_value = ".")]
    before: PathBuf,
    /// What is compared
    after: Option<PathBuf>,
    /// Compare the kustomization with what it was at a revision of its git repository
    #[arg(long, value_name = "REVISION", conflicts_with_all = ["after", "cluster"])]
    git: Option<OsString>,
    /// Compare the kustomization with what the cluster has, as far as its manifests speak of it
    #[arg(long, conflicts_with = "after")]
    cluster: bool,
    /// The kubectl to run: its name or path
    #[arg(long, value_name = "COMMAND", default_value = "kubectl")]
    kubectl: OsString,
    /// The context that kubectl uses
    #[arg(long, value_name = "CONTEXT", requires = "cluster")]
    context: Option<String>,
    /// The form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Form,
    /// Show the values of Secrets
    #[arg(long)]
    show_secrets: bool,
    #[command(flatten)]
    flags: BuildFlags,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Form {
    /// Lines with - and + below each field
    #[default]
    Text,
    /// One JSON object
    Json,
    /// Sections for a comment on a change
    Markdown,
}

pub(crate) fn run(args: &Args, messages: &MessageArgs) -> ExitCode {
    args.flags.limits.with_stack(|| match difference(args, messages) {
        Ok(difference) => report(&difference, args.format),
        Err(Told) => ExitCode::from(2),
    })
}

fn difference(args: &Args, messages: &MessageArgs) -> Result<Difference, Told> {
    let secrets = if args.show_secrets { Secrets::Shown } else { Secrets::Masked };
    let mut sides = Sides::new(&args.flags, messages);
    if let Some(revision) = &args.git {
        let after = sides.read(&args.before)?.items()?;
        let tree = git::tree_at(&args.before, revision).map_err(|why| tell(&why))?;
        let before = match tree.root() {
            Some(root) => sides.build(root, tree.folder()).inspect_err(|Told| {
                render::note(&format!("this is how it was at {}", revision.display()));
            })?,
            None => {
                let remark = format!("there was no {} at {}", args.before.display(), revision.display());
                render::note(&remark);
                Side::default()
            }
        };
        return Ok(compare(&before.items()?, &after, secrets));
    }
    if args.cluster {
        let after = sides.read(&args.before)?;
        let live = cluster::live(&args.kubectl, args.context.as_deref(), &after.text()?)
            .map_err(|why| tell(&why))?;
        return Ok(compare_live(&live, &after.items()?, secrets));
    }
    let Some(after) = &args.after else {
        return Err(tell("kz diff needs two kustomizations, or one with --git or --cluster"));
    };
    let before = sides.read(&args.before)?;
    let after = sides.read(after)?;
    Ok(compare(&before.items()?, &after.items()?, secrets))
}

fn tell(why: &str) -> Told {
    render::plain_error(why);
    Told
}

fn report(difference: &Difference, form: Form) -> ExitCode {
    let text = match form {
        Form::Text => difference.to_string(),
        Form::Json => format!("{:#}\n", difference.to_json()),
        Form::Markdown => difference.to_markdown(),
    };
    if print(&text) != ExitCode::SUCCESS {
        return ExitCode::from(2);
    }
    ExitCode::from(u8::from(!difference.is_empty()))
}
