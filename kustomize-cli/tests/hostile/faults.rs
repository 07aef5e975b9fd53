//! Faults of the machine.

use crate::place::{MAP, Place, refusal, succeeds};
use std::io::Read;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

fn large() -> Place {
    let place = Place::of("resources: [a.yaml]\n");
    place.write("a.yaml", &format!("{MAP}data: {{a: {}}}\n", "x".repeat(3 << 20)));
    place
}

/// The names in the folder.
fn names(place: &Place) -> Vec<String> {
    let entries = std::fs::read_dir(place.path("")).unwrap();
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let place = Place::of("resources: [a.yaml]\n");
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let out = place.command(&["build"]).stdout(full).output().unwrap();
    let message = refusal(&out);
    assert!(message.contains("cannot write to standard output: no space left on device"), "{message}");
    let message = refusal(&place.kz(&["build", "-o", "/dev/full"]));
    assert!(message.contains("no space left on device"), "{message}");
}

/// Runs the program where no file may have more than a few bytes, as if the disk were full.
fn with_little_space(place: &Place, args: &[&str]) -> std::process::Output {
    let script = "trap '' XFSZ; ulimit -f 1000; exec \"$0\" \"$@\"";
    let mut command = Command::new("sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_kz")]).args(args);
    command.current_dir(place.path("")).output().unwrap()
}

#[test]
fn a_file_that_cannot_be_completed_stays_as_it_was() {
    let place = large();
    place.write("out.yaml", "before\n");
    place.write("folder/x", "");
    let before = names(&place);
    let message = refusal(&with_little_space(&place, &["build", "-o", "out.yaml"]));
    assert!(message.contains("cannot write out.yaml: file too large"), "{message}");
    refusal(&with_little_space(&place, &["build", "-o", "new.yaml"]));
    refusal(&with_little_space(&place, &["build", "-o", "folder"]));
    assert_eq!(std::fs::read_to_string(place.path("out.yaml")).unwrap(), "before\n");
    assert_eq!(names(&place), before);
    assert_eq!(std::fs::read_dir(place.path("folder")).unwrap().count(), 1);
    refusal(&with_little_space(&place, &["localize", ".", "copy"]));
    assert_eq!(names(&place), before);
}

#[test]
fn an_edit_that_cannot_be_completed_changes_nothing() {
    let long = format!("resources: [a.yaml]\n# {}\n", "x".repeat(2 << 20));
    let place = Place::of(&long);
    refusal(&with_little_space(&place, &["edit", "set", "namespace", "n"]));
    assert_eq!(std::fs::read_to_string(place.path("kustomization.yaml")).unwrap(), long);
    assert_eq!(names(&place), ["a.yaml", "kustomization.yaml", "tmp"]);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let place = large();
    let mut child = place.command(&["build"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success() && out.stderr.is_empty(), "{out:?}");
}

/// Root may write where nobody else may.
fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.trim_ascii() == b"0")
}

#[test]
fn a_file_that_may_not_be_written_stays() {
    if is_root() {
        eprintln!("SKIPPED: root may write everything");
        return;
    }
    let place = Place::of("resources: [a.yaml]\n");
    place.write("out.yaml", "before\n");
    for name in ["out.yaml", "kustomization.yaml"] {
        let mut permissions = std::fs::metadata(place.path(name)).unwrap().permissions();
        permissions.set_readonly(true);
        std::fs::set_permissions(place.path(name), permissions).unwrap();
    }
    let message = refusal(&place.kz(&["build", "-o", "out.yaml"]));
    assert!(message.contains("cannot write out.yaml: permission denied"), "{message}");
    let message = refusal(&place.kz(&["edit", "set", "namespace", "n"]));
    assert!(message.contains("permission denied"), "{message}");
    assert_eq!(std::fs::read_to_string(place.path("out.yaml")).unwrap(), "before\n");
}

#[test]
fn what_cannot_be_read_is_told() {
    let place = Place::of("resources: [a.yaml]\n");
    place.write("a.yaml", "");
    std::fs::remove_file(place.path("a.yaml")).unwrap();
    assert!(place.refused(&[]).contains("kustomization.yaml:1:13: error[file-unreadable]"));
    if is_root() {
        return;
    }
    use std::os::unix::fs::PermissionsExt;
    place.write("sub/kustomization.yaml", "resources: []\n");
    std::fs::set_permissions(place.path("sub"), std::fs::Permissions::from_mode(0o0)).unwrap();
    let out = place.kz(&["build", "--all", "."]);
    std::fs::set_permissions(place.path("sub"), std::fs::Permissions::from_mode(0o755)).unwrap();
    assert!(refusal(&out).contains("ermission denied"), "{out:?}");
}

#[test]
fn a_killed_run_leaves_the_file_as_it_was_or_complete() {
    let place = large();
    place.write("out.yaml", "before\n");
    let whole = succeeds(&place.kz(&["build"]));
    for pause in 0..20 {
        let mut child = place.command(&["build", "-o", "out.yaml"]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(pause * 3));
        let _ = child.kill();
        let _ = child.wait();
        let there = std::fs::read_to_string(place.path("out.yaml")).unwrap();
        assert!(there == "before\n" || there == whole, "{} bytes", there.len());
    }
}

/// The long text of a state.
fn data(state: &str) -> String {
    state.split('"').nth(1).unwrap().to_owned()
}

/// One of the states is built, or there is a refusal; the two are never mixed.
#[test]
fn a_file_that_changes_while_it_is_read_gives_a_state_or_a_refusal() {
    let place = Place::of("resources: [a.yaml]\n");
    let states = [("x", 60_000), ("y", 30_000)];
    let states = states.map(|(c, count)| format!("{MAP}data:\n  q: \"{}\"\n", c.repeat(count)));
    place.write("a.yaml", &states[0]);
    let (file, new) = (place.path("a.yaml"), place.path("new"));
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for (n, state) in states.iter().cycle().enumerate() {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                if n % 4 < 2 {
                    std::fs::write(&file, state).unwrap();
                } else {
                    std::fs::write(&new, state).unwrap();
                    std::fs::rename(&new, &file).unwrap();
                }
            }
        });
        for _ in 0..100 {
            let out = place.kz(&["build"]);
            let text = String::from_utf8_lossy(&out.stdout);
            if out.status.success() {
                // A writer in place leaves nothing for a moment.
                assert!(text.is_empty() || states.iter().any(|state| text.contains(&data(state))), "{text}");
            } else {
                let message = String::from_utf8_lossy(&out.stderr);
                assert!(out.stdout.is_empty() && message.contains("a.yaml"), "{message}");
            }
        }
        stop.store(true, Ordering::Relaxed);
    });
}
