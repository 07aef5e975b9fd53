//! Messages as workflow commands, which GitHub Actions shows beside the changed lines.

use super::message::{Level, Message, path_text};

pub(super) fn command(message: &Message) -> String {
    let name = match message.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(path) = &message.path {
        properties.push(format!("file={}", property(path)));
    }
    if let Some(at) = &message.at {
        properties.push(format!("line={}", at.line));
        properties.push(format!("endLine={}", at.line));
        properties.push(format!("col={}", at.column));
        properties.push(format!("endColumn={}", at.column + at.width));
    }
    if let Some(code) = message.code {
        properties.push(format!("title={}", property(&format!("kz {code}"))));
    }
    let mut text = message.text.clone();
    for (at, remark) in &message.related {
        text.push_str(&format!("\n{remark}: {}:{}:{}", path_text(&at.path), at.line, at.column));
    }
    for (_, step) in &message.chain {
        text.push_str(&format!("\n{step}"));
    }
    if let Some(hint) = &message.hint {
        text.push_str(&format!("\nhint: {hint}"));
    }
    let space = if properties.is_empty() { "" } else { " " };
    format!("::{name}{space}{}::{}", properties.join(","), data(&text))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
