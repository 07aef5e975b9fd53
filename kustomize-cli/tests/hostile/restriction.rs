//! What a kustomization may read.

use crate::place::{MAP, Place, succeeds};
use std::os::unix::fs::symlink;

#[test]
fn no_way_leads_out_of_the_folder() {
    let place = Place::new(&[("out/a.yaml", MAP), ("out/f", "secret"), ("app/in.yaml", MAP)]);
    symlink("../out/a.yaml", place.path("app/link.yaml")).unwrap();
    symlink("../out", place.path("app/folder")).unwrap();
    symlink("link.yaml", place.path("app/second.yaml")).unwrap();
    let absolute = place.path("out/a.yaml").display().to_string();
    for path in
        ["../out/a.yaml", "sub/../../out/a.yaml", "link.yaml", "folder/a.yaml", "second.yaml", &absolute]
    {
        for text in [
            format!("resources: ['{path}']\n"),
            format!("configMapGenerator: [{{name: a, files: ['{path}']}}]\n"),
            format!("configMapGenerator: [{{name: a, envs: ['{path}']}}]\n"),
            format!("resources: [in.yaml]\npatches: [{{path: '{path}'}}]\n"),
            format!("resources: [in.yaml]\nconfigurations: ['{path}']\n"),
            format!("resources: [in.yaml]\nreplacements: [{{path: '{path}'}}]\n"),
            format!("resources: [in.yaml]\ntransformers: ['{path}']\n"),
            format!("resources: [in.yaml]\ncrds: ['{path}']\n"),
            format!("resources: [in.yaml]\nopenapi: {{path: '{path}'}}\n"),
        ] {
            place.write("app/kustomization.yaml", &text);
            let message = place.refused(&["app"]);
            assert!(message.contains("outside"), "{text}{message}");
            assert!(!message.contains("secret"), "{message}");
        }
    }
    place.write("app/kustomization.yaml", "resources: [link.yaml]\n");
    succeeds(&place.kz(&["build", "app", "--load-restrictor", "LoadRestrictionsNone"]));
}

#[test]
fn another_case_is_another_file() {
    let place =
        Place::new(&[("App/a.yaml", MAP), ("app/kustomization.yaml", "resources: [../App/a.yaml]\n")]);
    let message = place.refused(&["app"]);
    assert!(message.contains("outside") || message.contains("cannot read"), "{message}");
}

#[test]
fn a_kustomization_file_is_no_way_out() {
    let place = Place::new(&[("out/k.yaml", "resources: [a.yaml]\n"), ("app/a.yaml", MAP)]);
    symlink("../out/k.yaml", place.path("app/kustomization.yaml")).unwrap();
    let message = place.refused(&["app"]);
    assert!(message.contains("outside") && message.contains("app/kustomization.yaml"), "{message}");
    succeeds(&place.kz(&["build", "app", "--load-restrictor", "LoadRestrictionsNone"]));
    // Inside it may be a link.
    let place = Place::new(&[("app/a.yaml", MAP), ("app/k/other.yaml", "resources: [a.yaml]\n")]);
    symlink("k/other.yaml", place.path("app/kustomization.yaml")).unwrap();
    assert_eq!(succeeds(&place.kz(&["build", "app"])), MAP);
}

#[test]
fn what_is_no_file_is_not_waited_for() {
    let place = Place::of("resources: [pipe]\n");
    let made = std::process::Command::new("mkfifo").arg(place.path("pipe")).status().unwrap();
    assert!(made.success());
    for text in [
        "resources: [pipe]\n",
        "configMapGenerator: [{name: a, files: [pipe]}]\n",
        "resources: [a.yaml]\npatches: [{path: pipe}]\n",
    ] {
        place.write("kustomization.yaml", text);
        assert!(place.refused(&[]).contains("it is a pipe or a device, not a file"), "{text}");
    }
    place.write("kustomization.yaml", "resources: [/dev/zero]\n");
    let message = place.refused(&["--load-restrictor", "LoadRestrictionsNone"]);
    assert!(message.contains("it is a pipe or a device, not a file"), "{message}");
    std::fs::remove_file(place.path("kustomization.yaml")).unwrap();
    std::fs::rename(place.path("pipe"), place.path("kustomization.yaml")).unwrap();
    for args in [&["build"][..], &["edit", "set", "namespace", "n"], &["lint"]] {
        let out = place.kz(args);
        assert!(!out.status.success(), "{args:?}");
    }
}

#[test]
fn rings_of_links_end() {
    let place = Place::of("resources: [x.yaml]\n");
    symlink("y.yaml", place.path("x.yaml")).unwrap();
    symlink("x.yaml", place.path("y.yaml")).unwrap();
    symlink(".", place.path("again")).unwrap();
    assert!(place.refused(&[]).contains("kustomization.yaml:1:13: error[file-unreadable]"));
    place.write("kustomization.yaml", "resources: [again/again/again]\n");
    assert!(place.refused(&[]).contains("error[cycle]"));
    // Links are not followed when kustomizations are looked for.
    place.write("kustomization.yaml", "resources: [a.yaml]\n");
    assert_eq!(succeeds(&place.kz(&["build", "--all-roots"])), MAP);
}
