//! What happens once, at the root: hashes, references, order, metadata.

use super::accumulate::Accumulated;
use super::origin::{ORIGIN_ANNOTATIONS, TRANSFORMER_ANNOTATIONS};
use super::{Reorder, Run, sort};
use crate::diagnostic::{Code, Error, Result};
use crate::hash::{HashMap, HashSet};
use crate::kustomization::{Kustomization, SortOptions, Text};
use crate::provenance::{NAME_REFERENCE, Stated};
use crate::resource::{Origin, Resource, ResourceSet, check_metadata};
use crate::schema::Schema;
use crate::source::Pos;
use crate::transform::{FieldSpec, finish_metadata, hash, labels};

impl Run<'_> {
    /// Finishes what the root has put together.
    pub(super) fn finish(&mut self, k: &Kustomization, mut acc: Accumulated) -> Result<ResourceSet> {
        acc.settle()?;
        let Accumulated { mut set, config, vars, .. } = acc;
        let trace = &self.options.trace;
        let stage = trace.stage("hashes");
        hash::apply(&mut set)?;
        self.recorder.step("content hash", "", Pos::NONE, &mut set);
        drop(stage);
        let stage = trace.stage("name references");
        crate::refs::names::fix(&mut set, &config.name_reference)?;
        self.recorder.step(NAME_REFERENCE, "", Pos::NONE, &mut set);
        drop(stage);
        let _stage = trace.stage("variables, order, metadata");
        self.warnings.extend(vars.resolve(&mut set, &config.var_reference, &self.loader.limits)?);
        self.recorder.patch("vars", "", Pos::NONE, Stated::Variables(&vars), &mut set);
        // Patches may have taken away what a resource cannot be without.
        set.iter()
            .try_for_each(|r| check_metadata(&r.node).map_err(|e| e.context("at the end of the build")))?;
        if set.iter().any(Resource::is_local) {
            drop_local(&mut set)?;
            self.recorder.step("local-config annotation", "", Pos::NONE, &mut set);
        }
        self.order(k.sort_options.as_ref(), &mut set)?;
        let managed =
            self.options.managed_by_label || k.build_metadata.iter().any(|o| &**o == "managedByLabel");
        let keep = annotations_to_keep(k);
        if managed {
            let text = |value: &str| Text::new(value, Pos::NONE);
            let label = vec![(text("app.kubernetes.io/managed-by"), text("kustomize-v5.8.1"))];
            labels::apply(&mut set, &label, &[FieldSpec::any("metadata/labels", true)])?;
        }
        for resource in set.iter_mut() {
            self.annotate(k, resource)?;
            finish_metadata::normalize(resource, &keep);
        }
        let place = k.build_metadata.first().map_or(Pos::NONE, |option| option.pos);
        self.recorder.step("buildMetadata", "", place, &mut set);
        Ok(set)
    }

    fn order(&self, options: Option<&SortOptions>, set: &mut ResourceSet) -> Result<()> {
        if options.is_none() && self.options.reorder == Reorder::None {
            return Ok(());
        }
        check_unique(set)?;
        sort::sort(set.list_mut(), options)
    }
}

/// Takes out what configures the build, but by its identity: one that something else has too stays.
fn drop_local(set: &mut ResourceSet) -> Result<()> {
    let schema = set.schema().clone();
    let (local, others): (Vec<_>, Vec<_>) = set.iter().partition(|r| r.is_local());
    let others: HashSet<_> = others.into_iter().map(|r| r.id(&schema)).collect();
    let mut dropped = HashMap::default();
    for resource in local {
        let id = resource.id(&schema);
        if !others.contains(&id)
            && let Some(first) = dropped.insert(id, resource)
        {
            return Err(more_than_one(first, resource, &schema));
        }
    }
    drop(dropped);
    set.list_mut().retain(|r| !r.is_local() || others.contains(&r.id(&schema)));
    Ok(())
}

/// Transformers that set names without looking at other resources may have made two alike.
fn check_unique(set: &ResourceSet) -> Result<()> {
    match set.find_duplicate() {
        Some((first, second)) => Err(more_than_one(first, second, set.schema())),
        None => Ok(()),
    }
}

fn more_than_one(first: &Resource, second: &Resource, schema: &Schema) -> Error {
    let id = second.id(schema);
    Error::new(Code::DuplicateId, format!("at the end of the build there is more than one {id}"))
        .at(second.pos())
        .related(first.pos(), "the first one is here")
}

/// The annotations of origins and transformations, where `buildMetadata` asks for them.
fn annotations_to_keep(k: &Kustomization) -> Vec<&'static str> {
    let options =
        [(ORIGIN_ANNOTATIONS, Origin::ANNOTATION), (TRANSFORMER_ANNOTATIONS, Origin::TRANSFORMATIONS)];
    let wanted = |option: &str| k.build_metadata.iter().any(|o| o.as_str() == option);
    options.into_iter().filter(|(option, _)| wanted(option)).map(|(_, annotation)| annotation).collect()
}
