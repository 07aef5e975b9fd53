//! A strategic merge patch is merged or refused; what comes out can be written and read.
//!
//! The input is an object, a line `=== `, a patch.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none strategic_merge`
#![no_main]

use kustomize_core::merge::strategic::{Outcome, apply};
use kustomize_core::schema::Schema;
use kustomize_core::source::FileId;
use kustomize_core::yaml::{Limits, read_documents, write_document};

libfuzzer_sys::fuzz_target!(|input: &str| {
    let Some((object, patch)) = kz_fuzz::two(input) else { return };
    let (Some(object), Some(patch)) = (kz_fuzz::first(object), kz_fuzz::first(patch)) else { return };
    let mut result = object.clone();
    if let Ok(Outcome::Kept) = apply(&mut result, &patch, &Schema::builtin()) {
        let mut text = String::new();
        if write_document(&result, &mut text).is_ok() {
            read_documents(&text, FileId(0), &Limits::default()).expect("what was written is YAML");
        }
    }
});
