//! Functions and executable plugins: programs that generate, transform or validate resources.
//!
//! The library starts no process. It makes the command line and what the program reads, and takes
//! what the program writes; [`FunctionRunner`] does the rest. `SystemFunctions`, behind the feature
//! `functions`, runs programs of the machine.

mod arguments;
pub(crate) mod command;
mod exchange;
pub(crate) mod external;
pub(crate) mod spec;
#[cfg(feature = "functions")]
mod system;

pub(crate) use exchange::folder_of;
#[cfg(feature = "functions")]
pub use system::SystemFunctions;

use std::path::{Path, PathBuf};

/// What functions may do.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct FunctionOptions {
    /// Runs executables that kustomizations name.
    pub enable_exec: bool,
    /// Runs no containers.
    pub no_containers: bool,
    /// Lets containers that ask for it reach the network.
    pub network: bool,
    /// Storage that every container gets, as `type=bind,src=…,dst=…,rw=true`.
    pub mounts: Vec<String>,
    /// Variables for every function: `NAME=value`, or `NAME` to hand on the one that is set.
    pub env: Vec<String>,
    /// Runs containers as the present user instead of `nobody`.
    pub as_current_user: bool,
}

/// A program to run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FunctionCall {
    /// The program. With a slash in it, its path, counted from `dir`; else it is looked up.
    pub program: String,
    /// The program to take when the first one is not installed.
    pub or_program: Option<String>,
    /// Its arguments.
    pub args: Vec<String>,
    /// Variables to set, besides those that are there.
    pub env: Vec<(String, String)>,
    /// True when the program is to have none of the variables that are there, but those that every
    /// program needs.
    pub clean_env: bool,
    /// Variables to hand on nevertheless.
    pub hand_on: Vec<String>,
    /// The folder to run it in.
    pub dir: PathBuf,
    /// The content of a temporary file whose path comes before the arguments.
    pub config_file: Option<String>,
}

/// What a program left behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FunctionOutput {
    /// What it wrote to its standard output.
    pub stdout: Vec<u8>,
    /// How it failed, as in `exit status 1`; `None` when it did not.
    pub failure: Option<String>,
}

/// Runs programs for a build.
pub trait FunctionRunner: Send + Sync {
    /// Runs a program to its end, with `input` as its standard input. What it writes to its standard
    /// error is passed on while it runs. No process may be left behind.
    ///
    /// # Errors
    /// A message, when it cannot be run.
    fn run(&self, call: &FunctionCall, input: &[u8]) -> Result<FunctionOutput, String>;

    /// The path of an executable plugin below the folder of plugins.
    ///
    /// # Errors
    /// A message, when there is no such folder or the file is not there or cannot be executed.
    fn plugin(&self, relative: &Path) -> Result<PathBuf, String>;

    /// The numbers of the present user and group, as in `1000:1000`.
    ///
    /// # Errors
    /// A message, when they cannot be found out.
    fn current_user(&self) -> Result<String, String>;
}
