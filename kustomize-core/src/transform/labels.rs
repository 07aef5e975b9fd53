//! Sets labels and annotations.

use super::config::{TransformerConfig, merge_specs};
use super::field_spec::FieldSpec;
use super::walk::{Compiled, Entered, Make, compile, new_entry, set_entry};
use crate::diagnostic::Result;
use crate::hash::HashMap;
use crate::kustomization::{Kustomization, Pairs, Text};
use crate::resource::{ANNOTATIONS, Gvk, Resource, ResourceSet};
use crate::yaml::{Link, Node, Scalar, quote_where_ambiguous};
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
    let mut by_gvk: HashMap<Gvk, Vec<&Compiled<'_>>> = HashMap::default();
    for at in places {
        let Some(resource) = set.get(at) else { continue };
        let gvk = resource.gvk_ref();
        let selected = match by_gvk.get(&gvk) {
            Some(selected) => selected,
            None => {
                let selected = specs.iter().filter(|spec| spec.spec.selects_ref(gvk)).collect();
                by_gvk.entry(gvk.to_owned()).or_insert(selected)
            }
        };
        set.modify_in_step(at, |resource| apply_one(resource, &sorted, selected)).unwrap_or(Ok(()))?;
    }
    Ok(())
}

/// Sets pairs in the fields of specifications that are meant for the kind of the resource.
fn apply_one(resource: &mut Resource, pairs: &[&(Text, Text)], specs: &[&Compiled<'_>]) -> Result<()> {
    let looks_for_annotations = |spec: &&Compiled<'_>| !spec.spec.create && spec.spec.path == ANNOTATIONS;
    if specs.iter().any(looks_for_annotations) {
        resource.open_books();
    }
    if !resource.unseen.is_empty() {
        for spec in specs.iter().filter(|spec| spec.spec.create) {
            spec.visit_existing(&mut resource.node, &mut |node| {
                resource.unseen.reveal(&spec.spec.path, node);
                Ok(())
            })?;
        }
    }
    let mut is_linked = false;
    if let [only] = specs
        && only.spec.path.starts_with("metadata/")
    {
        let unseen = &mut resource.unseen;
        // There is one mapping, and nothing to link it with.
        only.visit_selected(&mut resource.node, Make::Map, &mut |node| {
            pairs.iter().try_for_each(|(key, value)| {
                match set_entry(node, key, value, Link::default())? {
                    Entered::ReplacedLinked => is_linked = true,
                    Entered::Nothing => unseen.add(&only.spec.path, new_entry(key, value, Link::default())),
                    Entered::Added | Entered::Replaced => {}
                }
                Ok(())
            })
        })?;
        if is_linked {
            resource.sync_links();
        }
        return Ok(());
    }
    for (key, value) in pairs {
        let link = resource.links.next();
        let mut added = 0;
        for spec in specs {
            let unseen = &mut resource.unseen;
            spec.visit_selected(&mut resource.node, Make::Map, &mut |node| {
                match set_entry(node, key, value, link)? {
                    Entered::Added => added += 1,
                    Entered::ReplacedLinked => is_linked = true,
                    Entered::Nothing => {
                        unseen.add(&spec.spec.path, new_entry(key, value, link));
                        added += 1;
                    }
                    Entered::Replaced => {}
                }
                Ok(())
            })?;
        }
        match added {
            0 => {}
            1 => forget_link(resource, specs, key, link)?,
            _ => {
                let mut scalar = Scalar::string(value.value.clone());
                quote_where_ambiguous(&mut scalar);
                resource.links.add(scalar);
            }
        }
        if is_linked {
            resource.sync_links();
        }
    }
    Ok(())
}

/// Takes a link back that only one scalar got.
fn forget_link(resource: &mut Resource, specs: &[&Compiled<'_>], key: &str, link: Link) -> Result<()> {
    let forget = |scalar: &mut Scalar| {
        if scalar.link.0 == link.0 {
            scalar.link = Link::default();
        }
    };
    resource.unseen.each_scalar(&mut { forget });
    specs.iter().try_for_each(|spec| {
        spec.visit_existing(&mut resource.node, &mut |node| {
            node.get_mut(key).and_then(Node::as_scalar_mut).into_iter().for_each(forget);
            Ok(())
        })
    })
}
