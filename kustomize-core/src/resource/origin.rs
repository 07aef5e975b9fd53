//! Where a resource comes from, and what changed it.

use super::resource::Resource;
use crate::diagnostic::Result;
use crate::kustomization::{Decode, Rules, Text, record};
use crate::load::RepoSpec;
use crate::path::join;
use crate::yaml::Node;
use crate::yaml::edit::plain_or_quoted;

/// The file of a resource, or the generator that made it; for a transformation, the transformer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Origin {
    /// The path of the file, from the root of the build or of the repository.
    pub path: String,
    /// The repository, when it was fetched.
    pub repo: String,
    /// What of the repository was fetched.
    pub reference: String,
    /// The file that configures the generator or transformer.
    pub configured_in: String,
    /// The generator or transformer.
    pub configured_by: Option<ConfiguredBy>,
}

/// What identifies the configuration of a generator or transformer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ConfiguredBy {
    /// `builtin` for a field of the kustomization itself.
    pub api_version: String,
    /// The kind of the generator or transformer.
    pub kind: String,
    /// The name of its configuration.
    pub name: String,
    /// The namespace of its configuration.
    pub namespace: String,
}

impl Origin {
    /// The annotation that holds it.
    pub const ANNOTATION: &'static str = "config.kubernetes.io/origin";
    /// The annotation that holds all transformations.
    pub const TRANSFORMATIONS: &'static str = "alpha.config.kubernetes.io/transformations";

    /// What a path or the address of a repository leads to that is written in a file at this place.
    pub fn append(&self, path: &str) -> Origin {
        let Some(spec) = RepoSpec::parse(path) else {
            return Origin { path: join(&[&self.path, path]), ..self.clone() };
        };
        // The root of a repository has this name in the reference.
        let path = if spec.folder.is_empty() { "notCloned".to_owned() } else { join(&[&spec.folder]) };
        Origin { path, repo: spec.clone_url(), reference: spec.reference, ..self.clone() }
    }

    /// The same place, as that of a configuration.
    pub fn configured(&self, by: ConfiguredBy) -> Origin {
        Origin {
            path: String::new(),
            repo: self.repo.clone(),
            reference: self.reference.clone(),
            configured_in: self.path.clone(),
            configured_by: Some(by),
        }
    }

    /// The text of the annotation.
    pub fn to_yaml(&self) -> String {
        let lines = self.lines();
        if lines.is_empty() { "{}\n".to_owned() } else { lines.concat() }
    }

    fn lines(&self) -> Vec<String> {
        let own = [
            ("path", &self.path),
            ("repo", &self.repo),
            ("ref", &self.reference),
            ("configuredIn", &self.configured_in),
        ];
        let mut lines: Vec<String> =
            own.into_iter().filter_map(|(key, value)| line("", key, value)).collect();
        if let Some(by) = &self.configured_by {
            lines.push("configuredBy:\n".to_owned());
            let fields = [
                ("apiVersion", &by.api_version),
                ("kind", &by.kind),
                ("name", &by.name),
                ("namespace", &by.namespace),
            ];
            lines.extend(fields.into_iter().filter_map(|(key, value)| line("  ", key, value)));
        }
        lines
    }

    /// The text of the annotation of several.
    pub fn list_to_yaml<'o>(origins: impl IntoIterator<Item = &'o Origin>) -> String {
        let mut out = String::new();
        for origin in origins {
            let lines = origin.lines();
            if lines.is_empty() {
                out.push_str("- {}\n");
            }
            for (i, line) in lines.iter().enumerate() {
                out.push_str(if i == 0 { "- " } else { "  " });
                out.push_str(line);
            }
        }
        out
    }
}

/// Texts of annotations that stand for the fields of a resource for a while.
pub(crate) struct Shown {
    origin: String,
    transformations: Option<String>,
}

impl Resource {
    /// Writes origin and transformations into the annotations, for steps that may change them there.
    /// `None` when there is no origin.
    pub(crate) fn show_origin(&mut self) -> Option<Shown> {
        let origin = self.origin.as_ref()?.to_yaml();
        let list = &self.transformations;
        let transformations = (!list.is_empty()).then(|| Origin::list_to_yaml(list.iter().map(|t| &**t)));
        self.set_annotation(Origin::ANNOTATION, &origin);
        if let Some(text) = &transformations {
            self.set_annotation(Origin::TRANSFORMATIONS, text);
        }
        Some(Shown { origin, transformations })
    }

    /// Undoes [`Self::show_origin`]. What was taken out or changed meanwhile stays so.
    pub(crate) fn take_back_origin(&mut self, shown: &Shown) {
        if !self.remove_annotation(Origin::ANNOTATION, &shown.origin) {
            self.origin = None;
        }
        if let Some(text) = &shown.transformations
            && !self.remove_annotation(Origin::TRANSFORMATIONS, text)
        {
            self.transformations.clear();
        }
    }

    /// Sets an annotation, making metadata and annotations where there are none.
    pub(crate) fn set_annotation(&mut self, key: &str, text: &str) {
        let pos = self.pos();
        let Some(map) = self.node.as_map_mut() else { return };
        let Some(metadata) = map.get_or_insert_with("metadata", || Node::map(pos)).as_map_mut() else {
            return;
        };
        let annotations = metadata.get_or_insert_with("annotations", || Node::map(pos));
        if annotations.as_map().is_none() {
            *annotations = Node::map(pos);
        }
        if let Some(annotations) = annotations.as_map_mut() {
            annotations.set(key, Node::string(text, pos));
        }
    }

    /// Removes an annotation, whatever its text.
    pub(crate) fn remove_annotation_named(&mut self, key: &str) {
        if let Some(map) = self.node.lookup_mut(&["metadata", "annotations"]).and_then(Node::as_map_mut) {
            map.remove(key);
        }
    }

    /// Removes an annotation if it has this text. False when it is not there or has another.
    fn remove_annotation(&mut self, key: &str, text: &str) -> bool {
        let annotations = self.node.lookup_mut(&["metadata", "annotations"]).and_then(Node::as_map_mut);
        match annotations {
            Some(map) if map.get_text(key) == Some(text) => map.remove(key).is_some(),
            _ => false,
        }
    }
}

fn line(indent: &str, key: &str, value: &str) -> Option<String> {
    (!value.is_empty()).then(|| format!("{indent}{key}: {}\n", plain_or_quoted(value)))
}

/// An origin that somebody wrote into an annotation.
#[derive(Default)]
struct Written {
    texts: [Text; 4],
    by: Option<WrittenBy>,
}

#[derive(Default)]
struct WrittenBy([Text; 4]);

impl Decode for Written {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        const FIELDS: &[&str] = &["path", "repo", "ref", "configuredIn", "configuredBy"];
        let [path, repo, reference, configured_in] = &mut self.texts;
        record(node, "an origin", FIELDS, rules, |name, value| match name {
            "path" => path.decode_into(value, rules),
            "repo" => repo.decode_into(value, rules),
            "ref" => reference.decode_into(value, rules),
            "configuredIn" => configured_in.decode_into(value, rules),
            _ => self.by.decode_into(value, rules),
        })
    }
}

impl Decode for WrittenBy {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        const FIELDS: &[&str] = &["apiVersion", "kind", "name", "namespace"];
        let [api_version, kind, own, namespace] = &mut self.0;
        // Each of these fields is part of an embedded structure.
        let inner = rules.embedded();
        record(node, "what an origin is configured by", FIELDS, rules, |name, value| match name {
            "apiVersion" => api_version.decode_into(value, inner),
            "kind" => kind.decode_into(value, inner),
            "name" => own.decode_into(value, inner),
            _ => namespace.decode_into(value, inner),
        })
    }
}

/// The transformations that an annotation lists.
///
/// # Errors
/// When they are no list of transformations.
pub(crate) fn written_transformations(node: &Node) -> Result<Vec<Origin>> {
    let written: Vec<Written> = Decode::decode(node, Rules::Lenient)?;
    let origin = |w: Written| {
        let [path, repo, reference, configured_in] = w.texts.map(|text| text.value.to_string());
        let configured_by = w.by.map(|by| {
            let [api_version, kind, name, namespace] = by.0.map(|text| text.value.to_string());
            ConfiguredBy { api_version, kind, name, namespace }
        });
        Origin { path, repo, reference, configured_in, configured_by }
    };
    Ok(written.into_iter().map(origin).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_written_as_the_reference_writes_them() {
        let place = Origin::default().append("../base").append("a b/[x].yaml");
        assert_eq!(place.to_yaml(), "path: ../base/a b/[x].yaml\n");
        assert_eq!(Origin::default().append("012").to_yaml(), "path: \"012\"\n");
        let fetched = place.append("https://github.com/a/b//c/./d?ref=v1");
        assert_eq!(fetched.to_yaml(), "path: c/d\nrepo: https://github.com/a/b\nref: v1\n");
        let whole = Origin::default().append("https://github.com/a/b");
        assert_eq!(whole.to_yaml(), "path: notCloned\nrepo: https://github.com/a/b\n");
        let file = Origin::default().append("https://example.com/x.yaml");
        assert_eq!(file.to_yaml(), "path: https:/example.com/x.yaml\n");
        let by = ConfiguredBy {
            api_version: "builtin".into(),
            kind: "PatchTransformer".into(),
            ..Default::default()
        };
        let list = [place.configured(by), Origin::default()];
        assert_eq!(
            Origin::list_to_yaml(&list),
            "- configuredIn: ../base/a b/[x].yaml\n  configuredBy:\n    apiVersion: builtin\n    \
             kind: PatchTransformer\n- {}\n"
        );
    }
}
