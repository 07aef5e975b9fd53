//! Changing one document by another: strategic merge and JSON 6902 patches.

mod associative;
pub mod json6902;
pub(crate) mod review;
pub mod strategic;
pub(crate) mod unknown;
mod word;
