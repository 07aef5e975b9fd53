//! One kustomization: its resources, generators, components and transformers, in the
//! reference's order.

use super::Run;
use super::origin::with_origin;
use crate::diagnostic::{Code, Diagnostic, Error, Errors, Result, Step};
use crate::hash::Layered;
use crate::kustomization::{Kustomization, Text};
use crate::limits::exceeded;
use crate::load::{Reached, RepoSpec, Root, Target, neither};
use crate::refs::vars::VarSet;
use crate::resource::{Origin, Resource, ResourceSet};
use crate::source::Pos;
use crate::transform::TransformerConfig;
use crate::transform::pending::Pending;
use crate::yaml::Str;
use std::ffi::OsString;
use std::sync::Arc;

/// What the kustomizations seen so far have put together.
#[derive(Clone)]
pub(crate) struct Accumulated {
    pub(crate) set: ResourceSet,
    pub(crate) config: Arc<TransformerConfig>,
    pub(crate) vars: VarSet,
    /// What is still to be set in the resources, from the first one on.
    pub(crate) pending: Pending,
    /// The namespace that charts in it took from the kustomizations above it, if any did.
    pub(crate) chart_namespace: Option<Str>,
    /// Every root that was built on the way, for the check of cycles when the result is used again.
    pub(crate) roots: Vec<Reached>,
    /// The place that its origins are counted from.
    origin: Option<Arc<Origin>>,
}

/// A base that was accumulated or refused.
#[derive(Clone)]
pub(crate) struct Base {
    pub(super) result: Result<Box<Accumulated>>,
    /// What was noticed on the way, as seen from the base.
    pub(super) warnings: Vec<Diagnostic>,
}

/// Bases by their folders.
pub(crate) type BaseCache = Layered<OsString, Base>;

impl Run<'_> {
    /// The kustomization file of a root, read once.
    pub(crate) fn kustomization(&mut self, root: &Root) -> Result<Arc<Kustomization>> {
        let kustomization = self.read_kustomization(root)?;
        self.warnings.extend(kustomization.traps.iter().cloned());
        let deprecated = kustomization.deprecated.iter();
        self.warnings.extend(deprecated.map(|(name, pos)| deprecation(name, *pos)));
        Ok(kustomization)
    }

    /// As [`Self::kustomization`], without a word on what is deprecated.
    pub(super) fn read_kustomization(&mut self, root: &Root) -> Result<Arc<Kustomization>> {
        if let Some(known) = self.survey.kustomizations.get(root.dir.as_os_str()) {
            return Ok(known.clone());
        }
        let file = self.loader.kustomization(root)?;
        let text = self.loader.text(file);
        let start = Pos::new(file, 0);
        let node = crate::yaml::read_config(&text, file, &self.loader.limits)?;
        let Some(node) = node else {
            return Err(Error::new(Code::InvalidValue, "the kustomization file is empty")
                .at(start)
                .hint("list something to build under resources:"));
        };
        let mut kustomization = crate::kustomization::decode(&node)?;
        kustomization.traps = crate::kustomization::traps(&node, file, &text);
        let ignored = crate::kustomization::ignored_values(&kustomization);
        kustomization.traps.extend(ignored);
        kustomization.check().map_err(|e| e.at(start))?;
        let kustomization = Arc::new(kustomization);
        self.survey.kustomizations.insert(root.dir.clone().into(), kustomization.clone());
        Ok(kustomization)
    }

    /// Refuses a kustomization that too many lead to, and one more than a build may have.
    fn count_kustomization(&mut self, root: &Root) -> Result<()> {
        let limits = &self.loader.limits;
        self.kustomizations += 1;
        if root.depth > limits.bases {
            let message = format!("more than {} kustomizations lead to one another", limits.bases);
            return Err(exceeded("bases", message).path(self.loader.display(&root.dir)));
        }
        if self.kustomizations > limits.kustomizations {
            let message = format!("more than {} bases and components are built", limits.kustomizations);
            return Err(exceeded("kustomizations", message).path(self.loader.display(&root.dir)));
        }
        Ok(())
    }

    /// Refuses more resources than a build may have, once an entry has brought them.
    fn check_count(&self, acc: &Accumulated, path: &Text) -> Result<()> {
        let most = self.loader.limits.resources;
        match acc.set.len() > most {
            true => Err(exceeded("resources", format!("there are more than {most} resources")).at(path.pos)),
            false => Ok(()),
        }
    }

    pub(super) fn empty(&self) -> Accumulated {
        Accumulated {
            set: ResourceSet::new(self.schema.clone()),
            config: Arc::default(),
            vars: VarSet::default(),
            pending: Pending::default(),
            chart_namespace: None,
            roots: Vec::new(),
            origin: self.origin.clone(),
        }
    }

    /// Builds one kustomization from nothing.
    pub(crate) fn accumulate(&mut self, root: &Arc<Root>, k: &Kustomization) -> Result<Box<Accumulated>> {
        let mut acc = Box::new(self.empty());
        self.accumulate_into(root, k, &mut acc)?;
        Ok(acc)
    }

    /// Builds one kustomization on top of what a component's user has put together.
    fn accumulate_into(&mut self, root: &Arc<Root>, k: &Kustomization, acc: &mut Accumulated) -> Result<()> {
        let inherited = self.chart_namespace.clone();
        if !k.namespace.is_empty() {
            self.chart_namespace = k.namespace.clone();
        }
        let before = acc.chart_namespace.take();
        self.recorder.enter(k);
        let result = self.accumulate_steps(root, k, acc);
        self.recorder.leave(k);
        self.chart_namespace = inherited;
        result?;
        if !k.namespace.is_empty() {
            acc.chart_namespace = None;
        }
        acc.chart_namespace = acc.chart_namespace.take().or(before);
        Ok(())
    }

    fn accumulate_steps(&mut self, root: &Arc<Root>, k: &Kustomization, acc: &mut Accumulated) -> Result<()> {
        self.count_kustomization(root)?;
        let first = acc.roots.len();
        acc.roots.push(Reached { root: root.clone(), behind_address: false });
        let errors = self.add_resources(root, k, acc)?;
        self.run_generation(root, k, acc, errors)?;
        for path in &k.components {
            self.recorder.begin("components", path, path.pos);
            if let Err(error) = self.add_component(root, path, acc) {
                return Err(match self.look_ahead(root, k) {
                    Err(ahead) => error.and(ahead),
                    Ok(()) => error,
                });
            }
            self.recorder.end(&mut acc.set);
        }
        self.run_transformation(root, k, acc)?;
        self.note_merges(&acc.set);
        if root.own_repository().is_some() {
            acc.roots.iter_mut().skip(first).for_each(|reached| reached.behind_address = true);
        }
        Ok(())
    }

    /// Adds what `resources` lists, and gives what was refused of it.
    #[inline(never)]
    fn add_resources(
        &mut self,
        root: &Arc<Root>,
        k: &Kustomization,
        acc: &mut Accumulated,
    ) -> Result<Errors> {
        let trace = &self.options.trace;
        let _stage = trace.stage("resources");
        let mut errors = Errors::default();
        let mut ends = Vec::with_capacity(k.resources.len());
        for path in &k.resources {
            self.recorder.begin("resources", path, path.pos);
            let added = self.add_resource(root, path, acc);
            errors.keep(added.map_err(|e| with_first_way(e, acc, &k.resources, &ends)));
            ends.push(acc.set.len());
            self.recorder.end(&mut acc.set);
            self.check_count(acc, path)?;
        }
        Ok(errors)
    }

    /// Takes over the configuration and runs the generators, unless something was refused before. Not a part of its
    /// caller, whose frame stands on the stack once for each level of bases.
    #[inline(never)]
    fn run_generation(
        &mut self,
        root: &Arc<Root>,
        k: &Kustomization,
        acc: &mut Accumulated,
        mut errors: Errors,
    ) -> Result<()> {
        let trace = &self.options.trace;
        let _stage = trace.stage("generators");
        if errors.is_empty() {
            errors.keep(self.configure(root, k, acc));
        }
        if !super::steps::only_labels(k) {
            errors.keep(acc.settle());
        }
        let complete = errors.is_empty();
        errors.keep(self.run_generators(root, k, acc, complete));
        if !errors.is_empty() {
            errors.keep(self.look_ahead(root, k));
        }
        errors.done()
    }

    /// Runs transformers and validators and declares variables; see [`Self::run_generation`].
    #[inline(never)]
    fn run_transformation(
        &mut self,
        root: &Arc<Root>,
        k: &Kustomization,
        acc: &mut Accumulated,
    ) -> Result<()> {
        self.run_transformers(root, k, acc)?;
        self.run_validators(root, k, acc)?;
        acc.vars.declare(&mut acc.set, &k.vars)
    }

    pub(super) fn add_resource(
        &mut self,
        root: &Arc<Root>,
        path: &Text,
        acc: &mut Accumulated,
    ) -> Result<()> {
        let below = match self.loader.resolve(root, path)? {
            Target::File(file) => {
                let resources = self.loader.resources(&file, path);
                if resources.as_ref().is_ok_and(Vec::is_empty) {
                    self.warnings.push(empty_file(path));
                }
                return self.add_file(acc, resources, path);
            }
            Target::Folder(dir) => self.loader.open_base(root, dir, path)?,
            Target::Repository(spec) => self.loader.open_repository(Some(root), &spec, path.pos)?,
            // An address is tried as that of a file first, as the reference does.
            Target::Address => match (self.loader.resources_at_address(path), RepoSpec::parse(path.as_str()))
            {
                (Err(as_file), Some(spec)) => {
                    let below = self.loader.open_repository(Some(root), &spec, path.pos);
                    below.map_err(|e| neither(e, as_file, path))?
                }
                (resources, _) => return self.add_file(acc, resources, path),
            },
        };
        let base = self.at_place(path, |run| run.base(root, &below, path))?;
        acc.set.set_schema(self.schema.clone());
        merge(acc, *base, path)
    }

    /// Puts the resources of a file behind what is there.
    #[inline(never)]
    fn add_file(
        &mut self,
        acc: &mut Accumulated,
        resources: Result<Vec<Arc<Resource>>>,
        path: &Text,
    ) -> Result<()> {
        self.note_kinds(resources.as_deref().unwrap_or_default());
        let origin = self.origin.as_ref().map(|place| Arc::new(place.append(path)));
        let mut errors = Errors::default();
        for resource in errors.keep(resources).into_iter().flatten() {
            errors.keep(acc.set.push(with_origin(resource, origin.as_ref())));
        }
        errors.done().map_err(|e| e.within_at(path.pos, format!("in the file {path}")))
    }

    /// A base, accumulated once however many use it.
    fn base(&mut self, root: &Arc<Root>, below: &Arc<Root>, path: &Text) -> Result<Box<Accumulated>> {
        let dir = &below.dir;
        let (here, namespace) = (&self.origin, &self.chart_namespace.value);
        let fits = |known: &&Base| {
            let same = |acc: &Accumulated| {
                acc.origin == *here && acc.chart_namespace.as_ref().is_none_or(|taken| taken == namespace)
            };
            known.result.as_ref().map_or(true, |acc| same(acc))
        };
        let step = Step { pos: path.pos, text: format!("in the base {path}") };
        let first_warning = self.warnings.len();
        let result = match self.bases.get(dir.as_os_str()).filter(fits).cloned() {
            Some(known) => {
                if let Ok(acc) = &known.result {
                    for nested in &acc.roots {
                        self.loader.check_reached_again(root, nested, path)?;
                    }
                }
                if self.recorder.is_on()
                    && let Some(kustomization) = self.survey.kustomizations.get(dir.as_os_str())
                {
                    self.recorder.again(kustomization);
                }
                // What was said in this very run already is left out at its end.
                self.warnings.extend(known.warnings);
                known.result
            }
            None => {
                let mut result = self.new_base(below, path);
                if result.is_err() || !self.survey.is_used_once(dir) {
                    if let Ok(acc) = &mut result {
                        acc.settle()?;
                    }
                    let warnings = self.warnings.get(first_warning..).unwrap_or(&[]).to_vec();
                    self.bases.insert(dir.clone().into(), Base { result: result.clone(), warnings });
                }
                result
            }
        };
        for warning in self.warnings.iter_mut().skip(first_warning) {
            warning.chain.insert(0, step.clone());
        }
        result.map_err(|e| e.within_at(step.pos, &step.text))
    }

    fn new_base(&mut self, below: &Arc<Root>, path: &Text) -> Result<Box<Accumulated>> {
        let _stage = self.options.trace.stage_with(|| format!("base {path}"));
        let kustomization = self.kustomization(below).map_err(|e| e.at(path.pos))?;
        self.state_facts(below, &kustomization)?;
        if &*kustomization.kind == "Component" {
            return Err(Error::new(
                Code::InvalidValue,
                format!("{path} is a Component and is listed under resources"),
            )
            .at(path.pos)
            .hint("list it under components:"));
        }
        self.accumulate(below, &kustomization)
    }

    #[inline(never)]
    fn add_component(&mut self, root: &Arc<Root>, path: &Text, acc: &mut Accumulated) -> Result<()> {
        let below = match RepoSpec::parse(path.as_str()) {
            Some(spec) => self.loader.open_repository(Some(root), &spec, path.pos)?,
            None => match self.loader.resolve(root, path)? {
                Target::Folder(dir) => self.loader.open_base(root, dir, path)?,
                _ => {
                    let message = format!("the component {path} is not a folder");
                    return Err(Error::new(Code::InvalidValue, message)
                        .at(path.pos)
                        .hint("name the folder that holds its kustomization.yaml"));
                }
            },
        };
        let step = Step { pos: path.pos, text: format!("in the component {path}") };
        let first_warning = self.warnings.len();
        let result = self.at_place(path, |run| run.new_component(&below, path, acc));
        let result = result.map_err(|e| e.within_at(step.pos, &step.text));
        for warning in self.warnings.iter_mut().skip(first_warning) {
            warning.chain.insert(0, step.clone());
        }
        result
    }

    fn new_component(&mut self, below: &Arc<Root>, path: &Text, acc: &mut Accumulated) -> Result<()> {
        let _stage = self.options.trace.stage_with(|| format!("component {path}"));
        let kustomization = self.kustomization(below).map_err(|e| e.at(path.pos))?;
        if &*kustomization.kind != "Component" {
            return Err(Error::new(
                Code::InvalidValue,
                format!("{path} is not of kind Component and is listed under components"),
            )
            .at(path.pos)
            .hint("set `kind: Component` in its kustomization file, or list it under resources:"));
        }
        self.state_facts(below, &kustomization)?;
        acc.set.set_schema(self.schema.clone());
        self.accumulate_into(below, &kustomization, acc)?;
        acc.settle()?;
        // The reference merges the result into an empty one, as it does with a base's.
        acc.set.check_unique()?;
        let config = std::mem::take(&mut acc.config);
        TransformerConfig::merge_shared(&mut acc.config, &config).map_err(|e| e.at(path.pos))
    }
}

impl Accumulated {
    /// Sets what waits in the resources: before anything but labels and annotations looks at them.
    pub(super) fn settle(&mut self) -> Result<()> {
        self.pending.settle(&mut self.set)
    }
}

/// Puts a base's results behind what is there.
#[inline(never)]
fn merge(acc: &mut Accumulated, base: Accumulated, path: &Text) -> Result<()> {
    acc.pending.append(base.pending, acc.set.len());
    acc.set.append(base.set).map_err(|e| e.within_at(path.pos, format!("in the base {path}")))?;
    TransformerConfig::merge_shared(&mut acc.config, &base.config).map_err(|e| e.at(path.pos))?;
    acc.vars.merge(&base.vars)?;
    acc.chart_namespace = acc.chart_namespace.take().or(base.chart_namespace);
    acc.roots.extend(base.roots);
    Ok(())
}

/// A file that is listed and holds nothing.
pub(super) fn empty_file(path: &Text) -> Diagnostic {
    Diagnostic::warning(Code::EmptyFile, path.pos, format!("the file {path} holds nothing"))
        .with_hint("remove the entry, or fill the file")
}

fn deprecation(name: &str, pos: Pos) -> Diagnostic {
    let instead = match name {
        "bases" => "resources",
        "commonLabels" => "labels",
        "imageTags" => "images",
        "vars" => "replacements",
        _ => "patches",
    };
    Diagnostic::warning(Code::Deprecated, pos, format!("{name} is deprecated, {instead} takes its place"))
        .with_hint("run `kz edit fix` to update the file")
}

/// Adds to the refusal of a resource that is there already, from the same place in the same file, which
/// entry led to it first. `ends` states how many resources there were after each entry.
fn with_first_way(error: Error, acc: &Accumulated, entries: &[Text], ends: &[usize]) -> Error {
    let diagnostic = error.diagnostic();
    if diagnostic.code != Code::DuplicateId || !diagnostic.related.is_empty() {
        return error;
    }
    let first = acc.set.iter().position(|r| r.name_pos() == diagnostic.pos);
    let entry = first.and_then(|first| ends.iter().position(|end| *end > first));
    match entry.and_then(|entry| entries.get(entry)) {
        Some(path) => error.related(path.pos, "the first way leads through here"),
        None => error,
    }
}
