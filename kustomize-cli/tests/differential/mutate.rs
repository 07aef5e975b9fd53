//! Trees with a few lines changed at random: nearly right input, of which much is refused.

use super::draw::Draw;
use super::tree::{self, Tree};
use std::path::{Path, PathBuf};

/// Values that are put in the place of others.
#[rustfmt::skip]
const VALUES: &[&str] = &[
    "", "null", "~", "[]", "{}", "[null]", "{a: b}", "[a, b]", "true", "no", "0", "-1", "1.5", "1e3",
    "0x1F", "''", "\"\"", "' '", "x", "X", "a.b", "a/b", "../x", ".", "..", "'1'", "\"true\"", "!!str 1",
    "!!int \"3\"", "!x y", "!!binary aGk=", "2020-01-01", "*a0", "&z z", "<<", "=", "|", "|-\n", ">", "@x",
    "'x", "\"x", "{a", "[a", "}", "a: b", "- a", "? x", "# none", "%x", "`x`", "\t", "a\tb", "x # y",
    "\u{e9}", "18446744073709551616", ".nan", "y", "default", "app", "web", "Deployment", "ConfigMap",
    "Service", "List", "v1", "apps/v1", "kustomization.yaml",
];

/// Keys that are put in the place of others, besides the keys of the tree itself.
#[rustfmt::skip]
const KEYS: &[&str] = &[
    "name", "namespace", "kind", "apiVersion", "metadata", "labels", "annotations", "spec", "data",
    "$patch", "$retainKeys", "items", "path", "patch", "target", "<<", "resources", "1", "null", "true", "",
    "x y", "Name", "\"a\\nb\"", "? a", "&k k",
];

/// Files that stay: the command line, and schemas, which the reference does not read before it needs them.
const UNCHANGED: &[&str] = &["args", "schema.json"];

/// The tree of a seed: one that was made, or one of the cases of the project, with changes.
pub(crate) fn mutated(seed: u64) -> Tree {
    let mut draw = Draw::new(!seed);
    let cases = cases();
    let mut tree = match draw.below(5) {
        0 | 1 => read_case(draw.pick::<std::path::PathBuf>(&cases)),
        _ => tree::tree(seed),
    };
    for _ in 0..[1, 1, 1, 2, 3][draw.below(5)] {
        change(&mut draw, &mut tree);
    }
    tree
}

/// The folders of the recorded cases that build without programs of others.
fn cases() -> Vec<PathBuf> {
    let plain = |case: &PathBuf| {
        std::fs::read_to_string(case.join("args"))
            .is_ok_and(|args| args.starts_with("build") && !args.contains("--"))
    };
    let mut cases = crate::folders::cases("build");
    cases.retain(plain);
    cases
}

fn read_case(case: &Path) -> Tree {
    let mut tree = Tree::new();
    read_folder(&case.join("in"), "", &mut tree);
    tree.insert("args".to_owned(), std::fs::read_to_string(case.join("args")).unwrap());
    tree
}

fn read_folder(folder: &Path, prefix: &str, tree: &mut Tree) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            read_folder(&entry.path(), &format!("{name}/"), tree);
        } else if let Ok(text) = std::fs::read_to_string(entry.path()) {
            tree.insert(name, text);
        }
    }
}

fn change(draw: &mut Draw, tree: &mut Tree) {
    let paths: Vec<String> =
        tree.keys().filter(|path| !UNCHANGED.iter().any(|end| path.ends_with(end))).cloned().collect();
    if paths.is_empty() {
        return;
    }
    // Kustomizations are changed more often than they are many.
    let heads: Vec<String> =
        paths.iter().filter(|p| p.to_ascii_lowercase().contains("kustomization")).cloned().collect();
    let path = if !heads.is_empty() && draw.chance(45) {
        draw.pick(&heads).clone()
    } else {
        draw.pick(&paths).clone()
    };
    let other = tree[draw.pick(&paths)].clone();
    match draw.below(60) {
        0 => drop(tree.remove(&path)),
        1 => drop(tree.insert(path, other)),
        2 => drop(tree.insert(path, String::new())),
        3 => {
            let text = tree[&path].clone();
            let end =
                (0..=draw.below(text.len() + 1)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            tree.insert(path, text[..end].to_owned());
        }
        4 => {
            let text = format!("{}---\n{other}", tree[&path]);
            tree.insert(path, text);
        }
        _ => {
            let mut lines: Vec<String> = tree[&path].split_inclusive('\n').map(str::to_owned).collect();
            let others: Vec<&str> = other.split_inclusive('\n').collect();
            if !lines.is_empty() && !others.is_empty() {
                change_lines(draw, &mut lines, &others);
                tree.insert(path, lines.concat());
            }
        }
    }
}

fn change_lines(draw: &mut Draw, lines: &mut Vec<String>, others: &[&str]) {
    let at = draw.below(lines.len());
    let end = block_end(lines, at);
    match draw.below(16) {
        0 => drop(lines.remove(at)),
        1 => drop(lines.drain(at..end)),
        2 => lines.insert(at, lines[at].clone()),
        3 => {
            let block: Vec<String> = lines[at..end].to_vec();
            lines.splice(end..end, block);
        }
        4 => {
            let with = draw.below(lines.len());
            lines.swap(at, with);
        }
        5 => {
            let block: Vec<String> = lines.drain(at..end).collect();
            let to = draw.below(lines.len() + 1);
            lines.splice(to..to, block);
        }
        6 => {
            let line = lines[at].clone();
            lines[at] = match draw.below(4) {
                0 => format!(" {line}"),
                1 => format!("  {line}"),
                2 => line.strip_prefix(' ').unwrap_or(&line).to_owned(),
                _ => line.strip_prefix("  ").unwrap_or(&line).to_owned(),
            };
        }
        7 => {
            let noise = draw.word(&[
                "# x\n",
                "\n",
                "   \n",
                "\t\n",
                "---\n",
                "...\n",
                "x\n",
                "- x\n",
                "x: y\n",
                "%YAML 1.1\n",
                "--- # x\n",
                "---x\n",
            ]);
            lines.insert(at, noise);
        }
        8 => {
            // What stands deeper goes, or stands on one line.
            lines.drain(at + 1..end);
        }
        9 | 10 => {
            let other = draw.pick(others);
            let value = value_of(other).to_owned();
            set_value(&mut lines[at], &value);
        }
        11 => {
            let key =
                if draw.chance(60) { key_of(draw.pick::<&str>(others)).to_owned() } else { draw.word(KEYS) };
            set_key(&mut lines[at], &key);
        }
        12 => {
            let line = lines[at].clone();
            let place =
                (0..=draw.below(line.len().max(1))).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0);
            let put = draw.word(&[
                " ", "\t", ":", "-", "'", "\"", "#", "*", "&", "!", "\\", "$", "0", "{", "]", ",", "\r", "%",
                "\u{85}", "~", "/", ".",
            ]);
            lines[at].insert_str(place, &put);
        }
        _ => {
            let value = draw.word(VALUES);
            lines.drain(at + 1..end);
            set_value(&mut lines[at], &value);
        }
    }
}

/// Where the lines end that are indented below this one.
fn block_end(lines: &[String], at: usize) -> usize {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
    let own = indent(&lines[at]);
    lines[at + 1..].iter().position(|l| indent(l) <= own).map_or(lines.len(), |n| at + 1 + n)
}

/// Where the value of a line starts: after `key:`, or after the dash of an item.
fn value_start(line: &str) -> usize {
    let content = line.len() - line.trim_start_matches([' ', '-']).len();
    line[content..]
        .find(": ")
        .map(|n| content + n + 2)
        .or_else(|| line.trim_end().ends_with(':').then(|| line.trim_end().len()))
        .unwrap_or(content)
}

fn value_of(line: &str) -> &str {
    line[value_start(line)..].trim()
}

fn set_value(line: &mut String, value: &str) {
    let start = value_start(line);
    line.truncate(start);
    if line.ends_with(':') {
        line.push(' ');
    }
    line.push_str(value);
    if !line.ends_with('\n') {
        line.push('\n');
    }
}

fn key_of(line: &str) -> &str {
    let content = line.trim_start_matches([' ', '-']);
    content.split_once(':').map_or(content, |(key, _)| key).trim()
}

fn set_key(line: &mut String, key: &str) {
    let content = line.len() - line.trim_start_matches([' ', '-']).len();
    if let Some(colon) = line[content..].find(':') {
        line.replace_range(content..content + colon, key);
    }
}
