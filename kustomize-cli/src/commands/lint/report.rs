//! Reports for other programs, on standard output.

use super::Checked;
use crate::render::{Level, Message, json};
use std::fmt::Write as _;

/// What makes two messages the same.
pub(super) fn identity(message: &Message) -> String {
    let at = message.at.as_ref().map_or((0, 0), |at| (at.line, at.column));
    format!("{:?} {:?} {at:?} {}", message.code, message.path, message.text)
}

/// All messages.
pub(super) fn flat(checked: Vec<Checked>) -> Vec<Message> {
    checked.into_iter().flat_map(|c| c.messages).collect()
}

/// A list of objects, as `--message-format json` has them.
pub(super) fn json(checked: &[Checked]) -> String {
    let list: Vec<_> = checked.iter().flat_map(|c| &c.messages).map(json::object).collect();
    format!("{}\n", serde_json::Value::Array(list))
}

/// A test case for each kustomization: refusals are failures, warnings are what it printed.
pub(super) fn junit(checked: &[Checked]) -> String {
    let is_failed = |c: &&Checked| c.messages.iter().any(|m| m.level == Level::Error);
    let failed = checked.iter().filter(is_failed).count();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let counts = format!("tests=\"{}\" failures=\"{failed}\"", checked.len());
    let _ = writeln!(out, "<testsuites {counts}>\n  <testsuite name=\"kz lint\" {counts}>");
    for one in checked {
        let name = escaped(&one.root.to_string_lossy());
        let _ = writeln!(out, "    <testcase classname=\"kustomization\" name=\"{name}\">");
        for message in one.messages.iter().filter(|m| m.level == Level::Error) {
            let kind = message.code.map_or("refused", |code| code.as_str());
            let _ = writeln!(
                out,
                "      <failure type=\"{kind}\" message=\"{}\">{}</failure>",
                escaped(&message.text),
                escaped(&message.short())
            );
        }
        let warnings: Vec<String> =
            one.messages.iter().filter(|m| m.level != Level::Error).map(Message::short).collect();
        if !warnings.is_empty() {
            let _ = writeln!(out, "      <system-out>{}</system-out>", escaped(&warnings.join("\n")));
        }
        out.push_str("    </testcase>\n");
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}

/// Text as XML takes it; what XML cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}
