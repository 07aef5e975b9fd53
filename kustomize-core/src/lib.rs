//! Build Kubernetes manifests from kustomizations, byte for byte as kustomize v5.8.1 does.
//!
//! ```
//! use kustomize_core::{Builder, fs::MemoryFileSystem};
//!
//! let mut files = MemoryFileSystem::new();
//! files.insert("/app/base/kustomization.yaml", "resources: [deployment.yaml]\n");
//! files.insert(
//!     "/app/base/deployment.yaml",
//!     "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 1}\n",
//! );
//! files.insert(
//!     "/app/prod/kustomization.yaml",
//!     "resources: [../base]\nnamePrefix: prod-\nreplicas: [{name: web, count: 3}]\n",
//! );
//!
//! let output = Builder::new(&files).build("/app/prod").expect("it builds");
//! assert_eq!(
//!     output.to_yaml().unwrap(),
//!     "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: prod-web\nspec:\n  replicas: 3\n",
//! );
//!
//! // A refusal is data, and reads as `path:line:column: message (hint)`.
//! files.insert("/app/prod/kustomization.yaml", "resource: [../base]\n");
//! let refusal = Builder::new(&files).build("/app/prod").unwrap_err();
//! assert!(refusal.to_string().starts_with("/app/prod/kustomization.yaml:1:1: "));
//! ```
//!
//! # Where to begin
//!
//! | what | where |
//! | --- | --- |
//! | build one kustomization, or several with what they have in common done once | [`Builder`], [`Session`] |
//! | where files come from | [`fs`]: on disk, in memory, or memory over another one |
//! | what came out | [`Output`], [`resource::Resource`], selected with [`resource::selector`] |
//! | what was refused or noticed, and where | [`Refusal`], [`diagnostic`] |
//! | read a kustomization file, and write what was changed | [`kustomization::read`], [`edit::write`] |
//! | change a kustomization file, keeping comments and style | [`edit`] |
//! | resources with their comments and order, as `cfg` and `fn` have them | [`package`], [`yaml::document`] |
//! | what differs between two builds | [`diff`] |
//! | where each field came from | [`Builder::explain`], [`provenance`] |
//!
//! # Features
//!
//! None is on by default, and without them the library starts no process and opens no connection; it then
//! builds for `wasm32-unknown-unknown` too.
//!
//! - `remote`: repositories with the user's git, files over http ([`load::Remote`]).
//! - `helm`: charts with the user's helm ([`generate::helm::Helm`]).
//! - `functions`: KRM functions as processes or containers ([`plugin::function::FunctionRunner`]).
//!
//! # Limits
//!
//! - Texts are UTF-8, or UTF-16 with one document; a file has at most 4 GiB.
//! - The built-in schema is that of Kubernetes 1.21.2, as in the reference; `openapi` replaces it.
//! - Comments of resources are not kept, as in the reference.
//! - Plugins in the form of Go libraries cannot be loaded.
//! - How deep, large and many input may be is bounded: see [`Limits`].
//! - The version of the reference is fixed; what differs from it on purpose is listed in the README.

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
#[doc(hidden)]
pub mod merge;
pub mod package;
mod parallel;
mod path;
pub mod plugin;
pub mod process;
pub mod provenance;
mod re2;
#[doc(hidden)]
pub mod refs;
pub mod resource;
pub mod schema;
pub mod source;
#[doc(hidden)]
pub mod transform;
pub mod yaml;

pub use build::{Builder, Options, Output, Refusal, Session};
pub use limits::Limits;
