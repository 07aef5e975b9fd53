//! What a test is.

use crate::build_flags::BuildFlags;
use crate::why;
use clap::Parser;
use std::path::PathBuf;

/// One test.
#[derive(Debug)]
pub(super) struct Case {
    /// The folder that its paths count from.
    pub(super) root: PathBuf,
    pub(super) args: Vec<String>,
    /// A file with more arguments.
    pub(super) args_file: Option<PathBuf>,
    pub(super) expected: Expected,
}

/// What is expected of a build.
#[derive(Debug)]
pub(super) enum Expected {
    /// The output in this file.
    Output(PathBuf),
    /// A refusal with the message in this file.
    Refusal(PathBuf),
    /// Output and a refusal, which no build has.
    Both(PathBuf, PathBuf),
    /// A refusal of this code or with this in its message.
    RefusalLike(String),
}

/// The arguments of a test: those of `kz build` for one kustomization.
#[derive(Parser)]
#[command(name = "kz build", disable_help_flag = true, disable_version_flag = true)]
pub(super) struct BuildArgs {
    /// The folder, counted from the root of the test
    #[arg(default_value = ".")]
    pub(super) dir: PathBuf,
    #[command(flatten)]
    pub(super) flags: BuildFlags,
}

impl Case {
    /// What the test is called.
    pub(super) fn name(&self) -> String {
        let mut name = self.root.to_string_lossy().into_owned();
        for arg in &self.args {
            name.push(' ');
            name.push_str(arg);
        }
        name
    }

    /// Its arguments.
    ///
    /// # Errors
    /// A sentence: a file that cannot be read, flags that do not exist.
    pub(super) fn build_args(&self) -> Result<BuildArgs, String> {
        let mut args = self.args.clone();
        if let Some(file) = &self.args_file {
            let text = std::fs::read_to_string(file)
                .map_err(|e| format!("cannot read {}: {}", file.display(), why::io(&e)))?;
            let words = text.split_whitespace().map(str::to_owned);
            args.extend(words.skip(usize::from(text.trim_start().starts_with("build"))));
        }
        let all = std::iter::once("kz build".to_owned()).chain(args);
        BuildArgs::try_parse_from(all).map_err(|e| {
            let text = e.to_string();
            let first = text.lines().next().unwrap_or_default();
            first.strip_prefix("error: ").unwrap_or(first).to_owned()
        })
    }
}
