//! Selecting resources by kind, name, namespace, labels and annotations.

use super::id::split_api_version;
use super::resource::Resource;
use super::set::ResourceSet;
use super::unseen::{ANNOTATIONS, LABELS};
use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::{Selector, Text};
use crate::schema::Schema;

/// A selector ready to be asked: its names are regular expressions that must fit as a whole.
///
/// ```
/// use kustomize_core::{Builder, fs::MemoryFileSystem};
/// use kustomize_core::kustomization::{Selector, Text};
/// use kustomize_core::{resource::selector::Matcher, source::Pos};
///
/// let mut files = MemoryFileSystem::new();
/// files.insert("/app/kustomization.yaml", "resources: [a.yaml]\nnamePrefix: dev-\n");
/// files.insert("/app/a.yaml", "kind: Service\nmetadata: {name: web}\n---\nkind: Pod\nmetadata: {name: job}\n");
/// let output = Builder::new(&files).build("/app").unwrap();
///
/// let mut selector = Selector::default();
/// selector.name = Text::new("w.*", Pos::NONE);
/// let matcher = Matcher::new(&selector).unwrap();
/// let schema = output.resource_set().schema();
/// // The name before the build counts too.
/// let found: Vec<_> = output.resources().filter(|r| matcher.matches(r, schema)).map(|r| r.name()).collect();
/// assert_eq!(found, ["dev-web"]);
/// ```
pub struct Matcher {
    group: Pattern,
    version: Pattern,
    kind: Pattern,
    name: Pattern,
    namespace: Pattern,
    labels: Vec<Requirement>,
    annotations: Vec<Requirement>,
}

enum Pattern {
    Any,
    Literal(String),
    /// Texts that start so, as in `web.*`.
    Prefix(String),
    Regex(Box<regex::Regex>),
}

/// True for a character that stands for itself in a regular expression.
fn is_literal(c: char) -> bool {
    c.is_alphanumeric() || "-_/:, ".contains(c)
}

impl Pattern {
    fn new(text: &Text) -> Result<Self> {
        if text.is_empty() {
            return Ok(Pattern::Any);
        }
        if text.chars().all(is_literal) {
            return Ok(Pattern::Literal(text.to_string()));
        }
        // To compile an expression takes longer than to look at thousands of names.
        if let Some(prefix) = text.strip_suffix(".*").filter(|prefix| prefix.chars().all(is_literal)) {
            return Ok(Pattern::Prefix(prefix.to_owned()));
        }
        match crate::re2::compile_anchored(text) {
            Some(regex) => Ok(Pattern::Regex(Box::new(regex))),
            None => Err(no_pattern(text)),
        }
    }

    fn matches(&self, text: &str) -> bool {
        match self {
            Pattern::Any => true,
            Pattern::Literal(literal) => literal == text,
            // A dot is anything but a line break.
            Pattern::Prefix(prefix) => {
                text.strip_prefix(prefix.as_str()).is_some_and(|rest| !rest.contains('\n'))
            }
            Pattern::Regex(regex) => regex.is_match(text),
        }
    }
}

/// The refusal of a text that is to be a regular expression.
pub(crate) fn no_pattern(text: &Text) -> Error {
    let error = Error::new(Code::InvalidSelector, format!("\"{text}\" is not a regular expression"));
    let error = error.at(text.pos);
    let starred = text.starts_with('*').then(|| text.replace('*', ".*"));
    match starred.filter(|text| crate::re2::compile_anchored(text).is_some()) {
        Some(pattern) => error.hint(format!("did you mean \"{pattern}\"?")),
        None => error.hint("put a backslash before each character that is meant as it is"),
    }
}

/// The places, in order, of the resources that a selector selects. Names that are no patterns, labels with
/// their values, starts of names and kinds are looked up in the indexes of the set, the first of them that is
/// stated.
///
/// # Errors
/// When the selector is not valid.
pub fn select(set: &ResourceSet, selector: &Selector) -> Result<Vec<usize>> {
    let matcher = Matcher::new(selector)?;
    let schema = set.schema();
    let those = |candidates: Vec<usize>, fits: &dyn Fn(&Resource) -> bool| {
        candidates.into_iter().filter(|i| set.get(*i).is_some_and(fits)).collect()
    };
    let fits: &dyn Fn(&Resource) -> bool = &|r| matcher.matches(r, schema);
    let label = matcher.labels.iter().find_map(Requirement::values);
    Ok(match (&matcher.kind, &matcher.name, label) {
        (_, Pattern::Literal(name), _) => those(set.find_name(name), fits),
        (_, _, Some((key, values))) => those(set.maybe_labelled(key, values), fits),
        (_, Pattern::Prefix(prefix), _) if !prefix.is_empty() => those(set.find_prefix(prefix), fits),
        (Pattern::Literal(kind), _, _) => those(set.find_kind(kind), &|r| matcher.matches_of_kind(r, schema)),
        _ => those((0..set.len()).collect(), fits),
    })
}

/// What a selector asks for, as in `Deployment web in namespace shop with the labels app=web`.
pub(crate) fn describe(selector: &Selector) -> String {
    let mut words: Vec<String> = Vec::new();
    words.push(if selector.kind.is_empty() { "resource".to_owned() } else { selector.kind.to_string() });
    if !selector.name.is_empty() {
        words.push(selector.name.to_string());
    }
    match (selector.group.is_empty(), selector.version.is_empty()) {
        (true, true) => {}
        (true, false) => words.push(format!("of version {}", selector.version)),
        (false, true) => words.push(format!("of group {}", selector.group)),
        (false, false) => words.push(format!("of {}/{}", selector.group, selector.version)),
    }
    for (what, text) in [
        ("in namespace", &selector.namespace),
        ("with the labels", &selector.label_selector),
        ("with the annotations", &selector.annotation_selector),
    ] {
        if !text.is_empty() {
            words.push(format!("{what} {text}"));
        }
    }
    words.join(" ")
}

impl Matcher {
    /// Prepares a selector.
    ///
    /// # Errors
    /// [`Code::InvalidSelector`] for a bad regular expression or label selector.
    pub fn new(selector: &Selector) -> Result<Self> {
        Ok(Matcher {
            group: Pattern::new(&selector.group)?,
            version: Pattern::new(&selector.version)?,
            kind: Pattern::new(&selector.kind)?,
            name: Pattern::new(&selector.name)?,
            namespace: Pattern::new(&selector.namespace)?,
            labels: requirements(&selector.label_selector)?,
            annotations: requirements(&selector.annotation_selector)?,
        })
    }

    /// True when the resource is selected: name and namespace may be the first or the present ones.
    pub fn matches(&self, resource: &Resource, schema: &Schema) -> bool {
        (matches!(self.kind, Pattern::Any) || self.kind.matches(resource.kind()))
            && self.matches_of_kind(resource, schema)
    }

    /// As [`Self::matches`], for a resource whose kind is right.
    fn matches_of_kind(&self, resource: &Resource, schema: &Schema) -> bool {
        let is_any = |pattern: &Pattern| matches!(pattern, Pattern::Any);
        if !(is_any(&self.group) && is_any(&self.version)) {
            let (group, version) = split_api_version(resource.api_version());
            if !(self.group.matches(group) && self.version.matches(version)) {
                return false;
            }
        }
        let either = |pattern: &Pattern, first: &str, now: &str| {
            pattern.matches(now) || first != now && pattern.matches(first)
        };
        (is_any(&self.name) || either(&self.name, resource.original_name(), resource.name()))
            && (is_any(&self.namespace)
                || either(
                    &self.namespace,
                    resource.original_namespace(schema),
                    resource.effective_namespace(schema),
                ))
            && hold(&self.labels, &self.annotations, resource)
    }
}

/// True when the labels and annotations of a resource fulfil all that is asked of them.
pub(crate) fn hold(labels: &[Requirement], annotations: &[Requirement], resource: &Resource) -> bool {
    labels.iter().all(|r| r.holds(resource, LABELS))
        && annotations.iter().all(|r| r.holds(resource, ANNOTATIONS))
}

/// One condition of a label selector.
pub(crate) struct Requirement {
    key: String,
    test: Test,
}

enum Test {
    Exists,
    Absent,
    In(Vec<String>),
    NotIn(Vec<String>),
    Greater(i64),
    Less(i64),
}

impl Requirement {
    /// The key and the values that it may have, when the condition is one of these.
    fn values(&self) -> Option<(&str, &[String])> {
        if let Test::In(values) = &self.test { Some((&self.key, values)) } else { None }
    }

    /// True when the labels or annotations of a resource, what was set in a null too, fulfil it.
    fn holds(&self, resource: &Resource, path: &str) -> bool {
        // What is no text is an empty one.
        let found = resource.pairs(path).rev().find(|entry| entry.key.is(&self.key));
        let value = found.map(|entry| entry.value.text().unwrap_or_default());
        let number = || value.and_then(|v| v.parse::<i64>().ok());
        match &self.test {
            Test::Exists => value.is_some(),
            Test::Absent => value.is_none(),
            Test::In(values) => value.is_some_and(|v| values.iter().any(|x| x == v)),
            Test::NotIn(values) => !value.is_some_and(|v| values.iter().any(|x| x == v)),
            Test::Greater(bound) => number().is_some_and(|n| n > *bound),
            Test::Less(bound) => number().is_some_and(|n| n < *bound),
        }
    }
}

/// The conditions of a label selector, all of which must hold.
pub(crate) fn requirements(selector: &Text) -> Result<Vec<Requirement>> {
    if selector.is_empty() {
        return Ok(Vec::new());
    }
    let invalid = || {
        Error::new(Code::InvalidSelector, format!("\"{selector}\" is not a label selector"))
            .at(selector.pos)
            .hint("write it as in app=web,tier!=test,zone in (a,b)")
    };
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_i32, 0);
    for (i, c) in selector.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(selector.get(start..i).unwrap_or(""));
                start = i + 1;
            }
            _ => {}
        }
    }
    if depth != 0 {
        return Err(invalid());
    }
    parts.push(selector.get(start..).unwrap_or(""));
    if selector.trim().is_empty() {
        return Ok(Vec::new());
    }
    parts.into_iter().map(|part| requirement(part.trim()).ok_or_else(invalid)).collect()
}

fn requirement(text: &str) -> Option<Requirement> {
    let make = |key: &str, test| {
        let key = key.trim();
        let valid = key.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c))
            && key.starts_with(|c: char| c.is_ascii_alphanumeric())
            && key.ends_with(|c: char| c.is_ascii_alphanumeric());
        valid.then(|| Requirement { key: key.to_owned(), test })
    };
    let value = |text: &str| {
        let text = text.trim();
        let valid = text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
        valid.then(|| text.to_owned())
    };
    if let Some(list) = text.strip_suffix(')') {
        let (head, list) = list.split_once('(')?;
        let values = list.split(',').map(value).collect::<Option<Vec<_>>>()?;
        let (key, word) = head.trim().rsplit_once(char::is_whitespace)?;
        return match word {
            "in" => make(key, Test::In(values)),
            "notin" => make(key, Test::NotIn(values)),
            _ => None,
        };
    }
    if let Some((key, rest)) = text.split_once("!=") {
        return make(key, Test::NotIn(vec![value(rest)?]));
    }
    if let Some((key, rest)) = text.split_once("==").or_else(|| text.split_once('=')) {
        return make(key, Test::In(vec![value(rest)?]));
    }
    if let Some((key, rest)) = text.split_once('>') {
        return make(key, Test::Greater(rest.trim().parse().ok()?));
    }
    if let Some((key, rest)) = text.split_once('<') {
        return make(key, Test::Less(rest.trim().parse().ok()?));
    }
    match text.strip_prefix('!') {
        Some(key) => make(key, Test::Absent),
        None => make(text, Test::Exists),
    }
}

#[cfg(test)]
mod tests {
    use super::{Matcher, Pattern, Text, select};
    use crate::kustomization::Selector;
    use crate::resource::{Resource, ResourceSet};
    use crate::source::{FileId, Pos};
    use crate::yaml::{Limits, Node, read_documents};
    use std::sync::Arc;

    fn text(text: &str) -> Text {
        Text::new(text, Pos::NONE)
    }

    /// Selectors by name, start of a name, label and kind.
    fn selectors() -> Vec<Selector> {
        let by = |kind: &str, name: &str, labels: &str| Selector {
            kind: text(kind),
            name: text(name),
            label_selector: text(labels),
            ..Selector::default()
        };
        vec![
            by("", "web", ""),
            by("", "web.*", ""),
            by("Pod", "a.*", ""),
            by("", ".*", ""),
            by("Service", "", ""),
            by("", "", "app=x"),
            by("Pod", "", "app in (x,y),!tier"),
            by("", "w.*", "app=y"),
            by("", "", "app="),
            by("", "", "app!=x"),
        ]
    }

    fn find_as_all_are_asked(set: &ResourceSet) {
        for selector in selectors() {
            let matcher = Matcher::new(&selector).unwrap();
            let fits = |at: &usize| set.get(*at).is_some_and(|r| matcher.matches(r, set.schema()));
            let asked: Vec<usize> = (0..set.len()).filter(fits).collect();
            assert_eq!(select(set, &selector).unwrap(), asked, "{selector:?}");
        }
    }

    fn set_metadata(resource: &mut Resource, field: &str, yaml: &str) {
        let node = read_documents(yaml, FileId(0), &Limits::default()).unwrap().remove(0);
        if let Some(metadata) = resource.node.get_mut("metadata").and_then(Node::as_map_mut) {
            metadata.set(field, node);
        }
    }

    #[test]
    fn indexes_follow_every_change() {
        let objects = "kind: Pod\nmetadata: {name: web, labels: {app: x}}\n---\n\
                       kind: Pod\nmetadata: {name: web-a, labels: {app: y, tier: z}}\n---\n\
                       kind: Service\nmetadata: {name: api, labels: {app: 1}}\n---\n\
                       kind: Service\nmetadata: {name: wide, labels: }\n";
        let nodes = read_documents(objects, FileId(0), &Limits::default()).unwrap();
        let mut set = ResourceSet::default();
        nodes.into_iter().for_each(|node| set.push(Arc::new(Resource::new(node))).unwrap());
        find_as_all_are_asked(&set);
        let schema = set.schema().clone();
        for (at, field, yaml) in [
            (0, "labels", "app: y"),
            (1, "name", "api-a"),
            (2, "labels", "{app: x, tier: y}"),
            (3, "labels", "app: x"),
            (3, "name", "web"),
            (0, "labels", "[app]"),
        ] {
            set.modify(at, |resource| {
                resource.remember_id(&schema);
                set_metadata(resource, field, yaml);
            });
            find_as_all_are_asked(&set);
        }
        set.modify_content(1, |resource| set_metadata(resource, "labels", "app: x"));
        find_as_all_are_asked(&set);
        let node = read_documents(
            "kind: Pod\nmetadata: {name: web-z, labels: {app: x}}\n",
            FileId(0),
            &Limits::default(),
        );
        let mut first = ResourceSet::default();
        first.push(Arc::new(Resource::new(node.unwrap().remove(0)))).unwrap();
        first.append(set).unwrap();
        find_as_all_are_asked(&first);
        first.list_mut().remove(1);
        find_as_all_are_asked(&first);
    }

    #[test]
    fn a_prefix_fits_what_its_expression_fits() {
        for prefix in ["web", "a b", "", "x/y:z,é"] {
            let text = format!("{prefix}.*");
            let pattern = Pattern::new(&Text::new(text.as_str(), Pos::NONE)).unwrap();
            assert!(matches!(pattern, Pattern::Prefix(_)), "{text}");
            let regex = crate::re2::compile_anchored(&text).unwrap();
            for end in ["", "-1", ".*", "\n", "-\nx", "\r", "\u{85}", "é"] {
                for candidate in [format!("{prefix}{end}"), end.to_owned(), format!("x{prefix}{end}")] {
                    assert_eq!(pattern.matches(&candidate), regex.is_match(&candidate), "{candidate:?}");
                }
            }
        }
        for text in ["web.", "w.b.*", "web*.*", "web|.*", "(web).*", "web\\.*"] {
            let pattern = Pattern::new(&Text::new(text, Pos::NONE)).unwrap();
            assert!(matches!(pattern, Pattern::Regex(_)), "{text}");
        }
    }
}
