//! A path of fields, as configurations and replacements state it, leads somewhere or is refused.
//!
//! The input is an object, then behind lines `=== ` a path, a value and the delimiter.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none field_paths`
#![no_main]

use kustomize_core::transform::field_spec::split_path;

fn quoted(text: &str) -> String {
    serde_json::to_string(text.trim_end_matches('\n')).expect("a text")
}

libfuzzer_sys::fuzz_target!(|input: &str| {
    let parts = kz_fuzz::parts(input);
    let Some(((_, object), rest)) = parts.split_first() else { return };
    let part = |at: usize| quoted(rest.get(at).map_or("", |(_, text)| text));
    let (path, value, delimiter) = (part(0), part(1), part(2));
    let _ = split_path(&path, '/');
    let kustomization = format!(
        "resources: [r.yaml]
configurations: [c.yaml]
commonLabels: {{app: {value}}}
namePrefix: {value}
replacements:
- sourceValue: {value}
  targets:
  - select: {{}}
    fieldPaths: [{path}]
    options: {{create: true, delimiter: {delimiter}}}
- source: {{kind: ConfigMap, fieldPath: {path}}}
  targets:
  - select: {{kind: ConfigMap}}
    fieldPaths: [{path}]
    options: {{delimiter: {delimiter}, index: 2}}
"
    );
    let config = format!(
        "commonLabels: [{{path: {path}, create: true}}]
namePrefix: [{{path: {path}, kind: ConfigMap}}]
"
    );
    let files = [("kustomization.yaml", &*kustomization), ("c.yaml", &config), ("r.yaml", object)];
    let _ = kz_fuzz::build(&kz_fuzz::tree(&files));
});
