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
use std::ops::Range;

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
    /// The places of the resources that are known to have the fields.
    known: Places,
}

#[derive(Clone, Debug)]
struct Layer {
    group: usize,
    pairs: Pairs,
    /// The places of the resources that it is for.
    places: Places,
}

/// Places in a set of resources: ranges in order, with gaps in between.
#[derive(Clone, Debug, Default)]
struct Places(Vec<Range<usize>>);

impl Places {
    /// Adds a range that begins behind all others.
    fn push(&mut self, range: Range<usize>) {
        match self.0.last_mut() {
            Some(last) if last.end == range.start => last.end = range.end,
            _ if range.is_empty() => {}
            _ => self.0.push(range),
        }
    }

    /// The same places `by` further on.
    fn moved(self, by: usize) -> Self {
        Places(self.0.into_iter().map(|range| range.start + by..range.end + by).collect())
    }

    /// What is missing of the places up to `count`.
    fn gaps(&self, count: usize) -> Places {
        let mut gaps = Places::default();
        let mut end = 0;
        for range in &self.0 {
            gaps.push(end..range.start.max(end));
            end = range.end;
        }
        gaps.push(end..count.max(end));
        gaps
    }

    fn overlaps(&self, other: &Places) -> bool {
        let overlap = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
        self.0.iter().any(|a| other.0.iter().any(|b| overlap(a, b)))
    }
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
        let group = self.group(specs);
        let mut all = Places::default();
        all.push(0..set.len());
        let Some(known) = self.groups.get_mut(group).map(|g| std::mem::replace(&mut g.known, all)) else {
            return Ok(());
        };
        let others = known.gaps(set.len());
        // What is set at once must not come before what waits.
        if self.layers.iter().any(|layer| layer.places.overlaps(&others)) {
            self.apply(set)?;
        }
        for places in others.0 {
            labels::apply_to(set, places, pairs, specs)?;
        }
        if !known.0.is_empty() {
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
            self.layers.push(Layer { group, pairs: pairs.clone(), places: known });
        }
        Ok(())
    }

    /// The group of these fields.
    fn group(&mut self, specs: &[FieldSpec]) -> usize {
        self.groups.iter().position(|g| g.specs == specs).unwrap_or_else(|| {
            self.groups.push(Group { specs: specs.to_vec(), known: Places::default() });
            self.groups.len() - 1
        })
    }

    /// Takes over what waits for resources that are about to be added behind the `count` that are there.
    pub(crate) fn append(&mut self, other: Pending, count: usize) {
        if self.groups.is_empty() && count == 0 {
            *self = other;
            return;
        }
        let mut groups = Vec::with_capacity(other.groups.len());
        for group in other.groups {
            let at = self.group(&group.specs);
            groups.push(at);
            if let Some(own) = self.groups.get_mut(at) {
                group.known.moved(count).0.into_iter().for_each(|range| own.known.push(range));
            }
        }
        let layers = other.layers.into_iter().filter_map(|layer| {
            Some(Layer { group: *groups.get(layer.group)?, places: layer.places.moved(count), ..layer })
        });
        self.layers.extend(layers);
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
            let Some(group) = self.groups.get(layer.group) else { continue };
            for places in layer.places.0 {
                labels::apply_to(set, places, &layer.pairs, &group.specs)?;
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
            label(&mut set, &mut pending, (path, key, value), waiting);
        }
        written(set, pending)
    }

    fn label(set: &mut ResourceSet, pending: &mut Pending, level: (&str, &str, &str), waiting: bool) {
        let (path, key, value) = level;
        let specs = [FieldSpec::any(path, true)];
        let pairs = vec![(Text::new(key, Pos::NONE), Text::new(value, Pos::NONE))];
        match waiting {
            true => pending.set(set, &pairs, &specs).unwrap(),
            false => labels::apply(set, &pairs, &specs).unwrap(),
        }
    }

    fn written(mut set: ResourceSet, mut pending: Pending) -> String {
        pending.settle(&mut set).unwrap();
        let mut out = String::new();
        set.iter().for_each(|r| write_document(&r.node, &mut out).unwrap());
        out
    }

    /// As [`chain`], with the resource of each level before those of the level below and one more behind.
    fn nested(levels: &[(&str, &str, &str)], waiting: bool) -> String {
        let mut set = ResourceSet::new(Schema::builtin());
        let mut pending = Pending::default();
        for (i, (path, key, value)) in levels.iter().enumerate() {
            let (below, waits) = (std::mem::take(&mut set), std::mem::take(&mut pending));
            add(&mut set, &format!("before-{i}"));
            pending.append(waits, set.len());
            set.append(below).unwrap();
            add(&mut set, &format!("behind-{i}"));
            label(&mut set, &mut pending, (path, key, value), waiting);
            assert!(!waiting || i == 0 || levels[i - 1].0 != *path || !pending.layers.is_empty());
        }
        written(set, pending)
    }

    #[test]
    fn places_have_gaps() {
        let mut places = Places::default();
        [0..0, 2..3, 3..5, 7..8].into_iter().for_each(|range| places.push(range));
        assert_eq!(places.0, [2..5, 7..8]);
        assert_eq!(places.gaps(9).0, [0..2, 5..7, 8..9]);
        assert_eq!(places.clone().moved(2).0, [4..7, 9..10]);
        assert!(places.overlaps(&places) && !places.overlaps(&places.gaps(9)));
        assert_eq!(Places::default().gaps(2).0.first(), Some(&(0..2)));
        assert!(Places::default().gaps(0).0.is_empty());
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
            // Resources of the same name cannot be put together.
            if levels.iter().all(|level| level.0 != M) {
                assert_eq!(nested(levels, true), nested(levels, false), "{levels:?}");
            }
        }
    }
}
