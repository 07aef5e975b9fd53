//! `kz edit add`.

use super::{fitting, parts, resources_of, single, some};
use crate::commands::ignored;
use crate::flags::{Forms, list};
use crate::globs::glob;
use crate::target::{EditOptions, Target, edit, files};
use clap::Subcommand;
use kustomize_core::diagnostic::{Code, Error, Result};
use kustomize_core::edit::{
    self, Edited, GeneratorData, GeneratorId, GeneratorKind, LabelPlace, List, Metadata, PatchArgs,
    parse_pairs,
};
use std::path::Path;
use std::process::ExitCode;

#[derive(Subcommand)]
pub(super) enum Add {
    /// Add annotations to commonAnnotations
    #[command(after_help = "Example:\n  kz edit add annotation owner:payments 'note:\"on call\"'")]
    Annotation(Annotation),
    /// Add labels to commonLabels, or to labels with --without-selector
    #[command(
        after_help = "Examples:\n  kz edit add label tier:web zone:eu\n  kz edit add label team:core --without-selector --include-templates"
    )]
    Label(Label),
    /// Add folders to resources
    #[command(after_help = "Example:\n  kz edit add base ../base,../network")]
    Base {
        /// The folders, separated by commas
        #[arg(value_hint = clap::ValueHint::DirPath)]
        paths: Vec<String>,
    },
    /// Add options to buildMetadata: originAnnotations, transformerAnnotations, managedByLabel
    #[command(name = "buildmetadata", after_help = "Example:\n  kz edit add buildmetadata originAnnotations")]
    BuildMetadata {
        /// The options, separated by commas
        options: Vec<String>,
    },
    /// Add components
    #[command(after_help = "Example:\n  kz edit add component ../components/tls")]
    Component {
        /// Folders, or patterns as ../components/*
        #[arg(value_hint = clap::ValueHint::DirPath)]
        paths: Vec<String>,
    },
    /// Add a ConfigMap to make, or data to one that is there
    #[command(
        name = "configmap",
        after_help = "Examples:\n  kz edit add configmap settings --from-literal=colour=blue\n  kz edit add configmap settings --from-file=app.conf --behavior merge"
    )]
    ConfigMap(ConfigMap),
    /// Add a Secret to make, or data to one that is there
    #[command(
        after_help = "Examples:\n  kz edit add secret login --from-env-file=login.env\n  kz edit add secret tls --type kubernetes.io/tls --from-file=tls.crt --from-file=tls.key"
    )]
    Secret(Secret),
    /// Add files with generators
    #[command(after_help = "Example:\n  kz edit add generator 'generators/*.yaml'")]
    Generator {
        /// Files, or patterns as *.yaml
        #[arg(value_hint = clap::ValueHint::FilePath)]
        paths: Vec<String>,
    },
    /// Add files with transformers
    #[command(after_help = "Example:\n  kz edit add transformer prefix.yaml")]
    Transformer {
        /// Files, or patterns as *.yaml
        #[arg(value_hint = clap::ValueHint::FilePath)]
        paths: Vec<String>,
    },
    /// Add a patch
    #[command(
        after_help = "Examples:\n  kz edit add patch --path replicas.yaml --kind Deployment\n  kz edit add patch --patch '[{op: remove, path: /spec/replicas}]' --kind Deployment --name web"
    )]
    Patch(Patch),
    /// Add resources
    #[command(
        after_help = "Examples:\n  kz edit add resource deployment.yaml 'extra/*.yaml'\n  kz edit add resource --no-verify not-there-yet.yaml"
    )]
    Resource(Resource),
}

#[derive(clap::Args)]
pub(super) struct Annotation {
    /// Annotations as KEY:VALUE
    pairs: Vec<String>,
    /// Overwrite annotations that are there
    #[arg(short, long, switch = false)]
    force: bool,
}

#[derive(clap::Args)]
pub(super) struct Label {
    /// Labels as KEY:VALUE
    pairs: Vec<String>,
    /// Overwrite labels that are there
    #[arg(short, long, switch = false)]
    force: bool,
    /// Do not add the labels to selectors
    #[arg(long, switch = false)]
    without_selector: bool,
    /// Add the labels to templates; with --without-selector
    #[arg(long, switch = false)]
    include_templates: bool,
}

/// Where the data of a ConfigMap or Secret comes from.
#[derive(clap::Args)]
struct Sources {
    /// The name
    name: Vec<String>,
    /// A file, PATH or KEY=PATH; may be a pattern
    #[arg(long, value_name = "SOURCE", value_parser = list, value_hint = clap::ValueHint::FilePath, allow_hyphen_values = true)]
    from_file: Vec<std::vec::Vec<String>>,
    /// A literal, KEY=VALUE
    #[arg(long, value_name = "PAIR", allow_hyphen_values = true)]
    from_literal: Vec<String>,
    /// A file with KEY=VALUE lines
    #[arg(long, text = "FILE", value_hint = clap::ValueHint::FilePath)]
    from_env_file: String,
    /// The namespace
    #[arg(long, text = "NAMESPACE")]
    namespace: String,
    /// Put no hash behind the name
    #[arg(long = "disableNameSuffixHash", switch = false)]
    disable_name_suffix_hash: bool,
}

#[derive(clap::Args)]
pub(super) struct ConfigMap {
    #[command(flatten)]
    sources: Sources,
    /// What to do with one of the same name below: create, merge or replace
    #[arg(long, text = "BEHAVIOR")]
    behavior: String,
}

#[derive(clap::Args)]
pub(super) struct Secret {
    #[command(flatten)]
    sources: Sources,
    /// The type of a Secret that is not there yet
    #[arg(long = "type", value_name = "TYPE", default_value = "Opaque", allow_hyphen_values = true)]
    secret_type: String,
}

/// A patch, for `add` and `remove`.
#[derive(clap::Args)]
pub(super) struct Patch {
    /// The file with the patch
    #[arg(long, text = "FILE", value_hint = clap::ValueHint::FilePath)]
    path: String,
    /// The patch itself
    #[arg(long, text = "TEXT")]
    patch: String,
    /// The API group of the target
    #[arg(long, text = "GROUP")]
    group: String,
    /// The API version of the target
    #[arg(long, text = "VERSION")]
    version: String,
    /// The kind of the target
    #[arg(long, text = "KIND")]
    kind: String,
    /// The name of the target
    #[arg(long, text = "NAME")]
    name: String,
    /// The namespace of the target
    #[arg(long, text = "NAMESPACE")]
    namespace: String,
    /// The labels of the target
    #[arg(long, text = "SELECTOR")]
    label_selector: String,
    /// The annotations of the target
    #[arg(long, text = "SELECTOR")]
    annotation_selector: String,
    /// What the reference takes and ignores
    #[arg(hide = true)]
    pub(super) more: Vec<String>,
}

#[derive(clap::Args)]
pub(super) struct Resource {
    /// Files and folders, or patterns as *.yaml
    #[arg(value_hint = clap::ValueHint::AnyPath)]
    paths: Vec<String>,
    /// Take the paths as they are, without looking whether they are there
    #[arg(long, switch = false)]
    no_verify: bool,
}

pub(super) fn run(verb: Add, options: EditOptions) -> ExitCode {
    edit(options, |target| match verb {
        Add::Annotation(args) => {
            let pairs = parse_pairs(some(&args.pairs, "annotation")?, Metadata::Annotation)?;
            edit::add_annotation(&target.text, &pairs, args.force)
        }
        Add::Label(args) => label(target, &args),
        Add::Base { paths } => base(target, &paths),
        Add::BuildMetadata { options } => {
            edit::add_build_metadata(&target.text, &parts(&single(&options, "option of buildMetadata")?))
        }
        Add::Component { paths } => {
            let found = found(some(&paths, "component")?, false)?;
            edit::add_to_list(&target.text, List::Components, &found, target.name)
        }
        Add::ConfigMap(args) => {
            let data = GeneratorData { behavior: args.behavior.clone(), ..GeneratorData::default() };
            generator(target, GeneratorKind::ConfigMap, &args.sources, data)
        }
        Add::Secret(args) => {
            let data = GeneratorData { secret_type: args.secret_type.clone(), ..GeneratorData::default() };
            generator(target, GeneratorKind::Secret, &args.sources, data)
        }
        Add::Generator { paths } => {
            let found = fitting(some(&paths, "file")?)?;
            edit::add_to_list(&target.text, List::Generators, &found, target.name)
        }
        Add::Transformer { paths } => {
            let found = fitting(some(&paths, "file")?)?;
            edit::add_to_list(&target.text, List::Transformers, &found, target.name)
        }
        Add::Patch(args) => {
            ignored(&args.more);
            edit::add_patch(&target.text, &args.into())
        }
        Add::Resource(args) => {
            let paths = some(&args.paths, "resource")?;
            let found = if args.no_verify {
                paths.to_vec()
            } else {
                found(paths, true).map_err(|e| match e.code() {
                    Code::RemoteFailed => e.hint("--no-verify adds it without trying to fetch it"),
                    _ => e,
                })?
            };
            edit::add_to_list(&target.text, List::Resources, &found, target.name)
        }
    })
}

fn found(patterns: &[String], files: bool) -> Result<Vec<String>> {
    let lists = patterns.iter().map(|pattern| resources_of(pattern, files)).collect::<Result<Vec<_>>>()?;
    Ok(lists.concat())
}

fn label(target: &Target, args: &Label) -> Result<Edited> {
    let pairs = some(&args.pairs, "label")?;
    if args.include_templates && !args.without_selector {
        return Err(Error::new(Code::InvalidValue, "--include-templates needs --without-selector"));
    }
    let place = if args.without_selector {
        LabelPlace::Plain { include_templates: args.include_templates }
    } else {
        LabelPlace::Common
    };
    edit::add_label(&target.text, &parse_pairs(pairs, Metadata::Label)?, place, args.force)
}

fn base(target: &Target, args: &[String]) -> Result<Edited> {
    let paths = parts(&single(args, "base")?);
    if let Some(missing) = paths.iter().find(|path| !Path::new(path).exists()) {
        return Err(Error::new(Code::NotFound, format!("there is no folder \"{missing}\""))
            .hint("folders count from the current folder"));
    }
    edit::add_base(&target.text, &paths)
}

fn generator(target: &Target, kind: GeneratorKind, sources: &Sources, data: GeneratorData) -> Result<Edited> {
    let data = GeneratorData {
        files: expand(&sources.from_file.concat())?,
        literals: sources.from_literal.clone(),
        env_file: sources.from_env_file.clone(),
        disable_name_suffix_hash: sources.disable_name_suffix_hash,
        ..data
    };
    let name = single(&sources.name, "name")?;
    let id = GeneratorId { kind, name: &name, namespace: &sources.namespace };
    edit::add_generator(&target.text, id, &data, files())
}

/// The files that fit each source; one with a key must fit a single file.
fn expand(sources: &[String]) -> Result<Vec<String>> {
    let mut expanded = Vec::new();
    for source in sources {
        let (key, pattern) = match source.split('=').collect::<Vec<_>>()[..] {
            [key, pattern] => (key, pattern.to_owned()),
            [first, ..] => ("", first.to_owned()),
            [] => ("", String::new()),
        };
        let found = if key.is_empty() { fitting(std::slice::from_ref(&pattern))? } else { glob(&pattern)? };
        match (key, &found[..]) {
            ("", _) => expanded.extend(found),
            (key, [only]) => expanded.push(format!("{key}={only}")),
            (_, found) => {
                let message = format!("\"{source}\" must be one file, but fits {}", found.len());
                return Err(Error::new(Code::InvalidValue, message).hint("a key stands for a single file"));
            }
        }
    }
    Ok(expanded)
}

impl From<Patch> for PatchArgs {
    fn from(patch: Patch) -> Self {
        PatchArgs {
            path: patch.path,
            patch: patch.patch,
            group: patch.group,
            version: patch.version,
            kind: patch.kind,
            name: patch.name,
            namespace: patch.namespace,
            label_selector: patch.label_selector,
            annotation_selector: patch.annotation_selector,
        }
    }
}
