//! `kz cfg count`.

use super::package::{self, Package, refuse};
use crate::flags::switch;
use crate::output::print;
use crate::render::clean;
use kustomize_core::diagnostic::Result;
use kustomize_core::source::Sources;
use kustomize_core::yaml::Node;
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
    #[arg(long, num_args = 0..=1, default_missing_value = "true", default_value = "true", require_equals = true, value_name = "BOOL", value_parser = switch, action = clap::ArgAction::Set, hide_possible_values = true)]
    kind: bool,
    /// Count in each package inside the folder, which is a folder with a Krmfile
    #[arg(short = 'R', long, num_args = 0..=1, default_missing_value = "true", default_value = "true", require_equals = true, value_name = "BOOL", value_parser = switch, action = clap::ArgAction::Set, hide_possible_values = true)]
    recurse_subpackages: bool,
}

pub(super) fn run(args: &Args) -> ExitCode {
    let Some(dir) = &args.dir else {
        let (package, result) = package::read_stdin();
        return match result {
            Ok(()) => print(&clean(&count(&package, args.kind))),
            Err(e) => refuse(&e, &package.sources),
        };
    };
    let packages = match package::packages(dir, args.recurse_subpackages) {
        Ok(packages) => packages,
        Err(e) => return refuse(&e, &Sources::new()),
    };
    let mut counts = Vec::new();
    for path in packages {
        let (package, result) = package::read(&path);
        match counted(&package, result, args.kind) {
            Ok(count) => counts.push(format!("{path}/\n{count}")),
            // As in the reference, one of several packages does not stop the others.
            Err(e) if args.recurse_subpackages => {
                refuse(&e, &package.sources);
                counts.push(format!("{path}/\n"));
            }
            Err(e) => return refuse(&e, &package.sources),
        }
    }
    print(&clean(&counts.join("\n")))
}

fn counted(package: &Package, result: Result<()>, by_kind: bool) -> Result<String> {
    result.map(|()| count(package, by_kind))
}

fn count(package: &Package, by_kind: bool) -> String {
    if !by_kind {
        return format!("{}\n", package.resources.len());
    }
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for resource in &package.resources {
        let kind = resource.get("kind").filter(|kind| !kind.is_null()).and_then(Node::text);
        *kinds.entry(kind.unwrap_or_default()).or_default() += 1;
    }
    kinds.iter().fold(String::new(), |mut text, (kind, count)| {
        let _ = writeln!(text, "{kind}: {count}");
        text
    })
}
