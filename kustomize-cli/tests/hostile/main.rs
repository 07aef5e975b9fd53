//! Hostile input and faults, each made to happen. `SECURITY.md` names the test for each promise.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod faults;
mod functions;
mod limits;
mod messages;
mod place;
mod restriction;
