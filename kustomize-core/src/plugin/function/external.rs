//! Functions and executable plugins at work in a build.

use super::exchange::{self, FunctionResult, Item, Response};
use super::spec::FunctionSpec;
use super::{FunctionCall, FunctionOptions, FunctionRunner, arguments, command};
use crate::diagnostic::{Code, Diagnostic, Error, Result};
use crate::plugin::config::as_config;
use crate::resource::{Behavior, Gvk, ResId, Resource, ResourceSet, parse_resources, resources_of};
use crate::source::{FileId, Pos};
use crate::transform::finish_metadata::{normalize, normalize_annotations};
use crate::transform::patch::PatchLoader;
use crate::yaml::{Map, Node, write_document};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Identifies an object to the program that transforms it.
const ID: &str = "kustomize.config.k8s.io/id";
/// Asks for a hash in the name of a generated object.
const NEEDS_HASH: &str = "kustomize.config.k8s.io/needs-hash";
/// States what a generated object does with one of the same identity.
const BEHAVIOR: &str = "kustomize.config.k8s.io/behavior";

/// What programs get besides their configuration.
pub(crate) struct Surroundings<'s> {
    pub(crate) runner: &'s dyn FunctionRunner,
    pub(crate) options: &'s FunctionOptions,
    /// The folder of the kustomization.
    pub(crate) dir: &'s Path,
    pub(crate) loader: &'s mut dyn PatchLoader,
}

/// A function or an executable plugin with its configuration.
pub(crate) struct External {
    config: Arc<Resource>,
    /// The configuration as the program gets it.
    node: Node,
    how: How,
}

enum How {
    Function(Box<FunctionSpec>),
    /// An executable in the folder of plugins.
    Executable(PathBuf),
}

impl External {
    /// Finds what a resource configures.
    ///
    /// # Errors
    /// A malformed annotation, a mount outside of the kustomization's folder, a plugin that is not
    /// there.
    pub(crate) fn load(config: Arc<Resource>, around: &mut Surroundings<'_>) -> Result<Self> {
        let how = match FunctionSpec::of(&config, around.loader)? {
            Some(spec) => {
                spec.check_mounts()?;
                How::Function(Box::new(spec))
            }
            None => {
                let gvk = config.gvk();
                let kind = gvk.kind.as_str();
                let relative: PathBuf =
                    [&gvk.group, gvk.version.as_str(), &kind.to_lowercase(), kind].iter().collect();
                let path = around.runner.plugin(&relative);
                How::Executable(path.map_err(|why| {
                    Error::new(Code::NotFound, format!("there is no plugin {}: {why}", name(&config)))
                        .at(config.pos())
                        .hint("a function is stated in the annotation config.kubernetes.io/function")
                })?)
            }
        };
        let node = with_books(&config).node;
        Ok(External { config, node, how })
    }

    /// Runs a generator.
    ///
    /// # Errors
    /// When the program fails or writes what are no resources.
    pub(crate) fn generate(&self, around: &mut Surroundings<'_>) -> Result<Vec<Resource>> {
        let resources = match &self.how {
            How::Function(spec) => {
                // The reference hands the configuration itself in, and out again when the function
                // is not run; it is not part of the result in the end.
                let nodes = self.run_function(spec, vec![Item::config(&self.node)], around)?;
                resources_of(nodes.unwrap_or_else(|| vec![Item::config(&self.node).into_node()]))?
            }
            How::Executable(path) => self.run_executable(path, String::new(), around)?,
        };
        resources.into_iter().map(generated).collect()
    }

    /// Runs a transformer on all resources. What it leaves out is removed, what it adds comes last.
    ///
    /// # Errors
    /// As [`Self::generate`], and when it gives two resources of one identity.
    pub(crate) fn transform(&self, set: &mut ResourceSet, around: &mut Surroundings<'_>) -> Result<()> {
        let Some(resources) = self.output(set, around)? else { return Ok(()) };
        let mut new = ResourceSet::new(set.schema().clone());
        for resource in resources {
            let id = resource.id(set.schema());
            new.push(Arc::new(resource.clone()))
                .map_err(|e| e.context(format_args!("from {}", self.name())))?;
            match set.find_current(&id).as_slice() {
                [] => set.push(Arc::new(resource))?,
                [at] => {
                    set.modify(*at, |old| replace(old, resource));
                }
                _ => {
                    return Err(Error::new(Code::Ambiguous, format!("more than one resource is {id}"))
                        .at(self.config.pos()));
                }
            }
        }
        let schema = set.schema().clone();
        set.list_mut().retain(|r| !new.find_current(&r.id(&schema)).is_empty());
        Ok(())
    }

    /// Runs a validator. What it gives back must not differ from what it was given, but for a label
    /// that says that it is valid; it may leave resources out and add some, which has no effect.
    ///
    /// # Errors
    /// As [`Self::generate`], and for a resource that it changes.
    pub(crate) fn validate(&self, set: &mut ResourceSet, around: &mut Surroundings<'_>) -> Result<()> {
        const LABEL: &str = "validated-by";
        for resource in self.output(set, around)?.unwrap_or_default() {
            let Some(&at) = set.find_current(&resource.id(set.schema())).first() else { continue };
            let Some(old) = set.get(at) else { continue };
            let label = resource.node.lookup(&["metadata", "labels", LABEL]).cloned();
            let (mut before, mut after) = (old.clone(), resource);
            for copy in [&mut before, &mut after] {
                take_out_annotations(copy);
                without_label(copy, LABEL);
            }
            if !same(&before.node, &after.node) {
                let id = old.id(set.schema());
                return Err(Error::new(
                    Code::InvalidTransformer,
                    format!("{} changes {id}, which a validator must not", self.name()),
                )
                .at(self.config.pos())
                .related(old.pos(), format!("{id} is here"))
                .hint("list it under transformers:"));
            }
            if let Some(label) = label {
                set.modify_content(at, |r| set_label(r, LABEL, label));
            }
        }
        Ok(())
    }

    /// What the program makes of all resources; `None` for a function that is not enabled.
    fn output(&self, set: &ResourceSet, around: &mut Surroundings<'_>) -> Result<Option<Vec<Resource>>> {
        let mut nodes = Vec::with_capacity(set.len());
        for resource in set.iter() {
            nodes.push(annotated(resource, &resource.id(set.schema()))?);
        }
        let resources = match &self.how {
            How::Function(spec) => {
                match self.run_function(spec, nodes.into_iter().map(Item::new).collect(), around)? {
                    Some(nodes) => resources_of(nodes)?,
                    None => return Ok(None),
                }
            }
            How::Executable(path) => {
                let mut text = String::new();
                for (i, node) in nodes.iter().enumerate() {
                    text.push_str(if i == 0 { "" } else { "---\n" });
                    write_document(node, &mut text)?;
                }
                self.run_executable(path, text, around)?
            }
        };
        resources.into_iter().map(taken_back).collect::<Result<_>>().map(Some)
    }

    /// Runs a function on objects. `None` when it is of a sort that is not enabled, which leaves
    /// everything as it is.
    fn run_function(
        &self,
        spec: &FunctionSpec,
        mut items: Vec<Item>,
        around: &mut Surroundings<'_>,
    ) -> Result<Option<Vec<Node>>> {
        let Some(call) = command::call(spec, around.options, around.runner, around.dir)? else {
            let warning = format!("the function {} is not run", exchange::name_of(&self.config, spec));
            let hint = match spec.exec.path.is_empty() {
                true => "it names neither a container image nor an executable",
                false => "allow executables with --enable-exec",
            };
            around.loader.warn(Diagnostic::warning(Code::NotEnabled, spec.pos, warning).with_hint(hint));
            return Ok(None);
        };
        let scope = match spec.container.image.is_empty() {
            true => exchange::scope(&self.node),
            false => String::new(),
        };
        if items.is_empty() {
            // The reference takes nothing for the input of a generator.
            items.push(Item::config(&self.node));
        }
        for (at, item) in items.iter_mut().enumerate() {
            item.number(at)?;
        }
        let (mut items, outside): (Vec<Item>, Vec<Item>) =
            items.into_iter().partition(|item| item.is_in_scope(&scope));
        let request = exchange::request(&mut items, &Item::config(&self.node))?;
        let path = exchange::scope(&self.node);
        let (text, file, failure) = self.run(&call, &request, around)?;
        let response = exchange::response(&text, file, &path, around.loader.limits());
        if let Some(failure) = failure {
            let results = response.map(|r| r.results).unwrap_or_default();
            return Err(self.failed(&failure, &results));
        }
        let Response { mut nodes, results } = response?;
        for result in results.iter().filter(|result| result.is_serious()) {
            let message = format!("{}: {}", self.name(), result.message);
            around.loader.warn(Diagnostic::warning(Code::FunctionFailed, self.config.pos(), message));
        }
        nodes.extend(outside.into_iter().map(Item::into_node));
        Ok(Some(nodes))
    }

    fn run_executable(
        &self,
        path: &Path,
        input: String,
        around: &mut Surroundings<'_>,
    ) -> Result<Vec<Resource>> {
        let config = as_config(&self.node)?;
        let mut text = String::new();
        write_document(&self.node, &mut text)?;
        let args = arguments::of(&config, around.loader)?;
        let env = [
            ("KUSTOMIZE_PLUGIN_CONFIG_STRING", text.as_str()),
            ("KUSTOMIZE_PLUGIN_CONFIG_ROOT", &around.dir.to_string_lossy()),
        ];
        // A longer variable cannot be handed to a process.
        let fits = |(key, value): &(&str, &str)| key.len() + 1 + value.len() <= 131_071;
        let call = FunctionCall {
            program: path.to_string_lossy().into_owned(),
            args,
            env: env.into_iter().filter(fits).map(|(k, v)| (k.to_owned(), v.to_owned())).collect(),
            dir: around.dir.to_path_buf(),
            config_file: Some(text.clone()),
            ..FunctionCall::default()
        };
        let (output, file, failure) = self.run(&call, &input, around)?;
        match failure {
            Some(failure) => Err(self.failed(&failure, &[])),
            None => parse_resources(&output, file, around.loader.limits()),
        }
    }

    /// Runs a program and takes what it writes as text.
    fn run(
        &self,
        call: &FunctionCall,
        input: &str,
        around: &mut Surroundings<'_>,
    ) -> Result<(Arc<str>, FileId, Option<String>)> {
        let output = around.runner.run(call, input.as_bytes()).map_err(|why| {
            Error::new(Code::FunctionFailed, format!("{} cannot be run: {why}", self.name()))
                .at(self.config.pos())
        })?;
        let label = PathBuf::from(format!("<output of {}>", self.name()));
        let text = crate::yaml::decode_text(output.stdout).map_err(|e| e.path(&label))?;
        let text: Arc<str> = text.into();
        let file = around.loader.add(&label, text.clone());
        Ok((text, file, output.failure))
    }

    fn failed(&self, failure: &str, results: &[FunctionResult]) -> Error {
        let mut message = format!("{} failed: {failure}", self.name());
        for result in results.iter().filter(|result| !result.message.is_empty()) {
            let severity = if result.severity.is_empty() { "result" } else { &result.severity };
            message.push_str(&format!("\n{severity}: {}", result.message));
        }
        Error::new(Code::FunctionFailed, message).at(self.config.pos())
    }

    fn name(&self) -> String {
        match &self.how {
            How::Function(spec) => format!("the function {}", exchange::name_of(&self.config, spec)),
            How::Executable(_) => format!("the plugin {}", name(&self.config)),
        }
    }
}

fn name(config: &Resource) -> String {
    format!("{} {}", config.kind(), config.name())
}

/// A resource with everything that the build knows of it among its annotations.
fn with_books(resource: &Resource) -> Resource {
    let mut copy = resource.clone();
    let history = resource.history_annotations();
    for (key, text) in &history {
        copy.set_annotation(key, text);
    }
    if copy.show_origin().is_some() || !history.is_empty() {
        normalize_annotations(&mut copy);
    }
    copy
}

/// An object as a program gets it, with its identity.
fn annotated(resource: &Resource, id: &ResId) -> Result<Node> {
    let mut copy = with_books(resource);
    let mut text = String::new();
    write_document(&id_node(id), &mut text)?;
    copy.set_annotation(ID, &text);
    normalize_annotations(&mut copy);
    Ok(copy.node)
}

fn id_node(id: &ResId) -> Node {
    let Gvk { group, version, kind } = &id.gvk;
    let mut map = Map::new();
    for (key, text) in [
        ("group", group),
        ("kind", kind),
        ("name", &id.name),
        ("namespace", &id.namespace),
        ("version", version),
    ] {
        if !text.is_empty() {
            map.push(key, Node::string(text.clone(), Pos::NONE));
        }
    }
    Node::new(crate::yaml::Value::Map(map), Pos::NONE)
}

/// A resource that a program gave back, with its history in the place of the annotations.
fn taken_back(mut resource: Resource) -> Result<Resource> {
    resource.remove_annotation_named(ID);
    normalize_annotations(&mut resource);
    resource.take_history()?;
    Ok(resource)
}

/// Puts what a program made of a resource into its place.
fn replace(old: &mut Resource, mut new: Resource) {
    new.var_names = std::mem::take(&mut old.var_names);
    new.origin.clone_from(&old.origin);
    new.transformations.clone_from(&old.transformations);
    if let Some(shown) = old.show_origin() {
        new.take_back_origin(&shown);
    }
    *old = new;
}

/// A generated resource, by the annotations that tell what to do with it.
fn generated(mut resource: Resource) -> Result<Resource> {
    let text =
        |resource: &Resource, key| resource.annotations().and_then(|m| m.get_text(key)).map(str::to_owned);
    let needs_hash = match text(&resource, NEEDS_HASH).as_deref() {
        None | Some("0" | "f" | "F" | "FALSE" | "false" | "False") => false,
        Some("1" | "t" | "T" | "TRUE" | "true" | "True") => true,
        Some(other) => {
            return Err(Error::new(
                Code::InvalidValue,
                format!("the annotation {NEEDS_HASH} is true or false, not \"{other}\""),
            )
            .at(resource.pos()));
        }
    };
    let behavior = Behavior::named(&text(&resource, BEHAVIOR).unwrap_or_default());
    resource.remove_annotation_named(NEEDS_HASH);
    resource.remove_annotation_named(BEHAVIOR);
    normalize_annotations(&mut resource);
    resource.take_history()?;
    resource.needs_hash |= needs_hash;
    resource.behavior = Some(behavior);
    Ok(resource)
}

/// Takes out the annotations that say where an object is kept, and those that are nobody's.
fn take_out_annotations(resource: &mut Resource) {
    normalize(resource, &[]);
}

fn without_label(resource: &mut Resource, label: &str) {
    let Some(metadata) = resource.node.get_mut("metadata").and_then(Node::as_map_mut) else { return };
    if let Some(labels) = metadata.get_mut("labels").and_then(Node::as_map_mut) {
        labels.remove(label);
        if labels.is_empty() {
            metadata.remove("labels");
        }
    }
}

fn set_label(resource: &mut Resource, label: &str, value: Node) {
    let pos = resource.pos();
    let Some(metadata) = resource.node.get_mut("metadata").and_then(Node::as_map_mut) else { return };
    if let Some(labels) = metadata.get_or_insert_with("labels", || Node::map(pos)).as_map_mut() {
        labels.set(label, value);
    }
}

/// Equality of what is written out.
fn same(a: &Node, b: &Node) -> bool {
    let text = |node| {
        let mut text = String::new();
        write_document(node, &mut text).map(|()| text)
    };
    matches!((text(a), text(b)), (Ok(a), Ok(b)) if a == b)
}
