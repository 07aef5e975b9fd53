//! Micro-benchmarks of the stages of a build, and whole builds of each kind of load:
//! `cargo bench -p kustomize-core`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[path = "../../kustomize-cli/tests/loads/mod.rs"]
mod loads;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use kustomize_core::Builder;
use kustomize_core::fs::DiskFileSystem;
use kustomize_core::merge::{json6902, strategic};
use kustomize_core::schema::Schema;
use kustomize_core::source::FileId;
use kustomize_core::yaml::{Limits, Node, read_documents, write_document};
use std::fmt::Write;

fn main() {
    divan::main();
}

/// Deployments as people write them.
fn manifests() -> String {
    let mut text = String::new();
    for i in 0..200 {
        write!(
            text,
            "---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web-{i}\n  labels:\n    app: web-{i}\nspec:\n  \
             replicas: {}\n  selector:\n    matchLabels:\n      app: web-{i}\n  template:\n    metadata:\n      \
             labels:\n        app: web-{i}\n    spec:\n      containers:\n      - name: main\n        image: \
             registry.example.org/web:1.{i}\n        args: [\"--listen\", \":8080\"]\n        ports:\n        - \
             name: http\n          containerPort: 8080\n        resources:\n          limits:\n            \
             memory: 128Mi\n",
            i % 5
        )
        .unwrap();
    }
    text
}

fn read(text: &str) -> Vec<Node> {
    read_documents(text, FileId(0), &Limits::default()).unwrap()
}

#[divan::bench]
fn read_manifests(bencher: Bencher<'_, '_>) {
    let text = manifests();
    bencher.counter(BytesCount::of_str(&text)).bench(|| read(black_box(&text)));
}

/// An anchor sends a document through the grammar in full.
#[divan::bench]
fn read_in_full(bencher: Bencher<'_, '_>) {
    let text = manifests().replace("  labels:\n    app", "  labels: &labels\n    app");
    bencher.counter(BytesCount::of_str(&text)).bench(|| read(black_box(&text)));
}

#[divan::bench]
fn write_manifests(bencher: Bencher<'_, '_>) {
    let documents = read(&manifests());
    let write = |out: &mut String| documents.iter().for_each(|node| write_document(node, out).unwrap());
    let mut out = String::new();
    write(&mut out);
    bencher.counter(BytesCount::of_str(&out)).with_inputs(String::new).bench_refs(write);
}

#[divan::bench]
fn merge_patches(bencher: Bencher<'_, '_>) {
    let patch = "spec:\n  replicas: 4\n  template:\n    spec:\n      containers:\n      - name: main\n        env:\n        \
                 - name: MODE\n          value: fast\n";
    let (patch, schema, documents) = (read(patch).remove(0), Schema::builtin(), read(&manifests()));
    bencher.with_inputs(|| documents.clone()).bench_refs(|documents| {
        documents.iter_mut().for_each(|node| {
            strategic::apply(node, &patch, &schema).unwrap();
        });
    });
}

#[divan::bench]
fn apply_operations(bencher: Bencher<'_, '_>) {
    let text = "- op: replace\n  path: /spec/replicas\n  value: 4\n- op: add\n  path: \
                /spec/template/spec/containers/0/args/-\n  value: --verbose\n";
    let patch = json6902::Patch::parse(text, FileId(0), &Limits::default()).unwrap();
    let documents = read(&manifests());
    bencher.with_inputs(|| documents.clone()).bench_refs(|documents| {
        documents.iter_mut().for_each(|node| patch.apply(node, &mut drop).unwrap());
    });
}

/// A whole build, files and output included, with 64 of what the load is about.
#[divan::bench(args = loads::KINDS.iter().filter(|kind| **kind != "roots"))]
fn build(bencher: Bencher<'_, '_>, kind: &str) {
    let folder = tempfile::tempdir().unwrap();
    let target = loads::write(kind, 64, folder.path()).remove(1);
    let root = folder.path().join(target);
    let files = DiskFileSystem;
    bencher.bench(|| Builder::new(&files).build(&root).unwrap().to_yaml().unwrap());
}
