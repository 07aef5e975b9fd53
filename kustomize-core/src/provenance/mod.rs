//! Where each field of a result came from, and how a root was put together.
//!
//! An ordinary build records nothing. [`Builder::explain`](crate::Builder::explain) makes one that compares
//! the resources before and after each step, and keeps for each field the steps that set it.

mod compare;
mod names;
mod path;
mod recorder;
mod stage;

pub(crate) use names::NAME_REFERENCE;
pub use path::{FieldPath, Part};
pub(crate) use recorder::Recorder;
pub use stage::Stage;

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
}

/// A field of a finished resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Where it is in the resource.
    pub path: FieldPath,
    /// Its value as text.
    pub value: String,
    /// What set it, in order; the last one made it what it is.
    pub events: Vec<Event>,
}

/// That a step of a build set a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What did it: the field of the kustomization behind it, or `content hash`, `name reference` and the
    /// like for what a build does itself.
    pub by: &'static str,
    /// The value from then on.
    pub value: String,
    /// The file and line of the value: in a manifest, a patch, a kustomization file.
    pub place: Option<Location>,
    /// The entry of the kustomization file that brought it in, where that is another place.
    pub listed: Option<Location>,
    /// For a name reference: the resource whose name it follows.
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

    /// The fields of a resource of [`Self::output`]: all values, and mappings and lists without entries.
    pub fn fields(&self, resource: &Resource) -> Vec<Field> {
        let mut fields = Vec::new();
        let none = Tree::default();
        let tree = resource.trail.as_ref().map_or(&none, |trail| &trail.tree);
        collect(&resource.node, tree, &mut FieldPath::default(), self.output.sources(), &mut fields);
        fields
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
    value: String,
    pos: Pos,
    follows: Option<String>,
}

impl Mark {
    fn event(&self, sources: &Sources) -> Event {
        let place = sources.locate(self.pos);
        let listed = sources.locate(self.step.pos);
        let same = |a: &Location, b: &Location| a.path == b.path && a.line == b.line;
        let is_elsewhere = listed.as_ref().zip(place.as_ref()).is_none_or(|(a, b)| !same(a, b));
        Event {
            by: self.step.by,
            value: self.value.clone(),
            listed: listed.filter(|_| is_elsewhere && self.step.pos.file != self.pos.file),
            place,
            follows: self.follows.clone(),
        }
    }
}
