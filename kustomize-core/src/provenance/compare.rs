//! What a step did to one resource.

use super::names::Names;
use super::{Mark, Step, Tree, shown};
use crate::hash::HashSet;
use crate::resource::Resource;
use crate::source::Pos;
use crate::yaml::{Node, Value};
use std::sync::Arc;

/// One step, seen from one resource.
pub(super) struct Comparison<'a> {
    step: &'a Arc<Step>,
    /// The resources whose names and namespaces references follow.
    names: &'a Names<'a>,
    /// The places of what a patch names its resource by.
    identity: Vec<Pos>,
    /// The places of the values before, so that a value that was moved is not taken for a new one.
    known: HashSet<Pos>,
    pub(super) is_changed: bool,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(
        step: &'a Arc<Step>,
        before: Option<&Node>,
        after: &Node,
        names: &'a Names<'a>,
    ) -> Self {
        let mut known = HashSet::default();
        before.into_iter().for_each(|node| places(node, &mut known));
        let paths: [&[&str]; 4] =
            [&["apiVersion"], &["kind"], &["metadata", "name"], &["metadata", "namespace"]];
        let identity = paths.into_iter().filter_map(|path| Some(after.lookup(path)?.pos)).collect();
        Comparison { step, names, identity, known, is_changed: false }
    }

    /// Patches say what they say, also where it is what was there; what they name their resource by says
    /// nothing of it.
    fn is_repeated(&self, before: &Node, after: &Node) -> bool {
        self.step.by.contains("patch")
            && after.pos != before.pos
            && after.pos.is_some()
            && !self.known.contains(&after.pos)
            && !self.identity.contains(&after.pos)
    }

    /// The tree of a node after the step.
    pub(super) fn node(&mut self, before: &Node, after: &Node, tree: Tree) -> Tree {
        match (&before.value, &after.value) {
            (Value::Map(old), Value::Map(new)) if !old.is_empty() && !new.is_empty() => {
                let mut known = tree.fields;
                self.is_changed |= old.len() > new.len();
                let fields = new.iter().map(|entry| {
                    let key = &entry.key.text;
                    let tree = known.iter_mut().find(|(name, _)| name == key).map(|(_, t)| std::mem::take(t));
                    let mut tree = match (old.get(key), tree) {
                        (Some(old), Some(tree)) => self.node(old, &entry.value, tree),
                        _ => self.new_node(&entry.value),
                    };
                    if key == "namespace" && old.get(key).is_none_or(|old| shown(old) != shown(&entry.value))
                    {
                        let name = new.get_text("name").unwrap_or_default();
                        self.follow(self.names.in_namespace(name, &shown(&entry.value)), key, &mut tree);
                    }
                    (key.clone(), tree)
                });
                Tree { fields: fields.collect(), ..Tree::default() }
            }
            (Value::Seq(old), Value::Seq(new)) if !old.is_empty() && !new.is_empty() => {
                let mut known = tree.items;
                self.is_changed |= old.len() > new.len();
                let matched = matching(old, new);
                let items = new.iter().zip(matched).map(|(item, from)| {
                    match from.and_then(|at| Some((old.get(at)?, std::mem::take(known.get_mut(at)?)))) {
                        Some((old, tree)) => self.node(old, item, tree),
                        None => self.new_node(item),
                    }
                });
                Tree { items: items.collect(), ..Tree::default() }
            }
            (Value::Map(a), Value::Map(b)) if a.is_empty() && b.is_empty() => tree,
            (Value::Seq(a), Value::Seq(b)) if a.is_empty() && b.is_empty() => tree,
            (Value::Scalar(old), Value::Scalar(new)) => {
                let is_same = old.text == new.text && before.is_null() == after.is_null();
                if is_same && !self.is_repeated(before, after) {
                    return tree;
                }
                self.is_changed |= !is_same;
                let mut tree = Tree { events: tree.events, ..Tree::default() };
                tree.events.push(self.mark(after, before.pos));
                self.follow(self.names.renamed(&shown(before), &shown(after)), "name", &mut tree);
                tree
            }
            _ => self.new_node(after),
        }
    }

    fn mark(&self, node: &Node, before: Pos) -> Mark {
        Mark { step: self.step.clone(), value: shown(node), pos: self.place(node, before), follows: None }
    }

    /// Says of the last event which resource it follows, and what set that one's name or namespace.
    fn follow(&self, resource: Option<&Resource>, field: &str, tree: &mut Tree) {
        if let (Some(resource), Some(mark)) = (resource, tree.events.last_mut()) {
            mark.follows = Some(format!("{} {}", resource.kind(), resource.name()));
            mark.pos = self.names.place(resource, field);
        }
    }

    /// The place of a value: its own when the step brought it, or that of the step.
    fn place(&self, after: &Node, before: Pos) -> Pos {
        let is_own = after.pos.is_some() && after.pos != before && !self.known.contains(&after.pos);
        if (is_own && brings_values(self.step.by)) || !self.step.pos.is_some() {
            after.pos
        } else {
            self.step.pos
        }
    }

    /// The tree of what was not there before.
    pub(super) fn new_node(&mut self, node: &Node) -> Tree {
        self.is_changed = true;
        match &node.value {
            Value::Map(map) if !map.is_empty() => {
                let fields = map.iter().map(|entry| (entry.key.text.clone(), self.new_node(&entry.value)));
                Tree { fields: fields.collect(), ..Tree::default() }
            }
            Value::Seq(items) if !items.is_empty() => {
                Tree { items: items.iter().map(|item| self.new_node(item)).collect(), ..Tree::default() }
            }
            _ => Tree { events: vec![self.mark(node, Pos::NONE)], ..Tree::default() },
        }
    }
}

/// True for steps whose values are written somewhere themselves.
fn brings_values(by: &str) -> bool {
    matches!(
        by,
        "resources"
            | "strategic merge patch"
            | "JSON patch"
            | "configMapGenerator"
            | "secretGenerator"
            | "helmCharts"
            | "generators"
            | "labels"
            | "commonLabels"
            | "commonAnnotations"
    )
}

fn places(node: &Node, known: &mut HashSet<Pos>) {
    match &node.value {
        Value::Map(map) => map.iter().for_each(|entry| places(&entry.value, known)),
        Value::Seq(items) => items.iter().for_each(|item| places(item, known)),
        Value::Scalar(_) => {
            known.insert(node.pos);
        }
    }
}

/// Whether a new entry of a list continues an old one.
type Test<'t> = &'t dyn Fn(&Node, &Node) -> bool;

/// For each new entry of a list the old one that it continues: the one that was read at the same place, or
/// that has the same name, or else the same content.
fn matching(old: &[Node], new: &[Node]) -> Vec<Option<usize>> {
    let mut used = vec![false; old.len()];
    let mut found = vec![None; new.len()];
    let name = |node: &Node| node.get("name").and_then(Node::text).map(str::to_owned);
    let same_place = |a: &Node, b: &Node| a.pos.is_some() && a.pos == b.pos;
    let same_name = |a: &Node, b: &Node| name(a).is_some() && name(a) == name(b);
    // Most entries stay where they are.
    for (at, (((old, new), slot), used)) in old.iter().zip(new).zip(&mut found).zip(&mut used).enumerate() {
        if same_place(old, new) {
            (*used, *slot) = (true, Some(at));
        }
    }
    let left = found.iter().filter(|slot| slot.is_none()).count();
    let tests: [Test<'_>; 3] = [&same_place, &same_name, &|a, b| a == b];
    for test in tests.into_iter().filter(|_| left.saturating_mul(old.len()) < MAX_TRIES) {
        for (item, slot) in new.iter().zip(&mut found).filter(|(_, slot)| slot.is_none()) {
            let mut candidates = old.iter().zip(&mut used).enumerate();
            if let Some((at, (_, used))) = candidates.find(|(_, (old, used))| !**used && test(old, item)) {
                (*used, *slot) = (true, Some(at));
            }
        }
    }
    // Lists of the same length are changed entry by entry.
    if old.len() == new.len() {
        for (at, (slot, used)) in found.iter_mut().zip(&mut used).enumerate() {
            if slot.is_none() && !*used {
                (*used, *slot) = (true, Some(at));
            }
        }
    }
    found
}

/// How many pairs of entries of two lists are looked at; beyond that they are matched by their places.
const MAX_TRIES: usize = 1 << 22;
