//! The order of kinds.

use crate::yaml::Str;
use std::cmp::Ordering;

/// Kinds that come first, in this order.
pub(crate) const FIRST: &[&str] = &[
    "Namespace",
    "ResourceQuota",
    "StorageClass",
    "CustomResourceDefinition",
    "ServiceAccount",
    "PodSecurityPolicy",
    "Role",
    "ClusterRole",
    "RoleBinding",
    "ClusterRoleBinding",
    "ConfigMap",
    "Secret",
    "Endpoints",
    "Service",
    "LimitRange",
    "PriorityClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Deployment",
    "StatefulSet",
    "CronJob",
    "PodDisruptionBudget",
];
/// Kinds that come last, in this order.
pub(crate) const LAST: &[&str] = &["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

/// Compares kinds, given as group, version and kind, as the reference does: by their rank, then by
/// their text, where what is empty stands behind all letters.
pub(crate) fn compare_kinds(a: [&Str; 3], b: [&Str; 3]) -> Ordering {
    fn text<'a>([group, version, kind]: [&'a Str; 3]) -> impl Iterator<Item = u8> + 'a {
        let or = |text: &'a str, absent: &'static str| if text.is_empty() { absent } else { text }.bytes();
        let (group, version, kind) = (or(group, "~G"), or(version, "~V"), or(kind, "~K"));
        group.chain(*b"_").chain(version).chain(*b"_").chain(kind)
    }
    rank(a[2]).cmp(&rank(b[2])).then_with(|| text(a).cmp(text(b)))
}

/// Below zero for kinds that come first, above for those that come last.
#[allow(clippy::cast_possible_wrap)]
fn rank(kind: &str) -> i64 {
    let first = FIRST.iter().position(|k| *k == kind).map(|i| i as i64 - FIRST.len() as i64);
    first.or_else(|| LAST.iter().position(|k| *k == kind).map(|i| i as i64 + 1)).unwrap_or(0)
}
