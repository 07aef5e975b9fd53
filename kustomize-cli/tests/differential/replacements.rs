//! Replacements between objects that are there.

use super::draw::Draw;
use super::objects::NESTED;
use super::patches::{Step, is_book, random_way, selector};
use super::yaml::{Yaml, map};

fn field_path(draw: &mut Draw, way: &[Step]) -> String {
    let parts: Vec<String> = way
        .iter()
        .map(|step| match step {
            Step::Key(key) if key.contains('.') && draw.chance(50) => format!("[{key}]"),
            Step::Key(key) => key.replace('.', "\\."),
            Step::Item(at, tell) => match (draw.below(10), tell) {
                (0, _) => "*".to_owned(),
                (1, _) => at.to_string(),
                (2, _) => "-".to_owned(),
                (_, Some((key, value))) => format!("[{key}={value}]"),
                (_, None) => at.to_string(),
            },
        })
        .collect();
    parts.join(".")
}

fn options(draw: &mut Draw) -> Option<Yaml> {
    if !draw.chance(25) {
        return None;
    }
    let delimiter = draw.word(&[":", "/", ".", "-", "@"]);
    let index = draw.word(&["0", "1", "2", "-1"]);
    let mut options = Yaml::Map(Vec::new());
    options.maybe(draw, 60, "delimiter", delimiter);
    options.maybe(draw, 60, "index", Yaml::Raw(index));
    options.maybe(draw, 25, "create", true);
    options.maybe(draw, 5, "encoding", "base64");
    Some(options)
}

/// Paths in a document that is the text of a field.
const INSIDE: &[&str] = &[
    "kind",
    "metadata.name",
    "metadata.labels.app",
    "metadata.labels.added",
    "metadata.labels",
    "spec",
    "spec.replicas",
    "spec.template.spec.containers.*.image",
    "spec.template.spec.containers.[name=main].image",
    "spec.template.spec.containers.0",
    "spec.ports.0.port",
    "spec.a.b.c",
    "data",
    "rules.0.verbs.1",
    "0",
];

/// An entry of `replacements`.
pub(crate) fn entry(draw: &mut Draw, objects: &[Yaml], files: &mut Vec<(String, String)>) -> Yaml {
    let from = draw.pick(objects).clone();
    let text = |path: &[&str]| from.at(path).and_then(Yaml::text).unwrap_or("").to_owned();
    let (way, _) = random_way(draw, &from);
    let mut source = map! { "kind" => text(&["kind"]), "name" => text(&["metadata", "name"]) };
    if draw.chance(80) {
        let path = if draw.chance(30) || is_book(&way) {
            "metadata.name".to_owned()
        } else {
            field_path(draw, &way)
        };
        source.set("fieldPath", path);
    }
    if let Some(options) = options(draw) {
        source.set("options", options);
    }
    let many = draw.between(1, 2);
    let targets: Vec<Yaml> = (0..many).map(|_| target(draw, objects)).collect();
    let mut replacement = if draw.chance(10) {
        map! { "sourceValue" => "a-value" }
    } else {
        map! { "source" => source }
    };
    replacement.set("targets", targets);
    if draw.chance(25) {
        let path = format!("replacement-{}.yaml", files.len());
        let content = if draw.chance(50) { Yaml::List(vec![replacement]) } else { replacement };
        let content = super::yaml::write(draw, &content);
        files.push((path.clone(), content));
        return map! { "path" => path };
    }
    replacement
}

fn target(draw: &mut Draw, objects: &[Yaml]) -> Yaml {
    let to = draw.pick(objects).clone();
    let mut select = selector(draw, &to);
    if let Some(name) = to.at(&["metadata", "name"]).and_then(Yaml::text).filter(|_| draw.chance(70)) {
        select.set("name", name);
    }
    let many = draw.between(1, 2);
    let mut paths = Vec::new();
    for _ in 0..many {
        let (way, value) = random_way(draw, &to);
        let mut path = match way.as_slice() {
            [Step::Key(_)] => "metadata.labels.app".to_owned(),
            way => field_path(draw, way),
        };
        if to.at(&["data", NESTED]).is_some() && draw.chance(60) {
            let inside = draw.word(INSIDE);
            path = format!("data.{}.{inside}", NESTED.replace('.', "\\."));
        }
        let room = matches!(value, Yaml::Map(_)) && way.len() > 1;
        if draw.chance(if room { 40 } else { 1 }) {
            path.push_str(".added");
        }
        paths.push(Yaml::Text(path));
    }
    let mut target = map! { "select" => select, "fieldPaths" => paths };
    if draw.chance(10) {
        let other = draw.pick(objects).clone();
        let reject = selector(draw, &other);
        target.set("reject", vec![reject]);
    }
    if let Some(options) = options(draw) {
        target.set("options", options);
    } else if draw.chance(85) {
        target.set("options", map! { "create" => true });
    }
    target
}
