//! Generators, transformers and validators that are configured by a resource: built-in ones, which do
//! what the field of a kustomization of the same purpose does, with field specifications of their
//! own, and programs.

pub(crate) mod config;
pub mod function;
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
