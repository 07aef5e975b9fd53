//! Lists of paths and of options: resources, components, generators, transformers, buildMetadata.

use super::Edited;
use super::document::{Document, text as text_node, texts};
use super::pattern::matches;
use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::{Kustomization, Text, nearest};

/// A field that lists files or folders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum List {
    /// `resources`
    Resources,
    /// `components`
    Components,
    /// `generators`
    Generators,
    /// `transformers`
    Transformers,
}

/// The options that `buildMetadata` may list.
pub const BUILD_METADATA: [&str; 3] = ["originAnnotations", "transformerAnnotations", "managedByLabel"];

impl List {
    /// The field.
    pub fn field(self) -> &'static str {
        match self {
            List::Resources => "resources",
            List::Components => "components",
            List::Generators => "generators",
            List::Transformers => "transformers",
        }
    }

    fn one(self) -> &'static str {
        self.field().strip_suffix('s').unwrap_or(self.field())
    }

    fn entries(self, typed: &Kustomization) -> &[Text] {
        match self {
            List::Resources => &typed.resources,
            List::Components => &typed.components,
            List::Generators => &typed.generators,
            List::Transformers => &typed.transformers,
        }
    }
}

/// Adds paths to a list. A path that is there already is noted and not added again; `own_name`, the
/// kustomization file itself, is never a resource or component of its own.
///
/// ```
/// use kustomize_core::edit::{List, add_to_list};
/// let edited = add_to_list("resources:\n- app.yaml\n", List::Resources, &["db.yaml"], "kustomization.yaml")?;
/// assert!(edited.text.starts_with("resources:\n- app.yaml\n- db.yaml\n"));
/// let again = add_to_list(&edited.text, List::Resources, &["db.yaml"], "kustomization.yaml")?;
/// assert_eq!((again.text, again.notes.len()), (edited.text, 1));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// What reading the text refuses.
pub fn add_to_list<S: AsRef<str>>(text: &str, list: List, paths: &[S], own_name: &str) -> Result<Edited> {
    if paths.is_empty() {
        return Ok(Edited::new(text.to_owned()));
    }
    let mut document = Document::open(text)?;
    let mut there: Vec<String> = list.entries(&document.typed).iter().map(ToString::to_string).collect();
    let mut notes = Vec::new();
    let mut added = Vec::new();
    for path in paths.iter().map(AsRef::as_ref) {
        if path == own_name && matches!(list, List::Resources | List::Components) {
            continue;
        }
        if there.iter().any(|other| other == path) {
            notes.push(format!("the {} {path} is in the kustomization file already", list.one()));
            continue;
        }
        there.push(path.to_owned());
        added.push(text_node(path));
    }
    if !added.is_empty() {
        document.append(list.field(), added);
    }
    Ok(Edited { text: document.finish()?, notes })
}

/// Adds folders to `resources`.
///
/// ```
/// let edited = kustomize_core::edit::add_base("resources: [app.yaml]\n", &["../base"])?;
/// assert!(edited.text.starts_with("resources: [app.yaml, ../base]\n"));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// [`Code::InvalidValue`] when one is there already; what reading the text refuses.
pub fn add_base<S: AsRef<str>>(text: &str, paths: &[S]) -> Result<Edited> {
    let mut document = Document::open(text)?;
    let mut there: Vec<String> = document.typed.resources.iter().map(ToString::to_string).collect();
    for path in paths.iter().map(AsRef::as_ref) {
        if there.iter().any(|other| other == path) {
            let message = format!("the base {path} is in the kustomization file already");
            return Err(Error::new(Code::InvalidValue, message));
        }
        there.push(path.to_owned());
    }
    document.append("resources", paths.iter().map(|path| text_node(path.as_ref())).collect());
    Ok(Edited::new(document.finish()?))
}

/// Removes from a list what fits one of the patterns. When nothing fits, nothing is written.
///
/// ```
/// use kustomize_core::edit::{List, remove_from_list};
/// let text = "resources:\n- a.yaml\n- b.yaml\n- notes.txt\n";
/// let edited = remove_from_list(text, List::Resources, &["*.yaml"])?;
/// assert!(edited.text.starts_with("resources:\n- notes.txt\n"));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// [`Code::InvalidValue`] for a malformed pattern; what reading the text refuses.
pub fn remove_from_list<S: AsRef<str>>(text: &str, list: List, patterns: &[S]) -> Result<Edited> {
    let mut document = Document::open(text)?;
    let mut kept = Vec::new();
    let mut removed = false;
    for (entry, node) in list.entries(&document.typed).iter().zip(document.items(list.field())) {
        let mut fits = false;
        for pattern in patterns {
            fits |= matches(pattern.as_ref(), entry)?;
        }
        removed |= fits;
        if !fits {
            kept.push(node);
        }
    }
    if !removed {
        let note = format!("no {} fits, nothing was removed", list.one());
        return Ok(Edited { text: document.unchanged(), notes: vec![note] });
    }
    document.set_list(list.field(), kept);
    Ok(Edited::new(document.finish()?))
}

/// Adds options to `buildMetadata`.
///
/// ```
/// let edited = kustomize_core::edit::add_build_metadata("namePrefix: a-\n", &["managedByLabel"])?;
/// assert!(edited.text.contains("buildMetadata:\n- managedByLabel\n"));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// [`Code::InvalidValue`] for an unknown option and for one that is there already; what reading the
/// text refuses.
pub fn add_build_metadata<S: AsRef<str>>(text: &str, options: &[S]) -> Result<Edited> {
    check_options(options)?;
    let mut document = Document::open(text)?;
    let mut there: Vec<String> = document.typed.build_metadata.iter().map(ToString::to_string).collect();
    for option in options.iter().map(AsRef::as_ref) {
        if there.iter().any(|other| other == option) {
            let message = format!("buildMetadata has the option {option} already");
            return Err(Error::new(Code::InvalidValue, message));
        }
        there.push(option.to_owned());
    }
    document.append("buildMetadata", options.iter().map(|o| text_node(o.as_ref())).collect());
    Ok(Edited::new(document.finish()?))
}

/// Sets the options of `buildMetadata`.
///
/// ```
/// let text = "buildMetadata:\n- managedByLabel\n";
/// let edited = kustomize_core::edit::set_build_metadata(text, &["originAnnotations"])?;
/// assert!(edited.text.starts_with("buildMetadata:\n- originAnnotations\n"));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// [`Code::InvalidValue`] for an unknown option; what reading the text refuses.
pub fn set_build_metadata<S: AsRef<str>>(text: &str, options: &[S]) -> Result<Edited> {
    check_options(options)?;
    let mut document = Document::open(text)?;
    document.set("buildMetadata", texts(options));
    Ok(Edited::new(document.finish()?))
}

/// Removes options from `buildMetadata`.
///
/// ```
/// let text = "buildMetadata:\n- managedByLabel\n- originAnnotations\n";
/// let edited = kustomize_core::edit::remove_build_metadata(text, &["managedByLabel"])?;
/// assert!(edited.text.starts_with("buildMetadata:\n- originAnnotations\n"));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// [`Code::InvalidValue`] for an unknown option; what reading the text refuses.
pub fn remove_build_metadata<S: AsRef<str>>(text: &str, options: &[S]) -> Result<Edited> {
    check_options(options)?;
    let mut document = Document::open(text)?;
    let present = document.typed.build_metadata.iter().zip(document.items("buildMetadata"));
    let kept = present
        .filter(|(entry, _)| !options.iter().any(|o| o.as_ref() == entry.as_str()))
        .map(|(_, node)| node)
        .collect();
    document.set_list("buildMetadata", kept);
    Ok(Edited::new(document.finish()?))
}

fn check_options<S: AsRef<str>>(options: &[S]) -> Result<()> {
    for option in options.iter().map(AsRef::as_ref) {
        if !BUILD_METADATA.contains(&option) {
            let message = format!("buildMetadata has no option \"{option}\"");
            let hint = match nearest(option, BUILD_METADATA) {
                Some(name) => format!("did you mean \"{name}\"?"),
                None => format!("its options are: {}", BUILD_METADATA.join(", ")),
            };
            return Err(Error::new(Code::InvalidValue, message).hint(hint));
        }
    }
    Ok(())
}
