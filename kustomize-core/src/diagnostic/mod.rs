//! What went wrong, where, why, and what to do about it.
//!
//! ```
//! use kustomize_core::{Builder, diagnostic::Code, fs::MemoryFileSystem};
//!
//! let mut files = MemoryFileSystem::new();
//! files.insert("/app/kustomization.yaml", "resources: [deploy.yaml]\nnamespac: shop\n");
//! files.insert("/app/deployment.yaml", "kind: Deployment\nmetadata: {name: web}\n");
//! let refusal = Builder::new(&files).build("/app").unwrap_err();
//! for diagnostic in refusal.diagnostics() {
//!     let at = diagnostic.location(refusal.sources()).unwrap();
//!     assert_eq!((diagnostic.code, at.line, at.column), (Code::UnknownField, 2, 1));
//!     assert_eq!(diagnostic.hint.as_deref(), Some("did you mean \"namespace\"?"));
//! }
//! ```

mod code;
mod error;
mod several;
mod warnings;

pub use code::Code;
pub use error::{Error, Result};
pub(crate) use several::Errors;
pub(crate) use warnings::settle;

use crate::source::{Location, Pos, Sources};

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
#[non_exhaustive]
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
    pub chain: Vec<Step>,
}

/// One step on the way from the root of a build to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// Where the step is written.
    pub pos: Pos,
    /// What it is, as in `in the base ../base`.
    pub text: String,
}

impl Severity {
    /// `error` or `warning`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

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

    /// A warning at a place.
    pub fn warning(code: Code, pos: Pos, message: impl Into<String>) -> Self {
        Diagnostic { pos, ..Diagnostic::new(Severity::Warning, code, message) }
    }

    /// What to do.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Another place that matters.
    #[must_use]
    pub fn with_related(mut self, pos: Pos, remark: impl Into<String>) -> Self {
        self.related.push((pos, remark.into()));
        self
    }

    /// Where it is, as people read it.
    pub fn location(&self, sources: &Sources) -> Option<Location> {
        sources.locate(self.pos)
    }

    /// True when the other says the same of the same place.
    pub fn is_same(&self, other: &Diagnostic) -> bool {
        (self.code, self.pos, &self.message, &self.path)
            == (other.code, other.pos, &other.message, &other.path)
    }

    /// `path:line:column: severity[code]: message (hint)`, on one line.
    pub fn short(&self, sources: &Sources) -> String {
        let mut text = match (self.location(sources), &self.path) {
            (Some(at), _) => format!("{}:{}:{}: ", at.path.display(), at.line, at.column),
            (None, Some(path)) => format!("{}: ", path.display()),
            (None, None) => String::new(),
        };
        text.push_str(&format!("{}[{}]: {}", self.severity.as_str(), self.code, self.message));
        if let Some(hint) = &self.hint {
            text.push_str(&format!(" ({hint})"));
        }
        text.replace('\n', " ")
    }
}
