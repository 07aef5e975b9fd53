//! Running functions on packages.

use super::annotations::{ID, INDEX, OLD_ID, PATH};
use super::pipeline::{prepare, settle, step};
use super::place::default_paths;
use super::{Item, ReadOptions, Wrapping, WriteOptions, comments, read, write};
use crate::diagnostic::{Code, Diagnostic, Error, Result};
use crate::hash::HashMap;
use crate::limits::Limits;
use crate::plugin::function::spec::FunctionSpec;
use crate::plugin::function::{FunctionCall, FunctionOptions, FunctionRunner, command, folder_of};
use crate::source::{FileId, Pos, Sources};
use crate::yaml::decode_text;
use crate::yaml::document::{DocNode, DocStyle, Document};
use std::path::Path;

/// What functions are run with.
#[derive(Clone, Copy)]
pub struct RunOptions<'r> {
    /// What they may do.
    pub functions: &'r FunctionOptions,
    /// What runs them.
    pub runner: &'r dyn FunctionRunner,
    /// The folder that they are run in.
    pub dir: &'r Path,
    /// Gives each of them all resources, and not only those in its folder.
    pub global_scope: bool,
    /// Bounds on what they write.
    pub limits: &'r Limits,
}

/// A function with its configuration.
struct Function {
    config: Item,
    call: FunctionCall,
    /// The image or executable.
    name: String,
    global: bool,
    defers_failure: bool,
    number: usize,
    pos: Pos,
}

/// Functions in the order in which they are run.
#[derive(Default)]
pub struct Functions {
    list: Vec<Function>,
    /// All that were found, run or not.
    count: usize,
    /// What was found that is not run.
    pub warnings: Vec<Diagnostic>,
}

/// Is told what goes on.
pub trait Progress {
    /// A function is about to run.
    fn starts(&mut self, name: &str);
    /// A function has results; `number` counts all functions.
    ///
    /// # Errors
    /// When they cannot be kept.
    fn results(&mut self, number: usize, text: &str) -> Result<()>;
}

impl Functions {
    /// True when there is none to run.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Adds the functions that resources of the package configure, those in the deepest folders first.
    ///
    /// # Errors
    /// Annotations that state no function; one that needs the network without being allowed to.
    pub fn declared(
        &mut self,
        items: &mut [Item],
        sources: &mut Sources,
        options: &RunOptions<'_>,
    ) -> Result<()> {
        let before = prepare(items)?;
        for (at, item) in items.iter_mut().enumerate() {
            item.origin = Some(at);
        }
        let mut found = Vec::new();
        for item in items.iter_mut() {
            if FunctionSpec::of_item(item, sources, options.limits)?.is_some() {
                found.push(item);
            }
        }
        if !found.is_empty() {
            settle(found.iter_mut().map(|item| &mut **item), &before)?;
        }
        let mut configs: Vec<Item> = found.into_iter().map(|item| item.clone()).collect();
        sort(&mut configs)?;
        self.add(configs, false, sources, options)
    }

    /// Adds functions that are no part of the package.
    ///
    /// # Errors
    /// As [`Self::declared`].
    pub fn add_global(
        &mut self,
        configs: Vec<Item>,
        sources: &mut Sources,
        options: &RunOptions<'_>,
    ) -> Result<()> {
        self.add(configs, true, sources, options)
    }

    fn add(
        &mut self,
        configs: Vec<Item>,
        global: bool,
        sources: &mut Sources,
        options: &RunOptions<'_>,
    ) -> Result<()> {
        for config in configs {
            let Some(spec) = FunctionSpec::of_item(&config, sources, options.limits)? else { continue };
            let number = self.count;
            self.count += 1;
            let Some(call) = command::call(&spec, options.functions, options.runner, options.dir)? else {
                let hint = match spec.exec.path.is_empty() {
                    true => "it names neither a container image nor an executable",
                    false => "allow executables with --enable-exec",
                };
                let warning = Diagnostic::warning(Code::NotEnabled, spec.pos, "the function is not run");
                self.warnings.push(warning.with_hint(hint));
                continue;
            };
            let image = spec.container.image.to_string();
            let is_container = !image.is_empty();
            self.list.push(Function {
                config,
                call,
                name: if is_container { image } else { spec.exec.path.to_string() },
                // As in the reference only containers that are no part of the package are for all of it.
                global: options.global_scope || (global && is_container),
                defers_failure: spec.defer_failure,
                number,
                pos: spec.pos,
            });
        }
        Ok(())
    }
}

/// The functions of the deepest folders first, then by their folders; those of a file in its order.
fn sort(configs: &mut [Item]) -> Result<()> {
    let path = |item: &Item| item.annotation(PATH).unwrap_or_default().to_owned();
    let index = |item: &Item| item.annotation(INDEX).unwrap_or_default().parse::<i64>();
    if configs.len() > 1 {
        if let Some(item) = configs.iter().find(|item| path(item).is_empty() && index(item).is_err()) {
            let message = "the order of functions without a place cannot be told";
            return Err(Error::new(Code::InvalidResource, message).at(item.pos(item.root())));
        }
    }
    configs.sort_by(|a, b| {
        let (a_path, b_path) = (path(a), path(b));
        if a_path == b_path {
            return index(a).unwrap_or(0).cmp(&index(b).unwrap_or(0));
        }
        let (a, b) = (folder_of(&a_path), folder_of(&b_path));
        let depth = |folder: &str| if folder == "." { 0 } else { folder.split('/').count() };
        depth(&b).cmp(&depth(&a)).then_with(|| a.cmp(&b))
    });
    Ok(())
}

/// Runs functions one after the other. When one leaves nothing the others are not run, and nothing is given.
/// Failures that a function lets wait are told with the result.
///
/// # Errors
/// When a function fails or writes what are no resources.
pub fn run(
    functions: &Functions,
    mut items: Vec<Item>,
    sources: &mut Sources,
    options: &RunOptions<'_>,
    progress: &mut dyn Progress,
) -> Result<(Option<Vec<Item>>, Vec<Error>)> {
    let mut deferred = Vec::new();
    // The configurations as they are by now: they are resources of the package themselves.
    let configs = functions.list.iter().filter_map(|f| Some((f.config.origin?, f.config.clone())));
    let mut configs: HashMap<usize, Item> = configs.collect();
    for function in &functions.list {
        items = step(items, |items| {
            progress.starts(&function.name);
            function.run(items, &mut configs, sources, options, progress, &mut deferred)
        })?;
        if items.is_empty() {
            return Ok((None, deferred));
        }
    }
    Ok((Some(items), deferred))
}

impl Function {
    /// The configuration as it is by now.
    fn present<'c>(&'c self, configs: &'c HashMap<usize, Item>) -> &'c Item {
        self.config.origin.and_then(|origin| configs.get(&origin)).unwrap_or(&self.config)
    }

    fn run(
        &self,
        items: Vec<Item>,
        configs: &mut HashMap<usize, Item>,
        sources: &mut Sources,
        options: &RunOptions<'_>,
        progress: &mut dyn Progress,
        deferred: &mut Vec<Error>,
    ) -> Result<Vec<Item>> {
        let folder = self.present(configs).path().map(folder_of).unwrap_or_default();
        let is_for_all = self.global || matches!(folder.as_str(), "" | ".");
        let (mut input, outside): (Vec<Item>, Vec<Item>) = items.into_iter().partition(|item| {
            is_for_all || item.path().is_some_and(|path| folder_of(path).starts_with(&folder))
        });
        for (at, item) in input.iter_mut().enumerate() {
            let number = (at + 1).to_string();
            item.annotate(ID, &number)?;
            item.annotate(OLD_ID, &number)?;
        }
        for item in input.iter().chain(&outside) {
            if let Some(config) = item.origin.and_then(|origin| configs.get_mut(&origin)) {
                config.clone_from(item);
            }
        }
        let config = self.present(configs);
        let wrapping = Wrapping {
            api_version: "config.kubernetes.io/v1",
            kind: "ResourceList",
            function_config: Some(config.root()),
        };
        let request = write(
            &input,
            &WriteOptions { keep_notes: true, wrapping: Some(wrapping), ..WriteOptions::default() },
        )?;
        let failed = |message: String| Error::new(Code::FunctionFailed, message).at(self.pos);
        let name = &self.name;
        let ran = options
            .runner
            .run(&self.call, request.as_bytes())
            .map_err(|why| failed(format!("{name} cannot be run: {why}")))?;
        let label = format!("<output of {name}>");
        let text = decode_text(ran.stdout).map_err(|e| e.path(&label))?;
        let file = sources.add(&label, text.as_str().into());
        let reading = ReadOptions { unwrap: true, annotate: true, path: None };
        let stream = read(&text, file, &reading, options.limits)?;
        let mut output = stream.items;
        self.take_back(&input, &mut output)?;
        if let Some(results) = &stream.results {
            progress.results(self.number, &results.to_text())?;
        }
        if let Some(failure) = ran.failure {
            let error = failed(format!("{name} failed: {failure}"));
            if !self.defers_failure {
                return Err(error);
            }
            deferred.push(error);
        }
        default_paths(&folder, &mut output)?;
        output.extend(outside);
        Ok(output)
    }

    /// Gives what was written the comments and order of what was read.
    fn take_back(&self, input: &[Item], output: &mut [Item]) -> Result<()> {
        for item in output {
            let Some(id) = item.noted(ID, OLD_ID).map(str::to_owned) else { continue };
            let read = id.parse::<usize>().ok().filter(|number| number.to_string() == id);
            let Some(read) = read.and_then(|number| input.get(number.checked_sub(1)?)) else { continue };
            comments::follow(read, item)?;
            item.clear_annotation(ID)?;
            item.clear_annotation(OLD_ID)?;
        }
        Ok(())
    }
}

/// The configuration of a function that a command line states: an image or an executable, the kind of the
/// configuration and its data.
///
/// # Errors
/// When an argument behind the first one has no `=`, or nothing before it.
pub fn command_line(program: &Program<'_>, args: &[String], file: FileId) -> Result<Item> {
    let mut kind = "ConfigMap";
    let mut data = DocNode { style: DocStyle::FLOW, ..DocNode::mapping(Vec::new()) };
    for (at, arg) in args.iter().enumerate() {
        match arg.split_once('=') {
            None if at == 0 => kind = arg,
            Some((name, value)) if !name.is_empty() => match data.get_mut(name) {
                Some(node) => value.clone_into(&mut node.value),
                None => data.content.extend([DocNode::untagged(name), DocNode::untagged(value)]),
            },
            _ => {
                let message = format!("the argument \"{arg}\" is not written NAME=VALUE");
                return Err(Error::new(Code::InvalidValue, message));
            }
        }
    }
    let (sort, fields) = match program {
        Program::Image { image, .. } => ("container", [("image", *image)]),
        Program::Executable(path) => ("exec", [("path", *path)]),
    };
    let mut fields: Vec<DocNode> = fields
        .into_iter()
        .flat_map(|(name, value)| [DocNode::untagged(name), DocNode::stated(value)])
        .collect();
    if matches!(program, Program::Image { network: true, .. }) {
        fields.extend([DocNode::untagged("network"), DocNode::untagged("true")]);
    }
    let fields = DocNode { style: DocStyle::FLOW, ..DocNode::mapping(fields) };
    let spec = DocNode::mapping(vec![DocNode::untagged(sort), fields]).to_text();
    let annotations =
        DocNode::mapping(vec![DocNode::untagged("config.kubernetes.io/function"), DocNode::untagged(spec)]);
    let metadata = DocNode::mapping(vec![
        DocNode::untagged("name"),
        DocNode::untagged("function-input"),
        DocNode::untagged("annotations"),
        annotations,
    ]);
    let root = DocNode::mapping(vec![
        DocNode::untagged("metadata"),
        metadata,
        DocNode::untagged("data"),
        data,
        DocNode::untagged("kind"),
        DocNode::stated(kind),
        DocNode::untagged("apiVersion"),
        DocNode::untagged("v1"),
    ]);
    Ok(Item::new(Document::of(root), file))
}

/// What a function on a command line is.
#[derive(Clone, Copy, Debug)]
pub enum Program<'p> {
    /// A container.
    Image {
        /// Its image.
        image: &'p str,
        /// Whether it asks for the network.
        network: bool,
    },
    /// An executable.
    Executable(&'p str),
}
