//! Tables of what the reference's libraries read and write: `testdata/yaml`, recorded by the
//! program there.

use crate::source::{FileId, Pos};
use crate::yaml::{
    Entry, Key, Limits, Map, Node, Tag, Value, decode_text, read_config, read_documents, to_json,
    write_document,
};
use serde_json::Value as Json;

fn rows(name: &str) -> Vec<Json> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata/yaml").join(name);
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn resources(text: &str) -> Option<String> {
    let text = decode_text(text.as_bytes().to_vec()).ok()?;
    let mut out = String::new();
    // The reference looks for metadata at once; here that comes later.
    for (i, document) in read_documents(&text, FileId(0), &Limits::default()).ok()?.iter().enumerate() {
        if document.as_scalar().is_some() {
            return None;
        }
        if i > 0 {
            out.push_str("---\n");
        }
        write_document(document, &mut out).ok()?;
    }
    Some(out)
}

fn config(text: &str) -> Option<Json> {
    let text = decode_text(text.as_bytes().to_vec()).ok()?;
    match read_config(&text, FileId(0), &Limits::default()).ok()? {
        Some(node) => to_json(&node).ok(),
        None => Some(Json::Null),
    }
}

fn from_json(json: &Json) -> Node {
    match json {
        Json::Null => Node::null(Pos::NONE),
        Json::Bool(value) => Node::scalar(value.to_string(), Tag::Bool, Pos::NONE),
        Json::Number(number) if number.is_f64() => Node::scalar(number.to_string(), Tag::Float, Pos::NONE),
        Json::Number(number) => Node::scalar(number.to_string(), Tag::Int, Pos::NONE),
        Json::String(text) => Node::string(text.as_str(), Pos::NONE),
        Json::Array(items) => Node::new(Value::Seq(items.iter().map(from_json).collect()), Pos::NONE),
        Json::Object(fields) => {
            let entry = |(key, value): (&String, &Json)| Entry {
                key: Key::new(key.as_str(), Pos::NONE),
                value: from_json(value),
            };
            Node::new(Value::Map(Map::from_entries(fields.iter().map(entry).collect())), Pos::NONE)
        }
    }
}

#[test]
fn resources_read_as_the_reference_reads_them() {
    let mut wrong = String::new();
    for row in rows("read.jsonl") {
        let (text, want) = (row["text"].as_str().unwrap(), row["resource"].as_str());
        let got = resources(text);
        if got.as_deref() != want {
            wrong.push_str(&format!("{text:?}\n  gives {got:?}\n  not   {want:?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn configurations_read_as_the_reference_reads_them() {
    let mut wrong = String::new();
    for row in rows("read.jsonl") {
        let text = row["text"].as_str().unwrap();
        let want = row["config"].as_str().map(|json| serde_json::from_str::<Json>(json).unwrap());
        let got = config(text);
        if got != want {
            wrong.push_str(&format!("{text:?}\n  gives {got:?}\n  not   {want:?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn values_are_written_as_the_reference_writes_them() {
    let mut wrong = String::new();
    for row in rows("write.jsonl") {
        let (json, want) = (row["json"].as_str().unwrap(), row["yaml"].as_str());
        let got = from_json(&serde_json::from_str(json).unwrap());
        let mut out = String::new();
        let got = write_document(&got, &mut out).ok().map(|()| out.as_str());
        if got != want {
            wrong.push_str(&format!("{json}\n  gives {got:?}\n  not   {want:?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn an_anchor_inside_itself_is_refused() {
    // The reference runs out of stack.
    for text in ["a: &x\n  b: *x\n", "a: &x [*x]\n", "&x a: *x\n&x b: {c: *x}\n"] {
        let read = read_documents(text, FileId(0), &Limits::default());
        assert_eq!(read.is_err(), text.contains("a: &x"), "{text}");
    }
}
