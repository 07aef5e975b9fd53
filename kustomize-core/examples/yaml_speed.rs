//! How fast resources are read and written, in MB of YAML a second:
//! `cargo run --release --example yaml_speed FILE...`
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::cast_precision_loss, missing_docs)]

use kustomize_core::source::FileId;
use kustomize_core::yaml::{Limits, read_documents, write_document};
use std::time::{Duration, Instant};

/// The fastest of many runs within a second or two.
fn best<T>(mut run: impl FnMut() -> T) -> Duration {
    let (start, mut best) = (Instant::now(), Duration::MAX);
    while start.elapsed() < Duration::from_secs(2) {
        let before = Instant::now();
        let result = run();
        best = best.min(before.elapsed());
        drop(result);
    }
    best
}

fn main() {
    let limits = Limits::default();
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        let documents = read_documents(&text, FileId(0), &limits).unwrap();
        let read = best(|| read_documents(&text, FileId(0), &limits).unwrap());
        let dropped = {
            let mut best = Duration::MAX;
            for _ in 0..20 {
                let documents = documents.clone();
                let before = Instant::now();
                drop(documents);
                best = best.min(before.elapsed());
            }
            best
        };
        let cloned = best(|| documents.clone());
        let mut out = String::new();
        let written = best(|| {
            out.clear();
            for document in &documents {
                // Not everything that can be read can be written.
                let _ = write_document(document, &mut out);
            }
        });
        let speed = |bytes: usize, time: Duration| bytes as f64 / time.as_secs_f64() / 1e6;
        println!(
            "{path}: {} bytes, {} documents; read {:.0} MB/s, write {:.0} MB/s, clone {:.0} MB/s, drop {:.0} MB/s",
            text.len(),
            documents.len(),
            speed(text.len(), read),
            speed(out.len(), written),
            speed(text.len(), cloned),
            speed(text.len(), dropped),
        );
    }
}
