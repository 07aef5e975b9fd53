//! Puts hashes of their content to the names of generated resources.

use crate::diagnostic::Result;
use crate::generate::hash::content_hash;
use crate::resource::{Resource, ResourceSet};
use crate::yaml::Node;

/// Extends the name of every resource that is to have a hash. It is so still afterwards: who asks
/// twice gets two hashes.
///
/// # Errors
/// For a resource that is neither a ConfigMap nor a Secret.
pub(crate) fn apply(set: &mut ResourceSet) -> Result<()> {
    let schema = set.schema().to_owned();
    for at in 0..set.len() {
        if !set.get(at).is_some_and(|r| r.needs_hash || asks_for_hash(r)) {
            continue;
        }
        set.modify(at, |r| {
            let name = format!("{}-{}", r.name(), content_hash(&r.node)?);
            r.remember_id(&schema);
            let pos = r.pos();
            if let Some(metadata) = r.node.get_mut("metadata").and_then(Node::as_map_mut) {
                metadata.set("name", Node::string(name, pos));
            }
            Ok(())
        })
        .unwrap_or(Ok(()))?;
    }
    Ok(())
}

/// True for the annotation by which the reference remembers what is to have a hash: a transformer may
/// have set it.
fn asks_for_hash(resource: &Resource) -> bool {
    let annotation = "internal.config.kubernetes.io/needsHashSuffix";
    resource.annotations().is_some_and(|map| map.get_text(annotation) == Some("enabled"))
}
