//! Trying an address before it is added.

use crate::diagnostic::Result;
use crate::fs::FileSystem;
use crate::kustomization::Text;
use crate::load::{LoadRestriction, Loader, Remote, RepoSpec};
use crate::source::Pos;
use crate::yaml::Limits;
use std::path::PathBuf;

/// Tries to fetch what an address leads to: a folder in a repository or, where `files` are allowed too, a
/// file with resources at an address with the scheme http or https. Gives false when the text is no address.
///
/// The reference tries repositories alone, also for `resources`.
///
/// # Errors
/// When it cannot be fetched, or without a `remote`.
pub fn try_address(
    fs: &dyn FileSystem,
    remote: Option<&dyn Remote>,
    address: &str,
    files: bool,
) -> Result<bool> {
    let mut loader = Loader::new(fs, LoadRestriction::RootOnly, PathBuf::new(), Limits::default());
    loader = loader.with(remote, None);
    let repository = |loader: &mut Loader<'_>, spec: &RepoSpec| {
        loader.open_repository(None, spec, Pos::NONE).map(|_| true)
    };
    let text = Text::new(address, Pos::NONE);
    let spec = RepoSpec::parse(address);
    if files && loader.is_address(address) {
        // As in a build, an address is tried as that of a file first.
        return match (loader.resources_at_address(&text), spec) {
            (Ok(_), _) => Ok(true),
            (Err(as_file), Some(spec)) => repository(&mut loader, &spec).map_err(|e| e.and(as_file)),
            (Err(as_file), None) => Err(as_file),
        };
    }
    spec.map_or(Ok(false), |spec| repository(&mut loader, &spec))
}
