//! Labels and annotations.

use super::Edited;
use super::document::{Document, boolean, key_of, map, text as text_node};
use crate::diagnostic::{Code, Error, Result};
use crate::source::Pos;
use crate::yaml::{Node, Str, Value};

/// What is set: labels or annotations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metadata {
    /// `commonLabels`
    Label,
    /// `commonAnnotations`
    Annotation,
}

/// Where an added label goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelPlace {
    /// `commonLabels`: selectors get it too.
    Common,
    /// `labels`: selectors do not get it; templates do when asked for.
    Plain {
        /// Also in the templates of workloads.
        include_templates: bool,
    },
}

impl Metadata {
    /// The field.
    pub fn field(self) -> &'static str {
        match self {
            Metadata::Label => "commonLabels",
            Metadata::Annotation => "commonAnnotations",
        }
    }

    /// What one is called.
    pub fn name(self) -> &'static str {
        match self {
            Metadata::Label => "label",
            Metadata::Annotation => "annotation",
        }
    }
}

/// Takes apart `KEY:VALUE` arguments. The value may be in double quotes; without a colon it is empty.
/// The last of equal keys counts.
///
/// ```
/// use kustomize_core::edit::{Metadata, parse_pairs};
/// let pairs = parse_pairs(&["app:web", "note:\"a: b\""], Metadata::Annotation)?;
/// let wanted = [("app", "web"), ("note", "a: b")].map(|(key, value)| (key.to_owned(), value.to_owned()));
/// assert_eq!(pairs, wanted);
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// [`Code::InvalidValue`] when the key is missing.
pub fn parse_pairs<S: AsRef<str>>(args: &[S], what: Metadata) -> Result<Vec<(String, String)>> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for arg in args.iter().map(AsRef::as_ref) {
        let (key, value) = arg.split_once(':').unwrap_or((arg, ""));
        if key.is_empty() && arg.starts_with(':') {
            let message = format!("the {} \"{arg}\" has no key", what.name());
            return Err(
                Error::new(Code::InvalidValue, message).hint("write KEY:VALUE; the value may be in quotes")
            );
        }
        let value = value.strip_prefix('"').and_then(|v| v.strip_suffix('"')).unwrap_or(value);
        match pairs.iter_mut().find(|(other, _)| other == key) {
            Some(pair) => value.clone_into(&mut pair.1),
            None => pairs.push((key.to_owned(), value.to_owned())),
        }
    }
    Ok(pairs)
}

/// Sets labels in `commonLabels`.
///
/// ```
/// use kustomize_core::edit::{Metadata, parse_pairs, set_label};
/// let pairs = parse_pairs(&["app:web"], Metadata::Label)?;
/// let edited = set_label("commonLabels:\n  app: old\n", &pairs)?;
/// assert!(edited.text.starts_with("commonLabels:\n  app: web\n"));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// What reading the text refuses.
pub fn set_label(text: &str, pairs: &[(String, String)]) -> Result<Edited> {
    set(text, Metadata::Label, pairs)
}

/// Sets annotations in `commonAnnotations`.
///
/// ```
/// use kustomize_core::edit::{Metadata, parse_pairs, set_annotation};
/// let pairs = parse_pairs(&["owner:team-a"], Metadata::Annotation)?;
/// let edited = set_annotation("namePrefix: dev-\n", &pairs)?;
/// assert!(edited.text.contains("commonAnnotations:\n  owner: team-a\n"));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// [`Code::InvalidValue`] for a key that no annotation can have; what reading the text refuses.
pub fn set_annotation(text: &str, pairs: &[(String, String)]) -> Result<Edited> {
    for (key, _) in pairs {
        if !is_annotation_key(key) {
            let message = format!("\"{key}\" cannot be the key of an annotation");
            return Err(Error::new(Code::InvalidValue, message)
                .hint("an optional prefix and a slash, then up to 63 letters, digits, '-', '_' or '.'"));
        }
    }
    set(text, Metadata::Annotation, pairs)
}

fn set(text: &str, what: Metadata, pairs: &[(String, String)]) -> Result<Edited> {
    let mut document = Document::open(text)?;
    if let Some(map) = document.map_mut(what.field()) {
        pairs.iter().for_each(|(key, value)| map.set(key, text_node(value)));
    }
    document.drop_if_empty(what.field());
    Ok(Edited::new(document.finish()?))
}

/// Adds annotations to `commonAnnotations`; one that is there is only overwritten with `force`.
///
/// ```
/// use kustomize_core::edit::{Metadata, parse_pairs, add_annotation};
/// let pairs = parse_pairs(&["owner:team-a"], Metadata::Annotation)?;
/// let text = add_annotation("commonAnnotations: {owner: us}\n", &pairs, true)?.text;
/// assert!(text.starts_with("commonAnnotations: {owner: team-a}\n"));
/// assert!(add_annotation(&text, &pairs, false).is_err(), "it is there already");
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// [`Code::InvalidValue`] when one is there already; what reading the text refuses.
pub fn add_annotation(text: &str, pairs: &[(String, String)], force: bool) -> Result<Edited> {
    add_common(text, Metadata::Annotation, pairs, force)
}

/// Adds labels; one that is there is only overwritten with `force`.
///
/// ```
/// use kustomize_core::edit::{LabelPlace, Metadata, add_label, parse_pairs};
/// let pairs = parse_pairs(&["tier:web"], Metadata::Label)?;
/// let edited = add_label("namePrefix: dev-\n", &pairs, LabelPlace::Plain { include_templates: true }, false)?;
/// assert!(edited.text.contains("labels:\n- includeTemplates: true\n  pairs:\n    tier: web\n"));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// [`Code::InvalidValue`] when one is there already; what reading the text refuses.
pub fn add_label(text: &str, pairs: &[(String, String)], place: LabelPlace, force: bool) -> Result<Edited> {
    let include_templates = match place {
        LabelPlace::Common => return add_common(text, Metadata::Label, pairs, force),
        LabelPlace::Plain { include_templates } => include_templates,
    };
    let mut document = Document::open(text)?;
    let at = document
        .typed
        .labels
        .iter()
        .position(|label| !label.include_selectors && label.include_templates == include_templates);
    let entry = at.and_then(|at| document.get_mut("labels")?.as_seq_mut()?.get_mut(at));
    let Some(entry) = entry else {
        let mut fields = vec![("pairs", pairs_node(pairs))];
        if include_templates {
            fields.insert(0, ("includeTemplates", boolean(true)));
        }
        document.append("labels", vec![map(fields)]);
        return Ok(Edited::new(document.finish()?));
    };
    if entry.as_map().is_none() {
        *entry = Node::map(Pos::NONE);
    }
    if let Some(map) = entry.as_map_mut() {
        let key = Str::new(key_of(map, "pairs"));
        let node = map.get_or_insert_with(&key, || Node::map(Pos::NONE));
        if node.as_map().is_none() {
            *node = Node::map(Pos::NONE);
        }
        add_pairs(node, Metadata::Label, pairs, force)?;
    }
    Ok(Edited::new(document.finish()?))
}

fn pairs_node(pairs: &[(String, String)]) -> Node {
    map(pairs.iter().map(|(key, value)| (key.as_str(), text_node(value))))
}

fn add_common(text: &str, what: Metadata, pairs: &[(String, String)], force: bool) -> Result<Edited> {
    let mut document = Document::open(text)?;
    if document.get(what.field()).is_none_or(Node::is_null) {
        document.set(what.field(), Node::map(Pos::NONE));
    }
    if let Some(node) = document.get_mut(what.field()) {
        add_pairs(node, what, pairs, force)?;
    }
    Ok(Edited::new(document.finish()?))
}

fn add_pairs(node: &mut Node, what: Metadata, pairs: &[(String, String)], force: bool) -> Result<()> {
    let Value::Map(map) = &mut node.value else { return Ok(()) };
    for (key, value) in pairs {
        if let Some(entry) = map.entry(key).filter(|_| !force) {
            let message = format!("the {} {key} is in the kustomization file already", what.name());
            return Err(Error::new(Code::InvalidValue, message)
                .at(entry.key.pos)
                .hint("--force overwrites it"));
        }
        map.set(key, text_node(value));
    }
    Ok(())
}

/// Removes labels from `commonLabels`; without `ignore` each must be there.
///
/// ```
/// let text = "commonLabels:\n  app: web\n  tier: front\n";
/// let edited = kustomize_core::edit::remove_label(text, &["tier"], false)?;
/// assert!(edited.text.starts_with("commonLabels:\n  app: web\n"));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// [`Code::NotFound`] when one is not there; what reading the text refuses.
pub fn remove_label<S: AsRef<str>>(text: &str, keys: &[S], ignore: bool) -> Result<Edited> {
    remove(text, Metadata::Label, keys, ignore)
}

/// Removes annotations from `commonAnnotations`; without `ignore` each must be there.
///
/// ```
/// let text = "commonAnnotations:\n  owner: us\n";
/// let edited = kustomize_core::edit::remove_annotation(text, &["owner", "not-there"], true)?;
/// assert!(!edited.text.contains("commonAnnotations"));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// [`Code::NotFound`] when one is not there; what reading the text refuses.
pub fn remove_annotation<S: AsRef<str>>(text: &str, keys: &[S], ignore: bool) -> Result<Edited> {
    remove(text, Metadata::Annotation, keys, ignore)
}

fn remove<S: AsRef<str>>(text: &str, what: Metadata, keys: &[S], ignore: bool) -> Result<Edited> {
    let mut document = Document::open(text)?;
    for key in keys.iter().map(AsRef::as_ref) {
        let removed =
            document.get_mut(what.field()).and_then(Node::as_map_mut).and_then(|map| map.remove(key));
        if removed.is_none() && !ignore {
            let message = format!("{} has no {} \"{key}\"", what.field(), what.name());
            return Err(Error::new(Code::NotFound, message).hint("-i ignores what is not there"));
        }
    }
    document.drop_if_empty(what.field());
    Ok(Edited::new(document.finish()?))
}

/// The form that the reference demands of the key of an annotation to set.
fn is_annotation_key(key: &str) -> bool {
    let alnum = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let (prefix, name) = match key.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, key),
    };
    let within = |text: &str, extra: &[char], most: usize| {
        text.len() <= most
            && alnum(text.chars().next())
            && alnum(text.chars().last())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || extra.contains(&c))
    };
    let prefix_fits = prefix
        .is_none_or(|p| p.starts_with(|c: char| c.is_ascii_alphabetic()) && within(p, &['-', '.'], 253));
    prefix_fits && within(name, &['-', '_', '.'], 63)
}
