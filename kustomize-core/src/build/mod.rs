//! The pipeline: from a folder to a set of finished resources.

mod accumulate;
mod ahead;
mod facts;
mod finish;
mod format;
mod many;
mod origin;
mod output;
mod plugins;
mod remarks;
mod roots;
mod sort;
mod steps;
mod survey;
mod trace;

pub use format::Format;
pub use many::Session;
pub use output::{Output, Refusal};
pub use trace::{Observer, Trace};

use crate::diagnostic::{self, Code, Diagnostic, Result};
use crate::fs::FileSystem;
use crate::generate::helm::{Charts, Helm, HelmOptions};
use crate::kustomization::Text;
use crate::limits::Limits;
use crate::load::{LoadRestriction, Loader, Remote};
use crate::plugin::function::{FunctionOptions, FunctionRunner};
use crate::provenance::{Explained, Recorder};
use crate::resource::Origin;
use crate::schema::Schema;
use crate::source::Pos;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why a component that is built by itself does not find what it is about.
const COMPONENT_ALONE: &str =
    "by itself a component has only its own resources, build what lists it under `components:`";

/// The order of the output when the kustomization does not state one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reorder {
    /// Namespaces and other things that must exist first come first.
    #[default]
    Legacy,
    /// The order in which the resources were read.
    None,
}

/// What a build may do and how.
///
/// ```
/// use kustomize_core::{Builder, Options, fs::MemoryFileSystem, load::LoadRestriction};
///
/// let mut files = MemoryFileSystem::new();
/// files.insert("/shared/pod.yaml", "kind: Pod\nmetadata: {name: web}\n");
/// files.insert("/app/kustomization.yaml", "resources: [../shared/pod.yaml]\n");
/// assert!(Builder::new(&files).build("/app").is_err());
///
/// let mut options = Options::default();
/// options.load_restriction = LoadRestriction::None;
/// assert!(Builder::new(&files).options(options).build("/app").is_ok());
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// Which files a kustomization may read.
    pub load_restriction: LoadRestriction,
    /// The order of the output when the kustomization does not state one.
    pub reorder: Reorder,
    /// Labels every resource as managed by kustomize.
    pub managed_by_label: bool,
    /// Warnings of these codes are left out.
    pub allow: Vec<Code>,
    /// Leaves out what is looked for only to warn of it.
    pub quiet: bool,
    /// Refuses what would be warned of.
    pub strict: bool,
    /// Is told the stages of the build.
    pub trace: Trace,
    /// What helm charts are rendered for.
    pub helm: HelmOptions,
    /// How many threads a build of several kustomizations may use; zero for as many as the machine
    /// runs at once.
    pub threads: usize,
    /// Paths below this folder are shown relative to it in messages.
    pub display_base: PathBuf,
    /// What functions may do, where they are enabled at all.
    pub functions: FunctionOptions,
    /// How deep and large input may be.
    pub limits: Limits,
}

/// Builds kustomizations from a file system.
///
/// ```
/// use kustomize_core::{Builder, fs::MemoryFileSystem};
///
/// let mut files = MemoryFileSystem::new();
/// files.insert("/app/kustomization.yaml", "namePrefix: dev-\nresources: [cm.yaml]\n");
/// files.insert("/app/cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n");
///
/// let output = Builder::new(&files).build("/app").expect("it builds");
/// assert_eq!(
///     output.to_yaml().unwrap(),
///     "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: dev-settings\n",
/// );
/// let resource = output.resources().next().unwrap();
/// assert_eq!(resource.to_json().unwrap()["metadata"]["name"], "dev-settings");
/// ```
pub struct Builder<'a> {
    fs: &'a dyn FileSystem,
    remote: Option<&'a dyn Remote>,
    helm: Option<&'a dyn Helm>,
    functions: Option<&'a dyn FunctionRunner>,
    options: Options,
}

/// One run.
pub(crate) struct Run<'a> {
    pub(crate) loader: Loader<'a>,
    pub(crate) options: &'a Options,
    pub(crate) functions: Option<&'a dyn FunctionRunner>,
    pub(crate) schema: Schema,
    pub(crate) facts: facts::Facts,
    pub(crate) warnings: Vec<Diagnostic>,
    /// How many kustomizations were built so far.
    pub(crate) kustomizations: usize,
    pub(crate) survey: survey::Survey,
    pub(crate) bases: accumulate::BaseCache,
    /// The place of the kustomization that is being built, when origins are kept track of.
    pub(crate) origin: Option<Arc<Origin>>,
    /// The namespace for charts that state none.
    pub(crate) chart_namespace: Text,
    pub(crate) recorder: Recorder,
}

impl<'a> Builder<'a> {
    /// A builder with default options.
    pub fn new(fs: &'a dyn FileSystem) -> Self {
        Builder { fs, remote: None, helm: None, functions: None, options: Options::default() }
    }

    /// Sets the options.
    #[must_use]
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Sets what fetches repositories and files that are named by an address. Without it they are
    /// refused.
    #[must_use]
    pub fn remote(mut self, remote: &'a dyn Remote) -> Self {
        self.remote = Some(remote);
        self
    }

    /// Sets what renders helm charts. Without it they are refused.
    #[must_use]
    pub fn helm(mut self, helm: &'a dyn Helm) -> Self {
        self.helm = Some(helm);
        self
    }

    /// Enables functions and executable plugins, and sets what runs them. Without it a kustomization
    /// that needs them is refused.
    #[must_use]
    pub fn functions(mut self, runner: &'a dyn FunctionRunner) -> Self {
        self.functions = Some(runner);
        self
    }

    /// Builds the kustomization in a folder, or in a repository that is named by its address, as `kustomize build` does.
    ///
    /// # Errors
    /// Everything that the reference refuses too; see [`Refusal`].
    pub fn build(&self, path: impl AsRef<Path>) -> std::result::Result<Output, Refusal> {
        self.run().build(path.as_ref())
    }

    /// As [`Self::build`], and keeps for each field the steps that set it. That takes several times as long.
    ///
    /// ```
    /// use kustomize_core::{Builder, fs::MemoryFileSystem};
    ///
    /// let mut files = MemoryFileSystem::new();
    /// files.insert("/app/kustomization.yaml", "resources: [cm.yaml]\nnamePrefix: dev-\n");
    /// files.insert("/app/cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n");
    ///
    /// let explained = Builder::new(&files).explain("/app").expect("it builds");
    /// let resource = explained.output().resources().next().unwrap();
    /// let name = explained.fields(resource).into_iter().find(|f| f.path.to_string() == "metadata.name").unwrap();
    /// let events: Vec<_> = name
    ///     .events
    ///     .iter()
    ///     .map(|event| (event.by, event.place.as_ref().unwrap().line, event.value.as_deref().unwrap()))
    ///     .collect();
    /// assert_eq!(events, [("resources", 4, "settings"), ("namePrefix", 2, "dev-settings")]);
    /// ```
    ///
    /// # Errors
    /// As [`Self::build`].
    pub fn explain(&self, path: impl AsRef<Path>) -> std::result::Result<Explained, Refusal> {
        let mut run = self.run();
        run.recorder = Recorder::recording();
        let (output, recorder) = run.build_recorded(path.as_ref())?;
        let (stage, removed) = recorder.finish(output.sources());
        Ok(Explained { output, stage, removed })
    }

    /// Builds several kustomizations, with what they have in common read and accumulated once.
    pub fn build_many(&self, paths: &[impl AsRef<Path>]) -> Vec<std::result::Result<Output, Refusal>> {
        self.session().build_each(paths, |_, result| result)
    }

    /// A session that finds and builds several kustomizations.
    pub fn session(&self) -> Session<'_> {
        Session::new(self.run())
    }

    fn run(&self) -> Run<'_> {
        let base = self.options.display_base.clone();
        let loader = Loader::new(self.fs, self.options.load_restriction, base, self.options.limits.clone())
            .with(self.remote, self.helm.map(|helm| Charts::new(helm, &self.options.helm)));
        Run {
            loader,
            options: &self.options,
            functions: self.functions,
            schema: Schema::builtin(),
            facts: facts::Facts::default(),
            warnings: Vec::new(),
            kustomizations: 0,
            survey: survey::Survey::default(),
            bases: accumulate::BaseCache::default(),
            origin: None,
            chart_namespace: Text::default(),
            recorder: Recorder::default(),
        }
    }
}

impl<'a> Run<'a> {
    /// A run that knows what was read and accumulated until [`Self::share`].
    fn fork(&self) -> Run<'a> {
        Run {
            loader: self.loader.fork(),
            options: self.options,
            functions: self.functions,
            schema: Schema::builtin(),
            facts: facts::Facts::default(),
            warnings: Vec::new(),
            kustomizations: 0,
            survey: self.survey.fork(),
            bases: self.bases.fork(),
            origin: None,
            chart_namespace: Text::default(),
            recorder: Recorder::default(),
        }
    }

    fn share(&mut self) {
        self.loader.share();
        self.survey.share();
        self.bases.share();
    }

    fn build(self, path: &Path) -> std::result::Result<Output, Refusal> {
        self.build_recorded(path).map(|(output, _)| output)
    }

    fn build_recorded(mut self, path: &Path) -> std::result::Result<(Output, Recorder), Refusal> {
        let result = self.build_root(path);
        let (sources, mut warnings) = (self.loader.sources, self.warnings);
        if let (Ok(set), false) = (&result, self.options.quiet) {
            warnings.extend(remarks::remarks(set, &sources));
        }
        if let Err(error) = &result {
            // What was suspected at a place and then refused there is said once.
            warnings.retain(|warning| {
                warning.code != Code::SuspectField || !error.diagnostics().any(|d| d.pos == warning.pos)
            });
        }
        let warnings = diagnostic::settle(warnings, &self.options.allow, &sources);
        match result {
            Ok(set) if !self.options.strict || warnings.is_empty() => {
                Ok((Output::new(set, sources, warnings), self.recorder))
            }
            Ok(_) => Err(Refusal::of_warnings(warnings, sources)),
            Err(error) => Err(Refusal::new(error, sources, warnings)),
        }
    }

    fn build_root(&mut self, path: &Path) -> Result<crate::resource::ResourceSet> {
        let root = self.loader.open_root(path)?;
        let _stage = self.options.trace.stage_with(|| format!("build {}", path.display()));
        if !self.survey.knows(&root.dir) {
            let _stage = self.options.trace.stage("survey");
            self.survey(&root);
        }
        let kustomization = self.kustomization(&root)?;
        self.state_facts(&root, &kustomization)?;
        if !kustomization.build_metadata.is_empty() {
            self.origin = Some(Arc::default());
        }
        let is_own = |known: &&accumulate::Base| {
            let acc = known.result.as_ref().ok();
            acc.and_then(|acc| acc.chart_namespace.as_ref()).is_none_or(|taken| taken.is_empty())
        };
        let known = self
            .bases
            .get_shared(root.dir.as_os_str())
            .filter(|_| self.origin.is_none())
            .filter(is_own)
            .cloned();
        self.recorder.begin("root", "", Pos::NONE);
        let accumulated = match known {
            Some(known) => {
                self.warnings.extend(known.warnings);
                known.result
            }
            None => self.accumulate(&root, &kustomization),
        };
        let mut result = accumulated.and_then(|accumulated| self.finish(&kustomization, *accumulated));
        if &*kustomization.kind == "Component" {
            // By itself it has nothing that its own patches, images and variables could be about.
            self.warnings.retain(|warning| !warning.chain.is_empty() || !warning.code.is_idle());
            result = result.map_err(|error| error.hint_also(Code::NotFound, COMPONENT_ALONE));
        }
        let mut set = result?;
        self.recorder.end(&mut set);
        Ok(set)
    }
}
