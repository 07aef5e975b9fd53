//! Changes names, tags and digests of images.

use super::field_spec::FieldSpec;
use super::paths::Paths;
use super::replacement::{Place, node_at, node_at_mut};
use super::walk::{Compiled, compile, set_text};
use crate::diagnostic::{Code, Diagnostic, Result};
use crate::kustomization::{Image, nearest};
use crate::resource::id::GvkRef;
use crate::resource::{Resource, ResourceSet};
use crate::yaml::{Fact, Node, Value};
use std::cell::Cell;
use std::collections::BTreeSet;

/// Applies each entry to the image of every container and to the fields that `specs` name; custom
/// resource definitions are left alone. An entry that fits no image is warned of.
///
/// # Errors
/// When a field that should hold an image is no plain value.
pub fn apply(
    set: &mut ResourceSet,
    images: &[Image],
    specs: &[FieldSpec],
    warn: &mut dyn FnMut(Diagnostic),
) -> Result<()> {
    let rules: Vec<Rule<'_>> = images.iter().map(Rule::new).collect();
    if rules.is_empty() {
        return Ok(());
    }
    let specs = compile(specs);
    let paths = Paths::new(&specs);
    let mut place = Place::new();
    for at in 0..set.len() {
        let Some(resource) = set.get(at) else { continue };
        let gvk = resource.gvk_ref();
        if is_left_alone(gvk.kind) {
            continue;
        }
        let specs = specs_of(&specs, &paths, &resource.node, gvk);
        let mut lists = Vec::new();
        find_containers(&resource.node, &mut place, &mut lists);
        if lists.is_empty() && specs.is_empty() {
            continue;
        }
        match foresee(&rules, &resource.node, &lists, &specs) {
            Some(texts) if texts.iter().all(Option::is_none) => continue,
            Some(texts) => {
                set.modify_in_step(at, |resource| put(resource, &lists, texts)).unwrap_or(Ok(()))?;
                continue;
            }
            None if !concerns(&rules, &resource.node, &lists, &specs) => continue,
            None => {}
        }
        set.modify_in_step(at, |resource| {
            let mut linked = false;
            for rule in &rules {
                let mut set = |image: &mut Node| {
                    linked |= image.is_linked();
                    rule.set(image)
                };
                for list in &lists {
                    let items = node_at_mut(&mut resource.node, list).and_then(Node::as_seq_mut);
                    let mut images = items.into_iter().flatten().filter_map(|item| item.get_mut("image"));
                    images.try_for_each(&mut set)?;
                }
                for spec in &specs {
                    spec.visit_existing(&mut resource.node, &mut set)?;
                }
            }
            if linked {
                resource.sync_links();
            }
            Ok(())
        })
        .unwrap_or(Ok(()))?;
    }
    let unused: Vec<&Rule<'_>> = rules.iter().filter(|rule| !rule.used.get()).collect();
    if !unused.is_empty() {
        let (mut known, mut left_alone) = (BTreeSet::new(), BTreeSet::new());
        for resource in set.iter() {
            let is_left_alone = is_left_alone(resource.kind());
            names(&resource.node, if is_left_alone { &mut left_alone } else { &mut known });
        }
        unused.into_iter().take(MOST).for_each(|rule| warn(unmatched(rule.image, &known, &left_alone)));
    }
    Ok(())
}

/// True for the kind in which images are not changed.
fn is_left_alone(kind: &str) -> bool {
    kind == "CustomResourceDefinition"
}

/// So many entries without an effect are told.
const MOST: usize = 50;

/// The names of all images of containers.
fn names(node: &Node, known: &mut BTreeSet<String>) {
    match &node.value {
        Value::Map(map) => {
            for entry in map {
                names(&entry.value, known);
                if matches!(entry.key.text.as_str(), "containers" | "initContainers") {
                    let items = entry.value.as_seq().unwrap_or_default().iter();
                    let images = items.filter_map(|item| item.get("image").and_then(Node::text));
                    known.extend(images.map(|image| split(image).0.to_owned()));
                }
            }
        }
        Value::Seq(items) => items.iter().for_each(|item| names(item, known)),
        Value::Scalar(_) => {}
    }
}

fn unmatched(image: &Image, known: &BTreeSet<String>, left_alone: &BTreeSet<String>) -> Diagnostic {
    let pos = if image.name.pos.is_some() { image.name.pos } else { image.pos };
    if image.name.is_empty() {
        let warning = Diagnostic::warning(Code::UnmatchedImage, pos, "an entry of images names no image");
        return warning.with_hint("add name: with the name of the image as the resources state it");
    }
    let message = format!("no container has an image named \"{}\"", image.name);
    let warning = Diagnostic::warning(Code::UnmatchedImage, pos, message);
    if left_alone.contains(image.name.as_str()) {
        return warning.with_hint("one in a CustomResourceDefinition has, but images are not changed there");
    }
    let last = |name: &str| name.rsplit('/').next().unwrap_or("").to_owned();
    let own = last(split(&image.name).0);
    let near = known
        .iter()
        .find(|name| last(name) == own)
        .map(String::as_str)
        .or_else(|| nearest(&image.name, known.iter().map(String::as_str)));
    if !split(&image.name).1.is_empty() && near.is_some_and(|near| near == split(&image.name).0) {
        return warning.with_hint("state the name without the tag");
    }
    match near {
        Some(near) => warning.with_hint(format!("did you mean \"{near}\"?")),
        None if !known.is_empty() && known.len() <= 6 => {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            warning.with_hint(format!("the images at this step are: {}", known.join(", ")))
        }
        None => warning,
    }
}

/// The specifications that are meant for a kind and lead to anything in the resource.
fn specs_of<'s>(
    specs: &'s [Compiled<'s>],
    paths: &Paths,
    node: &Node,
    gvk: GvkRef<'_>,
) -> Vec<&'s Compiled<'s>> {
    let mut found: Vec<usize> = Vec::new();
    paths.find(node, &mut |number| found.push(number));
    found.sort_unstable();
    found.dedup();
    found.into_iter().filter_map(|i| specs.get(i)).filter(|s| s.spec.selects_ref(gvk)).collect()
}

/// The lists `containers` and `initContainers` at any depth.
fn find_containers(node: &Node, place: &mut Place, found: &mut Vec<Place>) {
    match &node.value {
        Value::Map(map) => {
            if map.memory().is_some_and(|memory| memory.knows(Fact::NoContainers)) {
                return;
            }
            let before = found.len();
            for (at, entry) in map.iter().enumerate() {
                if let Value::Scalar(_) = entry.value.value {
                    continue;
                }
                place.push(at);
                find_containers(&entry.value, place, found);
                let key = &entry.key;
                if entry.value.as_seq().is_some() && (key.is("containers") || key.is("initContainers")) {
                    found.push(place.clone());
                }
                place.pop();
            }
            if found.len() == before {
                map.memory().into_iter().for_each(|memory| memory.note(Fact::NoContainers));
            }
        }
        Value::Seq(items) => {
            for (at, item) in items.iter().enumerate() {
                if let Value::Scalar(_) = item.value {
                    continue;
                }
                place.push(at);
                find_containers(item, place, found);
                place.pop();
            }
        }
        Value::Scalar(_) => {}
    }
}

/// True when there is an image that a rule changes, or something that is not what it should be.
fn concerns(rules: &[Rule<'_>], node: &Node, lists: &[Place], specs: &[&Compiled<'_>]) -> bool {
    let wanted = |image: &Node| match image.text() {
        Some(value) => rules.iter().any(|rule| rule.matches(value)),
        None => true,
    };
    let lists = lists.iter().filter_map(|list| node_at(node, list)).filter_map(Node::as_seq);
    lists.flatten().filter_map(|item| item.get("image")).any(wanted)
        || specs.iter().any(|spec| {
            let mut any = false;
            let looked = spec.look(node, &mut |image| {
                any |= wanted(image);
                Ok(())
            });
            any || looked.unwrap_or(true)
        })
}

/// What all rules together make of the images in the lists, with nothing for one that no rule is about. `None`
/// where that has to be tried: when there is an image elsewhere, or something that is not what it should be.
fn foresee(
    rules: &[Rule<'_>],
    node: &Node,
    lists: &[Place],
    specs: &[&Compiled<'_>],
) -> Option<Vec<Option<String>>> {
    let items = lists.iter().filter_map(|list| node_at(node, list)).filter_map(Node::as_seq).flatten();
    let images: Vec<&Node> = items.filter_map(|item| item.get("image")).collect();
    // How often a rule comes by an image.
    let mut times = vec![1; images.len()];
    for spec in specs {
        let mut elsewhere = false;
        let looked = spec.look(node, &mut |image| {
            match images.iter().position(|known| std::ptr::eq(*known, image)) {
                Some(at) => times.iter_mut().skip(at).take(1).for_each(|times| *times += 1),
                None => elsewhere = true,
            }
            Ok(())
        });
        if elsewhere || looked.unwrap_or(true) {
            return None;
        }
    }
    let foreseen = |(image, times): (&&Node, usize)| {
        let mut text: Option<String> = None;
        for rule in rules {
            for _ in 0..times {
                let Some(new) = rule.change(text.as_deref().or(image.text())?) else { break };
                text = Some(new);
            }
        }
        Some(text)
    };
    images.iter().zip(times).map(foreseen).collect()
}

/// Writes the texts to the images in the lists.
fn put(resource: &mut Resource, lists: &[Place], texts: Vec<Option<String>>) -> Result<()> {
    let mut texts = texts.into_iter();
    let mut linked = false;
    for list in lists {
        let items = node_at_mut(&mut resource.node, list).and_then(Node::as_seq_mut);
        for item in items.into_iter().flatten().filter(|item| item.get("image").is_some()) {
            let Some(Some(text)) = texts.next() else { continue };
            if let Some(image) = item.get_mut("image") {
                linked |= image.is_linked();
                set_text(image, &text)?;
            }
        }
    }
    if linked {
        resource.sync_links();
    }
    Ok(())
}

struct Rule<'i> {
    image: &'i Image,
    name: Name,
    /// True once it fitted an image.
    used: Cell<bool>,
}

/// The name of an entry is a regular expression. Nearly all consist of letters that stand for
/// themselves and dots that stand for any character, which need no engine.
enum Name {
    Simple,
    Regex(Option<regex::Regex>),
}

impl<'i> Rule<'i> {
    fn new(image: &'i Image) -> Self {
        let simple = image.name.chars().all(|c| c.is_ascii_alphanumeric() || "./-_:@".contains(c));
        let name = if simple {
            Name::Simple
        } else {
            let pattern = format!("^{}(:[a-zA-Z0-9_.{{}}-]*)?(@sha256:[a-zA-Z0-9_.{{}}-]*)?$", image.name);
            Name::Regex(regex::Regex::new(&pattern).ok())
        };
        Rule { image, name, used: Cell::new(false) }
    }

    fn matches(&self, value: &str) -> bool {
        match &self.name {
            Name::Regex(regex) => regex.as_ref().is_some_and(|r| r.is_match(value)),
            Name::Simple => {
                let name = self.image.name.as_str();
                // What has other letters than ASCII is told apart by characters.
                if value.is_ascii() {
                    return value.split_at_checked(name.len()).is_some_and(|(start, rest)| {
                        is_name(name.as_bytes(), start.as_bytes()) && is_tag_and_digest(rest)
                    });
                }
                let mut rest = value.chars();
                let fits =
                    name.chars().all(|p| rest.next().is_some_and(|c| p == c || (p == '.' && c != '\n')));
                fits && is_tag_and_digest(rest.as_str())
            }
        }
    }

    fn set(&self, node: &mut Node) -> Result<()> {
        if node.as_scalar().is_none() {
            return set_text(node, "");
        }
        match node.text().and_then(|value| self.change(value)) {
            Some(new) => set_text(node, &new),
            None => Ok(()),
        }
    }

    /// What becomes of an image that it is about.
    fn change(&self, value: &str) -> Option<String> {
        if !self.matches(value) {
            return None;
        }
        self.used.set(true);
        let (name, tag, digest) = split(value);
        let image = self.image;
        let name = if image.new_name.is_empty() { name } else { &image.new_name };
        let (tag, suffix, digest) = match (image.new_tag.is_empty(), image.digest.is_empty()) {
            (false, false) => (image.new_tag.as_str(), "", image.digest.as_str()),
            (false, true) => (image.new_tag.as_str(), "", ""),
            (true, false) => ("", "", image.digest.as_str()),
            (true, true) if !image.tag_suffix.is_empty() => (tag, image.tag_suffix.as_str(), ""),
            (true, true) => (tag, "", digest),
        };
        let before = |mark, text: &str| if text.is_empty() { "" } else { mark };
        let colon = if suffix.is_empty() { before(":", tag) } else { ":" };
        Some([name, colon, tag, suffix, before("@", digest), digest].concat())
    }
}

/// True when each letter of a name is there, where a dot stands for any.
fn is_name(name: &[u8], text: &[u8]) -> bool {
    // From the end: many images come from one place.
    name.iter().zip(text).rev().all(|(p, c)| p == c || (*p == b'.' && *c != b'\n'))
}

fn is_tag_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '{' | '}' | '-')
}

/// True for an optional `:tag` and an optional `@sha256:digest`.
fn is_tag_and_digest(rest: &str) -> bool {
    let rest = match rest.as_bytes().first() {
        Some(b':') => rest.get(1..).unwrap_or("").trim_start_matches(is_tag_char),
        None => return true,
        Some(b'@') => rest,
        Some(_) => return false,
    };
    rest.is_empty() || rest.strip_prefix("@sha256:").is_some_and(|digest| digest.chars().all(is_tag_char))
}

/// Name, tag and digest of an image.
fn split(image: &str) -> (&str, &str, &str) {
    let start = image.find('/').unwrap_or(0);
    let search = image.get(start..).unwrap_or("");
    let at = search.find('@').map(|i| i + start);
    let colon = search.find(':').map(|i| i + start);
    let part = |from: usize, to: usize| image.get(from..to).unwrap_or("");
    match (colon, at) {
        (None, None) => (image, "", ""),
        (Some(colon), Some(at)) if colon < at => {
            (part(0, colon), part(colon + 1, at), part(at + 1, image.len()))
        }
        (_, Some(at)) => (part(0, at), "", part(at + 1, image.len())),
        (Some(colon), None) => (part(0, colon), part(colon + 1, image.len()), ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kustomization::Text;
    use crate::source::Pos;

    #[test]
    fn images_change_as_in_the_reference() {
        for (name, value, new_name, new_tag, digest, want) in [
            ("nginx", "nginx:1.0", "", "2.0", "", "nginx:2.0"),
            ("nginx", "nginx", "", "2.0", "", "nginx:2.0"),
            ("nginx", "nginx@sha256:abc", "", "2.0", "", "nginx:2.0"),
            ("nginx", "nginx:1.0", "", "", "sha256:abc", "nginx@sha256:abc"),
            ("nginx", "nginx:1.0", "my/nginx", "", "", "my/nginx:1.0"),
            ("nginx", "nginx2:1.0", "", "2.0", "", "nginx2:1.0"),
            ("a.b/c", "axb/c:1", "", "2", "", "axb/c:2"),
            ("reg:5000/app", "reg:5000/app:1", "", "2", "", "reg:5000/app:2"),
            ("nginx", "nginx:1.0@sha256:abc", "", "2", "", "nginx:2"),
            ("ngin[x]", "nginx:1.0", "", "2", "", "nginx:2"),
        ] {
            let image = Image {
                name: Text::new(name, Pos::NONE),
                new_name: Text::new(new_name, Pos::NONE),
                new_tag: Text::new(new_tag, Pos::NONE),
                digest: Text::new(digest, Pos::NONE),
                ..Image::default()
            };
            let mut node = Node::string(value, Pos::NONE);
            Rule::new(&image).set(&mut node).unwrap();
            assert_eq!(node.text(), Some(want), "{name} {value}");
        }
    }
}
