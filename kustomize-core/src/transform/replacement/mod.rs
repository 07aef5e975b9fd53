//! Replacements: values copied from one field to others.

mod advice;
pub(crate) mod path;
mod select;
mod structured;
mod text;

use super::patch::PatchLoader;
use crate::diagnostic::{Code, Diagnostic, Error, Errors, Result};
use crate::kustomization::{
    Decode, FieldOptions, Replacement, ReplacementField, Rules, SourceSelector, TargetSelector, Text,
};
use crate::limits::{Limits, exceeded};
use crate::provenance::Stated;
use crate::resource::selector::describe;
use crate::resource::{Resource, ResourceSet, near};
use crate::source::Pos;
use crate::yaml::{Node, Scalar, Str, Value};
use path::{Kind, Match};
pub(super) use path::{Place, node_at, node_at_mut};
use select::{Index, Targets};
use std::borrow::Cow;

/// What a replacement reads and writes when it does not say.
const DEFAULT_FIELD: &str = "metadata.name";

/// The replacements of a kustomization, those in files of their own included.
///
/// # Errors
/// When an entry has both a path and a replacement, or a file holds neither a replacement nor a
/// list of them.
pub(crate) fn load<'f>(
    fields: &'f [ReplacementField],
    loader: &mut dyn PatchLoader,
) -> Result<Vec<Cow<'f, Replacement>>> {
    let mut replacements = Vec::with_capacity(fields.len());
    for field in fields {
        let path = &field.path;
        if path.is_empty() {
            replacements.push(Cow::Borrowed(&field.replacement));
            continue;
        }
        if field.replacement.source.is_some() || !field.replacement.targets.is_empty() {
            return Err(Error::new(
                Code::InvalidTransformer,
                "a replacement cannot have both a path and a source or targets",
            )
            .at(path.pos)
            .hint("make two entries of it"));
        }
        let (text, file) = loader.load(path)?;
        let node = crate::yaml::read_config(&text, file, loader.limits())?;
        match node.as_ref().map(|n| &n.value) {
            Some(Value::Seq(items)) => {
                for item in items {
                    replacements.push(Cow::Owned(Replacement::decode(item, Rules::Lenient)?));
                }
            }
            Some(Value::Map(_)) => {
                if let Some(node) = &node {
                    replacements.push(Cow::Owned(Replacement::decode(node, Rules::Lenient)?));
                }
            }
            _ => {
                return Err(Error::new(
                    Code::InvalidTransformer,
                    format!("{path} holds neither a replacement nor a list of replacements"),
                )
                .at(Pos::new(file, 0)));
            }
        }
    }
    Ok(replacements)
}

/// Applies replacements one after the other. A target that selects nothing is warned of.
///
/// # Errors
/// When a source is not exactly one resource or has no such field, when a target has no such field,
/// and when the options do not fit the values. Replacements are refused each on its own.
pub(crate) fn apply(
    set: &mut ResourceSet,
    replacements: &[Cow<'_, Replacement>],
    loader: &mut dyn PatchLoader,
) -> Result<()> {
    if replacements.is_empty() {
        return Ok(());
    }
    let index = Index::new(set)?;
    let limits = loader.limits().clone();
    let mut errors = Errors::default();
    let mut left = limits.nodes;
    for replacement in replacements {
        let done = apply_one(set, &index, replacement, &limits, &mut left, &mut |w| loader.warn(w));
        // What follows would copy what is too large already.
        let is_too_much = done.as_ref().is_err_and(|e| e.code() == Code::LimitExceeded);
        errors.keep(done);
        if is_too_much {
            break;
        }
        loader.applied("replacements", "", replacement.pos, Stated::Copy(replacement), set);
    }
    errors.done()
}

fn apply_one(
    set: &mut ResourceSet,
    index: &Index,
    replacement: &Replacement,
    limits: &Limits,
    left: &mut usize,
    warn: &mut dyn FnMut(Diagnostic),
) -> Result<()> {
    if replacement.source.is_none() && replacement.source_value.is_none() || replacement.targets.is_empty() {
        return Err(Error::new(
            Code::InvalidTransformer,
            "a replacement needs a source and at least one target",
        )
        .at(replacement.pos)
        .hint("state under source: where the value is read, under targets: where it is written"));
    }
    let mut value = SourceValue::read(set, index, replacement)?;
    value.left = *left;
    for target in &replacement.targets {
        write_target(set, index, target, &mut value, limits, warn)?;
    }
    *left = value.left;
    Ok(())
}

/// The value that is copied.
struct SourceValue {
    value: Node,
    /// Where it stands, when changes of that field change the value too: the reference keeps the
    /// field itself, not a copy.
    live: Option<(usize, Place)>,
    /// How many nodes may still be copied.
    left: usize,
}

impl SourceValue {
    fn read(set: &ResourceSet, index: &Index, replacement: &Replacement) -> Result<Self> {
        let source = match (&replacement.source, &replacement.source_value) {
            (Some(source), None) => source,
            (None, Some(value)) => {
                let node = Node::new(Value::Scalar(Scalar::untagged(value.value.clone())), value.pos);
                return Ok(SourceValue { value: node, live: None, left: 0 });
            }
            _ => {
                return Err(Error::new(
                    Code::InvalidTransformer,
                    "a replacement cannot have both source and sourceValue",
                )
                .at(replacement.pos));
            }
        };
        let at = select::source(set, index, source)?;
        let field_path = or_default(&source.field_path, source.pos);
        let root = set.get(at).map(|r| &r.node);
        let place = match root {
            Some(root) => path::lookup(root, &path::split(&field_path)).map_err(|e| {
                let e = e.context(format_args!("in the source field {field_path}"));
                hinted(e.at_instead(field_path.pos, LEADS_HERE), root, &field_path, false)
            })?,
            None => None,
        };
        let found = root.zip(place.as_ref()).and_then(|(root, place)| node_at(root, place));
        let Some((found, place)) = found.filter(|n| !n.is_null_or_empty()).zip(place) else {
            let mut error = Error::new(
                Code::NotFound,
                format!("the source {} has no field {field_path}, or an empty one", select::describe(source)),
            )
            .at(field_path.pos);
            if let Some(root) = root {
                error = hinted(error.related(root.pos, "this is the source"), root, &field_path, false);
            }
            return Err(error);
        };
        refined(source, found).map(|part| match part {
            Some(value) => SourceValue { value, live: None, left: 0 },
            None => SourceValue { value: found.clone(), live: Some((at, place)), left: 0 },
        })
    }

    /// Follows a change of a field.
    fn follow(&mut self, set: &ResourceSet, at: usize, changed: &[usize]) {
        let Some((resource, place)) = &self.live else { return };
        if *resource != at {
            return;
        }
        if place.len() > changed.len() {
            if place.starts_with(changed) {
                self.live = None;
            }
        } else if changed.starts_with(place) {
            if let Some(now) = set.get(at).and_then(|r| node_at(&r.node, place)) {
                self.value = now.clone();
            }
        }
    }

    /// Takes up what was made inside of it on the way to a target.
    fn refresh(&mut self, set: &ResourceSet, at: usize) {
        if let Some((_, place)) = self.live.as_ref().filter(|(resource, _)| *resource == at)
            && let Some(now) = set.get(at).and_then(|r| node_at(&r.node, place))
        {
            self.value = now.clone();
        }
    }

    /// Counts a copy to a place, and refuses one too many or too deep.
    fn count(&mut self, place: &[usize], path: &FieldPath<'_>, limits: &Limits) -> Result<()> {
        let (nodes, depth) = self.value.size();
        let Some(left) = self.left.checked_sub(nodes) else {
            let message = format!("the replacements copy more than {} nodes", limits.nodes);
            return Err(exceeded("nodes", message).at(path.text.pos));
        };
        self.left = left;
        path.check_depth(place.len().saturating_add(depth), limits)
    }

    /// The text as a part of other text.
    fn text(&self) -> &str {
        if self.value.is_null() { "" } else { self.value.copied_text() }
    }
}

fn or_default(path: &Text, pos: Pos) -> Text {
    if path.is_empty() { Text::new(DEFAULT_FIELD, pos) } else { path.clone() }
}

/// The part of the source that its options name; `None` for all of it.
fn refined(source: &SourceSelector, found: &Node) -> Result<Option<Node>> {
    let Some(options) = source.options.as_ref().filter(|o| !o.delimiter.is_empty()) else {
        return Ok(None);
    };
    let Value::Scalar(scalar) = &found.value else { return Err(no_text(options, found)) };
    let parts = scalar.text.split(options.delimiter.as_str());
    let part = usize::try_from(options.index).ok().and_then(|i| parts.clone().nth(i));
    let Some(part) = part else {
        return Err(Error::new(
            Code::InvalidValue,
            format!(
                "\"{}\" split at \"{}\" has {} parts, there is none at index {}",
                scalar.text,
                options.delimiter,
                parts.count(),
                options.index
            ),
        )
        .at(options.delimiter.pos)
        .related(found.pos, "this is the value")
        .hint("index counts the parts from 0"));
    };
    let mut part_scalar = scalar.clone();
    part_scalar.replace_text(part);
    Ok(Some(Node::new(Value::Scalar(part_scalar), found.pos)))
}

fn no_text(options: &FieldOptions, found: &Node) -> Error {
    Error::new(
        Code::InvalidValue,
        format!("a delimiter can only split a plain value, this is {}", found.kind_name()),
    )
    .at(options.delimiter.pos)
    .related(found.pos, "this is the value")
}

fn write_target(
    set: &mut ResourceSet,
    index: &Index,
    target: &TargetSelector,
    value: &mut SourceValue,
    limits: &Limits,
    warn: &mut dyn FnMut(Diagnostic),
) -> Result<()> {
    let targets = Targets::new(set, target)?;
    let default = [Text::new(DEFAULT_FIELD, target.pos)];
    let paths = if target.field_paths.is_empty() { &default } else { target.field_paths.as_slice() };
    let paths: Vec<FieldPath<'_>> = paths.iter().map(FieldPath::new).collect();
    for reject in targets.idle_rejects(set, index, target) {
        let message = format!("nothing that is selected is rejected by this: {}", describe(reject));
        let mut warning = Diagnostic::warning(Code::UnmatchedSelector, reject.pos, message);
        warning.hint = near::to_selector(set, reject);
        warn(warning);
    }
    let mut selected = false;
    for at in targets.candidates(set, index) {
        if !set.get(at).is_some_and(|r| targets.selects(r)) {
            continue;
        }
        selected = true;
        for path in &paths {
            write_path(set, at, path, target.options.as_ref(), value, limits)?;
        }
    }
    if let (false, Some(selector)) = (selected, &target.select) {
        let what = describe(selector);
        let message = format!("the replacement has no effect: its target selects no resource ({what})");
        let pos = if selector.pos.is_some() { selector.pos } else { target.pos };
        let mut warning = Diagnostic::warning(Code::UnmatchedReplacement, pos, message);
        warning.hint = near::to_selector(set, selector);
        warn(warning);
    }
    Ok(())
}

/// A field path and its parts.
struct FieldPath<'p> {
    text: &'p Text,
    parts: Vec<Str>,
    /// True when it may lead to what identifies a resource.
    names: bool,
    /// True when it leads to the annotations or to one of them.
    in_annotations: bool,
}

impl<'p> FieldPath<'p> {
    fn new(text: &'p Text) -> Self {
        let parts = path::split(text);
        let names = match parts.first().map(Str::as_str) {
            Some("metadata") => !matches!(parts.get(1).map(Str::as_str), Some("annotations" | "labels")),
            Some("spec" | "data" | "stringData" | "rules" | "subjects" | "roleRef" | "status") => false,
            _ => true,
        };
        let in_annotations = matches!(parts.as_slice(), [a, b, ..] if a == "metadata" && b == "annotations");
        FieldPath { text, parts, names, in_annotations }
    }

    /// True when it leads to all annotations, and with them to the books that the reference keeps there.
    fn is_annotations(&self) -> bool {
        self.in_annotations && self.parts.len() == 2
    }

    fn check_depth(&self, depth: usize, limits: &Limits) -> Result<()> {
        if depth <= limits.depth {
            return Ok(());
        }
        let message = format!("the replacement makes an object nested deeper than {} levels", limits.depth);
        Err(exceeded("depth", message).at(self.text.pos))
    }

    fn missing(&self, resource: Option<&Resource>, create: bool) -> Error {
        let error = Error::new(
            Code::NotFound,
            format!("the field {} of a replacement is not in its target", self.text),
        )
        .at(self.text.pos)
        .related(resource.map_or(Pos::NONE, Resource::name_pos), "this is the target");
        let error = match resource {
            Some(resource) => hinted(error, &resource.node, self.text, true),
            None => error,
        };
        if create { error } else { error.hint("set `options.create: true` to make it") }
    }
}

const LEADS_HERE: &str = "the path leads to this";

/// Adds what was probably meant by a path that leads to nothing in an object.
fn hinted(error: Error, root: &Node, path: &Text, writes: bool) -> Error {
    match advice::hint(root, path, &path::split(path), writes) {
        Some(hint) => error.hint(hint),
        None => error,
    }
}

fn write_path(
    set: &mut ResourceSet,
    at: usize,
    path: &FieldPath<'_>,
    options: Option<&FieldOptions>,
    value: &mut SourceValue,
    limits: &Limits,
) -> Result<()> {
    path.check_depth(path.parts.len(), limits)?;
    let create = options.filter(|o| o.create).map(|_| Kind::of(&value.value));
    if path.in_annotations {
        set.modify_content(at, Resource::open_books);
    }
    if let Some(root) = set.get(at).map(|r| &r.node) {
        if let Some(change) = structured::change(root, &path.parts, &value.value, create, limits) {
            change_resource(set, at, path, |r| {
                if let Some(scalar) = node_at_mut(&mut r.node, &change.place).and_then(Node::as_scalar_mut) {
                    scalar.replace_text(change.text);
                }
                Ok(())
            })?;
            value.follow(set, at, &change.place);
            return Ok(());
        }
    }
    let found = change_resource(set, at, path, |r| {
        let root = &mut r.node;
        let pos = root.pos;
        path::find(root, &path.parts, create, limits).map_err(|e| {
            hinted(
                e.context(format_args!("in the target field {}", path.text))
                    .at_instead(path.text.pos, LEADS_HERE)
                    .related(pos, "this is the target"),
                root,
                path.text,
                true,
            )
        })
    })?;
    if create.is_some() {
        value.refresh(set, at);
    }
    if found.is_empty() {
        return Err(path.missing(set.get(at), create.is_some()));
    }
    for place in found {
        match place {
            Match::Apart(kind) => check_apart(options, kind)?,
            Match::At(place) => {
                value.count(&place, path, limits)?;
                change_resource(set, at, path, |r| {
                    let Some(field) = node_at_mut(&mut r.node, &place) else { return Ok(()) };
                    write_field(field, value, options, limits)?;
                    if path.is_annotations() {
                        r.forget_history();
                    }
                    Ok(())
                })?;
                value.follow(set, at, &place);
            }
        }
    }
    Ok(())
}

fn change_resource<T>(
    set: &mut ResourceSet,
    at: usize,
    path: &FieldPath<'_>,
    change: impl FnOnce(&mut Resource) -> Result<T>,
) -> Result<T> {
    let changed = if path.names || path.is_annotations() {
        set.modify(at, |r| change(r))
    } else {
        set.modify_content(at, |r| change(r))
    };
    // `at` comes from the set itself.
    changed.unwrap_or_else(|| Err(Error::new(Code::NotFound, "the target is gone")))
}

fn check_apart(options: Option<&FieldOptions>, kind: Kind) -> Result<()> {
    match options.filter(|o| !o.delimiter.is_empty()) {
        Some(options) if kind != Kind::Scalar => {
            Err(Error::new(Code::InvalidValue, "a delimiter can only split a plain value")
                .at(options.delimiter.pos))
        }
        _ => Ok(()),
    }
}

fn write_field(
    field: &mut Node,
    value: &SourceValue,
    options: Option<&FieldOptions>,
    limits: &Limits,
) -> Result<()> {
    let delimited = options.filter(|o| !o.delimiter.is_empty());
    if delimited.is_some() && field.as_scalar().is_none() {
        return Err(delimited.map_or_else(
            || Error::new(Code::InvalidValue, "a delimiter can only split a plain value"),
            |options| no_text(options, field),
        ));
    }
    match (&mut field.value, delimited) {
        (Value::Scalar(scalar), Some(options)) => {
            let most = limits.file_bytes;
            if (scalar.text.len() as u64).saturating_add(value.text().len() as u64) > most {
                let message = format!("the replacement makes a text of more than {most} bytes");
                return Err(exceeded("file-size", message).at(options.delimiter.pos));
            }
            let text = joined(&scalar.text, value.text(), options);
            scalar.replace_text(text);
        }
        (Value::Scalar(scalar), None) => scalar.replace_text(value.value.copied_text()),
        _ => *field = value.value.clone(),
    }
    Ok(())
}

/// Puts a part into a delimited text: before it, behind it, or in the place of one of its parts.
fn joined(text: &str, part: &str, options: &FieldOptions) -> String {
    let delimiter = options.delimiter.as_str();
    let mut parts: Vec<&str> = text.split(delimiter).collect();
    match usize::try_from(options.index) {
        Err(_) => parts.insert(0, part),
        Ok(at) => match parts.get_mut(at) {
            Some(old) => *old = part,
            None => parts.push(part),
        },
    }
    parts.join(delimiter)
}

#[cfg(test)]
mod tests;
