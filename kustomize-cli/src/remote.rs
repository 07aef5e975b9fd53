//! What fetches repositories and files, where the program has it.

#[cfg(feature = "remote")]
use crate::progress::Told;
use kustomize_core::Builder;
use kustomize_core::load::Remote;
#[cfg(feature = "remote")]
use kustomize_core::load::SystemRemote;

/// Fetches with the feature `remote`, and nothing without it.
pub(crate) struct Fetcher {
    #[cfg(feature = "remote")]
    system: Told<SystemRemote>,
}

impl Default for Fetcher {
    fn default() -> Self {
        Fetcher {
            #[cfg(feature = "remote")]
            system: Told::new(SystemRemote::default()),
        }
    }
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
