//! The fields that `kz cfg tree` shows.

use super::tree::Branch;
use kustomize_core::diagnostic::Result;
use kustomize_core::package::{Item, field_rank, matches, path_parts};
use kustomize_core::yaml::document::{DocNode, DocStyle};
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
        Ok(Field::new(path_parts(text)?))
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
pub(super) fn lines(item: &mut Item, fields: &[Field]) -> Result<Vec<Branch>> {
    let mut shown: BTreeMap<&str, Shown> = BTreeMap::new();
    for field in fields {
        let mut found = Vec::new();
        matches(item, &field.path, &mut |node, found_by| {
            // The reference takes comments off what is shown before it looks for the next field.
            node.strip_comments();
            let flow = DocNode { style: DocStyle::FLOW, ..node.clone() };
            found.push((flow.to_text().trim().to_owned(), found_by.join("/")));
            Ok(())
        })?;
        let Some((first, _)) = found.first() else { continue };
        let line = shown.entry(&field.name).or_default();
        match &field.sub {
            None => line.value = Some(first.clone()),
            Some(sub) => {
                for (value, found_by) in found {
                    line.elements.entry(found_by).or_default().push((sub.clone(), value));
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

/// Where a name stands among all.
fn rank(name: &str) -> usize {
    field_rank(name).unwrap_or(usize::MAX)
}
