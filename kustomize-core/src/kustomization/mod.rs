//! The kustomization file: its fields, old spellings and checks.

mod types;

pub use types::*;
