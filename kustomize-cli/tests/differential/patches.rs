//! Patches for objects that are there, made from the objects themselves.

use super::draw::Draw;
use super::scalars;
use super::yaml::{self, Yaml, map};

/// One step on the way into a value.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Into a mapping.
    Key(String),
    /// Into a sequence; with a key that tells the item from others, if it has one.
    Item(usize, Option<(String, String)>),
}

/// A way into a value, of random length.
pub(crate) fn random_way<'v>(draw: &mut Draw, value: &'v Yaml) -> (Vec<Step>, &'v Yaml) {
    let mut way = Vec::new();
    let mut value = value;
    loop {
        let next = match value {
            Yaml::Map(entries) if !entries.is_empty() => {
                let (key, value) = draw.pick(entries);
                (Step::Key(key.clone()), value)
            }
            Yaml::List(items) if !items.is_empty() => {
                let at = draw.below(items.len());
                (Step::Item(at, tell_tale(&items[at])), &items[at])
            }
            _ => return (way, value),
        };
        if way.len() > 1 && draw.chance(12) {
            return (way, value);
        }
        way.push(next.0);
        value = next.1;
    }
}

fn tell_tale(item: &Yaml) -> Option<(String, String)> {
    let keys = ["name", "containerPort", "mountPath", "key", "host"];
    keys.iter().find_map(|key| Some(((*key).to_owned(), item.get(key)?.text()?.to_owned())))
}

/// True for what holds the annotations in which the reference keeps its books.
pub(crate) fn is_book(way: &[Step]) -> bool {
    match way {
        [Step::Key(first)] => first == "metadata",
        [Step::Key(first), Step::Key(second)] => first == "metadata" && second == "annotations",
        _ => way.is_empty(),
    }
}

fn pointer(way: &[Step]) -> String {
    let step = |s: &Step| match s {
        Step::Key(key) => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
        Step::Item(at, _) => format!("/{at}"),
    };
    way.iter().map(step).collect()
}

fn kind_of(object: &Yaml) -> (&str, &str, &str) {
    let text = |path: &[&str]| object.at(path).and_then(Yaml::text).unwrap_or("");
    (text(&["apiVersion"]), text(&["kind"]), text(&["metadata", "name"]))
}

/// A JSON patch for an object.
fn json_patch(draw: &mut Draw, object: &Yaml) -> Yaml {
    let many = draw.between(1, 3);
    Yaml::List((0..many).map(|_| operation(draw, object)).collect())
}

fn operation(draw: &mut Draw, object: &Yaml) -> Yaml {
    let (way, value) = random_way(draw, object);
    let path = pointer(&way);
    if path == "/apiVersion" || path == "/kind" || (path == "/metadata/name" && draw.chance(80)) {
        return map! { "op" => "add", "path" => "/metadata/labels", "value" => map! { "app" => "new" } };
    }
    if path == "/metadata/annotations" {
        return map! { "op" => "add", "path" => path, "value" => map! { "k" => Yaml::Text(scalars::text(draw)) } };
    }
    match draw.below(10) {
        0..=2 => map! { "op" => "replace", "path" => path, "value" => scalars::tree(draw, 2) },
        3 => map! { "op" => "remove", "path" => path },
        4 if draw.chance(20) && !is_book(&way) => {
            map! { "op" => "test", "path" => path, "value" => value.clone() }
        }
        4 => {
            let (from, _) = random_way(draw, object);
            if is_book(&from) {
                return map! { "op" => "remove", "path" => path };
            }
            let op = draw.word(&["copy", "move"]);
            let path = parent_of(&path) + "/new";
            map! { "op" => op, "from" => pointer(&from), "path" => path }
        }
        5 | 6 => {
            let path = match value {
                Yaml::List(_) => path + "/-",
                Yaml::Map(_) => path + "/added",
                _ => parent_of(&path) + ["/-", "/0", "/added", "/-1", "/a~1b"][draw.below(5)],
            };
            map! { "op" => "add", "path" => path, "value" => scalars::tree(draw, 2) }
        }
        7 => {
            let path = [
                "/metadata/annotations/a",
                "/metadata/labels/a",
                "/metadata/annotations",
                "/spec/replicas",
                "/metadata/name",
            ][draw.below(5)];
            let value = if path.ends_with('s') && path != "/spec/replicas" {
                map! { "k" => "v" }
            } else {
                scalars::scalar(draw)
            };
            let op = draw.word(&["add", "replace"]);
            map! { "op" => op, "path" => path, "value" => value }
        }
        _ => map! { "op" => "add", "path" => path, "value" => scalars::tree(draw, 2) },
    }
}

fn parent_of(path: &str) -> String {
    path.rsplit_once('/').map_or(String::new(), |(parent, _)| parent.to_owned())
}

/// A strategic merge patch for an object.
pub(crate) fn strategic_patch(draw: &mut Draw, object: &Yaml) -> Yaml {
    let (api, kind, name) = kind_of(object);
    let mut metadata = map! { "name" => name };
    if let Some(namespace) = object.at(&["metadata", "namespace"]).and_then(Yaml::text) {
        if !draw.chance(5) {
            metadata.set("namespace", namespace);
        }
    }
    if draw.chance(25) {
        let field = draw.word(&["labels", "annotations"]);
        let value = if draw.chance(15) { Yaml::raw("null") } else { Yaml::Text(scalars::text(draw)) };
        metadata.set(&field, map! { "patched" => value, "app" => "patched" });
    }
    let mut patch = map! { "apiVersion" => api, "kind" => kind, "metadata" => metadata };
    if draw.chance(3) {
        patch.set("$patch", "delete");
        return patch;
    }
    if let Yaml::Map(entries) = object {
        for (key, value) in entries {
            if !["apiVersion", "kind", "metadata"].contains(&key.as_str()) && draw.chance(85) {
                patch.set(key, changed(draw, value));
            }
        }
    }
    patch
}

/// A value that changes another one in a few places.
fn changed(draw: &mut Draw, value: &Yaml) -> Yaml {
    match value {
        Yaml::Map(entries) => {
            let mut map = Yaml::Map(Vec::new());
            let many = draw.between(1, 2);
            for (key, value) in draw.several(entries, many) {
                let value = match draw.below(12) {
                    0 => Yaml::raw("null"),
                    _ => changed(draw, &value),
                };
                map.set(&key, value);
            }
            if draw.chance(12) {
                let (key, value) = (scalars::key(draw), scalars::tree(draw, 2));
                map.set(&key, value);
            }
            if draw.chance(3) {
                let directive = draw.word(&["replace", "delete", "merge"]);
                map.set("$patch", directive);
            }
            map
        }
        Yaml::List(items) => changed_list(draw, items),
        _ => scalars::scalar(draw),
    }
}

fn changed_list(draw: &mut Draw, items: &[Yaml]) -> Yaml {
    let many = draw.between(1, 2);
    let mut list = Vec::new();
    for item in draw.several(items, many) {
        let mut new = if draw.chance(15) { item.clone() } else { changed(draw, &item) };
        if let Some((key, _)) = tell_tale(&item) {
            let value = item.get(&key).cloned().unwrap_or(Yaml::raw("1"));
            if !draw.chance(5) {
                new.set(&key, value);
            }
            if draw.chance(6) {
                new.set("$patch", "delete");
            }
        }
        list.push(new);
    }
    if draw.chance(25) {
        let mut new = items.first().cloned().unwrap_or(Yaml::from("new"));
        for key in ["name", "key", "mountPath"] {
            if new.get(key).is_some() {
                new.set(key, "new");
            }
        }
        let at = draw.below(list.len() + 1);
        list.insert(at, new);
    }
    if draw.chance(3) {
        let directive = draw.word(&["replace", "delete", "merge"]);
        list.push(map! { "$patch" => directive });
    }
    Yaml::List(list)
}

/// A selector that takes an object, and perhaps others.
pub(crate) fn selector(draw: &mut Draw, object: &Yaml) -> Yaml {
    let (api, kind, name) = kind_of(object);
    let (group, version) = api.split_once('/').unwrap_or(("", api));
    let mut target = Yaml::Map(Vec::new());
    target.maybe(draw, 80, "kind", kind);
    let pattern = match draw.below(6) {
        0 => ".*".to_owned(),
        1 => format!("{}.*", name.get(..1).unwrap_or("")),
        2 => format!("{name}|other"),
        _ => name.to_owned(),
    };
    target.maybe(draw, 60, "name", pattern);
    target.maybe(draw, 20, "version", version);
    if !group.is_empty() {
        target.maybe(draw, 20, "group", group);
    }
    if let Some(namespace) = object.at(&["metadata", "namespace"]).and_then(Yaml::text) {
        target.maybe(draw, 20, "namespace", namespace);
    }
    if draw.chance(10) {
        let labels = draw.word(&[
            "app=web",
            "app in (web, app)",
            "app",
            "!tier",
            "tier=backend,app!=db",
            "app notin (x)",
            "app==web",
        ]);
        target.set("labelSelector", labels);
    }
    if draw.chance(4) {
        target.set("annotationSelector", "example.com/note");
    }
    target
}

/// An entry of `patches` for one of the objects, with the files that it names.
pub(crate) fn entry(draw: &mut Draw, objects: &[Yaml], files: &mut Vec<(String, String)>) -> Yaml {
    let object = draw.pick(objects).clone();
    let mut entry = Yaml::Map(Vec::new());
    let text = if draw.chance(45) {
        let target = selector(draw, &object);
        entry.set("target", target);
        let patch = json_patch(draw, &object);
        if draw.chance(20) { yaml::json(&patch) } else { yaml::write(draw, &patch) }
    } else {
        let mut text = strategic_text(draw, &object);
        if draw.chance(40) {
            let target = selector(draw, &object);
            entry.set("target", target);
        } else if draw.chance(15) {
            let other = draw.pick(objects).clone();
            text = format!("{text}---\n{}", strategic_text(draw, &other));
        }
        if draw.chance(8) {
            let (name, kind) = (draw.chance(50), draw.chance(50));
            entry.set("options", map! { "allowNameChange" => name, "allowKindChange" => kind });
        }
        text
    };
    if draw.chance(50) {
        entry.set("patch", text);
    } else {
        let path = format!("patch-{}.yaml", files.len());
        files.push((path.clone(), text));
        entry.set("path", path);
    }
    entry
}

/// The text of a strategic merge patch.
pub(crate) fn strategic_text(draw: &mut Draw, object: &Yaml) -> String {
    let patch = strategic_patch(draw, object);
    yaml::write(draw, &patch)
}

/// An entry of `patchesJson6902`.
pub(crate) fn json_entry(draw: &mut Draw, objects: &[Yaml], files: &mut Vec<(String, String)>) -> Yaml {
    let object = draw.pick(objects).clone();
    let (api, kind, name) = kind_of(&object);
    let (group, version) = api.split_once('/').unwrap_or(("", api));
    let mut target = map! { "kind" => kind, "name" => name, "version" => version };
    if !group.is_empty() {
        target.set("group", group);
    }
    let patch = json_patch(draw, &object);
    let text = yaml::write(draw, &patch);
    if draw.chance(50) {
        return map! { "target" => target, "patch" => text };
    }
    let path = format!("json-{}.yaml", files.len());
    files.push((path.clone(), text));
    map! { "target" => target, "path" => path }
}
