//! Applies patches to the resources they are meant for.

use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::{Patch, Selector, Text};
use crate::merge::{json6902, strategic};
use crate::resource::selector::select;
use crate::resource::{Resource, ResourceSet, parse_resources};
use crate::source::FileId;
use crate::yaml::{Limits, Node};
use std::sync::Arc;

/// Gives what is named by paths, and the texts of patches.
pub(crate) trait PatchLoader {
    /// The text of a file that is named by a path.
    fn load(&mut self, path: &Text) -> Result<(Arc<str>, FileId)>;
    /// The content of a file that is named by a path.
    fn bytes(&mut self, path: &Text) -> Result<Vec<u8>>;
    /// The text of a patch that is written in the kustomization file itself.
    fn inline(&mut self, text: &Text) -> (Arc<str>, FileId);
    /// How deep and large a patch may be.
    fn limits(&self) -> &Limits;
}

/// What the text of a patch turned out to be.
enum Parsed {
    Strategic(Vec<Resource>),
    Json(json6902::Patch),
}

/// Applies the entries of `patches`, each to what its target selects or to the resource that it
/// names itself.
///
/// # Errors
/// A patch that is neither a strategic merge nor a JSON patch, one without a target where it needs
/// one, and whatever goes wrong in applying it.
pub(crate) fn apply_patches(
    set: &mut ResourceSet,
    patches: &[Patch],
    loader: &mut dyn PatchLoader,
) -> Result<()> {
    let parsed: Vec<Parsed> = patches.iter().map(|p| parse(p, loader)).collect::<Result<_>>()?;
    for (patch, parsed) in patches.iter().zip(parsed) {
        match (parsed, &patch.target) {
            (Parsed::Strategic(documents), None) => {
                for document in &documents {
                    let at = find_named(set, document)?;
                    merge_into(set, at, document, patch)?;
                }
            }
            (Parsed::Strategic(documents), Some(target)) => {
                let document = match documents.as_slice() {
                    [] => continue,
                    [document] => document,
                    [_, second, ..] => {
                        return Err(Error::new(
                            Code::InvalidPatch,
                            "a patch with a target may hold one document only",
                        )
                        .at(second.pos())
                        .hint("make an entry of its own for each, or leave the target out"));
                    }
                };
                merge_into_selected(set, target, document, patch)?;
            }
            (Parsed::Json(_), None) => {
                return Err(Error::new(Code::InvalidPatch, "a JSON patch needs a target").at(patch.pos));
            }
            (Parsed::Json(json), Some(target)) => {
                let schema = set.schema().to_owned();
                for at in select(set, target)? {
                    set.modify(at, |r| {
                        r.remember_id(&schema);
                        apply_json(r, &json, true)
                    })
                    .unwrap_or(Ok(()))?;
                }
            }
        }
    }
    Ok(())
}

fn parse(patch: &Patch, loader: &mut dyn PatchLoader) -> Result<Parsed> {
    let inline = patch.patch.trim();
    let (text, file) = match (inline.is_empty(), patch.path.is_empty()) {
        (true, true) => {
            return Err(
                Error::new(Code::InvalidPatch, "the patch has neither a path nor a text").at(patch.pos)
            );
        }
        (false, false) => {
            return Err(
                Error::new(Code::InvalidPatch, "the patch has both a path and a text").at(patch.patch.pos)
            );
        }
        (false, true) => loader.inline(&Text::new(inline, patch.patch.pos)),
        (true, false) => loader.load(&patch.path)?,
    };
    let limits = loader.limits();
    // A strategic merge patch is a mapping and a JSON patch a list, so that one text is never both.
    match parse_resources(&text, file, limits) {
        Ok(documents) => Ok(Parsed::Strategic(documents)),
        Err(strategic) => match json6902::Patch::parse(&text, file, limits) {
            Ok(json) => Ok(Parsed::Json(json)),
            Err(json) if text.trim_start().starts_with(['-', '[']) => Err(json),
            Err(_) => Err(strategic),
        },
    }
}

/// Applies `patchesStrategicMerge`: each entry is a path, or the patch itself. `more` are further
/// patches that are no path in any case.
///
/// # Errors
/// As [`apply_patches`].
pub(crate) fn apply_strategic(
    set: &mut ResourceSet,
    patches: &[Text],
    more: Option<&Text>,
    loader: &mut dyn PatchLoader,
) -> Result<()> {
    let options = Patch::default();
    let mut documents = Vec::new();
    for entry in patches {
        let (text, file) = loader.inline(entry);
        match parse_resources(&text, file, loader.limits()) {
            Ok(found) => documents.extend(found),
            Err(_) => {
                let (text, file) = loader.load(entry)?;
                documents.extend(parse_resources(&text, file, loader.limits())?);
            }
        }
    }
    if let Some(entry) = more {
        let (text, file) = loader.inline(entry);
        documents.extend(parse_resources(&text, file, loader.limits())?);
    }
    if let (Some(first), true) = (patches.first().or(more), documents.is_empty()) {
        return Err(Error::new(Code::InvalidPatch, "there is no strategic merge patch").at(first.pos));
    }
    for document in &documents {
        let at = find_named(set, document)?;
        merge_into(set, at, document, &options)?;
    }
    Ok(())
}

/// Applies `patchesJson6902`.
///
/// # Errors
/// As [`apply_patches`].
pub(crate) fn apply_json6902(
    set: &mut ResourceSet,
    patches: &[Patch],
    loader: &mut dyn PatchLoader,
) -> Result<()> {
    let mut parsed = Vec::new();
    for patch in patches {
        let Some(target) = patch.target.as_ref().filter(|t| !t.name.is_empty()) else {
            return Err(
                Error::new(Code::InvalidPatch, "a JSON patch needs a target with a name").at(patch.pos)
            );
        };
        let (text, file) = match (patch.patch.is_empty(), patch.path.is_empty()) {
            (false, true) => loader.inline(&patch.patch),
            (true, false) => loader.load(&patch.path)?,
            _ => {
                return Err(Error::new(Code::InvalidPatch, "a JSON patch needs either a path or a text")
                    .at(patch.pos));
            }
        };
        let json = json6902::Patch::parse(&text, file, loader.limits())?;
        if json.is_empty() {
            return Err(Error::new(Code::InvalidPatch, "the JSON patch has no operations").at(patch.pos));
        }
        parsed.push((json, target));
    }
    for (json, target) in parsed {
        for at in select(set, target)? {
            set.modify(at, |r| {
                let has_history = !r.previous.is_empty() || r.needs_hash;
                apply_json(r, &json, has_history)
            })
            .unwrap_or(Ok(()))?;
        }
    }
    Ok(())
}

/// The reference keeps its history among the annotations, so that these exist for a JSON patch to
/// add to. Here they are made for the time of the patch.
fn apply_json(resource: &mut Resource, patch: &json6902::Patch, with_annotations: bool) -> Result<()> {
    let pos = resource.pos();
    if with_annotations && let Some(map) = resource.node.as_map_mut() {
        let metadata = map.get_or_insert_with("metadata", || Node::map(pos));
        if let Some(metadata) = metadata.as_map_mut() {
            let annotations = metadata.get_or_insert_with("annotations", || Node::map(pos));
            if annotations.is_null() {
                *annotations = Node::map(pos);
            }
        }
    }
    let id = format!("{} {}", resource.kind(), resource.name());
    patch.apply(&mut resource.node).map_err(|e| e.context(id).related(pos, "the resource is here"))?;
    if with_annotations {
        super::finish_metadata::normalize_annotations(resource);
    }
    Ok(())
}

fn find_named(set: &ResourceSet, document: &Resource) -> Result<usize> {
    let id = document.id(set.schema());
    match set.find_any(&id).as_slice() {
        [at] => Ok(*at),
        [] => {
            let mut error =
                Error::new(Code::NotFound, format!("there is no {id} for this patch")).at(document.pos());
            let same_name = set.find_name(&id.name);
            if let Some(near) = same_name.first().and_then(|at| set.get(*at)) {
                error = error
                    .hint(format!("there is {}", near.id(set.schema())))
                    .related(near.pos(), "it is here");
            }
            Err(error)
        }
        many => {
            let mut error =
                Error::new(Code::Ambiguous, format!("the patch fits more than one {id}")).at(document.pos());
            for at in many {
                if let Some(r) = set.get(*at) {
                    error = error.related(r.pos(), "one of them is here");
                }
            }
            Err(error)
        }
    }
}

fn merge_into(set: &mut ResourceSet, at: usize, document: &Resource, options: &Patch) -> Result<()> {
    if merge_one(set, at, document, options)? == strategic::Outcome::Deleted {
        set.list_mut().remove(at);
    }
    Ok(())
}

fn merge_into_selected(
    set: &mut ResourceSet,
    target: &Selector,
    document: &Resource,
    options: &Patch,
) -> Result<()> {
    let mut deleted = Vec::new();
    for at in select(set, target)? {
        let mut copy = document.clone();
        let api_version = set.get(at).map(|r| r.api_version().to_owned()).unwrap_or_default();
        if let Some(map) = copy.node.as_map_mut() {
            map.set("apiVersion", Node::string(api_version, document.pos()));
        }
        if merge_one(set, at, &copy, options)? == strategic::Outcome::Deleted {
            deleted.push(at);
        } else if options.allow_name_change || options.allow_kind_change {
            check_unique(set, at, document)?;
        }
    }
    if !deleted.is_empty() {
        let mut place = 0;
        set.list_mut().retain(|_| {
            place += 1;
            !deleted.contains(&(place - 1))
        });
    }
    Ok(())
}

fn check_unique(set: &ResourceSet, at: usize, document: &Resource) -> Result<()> {
    let Some(id) = set.get(at).map(|r| r.id(set.schema())) else { return Ok(()) };
    if set.find_current(&id).len() > 1 {
        return Err(Error::new(Code::DuplicateId, format!("after this patch there is more than one {id}"))
            .at(document.pos()));
    }
    Ok(())
}

fn merge_one(
    set: &mut ResourceSet,
    at: usize,
    document: &Resource,
    options: &Patch,
) -> Result<strategic::Outcome> {
    let schema = set.schema().to_owned();
    let merged = set.modify(at, |r| {
        let (name, namespace, kind) = (r.name().to_owned(), r.namespace().to_owned(), r.kind().to_owned());
        if options.allow_name_change || options.allow_kind_change {
            r.remember_id(&schema);
        }
        let pos = r.pos();
        let outcome = strategic::apply(&mut r.node, &document.node, &schema)
            .map_err(|e| e.context(format!("{kind} {name}")).related(pos, "the resource is here"))?;
        if outcome == strategic::Outcome::Deleted {
            return Ok(outcome);
        }
        let Some(map) = r.node.as_map_mut() else { return Ok(outcome) };
        if map.is_empty() {
            return Ok(strategic::Outcome::Deleted);
        }
        if !options.allow_kind_change {
            map.set("kind", Node::string(kind, pos));
        }
        let metadata = map.get_or_insert_with("metadata", || Node::map(pos));
        if let Some(metadata) = metadata.as_map_mut() {
            if !options.allow_name_change {
                metadata.set("name", Node::string(name, pos));
            }
            if namespace.is_empty() {
                metadata.remove("namespace");
            } else {
                metadata.set("namespace", Node::string(namespace, pos));
            }
        }
        Ok(outcome)
    });
    merged.unwrap_or(Ok(strategic::Outcome::Kept))
}
