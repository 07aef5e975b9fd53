//! What may surprise about a strategic merge.
//!
//! A merge is reviewed by walking along the patch alone, before the merge and for lists that look
//! doubtful once more after it; the merge itself knows nothing of this.

use crate::diagnostic::{Code, Diagnostic};
use crate::kustomization::nearest;
use crate::merge::unknown;
use crate::schema::{Asked, Schema, TypeRef};
use crate::yaml::{Node, Value};

/// A review of one merge.
pub(crate) struct Review {
    warnings: Vec<Diagnostic>,
    /// Lists whose items may displace one another, with the way to them.
    doubtful: Vec<Doubtful>,
    name: String,
}

struct Doubtful {
    way: Vec<Place>,
    keys: Vec<String>,
    patch: Vec<Node>,
    object: Vec<Node>,
}

/// A step that is kept.
enum Place {
    Field(String),
    Item(String, String),
}

/// One step into an object.
enum Step<'p> {
    Field(&'p str),
    /// The item whose key has this value.
    Item(&'p str, &'p str),
}

impl Step<'_> {
    fn kept(&self) -> Place {
        match *self {
            Step::Field(name) => Place::Field(name.to_owned()),
            Step::Item(key, value) => Place::Item(key.to_owned(), value.to_owned()),
        }
    }
}

impl Review {
    /// Compares an object with the patch that is about to be merged into it.
    pub(crate) fn new(object: &Node, patch: &Node, schema: &Schema, asked: &mut Asked) -> Self {
        let text = |key| object.get(key).and_then(Node::text).unwrap_or("");
        let (api_version, kind) = (text("apiVersion"), text("kind"));
        let name = object.get("metadata").and_then(|m| m.get("name")).and_then(Node::text).unwrap_or("");
        let mut review =
            Review { warnings: Vec::new(), doubtful: Vec::new(), name: format!("{kind} {name}") };
        let known = schema.is_known(api_version, kind);
        let mut walk = Walk { review: &mut review, known, way: Vec::new() };
        walk.visit(object, patch, schema.kind(api_version, kind), 0);
        unknown::in_merge(object, patch, schema, asked, &mut |warning| review.warnings.push(warning));
        review
    }

    /// Looks at the doubtful lists in the result and tells what was noticed.
    pub(crate) fn finish(mut self, result: &Node, warn: &mut dyn FnMut(Diagnostic)) {
        for list in std::mem::take(&mut self.doubtful) {
            let items = follow(result, &list.way).and_then(Node::as_seq).unwrap_or(&[]);
            let from_patch = list.patch.iter().map(|item| (item, "the patch", None));
            let from_object = list.object.iter().map(|item| (item, "the object", Some(&list.keys)));
            for (item, whose, keys) in from_patch.chain(from_object) {
                if items.iter().any(|found| holds(found, item, keys)) {
                    continue;
                }
                let message = format!("{}: an item of {whose} is not in the merged list", self.name);
                self.warnings.push(
                    Diagnostic::warning(Code::LostItem, item.pos, message)
                        .with_hint("state all keys in all items, for ports `protocol` too"),
                );
            }
        }
        self.warnings.into_iter().for_each(warn);
    }
}

struct Walk<'r, 'p> {
    review: &'r mut Review,
    /// True for kinds of Kubernetes itself.
    known: bool,
    way: Vec<Step<'p>>,
}

/// Deeper than any object goes.
const MAX_DEPTH: usize = 100;

impl<'p> Walk<'_, 'p> {
    fn visit(&mut self, object: &Node, patch: &'p Node, field_type: Option<TypeRef<'p>>, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        match (&object.value, &patch.value) {
            (Value::Map(own), Value::Map(new)) => {
                if new.contains("$patch") {
                    return;
                }
                for entry in new {
                    let key = entry.key.text.as_str();
                    if let Some(old) = own.get(key) {
                        self.way.push(Step::Field(key));
                        self.visit(old, &entry.value, field_type.and_then(|t| t.field(key)), depth + 1);
                        self.way.pop();
                    }
                }
            }
            (Value::Seq(own), Value::Seq(new)) => match field_type.filter(TypeRef::is_merged) {
                Some(list) => self.merged_list(own, new, list, depth),
                None if !self.known => self.replaced_list(object, patch, own, new),
                None => {}
            },
            _ => {}
        }
    }

    fn merged_list(&mut self, own: &[Node], new: &'p [Node], list: TypeRef<'p>, depth: usize) {
        let keys = list.keys();
        let [key] = keys[..] else {
            if keys.len() > 1 && is_doubtful(own, new, &keys) {
                let way = self.way.iter().map(Step::kept).collect();
                let keys = keys.iter().map(|key| (*key).to_owned()).collect();
                self.review.doubtful.push(Doubtful { way, keys, patch: new.to_vec(), object: own.to_vec() });
            }
            return;
        };
        for item in new {
            let Some(value) = item.get(key).and_then(Node::text) else { continue };
            match own.iter().find(|old| old.get(key).and_then(Node::text) == Some(value)) {
                Some(old) => {
                    self.way.push(Step::Item(key, value));
                    self.visit(old, item, list.elements(), depth + 1);
                    self.way.pop();
                }
                None => self.suspect_item(own, new, item, key, value),
            }
        }
    }

    /// A container that is new and has no image was hardly meant to be new.
    fn suspect_item(&mut self, own: &[Node], new: &[Node], item: &Node, key: &str, value: &str) {
        let containers = ["containers", "initContainers", "ephemeralContainers"];
        let is_container = matches!(self.way.last(), Some(Step::Field(name)) if containers.contains(name));
        if !is_container || item.get("image").is_some() || item.get("$patch").is_some() {
            return;
        }
        let name_of = |item: &'_ Node| item.get(key).and_then(Node::text).map(str::to_owned);
        let taken: Vec<String> = new.iter().filter_map(name_of).collect();
        let names: Vec<String> =
            own.iter().filter_map(name_of).filter(|name| !taken.contains(name)).collect();
        let hint = match nearest(value, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => "give it an image, or name one of the containers that are there".to_owned(),
        };
        let at = item.get(key).map_or(item.pos, |n| n.pos);
        let message =
            format!("{}: the patch adds the container \"{value}\", which has no image", self.review.name);
        let mut warning = Diagnostic::warning(Code::SuspectItem, at, message).with_hint(hint);
        if let Some(first) = own.first() {
            warning = warning.with_related(first.pos, "the containers that are there");
        }
        self.review.warnings.push(warning);
    }

    /// Items of the object that the patch does not repeat are gone.
    fn replaced_list(&mut self, object: &Node, patch: &Node, own: &[Node], new: &[Node]) {
        if !own.iter().any(|item| item.as_map().is_some()) {
            return;
        }
        let name = |item: &Node| item.get("name").and_then(Node::text).map(str::to_owned);
        let lost = own.iter().filter(|item| match name(item) {
            Some(of_item) => !new.iter().any(|n| name(n).as_ref() == Some(&of_item)),
            None => !new.contains(item),
        });
        let lost = lost.count();
        if lost == 0 {
            return;
        }
        let field = self.way.iter().rev().find_map(|step| match step {
            Step::Field(name) => Some(*name),
            Step::Item(..) => None,
        });
        let message = format!(
            "{}: the patch replaces the whole list {}, {lost} of {} items are gone",
            self.review.name,
            field.unwrap_or("at the top"),
            own.len(),
        );
        self.review.warnings.push(
            Diagnostic::warning(Code::ReplacedList, patch.pos, message)
                .with_hint("lists of this kind are not merged: repeat the items, or use a JSON patch")
                .with_related(object.pos, "the list that was replaced"),
        );
    }
}

/// True when some items state a key that others leave out, or an item comes twice.
fn is_doubtful(own: &[Node], new: &[Node], keys: &[&str]) -> bool {
    let text = |item: &Node, key: &str| item.get(key).and_then(Node::text).unwrap_or("").to_owned();
    let all = || own.iter().chain(new);
    keys.iter().any(|key| {
        let stated = all().filter(|item| !text(item, key).is_empty()).count();
        stated > 0 && stated < own.len() + new.len()
    }) || [own, new].into_iter().any(|list| {
        let mut ids: Vec<Vec<String>> =
            list.iter().map(|item| keys.iter().map(|key| text(item, key)).collect()).collect();
        ids.sort();
        ids.windows(2).any(|pair| matches!(pair, [a, b] if a == b))
    })
}

fn follow<'n>(node: &'n Node, way: &[Place]) -> Option<&'n Node> {
    way.iter().try_fold(node, |node, place| match place {
        Place::Field(name) => node.get(name),
        Place::Item(key, value) => {
            node.as_seq()?.iter().find(|item| item.get(key).and_then(Node::text) == Some(value))
        }
    })
}

/// True when the item has all fields of another, or of these fields those that the other states.
fn holds(item: &Node, wanted: &Node, fields: Option<&Vec<String>>) -> bool {
    match (item.as_map(), wanted.as_map()) {
        (Some(map), Some(wanted)) => wanted.iter().all(|e| {
            let key = e.key.text.as_str();
            key == "$patch"
                || e.value.is_null()
                || fields.is_some_and(|fields| !fields.iter().any(|field| field == key))
                || map.get(key).is_some_and(|found| found.text() == e.value.text())
        }),
        _ => item == wanted,
    }
}
