//! Whole trees: folders of kustomizations that use one another.

use super::draw::Draw;
use super::flags;
use super::objects;
use super::overlay::overlay;
use super::workloads::NAMES;
use super::yaml::{self, Yaml};
use std::collections::BTreeMap;

/// The files of a tree by their paths; the one to build is in the folder `root`.
pub(crate) type Tree = BTreeMap<String, String>;

/// A folder that was made, with the objects that it is known to give.
struct Folder {
    path: String,
    objects: Vec<Yaml>,
}

/// The tree of a seed.
pub(crate) fn tree(seed: u64) -> Tree {
    let mut draw = Draw::new(seed);
    let draw = &mut draw;
    let mut tree = Tree::new();
    let mut folders: Vec<Folder> = Vec::new();
    let mut components: Vec<Folder> = Vec::new();
    let below = [0, 0, 0, 1, 1, 2, 3][draw.below(7)];
    for i in 0..below {
        let folder = kustomization(draw, &mut tree, format!("below/{i}"), &folders, &components);
        if draw.chance(25) {
            let path = format!("part/{i}");
            let others: Vec<&str> = components.iter().map(|c| c.path.as_str()).collect();
            component(draw, &mut tree, &path, &folder.objects, &others);
            components.push(Folder { path, objects: folder.objects.clone() });
        }
        folders.push(folder);
    }
    kustomization(draw, &mut tree, "root".to_owned(), &folders, &components);
    tree.extend(flags::args(draw).map(|args| ("args".to_owned(), args)));
    tree
}

fn kustomization(
    draw: &mut Draw,
    tree: &mut Tree,
    path: String,
    below: &[Folder],
    components: &[Folder],
) -> Folder {
    let mut known = Vec::new();
    let mut resources = Vec::new();
    let from_here = |other: &str| format!("{}{other}", "../".repeat(path.matches('/').count() + 1));
    let many = if path == "root" { draw.between(1, 2) } else { draw.below(2) };
    let mut places: Vec<usize> = (0..below.len()).collect();
    draw.shuffle(&mut places);
    for folder in places.iter().take(many).map(|i| &below[*i]) {
        resources.push(Yaml::Text(from_here(&folder.path)));
        known.extend(folder.objects.iter().cloned());
    }
    if resources.is_empty() || draw.chance(40) {
        resources.extend(resource_files(draw, tree, &path, &mut known));
    }
    draw.shuffle(&mut resources);
    let mut overlay = overlay(draw, &known);
    let field = if draw.chance(3) { "bases" } else { "resources" };
    if field == "bases" && resources.iter().any(|r| r.text().is_some_and(|t| !t.starts_with(".."))) {
        overlay.fields.push(("resources".to_owned(), Yaml::List(resources)));
    } else {
        overlay.fields.push((field.to_owned(), Yaml::List(resources)));
    }
    if !components.is_empty() && draw.chance(60) {
        // Components are for objects that are there, with few exceptions.
        let fits = |c: &&Folder| c.objects.iter().all(|o| known.contains(o));
        let mut fitting: Vec<&str> = components.iter().filter(fits).map(|c| c.path.as_str()).collect();
        if draw.chance(5) {
            fitting = components.iter().map(|c| c.path.as_str()).collect();
        }
        let used: Vec<Yaml> = draw.several(&fitting, 2).iter().map(|c| Yaml::Text(from_here(c))).collect();
        overlay.fields.push(("components".to_owned(), Yaml::List(used)));
    }
    if draw.chance(40) {
        overlay.fields.push(("kind".to_owned(), Yaml::from("Kustomization")));
        overlay.fields.push(("apiVersion".to_owned(), Yaml::from("kustomize.config.k8s.io/v1beta1")));
    }
    put(draw, tree, &path, overlay);
    Folder { path, objects: known }
}

fn component(draw: &mut Draw, tree: &mut Tree, path: &str, known: &[Yaml], others: &[&str]) {
    let mut overlay = overlay(draw, known);
    if !others.is_empty() && draw.chance(30) {
        let other = Yaml::Text(format!("../../{}", draw.word(others)));
        // A component is no resource.
        let field = if draw.chance(90) { "components" } else { "resources" };
        overlay.fields.push((field.to_owned(), Yaml::List(vec![other])));
    }
    if overlay.fields.is_empty() {
        overlay.fields.push(("nameSuffix".to_owned(), Yaml::from("-part")));
    }
    overlay.fields.push(("kind".to_owned(), Yaml::from("Component")));
    overlay.fields.push(("apiVersion".to_owned(), Yaml::from("kustomize.config.k8s.io/v1alpha1")));
    if draw.chance(30) {
        let files = resource_files(draw, tree, path, &mut Vec::new());
        overlay.fields.push(("resources".to_owned(), Yaml::List(files)));
    }
    put(draw, tree, path, overlay);
}

fn put(draw: &mut Draw, tree: &mut Tree, path: &str, overlay: super::overlay::Overlay) {
    let (text, files) = overlay.text(draw);
    let name = if draw.chance(5) { "Kustomization" } else { "kustomization.yaml" };
    tree.insert(format!("{path}/{name}"), text);
    for (name, text) in files {
        tree.insert(format!("{path}/{name}"), text);
    }
}

/// Files with objects; their names, and the objects to the known ones.
fn resource_files(draw: &mut Draw, tree: &mut Tree, path: &str, known: &mut Vec<Yaml>) -> Vec<Yaml> {
    let mut names = Vec::new();
    for i in 0..draw.between(1, 2) {
        let many = draw.between(1, 4);
        let mut list: Vec<Yaml> = Vec::new();
        for _ in 0..many {
            let name = if draw.chance(85) { draw.word(NAMES) } else { objects::object_name(draw) };
            let object = objects::object(draw, &name);
            let same =
                |o: &&Yaml| o.get("kind") == object.get("kind") && workload_name(o) == workload_name(&object);
            if !known.iter().any(|o| same(&o)) || draw.awkward() {
                known.push(object.clone());
                list.push(object);
            }
        }
        let name = format!("objects-{i}.yaml");
        tree.insert(format!("{path}/{name}"), file(draw, &list));
        names.push(Yaml::Text(name));
    }
    names
}

fn workload_name(object: &Yaml) -> Option<&str> {
    object.at(&["metadata", "name"]).and_then(Yaml::text)
}

/// The text of a file with these objects.
fn file(draw: &mut Draw, objects: &[Yaml]) -> String {
    let mut text = String::new();
    if draw.awkward() && !draw.comments {
        let kind = draw.word(&["List", "ConfigMapList", "FooList"]);
        let list = yaml::map! { "apiVersion" => "v1", "kind" => kind, "items" => objects.to_vec() };
        text = yaml::write(draw, &list);
    } else {
        if draw.chance(20) {
            text.push_str("---\n");
        }
        for (i, object) in objects.iter().enumerate() {
            if i > 0 {
                text.push_str(if draw.awkward() { "--- # next\n" } else { "---\n" });
            }
            if draw.awkward() {
                text.push_str(["# only a comment\n---\n", "\n---\n", "null\n---\n", "---\n"][draw.below(4)]);
            }
            text.push_str(&yaml::write(draw, object));
        }
        if draw.awkward() {
            text.push_str(["---\n", "---", "...\n", "\n\n", "# end"][draw.below(5)]);
        }
    }
    if draw.awkward() && draw.chance(50) {
        text = text.trim_end_matches('\n').to_owned();
    }
    if draw.awkward() && draw.chance(30) {
        text = text.replace('\n', "\r\n");
    }
    if draw.awkward() && draw.chance(20) {
        text.insert(0, '\u{feff}');
    }
    text
}
