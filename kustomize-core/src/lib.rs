//! Build Kubernetes manifests from kustomizations.

pub mod build;
pub mod diagnostic;
pub mod diff;
pub mod edit;
pub mod fs;
pub mod generate;
mod hash;
pub mod kustomization;
mod limits;
pub mod load;
pub mod localize;
pub mod merge;
mod parallel;
mod path;
pub mod plugin;
pub mod process;
pub mod provenance;
mod re2;
pub mod refs;
pub mod resource;
pub mod schema;
pub mod source;
pub mod transform;
pub mod yaml;

pub use build::{Builder, Options, Output, Refusal, Session};
pub use limits::Limits;
