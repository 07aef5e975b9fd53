//! Addresses and what the reference takes them for. `measured.tsv` was written by a program over its
//! `NewRepoSpecFromURL` and `url.Parse`: address, whether it is fetched over http as a file, and host,
//! repository, folder, reference, nanoseconds, submodules, or that it is no repository.
#![allow(clippy::unwrap_used)]

use super::RepoSpec;
use crate::load::url::is_http;

fn describe(address: &str) -> String {
    let kind = if is_http(address) { "http" } else { "-" };
    let spec = match RepoSpec::parse(address) {
        Some(s) => {
            let nanos = s.timeout.as_nanos();
            let texts = [&s.host, &s.repository, &s.folder, &s.reference].map(String::as_str);
            format!("{}\t{nanos}\t{}", texts.join("\t"), s.submodules)
        }
        None => "refused".to_owned(),
    };
    format!("{address}\t{kind}\t{spec}")
}

#[test]
fn addresses_are_taken_apart_as_in_the_reference() {
    for measured in include_str!("measured.tsv").lines() {
        let address = measured.split('\t').next().unwrap();
        assert_eq!(describe(address), measured);
    }
}

/// More of them than are kept: `KZ_MEASURED=file cargo test -p kustomize-core more_addresses`.
#[test]
fn more_addresses_are_taken_apart_as_in_the_reference() {
    let Some(file) = std::env::var_os("KZ_MEASURED") else { return };
    for measured in std::fs::read_to_string(file).unwrap().lines() {
        let address = measured.split('\t').next().unwrap();
        assert_eq!(describe(address), measured);
    }
}
