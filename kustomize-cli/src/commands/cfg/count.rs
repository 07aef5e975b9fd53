//! `kz cfg count`.

use crate::flags::Forms;
use crate::limits::LimitArgs;
use crate::output::print;
use crate::package::{self, ANNOTATED, YAML, refuse};
use crate::render::clean;
use kustomize_core::package::Item;
use kustomize_core::source::Sources;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::ExitCode;

/// Count the resources of a folder
///
/// Counts the resources in the files of DIR, or of standard input when there is no DIR, by their kinds.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  kz cfg count my-dir\n  kz build my-dir | kz cfg count")]
pub(super) struct Args {
    /// The folder
    dir: Option<String>,
    /// Count each kind
    #[arg(long, switch = true)]
    kind: bool,
    /// Count in each package inside the folder, which is a folder with a Krmfile
    #[arg(short = 'R', long, switch = true)]
    recurse_subpackages: bool,
    #[command(flatten)]
    pub(super) limits: LimitArgs,
}

pub(super) fn run(args: &Args) -> ExitCode {
    let limits = args.limits.input();
    let Some(dir) = &args.dir else {
        let mut sources = Sources::new();
        return match package::stdin(&limits, &mut sources) {
            Ok(items) => print(&clean(&count(&items, args.kind))),
            Err(e) => refuse(&e, &sources),
        };
    };
    let packages = match package::packages(dir, args.recurse_subpackages) {
        Ok(packages) => packages,
        Err(e) => return refuse(&e, &Sources::new()),
    };
    let mut counts = Vec::new();
    for path in packages {
        let mut sources = Sources::new();
        match package::folder(&path, false, &YAML, &ANNOTATED, &limits, &mut sources) {
            Ok(items) => counts.push(format!("{path}/\n{}", count(&items, args.kind))),
            // As in the reference, one of several packages does not stop the others.
            Err(e) if args.recurse_subpackages => {
                refuse(&e, &sources);
                counts.push(format!("{path}/\n"));
            }
            Err(e) => return refuse(&e, &sources),
        }
    }
    print(&clean(&counts.join("\n")))
}

fn count(items: &[Item], by_kind: bool) -> String {
    if !by_kind {
        return format!("{}\n", items.len());
    }
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for item in items {
        *kinds.entry(item.field("kind").unwrap_or_default()).or_default() += 1;
    }
    kinds.iter().fold(String::new(), |mut text, (kind, count)| {
        let _ = writeln!(text, "{kind}: {count}");
        text
    })
}
