//! Programs of the machine: started, kept within bounds, and ended with all that they have started.

mod leftovers;
#[cfg(any(feature = "functions", feature = "helm", feature = "remote"))]
mod program;

pub use leftovers::Leftovers;
#[cfg(feature = "remote")]
pub(crate) use program::Group;
#[cfg(any(feature = "functions", feature = "helm", feature = "remote"))]
pub use program::ProgramLimits;
#[cfg(any(feature = "functions", feature = "helm"))]
pub(crate) use program::run;
