//! A difference as text, as Markdown and as JSON.

use super::value::text;
use super::{Change, Difference, FieldChange, What};
use serde_json::{Value as Json, json};
use std::fmt::{self, Display, Formatter, Write as _};

impl Difference {
    /// How many resources were changed, added and removed.
    pub fn counts(&self) -> (usize, usize, usize) {
        let count = |is: fn(&What) -> bool| self.changes.iter().filter(|change| is(&change.what)).count();
        (
            count(|what| matches!(what, What::Changed(_))),
            count(|what| matches!(what, What::Added(_))),
            count(|what| matches!(what, What::Removed(_))),
        )
    }

    /// A section for each resource, as comments on changes show it.
    pub fn to_markdown(&self) -> String {
        let (changed, added, removed) = self.counts();
        let mut out = format!("**{changed} changed, {added} added, {removed} removed**\n");
        for change in &self.changes {
            let lines = change.lines();
            let ticks = fence(&lines);
            let _ = write!(out, "\n#### {}\n\n{ticks}diff\n{lines}{ticks}\n", change.title());
        }
        out
    }

    /// An object with a list of changes, for programs.
    pub fn to_json(&self) -> Json {
        let (changed, added, removed) = self.counts();
        json!({
            "changed": changed,
            "added": added,
            "removed": removed,
            "changes": self.changes.iter().map(Change::to_json).collect::<Vec<_>>(),
        })
    }
}

/// More backticks than stand in the text.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat((longest + 1).max(3))
}

impl Display for Difference {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for change in &self.changes {
            writeln!(f, "{}", change.title())?;
            for line in change.lines().lines() {
                match line.strip_prefix(['-', '+']) {
                    Some(_) => writeln!(f, "    {line}")?,
                    None => writeln!(f, "  {line}")?,
                }
            }
        }
        Ok(())
    }
}

impl Change {
    /// `changed: v1 ConfigMap settings-1 (was settings-2)`.
    fn title(&self) -> String {
        let what = match self.what {
            What::Added(_) => "added",
            What::Removed(_) => "removed",
            What::Changed(_) => "changed",
        };
        let mut title = format!("{what}: {}", self.identity);
        if let Some(former) = &self.former {
            let space = if former.namespace == self.identity.namespace { "" } else { &former.namespace };
            let slash = if space.is_empty() { "" } else { "/" };
            let _ = write!(title, " (was {space}{slash}{})", former.name);
        }
        printable(&title)
    }

    /// The fields, each with lines that start with `-` and `+`.
    fn lines(&self) -> String {
        let mut out = String::new();
        match &self.what {
            What::Added(resource) => mark('+', text(resource).lines(), &mut out),
            What::Removed(resource) => mark('-', text(resource).lines(), &mut out),
            What::Changed(fields) => fields.iter().for_each(|field| field.write(&mut out)),
        }
        out
    }

    fn to_json(&self) -> Json {
        let id = &self.identity;
        let mut object = json!({
            "apiVersion": id.api_version,
            "kind": id.kind,
            "namespace": id.namespace,
            "name": id.name,
        });
        let mut set =
            |key: &str, value: Json| object.as_object_mut().map(|map| map.insert(key.into(), value));
        if let Some(former) = &self.former {
            set("formerNamespace", former.namespace.as_str().into());
            set("formerName", former.name.as_str().into());
        }
        match &self.what {
            What::Added(resource) => set("added", resource.clone()),
            What::Removed(resource) => set("removed", resource.clone()),
            What::Changed(fields) => set("fields", fields.iter().map(FieldChange::to_json).collect()),
        };
        object
    }
}

impl FieldChange {
    fn to_json(&self) -> Json {
        let mut object = serde_json::Map::new();
        object.insert("path".into(), self.path_text().into());
        object.extend(self.before.clone().map(|value| ("before".to_owned(), value)));
        object.extend(self.after.clone().map(|value| ("after".to_owned(), value)));
        object.extend(self.reordered.then(|| ("reordered".to_owned(), true.into())));
        Json::Object(object)
    }

    fn write(&self, out: &mut String) {
        let remark = if self.reordered { " (order)" } else { "" };
        let _ = writeln!(out, "{}{remark}", printable(&self.path_text()));
        let before = self.before.as_ref().map(text).unwrap_or_default();
        let after = self.after.as_ref().map(text).unwrap_or_default();
        let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
        if self.before.is_none() || self.after.is_none() || old == new {
            mark('-', old.into_iter(), out);
            mark('+', new.into_iter(), out);
            return;
        }
        // Of texts of many lines only what is between the same lines at both ends.
        let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let most = old.len().min(new.len()) - head;
        let tail = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
        if head > 0 {
            let _ = writeln!(out, "@@ line {} @@", head + 1);
        }
        mark('-', old.iter().take(old.len() - tail).skip(head).copied(), out);
        mark('+', new.iter().take(new.len() - tail).skip(head).copied(), out);
    }
}

fn mark<'t>(sign: char, lines: impl Iterator<Item = &'t str>, out: &mut String) {
    for line in lines {
        let space = if line.is_empty() { "" } else { " " };
        let _ = writeln!(out, "{sign}{space}{}", printable(line));
    }
}

/// Text that a terminal obeys in no part.
fn printable(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        if c.is_control() && c != '\t' {
            out.extend(c.escape_unicode())
        } else {
            out.push(c)
        }
        out
    })
}
