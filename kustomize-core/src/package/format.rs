//! Bringing the fields of resources into the usual order.

use super::{Item, check_mapping};
use crate::diagnostic::{Code, Error, Result};
use crate::hash::HashMap;
use crate::yaml::document::{DocKind, DocNode};
use std::cmp::Ordering;
use std::sync::LazyLock;

/// Says whether a resource may be formatted.
const FORMATTING: &str = "config.kubernetes.io/formatting";

/// Sorts the fields of a resource, of known ones by their usual order, and the containers of workloads by name.
/// Without `kind` or `apiVersion` it stays as it is.
///
/// # Errors
/// A resource or metadata that is no mapping; an annotation for the formatting that is neither `standard` nor
/// `none`.
pub fn format(item: &mut Item) -> Result<()> {
    let root = item.root();
    for (node, what) in [(Some(root), "a resource"), (root.get("metadata"), "metadata")] {
        node.map_or(Ok(()), |node| check_mapping(node, what)).map_err(|wrong| wrong.error(item.file))?;
    }
    match item.annotation(FORMATTING) {
        None | Some("standard") => {}
        Some("none") => return Ok(()),
        Some(other) => {
            let message = format!("the annotation {FORMATTING} is standard or none, not \"{other}\"");
            return Err(Error::new(Code::InvalidValue, message).at(item.pos(root)));
        }
    }
    let text = |name| item.root().get(name).map(|node| node.value.clone());
    let (Some(kind), Some(api_version)) = (text("kind"), text("apiVersion")) else { return Ok(()) };
    let sorts_lists = SORTED_KINDS.contains(&kind.as_str()) && SORTED_APIS.contains(&api_version.as_str());
    sort(item.root_mut(), &mut Vec::new(), sorts_lists);
    Ok(())
}

fn sort(node: &mut DocNode, path: &mut Vec<String>, sorts_lists: bool) {
    match node.kind {
        DocKind::Mapping => {
            let mut entries = node.take_entries();
            entries.sort_by(|(a, _), (b, _)| compare(&a.value, &b.value));
            for (mut key, mut value) in entries {
                sort(&mut key, path, sorts_lists);
                path.push(key.value.clone());
                sort(&mut value, path, sorts_lists);
                path.pop();
                node.content.extend([key, value]);
            }
        }
        DocKind::Sequence => {
            if sorts_lists {
                match path.join(".").as_str() {
                    "spec.template.spec.containers" => node.content.sort_by(|a, b| name(a).cmp(name(b))),
                    "webhooks.rules.operations" => node.content.sort_by(|a, b| a.value.cmp(&b.value)),
                    _ => {}
                }
            }
            node.content.iter_mut().for_each(|item| sort(item, path, sorts_lists));
        }
        DocKind::Scalar | DocKind::Alias => {}
    }
}

fn name(node: &DocNode) -> &str {
    node.entries().filter(|(key, _)| key.value == "name").last().map_or("", |(_, value)| &value.value)
}

/// Where the name of a field stands among those that have a place of their own; a name that stands twice counts
/// where it stands last.
pub fn field_rank(name: &str) -> Option<usize> {
    static RANKS: LazyLock<HashMap<&str, usize>> =
        LazyLock::new(|| ORDER.split_whitespace().enumerate().map(|(rank, name)| (name, rank)).collect());
    RANKS.get(name).copied()
}

/// Known fields first, the others by their names.
fn compare(a: &str, b: &str) -> Ordering {
    match (field_rank(a), field_rank(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => a.cmp(b),
    }
}

const SORTED_KINDS: [&str; 7] = [
    "CronJob",
    "DaemonSet",
    "Deployment",
    "Job",
    "ReplicaSet",
    "StatefulSet",
    "ValidatingWebhookConfiguration",
];
const SORTED_APIS: [&str; 8] = [
    "apps/v1",
    "apps/v1beta1",
    "apps/v1beta2",
    "batch/v1",
    "batch/v1beta1",
    "extensions/v1beta1",
    "v1",
    "admissionregistration.k8s.io/v1",
];

/// Names of fields that come before all others, in this order.
const ORDER: &str = "name generateName namespace clusterName apiVersion kind metadata type labels annotations \
    spec status stringData data binaryData parallelism completions activeDeadlineSeconds backoffLimit replicas \
    selector manualSelector template ttlSecondsAfterFinished volumeClaimTemplates service serviceName \
    podManagementPolicy updateStrategy strategy minReadySeconds revision revisionHistoryLimit paused \
    progressDeadlineSeconds restartPolicy terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy \
    serviceAccountName serviceAccount automountServiceAccountToken nodeName hostNetwork hostPID hostIPC \
    shareProcessNamespace hostname subdomain schedulerName priorityClassName priority runtimeClassName \
    enableServiceLinks nodeSelector hostAliases initContainers containers volumes securityContext \
    imagePullSecrets affinity tolerations dnsConfig readinessGates image command args workingDir ports envFrom \
    env resources volumeMounts volumeDevices livenessProbe readinessProbe lifecycle terminationMessagePath \
    terminationMessagePolicy imagePullPolicy securityContext stdin stdinOnce tty clusterIP externalIPs \
    loadBalancerIP loadBalancerSourceRanges externalName externalTrafficPolicy sessionAffinity protocol port \
    targetPort hostPort containerPort hostIP readOnly mountPath subPath subPathExpr mountPropagation value \
    valueFrom fieldRef resourceFieldRef configMapKeyRef secretKeyRef prefix configMapRef secretRef";
