//! What is worth a warning in the finished resources.

use crate::diagnostic::{Code, Diagnostic};
use crate::hash::{HashMap, HashSet};
use crate::kustomization::is_mode;
use crate::resource::id::DEFAULT_NAMESPACE;
use crate::resource::{Resource, ResourceSet};
use crate::source::{Pos, Sources};
use crate::yaml::number::{Number, canonical, format_g, is_canonical};
use crate::yaml::{Fact, Node, Scalar, Tag, Value, resolve};

/// More remarks of one kind than this are of no use to anybody.
const MOST: usize = 100;

/// Looks through finished resources: values that are printed otherwise than they were written,
/// objects without an `apiVersion`, references to a namespace that nothing is in any more.
pub(super) fn remarks(set: &ResourceSet, sources: &Sources) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for resource in set.iter() {
        let (api_version, kind) = (resource.api_version(), resource.kind());
        if api_version.is_empty() {
            let message = format!("{kind} {} has no apiVersion", resource.name());
            found.push(
                Diagnostic::warning(Code::MissingApiVersion, resource.pos(), message)
                    .with_hint("no cluster accepts an object without one"),
            );
        }
        // In a definition of a kind, names like labels are names of properties.
        let known = kind != "CustomResourceDefinition" && set.schema().is_known(api_version, kind);
        Values { resource, sources, known, found: &mut found }.visit(&resource.node, "");
    }
    left_behind(set, &mut found);
    left_names(set, &mut found);
    found
}

/// True for the fields that are mappings of names to text.
fn is_of_texts(key: &str) -> bool {
    matches!(key, "labels" | "annotations" | "matchLabels" | "nodeSelector" | "data" | "stringData")
}

struct Values<'r> {
    resource: &'r Resource,
    sources: &'r Sources,
    /// True for the kinds of Kubernetes itself.
    known: bool,
    found: &'r mut Vec<Diagnostic>,
}

impl Values<'_> {
    fn visit(&mut self, node: &Node, key: &str) {
        match &node.value {
            Value::Map(map) => {
                if key == "metadata" || self.known && is_of_texts(key) {
                    self.check_texts(node, key);
                }
                let quiet = if self.known { Fact::QuietInKnown } else { Fact::QuietInOther };
                if map.memory().is_some_and(|memory| memory.knows(quiet)) {
                    return;
                }
                let before = self.found.len();
                for entry in map {
                    if let Value::Scalar(s) = &entry.value.value {
                        self.visit_scalar(s, entry.value.pos, &entry.key.text);
                    } else {
                        self.visit(&entry.value, &entry.key.text);
                    }
                }
                if self.found.len() == before && before < MOST {
                    map.memory().into_iter().for_each(|memory| memory.note(quiet));
                }
            }
            Value::Seq(items) => {
                for item in items {
                    if key == "env" && self.known {
                        let value = item.as_map().and_then(|map| map.get("value"));
                        value.into_iter().for_each(|value| {
                            self.check_text(value, key, &|| "the value of a variable".to_owned());
                        });
                    }
                    self.visit(item, key);
                }
            }
            Value::Scalar(s) => self.visit_scalar(s, node.pos, key),
        }
    }

    #[inline]
    fn visit_scalar(&mut self, scalar: &Scalar, pos: Pos, key: &str) {
        if matches!(scalar.tag, Tag::Int | Tag::Float | Tag::Timestamp) {
            self.check(scalar, pos, key);
        }
    }

    fn check_texts(&mut self, node: &Node, key: &str) {
        let is_data = matches!(key, "data" | "stringData");
        if is_data && !std::ptr::eq(node, self.resource.node.get(key).unwrap_or(node)) {
            return;
        }
        for entry in node.as_map().into_iter().flatten() {
            if key != "metadata" {
                self.check_text(&entry.value, key, &|| format!("\"{}\" in {key}", entry.key.text));
            } else if matches!(entry.key.text.as_str(), "labels" | "annotations")
                && entry.value.as_map().is_none()
                && !entry.value.is_null()
            {
                let what = format!("{} must be a mapping of names to text", entry.key.text);
                self.text_needed(entry.value.pos, &what, None);
            }
        }
    }

    fn check_text(&mut self, value: &Node, key: &str, what: &dyn Fn() -> String) {
        match &value.value {
            Value::Scalar(s) => match s.tag {
                Tag::Str | Tag::Null | Tag::Merge | Tag::Timestamp if !s.text.is_empty() => {}
                Tag::Null => {}
                // What is no plain value is taken away from annotations.
                Tag::Str | Tag::Merge | Tag::Timestamp => {
                    if key == "annotations" && self.was_more(value.pos) {
                        self.text_needed(value.pos, &format!("{} must be text, it is lost", what()), None);
                    }
                }
                Tag::Bool | Tag::Int | Tag::Float => {
                    let message = format!("{} must be text, this is {}", what(), value.kind_name());
                    self.text_needed(value.pos, &message, Some(&s.text));
                }
            },
            // A mark of a template is refused when it is written.
            Value::Map(map) if map.iter().any(|entry| entry.key.is_nameless()) => {}
            _ => {
                let message = format!("{} must be text, this is {}", what(), value.kind_name());
                self.text_needed(value.pos, &message, None);
            }
        }
    }

    /// True if there is a mapping or a list at the place.
    fn was_more(&self, pos: Pos) -> bool {
        let text = self.sources.get(pos.file()).and_then(|s| s.text.get(pos.offset as usize..)).unwrap_or("");
        let line = text.lines().next().unwrap_or("");
        !line.starts_with(['"', '\''])
            && (line.starts_with(['{', '['])
                || line.starts_with("- ")
                || line == "-"
                || line.contains(": ")
                || line.trim_end().ends_with(':'))
    }

    fn text_needed(&mut self, pos: Pos, what: &str, plain: Option<&str>) {
        if self.found.len() >= MOST {
            return;
        }
        let message = format!("{} {}: {what}", self.resource.kind(), self.resource.name());
        let warning = Diagnostic::warning(Code::TextNeeded, pos, message);
        self.found.push(match plain {
            Some(text) => warning.with_hint(format!("put it in quotes: \"{text}\"")),
            None => warning.with_hint("no cluster accepts anything else there"),
        });
    }

    fn check(&mut self, scalar: &Scalar, pos: Pos, key: &str) {
        if scalar.style.is_quoted() || !pos.is_some() || self.found.len() >= MOST {
            return;
        }
        let Some(source) = self.sources.get(pos.file()) else { return };
        let at = pos.offset as usize;
        // Nearly all numbers are printed as they stand.
        let behind = source.text.get(at..).and_then(|rest| rest.strip_prefix(scalar.text.as_str()));
        let stands = behind.is_some_and(|behind| behind.chars().next().is_none_or(ends_word));
        if stands && is_canonical(&scalar.text) {
            return;
        }
        let Some(word) = word(&source.text, at) else { return };
        // The scalar may have gone through a JSON patch, so that its text is not what was written.
        let Some(printed) = printed(word).filter(|p| p != word) else { return };
        let meant = is_mode(key) && word.starts_with('0') || is_scientific(word);
        if meant || self::printed(&scalar.text).as_ref() != Some(&printed) {
            return;
        }
        let what = if scalar.tag == Tag::Timestamp { "a date" } else { "a number" };
        let message = format!(
            "{} {}: {word} is printed as {printed}, because YAML takes it for {what}",
            self.resource.kind(),
            self.resource.name()
        );
        self.found.push(
            Diagnostic::warning(Code::ChangedValue, pos, message)
                .with_hint(format!("if text is meant put it in quotes: \"{word}\"")),
        );
    }
}

/// True of `5.0e-07`: with a point and an exponent nothing but a number is meant.
fn is_scientific(word: &str) -> bool {
    word.split_once(['e', 'E']).is_some_and(|(digits, _)| digits.contains('.'))
}

fn ends_word(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ']' | '}')
}

/// The plain word at a place of a text; nothing for what stands in quotes or brackets.
fn word(text: &str, at: usize) -> Option<&str> {
    let rest = text.get(at..)?;
    let word = rest.get(..rest.find(ends_word).unwrap_or(rest.len()))?;
    (!word.is_empty() && !word.starts_with(['"', '\'', '&', '*', '!', '|', '>'])).then_some(word)
}

/// How a plain number or date is printed.
fn printed(word: &str) -> Option<String> {
    match resolve::resolve_plain(word) {
        Tag::Int | Tag::Float => Some(match canonical(word)? {
            Number::Int(int) => int.to_string(),
            Number::Float(float) => format_g(float),
        }),
        Tag::Timestamp => resolve::timestamp_value(word)?.rfc3339(),
        _ => None,
    }
}

/// Resources that were moved to another namespace, by kind and former name.
type Moved<'r> = HashMap<(&'static str, &'r str), Vec<&'r Resource>>;

/// Kinds that are referred to with a namespace.
const REFERRED: [&str; 3] = ["ServiceAccount", "Service", "Certificate"];

fn left_behind(set: &ResourceSet, found: &mut Vec<Diagnostic>) {
    let schema = set.schema();
    let mut moved: Moved<'_> = HashMap::default();
    for resource in set.iter() {
        let own = resource.kind();
        let Some(kind) = REFERRED.into_iter().find(|kind| *kind == own) else { continue };
        let Some(first) = resource.previous.first() else { continue };
        if first.namespace == resource.effective_namespace(schema) {
            continue;
        }
        let mut names: Vec<&str> = resource.previous.iter().map(|p| p.name.as_str()).collect();
        names.push(resource.name());
        names.sort_unstable();
        names.dedup();
        names.into_iter().for_each(|name| moved.entry((kind, name)).or_default().push(resource));
    }
    if moved.is_empty() {
        return;
    }
    for resource in set.iter() {
        references(resource, &mut |kind, name, namespace, pos| {
            let Some(there) = moved.get(&(kind, name)) else { return };
            let was_there = |r: &&&Resource| r.previous.first().is_some_and(|p| p.namespace == namespace);
            let Some(target) = there.iter().find(was_there) else { return };
            let is_there = |r: &Resource| {
                r.kind() == kind && r.name() == name && r.effective_namespace(schema) == namespace
            };
            let mut known = set.find_kind_name(kind, name).into_iter().filter_map(|at| set.get(at));
            if found.len() >= MOST || known.any(is_there) {
                return;
            }
            let message = format!(
                "{} {} refers to {kind} {name} in namespace {namespace}, but it was moved to {}",
                resource.kind(),
                resource.name(),
                target.namespace()
            );
            found.push(
                Diagnostic::warning(Code::NamespaceLeftBehind, pos, message)
                    .with_hint(format!("set it to {} with a patch or replacement", target.namespace()))
                    .with_related(target.name_pos(), format!("{kind} {name} is here")),
            );
        });
    }
}

/// Lists of namespaces that name one which everything was moved out of.
fn left_names(set: &ResourceSet, found: &mut Vec<Diagnostic>) {
    let schema = set.schema();
    let mut lists = set.iter().filter_map(|r| {
        let names = r.node.lookup(&["spec", "namespaceSelector", "matchNames"])?.as_seq()?;
        Some((r, names))
    });
    let Some(first) = lists.next() else { return };
    let now: HashSet<String> = set.iter().map(|r| r.effective_namespace(schema).to_owned()).collect();
    let moved: HashMap<&str, &Resource> = set
        .iter()
        .filter_map(|r| r.previous.first().map(|p| (p.namespace.as_str(), r)))
        .filter(|(before, _)| !now.contains(*before) && *before != DEFAULT_NAMESPACE)
        .collect();
    for (resource, names) in std::iter::once(first).chain(lists) {
        for name in names {
            let Some(target) = name.text().and_then(|text| moved.get(text)) else { continue };
            let message = format!(
                "{} {} selects the namespace {}, but everything in it was moved to {}",
                resource.kind(),
                resource.name(),
                name.text().unwrap_or(""),
                target.namespace()
            );
            found.push(
                Diagnostic::warning(Code::NamespaceLeftBehind, name.pos, message)
                    .with_hint(format!("set it to {} with a patch or replacement", target.namespace())),
            );
        }
    }
}

/// Calls `tell` with the kind, name, namespace and place of each reference that states a namespace.
fn references(resource: &Resource, tell: &mut dyn FnMut(&'static str, &str, &str, Pos)) {
    let node = &resource.node;
    let text = |node: &'_ Node, key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
    let mut pair = |kind, node: &Node| {
        let place = node.get("namespace").map(|n| n.pos);
        if let (Some(name), Some(namespace), Some(pos)) = (text(node, "name"), text(node, "namespace"), place)
        {
            tell(kind, &name, &namespace, pos);
        }
    };
    match resource.kind() {
        "RoleBinding" | "ClusterRoleBinding" => {
            for subject in node.get("subjects").and_then(Node::as_seq).unwrap_or_default() {
                if subject.get("kind").and_then(Node::text) == Some("ServiceAccount") {
                    pair("ServiceAccount", subject);
                }
            }
        }
        "MutatingWebhookConfiguration" | "ValidatingWebhookConfiguration" => {
            for webhook in node.get("webhooks").and_then(Node::as_seq).unwrap_or_default() {
                webhook.lookup(&["clientConfig", "service"]).into_iter().for_each(|s| pair("Service", s));
            }
        }
        "APIService" => node.lookup(&["spec", "service"]).into_iter().for_each(|s| pair("Service", s)),
        "CustomResourceDefinition" => {
            let path = ["spec", "conversion", "webhook", "clientConfig", "service"];
            node.lookup(&path).into_iter().for_each(|s| pair("Service", s));
        }
        _ => {}
    }
    let annotation = node.lookup(&["metadata", "annotations", "cert-manager.io/inject-ca-from"]);
    if let Some(node) = annotation
        && let Some((namespace, name)) = node.text().and_then(|text| text.split_once('/'))
    {
        tell("Certificate", name, namespace, node.pos);
    }
}
