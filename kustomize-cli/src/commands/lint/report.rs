//! Reports for other programs, on standard output.

use super::Checked;
use crate::junit::{self, Failure, TestCase};
use crate::render::{Level, Message, json};

/// What makes two messages the same.
pub(super) fn identity(message: &Message) -> String {
    let at = message.at.as_ref().map_or((0, 0), |at| (at.line, at.column));
    format!("{:?} {:?} {at:?} {}", message.code, message.path, message.text)
}

/// All messages.
pub(super) fn flat(checked: &[Checked]) -> Vec<Message> {
    checked.iter().flat_map(|c| &c.messages).cloned().collect()
}

/// A list of objects, as `--message-format json` has them.
pub(super) fn json(checked: &[Checked]) -> String {
    let list: Vec<_> = checked.iter().flat_map(|c| &c.messages).map(json::object).collect();
    format!("{}\n", serde_json::Value::Array(list))
}

/// A test case for each kustomization: refusals are failures, warnings are what it printed.
pub(super) fn junit(checked: &[Checked]) -> String {
    let cases: Vec<TestCase> = checked.iter().map(test_case).collect();
    junit::report("kz lint", &cases)
}

fn test_case(one: &Checked) -> TestCase {
    let (errors, warnings): (Vec<&Message>, Vec<&Message>) =
        one.messages.iter().partition(|message| message.level == Level::Error);
    let failure = |message: &Message| Failure {
        kind: message.code.map_or("refused", |code| code.as_str()).to_owned(),
        message: message.text.clone(),
        details: message.short(),
    };
    TestCase {
        class: "kustomization",
        name: one.root.to_string_lossy().into_owned(),
        failures: errors.into_iter().map(failure).collect(),
        output: warnings.into_iter().map(Message::short).collect::<Vec<_>>().join("\n"),
        time: None,
    }
}
