//! What identifies a resource.

use super::resource::Head;
use crate::schema::Schema;
use crate::yaml::{Node, Str};

/// The namespace of namespaced resources that name none.
pub const DEFAULT_NAMESPACE: &str = "default";
/// Stands for the namespace of cluster-scoped resources, so that they compare as the reference's.
pub const NO_NAMESPACE: &str = "_non_namespaceable_";

/// Group, version and kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Gvk {
    /// The API group; empty for the core group.
    pub group: Str,
    /// The API version.
    pub version: Str,
    /// The kind.
    pub kind: Str,
}

/// Group, version and kind, borrowed from a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct GvkRef<'r> {
    pub(crate) group: &'r str,
    pub(crate) version: &'r str,
    pub(crate) kind: &'r str,
}

impl hashbrown::Equivalent<Gvk> for GvkRef<'_> {
    fn equivalent(&self, key: &Gvk) -> bool {
        *self == key.borrowed()
    }
}

impl GvkRef<'_> {
    /// As [`Gvk::is_selected`].
    #[inline]
    pub(crate) fn is_selected(&self, group: &str, version: &str, kind: &str) -> bool {
        (kind.is_empty() || self.kind == kind)
            && (group.is_empty() || self.group == group)
            && (version.is_empty() || self.version == version)
    }

    pub(crate) fn to_owned(self) -> Gvk {
        Gvk::new(self.group, self.version, self.kind)
    }
}

/// The identity of a resource: kind, name and namespace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ResId {
    /// Group, version and kind.
    pub gvk: Gvk,
    /// The name.
    pub name: Str,
    /// The namespace as written; empty when there is none.
    pub namespace: Str,
    /// True when the kind is certainly cluster-scoped.
    pub cluster_scoped: bool,
}

/// The identity of a resource, borrowed from it, as identities are compared: with the namespace that
/// [`ResId::effective_namespace`] gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Identity<'r> {
    pub(crate) name: &'r str,
    pub(crate) kind: &'r str,
    pub(crate) group: &'r str,
    pub(crate) version: &'r str,
    pub(crate) namespace: &'r str,
}

/// Splits `group/version`; without a slash all of it is the version.
pub fn split_api_version(api_version: &str) -> (&str, &str) {
    let slash = api_version.bytes().position(|b| b == b'/');
    slash
        .and_then(|at| Some((api_version.get(..at)?, api_version.get(at + 1..)?)))
        .unwrap_or(("", api_version))
}

impl Gvk {
    /// From the parts.
    pub fn new(group: &str, version: &str, kind: &str) -> Self {
        Gvk { group: group.into(), version: version.into(), kind: kind.into() }
    }

    /// From an object's `apiVersion` and `kind`; what is missing is empty.
    pub fn of(node: &Node) -> Self {
        let (group, version) = split_api_version(node.get("apiVersion").and_then(Node::text).unwrap_or(""));
        Gvk::new(group, version, node.get("kind").and_then(Node::text).unwrap_or(""))
    }

    /// `group/version`, or the version alone.
    pub fn api_version(&self) -> Str {
        if self.group.is_empty() {
            self.version.clone()
        } else {
            smol_str::format_smolstr!("{}/{}", self.group, self.version)
        }
    }

    pub(crate) fn borrowed(&self) -> GvkRef<'_> {
        GvkRef { group: &self.group, version: &self.version, kind: &self.kind }
    }

    /// True when the selector's fields are equal to these or empty.
    pub fn is_selected(&self, group: &str, version: &str, kind: &str) -> bool {
        self.borrowed().is_selected(group, version, kind)
    }
}

impl ResId {
    /// The identity that an object has now.
    pub fn of(node: &Node, schema: &Schema) -> Self {
        let head = Head::of(node);
        let (name, namespace) = head.name_and_namespace();
        ResId {
            gvk: head.gvk().to_owned(),
            name: name.into(),
            namespace: namespace.into(),
            cluster_scoped: schema.is_cluster_scoped(head.api_version, head.kind),
        }
    }

    /// The namespace for comparing: `default` for none, [`NO_NAMESPACE`] for cluster-scoped kinds.
    pub fn effective_namespace(&self) -> &str {
        if self.cluster_scoped {
            NO_NAMESPACE
        } else if self.namespace.is_empty() {
            DEFAULT_NAMESPACE
        } else {
            &self.namespace
        }
    }

    /// As it is compared.
    pub(crate) fn identity(&self) -> Identity<'_> {
        Identity {
            name: &self.name,
            kind: &self.gvk.kind,
            group: &self.gvk.group,
            version: &self.gvk.version,
            namespace: self.effective_namespace(),
        }
    }

    /// The same group, version, kind and name.
    pub fn same_gvkn(&self, other: &ResId) -> bool {
        self.name == other.name && self.gvk == other.gvk
    }

    /// The same identity, with the namespaces compared by [`Self::effective_namespace`].
    pub fn same(&self, other: &ResId) -> bool {
        self.same_gvkn(other) && self.effective_namespace() == other.effective_namespace()
    }
}

impl std::fmt::Display for Gvk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.kind.is_empty() { "[no kind]" } else { &self.kind })?;
        if self.group.is_empty() { Ok(()) } else { write!(f, " ({})", self.api_version()) }
    }
}

impl std::fmt::Display for ResId {
    /// As in `Deployment web (apps/v1) in namespace shop`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let or = |text: &'_ str, absent: &'_ str| {
            if text.is_empty() { absent.to_owned() } else { text.to_owned() }
        };
        write!(f, "{} {}", or(&self.gvk.kind, "[no kind]"), or(&self.name, "[no name]"))?;
        if !self.gvk.group.is_empty() {
            write!(f, " ({})", self.gvk.api_version())?;
        }
        if self.namespace.is_empty() { Ok(()) } else { write!(f, " in namespace {}", self.namespace) }
    }
}
