//! Puts a prefix or suffix to names.

use super::field_spec::FieldSpec;
use super::walk::{Make, compile, set_text};
use crate::diagnostic::Result;
use crate::kustomization::Text;
use crate::resource::id::GvkRef;
use crate::resource::{ResourceSet, push_to_few};
use crate::yaml::Tag;
use smol_str::SmolStrBuilder as StrBuilder;

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
        let now = resource.gvk_ref();
        let original = resource.previous.first().map_or(now, |p| GvkRef { kind: &p.kind, ..now });
        if is_skipped(original) {
            continue;
        }
        // Which kind it had at first no prefix changes.
        selected.clear();
        selected.extend(specs.iter().filter(|spec| spec.spec.selects_ref(original)));
        let mut may_be_other = original.kind != now.kind;
        for spec in &selected {
            if spec.spec.path == "metadata/name" && !affix.is_empty() {
                match end {
                    End::Prefix => push_to_few(&mut resource.prefixes, affix.value.clone()),
                    End::Suffix => push_to_few(&mut resource.suffixes, affix.value.clone()),
                }
                resource.remember_id(&schema);
            }
            if may_be_other && !spec.spec.selects_ref(resource.gvk_ref()) {
                continue;
            }
            // The field may be the kind.
            may_be_other = true;
            spec.visit_selected(&mut resource.node, Make::Scalar(Tag::Str), &mut |node| {
                let old = node.text().unwrap_or("");
                let mut new = StrBuilder::new();
                match end {
                    End::Prefix => [affix.as_str(), old],
                    End::Suffix => [old, affix.as_str()],
                }
                .into_iter()
                .for_each(|part| new.push_str(part));
                set_text(node, new.finish())
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
