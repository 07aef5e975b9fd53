//! A refusal: one diagnostic, or several that have nothing to do with one another.

use super::{Code, Diagnostic, Severity, Step};
use crate::source::{FileId, Pos};
use std::path::PathBuf;

/// The result of anything that can be refused.
pub type Result<T> = std::result::Result<T, Error>;

/// A refusal.
///
/// Made with [`Error::new`] and the methods that add to it, in the way of a builder:
///
/// ```
/// use kustomize_core::diagnostic::{Code, Error};
/// use kustomize_core::source::Pos;
/// let e = Error::new(Code::UnknownField, "unknown field \"resource\"")
///     .at(Pos::NONE)
///     .hint("did you mean \"resources\"?");
/// assert_eq!(e.diagnostic().hint.as_deref(), Some("did you mean \"resources\"?"));
/// ```
///
/// Where several things are wrong that do not depend on one another, one error holds them all; the
/// methods then add to each.
#[derive(Clone, Debug)]
pub struct Error(Box<Content>);

#[derive(Clone, Debug)]
struct Content {
    first: Diagnostic,
    others: Vec<Diagnostic>,
}

impl Error {
    /// A refusal with a code and one plain sentence.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Error::of(Diagnostic::new(Severity::Error, code, message))
    }

    /// A refusal because of a diagnostic.
    pub fn of(mut first: Diagnostic) -> Self {
        first.severity = Severity::Error;
        Error(Box::new(Content { first, others: Vec::new() }))
    }

    /// Where it is. The innermost place wins: a place that is already set is kept.
    #[must_use]
    pub fn at(self, pos: Pos) -> Self {
        self.each(|d| {
            if !d.pos.is_some() {
                d.pos = pos;
            }
        })
    }

    /// The file or folder it is about; one that is already set is kept.
    #[must_use]
    pub fn path(self, path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        self.each(|d| {
            if d.path.is_none() {
                d.path = Some(path.clone());
            }
        })
    }

    /// What to do; a hint that is already set is kept.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        let hint = hint.into();
        self.each(|d| {
            if d.hint.is_none() {
                d.hint = Some(hint.clone());
            }
        })
    }

    /// What to do, instead of what was said of it before.
    #[must_use]
    pub(crate) fn hint_instead(self, hint: impl Into<String>) -> Self {
        let hint = hint.into();
        self.each(|d| d.hint = Some(hint.clone()))
    }

    /// What to do about refusals of this code, beside what was said of it before.
    #[must_use]
    pub(crate) fn hint_also(self, code: Code, hint: &str) -> Self {
        self.each(|d| {
            if d.code == code {
                d.hint = Some(match d.hint.take() {
                    Some(known) => format!("{known}; {hint}"),
                    None => hint.to_owned(),
                });
            }
        })
    }

    /// Where it is, whatever was said of it before: that place becomes another one that matters.
    #[must_use]
    pub(crate) fn at_instead(self, pos: Pos, remark: &str) -> Self {
        self.each(|d| {
            if d.pos.is_some() && pos.is_some() {
                d.related.insert(0, (d.pos, remark.to_owned()));
                d.pos = pos;
            }
        })
        .at(pos)
    }

    /// Another place that matters.
    #[must_use]
    pub fn related(self, pos: Pos, remark: impl Into<String>) -> Self {
        let remark = remark.into();
        self.each(|d| d.related.push((pos, remark.clone())))
    }

    /// Puts words before the message, as in `resources[2]: …`.
    #[must_use]
    pub fn context(self, what: impl std::fmt::Display) -> Self {
        self.each(|d| d.message = format!("{what}: {}", d.message))
    }

    /// Puts words before the message unless there are such words already.
    #[must_use]
    pub(crate) fn context_once(self, what: impl std::fmt::Display) -> Self {
        self.each(|d| {
            if !d.message.contains(": ") {
                d.message = format!("{what}: {}", d.message);
            }
        })
    }

    /// In the order of the files as they come up, and of the places in each.
    #[must_use]
    pub(crate) fn sorted(self) -> Self {
        let Content { first, others } = *self.0;
        let mut all: Vec<Diagnostic> = std::iter::once(first.clone()).chain(others).collect();
        let mut files: Vec<FileId> = Vec::new();
        for diagnostic in &all {
            if !files.contains(&diagnostic.pos.file()) {
                files.push(diagnostic.pos.file());
            }
        }
        all.sort_by_key(|d| (files.iter().position(|f| *f == d.pos.file()), d.pos.offset));
        let mut all = all.into_iter();
        Error(Box::new(Content { first: all.next().unwrap_or(first), others: all.collect() }))
    }

    /// Adds an outer step to the way from the root to the file.
    #[must_use]
    pub fn within(self, step: impl Into<String>) -> Self {
        self.within_at(Pos::NONE, step)
    }

    /// Adds an outer step, written at a place, to the way from the root to the file. What is about that
    /// very place does not need it.
    #[must_use]
    pub fn within_at(self, pos: Pos, step: impl Into<String>) -> Self {
        let step = Step { pos, text: step.into() };
        self.each(|d| {
            if !pos.is_some() || d.pos != pos {
                d.chain.insert(0, step.clone());
            }
        })
    }

    /// Adds what another error says; what was said already is left out.
    #[must_use]
    pub fn and(mut self, other: Error) -> Self {
        let Content { first, others } = *other.0;
        for diagnostic in std::iter::once(first).chain(others) {
            if !self.diagnostics().any(|known| known.is_same(&diagnostic)) {
                self.0.others.push(diagnostic);
            }
        }
        self
    }

    fn each(mut self, mut change: impl FnMut(&mut Diagnostic)) -> Self {
        change(&mut self.0.first);
        self.0.others.iter_mut().for_each(change);
        self
    }

    /// The diagnostic; the first one when there are several.
    pub fn diagnostic(&self) -> &Diagnostic {
        &self.0.first
    }

    /// All diagnostics, in the order in which they were found.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        std::iter::once(&self.0.first).chain(&self.0.others)
    }

    /// The first diagnostic, leaving the error behind.
    pub fn into_diagnostic(self) -> Diagnostic {
        self.0.first
    }

    /// The code of the first diagnostic.
    pub fn code(&self) -> Code {
        self.0.first.code
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.first.message)
    }
}

impl std::error::Error for Error {}
