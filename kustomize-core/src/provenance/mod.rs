//! Where each field of a result came from, and how a root was put together.
//!
//! An ordinary build records nothing. [`Builder::explain`](crate::Builder::explain) makes one that compares
//! the resources before and after each step, and keeps for each field the steps that set it.

mod compare;
mod names;
mod path;
mod recorder;
mod removed;
mod stage;
mod stated;

pub(crate) use names::NAME_REFERENCE;
pub use path::{FieldPath, Part};
pub(crate) use recorder::Recorder;
pub use removed::Removed;
pub use stage::Stage;
pub(crate) use stated::Stated;

use removed::Gone;

use crate::build::Output;
use crate::resource::Resource;
use crate::source::{Location, Pos, Sources};
use crate::yaml::{Node, Str, Value};
use std::sync::Arc;

/// A build and how it came about.
#[derive(Clone, Debug)]
pub struct Explained {
    pub(crate) output: Output,
    pub(crate) stage: Stage,
    pub(crate) removed: Vec<Removed>,
}

/// A field of a finished resource.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// Where it is in the resource.
    pub path: FieldPath,
    /// Its value as text; of one that was removed the last that it had.
    pub value: String,
    /// What set it, in order; the last one made it what it is.
    pub events: Vec<Event>,
}

/// That a step of a build set a field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// What did it: the field of the kustomization behind it, or `content hash`, `name reference` and the
    /// like for what a build does itself.
    pub by: &'static str,
    /// The value from then on; nothing when it took the field away.
    pub value: Option<String>,
    /// The file and line of the value, or of what took it away: in a manifest, a patch, a kustomization file.
    pub place: Option<Location>,
    /// The entry of the kustomization file that brought it in, where that is another place.
    pub listed: Option<Location>,
    /// For a name reference the resource whose name it follows, for a replacement or a variable the field that
    /// it copies.
    pub follows: Option<String>,
}

impl Explained {
    /// The build.
    pub fn output(&self) -> &Output {
        &self.output
    }

    /// The steps in which the root was put together.
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// The fields of a resource of [`Self::output`]: all values, and mappings and lists without entries. What
    /// was taken away and set again tells both.
    pub fn fields(&self, resource: &Resource) -> Vec<Field> {
        let mut fields = Vec::new();
        let none = Tree::default();
        let tree = resource.trail.as_ref().map_or(&none, |trail| &trail.tree);
        collect(&resource.node, tree, &mut FieldPath::default(), self.output.sources(), &mut fields);
        for gone in resource.trail.iter().flat_map(|trail| trail.gone.iter().rev()) {
            if let Some(field) = fields.iter_mut().find(|field| gone.is_again(field)) {
                field.events.splice(..0, gone.events(self.output.sources()));
            }
        }
        fields
    }

    /// The fields that a resource of [`Self::output`] had before a step took them away, in the order in which
    /// that happened. The last event of each is the one that did. Entries of lists are counted as they were
    /// before it.
    ///
    /// ```
    /// use kustomize_core::{Builder, fs::MemoryFileSystem};
    ///
    /// let map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\n";
    /// let mut files = MemoryFileSystem::new();
    /// files.insert("/app/kustomization.yaml", "resources: [m.yaml]\npatches: [{path: p.yaml}]\n");
    /// files.insert("/app/m.yaml", format!("{map}data: {{a: x, b: y}}\n"));
    /// files.insert("/app/p.yaml", format!("{map}data:\n  a: null\n"));
    ///
    /// let explained = Builder::new(&files).explain("/app")?;
    /// let map = explained.output().resources().next().unwrap();
    /// let removed = &explained.removed(map)[0];
    /// assert_eq!((removed.path.to_string().as_str(), removed.value.as_str()), ("data.a", "x"));
    /// let place = removed.events.last().unwrap().place.as_ref().unwrap();
    /// assert_eq!(place.line, 5);
    /// assert!(place.path.ends_with("p.yaml"));
    /// # Ok::<(), kustomize_core::Refusal>(())
    /// ```
    pub fn removed(&self, resource: &Resource) -> Vec<Field> {
        let fields = self.fields(resource);
        let gone = resource.trail.iter().flat_map(|trail| trail.gone.iter());
        let gone = gone.filter(|gone| !fields.iter().any(|field| gone.is_again(field)));
        gone.map(|gone| gone.field(self.output.sources())).collect()
    }

    /// The resources that a step took away, in the order in which that happened.
    pub fn removed_resources(&self) -> &[Removed] {
        &self.removed
    }
}

fn collect(node: &Node, tree: &Tree, path: &mut FieldPath, sources: &Sources, fields: &mut Vec<Field>) {
    let none = Tree::default();
    match &node.value {
        Value::Map(map) if !map.is_empty() => {
            for entry in map.iter() {
                path.push(Part::Key(entry.key.text.to_string()));
                collect(&entry.value, tree.field(&entry.key.text).unwrap_or(&none), path, sources, fields);
                path.pop();
            }
        }
        Value::Seq(items) if !items.is_empty() => {
            for (i, item) in items.iter().enumerate() {
                path.push(Part::Index(i));
                collect(item, tree.items.get(i).unwrap_or(&none), path, sources, fields);
                path.pop();
            }
        }
        _ => fields.push(Field {
            path: path.clone(),
            value: shown(node),
            events: tree.events.iter().map(|mark| mark.event(sources)).collect(),
        }),
    }
}

/// The value of a node as text.
fn shown(node: &Node) -> String {
    match &node.value {
        Value::Scalar(scalar) => scalar.text.to_string(),
        Value::Map(_) => "{}".to_owned(),
        Value::Seq(_) => "[]".to_owned(),
    }
}

/// What is known of a resource: a number that it keeps for the whole build, and its fields.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    id: u64,
    tree: Tree,
    gone: Vec<Gone>,
}

impl Trail {
    /// Where the value at a path was set last.
    pub(crate) fn place(&self, path: &[&str]) -> Option<Pos> {
        let tree = path.iter().try_fold(&self.tree, |tree, key| tree.field(key))?;
        tree.events.last().map(|mark| mark.pos).filter(|pos| pos.is_some())
    }
}

/// What is known of a node and of those below it.
#[derive(Clone, Debug, Default)]
struct Tree {
    events: Vec<Mark>,
    fields: Vec<(Str, Tree)>,
    items: Vec<Tree>,
}

impl Tree {
    fn field(&self, key: &str) -> Option<&Tree> {
        self.fields.iter().find(|(name, _)| name == key).map(|(_, tree)| tree)
    }
}

/// A step that changes resources.
#[derive(Debug)]
struct Step {
    by: &'static str,
    pos: Pos,
}

/// That a step set a value.
#[derive(Clone, Debug)]
struct Mark {
    step: Arc<Step>,
    value: Option<String>,
    pos: Pos,
    /// The entry that brought it in.
    listed: Pos,
    follows: Option<String>,
}

impl Mark {
    fn event(&self, sources: &Sources) -> Event {
        let place = sources.locate(self.pos);
        let listed = sources.locate(self.listed);
        let same = |a: &Location, b: &Location| a.path == b.path && a.line == b.line;
        let is_elsewhere = listed.as_ref().zip(place.as_ref()).is_none_or(|(a, b)| !same(a, b));
        Event {
            by: self.step.by,
            value: self.value.clone(),
            listed: listed.filter(|_| is_elsewhere && self.listed.file() != self.pos.file()),
            place,
            follows: self.follows.clone(),
        }
    }
}
