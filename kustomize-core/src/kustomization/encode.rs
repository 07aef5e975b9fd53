//! The typed form as nodes again, for a kustomization that is written.

use super::types::{GeneratorArgs, Kustomization, Pairs, Patch, Text, Var};
use crate::source::Pos;
use crate::yaml::{Map, Node, Tag, Value};

/// A type that can be written.
pub(crate) trait Encode {
    /// The value; nothing when it says nothing and is left out.
    fn encode(&self) -> Option<Node>;
}

impl Encode for Text {
    fn encode(&self) -> Option<Node> {
        (!self.is_empty()).then(|| Node::string(self.as_str(), Pos::NONE))
    }
}

impl Encode for bool {
    fn encode(&self) -> Option<Node> {
        self.then(|| Node::scalar("true", Tag::Bool, Pos::NONE))
    }
}

impl Encode for i64 {
    fn encode(&self) -> Option<Node> {
        Some(Node::scalar(self.to_string(), Tag::Int, Pos::NONE))
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self) -> Option<Node> {
        self.as_ref().and_then(Encode::encode)
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self) -> Option<Node> {
        let items = self.iter().map(|item| item.encode().unwrap_or_else(|| Node::string("", Pos::NONE)));
        (!self.is_empty()).then(|| Node::new(Value::Seq(items.collect()), Pos::NONE))
    }
}

impl Encode for Pairs {
    fn encode(&self) -> Option<Node> {
        let text = |value: &Text| Some(Node::string(value.as_str(), Pos::NONE));
        fields(self.iter().map(|(key, value)| (key.as_str(), text(value))))
    }
}

impl Encode for Node {
    fn encode(&self) -> Option<Node> {
        Some(self.clone())
    }
}

/// A mapping of what is stated; nothing when that is nothing.
pub(super) fn fields<'k>(fields: impl IntoIterator<Item = (&'k str, Option<Node>)>) -> Option<Node> {
    let mut map = Map::new();
    for (name, value) in fields {
        if let Some(value) = value {
            map.push_untagged(name, value);
        }
    }
    (!map.is_empty()).then(|| Node::new(Value::Map(map), Pos::NONE))
}

impl Encode for Patch {
    fn encode(&self) -> Option<Node> {
        let options = [
            ("allowNameChange", self.allow_name_change.encode()),
            ("allowKindChange", self.allow_kind_change.encode()),
        ];
        fields([
            ("path", self.path.encode()),
            ("patch", self.patch.encode()),
            ("target", self.target.encode()),
            ("options", fields(options)),
        ])
    }
}

impl Encode for GeneratorArgs {
    fn encode(&self) -> Option<Node> {
        fields([
            ("name", self.name.encode()),
            ("namespace", self.namespace.encode()),
            ("behavior", self.behavior.encode()),
            ("type", self.secret_type.encode()),
            ("literals", self.literals.encode()),
            ("files", self.files.encode()),
            ("envs", self.envs.encode()),
            ("options", self.options.encode()),
        ])
    }
}

impl Encode for Var {
    fn encode(&self) -> Option<Node> {
        let is_apart = self.api_version.is_empty();
        let apart = |text: &Text| text.encode().filter(|_| is_apart);
        let object = [
            ("apiVersion", self.api_version.encode()),
            ("group", apart(&self.group)),
            ("version", apart(&self.version)),
            ("kind", self.kind.encode()),
            ("name", self.object_name.encode()),
            ("namespace", self.namespace.encode()),
        ];
        let path = self.field_path.encode().filter(|_| self.field_path.as_str() != "metadata.name");
        fields([
            ("name", self.name.encode()),
            ("objref", fields(object)),
            ("fieldref", fields([("fieldpath", path)])),
        ])
    }
}

impl Kustomization {
    /// The fields of a file with this content, under their names of today.
    pub(crate) fn encoded(&self) -> Vec<(&'static str, Option<Node>)> {
        vec![
            ("apiVersion", self.api_version.encode()),
            ("kind", self.kind.encode()),
            ("metadata", self.metadata.encode()),
            ("openapi", self.openapi.encode()),
            ("namePrefix", self.name_prefix.encode()),
            ("nameSuffix", self.name_suffix.encode()),
            ("namespace", self.namespace.encode()),
            ("commonLabels", self.common_labels.encode()),
            ("labels", self.labels.encode()),
            ("commonAnnotations", self.common_annotations.encode()),
            ("patchesStrategicMerge", self.patches_strategic_merge.encode()),
            ("patchesJson6902", self.patches_json6902.encode()),
            ("patches", self.patches.encode()),
            ("images", self.images.encode()),
            ("replacements", self.replacements.encode()),
            ("replicas", self.replicas.encode()),
            ("vars", self.vars.encode()),
            ("sortOptions", self.sort_options.encode()),
            ("resources", self.resources.encode()),
            ("components", self.components.encode()),
            ("crds", self.crds.encode()),
            ("configMapGenerator", self.config_map_generator.encode()),
            ("secretGenerator", self.secret_generator.encode()),
            ("helmGlobals", self.helm_globals.encode()),
            ("helmCharts", self.helm_charts.encode()),
            ("generatorOptions", self.generator_options.encode()),
            ("configurations", self.configurations.encode()),
            ("generators", self.generators.encode()),
            ("transformers", self.transformers.encode()),
            ("validators", self.validators.encode()),
            ("buildMetadata", self.build_metadata.encode()),
        ]
    }
}
