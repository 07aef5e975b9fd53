//! Sets labels and annotations.

use super::config::{TransformerConfig, merge_specs};
use super::field_spec::FieldSpec;
use super::walk::{Make, compile, set_entry};
use crate::diagnostic::Result;
use crate::kustomization::{Kustomization, Pairs, Text};
use crate::resource::ResourceSet;
use std::ops::Range;

/// Gives `set` the pairs of `labels`, of `commonLabels` and of `commonAnnotations`, each with the
/// fields that they go to.
///
/// # Errors
/// When field specifications conflict, and what `set` refuses.
pub(crate) fn apply_all(
    k: &Kustomization,
    config: &TransformerConfig,
    mut set: impl FnMut(&Pairs, &[FieldSpec]) -> Result<()>,
) -> Result<()> {
    for label in &k.labels {
        let mut specs: Vec<FieldSpec> = Vec::new();
        for field in &label.fields {
            specs.push(FieldSpec::from(field));
        }
        merge_specs(&mut specs, &config.labels)?;
        if label.include_selectors {
            merge_specs(&mut specs, &config.common_labels)?;
        } else {
            if label.include_templates {
                merge_specs(&mut specs, &config.template_labels)?;
            }
            merge_specs(&mut specs, &[FieldSpec::any("metadata/labels", true)])?;
        }
        set(&label.pairs, &specs)?;
    }
    set(&k.common_labels, &config.common_labels)?;
    set(&k.common_annotations, &config.common_annotations)
}

/// Sets every pair in every mapping that the specifications lead to.
///
/// # Errors
/// When a field is no mapping.
pub fn apply(set: &mut ResourceSet, pairs: &Pairs, specs: &[FieldSpec]) -> Result<()> {
    let all = 0..set.len();
    apply_to(set, all, pairs, specs)
}

/// As [`apply`], for some of the resources.
pub(crate) fn apply_to(
    set: &mut ResourceSet,
    places: Range<usize>,
    pairs: &Pairs,
    specs: &[FieldSpec],
) -> Result<()> {
    if pairs.is_empty() {
        return Ok(());
    }
    let mut sorted: Vec<&(Text, Text)> = pairs.iter().collect();
    sorted.sort_by(|a, b| a.0.value.cmp(&b.0.value));
    let specs = compile(specs);
    for at in places {
        set.modify_content(at, |resource| {
            let gvk = resource.gvk();
            for spec in &specs {
                spec.visit(&mut resource.node, &gvk, Make::Map, &mut |node| {
                    sorted.iter().try_for_each(|(key, value)| set_entry(node, key, value))
                })?;
            }
            Ok(())
        })
        .unwrap_or(Ok(()))?;
    }
    Ok(())
}
