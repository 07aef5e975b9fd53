//! What is in `packaging/` fits the program: commands run, paths are there.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use serde_yaml::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const KZ: &str = env!("CARGO_BIN_EXE_kz");

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(repository().join("packaging").join(path)).unwrap()
}

/// A folder with a kustomization.
fn tree() -> tempfile::TempDir {
    let tree = tempfile::tempdir().unwrap();
    std::fs::write(tree.path().join("kustomization.yaml"), "resources: [r.yaml]\nnamePrefix: p-\n").unwrap();
    std::fs::write(tree.path().join("r.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: r}\n")
        .unwrap();
    tree
}

fn with_kz(command: &mut Command) -> Output {
    let folder = Path::new(KZ).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    command.env("PATH", path).output().unwrap()
}

const BUILT: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: p-r\n";

#[test]
fn the_image_is_made_of_files_that_are_there() {
    let text = read("docker/Dockerfile");
    let copies =
        text.lines().filter_map(|line| line.strip_prefix("COPY ")).filter(|line| !line.starts_with("--"));
    let mut seen = Vec::new();
    for line in copies {
        let words: Vec<&str> = line.split_whitespace().collect();
        seen.extend_from_slice(&words[..words.len() - 1]);
    }
    seen.iter().for_each(|path| assert!(repository().join(path).exists(), "{path}"));
    // Cargo wants to see every member of the workspace.
    let workspace = std::fs::read_to_string(repository().join("Cargo.toml")).unwrap();
    let members = workspace.lines().find_map(|line| line.strip_prefix("members = ")).unwrap();
    let members: Vec<String> = serde_yaml::from_str(members).unwrap();
    for wanted in members.iter().map(String::as_str).chain(["Cargo.toml", "Cargo.lock"]) {
        assert!(seen.contains(&wanted), "{wanted}");
    }
    assert!(text.contains(r#"ENTRYPOINT ["kz"]"#));
}

#[test]
fn the_action_runs_kz() {
    let action: Value = serde_yaml::from_str(&read("github-action/action.yml")).unwrap();
    let steps = action["runs"]["steps"].as_sequence().unwrap();
    let script = steps.last().unwrap()["run"].as_str().unwrap();
    let run = |folder: &Path, command: &str, output: &str| {
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]).current_dir(folder);
        with_kz(bash.env("KZ_COMMAND", command).env("KZ_OUTPUT", output))
    };
    let tree = tree();
    let default = |input: &str| action["inputs"][input]["default"].as_str().unwrap().to_owned();
    let out = run(tree.path(), &default("command"), &default("output"));
    assert_eq!(String::from_utf8(out.stdout).unwrap(), BUILT);
    let out = run(tree.path(), "build .", "out.yaml");
    assert!(out.status.success() && out.stdout.is_empty());
    assert_eq!(std::fs::read_to_string(tree.path().join("out.yaml")).unwrap(), BUILT);
    std::fs::write(tree.path().join("kustomization.yaml"), "resource: [r.yaml]\n").unwrap();
    let out = run(tree.path(), "build .", "");
    assert_eq!(out.status.code(), Some(1));
    assert!(String::from_utf8(out.stderr).unwrap().starts_with("::error file=kustomization.yaml,line=1,"));
}

#[test]
fn the_plugin_of_argo_cd_finds_and_builds() {
    let plugin: Value = serde_yaml::from_str(&read("argo-cd/plugin.yaml")).unwrap();
    let words = |value: &Value| -> Vec<String> {
        value.as_sequence().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect()
    };
    let run = |folder: &Path, words: &[String]| {
        let out = with_kz(Command::new(&words[0]).args(&words[1..]).current_dir(folder));
        assert!(out.status.success(), "{out:?}");
        String::from_utf8(out.stdout).unwrap()
    };
    let find = words(&plugin["spec"]["discover"]["find"]["command"]);
    let generate = &plugin["spec"]["generate"];
    let generate = [words(&generate["command"]), words(&generate["args"])].concat();
    let tree = tree();
    assert_eq!(run(tree.path(), &find), "kustomization.yaml\n");
    assert_eq!(run(tree.path(), &generate), BUILT);
    // What prints nothing is no application for the plugin.
    assert_eq!(run(tempfile::tempdir().unwrap().path(), &find), "");
}

#[test]
fn the_manifest_for_krew_is_complete() {
    let template = read("krew/kz.yaml");
    let filled: Vec<String> = template
        .lines()
        .map(|line| match line.trim_start().strip_prefix("{{addURIAndSha \"") {
            Some(rest) => format!("    uri: {}\n    sha256: '0'", rest.split('"').next().unwrap()),
            None => line.to_owned(),
        })
        .map(|line| line.replace("{{ .TagName }}", "v0.1.0"))
        .collect();
    let plugin: Value = serde_yaml::from_str(&filled.join("\n")).unwrap();
    assert_eq!(plugin["metadata"]["name"], "kz");
    let platforms = plugin["spec"]["platforms"].as_sequence().unwrap();
    assert_eq!(platforms.len(), 4);
    for platform in platforms {
        let labels = &platform["selector"]["matchLabels"];
        let archive =
            format!("kz-{}-{}.tar.gz", labels["os"].as_str().unwrap(), labels["arch"].as_str().unwrap());
        assert!(platform["uri"].as_str().unwrap().ends_with(&archive), "{platform:?}");
        assert_eq!(platform["bin"], "kz");
    }
    assert!(plugin["spec"]["shortDescription"].as_str().unwrap().len() <= 50);
}

/// `kubectl kz` runs `kubectl-kz`; messages and help work under that name too.
#[test]
fn the_program_runs_under_the_name_of_a_plugin() {
    let tree = tree();
    let plugin = tree.path().join("kubectl-kz");
    std::os::unix::fs::symlink(KZ, &plugin).unwrap();
    let out = Command::new(&plugin).args(["build"]).current_dir(tree.path()).output().unwrap();
    assert_eq!(String::from_utf8(out.stdout).unwrap(), BUILT);
}
