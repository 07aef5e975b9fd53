//! What `kz cfg cat` and `kz cfg grep` have in common: packages in, documents out.

use super::package::{self, refuse};
use kustomize_core::Limits;
use kustomize_core::diagnostic::{Error, Result};
use kustomize_core::package::{Item, ReadOptions, read};
use kustomize_core::source::Sources;
use kustomize_core::yaml::decode_text;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

/// The text that a verb makes of a package, empty when nothing is left of it.
pub(super) type Render<'r> = dyn Fn(Vec<Item>) -> Result<String> + 'r;

/// Resources with notes where they were read.
pub(super) const ANNOTATED: ReadOptions<'_> = ReadOptions { unwrap: false, annotate: true, path: None };

/// Renders a folder, or standard input when there is none, and hands the text to `print`. With several packages
/// one that is refused does not stop the others, as in the reference.
pub(super) fn run(
    dir: Option<&str>,
    recurse: bool,
    render: &Render<'_>,
    print: &dyn Fn(&str) -> ExitCode,
) -> ExitCode {
    let Some(dir) = dir else {
        let mut sources = Sources::new();
        return match stdin(&mut sources).and_then(render) {
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
        match folder(path, false, &ANNOTATED, &mut sources).and_then(render) {
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

/// What the files of a package hold.
///
/// # Errors
/// When something in it cannot be read or is no resource.
pub(super) fn folder(
    path: &str,
    with_nested: bool,
    options: &ReadOptions<'_>,
    sources: &mut Sources,
) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    for file in package::files(Path::new(path), with_nested, &[".yaml", ".yml"])? {
        let below = file.below.display().to_string();
        let options = ReadOptions { path: options.annotate.then_some(below.as_str()), ..*options };
        items.extend(parse(&file.shown, file.bytes, &options, sources)?);
    }
    Ok(items)
}

/// What standard input holds.
///
/// # Errors
/// When it cannot be read or holds something else than resources.
pub(super) fn stdin(sources: &mut Sources) -> Result<Vec<Item>> {
    let shown = Path::new("standard input");
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|e| package::unreadable(shown, &e.to_string()))?;
    parse(shown, bytes, &ReadOptions { unwrap: true, annotate: true, path: None }, sources)
}

fn parse(
    shown: &Path,
    bytes: Vec<u8>,
    options: &ReadOptions<'_>,
    sources: &mut Sources,
) -> Result<Vec<Item>> {
    let text = decode_text(bytes).map_err(|e: Error| e.path(shown))?;
    let file = sources.add(shown, text.as_str().into());
    Ok(read(&text, file, options, &Limits::default())?.items)
}
