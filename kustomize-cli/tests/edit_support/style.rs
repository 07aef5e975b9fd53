//! Writing the data of random files in many styles.

use super::random::Random;

/// A value of a random file.
pub(super) enum Data {
    Text(String),
    Bare(String),
    List(Vec<Data>),
    Map(Vec<(String, Data)>),
}

/// How a random file is written.
pub(super) struct Style<'r> {
    pub(super) r: &'r mut Random,
    list_indent: usize,
    map_indent: usize,
    gap: usize,
    /// One comment in so many places; none for zero.
    comments: usize,
    count: usize,
    /// One collection in brackets in so many; none for zero.
    flow: usize,
    quotes: usize,
    /// Blank lines between the fields.
    pub(super) apart: bool,
}

impl<'r> Style<'r> {
    /// A random style.
    pub(super) fn new(r: &'r mut Random) -> Self {
        Style {
            list_indent: [0, 2, 4][r.below(3)],
            map_indent: [2, 4][r.below(2)],
            gap: [1, 1, 3][r.below(3)],
            comments: [0, 2, 5][r.below(3)],
            count: 0,
            flow: [0, 0, 3][r.below(3)],
            quotes: r.below(4),
            apart: r.once_in(3),
            r,
        }
    }

    fn is_flow(&mut self) -> bool {
        self.flow > 0 && self.r.once_in(self.flow)
    }

    fn comment(&mut self) -> Option<String> {
        (self.comments > 0 && self.r.once_in(self.comments)).then(|| {
            self.count += 1;
            format!("# comment {}: it's", self.count)
        })
    }

    fn above(&mut self, indent: usize, out: &mut String) {
        if let Some(comment) = self.comment() {
            out.push_str(&format!("{}{comment}\n", " ".repeat(indent)));
        }
    }

    fn end(&mut self, out: &mut String) {
        if let Some(comment) = self.comment() {
            out.push(' ');
            out.push_str(&comment);
        }
        out.push('\n');
    }

    /// Writes a field in block style, with what comments come above it.
    pub(super) fn field(&mut self, name: &str, value: &Data, indent: usize, out: &mut String) {
        self.above(indent, out);
        out.push_str(&" ".repeat(indent));
        self.key_and_value(name, value, indent, out);
    }

    fn key_and_value(&mut self, name: &str, value: &Data, indent: usize, out: &mut String) {
        let key = self.scalar(name, true, false);
        out.push_str(&format!("{key}:"));
        match value {
            Data::Map(fields) if !fields.is_empty() && !self.is_flow() => {
                self.end(out);
                let inner = indent + self.map_indent;
                fields.iter().for_each(|(name, value)| self.field(name, value, inner, out));
            }
            Data::List(items) if !items.is_empty() && !self.is_flow() => {
                self.end(out);
                items.iter().for_each(|item| self.item(item, indent + self.list_indent, out));
            }
            value => self.on_line(value, indent, out),
        }
    }

    fn item(&mut self, item: &Data, indent: usize, out: &mut String) {
        self.above(indent, out);
        out.push_str(&format!("{}-", " ".repeat(indent)));
        match item {
            Data::Map(fields) if !fields.is_empty() && !self.is_flow() => {
                out.push_str(&" ".repeat(self.gap));
                let inner = indent + 1 + self.gap;
                for (i, (name, value)) in fields.iter().enumerate() {
                    if i == 0 {
                        self.key_and_value(name, value, inner, out);
                    } else {
                        self.field(name, value, inner, out);
                    }
                }
            }
            value => self.on_line(value, indent, out),
        }
    }

    fn on_line(&mut self, value: &Data, indent: usize, out: &mut String) {
        match value {
            Data::Text(value) if value.contains('\n') && self.quotes < 3 => {
                out.push_str(if value.ends_with('\n') { " |\n" } else { " |-\n" });
                for line in value.lines() {
                    out.push_str(&format!("{}{line}\n", " ".repeat(indent + 2)));
                }
            }
            value => {
                let text = self.flow(value);
                out.push_str(&format!(" {text}"));
                self.end(out);
            }
        }
    }

    fn flow(&mut self, value: &Data) -> String {
        match value {
            Data::Bare(value) => value.clone(),
            Data::Text(value) => self.scalar(value, false, true),
            Data::List(items) => {
                let items: Vec<String> = items.iter().map(|item| self.flow(item)).collect();
                format!("[{}]", items.join(", "))
            }
            Data::Map(fields) => {
                let mut parts = Vec::new();
                for (name, value) in fields {
                    let key = self.scalar(name, true, true);
                    parts.push(format!("{key}: {}", self.flow(value)));
                }
                format!("{{{}}}", parts.join(", "))
            }
        }
    }

    fn scalar(&mut self, value: &str, key: bool, flow: bool) -> String {
        let safe = value.len() > 2
            && value.starts_with(|c: char| c.is_ascii_alphabetic())
            && value.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c) || (c == ':' && !flow))
            && !["true", "null", "yes", "off"].contains(&value);
        match self.quotes {
            0 | 1 if safe => value.to_owned(),
            2 if safe && (key || self.r.once_in(2)) => value.to_owned(),
            0 | 2 if !value.contains('\n') => format!("'{}'", value.replace('\'', "''")),
            _ if safe && key => value.to_owned(),
            _ => format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")),
        }
    }
}
