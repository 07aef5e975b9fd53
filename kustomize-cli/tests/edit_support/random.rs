//! Random kustomization files, and random edits of them.

use super::style::{Data, Style};
use kustomize_core::edit::{self, Edited, LabelPlace, List, Metadata, parse_pairs};

/// A small generator of numbers: the same seed gives the same run everywhere.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    /// True once in `n` times.
    pub(crate) fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    /// Between `least` and `most` different ones.
    fn some<'a>(&mut self, from: &[&'a str], least: usize, most: usize) -> Vec<&'a str> {
        let mut left = from.to_vec();
        let n = least + self.below(most - least + 1);
        (0..n.min(from.len())).map(|_| left.remove(self.below(left.len()))).collect()
    }
}

fn text(value: impl Into<String>) -> Data {
    Data::Text(value.into())
}

fn bare(value: impl ToString) -> Data {
    Data::Bare(value.to_string())
}

fn texts(values: Vec<&str>) -> Data {
    Data::List(values.into_iter().map(text).collect())
}

fn map<const N: usize>(fields: [(&str, Option<Data>); N]) -> Data {
    Data::Map(fields.into_iter().filter_map(|(k, v)| Some((k.to_owned(), v?))).collect())
}

const FILES: [&str; 8] = [
    "a.yaml",
    "b.yaml",
    "sub/c.yaml",
    "../base",
    "https://example.com/x?ref=v1",
    "d e.yaml",
    "y",
    "./a.yaml",
];
const NAMES: [&str; 7] = ["nginx", "web", "host:5000/app", "redis", "a-b.c", "on", "123"];
const TAGS: [&str; 8] = ["v1", "1.27", "latest", "0x1", "1_000", "2020-01-01", "sha-1", "null"];
const KEYS: [&str; 8] = ["app", "app.kubernetes.io/name", "tier", "y", "1", "a-b", "team", "no"];
const VALUES: [&str; 14] = [
    "web",
    "x y",
    "true",
    "1",
    "",
    "it's",
    "say \"so\"",
    "a: b",
    "# no",
    "-",
    "1.0",
    "*x",
    "[a]",
    "l1\nl2\n",
];
const LITERALS: [&str; 8] = ["a=1", "b=two words", "c=x=y", "d=", "e=\"q\"", "f='q'", "g=# h", "h=é: ü"];
const PREFIXES: [&str; 6] = ["acme-", "-x", "1", "n", "a.b-", "x: y"];

/// A random kustomization file: its fields and its text.
pub(crate) struct File {
    pub(crate) text: String,
    /// For each field, its name and its lines with the comments above them.
    pub(crate) chunks: Vec<(String, String)>,
    /// True when no edit has more to do here than what is asked for.
    pub(crate) settled: bool,
}

/// A random file. Without `old`, it has no old spellings and states `apiVersion` and `kind`.
pub(crate) fn file(r: &mut Random, old: bool) -> File {
    let mut fields = fields(r, old);
    let settled = !old || r.once_in(2);
    if settled {
        fields.insert(0, ("kind".to_owned(), text("Kustomization")));
        fields.insert(0, ("apiVersion".to_owned(), text("kustomize.config.k8s.io/v1beta1")));
    }
    let mut style = Style::new(r);
    let mut chunks = Vec::new();
    for (name, value) in &fields {
        let mut out = String::new();
        style.field(name, value, 0, &mut out);
        if style.apart {
            out.insert(0, '\n');
        }
        chunks.push((name.clone(), out));
    }
    let (ends, marks, feeds, mark) =
        (style.r.once_in(8), style.r.once_in(8), style.r.once_in(8), style.r.once_in(12));
    let mut text: String = chunks.iter().map(|(_, chunk)| chunk.as_str()).collect();
    if marks {
        text.insert_str(0, "# the head\n---\n");
    }
    if ends {
        text.truncate(text.trim_end_matches('\n').len());
    }
    if feeds {
        text = text.replace('\n', "\r\n");
        chunks.iter_mut().for_each(|(_, chunk)| *chunk = chunk.replace('\n', "\r\n"));
    }
    if mark {
        text.insert(0, '\u{feff}');
    }
    File { text, chunks, settled: settled && !old }
}

fn fields(r: &mut Random, old: bool) -> Vec<(String, Data)> {
    let mut all: Vec<(&str, Data)> = vec![
        ("resources", texts(r.some(&FILES, 1, 4))),
        ("namePrefix", text(r.pick(&PREFIXES))),
        ("nameSuffix", text(r.pick(&PREFIXES))),
        ("namespace", text(r.pick(&NAMES))),
        ("commonLabels", pairs(r)),
        ("commonAnnotations", pairs(r)),
        ("labels", Data::List((0..1 + r.below(3)).map(|_| label(r)).collect())),
        ("images", images(r)),
        ("replicas", replicas(r)),
        ("patches", Data::List((0..1 + r.below(3)).map(|_| patch(r)).collect())),
        ("configMapGenerator", generators(r, old)),
        ("secretGenerator", generators(r, old)),
        ("buildMetadata", texts(r.some(&edit::BUILD_METADATA, 1, 3))),
        ("components", texts(r.some(&FILES, 1, 2))),
        ("transformers", texts(r.some(&FILES, 1, 3))),
        ("generators", texts(r.some(&FILES, 1, 2))),
        ("crds", texts(r.some(&FILES, 1, 2))),
        ("sortOptions", map([("order", Some(text("fifo")))])),
        ("generatorOptions", options(r)),
    ];
    if old {
        all.push(("bases", texts(vec!["../one", "../two"])));
        all.push((
            "imageTags",
            Data::List(vec![map([("name", Some(text("old"))), ("newTag", Some(text("v1")))])]),
        ));
        all.push((
            "patchesStrategicMerge",
            texts(r.some(&["a.yaml", "kind: X\nmetadata: {}\n", "b.yaml"], 1, 3)),
        ));
        all.push(("patchesJson6902", Data::List(vec![patch(r)])));
    }
    let mut chosen = Vec::new();
    for _ in 0..1 + r.below(7) {
        let (name, value) = all.remove(r.below(all.len()));
        chosen.push((name.to_owned(), value));
    }
    chosen
}

fn pairs(r: &mut Random) -> Data {
    let keys = r.some(&KEYS, 1, 4);
    Data::Map(keys.into_iter().map(|key| (key.to_owned(), text(r.pick(&VALUES)))).collect())
}

fn label(r: &mut Random) -> Data {
    let selectors = r.once_in(3).then(|| bare(true));
    let templates = r.once_in(3).then(|| bare(r.once_in(2)));
    map([("includeSelectors", selectors), ("pairs", Some(pairs(r))), ("includeTemplates", templates)])
}

fn images(r: &mut Random) -> Data {
    let mut names = r.some(&NAMES, 1, 4);
    if !r.once_in(3) {
        names.sort_unstable();
    }
    let image = |r: &mut Random, name: &str| {
        let tag = r.once_in(2).then(|| text(r.pick(&TAGS)));
        let new = r.once_in(3).then(|| text(r.pick(&NAMES)));
        let digest = r.once_in(4).then(|| text("sha256:0123"));
        let (first, name) = (r.once_in(4), text(name));
        if first {
            map([("newTag", tag), ("name", Some(name)), ("newName", new), ("digest", digest)])
        } else {
            map([("name", Some(name)), ("newName", new), ("newTag", tag), ("digest", digest)])
        }
    };
    Data::List(names.into_iter().map(|name| image(r, name)).collect())
}

fn replicas(r: &mut Random) -> Data {
    let mut names = r.some(&NAMES, 1, 3);
    names.sort_unstable();
    let replica = |name| map([("name", Some(text(name))), ("count", Some(bare(3)))]);
    Data::List(names.into_iter().map(replica).collect())
}

fn patch(r: &mut Random) -> Data {
    let target = (!r.once_in(3)).then(|| {
        map([("kind", Some(text(r.pick(&["Deployment", "Y"])))), ("name", r.once_in(2).then(|| text("web")))])
    });
    if r.once_in(2) {
        map([("path", Some(text(r.pick(&FILES)))), ("target", target)])
    } else {
        let inline = r.pick(&["- op: remove\n  path: /a", "kind: X\nmetadata:\n  name: y\n", "{a: 1}"]);
        map([("target", target), ("patch", Some(text(inline)))])
    }
}

fn options(r: &mut Random) -> Data {
    let hash = r.once_in(2).then(|| bare(true));
    map([
        ("disableNameSuffixHash", hash),
        ("labels", r.once_in(2).then(|| pairs(r))),
        ("immutable", r.once_in(3).then(|| bare(true))),
    ])
}

fn generators(r: &mut Random, old: bool) -> Data {
    let mut list = Vec::new();
    for name in r.some(&["one", "two", "y"], 1, 3) {
        let literals = r.once_in(2).then(|| texts(r.some(&LITERALS, 1, 3)));
        let files =
            (literals.is_none() || r.once_in(3)).then(|| texts(r.some(&["f.txt", "k=g.txt", "g.txt"], 1, 2)));
        let env = (old && r.once_in(3)).then(|| text("e.env"));
        list.push(map([
            ("name", Some(text(name))),
            ("namespace", r.once_in(3).then(|| text("apps"))),
            ("behavior", r.once_in(4).then(|| text("merge"))),
            ("literals", literals),
            ("env", env),
            ("files", files),
            ("options", r.once_in(4).then(|| options(r))),
        ]));
    }
    Data::List(list)
}

/// An edit: the words of the command, the fields that it may change, and what the library does for it.
pub(crate) struct Edit {
    pub(crate) args: Vec<String>,
    pub(crate) fields: &'static [&'static str],
    pub(crate) apply: Apply,
}

type Apply = Box<dyn Fn(&str) -> kustomize_core::diagnostic::Result<Edited>>;

fn new(
    verb: &str,
    args: &[String],
    fields: &'static [&'static str],
    apply: impl Fn(&str) -> kustomize_core::diagnostic::Result<Edited> + 'static,
) -> Edit {
    let words = std::iter::once("edit").chain(verb.split(' ')).map(str::to_owned);
    Edit { args: words.chain(args.iter().cloned()).collect(), fields, apply: Box::new(apply) }
}

/// A random edit.
pub(crate) fn edit(r: &mut Random) -> Edit {
    let paths: Vec<String> = r.some(&FILES, 1, 2).into_iter().map(str::to_owned).collect();
    let joined = |words: &[String]| vec![words.join(",")];
    let pair = |r: &mut Random| format!("{}:{}", r.pick(&KEYS), r.pick(&VALUES));
    let pairs = vec![pair(r), pair(r)];
    let parsed = parse_pairs(&pairs, Metadata::Label).unwrap();
    let name = r.pick(&NAMES).to_owned();
    let after_dashes = |word: &str| vec!["--".to_owned(), word.to_owned()];
    match r.below(17) {
        0 => new("set namespace", std::slice::from_ref(&name.clone()), &["namespace"], move |t| {
            edit::set_namespace(t, &name)
        }),
        1 => {
            let prefix = r.pick(&PREFIXES);
            new("set nameprefix", &after_dashes(prefix), &["namePrefix"], move |t| {
                edit::set_name_prefix(t, prefix)
            })
        }
        2 => {
            let suffix = r.pick(&["", "-x", "-acme"]);
            new("set namesuffix", &after_dashes(suffix), &["nameSuffix"], move |t| {
                edit::set_name_suffix(t, suffix)
            })
        }
        3 | 4 => {
            let tag = r.pick(&TAGS);
            let image = match r.below(4) {
                0 => format!("{name}@sha256:{tag}"),
                1 => format!("{name}={}:{tag}", r.pick(&NAMES)),
                2 => format!("{name}=*:{tag}"),
                _ => format!("{name}:{tag}"),
            };
            new("set image", std::slice::from_ref(&image.clone()), &["images"], move |t| {
                edit::set_image(t, &[&image])
            })
        }
        5 => {
            let replicas = vec![format!("{name}={}", r.below(5))];
            new("set replicas", &replicas.clone(), &["replicas"], move |t| edit::set_replicas(t, &replicas))
        }
        6 => new("set label", &pairs, &["commonLabels"], move |t| edit::set_label(t, &parsed)),
        7 => new("set annotation", &pairs, &["commonAnnotations"], move |t| edit::set_annotation(t, &parsed)),
        8 => new("add label -f", &pairs, &["commonLabels"], move |t| {
            edit::add_label(t, &parsed, LabelPlace::Common, true)
        }),
        9 => new("add label -f --without-selector", &pairs, &["labels"], move |t| {
            edit::add_label(t, &parsed, LabelPlace::Plain { include_templates: false }, true)
        }),
        10 => new("add resource --no-verify", &paths.clone(), &["resources"], move |t| {
            edit::add_to_list(t, List::Resources, &paths, "kustomization.yaml")
        }),
        11 => new("remove resource", &paths.clone(), &["resources"], move |t| {
            edit::remove_from_list(t, List::Resources, &paths)
        }),
        12 => new("remove transformer", &paths.clone(), &["transformers"], move |t| {
            edit::remove_from_list(t, List::Transformers, &paths)
        }),
        13 => {
            let keys: Vec<String> = r.some(&KEYS, 1, 3).into_iter().map(str::to_owned).collect();
            new("remove label -i", &joined(&keys), &["commonLabels"], move |t| {
                edit::remove_label(t, &keys, true)
            })
        }
        14 => {
            let options: Vec<String> =
                r.some(&edit::BUILD_METADATA, 1, 2).into_iter().map(str::to_owned).collect();
            new("set buildmetadata", &joined(&options), &["buildMetadata"], move |t| {
                edit::set_build_metadata(t, &options)
            })
        }
        15 => {
            let args = edit::PatchArgs { path: paths[0].clone(), kind: "Y".to_owned(), ..Default::default() };
            let words = ["--path".to_owned(), paths[0].clone(), "--kind".to_owned(), "Y".to_owned()];
            new("add patch", &words, &["patches"], move |t| edit::add_patch(t, &args))
        }
        _ => new(
            "remove configmap",
            &joined(&["one".to_owned(), "y".to_owned()]),
            &["configMapGenerator"],
            |t| edit::remove_generators(t, edit::GeneratorKind::ConfigMap, &["one", "y"], ""),
        ),
    }
}
