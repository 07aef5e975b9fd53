//! `kz localize`.

use crate::flags::Forms;
use crate::folder;
use crate::interrupt::leftovers;
use crate::limits::LimitArgs;
use crate::remote::Fetcher;
use crate::render;
use crate::why;
use kustomize_core::build::Options;
use kustomize_core::fs::DiskFileSystem;
use kustomize_core::localize::{Localized, localize};
use kustomize_core::{Builder, Output, Refusal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Copy a kustomization with all that it needs
///
/// Copies the kustomization in TARGET, a folder or the address of a git repository with a ?ref=, to the
/// new folder DEST. What the kustomization fetches is fetched once and becomes a part of the copy. The
/// fields of the copied kustomization files are in the order of the alphabet.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  kz localize\n  kz localize apps/shop/prod --scope apps/shop\n  kz localize https://github.com/kubernetes-sigs/kustomize//api/krusty/testdata/localize/simple?ref=v4.5.7 new-folder"
)]
pub(crate) struct Args {
    /// The folder or address of the kustomization
    #[arg(default_value = ".")]
    target: String,
    /// The folder to make, in an existing one; without it a name is made of the target's
    #[arg(default_value = "", hide_default_value = true)]
    dest: String,
    /// A folder around the target that its files may be in; without it the target itself. The scope of
    /// what is fetched is its repository
    #[arg(long, text = "SCOPE")]
    scope: String,
    /// Do not build target and copy to compare them
    #[arg(long, switch = false)]
    no_verify: bool,
    #[command(flatten)]
    limits: LimitArgs,
}

pub(crate) fn run(args: &Args) -> ExitCode {
    let fetcher = Fetcher::new(&args.limits);
    let base = folder::current_folder();
    let scope = (!args.scope.is_empty()).then(|| folder::root(Path::new(&args.scope)));
    let target = folder::root(Path::new(&args.target));
    let copy = args.limits.with_stack(|| {
        localize(&DiskFileSystem, fetcher.remote(), &target, scope.as_deref(), &base, args.limits.input())
    });
    let copy = match copy {
        Ok(copy) => copy,
        Err(refusal) => return refused(&refusal),
    };
    let dest =
        if args.dest.is_empty() { PathBuf::from(&copy.default_name) } else { PathBuf::from(&args.dest) };
    let dest = match write(&dest, &copy) {
        Ok(dest) => dest,
        Err(e) => {
            return render::plain_error(&format!(
                "cannot make the folder {}: {}",
                dest.display(),
                why::io(&e)
            ));
        }
    };
    let verified = || verify(&fetcher, args, [&target, &dest.join(&copy.target)], &dest, &base);
    if !args.no_verify
        && let Err(code) = args.limits.with_stack(verified)
    {
        return code;
    }
    render::note(&format!("SUCCESS: localized \"{}\" to directory {}", args.target, dest.display()));
    ExitCode::SUCCESS
}

fn refused(refusal: &Refusal) -> ExitCode {
    render::diagnostics(refusal.warnings().iter().chain(refusal.diagnostics()), refusal.sources());
    ExitCode::FAILURE
}

/// Writes the copy beside where it is to be, and then puts it there, so that it is whole or not there.
/// Gives its folder without symbolic links.
fn write(dest: &Path, copy: &Localized) -> std::io::Result<PathBuf> {
    if dest.symlink_metadata().is_ok() {
        return Err(std::io::Error::other("it is there already"));
    }
    let parent = match dest.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let parent = parent.canonicalize()?;
    let name = dest.file_name().ok_or_else(|| std::io::Error::other("it has no name"))?;
    let beside = tempfile::Builder::new().prefix(".kz-localize-").tempdir_in(&parent)?;
    leftovers().add(beside.path());
    let dest = fill(beside.path(), &parent.join(name), copy);
    let path = beside.path().to_path_buf();
    drop(beside);
    leftovers().remove(path);
    dest
}

/// Makes the copy in a temporary folder and moves it to its place.
fn fill(beside: &Path, dest: &Path, copy: &Localized) -> std::io::Result<PathBuf> {
    // A folder of its own, with the permissions that the user's new folders have.
    let whole = beside.join("whole");
    std::fs::create_dir(&whole)?;
    for folder in &copy.folders {
        std::fs::create_dir_all(whole.join(folder))?;
    }
    for (path, content) in &copy.files {
        std::fs::write(whole.join(path), content)?;
    }
    std::fs::rename(&whole, dest)?;
    Ok(dest.to_path_buf())
}

/// Builds target and copy, and tells whether they come to the same.
fn verify(
    fetcher: &Fetcher,
    args: &Args,
    [target, copy]: [&Path; 2],
    dest: &Path,
    base: &Path,
) -> std::result::Result<(), ExitCode> {
    let build = |path: &Path| -> Result<(Output, String), Refusal> {
        let mut options = Options::default();
        options.display_base = base.to_path_buf();
        options.limits = args.limits.input();
        let output = fetcher.serve(Builder::new(&DiskFileSystem).options(options)).build(path)?;
        let text = output.to_yaml()?;
        Ok((output, text))
    };
    let built = |path: &Path| {
        build(path).map_err(|refusal| {
            let code = refused(&refusal);
            render::note(&format!(
                "the copy is in {}; what needs flags to be built is compared by hand: with --no-verify, and \
                 kz build for both",
                dest.display()
            ));
            code
        })
    };
    let (original, expected) = built(target)?;
    render::diagnostics(original.warnings(), original.sources());
    let (_, localized) = built(copy)?;
    let both = format!("`kz build` for {} and {}", args.target, dest.display());
    if expected == localized {
        render::note(&format!("VERIFICATION SUCCESS: {both} are the same after localization."));
    } else {
        render::warning(&format!("VERIFICATION FAILED: {both} are different after localization."));
    }
    Ok(())
}
