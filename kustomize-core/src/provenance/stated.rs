//! What the file behind a step says of the fields that it changes.

use super::path::Part;
use super::shown;
use crate::kustomization::{Replacement, Var};
use crate::merge::json6902;
use crate::refs::vars::VarSet;
use crate::resource::Resource;
use crate::source::Pos;
use crate::yaml::{Node, Value};

/// What a step says.
#[derive(Clone, Copy, Default)]
pub(crate) enum Stated<'p> {
    /// Nothing of its own.
    #[default]
    Nothing,
    /// The documents of a strategic merge patch.
    Documents(&'p [Resource]),
    /// The operations of a JSON patch.
    Operations(&'p json6902::Patch),
    /// What a replacement copies.
    Copy(&'p Replacement),
    /// The variables that are replaced.
    Variables(&'p VarSet),
}

impl Stated<'_> {
    /// Where it says that the field at a path of a resource goes; an empty path is the resource itself.
    pub(super) fn place(&self, resource: &Node, path: &[Part]) -> Option<Pos> {
        match self {
            Stated::Nothing | Stated::Copy(_) | Stated::Variables(_) => None,
            Stated::Documents(documents) => {
                let name = |node: &Node| node.lookup(&["metadata", "name"]).map(shown);
                let fits = |document: &&Resource| name(&document.node) == name(resource);
                let document = documents.iter().find(fits).or(documents.first())?;
                in_merge(&document.node, resource, path)
            }
            Stated::Operations(patch) => in_operations(patch, path),
        }
    }
}

/// A field that a value was taken from.
pub(super) struct Origin {
    /// The entry that says so; nothing for that of the step.
    pub(super) pos: Pos,
    pub(super) field: String,
}

impl Origin {
    fn new(pos: Pos, parts: [&str; 3]) -> Self {
        let stated: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        Origin { pos, field: stated.join(" ") }
    }
}

impl Stated<'_> {
    /// The fields that the value `after` was taken from when it took the place of `before`.
    pub(super) fn origins(&self, before: &str, after: &str) -> Vec<Origin> {
        match self {
            Stated::Copy(Replacement { source: Some(source), .. }) => {
                let path = if source.field_path.is_empty() { "metadata.name" } else { &source.field_path };
                vec![Origin::new(Pos::NONE, [&source.kind, &source.name, path])]
            }
            Stated::Variables(vars) => {
                let used = vars.iter().filter_map(|var| {
                    let written = format!("$({})", var.name);
                    let at = before.match_indices(&written).map(|(at, _)| at);
                    // With one $ more it is text, and one without a value stays.
                    let mut at = at.filter(|at| !before.get(..*at).is_some_and(|text| text.ends_with('$')));
                    Some((at.next().filter(|_| !after.contains(&written))?, var))
                });
                let mut used: Vec<_> = used.collect();
                used.sort_by_key(|(at, _)| *at);
                let origin = |(_, var): (usize, &Var)| {
                    let path = if var.field_path.is_empty() { "metadata.name" } else { &var.field_path };
                    Origin::new(var.pos, [&var.kind, &var.object_name, path])
                };
                used.into_iter().map(origin).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The directive, the `null` or the list of a strategic merge patch by which a field goes.
fn in_merge(patch: &Node, object: &Node, path: &[Part]) -> Option<Pos> {
    if patch.is_null() {
        return Some(patch.pos);
    }
    if let Some(directive) = patch.get("$patch").filter(|d| matches!(d.text(), Some("delete" | "replace"))) {
        return Some(directive.pos);
    }
    let Some((part, below)) = path.split_first() else { return Some(patch.pos) };
    match (part, &patch.value) {
        (Part::Key(key), Value::Map(map)) => {
            let inner = object.get(key)?;
            if let Some(stated) = map.get(key) {
                return in_merge(stated, inner, below);
            }
            if let (Some(list), Some(Part::Index(at))) =
                (map.get(&format!("$deleteFromPrimitiveList/{key}")), below.first())
            {
                let item = inner.as_seq()?.get(*at)?;
                return list.as_seq()?.iter().find(|stated| shown(stated) == shown(item)).map(|s| s.pos);
            }
            map.get("$retainKeys").map(|list| list.pos)
        }
        (Part::Index(at), Value::Seq(items)) => {
            let item = object.as_seq()?.get(*at)?;
            match items.iter().find(|stated| names(stated, item)) {
                Some(stated) => in_merge(stated, item, below),
                None => {
                    let whole = items.iter().find_map(|stated| {
                        let only = stated.as_map().filter(|map| map.len() == 1)?;
                        only.get("$patch").filter(|d| d.text() == Some("replace"))
                    });
                    Some(whole.unwrap_or(patch).pos)
                }
            }
        }
        _ => Some(patch.pos),
    }
}

/// True when an entry of a patch's list can be about this entry of a list.
fn names(stated: &Node, item: &Node) -> bool {
    let Some(map) = stated.as_map() else { return stated == item };
    let own = || map.iter().filter(|entry| !entry.key.text.starts_with('$'));
    let is_same = |key: &str| {
        let pair = map.get(key).zip(item.get(key));
        pair.is_some_and(|(a, b)| a.as_scalar().is_some() && shown(a) == shown(b))
    };
    ["name", "containerPort", "port", "mountPath", "key", "ip"].into_iter().any(is_same)
        || (own().count() > 0 && own().all(|entry| is_same(&entry.key.text)))
}

/// The path of the operation by which a field goes. Operations before it can move the entries of lists.
fn in_operations(patch: &json6902::Patch, path: &[Part]) -> Option<Pos> {
    let mut path = path.to_vec();
    let mut moved = None;
    for operation in patch.places() {
        let target = parts(operation.path);
        match operation.op {
            "remove" | "replace" | "add" if goes(&path, &target, operation.op) => {
                return Some(operation.path_pos);
            }
            "remove" => shift(&mut path, &target, false),
            "add" | "copy" => shift(&mut path, &target, true),
            "move" => {
                let source = parts(operation.from);
                if goes(&path, &source, "remove") {
                    let below = path.split_off(source.len().min(path.len()));
                    path = typed(&target, &path);
                    path.extend(below);
                    moved = Some(operation.from_pos);
                } else {
                    shift(&mut path, &source, false);
                    shift(&mut path, &target, true);
                }
            }
            _ => {}
        }
    }
    moved
}

/// True when an operation on `target` is the end of what is at `path`.
fn goes(path: &[Part], target: &[&str], op: &str) -> bool {
    let is_prefix = path.len() >= target.len() && path.iter().zip(target).all(|(a, b)| is_part(a, b));
    let is_entry = || target.len().checked_sub(1).and_then(|at| path.get(at)).is_some_and(is_index);
    is_prefix && !(op == "add" && is_entry())
}

fn is_index(part: &Part) -> bool {
    matches!(part, Part::Index(_))
}

fn is_part(part: &Part, text: &str) -> bool {
    match part {
        Part::Key(key) => **key == *json6902::unescaped(text),
        Part::Index(at) => text.parse() == Ok(*at),
    }
}

/// Counts on or back the entry of a list that an operation adds to or takes from before it.
fn shift(path: &mut [Part], target: &[&str], adds: bool) {
    let Some((last, above)) = target.split_last() else { return };
    let is_same_list =
        path.len() > above.len() && path.iter().zip(above).all(|(part, text)| is_part(part, text));
    let Some(Part::Index(at)) = path.get_mut(above.len()).filter(|_| is_same_list) else { return };
    match last.parse::<usize>() {
        Ok(place) if adds && place <= *at => *at += 1,
        Ok(place) if !adds && place < *at => *at -= 1,
        _ => {}
    }
}

/// The parts of a path, where the one at the end of a list is of the kind that it was before it was moved.
fn typed(target: &[&str], before: &[Part]) -> Vec<Part> {
    let was_entry = before.last().is_some_and(is_index);
    let count = target.len();
    let part = |(i, text): (usize, &&str)| match text.parse() {
        Ok(at) if i + 1 < count || was_entry => Part::Index(at),
        _ => Part::Key(json6902::unescaped(text).into_owned()),
    };
    target.iter().enumerate().map(part).collect()
}

fn parts(path: &str) -> Vec<&str> {
    path.split('/').skip(1).collect()
}

#[cfg(test)]
mod tests {
    use super::{Stated, in_merge, in_operations};
    use crate::merge::json6902::Patch;
    use crate::provenance::FieldPath;
    use crate::source::FileId;
    use crate::yaml::{Limits, read_config};

    #[test]
    fn operations_are_followed_through_lists() {
        let text = "\
- {op: remove, path: /a/1}
- {op: remove, path: /a/1}
- {op: add, path: /a/0, value: x}
- {op: move, from: /b, path: /c}
- {op: replace, path: /d, value: 1}
- {op: remove, path: /a/1}
- {op: remove, path: /c/e}
";
        let patch = Patch::parse(text, FileId(0), &Limits::default()).unwrap();
        let line = |path: &str| {
            let path: FieldPath = path.parse().unwrap();
            in_operations(&patch, path.parts()).map(|pos| text[..pos.offset as usize].lines().count())
        };
        assert_eq!(line("a[1]"), Some(1));
        assert_eq!(line("a[2].x"), Some(2));
        assert_eq!(line("a[0]"), Some(6));
        assert_eq!(line("a[3]"), None);
        assert_eq!(line("b.f"), Some(4));
        assert_eq!(line("b.e.f"), Some(7));
        assert_eq!(line("d.x"), Some(5));
        assert_eq!(line("z"), None);
    }

    #[test]
    fn merges_say_by_what_a_field_goes() {
        let object =
            "a: {b: 1}\nl: [{name: x, v: 1}, {name: y, v: 2}]\np: [s, t]\nr: {k: 1, m: 2}\nw: [{name: z}]\n";
        let patch = "\
a:
  b: null
l:
- name: x
  $patch: delete
- name: y
  v: null
$deleteFromPrimitiveList/p:
- t
r:
  $patch: replace
w:
- $patch: replace
";
        let read = |text| read_config(text, FileId(0), &Limits::default()).unwrap().unwrap();
        let (object, node) = (read(object), read(patch));
        let line = |path: &str| {
            let path: FieldPath = path.parse().unwrap();
            let pos = in_merge(&node, &object, path.parts());
            pos.map(|pos| patch[..pos.offset as usize].lines().count())
        };
        let wanted = [("a.b", 2), ("l[0].v", 5), ("l[1].v", 7), ("p[1]", 9), ("r.k", 11), ("w[0].name", 13)];
        for (path, at) in wanted {
            assert_eq!(line(path), Some(at), "{path}");
        }
        assert_eq!(line("q"), None);
        assert_eq!(Stated::default().place(&object, &[]), None);
    }
}
