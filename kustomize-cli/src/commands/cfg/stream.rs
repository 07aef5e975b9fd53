//! What `kz cfg cat` and `kz cfg grep` have in common: packages in, documents out.

use crate::package::{self, ANNOTATED, YAML, refuse};
use kustomize_core::Limits;
use kustomize_core::diagnostic::Result;
use kustomize_core::package::Item;
use kustomize_core::source::Sources;
use std::process::ExitCode;

/// The text that a verb makes of a package, empty when nothing is left of it.
pub(super) type Render<'r> = dyn Fn(Vec<Item>) -> Result<String> + 'r;

/// Renders a folder, or standard input when there is none, and hands the text to `print`. With several packages
/// one that is refused does not stop the others, as in the reference.
pub(super) fn run(
    dir: Option<&str>,
    recurse: bool,
    limits: &Limits,
    render: &Render<'_>,
    print: &dyn Fn(&str) -> ExitCode,
) -> ExitCode {
    let Some(dir) = dir else {
        let mut sources = Sources::new();
        return match package::stdin(limits, &mut sources).and_then(render) {
            Ok(text) => print(&text),
            Err(e) => refuse(&e, &sources),
        };
    };
    let packages = match package::packages(dir, recurse) {
        Ok(packages) => packages,
        Err(e) => return refuse(&e, &Sources::new()),
    };
    let mut texts = Vec::with_capacity(packages.len());
    for path in &packages {
        let mut sources = Sources::new();
        match package::folder(path, false, &YAML, &ANNOTATED, limits, &mut sources).and_then(render) {
            Ok(text) if text.is_empty() => texts.push(text),
            Ok(text) => texts.push(text + "---"),
            Err(e) => {
                let code = refuse(&e, &sources);
                if !recurse {
                    return code;
                }
                texts.push(String::new());
            }
        }
    }
    let text = texts.join("\n");
    print(text.strip_suffix("---").unwrap_or(&text))
}
