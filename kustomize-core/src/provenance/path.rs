//! Paths of fields, as people write them.

use std::fmt;
use std::str::FromStr;

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The key of a mapping.
    Key(String),
    /// The place in a list, from 0.
    Index(usize),
}

/// Where a field is in a resource: `spec.template.spec.containers[0].image`. A key with dots stands in
/// brackets and quotes: `metadata.labels["app.kubernetes.io/name"]`.
///
/// ```
/// use kustomize_core::provenance::FieldPath;
/// let path: FieldPath = "metadata.labels[\"a.b/c\"]".parse().unwrap();
/// assert_eq!(path, "metadata/labels/a.b~1c".parse().unwrap());
/// assert_eq!(path.to_string(), "metadata.labels[\"a.b/c\"]");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldPath(Vec<Part>);

impl FieldPath {
    pub(super) fn push(&mut self, part: Part) {
        self.0.push(part);
    }

    pub(super) fn pop(&mut self) {
        self.0.pop();
    }

    /// The parts from the top down.
    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// True when this is the field at `other` or one below it.
    pub fn is_below(&self, other: &FieldPath) -> bool {
        self.0.starts_with(&other.0)
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, part) in self.0.iter().enumerate() {
            match part {
                Part::Index(at) => write!(f, "[{at}]")?,
                Part::Key(key) if is_plain(key) => {
                    if i > 0 {
                        f.write_str(".")?;
                    }
                    f.write_str(key)?;
                }
                Part::Key(key) => write!(f, "[{key:?}]")?,
            }
        }
        Ok(())
    }
}

fn is_plain(key: &str) -> bool {
    !key.is_empty() && !key.contains(['.', '[', ']', '"', '/'])
}

/// A path that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidPath(String);

impl fmt::Display for InvalidPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InvalidPath {}

impl FromStr for FieldPath {
    type Err = InvalidPath;

    /// Reads a path with dots and brackets or, when there is a slash outside of quotes, one with slashes as
    /// in a JSON patch.
    fn from_str(text: &str) -> Result<Self, InvalidPath> {
        if text.contains('/') && !text.contains('"') {
            let parts = text.trim_start_matches('/').split('/');
            let part = |part: &str| match part.parse() {
                Ok(at) => Part::Index(at),
                Err(_) => Part::Key(part.replace("~1", "/").replace("~0", "~")),
            };
            return Ok(FieldPath(parts.map(part).collect()));
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(inner) = rest.strip_prefix("[\"") {
                let end = inner.find("\"]").ok_or_else(|| InvalidPath("a quote is not closed".to_owned()))?;
                parts.push(Part::Key(inner.get(..end).unwrap_or_default().to_owned()));
                rest = inner.get(end + 2..).unwrap_or_default();
            } else if let Some(inner) = rest.strip_prefix('[') {
                let (at, after) =
                    inner.split_once(']').ok_or_else(|| InvalidPath("a bracket is not closed".to_owned()))?;
                let at = at.parse().map_err(|_| InvalidPath(format!("\"{at}\" is not a place in a list")))?;
                parts.push(Part::Index(at));
                rest = after;
            } else {
                let end = rest.find(['.', '[']).unwrap_or(rest.len());
                let (key, after) = rest.split_at(end);
                if key.is_empty() {
                    return Err(InvalidPath("a field name is empty".to_owned()));
                }
                parts.push(Part::Key(key.to_owned()));
                rest = after;
            }
            rest = rest.strip_prefix('.').unwrap_or(rest);
        }
        Ok(FieldPath(parts))
    }
}
