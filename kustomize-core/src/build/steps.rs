//! The steps of one kustomization between its resources and its result.

use super::Run;
use super::accumulate::Accumulated;
use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::{Kustomization, Text};
use crate::load::{Loader, Root};
use crate::source::{FileId, Pos};
use crate::transform::name::End;
use crate::transform::patch::{self, PatchLoader};
use crate::transform::{TransformerConfig, images, labels, name, namespace, replacement, replicas};
use crate::yaml::Limits;
use std::rc::Rc;
use std::sync::Arc;

impl Run<'_> {
    /// Takes over the built-in field specifications and what `configurations` add.
    pub(super) fn configure(&mut self, root: &Root, k: &Kustomization, acc: &mut Accumulated) -> Result<()> {
        refuse_unsupported(k)?;
        let mut own = TransformerConfig::builtin();
        for path in &k.configurations {
            let file = self.loader.read_text(root, path)?;
            let text = self.loader.text(file);
            if let Some(node) = crate::yaml::read_config(&text, file, &self.loader.limits)? {
                Arc::make_mut(&mut own)
                    .merge(&TransformerConfig::decode(&node)?)
                    .map_err(|e| e.at(path.pos))?;
            }
        }
        let place = k.configurations.first().map_or(Pos::NONE, |path| path.pos);
        TransformerConfig::merge_shared(&mut acc.config, &own).map_err(|e| e.at(place))
    }

    pub(super) fn run_generators(
        &mut self,
        root: &Rc<Root>,
        k: &Kustomization,
        acc: &mut Accumulated,
    ) -> Result<()> {
        let shared = k.generator_options.as_ref();
        let loader = &mut self.loader;
        let mut load = |path: &Text| loader.read_bytes(root, path);
        for args in &k.config_map_generator {
            let generated = crate::generate::config_map(args, shared, &mut load)?;
            crate::generate::absorb(&mut acc.set, generated)?;
        }
        for args in &k.secret_generator {
            let generated = crate::generate::secret(args, shared, &mut load)?;
            crate::generate::absorb(&mut acc.set, generated)?;
        }
        self.run_configured_generators(root, k, acc)
    }

    pub(super) fn run_transformers(
        &mut self,
        root: &Rc<Root>,
        k: &Kustomization,
        acc: &mut Accumulated,
    ) -> Result<()> {
        let config = acc.config.clone();
        let set = &mut acc.set;
        let mut patches = RootFiles { loader: &mut self.loader, root };
        patch::apply_strategic(set, &k.patches_strategic_merge, None, &mut patches)?;
        patch::apply_patches(set, &k.patches, &mut patches)?;
        if !k.namespace.is_empty() {
            let subjects = namespace::Subjects::DefaultOnly;
            namespace::apply(set, &k.namespace, &config.namespace, subjects, false)?;
        }
        if !k.name_prefix.is_empty() {
            name::apply(set, &k.name_prefix, End::Prefix, &config.name_prefix)?;
        }
        if !k.name_suffix.is_empty() {
            name::apply(set, &k.name_suffix, End::Suffix, &config.name_suffix)?;
        }
        labels::apply_all(set, &k.labels, &k.common_labels, &config)?;
        labels::apply(set, &k.common_annotations, &config.common_annotations)?;
        patch::apply_json6902(set, &k.patches_json6902, &mut patches)?;
        replicas::apply(set, &k.replicas, &config.replicas)?;
        images::apply(set, &k.images, &config.images)?;
        let replacements = replacement::load(&k.replacements, &mut patches)?;
        replacement::apply(set, &replacements, patches.limits())?;
        self.run_configured_transformers(root, k, acc)
    }
}

/// Fields that are read and checked but that this version cannot act on.
fn refuse_unsupported(k: &Kustomization) -> Result<()> {
    let fields = [
        ("crds", k.crds.first().map(|p| p.pos)),
        ("helmCharts", k.helm_charts.first().map(|c| c.pos)),
        ("openapi", k.openapi.first().map(|(key, _)| key.pos)),
    ];
    match fields.into_iter().find_map(|(name, pos)| pos.map(|pos| (name, pos))) {
        Some((name, pos)) => {
            Err(Error::new(Code::NotEnabled, format!("{name} is not supported yet")).at(pos))
        }
        None => Ok(()),
    }
}

/// The files that the kustomization of one root names.
pub(super) struct RootFiles<'r, 'fs> {
    pub(super) loader: &'r mut Loader<'fs>,
    pub(super) root: &'r Root,
}

impl PatchLoader for RootFiles<'_, '_> {
    fn load(&mut self, path: &Text) -> Result<(Arc<str>, FileId)> {
        let file = self.loader.read_text(self.root, path)?;
        Ok((self.loader.text(file), file))
    }

    fn bytes(&mut self, path: &Text) -> Result<Vec<u8>> {
        self.loader.read_bytes(self.root, path)
    }

    fn inline(&mut self, text: &Text) -> (Arc<str>, FileId) {
        let content: Arc<str> = text.as_str().into();
        let file = self.loader.sources.add_inline(text.pos, content.clone());
        (content, file)
    }

    fn limits(&self) -> &Limits {
        &self.loader.limits
    }
}
