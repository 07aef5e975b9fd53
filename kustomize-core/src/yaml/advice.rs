//! Mistakes in YAML that have a better name than what the reader stumbles over.

use crate::diagnostic::{Code, Error};
use crate::source::Pos;

/// What is really wrong: where, what, and what to do.
struct Advice {
    at: usize,
    message: String,
    hint: String,
}

/// Replaces what the reader said by what is the matter, when the text around the place shows it.
/// `base` is where the text starts in its source.
pub(super) fn improve(error: Error, text: &str, base: usize) -> Error {
    let pos = error.diagnostic().pos;
    let code = error.code();
    if !matches!(code, Code::MalformedYaml | Code::UnsupportedValue) || !pos.is_some() {
        return error;
    }
    let Some(at) = (pos.offset as usize).checked_sub(base) else { return error };
    let lines = Lines::around(text, at);
    let found =
        lines.conflict().or_else(|| lines.page()).or_else(|| lines.fence()).or_else(|| lines.template());
    let found = if code == Code::MalformedYaml {
        found
            .or_else(|| lines.no_space())
            .or_else(|| lines.strange_space())
            .or_else(|| lines.no_dash_space())
            .or_else(|| lines.too_deep())
    } else {
        found
    };
    match (found, lines.better_hint()) {
        (Some(advice), _) => Error::new(Code::MalformedYaml, advice.message)
            .at(Pos::new(pos.file(), base + advice.at))
            .hint(advice.hint),
        (None, Some(hint)) if code == Code::MalformedYaml => error.hint_instead(hint),
        _ => error,
    }
}

/// The line of a place and the one with content before it.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    start: usize,
    line: &'t str,
    before: Option<&'t str>,
}

impl<'t> Lines<'t> {
    fn around(text: &'t str, at: usize) -> Self {
        let mut at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let head = text.get(..at).unwrap_or("");
        let start = head.rfind('\n').map_or(0, |i| i + 1);
        let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or("");
        let mut above = text.get(..start).unwrap_or("").lines().rev();
        let before = above.find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
        Lines { text, at, start, line, before }
    }

    /// The marks of a merge that was not finished.
    fn conflict(&self) -> Option<Advice> {
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            if line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> ") {
                return Some(Advice {
                    at,
                    message: "a merge conflict is left in the file".to_owned(),
                    hint: "choose between the two sides and take the marks away".to_owned(),
                });
            }
            at += line.len();
        }
        None
    }

    /// The marks of a template.
    fn template(&self) -> Option<Advice> {
        let found = self.line.find("{{").or_else(|| self.line.find("{%"))?;
        Some(Advice {
            at: self.start + found,
            message: "a mark of a template is left in the file".to_owned(),
            hint: "render the template before, or put the value in quotes".to_owned(),
        })
    }

    /// A page of the web, most often one that says why there is no file.
    fn page(&self) -> Option<Advice> {
        let start = self.text.trim_start().get(..14)?.to_ascii_lowercase();
        (start.starts_with("<!doctype html") || start.starts_with("<html")).then(|| Advice {
            at: self.text.len() - self.text.trim_start().len(),
            message: "this is a page of the web, not YAML".to_owned(),
            hint: "get the file itself, with the address of its raw text".to_owned(),
        })
    }

    /// The marks of code in Markdown.
    fn fence(&self) -> Option<Advice> {
        self.line.starts_with("```").then(|| Advice {
            at: self.start,
            message: "a mark of Markdown is left in the file".to_owned(),
            hint: "take away the lines that start with ```".to_owned(),
        })
    }

    /// `-entry` where only entries stand above.
    fn no_dash_space(&self) -> Option<Advice> {
        let entry = self.line.trim_start().strip_prefix('-')?;
        let above = self.before?.trim_start();
        if entry.is_empty()
            || entry.starts_with(['-', ' '])
            || !(above.starts_with('-') || above.ends_with(':'))
        {
            return None;
        }
        Some(Advice {
            at: self.start + (self.line.len() - self.line.trim_start().len()),
            message: "there is no space behind the dash of an entry".to_owned(),
            hint: format!("write - {}", entry.trim()),
        })
    }

    /// A space that looks like one and is none to YAML.
    fn strange_space(&self) -> Option<Advice> {
        let strange = |c: char| c.is_whitespace() && !matches!(c, ' ' | '\t' | '\r' | '\n');
        let (at, c) = self.line.char_indices().find(|(_, c)| strange(*c) || *c == '\u{200b}')?;
        Some(Advice {
            at: self.start + at,
            message: format!("the character U+{:04X} stands here, which looks like a space", u32::from(c)),
            hint: "put a plain space in its place".to_owned(),
        })
    }

    /// What to do, where the place and what is said of it are right.
    fn better_hint(&self) -> Option<String> {
        let line = self.line.trim_start_matches(' ');
        let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let mut above = self.text.get(..self.start).unwrap_or("").lines().rev();
        let before = above.find(|line| !line.trim().is_empty())?;
        let header = before.trim_end().rsplit_once(": ").map_or("", |(_, header)| header);
        let is_block = header.starts_with(['|', '>']) && header.len() <= 3;
        if is_block && indent(self.line) <= indent(&before.replacen("- ", "  ", 1)) {
            return Some(format!("indent the text below {header} deeper than the key before it"));
        }
        let at_colon = self.text.get(self.at..).is_some_and(|rest| rest.starts_with(':'));
        let is_key =
            line.split_once(": ").is_some_and(|(key, _)| key.chars().all(|c| c.is_ascii_alphanumeric()));
        let lone = before.trim_start().trim_start_matches("- ");
        if at_colon && is_key && !lone.contains(": ") && !lone.ends_with(':') && lone.contains(' ') {
            let name = lone.split(' ').next().unwrap_or("");
            return Some(format!("is a colon missing in the line above, behind {name}?"));
        }
        let at_dash = self.at == self.start + indent(self.line) && line.starts_with("- ");
        at_dash.then(|| {
            "an entry of a list stands where a key should: check the dashes and the indentation".to_owned()
        })
    }

    /// `key:value` on the line itself or on the one before, which is then no key.
    fn no_space(&self) -> Option<Advice> {
        let before = self.before.map(|line| (self.start_of(line), line));
        [Some((self.start, self.line)), before].into_iter().flatten().find_map(|(start, line)| {
            let text = line.trim_start().trim_start_matches("- ");
            let (key, value) = text.split_once(':')?;
            let is_key =
                !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
            if !is_key || value.is_empty() || value.starts_with([' ', '/', ':']) || value.contains(": ") {
                return None;
            }
            Some(Advice {
                at: start + (line.len() - text.len()),
                message: format!("there is no space behind the colon of \"{key}\""),
                hint: format!("write {key}: {}", value.trim()),
            })
        })
    }

    /// Where the line before starts.
    fn start_of(&self, before: &str) -> usize {
        let head = self.text.get(..self.start).unwrap_or("");
        head.rfind(before).map_or(self.start, |at| at)
    }

    /// A key that is deeper than the one before it, which has a value already.
    fn too_deep(&self) -> Option<Advice> {
        let before = self.before?;
        let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let quoted = self.line.trim_start().starts_with(['"', '\'', '{', '[']);
        let is_key = self.text.get(self.at..)?.starts_with(':') && !quoted;
        let first_colon =
            self.line.find(": ").or_else(|| self.line.ends_with(':').then(|| self.line.len() - 1));
        let has_value =
            before.trim_start().trim_start_matches("- ").split_once(": ").is_some_and(|(_, value)| {
                let value = value.trim();
                !value.is_empty() && !value.starts_with(['|', '>', '{', '[', '"', '\'', '&', '#'])
            });
        if !is_key
            || !has_value
            || indent(self.line) <= indent(before)
            || first_colon != Some(self.at - self.start)
        {
            return None;
        }
        Some(Advice {
            at: self.start + indent(self.line),
            message: "this line is indented deeper than the one before it, which has a value already"
                .to_owned(),
            hint: "align it with the keys that it belongs to".to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::improve;
    use crate::source::{FileId, Pos};
    use crate::yaml::{Limits, read_documents};

    #[test]
    fn what_is_the_matter_is_said() {
        let limits = Limits::default();
        for (text, place, said) in [
            ("a: 1\n  b: 2\n", 7, "this line is indented deeper"),
            ("kind:Pod\nmetadata:\n", 0, "there is no space"),
            ("a:\n  - image:nginx\n    b: c\n", 7, "there is no space"),
            ("a: {{ x }} y\n", 3, "a mark of a template"),
            ("a: {% if x %}\n", 3, "a mark of a template"),
            ("a:\n-b\n", 3, "there is no space behind the dash"),
            ("a:\n-\u{a0}b\n", 4, "the character U+00A0"),
            ("<!DOCTYPE html>\n<a>b: c</a>: d\n", 0, "this is a page"),
            ("```yaml\na: 1\n```\n", 0, "a mark of Markdown"),
            ("a: 1\n<<<<<<< HEAD\nb: 2\n=======\n", 5, "a merge conflict"),
        ] {
            let error = read_documents(text, FileId(0), &limits).unwrap_err();
            let diagnostic = error.diagnostic();
            assert!(diagnostic.message.starts_with(said), "{text}: {}", diagnostic.message);
            assert_eq!(diagnostic.pos, Pos::new(FileId(0), place), "{text}");
        }
    }

    #[test]
    fn other_refusals_stay() {
        for text in ["a: b: c\n", "a: \"b\n", "a: @b\n", "a: http://b: c\n"] {
            let error = read_documents(text, FileId(0), &Limits::default()).unwrap_err();
            let message = error.diagnostic().message.clone();
            assert!(message.starts_with("this is not YAML"), "{text}: {message}");
            assert_eq!(improve(error, text, 0).diagnostic().message, message);
        }
    }
}
