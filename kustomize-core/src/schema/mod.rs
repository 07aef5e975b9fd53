//! Facts about Kubernetes kinds: scope, merge keys, patch strategies.

mod table;

use std::cmp::Ordering;

/// The table of facts about kinds; immutable and free to copy.
#[derive(Clone, Copy, Debug, Default)]
pub struct Schema(());

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
pub struct TypeRef {
    target: u16,
    merge: bool,
    keys: &'static [&'static str],
}

impl Schema {
    /// The facts of Kubernetes 1.21.2, which the reference carries.
    pub fn builtin() -> Self {
        Schema(())
    }

    /// True when the kind is known and known to be cluster-scoped; false for kinds that are not
    /// known, as in the reference.
    pub fn is_cluster_scoped(&self, api_version: &str, kind: &str) -> bool {
        find(table::SCOPES, api_version, kind) == Some(false)
    }

    /// True for the kinds of Kubernetes itself.
    pub fn is_known(&self, api_version: &str, kind: &str) -> bool {
        find(table::SCOPES, api_version, kind).is_some()
    }

    /// The type of the objects of a kind, when it is known and anything in it is merged.
    pub fn kind(&self, api_version: &str, kind: &str) -> Option<TypeRef> {
        find(table::KINDS, api_version, kind).map(|target| TypeRef { target, merge: false, keys: &[] })
    }
}

fn find<T: Copy>(rows: &[(&str, &str, T)], api_version: &str, kind: &str) -> Option<T> {
    let order = |(k, v, _): &(&str, &str, T)| match (*k).cmp(kind) {
        Ordering::Equal => (*v).cmp(api_version),
        other => other,
    };
    rows.binary_search_by(order).ok().and_then(|i| rows.get(i)).map(|row| row.2)
}

impl TypeRef {
    /// The type of a field, or of the values of a mapping with any keys.
    pub fn field(&self, name: &str) -> Option<TypeRef> {
        let fields = table::TYPES.get(usize::from(self.target))?;
        let found = fields.binary_search_by(|f| f.name.cmp(name)).ok();
        let field = match found.and_then(|i| fields.get(i)) {
            Some(field) => field,
            None => fields.first().filter(|f| f.name == "*")?,
        };
        Some(TypeRef { target: field.target, merge: field.merge, keys: field.keys })
    }

    /// The type of the items of a list.
    pub fn elements(&self) -> TypeRef {
        TypeRef { target: self.target, merge: false, keys: &[] }
    }

    /// True when lists of this type are merged item by item.
    pub fn is_merged(&self) -> bool {
        self.merge
    }

    /// The keys that tell items apart; none for lists of plain values.
    pub fn merge_keys(&self) -> &'static [&'static str] {
        self.keys
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
        let deployment = Schema::builtin().kind("apps/v1", "Deployment").unwrap();
        let pod = ["spec", "template", "spec"].iter().try_fold(deployment, |t, f| t.field(f)).unwrap();
        let containers = pod.field("containers").unwrap();
        assert!(containers.is_merged());
        assert_eq!(containers.merge_keys(), ["name"]);
        let ports = containers.elements().field("ports").unwrap();
        assert_eq!(ports.merge_keys(), ["containerPort", "protocol"]);
        assert!(!pod.field("tolerations").is_some_and(|t| t.is_merged()));
    }
}
