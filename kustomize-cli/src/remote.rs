//! What fetches repositories and files, where the program has it.

#[cfg(feature = "remote")]
use crate::interrupt::leftovers;
use crate::limits::LimitArgs;
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

impl Fetcher {
    /// Fetches within limits.
    #[cfg_attr(not(feature = "remote"), allow(unused_variables))]
    pub(crate) fn new(limits: &LimitArgs) -> Self {
        Fetcher {
            #[cfg(feature = "remote")]
            system: Told::new(SystemRemote::new(limits.remote()).leftovers(leftovers().clone())),
        }
    }

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
