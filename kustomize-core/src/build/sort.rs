//! The order of the output.

use crate::diagnostic::{Code, Error, Result};
use crate::hash::HashMap;
use crate::kustomization::SortOptions;
use crate::resource::order::{FIRST, LAST};
use crate::resource::{ResId, Resource};
use crate::schema::Schema;
use std::cmp::Ordering;
use std::sync::Arc;

/// Sorts by kind, namespace and name, or leaves the order alone, as the options say; without
/// options the default order of kinds is used.
///
/// # Errors
/// Options that contradict each other.
pub(crate) fn sort(list: &mut [Arc<Resource>], options: Option<&SortOptions>, schema: &Schema) -> Result<()> {
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
    let mut keyed: Vec<(SortKey, Arc<Resource>)> =
        list.iter().map(|r| (SortKey::new(&r.id(schema), &ranks), r.clone())).collect();
    keyed.sort_by(|a, b| a.0.compare(&b.0));
    for (slot, (_, resource)) in list.iter_mut().zip(keyed) {
        *slot = resource;
    }
    Ok(())
}

struct SortKey {
    rank: i64,
    /// Group, version and kind, with marks for what is absent.
    gvk: String,
    core_namespace: bool,
    /// Kind, version, group, namespace and name, with marks for what is absent.
    id: String,
}

impl SortKey {
    fn new(id: &ResId, ranks: &HashMap<&str, i64>) -> Self {
        fn or<'a>(text: &'a str, absent: &'a str) -> &'a str {
            if text.is_empty() { absent } else { text }
        }
        let (group, version, kind) = (id.gvk.group.as_str(), id.gvk.version.as_str(), id.gvk.kind.as_str());
        SortKey {
            rank: ranks.get(kind).copied().unwrap_or(0),
            gvk: [or(group, "~G"), "_", or(version, "~V"), "_", or(kind, "~K")].concat(),
            core_namespace: kind == "Namespace" && group.is_empty(),
            id: [
                or(kind, "[noKind]"),
                ".",
                or(version, "[noVer]"),
                ".",
                or(group, "[noGrp]"),
                "|",
                or(&id.namespace, "~X"),
                "|",
                or(&id.name, "~N"),
            ]
            .concat(),
        }
    }

    fn compare(&self, other: &SortKey) -> Ordering {
        let by_gvk = || {
            let order = self.gvk.cmp(&other.gvk);
            // A Namespace of the core group comes before one of any other group.
            let both = self.gvk.ends_with("_Namespace") && other.gvk.ends_with("_Namespace");
            if both && (self.core_namespace || other.core_namespace) { order.reverse() } else { order }
        };
        self.rank.cmp(&other.rank).then_with(by_gvk).then_with(|| self.id.cmp(&other.id))
    }
}
