//! Sets labels and annotations.

use super::config::{TransformerConfig, merge_specs};
use super::field_spec::FieldSpec;
use super::walk::{Compiled, Entered, Make, Pair, compile};
use crate::diagnostic::Result;
use crate::hash::HashMap;
use crate::kustomization::{Kustomization, Label, Pairs};
use crate::resource::id::GvkRef;
use crate::resource::{ANNOTATIONS, Gvk, Resource, ResourceSet};
use crate::yaml::{Link, Node, Scalar};
use std::borrow::Cow;
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
    stated(k, config).into_iter().try_for_each(|stated| {
        let (pairs, specs) = stated?;
        set(pairs, &specs)
    })
}

/// As [`apply`] with all that a kustomization states, one resource after the other.
///
/// # Errors
/// As [`apply_all`].
pub(crate) fn apply_together(
    set: &mut ResourceSet,
    k: &Kustomization,
    config: &TransformerConfig,
) -> Result<()> {
    let mut stated = stated(k, config);
    // What goes before a conflict may be refused before.
    let conflict = stated.pop_if(|last| last.is_err());
    let stated: Vec<Stated<'_>> = stated.into_iter().flatten().collect();
    let groups: Vec<Group<'_>> = stated.iter().map(|(pairs, specs)| Group::new(pairs, specs)).collect();
    match groups.iter().all(Group::keeps_kinds) {
        true => apply_groups(set, 0..set.len(), &groups)?,
        false => stated.iter().try_for_each(|(pairs, specs)| apply(set, pairs, specs))?,
    }
    conflict.map_or(Ok(()), |conflict| conflict.map(drop))
}

/// Pairs with the fields that they go to.
type Stated<'k> = (&'k Pairs, Cow<'k, [FieldSpec]>);

/// What a kustomization states, up to the first conflict.
fn stated<'k>(k: &'k Kustomization, config: &'k TransformerConfig) -> Vec<Result<Stated<'k>>> {
    let mut all = Vec::with_capacity(k.labels.len() + 2);
    for label in &k.labels {
        let specs = specs_of(label, config);
        let is_conflict = specs.is_err();
        all.push(specs.map(|specs| (&label.pairs, Cow::Owned(specs))));
        if is_conflict {
            return all;
        }
    }
    all.push(Ok((&k.common_labels, Cow::Borrowed(&*config.common_labels))));
    all.push(Ok((&k.common_annotations, Cow::Borrowed(&*config.common_annotations))));
    all
}

fn specs_of(label: &Label, config: &TransformerConfig) -> Result<Vec<FieldSpec>> {
    let mut specs: Vec<FieldSpec> = label.fields.iter().map(FieldSpec::from).collect();
    merge_specs(&mut specs, &config.labels)?;
    if label.include_selectors {
        merge_specs(&mut specs, &config.common_labels)?;
    } else {
        if label.include_templates {
            merge_specs(&mut specs, &config.template_labels)?;
        }
        merge_specs(&mut specs, &[FieldSpec::any("metadata/labels", true)])?;
    }
    Ok(specs)
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
    apply_groups(set, places, &[Group::new(pairs, specs)])
}

/// Pairs that go to the same fields.
struct Group<'g> {
    pairs: Vec<Pair<'g>>,
    specs: Vec<Compiled<'g>>,
    /// True when no key is there twice.
    are_distinct: bool,
}

impl<'g> Group<'g> {
    fn new(pairs: &'g Pairs, specs: &'g [FieldSpec]) -> Self {
        let mut pairs: Vec<Pair<'_>> = pairs.iter().map(|(key, value)| Pair::new(key, value)).collect();
        pairs.sort_by(|a, b| a.key().cmp(b.key()));
        let are_distinct = pairs.windows(2).all(|pair| matches!(pair, [a, b] if a.key() != b.key()));
        Group { pairs, specs: compile(specs), are_distinct }
    }

    /// True when its fields are no part of what says of which kind a resource is.
    fn keeps_kinds(&self) -> bool {
        let is_below = |spec: &Compiled<'_>| {
            spec.parts().first().is_some_and(|part| matches!(part.field.as_str(), "metadata" | "spec"))
        };
        self.pairs.is_empty() || self.specs.iter().all(is_below)
    }
}

/// Sets the pairs of groups that keep the kinds: all groups in a resource before the next one, which comes to
/// the same as one group after the other. Of refusals the one of the first group counts.
fn apply_groups(set: &mut ResourceSet, places: Range<usize>, groups: &[Group<'_>]) -> Result<()> {
    let mut left = if groups.iter().all(|group| group.pairs.is_empty()) { 0 } else { groups.len() };
    let mut result = Ok(());
    let mut by_gvk: HashMap<Gvk, Vec<Fields<'_>>> = HashMap::default();
    for at in places {
        let Some(resource) = set.get(at).filter(|_| left > 0) else { break };
        let gvk = resource.gvk_ref();
        let fields = match by_gvk.get(&gvk) {
            Some(fields) => fields,
            None => by_gvk.entry(gvk.to_owned()).or_insert_with(|| Fields::of_all(groups, gvk)),
        };
        let done = set.modify_in_step(at, |resource| {
            let mut groups = groups.iter().zip(fields).take(left).enumerate();
            groups.try_for_each(|(i, (group, fields))| {
                apply_one(resource, &group.pairs, fields).map_err(|error| (i, error))
            })
        });
        if let Some(Err((i, error))) = done {
            left = i;
            result = Err(error);
        }
    }
    result
}

/// The specifications of a group that are meant for one kind.
struct Fields<'s> {
    specs: Vec<Target<'s>>,
    /// True when one of them is of the annotations where there are any.
    looks_for_annotations: bool,
    /// True when none leads to what another leads to, or into it, and no key is set twice.
    are_apart: bool,
}

/// A specification that is meant for a kind.
struct Target<'s> {
    spec: &'s Compiled<'s>,
    /// How many pairs of the groups behind go to the same field.
    later: usize,
}

impl<'s> Fields<'s> {
    fn of_all(groups: &'s [Group<'s>], gvk: GvkRef<'_>) -> Vec<Fields<'s>> {
        let mut all: Vec<Fields<'s>> = Vec::with_capacity(groups.len());
        for (i, group) in groups.iter().enumerate() {
            if group.pairs.is_empty() {
                all.push(Fields { specs: Vec::new(), looks_for_annotations: false, are_apart: true });
                continue;
            }
            let behind = groups.get(i + 1..).unwrap_or_default();
            let later = |spec: &Compiled<'_>| {
                let goes_there =
                    |other: &Compiled<'_>| other.spec.path == spec.spec.path && other.spec.selects_ref(gvk);
                let there = behind.iter().filter(|group| group.specs.iter().any(goes_there));
                there.map(|group| group.pairs.len()).sum()
            };
            let specs = group.specs.iter().filter(|spec| spec.spec.selects_ref(gvk));
            all.push(Fields::new(specs.map(|spec| Target { spec, later: later(spec) }).collect(), group));
        }
        all
    }

    fn new(specs: Vec<Target<'s>>, group: &Group<'_>) -> Self {
        let looks_for_annotations =
            specs.iter().any(|target| !target.spec.spec.create && target.spec.spec.path == ANNOTATIONS);
        let is_apart = |(i, target): (usize, &Target<'_>)| {
            let meets = |other: &Target<'_>| {
                let (a, b) = (target.spec.parts(), other.spec.parts());
                a.starts_with(b) || b.starts_with(a)
            };
            target.spec.is_plain() && !specs.iter().take(i).any(meets)
        };
        let are_apart = group.are_distinct && specs.iter().enumerate().all(is_apart);
        Fields { specs, looks_for_annotations, are_apart }
    }
}

/// Sets pairs in the fields that are meant for the kind of the resource.
fn apply_one(resource: &mut Resource, pairs: &[Pair<'_>], fields: &Fields<'_>) -> Result<()> {
    if pairs.is_empty() {
        return Ok(());
    }
    let specs = fields.specs.as_slice();
    if fields.looks_for_annotations {
        resource.open_books();
    }
    if !resource.unseen.is_empty() {
        for Target { spec, .. } in specs.iter().filter(|target| target.spec.spec.create) {
            spec.visit_existing(&mut resource.node, &mut |node| {
                resource.unseen.reveal(&spec.spec.path, node);
                Ok(())
            })?;
        }
    }
    if let [only] = specs
        && only.spec.spec.path.starts_with("metadata/")
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
        for Target { spec, later } in specs {
            let unseen = &mut resource.unseen;
            spec.visit_selected(&mut resource.node, Make::Map, &mut |node| {
                match pair.set(node, link, pairs.len() - i + later)? {
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
fn apply_to_one(resource: &mut Resource, pairs: &[Pair<'_>], only: &Target<'_>) -> Result<()> {
    let mut is_linked = false;
    let Target { spec: only, later } = only;
    let unseen = &mut resource.unseen;
    only.visit_selected(&mut resource.node, Make::Map, &mut |node| {
        pairs.iter().enumerate().try_for_each(|(i, pair)| {
            match pair.set(node, Link::default(), pairs.len() - i + later)? {
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
fn apply_at_once(resource: &mut Resource, pairs: &[Pair<'_>], specs: &[Target<'_>]) -> Result<()> {
    let links: Vec<Link> = (0..pairs.len()).map(|i| resource.links.nth(i)).collect();
    let mut added = vec![0_usize; pairs.len()];
    for Target { spec, later } in specs {
        let unseen = &mut resource.unseen;
        spec.visit_selected(&mut resource.node, Make::Map, &mut |node| {
            let each = pairs.iter().zip(&links).zip(&mut added);
            each.enumerate().try_for_each(|(i, ((pair, link), added))| {
                match pair.set(node, *link, pairs.len() - i + later)? {
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
fn forget_link(resource: &mut Resource, specs: &[Target<'_>], key: &str, link: Link) -> Result<()> {
    let forget = |scalar: &mut Scalar| {
        if scalar.link.0 == link.0 {
            scalar.link = Link::default();
        }
    };
    resource.unseen.each_scalar(&mut { forget });
    specs.iter().try_for_each(|Target { spec, .. }| {
        spec.visit_existing(&mut resource.node, &mut |node| {
            node.get_mut(key).and_then(Node::as_scalar_mut).into_iter().for_each(forget);
            Ok(())
        })
    })
}
