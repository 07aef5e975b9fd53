//! The name of an image is taken apart and put together.
//!
//! The input is the name in the object, then behind lines `=== ` the name that is looked for, a new
//! name, a tag, a digest.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none images`
#![no_main]

use kustomize_core::edit::set_image;

libfuzzer_sys::fuzz_target!(|input: &str| {
    let parts = kz_fuzz::parts(input);
    let bare = |at: usize| parts.get(at).map_or("", |(_, text)| text.trim_end_matches('\n'));
    let part = |at: usize| serde_json::to_string(bare(at)).expect("a text");
    let object = format!(
        "apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec: {{containers: [{{name: a, image: {}}}]}}\n",
        part(0)
    );
    let kustomization = format!(
        "resources: [r.yaml]\nimages: [{{name: {}, newName: {}, newTag: {}, digest: {}}}]\n",
        part(1),
        part(2),
        part(3),
        part(4)
    );
    let _ = kz_fuzz::build(&kz_fuzz::tree(&[("kustomization.yaml", &kustomization), ("r.yaml", &object)]));
    // As the argument of an edit: what it writes is set already.
    if let Ok(edited) = set_image("resources: [r.yaml]\n", &[bare(0), bare(1)]) {
        let again = set_image(&edited.text, &[bare(0), bare(1)]).expect("it can be set again");
        assert_eq!(again.text, edited.text);
    }
});
