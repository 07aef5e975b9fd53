//! Resources, their identities, and the set that a build works on.

pub mod id;
#[allow(clippy::module_inception)]
mod resource;

pub use id::{Gvk, ResId};
mod set;

pub use resource::{Behavior, PreviousId, Resource};
pub use set::ResourceSet;
