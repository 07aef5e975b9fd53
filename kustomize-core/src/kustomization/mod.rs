//! The kustomization file: its fields, old spellings and checks.
//!
//! ```
//! use kustomize_core::kustomization::read;
//!
//! let k = read("namePrefix: dev-\nbases: [../base]\nimages: [{name: nginx, newTag: '1.27'}]\n").unwrap();
//! assert_eq!(&*k.name_prefix, "dev-");
//! assert_eq!(&*k.resources[0], "../base");
//! assert_eq!(&*k.images[0].new_tag, "1.27");
//!
//! let refusal = read("namePrefx: dev-\n").unwrap_err();
//! assert_eq!(refusal.diagnostic().hint.as_deref(), Some("did you mean \"namePrefix\"?"));
//! ```
//!
//! To change a file, see [`crate::edit`]: a function for each usual change, and [`crate::edit::write`] for what was
//! changed in the typed form.

mod again;
mod decode;
mod described;
mod encode;
mod json_schema;
mod load;
mod records;
mod suggest;
mod traps;
mod types;

pub(crate) use again::repeated_keys;
pub(crate) use decode::record;
pub use decode::{Decode, Rules};
pub use json_schema::json_schema;
pub(crate) use load::FIELDS;
pub use load::{COMPONENT_VERSION, FILE_NAMES, KUSTOMIZATION_VERSION, decode, read};
pub use records::{ConfigMapArgs, SecretArgs};
pub(crate) use suggest::nearest;
pub(crate) use traps::{ignored_values, is_mode, traps, value_traps};
pub use types::*;
