//! References between resources.

pub mod names;
