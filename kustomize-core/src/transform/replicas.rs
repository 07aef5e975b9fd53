//! Sets numbers of replicas.

use super::field_spec::FieldSpec;
use super::walk::{Make, compile, set_tagged};
use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::Replica;
use crate::resource::ResourceSet;
use crate::yaml::Tag;

/// Sets the number of replicas of the workloads that have or had the name of each entry.
///
/// # Errors
/// [`Code::NotFound`] when there is no such workload.
pub fn apply(set: &mut ResourceSet, replicas: &[Replica], specs: &[FieldSpec]) -> Result<()> {
    let specs = compile(specs);
    let schema = *set.schema();
    for replica in replicas {
        let count = replica.count.to_string();
        let mut found = false;
        for at in set.find_name(&replica.name) {
            for spec in &specs {
                let selected = set.get(at).is_some_and(|r| {
                    let now = r.id(&schema);
                    r.previous_ids()
                        .chain(std::iter::once(now))
                        .any(|id| id.name == replica.name.value && spec.spec.selects(&id.gvk))
                });
                if !selected {
                    continue;
                }
                found = true;
                set.modify_content(at, |resource| {
                    let gvk = resource.gvk();
                    spec.visit(&mut resource.node, &gvk, Make::Scalar(Tag::Int), &mut |node| {
                        set_tagged(node, &count, Tag::Int)
                    })
                })
                .unwrap_or(Ok(()))?;
            }
        }
        if !found {
            return Err(Error::new(
                Code::NotFound,
                format!("replicas: no workload that can be scaled is named \"{}\"", replica.name),
            )
            .at(replica.name.pos));
        }
    }
    Ok(())
}
