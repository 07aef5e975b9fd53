//! From text to the tokens of YAML, by the rules of the reference's scanner.
//!
//! What the reference accepts and refuses is decided by its scanner: how far a key may be from its
//! colon, where tabs may stand, which line ends a plain scalar. So this one takes the same steps,
//! down to how many tokens it looks ahead, and differs in that it counts bytes of a text in memory.

mod block_scalar;
mod comments;
mod cursor;
mod flow_scalar;
mod property;
mod scanner;

pub(super) use comments::Pending;
pub(super) use flow_scalar::simple_escape;
pub(super) use scanner::Scanner;

use std::borrow::Cow;

/// A token and the bytes that it stands on.
#[derive(Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind<'t>,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What a token is.
#[derive(Debug)]
pub(super) enum Kind<'t> {
    StreamEnd,
    VersionDirective(u8, u8),
    TagDirective { handle: &'t str, prefix: String },
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias(&'t str),
    Anchor(&'t str),
    Tag { handle: &'t str, suffix: String },
    Scalar(Cow<'t, str>, Written),
}

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
    Folded,
}

/// Why a text is no YAML.
#[derive(Debug)]
pub(super) struct Refusal {
    /// The byte that it is about.
    pub(super) at: usize,
    pub(super) message: &'static str,
    pub(super) hint: Option<&'static str>,
    /// Another byte that matters, and why.
    pub(super) related: Option<(usize, &'static str)>,
}

impl Refusal {
    pub(super) fn new(at: usize, message: &'static str) -> Self {
        Refusal { at, message, hint: None, related: None }
    }

    pub(super) fn hint(mut self, hint: &'static str) -> Self {
        self.hint = Some(hint);
        self
    }

    pub(super) fn related(mut self, at: usize, remark: &'static str) -> Self {
        self.related = Some((at, remark));
        self
    }
}

pub(super) type Scan<T> = std::result::Result<T, Refusal>;
