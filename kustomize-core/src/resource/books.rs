//! The history of a resource in the form of annotations, as the reference keeps it and as functions
//! see it.

use super::resource::{Behavior, PreviousId, Resource};
use super::unseen::ANNOTATIONS;
use crate::diagnostic::{Code, Error, Result};
use crate::yaml::{Map, Node, Str};

const PREVIOUS_KINDS: &str = "internal.config.kubernetes.io/previousKinds";
const PREVIOUS_NAMES: &str = "internal.config.kubernetes.io/previousNames";
const PREVIOUS_NAMESPACES: &str = "internal.config.kubernetes.io/previousNamespaces";
const PREFIXES: &str = "internal.config.kubernetes.io/prefixes";
const SUFFIXES: &str = "internal.config.kubernetes.io/suffixes";
const BEHAVIOR: &str = "internal.config.kubernetes.io/generatorBehavior";
const NEEDS_HASH: &str = "internal.config.kubernetes.io/needsHashSuffix";
const ALL: [&str; 7] =
    [PREVIOUS_KINDS, PREVIOUS_NAMES, PREVIOUS_NAMESPACES, PREFIXES, SUFFIXES, BEHAVIOR, NEEDS_HASH];

fn joined<'t>(texts: impl Iterator<Item = &'t Str>) -> Option<String> {
    let texts: Vec<&str> = texts.map(Str::as_str).collect();
    (!texts.is_empty()).then(|| texts.join(","))
}

impl Resource {
    /// The annotations that state the history.
    pub(crate) fn history_annotations(&self) -> Vec<(&'static str, String)> {
        let behavior = self.behavior.map(|behavior| behavior.as_str().to_owned());
        let all = [
            (PREVIOUS_KINDS, joined(self.previous.iter().map(|p| &p.kind))),
            (PREVIOUS_NAMES, joined(self.previous.iter().map(|p| &p.name))),
            (PREVIOUS_NAMESPACES, joined(self.previous.iter().map(|p| &p.namespace))),
            (PREFIXES, joined(self.prefixes.iter())),
            (SUFFIXES, joined(self.suffixes.iter())),
            (BEHAVIOR, behavior),
            (NEEDS_HASH, self.needs_hash.then(|| "enabled".to_owned())),
        ];
        all.into_iter().filter_map(|(key, text)| Some((key, text?))).collect()
    }

    /// True when the reference keeps something of this resource among its annotations, so that these
    /// are there for whoever looks for them.
    pub(crate) fn has_books(&self) -> bool {
        !self.previous.is_empty() || self.needs_hash || self.behavior.is_some() || self.origin.is_some()
    }

    /// Makes annotations where there are none but the reference has some; they go again at the end if
    /// they stay empty.
    pub(crate) fn open_books(&mut self) {
        let pos = self.pos();
        if !self.has_books() {
            return;
        }
        let Some(map) = self.node.as_map_mut() else { return };
        let Some(metadata) = map.get_or_insert_with("metadata", || Node::map(pos)).as_map_mut() else {
            return;
        };
        let annotations = metadata.get_or_insert_with("annotations", || Node::map(pos));
        if annotations.is_null() && !self.unseen.has(ANNOTATIONS) {
            *annotations = Node::map(pos);
        }
    }

    /// Takes the history from the annotations that state it.
    ///
    /// # Errors
    /// [`Code::InvalidResource`] when there are not as many former names as namespaces and kinds.
    pub(crate) fn take_history(&mut self) -> Result<()> {
        let is_ours = |key: &str| key.starts_with("internal.config") && ALL.contains(&key);
        let stated = |map: &Map| map.iter().any(|e| is_ours(&e.key.text));
        if !self.annotations().is_some_and(stated) {
            return Ok(());
        }
        let pos = self.pos();
        let Some(map) = self.node.lookup_mut(&["metadata", "annotations"]).and_then(Node::as_map_mut) else {
            return Ok(());
        };
        let mut take = |key| map.remove(key).and_then(|node| node.text().map(Str::from));
        let list = |text: Option<Str>| -> Vec<Str> {
            text.map(|text| text.split(',').map(Str::from).collect()).unwrap_or_default()
        };
        let (names, namespaces, kinds) =
            (list(take(PREVIOUS_NAMES)), list(take(PREVIOUS_NAMESPACES)), list(take(PREVIOUS_KINDS)));
        let (prefixes, suffixes) = (list(take(PREFIXES)), list(take(SUFFIXES)));
        let behavior = take(BEHAVIOR).map(|text| Behavior::named(&text));
        let needs_hash = take(NEEDS_HASH).is_some_and(|text| text == "enabled");
        if names.len() != namespaces.len() || names.len() != kinds.len() {
            return Err(Error::new(
                Code::InvalidResource,
                "the annotations of former names, namespaces and kinds do not list equally many",
            )
            .at(pos)
            .hint(format!("take the annotation {PREVIOUS_NAMES} away, and those beside it")));
        }
        let ids = names.into_iter().zip(namespaces).zip(kinds);
        self.previous = ids.map(|((name, namespace), kind)| PreviousId { name, namespace, kind }).collect();
        self.prefixes = prefixes;
        self.suffixes = suffixes;
        self.behavior = behavior;
        self.needs_hash = needs_hash;
        Ok(())
    }
}

impl Behavior {
    /// The behavior of this name; anything else is unspecified.
    pub(crate) fn named(name: &str) -> Self {
        match name {
            "create" => Behavior::Create,
            "replace" => Behavior::Replace,
            "merge" => Behavior::Merge,
            _ => Behavior::Unspecified,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Behavior::Create => "create",
            Behavior::Replace => "replace",
            Behavior::Merge => "merge",
            Behavior::Unspecified => "unspecified",
        }
    }
}
