//! What no build can do without, as a program to measure builds against: reads the YAML files in and below a
//! folder to nodes and prints these again, without changing any, as often as the number says that comes first:
//! `cargo run --release --example floor [TIMES] FOLDER`
#![allow(missing_docs)]

use kustomize_core::source::FileId;
use kustomize_core::yaml::{Limits, Node, read_documents, write_document};
use std::error::Error;
use std::io::Write;
use std::path::Path;

fn read(folder: &Path, nodes: &mut Vec<Node>) -> Result<(), Box<dyn Error>> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            read(&path, nodes)?;
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            let text = std::fs::read_to_string(&path)?;
            nodes.extend(read_documents(&text, FileId(0), &Limits::default())?);
        }
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).peekable();
    let times = arguments.peek().and_then(|first| first.to_str()?.parse().ok());
    let times: usize = times.inspect(|_| drop(arguments.next())).unwrap_or(1);
    let mut nodes = Vec::new();
    for folder in arguments {
        read(Path::new(&folder), &mut nodes)?;
    }
    for _ in 0..times {
        let mut out = String::new();
        for node in &nodes {
            out.push_str("---\n");
            write_document(node, &mut out)?;
        }
        std::io::stdout().write_all(out.as_bytes())?;
    }
    std::mem::forget(nodes);
    Ok(())
}
