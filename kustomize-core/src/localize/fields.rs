//! The fields of a kustomization that name files and folders.

use super::{Localizer, Place};
use crate::diagnostic::Result;
use crate::generate::split_file_source;
use crate::kustomization::Text;
use crate::load::{RepoSpec, Target, neither};
use crate::resource::{ResourceSet, parse_resources};
use crate::schema::Schema;
use crate::yaml::{Node, decode_text};
use std::sync::Arc;

impl Localizer<'_, '_> {
    /// Copies what the fields name, and writes the paths in the copy into them.
    pub(super) fn fields(&mut self, place: &Place, k: &mut Node) -> Result<()> {
        if let Some(path) = k.lookup_mut(&["openapi", "path"]) {
            change(path, |path| self.file(place, path))?;
        }
        for (field, is_file) in
            [("bases", false), ("components", false), ("configurations", true), ("crds", true)]
        {
            each(k.get_mut(field), |path| match is_file {
                true => self.file(place, path),
                false => self.folder_of(place, path),
            })?;
        }
        each(k.get_mut("resources"), |path| self.resource(place, path))?;
        for field in ["configMapGenerator", "secretGenerator"] {
            for generator in items(k, field) {
                self.generator(place, generator)?;
            }
        }
        self.charts(place, k)?;
        for field in ["patches", "patchesJson6902"] {
            for patch in items(k, field) {
                self.path_field(place, patch, "path")?;
            }
        }
        each(k.get_mut("patchesStrategicMerge"), |patch| self.patch(place, patch))?;
        for replacement in items(k, "replacements") {
            self.path_field(place, replacement, "path")?;
        }
        Ok(())
    }

    /// Copies the file that a field of a mapping names, when it names one.
    pub(super) fn path_field(&mut self, place: &Place, node: &mut Node, field: &str) -> Result<()> {
        match node.get_mut(field) {
            Some(path) => change(path, |path| self.file(place, path)),
            None => Ok(()),
        }
    }

    fn generator(&mut self, place: &Place, generator: &mut Node) -> Result<()> {
        self.path_field(place, generator, "env")?;
        each(generator.get_mut("envs"), |path| self.file(place, path))?;
        each(generator.get_mut("files"), |source| self.file_source(place, source))
    }

    /// Copies the file of an entry `path` or `key=path`.
    pub(super) fn file_source(&mut self, place: &Place, source: &Text) -> Result<String> {
        let (key, path) = split_file_source(source)?;
        let copy = self.file(place, &Text::new(path, source.pos))?;
        Ok(if path == source.as_str() { copy } else { format!("{key}={copy}") })
    }

    /// Copies an entry of `resources`: a file when it can be read as one, or else a kustomization.
    fn resource(&mut self, place: &Place, path: &Text) -> Result<String> {
        let as_file = match self.loader.resolve(&place.root, path)? {
            Target::Folder(_) | Target::Repository(_) => return self.folder_of(place, path),
            Target::File(_) | Target::Address => self.resource_file(place, path),
        };
        match (as_file, RepoSpec::parse(path.as_str())) {
            (Err(as_file), Some(_)) => self.folder_of(place, path).map_err(|e| neither(e, as_file, path)),
            (as_file, _) => as_file,
        }
    }

    fn resource_file(&mut self, place: &Place, path: &Text) -> Result<String> {
        let content = self.loader.read_bytes(&place.root, path)?;
        let file = self.loader.read_text(&place.root, path)?;
        let text = self.loader.text(file);
        let mut set = ResourceSet::new(Schema::builtin());
        for resource in parse_resources(&text, file, &self.loader.limits)? {
            set.push(Arc::new(resource))?;
        }
        self.file_with(place, path, content)
    }

    /// A patch that is written where it is used stays; the file of another one is copied.
    pub(super) fn patch(&mut self, place: &Place, patch: &Text) -> Result<String> {
        match self.inline_resources(patch) {
            Ok(_) => Ok(patch.to_string()),
            Err(inline) if patch.contains(['\n', '{']) => Err(inline),
            Err(_) => self.resource_file(place, patch),
        }
    }

    /// The resources that an entry itself is.
    pub(super) fn inline_resources(&mut self, entry: &Text) -> Result<ResourceSet> {
        let text = decode_text(entry.as_str().into())?;
        let file = self.loader.sources.add_inline(entry.pos, text.as_str().into());
        let mut set = ResourceSet::new(Schema::builtin());
        for resource in parse_resources(&text, file, &self.loader.limits)? {
            set.push(Arc::new(resource))?;
        }
        Ok(set)
    }
}

/// The entries of a list.
pub(super) fn items<'n>(node: &'n mut Node, field: &str) -> impl Iterator<Item = &'n mut Node> {
    node.get_mut(field).and_then(Node::as_seq_mut).into_iter().flatten()
}

/// Changes every text of a list.
pub(super) fn each(list: Option<&mut Node>, mut act: impl FnMut(&Text) -> Result<String>) -> Result<()> {
    let items = list.and_then(Node::as_seq_mut).into_iter().flatten();
    items.into_iter().try_for_each(|item| change(item, &mut act))
}

/// Changes a text.
pub(super) fn change(node: &mut Node, act: impl FnOnce(&Text) -> Result<String>) -> Result<()> {
    let text = Text::new(node.text().unwrap_or_default(), node.pos);
    *node = Node::string(act(&text)?, node.pos);
    Ok(())
}
