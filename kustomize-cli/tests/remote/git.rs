//! Repositories.

use crate::place::{Place, config_map, refusal, stdout};

const BASE: &str = "namePrefix: base-\nresources: [map.yaml]\n";
const OVERLAY: &str = "namePrefix: over-\nresources: [../base]\n";

fn shop(place: &Place) -> String {
    let map = config_map("one");
    let component = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnameSuffix: -part\n";
    let files = [
        ("base/kustomization.yaml", BASE),
        ("base/map.yaml", &map),
        ("over/kustomization.yaml", OVERLAY),
        ("part/kustomization.yaml", component),
        ("secret.yaml", &map),
        ("up/kustomization.yaml", "resources: [../secret.yaml]\n"),
        ("out/kustomization.yaml", "resources: [../../elsewhere]\n"),
    ];
    place.repository("shop", &files)
}

#[test]
fn the_root_of_a_build_may_be_an_address() {
    let place = Place::new();
    let url = shop(&place);
    for address in [
        format!("{url}//over"),
        format!("{url}/over"),
        format!("{url}//over?ref=v1"),
        format!("{url}//over?version=main&submodules=0&timeout=1m"),
        format!("git::{url}//over"),
    ] {
        assert_eq!(stdout(&place.kz(&["build", &address])), config_map("over-base-one"), "{address}");
    }
}

#[test]
fn bases_and_components_may_be_addresses() {
    let place = Place::new();
    let url = shop(&place);
    let all = format!("resources: ['{url}//over?ref=v1']\ncomponents: ['{url}//part']\nnameSuffix: -end\n");
    assert_eq!(stdout(&place.build(&all)), config_map("over-base-one-part-end"));
    let old = format!("bases: ['{url}//base']\n");
    assert_eq!(stdout(&place.build(&old)), config_map("base-one"));
}

#[test]
fn a_repository_is_fetched_once_for_each_reference() {
    let place = Place::new();
    let url = shop(&place);
    place.write(
        "here/other/kustomization.yaml",
        &format!("namePrefix: o-\nresources: ['{url}//base?ref=v1']\n"),
    );
    place.write(
        "here/third/kustomization.yaml",
        &format!("namePrefix: t-\nresources: ['{url}//over?ref=v1']\n"),
    );
    let all = format!("resources: ['{url}//base?ref=v1&timeout=1m', other, third, '{url}//over?ref=main']\n");
    let expected =
        ["base-one", "o-base-one", "over-base-one", "t-over-base-one"].map(config_map).join("---\n");
    assert_eq!(stdout(&place.build(&all)), expected);
    assert_eq!(place.fetches().len(), 2);
}

#[test]
fn a_repository_may_lead_to_itself_by_another_folder() {
    let place = Place::new();
    let url = format!("file://{}", place.path("ring.git").display());
    let files = [
        ("a/kustomization.yaml", format!("namePrefix: a-\nresources: ['{url}//b']\n")),
        ("b/kustomization.yaml", "namePrefix: b-\nresources: [../c]\n".to_owned()),
        ("c/kustomization.yaml", "resources: [map.yaml]\n".to_owned()),
        ("c/map.yaml", config_map("one")),
        ("d/kustomization.yaml", format!("resources: ['{url}//d/e']\n")),
        ("d/e/kustomization.yaml", format!("resources: ['{url}//d']\n")),
        ("c/f/kustomization.yaml", format!("namePrefix: f-\nresources: ['{url}//b']\n")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    place.repository("ring", &files);
    assert_eq!(stdout(&place.kz(&["build", &format!("{url}//a")])), config_map("a-b-one"));
    // A folder above in another working copy is no cycle.
    assert_eq!(stdout(&place.kz(&["build", &format!("{url}//c/f")])), config_map("f-b-one"));
    let message = refusal(&place.kz(&["build", &format!("{url}//d")]));
    assert!(message.contains("error[cycle]"), "{message}");
}

#[test]
fn a_fetched_kustomization_reads_only_its_own_folder() {
    let place = Place::new();
    let url = shop(&place);
    place.write("elsewhere/kustomization.yaml", "namePrefix: x-\n");
    for (folder, code) in [("up", "outside-root"), ("out", "file-unreadable")] {
        let args = ["build", "--load-restrictor", "LoadRestrictionsNone", &format!("{url}//{folder}")];
        let message = refusal(&place.kz(&args));
        assert!(message.contains(&format!("error[{code}]")), "{message}");
        assert!(message.contains(&format!("shop.git//{folder}/kustomization.yaml:1:")), "{message}");
    }
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out_of_a_repository() {
    let place = Place::new();
    place.write("links/kustomization.yaml", "resources: [map.yaml]\n");
    place.write("links/base/kustomization.yaml", "resources: [../there]\n");
    place.write("elsewhere/map.yaml", &config_map("secret"));
    place.write("elsewhere/kustomization.yaml", "resources: [map.yaml]\n");
    let link = |to: &str, from: &str| std::os::unix::fs::symlink(place.path(to), place.path(from)).unwrap();
    link("elsewhere/map.yaml", "links/map.yaml");
    link("elsewhere", "links/there");
    let url = place.commit("links");
    for folder in ["", "//there", "//base"] {
        let message = refusal(&place.kz(&["build", &format!("{url}{folder}")]));
        assert!(message.contains("error[outside-root]"), "{folder}: {message}");
    }
}

#[test]
fn what_cannot_be_fetched_is_refused() {
    let place = Place::new();
    let url = shop(&place);
    let cases = [
        (format!("{url}?ref=absent"), "couldn't find remote ref absent"),
        (format!("{url}//absent"), "the folder \"absent\" cannot be opened: no such file or folder"),
        (format!("{url}//base/map.yaml"), "the folder \"base/map.yaml\" is a file, not a folder"),
        (format!("{url}//part/.."), "no kustomization.yaml, kustomization.yml or Kustomization in file://"),
        (url.replace("shop", "absent"), "does not appear to be a git repository"),
        (format!("{url}?timeout=1ns"), "it took longer than 1ns"),
    ];
    for (address, said) in cases {
        let message = refusal(&place.kz(&["build", &address]));
        assert!(message.contains(said), "{address}: {message}");
    }
}

#[test]
fn an_address_is_never_an_option_or_a_command() {
    let place = Place::new();
    let url = shop(&place);
    let mark = place.path("mark");
    let touch = format!("touch%20{}", mark.display());
    let base = format!("{url}?ref=--upload-pack={touch}");
    let message = refusal(&place.build(&format!("resources: ['{base}']\n")));
    assert!(message.contains("cannot be the name of a branch"), "{message}");
    for address in
        [format!("ext::sh -c {touch}"), format!("git::ext::sh%20-c%20{touch}"), "--upload-pack=x".to_owned()]
    {
        refusal(&place.build(&format!("resources: ['{address}']\n")));
    }
    // A command that the user's own configuration would run.
    let key = format!("url.ext::sh -c touch% {} .insteadOf", mark.display());
    let rewritten = [
        ("GIT_CONFIG_COUNT", "2"),
        ("GIT_CONFIG_KEY_0", &*key),
        ("GIT_CONFIG_VALUE_0", "https://example.com/"),
        ("GIT_CONFIG_KEY_1", "protocol.ext.allow"),
        ("GIT_CONFIG_VALUE_1", "always"),
    ];
    let message = refusal(&place.kz_with(&["build", "https://example.com/a/b"], &rewritten));
    assert!(message.contains("transport 'ext' not allowed"), "{message}");
    let stronger = [&rewritten[..], &[("GIT_ALLOW_PROTOCOL", "https:ext:file")]].concat();
    let message = refusal(&place.kz_with(&["build", "https://example.com/a/b"], &stronger));
    assert!(message.contains("transport 'ext' not allowed"), "{message}");
    assert!(place.fetches().iter().all(|line| !line.contains("upload-pack")));
    assert!(!mark.exists());
}

#[test]
fn submodules_are_fetched_unless_they_are_not_wanted() {
    let place = Place::new();
    let part = place.repository("part", &[("map.yaml", &config_map("part"))]);
    place.write("whole/kustomization.yaml", "resources: [sub/map.yaml]\n");
    let git = |args: &[&str]| {
        let out =
            std::process::Command::new("git").args(args).current_dir(place.path("whole")).output().unwrap();
        assert!(out.status.success(), "{out:?}");
    };
    git(&["init", "-q", "-b", "main"]);
    git(&["-c", "protocol.file.allow=always", "submodule", "add", "-q", &part, "sub"]);
    let url = place.commit("whole");
    let allowed = [
        ("GIT_CONFIG_COUNT", "1"),
        ("GIT_CONFIG_KEY_0", "protocol.file.allow"),
        ("GIT_CONFIG_VALUE_0", "always"),
    ];
    assert_eq!(stdout(&place.kz_with(&["build", &url], &allowed)), config_map("part"));
    refusal(&place.kz_with(&["build", &format!("{url}?submodules=false")], &allowed));
    // Git itself takes no submodules from the disk.
    let message = refusal(&place.kz(&["build", &url]));
    assert!(message.contains("transport 'file' not allowed"), "{message}");
}

#[test]
fn a_hook_of_git_keeps_its_own_repository() {
    let place = Place::new();
    let url = shop(&place);
    let own = place.path("shop/.git");
    let hook = [("GIT_DIR", own.to_str().unwrap()), ("GIT_INDEX_FILE", "index")];
    assert_eq!(stdout(&place.kz_with(&["build", &format!("{url}//base")], &hook)), config_map("base-one"));
}

#[test]
fn a_folder_is_not_taken_for_an_address_and_the_other_way_round() {
    let place = Place::new();
    place.write("here/github.com/kustomization.yaml", "resources: [map.yaml]\n");
    place.write("here/github.com/map.yaml", &config_map("local"));
    assert_eq!(stdout(&place.build("resources: [github.com]\n")), config_map("local"));
    // Two more names make it an address, even where there is such a folder; a file is still a file.
    place.write("here/user@host/a/b.yaml", &config_map("file"));
    assert_eq!(stdout(&place.build("resources: ['user@host/a/b.yaml']\n")), config_map("file"));
}

#[test]
fn a_repository_has_limits() {
    let place = Place::new();
    let url = shop(&place);
    // A git that never comes to an end, with a child of its own.
    place.write("bin/git", "#!/bin/sh\nsleep 300 &\nwait\n");
    let start = std::time::Instant::now();
    let message = refusal(&place.kz(&["build", &format!("{url}//base?timeout=300ms")]));
    assert!(message.contains("it took longer than 300ms"), "{message}");
    assert!(message.contains("--limit repository-time="), "{message}");
    assert!(start.elapsed().as_secs() < 20);
    // The longer of the two counts.
    let args = ["build", &format!("{url}//base?timeout=1ms"), "--limit", "repository-time=600ms"];
    assert!(refusal(&place.kz(&args)).contains("it took longer than 600ms"));
    // One that makes its repository larger and larger.
    place.write(
        "bin/git",
        "#!/bin/sh\nmkdir -p .git; while :; do head -c 100000 /dev/zero >> .git/pack; sleep 0.01; done\n",
    );
    let args = ["build", &format!("{url}//base"), "--limit", "repository-size=500K"];
    let message = refusal(&place.kz(&args));
    assert!(message.contains("the repository has more than 512000 bytes"), "{message}");
}

#[test]
fn places_name_the_reference_of_their_repository() {
    let place = Place::new();
    let url = place.repository(
        "broken",
        &[("map.yaml", "not: one\n"), ("kustomization.yaml", "resources: [map.yaml]\n")],
    );
    let message = refusal(&place.build(&format!("resources: ['{url}?ref=v1']\n")));
    assert!(message.contains(&format!("--> {url}?ref=v1//map.yaml:1:1")), "{message}");
    let url = shop(&place);
    place.write(
        "here/other/kustomization.yaml",
        &format!("namePrefix: o-\nresources: ['{url}//base?ref=main']\n"),
    );
    place.write("here/kustomization.yaml", &format!("resources: ['{url}//base?ref=v1', other]\n"));
    let graph = stdout(&place.kz(&["explain", ".", "--format", "dot"]));
    for reference in ["v1", "main"] {
        assert!(graph.contains(&format!("{url}?ref={reference}//base/map.yaml\\l")), "{graph}");
    }
}

#[cfg(unix)]
#[test]
fn repositories_are_reached_by_ssh() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    shop(&place);
    // In the place of ssh: notes the host, and runs what the server would run for org/shop.git.
    let bare = place.path("shop.git");
    let script = format!(
        "#!/bin/sh\n        for last; do :; done\n        while [ $# -gt 2 ]; do [ \"$1\" = -p ] && echo \"port $2\" >> '{0}'; shift; done\n        echo \"$1 $last\" >> '{0}'\n        exec git upload-pack '{1}'\n",
        place.path("ssh.log").display(),
        bare.display()
    );
    place.write("bin/ssh-stub", &script);
    let stub = place.path("bin/ssh-stub");
    std::fs::set_permissions(&stub, std::fs::Permissions::from_mode(0o755)).unwrap();
    let env = [("GIT_SSH_COMMAND", stub.to_str().unwrap()), ("GIT_SSH_VARIANT", "ssh")];
    for (address, asked) in [
        ("git@host:org/shop//over", "git@host git-upload-pack 'org/shop'\n"),
        ("git@host:org/shop.git//over?ref=v1", "git@host git-upload-pack 'org/shop.git'\n"),
        ("git@host:org/shop.git/over", "git@host git-upload-pack 'org/shop.git'\n"),
        ("me@host:org/shop.git//over?version=main", "me@host git-upload-pack 'org/shop.git'\n"),
        ("git::git@host:org/shop//over?timeout=10", "git@host git-upload-pack 'org/shop'\n"),
        ("ssh://git@host/org/shop//over?submodules=false", "git@host git-upload-pack '/org/shop'\n"),
        ("ssh://host/org/shop.git//over", "host git-upload-pack '/org/shop.git'\n"),
        ("ssh://git@host:2222/org/shop//over", "port 2222\ngit@host git-upload-pack '/org/shop'\n"),
        ("git@github.com:org/shop//over", "git@github.com git-upload-pack 'org/shop'\n"),
    ] {
        let _ = std::fs::remove_file(place.path("ssh.log"));
        let out = place.kz_with(&["build", address], &env);
        assert_eq!(stdout(&out), config_map("over-base-one"), "{address}");
        assert_eq!(std::fs::read_to_string(place.path("ssh.log")).unwrap(), asked, "{address}");
    }
}
