//! A message with its places looked up, ready to be put into any form.

use kustomize_core::diagnostic::{Code, Diagnostic, Severity};
use kustomize_core::source::{Location, Sources};

/// How grave a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Error,
    Warning,
    Note,
}

impl Level {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        }
    }
}

/// A message.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) level: Level,
    pub(crate) code: Option<Code>,
    pub(crate) text: String,
    pub(crate) at: Option<Location>,
    /// The file or folder, with `/` between names; also where there is no line.
    pub(crate) path: Option<String>,
    pub(crate) related: Vec<(Location, String)>,
    /// The way from the root, outermost first.
    pub(crate) chain: Vec<(Option<Location>, String)>,
    pub(crate) hint: Option<String>,
}

impl Message {
    /// A sentence without a place.
    pub(crate) fn plain(level: Level, text: &str) -> Self {
        Message {
            level,
            code: None,
            text: clean(text),
            at: None,
            path: None,
            related: Vec::new(),
            chain: Vec::new(),
            hint: None,
        }
    }

    /// A diagnostic with its places looked up.
    pub(crate) fn new(d: &Diagnostic, sources: &Sources) -> Self {
        let at = d.location(sources).map(harmless);
        let path = at.as_ref().map(|at| path_text(&at.path)).or_else(|| d.path.as_deref().map(path_text));
        let locate = |pos, text: &String| (sources.locate(pos), clean(text));
        Message {
            level: match d.severity {
                Severity::Error => Level::Error,
                Severity::Warning => Level::Warning,
            },
            code: Some(d.code),
            text: clean(&d.message),
            at,
            path,
            related: d
                .related
                .iter()
                .filter_map(|(pos, text)| sources.locate(*pos).map(|at| (harmless(at), clean(text))))
                .collect(),
            chain: d.chain.iter().map(|step| locate(step.pos, &step.text)).collect(),
            hint: d.hint.as_deref().map(clean),
        }
    }

    /// `path:line:column: severity[code]: text (hint)`.
    pub(crate) fn short(&self) -> String {
        let mut text = match (&self.at, &self.path) {
            (Some(at), Some(path)) => format!("{path}:{}:{}: ", at.line, at.column),
            (_, Some(path)) => format!("{path}: "),
            _ => String::new(),
        };
        text.push_str(self.level.as_str());
        if let Some(code) = self.code {
            text.push_str(&format!("[{code}]"));
        }
        text.push_str(": ");
        text.push_str(&self.text);
        if let Some(hint) = &self.hint {
            text.push_str(&format!(" ({hint})"));
        }
        text.replace('\n', " ")
    }
}

/// A path with `/` between names and nothing that a terminal would obey.
pub(super) fn path_text(path: &std::path::Path) -> String {
    clean(&path.to_string_lossy().replace('\\', "/"))
}

/// Names from files are shown, never obeyed: control characters, and those that turn the direction of
/// text around, become escapes.
pub(crate) fn clean(text: &str) -> String {
    if !text.chars().any(is_obeyed) {
        return text.to_owned();
    }
    text.chars().fold(String::with_capacity(text.len() + 8), |mut out, c| {
        if is_obeyed(c) {
            out.extend(c.escape_unicode())
        } else {
            out.push(c)
        }
        out
    })
}

/// A place whose line is shown: it keeps its columns.
fn harmless(mut at: Location) -> Location {
    if !at.line_text.contains(|c| is_obeyed(c) && c != '\t') {
        return at;
    }
    let shown = |c| if is_obeyed(c) && c != '\t' { char::REPLACEMENT_CHARACTER } else { c };
    at.line_text = at.line_text.chars().map(shown).collect();
    at
}

fn is_obeyed(c: char) -> bool {
    let turns =
        matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || c.is_control() && c != '\n'
}
