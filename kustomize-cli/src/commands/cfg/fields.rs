//! The fields that `kz cfg tree` shows.

use super::tree::Branch;
use kustomize_core::diagnostic::{Code, Error, Result};
use kustomize_core::source::{Pos, Sources};
use kustomize_core::yaml::edit::flow_as_written;
use kustomize_core::yaml::{Node, Value};
use regex::Regex;
use std::collections::BTreeMap;

/// A field, with the line that it is shown on.
pub(super) struct Field {
    path: Vec<String>,
    /// The line, or that of all fields of the same containers.
    name: String,
    /// The name below the line of the containers.
    sub: Option<String>,
}

/// Where the containers of resources are.
const CONTAINERS: [&str; 3] =
    ["spec.template.spec.containers", "spec.jobTemplate.spec.template.spec.containers", "spec.containers"];

impl Field {
    fn new(path: Vec<String>) -> Self {
        let joined = path.join(".");
        match CONTAINERS.into_iter().find(|containers| joined.starts_with(containers)) {
            Some(containers) => Field { name: containers.to_owned(), sub: path.last().cloned(), path },
            None => Field { name: joined, sub: None, path },
        }
    }

    /// A field by its path, as in `metadata.annotations.a\.b` or `spec.ports[port=80].name`.
    ///
    /// # Errors
    /// When a part of the path has more than one bracket.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let mut path = Vec::new();
        for part in text.replace("\\.", "\0").split('.').map(|part| part.replace('\0', ".")) {
            match part.split('[').collect::<Vec<_>>()[..] {
                [name] => path.push(name.to_owned()),
                [name, element] => path.extend([name.to_owned(), format!("[{element}")]),
                _ => return Err(invalid(&part).hint("elements of lists are written list[field=value]")),
            }
        }
        Ok(Field::new(path))
    }

    /// A field of all containers.
    pub(super) fn of_containers(name: &str) -> impl Iterator<Item = Self> {
        let below = |containers: &str| {
            let parts = containers.split('.').chain(["[name=.*]", name]);
            Field::new(parts.map(str::to_owned).collect())
        };
        // In the order in which the reference looks.
        [CONTAINERS[2], CONTAINERS[0], CONTAINERS[1]].map(below).into_iter()
    }

    /// A field of the resource itself.
    pub(super) fn of_resource(path: &[&str]) -> Self {
        Field::new(path.iter().map(|part| (*part).to_owned()).collect())
    }
}

fn invalid(part: &str) -> Error {
    Error::new(Code::InvalidFieldPath, format!("\"{part}\" is no part of a path to a field"))
}

/// What is shown on a line of its own, or below that of the containers.
#[derive(Default)]
struct Shown {
    value: Option<String>,
    elements: BTreeMap<String, Vec<(String, String)>>,
}

/// The lines of the fields that a resource has.
///
/// # Errors
/// When a path leads through something else than it says.
pub(super) fn lines(node: &Node, fields: &[Field], sources: &Sources) -> Result<Vec<Branch>> {
    let mut shown: BTreeMap<&str, Shown> = BTreeMap::new();
    let value = |node: &Node| flow_as_written(node, &|pos| character(sources, pos));
    for field in fields {
        let mut found = Vec::new();
        find(node, &field.path, &value, &mut found)?;
        let Some((first, _)) = found.first() else { continue };
        let line = shown.entry(&field.name).or_default();
        match &field.sub {
            None => line.value = Some(value(first)),
            Some(sub) => {
                for (node, matches) in found {
                    line.elements.entry(matches.join("/")).or_default().push((sub.clone(), value(node)));
                }
            }
        }
    }
    let mut lines: Vec<(&str, Shown)> = shown.into_iter().collect();
    lines.sort_by_key(|(name, _)| rank(name));
    Ok(lines.into_iter().map(|(name, shown)| line(name, shown)).collect())
}

fn line(name: &str, shown: Shown) -> Branch {
    if shown.elements.is_empty() {
        return Branch::new(format!("{name}: {}", shown.value.unwrap_or_default()), Vec::new());
    }
    let mut elements: Vec<_> = shown.elements.into_iter().collect();
    elements.sort_by_key(|(name, _)| rank(name));
    let element = |(i, (_, mut fields)): (usize, (String, Vec<(String, String)>))| {
        fields.sort_by_cached_key(|field| (rank(&field.0), field.clone()));
        let below =
            fields.into_iter().map(|(name, value)| Branch::new(format!("{name}: {value}"), Vec::new()));
        Branch::new(i.to_string(), below.collect())
    };
    Branch::new(name.to_owned(), elements.into_iter().enumerate().map(element).collect())
}

fn character(sources: &Sources, pos: Pos) -> Option<char> {
    sources.get(pos.file)?.text.get(pos.offset as usize..)?.chars().next()
}

/// Finds what a path leads to, with what its elements of lists were found by, innermost first.
fn find<'n>(
    node: &'n Node,
    path: &[String],
    value: &dyn Fn(&Node) -> String,
    found: &mut Vec<(&'n Node, Vec<String>)>,
) -> Result<()> {
    let Some((part, rest)) = path.split_first() else {
        found.push((node, Vec::new()));
        return Ok(());
    };
    let wrong = |wanted: &str| {
        let message = format!("\"{part}\" is to be found in {wanted}, not in {}", node.kind_name());
        Err(Error::new(Code::InvalidFieldPath, message).at(node.pos))
    };
    let is_index = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let is_element = part.starts_with('[') && part.ends_with(']');
    if !is_index && part != "*" && !is_element {
        return match &node.value {
            Value::Map(map) => match map.get(part).filter(|field| !field.is_null()) {
                Some(Node { value: Value::Scalar(_), .. }) if !rest.is_empty() => Ok(()),
                Some(field) => find(field, rest, value, found),
                None => Ok(()),
            },
            Value::Seq(_) => wrong("a mapping"),
            Value::Scalar(_) => Ok(()),
        };
    }
    let Some(items) = node.as_seq() else { return wrong("a list") };
    if is_index {
        let item = part.parse::<usize>().ok().and_then(|index| items.get(index));
        return match item {
            Some(item) => find(item, rest, value, found),
            None => {
                Err(Error::new(Code::InvalidFieldPath, format!("the list has no element {part}"))
                    .at(node.pos))
            }
        };
    }
    let wanted = if part == "*" { None } else { Some(Element::parse(part)?) };
    for item in items {
        let matched = match &wanted {
            None => Some(String::new()),
            Some(element) => element.matched(item, value),
        };
        let Some(matched) = matched else { continue };
        let before = found.len();
        find(item, rest, value, found)?;
        found.iter_mut().skip(before).for_each(|(_, matches)| matches.push(matched.clone()));
    }
    Ok(())
}

/// An element of a list by the value of one of its fields, or its own.
struct Element {
    field: String,
    regex: Regex,
}

impl Element {
    fn parse(part: &str) -> Result<Self> {
        let inner = part.trim_start_matches('[').trim_end_matches(']');
        let Some((field, regex)) = inner.split_once('=') else {
            return Err(invalid(part).hint("elements of lists are written list[field=value]"));
        };
        let regex = Regex::new(regex).map_err(|e| invalid(part).hint(e.to_string()))?;
        Ok(Element { field: field.to_owned(), regex })
    }

    fn matched(&self, item: &Node, value: &dyn Fn(&Node) -> String) -> Option<String> {
        let found = if self.field.is_empty() { Some(item) } else { item.get(&self.field) };
        found.map(value).filter(|text| self.regex.is_match(text))
    }
}

/// Names that come before all others, in this order.
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

/// Where a name stands among all; a name that stands twice counts where it stands last.
fn rank(name: &str) -> usize {
    ORDER
        .split_whitespace()
        .collect::<Vec<_>>()
        .iter()
        .rposition(|known| *known == name)
        .unwrap_or(usize::MAX)
}
