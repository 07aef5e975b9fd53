//! Built-in transformers.

use super::config::as_config;
use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::{
    Decode, FieldSpecArgs, Image, Metadata, Pairs, Patch, ReplacementField, Replica, Rules, Text, record,
};
use crate::resource::{Resource, ResourceSet};
use crate::source::Pos;
use crate::transform::name::End;
use crate::transform::namespace::Subjects;
use crate::transform::patch::{self, PatchLoader};
use crate::transform::value_add::ValueAdd;
use crate::transform::{FieldSpec, hash, images, labels, name, namespace, replacement, replicas};
use crate::yaml::Node;

/// A built-in transformer with its configuration.
pub(crate) enum Transformer {
    /// Labels or annotations.
    Pairs {
        pairs: Pairs,
        specs: Vec<FieldSpec>,
    },
    Hash,
    Image {
        image: Image,
        specs: Vec<FieldSpec>,
    },
    Namespace {
        namespace: Text,
        specs: Vec<FieldSpec>,
        unset_only: bool,
        subjects: Subjects,
    },
    Json6902(Patch),
    StrategicMerge {
        paths: Vec<Text>,
        patches: Text,
        pos: Pos,
    },
    Patch(Patch),
    /// A prefix, a suffix or both.
    Affix {
        affixes: Vec<(End, Text)>,
        specs: Vec<FieldSpec>,
    },
    Replacement(Vec<ReplacementField>),
    Replica {
        replica: Replica,
        specs: Vec<FieldSpec>,
    },
    ValueAdd(ValueAdd),
}

/// The fields of all transformers but those that are decoded by types of their own.
#[derive(Default)]
struct Fields {
    metadata: Option<Metadata>,
    annotations: Pairs,
    labels: Pairs,
    image: Image,
    unset_only: bool,
    subjects: Text,
    target: Option<crate::kustomization::Selector>,
    path: Text,
    json_op: Text,
    paths: Vec<Text>,
    patches: Text,
    prefix: Text,
    suffix: Text,
    replacements: Vec<ReplacementField>,
    replica: Replica,
    specs: Option<Vec<FieldSpecArgs>>,
}

impl Fields {
    /// Fills the fields that a transformer of this kind has; all others are ignored.
    fn decode(kind: &str, node: &Node) -> Result<Self> {
        let names: &'static [&'static str] = match kind {
            "AnnotationsTransformer" => &["annotations", "fieldSpecs"],
            "LabelTransformer" => &["labels", "fieldSpecs"],
            "ImageTagTransformer" => &["imageTag", "fieldSpecs"],
            "NamespaceTransformer" => &["metadata", "fieldSpecs", "unsetOnly", "setRoleBindingSubjects"],
            "PatchJson6902Transformer" => &["target", "path", "jsonOp"],
            "PatchStrategicMergeTransformer" => &["paths", "patches"],
            "PrefixTransformer" => &["prefix", "fieldSpecs"],
            "SuffixTransformer" => &["suffix", "fieldSpecs"],
            "PrefixSuffixTransformer" => &["prefix", "suffix", "fieldSpecs"],
            "ReplacementTransformer" => &["replacements"],
            "ReplicaCountTransformer" => &["replica", "fieldSpecs"],
            _ => &[],
        };
        let rules = match kind {
            "PrefixTransformer" | "SuffixTransformer" | "PrefixSuffixTransformer" => Rules::Exact,
            _ => Rules::Lenient,
        };
        let mut fields = Fields::default();
        record(node, "a transformer", names, rules, |name, value| {
            match name {
                "metadata" => fields.metadata.decode_into(value, rules),
                "annotations" => fields.annotations.decode_into(value, rules),
                "labels" => fields.labels.decode_into(value, rules),
                "imageTag" => fields.image.decode_into(value, rules),
                "unsetOnly" => fields.unset_only.decode_into(value, rules),
                "setRoleBindingSubjects" => fields.subjects.decode_into(value, rules),
                "target" => fields.target.decode_into(value, rules),
                "path" => fields.path.decode_into(value, rules),
                "jsonOp" => fields.json_op.decode_into(value, rules),
                "paths" => fields.paths.decode_into(value, rules),
                "patches" => fields.patches.decode_into(value, rules),
                "prefix" => fields.prefix.decode_into(value, rules),
                "suffix" => fields.suffix.decode_into(value, rules),
                "replacements" => fields.replacements.decode_into(value, rules),
                "replica" => fields.replica.decode_into(value, rules),
                _ => fields.specs.decode_into(value, rules),
            }
            .map_err(|e| e.context(name))
        })?;
        Ok(fields)
    }

    fn specs(&self) -> Vec<FieldSpec> {
        self.specs.iter().flatten().map(FieldSpec::from).collect()
    }

    fn subjects(&self) -> Result<Subjects> {
        match self.subjects.as_str() {
            "" | "defaultOnly" => Ok(Subjects::DefaultOnly),
            "allServiceAccounts" => Ok(Subjects::AllServiceAccounts),
            "none" => Ok(Subjects::None),
            other => {
                let message = format!("setRoleBindingSubjects cannot be \"{other}\"");
                Err(Error::new(Code::InvalidTransformer, message)
                    .at(self.subjects.pos)
                    .hint("it is defaultOnly, allServiceAccounts or none"))
            }
        }
    }

    fn affixes(self, kind: &str, pos: Pos) -> Result<Transformer> {
        if self.specs.is_none() {
            return Err(Error::new(Code::InvalidTransformer, format!("a {kind} needs fieldSpecs"))
                .at(pos)
                .hint("for the names of all resources write `fieldSpecs: [{path: metadata/name}]`"));
        }
        let specs = self.specs();
        let mut affixes = Vec::new();
        if kind != "SuffixTransformer" {
            affixes.push((End::Prefix, self.prefix));
        }
        if kind != "PrefixTransformer" {
            affixes.push((End::Suffix, self.suffix));
        }
        Ok(Transformer::Affix { affixes, specs })
    }
}

impl Transformer {
    /// The kinds that are transformers.
    pub(crate) const KINDS: &[&str] = &[
        "AnnotationsTransformer",
        "HashTransformer",
        "ImageTagTransformer",
        "LabelTransformer",
        "NamespaceTransformer",
        "PatchJson6902Transformer",
        "PatchStrategicMergeTransformer",
        "PatchTransformer",
        "PrefixSuffixTransformer",
        "PrefixTransformer",
        "ReplacementTransformer",
        "ReplicaCountTransformer",
        "SuffixTransformer",
        "ValueAddTransformer",
    ];

    /// Decodes the configuration of a transformer; `None` when the kind is none.
    ///
    /// # Errors
    /// A value of the wrong type or one that is not allowed; fields that do not exist are ignored,
    /// as in the reference.
    pub(crate) fn decode(resource: &Resource) -> Result<Option<Self>> {
        let kind = resource.kind();
        if !Self::KINDS.contains(&kind) {
            return Ok(None);
        }
        if kind == "HashTransformer" {
            return Ok(Some(Transformer::Hash));
        }
        let node = as_config(&resource.node)?;
        let pos = resource.pos();
        match kind {
            "PatchTransformer" => return Patch::decode(&node, Rules::Lenient).map(Self::Patch).map(Some),
            "ValueAddTransformer" => {
                return ValueAdd::decode(&node, Rules::Lenient).map(Self::ValueAdd).map(Some);
            }
            _ => {}
        }
        let fields = Fields::decode(kind, &node)?;
        let specs = fields.specs();
        Ok(Some(match kind {
            "AnnotationsTransformer" => Self::Pairs { pairs: fields.annotations, specs },
            "LabelTransformer" => Self::Pairs { pairs: fields.labels, specs },
            "ImageTagTransformer" => Self::Image { image: fields.image, specs },
            "NamespaceTransformer" => {
                let (unset_only, subjects) = (fields.unset_only, fields.subjects()?);
                let namespace = fields.metadata.unwrap_or_default().namespace;
                Self::Namespace { namespace, specs, unset_only, subjects }
            }
            "PatchJson6902Transformer" => {
                let (path, patch, target) = (fields.path, fields.json_op, fields.target);
                Self::Json6902(Patch { path, patch, target, pos, ..Patch::default() })
            }
            "PatchStrategicMergeTransformer" => {
                if fields.paths.is_empty() && fields.patches.is_empty() {
                    return Err(Error::new(Code::InvalidPatch, "the transformer has no patch")
                        .at(pos)
                        .hint("name files under `paths`, or write the patches under `patches`"));
                }
                Self::StrategicMerge { paths: fields.paths, patches: fields.patches, pos }
            }
            "ReplacementTransformer" => Self::Replacement(fields.replacements),
            "ReplicaCountTransformer" => Self::Replica { replica: fields.replica, specs },
            _ => fields.affixes(kind, pos)?,
        }))
    }

    /// Changes the resources. `root` is the name of the kustomization's folder.
    ///
    /// # Errors
    /// What the transformer refuses.
    pub(crate) fn apply(
        &self,
        set: &mut ResourceSet,
        root: &str,
        loader: &mut dyn PatchLoader,
    ) -> Result<()> {
        match self {
            Self::Pairs { pairs, specs } => labels::apply(set, pairs, specs),
            Self::Hash => hash::apply(set),
            Self::Image { image, specs } => {
                images::apply(set, std::slice::from_ref(image), specs, &mut |w| loader.warn(w))
            }
            Self::Namespace { namespace, .. } if namespace.is_empty() => Ok(()),
            Self::Namespace { namespace, specs, unset_only, subjects } => {
                namespace::apply(set, namespace, specs, *subjects, *unset_only)
            }
            Self::Json6902(patch) => {
                patch::apply_json6902(set, std::slice::from_ref(patch), loader, &mut |_| ())
            }
            Self::StrategicMerge { paths, patches, pos } => {
                let more = (!patches.is_empty()).then_some(patches);
                patch::apply_strategic(set, paths, more, loader).map_err(|e| e.at(*pos))
            }
            Self::Patch(patch) => patch::apply_patches(set, std::slice::from_ref(patch), loader, &mut |_| ()),
            Self::Affix { affixes, specs } => {
                affixes.iter().try_for_each(|(end, affix)| name::apply(set, affix, *end, specs))
            }
            Self::Replacement(fields) => {
                let replacements = replacement::load(fields, loader)?;
                replacement::apply(set, &replacements, loader)
            }
            Self::Replica { replica, specs } => replicas::apply(set, std::slice::from_ref(replica), specs),
            Self::ValueAdd(value) => value.apply(set, root, loader),
        }
    }
}
