//! What functions read and write: resource lists.

use super::spec::FunctionSpec;
use crate::diagnostic::{Code, Error, Result};
use crate::package::annotations::{
    ID, INDEX, LOCAL_CONFIG, MIGRATION_ID, OLD_ID, OLD_INDEX, OLD_PATH, PATH, SEQ_INDENT,
};
use crate::path::{clean, join};
use crate::resource::Resource;
use crate::source::FileId;
use crate::yaml::{
    Entry, Limits, Map, Node, Value, compare_keys, read_documents, read_first, write_unfolded,
};

/// An annotation that is written behind those of the object, as functions get to see it.
type Added = Vec<(&'static str, String)>;

/// An object with annotations that are written behind its own.
pub(super) struct Item {
    node: Node,
    added: Added,
}

fn annotations_mut(node: &mut Node) -> Option<&mut Map> {
    node.lookup_mut(&["metadata", "annotations"]).and_then(Node::as_map_mut)
}

fn annotation<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    node.lookup(&["metadata", "annotations"])?.get(key)?.text()
}

impl Item {
    pub(super) fn new(node: Node) -> Self {
        Item { node, added: Added::new() }
    }

    /// The configuration of a function, marked so that it does not become part of the result.
    pub(super) fn config(config: &Node) -> Self {
        let mut item = Item::new(config.clone());
        item.set(LOCAL_CONFIG, "true".to_owned());
        item
    }

    /// The object with the further annotations among its own.
    pub(super) fn into_node(self) -> Node {
        let mut resource = Resource::new(self.node);
        for (key, text) in &self.added {
            resource.set_annotation(key, text);
        }
        resource.node
    }

    fn get(&self, key: &str) -> Option<&str> {
        let added = self.added.iter().find(|(k, _)| *k == key);
        added.map(|(_, text)| text.as_str()).or_else(|| annotation(&self.node, key)).filter(|t| !t.is_empty())
    }

    fn set(&mut self, key: &'static str, text: String) {
        if let Some(node) = annotations_mut(&mut self.node).and_then(|map| map.get_mut(key)) {
            *node = Node::string(text, node.pos);
        } else if let Some((_, old)) = self.added.iter_mut().find(|(k, _)| *k == key) {
            *old = text;
        } else {
            self.added.push((key, text));
        }
    }

    /// True when the object lies in the folder that a function is for.
    pub(super) fn is_in_scope(&self, scope: &str) -> bool {
        let everywhere = matches!(scope, "" | ".");
        everywhere
            || self.get(PATH).or_else(|| self.get(OLD_PATH)).is_some_and(|p| folder_of(p).starts_with(scope))
    }

    /// Sets of two annotations for the same the one that is missing.
    fn pair(&mut self, old: &'static str, new: &'static str) -> Result<()> {
        match (self.get(old).map(str::to_owned), self.get(new).map(str::to_owned)) {
            (Some(a), Some(b)) if a != b => {
                Err(Error::new(Code::InvalidResource, format!("the annotations {old} and {new} differ"))
                    .at(self.node.pos)
                    .hint("take one of them away"))
            }
            (Some(text), None) => {
                self.set(new, text);
                Ok(())
            }
            (None, Some(text)) => {
                self.set(old, text);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Adds the place among all objects.
    ///
    /// # Errors
    /// When annotations for the path contradict each other.
    pub(super) fn number(&mut self, at: usize) -> Result<()> {
        self.pair(OLD_PATH, PATH)?;
        for key in [OLD_INDEX, INDEX, MIGRATION_ID] {
            self.set(key, at.to_string());
        }
        Ok(())
    }

    /// Adds what identifies the object to the function.
    fn identify(&mut self, at: usize) {
        for key in [ID, OLD_ID] {
            self.set(key, (at + 1).to_string());
        }
    }

    /// The text of the object, in a block that begins at this column.
    fn write(&self, indent: usize, out: &mut String) -> Result<()> {
        let mut text = String::new();
        let Some(map) = self.node.as_map() else { return write_unfolded(&self.node, out) };
        if self.added.is_empty() {
            write_unfolded(&self.node, &mut text)?;
        } else {
            write_level(map, &["metadata", "annotations"], &self.added, &mut text)?;
        }
        for line in text.lines() {
            if !line.is_empty() {
                out.extend(std::iter::repeat_n(' ', indent));
            }
            out.push_str(line);
            out.push('\n');
        }
        Ok(())
    }
}

/// Writes a mapping in the order of its keys, with further annotations behind those on the path.
fn write_level(map: &Map, path: &[&str], added: &Added, out: &mut String) -> Result<()> {
    let Some((name, rest)) = path.split_first() else {
        if !map.is_empty() {
            write_unfolded(&Node::new(Value::Map(map.clone()), crate::source::Pos::NONE), out)?;
        }
        for (key, text) in added {
            out.push_str(&format!("{key}: '{}'\n", text.replace('\'', "''")));
        }
        return Ok(());
    };
    let mut entries: Vec<&Entry> = map.iter().collect();
    entries.sort_by(|a, b| compare_keys(&a.key.text, &b.key.text));
    let before = |entry: &&&Entry| compare_keys(&entry.key.text, name).is_lt();
    let (first, last) = entries.split_at(entries.iter().take_while(before).count());
    let (own, last) = match last.split_first() {
        Some((entry, last)) if entry.key.text == *name => (entry.value.as_map(), last),
        _ => (None, last),
    };
    write_entries(first, out)?;
    let mut inner = String::new();
    write_level(own.unwrap_or(&Map::new()), rest, added, &mut inner)?;
    out.push_str(&format!("{name}:\n"));
    for line in inner.lines() {
        out.push_str(if line.is_empty() { "" } else { "  " });
        out.push_str(line);
        out.push('\n');
    }
    write_entries(last, out)
}

fn write_entries(entries: &[&Entry], out: &mut String) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let map = Map::from_entries(entries.iter().map(|e| (*e).clone()).collect());
    write_unfolded(&Node::new(Value::Map(map), crate::source::Pos::NONE), out)
}

/// The text that a function reads.
///
/// # Errors
/// What cannot be written as JSON.
pub(super) fn request(items: &mut [Item], config: &Item) -> Result<String> {
    let mut out = String::from("apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:");
    out.push_str(if items.is_empty() { " []\n" } else { "\n" });
    for (at, item) in items.iter_mut().enumerate() {
        item.identify(at);
        let mut text = String::new();
        item.write(2, &mut text)?;
        out.push_str("- ");
        out.push_str(text.get(2..).unwrap_or(""));
    }
    out.push_str("functionConfig:\n");
    config.write(2, &mut out)?;
    Ok(out)
}

/// The folder that a function is for, by the path in its configuration: its own, or the one above a
/// folder named `functions`. Empty when it is for all.
pub(super) fn scope(config: &Node) -> String {
    let path = annotation(config, PATH).or_else(|| annotation(config, OLD_PATH));
    path.map(folder_of).unwrap_or_default()
}

/// The folder that a function or resource of this path is for: that of its file, or the one above a folder named
/// `functions`.
pub(crate) fn folder_of(path: &str) -> String {
    let folder = |path: &str| clean(path.rsplit_once('/').map_or("", |(folder, _)| folder));
    let dir = folder(path);
    if dir.rsplit('/').next() == Some("functions") { folder(&dir) } else { dir }
}

/// What a function has written.
pub(super) struct Response {
    /// The objects.
    pub(super) nodes: Vec<Node>,
    /// What it has to say.
    pub(super) results: Vec<FunctionResult>,
}

/// One message of a function.
pub(super) struct FunctionResult {
    pub(super) severity: String,
    pub(super) message: String,
}

/// Reads what a function has written, and notes in each object where it would be kept.
///
/// # Errors
/// Text that is not YAML.
pub(super) fn response(text: &str, file: FileId, scope: &str, limits: &Limits) -> Result<Response> {
    let mut nodes = read_documents(text, file, limits)?;
    for node in &mut nodes {
        if node.as_map().is_some() {
            take_back(node, scope)?;
        }
    }
    let results = if text.contains("results") { results(text, file, limits)? } else { Vec::new() };
    Ok(Response { nodes, results })
}

fn results(text: &str, file: FileId, limits: &Limits) -> Result<Vec<FunctionResult>> {
    let list = read_first(text, file, limits)?;
    let results = list.as_ref().filter(|n| n.get("items").is_some() || n.get("functionConfig").is_some());
    let results = results.and_then(|n| n.get("results"));
    // An older form has its items in a field of their own.
    let items = results.and_then(|n| n.as_seq().or_else(|| n.get("items").and_then(Node::as_seq)));
    let field = |node: &Node, key: &str| node.get(key).and_then(Node::text).unwrap_or("").to_owned();
    let result =
        |node: &Node| FunctionResult { severity: field(node, "severity"), message: field(node, "message") };
    Ok(items.unwrap_or(&[]).iter().map(result).collect())
}

/// Takes out what was added for the function, and adds a path where there is none.
fn take_back(node: &mut Node, scope: &str) -> Result<()> {
    let mut item = Item::new(std::mem::take(node));
    if let Some(map) = annotations_mut(&mut item.node) {
        for key in [INDEX, OLD_INDEX, SEQ_INDENT, MIGRATION_ID, ID, OLD_ID] {
            map.remove(key);
        }
    }
    item.pair(OLD_PATH, PATH)?;
    if item.get(PATH).is_none() {
        let text = |key: &str| item.node.lookup(&["metadata", key]).and_then(Node::text).unwrap_or("");
        let kind = item.node.get("kind").and_then(Node::text).unwrap_or("").to_lowercase();
        let file = format!("{kind}_{}.yaml", text("name"));
        let path = join(&[scope, text("namespace"), &file]);
        item.set(PATH, path.clone());
        item.set(OLD_PATH, path);
    }
    *node = item.into_node();
    Ok(())
}

impl FunctionResult {
    /// True when it is more than a note.
    pub(super) fn is_serious(&self) -> bool {
        matches!(self.severity.as_str(), "error" | "warning")
    }
}

/// What a function is called in messages.
pub(super) fn name_of(config: &Resource, spec: &FunctionSpec) -> String {
    let program = if spec.container.image.is_empty() { &spec.exec.path } else { &spec.container.image };
    let own = format!("{} {}", config.kind(), config.name());
    if program.is_empty() { own } else { format!("{own} ({program})") }
}
