//! Golden files for kustomizations in Rust tests.
//!
//! ```no_run
//! #[test]
//! fn production_is_as_recorded() {
//!     kustomize_golden::assert_build("overlays/prod", "tests/golden/prod.yaml");
//! }
//! ```
//!
//! Paths count from the folder of the package, as in every test. `KZ_UPDATE=1 cargo test` records what is
//! built. The environment is read here and not in the library that builds.

use kustomize_core::diff::compare_texts;
use kustomize_core::fs::DiskFileSystem;
use kustomize_core::{Builder, Options};
use std::path::Path;

/// The variable that makes the assertions record what is built: with any value but `0` and none.
pub const UPDATE: &str = "KZ_UPDATE";

/// Asserts that a kustomization builds what a file holds, byte for byte.
///
/// # Panics
/// When it does not: with the difference resource by resource, or the refusal.
#[track_caller]
pub fn assert_build(root: impl AsRef<Path>, golden: impl AsRef<Path>) {
    assert_build_with(root, golden, Options::default());
}

/// As [`assert_build`], with options.
///
/// # Panics
/// As [`assert_build`].
#[track_caller]
pub fn assert_build_with(root: impl AsRef<Path>, golden: impl AsRef<Path>, options: Options) {
    let (root, golden) = (root.as_ref(), golden.as_ref());
    let update = std::env::var_os(UPDATE).is_some_and(|value| !value.is_empty() && value != "0");
    let built =
        Builder::new(&DiskFileSystem).options(options).build(root).and_then(|output| output.to_yaml());
    let outcome = match built {
        Ok(text) => check(&text, golden, update),
        Err(refusal) => Err(format!("it is refused: {refusal}")),
    };
    if let Err(why) = outcome {
        fail(&format!("{}: {why}", root.display()));
    }
}

#[track_caller]
#[allow(clippy::panic, reason = "that is how a test fails")]
fn fail(why: &str) -> ! {
    panic!("{why}")
}

/// Compares a text with a file, or records it.
///
/// # Errors
/// What differs, or why the file cannot be read or written.
pub fn check(text: &str, golden: &Path, update: bool) -> Result<(), String> {
    let mismatch = match std::fs::read_to_string(golden) {
        Ok(expected) => match compare_texts(&expected, text) {
            None => return Ok(()),
            Some(mismatch) => format!("it builds something else than {} holds\n{mismatch}", golden.display()),
        },
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => format!("there is no {}\n", golden.display()),
        Err(e) => return Err(format!("cannot read {}: {e}", golden.display())),
    };
    if !update {
        return Err(format!("{mismatch}{UPDATE}=1 records what it builds"));
    }
    let folder = golden.parent().map_or(Ok(()), std::fs::create_dir_all);
    folder
        .and_then(|()| std::fs::write(golden, text))
        .map_err(|e| format!("cannot write {}: {e}", golden.display()))
}
