//! Facts about Kubernetes kinds: scope, merge keys, patch strategies.

pub(crate) mod check;
mod custom;
mod fields;
mod known;
mod table;

use custom::Target;
pub(crate) use custom::{Builtin, Custom};
pub(crate) use known::{Asked, Known, KnownFields};

use crate::hash::HashMap;
use crate::yaml::Str;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::{Arc, LazyLock};

/// The table of facts about kinds: those of Kubernetes, or those of a document that the user names;
/// immutable and cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    custom: Option<Arc<Custom>>,
}

/// Marks a field whose type does not matter to a merge.
pub(crate) const NO_TYPE: u16 = u16::MAX;

/// What matters of a field to a merge.
#[derive(Debug)]
pub(crate) struct Field {
    name: &'static str,
    target: u16,
    merge: bool,
    keys: &'static [&'static str],
}

/// The type of a node, as far as it matters to a merge.
#[derive(Clone, Copy, Debug)]
pub struct TypeRef<'s>(Type<'s>);

#[derive(Clone, Copy, Debug)]
enum Type<'s> {
    Builtin { target: u16, merge: bool, keys: &'static [&'static str] },
    Custom { table: &'s Custom, at: u32 },
}

impl Schema {
    /// The facts of Kubernetes 1.21.2, which the reference carries.
    pub fn builtin() -> Self {
        Schema::default()
    }

    /// The facts of a document.
    pub(crate) fn custom(custom: Custom) -> Self {
        Schema { custom: Some(Arc::new(custom)) }
    }

    /// True when both are one table.
    pub(crate) fn is_same(&self, other: &Schema) -> bool {
        match (&self.custom, &other.custom) {
            (None, None) => true,
            (Some(own), Some(other)) => Arc::ptr_eq(own, other),
            _ => false,
        }
    }

    /// True when the kind is known and known to be cluster-scoped; false for kinds that are not
    /// known, as in the reference.
    pub fn is_cluster_scoped(&self, api_version: &str, kind: &str) -> bool {
        let custom = || self.custom.as_ref()?.is_namespaced(api_version, kind);
        scope(api_version, kind).or_else(custom) == Some(false)
    }

    /// True for the kinds of Kubernetes itself.
    pub fn is_known(&self, api_version: &str, kind: &str) -> bool {
        scope(api_version, kind).is_some()
    }

    /// The type of the objects of a kind, when it is known and anything in it may be merged.
    pub fn kind(&self, api_version: &str, kind: &str) -> Option<TypeRef<'_>> {
        match self.custom.as_deref() {
            Some(table) => table.kind(api_version, kind).map(|target| TypeRef::to(table, target)),
            None => find(table::KINDS, api_version, kind).map(TypeRef::builtin),
        }
    }
}

/// True for a kind of Kubernetes that is namespaced. Identities ask that all the time, so that the table
/// is hashed when it is first asked.
fn scope(api_version: &str, kind: &str) -> Option<bool> {
    type Scopes<'s> = HashMap<(&'s str, &'s str), bool>;
    static SCOPES: LazyLock<Scopes<'static>> = LazyLock::new(|| {
        table::SCOPES.iter().map(|&(kind, version, scope)| ((kind, version), scope)).collect()
    });
    let scopes: &Scopes<'_> = &SCOPES;
    scopes.get(&(kind, api_version)).copied()
}

fn find<T: Copy>(rows: &[(&str, &str, T)], api_version: &str, kind: &str) -> Option<T> {
    let order = |(k, v, _): &(&str, &str, T)| match (*k).cmp(kind) {
        Ordering::Equal => (*v).cmp(api_version),
        other => other,
    };
    rows.binary_search_by(order).ok().and_then(|i| rows.get(i)).map(|row| row.2)
}

impl<'s> TypeRef<'s> {
    fn builtin(target: u16) -> Self {
        TypeRef(Type::Builtin { target, merge: false, keys: &[] })
    }

    fn to(table: &'s Custom, target: Target) -> Self {
        match target {
            Target::Own(at) => TypeRef(Type::Custom { table, at }),
            Target::Builtin(target) => TypeRef::builtin(target),
        }
    }

    /// The type of a field, or of the values of a mapping with any keys.
    pub fn field(&self, name: &str) -> Option<TypeRef<'s>> {
        let target = match self.0 {
            Type::Builtin { target, .. } => target,
            Type::Custom { table, at } => {
                return table.field(at, name).map(|target| TypeRef::to(table, target));
            }
        };
        let fields = table::TYPES.get(usize::from(target))?;
        // Of a few, length and first letter tell nearly all apart.
        let is_it = |f: &&Field| {
            f.name.len() == name.len()
                && f.name.as_bytes().first() == name.as_bytes().first()
                && f.name == name
        };
        let found = match fields.len() {
            ..=16 => fields.iter().find(is_it),
            _ => fields.binary_search_by(|f| f.name.cmp(name)).ok().and_then(|i| fields.get(i)),
        };
        let field = match found {
            Some(field) => field,
            None => fields.first().filter(|f| f.name == "*")?,
        };
        Some(TypeRef(Type::Builtin { target: field.target, merge: field.merge, keys: field.keys }))
    }

    /// The type of the items of a list.
    pub fn elements(&self) -> Option<TypeRef<'s>> {
        match self.0 {
            Type::Builtin { target, .. } => Some(TypeRef::builtin(target)),
            Type::Custom { table, at } => table.elements(at).map(|target| TypeRef::to(table, target)),
        }
    }

    /// True when lists of this type are merged item by item.
    pub fn is_merged(&self) -> bool {
        match self.0 {
            Type::Builtin { merge, .. } => merge,
            Type::Custom { table, at } => table.is_merged(at),
        }
    }

    /// The keys that tell items apart; none for lists of plain values.
    pub fn merge_keys(&self) -> Vec<&'s str> {
        self.keys().into_owned()
    }

    /// As [`Self::merge_keys`], without a copy of those that are built in.
    pub(crate) fn keys(&self) -> Cow<'s, [&'s str]> {
        match self.0 {
            Type::Builtin { keys, .. } => keys.into(),
            Type::Custom { table, at } => table.merge_keys(at).iter().map(Str::as_str).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Schema;

    #[test]
    fn scopes_are_known() {
        let schema = Schema::builtin();
        for (api_version, kind, cluster) in [
            ("v1", "Namespace", true),
            ("v1", "Node", true),
            ("v1", "Pod", false),
            ("apps/v1", "Deployment", false),
            ("rbac.authorization.k8s.io/v1", "ClusterRole", true),
            ("rbac.authorization.k8s.io/v1", "Role", false),
            ("example.com/v1", "Thing", false),
        ] {
            assert_eq!(schema.is_cluster_scoped(api_version, kind), cluster, "{kind}");
        }
    }

    #[test]
    fn merge_keys_are_found_along_a_path() {
        let schema = Schema::builtin();
        let deployment = schema.kind("apps/v1", "Deployment").unwrap();
        let pod = ["spec", "template", "spec"].iter().try_fold(deployment, |t, f| t.field(f)).unwrap();
        let containers = pod.field("containers").unwrap();
        assert!(containers.is_merged());
        assert_eq!(containers.merge_keys(), ["name"]);
        let ports = containers.elements().unwrap().field("ports").unwrap();
        assert_eq!(ports.merge_keys(), ["containerPort", "protocol"]);
        assert!(!pod.field("tolerations").is_some_and(|t| t.is_merged()));
    }
}
