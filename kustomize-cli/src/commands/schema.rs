//! `kz schema`.

use crate::output::print;
use std::process::ExitCode;

/// Print the JSON Schema of the kustomization file
///
/// Editors complete and check kustomization files by it. With the YAML language server, write at the top of
/// a file `# yaml-language-server: $schema=PATH`.
#[derive(clap::Args)]
#[command(after_help = "Example:\n  kz schema > kustomization.schema.json")]
pub(crate) struct Args {}

pub(crate) fn run() -> ExitCode {
    let schema = kustomize_core::kustomization::json_schema();
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    print(&text)
}
