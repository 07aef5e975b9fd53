//! Reports in the form that build servers take from JUnit.

use std::fmt::Write as _;
use std::time::Duration;

/// One test.
pub(crate) struct TestCase {
    pub(crate) class: &'static str,
    pub(crate) name: String,
    pub(crate) failures: Vec<Failure>,
    /// What it printed.
    pub(crate) output: String,
    pub(crate) time: Option<Duration>,
}

/// Why a test failed.
pub(crate) struct Failure {
    pub(crate) kind: String,
    pub(crate) message: String,
    pub(crate) details: String,
}

/// The report of a suite.
pub(crate) fn report(suite: &str, cases: &[TestCase]) -> String {
    let failed = cases.iter().filter(|case| !case.failures.is_empty()).count();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let counts = format!("tests=\"{}\" failures=\"{failed}\"", cases.len());
    let _ = writeln!(out, "<testsuites {counts}>\n  <testsuite name=\"{}\" {counts}>", escaped(suite));
    for case in cases {
        let time = case.time.map_or(String::new(), |time| format!(" time=\"{:.3}\"", time.as_secs_f64()));
        let name = escaped(&case.name);
        let _ = writeln!(out, "    <testcase classname=\"{}\" name=\"{name}\"{time}>", case.class);
        for failure in &case.failures {
            let _ = writeln!(
                out,
                "      <failure type=\"{}\" message=\"{}\">{}</failure>",
                escaped(&failure.kind),
                escaped(&failure.message),
                escaped(&failure.details)
            );
        }
        if !case.output.is_empty() {
            let _ = writeln!(out, "      <system-out>{}</system-out>", escaped(&case.output));
        }
        out.push_str("    </testcase>\n");
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}

/// Text as XML takes it; what XML cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}
