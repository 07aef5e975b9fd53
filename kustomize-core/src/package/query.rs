//! Resources by the value of a field, as `cfg grep` finds them.

use super::quantity::Quantity;
use super::{Item, matches, path_parts};
use crate::diagnostic::{Code, Error, Result};
use crate::re2::Search;
use crate::source::{FileId, Pos};
use crate::yaml::document::{DocNode, DocStyle};
use std::cmp::Ordering;

/// A path to a field, and what its value must be.
pub struct Query {
    path: Vec<String>,
    wanted: Wanted,
}

/// Says which way of comparing is meant.
type Compares = fn(Ordering) -> bool;

enum Wanted {
    /// A regular expression fits somewhere.
    Fits(Search),
    /// The value is a quantity that compares so with this one, whose text comes first.
    Compares(String, Compares),
}

impl Query {
    /// A query as in `spec.replicas>=3`, with `=`, `<`, `>`, `<=` or `>=` between path and value. Behind `=`
    /// stands a regular expression, behind the others a quantity.
    ///
    /// # Errors
    /// When there is more than one of them in the last part of the path, and when a part of the path or the
    /// expression is none.
    pub fn parse(text: &str) -> Result<Self> {
        let mut path = path_parts(text)?;
        let last = path.pop().unwrap_or_default();
        let signs: [(&str, Compares); 4] = [
            (">=", Ordering::is_ge),
            ("<=", Ordering::is_le),
            (">", Ordering::is_gt),
            ("<", Ordering::is_lt),
        ];
        let sign = signs.into_iter().find(|(sign, _)| last.contains(sign));
        let mut parts = last.split(sign.map_or("=", |(sign, _)| sign));
        path.push(parts.next().unwrap_or_default().to_owned());
        let value = parts.next().unwrap_or_default();
        if parts.next().is_some() {
            let message = format!("more than one sign compares in \"{last}\"");
            return Err(Error::new(Code::InvalidFieldPath, message).hint("a dot in a value is written \\."));
        }
        let wanted = match sign {
            Some((_, fits)) => Wanted::Compares(value.to_owned(), fits),
            None => Wanted::Fits(Search::new(value).ok_or_else(|| {
                Error::new(Code::InvalidValue, format!("\"{value}\" is no regular expression"))
            })?),
        };
        Ok(Query { path, wanted })
    }

    /// True when a resource has such a field.
    ///
    /// # Errors
    /// When the path leads through something else than it says; when a quantity is wanted and there is none.
    pub fn selects(&self, item: &mut Item) -> Result<bool> {
        let mut found = false;
        let file = item.file;
        matches(item, &self.path, &mut |node, _| {
            found |= self.fits(node, file)?;
            Ok(())
        })?;
        Ok(found)
    }

    fn fits(&self, node: &DocNode, file: FileId) -> Result<bool> {
        let (wanted, compares) = match &self.wanted {
            Wanted::Fits(search) => {
                let shown = DocNode { style: DocStyle::FLOW, ..node.clone() };
                return Ok(search.is_match(shown.to_text().replace('"', "").trim()));
            }
            Wanted::Compares(wanted, compares) => (wanted, compares),
        };
        if node.value.is_empty() {
            return Ok(false);
        }
        let quantity = |text: &str| {
            Quantity::parse(text).ok_or_else(|| {
                Error::new(Code::InvalidValue, format!("\"{text}\" is no quantity"))
                    .at(Pos::new(file, node.offset))
            })
        };
        Ok(compares(quantity(&node.value)?.cmp(&quantity(wanted)?)))
    }
}
