//! What else can be told after a refusal, so that one run tells all mistakes.

use super::Run;
use super::accumulate::Accumulated;
use super::steps::RootFiles;
use crate::diagnostic::{Errors, Result};
use crate::kustomization::{Image, Kustomization, Replica, Text};
use crate::load::Root;
use crate::provenance::Recorder;
use crate::transform::name::{self, End};
use crate::transform::patch::{self, PatchLoader};
use crate::transform::{images, replacement, replicas};
use std::sync::Arc;

impl Run<'_> {
    /// Looks, after a refusal, at what else can be judged without the resources: whether patches and
    /// replacements can be read and components are there.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(super) fn look_ahead(&mut self, root: &Root, k: &Kustomization) -> Result<()> {
        let mut errors = Errors::default();
        for path in &k.components {
            errors.keep(self.loader.resolve(root, path));
        }
        for path in k.configurations.iter().chain(&k.crds) {
            errors.keep(self.loader.read_text(root, path));
        }
        let mut patches = RootFiles {
            loader: &mut self.loader,
            root,
            warnings: &mut Vec::new(),
            recorder: &mut Recorder::default(),
        };
        errors.keep(patch::check(k, &mut patches));
        errors.keep(replacement::load(&k.replacements, &mut patches));
        errors.done()
    }

    /// Looks, after patches were refused, at what follows them: whether it can be read, and for names in
    /// `replicas` and `images` that fit nothing. The resources are of no use afterwards.
    ///
    /// # Errors
    /// What cannot be read, and replicas of what is not there. Images are warned of.
    pub(super) fn look_past_patches(
        &mut self,
        root: &Root,
        k: &Kustomization,
        acc: &mut Accumulated,
    ) -> Result<()> {
        let Accumulated { set, config, .. } = acc;
        let mut files = RootFiles {
            loader: &mut self.loader,
            root,
            warnings: &mut self.warnings,
            recorder: &mut Recorder::default(),
        };
        let mut errors = Errors::default();
        errors.keep(patch::parse_json6902(&k.patches_json6902, &mut files));
        errors.keep(replacement::load(&k.replacements, &mut files));
        // What a patch mentions may be there once the patch can be applied.
        let Ok(texts) = patch::texts(k, &mut files) else { return errors.done() };
        let is_certain = |name: &Text| {
            let own = name.strip_prefix(k.name_prefix.as_str()).unwrap_or(name.as_str());
            let own = own.strip_suffix(k.name_suffix.as_str()).unwrap_or(own);
            name.is_empty() || !texts.iter().any(|text: &Arc<str>| text.contains(own))
        };
        for (affix, end, specs) in [
            (&k.name_prefix, End::Prefix, &config.name_prefix),
            (&k.name_suffix, End::Suffix, &config.name_suffix),
        ] {
            if !affix.is_empty() && name::apply(set, affix, end, specs).is_err() {
                return errors.done();
            }
        }
        let certain: Vec<Replica> = k.replicas.iter().filter(|r| is_certain(&r.name)).cloned().collect();
        errors.keep(replicas::apply(set, &certain, &config.replicas));
        let certain: Vec<Image> = k.images.iter().filter(|i| is_certain(&i.name)).cloned().collect();
        errors.keep(images::apply(set, &certain, &config.images, &mut |warning| files.warn(warning)));
        errors.done()
    }
}
