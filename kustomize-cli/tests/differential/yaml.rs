//! Values, and texts of them in one of the many ways in which YAML can say the same.

use super::draw::Draw;

/// A value that can be written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Yaml {
    /// Text, to be written so that it reads as this text.
    Text(String),
    /// A scalar, to be written as it stands.
    Raw(String),
    /// A mapping.
    Map(Vec<(String, Yaml)>),
    /// A sequence.
    List(Vec<Yaml>),
}

impl From<&str> for Yaml {
    fn from(text: &str) -> Self {
        Yaml::Text(text.to_owned())
    }
}

impl From<String> for Yaml {
    fn from(text: String) -> Self {
        Yaml::Text(text)
    }
}

impl From<usize> for Yaml {
    fn from(number: usize) -> Self {
        Yaml::Raw(number.to_string())
    }
}

impl From<bool> for Yaml {
    fn from(value: bool) -> Self {
        Yaml::Raw(value.to_string())
    }
}

impl From<Vec<Yaml>> for Yaml {
    fn from(items: Vec<Yaml>) -> Self {
        Yaml::List(items)
    }
}

/// A mapping of entries with values that become [`Yaml`].
macro_rules! map {
    ($($key:expr => $value:expr),* $(,)?) => {
        $crate::yaml::Yaml::Map(vec![$(($key.to_string(), $crate::yaml::Yaml::from($value))),*])
    };
}
pub(crate) use map;

impl Yaml {
    /// A scalar that is written as it stands.
    pub(crate) fn raw(text: &str) -> Self {
        Yaml::Raw(text.to_owned())
    }

    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Yaml> {
        match self {
            Yaml::Map(entries) => entries.iter().find(|e| e.0 == key).map(|e| &e.1),
            _ => None,
        }
    }

    /// The value at the end of a way through mappings.
    pub(crate) fn at(&self, path: &[&str]) -> Option<&Yaml> {
        path.iter().try_fold(self, |value, key| value.get(key))
    }

    /// The text of a scalar.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Yaml::Text(text) | Yaml::Raw(text) => Some(text),
            _ => None,
        }
    }

    /// Adds an entry to a mapping, or replaces it.
    pub(crate) fn set(&mut self, key: &str, value: impl Into<Yaml>) {
        if let Yaml::Map(entries) = self {
            let value = value.into();
            match entries.iter_mut().find(|e| e.0 == key) {
                Some(entry) => entry.1 = value,
                None => entries.push((key.to_owned(), value)),
            }
        }
    }

    /// As [`Self::set`], in so many of a hundred cases.
    pub(crate) fn maybe(&mut self, draw: &mut Draw, percent: usize, key: &str, value: impl Into<Yaml>) {
        if draw.chance(percent) {
            self.set(key, value);
        }
    }

    fn is_scalar(&self) -> bool {
        matches!(self, Yaml::Text(_) | Yaml::Raw(_))
    }
}

/// A text for a value, a document of a file.
pub(crate) fn write(draw: &mut Draw, value: &Yaml) -> String {
    if draw.awkward() && !draw.comments {
        return json(value) + "\n";
    }
    let step = if draw.awkward() { draw.between(1, 6) } else { 2 };
    let indented_lists = draw.chance(50);
    let flow = match draw.chance(20) {
        _ if draw.comments => 0,
        true => 25,
        false => 3,
    };
    // Comments that get into flow style by a merge are written by the reference so that it cannot
    // read them again.
    let noise = if draw.comments { 6 } else { 0 };
    let mut writer =
        Writer { draw, step, indented_lists, flow, noise, anchors: Vec::new(), out: String::new() };
    writer.document(value);
    writer.out
}

/// The value as JSON; raw scalars that JSON does not know become texts.
pub(crate) fn json(value: &Yaml) -> String {
    match value {
        Yaml::Text(text) => json_text(text),
        Yaml::Raw(text) => {
            let number = text.parse::<i32>().is_ok_and(|n| n.to_string() == *text);
            if number || ["true", "false", "null", "{}", "[]"].contains(&text.as_str()) {
                text.clone()
            } else if text == "~" {
                "null".to_owned()
            } else {
                json_text(text)
            }
        }
        Yaml::Map(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(k, v)| format!("{}: {}", json_text(k), json(v))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        Yaml::List(items) => format!("[{}]", items.iter().map(json).collect::<Vec<_>>().join(", ")),
    }
}

fn json_text(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out + "\""
}

struct Writer<'d> {
    draw: &'d mut Draw,
    step: usize,
    indented_lists: bool,
    flow: usize,
    noise: usize,
    anchors: Vec<(String, Yaml)>,
    out: String,
}

impl Writer<'_> {
    fn document(&mut self, value: &Yaml) {
        self.noise_line(0);
        match value {
            Yaml::Map(entries) if !entries.is_empty() => self.map(entries, 0, false),
            Yaml::List(items) if !items.is_empty() => self.list(items, 0, false),
            _ => {
                let text = self.flow(value, 0);
                self.out.push_str(&text);
                self.out.push('\n');
            }
        }
    }

    fn indent(&mut self, indent: usize) {
        self.out.extend(std::iter::repeat_n(' ', indent));
    }

    /// A comment or an empty line, now and then.
    fn noise_line(&mut self, indent: usize) {
        if self.draw.chance(self.noise) {
            match self.draw.below(3) {
                0 => self.out.push('\n'),
                1 => {
                    self.indent(indent);
                    self.out.push_str("# a comment: with {braces} and 'quotes'\n");
                }
                _ => self.out.push_str("#comment\n"),
            }
        }
    }

    fn end_line(&mut self) {
        if self.draw.chance(self.noise) {
            self.out.push_str(" # trailing");
        }
        self.out.push('\n');
    }

    fn map(&mut self, entries: &[(String, Yaml)], indent: usize, mut inline: bool) {
        for (key, value) in entries {
            if !inline {
                self.noise_line(indent);
                self.indent(indent);
            }
            inline = false;
            let key = self.key(key);
            self.out.push_str(&key);
            self.out.push(':');
            self.value(value, indent, true);
        }
    }

    fn list(&mut self, items: &[Yaml], indent: usize, mut inline: bool) {
        for item in items {
            if !inline {
                self.noise_line(indent);
                self.indent(indent);
            }
            inline = false;
            self.out.push('-');
            self.value(item, indent, false);
        }
    }

    /// What follows `key:` or `-`.
    fn value(&mut self, value: &Yaml, indent: usize, of_key: bool) {
        if let Some((name, _)) = self.anchors.iter().find(|(_, v)| v == value) {
            if self.draw.chance(60) {
                self.out.push_str(&format!(" *{name}"));
                return self.end_line();
            }
        } else if self.draw.chance(self.draw.awkward / 4) {
            let name = format!("a{}", self.anchors.len());
            self.out.push_str(&format!(" &{name}"));
            self.anchors.push((name, value.clone()));
            if !value.is_scalar() && !of_key {
                // A collection after an anchor has to start on its own line.
                let text = self.flow(value, indent + 1);
                self.out.push(' ');
                self.out.push_str(&text);
                return self.end_line();
            }
        }
        let empty = match value {
            Yaml::Map(entries) => entries.is_empty(),
            Yaml::List(items) => items.is_empty(),
            _ => true,
        };
        if empty || self.draw.chance(self.flow) {
            let text = match value {
                Yaml::Text(text) => self.block_text(text, indent),
                _ => self.flow(value, indent + 1),
            };
            if !text.is_empty() {
                self.out.push(' ');
                self.out.push_str(&text);
            }
            if text.contains('\n') && !text.ends_with(['"', '\'', '}', ']']) {
                // No comment may follow on the lines of a block scalar.
                if !text.ends_with('\n') {
                    self.out.push('\n');
                }
                return;
            }
            return self.end_line();
        }
        match value {
            Yaml::Map(entries) if of_key => {
                self.end_line();
                self.map(entries, indent + self.step, false);
            }
            Yaml::Map(entries) => {
                self.out.push(' ');
                self.map(entries, indent + 2, true);
            }
            Yaml::List(items) if of_key => {
                self.end_line();
                let more = if self.indented_lists { self.step } else { 0 };
                self.list(items, indent + more, false);
            }
            Yaml::List(items) => {
                self.out.push(' ');
                self.list(items, indent + 2, true);
            }
            _ => {}
        }
    }

    fn key(&mut self, key: &str) -> String {
        if is_plain(key) && !self.draw.chance(self.draw.awkward / 3) {
            return key.to_owned();
        }
        if key.chars().any(char::is_control) || self.draw.chance(50) {
            double_quoted(key, false)
        } else {
            single_quoted(key)
        }
    }

    fn flow(&mut self, value: &Yaml, indent: usize) -> String {
        let (open, close, parts): (char, char, Vec<String>) = match value {
            Yaml::Raw(text) => return text.clone(),
            Yaml::Text(text) => return self.flow_text(text),
            Yaml::Map(entries) => {
                let parts = entries
                    .iter()
                    .map(|(k, v)| {
                        let key = self.key(k);
                        let value = self.flow(v, indent);
                        if value.is_empty() { key } else { format!("{key}: {value}") }
                    })
                    .collect();
                ('{', '}', parts)
            }
            Yaml::List(items) => ('[', ']', items.iter().map(|v| self.flow(v, indent)).collect()),
        };
        let separator =
            if self.draw.awkward() { format!(",\n{}", " ".repeat(indent)) } else { ", ".to_owned() };
        let trailing = if !parts.is_empty() && self.draw.awkward() { "," } else { "" };
        format!("{open}{}{trailing}{close}", parts.join(&separator))
    }

    fn flow_text(&mut self, text: &str) -> String {
        if is_plain(text) && !text.contains(',') && !self.draw.chance(20) {
            return text.to_owned();
        }
        if text.chars().any(char::is_control) || self.draw.chance(40) {
            double_quoted(text, self.draw.awkward())
        } else {
            single_quoted(text)
        }
    }

    /// Text in block context; a text with line ends is one with several lines.
    fn block_text(&mut self, text: &str, indent: usize) -> String {
        let printable = text.chars().all(|c| !c.is_control() || c == '\n' || c == '\t');
        let blockable = printable && !text.trim_matches('\n').is_empty() && !text.contains('\r');
        if text.contains('\n') && blockable && self.draw.chance(85) {
            return self.block_scalar(text, indent);
        }
        if is_plain(text) && !self.draw.chance(15) {
            if text.contains(' ') && self.draw.awkward() {
                let broken = format!("\n{}", " ".repeat(indent + 2));
                return text.replacen(' ', &broken, 1);
            }
            return text.to_owned();
        }
        if blockable && self.draw.awkward() {
            return self.block_scalar(text, indent);
        }
        if text.chars().any(char::is_control) || self.draw.chance(50) {
            double_quoted(text, self.draw.awkward())
        } else {
            single_quoted(text)
        }
    }

    fn block_scalar(&mut self, text: &str, indent: usize) -> String {
        let by = indent + if self.draw.awkward() { self.draw.between(1, 4) } else { 2 };
        let body = text.trim_end_matches('\n');
        let ends = text.len() - body.len();
        let chomp = match ends {
            0 => "-",
            1 => ["", "+"][self.draw.below(8) / 7],
            _ => "+",
        };
        let first = body.lines().find(|l| !l.is_empty()).unwrap_or("");
        let lead = body.starts_with('\n') || first.starts_with([' ', '\t']);
        let hint = if lead { (by - indent).to_string() } else { String::new() };
        // Lines with a space in front keep their line ends when folded, so that these cannot be doubled.
        let foldable = !body.lines().any(|l| l.starts_with([' ', '\t']) || l.ends_with(' '));
        let folded = foldable && self.draw.chance(25);
        let mut out = format!("{}{hint}{chomp}\n", if folded { '>' } else { '|' });
        let body = if folded { folded_body(body, self.draw) } else { body.to_owned() };
        for line in body.split('\n') {
            if !line.is_empty() {
                out.push_str(&" ".repeat(by));
                out.push_str(line);
            }
            out.push('\n');
        }
        out.push_str(&"\n".repeat(ends.saturating_sub(1)));
        out
    }
}

/// The text with line ends doubled, and some spaces made line ends.
fn folded_body(body: &str, draw: &mut Draw) -> String {
    let mut out = String::new();
    let mut lines = body.split('\n').peekable();
    let mut leading = true;
    while let Some(line) = lines.next() {
        let mut rest = line;
        while let Some((word, tail)) = rest.split_once(' ') {
            let apart = !word.is_empty() && !tail.is_empty() && !tail.starts_with([' ', '\t']);
            out.push_str(word);
            out.push(if apart && draw.chance(20) { '\n' } else { ' ' });
            rest = tail;
        }
        out.push_str(rest);
        leading &= line.is_empty();
        if let Some(next) = lines.peek() {
            out.push('\n');
            if !leading && !next.is_empty() {
                out.push('\n');
            }
        }
    }
    out
}

fn single_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn double_quoted(text: &str, escape_all: bool) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => out.push_str(&format!("\\x{:02x}", u32::from(c))),
            c if escape_all && !c.is_ascii() => out.push_str(&format!("\\U{:08x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out + "\""
}

/// True for text that is surely the same text when it stands without quotes.
fn is_plain(text: &str) -> bool {
    let safe = |c: char| c.is_ascii_alphanumeric() || "-_./$(){}%+=@,:; ".contains(c);
    let first = text.chars().next().is_some_and(|c| c.is_ascii_alphabetic() || c == '/' || c == '$');
    let words = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    first
        && text.chars().all(safe)
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains(['{', '}', '[', ']', ','])
        && !text.contains("  ")
        && !words.contains(&text.to_ascii_lowercase().as_str())
}
