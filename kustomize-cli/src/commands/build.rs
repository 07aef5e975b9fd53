//! `kz build`.

use crate::files::write_each;
use crate::flags::switch;
use crate::many::{self, Destination, Root};
use crate::output::{print, write_file};
use crate::remote::Fetcher;
use crate::render::{self, MessageArgs};
use clap::ValueEnum;
use kustomize_core::Builder;
use kustomize_core::build::{Options, Reorder};
use kustomize_core::fs::DiskFileSystem;
use kustomize_core::generate::helm::HelmOptions;
#[cfg(feature = "helm")]
use kustomize_core::generate::helm::SystemHelm;
use kustomize_core::load::LoadRestriction;
use kustomize_core::plugin::function::FunctionOptions;
#[cfg(feature = "functions")]
use kustomize_core::plugin::function::SystemFunctions;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Build the resources of a kustomization
///
/// Reads the kustomization file in DIR, the current folder if there is none, and prints the
/// resources that it describes. DIR may be the address of a git repository, with the folder in it.
///
/// Several kustomizations are built in one go, with what they have in common read and built once.
/// One that is refused does not stop the others.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  kz build\n  kz build overlays/prod | kubectl apply -f -\n  kz build overlays/prod -o prod.yaml\n  kz build --all overlays -o manifests/\n  kz build https://github.com/kubernetes-sigs/kustomize//examples/helloWorld?ref=v1.0.6"
)]
pub(crate) struct Args {
    /// The folder with the kustomization file; the results of several are joined by `---`
    #[arg(default_value = ".", value_name = "DIR")]
    dirs: Vec<PathBuf>,
    /// Build every kustomization in and below DIR that no other one there includes
    #[arg(long)]
    all: bool,
    /// Build every kustomization in and below DIR, bases too
    #[arg(long, conflicts_with = "all")]
    all_roots: bool,
    /// Write to this file, or with a file for each resource to this existing folder; with several
    /// kustomizations a file for each of them
    #[arg(short, long)]
    output: Option<OsString>,
    /// With several kustomizations and a folder after -o: a folder for each of them, with a file for
    /// each resource
    #[arg(long, requires = "output")]
    split: bool,
    /// Which files a kustomization may read
    #[arg(long, value_enum, default_value_t)]
    load_restrictor: Restrictor,
    /// The order of the output when the kustomization does not state one
    #[arg(long, hide = true, value_enum, default_value_t)]
    reorder: Order,
    /// Allow to run helm for charts
    #[arg(long, num_args = 0..=1, default_missing_value = "true", default_value = "false", require_equals = true, value_name = "BOOL", value_parser = switch, action = clap::ArgAction::Set, hide_possible_values = true, hide_default_value = true)]
    enable_helm: bool,
    /// The helm to run: its name or path
    #[arg(long, value_name = "COMMAND", default_value = "helm")]
    helm_command: OsString,
    /// An API version of Kubernetes to render charts for; may be given more than once
    #[arg(long, value_name = "VERSION")]
    helm_api_versions: Vec<String>,
    /// The version of Kubernetes to render charts for
    #[arg(long, value_name = "VERSION", default_value = "", hide_default_value = true)]
    helm_kube_version: String,
    /// Ask helm for more in its messages
    #[arg(long, num_args = 0..=1, default_missing_value = "true", default_value = "false", require_equals = true, value_name = "BOOL", value_parser = switch, action = clap::ArgAction::Set, hide_possible_values = true, hide_default_value = true)]
    helm_debug: bool,
    #[command(flatten)]
    functions: FunctionArgs,
    /// Label all resources as managed by kustomize
    #[arg(long, hide = true)]
    enable_managedby_label: bool,
}

#[derive(clap::Args)]
struct FunctionArgs {
    /// Enable functions and plugins that are no part of kz
    #[arg(long, num_args = 0..=1, default_missing_value = "true", default_value = "false", require_equals = true, value_name = "BOOL", value_parser = switch, action = clap::ArgAction::Set, hide_possible_values = true, hide_default_value = true)]
    enable_alpha_plugins: bool,
    /// Run executables that kustomizations name as functions; not for those that you do not trust
    #[arg(long, num_args = 0..=1, default_missing_value = "true", default_value = "false", require_equals = true, value_name = "BOOL", value_parser = switch, action = clap::ArgAction::Set, hide_possible_values = true, hide_default_value = true)]
    enable_exec: bool,
    /// Let functions that ask for it reach the network
    #[arg(long, num_args = 0..=1, default_missing_value = "true", default_value = "false", require_equals = true, value_name = "BOOL", value_parser = switch, action = clap::ArgAction::Set, hide_possible_values = true, hide_default_value = true)]
    network: bool,
    /// The network to run containers in; without effect, as in kustomize
    #[arg(long, default_value = "bridge")]
    network_name: String,
    /// Storage for the containers of functions, as type=bind,src=PATH,dst=PATH,rw=true
    #[arg(long, value_name = "MOUNT")]
    mount: Vec<String>,
    /// A variable for functions: NAME=VALUE, or NAME to hand on the one that is set
    #[arg(short, long, value_name = "VARIABLE")]
    env: Vec<String>,
    /// Run the containers of functions as the present user and group
    #[arg(long, num_args = 0..=1, default_missing_value = "true", default_value = "false", require_equals = true, value_name = "BOOL", value_parser = switch, action = clap::ArgAction::Set, hide_possible_values = true, hide_default_value = true)]
    as_current_user: bool,
}

impl FunctionArgs {
    fn options(&self) -> FunctionOptions {
        let mut options = FunctionOptions::default();
        options.enable_exec = self.enable_exec;
        options.network = self.network;
        options.mounts.clone_from(&self.mount);
        options.env.clone_from(&self.env);
        options.as_current_user = self.as_current_user;
        options
    }
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Restrictor {
    /// Files in and below its own folder
    #[default]
    #[value(name = "LoadRestrictionsRootOnly")]
    RootOnly,
    /// Any file
    #[value(name = "LoadRestrictionsNone")]
    None,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Order {
    #[default]
    Legacy,
    None,
}

pub(crate) fn run(args: &Args, messages: &MessageArgs) -> ExitCode {
    let files = DiskFileSystem;
    let mut options = Options::default();
    options.load_restriction = match args.load_restrictor {
        Restrictor::RootOnly => LoadRestriction::RootOnly,
        Restrictor::None => LoadRestriction::None,
    };
    options.reorder = match args.reorder {
        Order::Legacy => Reorder::Legacy,
        Order::None => Reorder::None,
    };
    options.functions = args.functions.options();
    options.allow.clone_from(&messages.allow);
    options.strict = messages.strict;
    options.quiet = render::is_quiet() && !messages.strict;
    options.trace = render::trace();
    options.helm = HelmOptions {
        api_versions: args.helm_api_versions.clone(),
        kube_version: args.helm_kube_version.clone(),
        debug: args.helm_debug,
    };
    options.managed_by_label = args.enable_managedby_label;
    options.display_base = current_folder();
    // Stages are told one after the other.
    options.threads = usize::from(messages.verbose);
    let fetcher = Fetcher::default();
    let builder = fetcher.serve(Builder::new(&files).options(options));
    #[cfg(feature = "helm")]
    let helm = SystemHelm::new(&args.helm_command);
    #[cfg(feature = "helm")]
    let builder =
        if args.enable_helm || args.functions.enable_alpha_plugins { builder.helm(&helm) } else { builder };
    #[cfg(feature = "functions")]
    let functions = SystemFunctions::default();
    #[cfg(feature = "functions")]
    let builder = match args.functions.enable_alpha_plugins {
        true => builder.functions(&functions),
        false => builder,
    };
    match args.dirs.as_slice() {
        [dir] if !args.all && !args.all_roots && !args.split => build_one(&builder, dir, args),
        dirs => build_many(&builder, dirs, args),
    }
}

/// The current folder without symbolic links, which Unix gives in that form.
fn current_folder() -> PathBuf {
    let folder = std::env::current_dir();
    if cfg!(unix) { folder } else { folder.and_then(std::fs::canonicalize) }.unwrap_or_default()
}

fn build_many(builder: &Builder<'_>, dirs: &[PathBuf], args: &Args) -> ExitCode {
    let mut session = builder.session();
    let mut roots: Vec<Root> = Vec::new();
    for dir in dirs {
        if !args.all && !args.all_roots {
            roots.push(Root { path: dir.clone(), name: dir.clone() });
            continue;
        }
        match session.find_roots(dir, args.all_roots) {
            Ok(found) => roots.extend(found.into_iter().map(|path| {
                let below = path.strip_prefix(dir).ok().filter(|below| !below.as_os_str().is_empty());
                Root { name: below.unwrap_or(&path).to_path_buf(), path }
            })),
            Err(refusal) => {
                render::diagnostic(refusal.diagnostic(), refusal.sources());
                return ExitCode::FAILURE;
            }
        }
    }
    if roots.is_empty() {
        return render::plain_error("there is no kustomization to build");
    }
    let to = match args.output.as_deref().map(Path::new).filter(|path| !path.as_os_str().is_empty()) {
        None => Destination::Print,
        Some(folder) if args.split => Destination::Folders(folder.to_path_buf()),
        Some(folder) if is_folder(folder) => Destination::Files(folder.to_path_buf()),
        Some(file) => Destination::File(file.to_path_buf()),
    };
    many::build(&mut session, &roots, &to)
}

/// True for an existing folder, and for a path that ends as one.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(std::path::is_separator)
}

fn build_one(builder: &Builder<'_>, dir: &Path, args: &Args) -> ExitCode {
    let result = builder.build(dir).and_then(|output| {
        let text = output.to_yaml()?;
        Ok((output, text))
    });
    let (output, text) = match result {
        Ok(done) => done,
        Err(refusal) => {
            render::diagnostics(refusal.warnings().iter().chain(refusal.diagnostics()), refusal.sources());
            return ExitCode::FAILURE;
        }
    };
    render::diagnostics(output.warnings(), output.sources());
    let code = match args.output.as_deref().map(Path::new) {
        None => print(&text),
        Some(path) if path.as_os_str().is_empty() => print(&text),
        Some(path) if path.is_dir() => match write_each(path, &output) {
            Ok(warnings) => {
                warnings.iter().for_each(|w| render::diagnostic(w, output.sources()));
                ExitCode::SUCCESS
            }
            Err(e) => {
                render::diagnostic(e.diagnostic(), output.sources());
                ExitCode::FAILURE
            }
        },
        Some(path) => report(path, write_file(path, text.as_bytes())),
    };
    // The tree is given back with the process; to take it apart first would only cost time.
    std::mem::forget(output);
    code
}

fn report(path: &Path, written: std::io::Result<()>) -> ExitCode {
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => render::plain_error(&format!("cannot write {}: {e}", path.display())),
    }
}
