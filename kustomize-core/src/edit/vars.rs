//! `edit fix --vars`: variables become replacements.

use super::document::{Document, map, text as text_node, texts};
use super::fix::{Fix, replace_deprecated};
use super::generators::Files;
use super::var_targets::{Place, places};
use crate::diagnostic::Result;
use crate::kustomization::{Kustomization, Patch, Selector, Var, decode};
use crate::source::{FileId, Pos};
use crate::yaml::{Limits, Map, Node, Tag, Value, decode_text, read_config, read_documents};
use std::path::{Path, PathBuf};

/// A kustomization file without variables, and the files that stated them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VarFix {
    /// The kustomization file.
    pub fix: Fix,
    /// The files in which a placeholder takes the place of variables.
    pub files: Vec<ChangedFile>,
    /// What could not be taken over, in sentences.
    pub left: Vec<String>,
}

/// A file that a fix changes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChangedFile {
    /// The path, below the folder of the kustomization or beside it.
    pub path: PathBuf,
    /// The text before.
    pub old: String,
    /// The text after.
    pub new: String,
}

/// Replaces deprecated fields as [`super::fix`] does, and `vars` by `replacements`: in the files of
/// resources and patches, also those of bases and components, each variable becomes a placeholder
/// that a replacement overwrites.
///
/// Follows the reference's `edit fix --vars`, except that replacements that are there already stay,
/// that bases of bases are found, and that every occurrence in a text and every patch without a target
/// gets a replacement that fits.
///
/// ```
/// use kustomize_core::edit::{Files, fix_vars};
/// use kustomize_core::fs::MemoryFileSystem;
/// use std::path::Path;
///
/// let mut fs = MemoryFileSystem::new();
/// let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, args: [$(HOST)]}]}\n";
/// fs.insert("/app/pod.yaml", pod);
/// let text = "resources: [pod.yaml]\nvars:\n- name: HOST\n  objref: {apiVersion: v1, kind: Service, name: s}\n";
/// let fixed = fix_vars(text, Files { fs: &fs, folder: Path::new("/app") })?;
/// assert!(fixed.fix.text.contains("replacements:") && !fixed.fix.text.contains("vars:"));
/// assert!(!fixed.files[0].new.contains("$(HOST)"));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// As [`super::fix`], and when a variable stands in a text with nothing to tell it from the rest.
pub fn fix_vars(text: &str, files: Files<'_>) -> Result<VarFix> {
    let mut document = Document::open(text)?;
    let is_file = |path: &str| files.fs.read(&files.folder.join(path)).is_ok();
    let added = document.added();
    let mut replaced = document.replaced.clone();
    replaced.extend(replace_deprecated(&mut document, &is_file)?);
    let vars = document.typed.vars.clone();
    let mut left = Vec::new();
    let mut changed = Vec::new();
    if document.take("vars").is_some() {
        replaced.push(("vars", "replacements"));
    }
    if !vars.is_empty() {
        let mut touched = touched_files(&document.typed, files, &is_file);
        let mut replacements = Vec::new();
        for var in &vars {
            let targets = targets(var, &touched, &mut left)?;
            if targets.is_empty() {
                left.push(format!("the variable {} stands in no file and is taken away", var.name));
                continue;
            }
            replacements
                .push(map([("source", source(var)), ("targets", Node::new(Value::Seq(targets), Pos::NONE))]));
            put_placeholder(&var.name, &mut touched);
            if text.contains(&format!("$({})", var.name)) {
                left.push(format!("$({}) in the kustomization file itself stays as it is", var.name));
            }
        }
        if !replacements.is_empty() {
            document.append("replacements", replacements);
        }
        changed.extend(touched.into_iter().filter(|file| file.new != file.old).map(|file| ChangedFile {
            path: shown(&file.path).to_path_buf(),
            old: file.old,
            new: file.new,
        }));
    }
    Ok(VarFix { fix: Fix { text: document.finish()?, replaced, added }, files: changed, left })
}

/// The path without a `./` in front.
fn shown(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}

/// A file that the kustomization or a base of it reads.
struct Touched {
    path: PathBuf,
    old: String,
    new: String,
    documents: Vec<Node>,
    /// The patch that it holds.
    patch: Option<Patch>,
}

fn touched_files(k: &Kustomization, files: Files<'_>, is_file: &dyn Fn(&str) -> bool) -> Vec<Touched> {
    let mut collector = Collector { fs: files, found: Vec::new(), folders: Vec::new() };
    collector.collect(k, files.folder, is_file);
    collector.found
}

struct Collector<'f> {
    fs: Files<'f>,
    found: Vec<Touched>,
    /// Folders that were looked at, by their real paths.
    folders: Vec<PathBuf>,
}

impl Collector<'_> {
    fn collect(&mut self, k: &Kustomization, folder: &Path, is_file: &dyn Fn(&str) -> bool) {
        let Ok(real) = self.fs.fs.canonicalize(folder) else { return };
        if self.folders.contains(&real) {
            return;
        }
        self.folders.push(real.clone());
        for entry in k.resources.iter().chain(&k.components) {
            let path = folder.join(entry.as_str());
            if self.fs.fs.is_dir(&path) {
                self.collect_folder(&path);
            } else {
                self.add(path, &real, None);
            }
        }
        for patch in k.patches.iter().chain(&k.patches_json6902).filter(|p| !p.path.is_empty()) {
            self.add(folder.join(patch.path.as_str()), &real, Some(patch.clone()));
        }
        for path in k.patches_strategic_merge.iter().filter(|path| is_file(path)) {
            let patch = Patch { path: path.clone(), ..Patch::default() };
            self.add(folder.join(path.as_str()), &real, Some(patch));
        }
    }

    fn collect_folder(&mut self, folder: &Path) {
        for name in crate::kustomization::FILE_NAMES {
            let Some(text) = self.read(&folder.join(name)) else { continue };
            let Ok(Some(node)) = read_config(&text, FileId::NONE, &Limits::default()) else { continue };
            let Ok(k) = decode(&node) else { continue };
            let fs = self.fs;
            self.collect(&k, folder, &|path| fs.fs.read(&folder.join(path)).is_ok());
        }
    }

    fn read(&self, path: &Path) -> Option<String> {
        String::from_utf8(self.fs.fs.read(path).ok()?).ok()
    }

    /// Takes a file, if it is one below its kustomization's folder and holds documents.
    fn add(&mut self, path: PathBuf, folder: &Path, patch: Option<Patch>) {
        let inside = self.fs.fs.canonicalize(&path).is_ok_and(|real| real.starts_with(folder));
        if !inside || self.found.iter().any(|file| file.path == path) {
            return;
        }
        let Some(old) = self.read(&path) else { return };
        let Ok(text) = decode_text(old.clone().into_bytes()) else { return };
        let Ok(documents) = read_documents(&text, FileId::NONE, &Limits::default()) else { return };
        self.found.push(Touched { path, new: old.clone(), old, documents, patch });
    }
}

/// The targets of the replacement that stands for a variable.
fn targets(var: &Var, files: &[Touched], left: &mut Vec<String>) -> Result<Vec<Node>> {
    let mut targets = Vec::new();
    for file in files {
        for document in &file.documents {
            if document.as_map().is_none() {
                if file.old.contains(&format!("$({})", var.name)) {
                    left.push(format!(
                        "$({}) in the JSON patch {} loses its value",
                        var.name,
                        shown(&file.path).display()
                    ));
                }
                continue;
            }
            for place in
                places(document, &var.name).map_err(|e| e.context(shown(&file.path).display()).at(var.pos))?
            {
                targets.push(target(document, file.patch.as_ref(), &place));
            }
        }
    }
    Ok(targets)
}

fn target(document: &Node, patch: Option<&Patch>, place: &Place) -> Node {
    let mut fields = vec![("fieldPaths", texts(&[&place.path]))];
    if let Some((delimiter, index)) = &place.part {
        let mut options = Map::new();
        options.push("delimiter", text_node(delimiter));
        if *index != 0 {
            options.push("index", Node::scalar(index.to_string(), Tag::Int, Pos::NONE));
        }
        fields.push(("options", Node::new(Value::Map(options), Pos::NONE)));
    }
    let selector = match patch.and_then(|p| p.target.as_ref()) {
        Some(target) => patch_selector(target, document, patch),
        None => own_selector(document),
    };
    fields.push(("select", selector));
    map(fields)
}

/// Selects what a resource, or a patch that names its target itself, is about.
fn own_selector(document: &Node) -> Node {
    let metadata = |key| document.get("metadata").and_then(|m| m.get(key)).and_then(Node::text).unwrap_or("");
    let gvk = crate::resource::Gvk::of(document);
    selector([
        ("group", &gvk.group),
        ("kind", &gvk.kind),
        ("name", metadata("name")),
        ("namespace", metadata("namespace")),
        ("version", &gvk.version),
    ])
}

/// Selects what a patch is for, under the names that it has after the patch.
fn patch_selector(target: &Selector, document: &Node, patch: Option<&Patch>) -> Node {
    let metadata = |key| document.get("metadata").and_then(|m| m.get(key)).and_then(Node::text).unwrap_or("");
    let kind = document.get("kind").and_then(Node::text).unwrap_or("");
    let namespace = metadata("namespace");
    let renames = patch.is_some_and(|p| p.allow_name_change);
    let changes_kind = patch.is_some_and(|p| p.allow_kind_change);
    selector([
        ("annotationSelector", target.annotation_selector.as_str()),
        ("group", target.group.as_str()),
        ("kind", if changes_kind { kind } else { target.kind.as_str() }),
        ("labelSelector", target.label_selector.as_str()),
        ("name", if renames { metadata("name") } else { target.name.as_str() }),
        ("namespace", if namespace.is_empty() { target.namespace.as_str() } else { namespace }),
        ("version", target.version.as_str()),
    ])
}

/// A mapping of the texts that are not empty.
fn selector<const N: usize>(fields: [(&str, &str); N]) -> Node {
    map(fields.into_iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| (key, text_node(value))))
}

/// Where a variable reads.
fn source(var: &Var) -> Node {
    let stated = var.field_path.pos != var.pos;
    let path = if stated { with_dots(&var.field_path) } else { String::new() };
    selector([
        ("fieldPath", path.as_str()),
        ("group", var.group.as_str()),
        ("kind", var.kind.as_str()),
        ("name", var.object_name.as_str()),
        ("namespace", var.namespace.as_str()),
        ("version", var.version.as_str()),
    ])
}

/// `ports[0].port` as replacements write it: `ports.0.port`.
fn with_dots(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, inner)) = rest.split_once('[') {
        out.push_str(before);
        match inner.split_once(']') {
            Some((index, behind)) if !index.is_empty() && index.bytes().all(|b| b.is_ascii_digit()) => {
                if !before.is_empty() && !before.ends_with('.') {
                    out.push('.');
                }
                out.push_str(index);
                rest = behind;
            }
            _ => {
                out.push('[');
                rest = inner;
            }
        }
    }
    out.push_str(rest);
    out
}

fn put_placeholder(name: &str, files: &mut [Touched]) {
    let (variable, placeholder) = (format!("$({name})"), format!("{name}_PLACEHOLDER"));
    for file in files.iter_mut().filter(|file| file.documents.iter().any(|d| d.as_map().is_some())) {
        if file.new.contains(&variable) {
            file.new = file.new.replace(&variable, &placeholder);
        }
    }
}
