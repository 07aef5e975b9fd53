//! Puts resources into a namespace.

use super::field_spec::FieldSpec;
use super::walk::{Compiled, Make, compile, set_tagged};
use crate::diagnostic::{Code, Error, Result};
use crate::generate::helm::FROM_HELM;
use crate::kustomization::Text;
use crate::resource::id::NO_NAMESPACE;
use crate::resource::{Resource, ResourceSet};
use crate::schema::Schema;
use crate::yaml::{Node, Scalar, Tag, Value};
use std::sync::LazyLock;

/// Which subjects of role bindings are put into the namespace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Subjects {
    /// Those named `default`.
    #[default]
    DefaultOnly,
    /// All service accounts.
    AllServiceAccounts,
    /// None.
    None,
}

static OWN_SPEC: LazyLock<FieldSpec> = LazyLock::new(|| FieldSpec::any("metadata/namespace", true));
/// The field that every namespaced resource has.
static OWN: LazyLock<Compiled<'static>> = LazyLock::new(|| Compiled::new(&OWN_SPEC));

/// Sets the namespace of all namespaced resources and of the fields that `specs` name.
///
/// # Errors
/// When two resources have the same identity afterwards, or a field is no plain value.
pub fn apply(
    set: &mut ResourceSet,
    namespace: &Text,
    specs: &[FieldSpec],
    subjects: Subjects,
    unset_only: bool,
) -> Result<()> {
    let schema = set.schema().clone();
    let specs = compile(specs);
    for resource in set.iter_mut() {
        if is_placed_by_helm(resource) {
            continue;
        }
        resource.remember_id(&schema);
        transform(resource, namespace, &specs, subjects, unset_only, &schema)?;
    }
    if let Some((first, second)) = set.find_duplicate() {
        return Err(Error::new(
            Code::DuplicateId,
            format!("in the namespace {namespace} there would be more than one {}", second.id(&schema)),
        )
        .at(namespace.pos)
        .related(first.name_pos(), "one of them is here")
        .related(second.name_pos(), "another one is here")
        .hint("give one of them another name, or leave it out of this kustomization"));
    }
    Ok(())
}

/// True when helm has put it into its namespace, as far as its annotation says so: a patch may have
/// changed that.
fn is_placed_by_helm(resource: &Resource) -> bool {
    resource.annotation(FROM_HELM).is_some_and(|value| value.text() == Some("true"))
}

/// Sets the namespace of one resource and of the fields that `specs` name.
///
/// # Errors
/// When a field is no plain value.
pub(crate) fn transform(
    resource: &mut Resource,
    namespace: &Text,
    specs: &[Compiled<'_>],
    subjects: Subjects,
    unset_only: bool,
    schema: &Schema,
) -> Result<()> {
    let head = resource.head();
    let is_v1 = head.api_version == "v1";
    let is_binding = matches!(head.kind, "RoleBinding" | "ClusterRoleBinding");
    // A null that is written out counts as set.
    let is_set = head.field("namespace").and_then(Node::text).is_some_and(|text| !text.is_empty());
    let is_namespaced = head.effective_namespace(schema) != NO_NAMESPACE;
    let mut set = |node: &mut Node| {
        if unset_only && node.text().is_some_and(|t| !t.is_empty()) && !node.is_null() {
            return Ok(());
        }
        set_tagged(node, namespace, Tag::Str)
    };
    if is_namespaced {
        if !(unset_only && is_set) {
            OWN.visit_selected(&mut resource.node, Make::Scalar(Tag::Str), &mut set)?;
        } else if let Some(null) =
            resource.node.lookup_mut(&["metadata", "namespace"]).filter(|node| node.is_null())
        {
            // It loses its tag on the way, and is a name from then on.
            let text = null.text().unwrap_or("").to_owned();
            null.value = Value::Scalar(Scalar::untagged(text));
        }
    }
    if is_binding {
        set_subjects(&mut resource.node, subjects, &mut set)?;
    }
    let mut gvk = resource.gvk_ref();
    for spec in specs {
        if !spec.spec.selects_ref(gvk) {
            continue;
        }
        let path = spec.spec.path.as_str();
        let own = path == "metadata/namespace"
            || (path == "metadata/name" && !is_v1)
            || (is_binding
                && path == "subjects/namespace"
                && matches!(spec.spec.kind.as_str(), "RoleBinding" | "ClusterRoleBinding"));
        if !own {
            spec.visit_selected(&mut resource.node, Make::Scalar(Tag::Str), &mut set)?;
            // The field may have been the kind.
            gvk = resource.gvk_ref();
        }
    }
    Ok(())
}

fn set_subjects(
    node: &mut Node,
    subjects: Subjects,
    set: &mut dyn FnMut(&mut Node) -> Result<()>,
) -> Result<()> {
    if subjects == Subjects::None {
        return Ok(());
    }
    let Some(list) = node.get_mut("subjects").filter(|n| !n.is_null()) else { return Ok(()) };
    let pos = list.pos;
    let Value::Seq(list) = &mut list.value else {
        return Err(
            Error::new(Code::InvalidFieldPath, "the subjects of a role binding must be a list").at(pos)
        );
    };
    for subject in list {
        let pos = subject.pos;
        let (key, wanted) = match subjects {
            Subjects::AllServiceAccounts => ("kind", "ServiceAccount"),
            _ => ("name", "default"),
        };
        if subject.as_map().is_none() && !subject.is_null() {
            let message = format!("a subject must be a mapping, this is {}", subject.kind_name());
            return Err(Error::new(Code::InvalidFieldPath, message).at(pos));
        }
        let Some(told) = subject.get(key).filter(|node| !node.is_null()) else { continue };
        let Some(text) = told.text() else {
            let message = format!("the {key} of a subject must be text, this is {}", told.kind_name());
            return Err(Error::new(Code::InvalidFieldPath, message).at(told.pos));
        };
        if text != wanted {
            continue;
        }
        if let Some(map) = subject.as_map_mut() {
            set(map.get_or_insert_with("namespace", || Node::string("", pos)))?;
        }
    }
    Ok(())
}
