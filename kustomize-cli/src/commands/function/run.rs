//! `kz fn run`.

use super::save::{Save, save};
use crate::build_flags::current_folder;
use crate::flags::{list, switch};
use crate::interrupt;
use crate::limits::LimitArgs;
use crate::output::{print, write_private};
use crate::package::{self, ANNOTATED, YAML, refuse};
use crate::render;
use kustomize_core::diagnostic::{Code, Error, Result};
use kustomize_core::package::{
    Functions, Item, Program, Progress, RunOptions, WriteOptions, command_line, paths, write,
};
use kustomize_core::plugin::function::{FunctionOptions, SystemFunctions};
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
    /// Run containers as the present user and group
    #[arg(long, num_args = 0..=1, default_missing_value = "true", default_value = "false", require_equals = true, value_name = "BOOL", value_parser = switch, action = clap::ArgAction::Set, hide_possible_values = true, hide_default_value = true)]
    as_current_user: bool,
    /// Print the result and leave the folder as it is
    #[arg(long, num_args = 0..=1, default_missing_value = "true", default_value = "false", require_equals = true, value_name = "BOOL", value_parser = switch, action = clap::ArgAction::Set, hide_possible_values = true, hide_default_value = true)]
    dry_run: bool,
    /// Run executables as functions; not for resources that you do not trust
    #[arg(long, num_args = 0..=1, default_missing_value = "true", default_value = "false", require_equals = true, value_name = "BOOL", value_parser = switch, action = clap::ArgAction::Set, hide_possible_values = true, hide_default_value = true)]
    enable_exec: bool,
    /// A variable for functions: NAME=VALUE, or NAME to hand on the one that is set
    #[arg(short, long, value_name = "VARIABLE", allow_hyphen_values = true)]
    env: Vec<String>,
    /// An executable to run as a function, instead of those that are configured
    #[arg(
        long,
        value_name = "PATH",
        default_value = "",
        hide_default_value = true,
        allow_hyphen_values = true
    )]
    exec_path: String,
    /// A folder whose functions are run instead of those in DIR
    #[arg(long, value_name = "DIR", value_parser = list, allow_hyphen_values = true)]
    fn_path: Vec<Vec<String>>,
    /// Give each function all resources, and not only those in its folder
    #[arg(long, num_args = 0..=1, default_missing_value = "true", default_value = "false", require_equals = true, value_name = "BOOL", value_parser = switch, action = clap::ArgAction::Set, hide_possible_values = true, hide_default_value = true)]
    global_scope: bool,
    /// An image to run as a function, instead of those that are configured
    #[arg(long, default_value = "", hide_default_value = true, allow_hyphen_values = true)]
    image: String,
    /// Without effect, as in kustomize: all folders are read
    #[arg(long, hide = true, num_args = 0..=1, default_missing_value = "true", default_value = "true", require_equals = true, value_name = "BOOL", value_parser = switch, action = clap::ArgAction::Set)]
    include_subpackages: bool,
    /// Tell on standard error which function is run
    #[arg(long, num_args = 0..=1, default_missing_value = "true", default_value = "false", require_equals = true, value_name = "BOOL", value_parser = switch, action = clap::ArgAction::Set, hide_possible_values = true, hide_default_value = true)]
    log_steps: bool,
    /// Storage for containers, as type=bind,src=PATH,dst=PATH,rw=true
    #[arg(long, value_name = "MOUNT", allow_hyphen_values = true)]
    mount: Vec<String>,
    /// Let functions that ask for it reach the network
    #[arg(long, num_args = 0..=1, default_missing_value = "true", default_value = "false", require_equals = true, value_name = "BOOL", value_parser = switch, action = clap::ArgAction::Set, hide_possible_values = true, hide_default_value = true)]
    network: bool,
    /// A folder for the results of functions
    #[arg(
        long,
        value_name = "DIR",
        default_value = "",
        hide_default_value = true,
        allow_hyphen_values = true
    )]
    results_dir: String,
    #[command(flatten)]
    limits: LimitArgs,
}

pub(super) fn run(args: &Args) -> ExitCode {
    let mut sources = Sources::new();
    match run_functions(args, &mut sources) {
        Ok(code) => code,
        Err(e) => refuse(&e, &sources),
    }
}

impl Args {
    fn options(&self) -> FunctionOptions {
        let mut options = FunctionOptions::default();
        options.enable_exec = self.enable_exec;
        options.network = self.network;
        options.mounts.clone_from(&self.mount);
        options.env.clone_from(&self.env);
        options.as_current_user = self.as_current_user;
        options
    }

    /// The function that the command line states.
    fn stated(&self) -> Result<Option<Item>> {
        let program = match (self.image.as_str(), self.exec_path.as_str()) {
            ("", "") => None,
            ("", path) => Some(Program::Executable(path)),
            (image, _) => Some(Program::Image { image, network: self.network }),
        };
        if !self.exec_path.is_empty() && !self.enable_exec {
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
    let (functions, limits, dir) = (args.options(), args.limits.input(), current_folder());
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
        Some(path) => package::folder(path, true, &[YAML[0], YAML[1], ".json"], &ANNOTATED, sources)?,
        None => package::stdin(sources)?,
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
        last = package::folder(path, true, &YAML, &ANNOTATED, sources)?;
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
            Error::new(Code::FileUnreadable, format!("cannot write {}: {e}", path.display())).path(&path)
        })
    }
}
