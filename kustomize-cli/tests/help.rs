//! The help texts, the manual pages and the completions: every example in the help runs.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::path::Path;
use std::process::{Command, Output};

const KZ: &str = env!("CARGO_BIN_EXE_kz");

fn help(path: &[String]) -> String {
    let out = Command::new(KZ).args(path).arg("--help").output().unwrap();
    assert!(out.status.success(), "{path:?}");
    String::from_utf8(out.stdout).unwrap()
}

/// All verbs with their help.
fn all() -> Vec<(Vec<String>, String)> {
    let mut found = Vec::new();
    let mut left: Vec<Vec<String>> = vec![Vec::new(), vec!["man".to_owned()]];
    while let Some(path) = left.pop() {
        let text = help(&path);
        let verbs = text.split("\nCommands:\n").nth(1).unwrap_or_default();
        for line in verbs.lines().take_while(|line| !line.is_empty()) {
            let verb = line.split_whitespace().next().unwrap();
            // A line that is indented further goes on with the text of the line above.
            if line.starts_with("  ") && !line.starts_with("   ") && verb != "help" {
                left.push([path.as_slice(), &[verb.to_owned()]].concat());
            }
        }
        found.push((path, text));
    }
    found
}

/// The commands under `Examples:` at the end of a help text.
fn examples(text: &str) -> Vec<&str> {
    let list = text.split_once("\nExamples:\n").or_else(|| text.split_once("\nExample:\n"));
    let list = list.map(|(_, list)| list).unwrap_or_default();
    list.lines().map(str::trim).filter(|line| line.starts_with("kz ")).collect()
}

const DEPLOYMENT: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
";
const MAP: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: NAME\n";
const FULL: &str = "\
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [deployment.yaml, extra/one.yaml]
commonLabels: {tier: web, zone: eu}
commonAnnotations: {owner: me, note: here}
buildMetadata: [originAnnotations]
configMapGenerator:
- {name: settings, literals: [colour=blue]}
- {name: other, namespace: web, literals: [a=b]}
secretGenerator: [{name: login, literals: [user=me]}]
transformers: [prefix.yaml]
patches: [{path: replicas.yaml, target: {kind: Deployment}}]
";

/// The folder in which the examples are run.
fn fixture(root: &Path, kustomization: Option<&str>) {
    let write = |path: &str, text: &str| {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    for (path, name) in
        [("app/service.yaml", "service"), ("app/extra/one.yaml", "one"), ("app/extra/two.yaml", "two")]
    {
        write(path, &MAP.replace("NAME", name));
    }
    for folder in ["base", "app/base", "network", "app/overlays/prod", "app/apps/shop/prod", "app/my-dir"] {
        write(&format!("{folder}/kustomization.yaml"), "resources: [r.yaml]\n");
        write(&format!("{folder}/r.yaml"), &MAP.replace("NAME", "r"));
    }
    write("components/tls/kustomization.yaml", "kind: Component\n");
    write("app/deployment.yaml", DEPLOYMENT);
    write("app/replicas.yaml", DEPLOYMENT);
    write("app/overlay.yaml", "resources: [r.yaml]\nnamePrefix: new-\n");
    write(
        "app/prefix.yaml",
        "apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: p}\nprefix: a-\nfieldSpecs: [{path: metadata/name}]\n",
    );
    write("app/generators/one.yaml", &MAP.replace("NAME", "one"));
    write("app/overlays/prod/expected.yaml", &MAP.replace("NAME", "r"));
    write("app/prod.yaml", &MAP.replace("NAME", "r"));
    write("app/login.env", "user=me\n");
    for file in ["app.conf", "tls.crt", "tls.key"] {
        write(&format!("app/{file}"), "x\n");
    }
    if let Some(text) = kustomization {
        write("app/kustomization.yaml", text);
    }
}

/// Runs a line as a shell does, with programs that only swallow what they are given for kubectl and man.
fn shell(root: &Path, line: &str) -> Output {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let bin = root.join("bin");
    std::fs::create_dir_all(&bin).unwrap();
    symlink(KZ, bin.join("kz")).unwrap();
    for name in ["kubectl", "man"] {
        std::fs::write(
            bin.join(name),
            "#!/bin/sh\n[ \"$1\" != apply ] || cat > /dev/null\n[ \"$1\" != get ] || echo {}\n",
        )
        .unwrap();
        std::fs::set_permissions(bin.join(name), std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    Command::new("sh").args(["-c", line]).current_dir(root.join("app")).env("PATH", path).output().unwrap()
}

#[test]
fn every_example_runs() {
    let (mut run, mut wrong) = (0, Vec::new());
    for (path, text) in all() {
        for line in examples(&text) {
            // What needs the network is not tried.
            if line.contains("://") {
                continue;
            }
            let kustomization = match (path.first().map(String::as_str), path.get(1).map(String::as_str)) {
                (Some("create"), _) => None,
                (Some("edit"), Some("remove" | "set") | None) => Some(FULL),
                (Some("edit"), _) => {
                    Some("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: []\n")
                }
                _ => Some("resources: [deployment.yaml]\n"),
            };
            let root = tempfile::tempdir().unwrap();
            fixture(root.path(), kustomization);
            let repository = "git init -q -b main . && git add . && git -c user.name=t -c user.email=t@example.com \
                              commit -q -m one && ";
            let line = if line.contains("--git") { format!("{repository}{line}") } else { line.to_owned() };
            let out = shell(root.path(), &line);
            // There 1 tells of a difference.
            let differs = line.contains("kz diff") && out.status.code() == Some(1) && out.stderr.is_empty();
            if !out.status.success() && !differs {
                wrong.push(format!("{line}\n{}", String::from_utf8_lossy(&out.stderr)));
            }
            run += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(run >= 40, "only {run} examples were found");
}

#[test]
fn every_verb_has_help_with_examples() {
    for (path, text) in all() {
        let group = text.contains("\nCommands:\n");
        let plain = matches!(path.last().map(String::as_str), Some("version" | "alpha-list-builtin-plugin"));
        assert!(group || plain || !examples(&text).is_empty(), "{path:?} has no example");
        assert!(!text.contains("<NO_") && !text.lines().next().unwrap().ends_with('.'), "{path:?}\n{text}");
    }
}

#[test]
fn there_is_a_page_for_every_verb() {
    let folder = tempfile::tempdir().unwrap();
    let out = Command::new(KZ).arg("man").arg(folder.path().join("man1")).output().unwrap();
    assert!(out.status.success());
    for (path, _) in all() {
        let name = [&["kz".to_owned()], path.as_slice()].concat().join("-");
        if name != "kz-man" {
            let page = std::fs::read_to_string(folder.path().join(format!("man1/{name}.1"))).unwrap();
            assert!(page.contains(".TH ") && page.contains("SYNOPSIS"), "{name}");
        }
    }
}

#[test]
fn bash_completes_verbs_and_flags() {
    for (words, wanted) in [
        ("kz ed", "edit"),
        ("kz edit add conf", "configmap"),
        ("kz edit set ima", "image"),
        ("kz build --load", "--load-restrictor"),
        ("kz edit add patch --annot", "--annotation-selector"),
    ] {
        let line = format!(
            "source <({KZ} completion bash)\nCOMP_WORDS=({words})\nCOMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n\
             _kz kz \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD-1]}}\"\necho \"${{COMPREPLY[@]}}\""
        );
        let Ok(out) = Command::new("bash").args(["-c", &line]).output() else {
            eprintln!("SKIPPED: there is no bash");
            return;
        };
        assert_eq!(String::from_utf8_lossy(&out.stdout).trim(), wanted, "{words}");
    }
}

#[test]
fn the_shells_are_those_of_the_reference() {
    for (shell, holds) in [
        ("bash", "complete "),
        ("zsh", "#compdef kz"),
        ("fish", "complete -c kz"),
        ("powershell", "Register-ArgumentCompleter"),
    ] {
        let out = Command::new(KZ).args(["completion", shell]).output().unwrap();
        assert!(out.status.success() && String::from_utf8_lossy(&out.stdout).contains(holds), "{shell}");
    }
    for args in [&["completion"][..], &["completion", "tcsh"], &["completion", "bash", "zsh"]] {
        assert_eq!(Command::new(KZ).args(args).output().unwrap().status.code(), Some(1), "{args:?}");
    }
}

#[test]
fn flags_alone_are_a_question_for_help_too() {
    let run = |args: &[&str]| Command::new(KZ).args(args).output().unwrap();
    for (args, usage) in [
        (&["--stack-trace"][..], "Usage: kz [OPTIONS] <COMMAND>"),
        (&["edit", "--stack-trace=false"], "Usage: kz edit"),
        (&["cfg", "--quiet"], "Usage: kz cfg"),
    ] {
        let out = run(args);
        assert!(out.status.success() && out.stderr.is_empty(), "{args:?}");
        assert!(String::from_utf8(out.stdout).unwrap().contains(usage), "{args:?}");
    }
    assert_eq!(run(&["--stack-trace", "foo"]).status.code(), Some(1));
}

#[test]
#[cfg(target_os = "linux")]
fn help_that_cannot_be_written_fails() {
    for args in [&["help", "build"][..], &["build", "--help"], &["edit"], &["version"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let out = Command::new(KZ).args(args).stdout(full).output().unwrap();
        assert_eq!(out.status.code(), Some(1), "{args:?}");
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(said, "error: cannot write to standard output: no space left on device\n", "{args:?}");
    }
}

#[test]
fn help_takes_the_flag_for_help() {
    let run = |args: &[&str]| Command::new(KZ).args(args).output().unwrap();
    for (args, same) in [
        (&["help", "-h"][..], &["help"][..]),
        (&["help", "--help"], &["help"]),
        (&["help", "build", "-h"], &["help", "build"]),
        (&["help", "-h", "edit", "set"], &["help", "edit", "set"]),
    ] {
        let out = run(args);
        assert!(out.status.success() && out.stderr.is_empty(), "{args:?}");
        assert_eq!(out.stdout, run(same).stdout, "{args:?}");
    }
    // What a flag needs no verb needs.
    let usage = |text: String| text.lines().find(|line| line.starts_with("Usage:")).map(str::to_owned);
    assert_eq!(usage(help(&["create".to_owned()])).as_deref(), Some("Usage: kz create [OPTIONS]"));
}

#[test]
fn the_version_is_asked_for_as_in_the_reference() {
    let run = |args: &[&str]| {
        let out = Command::new(KZ).arg("version").args(args).output().unwrap();
        (out.status.code(), String::from_utf8(out.stdout).unwrap())
    };
    let (plain, short) = (run(&[]), run(&["--short"]));
    assert!(plain.1.contains("v5.8.1") && short.1.starts_with('v'));
    assert_eq!(run(&["--short=false", "--output="]), plain);
    assert_eq!(run(&["--short=1", "-o", ""]), short);
    assert_eq!(run(&["-o", "text"]), (Some(0), String::new()));
    assert_eq!(run(&["--short", "-ojson"]), (Some(1), String::new()));
    assert!(run(&["-o=json"]).1.contains("\"kustomizeVersion\": \"v5.8.1\""));
    assert!(run(&["--output", "yaml"]).1.contains("kustomizeVersion: v5.8.1\n"));
}
