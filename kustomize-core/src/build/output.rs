//! What a build gives: resources, or a refusal.

use super::Format;
use crate::diagnostic::{Code, Diagnostic, Error};
use crate::resource::{Resource, ResourceSet};
use crate::schema::Schema;
use crate::source::{Location, Sources};

/// So long is a resource in writing as a rule.
const USUAL: usize = 768;

/// The finished resources of a build, in the order of the output.
#[derive(Clone, Debug)]
pub struct Output {
    set: ResourceSet,
    sources: Sources,
    warnings: Vec<Diagnostic>,
}

/// A build that was refused, with the texts that its messages point into.
#[derive(Clone, Debug)]
pub struct Refusal {
    error: Error,
    sources: Sources,
    warnings: Vec<Diagnostic>,
}

impl Output {
    pub(crate) fn new(set: ResourceSet, sources: Sources, warnings: Vec<Diagnostic>) -> Self {
        Output { set, sources, warnings }
    }

    /// The resources in order.
    pub fn resources(&self) -> impl ExactSizeIterator<Item = &Resource> + DoubleEndedIterator {
        self.set.iter()
    }

    /// The resources as the set that the build worked on.
    pub fn resource_set(&self) -> &ResourceSet {
        &self.set
    }

    /// The texts that positions point into.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// What is worth knowing although the build went through.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// All resources as one YAML stream, the bytes that `kustomize build` prints.
    ///
    /// # Errors
    /// A value that JSON cannot hold: a key that is not a string, an infinity.
    pub fn to_yaml(&self) -> std::result::Result<String, Refusal> {
        self.to_text(Format::Yaml)
    }

    /// All resources in a form.
    ///
    /// ```
    /// use kustomize_core::{Builder, build::Format, fs::MemoryFileSystem};
    ///
    /// let mut files = MemoryFileSystem::new();
    /// files.insert("/app/kustomization.yaml", "resources: [pod.yaml]\n");
    /// files.insert("/app/pod.yaml", "kind: Pod\nmetadata: {name: web}\n");
    /// let output = Builder::new(&files).build("/app").unwrap();
    /// let line = "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"web\"}}\n";
    /// assert_eq!(output.to_text(Format::Ndjson).unwrap(), line);
    /// ```
    ///
    /// # Errors
    /// As [`Self::to_yaml`].
    pub fn to_text(&self, format: Format) -> std::result::Result<String, Refusal> {
        // What is written is seldom more than half as much again as what was read, which others may have done.
        // Room that is not used costs nothing, growing does.
        let room = (self.sources.own_size() / 2 * 3).max(self.set.len() * USUAL);
        let mut out = String::with_capacity(room);
        match format.write(self.resources(), &mut out) {
            Ok(()) => Ok(out),
            Err(error) => Err(Refusal::new(error, self.sources.clone(), self.warnings.clone())),
        }
    }

    /// Keeps only the resources that `keep` is true for.
    pub fn retain(&mut self, keep: impl Fn(&Resource, &Schema) -> bool) {
        let schema = self.set.schema().clone();
        self.set.list_mut().retain(|resource| keep(resource, &schema));
    }
}

impl Refusal {
    pub(crate) fn new(error: Error, sources: Sources, warnings: Vec<Diagnostic>) -> Self {
        Refusal { error: error.sorted(), sources, warnings }
    }

    /// A refusal because of what would else be warned of.
    pub(crate) fn of_warnings(warnings: Vec<Diagnostic>, sources: Sources) -> Self {
        let refused = warnings.into_iter().map(Error::of).reduce(Error::and);
        let error = refused.unwrap_or_else(|| Error::new(Code::InvalidValue, "there are warnings"));
        Refusal { error, sources, warnings: Vec::new() }
    }

    /// What was refused and why; the first of [`Self::diagnostics`].
    pub fn diagnostic(&self) -> &Diagnostic {
        self.error.diagnostic()
    }

    /// All that was refused: what is independent of one another is told in one run.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.error.diagnostics()
    }

    /// Where, as people read it.
    pub fn location(&self) -> Option<Location> {
        self.diagnostic().location(&self.sources)
    }

    /// The texts that positions point into.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// What was noticed before the refusal.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }
}

impl std::fmt::Display for Refusal {
    /// `path:line:column: message (hint)`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let diagnostic = self.diagnostic();
        if let Some(at) = self.location() {
            write!(f, "{}:{}:{}: ", at.path.display(), at.line, at.column)?;
        } else if let Some(path) = &diagnostic.path {
            write!(f, "{}: ", path.display())?;
        }
        f.write_str(&diagnostic.message)?;
        match &diagnostic.hint {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Refusal {}
