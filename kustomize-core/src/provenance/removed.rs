//! What steps took away.

use super::compare::Comparison;
use super::path::Part;
use super::{Event, Field, FieldPath, Mark, Tree, shown};
use crate::resource::Resource;
use crate::source::Sources;
use crate::yaml::{Node, Value};
use std::sync::Arc;

/// A value that a step took away.
#[derive(Clone, Debug)]
pub(super) struct Gone {
    path: FieldPath,
    value: String,
    /// What set it, and at the end what took it away.
    events: Vec<Mark>,
}

impl Gone {
    pub(super) fn field(&self, sources: &Sources) -> Field {
        Field { path: self.path.clone(), value: self.value.clone(), events: self.events(sources) }
    }

    /// True when this field was set again. Entries of lists are never taken for others.
    pub(super) fn is_again(&self, field: &Field) -> bool {
        field.path == self.path && !self.path.parts().iter().any(|part| matches!(part, Part::Index(_)))
    }

    pub(super) fn events(&self, sources: &Sources) -> Vec<Event> {
        self.events.iter().map(|mark| mark.event(sources)).collect()
    }
}

/// A resource that a step took away.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Removed {
    /// The resource as it was before.
    pub resource: Arc<Resource>,
    /// What took it away.
    pub event: Event,
}

impl Comparison<'_> {
    /// Writes down that all values below a node, which is at [`Self::path`], are gone.
    pub(super) fn gone(&mut self, node: &Node, mut tree: Tree) {
        match &node.value {
            Value::Map(map) if !map.is_empty() => {
                for entry in map.iter() {
                    let key = &entry.key.text;
                    let known = tree.fields.iter_mut().find(|(name, _)| name == key);
                    let below = known.map(|(_, tree)| std::mem::take(tree)).unwrap_or_default();
                    self.below(Part::Key(key.to_string()), |this| this.gone(&entry.value, below));
                }
            }
            Value::Seq(items) if !items.is_empty() => {
                for (i, item) in items.iter().enumerate() {
                    let below = tree.items.get_mut(i).map(std::mem::take).unwrap_or_default();
                    self.below(Part::Index(i), |this| this.gone(item, below));
                }
            }
            // Mappings without entries go of themselves at the end.
            Value::Map(_) | Value::Seq(_) if !self.seen.step.pos.is_some() => {}
            _ => {
                let place = self.seen.stated.place(self.before, self.path.parts());
                let pos = place.filter(|pos| pos.is_some()).unwrap_or(self.seen.step.pos);
                let mut events = tree.events;
                events.push(Mark {
                    step: self.seen.step.clone(),
                    value: None,
                    pos,
                    listed: self.seen.step.pos,
                    follows: None,
                });
                self.removed.push(Gone { path: self.path.clone(), value: shown(node), events });
            }
        }
    }

    /// Goes on with the part of the path below.
    pub(super) fn below<T>(&mut self, part: Part, go: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(part);
        let result = go(self);
        self.path.pop();
        result
    }
}
