//! The generators, transformers and validators that are configured by resources.

use super::accumulate::Accumulated;
use super::steps::RootFiles;
use super::{Run, origin};
use crate::diagnostic::{Code, Error, Errors, Result};
use crate::kustomization::{Kustomization, Text, nearest};
use crate::load::Root;
use crate::plugin::function::external::{External, Surroundings};
use crate::plugin::function::{FunctionOptions, FunctionRunner};
use crate::plugin::{self, Generator, Transformer};
use crate::resource::{Resource, ResourceSet, parse_resources};
use crate::source::{Pos, Sources};
use crate::yaml::{Entry, Node, Value};
use std::sync::Arc;

impl Run<'_> {
    /// The resources that the entries of a field stand for: those that are written there come
    /// first, then those of the files and folders that are named. A folder's kustomization is
    /// built without what is done at the root only.
    fn plugin_configs(
        &mut self,
        root: &Arc<Root>,
        k: &Kustomization,
        entries: &[Text],
    ) -> Result<Vec<Arc<Resource>>> {
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        self.recorder.begin("configuration", "", Pos::NONE);
        let mut acc = self.empty();
        let own_file = self.own_file(k).map(Arc::new);
        let mut paths = Vec::new();
        for entry in entries {
            match self.inline_resources(entry) {
                Ok(resources) => resources
                    .into_iter()
                    .try_for_each(|r| acc.set.push(origin::with_origin(Arc::new(r), own_file.as_ref())))?,
                // A path holds neither line breaks nor what makes a mapping.
                Err(error) if entry.contains(['\n', '{']) => return Err(error.at(entry.pos)),
                Err(_) => paths.push(entry),
            }
        }
        let mut errors = Errors::default();
        for path in paths {
            errors.keep(self.add_resource(root, path, &mut acc));
        }
        errors.done()?;
        acc.settle()?;
        self.recorder.end_without_change();
        Ok(acc.set.into_list())
    }

    fn inline_resources(&mut self, entry: &Text) -> Result<Vec<Resource>> {
        let text: Arc<str> = entry.as_str().into();
        let file = self.loader.sources.add_inline(entry.pos, text.clone());
        parse_resources(&text, file, &self.loader.limits)
    }

    /// Runs what `generators` lists.
    pub(super) fn run_configured_generators(
        &mut self,
        root: &Arc<Root>,
        k: &Kustomization,
        acc: &mut Accumulated,
    ) -> Result<()> {
        let mut generators = Vec::new();
        for config in self.plugin_configs(root, k, &k.generators).map_err(|e| e.within("in generators"))? {
            let origin = origin::configured_by(&config);
            let (label, pos) = (label_of(&config), config.name_pos());
            let generator = match plugin::is_builtin(&config) {
                true => match Generator::decode(&config)? {
                    Some(generator) => Configured::BuiltIn(generator),
                    None => return Err(unknown(&config, "generator", Generator::KINDS)),
                },
                false => Configured::External(self.external(root, config)?),
            };
            generators.push((origin, generator, label, pos));
        }
        for (origin, generator, label, pos) in generators {
            let mut files = RootFiles {
                loader: &mut self.loader,
                root,
                warnings: &mut self.warnings,
                recorder: &mut self.recorder,
            };
            let resources = match &generator {
                Configured::BuiltIn(generator) => generator.generate(&mut files)?,
                Configured::External(program) => {
                    let mut around = surroundings(self.functions, &self.options.functions, &mut files)?;
                    program.generate(&mut around)?
                }
            };
            for mut resource in resources {
                origin::generated(&mut resource, origin.as_ref());
                crate::generate::absorb(&mut acc.set, resource)?;
            }
            self.recorder.step("generators", &label, pos, &mut acc.set);
        }
        Ok(())
    }

    /// Runs what `transformers` lists.
    pub(super) fn run_configured_transformers(
        &mut self,
        root: &Arc<Root>,
        k: &Kustomization,
        acc: &mut Accumulated,
    ) -> Result<()> {
        let transformers =
            self.transformers(root, k, &k.transformers).map_err(|e| e.within("in transformers"))?;
        for (config, transformer) in transformers {
            match &transformer {
                Configured::BuiltIn(transformer) => self.transform(root, transformer, &mut acc.set)?,
                Configured::External(program) => {
                    let mut files = RootFiles {
                        loader: &mut self.loader,
                        root,
                        warnings: &mut self.warnings,
                        recorder: &mut self.recorder,
                    };
                    let mut around = surroundings(self.functions, &self.options.functions, &mut files)?;
                    program.transform(&mut acc.set, &mut around)?;
                }
            }
            origin::applied(&mut acc.set, origin::configured_by(&config).as_ref(), 1);
            self.recorder.step("transformers", &label_of(&config), place_of(&config), &mut acc.set);
        }
        Ok(())
    }

    /// Runs what `validators` lists: transformers that must not change anything.
    pub(super) fn run_validators(
        &mut self,
        root: &Arc<Root>,
        k: &Kustomization,
        acc: &mut Accumulated,
    ) -> Result<()> {
        let validators = self.transformers(root, k, &k.validators).map_err(|e| e.within("in validators"))?;
        for (config, validator) in validators {
            let validator = match validator {
                Configured::BuiltIn(validator) => validator,
                Configured::External(program) => {
                    let mut files = RootFiles {
                        loader: &mut self.loader,
                        root,
                        warnings: &mut self.warnings,
                        recorder: &mut self.recorder,
                    };
                    let mut around = surroundings(self.functions, &self.options.functions, &mut files)?;
                    program.validate(&mut acc.set, &mut around)?;
                    continue;
                }
            };
            let before = acc.set.clone();
            self.transform(root, &validator, &mut acc.set)?;
            if let Some(changed) = first_change(&before, &acc.set, &self.loader.sources) {
                let schema = acc.set.schema();
                return Err(Error::new(
                    Code::InvalidTransformer,
                    format!("the validator {} changes {}", config.id(schema), changed.id(schema)),
                )
                .at(config.pos())
                .hint("list it under transformers:"));
            }
        }
        Ok(())
    }

    fn transformers(
        &mut self,
        root: &Arc<Root>,
        k: &Kustomization,
        entries: &[Text],
    ) -> Result<Vec<(Arc<Resource>, Configured<Transformer>)>> {
        let mut transformers = Vec::new();
        for config in self.plugin_configs(root, k, entries)? {
            let transformer = match plugin::is_builtin(&config) {
                true => match Transformer::decode(&config)? {
                    Some(transformer) => Configured::BuiltIn(transformer),
                    None => return Err(unknown(&config, "transformer", Transformer::KINDS)),
                },
                false => Configured::External(self.external(root, config.clone())?),
            };
            transformers.push((config, transformer));
        }
        Ok(transformers)
    }

    fn external(&mut self, root: &Arc<Root>, config: Arc<Resource>) -> Result<External> {
        if self.functions.is_none() {
            return Err(not_enabled(&config));
        }
        let mut files = RootFiles {
            loader: &mut self.loader,
            root,
            warnings: &mut self.warnings,
            recorder: &mut self.recorder,
        };
        let mut around = surroundings(self.functions, &self.options.functions, &mut files)?;
        External::load(config, &mut around)
    }

    fn transform(
        &mut self,
        root: &Arc<Root>,
        transformer: &Transformer,
        set: &mut ResourceSet,
    ) -> Result<()> {
        let name = root.dir.file_name().map(|name| name.to_string_lossy()).unwrap_or("/".into());
        let mut files = RootFiles {
            loader: &mut self.loader,
            root,
            warnings: &mut self.warnings,
            recorder: &mut self.recorder,
        };
        transformer.apply(set, &name, &mut files)
    }
}

/// What a resource configures.
enum Configured<T> {
    BuiltIn(T),
    External(External),
}

/// What programs get besides their configuration.
fn surroundings<'s>(
    runner: Option<&'s dyn FunctionRunner>,
    options: &'s FunctionOptions,
    files: &'s mut RootFiles<'_, '_>,
) -> Result<Surroundings<'s>> {
    let Some(runner) = runner else {
        return Err(Error::new(Code::NotEnabled, "functions are not enabled"));
    };
    Ok(Surroundings { runner, options, dir: &files.root.dir, loader: files })
}

/// The label that a validator may put on resources to say that they are valid.
const VALIDATED_BY: &str = "validated-by";

/// The first resource of `before` that was changed. As for the reference, a value that was written
/// anew counts as changed although it reads the same.
fn first_change<'s>(before: &'s ResourceSet, after: &ResourceSet, sources: &Sources) -> Option<&'s Resource> {
    let mut after = after.iter();
    before.iter().find(|old| !after.next().is_some_and(|new| is_unchanged(old, new, sources)))
}

fn is_unchanged(old: &Resource, new: &Resource, sources: &Sources) -> bool {
    if new.previous != old.previous {
        return false;
    }
    let labels = new.node.lookup(&["metadata", "labels"]).and_then(Node::as_map);
    match labels {
        Some(labels) if labels.contains(VALIDATED_BY) => {
            // The reference takes the label away before it compares, which writes all others anew.
            let mut without = new.node.clone();
            if let Some(metadata) = without.get_mut("metadata").and_then(Node::as_map_mut) {
                metadata.remove("labels");
            }
            labels.len() == 1 && is_same(&old.node, &without, sources)
        }
        _ => is_same(&old.node, &new.node, sources),
    }
}

/// Equality of content and places.
fn is_same(a: &Node, b: &Node, sources: &Sources) -> bool {
    let content = match (&a.value, &b.value) {
        (Value::Map(a), Value::Map(b)) => {
            let same = |a: &Entry, b: &Entry| a.key == b.key && is_same(&a.value, &b.value, sources);
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Seq(a), Value::Seq(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b, sources))
        }
        (a, b) => a == b,
    };
    // What was made has no place in the reference, and places there are those in a document, whatever the file.
    let is_there = || a.pos == b.pos || sources.in_document(a.pos) == sources.in_document(b.pos);
    content
        && a.pos.is_read() == b.pos.is_read()
        && a.is_in_brackets() == b.is_in_brackets()
        && (!b.pos.is_read() || is_there())
}

fn unknown(config: &Resource, wanted: &str, kinds: &'static [&'static str]) -> Error {
    let kind = config.kind();
    let other = if Transformer::KINDS.contains(&kind) {
        Some("a transformer")
    } else {
        Generator::KINDS.contains(&kind).then_some("a generator")
    };
    let message = match other {
        Some(other) => format!("{kind} is {other}, not a {wanted}"),
        None => format!("there is no built-in {wanted} named {kind}"),
    };
    let error = Error::new(Code::InvalidTransformer, message)
        .at(config.node.get("kind").map_or(config.pos(), |n| n.pos));
    match (other, nearest(kind, kinds.iter().copied())) {
        (Some(other), _) => error.hint(format!("list it under {}s:", other.trim_start_matches("a "))),
        (None, Some(near)) => error.hint(format!("did you mean {near}?")),
        (None, None) => error.hint(format!("there are: {}", kinds.join(", "))),
    }
}

fn not_enabled(config: &Resource) -> Error {
    Error::new(
        Code::NotEnabled,
        format!(
            "{} {} is no built-in plugin, and others are not enabled",
            config.api_version(),
            config.kind()
        ),
    )
    .at(config.pos())
    .hint("built-in ones have `apiVersion: builtin`; others need --enable-alpha-plugins")
}

/// Where the configuration of a transformer states what it does, or its name.
fn place_of(config: &Resource) -> Pos {
    let path: &[&str] = match config.kind() {
        "NamespaceTransformer" => &["metadata", "namespace"],
        "PrefixTransformer" | "PrefixSuffixTransformer" => &["prefix"],
        "SuffixTransformer" => &["suffix"],
        "ValueAddTransformer" => &["value"],
        "ReplicaCountTransformer" => &["replica", "count"],
        "ImageTagTransformer" => &["imageTag", "newTag"],
        _ => &[],
    };
    let stated = config.node.lookup(path).filter(|_| !path.is_empty() && plugin::is_builtin(config));
    // The kustomization that it comes from may have set it.
    let set_last = config.trail.as_ref().and_then(|trail| trail.place(path));
    stated.map_or(config.name_pos(), |node| set_last.unwrap_or(node.pos))
}

/// What names a generator or transformer to people.
fn label_of(config: &Resource) -> String {
    format!("{} {}", config.kind(), config.name())
}
