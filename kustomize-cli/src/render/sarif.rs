//! Messages as a SARIF 2.1.0 log, which code scanners read.

use super::message::{Level, Message, path_text};
use kustomize_core::diagnostic::Code;
use kustomize_core::source::Location;
use serde_json::{Value, json};

/// One log with one run. Only the rules that were used are described.
pub(crate) fn log(messages: &[Message]) -> String {
    let mut rules: Vec<Code> = messages.iter().filter_map(|m| m.code).collect();
    rules.sort_unstable_by_key(|code| code.as_str());
    rules.dedup();
    let results: Vec<Value> = messages.iter().map(|m| result(m, &rules)).collect();
    let rules: Vec<Value> = rules.into_iter().map(rule).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "kz",
                    "version": env!("CARGO_PKG_VERSION"),
                    "informationUri": env!("CARGO_PKG_REPOSITORY"),
                    "rules": rules,
                },
            },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn rule(code: Code) -> Value {
    let explanation = code.explanation();
    json!({
        "id": code.as_str(),
        "shortDescription": { "text": code.summary() },
        "fullDescription": { "text": code.summary() },
        "help": { "text": explanation, "markdown": explanation },
    })
}

fn result(message: &Message, rules: &[Code]) -> Value {
    let text = match &message.hint {
        Some(hint) => format!("{}\n{hint}", message.text),
        None => message.text.clone(),
    };
    let mut result = json!({ "level": message.level.as_str(), "message": { "text": text } });
    let Some(object) = result.as_object_mut() else { return result };
    if let Some(code) = message.code {
        object.insert("ruleId".into(), code.as_str().into());
        object.insert("ruleIndex".into(), json!(rules.iter().position(|r| *r == code)));
    }
    let place = match (&message.at, &message.path) {
        (Some(at), _) => Some(physical(at)),
        (None, Some(path)) => Some(json!({ "physicalLocation": { "artifactLocation": artifact(path) } })),
        (None, None) => None,
    };
    if let Some(place) = place {
        object.insert("locations".into(), json!([place]));
    }
    let steps = message.chain.iter().filter_map(|(at, text)| at.as_ref().map(|at| (at, text)));
    let related: Vec<Value> = message
        .related
        .iter()
        .map(|(at, text)| (at, text))
        .chain(steps)
        .enumerate()
        .map(|(i, (at, text))| {
            let mut place = physical(at);
            if let Some(place) = place.as_object_mut() {
                place.insert("id".into(), json!(i + 1));
                place.insert("message".into(), json!({ "text": text }));
            }
            place
        })
        .collect();
    if !related.is_empty() {
        object.insert("relatedLocations".into(), Value::Array(related));
    }
    if message.level == Level::Note {
        object.insert("kind".into(), "informational".into());
        object.insert("level".into(), "none".into());
    }
    result
}

fn physical(at: &Location) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": artifact(&path_text(&at.path)),
            "region": {
                "startLine": at.line,
                "startColumn": at.column,
                "endColumn": at.column + at.width,
                "snippet": { "text": at.line_text },
            },
        },
    })
}

/// A path as a relative or absolute URI.
fn artifact(path: &str) -> Value {
    let mut uri = String::new();
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                uri.push(byte.into())
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    json!({ "uri": uri })
}
