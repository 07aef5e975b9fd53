//! What the fuzz targets share: several texts in one input, and builds in memory.

use kustomize_core::fs::MemoryFileSystem;
use kustomize_core::source::FileId;
use kustomize_core::yaml::{Limits, Node, read_documents};
use kustomize_core::{Builder, Output, Refusal};

/// The texts of an input that are separated by lines `=== name`, with those names. What stands before
/// the first such line has the name that is empty.
pub fn parts(input: &str) -> Vec<(&str, &str)> {
    let mut parts = Vec::new();
    let (mut name, mut start, mut at) = ("", 0, 0);
    for line in input.split_inclusive('\n') {
        if let Some(next) = line.strip_prefix("=== ") {
            parts.push((name, &input[start..at]));
            name = next.trim_end();
            start = at + line.len();
        }
        at += line.len();
    }
    parts.push((name, &input[start..]));
    parts.retain(|(name, text)| !name.is_empty() || !text.is_empty());
    parts
}

/// The first two texts of an input.
pub fn two(input: &str) -> Option<(&str, &str)> {
    match parts(input)[..] {
        [(_, first), (_, second), ..] => Some((first, second)),
        _ => None,
    }
}

/// Limits in which a run is short.
pub fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.depth = 100;
    limits.nodes = 20_000;
    limits
}

/// The first resource of a text.
pub fn first(text: &str) -> Option<Node> {
    read_documents(text, FileId(0), &limits()).ok()?.into_iter().next()
}

/// A tree of files.
pub fn tree(files: &[(&str, &str)]) -> MemoryFileSystem {
    let mut fs = MemoryFileSystem::new();
    for (name, text) in files {
        fs.insert(format!("/app/{name}"), *text);
    }
    fs
}

/// Builds the kustomization in `/app`, twice: the same must come out, or be refused, and what comes out
/// can be read again.
pub fn build(fs: &MemoryFileSystem) -> Result<(Output, String), Refusal> {
    let mut options = kustomize_core::Options::default();
    options.limits = limits();
    options.threads = 1;
    let once = || {
        let output = Builder::new(fs).options(options.clone()).build("/app")?;
        let text = output.to_yaml()?;
        Ok::<_, Refusal>((output, text))
    };
    let (first, second) = (once(), once());
    match (&first, &second) {
        (Ok((_, first)), Ok((_, second))) => {
            assert_eq!(first, second);
            let again = read_documents(first, FileId(0), &Limits::default());
            again.unwrap_or_else(|e| panic!("{}: {first}", e.diagnostic().message));
        }
        (Err(first), Err(second)) => {
            assert_eq!(first.to_string(), second.to_string());
            for refusal in first.diagnostics() {
                assert!(!refusal.message.is_empty());
                let _ = refusal.location(first.sources());
            }
        }
        _ => panic!("built once and refused once"),
    }
    first
}
