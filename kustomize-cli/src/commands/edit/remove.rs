//! `kz edit remove`.

use super::add::Patch;
use super::{parts, single, some};
use crate::commands::ignored;
use crate::flags::Forms;
use crate::target::{EditOptions, edit};
use clap::Subcommand;
use kustomize_core::diagnostic::{Code, Error, Result};
use kustomize_core::edit::{self, GeneratorKind, List};
use std::process::ExitCode;

#[derive(Subcommand)]
pub(super) enum Remove {
    /// Remove annotations from commonAnnotations
    #[command(after_help = "Example:\n  kz edit remove annotation owner,note")]
    Annotation(Keys),
    /// Remove labels from commonLabels
    #[command(after_help = "Example:\n  kz edit remove label tier,zone")]
    Label(Keys),
    /// Remove options from buildMetadata
    #[command(
        name = "buildmetadata",
        after_help = "Example:\n  kz edit remove buildmetadata originAnnotations"
    )]
    BuildMetadata {
        /// The options, separated by commas
        options: Vec<String>,
    },
    /// Remove ConfigMaps to make
    #[command(
        name = "configmap",
        after_help = "Example:\n  kz edit remove configmap settings,other --namespace web"
    )]
    ConfigMap(Generators),
    /// Remove Secrets to make
    #[command(after_help = "Example:\n  kz edit remove secret login")]
    Secret(Generators),
    /// Remove resources
    #[command(after_help = "Example:\n  kz edit remove resource service.yaml 'extra/*.yaml'")]
    Resource {
        /// Entries of resources, or patterns as *.yaml
        patterns: Vec<String>,
    },
    /// Remove transformers
    #[command(after_help = "Example:\n  kz edit remove transformer prefix.yaml")]
    Transformer {
        /// Entries of transformers, or patterns as *.yaml
        patterns: Vec<String>,
    },
    /// Remove a patch; the flags must state all of it
    #[command(after_help = "Example:\n  kz edit remove patch --path replicas.yaml --kind Deployment")]
    Patch(Patch),
}

#[derive(clap::Args)]
pub(super) struct Keys {
    /// The keys, separated by commas
    keys: Vec<String>,
    /// Do not mind keys that are not there
    #[arg(short = 'i', long, switch = false)]
    ignore_non_existence: bool,
}

#[derive(clap::Args)]
pub(super) struct Generators {
    /// The names, separated by commas
    names: Vec<String>,
    /// Their namespace
    #[arg(long, text = "NAMESPACE")]
    namespace: String,
}

pub(super) fn run(verb: Remove, options: EditOptions) -> ExitCode {
    edit(options, |target| {
        let text = target.text.as_str();
        match verb {
            Remove::Annotation(args) => {
                edit::remove_annotation(text, &keys(&args.keys, "annotation")?, args.ignore_non_existence)
            }
            Remove::Label(args) => {
                edit::remove_label(text, &keys(&args.keys, "label")?, args.ignore_non_existence)
            }
            Remove::BuildMetadata { options } => {
                edit::remove_build_metadata(text, &parts(&single(&options, "option of buildMetadata")?))
            }
            Remove::ConfigMap(args) => {
                let names = parts(&single(&args.names, "name")?);
                edit::remove_generators(text, GeneratorKind::ConfigMap, &names, &args.namespace)
            }
            Remove::Secret(args) => {
                let names = parts(&single(&args.names, "name")?);
                edit::remove_generators(text, GeneratorKind::Secret, &names, &args.namespace)
            }
            Remove::Resource { patterns } => {
                edit::remove_from_list(text, List::Resources, some(&patterns, "resource")?)
            }
            Remove::Transformer { patterns } => {
                edit::remove_from_list(text, List::Transformers, some(&patterns, "transformer")?)
            }
            Remove::Patch(args) => {
                ignored(&args.more);
                edit::remove_patch(text, &args.into())
            }
        }
    })
}

fn keys(args: &[String], what: &str) -> Result<Vec<String>> {
    let keys = parts(&single(args, what)?);
    if keys.iter().any(String::is_empty) {
        return Err(Error::new(Code::InvalidValue, format!("the key of a {what} is empty"))
            .hint("separate several keys by single commas"));
    }
    Ok(keys)
}
