//! The built-in transformers.

pub mod config;
pub mod field_spec;

pub use config::{NameBackReference, TransformerConfig};
pub use field_spec::FieldSpec;
