//! What the parts promise together.
#![allow(clippy::unwrap_used, clippy::panic)]

mod hostile;
mod recorded;
mod ways;
