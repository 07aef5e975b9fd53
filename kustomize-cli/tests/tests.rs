//! `kz test`: which tests it finds, how they end, its reports; and the project's own cases through it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::path::Path;
use std::process::Command;

const MAP: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n";

fn put(folder: &Path, files: &[(&str, &str)]) {
    for (path, content) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
}

fn test(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kz"));
    let out = command.arg("test").args(args).current_dir(folder).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (out.status.code(), text(out.stdout), text(out.stderr))
}

#[test]
fn the_cases_of_the_project_pass() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata");
    let (code, stdout, stderr) = test(&folder, &["--enable-programs"]);
    // What the function of one case says itself.
    assert_eq!((code, stderr.as_str()), (Some(0), "oops\n"), "{stdout}");
    let number: usize = stdout.split_whitespace().next().unwrap().parse().unwrap();
    let cases = std::fs::read_dir(folder.join("build")).unwrap().count();
    assert!(stdout.ends_with("passed\n") && number == cases, "{stdout} of {cases}");
    let (code, stdout, _) = test(&folder, &[]);
    assert!(code == Some(1) && stdout.contains("allow it with --enable-programs"), "{stdout}");
}

/// One that passes, one that differs, one that is refused, one that builds and should not.
fn tree() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    put(
        folder.path(),
        &[
            ("base/kustomization.yaml", "resources: [m.yaml]\n"),
            ("base/m.yaml", MAP),
            ("good/kustomization.yaml", "resources: [../base]\n"),
            ("good/expected.yaml", MAP),
            ("other/kustomization.yaml", "resources: [../base]\nnamespace: here\n"),
            ("other/expected.yaml", MAP),
            ("refused/kustomization.yaml", "resources: [gone.yaml]\n"),
            ("refused/expected.yaml", MAP),
            ("should-fail/kustomization.yaml", "resources: [../base]\n"),
            ("should-fail/expected-error.txt", "error[duplicate-id]: no\n"),
        ],
    );
    folder
}

#[test]
fn tests_lie_beside_kustomizations() {
    let folder = tree();
    let (code, stdout, stderr) = test(folder.path(), &[]);
    let expected = "\
failed other: 1 changed, 0 added, 0 removed
  changed: v1 ConfigMap here/settings (was settings)
    metadata.namespace
      + here
failed refused: the build is refused
  error[file-unreadable]: cannot read refused/gone.yaml: no such file or folder
   --> refused/kustomization.yaml:1:13
";
    assert!(stdout.starts_with(expected), "{stdout}");
    let last = "failed should-fail: it builds, where a refusal is expected\n4 tests: 1 passed, 3 failed\n";
    assert!(stdout.ends_with(last), "{stdout}");
    assert_eq!((code, stderr.as_str()), (Some(1), ""));
    for jobs in ["1", "3"] {
        assert_eq!(test(folder.path(), &["--jobs", jobs]).1, stdout);
    }
    assert_eq!(test(folder.path(), &["good"]), (Some(0), "1 test: 1 passed\n".into(), String::new()));
}

#[test]
fn what_is_built_is_recorded_when_asked() {
    let folder = tree();
    let (code, stdout, _) = test(folder.path(), &["--update", "other", "good"]);
    assert_eq!((code, stdout.as_str()), (Some(0), "recorded other\n2 tests: 1 passed, 1 recorded\n"));
    let recorded = std::fs::read_to_string(folder.path().join("other/expected.yaml")).unwrap();
    assert_eq!(recorded, format!("{MAP}  namespace: here\n"));
    assert_eq!(test(folder.path(), &["other"]).0, Some(0));
    // A refusal is never recorded in the place of an output, nor the other way round.
    for (root, file) in
        [("refused", "refused/expected.yaml"), ("should-fail", "should-fail/expected-error.txt")]
    {
        let before = std::fs::read_to_string(folder.path().join(file)).unwrap();
        assert_eq!(test(folder.path(), &["--update", root]).0, Some(1));
        assert_eq!(std::fs::read_to_string(folder.path().join(file)).unwrap(), before);
    }
    std::fs::remove_file(folder.path().join("refused/expected.yaml")).unwrap();
    put(folder.path(), &[("refused/expected-error.txt", "")]);
    assert_eq!(test(folder.path(), &["--update", "refused"]).0, Some(0));
    let message = std::fs::read_to_string(folder.path().join("refused/expected-error.txt")).unwrap();
    assert!(message.contains("--> kustomization.yaml:1:13"), "{message}");
    // Wherever it is run from.
    assert_eq!(test(&folder.path().join("refused"), &[]).0, Some(0));
}

#[test]
fn order_and_form_count_too() {
    let folder = tempfile::tempdir().unwrap();
    let two = format!("{MAP}---\n{}", MAP.replace("settings", "more"));
    put(
        folder.path(),
        &[
            ("order/kustomization.yaml", "resources: [m.yaml]\n"),
            ("order/m.yaml", &two),
            ("order/expected.yaml", &two),
            ("form/kustomization.yaml", "resources: [m.yaml]\n"),
            ("form/m.yaml", MAP),
            ("form/expected.yaml", &MAP.replace("name: settings", "name: \"settings\"")),
        ],
    );
    let (code, stdout, _) = test(folder.path(), &[]);
    assert_eq!(code, Some(1));
    assert_eq!(
        stdout,
        "failed form: the same resources are written otherwise, from line 4 on\n\
         failed order: the order differs: v1 ConfigMap more stands where v1 ConfigMap settings is expected\n\
         2 tests: 0 passed, 2 failed\n"
    );
}

#[test]
fn lists_state_roots_flags_and_what_is_expected() {
    let folder = tree();
    let list = "\
tests:
- root: good
- root: other
  args: [--enable-helm=false, --load-restrictor, LoadRestrictionsNone]
  expected: golden/other.yaml
- root: refused
  refusal: file-unreadable
- root: should-*
  refusal: file-unreadable
- {root: base, argsFile: flags, expected: expected.yaml}
";
    put(folder.path(), &[("kz-test.yaml", list), ("base/flags", "--reorder none\n")]);
    std::fs::remove_file(folder.path().join("should-fail/expected-error.txt")).unwrap();
    std::fs::remove_file(folder.path().join("refused/expected.yaml")).unwrap();
    std::fs::remove_file(folder.path().join("other/expected.yaml")).unwrap();
    std::fs::create_dir(folder.path().join("other/golden")).unwrap();
    let (code, stdout, stderr) = test(folder.path(), &["--update"]);
    assert_eq!(
        (code, stdout.as_str(), stderr.as_str()),
        (
            Some(1),
            "recorded base\n\
             recorded other --enable-helm=false --load-restrictor LoadRestrictionsNone\n\
             failed should-fail: it builds, where a refusal is expected\n\
             5 tests: 2 passed, 2 recorded, 1 failed\n",
            ""
        )
    );
    assert!(folder.path().join("other/golden/other.yaml").exists());
}

#[test]
fn golden_files_may_have_the_line_ends_of_windows() {
    let folder = tree();
    let windows = MAP.replace('\n', "\r\n");
    put(folder.path(), &[("good/expected.yaml", &windows)]);
    std::fs::remove_file(folder.path().join("refused/expected.yaml")).unwrap();
    put(folder.path(), &[("refused/expected-error.txt", "")]);
    test(&folder.path().join("refused"), &["--update"]);
    let message = std::fs::read_to_string(folder.path().join("refused/expected-error.txt")).unwrap();
    put(folder.path(), &[("refused/expected-error.txt", &message.replace('\n', "\r\n"))]);
    for root in ["good", "refused"] {
        let (code, stdout, _) = test(folder.path(), &[root, "--update"]);
        assert_eq!((code, stdout.as_str()), (Some(0), "1 test: 1 passed\n"), "{root}");
    }
    // What is as expected is not written again.
    assert_eq!(std::fs::read_to_string(folder.path().join("good/expected.yaml")).unwrap(), windows);
}

#[test]
fn output_and_refusal_are_not_expected_at_once() {
    let folder = tree();
    put(folder.path(), &[("good/expected-error.txt", "error\n")]);
    let (code, stdout, _) = test(folder.path(), &["good"]);
    let wanted =
        "failed good: good/expected.yaml and good/expected-error.txt cannot both be right; remove one\n";
    assert!(code == Some(1) && stdout.starts_with(wanted), "{stdout}");
    assert_eq!(test(folder.path(), &["good", "--update"]).0, Some(1));
    // A list says which one counts.
    put(folder.path(), &[("good/kz-test.yaml", "tests:\n- root: .\n")]);
    assert_eq!(test(folder.path(), &["good"]).1, "1 test: 1 passed\n");
}

#[test]
fn lists_with_mistakes_are_told() {
    for (list, place, code) in [
        ("tests:\n- rot: x\n", ":2:3", "unknown-field"),
        ("test: []\n", ":1:1", "unknown-field"),
        ("tests: {}\n", ":1:8", "wrong-type"),
        ("tests:\n- {}\n", ":2:3", "invalid-value"),
        ("tests:\n- root: absent\n", ":2:9", "file-unreadable"),
        ("tests:\n- root: absent-*\n", ":2:9", "file-unreadable"),
        ("tests:\n- root: good\n  expected: ../../x.yaml\n", ":3:13", "outside-root"),
        ("tests:\n- root: good\n  expected: /x.yaml\n", ":3:13", "outside-root"),
        ("tests:\n- root: good\n  args: [1, [2]]\n", ":3:13", "wrong-type"),
    ] {
        let folder = tree();
        put(folder.path(), &[("kz-test.yaml", list)]);
        for from in [folder.path().to_path_buf(), folder.path().join("base")] {
            let dir = if from.ends_with("base") { ".." } else { "." };
            let (exit, stdout, stderr) = test(&from, &["--message-format", "short", dir]);
            let wanted = format!("kz-test.yaml{place}: error[{code}]");
            assert!(exit == Some(1) && stdout.is_empty() && stderr.contains(&wanted), "{list}{stderr}");
        }
    }
    let folder = tree();
    put(folder.path(), &[("kz-test.yaml", "tests:\n- {root: good, args: [--no-such]}\n")]);
    assert!(
        test(folder.path(), &[]).1.contains("failed good --no-such: unexpected argument '--no-such' found\n")
    );
    assert_eq!(test(&folder.path().join("base"), &[]).0, Some(1), "there is no test");
    let said = test(folder.path(), &["absent"]).2;
    assert!(said.contains("cannot look for tests in absent: no such file or folder\n"), "{said}");
}

#[test]
fn values_of_secrets_are_not_printed() {
    let folder = tempfile::tempdir().unwrap();
    put(
        folder.path(),
        &[
            ("kustomization.yaml", "secretGenerator: [{name: s, literals: [a=hidden-one]}]\n"),
            (
                "expected.yaml",
                "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n  a: hidden-two\n",
            ),
        ],
    );
    for args in [&[][..], &["--report=json"], &["--report=junit"]] {
        let (code, stdout, _) = test(folder.path(), args);
        assert!(code == Some(1) && stdout.contains("(secret"), "{stdout}");
        assert!(!stdout.contains("hidden") && !stdout.contains("aGlkZGVu"), "{stdout}");
    }
}

#[test]
fn reports_are_for_build_servers() {
    let folder = tree();
    let (code, junit, _) = test(folder.path(), &["--report", "junit"]);
    assert_eq!(code, Some(1));
    let start = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"4\" failures=\"3\">\n  \
                 <testsuite name=\"kz test\" tests=\"4\" failures=\"3\">\n    \
                 <testcase classname=\"kustomization\" name=\"good\" time=\"";
    assert!(junit.starts_with(start), "{junit}");
    let failure = "<failure type=\"differs\" message=\"1 changed, 0 added, 0 removed\">changed: v1 ConfigMap here/settings (was settings)\n";
    assert!(junit.contains(failure), "{junit}");

    let (_, stdout, _) = test(folder.path(), &["--report", "json", "--report-file", "report.json"]);
    assert!(stdout.ends_with("4 tests: 1 passed, 3 failed\n"));
    let report = std::fs::read_to_string(folder.path().join("report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!((report["passed"].as_u64(), report["failed"].as_u64()), (Some(1), Some(3)));
    let results: Vec<&str> =
        report["tests"].as_array().unwrap().iter().map(|t| t["result"].as_str().unwrap()).collect();
    assert_eq!(results, ["passed", "differs", "failed", "failed"]);
    assert_eq!(report["tests"][1]["difference"]["changed"], 1);
}
