//! The steps of one kustomization between its resources and its result.

use super::accumulate::Accumulated;
use super::{Run, origin};
use crate::diagnostic::{Diagnostic, Errors, Result};
use crate::generate::Content;
use crate::kustomization::{HelmChart, HelmGlobals, Image, Kustomization, Text};
use crate::load::{Loader, Root};
use crate::provenance::{Recorder, Stated};
use crate::resource::{Resource, ResourceSet};
use crate::source::{FileId, Pos};
use crate::transform::name::End;
use crate::transform::patch::{self, PatchLoader};
use crate::transform::{TransformerConfig, images, labels, name, namespace, replacement, replicas};
use crate::yaml::Limits;
use std::path::Path;
use std::sync::Arc;

impl Run<'_> {
    /// Runs the generators. What they make is put into an `incomplete` set only as far as it can be
    /// judged: not at all.
    ///
    /// # Errors
    /// What the generators refuse, each on its own.
    pub(super) fn run_generators(
        &mut self,
        root: &Arc<Root>,
        k: &Kustomization,
        acc: &mut Accumulated,
        complete: bool,
    ) -> Result<()> {
        let shared = k.generator_options.as_ref();
        let tracker = self.tracker(k);
        let origins = [tracker.origin("ConfigMapGenerator"), tracker.origin("SecretGenerator")];
        let [map_origin, secret_origin] = &origins;
        let maps = k.config_map_generator.iter().map(|args| (args, true));
        let secrets = k.secret_generator.iter().map(|args| (args, false));
        let mut errors = Errors::default();
        for (args, is_map) in maps.chain(secrets) {
            let make = if is_map { crate::generate::config_map } else { crate::generate::secret };
            let (loader, recorder) = (&mut self.loader, &mut self.recorder);
            let mut load = |path: &Text| {
                let bytes = loader.read_bytes(root, path)?;
                let file = match recorder.is_on() {
                    true => loader.note_bytes(root, path, &bytes),
                    false => FileId::NONE,
                };
                recorder.named(file, path.pos);
                Ok(Content { bytes, file })
            };
            let Some(mut generated) = errors.keep(make(args, shared, &mut load)) else { continue };
            origin::generated(&mut generated, if is_map { map_origin } else { secret_origin }.as_ref());
            if complete {
                errors.keep(crate::generate::absorb(&mut acc.set, generated));
                let by = if is_map { "configMapGenerator" } else { "secretGenerator" };
                self.recorder.step(by, &args.name, args.pos, &mut acc.set);
            }
        }
        if complete {
            errors.keep(self.run_charts(root, k, acc));
            errors.keep(self.run_configured_generators(root, k, acc));
        }
        errors.done()
    }

    /// Renders the charts. One without a namespace is rendered for that of the kustomization, or of the
    /// next one on the way to it that has any.
    fn run_charts(&mut self, root: &Arc<Root>, k: &Kustomization, acc: &mut Accumulated) -> Result<()> {
        let globals = k.helm_globals.clone().unwrap_or_default();
        let origin = self.tracker(k).origin("HelmChartInflationGenerator");
        for chart in &k.helm_charts {
            let mut chart = chart.clone();
            if chart.namespace.is_empty() {
                chart.namespace = self.chart_namespace.clone();
                if k.namespace.is_empty() {
                    acc.chart_namespace = Some(self.chart_namespace.value.clone());
                }
            }
            for mut resource in crate::generate::helm::inflate(&chart, &globals, &mut self.loader, root)? {
                origin::generated(&mut resource, origin.as_ref());
                crate::generate::absorb(&mut acc.set, resource)?;
            }
            self.recorder.step("helmCharts", &chart.name, chart.pos, &mut acc.set);
        }
        Ok(())
    }

    pub(super) fn run_transformers(
        &mut self,
        root: &Arc<Root>,
        k: &Kustomization,
        acc: &mut Accumulated,
    ) -> Result<()> {
        let config = acc.config.clone();
        let tracker = self.tracker(k);
        let set = &mut acc.set;
        let mut patches = RootFiles {
            loader: &mut self.loader,
            root,
            warnings: &mut self.warnings,
            recorder: &mut self.recorder,
        };
        let trace = &self.options.trace;
        let stage = trace.stage("patches");
        let mut errors = Errors::default();
        errors.keep(patch::apply_strategic(set, &k.patches_strategic_merge, None, &mut patches));
        tracker.applied(set, "PatchStrategicMergeTransformer", k.patches_strategic_merge.len().min(1));
        errors.keep(patch::apply_patches(set, &k.patches, &mut patches, &mut |set| {
            tracker.applied(set, "PatchTransformer", 1);
        }));
        drop(stage);
        if !errors.is_empty() {
            errors.keep(self.look_past_patches(root, k, acc));
            return errors.done();
        }
        let stage = trace.stage("namespace, names, labels");
        if !k.namespace.is_empty() {
            let subjects = namespace::Subjects::DefaultOnly;
            namespace::apply(set, &k.namespace, &config.namespace, subjects, false)?;
            tracker.applied(set, "NamespaceTransformer", 1);
            patches.recorder.step("namespace", &k.namespace, k.namespace.pos, set);
        }
        if !k.name_prefix.is_empty() {
            name::apply(set, &k.name_prefix, End::Prefix, &config.name_prefix)?;
            tracker.applied(set, "PrefixTransformer", 1);
            patches.recorder.step("namePrefix", &k.name_prefix, k.name_prefix.pos, set);
        }
        if !k.name_suffix.is_empty() {
            name::apply(set, &k.name_suffix, End::Suffix, &config.name_suffix)?;
            tracker.applied(set, "SuffixTransformer", 1);
            patches.recorder.step("nameSuffix", &k.name_suffix, k.name_suffix.pos, set);
        }
        if only_labels(k) && !patches.recorder.is_on() && !tracker.is_on() {
            return labels::apply_all(k, &config, |pairs, specs| acc.pending.set(set, pairs, specs));
        }
        if !patches.recorder.is_on() && !tracker.is_on() {
            labels::apply_together(set, k, &config)?;
        } else {
            apply_labels(set, k, &config, &tracker, patches.recorder)?;
        }
        drop(stage);
        let stage = trace.stage("JSON patches, replicas, images, replacements");
        let mut errors = Errors::default();
        errors.keep(patch::apply_json6902(set, &k.patches_json6902, &mut patches, &mut |set| {
            tracker.applied(set, "PatchJson6902Transformer", 1);
        }));
        for part in patches.recorder.parts(&k.replicas) {
            errors.keep(replicas::apply(set, part, &config.replicas));
            if let Some(replica) = part.first() {
                patches.recorder.step("replicas", &replica.name, replica.pos, set);
            }
        }
        tracker.applied(set, "ReplicaCountTransformer", k.replicas.len());
        for part in patches.recorder.parts(&k.images) {
            errors.keep(images::apply(set, part, &config.images, &mut |w| patches.warn(w)));
            if let Some(image) = part.first() {
                patches.recorder.step("images", &image.name, place_of(image), set);
            }
        }
        tracker.applied(set, "ImageTagTransformer", k.images.len());
        if let Some(replacements) = errors.keep(replacement::load(&k.replacements, &mut patches)) {
            errors.keep(replacement::apply(set, &replacements, &mut patches));
        }
        tracker.applied(set, "ReplacementTransformer", k.replacements.len().min(1));
        errors.done()?;
        drop(stage);
        let _stage = trace.stage("transformers");
        self.run_configured_transformers(root, k, acc)
    }
}

/// Sets labels and annotations one after the other, and tells of each.
fn apply_labels(
    set: &mut ResourceSet,
    k: &Kustomization,
    config: &TransformerConfig,
    tracker: &origin::Tracker,
    recorder: &mut Recorder,
) -> Result<()> {
    let mut fields = label_fields(k);
    let has_labels = !k.labels.is_empty() || !k.common_labels.is_empty();
    labels::apply_all(k, config, |pairs, specs| {
        labels::apply(set, pairs, specs)?;
        let field = fields.next().unwrap_or_default();
        // The reference runs one for each entry, and one for the common labels as soon as there is
        // anything of both.
        match field {
            "commonAnnotations" => tracker.applied(set, "AnnotationsTransformer", pairs.len().min(1)),
            "commonLabels" if !has_labels => {}
            _ => tracker.applied(set, "LabelTransformer", 1),
        }
        if let Some((key, _)) = pairs.first() {
            recorder.step(field, "", key.pos, set);
        }
        Ok(())
    })
}

/// The fields that labels and annotations come from, in the order in which they are applied.
fn label_fields(k: &Kustomization) -> impl Iterator<Item = &'static str> {
    std::iter::repeat_n("labels", k.labels.len()).chain(["commonLabels", "commonAnnotations"])
}

/// Where an entry of `images` states the one thing that it changes, or where it begins.
fn place_of(image: &Image) -> Pos {
    let stated = [&image.new_name, &image.new_tag, &image.digest, &image.tag_suffix];
    let mut stated = stated.into_iter().filter(|text| !text.is_empty());
    match (stated.next(), stated.next()) {
        (Some(only), None) => only.pos,
        _ => image.pos,
    }
}

/// True when a kustomization does nothing with its resources but to label and annotate them.
pub(super) fn only_labels(k: &Kustomization) -> bool {
    // Every field is named, so that one that is added has to be thought of.
    let Kustomization {
        api_version: _,
        kind: _,
        metadata: _,
        openapi,
        name_prefix,
        name_suffix,
        namespace,
        common_labels: _,
        labels: _,
        common_annotations: _,
        patches_strategic_merge,
        patches_json6902,
        patches,
        images,
        replacements,
        replicas,
        vars,
        sort_options: _,
        resources: _,
        components,
        crds,
        config_map_generator,
        secret_generator,
        helm_globals: _,
        helm_charts,
        generator_options: _,
        configurations: _,
        generators,
        transformers,
        validators,
        build_metadata,
        pos: _,
        deprecated: _,
        traps: _,
        empty: _,
    } = k;
    let texts = [name_prefix, name_suffix, namespace];
    let lists = [patches_strategic_merge, components, crds, generators, transformers, validators];
    let generators = [config_map_generator, secret_generator];
    texts.iter().all(|t| t.is_empty())
        && lists.iter().all(|l| l.is_empty())
        && generators.iter().all(|g| g.is_empty())
        && [patches, patches_json6902].iter().all(|p| p.is_empty())
        && build_metadata.is_empty()
        && openapi.is_empty()
        && images.is_empty()
        && replacements.is_empty()
        && replicas.is_empty()
        && vars.is_empty()
        && helm_charts.is_empty()
}

/// The files that the kustomization of one root names.
pub(super) struct RootFiles<'r, 'fs> {
    pub(super) loader: &'r mut Loader<'fs>,
    pub(super) root: &'r Root,
    pub(super) warnings: &'r mut Vec<Diagnostic>,
    pub(super) recorder: &'r mut Recorder,
}

impl PatchLoader for RootFiles<'_, '_> {
    fn load(&mut self, path: &Text) -> Result<(Arc<str>, FileId)> {
        let file = self.loader.read_text(self.root, path)?;
        Ok((self.loader.text(file), file))
    }

    fn bytes(&mut self, path: &Text) -> Result<Vec<u8>> {
        self.loader.read_bytes(self.root, path)
    }

    fn chart(&mut self, chart: &HelmChart, globals: &HelmGlobals) -> Result<Vec<Resource>> {
        crate::generate::helm::inflate(chart, globals, self.loader, self.root)
    }

    fn inline(&mut self, text: &Text) -> (Arc<str>, FileId) {
        let content: Arc<str> = text.as_str().into();
        let file = self.loader.sources.add_inline(text.pos, content.clone());
        (content, file)
    }

    fn add(&mut self, label: &Path, text: Arc<str>) -> FileId {
        self.loader.sources.add(label, text)
    }

    fn limits(&self) -> &Limits {
        &self.loader.limits
    }

    fn warn(&mut self, warning: Diagnostic) {
        self.warnings.push(warning);
    }

    fn is_listening(&self) -> bool {
        self.recorder.is_on()
    }

    fn applied(
        &mut self,
        by: &'static str,
        label: &str,
        pos: Pos,
        stated: Stated<'_>,
        set: &mut ResourceSet,
    ) {
        self.recorder.patch(by, label, pos, stated, set);
    }
}
