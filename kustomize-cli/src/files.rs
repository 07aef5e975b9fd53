//! A build's resources as files: one for each resource, in an existing folder.

use crate::output::write_one_of_many;
use kustomize_core::Output;
use kustomize_core::diagnostic::{Code, Diagnostic, Error, Result, Severity};
use kustomize_core::resource::Resource;
use kustomize_core::schema::Schema;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Writes a file for each resource, named by its group, version, kind and name, and by its namespace
/// first when the resources are in more than one. Nothing is written before all resources have their texts.
/// Gives a warning for each resource whose file is the file of a later one, which is kept as in the
/// reference.
///
/// # Errors
/// A resource whose name cannot be a file name; a value that JSON cannot hold; a file that cannot be
/// written.
pub(crate) fn write_each(folder: &Path, output: &Output) -> Result<Vec<Diagnostic>> {
    let schema = output.resource_set().schema();
    let namespaces: BTreeSet<_> = output.resources().filter_map(|r| namespace_of(r, schema)).collect();
    let (mut files, mut warnings) = (BTreeMap::new(), Vec::new());
    for resource in output.resources() {
        let namespace = namespace_of(resource, schema).filter(|_| namespaces.len() > 1);
        let name = file_name(resource, namespace.as_deref());
        if name.contains(['/', '\\', '\0']) {
            let message = format!("the resource cannot be written to a file of its own, \"{name}\"");
            return Err(Error::new(Code::InvalidValue, message).at(resource.pos()));
        }
        let mut text = String::new();
        kustomize_core::yaml::write_document(&resource.node, &mut text)?;
        if let Some((_, lost)) = files.insert(name.clone(), (text, resource)) {
            let message = format!("\"{name}\" is the file of two resources, and this one is lost");
            let mut warning = Diagnostic::new(Severity::Warning, Code::DuplicateId, message);
            warning.pos = lost.pos();
            warning.related.push((resource.pos(), "the other one".to_owned()));
            warning.hint = Some("write one file for all: name a file after -o, not a folder".to_owned());
            warnings.push(warning);
        }
    }
    for (name, (text, _)) in files {
        let path = folder.join(name);
        write_one_of_many(&path, text.as_bytes()).map_err(|e| {
            Error::new(Code::FileUnreadable, format!("cannot write the file: {e}")).path(path)
        })?;
    }
    Ok(warnings)
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
    format!("{}_{}.yaml", parts.join("_"), resource.name()).to_lowercase()
}
