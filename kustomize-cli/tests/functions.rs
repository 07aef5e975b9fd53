//! Functions in containers, with a script in the place of `docker`, and executable plugins. What is
//! expected here was measured with the reference.
#![cfg(all(unix, feature = "functions"))]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::path::Path;
use std::process::{Command, Output};

fn write(dir: &Path, name: &str, text: &str) {
    let path = dir.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    if text.starts_with("#!") {
        // A script is busy while any process has it open for writing, as children of other tests have for a moment.
        let copy = "cp \"$0\" \"$0.copy\" && chmod +x \"$0.copy\" && mv \"$0.copy\" \"$0\"";
        assert!(Command::new("sh").args(["-c", copy]).arg(&path).status().unwrap().success());
    }
}

fn kz(dir: &Path, args: &[&str]) -> Output {
    let path = format!("{}:{}", dir.join("bin").display(), std::env::var("PATH").unwrap());
    let mut command = Command::new(env!("CARGO_BIN_EXE_kz"));
    command.args(["build", "app", "--enable-alpha-plugins"]).args(args).current_dir(dir);
    command.env("PATH", path).env("HOME", dir.join("home"));
    command.env_remove("KUSTOMIZE_PLUGIN_HOME").env_remove("XDG_CONFIG_HOME");
    command.output().unwrap()
}

/// A kustomization with one ConfigMap and one transformer, and a `docker` that notes its arguments.
fn with_container(function: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "app/kustomization.yaml", "resources: [cm.yaml]\ntransformers: [fn.yaml]\n");
    write(dir.path(), "app/cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cm}\n");
    let config = format!(
        "apiVersion: example.com/v1\nkind: Fn\nmetadata:\n  name: fn\n  annotations:\n    \
         config.kubernetes.io/function: |\n      {function}\n"
    );
    write(dir.path(), "app/fn.yaml", &config);
    let script = "#!/bin/sh\nfor arg in \"$@\"; do echo \"$arg\"; done > ../seen\npwd >> ../seen\ncat\n";
    write(dir.path(), "bin/docker", script);
    dir
}

fn seen(dir: &Path) -> Vec<String> {
    let here = std::fs::canonicalize(dir).unwrap();
    let text = std::fs::read_to_string(dir.join("seen")).unwrap();
    text.replace(here.to_str().unwrap(), "@").lines().map(str::to_owned).collect()
}

#[test]
fn a_container_is_run_as_the_reference_runs_it() {
    let dir = with_container(
        "container: {image: gcr.io/foo/bar:v1, network: true, envs: [Z=1, C, D, LOG_TO_STDERR=maybe], \
         mounts: [{type: bind, src: ./data, dst: /data}, {type: tmpfs, dst: /tmp, rw: true}]}",
    );
    let args = ["--network", "--mount", "type=volume,source=/abs,target=/y,rw=true", "-e", "A=b", "-e", "C"];
    let out = kz(dir.path(), &args);
    let expected = [
        "run",
        "--rm",
        "-i",
        "-a",
        "STDIN",
        "-a",
        "STDOUT",
        "-a",
        "STDERR",
        "--network",
        "host",
        "--user",
        "nobody",
        "--security-opt=no-new-privileges",
        "--mount",
        "type=bind,source=@/app/data,target=/data,readonly",
        "--mount",
        "type=tmpfs,source=@/app,target=/tmp",
        "--mount",
        "type=volume,source=/abs,target=/y",
        "-e",
        "A=b",
        "-e",
        "LOG_TO_STDERR=true",
        "-e",
        "STRUCTURED_RESULTS=true",
        "-e",
        "Z=1",
        "-e",
        "C",
        "-e",
        "D",
        "gcr.io/foo/bar:v1",
        "@/app",
    ];
    assert_eq!(seen(dir.path()), expected);
    assert_eq!(out.stdout, b"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: cm\n");
}

#[test]
fn a_container_has_neither_network_nor_user_unless_asked() {
    let dir = with_container("container: {image: x}");
    assert!(kz(dir.path(), &["--as-current-user"]).status.success());
    let seen = seen(dir.path());
    let after = |flag: &str| seen.iter().skip_while(|arg| *arg != flag).nth(1).cloned();
    assert_eq!(after("--network").as_deref(), Some("none"));
    let user = after("--user").unwrap();
    assert!(user.split(':').all(|part| part.parse::<u32>().is_ok()), "{user}");
}

#[test]
fn podman_takes_the_place_of_docker() {
    let dir = with_container("container: {image: x}");
    std::fs::rename(dir.path().join("bin/docker"), dir.path().join("bin/podman")).unwrap();
    for tool in ["sh", "cat"] {
        let real = ["/bin", "/usr/bin"].map(|d| Path::new(d).join(tool)).into_iter().find(|p| p.exists());
        std::os::unix::fs::symlink(real.unwrap(), dir.path().join("bin").join(tool)).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_kz"));
    command.args(["build", "app", "--enable-alpha-plugins"]).current_dir(dir.path());
    assert!(command.env("PATH", dir.path().join("bin")).output().unwrap().status.success());
    assert!(seen(dir.path()).contains(&"x".to_owned()));
}

#[test]
fn executable_plugins_are_found_and_run() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path();
    write(path, "app/kustomization.yaml", "generators: [gen.yaml]\ntransformers: [trans.yaml]\n");
    let config = "apiVersion: team.example.com/v1\nkind: MyGen\nmetadata: {name: g}\nargsOneLiner: \"a 'b c' # d\"\nargsFromFile: args.txt\n";
    write(path, "app/gen.yaml", config);
    write(path, "app/args.txt", "  x\ny z\n\n");
    write(path, "app/trans.yaml", "apiVersion: v2\nkind: MyTrans\nmetadata: {name: t}\n");
    let plugins = "home/.config/kustomize/plugin";
    let script = "#!/bin/sh\nkind=$(grep ^kind $1); shift\necho 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: made}\ndata:'\n\
                  echo \"  args: '$*'\"; echo \"  config: '$kind'\"; echo \"  root: '${KUSTOMIZE_PLUGIN_CONFIG_ROOT##*/}'\"\n";
    write(path, &format!("{plugins}/team.example.com/v1/mygen/MyGen"), script);
    write(path, &format!("{plugins}/v2/mytrans/MyTrans"), "#!/bin/sh\nsed 's/^  root:/  folder:/'\n");
    let out = kz(path, &[]);
    let expected = "apiVersion: v1\ndata:\n  args: a b c x y z\n  config: 'kind: MyGen'\n  folder: app\nkind: ConfigMap\nmetadata:\n  name: made\n";
    assert_eq!(String::from_utf8_lossy(&out.stdout), expected, "{}", String::from_utf8_lossy(&out.stderr));
}

/// Runs `kz fn run pkg` with a function that is a script.
fn fn_run(dir: &Path, script: &str) -> Output {
    fn_run_with(dir, script, &[])
}

/// As [`fn_run`], with more flags.
fn fn_run_with(dir: &Path, script: &str, flags: &[&str]) -> Output {
    write(dir, "fn", script);
    let mut command = Command::new(env!("CARGO_BIN_EXE_kz"));
    command.args(["fn", "run", "pkg", "--enable-exec", "--exec-path", "./fn"]).args(flags).current_dir(dir);
    command.output().unwrap()
}

#[test]
fn functions_write_nothing_outside_of_the_package() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    write(dir, "pkg/a.yaml", "kind: A\n");
    write(dir, "outside/old.yaml", "kind: Old\n");
    std::os::unix::fs::symlink("../outside", dir.join("pkg/folder")).unwrap();
    std::os::unix::fs::symlink("../outside/new.yaml", dir.join("pkg/file.yml")).unwrap();
    for path in ["folder/x.yaml", "folder/old.yaml", "folder/n/x.yaml", "file.yml"] {
        let out = fn_run(dir, &format!("#!/bin/sh\nsed 's#a.yaml#{path}#'\n"));
        assert_eq!(out.status.code(), Some(1), "{path}");
        assert!(out.stdout.is_empty() && !out.stderr.is_empty(), "{path}");
        assert_eq!(std::fs::read_to_string(dir.join("pkg/a.yaml")).unwrap(), "kind: A\n");
        assert_eq!(std::fs::read_to_string(dir.join("outside/old.yaml")).unwrap(), "kind: Old\n");
        assert_eq!(std::fs::read_dir(dir.join("outside")).unwrap().count(), 1, "{path}");
        assert_eq!(std::fs::read_dir(dir.join("pkg")).unwrap().count(), 3, "{path}");
    }
}

#[test]
fn a_file_that_stays_as_it_is_is_not_written() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    write(dir, "pkg/a.yaml", "kind: A\n");
    write(dir, "pkg/b.yaml", "kind:   B\n");
    let time = |name: &str| std::fs::metadata(dir.join(name)).unwrap().modified().unwrap();
    let before = (time("pkg/a.yaml"), time("pkg/b.yaml"));
    assert!(fn_run(dir, "#!/bin/sh\ncat\n").status.success());
    assert_eq!(time("pkg/a.yaml"), before.0);
    assert_eq!(std::fs::read_to_string(dir.join("pkg/b.yaml")).unwrap(), "kind: B\n");
}

#[test]
fn results_are_for_the_user_alone_unless_the_file_is_there() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    write(dir, "pkg/a.yaml", "kind: A\n");
    let script = "#!/bin/sh\ncat\necho 'results: [{message: hello}]'\n";
    let run = |results: &str| fn_run_with(dir, script, &["--results-dir", results]);
    let mode = |path: &str| std::fs::metadata(dir.join(path)).unwrap().permissions().mode() & 0o777;
    std::fs::create_dir(dir.join("results")).unwrap();
    assert!(run("results").status.success());
    assert_eq!(mode("results/results-0.yaml"), 0o600);
    std::fs::set_permissions(dir.join("results/results-0.yaml"), std::fs::Permissions::from_mode(0o640))
        .unwrap();
    assert!(run("results").status.success());
    assert_eq!(mode("results/results-0.yaml"), 0o640);
    let text = std::fs::read_to_string(dir.join("results/results-0.yaml")).unwrap();
    assert!(text.contains("hello"), "{text}");
    assert_eq!(std::fs::read_dir(dir.join("results")).unwrap().count(), 1);
    assert_eq!(run("missing").status.code(), Some(1));
    assert!(!dir.join("missing").exists());
}

#[test]
fn other_verbs_of_fn_are_questions_for_help() {
    for verb in ["source", "sink"] {
        let run = |args: &[&str]| Command::new(env!("CARGO_BIN_EXE_kz")).args(args).output().unwrap();
        assert_eq!(run(&["fn", verb, "pkg", "--flag"]).status.code(), Some(1));
        let out = run(&["fn", verb, "pkg"]);
        assert!(out.status.success());
        assert!(String::from_utf8(out.stdout).unwrap().contains("Usage: kz fn"), "{verb}");
    }
}
