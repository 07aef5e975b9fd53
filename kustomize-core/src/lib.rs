//! Build Kubernetes manifests from kustomizations.

pub mod diagnostic;
pub mod fs;
mod hash;
pub mod kustomization;
pub mod resource;
pub mod schema;
pub mod source;
pub mod transform;
pub mod yaml;
