//! What is fetched: repositories from bare ones on disk, files from a server on the loopback. The
//! outputs and refusals were measured on the reference.
#![cfg(feature = "remote")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod edit;
mod git;
mod http;
mod localize;
mod place;
