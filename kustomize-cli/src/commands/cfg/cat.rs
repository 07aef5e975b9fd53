//! `kz cfg cat`.

use super::stream;
use crate::flags::{Forms, list};
use crate::limits::LimitArgs;
use crate::output::{print, write_file};
use crate::package::refuse;
use crate::package::{YAML, folder};
use crate::render;
use crate::why;
use kustomize_core::diagnostic::{Code, Error, Result};
use kustomize_core::package::annotations::{LOCAL_CONFIG, OLD_PATH, PATH};
use kustomize_core::package::{Item, ReadOptions, Wrapping, WriteOptions, format, step, write};
use kustomize_core::source::Sources;
use kustomize_core::yaml::document::{DocNode, DocStyle};
use std::path::Path;
use std::process::ExitCode;

/// Print the resources of a folder
///
/// Prints the resources in the files of DIR, or of standard input when there is no DIR, with their comments and
/// with their fields in the usual order.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  kz cfg cat my-dir\n  kz cfg cat my-dir --wrap-kind List --wrap-version v1"
)]
pub(super) struct Args {
    /// The folder
    dir: Option<String>,
    /// Put fields in the usual order
    #[arg(long, switch = true)]
    format: bool,
    /// Note in annotations where each resource was read
    #[arg(long, switch = false)]
    annotate: bool,
    /// Write to a file
    #[arg(long, text = "FILE")]
    dest: String,
    /// Leave out resources that are for the cluster
    #[arg(long, switch = false)]
    exclude_non_local: bool,
    /// A file with the configuration of a function, to be put into the list of --wrap-kind
    #[arg(long, text = "FILE")]
    function_config: String,
    /// Show resources that configure the build itself too
    #[arg(long, switch = false)]
    include_local: bool,
    /// Show the packages inside the folder, which are folders with a Krmfile
    #[arg(short = 'R', long, switch = true)]
    recurse_subpackages: bool,
    /// Leave out comments
    #[arg(long, switch = false)]
    strip_comments: bool,
    /// How the resources are written: FlowStyle, TaggedStyle, DoubleQuotedStyle, SingleQuotedStyle, LiteralStyle or FoldedStyle
    #[arg(long, value_name = "STYLE", value_parser = list, allow_hyphen_values = true)]
    style: Vec<Vec<String>>,
    /// The kind of a list to put the resources in
    #[arg(long, text = "KIND")]
    wrap_kind: String,
    /// The apiVersion of that list
    #[arg(long, text = "VERSION")]
    wrap_version: String,
    #[command(flatten)]
    pub(super) limits: LimitArgs,
}

pub(super) fn run(args: &Args) -> ExitCode {
    let mut sources = Sources::new();
    let config = match function_config(args, &mut sources) {
        Ok(config) => config,
        Err(e) => return refuse(&e, &sources),
    };
    let style = style(&args.style);
    let render = |items| cat(args, items, config.as_ref(), style);
    stream::run(args.dir.as_deref(), args.recurse_subpackages, &args.limits.input(), &render, &|text| {
        if args.dest.is_empty() {
            return print(text);
        }
        match write_file(Path::new(&args.dest), text.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(e) => render::plain_error(&format!("cannot write {}: {}", args.dest, why::io(&e))),
        }
    })
}

fn cat(args: &Args, mut items: Vec<Item>, config: Option<&DocNode>, style: DocStyle) -> Result<String> {
    items = step(items, |mut items| {
        items.retain(|item| match item.annotation(LOCAL_CONFIG) {
            Some(_) => args.include_local,
            None => !args.exclude_non_local,
        });
        Ok(items)
    })?;
    if args.format {
        items = step(items, |mut items| items.iter_mut().try_for_each(format).map(|()| items))?;
    }
    if args.strip_comments {
        items = step(items, |mut items| {
            items.iter_mut().for_each(|item| item.root_mut().strip_comments());
            Ok(items)
        })?;
    }
    if items.is_empty() {
        return Ok(String::new());
    }
    let wrapping = (!args.wrap_kind.is_empty()).then_some(Wrapping {
        api_version: &args.wrap_version,
        kind: &args.wrap_kind,
        function_config: config,
    });
    let clear: &[&str] = if args.annotate { &[] } else { &[OLD_PATH, PATH] };
    write(&items, &WriteOptions { keep_notes: args.annotate, clear, style, wrapping })
}

fn function_config(args: &Args, sources: &mut Sources) -> Result<Option<DocNode>> {
    if args.function_config.is_empty() {
        return Ok(None);
    }
    let options = ReadOptions { annotate: args.annotate, ..ReadOptions::default() };
    let mut items = folder(&args.function_config, true, &YAML, &options, &args.limits.input(), sources)?;
    match (items.pop(), items.len()) {
        (Some(item), 0) => Ok(Some(item.document.root)),
        (found, others) => {
            let count = others + usize::from(found.is_some());
            let message = format!("exactly one resource configures a function, here are {count}");
            Err(Error::new(Code::InvalidValue, message).path(Path::new(&args.function_config)))
        }
    }
}

fn style(names: &[Vec<String>]) -> DocStyle {
    let mut style = DocStyle::default();
    for name in names.iter().flatten() {
        match name.as_str() {
            "TaggedStyle" => style.tagged = true,
            "DoubleQuotedStyle" => style.double_quoted = true,
            "SingleQuotedStyle" => style.single_quoted = true,
            "LiteralStyle" => style.literal = true,
            "FoldedStyle" => style.folded = true,
            "FlowStyle" => style.flow = true,
            other => render::note(&format!("there is no style \"{other}\", which is ignored")),
        }
    }
    style
}
