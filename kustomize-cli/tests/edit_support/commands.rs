//! Random command lines of `create` and `edit`: every verb with every flag, good ones and bad ones.

use super::random::Random;
use std::path::Path;

/// What is in the folder in which the commands run.
pub(crate) const FILES: [(&str, &str); 12] = [
    ("work/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"),
    ("work/b.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n"),
    ("work/sub/c.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n"),
    ("work/sub/kustomization.yaml", "resources: [c.yaml]\n"),
    ("work/d e.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: d}\n"),
    ("work/y", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: y}\n"),
    ("work/values.yaml", "colour: blue\n"),
    ("work/f.txt", "f\n"),
    ("work/g.txt", "g\n"),
    ("work/e.env", "a=1\nb=2\n"),
    ("base/kustomization.yaml", "resources: [r.yaml]\n"),
    ("base/r.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: r}\n"),
];

/// Makes that folder.
pub(crate) fn fixture(root: &Path) {
    for (path, text) in FILES {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

const PATHS: [&str; 14] = [
    "a.yaml",
    "b.yaml",
    "./a.yaml",
    "sub",
    "sub/",
    "../base",
    "d e.yaml",
    "y",
    "*.yaml",
    "sub/*.yaml",
    "?.yaml",
    "missing.yaml",
    "[ab].yaml",
    "{a,b}.yaml",
];
const ENTRIES: [&str; 12] = [
    "a.yaml",
    "b.yaml",
    "./a.yaml",
    "sub/c.yaml",
    "../base",
    "d e.yaml",
    "y",
    "*.yaml",
    "*",
    "sub/*",
    "[a-c].yaml",
    "https://example.com/x?ref=v1",
];
const KEYS: [&str; 10] = ["app", "app.kubernetes.io/name", "tier", "y", "1", "a-b", "team", "no", "null", ""];
const VALUES: [&str; 19] = [
    "web", "x y", "true", "1", "", "it's", "\"so\"", "a:b", "# no", "-", "1.0", "*x", "[a]", "~", "0x1", "é",
    "1e3", "a,b", "x,y:z",
];
const NAMES: [&str; 9] = ["one", "two", "y", "new", "1", "null", "on", "web", ""];
const IMAGES: [&str; 8] = ["nginx", "web", "host:5000/app", "redis", "a-b.c", "on", "123", "new/image"];
const TAGS: [&str; 12] =
    ["v1", "1.27", "latest", "0x1", "1_000", "2020-01-01", "null", "*", "", "1e3", "08", "sha256:0123"];
const LITERALS: [&str; 14] = [
    "a=1",
    "b=two words",
    "c=x=y",
    "d=",
    "e=\"q\"",
    "f='q'",
    "g=# h",
    "h=é: ü",
    "a=2",
    "novalue",
    "=x",
    "i=a,b",
    "j=l1\nl2",
    "k='",
];

fn word(r: &mut Random, words: &[&str]) -> String {
    words[r.below(words.len())].to_owned()
}

fn words(r: &mut Random, from: &[&str], most: usize) -> Vec<String> {
    let least = usize::from(!r.once_in(12));
    (0..least + r.below(most)).map(|_| word(r, from)).collect()
}

fn pairs(r: &mut Random) -> Vec<String> {
    (0..1 + r.below(3))
        .map(|_| {
            let (key, value) = (word(r, &KEYS), word(r, &VALUES));
            let sign = if r.once_in(12) { "=" } else { ":" };
            if r.once_in(14) { key } else { format!("{key}{sign}{value}") }
        })
        .collect()
}

fn joined(r: &mut Random, words: Vec<String>) -> Vec<String> {
    if r.once_in(8) { words } else { vec![words.join(",")] }
}

fn flag(r: &mut Random, name: &str, words: &[&str], once_in: usize, args: &mut Vec<String>) {
    if r.once_in(once_in) {
        let value = word(r, words);
        if r.once_in(2) {
            args.push(format!("{name}={value}"));
        } else {
            args.extend([name.to_owned(), value]);
        }
    }
}

fn switch(r: &mut Random, names: &[&str], once_in: usize, args: &mut Vec<String>) {
    if r.once_in(once_in) {
        args.push(word(r, names));
    }
}

const METADATA: [&str; 4] = ["originAnnotations", "transformerAnnotations", "managedByLabel", "other"];

/// A random command.
pub(crate) fn command(r: &mut Random) -> Vec<String> {
    let mut args: Vec<String> = Vec::new();
    let verb = match r.below(30) {
        0 => {
            args.extend(pairs(r));
            switch(r, &["-f", "--force", "--force=false"], 2, &mut args);
            "add annotation"
        }
        1 | 2 => {
            args.extend(pairs(r));
            switch(r, &["-f", "--force"], 2, &mut args);
            switch(r, &["--without-selector"], 2, &mut args);
            switch(r, &["--include-templates"], 4, &mut args);
            "add label"
        }
        3 => {
            let paths = words(r, &["sub", "../base", "missing", "a.yaml", "./sub"], 2);
            args.extend(joined(r, paths));
            "add base"
        }
        4 => {
            let options = words(r, &METADATA, 2);
            args.extend(joined(r, options));
            "add buildmetadata"
        }
        5 => {
            args.extend(words(r, &PATHS, 3));
            "add component"
        }
        6..=8 => {
            args.push(word(r, &NAMES));
            for _ in 0..r.below(3) {
                flag(r, "--from-literal", &LITERALS, 1, &mut args);
            }
            flag(
                r,
                "--from-file",
                &[
                    "f.txt",
                    "k=g.txt",
                    "*.txt",
                    "missing.txt",
                    "k=*.txt",
                    "f.txt,g.txt",
                    "a=b=c",
                    "=f.txt",
                    "sub",
                ],
                2,
                &mut args,
            );
            flag(r, "--from-env-file", &["e.env", "missing.env"], 4, &mut args);
            flag(r, "--namespace", &["apps", "other", "default", ""], 3, &mut args);
            switch(r, &["--disableNameSuffixHash", "--disableNameSuffixHash=false"], 5, &mut args);
            if r.once_in(2) {
                flag(r, "--behavior", &["merge", "create", "replace", "none"], 4, &mut args);
                "add configmap"
            } else {
                flag(r, "--type", &["Opaque", "kubernetes.io/tls", "x"], 4, &mut args);
                "add secret"
            }
        }
        9 => {
            args.extend(words(r, &PATHS, 3));
            "add generator"
        }
        10 => {
            args.extend(words(r, &PATHS, 3));
            "add transformer"
        }
        11..=13 => {
            patch(r, &mut args);
            if r.once_in(2) { "add patch" } else { "remove patch" }
        }
        14 | 15 => {
            if r.once_in(3) {
                args.push("--no-verify".to_owned());
                args.extend(words(r, &ENTRIES, 3));
            } else {
                args.extend(words(r, &PATHS, 3));
            }
            "add resource"
        }
        16 => {
            let keys = words(r, &KEYS, 2);
            args.extend(joined(r, keys));
            switch(r, &["-i", "--ignore-non-existence"], 2, &mut args);
            if r.once_in(2) { "remove label" } else { "remove annotation" }
        }
        17 => {
            let options = words(r, &METADATA, 2);
            args.extend(joined(r, options));
            "remove buildmetadata"
        }
        18 => {
            let names = words(r, &NAMES, 2);
            args.extend(joined(r, names));
            flag(r, "--namespace", &["apps", "default", ""], 3, &mut args);
            if r.once_in(2) { "remove configmap" } else { "remove secret" }
        }
        19 => {
            args.extend(words(r, &ENTRIES, 2));
            "remove resource"
        }
        20 => {
            args.extend(words(r, &ENTRIES, 2));
            "remove transformer"
        }
        21 => {
            args.extend(pairs(r));
            if r.once_in(2) { "set annotation" } else { "set label" }
        }
        22 => {
            let options = words(r, &METADATA, 2);
            args.extend(joined(r, options));
            "set buildmetadata"
        }
        23 | 24 => {
            args.extend((0..1 + r.below(2)).map(|_| image(r)));
            "set image"
        }
        25 => {
            let value = word(r, &["acme-", "x", "1", "n", "a.b-", "x: y", "", "# z", "null"]);
            args.push(value);
            let verbs = ["set nameprefix", "set namesuffix", "set namespace"];
            verbs[r.below(verbs.len())]
        }
        26 => {
            for _ in 0..1 + r.below(2) {
                let count = word(r, &["0", "3", "007", "-1", "x", "", "+2", "1.5", "0x2"]);
                args.push(format!("{}={count}", word(r, &["nginx", "web", "on", "123", "new", ""])));
            }
            "set replicas"
        }
        27 | 28 => {
            args.push(word(r, &NAMES));
            for _ in 0..r.below(3) {
                flag(r, "--from-literal", &LITERALS, 1, &mut args);
            }
            flag(r, "--namespace", &["apps", "default", ""], 3, &mut args);
            flag(r, "--new-namespace", &["apps", "new", "default", ""], 3, &mut args);
            if r.once_in(2) { "set configmap" } else { "set secret" }
        }
        _ => "fix",
    };
    std::iter::once("edit").chain(verb.split(' ')).map(str::to_owned).chain(args).collect()
}

fn patch(r: &mut Random, args: &mut Vec<String>) {
    flag(r, "--path", &["a.yaml", "b.yaml", "missing.yaml", "./a.yaml", "y"], 2, args);
    let inline =
        ["[{op: remove, path: /a}]", "- op: remove\n  path: /a", "kind: X\nmetadata:\n  name: y\n", "a"];
    flag(r, "--patch", &inline, 2, args);
    flag(r, "--kind", &["Deployment", "Y", ""], 2, args);
    flag(r, "--name", &["web", "w.*", "1"], 3, args);
    flag(r, "--group", &["apps", ""], 6, args);
    flag(r, "--version", &["v1"], 6, args);
    flag(r, "--namespace", &["apps"], 6, args);
    flag(r, "--label-selector", &["a=b", "a in (b, c)"], 6, args);
    flag(r, "--annotation-selector", &["a=b"], 6, args);
}

fn image(r: &mut Random) -> String {
    let name = word(r, &IMAGES);
    let new = word(r, &["other", "host:5000/other", "*", ""]);
    let (tag, end) = (word(r, &TAGS), word(r, &["@sha256:0123", "@*", "@", ""]));
    match r.below(7) {
        0 => format!("{name}{end}"),
        1 => format!("{name}={new}"),
        2 => format!("{name}={new}:{tag}"),
        3 => format!("{name}={new}{end}"),
        4 => format!("{name}={new}:{tag}{end}"),
        _ => format!("{name}:{tag}"),
    }
}

/// A random `create`.
pub(crate) fn create(r: &mut Random) -> Vec<String> {
    let mut args = vec![word(r, &["create", "create", "init"])];
    let paths: Vec<String> = (0..1 + r.below(3)).map(|_| word(r, &PATHS)).collect();
    if r.once_in(2) {
        args.extend(["--resources".to_owned(), paths.join(",")]);
    }
    flag(r, "--namespace", &["apps", "1", ""], 3, &mut args);
    flag(r, "--nameprefix", &["acme-", "-x", "1"], 3, &mut args);
    flag(r, "--namesuffix", &["-acme", "1"], 3, &mut args);
    for name in ["--labels", "--annotations"] {
        if r.once_in(3) {
            args.extend([name.to_owned(), pairs(r).join(",")]);
        }
    }
    switch(r, &["--autodetect"], 2, &mut args);
    switch(r, &["--recursive"], 3, &mut args);
    args
}
