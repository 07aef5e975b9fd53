//! Labels and annotations that were set in a null: the reference keeps them there, and they come to light when
//! a later step makes a mapping of it.

use crate::yaml::{Entry, Map, Node, Scalar, Str, Value};

/// The path of annotations.
pub(crate) const ANNOTATIONS: &str = "metadata/annotations";
/// The path of labels.
pub(crate) const LABELS: &str = "metadata/labels";

/// What was set in the nulls of a resource, by the path that led there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unseen(Vec<(Str, Entry)>);

impl Unseen {
    /// True when there is nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keeps what is set in a null at the path.
    pub(crate) fn add(&mut self, path: &Str, entry: Entry) {
        self.0.push((path.clone(), entry));
    }

    /// True when something was set in a null at the path.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.0.iter().any(|(at, _)| at == path)
    }

    /// What was set in a null at the path.
    pub(crate) fn entries<'u>(&'u self, path: &'u str) -> impl DoubleEndedIterator<Item = &'u Entry> {
        self.0.iter().filter(move |(at, _)| at == path).map(|(_, entry)| entry)
    }

    /// Makes a mapping of the null at the path, with what was set there.
    pub(crate) fn reveal(&self, path: &str, node: &mut Node) {
        let mut here = self.entries(path).cloned().peekable();
        if node.is_null() && here.peek().is_some() {
            let mut map = Map::from_entries(here.collect());
            map.mark_repeated();
            node.become_collection(Value::Map(map));
        }
    }

    /// Visits each value.
    pub(crate) fn each_scalar(&mut self, visit: &mut dyn FnMut(&mut Scalar)) {
        self.0.iter_mut().for_each(|(_, entry)| entry.value.each_scalar(visit));
    }

    /// Forgets it: the nulls are written anew.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}
