//! Scalars, ordinary and awkward.

use super::draw::Draw;
use super::vars;
use super::yaml::Yaml;

const WORDS: &[&str] = &[
    "alpha",
    "bravo",
    "charlie",
    "delta",
    "echo",
    "info",
    "debug",
    "primary",
    "/var/lib/data",
    "https://example.com/x?y=z",
    "redis:6379",
    "10.0.0.1",
    "300m",
    "1Gi",
    "v1.2.3",
    "a-b_c.d",
    "$(HOST):$(PORT)",
    "some words here",
    "Content-Type",
];

const AWKWARD: &[&str] = &[
    "",
    " ",
    "y",
    "n",
    "yes",
    "No",
    "ON",
    "off",
    "true",
    "False",
    "null",
    "~",
    "0755",
    "0o17",
    "0x1F",
    "0b101",
    "1_000",
    "1e3",
    "1.0",
    "+1",
    "-1",
    ".5",
    "5.",
    ".inf",
    "-.Inf",
    ".nan",
    "2020-01-01",
    "2020-01-01T10:00:00Z",
    "12:30:45",
    "12:30",
    "1.2.3",
    "=",
    "<<",
    ".",
    "-",
    "- a",
    "?",
    "? a",
    ":",
    "a: b",
    "a:",
    ":a",
    "a #b",
    "#b",
    "*a",
    "&a",
    "!a",
    "!!str",
    "%a",
    "@a",
    "`a`",
    "{a}",
    "{}",
    "[a]",
    "[]",
    "a, b",
    ",",
    "|",
    ">",
    "'",
    "\"",
    "it's",
    "say \"hi\"",
    "\\",
    "a\\nb",
    "back\\slash",
    "tab\there",
    "trailing ",
    " leading",
    "double  space",
    "\u{e9}t\u{e9}",
    "\u{4f60}\u{597d}",
    "\u{1f600}",
    "nb\u{a0}sp",
    "\u{feff}bom",
    "bell\u{7}",
    "del\u{7f}",
    "nel\u{85}x",
    "ls\u{2028}x",
    "cr\rx",
    "null\u{0}x",
    "---",
    "...",
    "--- a",
    "0",
    "00",
    "08",
    "0.0",
    "-0",
    "1e400",
    "18446744073709551615",
    "9223372036854775808",
    "123456789012345678901234567890",
    "NaN",
    "Infinity",
    "0x",
    "0b",
    "_1",
    "1_",
    "1__0",
    "<html>&amp;</html>",
    "2001:db8::1",
    "a:b",
    "http://a",
    "{{ .Values.x }}",
    "${VAR}",
    "$patch",
    "key=value",
    "a=b=c",
    "1,000",
    "1 2",
];

const LONG: &[&str] = &[
    "this is a long text that goes well over the eighty columns at which the writer folds plain text onto another line",
    "eighty columns are reached right here when the key is short, so that it folds at x",
    "a text: with a colon that has to be quoted and is also rather long so that it may be folded somewhere near here",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbb  ccc",
    "quotes ' and \" in a text of some length with trailing blanks at its very end, to fold or not to fold    x",
    "r\u{e9}sum\u{e9} na\u{ef}ve caf\u{e9} \u{4f60}\u{597d} \u{4e16}\u{754c} and other words that are no ASCII, long enough to be folded by columns",
    "-Xms512m -Xmx512m -XX:+UseG1GC -XX:MaxGCPauseMillis=200 -Djava.security.egd=file:/dev/./urandom -Dx=y",
];

const LINES: &[&str] = &[
    "one\ntwo\n",
    "one\ntwo",
    "one\n\ntwo\n",
    "one\n\n\ntwo\n\n",
    "  indented first\nthen not\n",
    "first\n  indented\nthen not\n",
    "\nleading line end\n",
    "trailing blank \nsecond\n",
    "tab\tinside\nsecond\n",
    "\ttab first\nsecond\n",
    "#!/bin/sh\nset -eu\nexec \"$@\"\n",
    "{\n  \"a\": [1, 2],\n  \"b\": null\n}\n",
    "key: value\nlist:\n- a\n- b\n",
    "a\n\n",
    "a\n \nb\n",
    "server {\n\n  listen 80;\n\n\n  location / { }\n}\n",
    "x\n\n  y\n\nz",
    "only\r\ncrlf\r\n",
    "long line after long line that surely is longer than eighty columns, in a text of several lines of this kind\nsecond line\n",
    "---\na: b\n---\nc: d\n",
    "# comment\na = b\n",
    "\u{1f600}\nsmile\n",
    "end\n\n\n",
    "\n",
    "\n\n",
    " \n",
    "a\n\tb\n",
];

const NUMBERS: &[&str] = &[
    "0",
    "1",
    "-1",
    "80",
    "8080",
    "0755",
    "0o17",
    "0x1F",
    "0b11",
    "1_000",
    "+7",
    "1.0",
    "1.50",
    "1e3",
    "1E3",
    "-0.0",
    "0.000001",
    "1.5e21",
    "1e21",
    "1e20",
    "123456789",
    "9223372036854775807",
    "18446744073709551615",
    "123456789012345678901234567890",
    "3.14159",
    "100000.5",
    "1000000.0",
    "1e6",
    "12345678.9",
    "-12",
    "00",
    "1.",
    ".5",
    "0.1",
    "1e-7",
    "9007199254740993",
    "1e100",
];

const OTHER: &[&str] = &[
    "true",
    "false",
    "True",
    "FALSE",
    "null",
    "~",
    "Null",
    "yes",
    "no",
    "on",
    "off",
    "y",
    "n",
    "2020-01-01",
    "2020-01-01T10:00:00Z",
    "12:30:45",
    "1.2.3",
    "!!str 123",
    "!!str true",
    "!!int 5",
    "!!float 1",
    "!!binary aGVsbG8=",
    "<none>",
    "a#b",
    "@",
    "0x",
    "0o9",
    "08",
    "1__0",
    "2001-12-14T21:59:43.10-05:00",
];

/// Ordinary text, and at times awkward one.
pub(crate) fn text(draw: &mut Draw) -> String {
    if draw.chance(4) {
        return vars::text(draw);
    }
    if !draw.awkward() {
        return draw.word(WORDS);
    }
    match draw.below(6) {
        0 => draw.word(LONG),
        1 => draw.word(LINES),
        _ => draw.word(AWKWARD),
    }
}

/// Any scalar, of which few are awkward.
pub(crate) fn scalar(draw: &mut Draw) -> Yaml {
    if !draw.awkward() {
        return match draw.below(6) {
            0 => Yaml::from(draw.below(100)),
            1 => Yaml::from(draw.chance(50)),
            _ => Yaml::Text(draw.word(WORDS)),
        };
    }
    match draw.below(8) {
        0 | 1 => Yaml::Raw(draw.word(NUMBERS)),
        2 => Yaml::Raw(draw.word(OTHER)),
        3 => Yaml::Text(draw.word(LONG)),
        4 => Yaml::Text(draw.word(LINES)),
        _ => Yaml::Text(draw.word(AWKWARD)),
    }
}

/// A key of free choice.
pub(crate) fn key(draw: &mut Draw) -> String {
    if draw.awkward() {
        return draw.word(&[
            "y",
            "n",
            "yes",
            "on",
            "true",
            "1",
            "01",
            "1.5",
            "null",
            "~",
            "a b",
            "a.b/c",
            "a:b",
            "a: b",
            "*",
            "&x",
            "A",
            "a10",
            "a9",
            "a-1",
            "_x",
            "Zed",
            "\u{e9}",
            "key with spaces that is long",
            "=",
            "#x",
            "2020-01-01",
            "",
            "app.properties",
            "x\ty",
            "-",
            "?x",
            "[x]",
            "{x}",
            "!x",
            "'",
            "\"",
        ]);
    }
    draw.word(&[
        "alpha",
        "beta",
        "config.yaml",
        "key",
        "LOG_LEVEL",
        "nginx.conf",
        "size",
        "mode",
        "enabled",
        "list2",
        "list10",
        "zone",
    ])
}

/// A value of any shape, not deep.
pub(crate) fn tree(draw: &mut Draw, depth: usize) -> Yaml {
    if depth == 0 || draw.chance(50) {
        return scalar(draw);
    }
    let many = draw.below(4);
    if draw.chance(40) {
        return Yaml::List((0..many).map(|_| tree(draw, depth - 1)).collect());
    }
    let mut map = Yaml::Map(Vec::new());
    for _ in 0..many {
        let (key, value) = (key(draw), tree(draw, depth - 1));
        map.set(&key, value);
    }
    map
}
