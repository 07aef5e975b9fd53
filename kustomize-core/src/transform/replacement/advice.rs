//! What was probably meant by a field path that leads to nothing. Only asked for when something has gone
//! wrong.

use super::path::{condition, is_condition};
use crate::kustomization::nearest;
use crate::yaml::{Node, Str, Value};

/// What to do about a path whose way through an object ends before its last part. Of a path to write to,
/// `writes`, the rest could be made.
pub(super) fn hint(root: &Node, path: &str, parts: &[Str], writes: bool) -> Option<String> {
    let mut node = root;
    for (i, part) in parts.iter().enumerate() {
        match &node.value {
            Value::Map(map) => match map.get(part) {
                Some(next) => node = next,
                None => {
                    let keys = map.iter().map(|e| e.key.text.as_str());
                    let near = in_mapping(keys.clone(), path, parts, i);
                    return near.or_else(|| if writes { None } else { all(keys, parts.get(..i)?) });
                }
            },
            Value::Seq(items) => match item(items, part) {
                Some(next) => node = next,
                None => return in_list(items, part),
            },
            Value::Scalar(_) => return None,
        }
    }
    None
}

fn in_mapping<'n>(
    keys: impl Iterator<Item = &'n str> + Clone,
    path: &str,
    parts: &[Str],
    at: usize,
) -> Option<String> {
    let part = parts.get(at)?;
    if let Some((name, rest)) = part.split_once('[')
        && keys.clone().any(|key| key == name)
    {
        let rest = rest.trim_end_matches(']');
        let item = if rest.contains('=') { format!("[{rest}]") } else { rest.to_owned() };
        return Some(format!("put a dot before the brackets: {name}.{item}"));
    }
    if path.contains('/') && !path.contains('.') {
        let dotted = path.trim_start_matches('/').replace('/', ".");
        return Some(format!("the parts of a field path are divided by dots: {dotted}"));
    }
    if let Some(near) = nearest(part, keys.clone()) {
        let before = parts.get(..at).unwrap_or(&[]).iter().map(Str::as_str);
        return Some(format!("did you mean {}?", before.chain([near]).collect::<Vec<_>>().join(".")));
    }
    None
}

/// The names that there are, when they are not many.
fn all<'n>(keys: impl Iterator<Item = &'n str>, before: &[Str]) -> Option<String> {
    const FEW: usize = 8;
    let keys: Vec<&str> = keys.take(FEW + 1).collect();
    let place = match before {
        [] => "at the top".to_owned(),
        before => format!("in {}", before.iter().map(Str::as_str).collect::<Vec<_>>().join(".")),
    };
    (!keys.is_empty() && keys.len() <= FEW).then(|| format!("{place} there are: {}", keys.join(", ")))
}

/// The item that a part means; for all of them the first one.
fn item<'n>(items: &'n [Node], part: &str) -> Option<&'n Node> {
    if part == "*" {
        return items.first();
    }
    if is_condition(part)
        && let Ok((key, value)) = condition(part)
    {
        return items.iter().find(|item| item.get(key).and_then(Node::text) == Some(value));
    }
    items.get(part.parse::<usize>().ok()?)
}

fn in_list(items: &[Node], part: &str) -> Option<String> {
    if is_condition(part)
        && let Ok((key, value)) = condition(part)
    {
        let values: Vec<&str> = items.iter().filter_map(|item| item.get(key)?.text()).take(9).collect();
        return match nearest(value, values.iter().copied()) {
            Some(near) => Some(format!("did you mean [{key}={near}]?")),
            None if values.is_empty() => Some(format!("no item of the list has a {key}")),
            None => Some(format!("the items with a {key} are: {}", values.join(", "))),
        };
    }
    if part.parse::<i64>().is_ok() {
        return Some(match items.len() {
            0 => "the list is empty".to_owned(),
            1 => "the list has one item, 0".to_owned(),
            count => format!("the list has the items 0 to {}", count - 1),
        });
    }
    Some(format!("state which item of the list is meant: 0.{part}, *.{part} or [name=…].{part}"))
}

#[cfg(test)]
mod tests {
    use super::super::path::split;
    use super::hint;
    use crate::source::FileId;
    use crate::yaml::{Limits, read_documents};

    #[test]
    fn what_was_meant_is_found() {
        let text = "spec:\n  containers:\n  - name: app\n    image: a\n  - name: db\ndata: {host: x}\n";
        let root = &read_documents(text, FileId::NONE, &Limits::default()).unwrap()[0];
        for (path, wanted) in [
            ("data.hots", Some("did you mean data.host?")),
            ("data/host", Some("the parts of a field path are divided by dots: data.host")),
            ("spec.container.0", Some("did you mean spec.containers?")),
            ("spec.containers[0].image", Some("put a dot before the brackets: containers.0")),
            ("spec.containers.[name=ap].image", Some("did you mean [name=app]?")),
            ("spec.containers.[name=other].image", Some("the items with a name are: app, db")),
            ("spec.containers.5.image", Some("the list has the items 0 to 1")),
            (
                "spec.containers.image",
                Some("state which item of the list is meant: 0.image, *.image or [name=…].image"),
            ),
            ("spec.strategy.type", Some("in spec there are: containers")),
            ("data.other", Some("in data there are: host")),
            ("data.host", None),
        ] {
            assert_eq!(hint(root, path, &split(path), false).as_deref(), wanted, "{path}");
        }
        assert_eq!(hint(root, "data.other", &split("data.other"), true), None);
    }
}
