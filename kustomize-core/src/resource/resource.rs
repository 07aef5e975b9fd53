//! One resource: its object and what the build knows of it.

use super::id::{DEFAULT_NAMESPACE, Gvk, GvkRef, Identity, NO_NAMESPACE, ResId, split_api_version};
use super::links::Links;
use super::origin::Origin;
use super::unseen::{ANNOTATIONS, Unseen};
use crate::package::annotations::LOCAL_CONFIG;
use crate::provenance::Trail;
use crate::schema::Schema;
use crate::source::Pos;
use crate::yaml::{Entry, Map, Node, Str, Style, Tag, Value};
use std::sync::Arc;

/// A name, namespace and kind that a resource had earlier in the build.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PreviousId {
    /// The name.
    pub name: Str,
    /// The effective namespace, see [`ResId::effective_namespace`].
    pub namespace: Str,
    /// The kind.
    pub kind: Str,
}

/// What a generated resource does with one of the same identity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Behavior {
    /// Not stated; the same as create.
    #[default]
    Unspecified,
    /// There must be none yet.
    Create,
    /// Takes its place, keeping its metadata.
    Replace,
    /// Adds to its data.
    Merge,
}

/// A Kubernetes object and the history that the build keeps of it.
///
/// Nothing of the history is written into the object itself.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The object, a mapping.
    pub node: Node,
    /// Former identities, oldest first.
    pub previous: Vec<PreviousId>,
    /// Prefixes that the name was given, in order.
    pub prefixes: Vec<Str>,
    /// Suffixes that the name was given, in order.
    pub suffixes: Vec<Str>,
    /// True when the name gets a hash of the content at the end of the build.
    pub needs_hash: bool,
    /// What a generated resource does with one of the same identity; `None` when it is not generated.
    pub behavior: Option<Behavior>,
    /// Names of the variables that read from this resource.
    pub var_names: Vec<Str>,
    /// Where it comes from, when the build keeps track of that.
    pub origin: Option<Arc<Origin>>,
    /// What changed it, when the build keeps track of that.
    pub transformations: Vec<Arc<Origin>>,
    /// What set its fields, when the build keeps track of that.
    pub(crate) trail: Option<Arc<Trail>>,
    /// The values of scalars that change together.
    pub(crate) links: Links,
    /// What was set in a null.
    pub(crate) unseen: Unseen,
}

/// A text field of an object's metadata; empty when there is none or it is null.
pub(super) fn metadata_text<'n>(node: &'n Node, key: &str) -> &'n str {
    text_or_empty(node.get("metadata").and_then(|metadata| metadata.get(key)))
}

fn text_or_empty(field: Option<&Node>) -> &str {
    field.filter(|field| !field.is_null()).and_then(Node::text).unwrap_or("")
}

/// The fields that say what an object is, found in one pass: identities are asked for all the time.
pub(crate) struct Head<'n> {
    pub(crate) api_version: &'n str,
    pub(crate) kind: &'n str,
    pub(crate) metadata: Option<&'n Node>,
}

impl<'n> Head<'n> {
    pub(super) fn of(node: &'n Node) -> Self {
        let text = |field: Option<&'n Node>| field.and_then(Node::text).unwrap_or("");
        let Value::Map(map) = &node.value else { return Head { api_version: "", kind: "", metadata: None } };
        // Nearly always these come first.
        if let [first, second, third, ..] = map.iter().as_slice()
            && first.key.is("apiVersion")
            && second.key.is("kind")
            && third.key.is("metadata")
        {
            let (api_version, kind) = (text(Some(&first.value)), text(Some(&second.value)));
            return Head { api_version, kind, metadata: Some(&third.value) };
        }
        let (mut api_version, mut kind, mut metadata) = (None, None, None);
        for entry in map {
            let field = match entry.key.text.len() {
                4 if entry.key.is("kind") => &mut kind,
                8 if entry.key.is("metadata") => &mut metadata,
                10 if entry.key.is("apiVersion") => &mut api_version,
                _ => continue,
            };
            *field = field.or(Some(&entry.value));
        }
        Head { api_version: text(api_version), kind: text(kind), metadata }
    }

    /// Group, version and kind.
    pub(crate) fn gvk(&self) -> GvkRef<'n> {
        let (group, version) = split_api_version(self.api_version);
        GvkRef { group, version, kind: self.kind }
    }

    /// The name and the namespace as they are written; empty where there is none, or a null.
    pub(crate) fn name_and_namespace(&self) -> (&'n str, &'n str) {
        let (mut name, mut namespace) = (None, None);
        if let Some(Value::Map(map)) = self.metadata.map(|metadata| &metadata.value) {
            for entry in map {
                match entry.key.text.len() {
                    4 if entry.key.is("name") => name = name.or(Some(&entry.value)),
                    9 if entry.key.is("namespace") => namespace = namespace.or(Some(&entry.value)),
                    _ => {}
                }
            }
        }
        (text_or_empty(name), text_or_empty(namespace))
    }

    /// A field of the metadata.
    pub(crate) fn field(&self, key: &str) -> Option<&'n Node> {
        self.metadata.and_then(|metadata| metadata.get(key))
    }

    /// The namespace for comparing.
    pub(crate) fn effective_namespace(&self, schema: &Schema) -> &'n str {
        effective_namespace(schema, self.api_version, self.kind, text_or_empty(self.field("namespace")))
    }
}

fn effective_namespace<'n>(schema: &Schema, api_version: &str, kind: &str, namespace: &'n str) -> &'n str {
    if schema.is_cluster_scoped(api_version, kind) {
        NO_NAMESPACE
    } else if namespace.is_empty() {
        DEFAULT_NAMESPACE
    } else {
        namespace
    }
}

impl Resource {
    /// A resource without history.
    pub fn new(node: Node) -> Self {
        Resource {
            node,
            previous: Vec::new(),
            prefixes: Vec::new(),
            suffixes: Vec::new(),
            needs_hash: false,
            behavior: None,
            var_names: Vec::new(),
            origin: None,
            transformations: Vec::new(),
            trail: None,
            links: Links::default(),
            unseen: Unseen::default(),
        }
    }

    /// The object as a JSON value.
    ///
    /// # Errors
    /// [`crate::diagnostic::Code::UnsupportedValue`] for what JSON cannot hold.
    pub fn to_json(&self) -> crate::diagnostic::Result<serde_json::Value> {
        crate::yaml::to_json(&self.node)
    }

    /// The resource with its values as they are, which is how the reference writes it into a file of its
    /// own. On its way to standard output it writes and reads it once more, and a number that a patch
    /// has put in the place of a quoted text becomes a text.
    #[must_use]
    pub fn with_plain_values(&self) -> Resource {
        let mut resource = self.clone();
        resource.node.each_scalar(&mut |scalar| match scalar.tag {
            Tag::Str | Tag::Merge => scalar.style = Style::DoubleQuoted,
            _ => scalar.style = Style::Plain,
        });
        resource.node.drop_brackets();
        resource
    }

    /// True when it configures the build itself, and is not part of its result.
    pub fn is_local(&self) -> bool {
        self.annotation(LOCAL_CONFIG).is_some_and(|value| value.text() != Some("false"))
    }

    /// An annotation.
    pub(crate) fn annotation(&self, key: &str) -> Option<&Node> {
        self.annotation_field()?.get(key)
    }

    /// The field of the annotations, whatever it holds.
    pub(crate) fn annotation_field(&self) -> Option<&Node> {
        self.node.get("metadata")?.get("annotations")
    }

    /// Where the object was read.
    pub fn pos(&self) -> Pos {
        self.node.pos
    }

    /// Where its name was read, or the object when the name has no place: where messages point to.
    pub fn name_pos(&self) -> Pos {
        let name = self.node.get("metadata").and_then(|m| m.get("name"));
        name.map(|n| n.pos).filter(|pos| pos.is_some()).unwrap_or(self.node.pos)
    }

    fn top(&self, key: &str) -> &str {
        self.node.get(key).and_then(Node::text).unwrap_or("")
    }

    /// A text field of the metadata; empty when there is none.
    pub fn metadata_text(&self, key: &str) -> &str {
        metadata_text(&self.node, key)
    }

    /// The `apiVersion`; empty when there is none.
    pub fn api_version(&self) -> &str {
        self.top("apiVersion")
    }

    /// The kind; empty when there is none.
    pub fn kind(&self) -> &str {
        self.top("kind")
    }

    /// The name; empty when there is none.
    pub fn name(&self) -> &str {
        self.metadata_text("name")
    }

    /// The namespace as written; empty when there is none.
    pub fn namespace(&self) -> &str {
        self.metadata_text("namespace")
    }

    /// The annotations, when there are any.
    pub fn annotations(&self) -> Option<&Map> {
        self.annotation_field()?.as_map()
    }

    /// The labels or annotations, at their path, with what was set in a null.
    pub(crate) fn pairs<'r>(&'r self, path: &'r str) -> impl DoubleEndedIterator<Item = &'r Entry> {
        let node = path.split('/').try_fold(&self.node, |node, key| node.get(key));
        let unseen = self.unseen.entries(path).filter(move |_| node.is_some_and(Node::is_null));
        node.and_then(Node::as_map).into_iter().flatten().chain(unseen)
    }

    /// Group, version and kind.
    pub fn gvk(&self) -> Gvk {
        Gvk::of(&self.node)
    }

    /// Group, version and kind without a copy of them.
    pub(crate) fn gvk_ref(&self) -> GvkRef<'_> {
        self.head().gvk()
    }

    /// What says what it is.
    pub(crate) fn head(&self) -> Head<'_> {
        Head::of(&self.node)
    }

    /// As [`Self::original_gvk`], without a copy.
    pub(crate) fn original_gvk_ref(&self) -> GvkRef<'_> {
        let now = self.gvk_ref();
        self.previous.first().map_or(now, |p| GvkRef { kind: &p.kind, ..now })
    }

    /// The identity now.
    pub fn id(&self, schema: &Schema) -> ResId {
        ResId::of(&self.node, schema)
    }

    /// The identity now, as it is compared.
    pub(crate) fn identity<'r>(&'r self, schema: &Schema) -> Identity<'r> {
        let head = self.head();
        let (name, namespace) = head.name_and_namespace();
        let GvkRef { group, version, kind } = head.gvk();
        let namespace = effective_namespace(schema, head.api_version, kind, namespace);
        Identity { name, kind, group, version, namespace }
    }

    /// The identity now, and those that it had, oldest first, with the group and version that it has
    /// now.
    pub(crate) fn identities<'r>(&'r self, schema: &Schema) -> impl Iterator<Item = Identity<'r>> {
        let now = self.identity(schema);
        let before = self.previous.iter().map(move |p| Identity {
            name: &p.name,
            kind: &p.kind,
            namespace: if p.namespace.is_empty() { DEFAULT_NAMESPACE } else { &p.namespace },
            ..now
        });
        std::iter::once(now).chain(before)
    }

    /// The first name that it had.
    pub fn original_name(&self) -> &str {
        self.previous.first().map_or_else(|| self.name(), |p| &p.name)
    }

    /// The first kind that it had.
    pub fn original_kind(&self) -> &str {
        self.previous.first().map_or_else(|| self.kind(), |p| &p.kind)
    }

    /// The namespace for comparing, as [`ResId::effective_namespace`].
    pub fn effective_namespace(&self, schema: &Schema) -> &str {
        self.head().effective_namespace(schema)
    }

    /// The first namespace that it had, for comparing.
    pub fn original_namespace(&self, schema: &Schema) -> &str {
        self.previous.first().map_or_else(|| self.effective_namespace(schema), |p| &p.namespace)
    }

    /// Group and version as they are now, with the first kind that it had.
    pub fn original_gvk(&self) -> Gvk {
        self.original_gvk_ref().to_owned()
    }

    /// True when a former identity, with the group and version that it has now, is of this kind.
    /// What is empty fits any.
    pub fn had_kind(&self, group: &str, version: &str, kind: &str) -> bool {
        self.previous.iter().any(|p| kind.is_empty() || p.kind == kind)
            && (group.is_empty() && version.is_empty() || self.gvk_ref().is_selected(group, version, ""))
    }

    /// The identities that it had, oldest first, with the group and version that it has now.
    pub fn previous_ids(&self) -> impl Iterator<Item = ResId> + '_ {
        let gvk = self.gvk();
        self.previous.iter().map(move |p| ResId {
            gvk: Gvk { kind: p.kind.clone(), ..gvk.clone() },
            name: p.name.clone(),
            namespace: p.namespace.clone(),
            cluster_scoped: false,
        })
    }

    /// The first identity that it had.
    pub fn original_id(&self, schema: &Schema) -> ResId {
        self.previous_ids().next().unwrap_or_else(|| self.id(schema))
    }

    /// Forgets everything that the build knows of the resource besides its variables, as happens to
    /// the reference, which notes it among the annotations, when the annotations go.
    pub(crate) fn forget_history(&mut self) {
        let (node, var_names) = (std::mem::take(&mut self.node), std::mem::take(&mut self.var_names));
        let trail = self.trail.take();
        *self = Resource { var_names, trail, ..Resource::new(node) };
    }

    /// Remembers the identity that it has now as a former one. The reference notes it among the
    /// annotations, and what stands in their place goes.
    pub fn remember_id(&mut self, schema: &Schema) {
        if let Some(metadata) = self.node.get_mut("metadata").and_then(Node::as_map_mut)
            && metadata.get("annotations").is_some_and(|node| node.as_map().is_none())
            && !self.unseen.has(ANNOTATIONS)
        {
            metadata.remove("annotations");
        }
        let id = self.identity(schema);
        let previous =
            PreviousId { namespace: id.namespace.into(), name: id.name.into(), kind: id.kind.into() };
        push_to_few(&mut self.previous, previous);
    }

    /// Makes annotations of a null in which some were set, as the reference does when it looks for its books.
    pub(crate) fn reveal_annotations(&mut self) {
        if !self.unseen.is_empty()
            && let Some(annotations) = self.node.lookup_mut(&["metadata", "annotations"])
        {
            self.unseen.reveal(ANNOTATIONS, annotations);
        }
    }
}

/// Adds to a vector that seldom gets more than a few elements: room for more is room lost in each resource.
pub(crate) fn push_to_few<T>(few: &mut Vec<T>, one: T) {
    reserve_few(few);
    few.push(one);
}

/// Makes room for one more element in a vector that seldom gets more than a few.
pub(super) fn reserve_few<T>(few: &mut Vec<T>) {
    if few.len() == few.capacity() && few.len() < 4 {
        few.reserve_exact(1);
    }
}
