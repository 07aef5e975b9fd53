//! What came of the tests, for people and for programs.

use super::check::Outcome;
use super::{Done, Form};
use crate::junit::{self, Failure, TestCase};
use serde_json::{Value as Json, json};
use std::fmt::Write as _;

/// Tests that failed or were recorded, and the counts.
pub(super) fn text(done: &[Done]) -> String {
    let mut out = String::new();
    for one in done {
        match &one.outcome {
            Outcome::Passed => {}
            Outcome::Recorded => {
                let _ = writeln!(out, "recorded {}", one.name);
            }
            outcome => {
                let (why, details) = explained(outcome);
                let _ = writeln!(out, "failed {}: {why}", one.name);
                for line in details.lines() {
                    let _ = writeln!(out, "{}", format!("  {line}").trim_end());
                }
            }
        }
    }
    let counts = Counts::of(done);
    let tests = if done.len() == 1 { "test" } else { "tests" };
    let _ = write!(out, "{} {tests}: {} passed", done.len(), counts.passed);
    for (count, what) in [(counts.recorded, "recorded"), (counts.failed, "failed")] {
        if count > 0 {
            let _ = write!(out, ", {count} {what}");
        }
    }
    out.push('\n');
    out
}

/// A report in a form for programs.
pub(super) fn of(form: Form, done: &[Done]) -> String {
    match form {
        Form::Junit => junit::report("kz test", &done.iter().map(test_case).collect::<Vec<_>>()),
        Form::Json => {
            let counts = Counts::of(done);
            let report = json!({
                "passed": counts.passed,
                "recorded": counts.recorded,
                "failed": counts.failed,
                "tests": done.iter().map(object).collect::<Vec<_>>(),
            });
            format!("{report:#}\n")
        }
    }
}

struct Counts {
    passed: usize,
    recorded: usize,
    failed: usize,
}

impl Counts {
    fn of(done: &[Done]) -> Self {
        let failed = done.iter().filter(|one| one.outcome.is_failure()).count();
        let recorded = done.iter().filter(|one| matches!(one.outcome, Outcome::Recorded)).count();
        Counts { passed: done.len() - failed - recorded, recorded, failed }
    }
}

/// Why a test failed: a sentence and more lines.
fn explained(outcome: &Outcome) -> (String, String) {
    match outcome {
        Outcome::Passed | Outcome::Recorded => (String::new(), String::new()),
        Outcome::Differs(mismatch) => match &mismatch.remark {
            Some(remark) => (remark.clone(), String::new()),
            None => {
                let (changed, added, removed) = mismatch.difference.counts();
                let why = format!("{changed} changed, {added} added, {removed} removed");
                (why, mismatch.difference.to_string())
            }
        },
        Outcome::Failed(why, details) => (why.clone(), details.clone()),
    }
}

fn kind(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "passed",
        Outcome::Recorded => "recorded",
        Outcome::Differs(_) => "differs",
        Outcome::Failed(..) => "failed",
    }
}

fn test_case(done: &Done) -> TestCase {
    let (message, details) = explained(&done.outcome);
    let failure = Failure { kind: kind(&done.outcome).to_owned(), message, details };
    TestCase {
        class: "kustomization",
        name: done.name.clone(),
        failures: if done.outcome.is_failure() { vec![failure] } else { Vec::new() },
        output: String::new(),
        time: Some(done.time),
    }
}

fn object(done: &Done) -> Json {
    let mut object = json!({
        "name": done.name,
        "result": kind(&done.outcome),
        "seconds": done.time.as_secs_f64(),
    });
    let (message, details) = explained(&done.outcome);
    if let Some(fields) = object.as_object_mut().filter(|_| done.outcome.is_failure()) {
        fields.insert("message".into(), message.into());
        match &done.outcome {
            Outcome::Differs(mismatch) => {
                fields.insert("difference".into(), mismatch.difference.to_json());
            }
            _ => {
                fields.insert("details".into(), details.into());
            }
        }
    }
    object
}
