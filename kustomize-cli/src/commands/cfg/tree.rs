//! `kz cfg tree`.

use super::fields::{self, Field};
use crate::flags::{Forms, list};
use crate::limits::LimitArgs;
use crate::output::print;
use crate::package::{self, ANNOTATED, YAML, refuse};
use crate::render;
use kustomize_core::diagnostic::{Code, Error, Result};
use kustomize_core::package::annotations::{LOCAL_CONFIG, OLD_PATH, PATH};
use kustomize_core::package::{Item, step};
use kustomize_core::source::Sources;
use kustomize_core::yaml::document::{DocKind, DocNode};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::process::ExitCode;

/// Show the resources of a folder as a tree
///
/// Shows the resources in the files of DIR, the current folder if there is none, by folders, or by their
/// owners where they have any. `-` stands for standard input.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  kz cfg tree my-dir\n  kubectl get all -o yaml | kz cfg tree -")]
pub(super) struct Args {
    /// The folder
    #[arg(default_value = ".")]
    dir: String,
    /// Show resources that configure the build itself too
    #[arg(long, switch = false)]
    include_local: bool,
    /// Leave out all other resources
    #[arg(long, switch = false)]
    exclude_non_local: bool,
    /// Show the names of containers
    #[arg(long, optional_switch())]
    name: Option<bool>,
    /// Show their images
    #[arg(long, optional_switch())]
    image: Option<bool>,
    /// Show their commands
    #[arg(long, optional_switch())]
    command: Option<bool>,
    /// Show their arguments
    #[arg(long, optional_switch())]
    args: Option<bool>,
    /// Show their environment
    #[arg(long, optional_switch())]
    env: Option<bool>,
    /// Show their resources
    #[arg(long, optional_switch())]
    resources: Option<bool>,
    /// Show their ports, and those of services
    #[arg(long, optional_switch())]
    ports: Option<bool>,
    /// Show the replicas
    #[arg(long, optional_switch())]
    replicas: Option<bool>,
    /// Show all of these, but those that are set to false
    #[arg(long, switch = false)]
    all: bool,
    /// Show a field by its path; may be given more than once
    #[arg(long, value_name = "PATH", value_parser = list, allow_hyphen_values = true)]
    field: Vec<Vec<String>>,
    /// What makes the tree: owners or directory; without it owners, where resources have any
    #[arg(long, text = "STRUCTURE")]
    graph_structure: String,
    #[command(flatten)]
    pub(super) limits: LimitArgs,
}

/// A line with what is below it.
pub(super) struct Branch {
    text: String,
    below: Vec<Branch>,
}

impl Branch {
    pub(super) fn new(text: String, below: Vec<Branch>) -> Self {
        Branch { text, below }
    }
}

impl Args {
    /// The fields that are asked for.
    fn fields(&self) -> Result<Vec<Field>> {
        let mut fields =
            self.field.iter().flatten().map(|path| Field::parse(path)).collect::<Result<Vec<_>>>()?;
        let asked = |flag: Option<bool>| flag.unwrap_or(self.all);
        let containers = [
            (self.name, "name"),
            (self.image, "image"),
            (self.command, "command"),
            (self.args, "args"),
            (self.env, "env"),
            (self.resources, "resources"),
            (self.ports, "ports"),
        ];
        for (_, name) in containers.into_iter().filter(|(flag, _)| asked(*flag)) {
            fields.extend(Field::of_containers(name));
        }
        if asked(self.replicas) {
            fields.push(Field::of_resource(&["spec", "replicas"]));
        }
        if asked(self.ports) {
            fields.push(Field::of_resource(&["spec", "ports"]));
        }
        Ok(fields)
    }
}

pub(super) fn run(args: &Args) -> ExitCode {
    let mut sources = Sources::new();
    let is_stdin = args.dir == "-";
    let limits = args.limits.input();
    let items = match is_stdin {
        true => package::stdin(&limits, &mut sources),
        false => package::folder(&args.dir, true, &YAML, &ANNOTATED, &limits, &mut sources),
    };
    match items.and_then(|items| tree(args, items, is_stdin)) {
        Ok(text) => print(&render::clean(&text)),
        Err(e) => refuse(&e, &sources),
    }
}

fn tree(args: &Args, items: Vec<Item>, is_stdin: bool) -> Result<String> {
    let fields = args.fields()?;
    let items = step(items, |mut items| {
        items.retain(|item| match item.annotation(LOCAL_CONFIG) {
            Some(_) => args.include_local,
            None => !args.exclude_non_local,
        });
        Ok(items)
    })?;
    if items.is_empty() {
        return Ok(String::new());
    }
    let leaves: Vec<Leaf<'_>> = items.iter().map(Leaf::new).collect();
    let has_owners = || leaves.iter().any(|leaf| leaf.owners().is_some());
    let by_owners = match args.graph_structure.as_str() {
        "owners" => true,
        "directory" => false,
        "" => has_owners(),
        other => {
            render::note(&format!("there is no structure \"{other}\", which is ignored"));
            has_owners()
        }
    };
    let root = match by_owners {
        true => by_owner(&leaves, &fields)?,
        false => by_folder(leaves, if is_stdin { "." } else { &args.dir }, &fields)?,
    };
    let mut text = format!("{}\n", root.text);
    draw(&root.below, "", &mut text);
    Ok(text)
}

fn draw(branches: &[Branch], indent: &str, text: &mut String) {
    for (i, branch) in branches.iter().enumerate() {
        let is_last = i + 1 == branches.len();
        let (edge, deeper) = if is_last { ("└──", "    ") } else { ("├──", "│   ") };
        let shown = branch.text.replace('\n', &format!("\n{indent}{deeper}"));
        text.push_str(&format!("{indent}{edge} {shown}\n"));
        draw(&branch.below, &format!("{indent}{deeper}"), text);
    }
}

/// A resource with what it is told by.
struct Leaf<'p> {
    item: &'p Item,
    path: &'p str,
    kind: &'p str,
    namespace: &'p str,
    name: &'p str,
    api_version: &'p str,
}

impl<'p> Leaf<'p> {
    fn new(item: &'p Item) -> Self {
        let path = item.annotation(PATH).or_else(|| item.annotation(OLD_PATH));
        Leaf {
            item,
            path: path.unwrap_or_default(),
            kind: item.field("kind").unwrap_or_default(),
            namespace: item.metadata("namespace").unwrap_or_default(),
            name: item.metadata("name").unwrap_or_default(),
            api_version: item.field("apiVersion").unwrap_or_default(),
        }
    }

    fn owners(&self) -> Option<&'p DocNode> {
        self.item.root().get("metadata")?.get("ownerReferences")
    }

    /// The id of its first owner; empty when it has none.
    fn owner(&self) -> Result<String> {
        let Some(owners) = self.owners() else { return Ok(String::new()) };
        if owners.kind != DocKind::Sequence && !owners.is_null() {
            let message = format!("ownerReferences must be a list, this is {}", owners.kind_name());
            return Err(Error::new(Code::InvalidResource, message).at(self.item.pos(owners)));
        }
        let text = |owner: &'p DocNode, name: &str| {
            owner.get(name).filter(|node| !node.is_empty()).map_or("", |node| node.value.as_str())
        };
        Ok(owners.content.first().map_or_else(String::new, |owner| {
            format!("{} {}/{}", text(owner, "kind"), self.namespace, text(owner, "name"))
        }))
    }

    fn folder(&self) -> String {
        let parent = Path::new(self.path).parent().map(|p| p.display().to_string()).unwrap_or_default();
        if parent.is_empty() { ".".to_owned() } else { parent }
    }

    fn file(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        if name.is_empty() { "." } else { name }
    }

    fn order(&self) -> (&str, &str, &str, &str, &str) {
        (self.file(), self.namespace, self.name, self.kind, self.api_version)
    }

    fn id(&self) -> String {
        format!("{} {}/{}", self.kind, self.namespace, self.name)
    }

    fn branch(&self, what: &str, fields: &[Field]) -> Result<Branch> {
        let text = match self.namespace {
            "" => format!("[{what}]  {} {}", self.kind, self.name),
            namespace => format!("[{what}]  {} {namespace}/{}", self.kind, self.name),
        };
        let below = match fields {
            [] => Vec::new(),
            fields => fields::lines(&mut self.item.clone(), fields)?,
        };
        Ok(Branch { text, below })
    }
}

/// A branch for each folder with resources, below that of a folder whose path its own path starts with.
fn by_folder(leaves: Vec<Leaf<'_>>, root: &str, fields: &[Field]) -> Result<Branch> {
    let cleaned = package::cleaned(Path::new(root));
    let mut folders: BTreeMap<String, Vec<Leaf<'_>>> = BTreeMap::new();
    for leaf in leaves.into_iter().filter(|leaf| !leaf.kind.is_empty()) {
        folders.entry(leaf.folder()).or_default().push(leaf);
    }
    let mut top = Branch { text: cleaned, below: Vec::new() };
    let mut above: Vec<String> = Vec::new();
    for (folder, mut leaves) in folders {
        leaves.sort_by(|a, b| a.order().cmp(&b.order()));
        let branches = leaves.iter().map(|leaf| leaf.branch(leaf.file(), fields));
        let mut below = branches.collect::<Result<Vec<_>>>()?;
        if folder == "." {
            top.below.append(&mut below);
            continue;
        }
        above.retain(|parent| folder.starts_with(parent.as_str()));
        let branch = Branch { text: folder_name(root, &folder), below };
        add(&mut top.below, above.len(), branch);
        above.push(folder);
    }
    Ok(top)
}

/// Adds a branch so many levels down, each time below the branch that was added last.
fn add(branches: &mut Vec<Branch>, depth: usize, branch: Branch) {
    match branches.last_mut().filter(|_| depth > 0) {
        Some(last) => add(&mut last.below, depth - 1, branch),
        None => branches.push(branch),
    }
}

fn folder_name(root: &str, folder: &str) -> String {
    let name = folder.rsplit('/').next().unwrap_or(folder);
    match Path::new(root).join(folder).join(package::PACKAGE_FILE).exists() {
        true => format!("Pkg: {name}"),
        false => name.to_owned(),
    }
}

/// What is told by owners: which resources an owner has, and the resources by their ids. Of several with
/// one id the last one stands for all, as in the reference.
#[derive(Default)]
struct Owners<'l, 'p> {
    owned: HashMap<String, Vec<String>>,
    known: HashMap<String, &'l Leaf<'p>>,
}

/// A branch for each resource, below that of its first owner.
fn by_owner(leaves: &[Leaf<'_>], fields: &[Field]) -> Result<Branch> {
    let mut owners = Owners::default();
    for leaf in leaves {
        owners.owned.entry(leaf.owner()?).or_default().push(leaf.id());
        owners.known.insert(leaf.id(), leaf);
    }
    let is_absent = |id: &&String| !id.is_empty() && !owners.known.contains_key(*id);
    if let Some(absent) = owners.owned.keys().filter(is_absent).min() {
        let message = format!("the owner \"{absent}\" is not among the resources");
        return Err(
            Error::new(Code::NotFound, message).hint("show the folders with --graph-structure directory")
        );
    }
    Ok(Branch { text: ".".to_owned(), below: owners.below("", 0, fields)? })
}

/// How many owners may lead to one another.
const MAX_DEPTH: usize = 100;

impl Owners<'_, '_> {
    fn below(&self, owner: &str, depth: usize, fields: &[Field]) -> Result<Vec<Branch>> {
        if depth > MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} owners lead to one another");
            return Err(Error::new(Code::LimitExceeded, message));
        }
        let ids = self.owned.get(owner).into_iter().flatten();
        let mut leaves: Vec<&Leaf<'_>> = ids.filter_map(|id| self.known.get(id).copied()).collect();
        leaves.sort_by(|a, b| a.order().cmp(&b.order()));
        let branch = |leaf: &Leaf<'_>| {
            let mut branch = leaf.branch("Resource", fields)?;
            branch.below.extend(self.below(&leaf.id(), depth + 1, fields)?);
            Ok(branch)
        };
        leaves.into_iter().map(branch).collect()
    }
}
