//! The kustomization file: its fields, old spellings and checks.

mod decode;
mod fields;
mod records;
pub(crate) mod suggest;
mod types;

pub(crate) use decode::record;
pub use decode::{Decode, Rules};
pub use fields::decode;
pub use types::*;
