//! `kz openapi`.

use super::ignored;
use crate::output::print;
use crate::render;
use clap::{Subcommand, ValueEnum};
use kustomize_core::source::FileId;
use kustomize_core::yaml::{Limits, number, read_documents, write_document, write_json_string};
use serde_json::Value;
use std::process::{Command, ExitCode};

/// Tell of the OpenAPI document that builds go by
///
/// `openapi.path` in a kustomization names another document.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  kz openapi info\n  kz openapi fetch > schema.json")]
pub(crate) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Print which document is built in
    Info {
        /// What the reference takes and ignores
        #[arg(hide = true)]
        more: Vec<String>,
    },
    /// Print the document of the cluster that kubectl talks to
    Fetch {
        /// The form of the document
        #[arg(long, value_enum, default_value_t)]
        format: Format,
        /// What the reference takes and ignores
        #[arg(hide = true)]
        more: Vec<String>,
    },
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Format {
    #[default]
    Json,
    Yaml,
}

pub(crate) fn run(args: &Args) -> ExitCode {
    match &args.verb {
        Verb::Info { more } => {
            ignored(more);
            print("{title:Kubernetes,version:v1.21.2}\n")
        }
        Verb::Fetch { format, more } => {
            ignored(more);
            match fetch(*format) {
                Ok(text) => print(&text),
                Err(why) => render::plain_error(&why),
            }
        }
    }
}

/// The document that the cluster serves.
fn fetch(format: Format) -> Result<String, String> {
    const HELP: &str =
        "check that kubectl is installed, that its context is the right one, and that the cluster is up";
    let out = Command::new("kubectl")
        .args(["get", "--raw", "/openapi/v2"])
        .output()
        .map_err(|e| format!("cannot run kubectl: {e}; {HELP}"))?;
    let said = String::from_utf8_lossy(&out.stderr);
    let said = said.trim_end();
    if !out.status.success() {
        return Err(format!("kubectl failed ({}): {said}; {HELP}", out.status));
    }
    if out.stdout.is_empty() {
        return Err(format!("kubectl printed nothing: {said}; {HELP}"));
    }
    let document: Value = serde_json::from_slice(&out.stdout)
        .ok()
        .filter(Value::is_object)
        .ok_or("what the cluster serves at /openapi/v2 is not an OpenAPI document")?;
    let mut json = String::new();
    write_json(&document, 0, &mut json);
    json.push('\n');
    match format {
        Format::Json => Ok(json),
        Format::Yaml => as_yaml(&json),
    }
}

/// The document in the form in which resources are written.
fn as_yaml(json: &str) -> Result<String, String> {
    let limits = Limits::default();
    let documents = read_documents(json, FileId::NONE, &limits).map_err(|e| e.to_string())?;
    let mut text = String::new();
    for document in &documents {
        write_document(document, &mut text).map_err(|e| e.to_string())?;
    }
    text.push('\n');
    Ok(text)
}

/// Writes JSON as Go does: two spaces to a level, keys sorted by their bytes, all numbers as floats.
fn write_json(value: &Value, depth: usize, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(value) => out.push_str(&number::format_json(value.as_f64().unwrap_or(0.0))),
        Value::String(text) => write_json_string(text, out),
        Value::Array(items) => {
            let write = |item: &&Value, out: &mut String| write_json(item, depth + 1, out);
            write_list(&items.iter().collect::<Vec<_>>(), ['[', ']'], depth, out, write);
        }
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
            write_list(&entries, ['{', '}'], depth, out, |(key, value), out| {
                write_json_string(key, out);
                out.push_str(": ");
                write_json(value, depth + 1, out);
            });
        }
    }
}

fn write_list<T>(
    items: &[T],
    [open, close]: [char; 2],
    depth: usize,
    out: &mut String,
    mut write: impl FnMut(&T, &mut String),
) {
    out.push(open);
    for (i, item) in items.iter().enumerate() {
        out.push_str(if i == 0 { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(depth + 1));
        write(item, out);
    }
    if !items.is_empty() {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    }
    out.push(close);
}
