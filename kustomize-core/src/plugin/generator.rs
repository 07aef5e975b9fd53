//! Built-in generators.

use super::config::as_config;
use crate::diagnostic::Result;
use crate::generate::IamPolicy;
use crate::kustomization::{
    ConfigMapArgs, Decode, GeneratorArgs, HelmChart, HelmGlobals, Metadata, Rules, SecretArgs, record,
};
use crate::resource::Resource;
use crate::transform::patch::PatchLoader;
use crate::yaml::Node;

/// A built-in generator with its configuration.
pub(crate) enum Generator {
    ConfigMap(GeneratorArgs),
    Secret(GeneratorArgs),
    HelmChart(HelmChart, HelmGlobals),
    IamPolicy(IamPolicy),
}

/// The part of a configuration that names the generated object when nothing else does.
#[derive(Default)]
struct Named {
    metadata: Option<Metadata>,
}

impl Decode for Named {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        record(node, "a generator", &["metadata"], rules, |_, value| self.metadata.decode_into(value, rules))
    }
}

impl Generator {
    /// The kinds that are generators.
    pub(crate) const KINDS: &[&str] =
        &["ConfigMapGenerator", "HelmChartInflationGenerator", "IAMPolicyGenerator", "SecretGenerator"];

    /// Decodes the configuration of a generator; `None` when the kind is none.
    ///
    /// # Errors
    /// A value of the wrong type; fields that do not exist are ignored, as in the reference.
    pub(crate) fn decode(resource: &Resource) -> Result<Option<Self>> {
        let kind = resource.kind();
        if !Self::KINDS.contains(&kind) {
            return Ok(None);
        }
        let node = as_config(&resource.node)?;
        Ok(Some(match kind {
            "ConfigMapGenerator" => {
                let args = ConfigMapArgs::decode(&node, Rules::Unconverted)?;
                Generator::ConfigMap(named(args.without_env(), &node)?)
            }
            "SecretGenerator" => {
                let args = SecretArgs::decode(&node, Rules::Unconverted)?;
                Generator::Secret(named(args.without_env(), &node)?)
            }
            "HelmChartInflationGenerator" => Generator::HelmChart(
                HelmChart::decode(&node, Rules::Unconverted)?,
                HelmGlobals::decode(&node, Rules::Unconverted)?,
            ),
            _ => Generator::IamPolicy(IamPolicy::decode(&node, Rules::Unconverted)?),
        }))
    }

    /// Makes the resources.
    ///
    /// # Errors
    /// What the generator refuses.
    pub(crate) fn generate(&self, loader: &mut dyn PatchLoader) -> Result<Vec<Resource>> {
        let mut load = |path: &crate::kustomization::Text| loader.bytes(path).map(Into::into);
        Ok(match self {
            Generator::ConfigMap(args) => vec![crate::generate::config_map(args, None, &mut load)?],
            Generator::Secret(args) => vec![crate::generate::secret(args, None, &mut load)?],
            Generator::HelmChart(chart, globals) => loader.chart(chart, globals)?,
            Generator::IamPolicy(args) => vec![args.generate(loader)?],
        })
    }
}

/// Takes name and namespace from the metadata of the configuration where it states none.
fn named(mut args: GeneratorArgs, node: &Node) -> Result<GeneratorArgs> {
    let metadata = Named::decode(node, Rules::Lenient)?.metadata.unwrap_or_default();
    if args.name.is_empty() {
        args.name = metadata.name;
    }
    if args.namespace.is_empty() {
        args.namespace = metadata.namespace;
    }
    Ok(args)
}
