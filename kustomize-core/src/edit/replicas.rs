//! `edit set replicas`.

use super::Edited;
use super::document::{Document, key_of, map, text as text_node};
use crate::diagnostic::{Code, Error, Result};
use crate::source::Pos;
use crate::yaml::{Node, Str, Tag};

/// Sets the number of replicas of workloads, each given as `NAME=COUNT`. As in the reference, the list
/// is sorted by name afterwards and a name stands there once.
///
/// ```
/// let text = "replicas:\n- count: 1\n  name: web\n";
/// let edited = kustomize_core::edit::set_replicas(text, &["web=3"])?;
/// assert!(edited.text.starts_with("replicas:\n- count: 3\n  name: web\n"));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// [`Code::InvalidValue`] for an argument of another form; what reading the text refuses.
pub fn set_replicas<S: AsRef<str>>(text: &str, replicas: &[S]) -> Result<Edited> {
    if replicas.is_empty() {
        return Err(Error::new(Code::InvalidValue, "no workload is given").hint("write NAME=COUNT"));
    }
    let mut wanted: Vec<(&str, i64)> = Vec::new();
    for arg in replicas {
        let (name, count) = parse(arg.as_ref())?;
        wanted.retain(|(other, _)| *other != name);
        wanted.push((name, count));
    }
    let mut document = Document::open(text)?;
    let nodes = document.items("replicas");
    let mut sorted: Vec<(String, Node)> = Vec::new();
    for (typed, mut node) in document.typed.replicas.iter().zip(nodes) {
        let name = typed.name.as_str();
        if sorted.iter().any(|(other, _)| other == name) {
            continue;
        }
        if let Some(at) = wanted.iter().position(|(other, _)| *other == name) {
            let (_, count) = wanted.remove(at);
            if count != typed.count {
                write(&mut node, name, count);
            }
        }
        sorted.push((name.to_owned(), node));
    }
    for (name, count) in wanted {
        sorted.push((name.to_owned(), map([("name", text_node(name)), ("count", number(count))])));
    }
    sorted.sort_by(|(a, _), (b, _)| a.as_bytes().cmp(b.as_bytes()));
    document.set_list("replicas", sorted.into_iter().map(|(_, node)| node).collect());
    Ok(Edited::new(document.finish()?))
}

fn number(count: i64) -> Node {
    Node::scalar(count.to_string(), Tag::Int, Pos::NONE)
}

fn write(node: &mut Node, name: &str, count: i64) {
    match node.as_map_mut() {
        Some(map) => {
            let key = Str::new(key_of(map, "count"));
            map.set(&key, number(count));
        }
        None => *node = map([("name", text_node(name)), ("count", number(count))]),
    }
}

fn parse(arg: &str) -> Result<(&str, i64)> {
    let parsed = arg.split_once('=').filter(|(_, count)| !count.contains('='));
    parsed.and_then(|(name, count)| Some((name, count.parse().ok()?))).ok_or_else(|| {
        let message = format!("\"{arg}\" is not a name and a number of replicas");
        Error::new(Code::InvalidValue, message).hint("write NAME=COUNT, for instance web=3")
    })
}
