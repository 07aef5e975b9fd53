//! What fetches repositories and files, where the program has it.

use kustomize_core::Builder;
use kustomize_core::load::Remote;
#[cfg(feature = "remote")]
use kustomize_core::load::SystemRemote;

/// Fetches with the feature `remote`, and nothing without it.
#[derive(Default)]
pub(crate) struct Fetcher {
    #[cfg(feature = "remote")]
    system: SystemRemote,
}

impl Fetcher {
    #[cfg(feature = "remote")]
    pub(crate) fn remote(&self) -> Option<&dyn Remote> {
        Some(&self.system)
    }

    #[cfg(not(feature = "remote"))]
    pub(crate) fn remote(&self) -> Option<&dyn Remote> {
        None
    }

    /// Lets a build fetch.
    pub(crate) fn serve<'a>(&'a self, builder: Builder<'a>) -> Builder<'a> {
        match self.remote() {
            Some(remote) => builder.remote(remote),
            None => builder,
        }
    }
}
