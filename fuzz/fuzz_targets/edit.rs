//! An edit in place keeps the bytes that it is not about: once the file has what every edit fills in,
//! adding to a list inserts one piece, and doing the same again changes nothing.
//!
//! `RUSTC_BOOTSTRAP=1 cargo fuzz run -s none edit`
#![no_main]

use kustomize_core::edit::{
    List, add_to_list, remove_from_list, set_annotation, set_image, set_label, set_name_prefix,
    set_namespace, set_replicas,
};

/// The parts of `before` that `after` begins and ends with are all of `before`.
fn is_insertion(before: &str, after: &str) -> bool {
    let (before, after) = (before.as_bytes(), after.as_bytes());
    let head = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let tail = before[head..].iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
    head + tail == before.len()
}

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = kustomize_core::edit::fix(text, &|_| true);
    let pairs = [("k".to_owned(), "v".to_owned())];
    for edited in [
        set_image(text, &["nginx=other:2"]),
        set_replicas(text, &["app=3"]),
        set_label(text, &pairs),
        set_annotation(text, &pairs),
        set_name_prefix(text, "p-"),
        set_namespace(text, "n"),
    ] {
        let _ = edited;
    }
    let Ok(settled) = set_namespace(text, "n") else { return };
    let settled = settled.text;
    assert_eq!(set_namespace(&settled, "n").expect("the same again").text, settled);
    let added = "zz-added.yaml";
    let Ok(after) = add_to_list(&settled, List::Resources, &[added], "kustomization.yaml") else { return };
    let after = after.text;
    let again = add_to_list(&after, List::Resources, &[added], "kustomization.yaml");
    assert_eq!(again.expect("it is there already").text, after);
    // What is empty is replaced, aliases and the end of the last block may be written anew.
    let plain = settled.contains("resources:\n- ") && !settled.contains(['*', '&', '|', '>', '\r', '{', '[']);
    if plain && settled.ends_with('\n') {
        assert!(is_insertion(&settled, &after), "{settled:?}\n{after:?}");
        let back = remove_from_list(&after, List::Resources, &[added]).expect("it is there");
        assert_eq!(back.text, settled);
    }
});
