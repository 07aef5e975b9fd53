//! Looks at the resources between the steps of a build.

use super::compare::{Comparison, Seen};
use super::names::Names;
use super::removed::Removed;
use super::stage::{Recorded, Stage};
use super::stated::Stated;
use super::{Mark, Step, Trail};
use crate::hash::HashMap;
use crate::kustomization::Kustomization;
use crate::resource::{Resource, ResourceSet};
use crate::source::{FileId, Pos, Sources};
use std::collections::VecDeque;
use std::sync::Arc;

/// Records steps, or does nothing at all.
#[derive(Default)]
pub(crate) struct Recorder(Option<Box<Recording>>);

#[derive(Default)]
struct Recording {
    /// For each set of resources that is being put together, the resources after the last step.
    levels: Vec<Vec<Arc<Resource>>>,
    /// The stages that have begun.
    open: Vec<Recorded>,
    /// The stage that ended last with no other around it.
    done: Option<Recorded>,
    /// The resources that went, and the step that took each away.
    removed: Vec<(Arc<Resource>, Mark)>,
    /// The entries that name the files whose content generators use.
    entries: HashMap<FileId, Pos>,
    next_id: u64,
}

impl Recorder {
    /// One that records.
    pub(crate) fn recording() -> Self {
        Recorder(Some(Box::default()))
    }

    pub(crate) fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// Begins a stage; it ends with [`Self::end`] or [`Self::end_without_change`].
    pub(crate) fn begin(&mut self, by: &'static str, label: &str, pos: Pos) {
        if let Some(recording) = &mut self.0 {
            recording.open.push(Recorded::new(by, label, pos));
        }
    }

    /// Ends a stage, and notes what it did to the resources.
    pub(crate) fn end(&mut self, set: &mut ResourceSet) {
        self.end_stating(Stated::Nothing, set);
    }

    /// As [`Self::end`], for a stage that says where it takes something away.
    fn end_stating(&mut self, stated: Stated<'_>, set: &mut ResourceSet) {
        if let Some(recording) = &mut self.0 {
            recording.note(stated, set);
            recording.close();
        }
    }

    /// Ends a stage that did nothing to the resources itself.
    pub(crate) fn end_without_change(&mut self) {
        if let Some(recording) = &mut self.0 {
            recording.close();
        }
    }

    /// The entries of a list that are applied at once: all of them, or each alone when it is recorded.
    pub(crate) fn parts<'l, T>(&self, list: &'l [T]) -> std::slice::Chunks<'l, T> {
        list.chunks(if self.is_on() { 1 } else { list.len().max(1) })
    }

    /// A stage that has just happened.
    pub(crate) fn step(&mut self, by: &'static str, label: &str, pos: Pos, set: &mut ResourceSet) {
        if self.is_on() {
            self.begin(by, label, pos);
            self.end(set);
        }
    }

    /// A file whose content a generator uses, and the entry that names it.
    pub(crate) fn named(&mut self, file: FileId, entry: Pos) {
        if let Some(recording) = &mut self.0 {
            recording.entries.insert(file, entry);
        }
    }

    /// The patch that was just applied.
    pub(crate) fn patch(
        &mut self,
        by: &'static str,
        label: &str,
        pos: Pos,
        patch: Stated<'_>,
        set: &mut ResourceSet,
    ) {
        if self.is_on() {
            self.begin(by, label, pos);
            self.end_stating(patch, set);
        }
    }

    /// Begins to put together what the kustomization of the open stage states: a set of its own unless it is
    /// a component.
    pub(crate) fn enter(&mut self, k: &Kustomization) {
        if let Some(recording) = &mut self.0 {
            recording.set_file(k);
            if &*k.kind != "Component" {
                recording.levels.push(Vec::new());
            }
        }
    }

    /// Ends what [`Self::enter`] began.
    pub(crate) fn leave(&mut self, k: &Kustomization) {
        if let Some(recording) = &mut self.0
            && &*k.kind != "Component"
        {
            // The root's goes on to the end of the build.
            if recording.levels.len() > 1 {
                recording.levels.pop();
            }
        }
    }

    /// The open stage uses again what a kustomization came to.
    pub(crate) fn again(&mut self, k: &Kustomization) {
        if let Some(recording) = &mut self.0 {
            recording.set_file(k);
            if let Some(stage) = recording.open.last_mut() {
                stage.again = true;
            }
        }
    }

    /// The whole of what was recorded.
    pub(crate) fn finish(self, sources: &Sources) -> (Stage, Vec<Removed>) {
        let Some(recording) = self.0 else { return Default::default() };
        let event =
            |(resource, mark): (Arc<Resource>, Mark)| Removed { resource, event: mark.event(sources) };
        let removed = recording.removed.into_iter().map(event).collect();
        (recording.done.map(|stage| stage.into_stage(sources)).unwrap_or_default(), removed)
    }
}

impl Recording {
    fn set_file(&mut self, k: &Kustomization) {
        if let Some(stage) = self.open.last_mut() {
            stage.file = k.pos;
        }
    }

    fn close(&mut self) {
        let Some(stage) = self.open.pop() else { return };
        if stage.is_idle() && !self.open.is_empty() {
            return;
        }
        match self.open.last_mut() {
            Some(outer) => outer.children.push(stage),
            None => self.done = Some(stage),
        }
    }

    /// Compares the resources with those after the step before, and writes down what is different.
    fn note(&mut self, stated: Stated<'_>, set: &mut ResourceSet) {
        let Some(stage) = self.open.last_mut() else { return };
        let step = Arc::new(Step { by: stage.by, pos: stage.pos });
        if self.levels.is_empty() {
            self.levels.push(Vec::new());
        }
        let Some(level) = self.levels.last_mut() else { return };
        let before = std::mem::take(level);
        let count = before.len();
        let mut known: HashMap<u64, VecDeque<Arc<Resource>>> = HashMap::default();
        for resource in before {
            let id = resource.trail.as_ref().map_or(0, |trail| trail.id);
            known.entry(id).or_default().push_back(resource);
        }
        let mut pairs: Vec<(usize, Option<Arc<Resource>>)> = Vec::new();
        let mut lost = Vec::new();
        let mut stayed = 0;
        for (at, resource) in set.shared().iter().enumerate() {
            match &resource.trail {
                Some(trail) => match known.get_mut(&trail.id).and_then(VecDeque::pop_front) {
                    Some(old) => {
                        stayed += 1;
                        if !Arc::ptr_eq(&old, resource) {
                            pairs.push((at, Some(old)));
                        }
                    }
                    // It comes from a base, which has noted all that was done to it.
                    None => stage.added += 1,
                },
                None => lost.push(at),
            }
        }
        // Generators and functions make resources anew: they continue those of the same identity.
        let key = |r: &Resource| format!("{}\n{}\n{}", r.kind(), r.name(), r.namespace());
        let mut left: HashMap<String, Arc<Resource>> = HashMap::default();
        let mut gone = Vec::new();
        for old in known.into_values().flatten() {
            match lost.is_empty() {
                true => gone.push(old),
                false => gone.extend(left.insert(key(&old), old)),
            }
        }
        for at in lost {
            let old = set.get(at).and_then(|resource| left.remove(&key(resource)));
            match old.is_some() {
                true => stayed += 1,
                false => stage.added += 1,
            }
            pairs.push((at, old));
        }
        stage.removed += count.saturating_sub(stayed);
        gone.extend(left.into_values());
        gone.sort_by_key(|old| old.trail.as_ref().map(|trail| trail.id));
        self.removed.extend(gone.into_iter().map(|old| {
            let pos = stated.place(&old.node, &[]).filter(|pos| pos.is_some()).unwrap_or(step.pos);
            (old, Mark { step: step.clone(), value: None, pos, listed: step.pos, follows: None })
        }));
        let mut trails = Vec::new();
        {
            let names = Names::new(set, step.by);
            let what = Seen { step: &step, stated, names: &names, entries: &self.entries };
            for (at, old) in pairs {
                let Some(resource) = set.get(at) else { continue };
                let mut comparison = Comparison::new(what, old.as_ref().map(|old| &old.node), &resource.node);
                let trail = old.as_ref().and_then(|old| old.trail.as_ref());
                let tree = match (&old, trail) {
                    (Some(old), Some(trail)) => {
                        comparison.node(&old.node, &resource.node, trail.tree.clone())
                    }
                    _ => comparison.new_node(&resource.node),
                };
                stage.changed += usize::from(old.is_some() && comparison.is_changed);
                let id = trail.map_or_else(
                    || {
                        self.next_id += 1;
                        self.next_id
                    },
                    |trail| trail.id,
                );
                let mut gone = trail.map(|trail| trail.gone.clone()).unwrap_or_default();
                gone.append(&mut comparison.removed);
                trails.push((at, Arc::new(Trail { id, tree, gone })));
            }
        }
        for (at, trail) in trails {
            set.modify_in_step(at, |resource| resource.trail = Some(trail));
        }
        *level = set.shared().to_vec();
    }
}
