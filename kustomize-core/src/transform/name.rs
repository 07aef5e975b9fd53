//! Puts a prefix or suffix to names.

use super::field_spec::FieldSpec;
use super::walk::{Make, compile, set_text};
use crate::diagnostic::Result;
use crate::kustomization::Text;
use crate::resource::id::GvkRef;
use crate::resource::{ResourceSet, push_to_few};
use crate::yaml::Tag;

/// Which end of the name is extended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The start.
    Prefix,
    /// The end.
    Suffix,
}

/// Extends the names of all resources but those of kinds that name themselves.
///
/// # Errors
/// When a field that holds a name is no plain value.
pub fn apply(set: &mut ResourceSet, affix: &Text, end: End, specs: &[FieldSpec]) -> Result<()> {
    let schema = set.schema().clone();
    let specs = compile(specs);
    let mut selected = Vec::new();
    for resource in set.iter_mut() {
        let original = resource.original_gvk_ref();
        if is_skipped(original) {
            continue;
        }
        // Which kind it had at first no prefix changes.
        selected.clear();
        selected.extend(specs.iter().filter(|spec| spec.spec.selects_ref(original)));
        for spec in &selected {
            if spec.spec.path == "metadata/name" && !affix.is_empty() {
                match end {
                    End::Prefix => push_to_few(&mut resource.prefixes, affix.value.clone()),
                    End::Suffix => push_to_few(&mut resource.suffixes, affix.value.clone()),
                }
                resource.remember_id(&schema);
            }
            if !spec.spec.selects_ref(resource.gvk_ref()) {
                continue;
            }
            spec.visit_selected(&mut resource.node, Make::Scalar(Tag::Str), &mut |node| {
                let old = node.text().unwrap_or("");
                let new = match end {
                    End::Prefix => [affix.as_str(), old].concat(),
                    End::Suffix => [old, affix.as_str()].concat(),
                };
                set_text(node, &new)
            })?;
        }
    }
    Ok(())
}

/// The names of these kinds mean something outside the cluster's objects.
fn is_skipped(gvk: GvkRef<'_>) -> bool {
    match gvk.kind {
        "CustomResourceDefinition" | "Namespace" => true,
        "APIService" => gvk.group == "apiregistration.k8s.io",
        _ => false,
    }
}
