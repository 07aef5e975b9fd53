//! Keeps track of where resources come from and what changes them, when `buildMetadata` asks for it.

use super::Run;
use crate::diagnostic::Result;
use crate::kustomization::{Kustomization, Text};
use crate::resource::origin::{ConfiguredBy, Origin, written_transformations};
use crate::resource::{Resource, ResourceSet};
use crate::transform::finish_metadata::normalize_annotations;
use crate::yaml::{Node, read_config};
use std::sync::Arc;

/// What the fields of one kustomization do is recorded with this.
pub(super) struct Tracker(Option<Origin>);

impl Tracker {
    /// The origin of what a field makes or does; `kind` is the built-in plugin behind the field.
    pub(super) fn origin(&self, kind: &str) -> Option<Arc<Origin>> {
        let by = ConfiguredBy { api_version: "builtin".into(), kind: kind.into(), ..ConfiguredBy::default() };
        self.0.as_ref().map(|file| Arc::new(file.configured(by)))
    }

    /// True when anything is recorded.
    pub(super) fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// Records that a transformer was run so many times.
    pub(super) fn applied(&self, set: &mut ResourceSet, kind: &str, times: usize) {
        if times > 0 {
            applied(set, self.origin(kind).as_ref(), times);
        }
    }
}

/// Records that a transformer was run on all resources. What has no origin is taken to be made by
/// the transformer.
pub(super) fn applied(set: &mut ResourceSet, origin: Option<&Arc<Origin>>, times: usize) {
    let Some(origin) = origin else { return };
    for at in 0..set.len() {
        set.modify_content(at, |resource| {
            // With the origin all annotations are written anew.
            resource.drop_annotation_links();
            if resource.annotations().is_some_and(|map| !map.is_empty()) {
                normalize_annotations(resource);
            }
            for _ in 0..times {
                if has_origin(resource) {
                    resource.transformations.push(origin.clone());
                } else {
                    resource.origin = Some(origin.clone());
                }
            }
        });
    }
}

fn has_origin(resource: &Resource) -> bool {
    resource.origin.is_some() || resource.annotations().is_some_and(|map| map.contains(Origin::ANNOTATION))
}

/// A resource of a file with its origin, in the place of one that somebody wrote into it.
pub(super) fn with_origin(mut resource: Arc<Resource>, origin: Option<&Arc<Origin>>) -> Arc<Resource> {
    let Some(origin) = origin else { return resource };
    let changed = Arc::make_mut(&mut resource);
    changed.origin = Some(origin.clone());
    if let Some(map) = changed.node.lookup_mut(&["metadata", "annotations"]).and_then(Node::as_map_mut) {
        map.remove(Origin::ANNOTATION);
    }
    resource
}

/// The origin of what a resource configures that was written into a kustomization or a file.
pub(super) fn configured_by(config: &Resource) -> Option<Arc<Origin>> {
    let by = ConfiguredBy {
        api_version: config.api_version().into(),
        kind: config.kind().into(),
        name: config.name().into(),
        namespace: config.namespace().into(),
    };
    config.origin.as_ref().map(|origin| Arc::new(origin.configured(by)))
}

/// Gives a generated resource its origin, unless it states one itself.
pub(super) fn generated(resource: &mut Resource, origin: Option<&Arc<Origin>>) {
    if origin.is_some() && !has_origin(resource) {
        resource.origin = origin.cloned();
    }
}

impl Run<'_> {
    /// Does something at the place that a path leads to.
    pub(super) fn at_place<T>(&mut self, path: &str, act: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let here = self.origin.clone();
        self.origin = here.as_ref().map(|place| Arc::new(place.append(path)));
        let result = act(self);
        self.origin = here;
        result
    }

    /// The kustomization file that is being built.
    pub(super) fn own_file(&self, k: &Kustomization) -> Option<Origin> {
        let place = self.origin.as_ref()?;
        let name = self.loader.sources.path(k.pos).and_then(|path| path.file_name());
        Some(place.append(&name.map(|name| name.to_string_lossy()).unwrap_or_default()))
    }

    pub(super) fn tracker(&self, k: &Kustomization) -> Tracker {
        Tracker(self.own_file(k))
    }

    /// Writes origins and transformations into the annotations, those that `buildMetadata` names.
    ///
    /// # Errors
    /// When the annotation of transformations that somebody wrote cannot be added to.
    pub(super) fn annotate(&mut self, k: &Kustomization, resource: &mut Resource) -> Result<()> {
        if self.origin.is_none() {
            return Ok(());
        }
        let wanted = |option: &str| k.build_metadata.iter().any(|o| o.as_str() == option);
        if !resource.transformations.is_empty() {
            let text = self.transformations(resource)?;
            if wanted(TRANSFORMER_ANNOTATIONS) {
                resource.set_annotation(Origin::TRANSFORMATIONS, &text);
            }
        }
        let written = resource.annotations().is_some_and(|map| map.contains(Origin::ANNOTATION));
        if let Some(origin) = resource.origin.as_ref().filter(|_| wanted(ORIGIN_ANNOTATIONS) && !written) {
            let text = origin.to_yaml();
            resource.set_annotation(Origin::ANNOTATION, &text);
        }
        Ok(())
    }

    /// The text of all transformations, after those that somebody wrote.
    fn transformations(&mut self, resource: &Resource) -> Result<String> {
        let mut written = Vec::new();
        if let Some(node) = resource.annotations().and_then(|map| map.get(Origin::TRANSFORMATIONS)) {
            let text = Text::new(node.text().unwrap_or(""), node.pos);
            let file = self.loader.sources.add_inline(text.pos, text.as_str().into());
            if let Some(list) = read_config(&text, file, &self.loader.limits)? {
                written = written_transformations(&list)?;
            }
        }
        Ok(Origin::list_to_yaml(written.iter().chain(resource.transformations.iter().map(|t| &**t))))
    }
}

/// Asks for the origin of each resource.
pub(super) const ORIGIN_ANNOTATIONS: &str = "originAnnotations";
/// Asks for what changed each resource.
pub(super) const TRANSFORMER_ANNOTATIONS: &str = "transformerAnnotations";
