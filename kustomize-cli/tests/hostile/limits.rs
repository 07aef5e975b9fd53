//! Limits: each refuses with a place and names the flag, which raises it.

use crate::place::{COMPONENT, MAP, Place, refusal, succeeds};

/// What is refused as long as `limit` is low goes through with a high one.
fn check(place: &Place, dir: &str, limit: &str, low: &str, high: &str, message: &str) {
    let refused = place.refused(&[dir, "--limit", &format!("{limit}={low}")]);
    assert!(refused.contains(message), "{refused}");
    assert!(refused.contains("error[limit-exceeded]"), "{refused}");
    assert!(refused.contains(&format!("--limit {limit}=")), "{refused}");
    succeeds(&place.kz(&[
        "build",
        dir,
        "--limit",
        &format!("{limit}={low}"),
        "--limit",
        &format!("{limit}={high}"),
    ]));
}

#[test]
fn depth_of_a_document() {
    let place = Place::of("resources: [a.yaml]\n");
    place.write("a.yaml", &format!("{MAP}x: {}{}\n", "[".repeat(600), "]".repeat(600)));
    check(
        &place,
        ".",
        "depth",
        "500",
        "700",
        "a.yaml:5:504: error[limit-exceeded]: the document is nested deeper",
    );
}

#[test]
fn depth_that_patches_and_replacements_make() {
    let deep = |n: usize| format!("{}1{}", "{a: ".repeat(n), "}".repeat(n));
    let patch = format!(
        "- {{op: add, path: /data, value: {}}}\n- {{op: add, path: /data{}, value: {}}}\n",
        deep(300),
        "/a".repeat(300),
        deep(300)
    );
    let place = Place::of("resources: [a.yaml]\npatches:\n- {target: {kind: ConfigMap}, path: p.yaml}\n");
    place.write("p.yaml", &patch);
    check(&place, ".", "depth", "500", "1000", "p.yaml:2:19: error[limit-exceeded]");
    let path = vec!["a"; 600].join(".");
    place.write(
        "kustomization.yaml",
        &format!(
            "resources: [a.yaml]\nreplacements:\n- sourceValue: v\n  targets:\n  - select: {{kind: ConfigMap}}\n    \
             fieldPaths: [{path}]\n    options: {{create: true}}\n"
        ),
    );
    check(&place, ".", "depth", "500", "1000", "kustomization.yaml:6:18: error[limit-exceeded]");
}

#[test]
fn aliases_and_copies() {
    let mut text = format!("{MAP}a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for n in 1..4 {
        text.push_str(&format!("a{n}: &a{n} [{}]\n", [&*format!("*a{}", n - 1); 10].join(", ")));
    }
    let place = Place::of("resources: [a.yaml]\n");
    place.write("a.yaml", &text);
    check(
        &place,
        ".",
        "nodes",
        "1000",
        "100000",
        "the aliases of the document expand to more than 1000 nodes",
    );

    let copies: String =
        (0..12).map(|n| format!("- {{op: copy, from: /data, path: /data/x{n}}}\n")).collect();
    place.write("a.yaml", &format!("{MAP}data: {{a: {{b: c}}}}\n"));
    place.write("p.yaml", &copies);
    place.write(
        "kustomization.yaml",
        "resources: [a.yaml]\npatches:\n- {target: {kind: ConfigMap}, path: p.yaml}\n",
    );
    check(
        &place,
        ".",
        "nodes",
        "1000",
        "100000",
        "the copies that the patch makes have more than 1000 nodes",
    );

    let mut replacements = "resources: [a.yaml]\nreplacements:\n".to_owned();
    for n in 0..12 {
        replacements.push_str(&format!(
            "- source: {{kind: ConfigMap, fieldPath: data}}\n  targets:\n  - select: {{kind: ConfigMap}}\n    \
             fieldPaths: [data.x{n}]\n    options: {{create: true}}\n"
        ));
    }
    place.write("kustomization.yaml", &replacements);
    check(&place, ".", "nodes", "1000", "100000", "the replacements copy more than 1000 nodes");
}

#[test]
fn size_of_a_file() {
    let place = Place::of("resources: [a.yaml]\n");
    place.write("a.yaml", &format!("{MAP}data: {{a: {}}}\n", "x".repeat(3000)));
    check(
        &place,
        ".",
        "file-size",
        "2K",
        "1M",
        "kustomization.yaml:1:13: error[limit-exceeded]: a.yaml has more than 2048 bytes",
    );
    place.write("kustomization.yaml", "configMapGenerator: [{name: a, files: [a.yaml]}]\n");
    check(&place, ".", "file-size", "2K", "none", "a.yaml has more than 2048 bytes");
    place.write("kustomization.yaml", &format!("resources: [b.yaml] #{}\n", "x".repeat(3000)));
    place.write("b.yaml", MAP);
    check(&place, ".", "file-size", "2K", "1M", "kustomization.yaml has more than 2048 bytes");
}

#[test]
fn texts_that_grow() {
    let mut replacements = "resources: [a.yaml]\nreplacements:\n".to_owned();
    for _ in 0..20 {
        replacements.push_str(
            "- source: {kind: ConfigMap, fieldPath: data.a}\n  targets:\n  - select: {kind: ConfigMap}\n    \
             fieldPaths: [data.a]\n    options: {delimiter: ',', index: 0}\n",
        );
    }
    let place = Place::of(&replacements);
    place.write("a.yaml", &format!("{MAP}data: {{a: 'b,c'}}\n"));
    check(&place, ".", "file-size", "100K", "100M", "the replacement makes a text of more than 102400 bytes");

    let vars = "resources: [a.yaml]\nconfigurations: [c.yaml]\nvars:\n- name: V\n  objref: {kind: ConfigMap, name: a, apiVersion: v1}\n  fieldref: {fieldpath: data.v}\n";
    place.write("kustomization.yaml", vars);
    place.write("c.yaml", "varReference: [{path: data/u, kind: ConfigMap}]\n");
    place.write("a.yaml", &format!("{MAP}data: {{v: {}, u: {}}}\n", "x".repeat(2000), "$(V)".repeat(200)));
    check(&place, ".", "file-size", "20K", "1M", "variables bring more than 20480 bytes into texts");
}

#[test]
fn number_of_resources() {
    let place = Place::of("resources: [a.yaml]\n");
    let names: Vec<String> = (0..20).map(|n| MAP.replace("name: a", &format!("name: a{n}"))).collect();
    place.write("a.yaml", &names.join("---\n"));
    check(
        &place,
        ".",
        "resources",
        "10",
        "20",
        "kustomization.yaml:1:13: error[limit-exceeded]: there are more than 10 resources",
    );
    // Each level has those of the one below twice.
    for n in 0..12 {
        for side in ["p", "q"] {
            place.write(
                format!("{side}{n}/kustomization.yaml"),
                &format!("namePrefix: {side}-\nresources: [../l{n}]\n"),
            );
        }
        let next = n + 1;
        place.write(format!("l{n}/kustomization.yaml"), &format!("resources: [../p{next}, ../q{next}]\n"));
    }
    for end in ["p12", "q12"] {
        let prefix = &end[..1];
        place.write(
            format!("{end}/kustomization.yaml"),
            &format!("namePrefix: {prefix}-\nresources: [a.yaml]\n"),
        );
        place.write(format!("{end}/a.yaml"), MAP);
    }
    let message = place.refused(&["l0", "--limit", "resources=1000"]);
    assert!(message.contains("there are more than 1000 resources"), "{message}");
}

fn chain(place: &Place, levels: usize) {
    for n in 0..levels {
        place.write(format!("b{n}/kustomization.yaml"), &format!("resources: [../b{}]\n", n + 1));
        place.write(format!("c{n}/kustomization.yaml"), &format!("{COMPONENT}components: [../c{}]\n", n + 1));
    }
    place.write(format!("b{levels}/kustomization.yaml"), "resources: [a.yaml]\n");
    place.write(format!("b{levels}/a.yaml"), MAP);
    place.write(format!("c{levels}/kustomization.yaml"), &format!("{COMPONENT}namePrefix: p-\n"));
    place.write("top/kustomization.yaml", "resources: [a.yaml]\ncomponents: [../c0]\n");
    place.write("top/a.yaml", MAP);
}

#[test]
fn depth_of_bases_and_components() {
    let place = Place::new(&[]);
    chain(&place, 2000);
    for dir in ["b0", "top"] {
        check(&place, dir, "bases", "250", "2100", "more than 250 kustomizations lead to one another");
    }
}

#[test]
fn components_that_multiply() {
    let place = Place::of("resources: [a.yaml]\ncomponents: [c0]\n");
    for n in 0..12 {
        let next = format!("../c{}", n + 1);
        place
            .write(format!("c{n}/kustomization.yaml"), &format!("{COMPONENT}components: [{next}, {next}]\n"));
    }
    place.write(
        "c12/kustomization.yaml",
        &format!("{COMPONENT}buildMetadata: []\nnamePrefix: ''\nlabels: []\ncommonAnnotations: {{a: b}}\n"),
    );
    check(&place, ".", "kustomizations", "1000", "100000", "more than 1000 bases and components are built");
}

#[test]
fn a_path_of_fields_to_create() {
    let place = Place::of("resources: [a.yaml]\nconfigurations: [c.yaml]\ncommonLabels: {a: b}\n");
    let path = vec!["a"; 100_000].join("/");
    place.write("c.yaml", &format!("commonLabels: [{{path: {path}, create: true}}]\n"));
    let message = place.refused(&[]);
    assert!(message.contains("has more than 500 parts"), "{message}");
}

#[test]
#[cfg(feature = "functions")]
fn what_functions_read_and_write() {
    let deep = |levels: usize| format!("x: {}{}\n", "[".repeat(levels), "]".repeat(levels));
    let place = Place::new(&[("small/a.yaml", MAP), ("deep/a.yaml", &format!("{MAP}{}", deep(600)))]);
    place.write("out.yaml", &format!("{MAP}{}", deep(600)));
    place.write("deepen.sh", "#!/bin/sh\ncat >/dev/null; cat out.yaml\n");
    place.write("keep.sh", "#!/bin/sh\ncat\n");
    let run = |dir: &str, function: &str, limits: &[&str]| {
        let args = ["fn", "run", dir, "--dry-run", "--enable-exec", "--exec-path", function];
        place.kz(&[&args, limits].concat())
    };
    for (dir, function, limit, low, high) in [
        ("deep", "./keep.sh", "depth", "500", "none"),
        ("small", "./deepen.sh", "depth", "500", "none"),
        ("deep", "./keep.sh", "depth", "601", "606"),
        ("deep", "./keep.sh", "file-size", "1K", "1M"),
    ] {
        let (low, high) = (format!("{limit}={low}"), format!("{limit}={high}"));
        let message = refusal(&run(dir, function, &["--limit", "depth=800", "--limit", &low]));
        assert!(message.contains("error[limit-exceeded]"), "{message}");
        assert!(message.contains(&format!("--limit {limit}=")), "{message}");
        succeeds(&run(dir, function, &["--limit", "depth=800", "--limit", &high]));
    }
    place.write("out.yaml", &format!("{MAP}{}", deep(9_000)));
    succeeds(&run("small", "./deepen.sh", &["--limit", "depth=none"]));
}

#[test]
fn limits_that_are_none_are_refused() {
    let place = Place::of("resources: [a.yaml]\n");
    for limit in ["height=1", "depth", "depth=-1", "depth=1K", "file-size=1X", "fetch-time=soon"] {
        let out = place.kz(&["build", "--limit", limit]);
        assert_eq!(out.status.code(), Some(1), "{limit}");
        assert!(out.stdout.is_empty(), "{limit}");
    }
}
