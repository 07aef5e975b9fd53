//! What a kustomization file says other than it seems to.

use super::again::repeated_keys;
use super::load::FIELDS;
use super::suggest::nearest;
use super::types::{Kustomization, Text};
use crate::diagnostic::{Code, Diagnostic};
use crate::edit::BUILD_METADATA;
use crate::source::{FileId, Pos};
use crate::yaml::{Node, Style, Tag, Value};

/// Looks through a kustomization file for words that YAML 1.1 takes for booleans and numbers, and for
/// fields that stand there twice.
///
/// A boolean where a boolean is wanted is no trap, and where text is wanted the file is refused. What
/// is left are keys, whole numbers, and values that are passed on as they are.
pub(crate) fn traps(node: &Node, file: FileId, text: &str) -> Vec<Diagnostic> {
    let mut warnings = repeated_fields(file, text);
    warnings.extend(second_document(file, text));
    warnings.extend(without_count(node));
    for entry in node.as_map().into_iter().flatten() {
        repeated_keys(&entry.value, file, text, &mut warnings);
    }
    let mut words = Words { file, text, warnings: &mut warnings };
    words.kustomization(node);
    warnings
}

/// Looks through a value that is passed on as it is, such as that of a JSON patch; `key` is the name of
/// the field that it becomes.
pub(crate) fn value_traps(key: &str, node: &Node, file: FileId, text: &str, warnings: &mut Vec<Diagnostic>) {
    Words { file, text, warnings }.visit(key, node, true);
}

/// Octal numbers are what is meant in modes of files.
pub(crate) fn is_mode(key: &str) -> bool {
    matches!(key, "mode" | "defaultMode")
}

struct Words<'t, 'w> {
    file: FileId,
    text: &'t str,
    warnings: &'w mut Vec<Diagnostic>,
}

impl<'t> Words<'t, '_> {
    fn kustomization(&mut self, node: &Node) {
        for entry in node.as_map().into_iter().flatten() {
            if entry.key.text == "helmCharts" {
                for chart in entry.value.as_seq().unwrap_or_default() {
                    let values = chart.get("valuesInline");
                    values.into_iter().for_each(|values| self.visit("", values, true));
                }
            } else {
                self.visit(&entry.key.text, &entry.value, false);
            }
        }
    }

    fn visit(&mut self, key: &str, node: &Node, passed_on: bool) {
        match &node.value {
            Value::Map(map) => {
                for entry in map {
                    if matches!(entry.key.text.as_str(), "true" | "false")
                        && let Some(word) = self.word(entry.key.pos)
                        && word != entry.key.text
                    {
                        self.warn(entry.key.pos, "the key", word, &entry.key.text);
                    }
                    self.visit(&entry.key.text, &entry.value, passed_on);
                }
            }
            Value::Seq(items) => items.iter().for_each(|item| self.visit(key, item, passed_on)),
            Value::Scalar(s) if s.style == Style::Plain => {
                if s.text.starts_with(['\u{201c}', '\u{201d}', '\u{201e}', '\u{2018}', '\u{2019}']) {
                    let message = format!("the typographic quotes of {} are part of the text", s.text);
                    let warning = Diagnostic::warning(Code::YamlTrap, node.pos, message);
                    self.warnings.push(warning.with_hint("use plain quotes, or none"));
                }
                if !matches!(s.tag, Tag::Bool | Tag::Int) {
                    return;
                }
                let Some(word) = self.word(node.pos) else { return };
                match s.tag {
                    Tag::Bool if passed_on && !word.eq_ignore_ascii_case(&s.text) => {
                        self.warn(node.pos, "the value", word, &s.text);
                    }
                    Tag::Int if !is_mode(key) => {
                        if let Some(number) = other_number(&s.text) {
                            self.warn(node.pos, "the value", word, &number);
                        }
                    }
                    _ => {}
                }
            }
            Value::Scalar(_) => {}
        }
    }

    /// The word at a place of this text.
    fn word(&self, pos: Pos) -> Option<&'t str> {
        let text: &'t str = self.text;
        let rest = text.get(pos.offset as usize..).filter(|_| pos.file() == self.file)?;
        let end = rest.find(|c: char| c.is_whitespace() || ":,]}".contains(c)).unwrap_or(rest.len());
        rest.get(..end).filter(|word| !word.starts_with(['"', '\'']))
    }

    fn warn(&mut self, pos: Pos, what: &str, word: &str, read: &str) {
        let message = format!("{what} {word} is read as {read} here");
        let hint = format!("if text is meant write \"{word}\", else write {read}");
        self.warnings.push(Diagnostic::warning(Code::YamlTrap, pos, message).with_hint(hint));
    }
}

/// Values that the reference ignores when it does not know them.
pub(crate) fn ignored_values(k: &Kustomization) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    let mut check = |value: &Text, known: &[&str], what: &str, instead: &str| {
        if value.is_empty() || known.contains(&value.as_str()) {
            return;
        }
        let message = format!("\"{value}\" is no {what}, {instead}");
        let hint = match nearest(value, known.iter().copied()) {
            Some(near) => format!("did you mean {near}?"),
            None => format!("it is one of {}", known.join(", ")),
        };
        warnings.push(Diagnostic::warning(Code::InvalidValue, value.pos, message).with_hint(hint));
    };
    for args in k.config_map_generator.iter().chain(&k.secret_generator) {
        check(&args.behavior, &BEHAVIORS, "behavior of a generator", "create is taken");
    }
    for option in &k.build_metadata {
        check(option, &BUILD_METADATA, "option of buildMetadata", "it has no effect");
    }
    warnings
}

/// What a generator does with a resource of the same identity.
pub(crate) const BEHAVIORS: [&str; 3] = ["create", "replace", "merge"];
/// A number that people would read otherwise: octal by a zero in front, or in base 60.
fn other_number(text: &str) -> Option<String> {
    let digits = text.trim_start_matches(['+', '-']);
    let octal = digits.len() > 1 && digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
    (octal || text.contains(':'))
        .then(|| crate::yaml::resolve::int_value(text))
        .flatten()
        .map(|value| value.to_string())
        .filter(|value| value != text)
}

/// Of a kustomization file the first document is read, in silence.
fn second_document(file: FileId, text: &str) -> Option<Diagnostic> {
    // Nearly no file has another document.
    memchr::memmem::find(text.as_bytes(), b"\n---")?;
    let mut offset = 0;
    let mut has_content = false;
    for line in text.split_inclusive('\n') {
        let is_content = !line.trim().is_empty() && !line.starts_with('#');
        if line.starts_with("---") && has_content {
            let rest = text.get(offset + line.len()..).unwrap_or("").lines();
            let mut rest = rest.filter(|line| !line.trim().is_empty() && !line.starts_with(['#', '-', '.']));
            let message = "what follows here is not read, only the first document of a kustomization file is";
            return rest.next().map(|_| {
                Diagnostic::warning(Code::IgnoredDocument, Pos::new(file, offset), message)
                    .with_hint("take away the line `---`, or give each kustomization a folder of its own")
            });
        }
        has_content |= is_content && !line.starts_with("---");
        offset += line.len();
    }
    None
}

/// Entries of `replicas` that state no number: they come to 0.
fn without_count(node: &Node) -> Vec<Diagnostic> {
    let replicas = node.get("replicas").and_then(Node::as_seq).unwrap_or_default();
    let has_count = |item: &&Node| {
        let mut entries = item.as_map().into_iter().flatten();
        entries.any(|entry| entry.key.text.eq_ignore_ascii_case("count") && !entry.value.is_null())
    };
    let lack = replicas.iter().filter(|item| item.as_map().is_some() && !has_count(item));
    lack.map(|item| {
        Diagnostic::warning(Code::InvalidValue, item.pos, "an entry of replicas states no count, 0 is taken")
            .with_hint("add count: with the number")
    })
    .collect()
}

/// Top-level fields that stand there twice: of these the reader keeps the last one only.
fn repeated_fields(file: FileId, text: &str) -> Vec<Diagnostic> {
    let mut first: Vec<(&str, Pos)> = Vec::new();
    let mut warnings = Vec::new();
    let starts = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
    for start in std::iter::once(0).chain(starts) {
        match text.as_bytes().get(start) {
            Some(b'-') if start > 0 && text.get(start..start + 3) == Some("---") => break,
            None | Some(b' ' | b'-' | b'#') => continue,
            Some(_) => {}
        }
        let pos = Pos::new(file, start);
        let line = text.get(start..).unwrap_or("").lines().next().unwrap_or("");
        let Some((key, _)) = line.split_once(':') else { continue };
        let Some(key) = FIELDS.iter().find(|field| **field == key) else { continue };
        match first.iter_mut().find(|(known, _)| known == key) {
            Some((_, known)) => {
                let message = format!("{key} stands here again, what the first one states is lost");
                warnings.push(
                    Diagnostic::warning(Code::RepeatedField, pos, message)
                        .with_hint("join the two")
                        .with_related(*known, "the first one"),
                );
                *known = pos;
            }
            None => first.push((key, pos)),
        }
    }
    warnings
}
