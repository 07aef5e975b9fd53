//! Resources, their identities, and the set that a build works on.

mod books;
pub mod id;
mod links;
mod lookup;
pub(crate) mod near;
pub(crate) mod order;
pub(crate) mod origin;
mod parse;
#[allow(clippy::module_inception)]
mod resource;
pub mod selector;
mod set;
mod unseen;

pub use id::{Gvk, ResId};
pub use origin::{ConfiguredBy, Origin};
pub use parse::parse_resources;
pub(crate) use parse::resources_of;
pub(crate) use parse::{ADD_KIND, check_metadata, check_no_list, parse_patches};
pub(crate) use parse::{parse_file, parse_resources_as_written};
pub(crate) use resource::push_to_few;
pub use resource::{Behavior, PreviousId, Resource};
pub use set::ResourceSet;
pub(crate) use unseen::ANNOTATIONS;
