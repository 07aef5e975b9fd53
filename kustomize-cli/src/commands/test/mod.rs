//! `kz test`.

mod case;
mod check;
mod find;
mod list;
mod report;

use crate::output::{print, write_file};
use crate::render::{self, MessageArgs};
use crate::why;
use case::Case;
use check::{Checker, Outcome};
use clap::ValueEnum;
pub(super) use find::EXPECTED;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Compare what kustomizations build with what is expected of them
///
/// Looks in and below each DIR for kustomizations with a file expected.yaml beside, which holds what they
/// build, or expected-error.txt with the message that refuses them, and for files kz-test.yaml that list
/// tests:
///
///   tests:
///   - root: overlays/*           # folders, as a path or a pattern
///     args: [--enable-helm]      # flags of kz build
///     argsFile: args             # or a file with them
///     expected: prod.yaml        # the file that holds the output
///     refusalFile: error.txt     # or the message of the refusal
///     refusal: unknown-field     # or the code of the refusal, or a part of its message
///
/// Files count from the root of the test. The exit code is 1 when a test fails.
#[derive(clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "Examples:\n  kz test\n  kz test overlays --update\n  kz test --report junit --report-file report.xml"
)]
pub(crate) struct Args {
    /// Folders to look for tests in
    #[arg(default_value = ".", value_name = "DIR")]
    dirs: Vec<PathBuf>,
    /// Record what is built, in place of what was expected
    #[arg(long)]
    update: bool,
    /// Print a report to standard output instead
    #[arg(long, value_enum, value_name = "FORM")]
    report: Option<Form>,
    /// Write the report to this file
    #[arg(long, value_name = "FILE", requires = "report")]
    report_file: Option<PathBuf>,
    /// Let tests ask for helm, functions and plugins, which run programs
    #[arg(long)]
    enable_programs: bool,
    /// How many tests run at once; 0 for as many as the machine does
    #[arg(short, long, default_value_t = 0, value_name = "NUMBER")]
    jobs: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A test case for each root
    Junit,
    /// One JSON object
    Json,
}

/// A test that was run.
struct Done {
    name: String,
    outcome: Outcome,
    time: Duration,
}

pub(crate) fn run(args: &Args, messages: &MessageArgs) -> ExitCode {
    let cases = match find::cases(&args.dirs) {
        Ok(cases) => cases,
        Err(found) => {
            render::diagnostics(found.error.diagnostics(), &found.sources);
            return ExitCode::FAILURE;
        }
    };
    if cases.is_empty() {
        return render::plain_error("there is no test: no kustomization has an expected.yaml beside it");
    }
    let checker = Checker { update: args.update, programs: args.enable_programs, messages };
    let done = check_all(&cases, &checker, args.jobs);
    let printed = match (args.report, &args.report_file) {
        (None, _) => print(&report::text(&done)),
        (Some(form), None) => print(&report::of(form, &done)),
        (Some(form), Some(file)) => {
            let written = write_file(file, report::of(form, &done).as_bytes());
            let printed = print(&report::text(&done));
            match written {
                Ok(()) => printed,
                Err(e) => render::plain_error(&format!("cannot write {}: {}", file.display(), why::io(&e))),
            }
        }
    };
    if done.iter().any(|done| done.outcome.is_failure()) { ExitCode::FAILURE } else { printed }
}

/// The stack of a thread, enough for the deepest input that a build allows.
const STACK: usize = 64 << 20;

/// Runs the tests on several threads; the results keep the order of the tests.
fn check_all(cases: &[Case], checker: &Checker<'_>, jobs: usize) -> Vec<Done> {
    let jobs = match jobs {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        jobs => jobs,
    };
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Done)>> = Mutex::new(Vec::with_capacity(cases.len()));
    let work = || {
        while let Some((at, case)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, cases.get(at)?)))
        {
            let start = Instant::now();
            let outcome = checker.check(case);
            let result = Done { name: case.name(), outcome, time: start.elapsed() };
            done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((at, result));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..jobs.min(cases.len()) {
            let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
            if thread.is_err() {
                break;
            }
        }
    });
    // What is left when no thread could be started.
    work();
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, done)| done).collect()
}
