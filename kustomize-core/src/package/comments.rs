//! Giving what a function has written the comments and the order of what it has read.

use super::Item;
use crate::diagnostic::{Code, Error, Result};
use crate::schema::{Schema, TypeRef};
use crate::yaml::document::{DocKind, DocNode, DocStyle};

/// A node that is of another kind than the one that it comes from.
struct Conflict {
    offset: usize,
    from: &'static str,
    to: &'static str,
}

/// Copies comments to the same places of another resource, where there are none, and brings its fields into the
/// order of this one. Elements of lists are the same by their numbers, and by their merge keys where the kind is
/// known.
///
/// # Errors
/// When the same field is a list, a mapping or a scalar in one and something else in the other.
pub(super) fn follow(from: &Item, to: &mut Item) -> Result<()> {
    let conflict = |to: &Item, conflict: Conflict| {
        let Conflict { offset, from, to: now } = conflict;
        let message = format!("the function has put {now} here in the place of {from}");
        Error::new(Code::FunctionFailed, message)
            .at(crate::source::Pos::new(to.file, offset))
            .hint("comments cannot follow that; leave the field out and add another one")
    };
    if to.listed {
        let shown = if from.listed { from.root().clone() } else { document_comments(from) };
        copy(&shown, to.root_mut());
    } else {
        let shown = if from.listed { from.root() } else { &document_comments(from) };
        let document = &mut to.document;
        copy_text(&shown.head, &mut document.head);
        copy_text(&shown.foot, &mut document.foot);
    }
    let schema = Schema::builtin();
    walk(Some(from.root()), Some(to.root_mut()), None, &schema).map_err(|c| conflict(to, c))?;
    sync(from.root(), to.root_mut()).map_err(|c| conflict(to, c))?;
    let is_sorted = |root: &DocNode| root.kind == DocKind::Mapping && !root.is_empty();
    if !to.listed && is_sorted(from.root()) && is_sorted(to.root()) {
        // Sorting its fields, the reference loses the document around them.
        to.document.head.clear();
        to.document.foot.clear();
        to.listed = true;
    }
    rearrange(to.root_mut());
    Ok(())
}

fn document_comments(item: &Item) -> DocNode {
    let document = &item.document;
    DocNode { head: document.head.clone(), foot: document.foot.clone(), ..DocNode::default() }
}

fn copy_text(from: &str, to: &mut String) {
    if to.is_empty() {
        from.clone_into(to);
    }
}

fn copy(from: &DocNode, to: &mut DocNode) {
    copy_text(&from.line, &mut to.line);
    copy_text(&from.head, &mut to.head);
    copy_text(&from.foot, &mut to.foot);
}

fn walk(
    from: Option<&DocNode>,
    to: Option<&mut DocNode>,
    stated: Option<TypeRef<'_>>,
    schema: &Schema,
) -> std::result::Result<(), Conflict> {
    let present = |node: &&DocNode| !node.is_null();
    let kind = from.filter(present).or_else(|| to.as_deref().filter(present)).map(|node| node.kind);
    let own_type = stated
        .or_else(|| from.and_then(|node| type_of(node, schema)))
        .or_else(|| to.as_deref().and_then(|node| type_of(node, schema)));
    if kind == Some(DocKind::Alias) {
        return Ok(());
    }
    if let (Some(kind), Some(from), Some(to)) = (kind, from, to.as_deref()) {
        let fits = |node: &DocNode| node.is_null() || node.kind == kind;
        if !fits(from) || !fits(to) {
            return Err(Conflict { offset: to.offset, from: from.kind_name(), to: to.kind_name() });
        }
    }
    match kind {
        Some(DocKind::Scalar) => {
            scalar(from, to);
            Ok(())
        }
        Some(DocKind::Sequence) => match (from, to) {
            (Some(from), Some(to)) => list(from, to, own_type, schema),
            _ => Ok(()),
        },
        _ => match (from, to) {
            (Some(from), Some(to)) => mapping(from, to, own_type, schema),
            _ => Ok(()),
        },
    }
}

fn type_of<'s>(node: &DocNode, schema: &'s Schema) -> Option<TypeRef<'s>> {
    let text = |name| node.get(name).filter(|node| !node.is_empty()).map(|node| node.value.as_str());
    schema.kind(text("apiVersion")?, text("kind")?)
}

fn scalar(from: Option<&DocNode>, to: Option<&mut DocNode>) {
    let Some(to) = to else { return };
    // The reference cannot write a comment beside folded text.
    if to.style == (DocStyle { folded: true, ..DocStyle::default() }) {
        to.style = DocStyle::DOUBLE_QUOTED;
    }
    if let Some(from) = from {
        copy(from, to);
    }
}

fn mapping(
    from: &DocNode,
    to: &mut DocNode,
    own_type: Option<TypeRef<'_>>,
    schema: &Schema,
) -> std::result::Result<(), Conflict> {
    copy(from, to);
    let mut seen = crate::hash::HashMap::default();
    for (at, (key, value)) in from.entries().enumerate() {
        seen.entry(key.value.as_str()).or_insert((at, key, value));
    }
    if to.kind != DocKind::Mapping {
        return Ok(());
    }
    let nameless = from.entries().chain(to.entries()).find(|(key, _)| key.value.is_empty());
    if let Some((key, _)) = nameless.filter(|_| from.kind == DocKind::Mapping) {
        return Err(Conflict { offset: key.offset, from: "nothing", to: "a field without a name" });
    }
    let mut visited = crate::hash::HashSet::default();
    for pair in to.content.chunks_exact_mut(2) {
        let [key, value] = pair else { continue };
        if !visited.insert(key.value.clone()) {
            continue;
        }
        let found = seen.get(key.value.as_str());
        let below = own_type.and_then(|own| own.field(&key.value));
        scalar(found.map(|(_, key, _)| *key), Some(key));
        walk(found.map(|(_, _, value)| *value), Some(value), below, schema)?;
    }
    Ok(())
}

fn list(
    from: &DocNode,
    to: &mut DocNode,
    own_type: Option<TypeRef<'_>>,
    schema: &Schema,
) -> std::result::Result<(), Conflict> {
    copy(from, to);
    for (from, to) in from.content.iter().zip(&mut to.content) {
        if from.value == to.value {
            copy(from, to);
            walk(Some(from), Some(to), None, schema)?;
        }
    }
    let Some(own_type) = own_type.filter(TypeRef::is_merged) else { return Ok(()) };
    let keys = own_type.merge_keys();
    let below = own_type.elements();
    if keys.is_empty() {
        let mut by_value = crate::hash::HashMap::default();
        for element in &from.content {
            by_value.entry(element.value.as_str()).or_insert(element);
        }
        let mut visited = crate::hash::HashSet::default();
        for element in &mut to.content {
            if visited.insert(element.value.clone()) {
                let same = by_value.get(element.value.as_str()).copied();
                walk(same, Some(element), below, schema)?;
            }
        }
        return Ok(());
    }
    // The reference looks for the keys in every element of what was read.
    let is_keyed = |element: &&DocNode| element.is_null() || element.kind == DocKind::Mapping;
    if let Some(other) = from.content.iter().find(|element| !is_keyed(element)) {
        return Err(Conflict { offset: to.offset, from: other.kind_name(), to: "a list of mappings" });
    }
    for values in key_values(from, to, &keys) {
        let is_stated = |(_, value): &(&&str, &String)| !value.is_empty();
        let wanted: Vec<(&str, &str)> =
            keys.iter().zip(&values).filter(is_stated).map(|(key, value)| (*key, value.as_str())).collect();
        let fits = |element: &DocNode| {
            element.kind == DocKind::Mapping
                && wanted.iter().all(|(key, value)| element.get(key).is_some_and(|node| node.value == *value))
        };
        let same = from.content.iter().find(|element| fits(element));
        let to = to.content.iter_mut().find(|element| fits(element));
        walk(same, to, below, schema)?;
    }
    Ok(())
}

/// What the merge keys of the elements of two lists are, each once. Elements that agree in one key and differ only
/// where one of them states nothing are taken for one.
fn key_values(from: &DocNode, to: &DocNode, keys: &[&str]) -> Vec<Vec<String>> {
    let value = |element: &DocNode, key: &str| {
        let node = element.get(key).filter(|node| !node.is_empty());
        node.map(|node| node.value.clone()).unwrap_or_default()
    };
    let mut found: Vec<Vec<String>> = Vec::new();
    let mut seen = crate::hash::HashSet::default();
    for element in from.content.iter().chain(&to.content) {
        let values: Vec<String> = keys.iter().map(|key| value(element, key)).collect();
        if values.iter().any(|value| !value.is_empty()) && seen.insert(values.clone()) {
            found.push(values);
        }
    }
    if keys.len() > 1 {
        let partial: Vec<usize> = (0..found.len())
            .filter(|at| found.get(*at).is_some_and(|values| values.iter().any(String::is_empty)))
            .collect();
        for at in partial {
            let whole = found.get(at).and_then(|values| {
                found.iter().enumerate().find_map(|(i, other)| (i != at).then(|| joined(values, other))?)
            });
            if let (Some(whole), Some(place)) = (whole, found.get_mut(at)) {
                *place = whole;
            }
        }
    }
    found
}

fn joined(a: &[String], b: &[String]) -> Option<Vec<String>> {
    let mut agree = false;
    let mut whole = Vec::with_capacity(a.len());
    for (a, b) in a.iter().zip(b) {
        agree |= a == b;
        match (a.is_empty(), b.is_empty()) {
            (false, false) if a != b => return None,
            (true, _) => whole.push(b.clone()),
            _ => whole.push(a.clone()),
        }
    }
    agree.then_some(whole)
}

/// Brings fields into the order of another node, further ones to the end.
fn sync(from: &DocNode, to: &mut DocNode) -> std::result::Result<(), Conflict> {
    if from.is_empty() || to.is_empty() {
        return Ok(());
    }
    match (from.kind, to.kind) {
        (DocKind::Mapping, DocKind::Mapping) => {
            let mut ranks = crate::hash::HashMap::default();
            for (rank, (key, value)) in from.entries().enumerate() {
                ranks.entry(key.value.as_str()).or_insert((rank, value));
            }
            let mut entries = to.take_entries();
            entries
                .sort_by_key(|(key, _)| ranks.get(key.value.as_str()).map_or(usize::MAX, |(rank, _)| *rank));
            for (key, mut value) in entries {
                let same = ranks.get(key.value.as_str()).map(|(_, value)| *value);
                same.map_or(Ok(()), |same| sync(same, &mut value))?;
                to.content.extend([key, value]);
            }
            Ok(())
        }
        (DocKind::Sequence, DocKind::Sequence) => {
            from.content.iter().zip(&mut to.content).try_for_each(|(from, to)| sync(from, to))
        }
        (DocKind::Sequence, _) => {
            Err(Conflict { offset: to.offset, from: from.kind_name(), to: to.kind_name() })
        }
        _ => Ok(()),
    }
}

/// The comment on the first field of an element of a list is one on the element.
fn rearrange(node: &mut DocNode) {
    match node.kind {
        DocKind::Mapping => node.content.iter_mut().for_each(rearrange),
        DocKind::Sequence => {
            for element in &mut node.content {
                let Some(first) = element.content.first_mut().filter(|n| n.kind == DocKind::Scalar) else {
                    continue;
                };
                if element.head.is_empty() {
                    element.head.clone_from(&first.head);
                } else if !first.head.is_empty() {
                    element.head.push('\n');
                    element.head.push_str(&std::mem::take(&mut first.head));
                }
            }
        }
        DocKind::Scalar | DocKind::Alias => {}
    }
}
