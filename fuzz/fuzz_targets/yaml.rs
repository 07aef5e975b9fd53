//! Whatever is read can be written, and what was written reads the same.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none yaml`
#![no_main]

use kustomize_core::source::FileId;
use kustomize_core::yaml::{Limits, read_documents, read_documents_as_written, write_document};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let limits = Limits::default();
    let Ok(documents) = read_documents(text, FileId(0), &limits) else { return };
    // An item of a list may be nothing; a document that is nothing is none.
    for document in documents.into_iter().filter(|document| !document.is_null()) {
        let mut first = String::new();
        if write_document(&document, &mut first).is_err() {
            continue;
        }
        // A list that stood beside other documents stays one.
        let again = read_documents_as_written(&first, FileId(0), &limits).expect("what was written is YAML");
        let mut second = String::new();
        for document in &again {
            write_document(document, &mut second).expect("what was read can be written");
        }
        assert_eq!(first, second);
    }
});
