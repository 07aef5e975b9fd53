//! Runs one test.

use super::case::{BuildArgs, Case, Expected};
use crate::folder::current_folder;
use crate::output::write_file;
use crate::render::{self, Message, MessageArgs};
use crate::why;
use kustomize_core::Refusal;
use kustomize_core::diff::{Mismatch, compare_texts, unix_lines};
use kustomize_core::fs::DiskFileSystem;
use std::path::Path;

/// How tests are run.
pub(super) struct Checker<'a> {
    /// Records what is built.
    pub(super) update: bool,
    /// Tests may ask for what runs programs.
    pub(super) programs: bool,
    pub(super) messages: &'a MessageArgs,
}

/// How a test ended.
pub(super) enum Outcome {
    Passed,
    /// Something else is expected from now on.
    Recorded,
    /// The output is not the expected one.
    Differs(Box<Mismatch>),
    /// Anything else; a sentence and more lines.
    Failed(String, String),
}

impl Outcome {
    pub(super) fn is_failure(&self) -> bool {
        matches!(self, Outcome::Differs(_) | Outcome::Failed(..))
    }

    fn failed(why: impl Into<String>) -> Self {
        Outcome::Failed(why.into(), String::new())
    }
}

impl Checker<'_> {
    pub(super) fn check(&self, case: &Case) -> Outcome {
        let args = match case.build_args() {
            Ok(args) => args,
            Err(why) => return Outcome::failed(why),
        };
        if args.flags.run_programs() && !self.programs {
            return Outcome::failed("the test asks for programs to be run; allow it with --enable-programs");
        }
        let built = self.build(case, &args);
        match (&case.expected, built) {
            (Expected::Output(file), Ok(text)) => self.compare(file, &text, |expected| {
                compare_texts(expected, &text).map(|mismatch| Outcome::Differs(Box::new(mismatch)))
            }),
            (Expected::Output(_), Err(refusal)) => {
                Outcome::Failed("the build is refused".to_owned(), said(&refusal))
            }
            (Expected::Refusal(_) | Expected::RefusalLike(_), Ok(_)) => {
                Outcome::failed("it builds, where a refusal is expected")
            }
            (Expected::Refusal(file), Err(refusal)) => {
                let text = said(&refusal);
                self.compare(file, &text, |expected| {
                    let expected = unix_lines(expected);
                    (expected != text).then(|| {
                        Outcome::Failed(
                            "the refusal is another one".to_owned(),
                            changed_lines(&expected, &text),
                        )
                    })
                })
            }
            (Expected::Both(output, refusal), _) => Outcome::failed(format!(
                "{} and {} cannot both be right; remove one",
                output.display(),
                refusal.display()
            )),
            (Expected::RefusalLike(wanted), Err(refusal)) => {
                let fits =
                    refusal.diagnostics().any(|d| d.code.as_str() == wanted || d.message.contains(wanted));
                match fits {
                    true => Outcome::Passed,
                    false => Outcome::Failed(format!("the refusal is not \"{wanted}\""), said(&refusal)),
                }
            }
        }
    }

    fn build(&self, case: &Case, args: &BuildArgs) -> Result<String, Refusal> {
        // A recorded message has the paths that it has where the test lies, wherever tests are run.
        let base = match &case.expected {
            Expected::Refusal(_) => std::fs::canonicalize(&case.root).unwrap_or_else(|_| case.root.clone()),
            _ => current_folder(),
        };
        let dir = case.root.join(&args.dir);
        args.flags.with_builder_from(&base, &DiskFileSystem, self.messages, |builder| {
            builder.build(dir).and_then(|output| output.to_yaml())
        })
    }

    /// Compares with what a file holds, or puts it there.
    fn compare(&self, file: &Path, text: &str, differs: impl FnOnce(&str) -> Option<Outcome>) -> Outcome {
        let outcome = match std::fs::read_to_string(file) {
            Ok(expected) => match differs(&expected) {
                Some(outcome) => outcome,
                None => return Outcome::Passed,
            },
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                Outcome::failed(format!("there is no {}; --update makes it", file.display()))
            }
            Err(e) => Outcome::failed(format!("cannot read {}: {}", file.display(), why::io(&e))),
        };
        if !self.update {
            return outcome;
        }
        match write_file(file, text.as_bytes()) {
            Ok(()) => Outcome::Recorded,
            Err(e) => Outcome::failed(format!("cannot write {}: {}", file.display(), why::io(&e))),
        }
    }
}

/// A refusal as it is printed.
fn said(refusal: &Refusal) -> String {
    let all = refusal.warnings().iter().chain(refusal.diagnostics());
    render::plain_text(all.map(|one| Message::new(one, refusal.sources())))
}

fn changed_lines(expected: &str, text: &str) -> String {
    let diff = similar::TextDiff::from_lines(expected, text);
    diff.unified_diff().context_radius(1).to_string()
}
