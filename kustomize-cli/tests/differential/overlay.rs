//! Kustomization files over objects that are there.

use super::draw::Draw;
use super::workloads::{NAMESPACES, name};
use super::yaml::{self, Yaml, map};
use super::{configurations, patches, plugins, replacements, scalars, vars};

/// Files by their names.
pub(crate) type Files = Vec<(String, String)>;

/// The fields of a kustomization, in random order, and the files that it names.
pub(crate) struct Overlay {
    pub(crate) fields: Vec<(String, Yaml)>,
    pub(crate) files: Files,
}

impl Overlay {
    fn set(&mut self, key: &str, value: impl Into<Yaml>) {
        self.fields.push((key.to_owned(), value.into()));
    }

    /// The text of the kustomization file.
    pub(crate) fn text(mut self, draw: &mut Draw) -> (String, Files) {
        draw.shuffle(&mut self.fields);
        let text = yaml::write(draw, &Yaml::Map(self.fields));
        (text, self.files)
    }
}

/// Changes to the objects, by a few fields of a kustomization.
pub(crate) fn overlay(draw: &mut Draw, objects: &[Yaml]) -> Overlay {
    let mut o = Overlay { fields: Vec::new(), files: Vec::new() };
    let many = draw.between(0, 4);
    for _ in 0..many {
        let (key, value) = match draw.below(21) {
            0 => ("namePrefix", Yaml::Text(draw.word(&["dev-", "x-", "a.b-"]))),
            1 => ("nameSuffix", Yaml::Text(draw.word(&["-v2", "-blue"]))),
            2 | 3 => ("namespace", Yaml::Text(draw.word(NAMESPACES))),
            4 | 5 => ("labels", label_entries(draw)),
            6 => ("commonLabels", pairs(draw)),
            7 => ("commonAnnotations", pairs(draw)),
            8 => ("images", images(draw)),
            9 if draw.awkward() || !names_of(objects, SCALED).is_empty() => {
                ("replicas", replicas(draw, objects))
            }
            10..=12 if !objects.is_empty() => {
                let many = draw.between(1, 3);
                (
                    "patches",
                    Yaml::List((0..many).map(|_| patches::entry(draw, objects, &mut o.files)).collect()),
                )
            }
            13 if !objects.is_empty() && draw.chance(60) => {
                ("patchesStrategicMerge", strategic(draw, objects, &mut o.files))
            }
            13 if !objects.is_empty() => {
                ("patchesJson6902", Yaml::List(vec![patches::json_entry(draw, objects, &mut o.files)]))
            }
            14 if !objects.is_empty() => {
                let many = draw.between(1, 2);
                (
                    "replacements",
                    Yaml::List((0..many).map(|_| replacements::entry(draw, objects, &mut o.files)).collect()),
                )
            }
            15 => ("configMapGenerator", generators(draw, "ConfigMap", objects, &mut o.files)),
            16 => ("secretGenerator", generators(draw, "Secret", objects, &mut o.files)),
            17 if !objects.is_empty() => ("vars", vars::vars(draw, objects)),
            18 => ("transformers", plugins::transformers(draw, objects, &mut o.files)),
            19 if draw.chance(20) => ("validators", plugins::transformers(draw, objects, &mut o.files)),
            19 => ("generators", plugins::generators(draw, objects, &mut o.files)),
            _ => continue,
        };
        if !o.fields.iter().any(|f| f.0 == key) {
            o.set(key, value);
        }
    }
    if draw.chance(2) {
        o.set("imageTags", vec![map! { "name" => "nginx", "newTag" => "v8" }]);
    }
    if draw.chance(2) {
        let local = draw.word(&["true", "false"]);
        let annotations = map! { "config.kubernetes.io/local-config" => local };
        o.set("metadata", map! { "name" => "a-kustomization", "annotations" => annotations });
    }
    if draw.chance(8) {
        let options = generator_options(draw);
        o.set("generatorOptions", options);
    }
    if draw.chance(4) {
        let options = sort_options(draw);
        o.set("sortOptions", options);
    }
    if draw.chance(7) {
        let many = draw.between(1, 3);
        let options = draw.several(&["managedByLabel", "originAnnotations", "transformerAnnotations"], many);
        o.set("buildMetadata", options.into_iter().map(Yaml::from).collect::<Vec<_>>());
    }
    if draw.chance(10) {
        let text = configurations::configuration(draw);
        o.files.push(("config.yaml".to_owned(), text));
        o.set("configurations", vec![Yaml::from("config.yaml")]);
    }
    if draw.chance(4) {
        let text = configurations::crds(draw);
        o.files.push(("crds.yaml".to_owned(), text));
        o.set("crds", vec![Yaml::from("crds.yaml")]);
    }
    if draw.chance(3) {
        let text = configurations::openapi(draw);
        o.files.push(("schema.json".to_owned(), text));
        o.set("openapi", map! { "path" => "schema.json" });
    } else if draw.chance(2) {
        let version = if draw.chance(90) { "v1.21.2" } else { "v1.20.4" };
        o.set("openapi", map! { "version" => version });
    }
    o
}

pub(crate) fn sort_options(draw: &mut Draw) -> Yaml {
    match draw.below(3) {
        0 => map! { "order" => "fifo" },
        1 => map! { "order" => "legacy" },
        _ => {
            let first = vec![Yaml::from("Service"), Yaml::from("Deployment")];
            let last = vec![Yaml::from("ConfigMap"), Yaml::from("Foo")];
            map! { "order" => "legacy", "legacySortOptions" => map! { "orderFirst" => first, "orderLast" => last } }
        }
    }
}

pub(crate) fn pairs(draw: &mut Draw) -> Yaml {
    let mut pairs = Yaml::Map(Vec::new());
    for _ in 0..draw.between(1, 2) {
        let key = draw.word(&["app", "team", "example.com/owner", "tier"]);
        let value = scalars::text(draw);
        pairs.set(&key, value);
    }
    pairs
}

fn label_entries(draw: &mut Draw) -> Yaml {
    let mut entries = Vec::new();
    for _ in 0..draw.between(1, 2) {
        let mut entry = map! { "pairs" => pairs(draw) };
        let (selectors, templates) = (draw.chance(50), draw.chance(50));
        entry.maybe(draw, 40, "includeSelectors", selectors);
        entry.maybe(draw, 40, "includeTemplates", templates);
        if draw.chance(20) {
            let path = draw.word(&[
                "spec/template/metadata/labels",
                "spec/labels",
                "spec/items[]/labels",
                "spec/selector",
            ]);
            let mut field = map! { "path" => path };
            field.maybe(draw, 60, "create", true);
            let kind = draw.word(&["Foo", "Deployment", "Service"]);
            field.maybe(draw, 60, "kind", kind);
            field.maybe(draw, 20, "group", "apps");
            field.maybe(draw, 20, "version", "v1");
            entry.set("fields", vec![field]);
        }
        entries.push(entry);
    }
    Yaml::List(entries)
}

pub(crate) fn images(draw: &mut Draw) -> Yaml {
    let mut images = Vec::new();
    for _ in 0..draw.between(1, 2) {
        let name = draw.word(&[
            "nginx",
            "redis",
            "ghcr.io/org/app",
            "registry.local:5000/team/app",
            "busybox",
            "library/nginx",
        ]);
        let mut image = map! { "name" => name };
        image.maybe(draw, 40, "newName", "mirror.local/img");
        image.maybe(draw, 50, "newTag", "v9");
        image.maybe(draw, 15, "digest", "sha256:0123");
        image.maybe(draw, 10, "tagSuffix", "-alpine");
        images.push(image);
    }
    Yaml::List(images)
}

/// The kinds with a number of replicas.
const SCALED: &[&str] = &["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"];

pub(crate) fn replicas(draw: &mut Draw, objects: &[Yaml]) -> Yaml {
    let names = names_of(objects, SCALED);
    let name = if names.is_empty() || draw.chance(5) { name(draw) } else { draw.pick(&names).clone() };
    let count = draw.below(9);
    Yaml::List(vec![map! { "name" => name, "count" => count }])
}

fn strategic(draw: &mut Draw, objects: &[Yaml], files: &mut Files) -> Yaml {
    let mut list = Vec::new();
    for _ in 0..draw.between(1, 2) {
        let object = draw.pick(objects).clone();
        let text = patches::strategic_text(draw, &object);
        if draw.chance(30) {
            list.push(Yaml::Text(text));
        } else {
            let path = format!("strategic-{}.yaml", files.len());
            files.push((path.clone(), text));
            list.push(Yaml::Text(path));
        }
    }
    Yaml::List(list)
}

/// Lines of an env file.
const ENV_LINES: &[&str] = &[
    "A=1",
    "B = two words",
    "# comment",
    "",
    "  C=lead",
    "export D=x",
    "E=",
    "F=a=b",
    "G=\"quoted\"",
    "H='q'",
    "I=#x",
    "J=\u{e9}",
    "PATHLIKE",
    "\tK=tab",
    "L=trailing  ",
    "M=a\\nb",
];

fn generator_options(draw: &mut Draw) -> Yaml {
    let mut options = Yaml::Map(Vec::new());
    options.maybe(draw, 40, "disableNameSuffixHash", true);
    options.maybe(draw, 30, "labels", map! { "generated" => "yes" });
    options.maybe(draw, 30, "annotations", map! { "note" => "generated" });
    options.maybe(draw, 20, "immutable", true);
    options
}

/// The names of the objects of these kinds.
fn names_of(objects: &[Yaml], kinds: &[&str]) -> Vec<String> {
    let of_kind = |o: &&Yaml| o.get("kind").and_then(Yaml::text).is_some_and(|k| kinds.contains(&k));
    let name = |o: &Yaml| o.at(&["metadata", "name"]).and_then(Yaml::text).map(str::to_owned);
    objects.iter().filter(of_kind).filter_map(name).collect()
}

pub(crate) fn generators(draw: &mut Draw, kind: &str, objects: &[Yaml], files: &mut Files) -> Yaml {
    let known = names_of(objects, &[kind]);
    let secret = kind == "Secret";
    let mut list = Vec::new();
    for _ in 0..draw.between(1, 2) {
        let fresh = known.is_empty() || draw.chance(60);
        let name = if !fresh {
            draw.pick(&known).clone()
        } else if draw.chance(70) {
            format!("{}-{}", name(draw), draw.below(1000))
        } else {
            name(draw)
        };
        let mut g = map! { "name" => name };
        let namespace = draw.word(NAMESPACES);
        g.maybe(draw, if fresh { 20 } else { 5 }, "namespace", namespace);
        let behavior = if fresh { "create".to_owned() } else { draw.word(&["merge", "merge", "replace"]) };
        g.maybe(draw, if fresh { 20 } else { 95 }, "behavior", behavior);
        let kind = draw.word(&["Opaque", "kubernetes.io/tls"]);
        if secret {
            g.maybe(draw, 30, "type", kind);
        }
        if draw.chance(60) {
            let many = draw.between(1, 3);
            let mut literals = Yaml::Map(Vec::new());
            for _ in 0..many {
                let (key, value) = (scalars::key(draw), scalars::text(draw));
                let value = if draw.chance(15) { format!("\"{value}\"") } else { value };
                literals.set(&key, value);
            }
            if let Yaml::Map(entries) = literals {
                let text = |(key, value): (String, Yaml)| format!("{key}={}", value.text().unwrap_or(""));
                g.set("literals", entries.into_iter().map(text).map(Yaml::Text).collect::<Vec<_>>());
            }
        }
        if draw.chance(30) {
            let path = format!("file-{}.txt", files.len());
            let text = scalars::text(draw);
            files.push((path.clone(), text));
            let entry = if draw.chance(40) { format!("renamed.txt={path}") } else { path };
            g.set("files", vec![Yaml::Text(entry)]);
        }
        if draw.chance(25) {
            let path = format!("vars-{}.env", files.len());
            let mut text = String::new();
            let many = draw.between(1, 4);
            for line in draw.several(ENV_LINES, many) {
                text.push_str(line);
                text.push_str(if draw.awkward() { "\r\n" } else { "\n" });
            }
            files.push((path.clone(), text));
            let field = ["envs", "env"][usize::from(draw.chance(10))];
            g.set(field, if field == "env" { Yaml::Text(path) } else { Yaml::List(vec![Yaml::Text(path)]) });
        }
        if draw.chance(20) {
            let options = generator_options(draw);
            g.set("options", options);
        }
        list.push(g);
    }
    Yaml::List(list)
}
