//! Puts one value into fields of many resources.

use super::field_spec::split_path;
use super::namespace::{self, Subjects};
use super::patch::PatchLoader;
use super::walk::set_text;
use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::{Decode, Rules, Selector, Text, record};
use crate::resource::ResourceSet;
use crate::resource::selector::select;
use crate::source::Pos;
use crate::transform::replacement::path::{condition, is_condition, number};
use crate::yaml::{Entry, Key, Map, Node, Scalar, Str, Value};

/// A value and the fields that get it.
#[derive(Clone, Debug, Default)]
pub(crate) struct ValueAdd {
    value: Text,
    targets: Vec<Target>,
    target_file: Text,
    pos: Pos,
}

#[derive(Clone, Debug, Default)]
struct Target {
    selector: Option<Selector>,
    field_path: Text,
    /// From 1 on, the place in a file path where the value is put in; 0 replaces the field.
    position: i64,
    pos: Pos,
}

impl Decode for Target {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        const FIELDS: &[&str] = &["selector", "fieldPath", "filePathPosition"];
        self.pos = node.pos;
        record(node, "a target", FIELDS, rules, |name, value| match name {
            "selector" => self.selector.decode_into(value, rules),
            "fieldPath" => self.field_path.decode_into(value, rules),
            _ => self.position.decode_into(value, rules),
        })
    }
}

#[derive(Default)]
struct TargetFile {
    targets: Vec<Target>,
}

impl Decode for TargetFile {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        record(node, "a file of targets", &["targets"], rules, |_, value| {
            self.targets.decode_into(value, rules)
        })
    }
}

impl Decode for ValueAdd {
    fn decode_into(&mut self, node: &Node, rules: Rules) -> Result<()> {
        const FIELDS: &[&str] = &["value", "targets", "targetFilePath"];
        self.pos = node.pos;
        record(node, "a ValueAddTransformer", FIELDS, rules, |name, value| match name {
            "value" => self.value.decode_into(value, rules),
            "targets" => self.targets.decode_into(value, rules),
            _ => self.target_file.decode_into(value, rules),
        })
    }
}

impl ValueAdd {
    /// Sets the fields of all targets, those of the file of targets included. `root` is the name
    /// of the kustomization's folder: the value when none is stated.
    ///
    /// # Errors
    /// No target, a target without a field, a path that needs a list or mapping where there is
    /// something else.
    pub(crate) fn apply(
        &self,
        set: &mut ResourceSet,
        root: &str,
        loader: &mut dyn PatchLoader,
    ) -> Result<()> {
        let mut targets = self.targets.clone();
        if !self.target_file.is_empty() {
            let (text, file) = loader.load(&self.target_file)?;
            if let Some(node) = crate::yaml::read_config(&text, file, loader.limits())? {
                targets.extend(TargetFile::decode(&node, Rules::Lenient)?.targets);
            }
        }
        let invalid = |pos, message: &str| Err(Error::new(Code::InvalidTransformer, message).at(pos));
        if targets.is_empty() {
            return invalid(self.pos, "a ValueAddTransformer needs at least one target");
        }
        for target in &targets {
            if target.field_path.is_empty() {
                return invalid(target.pos, "a target needs a fieldPath");
            }
            if target.position < 0 {
                return invalid(target.pos, "filePathPosition cannot be negative");
            }
        }
        let trimmed = self.value.trim();
        let value = Text::new(if trimmed.is_empty() { root } else { trimmed }, self.value.pos);
        targets.iter().try_for_each(|target| target.apply(set, &value))
    }
}

impl Target {
    fn apply(&self, set: &mut ResourceSet, value: &Text) -> Result<()> {
        let schema = set.schema().clone();
        let selected = match &self.selector {
            Some(selector) => select(set, selector)?,
            None => (0..set.len()).collect(),
        };
        let path: Vec<Str> = split_path(&self.field_path, '/');
        let path: Vec<&str> = path.iter().map(|p| p.trim()).filter(|p| !p.is_empty()).collect();
        for at in selected {
            set.modify(at, |resource| {
                if self.field_path.as_str() == "metadata/namespace" {
                    return namespace::transform(resource, value, &[], Subjects::DefaultOnly, false, &schema);
                }
                let pos = resource.pos();
                self.set(&mut resource.node, &path, value).map_err(|e| {
                    e.context(format_args!("at the field {}", self.field_path))
                        .at(self.field_path.pos)
                        .related(pos, "the resource is here")
                })
            })
            .unwrap_or(Ok(()))?;
        }
        Ok(())
    }

    fn set(&self, root: &mut Node, path: &[&str], value: &str) -> Result<()> {
        let Some(field) = find_or_make(root, path)? else {
            return match self.position {
                0 => Ok(()),
                _ => Err(Error::new(Code::InvalidFieldPath, "there is no file path to put the value into")),
            };
        };
        match usize::try_from(self.position).ok().and_then(|p| p.checked_sub(1)) {
            Some(at) => {
                let text = insert_part(field.text().unwrap_or(""), at, value);
                set_text(field, &text)
            }
            None => set_text(field, value),
        }
    }
}

/// The node at the end of a path; fields that are missing on the way are made. `None` below a null
/// and for an index that is too large.
fn find_or_make<'n>(root: &'n mut Node, path: &[&str]) -> Result<Option<&'n mut Node>> {
    let mut node = root;
    for (i, part) in path.iter().enumerate() {
        let next = path.get(i + 1).copied();
        match step(node, part, next)? {
            Some(child) => node = child,
            None => return Ok(None),
        }
    }
    Ok(Some(node))
}

fn step<'n>(node: &'n mut Node, part: &str, next: Option<&str>) -> Result<Option<&'n mut Node>> {
    let invalid = |message: String| Err(Error::new(Code::InvalidFieldPath, message));
    if node.is_null() {
        return Ok(None);
    }
    let pos = node.pos;
    let kind = node.kind_name();
    if let Some(number) = number(part) {
        let Ok(at) = usize::try_from(number) else {
            return invalid(format!("the index {part} is negative"));
        };
        return Ok(items(node, part)?.get_mut(at));
    }
    match part {
        "-" => match items(node, part)?.last_mut() {
            Some(last) => Ok(Some(last)),
            None => invalid("an empty list has no last item".to_owned()),
        },
        "*" => invalid("a wildcard cannot stand in this path".to_owned()),
        _ if is_condition(part) => {
            let (field, wanted) = condition(part)?;
            let items = items(node, part)?;
            let equal = |n: &Node| n.text().unwrap_or("") == wanted;
            let fits = |item: &Node| match field {
                "" => equal(item),
                _ => item.get(field).is_some_and(equal),
            };
            let at = items.iter().position(fits).unwrap_or_else(|| {
                items.push(made_item(field, wanted, pos));
                items.len() - 1
            });
            Ok(items.get_mut(at))
        }
        _ => match &mut node.value {
            Value::Map(map) => Ok(Some(map.get_or_make(part, || made_field(next, pos)))),
            _ => Err(Error::new(
                Code::InvalidFieldPath,
                format!("a mapping is needed to find \"{part}\", this is {kind}"),
            )
            .at(pos)),
        },
    }
}

/// The items of a list.
fn items<'n>(node: &'n mut Node, part: &str) -> Result<&'n mut Vec<Node>> {
    let (pos, kind) = (node.pos, node.kind_name());
    node.as_seq_mut().ok_or_else(|| {
        Error::new(Code::InvalidFieldPath, format!("a list is needed to find \"{part}\", this is {kind}"))
            .at(pos)
    })
}

/// What is made for a missing field: a list before an index or condition, a mapping before a name,
/// and at the end a text.
fn made_field(next: Option<&str>, pos: Pos) -> Node {
    match next {
        None => Node::new(Value::Scalar(Scalar::untagged("")), pos),
        Some(next) if is_condition(next) || number(next).is_some_and(|n| n >= 0) => Node::seq(pos),
        Some(_) => Node::map(pos),
    }
}

fn made_item(field: &str, value: &str, pos: Pos) -> Node {
    let scalar = Node::new(Value::Scalar(Scalar::untagged(value)), pos);
    if field.is_empty() {
        return scalar;
    }
    Node::new(
        Value::Map(Map::from_entries(vec![Entry { key: Key::untagged(field, Pos::NONE), value: scalar }])),
        pos,
    )
}

/// Puts a part into a file path, before the part at `at`; a leading slash stays in front.
fn insert_part(path: &str, at: usize, part: &str) -> String {
    let mut parts = path_parts(path);
    let mut at = at.min(parts.len());
    if parts.first() == Some(&"") && at < parts.len() {
        at += 1;
    }
    parts.insert(at, part);
    match parts.split_first() {
        Some((&"", rest)) => format!("/{}", crate::path::join(rest)),
        _ => crate::path::join(&parts),
    }
}

/// The parts of a file path; the first one is empty when the path starts with a slash. Of several
/// slashes in a row, each but the first stands for an empty part, and one less at the start.
fn path_parts(path: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let (dir, name) = rest.rfind('/').map_or(("", rest), |at| rest.split_at(at + 1));
        if dir == "/" {
            if !name.is_empty() {
                parts.push(name);
            }
            parts.push("");
            break;
        }
        parts.push(name);
        rest = dir.strip_suffix('/').unwrap_or("");
    }
    parts.reverse();
    parts
}

#[cfg(test)]
mod tests {
    use super::insert_part;

    #[test]
    fn parts_are_put_into_paths_as_in_the_reference() {
        for (path, at, want) in [
            ("", 0, "P"),
            ("/", 0, "/P"),
            ("pie", 0, "P/pie"),
            ("/pie", 0, "/P/pie"),
            ("raw", 1, "raw/P"),
            ("/raw", 1, "/raw/P"),
            ("a/nice/warm/pie", 3, "a/nice/warm/P/pie"),
            ("/a/nice/warm/pie", 3, "/a/nice/warm/P/pie"),
            ("projects/data", 1, "projects/P/data"),
            ("a", 9998, "a/P"),
            ("a//b", 1, "a/P/b"),
            ("a//b", 2, "a/P/b"),
            ("a//b", 3, "a/b/P"),
            ("a/../b", 2, "P/b"),
            ("//a", 0, "/P/a"),
            ("a/", 1, "a/P"),
        ] {
            assert_eq!(insert_part(path, at, "P"), want, "{path} {at}");
        }
    }
}
