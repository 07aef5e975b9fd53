//! Builds kustomizations in a browser: the library has no need of a disk, a network or a process.

use kustomize_core::Builder;
use kustomize_core::fs::MemoryFileSystem;
use std::collections::BTreeMap;
use wasm_bindgen::prelude::wasm_bindgen;

/// Builds the kustomization in `root`. `files` is a JSON object of texts by their paths. Gives the
/// manifests, or throws the message of the refusal with its place.
#[wasm_bindgen]
pub fn build(files: &str, root: &str) -> Result<String, String> {
    let given: BTreeMap<String, String> = serde_json::from_str(files).map_err(|e| e.to_string())?;
    let mut files = MemoryFileSystem::new();
    for (path, text) in given {
        files.insert(path, text);
    }
    let output = Builder::new(&files).build(root).map_err(|refusal| refusal.to_string())?;
    output.to_yaml().map_err(|refusal| refusal.to_string())
}

#[cfg(test)]
mod tests {
    use super::build;

    const MAP: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n";

    #[test]
    fn files_of_a_page_are_built() {
        let files = serde_json::json!({
            "/app/kustomization.yaml": "namePrefix: dev-\nresources: [cm.yaml]\n",
            "/app/cm.yaml": MAP,
        });
        let built = build(&files.to_string(), "/app").unwrap();
        assert!(built.contains("name: dev-settings\n"), "{built}");
    }

    #[test]
    fn a_refusal_names_the_place() {
        let files = serde_json::json!({"/app/kustomization.yaml": "resource: [cm.yaml]\n"});
        let message = build(&files.to_string(), "/app").unwrap_err();
        assert!(message.starts_with("/app/kustomization.yaml:1:1: "), "{message}");
    }
}
