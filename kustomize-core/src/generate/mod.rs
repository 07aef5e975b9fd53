//! ConfigMaps and Secrets made from literals and files.

mod absorb;
pub mod hash;
pub mod helm;
mod iam_policy;
mod key_values;
mod object;

pub use absorb::absorb;
pub(crate) use iam_policy::IamPolicy;
pub use key_values::Content;
pub(crate) use key_values::split_file_source;
pub(crate) use object::wrapped_base64;
pub use object::{config_map, secret};
