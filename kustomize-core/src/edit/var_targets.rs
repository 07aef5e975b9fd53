//! Where a variable stands in an object.

use crate::diagnostic::{Code, Error, Result};
use crate::yaml::{Node, Value};

/// A field in which a variable stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The path, as replacements write it.
    pub(super) path: String,
    /// The delimiter around the variable and the index of its part; `None` when it is all of the text.
    pub(super) part: Option<(String, usize)>,
}

/// All places of a variable in an object, in the order of the document; in one text the last one
/// first, so that what is put in the place of one does not move the others.
///
/// # Errors
/// [`Code::EditRefused`] when no delimiter tells the variable from the text around it.
pub(super) fn places(object: &Node, name: &str) -> Result<Vec<Place>> {
    let mut finder = Finder { variable: format!("$({name})"), path: Vec::new(), found: Vec::new() };
    finder.visit(object)?;
    Ok(finder.found)
}

struct Finder {
    variable: String,
    path: Vec<String>,
    found: Vec<Place>,
}

impl Finder {
    fn visit(&mut self, node: &Node) -> Result<()> {
        match &node.value {
            Value::Map(map) => {
                for entry in map {
                    let key = entry.key.text.trim();
                    self.path.push(if key.contains('.') { format!("[{key}]") } else { key.to_owned() });
                    self.visit(&entry.value)?;
                    self.path.pop();
                }
                Ok(())
            }
            Value::Seq(items) => {
                for (i, item) in items.iter().enumerate() {
                    self.path.push(i.to_string());
                    self.visit(item)?;
                    self.path.pop();
                }
                Ok(())
            }
            Value::Scalar(scalar) => self.visit_text(&scalar.text),
        }
    }

    fn visit_text(&mut self, text: &str) -> Result<()> {
        let path = self.path.join(".");
        if text == self.variable {
            self.found.push(Place { path, part: None });
            return Ok(());
        }
        let starts: Vec<usize> = text.match_indices(&self.variable).map(|(at, _)| at).collect();
        for at in starts.into_iter().rev() {
            let (before, rest) = text.split_at(at);
            let behind = rest.get(self.variable.len()..).unwrap_or("");
            let delimiter = match (before.chars().next_back(), behind.chars().next()) {
                (Some(a), Some(b)) if a == b => a,
                (None, Some(only)) | (Some(only), None) => only,
                _ => {
                    return Err(Error::new(
                        Code::EditRefused,
                        format!("{} in {path} is not delimited, as in a-{}-b", self.variable, self.variable),
                    )
                    .hint("write a replacement for it by hand"));
                }
            };
            let index = before.matches(delimiter).count();
            self.found.push(Place { path: path.clone(), part: Some((delimiter.to_string(), index)) });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use crate::yaml::{Limits, read_config};

    type Found = (String, Option<(String, usize)>);

    fn find(yaml: &str) -> Result<Vec<Found>> {
        let node = read_config(yaml, FileId(0), &Limits::default()).unwrap().unwrap();
        Ok(places(&node, "X")?.into_iter().map(|p| (p.path, p.part)).collect())
    }

    #[test]
    fn places_are_found_with_their_parts() {
        let part = |delimiter: &str, index| Some((delimiter.to_owned(), index));
        for (yaml, want) in [
            ("a: $(X)", vec![("a", None)]),
            ("a: [b, $(X)]", vec![("a.1", None)]),
            ("a.b/c: {d: $(X)}", vec![("[a.b/c].d", None)]),
            ("a: $(X)-b", vec![("a", part("-", 0))]),
            ("a: b/c/$(X)", vec![("a", part("/", 2))]),
            ("a: b/c/$(X)/d", vec![("a", part("/", 2))]),
            ("a: $(X)/$(X)", vec![("a", part("/", 1)), ("a", part("/", 0))]),
            ("a: $(Y)", vec![]),
        ] {
            let want: Vec<_> = want.into_iter().map(|(path, part)| (path.to_owned(), part)).collect();
            assert_eq!(find(yaml).unwrap(), want, "{yaml}");
        }
        assert!(find("a: b$(X)/c").is_err());
    }
}
