//! Built-in generators and transformers that are configured by a resource.
//!
//! Each does what the field of a kustomization of the same purpose does, with field specifications
//! of its own.

mod config;
mod generator;
mod transformer;

pub(crate) use config::as_config;
pub(crate) use generator::Generator;
pub(crate) use transformer::Transformer;

use crate::resource::Resource;

/// True when a resource configures a built-in generator or transformer.
pub(crate) fn is_builtin(resource: &Resource) -> bool {
    resource.api_version() == "builtin"
}
