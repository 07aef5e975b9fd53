//! The short way of reading gives what the grammar in full gives, places included.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none scan_equals_events`
#![no_main]

use kustomize_core::yaml::{Limits, ways};

libfuzzer_sys::fuzz_target!(|text: &str| {
    for resource in [true, false] {
        if let Some(difference) = ways::difference(text, resource, &Limits::default()) {
            panic!("{difference}");
        }
    }
});
