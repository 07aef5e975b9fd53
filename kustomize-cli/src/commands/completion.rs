//! `kz completion`.

use crate::Cli;
use crate::output::print;
use clap::CommandFactory;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap_complete::Shell;
use std::process::ExitCode;
use std::str::FromStr;

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
    #[arg(value_parser = PossibleValuesParser::new(SHELLS).try_map(|name| Shell::from_str(&name)))]
    shell: Shell,
}

const SHELLS: [&str; 4] = ["bash", "zsh", "fish", "powershell"];

pub(crate) fn run(args: &Args) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut <Cli>::command(), "kz", &mut script);
    print(&String::from_utf8_lossy(&script))
}
