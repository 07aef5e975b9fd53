//! What happens once, at the root: hashes, references, order, metadata.

use super::accumulate::Accumulated;
use super::origin::{ORIGIN_ANNOTATIONS, TRANSFORMER_ANNOTATIONS};
use super::{Reorder, Run, sort};
use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::{Kustomization, SortOptions, Text};
use crate::provenance::{NAME_REFERENCE, Stated};
use crate::resource::{Origin, Resource, ResourceSet, check_metadata};
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
            set.list_mut().retain(|r| !r.is_local());
            self.recorder.step("local-config annotation", "", Pos::NONE, &mut set);
        }
        check_unique(&set)?;
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
        sort::sort(set.list_mut(), options, &self.schema)
    }
}

/// Transformers that set names without looking at other resources may have made two alike.
fn check_unique(set: &ResourceSet) -> Result<()> {
    let Some((first, second)) = set.find_duplicate() else { return Ok(()) };
    let id = second.id(set.schema());
    Err(Error::new(Code::DuplicateId, format!("at the end of the build there is more than one {id}"))
        .at(second.pos())
        .related(first.pos(), "the first one is here"))
}

/// The annotations of origins and transformations, where `buildMetadata` asks for them.
fn annotations_to_keep(k: &Kustomization) -> Vec<&'static str> {
    let options =
        [(ORIGIN_ANNOTATIONS, Origin::ANNOTATION), (TRANSFORMER_ANNOTATIONS, Origin::TRANSFORMATIONS)];
    let wanted = |option: &str| k.build_metadata.iter().any(|o| o.as_str() == option);
    options.into_iter().filter(|(option, _)| wanted(option)).map(|(_, annotation)| annotation).collect()
}
