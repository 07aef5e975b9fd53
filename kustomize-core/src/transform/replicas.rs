//! Sets numbers of replicas.

use super::field_spec::FieldSpec;
use super::walk::{Compiled, Make, compile, set_tagged};
use crate::diagnostic::{Code, Error, Errors, Result};
use crate::kustomization::{Replica, nearest};
use crate::resource::{Resource, ResourceSet};
use crate::schema::Schema;
use crate::yaml::Tag;

/// Sets the number of replicas of the workloads that have or had the name of each entry.
///
/// # Errors
/// [`Code::NotFound`] when there is no such workload.
pub fn apply(set: &mut ResourceSet, replicas: &[Replica], specs: &[FieldSpec]) -> Result<()> {
    let specs = compile(specs);
    let schema = set.schema().clone();
    let mut errors = Errors::default();
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
            errors.add(missing(set, replica, &specs, &schema));
        }
    }
    errors.done()
}

fn missing(set: &ResourceSet, replica: &Replica, specs: &[Compiled<'_>], schema: &Schema) -> Error {
    if replica.name.is_empty() {
        return Error::new(Code::NotFound, "an entry of replicas names no workload")
            .at(replica.pos)
            .hint("add name: with the name of a Deployment or the like");
    }
    let message = format!("replicas: no workload that can be scaled is named \"{}\"", replica.name);
    let error = Error::new(Code::NotFound, message).at(replica.name.pos);
    let can_be_scaled = |r: &&Resource| specs.iter().any(|spec| spec.spec.selects(&r.gvk()));
    let names: Vec<&str> = set.iter().filter(can_be_scaled).map(Resource::name).collect();
    match (nearest(&replica.name, names.iter().copied()), names.len()) {
        (Some(near), _) => error.hint(format!("did you mean \"{near}\"?")),
        (None, 0) => match set.find_name(&replica.name).first().and_then(|at| set.get(*at)) {
            Some(other) => error.hint(format!("{} cannot be scaled", other.id(schema))),
            None => error.hint("there is no workload at this step"),
        },
        (None, 1..=6) => error.hint(format!("the workloads at this step are: {}", names.join(", "))),
        (None, _) => error,
    }
}
