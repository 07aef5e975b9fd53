//! A build's resources as files in a folder: one for each resource, kind, namespace or origin.

use crate::folder::clean;
use crate::output::write_one_of_many;
use crate::why;
use clap::ValueEnum;
use kustomize_core::Output;
use kustomize_core::build::Format;
use kustomize_core::diagnostic::{Code, Diagnostic, Error, Result, Severity};
use kustomize_core::resource::Resource;
use kustomize_core::schema::Schema;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What a file holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SplitBy {
    /// One resource, named as kustomize names it
    #[default]
    Resource,
    /// All of a kind
    Kind,
    /// All of a namespace; what is in none goes to _cluster
    Namespace,
    /// All that was read from one file, under the path of that file
    Origin,
}

/// How the names of files with this form end.
pub(crate) fn extension(format: Format) -> &'static str {
    match format {
        Format::Json => "json",
        Format::Ndjson => "ndjson",
        _ => "yaml",
    }
}

/// Writes the resources to files. Nothing is written before all of them have their texts.
///
/// A file for each resource is named by its group, version, kind and name, and by its namespace first
/// when the resources are in more than one; there is a warning for each resource whose file is the file of
/// a later one, which is kept as in the reference.
///
/// # Errors
/// A resource whose name cannot be a file name; a value that JSON cannot hold; a file that cannot be
/// written.
pub(crate) fn write_each(
    folder: &Path,
    output: &Output,
    by: SplitBy,
    format: Format,
) -> Result<Vec<Diagnostic>> {
    let names = names(output, by)?;
    let (mut files, mut warnings) = (BTreeMap::<PathBuf, Vec<&Resource>>::new(), Vec::new());
    for (resource, name) in output.resources().zip(names) {
        let shown = name.display().to_string();
        let file = files.entry(name).or_default();
        if by == SplitBy::Resource {
            warnings.extend(file.pop().map(|lost| lost_warning(&shown, lost, resource)));
        }
        file.push(resource);
    }
    let mut texts = Vec::new();
    for (name, resources) in files {
        let mut text = String::new();
        if by == SplitBy::Resource && format == Format::Yaml {
            let resources: Vec<Resource> = resources.into_iter().map(Resource::with_plain_values).collect();
            format.write(&resources, &mut text)?;
        } else {
            format.write(resources, &mut text)?;
        }
        let mut path = folder.join(name).into_os_string();
        path.push(".");
        path.push(extension(format));
        texts.push((PathBuf::from(path), text));
    }
    for (path, text) in texts {
        let parent = match path.parent() {
            Some(parent) if by == SplitBy::Origin => std::fs::create_dir_all(parent),
            _ => Ok(()),
        };
        parent.and_then(|()| write_one_of_many(&path, text.as_bytes())).map_err(|e| {
            Error::new(Code::FileUnreadable, format!("cannot write the file: {}", why::io(&e))).path(path)
        })?;
    }
    Ok(warnings)
}

fn lost_warning(name: &str, lost: &Resource, kept: &Resource) -> Diagnostic {
    let message = format!("\"{name}.yaml\" is the file of two resources, and this one is lost");
    let mut warning = Diagnostic::new(Severity::Warning, Code::DuplicateId, message);
    warning.pos = lost.pos();
    warning.related.push((kept.pos(), "the other one".to_owned()));
    warning.hint = Some("write one file for all: name a file after -o, not a folder".to_owned());
    warning
}

/// The file of each resource, without the end of its name.
fn names(output: &Output, by: SplitBy) -> Result<Vec<PathBuf>> {
    let schema = output.resource_set().schema();
    let names: Vec<PathBuf> = match by {
        SplitBy::Resource => {
            let namespaces: BTreeSet<_> =
                output.resources().filter_map(|r| namespace_of(r, schema)).collect();
            let of = |resource: &Resource| {
                let namespace = namespace_of(resource, schema).filter(|_| namespaces.len() > 1);
                file_name(resource, namespace.as_deref()).into()
            };
            output.resources().map(of).collect()
        }
        SplitBy::Kind => output.resources().map(|r| r.kind().to_lowercase().into()).collect(),
        SplitBy::Namespace => {
            let of = |r: &Resource| namespace_of(r, schema).unwrap_or_else(|| "_cluster".to_owned());
            output.resources().map(|r| of(r).into()).collect()
        }
        SplitBy::Origin => return Ok(origins(output)),
    };
    for (resource, name) in output.resources().zip(&names) {
        let text = name.to_string_lossy();
        if text.is_empty() || text.contains(['/', '\\', '\0']) || text == "." || text == ".." {
            let message = format!("the resource cannot be written to a file of its own, \"{text}.yaml\"");
            return Err(Error::new(Code::InvalidValue, message).at(resource.pos()));
        }
    }
    Ok(names)
}

/// The path of the file that each resource was read from, or of the kustomization that it was generated
/// by, within the folder that all of them are in.
fn origins(output: &Output) -> Vec<PathBuf> {
    let path_of = |resource: &Resource| {
        let pos = [resource.pos(), resource.name_pos()].into_iter().find(|pos| pos.is_some());
        let path = pos.and_then(|pos| output.sources().path(pos)).unwrap_or(Path::new("generated.yaml"));
        let text = path.to_string_lossy();
        if text.contains("://") {
            return PathBuf::from("/").join(text.replace([':', '?', '*', '"', '<', '>', '|', '\\'], "-"));
        }
        clean(&std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()))
    };
    let paths: Vec<PathBuf> = output.resources().map(path_of).collect();
    let mut common = paths.first().and_then(|path| path.parent()).map(Path::to_path_buf).unwrap_or_default();
    while !paths.iter().all(|path| path.starts_with(&common)) && common.pop() {}
    let within = |path: &PathBuf| path.strip_prefix(&common).unwrap_or(path).with_extension("");
    paths
        .iter()
        .map(within)
        .map(|path| path.strip_prefix("/").map(Path::to_path_buf).unwrap_or(path))
        .collect()
}

fn namespace_of(resource: &Resource, schema: &Schema) -> Option<String> {
    let id = resource.id(schema);
    (!id.cluster_scoped).then(|| id.effective_namespace().to_owned())
}

fn file_name(resource: &Resource, namespace: Option<&str>) -> String {
    let gvk = resource.gvk();
    let mut parts: Vec<&str> = namespace.into_iter().collect();
    parts.extend(
        [&gvk.group, &gvk.version, &gvk.kind].into_iter().map(|p| p.as_str()).filter(|p| !p.is_empty()),
    );
    format!("{}_{}", parts.join("_"), resource.name()).to_lowercase()
}
