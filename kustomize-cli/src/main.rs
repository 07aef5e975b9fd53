//! `kz`: builds Kubernetes manifests from kustomizations.

fn main() {}
