//! `kz build`.

use crate::build_flags::BuildFlags;
use crate::files::{SplitBy, write_each};
use crate::folder;
use crate::given::GivenArgs;
use crate::many::{self, Destination, Root};
use crate::output::{print, write_file};
use crate::render::{self, MessageArgs};
use crate::shape::{self, Shape};
use crate::watch;
use crate::why;
use kustomize_core::fs::{DiskFileSystem, FileSystem};
use kustomize_core::{Builder, Output};
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
#[derive(clap::Args, Debug)]
#[command(
    after_help = "Examples:\n  kz build\n  kz build overlays/prod | kubectl apply -f -\n  kz build overlays/prod -o prod.yaml\n  kz build --all overlays -o manifests/\n  kz build --only Deployment --format json\n  kz build -o manifests --split-by kind\n  kz build -f - --root base < overlay.yaml\n  kz build https://github.com/kubernetes-sigs/kustomize//examples/helloWorld?ref=v1.0.6"
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
    #[arg(short, long, allow_hyphen_values = true)]
    output: Option<OsString>,
    /// With several kustomizations and a folder after -o: a folder for each of them, with a file for
    /// each resource
    #[arg(long, requires = "output")]
    split: bool,
    /// What each file in the folder after -o holds; with several kustomizations there is a folder for
    /// each of them
    #[arg(long, requires = "output", value_enum, value_name = "WHAT")]
    split_by: Option<SplitBy>,
    #[command(flatten)]
    given: GivenArgs,
    #[command(flatten)]
    shape: Shape,
    /// Build again whenever a file that was read, or looked for, changes; until it is interrupted
    #[arg(long, conflicts_with = "file")]
    watch: bool,
    #[command(flatten)]
    flags: BuildFlags,
}

impl Args {
    /// Builds of these folders without any flags.
    pub(crate) fn plain(dirs: Vec<PathBuf>) -> Self {
        Args {
            dirs: if dirs.is_empty() { vec![".".into()] } else { dirs },
            all: false,
            all_roots: false,
            output: None,
            split: false,
            split_by: None,
            given: GivenArgs::default(),
            shape: Shape::default(),
            watch: false,
            flags: BuildFlags::default(),
        }
    }
}

pub(crate) fn run(args: &Args, messages: &MessageArgs) -> ExitCode {
    let shape = match args.shape.ready() {
        Ok(shape) => shape,
        Err(why) => return render::plain_error(&why),
    };
    if args.watch {
        return watch::run(&DiskFileSystem, |files| build(files, &args.dirs, args, &shape, messages));
    }
    match args.given.layer(&DiskFileSystem) {
        Ok(None) => build(&DiskFileSystem, &args.dirs, args, &shape, messages),
        Ok(Some((files, root))) => build(&files, &[root], args, &shape, messages),
        Err(why) => render::plain_error(&why),
    }
}

fn build(
    files: &dyn FileSystem,
    dirs: &[PathBuf],
    args: &Args,
    shape: &shape::Ready,
    messages: &MessageArgs,
) -> ExitCode {
    args.flags.with_builder(files, messages, |builder| match dirs {
        [dir] if !args.all && !args.all_roots && !args.split => build_one(builder, dir, args, shape),
        dirs => build_many(builder, dirs, args, shape),
    })
}

fn build_many(builder: &Builder<'_>, dirs: &[PathBuf], args: &Args, shape: &shape::Ready) -> ExitCode {
    let mut session = builder.session();
    let mut roots: Vec<Root> = Vec::new();
    for dir in dirs {
        if !args.all && !args.all_roots {
            roots.push(Root { path: folder::root(dir), name: dir.clone() });
            continue;
        }
        let folder = folder::root(dir);
        match session.find_roots(&folder, args.all_roots) {
            Ok(found) => roots.extend(found.into_iter().map(|path| {
                let name = match path.strip_prefix(&folder) {
                    Ok(own) if own.as_os_str().is_empty() => path.file_name().map(Path::new),
                    below => below.ok(),
                };
                Root { name: name.unwrap_or(&path).to_path_buf(), path }
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
        Some(folder) if args.split || args.split_by.is_some() => {
            Destination::Folders(folder.to_path_buf(), args.split_by.unwrap_or_default())
        }
        Some(folder) if is_folder(folder) => Destination::Files(folder.to_path_buf()),
        Some(file) => Destination::File(file.to_path_buf()),
    };
    many::build(&mut session, &roots, &to, shape)
}

/// True for an existing folder, and for a path that ends as one.
fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(std::path::is_separator)
}

fn build_one(builder: &Builder<'_>, dir: &Path, args: &Args, shape: &shape::Ready) -> ExitCode {
    let path = args.output.as_deref().map(Path::new).filter(|path| !path.as_os_str().is_empty());
    let folder = path.filter(|path| args.split_by.is_some() || path.is_dir());
    let result = builder.build(folder::root(dir)).and_then(|mut output| {
        shape.choose(&mut output);
        // The files of a folder have texts of their own.
        let text = if folder.is_some() { String::new() } else { output.to_text(shape.format)? };
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
    let code = match (folder, path) {
        (Some(folder), _) => match std::fs::create_dir_all(folder) {
            Ok(()) => write_files(folder, &output, args, shape),
            Err(e) => report(folder, Err(e)),
        },
        (None, Some(file)) => report(file, write_file(file, text.as_bytes())),
        (None, None) => print(&text),
    };
    // The tree is given back with the process; to take it apart first would only cost time.
    if !args.watch {
        std::mem::forget(output);
    }
    code
}

fn write_files(folder: &Path, output: &Output, args: &Args, shape: &shape::Ready) -> ExitCode {
    match write_each(folder, output, args.split_by.unwrap_or_default(), shape.format) {
        Ok(warnings) => {
            warnings.iter().for_each(|w| render::diagnostic(w, output.sources()));
            ExitCode::SUCCESS
        }
        Err(e) => {
            render::diagnostic(e.diagnostic(), output.sources());
            ExitCode::FAILURE
        }
    }
}

fn report(path: &Path, written: std::io::Result<()>) -> ExitCode {
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => render::plain_error(&format!("cannot write {}: {}", path.display(), why::io(&e))),
    }
}
