//! Both ways of reading give the same.

use crate::yaml::{Limits, Node, ways};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

fn check(text: &str) -> Result<(), String> {
    for resource in [true, false] {
        if let Some(difference) = ways::difference(text, resource, &Limits::default()) {
            return Err(difference);
        }
    }
    Ok(())
}

#[test]
fn the_same_for_every_file_of_the_project() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    files(&root.join("testdata"), &mut found);
    files(&root.join("examples"), &mut found);
    let (mut texts, mut short, mut spared) = (0, 0, 0);
    for path in found {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for piece in text.replace("\r\n", "\n").split_inclusive("\n---\n") {
            check(piece).unwrap_or_else(|difference| panic!("{}: {difference}", path.display()));
            texts += 1;
            short += usize::from(ways::scanned(piece, true, &Limits::default()).is_some());
            let lazy = ways::spared(piece, &Limits::default()).flatten();
            spared +=
                lazy.iter().flat_map(|node| node.as_map()).flatten().filter(|e| is_lazy(&e.value)).count();
        }
    }
    assert!(texts > 100 && short * 2 > texts, "{short} of {texts} texts were read the short way");
    assert!(spared > 500, "{spared} mappings were spared in {texts} texts");
}

fn is_lazy(node: &Node) -> bool {
    node.as_map().is_some_and(|map| map.as_lazy().is_some())
}

/// Lines that are put together to texts, right and wrong ones.
const LINES: &[&str] = &[
    "a: b",
    "b:",
    "c: [1, two, \"3\"]",
    "d: {x: y, \"z\":1}",
    "- a",
    "-",
    "- - b",
    "- e: f",
    "  g: h",
    "  - i",
    "    j: k",
    "# comment",
    "  # comment",
    "",
    "   ",
    "\"q\": \"v\"",
    "'r': 'it''s'",
    "l: |",
    "m: >-",
    "n: |+",
    "o: |2",
    "    text",
    "  text here",
    "      more: no",
    "p: \"a",
    "  b\"",
    "q: 'a",
    "  b'",
    "r: plain",
    "  cont",
    "  cont # c",
    "s : v",
    "t: &x v",
    "u: *x",
    "<<: *x",
    "v: !!str 1",
    "? w",
    ": x",
    "---",
    "...",
    "y: [a,",
    "  b]",
    "]",
    "}",
    "z: {a: b,",
    "  c: d}",
    "\tx: y",
    "aa:\tv",
    "ab: v\t",
    "ac: a#b",
    "ad: a #b",
    "ae: http://x:80/y",
    "af: -x",
    "ag: - x",
    "1: 2",
    "true: x",
    "yes: on",
    "~: x",
    "ah: \"\\u00e9\\n\\x41\"",
    "ai: \"a\\",
    "a: dup",
    "- # c",
    "- |",
    "- > # c",
    "- \"a\": b",
    "aj: é€",
    "é: x",
    "- é: x",
    "   ak: 1",
    "[",
    "{",
    "\"a\": 1,",
    "al: []",
    "am: {}",
    "an: { a, b }",
    "ao: [a: b]",
    "ap: %a",
    "aq: @a",
    "ar: 2020-01-01",
    "as: .inf",
    "at: 0b11",
    "au: \"x\" y",
    "av: [a] b",
    "'k':v",
    "aw:  # c",
    "ax: a: b",
    "\"\": x",
    "ay: ? x",
    "- -x",
    "- - - z",
    "az: ''",
    // Written with a `?`, as it is longer than 128 bytes.
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: x",
];

/// Pieces smaller than lines.
const BITS: &[&str] = &[
    "a", ":", ": ", " ", "\n", "\n  ", "- ", "-", "?", "[", "]", "{", "}", ",", "#", " #", "|", ">", "\"",
    "'", "\\", "&a ", "*a", "!t ", "\t", "%", "@", "~", "1", "é", "\u{2028}", "\u{85}", "\r", "\u{feff}",
    "\0", "<<", "---", "...",
];

fn lines() -> impl Strategy<Value = String> {
    let line = (0usize..8, prop::sample::select(LINES))
        .prop_map(|(indent, line)| format!("{}{line}\n", " ".repeat(if indent > 4 { 0 } else { indent })));
    (prop::collection::vec(line, 1..9), any::<bool>()).prop_map(|(lines, ended)| {
        let text = lines.concat();
        if ended { text } else { text.trim_end_matches('\n').to_owned() }
    })
}

fn bits() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(BITS), 0..16).prop_map(|bits| bits.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_for_lines_of_any_kind(text in lines()) {
        prop_assert!(check(&text).is_ok(), "{}", check(&text).unwrap_err());
    }

    #[test]
    fn the_same_for_anything(text in bits()) {
        prop_assert!(check(&text).is_ok(), "{}", check(&text).unwrap_err());
    }

    #[test]
    fn the_same_for_lines_with_anything_inside(text in lines(), bits in bits(), at in 0usize..200) {
        let at = (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        let text = format!("{}{bits}{}", &text[..at], &text[at..]);
        prop_assert!(check(&text).is_ok(), "{}", check(&text).unwrap_err());
    }
}
