//! Applies patches to the resources they are meant for.

use super::finish_metadata::{make_texts, normalize_annotations};
use super::walk::set_text;
use crate::diagnostic::{Code, Diagnostic, Error, Errors, Result, Step};
use crate::kustomization::{HelmChart, HelmGlobals, Kustomization, Patch, Selector, Text, value_traps};
use crate::merge::{json6902, review, strategic, unknown};
use crate::provenance::Stated;
use crate::resource::near;
use crate::resource::selector::{describe, select};
use crate::resource::{ADD_KIND, ResId, Resource, ResourceSet, check_metadata, check_no_list, parse_patches};
use crate::schema::{Asked, Schema};
use crate::source::{FileId, Pos};
use crate::yaml::{Limits, Map, Node, Scalar, Value};
use std::sync::Arc;

/// Gives what is named by paths, and the texts of patches.
pub(crate) trait PatchLoader {
    /// The text of a file that is named by a path.
    fn load(&mut self, path: &Text) -> Result<(Arc<str>, FileId)>;
    /// The content of a file that is named by a path.
    fn bytes(&mut self, path: &Text) -> Result<Vec<u8>>;
    /// The text of a patch that is written in the kustomization file itself.
    fn inline(&mut self, text: &Text) -> (Arc<str>, FileId);
    /// The resources of a helm chart.
    fn chart(&mut self, chart: &HelmChart, globals: &HelmGlobals) -> Result<Vec<Resource>>;
    /// Takes a text that is in no file, with the name that messages give it.
    fn add(&mut self, label: &std::path::Path, text: Arc<str>) -> FileId;
    /// How deep and large a patch may be.
    fn limits(&self) -> &Limits;
    /// Takes a warning about a patch.
    fn warn(&mut self, warning: Diagnostic);
    /// True when what [`Self::applied`] is told matters: then patches are kept as they are until it is.
    fn is_listening(&self) -> bool;
    /// Is told what was just applied: what it is, its path if it has one, where it is listed, and what it says.
    fn applied(&mut self, by: &'static str, label: &str, pos: Pos, stated: Stated<'_>, set: &mut ResourceSet);
}

/// Annotations of a patch that are its options too.
const ALLOW_NAME_CHANGE: &str = "internal.config.kubernetes.io/allowNameChange";
const ALLOW_KIND_CHANGE: &str = "internal.config.kubernetes.io/allowKindChange";

/// What [`PatchLoader::applied`] is told.
const STRATEGIC: &str = "strategic merge patch";
const JSON_PATCH: &str = "JSON patch";

/// Where a patch is listed.
fn place_of(patch: &Patch) -> Pos {
    if patch.path.is_empty() { patch.pos } else { patch.path.pos }
}

/// What the text of a patch turned out to be.
enum Parsed {
    Strategic(Vec<Resource>),
    Json(json6902::Patch),
}

/// Applies the entries of `patches`, each to what its target selects or to the resource that it
/// names itself, and calls `after` behind each.
///
/// # Errors
/// A patch that is neither a strategic merge nor a JSON patch, one without a target where it needs
/// one, and whatever goes wrong in applying it.
pub(crate) fn apply_patches(
    set: &mut ResourceSet,
    patches: &[Patch],
    loader: &mut dyn PatchLoader,
    after: &mut dyn FnMut(&mut ResourceSet),
) -> Result<()> {
    let mut errors = Errors::default();
    let mut renamed = Renamed::default();
    let mut asked = Asked::default();
    let mut all_read = true;
    // Each goes when it has been applied, and makes room for the next one.
    for patch in patches {
        let parsed = errors.keep(parse(patch, loader).map_err(|e| listed(e, &patch.path)));
        all_read &= parsed.is_some();
        // Behind one that cannot be read nothing is applied, because it may have needed that one.
        let Some(mut parsed) = parsed.filter(|_| all_read) else { continue };
        let applied = apply_patch(set, patch, &mut parsed, &mut renamed, &mut asked, loader);
        errors.keep(applied.map_err(|e| listed(e, &patch.path)));
        after(set);
        let (by, stated) = match &parsed {
            Parsed::Strategic(documents) => (STRATEGIC, Stated::Documents(documents)),
            Parsed::Json(json) => (JSON_PATCH, Stated::Operations(json)),
        };
        loader.applied(by, &patch.path, place_of(patch), stated, set);
    }
    errors.done()
}

/// What may have come to have another's identity since that was last checked.
#[derive(Default)]
struct Renamed {
    /// True when the rest of the set is known to be unique.
    is_checked: bool,
    /// Identities that JSON patches have made.
    made: Vec<ResId>,
}

impl Renamed {
    /// Checks that no two resources have one identity, as the reference does when it puts together what a
    /// patch with a target has left.
    fn check(&mut self, set: &ResourceSet) -> Result<()> {
        if !std::mem::replace(&mut self.is_checked, true)
            || self.made.iter().any(|id| set.find_current(id).len() > 1)
        {
            set.check_unique()?;
        }
        self.made.clear();
        Ok(())
    }
}

fn apply_patch(
    set: &mut ResourceSet,
    patch: &Patch,
    parsed: &mut Parsed,
    renamed: &mut Renamed,
    asked: &mut Asked,
    loader: &mut dyn PatchLoader,
) -> Result<()> {
    match (parsed, &patch.target) {
        (Parsed::Strategic(documents), None) => {
            let mut errors = Errors::default();
            for document in documents {
                let found = find_named(set, document);
                let merged = found.and_then(|at| match loader.is_listening() {
                    true => merge_into(set, at, &mut document.clone(), patch, asked, loader),
                    false => merge_into(set, at, document, patch, asked, loader),
                });
                errors.keep(merged);
            }
            errors.done()
        }
        (Parsed::Strategic(documents), Some(target)) => match documents.as_slice() {
            [] => Ok(()),
            [document] => {
                merge_into_selected(set, target, document, patch, asked, loader)?;
                renamed.check(set)
            }
            [_, second, ..] => {
                let message = "a patch with a target may hold one document only";
                Err(Error::new(Code::InvalidPatch, message)
                    .at(second.pos())
                    .hint("make an entry of its own for each, or leave the target out"))
            }
        },
        (Parsed::Json(_), None) => Err(Error::new(Code::InvalidPatch, "a JSON patch needs a target")
            .at(patch.pos)
            .hint("add `target:` with the kind and name of the resource")),
        (Parsed::Json(json), Some(target)) => {
            let schema = set.schema().to_owned();
            let selected = select(set, target)?;
            if selected.is_empty() {
                loader.warn(unmatched(set, target));
            }
            let mut errors = Errors::default();
            for at in selected {
                let applied = set.modify(at, |r| {
                    let before = r.id(&schema);
                    r.remember_id(&schema);
                    apply_json(r, json, &schema, true, asked, &mut |w| loader.warn(told(w, &patch.path)))?;
                    renamed.made.extend(Some(r.id(&schema)).filter(|id| *id != before));
                    Ok(())
                });
                errors.keep(applied.unwrap_or(Ok(())));
            }
            errors.done()
        }
    }
}

/// Says which entry names the file that a refusal is about.
fn listed(error: Error, path: &Text) -> Error {
    if path.is_empty() { error } else { error.within_at(path.pos, format!("in the patch {path}")) }
}

/// As [`listed`], for a warning.
fn told(mut warning: Diagnostic, path: &Text) -> Diagnostic {
    if !path.is_empty() {
        warning.chain.insert(0, Step { pos: path.pos, text: format!("in the patch {path}") });
    }
    warning
}

/// A target that selects nothing, with what comes nearest.
fn unmatched(set: &ResourceSet, target: &Selector) -> Diagnostic {
    let message = format!("the patch has no effect: there is no {}", describe(target));
    let mut warning = Diagnostic::warning(Code::UnmatchedPatch, target.pos, message);
    warning.hint = near::to_selector(set, target);
    warning
}

fn parse_all(patches: &[Patch], loader: &mut dyn PatchLoader) -> Result<Vec<Parsed>> {
    let mut errors = Errors::default();
    let parsed = patches
        .iter()
        .filter_map(|p| errors.keep(parse(p, loader).map_err(|e| listed(e, &p.path))))
        .collect();
    errors.done()?;
    Ok(parsed)
}

/// Reads all patches of a kustomization without applying them.
///
/// # Errors
/// What is wrong with any of them.
pub(crate) fn check(k: &Kustomization, loader: &mut dyn PatchLoader) -> Result<()> {
    let mut errors = Errors::default();
    errors.keep(parse_strategic(&k.patches_strategic_merge, None, loader));
    errors.keep(parse_all(&k.patches, loader));
    errors.keep(parse_json6902(&k.patches_json6902, loader));
    errors.done()
}

/// The texts of all patches of a kustomization.
///
/// # Errors
/// When a file cannot be read.
pub(crate) fn texts(k: &Kustomization, loader: &mut dyn PatchLoader) -> Result<Vec<Arc<str>>> {
    let mut texts = Vec::new();
    for entry in &k.patches_strategic_merge {
        texts.push(entry.as_str().into());
        let (text, file) = loader.inline(entry);
        if parse_patches(&text, file, loader.limits()).is_err() {
            texts.push(loader.load(entry)?.0);
        }
    }
    for patch in k.patches.iter().chain(&k.patches_json6902) {
        texts.push(patch.patch.as_str().into());
        if !patch.path.is_empty() {
            texts.push(loader.load(&patch.path)?.0);
        }
    }
    Ok(texts)
}

fn parse(patch: &Patch, loader: &mut dyn PatchLoader) -> Result<Parsed> {
    let inline = patch.patch.trim();
    let (text, file) = match (inline.is_empty(), patch.path.is_empty()) {
        (true, true) => {
            return Err(Error::new(Code::InvalidPatch, "the patch has neither a path nor a text")
                .at(patch.pos)
                .hint("add `path:` with a file, or `patch: |-` with the patch itself"));
        }
        (false, false) => {
            return Err(Error::new(Code::InvalidPatch, "the patch has both a path and a text")
                .at(patch.path.pos)
                .related(patch.patch.pos, "the text is here")
                .hint("make two entries of it"));
        }
        (false, true) => loader.inline(&Text::new(inline, patch.patch.pos)),
        (true, false) => loader.load(&patch.path)?,
    };
    let limits = loader.limits();
    // A strategic merge patch is a mapping and a JSON patch a list, so that one text is never both.
    match parse_patches(&text, file, limits) {
        Ok(mut documents) => {
            documents.iter().for_each(|d| tell_repeated(&d.node, loader));
            if documents.is_empty() {
                let (what, pos) = if patch.path.is_empty() {
                    ("the patch holds nothing".to_owned(), patch.patch.pos)
                } else {
                    (format!("the file {} holds nothing", patch.path), patch.path.pos)
                };
                loader.warn(Diagnostic::warning(Code::EmptyFile, pos, what).with_hint("remove the entry"));
            }
            if patch.allow_name_change || patch.allow_kind_change {
                // The reference notes that among the annotations of the patch, which makes them texts.
                documents.iter_mut().for_each(normalize_annotations);
            }
            Ok(Parsed::Strategic(documents))
        }
        Err(strategic) => match json6902::Patch::parse(&text, file, limits) {
            Ok(json) => {
                tell_traps(&json, file, &text, loader);
                Ok(Parsed::Json(json))
            }
            Err(json) if text.trim_start().starts_with(['-', '[']) => Err(json),
            Err(_) if strategic.diagnostic().hint.as_deref() == Some(ADD_KIND) => Err(strategic
                .hint_instead("a patch states apiVersion, kind and metadata.name, even with a target")),
            Err(_) => Err(strategic),
        },
    }
}

/// Of a key that stands twice in a patch the first one counts, in silence.
fn tell_repeated(node: &Node, loader: &mut dyn PatchLoader) {
    match &node.value {
        Value::Map(map) => {
            for entry in map.iter() {
                if entry.key.repeated {
                    let message = format!("the key {} stands in this patch twice", entry.key.text);
                    let warning = Diagnostic::warning(Code::RepeatedField, entry.key.pos, message);
                    loader.warn(warning.with_hint("the first one counts; remove one of the two"));
                }
                tell_repeated(&entry.value, loader);
            }
        }
        Value::Seq(items) => items.iter().for_each(|item| tell_repeated(item, loader)),
        Value::Scalar(_) => {}
    }
}

/// Values of a JSON patch are read by YAML 1.1, and of a key that stands twice the last one counts.
fn tell_traps(json: &json6902::Patch, file: FileId, text: &str, loader: &mut dyn PatchLoader) {
    let mut warnings = json.repeated().to_vec();
    json.values().for_each(|(key, value)| value_traps(key, value, file, text, &mut warnings));
    warnings.into_iter().for_each(|warning| loader.warn(warning));
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
    let mut asked = Asked::default();
    let mut errors = Errors::default();
    for document in &parse_strategic(patches, more, loader)? {
        let found = find_named(set, document);
        let merged = found.and_then(|at| {
            let mut rewritten = rewritten(document)?;
            take_version(&mut rewritten, has_quoted_version(document), set, at);
            merge_into(set, at, &mut rewritten, &options, &mut asked, loader)
        });
        errors.keep(merged);
        let stated = Stated::Documents(std::slice::from_ref(document));
        loader.applied(STRATEGIC, "", document.pos(), stated, set);
    }
    errors.done()
}

fn parse_strategic(
    patches: &[Text],
    more: Option<&Text>,
    loader: &mut dyn PatchLoader,
) -> Result<Vec<Resource>> {
    let mut documents = Vec::new();
    let mut errors = Errors::default();
    for entry in patches {
        let (text, file) = loader.inline(entry);
        let parsed = match parse_patches(&text, file, loader.limits()) {
            Ok(found) => Ok(found),
            Err(_) => loader
                .load(entry)
                .and_then(|(text, file)| parse_patches(&text, file, loader.limits()))
                .map_err(|e| listed(e, entry)),
        };
        let parsed = errors.keep(parsed).unwrap_or_default();
        parsed.iter().for_each(|d| tell_repeated(&d.node, loader));
        documents.extend(parsed);
    }
    if let Some(entry) = more {
        let (text, file) = loader.inline(entry);
        documents.extend(errors.keep(parse_patches(&text, file, loader.limits())).unwrap_or_default());
    }
    if let (Some(first), true, true) = (patches.first().or(more), documents.is_empty(), errors.is_empty()) {
        return Err(Error::new(Code::InvalidPatch, "there is no strategic merge patch").at(first.pos));
    }
    errors.done()?;
    Ok(documents)
}

/// Applies `patchesJson6902`, and calls `after` behind each.
///
/// # Errors
/// As [`apply_patches`].
pub(crate) fn apply_json6902(
    set: &mut ResourceSet,
    patches: &[Patch],
    loader: &mut dyn PatchLoader,
    after: &mut dyn FnMut(&mut ResourceSet),
) -> Result<()> {
    let mut errors = Errors::default();
    let schema = set.schema().to_owned();
    let mut asked = Asked::default();
    for (json, patch, target) in parse_json6902(patches, loader)? {
        let selected = select(set, target)?;
        if selected.is_empty() {
            loader.warn(unmatched(set, target));
        }
        for at in selected {
            let applied = set.modify(at, |r| {
                let has_history = r.has_books();
                apply_json(r, &json, &schema, has_history, &mut asked, &mut |w| {
                    loader.warn(told(w, &patch.path))
                })
            });
            errors.keep(applied.unwrap_or(Ok(())).map_err(|e| listed(e, &patch.path)));
        }
        after(set);
        loader.applied(JSON_PATCH, &patch.path, place_of(patch), Stated::Operations(&json), set);
    }
    errors.done()
}

pub(crate) type JsonPatch<'p> = (json6902::Patch, &'p Patch, &'p Selector);

/// Reads `patchesJson6902` without applying it.
///
/// # Errors
/// What is wrong with any of them.
pub(crate) fn parse_json6902<'p>(
    patches: &'p [Patch],
    loader: &mut dyn PatchLoader,
) -> Result<Vec<JsonPatch<'p>>> {
    let mut parsed = Vec::new();
    let mut errors = Errors::default();
    for patch in patches {
        let json = parse_one_json6902(patch, loader).map_err(|e| listed(e, &patch.path));
        parsed.extend(errors.keep(json));
    }
    errors.done()?;
    Ok(parsed)
}

fn parse_one_json6902<'p>(patch: &'p Patch, loader: &mut dyn PatchLoader) -> Result<JsonPatch<'p>> {
    let Some(target) = patch.target.as_ref().filter(|t| !t.name.is_empty()) else {
        return Err(Error::new(Code::InvalidPatch, "a JSON patch needs a target with a name").at(patch.pos));
    };
    let (text, file) = match (patch.patch.is_empty(), patch.path.is_empty()) {
        (false, true) => loader.inline(&patch.patch),
        (true, false) => loader.load(&patch.path)?,
        _ => {
            return Err(
                Error::new(Code::InvalidPatch, "a JSON patch needs either a path or a text").at(patch.pos)
            );
        }
    };
    let json = json6902::Patch::parse(&text, file, loader.limits())?;
    tell_traps(&json, file, &text, loader);
    if json.is_empty() {
        return Err(Error::new(Code::InvalidPatch, "the JSON patch has no operations").at(patch.pos));
    }
    Ok((json, patch, target))
}

/// The reference keeps its history among the annotations, so that these exist for a JSON patch to
/// add to. Here they are made for the time of the patch.
fn apply_json(
    resource: &mut Resource,
    patch: &json6902::Patch,
    schema: &Schema,
    with_annotations: bool,
    asked: &mut Asked,
    warn: &mut dyn FnMut(Diagnostic),
) -> Result<()> {
    let pos = resource.name_pos();
    unknown::in_operations(&resource.node, patch, schema, asked, warn);
    if with_annotations && let Some(map) = resource.node.as_map_mut() {
        let metadata = map.get_or_insert_with("metadata", || Node::map(pos));
        if let Some(metadata) = metadata.as_map_mut() {
            let annotations = metadata.get_or_insert_with("annotations", || Node::map(pos));
            if annotations.is_null() {
                *annotations = Node::map(pos);
            }
        }
    }
    let shown = resource.show_origin();
    resource.drop_links();
    resource.unseen.clear();
    let id = format!("{} {}", resource.kind(), resource.name());
    let mut named = |mut warning: Diagnostic| {
        warning.message = format!("{id}: {}", warning.message);
        warn(warning);
    };
    patch.apply(&mut resource.node, &mut named).map_err(|e| {
        e.context(format_args!("{id} cannot be patched")).related(pos, format!("{id} is here"))
    })?;
    if let Some(shown) = shown {
        resource.take_back_origin(&shown);
    }
    normalize_annotations(resource);
    // The reference sets them anew, behind the other fields.
    if let Some(metadata) = resource.node.get_mut("metadata").and_then(Node::as_map_mut)
        && let Some(at) = metadata.position("annotations")
        && let Some(behind) = metadata.entries_mut().get_mut(at..)
    {
        behind.rotate_left(1);
    }
    Ok(())
}

fn find_named(set: &ResourceSet, document: &Resource) -> Result<usize> {
    let id = document.id(set.schema());
    match set.find_any(&id).as_slice() {
        [at] => Ok(*at),
        [] => {
            let error = Error::new(Code::NotFound, format!("there is no {id} for this patch"))
                .at(document.name_pos());
            Err(near::add_to(error, set, &id))
        }
        many => {
            let mut error = Error::new(Code::Ambiguous, format!("the patch fits more than one {id}"))
                .at(document.name_pos());
            for at in many {
                if let Some(r) = set.get(*at) {
                    error = error.related(r.name_pos(), "one of them is here");
                }
            }
            Err(error)
        }
    }
}

/// A patch as the reference applies it to what it has selected, and in `patchesStrategicMerge`: it
/// writes the metadata anew, so that all labels and annotations are texts, `null` among them, and
/// none at all change nothing. Kind and name lose their tags, and with them their quotes where the
/// object has none.
fn rewritten(document: &Resource) -> Result<Resource> {
    let mut document = document.clone();
    let (kind, name) = (document.kind().to_owned(), document.name().to_owned());
    let Some(map) = document.node.as_map_mut() else { return Ok(document) };
    set_untagged(map, "kind", &kind);
    if let Some(metadata) = map.get("metadata") {
        check_no_list(metadata, "labels")?;
    }
    let Some(metadata) = map.get_mut("metadata").and_then(Node::as_map_mut) else {
        return Ok(document);
    };
    if !make_texts(metadata, "labels") || !make_texts(metadata, "annotations") {
        return Ok(document);
    }
    set_untagged(metadata, "name", &name);
    if metadata.get_text("namespace").is_none_or(str::is_empty) {
        metadata.remove("namespace");
    }
    Ok(document)
}

/// Gives a patch the version of what it is applied to.
fn take_version(document: &mut Resource, is_quoted: bool, set: &ResourceSet, at: usize) {
    let Some((map, target)) = document.node.as_map_mut().zip(set.get(at)) else { return };
    let api_version = target.api_version();
    let is_null = || target.node.get("apiVersion").is_some_and(Node::is_null);
    if is_quoted && api_version.is_empty() && !is_null() {
        let pos = map.get("apiVersion").map_or(Pos::NONE, |node| node.pos);
        map.set("apiVersion", Node::new(Value::Scalar(Scalar::string("")), pos));
    } else {
        set_untagged(map, "apiVersion", api_version);
    }
}

/// True when the version that a patch states is in quotes, which stay behind where the object has none.
fn has_quoted_version(document: &Resource) -> bool {
    let stated = document.node.get("apiVersion").and_then(Node::as_scalar);
    stated.is_some_and(|scalar| scalar.style.is_marked())
}

/// Sets a text of a mapping. One that is there keeps its quotes or their absence, so that a number
/// stays a number.
fn set_field(map: &mut Map, key: &str, text: &str) -> Result<()> {
    match map.get_mut(key).filter(|node| node.as_scalar().is_some()) {
        Some(node) => set_text(node, text),
        None => {
            set_untagged(map, key, text);
            Ok(())
        }
    }
}

/// Sets what means what its text means.
fn set_untagged(map: &mut Map, key: &str, text: &str) {
    let pos = map.get(key).map_or(Pos::NONE, |node| node.pos);
    map.set(key, Node::new(Value::Scalar(Scalar::untagged(text)), pos));
}

/// True when a patch takes all annotations away, or puts its own in their place.
fn drops_annotations(patch: &Node) -> bool {
    let dropped = |node: &Node| {
        node.is_null() || matches!(node.get("$patch").and_then(Node::text), Some("delete" | "replace"))
    };
    let metadata = patch.get("metadata");
    metadata.is_some_and(dropped) || metadata.and_then(|m| m.get("annotations")).is_some_and(dropped)
}

/// Merges a document into a resource, and leaves nothing of it behind.
fn merge_into(
    set: &mut ResourceSet,
    at: usize,
    document: &mut Resource,
    options: &Patch,
    asked: &mut Asked,
    loader: &mut dyn PatchLoader,
) -> Result<()> {
    if merge_one(set, at, document, options, asked, loader)? == strategic::Outcome::Deleted {
        set.list_mut().remove(at);
    }
    Ok(())
}

fn merge_into_selected(
    set: &mut ResourceSet,
    target: &Selector,
    document: &Resource,
    options: &Patch,
    asked: &mut Asked,
    loader: &mut dyn PatchLoader,
) -> Result<()> {
    let mut deleted = Vec::new();
    let selected = select(set, target)?;
    if selected.is_empty() {
        loader.warn(unmatched(set, target));
        return Ok(());
    }
    let is_quoted = has_quoted_version(document);
    let mut document = rewritten(document)?;
    check_metadata(&document.node)?;
    for at in selected {
        take_version(&mut document, is_quoted, set, at);
        let outcome = merge_one(set, at, &mut document.clone(), options, asked, loader)?;
        if outcome == strategic::Outcome::Deleted {
            deleted.push(at);
        } else if options.allow_name_change || options.allow_kind_change {
            check_unique(set, at, &document)?;
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
            .at(document.name_pos()));
    }
    Ok(())
}

fn merge_one(
    set: &mut ResourceSet,
    at: usize,
    document: &mut Resource,
    options: &Patch,
    asked: &mut Asked,
    loader: &mut dyn PatchLoader,
) -> Result<strategic::Outcome> {
    let schema = set.schema().to_owned();
    set.note_merge();
    let stated = |key| document.annotations().and_then(|map| map.get_text(key)) == Some("enabled");
    let may_rename = options.allow_name_change || stated(ALLOW_NAME_CHANGE);
    let may_change_kind = options.allow_kind_change || stated(ALLOW_KIND_CHANGE);
    let review = set.get(at).map(|r| review::Review::new(&r.node, &document.node, &schema, asked));
    let merged = set.modify(at, |r| {
        let (name, namespace, kind) = (r.name().to_owned(), r.namespace().to_owned(), r.kind().to_owned());
        if may_rename || may_change_kind {
            r.remember_id(&schema);
        }
        let pos = r.pos();
        if document.annotation_field().is_some_and(|node| !node.is_null() && node.as_map().is_none()) {
            // What is no mapping meets the mapping in which the reference keeps its books.
            r.open_books();
        }
        r.unseen.clear();
        let drops_annotations = drops_annotations(&document.node);
        let outcome = strategic::apply_whole(&mut r.node, std::mem::take(&mut document.node), &schema)
            .map_err(|e| e.context(format!("{kind} {name}")).related(pos, "the resource is here"))?;
        if outcome == strategic::Outcome::Deleted {
            return Ok(outcome);
        }
        let Some(map) = r.node.as_map_mut() else { return Ok(outcome) };
        if map.is_empty() {
            return Ok(strategic::Outcome::Deleted);
        }
        if !may_change_kind {
            set_field(map, "kind", &kind)?;
        }
        let metadata = map.get_or_insert_with("metadata", || Node::map(pos));
        if let Some(metadata) = metadata.as_map_mut() {
            if !may_rename {
                set_field(metadata, "name", &name)?;
            }
            if namespace.is_empty() {
                metadata.remove("namespace");
            } else {
                set_field(metadata, "namespace", &namespace)?;
            }
        }
        if drops_annotations {
            r.forget_history();
        }
        Ok(outcome)
    });
    if let (Some(review), Some(result)) = (review, set.get(at)) {
        review.finish(&result.node, &mut |warning| loader.warn(told(warning, &options.path)));
    }
    merged.unwrap_or(Ok(strategic::Outcome::Kept))
}
