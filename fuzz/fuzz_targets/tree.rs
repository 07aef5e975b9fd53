//! A whole build from a tree of files that the input lists: `=== path`, then the content.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none tree`
#![no_main]

libfuzzer_sys::fuzz_target!(|input: &str| {
    let _ = kz_fuzz::build(&kz_fuzz::tree(&kz_fuzz::parts(input)));
});
