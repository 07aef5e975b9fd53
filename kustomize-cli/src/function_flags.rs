//! The flags for functions, of builds and of `kz fn run`.

use crate::flags::Forms;
use kustomize_core::plugin::function::FunctionOptions;

/// What functions may do.
#[derive(clap::Args, Clone, Debug, Default)]
pub(crate) struct FunctionFlags {
    /// Run executables as functions; not where you do not trust what names them
    #[arg(long, switch = false)]
    pub(crate) enable_exec: bool,
    /// Let functions that ask for it reach the network
    #[arg(long, switch = false)]
    pub(crate) network: bool,
    /// Storage for the containers of functions, as type=bind,src=PATH,dst=PATH,rw=true
    #[arg(long, value_name = "MOUNT", allow_hyphen_values = true)]
    mount: Vec<String>,
    /// A variable for functions: NAME=VALUE, or NAME to hand on the one that is set
    #[arg(short, long, value_name = "VARIABLE", allow_hyphen_values = true)]
    env: Vec<String>,
    /// Run the containers of functions as the present user and group
    #[arg(long, switch = false)]
    as_current_user: bool,
}

impl FunctionFlags {
    pub(crate) fn options(&self) -> FunctionOptions {
        let mut options = FunctionOptions::default();
        options.enable_exec = self.enable_exec;
        options.network = self.network;
        options.mounts.clone_from(&self.mount);
        options.env.clone_from(&self.env);
        options.as_current_user = self.as_current_user;
        options
    }
}
