//! The same input gives the same bytes, whatever the number of threads and the order in which folders are
//! listed.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use kustomize_core::fs::{Entry, FileSystem, MemoryFileSystem};
use kustomize_core::{Builder, Options};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Lists folders in another order each time.
struct Shuffled {
    files: MemoryFileSystem,
    state: AtomicU64,
}

impl Shuffled {
    fn next(&self, below: usize) -> usize {
        let step =
            |x: u64| Some(x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407));
        let state = self.state.fetch_update(Ordering::Relaxed, Ordering::Relaxed, step).unwrap();
        (state >> 33) as usize % below.max(1)
    }
}

impl FileSystem for Shuffled {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.files.read(path)
    }
    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        self.files.canonicalize(path)
    }
    fn is_dir(&self, path: &Path) -> bool {
        self.files.is_dir(path)
    }
    fn entry(&self, path: &Path) -> io::Result<Entry> {
        self.files.entry(path)
    }
    fn exists(&self, path: &Path) -> bool {
        self.files.exists(path)
    }
    fn read_dir(&self, path: &Path) -> io::Result<Vec<String>> {
        let mut names = self.files.read_dir(path)?;
        for at in (1..names.len()).rev() {
            names.swap(at, self.next(at + 1));
        }
        Ok(names)
    }
}

/// Overlays over bases that they share, with what makes names, hashes, references and messages.
fn files() -> MemoryFileSystem {
    let mut files = MemoryFileSystem::new();
    files.insert(
        "/all/base/kustomization.yaml",
        "resources: [d.yaml]\nconfigMapGenerator:\n- {name: settings, literals: [a=b]}\n",
    );
    files.insert(
        "/all/base/d.yaml",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app, labels: {a: b}}\nspec:\n  template:\n    spec:\n      \
         containers:\n      - {name: a, image: nginx, envFrom: [{configMapRef: {name: settings}}]}\n",
    );
    for n in 0..6 {
        files.insert(
            format!("/all/over{n}/kustomization.yaml"),
            format!(
                "resources: [../base]\nnamePrefix: p{n}-\nnamespace: n{n}\nlabels: [{{pairs: {{x: y{n}}}, includeSelectors: true}}]\n\
                 images: [{{name: nginx, newTag: '{n}'}}, {{name: other, newTag: '1'}}]\n\
                 configMapGenerator:\n- {{name: settings, behavior: merge, literals: [c=d{n}]}}\n\
                 replacements:\n- source: {{kind: ConfigMap, fieldPath: data.c}}\n  targets:\n  - select: {{kind: Deployment}}\n    \
                 fieldPaths: [metadata.annotations.c]\n    options: {{create: true}}\n"
            ),
        );
    }
    files.insert(
        "/all/bad/kustomization.yaml",
        "resources: [nothing.yaml, ../base, missing.yaml]
",
    );
    files.insert(
        "/all/worse/kustomization.yaml",
        "resources: [../base]
namePrefx: a
",
    );
    files
}

/// All that a run says and gives.
fn run(files: &dyn FileSystem, threads: usize) -> String {
    let mut options = Options::default();
    options.threads = threads;
    let builder = Builder::new(files).options(options);
    let mut session = builder.session();
    let roots = session.find_roots("/all", true).unwrap();
    let results = session.build_each(&roots, |at, result| {
        let said = match &result {
            Ok(output) => {
                let warnings: Vec<_> = output.warnings().iter().map(|w| (w.code, &w.message)).collect();
                format!("{}{warnings:?}", output.to_yaml().unwrap())
            }
            Err(refusal) => {
                let all: Vec<_> = refusal.diagnostics().map(|d| (d.code, &d.message)).collect();
                format!("{refusal} {all:?}")
            }
        };
        format!("{at} {}\n{said}\n", roots.get(at).unwrap().display())
    });
    results.concat()
}

#[test]
fn a_thousand_runs_give_the_same_bytes() {
    let files = files();
    let first = run(&files, 1);
    assert!(first.contains("p5-app") && first.contains("nothing.yaml"), "{first}");
    let shuffled = Shuffled { files, state: AtomicU64::new(1) };
    for n in 0..1000 {
        let threads = [1, 2, 3, 5, 8, 16].get(n % 6).copied().unwrap();
        assert_eq!(run(&shuffled, threads), first, "run {n} with {threads} threads");
    }
}
