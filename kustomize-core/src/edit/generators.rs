//! Entries of `configMapGenerator` and `secretGenerator`.

use super::Edited;
use super::document::{Document, boolean, key_of, map, set_text, text as text_node, texts};
use super::sources::check_sources;
use crate::diagnostic::{Code, Error, Result};
use crate::fs::FileSystem;
use crate::kustomization::{ConfigMapArgs, Decode, GeneratorArgs, Kustomization, Rules, SecretArgs};
use crate::source::Pos;
use crate::yaml::{Map, Node, Str, Value};
use std::path::Path;

/// What a generator makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GeneratorKind {
    /// A ConfigMap.
    ConfigMap,
    /// A Secret.
    Secret,
}

/// A ConfigMap or Secret as arguments name it. No namespace means `default`.
#[derive(Clone, Copy, Debug)]
pub struct GeneratorId<'a> {
    /// What is made.
    pub kind: GeneratorKind,
    /// Its name.
    pub name: &'a str,
    /// Its namespace; empty when not given.
    pub namespace: &'a str,
}

/// What is added to a generator; empty parts are absent.
#[derive(Clone, Debug, Default)]
pub struct GeneratorData {
    /// Files, each `PATH` or `KEY=PATH`.
    pub files: Vec<String>,
    /// Literals, each `KEY=VALUE`.
    pub literals: Vec<String>,
    /// A file of `KEY=VALUE` lines.
    pub env_file: String,
    /// `create`, `merge` or `replace`.
    pub behavior: String,
    /// The type of a Secret that is not there yet.
    pub secret_type: String,
    /// No hash behind the name.
    pub disable_name_suffix_hash: bool,
}

/// Where the files of a generator are: the folder of the kustomization.
#[derive(Clone, Copy)]
pub struct Files<'a> {
    /// The file system.
    pub fs: &'a dyn FileSystem,
    /// The folder.
    pub folder: &'a Path,
}

impl GeneratorKind {
    fn field(self) -> &'static str {
        match self {
            GeneratorKind::ConfigMap => "configMapGenerator",
            GeneratorKind::Secret => "secretGenerator",
        }
    }

    fn entries(self, typed: &Kustomization) -> &[GeneratorArgs] {
        match self {
            GeneratorKind::ConfigMap => &typed.config_map_generator,
            GeneratorKind::Secret => &typed.secret_generator,
        }
    }

    fn decode(self, node: &Node) -> Result<GeneratorArgs> {
        match self {
            GeneratorKind::ConfigMap => ConfigMapArgs::decode(node, Rules::Strict).map(GeneratorArgs::from),
            GeneratorKind::Secret => SecretArgs::decode(node, Rules::Strict).map(GeneratorArgs::from),
        }
    }
}

impl std::fmt::Display for GeneratorKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            GeneratorKind::ConfigMap => "ConfigMap",
            GeneratorKind::Secret => "Secret",
        })
    }
}

impl GeneratorId<'_> {
    fn is(&self, args: &GeneratorArgs) -> bool {
        args.name.as_str() == self.name && same_namespace(&args.namespace, self.namespace)
    }

    fn find(&self, typed: &Kustomization) -> Option<usize> {
        self.kind.entries(typed).iter().position(|args| self.is(args))
    }
}

fn same_namespace(a: &str, b: &str) -> bool {
    let full =
        |namespace: &str| if namespace.is_empty() { "default".to_owned() } else { namespace.to_owned() };
    full(a) == full(b)
}

/// Adds data to a generator, which is made when it is missing. As in the reference, the options of all
/// generators become options of this one, and the result must be one that a build could make.
///
/// ```
/// use kustomize_core::edit::{Files, GeneratorData, GeneratorId, GeneratorKind, add_generator};
/// use kustomize_core::fs::MemoryFileSystem;
/// use std::path::Path;
///
/// let fs = MemoryFileSystem::new();
/// let id = GeneratorId { kind: GeneratorKind::ConfigMap, name: "settings", namespace: "" };
/// let data = GeneratorData { literals: vec!["color=blue".to_owned()], ..GeneratorData::default() };
/// let files = Files { fs: &fs, folder: Path::new("/app") };
/// let edited = add_generator("namePrefix: dev-\n", id, &data, files)?;
/// assert!(edited.text.contains("- name: settings\n") && edited.text.contains("- color=blue\n"), "{}", edited.text);
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// [`Code::InvalidValue`] when the arguments contradict each other; [`Code::InvalidGenerator`] and
/// [`Code::FileUnreadable`] when its data cannot be had; what reading the text refuses.
pub fn add_generator(
    text: &str,
    id: GeneratorId<'_>,
    data: &GeneratorData,
    files: Files<'_>,
) -> Result<Edited> {
    check_data(data)?;
    let mut document = Document::open(text)?;
    let field = id.kind.field();
    let at = match id.find(&document.typed) {
        Some(at) => at,
        None => {
            let mut entry = vec![("name", text_node(id.name))];
            for (key, value) in [("namespace", id.namespace), ("type", &data.secret_type)] {
                if !value.is_empty() && (key != "type" || id.kind == GeneratorKind::Secret) {
                    entry.push((key, text_node(value)));
                }
            }
            document.append(field, vec![map(entry)]);
            id.kind.entries(&document.typed).len()
        }
    };
    let globals = document.get("generatorOptions").cloned();
    let entry = document.get_mut(field).and_then(Node::as_seq_mut).and_then(|items| items.get_mut(at));
    if let Some(entry) = entry {
        if let Some(map) = entry.as_map_mut() {
            set_text(
                map,
                "behavior",
                if data.behavior.is_empty() { text_of(map, "behavior") } else { data.behavior.clone() }
                    .as_str(),
            );
            extend(map, "files", &data.files);
            if !data.env_file.is_empty() {
                extend(map, "envs", std::slice::from_ref(&data.env_file));
            }
            extend(map, "literals", &data.literals);
            if data.disable_name_suffix_hash {
                let key = Str::new(key_of(map, "options"));
                map.set(&key, self::map([("disableNameSuffixHash", boolean(true))]));
            }
            merge_options(map, globals.as_ref());
        }
        check_sources(&id.kind.decode(entry)?, files)?;
    }
    Ok(Edited::new(document.finish()?))
}

fn text_of(map: &Map, field: &str) -> String {
    map.get_text(key_of(map, field)).unwrap_or_default().to_owned()
}

fn check_data(data: &GeneratorData) -> Result<()> {
    let refuse = |message: &str, hint: &str| Err(Error::new(Code::InvalidValue, message).hint(hint));
    let direct = !data.files.is_empty() || !data.literals.is_empty();
    if data.env_file.is_empty() && !direct {
        return refuse("no data is given", "give --from-literal, --from-file or --from-env-file");
    }
    if !data.env_file.is_empty() && direct {
        return refuse(
            "--from-env-file does not go together with --from-file or --from-literal",
            "add them one after the other",
        );
    }
    if !matches!(data.behavior.as_str(), "" | "create" | "merge" | "replace") {
        return refuse(
            &format!("\"{}\" is not a behavior", data.behavior),
            "it must be create, merge or replace",
        );
    }
    Ok(())
}

fn extend(map: &mut Map, field: &str, added: &[String]) {
    if added.is_empty() {
        return;
    }
    let key = Str::new(key_of(map, field));
    match map.get_mut(&key).and_then(Node::as_seq_mut) {
        Some(items) => items.extend(added.iter().map(|text| text_node(text))),
        None => map.set(&key, texts(added)),
    }
}

/// The options of all generators become options of one where it does not say otherwise.
fn merge_options(entry: &mut Map, globals: Option<&Node>) {
    let Some(globals) = globals.filter(|node| !node.is_null()).and_then(Node::as_map) else { return };
    let key = Str::new(key_of(entry, "options"));
    let options = entry.get_or_insert_with(&key, || Node::map(Pos::NONE));
    if options.as_map().is_none() {
        *options = Node::map(Pos::NONE);
    }
    let Value::Map(options) = &mut options.value else { return };
    for field in ["labels", "annotations"] {
        let Some(from) = globals.get(key_of(globals, field)).and_then(Node::as_map) else { continue };
        let key = Str::new(key_of(options, field));
        let own = options.get_or_insert_with(&key, || Node::map(Pos::NONE));
        if own.as_map().is_none() {
            *own = Node::map(Pos::NONE);
        }
        let Value::Map(own) = &mut own.value else { continue };
        for pair in from.iter().filter(|pair| !pair.value.is_null()) {
            if !own.contains(&pair.key.text) {
                own.push(pair.key.text.clone(), pair.value.clone());
            }
        }
    }
    for field in ["disableNameSuffixHash", "immutable"] {
        let on = |map: &Map| {
            map.get(key_of(map, field)).is_some_and(|v| bool::decode(v, Rules::Strict).unwrap_or_default())
        };
        if on(globals) && !on(options) {
            let key = Str::new(key_of(options, field));
            options.set(&key, boolean(true));
        }
    }
}

/// Changes literals of a generator that is there, and its namespace unless `new_namespace` is empty.
/// Each literal must name a key that the generator has.
///
/// ```
/// use kustomize_core::edit::{Files, GeneratorId, GeneratorKind, set_generator};
/// use kustomize_core::fs::MemoryFileSystem;
/// use std::path::Path;
///
/// let fs = MemoryFileSystem::new();
/// let id = GeneratorId { kind: GeneratorKind::ConfigMap, name: "settings", namespace: "" };
/// let text = "configMapGenerator:\n- name: settings\n  literals: [color=blue, size=2]\n";
/// let edited = set_generator(text, id, &["color=red"], "", Files { fs: &fs, folder: Path::new("/app") })?;
/// assert!(edited.text.starts_with(&text.replace("blue", "red")));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// [`Code::InvalidValue`] for a literal that is not `KEY=VALUE` with a single `=`, [`Code::NotFound`]
/// when generator or key is not there; [`Code::InvalidGenerator`] and [`Code::FileUnreadable`] when its
/// data cannot be had; what reading the text refuses.
pub fn set_generator<S: AsRef<str>>(
    text: &str,
    id: GeneratorId<'_>,
    literals: &[S],
    new_namespace: &str,
    files: Files<'_>,
) -> Result<Edited> {
    if literals.is_empty() && new_namespace.is_empty() {
        return Err(Error::new(Code::InvalidValue, "nothing to set is given")
            .hint("give --from-literal or --new-namespace"));
    }
    let mut document = Document::open(text)?;
    let Some(at) = id.find(&document.typed) else {
        return Err(not_found(id));
    };
    let present: Vec<String> = id
        .kind
        .entries(&document.typed)
        .get(at)
        .map(|args| args.literals.iter().map(ToString::to_string).collect())
        .unwrap_or_default();
    let globals = document.get("generatorOptions").cloned();
    let entry =
        document.get_mut(id.kind.field()).and_then(Node::as_seq_mut).and_then(|items| items.get_mut(at));
    if let Some(entry) = entry {
        if let Some(map) = entry.as_map_mut() {
            if !literals.is_empty() {
                let updated = update_literals(&present, literals, id)?;
                let key = Str::new(key_of(map, "literals"));
                map.set(&key, texts(&updated));
            }
            if !new_namespace.is_empty() {
                set_text(map, "namespace", new_namespace);
            }
            merge_options(map, globals.as_ref());
        }
        check_sources(&id.kind.decode(entry)?, files)?;
    }
    Ok(Edited::new(document.finish()?))
}

fn not_found(id: GeneratorId<'_>) -> Error {
    let message = format!("the kustomization file has no {} \"{}\"", id.kind, id.name);
    Error::new(Code::NotFound, message).hint("name and --namespace must be those of an entry in the file")
}

fn update_literals<S: AsRef<str>>(
    present: &[String],
    changes: &[S],
    id: GeneratorId<'_>,
) -> Result<Vec<String>> {
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for literal in present {
        let (key, value) = single_pair(literal)?;
        match pairs.iter_mut().find(|(other, _)| *other == key) {
            Some(pair) => pair.1 = value,
            None => pairs.push((key, value)),
        }
    }
    for change in changes {
        let (key, value) = single_pair(change.as_ref())?;
        let Some(pair) = pairs.iter_mut().find(|(other, _)| *other == key) else {
            let message = format!("the {} \"{}\" has no literal \"{key}\"", id.kind, id.name);
            return Err(Error::new(Code::NotFound, message).hint("\"edit add\" adds literals"));
        };
        pair.1 = value;
    }
    Ok(pairs.into_iter().map(|(key, value)| format!("{key}={value}")).collect())
}

fn single_pair(literal: &str) -> Result<(&str, &str)> {
    literal.split_once('=').filter(|(_, value)| !value.contains('=')).ok_or_else(|| {
        let message =
            format!("the literal \"{literal}\" is not a key and a value with one \"=\" between them");
        Error::new(Code::InvalidValue, message).hint("literals with further \"=\" must be changed by hand")
    })
}

/// Removes the generators of these names in a namespace. A name that is not there is noted.
///
/// ```
/// use kustomize_core::edit::{GeneratorKind, remove_generators};
/// let text = "namePrefix: dev-\nsecretGenerator:\n- name: key\n  literals: [a=b]\n";
/// let edited = remove_generators(text, GeneratorKind::Secret, &["key"], "")?;
/// assert!(!edited.text.contains("secretGenerator"));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// [`Code::NotFound`] when none of them is there; what reading the text refuses.
pub fn remove_generators<S: AsRef<str>>(
    text: &str,
    kind: GeneratorKind,
    names: &[S],
    namespace: &str,
) -> Result<Edited> {
    let mut document = Document::open(text)?;
    let mut found: Vec<String> = Vec::new();
    let mut kept = Vec::new();
    for (args, node) in kind.entries(&document.typed).iter().zip(document.items(kind.field())) {
        let named = names.iter().any(|name| name.as_ref() == args.name.as_str());
        if named && same_namespace(&args.namespace, namespace) {
            found.push(args.name.to_string());
        } else {
            kept.push(node);
        }
    }
    if found.is_empty() {
        let list: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        let message = format!("the kustomization file has no {kind} of the name {}", list.join(" or "));
        return Err(Error::new(Code::NotFound, message).hint("--namespace chooses among equal names"));
    }
    document.set_list(kind.field(), kept);
    let missing = names.iter().map(AsRef::as_ref).filter(|name| !found.iter().any(|f| f == name));
    let notes = missing.map(|name| format!("the kustomization file has no {kind} \"{name}\"")).collect();
    Ok(Edited { text: document.finish()?, notes })
}
