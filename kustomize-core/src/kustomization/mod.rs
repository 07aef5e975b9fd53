//! The kustomization file: its fields, old spellings and checks.

mod decode;
mod load;
mod records;
mod suggest;
mod types;

pub(crate) use decode::record;
pub use decode::{Decode, Rules};
pub(crate) use load::FIELDS;
pub use load::{COMPONENT_VERSION, FILE_NAMES, KUSTOMIZATION_VERSION, decode};
pub use records::{ConfigMapArgs, SecretArgs};
pub(crate) use suggest::nearest;
pub use types::*;
