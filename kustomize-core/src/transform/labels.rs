//! Sets labels and annotations.

use super::config::{TransformerConfig, merge_specs};
use super::field_spec::FieldSpec;
use super::walk::{Make, compile, set_entry};
use crate::diagnostic::Result;
use crate::kustomization::{Label, Pairs, Text};
use crate::resource::ResourceSet;

/// Applies the entries of `labels`, then `commonLabels`.
///
/// # Errors
/// When field specifications conflict or a field is no mapping.
pub fn apply_all(
    set: &mut ResourceSet,
    labels: &[Label],
    common: &Pairs,
    config: &TransformerConfig,
) -> Result<()> {
    for label in labels {
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
        apply(set, &label.pairs, &specs)?;
    }
    apply(set, common, &config.common_labels)
}

/// Sets every pair in every mapping that the specifications lead to.
///
/// # Errors
/// When a field is no mapping.
pub fn apply(set: &mut ResourceSet, pairs: &Pairs, specs: &[FieldSpec]) -> Result<()> {
    if pairs.is_empty() {
        return Ok(());
    }
    let mut sorted: Vec<&(Text, Text)> = pairs.iter().collect();
    sorted.sort_by(|a, b| a.0.value.cmp(&b.0.value));
    let specs = compile(specs);
    for at in 0..set.len() {
        set.modify_content(at, |resource| {
            let gvk = resource.gvk();
            for spec in &specs {
                spec.visit(&mut resource.node, &gvk, Make::Map, &mut |node| {
                    sorted.iter().try_for_each(|(key, value)| set_entry(node, key, value, value.pos))
                })?;
            }
            Ok(())
        })
        .unwrap_or(Ok(()))?;
    }
    Ok(())
}
