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
    let mut keyed: Vec<(SortKey<'_>, &Arc<Resource>)> =
        list.iter().map(|resource| (SortKey::new(resource, &ranks), resource)).collect();
    keyed.sort_by(|a, b| a.0.compare(&b.0));
    let sorted: Vec<Arc<Resource>> = keyed.into_iter().map(|(_, resource)| resource.clone()).collect();
    for (slot, resource) in list.iter_mut().zip(sorted) {
        *slot = resource;
    }
    Ok(())
}

struct SortKey<'r> {
    rank: i64,
    gvk: GvkRef<'r>,
    namespace: &'r str,
    name: &'r str,
}

impl<'r> SortKey<'r> {
    fn new(resource: &'r Resource, ranks: &HashMap<&str, i64>) -> Self {
        let gvk = resource.gvk_ref();
        let rank = ranks.get(gvk.kind).copied().unwrap_or(0);
        SortKey { rank, gvk, namespace: resource.namespace(), name: resource.name() }
    }

    /// Group, version and kind, with marks for what is absent.
    fn gvk_text(&self) -> [&'r str; 5] {
        let GvkRef { group, version, kind } = self.gvk;
        [or(group, "~G"), "_", or(version, "~V"), "_", or(kind, "~K")]
    }

    /// Kind, version, group, namespace and name, with marks for what is absent.
    fn id_text(&self) -> [&'r str; 9] {
        let GvkRef { group, version, kind } = self.gvk;
        let (kind, version, group) = (or(kind, "[noKind]"), or(version, "[noVer]"), or(group, "[noGrp]"));
        [kind, ".", version, ".", group, "|", or(self.namespace, "~X"), "|", or(self.name, "~N")]
    }

    fn is_core_namespace(&self) -> bool {
        self.gvk.kind == "Namespace" && self.gvk.group.is_empty()
    }

    fn compare(&self, other: &SortKey<'_>) -> Ordering {
        if self.rank != other.rank {
            return self.rank.cmp(&other.rank);
        }
        if self.gvk == other.gvk {
            return match self.namespace == other.namespace {
                true => or(self.name, "~N").cmp(or(other.name, "~N")),
                false => compare_joined(&self.id_text(), &other.id_text()),
            };
        }
        let order = compare_joined(&self.gvk_text(), &other.gvk_text());
        // A Namespace of the core group comes before one of any other group.
        let is_namespace = |key: &SortKey<'_>| or(key.gvk.kind, "~K").rsplit('_').next() == Some("Namespace");
        let both = is_namespace(self) && is_namespace(other);
        let by_gvk = match both && (self.is_core_namespace() || other.is_core_namespace()) {
            true => order.reverse(),
            false => order,
        };
        by_gvk.then_with(|| compare_joined(&self.id_text(), &other.id_text()))
    }
}

fn or<'a>(text: &'a str, absent: &'a str) -> &'a str {
    if text.is_empty() { absent } else { text }
}

/// Compares texts that are given in parts.
fn compare_joined(a: &[&str], b: &[&str]) -> Ordering {
    a.iter().flat_map(|part| part.bytes()).cmp(b.iter().flat_map(|part| part.bytes()))
}
