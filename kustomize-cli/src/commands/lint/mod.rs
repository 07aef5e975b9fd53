//! `kz lint`.

mod files;
mod mend;
mod report;

use crate::folder::is_kustomization_file;
use crate::output::{print, write_file};
use crate::render::{self, Level, Message, MessageArgs};
use crate::why;
use clap::ValueEnum;
use files::Watched;
use kustomize_core::Builder;
use kustomize_core::build::Options;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Check kustomizations without printing what they build
///
/// Builds every kustomization in and below each PATH, the current folder if there is none, and tells
/// what is refused and what is worth a warning. YAML files that no kustomization lists are told too.
/// Fails when anything is refused, and with --strict when anything is told at all.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  kz lint\n  kz lint --fix\n  kz lint --report junit\n  kz lint --report sarif -o lint.sarif"
)]
pub(crate) struct Args {
    /// Folders to look for kustomizations in, or kustomization files
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Replace deprecated fields where the build stays the same
    #[arg(long)]
    fix: bool,
    /// Print a report to standard output instead of messages
    #[arg(long, value_enum, value_name = "FORM")]
    report: Option<Form>,
    /// Write the report to this file, and print the messages too
    #[arg(short, long, value_name = "FILE", requires = "report")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A test case for each kustomization
    Junit,
    /// A SARIF 2.1.0 log
    Sarif,
    /// A list of JSON objects
    Json,
}

/// One kustomization and what there is to say about it.
struct Checked {
    root: PathBuf,
    messages: Vec<Message>,
}

pub(crate) fn run(args: &Args, messages: &MessageArgs) -> ExitCode {
    let paths: Vec<&Path> = args.paths.iter().map(|path| folder_of(path)).collect();
    if let Some(path) = paths.iter().find(|path| !path.is_dir()) {
        return render::plain_error(&match path.exists() {
            true => format!("{} is neither a folder nor a kustomization file", path.display()),
            false => format!("cannot open {}: no such file or folder", path.display()),
        });
    }
    if args.fix {
        paths.iter().for_each(|path| mend::mend(path));
    }
    let mut all = Vec::new();
    let mut said = HashSet::new();
    for path in paths {
        match check(path, messages) {
            Ok(mut checked) => {
                // What many overlays have in common is said once.
                for one in &mut checked {
                    one.messages.retain(|message| said.insert(report::identity(message)));
                }
                all.extend(checked);
            }
            Err(code) => return code,
        }
    }
    let failed = all.iter().flat_map(|c| &c.messages).any(|m| m.level == Level::Error);
    let report = args.report.map(|form| match form {
        Form::Junit => report::junit(&all),
        Form::Sarif => render::sarif::log(&report::flat(&all)),
        Form::Json => report::json(&all),
    });
    if report.is_none() || args.output.is_some() {
        render::messages(all.into_iter().flat_map(|c| c.messages));
    }
    let done = match (report, &args.output) {
        (None, _) => ExitCode::SUCCESS,
        (Some(report), None) => print(&report),
        (Some(report), Some(file)) => match write_file(file, report.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(e) => render::plain_error(&format!("cannot write {}: {}", file.display(), why::io(&e))),
        },
    };
    if failed { ExitCode::FAILURE } else { done }
}

/// The folder of a kustomization file; any other path as it is.
fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if is_kustomization_file(path) && path.is_file() => {
            match folder.as_os_str().is_empty() {
                true => Path::new("."),
                false => folder,
            }
        }
        _ => path,
    }
}

/// Builds all kustomizations below a folder and looks for files that none of them reads.
fn check(folder: &Path, args: &MessageArgs) -> Result<Vec<Checked>, ExitCode> {
    let watched = Watched::default();
    let mut options = Options::default();
    options.allow.clone_from(&args.allow);
    options.strict = args.strict;
    options.display_base = crate::folder::current_folder();
    let builder = Builder::new(&watched).options(options);
    let mut session = builder.session();
    let roots = session.find_roots(folder, false).map_err(|refusal| {
        render::diagnostic(refusal.diagnostic(), refusal.sources());
        ExitCode::FAILURE
    })?;
    let mut checked: Vec<Checked> = session
        .build_each(&roots, |_, result| match result.and_then(|output| output.to_yaml().map(|_| output)) {
            Ok(output) => output.warnings().iter().map(|w| Message::new(w, output.sources())).collect(),
            Err(refusal) => {
                let all = refusal.warnings().iter().chain(refusal.diagnostics());
                all.map(|d| Message::new(d, refusal.sources())).collect::<Vec<Message>>()
            }
        })
        .into_iter()
        .zip(roots)
        .map(|(messages, root)| Checked { root, messages })
        .collect();
    // After a refusal it is not known what would have been read.
    if checked.iter().flat_map(|c| &c.messages).all(|m| m.level != Level::Error || args.strict) {
        let unlisted = files::unlisted(folder, &watched, args);
        if !unlisted.is_empty() {
            checked.push(Checked { root: folder.to_path_buf(), messages: unlisted });
        }
    }
    Ok(checked)
}
