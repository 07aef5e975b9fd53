//! What went wrong, where, why, and what to do about it.

mod code;

pub use code::Code;

use crate::source::{Location, Pos, Sources};

/// The result of anything that can be refused.
pub type Result<T> = std::result::Result<T, Error>;

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The build is refused.
    Error,
    /// The build goes on; the output is the same with and without the warning.
    Warning,
}

/// One message: what is wrong, where, and what to do.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// How grave it is.
    pub severity: Severity,
    /// A stable identifier of the kind of message.
    pub code: Code,
    /// One plain sentence.
    pub message: String,
    /// The place it is about.
    pub pos: Pos,
    /// The file or folder it is about, where there is no place in a text.
    pub path: Option<std::path::PathBuf>,
    /// Other places that matter, each with a remark.
    pub related: Vec<(Pos, String)>,
    /// What to do.
    pub hint: Option<String>,
    /// The way from the root of the build to the file, outermost first.
    pub chain: Vec<String>,
}

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
#[derive(Clone, Debug)]
pub struct Error(Box<Diagnostic>);

impl Error {
    /// A refusal with a code and one plain sentence.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Error(Box::new(Diagnostic::new(Severity::Error, code, message)))
    }

    /// Where it is. The innermost place wins: a place that is already set is kept.
    #[must_use]
    pub fn at(mut self, pos: Pos) -> Self {
        if !self.0.pos.is_some() {
            self.0.pos = pos;
        }
        self
    }

    /// The file or folder it is about; one that is already set is kept.
    #[must_use]
    pub fn path(mut self, path: impl Into<std::path::PathBuf>) -> Self {
        if self.0.path.is_none() {
            self.0.path = Some(path.into());
        }
        self
    }

    /// What to do; a hint that is already set is kept.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        if self.0.hint.is_none() {
            self.0.hint = Some(hint.into());
        }
        self
    }

    /// Another place that matters.
    #[must_use]
    pub fn related(mut self, pos: Pos, remark: impl Into<String>) -> Self {
        self.0.related.push((pos, remark.into()));
        self
    }

    /// Puts words before the message, as in `resources[2]: …`.
    #[must_use]
    pub fn context(mut self, what: impl std::fmt::Display) -> Self {
        self.0.message = format!("{what}: {}", self.0.message);
        self
    }

    /// Adds an outer step to the way from the root to the file.
    #[must_use]
    pub fn within(mut self, step: impl Into<String>) -> Self {
        self.0.chain.insert(0, step.into());
        self
    }

    /// The diagnostic.
    pub fn diagnostic(&self) -> &Diagnostic {
        &self.0
    }

    /// The diagnostic, leaving the error behind.
    pub fn into_diagnostic(self) -> Diagnostic {
        *self.0
    }

    /// The code.
    pub fn code(&self) -> Code {
        self.0.code
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {}

impl Diagnostic {
    /// A diagnostic with nothing but a code and a sentence.
    pub fn new(severity: Severity, code: Code, message: impl Into<String>) -> Self {
        Diagnostic {
            severity,
            code,
            message: message.into(),
            pos: Pos::NONE,
            path: None,
            related: Vec::new(),
            hint: None,
            chain: Vec::new(),
        }
    }

    /// Where it is, as people read it.
    pub fn location(&self, sources: &Sources) -> Option<Location> {
        sources.locate(self.pos)
    }
}
