//! The kustomization file: its fields, old spellings and checks.

mod decode;
mod described;
mod json_schema;
mod load;
mod records;
mod suggest;
mod traps;
mod types;

pub(crate) use decode::record;
pub use decode::{Decode, Rules};
pub use json_schema::json_schema;
pub(crate) use load::FIELDS;
pub use load::{COMPONENT_VERSION, FILE_NAMES, KUSTOMIZATION_VERSION, decode};
pub use records::{ConfigMapArgs, SecretArgs};
pub(crate) use suggest::nearest;
pub(crate) use traps::{ignored_values, is_mode, traps, value_traps};
pub use types::*;
