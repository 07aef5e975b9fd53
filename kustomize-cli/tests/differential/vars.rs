//! Variables that read fields of objects.

use super::draw::Draw;
use super::patches::{Step, is_book, random_way};
use super::scalars;
use super::yaml::{Yaml, map};

/// The names that the texts of the objects refer to.
pub(crate) const NAMES: &[&str] = &["HOST", "PORT", "VAR"];

/// Entries of `vars`.
pub(crate) fn vars(draw: &mut Draw, objects: &[Yaml]) -> Yaml {
    let many = draw.between(1, 2);
    let names = draw.several(NAMES, many);
    Yaml::List(names.into_iter().map(|name| entry(draw, name, objects)).collect())
}

fn entry(draw: &mut Draw, name: &str, objects: &[Yaml]) -> Yaml {
    let object = draw.pick(objects).clone();
    let text = |path: &[&str]| object.at(path).and_then(Yaml::text).unwrap_or("").to_owned();
    let mut reference = map! { "kind" => text(&["kind"]), "name" => text(&["metadata", "name"]) };
    reference.maybe(draw, 97, "apiVersion", text(&["apiVersion"]));
    if let Some(namespace) = object.at(&["metadata", "namespace"]).and_then(Yaml::text) {
        reference.maybe(draw, 90, "namespace", namespace);
    }
    let mut var = map! { "name" => name, "objref" => reference };
    if draw.chance(60) {
        let path = field_path(draw, &object);
        var.set("fieldref", map! { "fieldpath" => path });
    }
    var
}

fn field_path(draw: &mut Draw, object: &Yaml) -> String {
    if draw.chance(10) {
        return draw.word(&["metadata.namespace", "metadata.name", "spec.replicas", "metadata.labels.app"]);
    }
    let (way, _) = random_way(draw, object);
    if is_book(&way) {
        return "kind".to_owned();
    }
    let mut path = String::new();
    for step in way {
        match step {
            Step::Key(key) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&key.replace('.', "\\."));
            }
            Step::Item(at, _) if draw.chance(80) => path.push_str(&format!("[{at}]")),
            Step::Item(at, _) => path.push_str(&format!(".{at}")),
        }
    }
    path
}

/// A text that refers to variables.
pub(crate) fn text(draw: &mut Draw) -> String {
    let name = draw.word(NAMES);
    match draw.below(7) {
        0..=2 => format!("$({name})"),
        3 => format!("http://$({name}):$(PORT)/"),
        4 => format!("$$({name})"),
        5 => draw.word(&["$(NONE)", "$(HOST", "$HOST", "$$$(HOST)", "$(HOST)$(PORT)", "$()", "$( HOST )"]),
        _ => format!("{} $({name})", scalars::text(draw)),
    }
}
