//! Functions that misbehave.
#![cfg(feature = "functions")]

use crate::place::{MAP, Place, refusal, succeeds};
use std::time::{Duration, Instant};

fn with_function(script: &str) -> Place {
    let place = Place::of("resources: [a.yaml]\ntransformers: [fn.yaml]\n");
    place.write("fn.sh", &format!("#!/bin/sh\n{script}\n"));
    place.write(
        "fn.yaml",
        "apiVersion: example.com/v1\nkind: Fn\nmetadata:\n  name: fn\n  annotations:\n    \
         config.kubernetes.io/function: |\n      exec: {path: ./fn.sh}\n",
    );
    place
}

const ENABLED: [&str; 3] = ["build", "--enable-alpha-plugins", "--enable-exec"];

fn call(place: &Place, args: &[&str]) -> std::process::Output {
    place.kz(&[&ENABLED, args].concat())
}

/// True for a process that is there and stays there.
fn is_running(pid: &str) -> bool {
    let is_there = || {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.trim())).unwrap_or_default();
        stat.rsplit_once(')').is_some_and(|(_, state)| !state.trim_start().starts_with('Z'))
    };
    // The system takes a moment to end what it was told to.
    (0..200).all(|_| {
        std::thread::sleep(Duration::from_millis(10));
        is_there()
    })
}

#[test]
fn one_that_hangs_is_ended() {
    let place = with_function("sleep 300 & echo $! > pid; cat >/dev/null; wait");
    let start = Instant::now();
    let message = refusal(&call(&place, &["--limit", "program-time=300ms"]));
    assert!(message.contains("it took longer than 300ms"), "{message}");
    assert!(message.contains("--limit program-time="), "{message}");
    assert!(message.contains("fn.yaml"), "{message}");
    assert!(start.elapsed() < Duration::from_secs(30));
    assert!(!is_running(&std::fs::read_to_string(place.path("pid")).unwrap()));
}

#[test]
fn one_that_forks_leaves_nothing() {
    let place = with_function("(sleep 300) >/dev/null 2>&1 & echo $! > pid; cat");
    succeeds(&call(&place, &[]));
    assert!(!is_running(&std::fs::read_to_string(place.path("pid")).unwrap()));
}

#[test]
fn one_that_writes_without_end_is_ended() {
    let place = with_function("yes");
    let message = refusal(&call(&place, &["--limit", "program-output=100K"]));
    assert!(message.contains("it has written more than 102400 bytes"), "{message}");
    assert!(message.contains("--limit program-output="), "{message}");
}

#[test]
fn half_a_document_is_refused() {
    for script in [
        "head -c 150",
        "echo 'apiVersion: config.kubernetes.io/v1'; echo 'kind: ResourceList'; echo 'items: [{'",
        "printf '\\303\\050'",
        "cat; echo 'kind: ['",
        "cat | head -c 200; exit 3",
        "kill -9 $$",
    ] {
        let out = call(&with_function(script), &[]);
        assert_eq!(out.status.code(), Some(1), "{script}: {out:?}");
        let message = refusal(&out);
        assert!(message.contains("fn.yaml") || message.contains("Fn fn (./fn.sh)"), "{script}: {message}");
    }
}

#[test]
fn only_what_is_asked_for_is_in_the_environment() {
    let place = with_function("env > seen; cat");
    let run = |args: &[&str]| {
        let mut command = place.command(&[&ENABLED, args].concat());
        let out = command.env("KZ_SECRET", "hidden").env("KZ_ASKED", "asked").output().unwrap();
        assert_eq!(succeeds(&out), MAP);
        std::fs::read_to_string(place.path("seen")).unwrap()
    };
    let seen = run(&[]);
    assert!(!seen.contains("hidden") && !seen.contains("asked"), "{seen}");
    assert!(seen.contains("PATH="), "{seen}");
    let seen = run(&["--env", "KZ_ASKED", "--env", "KZ_GIVEN=given"]);
    assert!(
        !seen.contains("hidden") && seen.contains("KZ_ASKED=asked") && seen.contains("KZ_GIVEN=given"),
        "{seen}"
    );
}

#[test]
fn an_interrupted_run_leaves_nothing() {
    use std::os::unix::process::ExitStatusExt;
    for (name, number) in [("INT", 2), ("TERM", 15), ("HUP", 1)] {
        let place = with_function("sleep 300 & echo $! > pid.new; mv pid.new pid; wait");
        let mut child = place.command(&ENABLED).stdout(std::process::Stdio::null()).spawn().unwrap();
        let start = Instant::now();
        while !place.path("pid").exists() && start.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(5));
        }
        let pid = std::fs::read_to_string(place.path("pid")).unwrap();
        let sent = std::process::Command::new("kill").args(["-s", name, &child.id().to_string()]).status();
        assert!(sent.unwrap().success());
        let status = child.wait().unwrap();
        assert_eq!(status.signal(), Some(number), "{status:?}");
        assert!(!is_running(&pid), "{name}");
        place.check_nothing_left();
    }
}
