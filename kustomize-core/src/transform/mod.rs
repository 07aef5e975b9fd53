//! The built-in transformers.

pub mod config;
pub(crate) mod crds;
mod defaults;
pub mod field_spec;
pub(crate) mod finish_metadata;
pub(crate) mod hash;
pub mod images;
pub mod labels;
pub mod name;
pub mod namespace;
pub(crate) mod patch;
pub(crate) mod paths;
pub(crate) mod pending;
pub(crate) mod replacement;
pub mod replicas;
pub(crate) mod value_add;
pub(crate) mod walk;

pub use config::{NameBackReference, TransformerConfig};
pub use field_spec::FieldSpec;
