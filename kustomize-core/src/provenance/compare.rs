//! What a step did to one resource.

use super::names::Names;
use super::path::Part;
use super::removed::Gone;
use super::stated::Stated;
use super::{FieldPath, Mark, Step, Tree, shown};
use crate::hash::{HashMap, HashSet};
use crate::resource::Resource;
use crate::source::{FileId, Pos};
use crate::yaml::{Node, Str, Value};
use std::sync::Arc;

/// One step.
#[derive(Clone, Copy)]
pub(super) struct Seen<'a> {
    pub(super) step: &'a Arc<Step>,
    /// What the file behind it says.
    pub(super) stated: Stated<'a>,
    /// The resources whose names and namespaces references follow.
    pub(super) names: &'a Names<'a>,
    /// The entries that name files.
    pub(super) entries: &'a HashMap<FileId, Pos>,
}

/// One step, seen from one resource.
pub(super) struct Comparison<'a> {
    pub(super) seen: Seen<'a>,
    /// The resource before the step, or after it when it is new.
    pub(super) before: &'a Node,
    /// Where the comparison has come to.
    pub(super) path: FieldPath,
    /// What is no longer there.
    pub(super) removed: Vec<Gone>,
    /// The places of what a patch names its resource by.
    identity: Vec<Pos>,
    /// The places of the values before, so that a value that was moved is not taken for a new one.
    known: HashSet<Pos>,
    pub(super) is_changed: bool,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(seen: Seen<'a>, before: Option<&'a Node>, after: &'a Node) -> Self {
        let mut known = HashSet::default();
        before.into_iter().for_each(|node| places(node, &mut known));
        let paths: [&[&str]; 4] =
            [&["apiVersion"], &["kind"], &["metadata", "name"], &["metadata", "namespace"]];
        let identity = paths.into_iter().filter_map(|path| Some(after.lookup(path)?.pos)).collect();
        let (path, removed, before) = (FieldPath::default(), Vec::new(), before.unwrap_or(after));
        Comparison { seen, before, path, removed, identity, known, is_changed: false }
    }

    /// Patches say what they say, also where it is what was there; what they name their resource by says
    /// nothing of it.
    fn is_repeated(&self, before: &Node, after: &Node) -> bool {
        self.seen.step.by.contains("patch")
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
                let mut taken = |key: &Str| {
                    let tree = known.iter_mut().find(|(name, _)| name == key);
                    tree.map(|(_, tree)| std::mem::take(tree))
                };
                let mut fields = Vec::with_capacity(new.len());
                for entry in new.iter() {
                    let key = &entry.key.text;
                    let mut tree = match (old.get(key), taken(key)) {
                        (Some(old), Some(tree)) => {
                            self.below(Part::Key(key.to_string()), |this| this.node(old, &entry.value, tree))
                        }
                        _ => self.new_node(&entry.value),
                    };
                    if key == "namespace" && old.get(key).is_none_or(|old| shown(old) != shown(&entry.value))
                    {
                        let name = new.get_text("name").unwrap_or_default();
                        self.follow(self.seen.names.in_namespace(name, &shown(&entry.value)), key, &mut tree);
                    }
                    fields.push((key.clone(), tree));
                }
                for entry in old.iter().filter(|entry| !new.contains(&entry.key.text)) {
                    let key = &entry.key.text;
                    let tree = taken(key).unwrap_or_default();
                    self.below(Part::Key(key.to_string()), |this| this.gone(&entry.value, tree));
                }
                Tree { fields, ..Tree::default() }
            }
            (Value::Seq(old), Value::Seq(new)) if !old.is_empty() && !new.is_empty() => {
                let mut known = tree.items;
                self.is_changed |= old.len() > new.len();
                let matched = matching(old, new);
                let mut is_left = vec![true; old.len()];
                let mut items = Vec::with_capacity(new.len());
                for (item, from) in new.iter().zip(matched) {
                    let before = from.and_then(|at| {
                        *is_left.get_mut(at)? = false;
                        Some((at, old.get(at)?, std::mem::take(known.get_mut(at)?)))
                    });
                    items.push(match before {
                        Some((at, old, tree)) => {
                            self.below(Part::Index(at), |this| this.node(old, item, tree))
                        }
                        None => self.new_node(item),
                    });
                }
                for (at, (item, _)) in old.iter().zip(is_left).enumerate().filter(|(_, (_, left))| *left) {
                    let tree = known.get_mut(at).map(std::mem::take).unwrap_or_default();
                    self.below(Part::Index(at), |this| this.gone(item, tree));
                }
                Tree { items, ..Tree::default() }
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
                self.changed(before, after, &mut tree);
                self.follow(self.seen.names.renamed(&shown(before), &shown(after)), "name", &mut tree);
                tree
            }
            (Value::Map(_), Value::Map(new)) if !new.is_empty() => self.new_node(after),
            (Value::Seq(_), Value::Seq(new)) if !new.is_empty() => self.new_node(after),
            _ => {
                self.gone(before, tree);
                self.new_node(after)
            }
        }
    }

    fn mark(&self, node: &Node, before: Pos) -> Mark {
        let (step, pos) = (self.seen.step.clone(), self.place(node, before));
        let listed = self.seen.entries.get(&pos.file()).copied().unwrap_or(step.pos);
        Mark { step, value: Some(shown(node)), pos, listed, follows: None }
    }

    /// Writes down the value that has taken the place of another.
    fn changed(&self, before: &Node, after: &Node, tree: &mut Tree) {
        let mark = self.mark(after, before.pos);
        let origins = self.seen.stated.origins(&shown(before), &shown(after));
        if origins.is_empty() {
            tree.events.push(mark);
            return;
        }
        tree.events.extend(origins.into_iter().map(|origin| {
            let pos = if origin.pos.is_some() { origin.pos } else { mark.pos };
            Mark { pos, follows: Some(origin.field), ..mark.clone() }
        }));
    }

    /// Says of the last event which resource it follows, and what set that one's name or namespace.
    fn follow(&self, resource: Option<&Resource>, field: &str, tree: &mut Tree) {
        if let (Some(resource), Some(mark)) = (resource, tree.events.last_mut()) {
            mark.follows = Some(format!("{} {}", resource.kind(), resource.name()));
            mark.pos = self.seen.names.place(resource, field);
        }
    }

    /// The place of a value: its own when the step brought it, or that of the step.
    fn place(&self, after: &Node, before: Pos) -> Pos {
        let is_own = after.pos.is_some() && after.pos != before && !self.known.contains(&after.pos);
        let step = self.seen.step;
        let is_brought =
            brings_values(step.by) || (step.by == "transformers" && after.pos.file() == step.pos.file());
        if (is_own && is_brought) || !step.pos.is_some() { after.pos } else { step.pos }
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
            _ => {
                let mut tree = Tree::default();
                self.changed(&Node::null(Pos::NONE), node, &mut tree);
                tree
            }
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
