//! Finding the fields that a path leads to.

use super::Item;
use crate::diagnostic::{Code, Error, Result};
use crate::limits::Limits;
use crate::re2::Search;
use crate::source::{FileId, Pos};
use crate::yaml::document::{DocKind, DocNode, read};

/// The parts of a path such as `metadata.annotations.a\.b` or `spec.ports[port=80].name`.
///
/// # Errors
/// When a part has more than one bracket.
pub fn path_parts(text: &str) -> Result<Vec<String>> {
    let mut parts = Vec::new();
    for part in text.replace("\\.", "\0").split('.').map(|part| part.replace('\0', ".")) {
        match part.split('[').collect::<Vec<_>>().as_slice() {
            [name] => parts.push((*name).to_owned()),
            [name, element] => parts.extend([(*name).to_owned(), format!("[{element}")]),
            _ => return Err(invalid(&part).hint("elements of lists are written list[field=value]")),
        }
    }
    Ok(parts)
}

fn invalid(part: &str) -> Error {
    Error::new(Code::InvalidFieldPath, format!("\"{part}\" is no part of a path to a field"))
}

/// Is given a node that a path leads to, and what the elements of lists on the way were found by, innermost first.
pub type Visit<'v> = dyn FnMut(&mut DocNode, &[String]) -> Result<()> + 'v;

/// Visits what a path leads to in a resource: nothing, or one node, or several through lists. Text is taken for
/// YAML where the path goes on inside it; changes in there are lost.
///
/// # Errors
/// When the path leads through something else than it says, and those of `visit`.
pub fn matches(item: &mut Item, path: &[String], visit: &mut Visit<'_>) -> Result<()> {
    let file = item.file;
    Finder { file, visit, found_by: Vec::new() }.find(item.root_mut(), path)
}

struct Finder<'f, 'v> {
    file: FileId,
    visit: &'f mut Visit<'v>,
    found_by: Vec<String>,
}

impl Finder<'_, '_> {
    fn find(&mut self, node: &mut DocNode, path: &[String]) -> Result<()> {
        let Some((part, rest)) = path.split_first() else {
            let found_by: Vec<String> = self.found_by.iter().rev().cloned().collect();
            return (self.visit)(node, &found_by);
        };
        let is_index = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let is_element = part.starts_with('[') && part.ends_with(']');
        if is_index || is_element || part == "*" {
            if node.kind != DocKind::Sequence && !node.is_null() {
                return Err(self.wrong(part, "a list", node));
            }
            if is_index {
                let pos = Pos::new(self.file, node.offset);
                let found = part.parse::<usize>().ok().and_then(|index| node.content.get_mut(index));
                return match found {
                    Some(found) => self.find(found, rest),
                    None => {
                        let message = format!("the list has no element {part}");
                        Err(Error::new(Code::InvalidFieldPath, message).at(pos))
                    }
                };
            }
            if part == "*" {
                return node
                    .content
                    .iter_mut()
                    .try_for_each(|element| self.find_in_element(element, part.clone(), rest));
            }
            return self.elements(node, part, rest);
        }
        if node.is_null() {
            return Ok(());
        }
        if part.is_empty() && node.kind == DocKind::Scalar {
            return if node.value.is_empty() { self.find(node, rest) } else { Ok(()) };
        }
        if part.is_empty() || node.kind != DocKind::Mapping {
            let wanted = if part.is_empty() { "a text" } else { "a mapping" };
            return Err(self.wrong(part, wanted, node));
        }
        let Some(found) = node.get_mut(part) else { return Ok(()) };
        if found.kind != DocKind::Scalar || rest.is_empty() {
            return self.find(found, rest);
        }
        match read(&found.value, self.file, found.offset, &Limits::default())? {
            Some(mut document) => self.find(&mut document.root, rest),
            None => self.find(found, rest),
        }
    }

    fn wrong(&self, part: &str, wanted: &str, node: &DocNode) -> Error {
        let message = format!("\"{part}\" is to be found in {wanted}, not in {}", node.kind_name());
        Error::new(Code::InvalidFieldPath, message).at(Pos::new(self.file, node.offset))
    }

    fn find_in_element(&mut self, element: &mut DocNode, found_by: String, rest: &[String]) -> Result<()> {
        self.found_by.push(found_by);
        let result = self.find(element, rest);
        self.found_by.pop();
        result
    }

    /// The elements of a list that have a field with a value that fits, or are such a value themselves.
    fn elements(&mut self, list: &mut DocNode, part: &str, rest: &[String]) -> Result<()> {
        let inner = part.strip_suffix(']').and_then(|part| part.strip_prefix('[')).unwrap_or(part);
        let Some((field, pattern)) = inner.split_once('=') else {
            return Err(invalid(part).hint("elements of lists are written list[field=value]"));
        };
        if list.content.is_empty() {
            return Ok(());
        }
        let search = Search::new(pattern)
            .ok_or_else(|| invalid(part).hint(format!("\"{pattern}\" is no regular expression")))?;
        for element in &mut list.content {
            if field.is_empty() {
                if search.is_match(element.to_text().trim()) {
                    self.find(element, &[])?;
                }
                continue;
            }
            let text = element.get(field).map(DocNode::to_text);
            let text = text.as_deref().map(str::trim);
            if let Some(text) = text.filter(|text| search.is_match(text)) {
                self.find_in_element(element, text.to_owned(), rest)?;
            }
        }
        Ok(())
    }
}
