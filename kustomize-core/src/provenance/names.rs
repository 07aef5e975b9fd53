//! Whose name a reference follows.

use crate::hash::HashMap;
use crate::resource::{Resource, ResourceSet};
use crate::source::Pos;

/// The step that writes present names into fields that refer by former ones.
pub(crate) const NAME_REFERENCE: &str = "name reference";

/// The resources of a set by their names. Empty for all steps but [`NAME_REFERENCE`].
#[derive(Default)]
pub(super) struct Names<'s> {
    /// By a former name and the present one.
    renamed: HashMap<(&'s str, &'s str), &'s Resource>,
    /// By name and namespace.
    present: HashMap<(&'s str, &'s str), &'s Resource>,
}

impl<'s> Names<'s> {
    pub(super) fn new(set: &'s ResourceSet, by: &str) -> Self {
        let mut names = Names::default();
        if by == NAME_REFERENCE {
            for resource in set.iter() {
                names.present.insert((resource.name(), resource.namespace()), resource);
                for before in &resource.previous {
                    names.renamed.insert((before.name.as_str(), resource.name()), resource);
                }
            }
        }
        names
    }

    /// The one that had the one name and has the other.
    pub(super) fn renamed(&self, old: &str, new: &str) -> Option<&'s Resource> {
        self.renamed.get(&(old, new)).copied()
    }

    /// The one of this name in this namespace.
    pub(super) fn in_namespace(&self, name: &str, namespace: &str) -> Option<&'s Resource> {
        self.present.get(&(name, namespace)).copied()
    }

    /// Where a field of the metadata of a resource was set last.
    pub(super) fn place(&self, resource: &Resource, field: &str) -> Pos {
        let set_last = resource.trail.as_ref().and_then(|trail| trail.place(&["metadata", field]));
        set_last.unwrap_or_else(|| resource.name_pos())
    }
}
