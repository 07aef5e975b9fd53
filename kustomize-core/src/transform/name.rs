//! Puts a prefix or suffix to names.

use super::field_spec::FieldSpec;
use super::walk::{Make, compile, set_text};
use crate::diagnostic::Result;
use crate::kustomization::Text;
use crate::resource::{ResId, ResourceSet};
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
    for resource in set.iter_mut() {
        let original = resource.original_id(&schema);
        if is_skipped(&original) {
            continue;
        }
        for spec in &specs {
            if !spec.spec.selects(&original.gvk) {
                continue;
            }
            if spec.spec.path == "metadata/name" && !affix.is_empty() {
                match end {
                    End::Prefix => resource.prefixes.push(affix.value.clone()),
                    End::Suffix => resource.suffixes.push(affix.value.clone()),
                }
                resource.remember_id(&schema);
            }
            let gvk = resource.gvk();
            spec.visit(&mut resource.node, &gvk, Make::Scalar(Tag::Str), &mut |node| {
                let old = node.text().unwrap_or("");
                let new = match end {
                    End::Prefix => format!("{affix}{old}"),
                    End::Suffix => format!("{old}{affix}"),
                };
                set_text(node, &new)
            })?;
        }
    }
    Ok(())
}

/// The names of these kinds mean something outside the cluster's objects.
fn is_skipped(id: &ResId) -> bool {
    match id.gvk.kind.as_str() {
        "CustomResourceDefinition" | "Namespace" => true,
        "APIService" => id.gvk.group == "apiregistration.k8s.io",
        _ => false,
    }
}
