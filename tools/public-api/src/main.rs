//! Compares the public items of `kustomize-core` with `docs/public-api.txt`, or records them.

use std::error::Error;
use std::process::ExitCode;

const LISTING: &str = "docs/public-api.txt";

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let update = match std::env::args().nth(1).as_deref() {
        None => false,
        Some("--update") => true,
        Some(other) => return Err(format!("there is no {other}; --update records the items").into()),
    };
    let json = rustdoc_json::Builder::default()
        .manifest_path("kustomize-core/Cargo.toml")
        .all_features(true)
        .quiet(true)
        // The format is not stable, so that rustdoc asks for this.
        .env("RUSTC_BOOTSTRAP", "1")
        .build()?;
    let api = public_api::Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()?;
    let listing = format!("{api}\n");
    if update {
        std::fs::write(LISTING, listing)?;
        return Ok(ExitCode::SUCCESS);
    }
    let recorded = std::fs::read_to_string(LISTING)?;
    let mut is_same = true;
    for (sign, here, there) in [('-', &recorded, &listing), ('+', &listing, &recorded)] {
        let there: std::collections::HashSet<&str> = there.lines().collect();
        for line in here.lines().filter(|line| !there.contains(line)) {
            is_same = false;
            println!("{sign} {line}");
        }
    }
    if !is_same {
        println!("the library offers something else than {LISTING} says; tools/public-api/run --update records it");
    }
    Ok(if is_same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
