//! `kz fn run`.

use super::save::{Save, save};
use crate::flags::{Forms, list};
use crate::folder::current_folder;
use crate::function_flags::FunctionFlags;
use crate::interrupt;
use crate::limits::LimitArgs;
use crate::output::{print, write_private};
use crate::package::{self, ANNOTATED, YAML, refuse};
use crate::render;
use crate::why;
use kustomize_core::diagnostic::{Code, Error, Result};
use kustomize_core::package::{
    Functions, Item, Program, Progress, RunOptions, WriteOptions, command_line, paths, write,
};
use kustomize_core::plugin::function::SystemFunctions;
use kustomize_core::source::{FileId, Sources};
use std::path::Path;
use std::process::ExitCode;

/// Run functions on the resources of a folder
///
/// Runs the functions that resources in DIR configure in their annotations, one after the other, and writes what they
/// give back to DIR. Without DIR resources are read from standard input and printed. Arguments behind -- are the
/// configuration of the function that --image or --exec-path names: its kind, and its data as NAME=VALUE.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  kz fn run my-dir\n  kz fn run my-dir --dry-run\n  kz fn run my-dir --enable-exec --exec-path /bin/cat -- name=value"
)]
pub(super) struct Args {
    /// The folder
    dir: Option<String>,
    /// The configuration of the function
    #[arg(last = true, value_name = "ARGUMENT")]
    args: Vec<String>,
    /// Print the result and leave the folder as it is
    #[arg(long, switch = false)]
    dry_run: bool,
    /// An executable to run as a function, instead of those that are configured
    #[arg(long, text = "PATH")]
    exec_path: String,
    /// A folder whose functions are run instead of those in DIR
    #[arg(long, value_name = "DIR", value_parser = list, allow_hyphen_values = true)]
    fn_path: Vec<Vec<String>>,
    /// Give each function all resources, and not only those in its folder
    #[arg(long, switch = false)]
    global_scope: bool,
    /// An image to run as a function, instead of those that are configured
    #[arg(long, text = "IMAGE")]
    image: String,
    /// Without effect, as in kustomize: all folders are read
    #[arg(long, hide = true, switch = true)]
    include_subpackages: bool,
    /// Tell on standard error which function is run
    #[arg(long, switch = false)]
    log_steps: bool,
    /// A folder for the results of functions
    #[arg(long, text = "DIR")]
    results_dir: String,
    #[command(flatten)]
    functions: FunctionFlags,
    #[command(flatten)]
    limits: LimitArgs,
}

pub(super) fn run(args: &Args) -> ExitCode {
    args.limits.with_stack(|| {
        let mut sources = Sources::new();
        match run_functions(args, &mut sources) {
            Ok(code) => code,
            Err(e) => refuse(&e, &sources),
        }
    })
}

impl Args {
    /// The function that the command line states.
    fn stated(&self) -> Result<Option<Item>> {
        let program = match (self.image.as_str(), self.exec_path.as_str()) {
            ("", "") => None,
            ("", path) => Some(Program::Executable(path)),
            (image, _) => Some(Program::Image { image, network: self.functions.network }),
        };
        if !self.exec_path.is_empty() && !self.functions.enable_exec {
            return Err(Error::new(Code::NotEnabled, "executables are not run as functions")
                .hint("allow them with --enable-exec"));
        }
        let has_arguments = !self.args.is_empty() || std::env::args_os().any(|arg| arg == "--");
        match program {
            Some(program) => command_line(&program, &self.args, FileId::NONE).map(Some),
            None if has_arguments => Err(Error::new(Code::InvalidValue, "arguments are for no function")
                .hint("name one with --image or --exec-path")),
            None => Ok(None),
        }
    }
}

fn run_functions(args: &Args, sources: &mut Sources) -> Result<ExitCode> {
    let stated = args.stated()?;
    let (functions, limits, dir) = (args.functions.options(), args.limits.input(), current_folder());
    let mut runner = SystemFunctions::default();
    runner.limits = args.limits.programs();
    runner.leftovers = interrupt::leftovers().clone();
    let options = RunOptions {
        functions: &functions,
        runner: &runner,
        dir: &dir,
        global_scope: args.global_scope,
        limits: &limits,
    };
    let mut items = match &args.dir {
        Some(path) => {
            let endings = [YAML[0], YAML[1], ".json"];
            package::folder(path, true, &endings, &ANNOTATED, &limits, sources)?
        }
        None => package::stdin(&limits, sources)?,
    };
    let before = paths(&items);
    let mut found = Functions::default();
    let folders: Vec<&String> = args.fn_path.iter().flatten().collect();
    if folders.is_empty() && stated.is_none() {
        found.declared(&mut items, sources, &options)?;
    }
    let mut last = Vec::new();
    for path in folders {
        // Of several folders the last one counts, as in the reference.
        last = package::folder(path, true, &YAML, &ANNOTATED, &limits, sources)?;
    }
    found.add_global(last, sources, &options)?;
    found.add_global(stated.into_iter().collect(), sources, &options)?;
    render::diagnostics(&found.warnings, sources);
    if found.is_empty() {
        render::note("there is no function to run");
    }
    let mut steps = Steps { log: args.log_steps, results: &args.results_dir };
    let (items, failures) = kustomize_core::package::run(&found, items, sources, &options, &mut steps)?;
    let mut code = ExitCode::SUCCESS;
    if let Some(items) = items {
        match args.dir.as_deref().filter(|_| !args.dry_run) {
            Some(dir) => save(&Save { root: Path::new(dir), before: &before }, items)?,
            None => code = print(&write(&items, &WriteOptions::default())?),
        }
    }
    for failure in &failures {
        code = refuse(failure, sources);
    }
    Ok(code)
}

/// What is told of the functions while they run.
struct Steps<'a> {
    log: bool,
    results: &'a str,
}

impl Progress for Steps<'_> {
    fn starts(&mut self, name: &str) {
        if self.log {
            render::print(&format!("Running {name}\n"));
        }
    }

    fn results(&mut self, number: usize, text: &str) -> Result<()> {
        if self.results.is_empty() {
            return Ok(());
        }
        let path = Path::new(self.results).join(format!("results-{number}.yaml"));
        write_private(&path, text.as_bytes()).map_err(|e| {
            Error::new(Code::FileUnreadable, format!("cannot write {}: {}", path.display(), why::io(&e)))
                .path(&path)
        })
    }
}
