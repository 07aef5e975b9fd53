//! References between resources.

pub mod names;
pub(crate) mod vars;
