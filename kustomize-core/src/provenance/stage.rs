//! The order in which a root was put together.

use crate::source::{Location, Pos, Sources};

/// A step of a build, with those inside it in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stage {
    /// What it is: the field of a kustomization, `root`, or what a build does itself.
    pub by: &'static str,
    /// The path or the name that the entry states; may be empty.
    pub label: String,
    /// Where the entry is written.
    pub place: Option<Location>,
    /// The kustomization file of a base, a component or the root.
    pub file: Option<String>,
    /// True for a base that was put together before.
    pub again: bool,
    /// How many resources it added.
    pub added: usize,
    /// How many it changed.
    pub changed: usize,
    /// How many it took away.
    pub removed: usize,
    /// The steps inside, in order.
    pub children: Vec<Stage>,
}

/// A stage as it is recorded.
#[derive(Debug)]
pub(crate) struct Recorded {
    pub(super) by: &'static str,
    label: String,
    pub(super) pos: Pos,
    pub(super) file: Pos,
    pub(super) again: bool,
    pub(super) added: usize,
    pub(super) changed: usize,
    pub(super) removed: usize,
    pub(super) children: Vec<Recorded>,
}

impl Recorded {
    pub(super) fn new(by: &'static str, label: &str, pos: Pos) -> Self {
        Recorded {
            by,
            label: label.to_owned(),
            pos,
            file: Pos::NONE,
            again: false,
            added: 0,
            changed: 0,
            removed: 0,
            children: Vec::new(),
        }
    }

    /// True for what nobody wrote down, and that did nothing.
    pub(super) fn is_idle(&self) -> bool {
        !self.pos.is_some() && self.added + self.changed + self.removed == 0 && self.children.is_empty()
    }

    pub(crate) fn into_stage(self, sources: &Sources) -> Stage {
        Stage {
            by: self.by,
            label: self.label,
            place: sources.locate(self.pos),
            file: sources.path(self.file).map(|path| path.display().to_string()),
            again: self.again,
            added: self.added,
            changed: self.changed,
            removed: self.removed,
            children: self.children.into_iter().map(|child| child.into_stage(sources)).collect(),
        }
    }
}

impl Stage {
    /// The stages as a tree, one line each.
    pub fn to_tree(&self) -> String {
        let mut out = format!("{}\n", self.title());
        self.branches("", &mut out);
        out
    }

    fn branches(&self, indent: &str, out: &mut String) {
        for (i, child) in self.children.iter().enumerate() {
            let is_last = i + 1 == self.children.len();
            let (mark, below) = if is_last { ("└── ", "    ") } else { ("├── ", "│   ") };
            out.push_str(&format!("{indent}{mark}{}\n", child.line()));
            child.branches(&format!("{indent}{below}"), out);
        }
    }

    fn title(&self) -> String {
        self.file.clone().unwrap_or_else(|| self.by.to_owned())
    }

    /// What the step did, in words; empty for nothing.
    pub fn effect(&self) -> String {
        let parts = [("added", self.added), ("changed", self.changed), ("removed", self.removed)];
        let told: Vec<String> =
            parts.iter().filter(|(_, n)| *n > 0).map(|(w, n)| format!("{n} {w}")).collect();
        let again = self.again.then(|| "again".to_owned());
        again.into_iter().chain(told).collect::<Vec<_>>().join(", ")
    }

    fn line(&self) -> String {
        let mut line = self.by.to_owned();
        if !self.label.is_empty() {
            line.push_str(&format!(" {}", self.label));
        }
        let effect = self.effect();
        if !effect.is_empty() {
            line.push_str(&format!(": {effect}"));
        }
        if let Some(place) = &self.place {
            line.push_str(&format!("  ({}:{})", place.path.display(), place.line));
        }
        line
    }

    /// The stages as a graph in the language of Graphviz: what is used points to what uses it, numbered in
    /// the order of use.
    pub fn to_dot(&self) -> String {
        let mut out = String::from("digraph kustomization {\n  rankdir=BT;\n  node [shape=box];\n");
        let mut graph = Graph { nodes: Vec::new(), out: &mut out };
        graph.kustomization(self);
        out.push_str("}\n");
        out
    }

    fn is_kustomization(&self) -> bool {
        self.file.is_some()
    }
}

struct Graph<'o> {
    /// The kustomizations and files that have a node.
    nodes: Vec<String>,
    out: &'o mut String,
}

impl Graph<'_> {
    /// The number of a node, which is made with these lines when it is new.
    fn node(&mut self, name: &str, lines: &[String], style: &str) -> usize {
        if let Some(at) = self.nodes.iter().position(|known| known == name) {
            return at;
        }
        self.nodes.push(name.to_owned());
        let at = self.nodes.len() - 1;
        let text: String = lines.iter().map(|line| format!("{}\\l", escaped(line))).collect();
        self.out.push_str(&format!("  n{at} [label=\"{text}\"{style}];\n"));
        at
    }

    /// A kustomization: its own steps are lines in its node, what it takes in are nodes that point to it.
    fn kustomization(&mut self, stage: &Stage) -> usize {
        let name = stage.title();
        if let Some(at) = self.nodes.iter().position(|known| *known == name) {
            return at;
        }
        let takes_in = |child: &Stage| child.is_kustomization() || child.by == "resources";
        let own = stage.children.iter().filter(|child| !takes_in(child)).map(|child| {
            let effect = child.effect();
            match (child.label.is_empty(), effect.is_empty()) {
                (true, true) => child.by.to_owned(),
                (true, false) => format!("{}: {effect}", child.by),
                (false, true) => format!("{} {}", child.by, child.label),
                (false, false) => format!("{} {}: {effect}", child.by, child.label),
            }
        });
        let lines: Vec<String> = std::iter::once(name.clone()).chain(own).collect();
        let at = self.node(&name, &lines, "");
        for (i, child) in stage.children.iter().filter(|child| takes_in(child)).enumerate() {
            let from = if child.is_kustomization() {
                self.kustomization(child)
            } else {
                let below = stage.file.as_deref().and_then(|file| file.rsplit_once('/'));
                let name =
                    below.map_or(child.label.clone(), |(folder, _)| format!("{folder}/{}", child.label));
                self.node(&name, std::slice::from_ref(&name), ", style=rounded")
            };
            self.out.push_str(&format!("  n{from} -> n{at} [label=\"{} {}\"];\n", i + 1, child.by));
        }
        at
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}
