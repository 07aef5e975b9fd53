//! The difference of two sets of resources: which were added and removed, and which fields changed.
//!
//! ```
//! use kustomize_core::diff::{Item, Secrets, compare};
//! use serde_json::json;
//!
//! let map = |name: &str, value: &str| {
//!     let object = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {"colour": value}});
//!     Item::new(object)
//! };
//! let difference = compare(&[map("settings", "blue")], &[map("settings", "red")], Secrets::Masked);
//! assert_eq!(
//!     difference.to_string(),
//!     "changed: v1 ConfigMap settings\n  data.colour\n    - blue\n    + red\n",
//! );
//! ```

mod align;
mod fields;
mod golden;
mod live;
mod pair;
mod report;
mod value;

pub use fields::{FieldChange, Place};
pub use golden::{Mismatch, compare_texts, unix_lines};
pub use live::compare_live;

use crate::diagnostic::Result;
use crate::resource::Resource;
use crate::source::FileId;
use crate::yaml::{Limits, read_documents, to_json};
use serde_json::Value as Json;

/// Whether the values of Secrets are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Secrets {
    /// Only that they differ.
    #[default]
    Masked,
    /// As they are.
    Shown,
}

/// A resource to compare.
#[derive(Clone, Debug)]
pub struct Item {
    value: Json,
    /// The name that it had in the file it comes from, where that is known.
    original_name: Option<String>,
}

/// What makes a resource the same in both sets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Identity {
    /// The version with its group; it may differ in both.
    pub api_version: String,
    /// The kind.
    pub kind: String,
    /// The namespace; empty when none is stated.
    pub namespace: String,
    /// The name.
    pub name: String,
}

/// What became of one resource.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Change {
    /// The resource as it is after the change, or was when it is gone.
    pub identity: Identity,
    /// Its identity before, when that is another one.
    pub former: Option<Identity>,
    /// What happened.
    pub what: What,
}

/// The ways in which a resource differs.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum What {
    /// It is only in the second set; its content.
    Added(Json),
    /// It is only in the first set; its content.
    Removed(Json),
    /// These fields differ.
    Changed(Vec<FieldChange>),
}

/// All that differs between two sets of resources. [`Display`](std::fmt::Display) shows it to people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    changes: Vec<Change>,
}

impl Difference {
    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The changes: those of resources in the second set in its order, then what was removed.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }
}

/// Compares two sets of resources. Resources are the same by group, kind, namespace and name; of those
/// that are left generated ones by their name without the hash, and then those that are the only ones of
/// their kind with the name that they had before namespaces, prefixes and suffixes were set. The order of
/// resources does not count.
pub fn compare(before: &[Item], after: &[Item], secrets: Secrets) -> Difference {
    let pairs = pair::pairs(before, after);
    let mut changes = Vec::new();
    for (new, old) in after.iter().zip(pairs.of_after) {
        let Some(old) = old.and_then(|at| before.get(at)) else {
            changes.push(Change::new(new, What::Added(value::shown(&new.value, secrets))));
            continue;
        };
        let mut fields = fields::changes(&old.value, &new.value, secrets);
        if fields.is_empty() {
            continue;
        }
        let (former, present) = (Identity::of(&old.value), Identity::of(&new.value));
        let renamed = former.name != present.name;
        if renamed {
            fields.retain(|field| field.path_text() != "metadata.name");
        }
        let mut change = Change::new(new, What::Changed(fields));
        change.former = (renamed || former.namespace != present.namespace).then_some(former);
        changes.push(change);
    }
    let gone = pairs.left.into_iter().filter_map(|at| before.get(at));
    changes.extend(gone.map(|old| Change::new(old, What::Removed(value::shown(&old.value, secrets)))));
    Difference { changes }
}

/// The resources of a text with YAML documents, as values to compare.
///
/// # Errors
/// What is not YAML or cannot be JSON.
pub fn items_of_text(text: &str, file: FileId, limits: &Limits) -> Result<Vec<Item>> {
    read_documents(text, file, limits)?.iter().map(|node| to_json(node).map(Item::new)).collect()
}

impl Item {
    /// A resource as it is.
    pub fn new(value: Json) -> Self {
        Item { value, original_name: None }
    }

    /// A resource that was built.
    ///
    /// # Errors
    /// What cannot be JSON.
    pub fn of(resource: &Resource) -> Result<Self> {
        let original_name = Some(resource.original_name().to_owned());
        Ok(Item { value: resource.to_json()?, original_name })
    }

    /// The resource.
    pub fn value(&self) -> &Json {
        &self.value
    }
}

impl Change {
    fn new(item: &Item, what: What) -> Self {
        Change { identity: Identity::of(&item.value), former: None, what }
    }
}

impl Identity {
    /// The identity that a resource states.
    pub fn of(resource: &Json) -> Self {
        let text = |value: Option<&Json>| value.and_then(Json::as_str).unwrap_or_default().to_owned();
        let metadata = resource.get("metadata");
        Identity {
            api_version: text(resource.get("apiVersion")),
            kind: text(resource.get("kind")),
            namespace: text(metadata.and_then(|m| m.get("namespace"))),
            name: text(metadata.and_then(|m| m.get("name"))),
        }
    }

    /// The group of the version; empty for the core group.
    pub fn group(&self) -> &str {
        self.api_version.rsplit_once('/').map_or("", |(group, _)| group)
    }
}

impl std::fmt::Display for Identity {
    /// `apps/v1 Deployment namespace/name`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} ", self.api_version, self.kind)?;
        if !self.namespace.is_empty() {
            write!(f, "{}/", self.namespace)?;
        }
        f.write_str(&self.name)
    }
}
