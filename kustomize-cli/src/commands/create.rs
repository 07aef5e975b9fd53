//! `kz create`.

use super::ignored;
use crate::flags::Forms;
use crate::target::{EditOptions, diff, lock, refused, write};
use crate::why;
use kustomize_core::diagnostic::{Code, Error, Result};
use kustomize_core::edit::{Creation, Metadata, create, parse_pairs};
use kustomize_core::fs::{DiskFileSystem, FileSystem};
use kustomize_core::kustomization::FILE_NAMES;
use kustomize_core::source::FileId;
use kustomize_core::yaml::{Limits, decode_text};
use std::path::Path;
use std::process::ExitCode;

/// Create a kustomization file in the current folder
#[derive(clap::Args)]
#[command(
    visible_alias = "init",
    after_help = "Examples:\n  kz create --autodetect\n  kz create --resources deployment.yaml,service.yaml,../base --namespace staging --nameprefix acme-"
)]
pub(crate) struct Args {
    /// Files and folders to list as resources, separated by commas; patterns as *.yaml are allowed
    #[arg(long, value_name = "PATHS", value_hint = clap::ValueHint::AnyPath, allow_hyphen_values = true)]
    resources: Option<String>,
    /// The namespace of all resources
    #[arg(long, text = "NAMESPACE")]
    namespace: String,
    /// Text to put before all names
    #[arg(long, text = "PREFIX")]
    nameprefix: String,
    /// Text to put behind all names
    #[arg(long, text = "SUFFIX")]
    namesuffix: String,
    /// Labels for all resources and selectors, as KEY:VALUE, separated by commas
    #[arg(long, text = "PAIRS")]
    labels: String,
    /// Annotations for all resources, as KEY:VALUE, separated by commas
    #[arg(long, text = "PAIRS")]
    annotations: String,
    /// List the files of this folder that hold resources
    #[arg(long, switch = false)]
    autodetect: bool,
    /// With --autodetect: also look into folders; one with a kustomization file is listed itself
    #[arg(long, switch = false)]
    recursive: bool,
    #[command(flatten)]
    options: EditOptions,
    /// More resources, when the value of --resources ends with a comma
    #[arg(hide = true)]
    more: Vec<String>,
}

pub(crate) fn run(args: &Args) -> ExitCode {
    let _lock = lock();
    let text = match make(args) {
        Ok(text) => text,
        Err(e) => return refused(&e, None),
    };
    let name = FILE_NAMES[0];
    if args.options.dry_run {
        return crate::output::print(&diff(name, "", &text));
    }
    write(name, None, &text)
}

fn make(args: &Args) -> Result<String> {
    let mut resources = Vec::new();
    for pattern in patterns(args) {
        resources.extend(super::edit::resources_of(&pattern, true)?);
    }
    if let Some(name) = FILE_NAMES.iter().find(|name| Path::new(name).exists()) {
        return Err(Error::new(Code::InvalidValue, "this folder has a kustomization file already")
            .path(*name)
            .hint("\"kz edit\" changes it"));
    }
    if args.autodetect {
        for found in detect(args.recursive)? {
            if !resources.contains(&found) {
                resources.push(found);
            }
        }
    }
    let pairs = |text: &str, what| {
        let parts: Vec<&str> = if text.is_empty() { Vec::new() } else { text.split(',').collect() };
        parse_pairs(&parts, what)
    };
    create(&Creation {
        resources,
        namespace: args.namespace.clone(),
        name_prefix: args.nameprefix.clone(),
        name_suffix: args.namesuffix.clone(),
        labels: pairs(&args.labels, Metadata::Label)?,
        annotations: pairs(&args.annotations, Metadata::Annotation)?,
    })
}

/// The resources that are asked for. People write a space behind a comma: a value that ends with a comma
/// goes on in the next argument.
fn patterns(args: &Args) -> Vec<String> {
    let Some(first) = args.resources.as_deref().filter(|text| !text.is_empty()) else {
        ignored(&args.more);
        return Vec::new();
    };
    let mut text = first.to_owned();
    let mut more = args.more.iter();
    while text.ends_with(',') {
        match more.next() {
            Some(next) => text.push_str(next),
            None => break,
        }
    }
    ignored(more.as_slice());
    let goes_on = text.len() > first.len();
    let text = if goes_on { text.trim_end_matches(',') } else { &text };
    text.split(',').map(str::to_owned).collect()
}

/// The files that hold resources, and the folders with a kustomization file, in the order of names.
fn detect(recursive: bool) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut walk = walkdir::WalkDir::new(".").min_depth(1).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let unreadable =
            |e: String| Error::new(Code::FileUnreadable, format!("this folder cannot be searched: {e}"));
        let entry = entry.map_err(|e| unreadable(why::walk(&e)))?;
        let path = entry.path().strip_prefix(".").unwrap_or(entry.path());
        let shown = path.to_string_lossy().replace('\\', "/");
        if entry.file_type().is_dir() {
            let is_root = FILE_NAMES.iter().any(|name| entry.path().join(name).exists());
            if recursive && is_root {
                found.push(shown);
            }
            if !recursive || is_root {
                walk.skip_current_dir();
            }
            continue;
        }
        let bytes =
            DiskFileSystem.read(entry.path()).map_err(|e| unreadable(format!("{shown}: {}", why::io(&e))))?;
        let is_resource = decode_text(bytes).is_ok_and(|text| {
            kustomize_core::resource::parse_resources(&text, FileId(0), &Limits::default()).is_ok()
        });
        if is_resource {
            found.push(shown);
        }
    }
    Ok(found)
}
