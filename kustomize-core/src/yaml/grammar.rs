//! What both ways from tokens to nodes go by: where a node may stand, what comes before a document, and where
//! refusals are.

use super::token::{Kind, Refusal};
use crate::diagnostic::{Code, Error};
use crate::source::{FileId, Pos};

/// What tags of YAML itself begin with.
pub(super) const YAML: &str = "tag:yaml.org,2002:";

/// Where a node may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    Block,
    /// After a key, where a list need not be indented.
    BlockOrList,
    Flow,
}

/// A text that starts somewhere in a file.
#[derive(Clone, Copy)]
pub(super) struct Place {
    file: FileId,
    base: usize,
}

impl Place {
    /// The place of a text that starts `base` bytes into its file, and the text without a byte order mark.
    pub(super) fn of(text: &str, file: FileId, base: usize) -> (Self, &str) {
        match text.strip_prefix('\u{feff}') {
            Some(rest) => (Place { file, base: base + 3 }, rest),
            None => (Place { file, base }, text),
        }
    }

    /// Where the text starts in its file, in bytes.
    pub(super) fn base(self) -> usize {
        self.base
    }

    pub(super) fn pos(self, at: usize) -> Pos {
        Pos::new(self.file, self.base + at)
    }

    pub(super) fn refuse(self, refusal: Refusal) -> Error {
        let mut error = Error::new(Code::MalformedYaml, format!("this is not YAML: {}", refusal.message))
            .at(self.pos(refusal.at));
        if let Some(hint) = refusal.hint {
            error = error.hint(hint);
        }
        if let Some((at, remark)) = refusal.related {
            error = error.related(self.pos(at), remark);
        }
        error
    }
}

/// What `%YAML` and `%TAG` lines say.
#[derive(Default)]
pub(super) struct Directives<'t> {
    has_version: bool,
    handles: Vec<(&'t str, String)>,
}

impl<'t> Directives<'t> {
    /// Takes up one token before a document. True when the document begins behind it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn take(&mut self, kind: Kind<'t>) -> Result<bool, &'static str> {
        match kind {
            Kind::DocumentStart => return Ok(true),
            Kind::VersionDirective(1, 1) if !self.has_version => self.has_version = true,
            Kind::VersionDirective(1, 1) => return Err("a second %YAML line"),
            Kind::VersionDirective(..) => return Err("only %YAML 1.1 can be read"),
            Kind::TagDirective { handle, .. } if self.handles.iter().any(|(h, _)| *h == handle) => {
                return Err("a second %TAG line for this name");
            }
            Kind::TagDirective { handle, prefix } => self.handles.push((handle, prefix)),
            _ => return Err("a \"---\" is missing after the directives"),
        }
        Ok(false)
    }

    /// The name of a tag in full.
    ///
    /// # Errors
    /// A handle that no line explains.
    pub(super) fn tag_name(&self, handle: &str, suffix: String, start: usize) -> Result<String, Refusal> {
        if handle.is_empty() {
            return Ok(suffix);
        }
        let declared = self.handles.iter().find(|(h, _)| *h == handle).map(|(_, prefix)| prefix.as_str());
        match (declared, handle) {
            (Some(prefix), _) => Ok(format!("{prefix}{suffix}")),
            (None, "!") => Ok(format!("!{suffix}")),
            (None, "!!") => Ok(format!("{YAML}{suffix}")),
            _ => Err(Refusal::new(start, "no %TAG line says what this tag stands for")),
        }
    }
}
