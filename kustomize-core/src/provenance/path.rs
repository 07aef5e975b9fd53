//! Paths of fields, as people write them.

use crate::resource::Resource;
use crate::yaml::Node;
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

    /// Reads a path as [`str::parse`] does, and in it elements of lists that are stated by one of their fields, as
    /// in `spec.containers[name=web].image`: the first one in this resource that has it.
    ///
    /// # Errors
    /// When it is no path, and when there is no such element.
    pub fn parse_in(text: &str, resource: &Resource) -> Result<Self, InvalidPath> {
        parse(text, Some(&resource.node))
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

    /// Reads a path with dots and brackets or, when there is a slash outside of these, one with slashes as in a
    /// JSON patch.
    fn from_str(text: &str) -> Result<Self, InvalidPath> {
        parse(text, None)
    }
}

fn parse(text: &str, node: Option<&Node>) -> Result<FieldPath, InvalidPath> {
    if has_slash(text) {
        let parts = text.trim_start_matches('/').split('/');
        let part = |part: &str| match part.parse() {
            Ok(at) => Part::Index(at),
            Err(_) => Part::Key(part.replace("~1", "/").replace("~0", "~")),
        };
        return Ok(FieldPath(parts.map(part).collect()));
    }
    let invalid = |why: String| Err(InvalidPath(why));
    let (mut parts, mut node) = (Vec::new(), node);
    let mut rest = text.strip_prefix('.').unwrap_or(text);
    while !rest.is_empty() {
        let part;
        if let Some(inner) = rest.strip_prefix("[\"") {
            let Some((key, after)) = inner.split_once("\"]") else {
                return invalid("a quote is not closed".to_owned());
            };
            (part, rest) = (Part::Key(key.to_owned()), after);
        } else if let Some(inner) = rest.strip_prefix('[') {
            let Some((at, after)) = inner.split_once(']') else {
                return invalid("a bracket is not closed".to_owned());
            };
            let place = match at.split_once('=') {
                Some((key, value)) => element(node, key, value),
                None => at.parse().ok(),
            };
            let Some(place) = place else {
                return invalid(match at.contains('=') && node.is_some() {
                    true => format!("no element of the list has {at}"),
                    false => format!("\"{at}\" is not a place in a list"),
                });
            };
            (part, rest) = (Part::Index(place), after);
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let (key, after) = rest.split_at(end);
            if key.is_empty() {
                return invalid("a field name is empty".to_owned());
            }
            (part, rest) = (Part::Key(key.to_owned()), after);
        }
        node = node.and_then(|node| match &part {
            Part::Key(key) => node.get(key),
            Part::Index(at) => node.as_seq()?.get(*at),
        });
        parts.push(part);
        rest = rest.strip_prefix('.').unwrap_or(rest);
    }
    Ok(FieldPath(parts))
}

/// True when a path has a slash outside of brackets.
fn has_slash(path: &str) -> bool {
    let mut depth = 0_usize;
    path.chars().any(|c| {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == '/' && depth == 0
    })
}

/// The place of the first element of a list that has a field of this value.
fn element(list: Option<&Node>, key: &str, value: &str) -> Option<usize> {
    list?.as_seq()?.iter().position(|item| item.get(key).and_then(Node::text) == Some(value))
}

#[cfg(test)]
mod tests {
    use super::FieldPath;
    use crate::resource::parse_resources;
    use crate::source::FileId;
    use crate::yaml::Limits;

    #[test]
    fn elements_are_found_by_their_fields() {
        let text = "kind: A\nmetadata: {name: a}\nspec: {list: [{name: x}, {name: y/z, port: 80}]}\n";
        let resources = parse_resources(text, FileId(0), &Limits::default()).unwrap();
        let read = |path| FieldPath::parse_in(path, &resources[0]).map(|path| path.to_string());
        let wanted = Ok("spec.list[1].port".to_owned());
        assert_eq!(read("spec.list[name=y/z].port"), wanted);
        assert_eq!(read(".spec.list[port=80].port"), wanted);
        assert_eq!(read("spec/list/1/port"), wanted);
        let refusal = read("spec.list[name=z]").unwrap_err();
        assert_eq!(refusal.to_string(), "no element of the list has name=z");
        assert!("spec.list[name=x]".parse::<FieldPath>().is_err());
        for path in ["a..b", "a[", "a[\"b", "a[b]"] {
            assert!(read(path).is_err(), "{path}");
        }
    }
}
