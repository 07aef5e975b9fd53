//! The order of the output.

use crate::diagnostic::{Code, Error, Result};
use crate::hash::HashMap;
use crate::kustomization::SortOptions;
use crate::resource::Resource;
use crate::resource::id::GvkRef;
use crate::resource::order::{FIRST, LAST};
use std::cmp::Ordering;
use std::sync::Arc;

/// Sorts by kind, namespace and name, or leaves the order alone, as the options say; without
/// options the default order of kinds is used.
///
/// # Errors
/// Options that contradict each other.
pub(crate) fn sort(list: &mut [Arc<Resource>], options: Option<&SortOptions>) -> Result<()> {
    let mut ranks: HashMap<&str, i64> = HashMap::default();
    match options.map(|o| (o, o.order.as_str())) {
        Some((o, "fifo")) if o.legacy.is_none() => return Ok(()),
        Some((o, "fifo")) => {
            return Err(
                Error::new(Code::InvalidValue, "legacySortOptions need the order legacy, not fifo").at(o.pos)
            );
        }
        Some((o, "legacy")) if o.legacy.is_some() => {
            let legacy = o.legacy.as_ref();
            let first = legacy.map_or(&[][..], |l| &l.order_first);
            for (i, kind) in first.iter().enumerate() {
                ranks.insert(kind, i as i64 - first.len() as i64);
            }
            for (i, kind) in legacy.map_or(&[][..], |l| &l.order_last).iter().enumerate() {
                ranks.insert(kind, 1 + i as i64);
            }
        }
        Some((o, order)) if order != "legacy" => {
            return Err(Error::new(Code::InvalidValue, format!("sortOptions.order cannot be \"{order}\""))
                .at(o.order.pos)
                .hint("it is legacy or fifo"));
        }
        _ => {
            for (i, kind) in FIRST.iter().enumerate() {
                ranks.insert(kind, i as i64 - FIRST.len() as i64);
            }
            for (i, kind) in LAST.iter().enumerate() {
                ranks.insert(kind, 1 + i as i64);
            }
        }
    }
    let kinds = Kinds::of(list, &ranks);
    let mut keyed: Vec<SortKey<'_>> = list.iter().map(|resource| SortKey::new(resource, &kinds)).collect();
    keyed.sort_by(|a, b| a.compare(b, &kinds));
    let sorted: Vec<Arc<Resource>> = keyed.into_iter().map(|key| key.resource.clone()).collect();
    drop(kinds);
    for (slot, resource) in list.iter_mut().zip(sorted) {
        *slot = resource;
    }
    Ok(())
}

/// The kinds of the resources, in their order: kinds are compared once, not with every comparison of resources.
struct Kinds<'r> {
    list: Vec<Kind<'r>>,
    by_gvk: HashMap<GvkRef<'r>, u32>,
}

struct Kind<'r> {
    rank: i64,
    gvk: GvkRef<'r>,
    /// Kinds of the same order are compared anew, and told apart by all of the identity.
    order: u32,
}

impl<'r> Kinds<'r> {
    fn of(list: &'r [Arc<Resource>], ranks: &HashMap<&str, i64>) -> Self {
        let mut kinds = Kinds { list: Vec::new(), by_gvk: HashMap::default() };
        for resource in list {
            let gvk = resource.gvk_ref();
            if let hashbrown::hash_map::Entry::Vacant(slot) = kinds.by_gvk.entry(gvk) {
                slot.insert(0);
                let rank = ranks.get(gvk.kind).copied().unwrap_or(0);
                kinds.list.push(Kind { rank, gvk, order: 0 });
            }
        }
        let namespaces: Vec<_> = kinds.list.iter().filter(|kind| kind.is_namespace()).collect();
        if namespaces.len() > 1 && namespaces.iter().any(|kind| kind.is_core_namespace()) {
            // What comes before these and what behind is no order of all kinds.
            kinds.number();
            return kinds;
        }
        kinds.list.sort_by(Kind::compare);
        let mut order = 0;
        for at in 0..kinds.list.len() {
            let differs = match kinds.list.get(at.saturating_sub(1)..=at) {
                Some([before, kind]) => before.compare(kind).is_ne(),
                _ => false,
            };
            order += u32::from(differs);
            kinds.list.get_mut(at).into_iter().for_each(|kind| kind.order = order);
        }
        kinds.number();
        kinds
    }

    fn number(&mut self) {
        for (at, kind) in (0_u32..).zip(&self.list) {
            self.by_gvk.insert(kind.gvk, at);
        }
    }

    fn get(&self, at: u32) -> Option<&Kind<'r>> {
        self.list.get(at as usize)
    }
}

impl Kind<'_> {
    fn is_namespace(&self) -> bool {
        or(self.gvk.kind, "~K").rsplit('_').next() == Some("Namespace")
    }

    fn is_core_namespace(&self) -> bool {
        self.gvk.kind == "Namespace" && self.gvk.group.is_empty()
    }

    fn compare(&self, other: &Kind<'_>) -> Ordering {
        if self.rank != other.rank {
            return self.rank.cmp(&other.rank);
        }
        let order = compare_joined(&gvk_text(self.gvk), &gvk_text(other.gvk));
        // A Namespace of the core group comes before one of any other group.
        let both = self.is_namespace() && other.is_namespace();
        match both && (self.is_core_namespace() || other.is_core_namespace()) {
            true => order.reverse(),
            false => order,
        }
    }
}

/// Group, version and kind, with marks for what is absent.
fn gvk_text(GvkRef { group, version, kind }: GvkRef<'_>) -> [&str; 5] {
    [or(group, "~G"), "_", or(version, "~V"), "_", or(kind, "~K")]
}

struct SortKey<'r> {
    resource: &'r Arc<Resource>,
    kind: u32,
    order: u32,
    namespace: &'r str,
    name: &'r str,
}

impl<'r> SortKey<'r> {
    fn new(resource: &'r Arc<Resource>, kinds: &Kinds<'r>) -> Self {
        let head = resource.head();
        let (name, namespace) = head.name_and_namespace();
        let kind = kinds.by_gvk.get(&head.gvk()).copied().unwrap_or(0);
        SortKey { resource, kind, order: kinds.get(kind).map_or(0, |kind| kind.order), namespace, name }
    }

    /// Kind, version, group, namespace and name, with marks for what is absent.
    fn id_text(&self, kinds: &Kinds<'r>) -> [&'r str; 9] {
        let (group, version, kind) = kinds
            .get(self.kind)
            .map_or(("", "", ""), |kind| (kind.gvk.group, kind.gvk.version, kind.gvk.kind));
        let (kind, version, group) = (or(kind, "[noKind]"), or(version, "[noVer]"), or(group, "[noGrp]"));
        [kind, ".", version, ".", group, "|", or(self.namespace, "~X"), "|", or(self.name, "~N")]
    }

    fn compare(&self, other: &SortKey<'r>, kinds: &Kinds<'r>) -> Ordering {
        if self.order != other.order {
            return self.order.cmp(&other.order);
        }
        if self.kind == other.kind && self.namespace == other.namespace {
            return or(self.name, "~N").cmp(or(other.name, "~N"));
        }
        let by_kind = match (kinds.get(self.kind), kinds.get(other.kind)) {
            (Some(own), Some(others)) if self.kind != other.kind => own.compare(others),
            _ => Ordering::Equal,
        };
        by_kind.then_with(|| compare_joined(&self.id_text(kinds), &other.id_text(kinds)))
    }
}

fn or<'a>(text: &'a str, absent: &'a str) -> &'a str {
    if text.is_empty() { absent } else { text }
}

/// Compares texts that are given in parts.
fn compare_joined(a: &[&str], b: &[&str]) -> Ordering {
    a.iter().flat_map(|part| part.bytes()).cmp(b.iter().flat_map(|part| part.bytes()))
}
