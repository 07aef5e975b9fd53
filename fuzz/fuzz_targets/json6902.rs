//! A JSON patch is applied or refused; what comes out can be written and read.
//!
//! The input is an object, a line `=== `, a patch.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none json6902`
#![no_main]

use kustomize_core::merge::json6902::Patch;
use kustomize_core::source::FileId;
use kustomize_core::yaml::{Limits, read_documents, write_document};

libfuzzer_sys::fuzz_target!(|input: &str| {
    let Some((object, patch)) = kz_fuzz::two(input) else { return };
    let Some(mut object) = kz_fuzz::first(object) else { return };
    let Ok(patch) = Patch::parse(patch, FileId(1), &kz_fuzz::limits()) else { return };
    if patch.apply(&mut object, &mut |_| {}).is_ok() {
        let mut text = String::new();
        if write_document(&object, &mut text).is_ok() {
            read_documents(&text, FileId(0), &Limits::default()).expect("what was written is YAML");
        }
    }
});
