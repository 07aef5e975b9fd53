//! Sets labels and annotations.

use super::config::{TransformerConfig, merge_specs};
use super::field_spec::FieldSpec;
use super::walk::{Compiled, Entered, Make, Pair, compile};
use crate::diagnostic::Result;
use crate::hash::HashMap;
use crate::kustomization::{Kustomization, Pairs};
use crate::resource::id::GvkRef;
use crate::resource::{ANNOTATIONS, Gvk, Resource, ResourceSet};
use crate::yaml::{Link, Node, Scalar};
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
    let mut sorted: Vec<Pair<'_>> = pairs.iter().map(|(key, value)| Pair::new(key, value)).collect();
    sorted.sort_by(|a, b| a.key().cmp(b.key()));
    let are_distinct = sorted.windows(2).all(|pair| matches!(pair, [a, b] if a.key() != b.key()));
    let specs = compile(specs);
    let mut by_gvk: HashMap<Gvk, Fields<'_>> = HashMap::default();
    for at in places {
        let Some(resource) = set.get(at) else { continue };
        let gvk = resource.gvk_ref();
        let fields = match by_gvk.get(&gvk) {
            Some(fields) => fields,
            None => by_gvk.entry(gvk.to_owned()).or_insert_with(|| Fields::new(&specs, gvk, are_distinct)),
        };
        set.modify_in_step(at, |resource| apply_one(resource, &sorted, fields)).unwrap_or(Ok(()))?;
    }
    Ok(())
}

/// The specifications that are meant for one kind.
struct Fields<'s> {
    specs: Vec<&'s Compiled<'s>>,
    /// True when one of them is of the annotations where there are any.
    looks_for_annotations: bool,
    /// True when none leads to what another leads to, or into it, and no key is set twice.
    are_apart: bool,
}

impl<'s> Fields<'s> {
    fn new(specs: &'s [Compiled<'s>], gvk: GvkRef<'_>, are_distinct: bool) -> Self {
        let specs: Vec<_> = specs.iter().filter(|spec| spec.spec.selects_ref(gvk)).collect();
        let looks_for_annotations = specs.iter().any(|s| !s.spec.create && s.spec.path == ANNOTATIONS);
        let is_apart = |(i, spec): (usize, &&Compiled<'_>)| {
            let meets = |other: &&Compiled<'_>| {
                let (a, b) = (spec.parts(), other.parts());
                a.starts_with(b) || b.starts_with(a)
            };
            spec.is_plain() && !specs.iter().take(i).any(meets)
        };
        let are_apart = are_distinct && specs.iter().enumerate().all(is_apart);
        Fields { specs, looks_for_annotations, are_apart }
    }
}

/// Sets pairs in the fields that are meant for the kind of the resource.
fn apply_one(resource: &mut Resource, pairs: &[Pair<'_>], fields: &Fields<'_>) -> Result<()> {
    let specs = fields.specs.as_slice();
    if fields.looks_for_annotations {
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
    if let [only] = specs
        && only.spec.path.starts_with("metadata/")
    {
        return apply_to_one(resource, pairs, only);
    }
    if resource.links.is_empty() && fields.are_apart && pairs.len() > 1 {
        return apply_at_once(resource, pairs, specs);
    }
    let mut is_linked = false;
    for (i, pair) in pairs.iter().enumerate() {
        let link = resource.links.next();
        let mut added = 0;
        for spec in specs {
            let unseen = &mut resource.unseen;
            spec.visit_selected(&mut resource.node, Make::Map, &mut |node| {
                match pair.set(node, link, pairs.len() - i)? {
                    Entered::Added => added += 1,
                    Entered::ReplacedLinked => is_linked = true,
                    Entered::Nothing => {
                        unseen.add(&spec.spec.path, pair.entry(link));
                        added += 1;
                    }
                    Entered::Replaced => {}
                }
                Ok(())
            })?;
        }
        match added {
            0 => {}
            1 => forget_link(resource, specs, pair.key(), link)?,
            _ => resource.links.add(pair.scalar().cloned()),
        }
        if is_linked {
            resource.sync_links();
        }
    }
    Ok(())
}

/// Sets pairs in one mapping of the metadata, where there is nothing to link them with.
fn apply_to_one(resource: &mut Resource, pairs: &[Pair<'_>], only: &Compiled<'_>) -> Result<()> {
    let mut is_linked = false;
    let unseen = &mut resource.unseen;
    only.visit_selected(&mut resource.node, Make::Map, &mut |node| {
        pairs.iter().enumerate().try_for_each(|(i, pair)| {
            match pair.set(node, Link::default(), pairs.len() - i)? {
                Entered::ReplacedLinked => is_linked = true,
                Entered::Nothing => unseen.add(&only.spec.path, pair.entry(Link::default())),
                Entered::Added | Entered::Replaced => {}
            }
            Ok(())
        })
    })?;
    if is_linked {
        resource.sync_links();
    }
    Ok(())
}

/// Sets pairs in fields that have nothing to do with each other, of a resource where nothing is linked yet:
/// one after the other comes to the same as all at once, and each field has to be found once only.
fn apply_at_once(resource: &mut Resource, pairs: &[Pair<'_>], specs: &[&Compiled<'_>]) -> Result<()> {
    let links: Vec<Link> = (0..pairs.len()).map(|i| resource.links.nth(i)).collect();
    let mut added = vec![0_usize; pairs.len()];
    for spec in specs {
        let unseen = &mut resource.unseen;
        spec.visit_selected(&mut resource.node, Make::Map, &mut |node| {
            let each = pairs.iter().zip(&links).zip(&mut added);
            each.enumerate().try_for_each(|(i, ((pair, link), added))| {
                match pair.set(node, *link, pairs.len() - i)? {
                    Entered::Added => *added += 1,
                    Entered::Nothing => {
                        unseen.add(&spec.spec.path, pair.entry(*link));
                        *added += 1;
                    }
                    Entered::Replaced | Entered::ReplacedLinked => {}
                }
                Ok(())
            })
        })?;
    }
    let any = added.iter().any(|added| *added > 1);
    if any {
        resource.links.reserve(pairs.len());
    }
    for ((pair, link), added) in pairs.iter().zip(links).zip(added) {
        if added == 1 {
            forget_link(resource, specs, pair.key(), link)?;
        }
        if any {
            // One that nothing has keeps the place of its link.
            resource.links.add(pair.scalar().cloned());
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
