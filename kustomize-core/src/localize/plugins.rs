//! Generators, transformers and validators: what the built-in ones among them name.

use super::fields::{change, each, items};
use super::{Localizer, Place};
use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::Text;
use crate::plugin::is_builtin;
use crate::resource::{Resource, ResourceSet, parse_resources};
use crate::schema::Schema;
use crate::yaml::{Node, Value, write_document};
use std::sync::Arc;

impl Localizer<'_, '_> {
    /// Copies what built-in plugins name, and writes the plugins with the paths in the copy.
    pub(super) fn plugins(&mut self, place: &Place, k: &mut Node) -> Result<()> {
        for field in ["generators", "transformers", "validators"] {
            each(k.get_mut(field), |entry| {
                self.plugin_entry(place, entry).map_err(|e| e.at(entry.pos).within(format!("in {field}")))
            })?;
        }
        Ok(())
    }

    fn plugin_entry(&mut self, place: &Place, entry: &Text) -> Result<String> {
        let (plugins, is_path) = match self.inline_resources(entry) {
            Ok(plugins) => (plugins, false),
            Err(inline) if entry.contains(['\n', '{']) => return Err(inline),
            Err(_) => (self.plugin_file(place, entry)?, true),
        };
        let mut text = String::new();
        for (i, plugin) in plugins.into_list().into_iter().enumerate() {
            let mut plugin = Arc::unwrap_or_clone(plugin);
            if is_builtin(&plugin) {
                self.plugin(place, &mut plugin)?;
            }
            if i > 0 {
                text.push_str("---\n");
            }
            write_document(&plugin.node, &mut text)?;
        }
        if is_path { self.file_with(place, entry, text.into_bytes()) } else { Ok(text) }
    }

    fn plugin_file(&mut self, place: &Place, path: &Text) -> Result<ResourceSet> {
        let file = self.loader.read_text(&place.root, path)?;
        let text = self.loader.text(file);
        let mut set = ResourceSet::new(Schema::builtin());
        for resource in parse_resources(&text, file, &self.loader.limits)? {
            set.push(Arc::new(resource))?;
        }
        Ok(set)
    }

    fn plugin(&mut self, place: &Place, plugin: &mut Resource) -> Result<()> {
        let kind = plugin.kind().to_owned();
        let node = &mut plugin.node;
        match kind.as_str() {
            "ConfigMapGenerator" | "SecretGenerator" => {
                self.paths(place, node.get_mut("env"))?;
                self.paths(place, node.get_mut("envs"))?;
                all(node.get_mut("files"), |source| self.file_source(place, source))
            }
            "HelmChartInflationGenerator" => {
                self.paths(place, node.get_mut("valuesFile"))?;
                self.paths(place, node.get_mut("additionalValuesFiles"))?;
                match node.get_mut("chartHome") {
                    Some(home) => change(home, |home| self.chart_home(place, home)),
                    None => self.chart_home(place, &Text::default()).map(drop),
                }
            }
            "PatchTransformer" | "PatchJson6902Transformer" => self.paths(place, node.get_mut("path")),
            "ReplacementTransformer" => {
                items(node, "replacements").try_for_each(|item| self.paths(place, item.get_mut("path")))
            }
            "PatchStrategicMergeTransformer" => all(node.get_mut("paths"), |patch| self.patch(place, patch)),
            _ => Ok(()),
        }
    }

    fn paths(&mut self, place: &Place, node: Option<&mut Node>) -> Result<()> {
        all(node, |path| self.file(place, path))
    }
}

/// Changes a text or every text of a list.
fn all(node: Option<&mut Node>, mut act: impl FnMut(&Text) -> Result<String>) -> Result<()> {
    let Some(node) = node else { return Ok(()) };
    match &node.value {
        Value::Scalar(_) if node.is_null() => Ok(()),
        Value::Scalar(_) => change(node, act),
        Value::Seq(_) => each(Some(node), &mut act),
        Value::Map(_) => {
            Err(Error::new(Code::WrongType, "a text or a list of texts is needed here").at(node.pos))
        }
    }
}
