//! Labels and annotations that wait.
//!
//! In a chain of bases each level labels everything below it, so that the work would grow with the
//! square of the depth. Where a level does nothing else, what it sets waits until somebody looks at
//! the resources, and what a later level sets again in the same fields is forgotten on the way.
//!
//! A resource is labelled at once the first time that a list of fields is applied to it: the fields
//! are then there, and setting them again cannot fail.

use super::field_spec::FieldSpec;
use super::labels;
use crate::diagnostic::Result;
use crate::kustomization::{Pairs, Text};
use crate::resource::ResourceSet;

/// What is still to be set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pending {
    groups: Vec<Group>,
    /// In the order in which they are to be applied.
    layers: Vec<Layer>,
}

/// Layers that go to the same fields.
#[derive(Clone, Debug)]
struct Group {
    specs: Vec<FieldSpec>,
    /// How many resources, from the first, are known to have the fields.
    known: usize,
}

#[derive(Clone, Debug)]
struct Layer {
    group: usize,
    pairs: Pairs,
    /// How many resources, from the first, it is for.
    count: usize,
}

impl Pending {
    /// Sets pairs in the fields of all resources, at once or later.
    ///
    /// # Errors
    /// When a field is no mapping.
    pub(crate) fn set(&mut self, set: &mut ResourceSet, pairs: &Pairs, specs: &[FieldSpec]) -> Result<()> {
        if pairs.is_empty() {
            return Ok(());
        }
        let count = set.len();
        let group = match self.groups.iter().position(|g| g.specs == specs) {
            Some(group) => group,
            None => {
                self.groups.push(Group { specs: specs.to_vec(), known: 0 });
                self.groups.len() - 1
            }
        };
        let Some(known) = self.groups.get_mut(group).map(|g| std::mem::replace(&mut g.known, count)) else {
            return Ok(());
        };
        if known < count {
            // What is set at once must not come before what waits.
            if self.layers.iter().any(|layer| layer.count > known) {
                self.apply(set)?;
            }
            labels::apply_to(set, known..count, pairs, specs)?;
        }
        if known > 0 {
            let is_new = |key: &str| pairs.iter().all(|(new, _)| new.as_str() != key);
            // Where other fields get the key in between, it decides what is linked who comes first.
            let others: Vec<Text> = self
                .layers
                .iter()
                .filter(|layer| layer.group != group)
                .flat_map(|layer| layer.pairs.iter().map(|(key, _)| key.clone()))
                .collect();
            for layer in self.layers.iter_mut().filter(|layer| layer.group == group) {
                layer.pairs.retain(|(key, _)| is_new(key) || others.contains(key));
            }
            self.layers.retain(|layer| !layer.pairs.is_empty());
            self.layers.push(Layer { group, pairs: pairs.clone(), count: known });
        }
        Ok(())
    }

    /// Sets what waits, before the resources are looked at or changed by anything else.
    ///
    /// # Errors
    /// When a field is no mapping.
    pub(crate) fn settle(&mut self, set: &mut ResourceSet) -> Result<()> {
        self.apply(set)?;
        self.groups.clear();
        Ok(())
    }

    fn apply(&mut self, set: &mut ResourceSet) -> Result<()> {
        for layer in std::mem::take(&mut self.layers) {
            if let Some(group) = self.groups.get(layer.group) {
                labels::apply_to(set, 0..layer.count, &layer.pairs, &group.specs)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Schema;
    use crate::source::{FileId, Pos};
    use crate::yaml::{Limits, write_document};
    use std::sync::Arc;

    fn add(set: &mut ResourceSet, name: &str) {
        let text = format!("apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\n");
        for resource in crate::resource::parse_resources(&text, FileId::NONE, &Limits::default()).unwrap() {
            set.push(Arc::new(resource)).unwrap();
        }
    }

    /// A chain of levels, each with a resource, a list of fields and pairs, waiting or not.
    fn chain(levels: &[(&str, &str, &str)], waiting: bool) -> String {
        let mut set = ResourceSet::new(Schema::builtin());
        let mut pending = Pending::default();
        for (i, (path, key, value)) in levels.iter().enumerate() {
            add(&mut set, &format!("cm-{i}"));
            let specs = [FieldSpec::any(path, true)];
            let pairs = vec![(Text::new(*key, Pos::NONE), Text::new(*value, Pos::NONE))];
            if waiting {
                pending.set(&mut set, &pairs, &specs).unwrap();
            } else {
                labels::apply(&mut set, &pairs, &specs).unwrap();
            }
        }
        pending.settle(&mut set).unwrap();
        let mut out = String::new();
        set.iter().for_each(|r| write_document(&r.node, &mut out).unwrap());
        out
    }

    #[test]
    fn waiting_changes_nothing() {
        const L: &str = "metadata/labels";
        const A: &str = "metadata/annotations";
        const M: &str = "metadata";
        for levels in [
            &[(L, "a", "1"), (L, "b", "2"), (L, "a", "3"), (L, "a", "4")][..],
            &[(L, "a", "1"), (A, "a", "2"), (L, "a", "3"), (A, "b", "4"), (L, "b", "5")],
            &[(M, "name", "x"), (L, "a", "1"), (M, "name", "y"), (M, "name", "z"), (L, "b", "2")],
            &[(L, "a", "1"), (L, "a", "2"), (A, "a", "3"), (A, "a", "4"), (L, "a", "5"), (A, "c", "6")],
        ] {
            assert_eq!(chain(levels, true), chain(levels, false), "{levels:?}");
        }
    }
}
