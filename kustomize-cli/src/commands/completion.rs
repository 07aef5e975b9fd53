//! `kz completion`.

use crate::Cli;
use crate::output::print;
use clap::{CommandFactory, ValueEnum};
use std::process::ExitCode;

/// Print a script that completes commands of kz in a shell
///
/// Without an own file: for bash `source <(kz completion bash)` in ~/.bashrc, for zsh `source <(kz completion
/// zsh)` in ~/.zshrc, for fish `kz completion fish | source` in ~/.config/fish/config.fish, for PowerShell `kz
/// completion powershell | Out-String | Invoke-Expression` in the profile.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  kz completion bash > kz.bash\n  kz completion zsh > _kz\n  kz completion fish > kz.fish"
)]
pub(crate) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Clone, Copy, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    #[value(name = "powershell")]
    PowerShell,
}

pub(crate) fn run(args: &Args) -> ExitCode {
    let shell = match args.shell {
        Shell::Bash => clap_complete::Shell::Bash,
        Shell::Zsh => clap_complete::Shell::Zsh,
        Shell::Fish => clap_complete::Shell::Fish,
        Shell::PowerShell => clap_complete::Shell::PowerShell,
    };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "kz", &mut script);
    print(&String::from_utf8_lossy(&script))
}
