//! Messages on standard error.

use kustomize_core::diagnostic::{Diagnostic, Severity};
use kustomize_core::source::Sources;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::ExitCode;

/// Prints a message without a place and gives the exit code of a refusal.
pub(crate) fn plain_error(message: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "error: {message}");
    ExitCode::FAILURE
}

/// Prints a remark.
pub(crate) fn note(message: &str) {
    let _ = writeln!(std::io::stderr(), "note: {message}");
}

/// Prints a diagnostic: what, where with the line, what to do.
pub(crate) fn diagnostic(diagnostic: &Diagnostic, sources: &Sources) {
    let mut text = String::new();
    let _ = render(diagnostic, sources, &mut text);
    let _ = std::io::stderr().write_all(text.as_bytes());
}

fn render(d: &Diagnostic, sources: &Sources, out: &mut String) -> std::fmt::Result {
    let severity = match d.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    writeln!(out, "{severity}[{}]: {}", d.code, d.message)?;
    match d.location(sources) {
        Some(at) => {
            writeln!(out, "  --> {}:{}:{}", at.path.display(), at.line, at.column)?;
            let number = at.line.to_string();
            let line: String = at.line_text.chars().take(200).collect();
            writeln!(out, "{number} | {line}")?;
            if at.column <= 200 {
                let indent: String = at
                    .line_text
                    .chars()
                    .take(at.column - 1)
                    .map(|c| if c == '\t' { '\t' } else { ' ' })
                    .collect();
                writeln!(out, "{} | {indent}^", " ".repeat(number.len()))?;
            }
        }
        None => {
            if let Some(path) = &d.path {
                writeln!(out, "  --> {}", path.display())?;
            }
        }
    }
    for (pos, remark) in &d.related {
        if let Some(at) = sources.locate(*pos) {
            writeln!(out, "  note: {remark}: {}:{}:{}", at.path.display(), at.line, at.column)?;
        }
    }
    for step in &d.chain {
        writeln!(out, "  {step}")?;
    }
    match &d.hint {
        Some(hint) => writeln!(out, "  hint: {hint}"),
        None => Ok(()),
    }
}
