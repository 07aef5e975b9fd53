//! What holds for every edit of every file: on random files in many styles.
//!
//! `KZ_RUNS` sets the number of runs and `KZ_SEED` the first seed; a failure names its seed. With
//! `KZ_REFERENCE=kustomize` the same random edits are made by the reference too, and the files must mean the
//! same afterwards.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod edit_support;

use edit_support::random::{Edit, File, Random, edit, file};
use edit_support::{kustomization, meaning, number, run, without_comments};
use kustomize_core::edit::{set_image, set_namespace};

fn seeds(or: u64) -> std::ops::Range<u64> {
    let from = number("KZ_SEED", 1);
    from..from + number("KZ_RUNS", or)
}

fn check(seed: u64, file: &File, edit: &Edit) -> Result<(), String> {
    let Ok(edited) = (edit.apply)(&file.text) else { return Ok(()) };
    let after = edited.text;
    let story = |what: &str| {
        Err(format!(
            "seed {seed}: {what}: {}\n--- before\n{}\n--- after\n{after}",
            edit.args.join(" "),
            file.text
        ))
    };
    let ended = file.text.ends_with('\n');
    // Fields that the edit is not about keep their lines.
    let mut from = 0;
    for (i, (name, chunk)) in file.chunks.iter().enumerate() {
        // A literal that ends with the file, without a line end, says so when something is added below.
        let open = i + 1 == file.chunks.len() && !ended;
        if open || edit.fields.contains(&name.as_str()) || !file.settled {
            continue;
        }
        // The last line end may be missing, and blank lines go with what is removed.
        let lines = chunk.trim_matches(['\r', '\n']);
        match after[from..].find(lines) {
            Some(at) => from += at + lines.len(),
            None => return story(&format!("field {i} \"{name}\" is changed")),
        }
    }
    // Adding to what is there takes nothing away.
    if ended
        && edit.args[1] == "add"
        && edit.args[2] != "label"
        && !file.text.contains(['[', '{'])
        && file.settled
    {
        let mut lines = after.lines();
        if let Some(lost) = file.text.lines().find(|line| !lines.any(|after| after == *line)) {
            return story(&format!("the line \"{lost}\" is changed"));
        }
    }
    // A text that ends with a line end needs the last one of the file.
    let literal = after.replace('\r', "").contains(" |\n");
    if file.text.ends_with('\n') != after.ends_with('\n') && !after.is_empty() && !literal {
        return story("the last line end is changed");
    }
    if file.text.contains("\r\n") && after.replace("\r\n", "").contains('\n') {
        return story("the line ends are mixed");
    }
    // A second time there is nothing left to do.
    match (edit.apply)(&after) {
        Ok(again) if again.text != after => story(&format!("the second time it writes\n{}", again.text)),
        Ok(_) => Ok(()),
        Err(_) if edit.args[1] == "remove" => Ok(()),
        Err(e) => story(&format!("the second time it is refused: {e}")),
    }
}

#[test]
fn what_an_edit_is_not_about_stays() {
    let wrong: Vec<String> = seeds(3000)
        .filter_map(|seed| {
            let r = &mut Random(seed);
            let old = r.once_in(4);
            let file = file(r, old);
            check(seed, &file, &edit(r)).err()
        })
        .collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_random_file_can_be_edited() {
    for seed in seeds(3000) {
        let r = &mut Random(seed);
        let old = r.once_in(4);
        let file = file(r, old);
        if let Err(e) = set_namespace(&file.text, "other") {
            panic!("seed {seed}: {e}: {}\n{}", e.diagnostic().message, file.text);
        }
    }
}

#[test]
fn setting_back_restores_the_file() {
    for seed in seeds(3000) {
        let r = &mut Random(seed);
        let file = file(r, false);
        // A block scalar at the end without a line end gets another header when something is added below.
        if !file.text.ends_with('\n') {
            continue;
        }
        let there = set_namespace(&file.text, "elsewhere").unwrap().text;
        let has = |name: &str| file.chunks.iter().any(|(field, _)| field == name);
        if !has("namespace") {
            let back = set_namespace(&there, "").unwrap().text;
            assert_eq!(back.trim_end(), file.text.trim_end(), "seed {seed}");
        }
        if !has("images") {
            let there = set_image(&file.text, &["new:1", "other:2"]).unwrap().text;
            let changed = set_image(&there, &["new:3"]).unwrap().text;
            assert_ne!(there, changed, "seed {seed}");
            assert_eq!(there, set_image(&changed, &["new:1"]).unwrap().text, "seed {seed}");
        }
    }
}

#[test]
fn the_reference_writes_what_means_the_same() {
    let Ok(reference) = std::env::var("KZ_REFERENCE") else {
        eprintln!("SKIPPED: set KZ_REFERENCE to the reference program to compare with it");
        return;
    };
    let mut wrong = Vec::new();
    for seed in seeds(300) {
        let r = &mut Random(seed);
        let old = r.once_in(3);
        let (file, edit) = (file(r, old), edit(r));
        let mut results = Vec::new();
        for program in [env!("CARGO_BIN_EXE_kz"), reference.as_str()] {
            let folder = tempfile::tempdir().unwrap();
            // The reference moves comments into texts that stand in front of them.
            let text = if program == reference { without_comments(&file.text) } else { file.text.clone() };
            std::fs::write(folder.path().join("kustomization.yaml"), text).unwrap();
            let out = run(program, &edit.args, folder.path());
            let text = kustomization(folder.path()).unwrap().1;
            std::fs::write(folder.path().join("kustomization.yaml"), without_comments(&text)).unwrap();
            let meaning =
                if out.status.success() { meaning(&reference, folder.path()) } else { "refused".into() };
            results.push((meaning, text, String::from_utf8_lossy(&out.stderr).into_owned()));
        }
        let (kz, reference) = (&results[0], &results[1]);
        if kz.0 != reference.0 {
            wrong.push(format!(
                "seed {seed}: {}\n--- before\n{}\n--- kz\n{}{}\n--- reference\n{}{}",
                edit.args.join(" "),
                file.text,
                kz.1,
                kz.2,
                reference.1,
                reference.2
            ));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
