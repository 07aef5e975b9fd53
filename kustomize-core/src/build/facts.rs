//! What a kustomization says about kinds and their fields: `configurations`, `crds`, `openapi`.

use super::Run;
use super::accumulate::Accumulated;
use crate::diagnostic::{Code, Error, Errors, Result};
use crate::kustomization::{Kustomization, Text};
use crate::load::Root;
use crate::resource::{Resource, ResourceSet};
use crate::schema::{Builtin, Custom, Schema};
use crate::source::{FileId, Pos};
use crate::transform::{TransformerConfig, crds};
use std::sync::Arc;

/// The Kubernetes release whose facts are built in.
const RELEASE: &str = "v1.21.2";

/// What decides which facts about kinds a build goes by.
///
/// The reference keeps them in one global table, which the first kustomization fills that states
/// `openapi`, and into which the built-in facts are read when they are first needed. So they count
/// beside a document of the user's only if something needed them before that document was named.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// A kustomization has stated a release or a document.
    stated: bool,
    /// A kind that is not built in has been met.
    met_other_kind: bool,
    /// A strategic merge has been done.
    merged: bool,
}

impl Facts {
    /// True when a kustomization has changed the facts that all others are built by.
    pub(super) fn are_changed(&self) -> bool {
        self.stated
    }
}

impl Run<'_> {
    /// Takes over the built-in field specifications and what `configurations` and `crds` add.
    pub(super) fn configure(&mut self, root: &Root, k: &Kustomization, acc: &mut Accumulated) -> Result<()> {
        let mut own = TransformerConfig::builtin();
        if !k.configurations.is_empty() {
            let mut listed = TransformerConfig::default();
            let read: Vec<_> =
                k.configurations.iter().map(|path| self.loader.read_text(root, path)).collect();
            for (path, file) in k.configurations.iter().zip(all(read)?) {
                let text = self.loader.text(file);
                if let Some(node) = crate::yaml::read_strict_config(&text, file, &self.loader.limits)? {
                    listed.merge(&TransformerConfig::decode(&node)?).map_err(|e| e.at(path.pos))?;
                }
            }
            let place = k.configurations.first().map_or(Pos::NONE, |path| path.pos);
            Arc::make_mut(&mut own).merge(&listed).map_err(|e| e.at(place))?;
        }
        let place = k.configurations.first().map_or(Pos::NONE, |path| path.pos);
        TransformerConfig::merge_shared(&mut acc.config, &own).map_err(|e| e.at(place))?;
        let mut defined = TransformerConfig::default();
        let read: Vec<_> = k.crds.iter().map(|path| self.loader.read_text(root, path)).collect();
        for (path, file) in k.crds.iter().zip(all(read)?) {
            let definitions = self.json_or_yaml(file)?;
            let config =
                crds::decode(&definitions, &self.loader.limits).map_err(|e| e.at(Pos::new(file, 0)))?;
            defined.merge(&config).map_err(|e| e.at(path.pos))?;
        }
        if !k.crds.is_empty() {
            let place = k.crds.first().map_or(Pos::NONE, |path| path.pos);
            Arc::make_mut(&mut acc.config).merge(&defined).map_err(|e| e.at(place))?;
        }
        Ok(())
    }

    /// Takes over what `openapi` states, if no kustomization before has stated anything.
    ///
    /// # Errors
    /// A release that is not built in, a document that cannot be read, both at once.
    pub(super) fn state_facts(&mut self, root: &Root, k: &Kustomization) -> Result<()> {
        let stated = |name: &str| k.openapi.iter().find(|(key, _)| &**key == name).map(|(_, value)| value);
        let document = match stated("path") {
            Some(path) => Some((path, self.loader.read_text(root, path)?)),
            None => None,
        };
        if self.facts.stated {
            return Ok(());
        }
        match (document, stated("version")) {
            (Some(_), Some(version)) => {
                Err(Error::new(Code::InvalidValue, "openapi states both a path and a version")
                    .at(version.pos)
                    .hint("remove one of the two"))
            }
            (Some((path, file)), None) => self.take_document(path, file),
            (None, Some(version)) if !version.is_empty() => {
                self.facts.stated = true;
                if version.as_str() == RELEASE {
                    return Ok(());
                }
                Err(Error::new(Code::InvalidValue, format!("the OpenAPI version {version} is not built in"))
                    .at(version.pos)
                    .hint(format!("it can be {RELEASE}, or name a document with path")))
            }
            _ => Ok(()),
        }
    }

    fn take_document(&mut self, path: &Text, file: FileId) -> Result<()> {
        let document = self.json_or_yaml(file)?;
        let builtin = match &self.facts {
            Facts { merged: true, .. } => Builtin::Second,
            Facts { met_other_kind: true, .. } => Builtin::First,
            _ => Builtin::Scopes,
        };
        let custom = Custom::read(&document, builtin)
            .map_err(|e| e.at(Pos::new(file, 0)).related(path.pos, "it is named here"))?;
        self.facts.stated = true;
        self.schema = Schema::custom(custom);
        Ok(())
    }

    /// The value that a text in JSON or YAML states.
    fn json_or_yaml(&self, file: FileId) -> Result<serde_json::Value> {
        let text = self.loader.text(file);
        if text.starts_with('{') {
            return serde_json::from_str(&text).map_err(|e| {
                let line_start: usize =
                    text.split_inclusive('\n').take(e.line().saturating_sub(1)).map(str::len).sum();
                let offset = line_start + e.column().saturating_sub(1);
                Error::new(Code::MalformedYaml, format!("this is not JSON: {e}")).at(Pos::new(file, offset))
            });
        }
        match crate::yaml::read_config(&text, file, &self.loader.limits)? {
            Some(node) => crate::yaml::to_json(&node),
            None => Ok(serde_json::Value::Null),
        }
    }

    /// Notes what a kustomization needs of the built-in facts.
    pub(super) fn note_kinds(&mut self, resources: &[Arc<Resource>]) {
        let is_other = |r: &Arc<Resource>| !self.schema.is_known(r.api_version(), r.kind());
        if !self.facts.stated && !self.facts.met_other_kind {
            self.facts.met_other_kind = resources.iter().any(is_other);
        }
    }

    /// Notes whether a kustomization has merged a patch into its resources.
    pub(super) fn note_merges(&mut self, set: &ResourceSet) {
        self.facts.merged |= set.has_merged();
    }
}

/// All values, or all refusals as one.
fn all<T>(results: Vec<Result<T>>) -> Result<Vec<T>> {
    let mut errors = Errors::default();
    let values = results.into_iter().filter_map(|result| errors.keep(result)).collect();
    errors.done()?;
    Ok(values)
}
