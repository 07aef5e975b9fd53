//! A kustomization file is decoded or refused, in its strict form and as what it builds from nothing
//! but itself and one resource.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none kustomization`
#![no_main]

use kustomize_core::kustomization::decode;
use kustomize_core::source::FileId;
use kustomize_core::yaml::read_config;

const RESOURCE: &str = "apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
  labels: {a: b}
spec:
  replicas: 1
  template:
    spec:
      containers:
      - name: app
        image: nginx:1
        env:
        - {name: A, value: $(V)}
        envFrom:
        - configMapRef: {name: settings}
";

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(Some(node)) = read_config(text, FileId(0), &kz_fuzz::limits()) {
        if let Ok(kustomization) = decode(&node) {
            let _ = kustomization.check();
        }
    }
    let fs = kz_fuzz::tree(&[("kustomization.yaml", text), ("r.yaml", RESOURCE), ("f", "a=b\n")]);
    let _ = kz_fuzz::build(&fs);
});
