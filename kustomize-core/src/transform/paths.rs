//! Many paths walked along at once.

use super::walk::{Compiled, Part, Step};
use crate::yaml::{Node, Value};

/// The paths of field specifications by their common beginnings, to find out quickly which of many
/// specifications matter to a resource at all.
#[derive(Default)]
pub(crate) struct Paths {
    /// Specifications, by number, that end here.
    ends: Vec<usize>,
    below: Vec<(Part, Paths)>,
}

impl Paths {
    /// The paths of specifications that are numbered as they stand.
    pub(crate) fn new<'s>(specs: impl IntoIterator<Item = &'s Compiled<'s>>) -> Self {
        let mut paths = Paths::default();
        for (number, spec) in specs.into_iter().enumerate() {
            paths.add(spec.parts(), number);
        }
        paths
    }

    fn add(&mut self, parts: &[Part], number: usize) {
        let Some((part, rest)) = parts.split_first() else { return self.ends.push(number) };
        if let Some((_, below)) = self.below.iter_mut().find(|(known, _)| known == part) {
            return below.add(rest, number);
        }
        let mut below = Paths::default();
        below.add(rest, number);
        self.below.push((part.clone(), below));
    }

    /// Gives the numbers of the specifications that lead to a node, some of them more than once, and of
    /// those that cannot be walked along or would change something on their way.
    pub(crate) fn find(&self, node: &Node, found: &mut dyn FnMut(usize)) {
        self.ends.iter().copied().for_each(&mut *found);
        if !self.below.is_empty() {
            self.find_below(node, found);
        }
    }

    fn find_below(&self, node: &Node, found: &mut dyn FnMut(usize)) {
        match &node.value {
            Value::Scalar(_) if node.is_null() => {}
            Value::Scalar(_) => self.below.iter().for_each(|(_, below)| below.find_all(found)),
            Value::Seq(items) => items.iter().for_each(|item| self.find_below(item, found)),
            Value::Map(map) => {
                for (part, below) in &self.below {
                    match part.step {
                        Step::Stay => below.find(node, found),
                        Step::Refused => below.find_all(found),
                        Step::Field | Step::List => match map.get(&part.field) {
                            Some(field) if part.step == Step::List && field.is_null() => {
                                below.find_all(found)
                            }
                            Some(field) => below.find(field, found),
                            None => {}
                        },
                    }
                }
            }
        }
    }

    fn find_all(&self, found: &mut dyn FnMut(usize)) {
        self.ends.iter().copied().for_each(&mut *found);
        self.below.iter().for_each(|(_, below)| below.find_all(found));
    }
}
