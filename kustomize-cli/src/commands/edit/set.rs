//! `kz edit set`.

use super::{parts, single, some};
use crate::flags::Forms;
use crate::target::{EditOptions, Target, edit, files};
use clap::Subcommand;
use kustomize_core::diagnostic::Result;
use kustomize_core::edit::{self, Edited, GeneratorId, GeneratorKind, Metadata, parse_pairs};
use std::process::ExitCode;

#[derive(Subcommand)]
pub(super) enum Set {
    /// Set annotations in commonAnnotations
    #[command(after_help = "Example:\n  kz edit set annotation owner:payments")]
    Annotation {
        /// Annotations as KEY:VALUE
        pairs: Vec<String>,
    },
    /// Set labels in commonLabels
    #[command(after_help = "Example:\n  kz edit set label tier:web")]
    Label {
        /// Labels as KEY:VALUE
        pairs: Vec<String>,
    },
    /// Set the options of buildMetadata: originAnnotations, transformerAnnotations, managedByLabel
    #[command(
        name = "buildmetadata",
        after_help = "Example:\n  kz edit set buildmetadata originAnnotations,managedByLabel"
    )]
    BuildMetadata {
        /// The options, separated by commas
        options: Vec<String>,
    },
    /// Set names, tags and digests of images
    #[command(
        after_help = "Examples:\n  kz edit set image nginx:1.27\n  kz edit set image app=registry.example.com/app:v2\n  kz edit set image 'app=*:v3'  # keeps the new name that is there"
    )]
    Image {
        /// NAME:TAG, NAME@DIGEST, or NAME=NEWNAME with any of these; * keeps what is there
        images: Vec<String>,
    },
    /// Set the text to put before all names
    #[command(name = "nameprefix", after_help = "Example:\n  kz edit set nameprefix acme-")]
    NamePrefix {
        /// The prefix
        prefix: Vec<String>,
    },
    /// Set the text to put behind all names
    #[command(name = "namesuffix", after_help = "Example:\n  kz edit set namesuffix -- -acme")]
    NameSuffix {
        /// The suffix
        suffix: Vec<String>,
    },
    /// Set the namespace of all resources
    #[command(after_help = "Example:\n  kz edit set namespace staging")]
    Namespace {
        /// The namespace
        namespace: Vec<String>,
    },
    /// Set the number of replicas of workloads
    #[command(after_help = "Example:\n  kz edit set replicas web=3 worker=1")]
    Replicas {
        /// NAME=COUNT
        replicas: Vec<String>,
    },
    /// Change literals or the namespace of a ConfigMap
    #[command(
        name = "configmap",
        after_help = "Example:\n  kz edit set configmap settings --from-literal=colour=red"
    )]
    ConfigMap(Generator),
    /// Change literals or the namespace of a Secret
    #[command(after_help = "Example:\n  kz edit set secret login --from-literal=user=root")]
    Secret(Generator),
}

#[derive(clap::Args)]
pub(super) struct Generator {
    /// The name
    name: Vec<String>,
    /// A literal that is there with its new value, KEY=VALUE
    #[arg(long, value_name = "PAIR", allow_hyphen_values = true)]
    from_literal: Vec<String>,
    /// The namespace that it has
    #[arg(long, text = "NAMESPACE")]
    namespace: String,
    /// The namespace that it shall have
    #[arg(long, text = "NAMESPACE")]
    new_namespace: String,
}

pub(super) fn run(verb: Set, options: EditOptions) -> ExitCode {
    edit(options, |target| {
        let text = target.text.as_str();
        match verb {
            Set::Annotation { pairs } => {
                edit::set_annotation(text, &parse_pairs(some(&pairs, "annotation")?, Metadata::Annotation)?)
            }
            Set::Label { pairs } => {
                edit::set_label(text, &parse_pairs(some(&pairs, "label")?, Metadata::Label)?)
            }
            Set::BuildMetadata { options } => {
                edit::set_build_metadata(text, &parts(&single(&options, "option of buildMetadata")?))
            }
            Set::Image { images } => edit::set_image(text, &images),
            Set::NamePrefix { prefix } => edit::set_name_prefix(text, &single(&prefix, "prefix")?),
            Set::NameSuffix { suffix } => edit::set_name_suffix(text, &single(&suffix, "suffix")?),
            Set::Namespace { namespace } => edit::set_namespace(text, &single(&namespace, "namespace")?),
            Set::Replicas { replicas } => edit::set_replicas(text, &replicas),
            Set::ConfigMap(args) => generator(target, GeneratorKind::ConfigMap, &args),
            Set::Secret(args) => generator(target, GeneratorKind::Secret, &args),
        }
    })
}

fn generator(target: &Target, kind: GeneratorKind, args: &Generator) -> Result<Edited> {
    let name = single(&args.name, "name")?;
    let id = GeneratorId { kind, name: &name, namespace: &args.namespace };
    edit::set_generator(&target.text, id, &args.from_literal, &args.new_namespace, files())
}
