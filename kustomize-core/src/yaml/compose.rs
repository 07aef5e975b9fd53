//! From parser events to nodes: tags, anchors and merge keys.

use super::limits::Limits;
use super::node::{Entry, Key, Map, Node, Scalar, Str, Style, Tag, Value};
use super::resolve;
use crate::diagnostic::{Code, Error, Result};
use crate::hash::HashMap;
use crate::source::{FileId, Pos};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, StrInput};
use std::borrow::Cow;

/// Whose rules a document is read by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Resources and strategic merge patches.
    Resource,
    /// Kustomization files and JSON patches.
    Config,
}

/// Reads the first document of a text; `None` when there is none.
pub(super) fn first_document(
    text: &str,
    file: FileId,
    base: usize,
    limits: &Limits,
    dialect: Dialect,
) -> Result<Option<Node>> {
    let mut composer = Composer {
        parser: Parser::new_from_str(text),
        places: Places { text, base, file, chars: 0, bytes: 0 },
        limits,
        dialect,
        anchors: HashMap::default(),
        open_anchors: Vec::new(),
        nodes: 0,
    };
    loop {
        let (event, _) = composer.next()?;
        match event {
            Event::StreamEnd => return Ok(None),
            Event::DocumentStart(_) => break,
            _ => {}
        }
    }
    let event = composer.next()?;
    let node = composer.node(event, 0)?;
    // What follows the first document is not looked at, but the document itself must end well.
    composer.next()?;
    Ok(Some(node))
}

struct Composer<'r, 't> {
    parser: Parser<'t, StrInput<'t>>,
    places: Places<'t>,
    limits: &'r Limits,
    dialect: Dialect,
    anchors: HashMap<usize, (Node, usize)>,
    open_anchors: Vec<usize>,
    nodes: usize,
}

/// Turns the parser's places, which count characters, into byte offsets.
struct Places<'t> {
    text: &'t str,
    base: usize,
    file: FileId,
    chars: usize,
    bytes: usize,
}

impl Places<'_> {
    fn pos(&mut self, mark: Marker) -> Pos {
        if mark.index() < self.chars {
            self.chars = 0;
            self.bytes = 0;
        }
        let rest = self.text.get(self.bytes..).unwrap_or("");
        let ahead = mark.index() - self.chars;
        let step = match rest.as_bytes().get(..ahead) {
            Some(bytes) if bytes.is_ascii() => ahead,
            _ => rest.char_indices().nth(ahead).map_or(rest.len(), |(i, _)| i),
        };
        self.bytes += step;
        self.chars = mark.index();
        Pos::new(self.file, self.base + self.bytes)
    }
}

impl<'t> Composer<'_, 't> {
    fn next(&mut self) -> Result<(Event<'t>, Pos)> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                let pos = self.places.pos(span.start);
                Ok((event, pos))
            }
            Some(Err(error)) => {
                let pos = self.places.pos(*error.marker());
                Err(Error::new(Code::MalformedYaml, format!("this is not YAML: {}", error.info())).at(pos))
            }
            None => Ok((Event::StreamEnd, Pos::new(self.places.file, self.places.base + self.places.bytes))),
        }
    }

    fn count(&mut self, nodes: usize, pos: Pos) -> Result<()> {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes > self.limits.nodes {
            return Err(Error::new(
                Code::LimitExceeded,
                format!(
                    "the document has more than {} nodes when its aliases are expanded",
                    self.limits.nodes
                ),
            )
            .at(pos));
        }
        Ok(())
    }

    fn node(&mut self, (event, pos): (Event<'t>, Pos), depth: usize) -> Result<Node> {
        if depth > self.limits.depth {
            return Err(Error::new(
                Code::LimitExceeded,
                format!("the document is nested deeper than {} levels", self.limits.depth),
            )
            .at(pos));
        }
        self.count(1, pos)?;
        match event {
            Event::Alias(anchor) => self.alias(anchor, pos),
            Event::Scalar(value, style, anchor, tag) => {
                let tag = tag.map(|t| format!("{}{}", t.handle, t.suffix));
                let node = self.scalar(tag, value, style, pos)?;
                if anchor != 0 {
                    self.anchors.insert(anchor, (node.clone(), 1));
                }
                Ok(node)
            }
            Event::SequenceStart(anchor, _) => self.collection(anchor, |c| c.sequence(pos, depth)),
            Event::MappingStart(anchor, _) => self.collection(anchor, |c| c.mapping(pos, depth)),
            _ => Err(Error::new(Code::MalformedYaml, "this is not YAML: a value is missing").at(pos)),
        }
    }

    fn alias(&mut self, anchor: usize, pos: Pos) -> Result<Node> {
        if self.open_anchors.contains(&anchor) {
            return Err(Error::new(Code::MalformedYaml, "the anchor of this alias contains itself").at(pos));
        }
        let Some((node, size)) = self.anchors.get(&anchor) else {
            return Err(
                Error::new(Code::MalformedYaml, "there is no anchor of this name before this alias").at(pos)
            );
        };
        let (node, size) = (node.clone(), *size);
        self.count(size, pos)?;
        Ok(node)
    }

    fn collection(&mut self, anchor: usize, read: impl FnOnce(&mut Self) -> Result<Node>) -> Result<Node> {
        if anchor == 0 {
            return read(self);
        }
        self.open_anchors.push(anchor);
        let before = self.nodes;
        let node = read(self)?;
        self.open_anchors.pop();
        self.anchors.insert(anchor, (node.clone(), self.nodes - before + 1));
        Ok(node)
    }

    fn sequence(&mut self, pos: Pos, depth: usize) -> Result<Node> {
        let mut items = Vec::new();
        loop {
            let event = self.next()?;
            if matches!(event.0, Event::SequenceEnd) {
                return Ok(Node::new(Value::Seq(items), pos));
            }
            items.push(self.node(event, depth + 1)?);
        }
    }

    fn mapping(&mut self, pos: Pos, depth: usize) -> Result<Node> {
        let mut map = MapBuilder::new(self.dialect);
        loop {
            let event = self.next()?;
            if matches!(event.0, Event::MappingEnd) {
                return Ok(Node::new(Value::Map(map.finish()?), pos));
            }
            let key = self.node(event, depth + 1)?;
            let event = self.next()?;
            let value = self.node(event, depth + 1)?;
            map.add(key, value)?;
        }
    }

    fn scalar(&self, tag: Option<String>, value: Cow<'_, str>, style: ScalarStyle, pos: Pos) -> Result<Node> {
        let written = match style {
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
            ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
            _ => Style::Plain,
        };
        let resolved = match self.dialect {
            Dialect::Resource => resolve::resolve_plain(&value),
            Dialect::Config => resolve::resolve_plain_config(&value),
        };
        let misfit = |wanted: &str| {
            Err(Error::new(Code::MalformedYaml, format!("\"{value}\" is not {wanted}, as its tag says"))
                .at(pos))
        };
        let tag = match tag.as_deref() {
            None | Some("!") if written != Style::Plain => Tag::Str,
            None => resolved,
            Some("tag:yaml.org,2002:str" | "!") => Tag::Str,
            Some("tag:yaml.org,2002:binary") => return binary(&value, pos),
            Some("tag:yaml.org,2002:int") if resolved == Tag::Int => Tag::Int,
            Some("tag:yaml.org,2002:int") => return misfit("an integer"),
            Some("tag:yaml.org,2002:float") if matches!(resolved, Tag::Float | Tag::Int) => Tag::Float,
            Some("tag:yaml.org,2002:float") => return misfit("a number"),
            Some("tag:yaml.org,2002:bool") if resolved == Tag::Bool => Tag::Bool,
            Some("tag:yaml.org,2002:bool") => return misfit("a boolean"),
            Some("tag:yaml.org,2002:null") if resolved == Tag::Null => Tag::Null,
            Some("tag:yaml.org,2002:null") => return misfit("null"),
            Some("tag:yaml.org,2002:timestamp") if resolved == Tag::Timestamp => Tag::Timestamp,
            Some(_) => Tag::Str,
        };
        let text = match (self.dialect, tag) {
            (Dialect::Config, Tag::Bool) => {
                Str::new_static(if resolve::bool_value(&value) == Some(true) { "true" } else { "false" })
            }
            _ => Str::from(value.as_ref()),
        };
        Ok(Node::new(Value::Scalar(Scalar { text, tag, style: written }), pos))
    }
}

fn binary(value: &str, pos: Pos) -> Result<Node> {
    use base64::Engine;
    let packed: String = value.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let bytes = base64::engine::general_purpose::STANDARD.decode(packed).map_err(|e| {
        Error::new(Code::MalformedYaml, format!("the value tagged !!binary is not base64: {e}")).at(pos)
    })?;
    Ok(Node::string(String::from_utf8_lossy(&bytes).into_owned(), pos))
}

/// Puts a mapping together: keys are told apart, merge keys are merged.
struct MapBuilder {
    dialect: Dialect,
    entries: Vec<Entry>,
    /// From key to place, once there are more than a few.
    places: HashMap<Str, usize>,
    merge: Option<Node>,
    drop_merge_like: Option<usize>,
}

/// Up to so many keys are compared one by one.
const FEW: usize = 16;

impl MapBuilder {
    fn new(dialect: Dialect) -> Self {
        MapBuilder {
            dialect,
            entries: Vec::new(),
            places: HashMap::default(),
            merge: None,
            drop_merge_like: None,
        }
    }

    fn find(&mut self, key: &Str) -> Option<usize> {
        if self.entries.len() <= FEW {
            return self.entries.iter().position(|e| e.key.text == *key);
        }
        if self.places.is_empty() {
            self.places = self.entries.iter().enumerate().map(|(i, e)| (e.key.text.clone(), i)).collect();
        }
        self.places.get(key).copied()
    }

    fn push(&mut self, entry: Entry) {
        if !self.places.is_empty() {
            self.places.insert(entry.key.text.clone(), self.entries.len());
        }
        self.entries.push(entry);
    }

    fn add(&mut self, key: Node, value: Node) -> Result<()> {
        let pos = key.pos;
        let Value::Scalar(scalar) = key.value else {
            return Err(Error::new(Code::UnsupportedValue, "a mapping or list cannot be a key").at(pos));
        };
        let is_merge = scalar.tag == Tag::Merge && scalar.style == Style::Plain;
        if is_merge {
            return self.add_merge(value, pos);
        }
        let tag = if scalar.tag == Tag::Merge { Tag::Str } else { scalar.tag };
        let key = match self.dialect {
            Dialect::Resource => Key { text: scalar.text, tag, pos },
            Dialect::Config => Key { text: config_key(scalar.text, tag), tag: Tag::Str, pos },
        };
        match (self.find(&key.text), self.dialect) {
            (None, _) => {
                if self.dialect == Dialect::Resource && key.text == "<<" {
                    self.drop_merge_like = Some(self.entries.len());
                }
                self.push(Entry { key, value });
                Ok(())
            }
            (Some(at), Dialect::Config) => {
                if let Some(old) = self.entries.get_mut(at) {
                    old.value = value;
                }
                Ok(())
            }
            (Some(at), Dialect::Resource) => {
                let mut error =
                    Error::new(Code::DuplicateKey, format!("the key \"{}\" stands here twice", key.text))
                        .at(pos)
                        .hint("remove one of the two");
                if let Some(first) = self.entries.get(at) {
                    error = error.related(first.key.pos, "the first one is here");
                }
                Err(error)
            }
        }
    }

    fn add_merge(&mut self, value: Node, pos: Pos) -> Result<()> {
        match self.dialect {
            Dialect::Resource if self.merge.is_some() => {
                Err(Error::new(Code::DuplicateKey, "the merge key << stands here twice").at(pos))
            }
            Dialect::Resource => {
                self.merge = Some(value);
                Ok(())
            }
            // The older library merges where the key stands; what follows overrides.
            Dialect::Config => {
                for source in merge_sources(value, pos)? {
                    for entry in source.into_entries() {
                        match self.find(&entry.key.text) {
                            Some(at) => {
                                if let Some(old) = self.entries.get_mut(at) {
                                    old.value = entry.value;
                                }
                            }
                            None => self.push(entry),
                        }
                    }
                }
                Ok(())
            }
        }
    }

    fn finish(mut self) -> Result<Map> {
        if let Some(at) = self.drop_merge_like.filter(|_| self.merge.is_none()) {
            self.entries.remove(at);
        }
        if let Some(value) = self.merge.take() {
            let own = self.entries.len();
            let pos = value.pos;
            for source in merge_sources(value, pos)? {
                for entry in source.into_entries() {
                    match self.find(&entry.key.text) {
                        Some(at) if at < own => {}
                        Some(at) => {
                            if let Some(old) = self.entries.get_mut(at) {
                                old.value = entry.value;
                            }
                        }
                        None => self.push(entry),
                    }
                }
            }
        }
        Ok(Map::from_entries(self.entries))
    }
}

/// The mappings that a merge key names, the one that wins last.
fn merge_sources(value: Node, pos: Pos) -> Result<Vec<Map>> {
    let refuse =
        || Error::new(Code::MalformedYaml, "the merge key << needs a mapping or a list of mappings").at(pos);
    match value.value {
        Value::Map(map) => Ok(vec![map]),
        Value::Seq(items) => items
            .into_iter()
            .rev()
            .map(|item| match item.value {
                Value::Map(map) => Ok(map),
                _ => Err(refuse()),
            })
            .collect(),
        Value::Scalar(_) => Err(refuse()),
    }
}

/// A key of a configuration file as JSON states it.
fn config_key(text: Str, tag: Tag) -> Str {
    match tag {
        Tag::Int => resolve::int_value(&text).map_or(text, |v| v.to_string().into()),
        Tag::Null => Str::new_static("null"),
        Tag::Bool => Str::new_static(if resolve::bool_value(&text) == Some(true) { "true" } else { "false" }),
        _ => text,
    }
}
