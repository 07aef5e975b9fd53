//! Helm charts, with a helm that notes what it is asked and prints what it is told to. The arguments,
//! the values and the outputs were measured on the reference with the same helm.
#![cfg(all(feature = "helm", unix))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::process::{Command, Output};

const MAP: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n";

struct Place(tempfile::TempDir);

impl Place {
    /// A folder with a chart in it, and a helm that prints `MAP`.
    fn new(kustomization: &str) -> Self {
        let place = Place(tempfile::tempdir().unwrap());
        place.write("kustomization.yaml", kustomization);
        place.write("charts/web/values.yaml", "a: 1\nb: {c: d, e: [1, 2]}\nyes: on\n");
        place.helm("v3.18.0", MAP);
        place
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn helm(&self, version: &str, prints: &str) {
        self.write("prints", prints);
        let script = format!(
            r#"#!/bin/sh
log() {{ echo "$@" >> log; }}
log "$@"
[ "$1" = version ] && {{ echo "{version}"; exit 0; }}
[ "$1" = pull ] && {{ mkdir -p "$4/web"; echo "pulled: 1" > "$4/web/values.yaml"; exit 0; }}
log "$HELM_CONFIG_HOME $HELM_CACHE_HOME $HELM_DATA_HOME"
before=
for arg in "$@"; do [ "$before" = -f ] && {{ cat "$arg" >> values; }}; before="$arg"; done
cat prints
"#
        );
        // A script is busy while any process has it open for writing, as children of other tests have for a moment.
        self.write("helm.script", &script);
        let copied = Command::new("sh")
            .args(["-c", "cp helm.script helm && chmod +x helm"])
            .current_dir(self.0.path())
            .status();
        assert!(copied.unwrap().success());
        std::fs::create_dir_all(self.0.path().join("tmp")).unwrap();
    }

    fn build(&self, args: &[&str]) -> Output {
        let temporary = self.0.path().join("tmp");
        let out = Command::new(env!("CARGO_BIN_EXE_kz"))
            .args(["build", "--enable-helm", "--helm-command", "./helm"])
            .args(args)
            .current_dir(self.0.path())
            .env("TMPDIR", &temporary)
            .output()
            .unwrap();
        assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 0, "something is left behind");
        out
    }

    fn prints(&self, args: &[&str]) -> String {
        let out = self.build(args);
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8_lossy(&out.stdout).into_owned()
    }

    fn refusal(&self) -> String {
        let out = self.build(&[]);
        assert_eq!(out.status.code(), Some(1));
        assert!(out.stdout.is_empty());
        String::from_utf8_lossy(&out.stderr).into_owned()
    }

    /// What helm was asked, with this folder as `HERE` and temporary ones as `TMP`.
    fn asked(&self) -> String {
        let log = std::fs::read_to_string(self.0.path().join("log")).unwrap_or_default();
        let here = self.0.path().canonicalize().unwrap().display().to_string();
        let folder = regex::Regex::new(&format!("{here}/tmp/kz-helm-[^/ ]*")).unwrap();
        folder.replace_all(&log, "TMP").replace(&here, "HERE")
    }

    fn values(&self) -> String {
        std::fs::read_to_string(self.0.path().join("values")).unwrap_or_default()
    }
}

#[test]
fn a_chart_is_rendered_with_its_own_values() {
    let place = Place::new("helmCharts:\n- name: web\n");
    assert_eq!(place.prints(&[]), MAP);
    let expected = "version --short\n\
        template --generate-name HERE/charts/web -f TMP/web-kustomize-values.yaml\n\
        TMP/helm TMP/helm/.cache TMP/helm/.data\n";
    assert_eq!(place.asked(), expected);
    assert_eq!(place.values(), "a: 1\nb: {c: d, e: [1, 2]}\nyes: on\n");
}

#[test]
fn every_field_becomes_an_argument() {
    let place = Place::new(
        "helmGlobals: {chartHome: my/../charts, configHome: cfg}
helmCharts:
- {name: web, releaseName: rel, namespace: ns, nameTemplate: tpl, version: 1.2.3, includeCRDs: true,
   skipTests: true, skipHooks: true, apiVersions: [a/v1, b/v2], kubeVersion: '1.27', debug: true,
   devel: true, additionalValuesFiles: [more.yaml, sub/../more.yaml]}
",
    );
    place.write("more.yaml", "more: 1\n");
    assert_eq!(place.prints(&["--helm-api-versions", "x", "--helm-kube-version=1"]), MAP);
    let expected = "version --short\n\
        template rel HERE/charts/web --namespace ns --name-template tpl -f TMP/web-kustomize-values.yaml \
        -f HERE/more.yaml -f HERE/more.yaml --api-versions a/v1 --api-versions b/v2 --kube-version 1.27 \
        --include-crds --skip-tests --no-hooks --debug --devel\n\
        cfg cfg/.cache cfg/.data\n";
    assert_eq!(place.asked(), expected);
}

#[test]
fn flags_are_for_charts_that_state_nothing() {
    let place = Place::new("helmCharts:\n- name: web\n");
    place.prints(&[
        "--helm-api-versions",
        "x",
        "--helm-api-versions",
        "y,z",
        "--helm-kube-version",
        "1.2",
        "--helm-debug",
    ]);
    let asked = place.asked();
    let flags = " --api-versions x --api-versions y,z --kube-version 1.2 --debug\n";
    assert!(asked.contains(flags), "{asked}");
}

#[test]
fn a_chart_that_is_not_there_is_pulled() {
    let cases = [
        (
            "repo: https://example.com/c, version: 1.2.3, devel: true",
            "HERE/charts/web-1.2.3 --repo https://example.com/c web --version 1.2.3 --devel",
        ),
        (
            "repo: 'oci://example.com/c/', version: 1.2.3",
            "HERE/charts/web-1.2.3 oci://example.com/c/web --version 1.2.3",
        ),
        (
            "repo: 'oci://example.com/c', version: 1.2.3",
            "HERE/charts/web-1.2.3 oci://example.com/c/web --version 1.2.3",
        ),
    ];
    for (fields, pulled) in cases {
        let place = Place::new(&format!("helmCharts:\n- {{name: web, {fields}}}\n"));
        assert_eq!(place.prints(&[]), MAP);
        let asked = place.asked();
        assert!(asked.contains(&format!("pull --untar --untardir {pulled}\n")), "{asked}");
        assert!(asked.contains("HERE/charts/web-1.2.3/web -f"), "{asked}");
        assert_eq!(place.values(), "pulled: 1\n");
    }
    let place = Place::new("helmGlobals: {chartHome: new}\nhelmCharts:\n- {name: web, repo: 'https://x'}\n");
    place.prints(&[]);
    assert!(place.asked().contains("pull --untar --untardir HERE/new --repo https://x web\n"));
}

#[test]
fn values_of_the_kustomization_are_merged() {
    let inline = "valuesInline: {a: 2, b: {c: x, e: [3]}, new: {k: 'yes', f: 1.0, big: 12345678}}";
    let both =
        "a: 2\nb:\n  c: x\n  e:\n  - 3\nnew:\n  big: 12345678\n  f: 1\n  k: \"yes\"\n\"yes\": \"on\"\n";
    let cases = [
        ("override", both),
        ("", both),
        (
            "merge",
            "a: 1\nb:\n  c: d\n  e:\n  - 1\n  - 2\nnew:\n  big: 12345678\n  f: 1\n  k: \"yes\"\n\"yes\": \"on\"\n",
        ),
        ("replace", "a: 2\nb:\n  c: x\n  e:\n  - 3\nnew:\n  big: 12345678\n  f: 1\n  k: \"yes\"\n"),
    ];
    for (how, expected) in cases {
        let place = Place::new(&format!("helmCharts:\n- {{name: web, valuesMerge: '{how}', {inline}}}\n"));
        place.prints(&[]);
        assert_eq!(place.values(), expected, "{how}");
    }
}

/// The reference loses them, but not in lists.
#[test]
fn aliases_are_lost_when_values_are_merged() {
    let chart = "x: &a {b: 1}\ny: *a\nz: {<<: *a, w: 1}\nl: [*a, {t: *a}]\nm: {n: {v: *a, i: j}}\n";
    let own = [
        (
            "override",
            "{k: v}",
            "k: v\nl:\n- b: 1\n- t:\n    b: 1\nm:\n  \"n\":\n    i: j\nx:\n  b: 1\nz:\n  w: 1\n",
        ),
        (
            "override",
            "{'y': {c: 1}}",
            "l:\n- b: 1\n- t:\n    b: 1\nm:\n  \"n\":\n    i: j\nx:\n  b: 1\nz:\n  w: 1\n",
        ),
        (
            "merge",
            "{z: {q: 1}}",
            "l:\n- b: 1\n- t:\n    b: 1\nm:\n  \"n\":\n    i: j\nx:\n  b: 1\nz:\n  q: 1\n  w: 1\n",
        ),
    ];
    for (how, inline, expected) in own {
        let all = format!("helmCharts:\n- {{name: web, valuesMerge: {how}, valuesInline: {inline}}}\n");
        let place = Place::new(&all);
        place.write("charts/web/values.yaml", chart);
        place.prints(&[]);
        assert_eq!(place.values(), expected, "{how} {inline}");
    }
    let place = Place::new("helmCharts:\n- {name: web, valuesMerge: merge, valuesInline: {'y': {c: 1}}}\n");
    place.write("charts/web/values.yaml", chart);
    assert!(place.refusal().contains("the chart's values have an alias there"));
}

#[test]
fn the_old_field_and_the_generator_are_charts_too() {
    let place = Place::new(
        "helmChartInflationGenerator:
- {chartName: web, chartHome: charts, helmHome: hh, helmBin: /bin/none, values: v.yaml, valuesLocal: {x: 1},
   valuesMerge: merge, releaseName: rr, releaseNamespace: zz, extraArgs: [--foo]}
",
    );
    place.write("v.yaml", "q: 1\n");
    assert_eq!(place.prints(&[]), MAP);
    let asked = place.asked();
    assert!(
        asked.contains(
            "template rr HERE/charts/web -f TMP/web-kustomize-values.yaml\nhh hh/.cache hh/.data\n"
        )
    );
    assert_eq!(place.values(), "q: 1\nx: 1\n");

    let place = Place::new("generators: [g.yaml]\nnamespace: shop\n");
    place.write(
        "g.yaml",
        "apiVersion: builtin\nkind: HelmChartInflationGenerator\nmetadata: {name: g, namespace: x}\nname: web\n\
        releaseName: r\nincludeCRDs: true\n",
    );
    assert_eq!(place.prints(&[]), MAP);
    let asked = place.asked();
    assert!(
        asked.contains("template r HERE/charts/web -f TMP/web-kustomize-values.yaml --include-crds\n"),
        "{asked}"
    );
}

#[test]
fn helm_is_told_the_namespace_and_keeps_its_own() {
    let chart = "helmCharts:\n- name: web\n";
    let place = Place::new(&format!("namespace: shop\nresources: [r.yaml]\n{chart}"));
    place.write("r.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: r\n");
    let own = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: r\n  namespace: shop\n";
    assert_eq!(place.prints(&[]), format!("{own}---\n{MAP}"));
    assert!(place.asked().contains("charts/web --namespace shop -f"));

    // The same base in two namespaces is rendered twice.
    let place = Place::new("resources: [one, two]\n");
    place.write("base/kustomization.yaml", chart);
    place.write("base/charts/web/values.yaml", "a: 1\n");
    place.write("one/kustomization.yaml", "namespace: first\nnamePrefix: one-\nresources: [../base]\n");
    place.write("two/kustomization.yaml", "namespace: second\nnamePrefix: two-\nresources: [../base]\n");
    place.prints(&[]);
    let asked = place.asked();
    assert!(asked.contains("--namespace first") && asked.contains("--namespace second"), "{asked}");
    assert_eq!(asked.matches("version").count(), 1);

    // Without a namespace of their own they share it.
    place.write("one/kustomization.yaml", "namePrefix: one-\nresources: [../base]\n");
    place.write("two/kustomization.yaml", "namePrefix: two-\nresources: [../base]\n");
    std::fs::remove_file(place.0.path().join("log")).unwrap();
    place.prints(&[]);
    assert_eq!(place.asked().matches("template").count(), 1);
}

#[test]
fn builds_in_one_go_have_namespaces_of_their_own() {
    let place = Place::new("namespace: shop\nresources: [base]\n");
    place.write("base/kustomization.yaml", "helmCharts:\n- {name: web, repo: 'https://x'}\n");
    place.write("other/kustomization.yaml", "namespace: other\nresources: [../base]\n");
    let out = place.build(&["base", "other", ".", "-o", "out"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let asked = place.asked();
    assert!(asked.contains("--namespace shop") && asked.contains("--namespace other"), "{asked}");
    assert!(asked.contains("base/charts/web -f"), "{asked}");
    assert_eq!((asked.matches("pull").count(), asked.matches("version").count()), (1, 1), "{asked}");
}

#[test]
fn a_patch_can_hand_a_rendered_resource_to_the_namespace() {
    let place = Place::new(
        "namespace: shop
helmCharts:
- name: web
patches:
- patch: |-
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: a, annotations: {internal.config.kubernetes.io/helm-generated: 'false'}}
",
    );
    assert_eq!(place.prints(&[]), MAP.replace("name: a\n", "name: a\n  namespace: shop\n"));
}

#[test]
fn what_helm_prints_is_read_as_resources() {
    let place = Place::new("helmCharts:\n- name: web\n");
    let list = "apiVersion: v1\nkind: FooList\nitems: [{kind: Foo}]\n---\nkind: X\nmetadata: {name: l, annotations: {config.kubernetes.io/local-config: ''}}\n";
    let cases = [
        ("", ""),
        ("# nothing\n---\n", ""),
        (
            "kind: List\napiVersion: v1\nitems:\n- {kind: Foo, metadata: {name: x}}\n",
            "kind: Foo\nmetadata:\n  name: x\n",
        ),
        (list, "apiVersion: v1\nitems:\n- kind: Foo\nkind: FooList\nmetadata: {}\n"),
    ];
    for (prints, expected) in cases {
        place.helm("v3.18.0", prints);
        assert_eq!(place.prints(&[]), expected, "{prints}");
    }
    for prints in ["hello\n---\nkind: A\nmetadata: {name: a}\n", "a: [\n"] {
        place.helm("v3.18.0", prints);
        assert!(place.refusal().contains("what helm prints for the chart web"), "{prints}");
    }
}

#[test]
fn what_cannot_be_rendered_is_refused() {
    let cases = [
        ("helmCharts:\n- {releaseName: x}\n", "the chart has no name"),
        ("helmCharts:\n- {name: none}\n", "there is no chart in charts/none"),
        ("helmCharts:\n- {name: web, valuesMerge: mix}\n", "valuesMerge cannot be \"mix\""),
        ("helmCharts:\n- {name: web, valuesFile: v.yaml}\n", "cannot read v.yaml"),
        ("helmCharts:\n- {name: web, valuesFile: ../v.yaml}\n", "cannot read ../v.yaml"),
        ("helmCharts:\n- {name: web, additionalValuesFiles: [v.yaml]}\n", "cannot read v.yaml"),
        (
            "helmCharts:\n- {name: web, releaseName: --post-renderer=x}\n",
            "the releaseName of a chart cannot be",
        ),
        ("helmCharts:\n- {name: ../web, repo: 'https://x'}\n", "the name of a chart cannot be"),
        ("helmCharts:\n- {name: --x, repo: 'https://x'}\n", "the name of a chart cannot be"),
        (
            "helmCharts:\n- {name: web, version: ../../x, repo: 'https://x'}\n",
            "the version of a chart cannot be",
        ),
    ];
    for (kustomization, said) in cases {
        let place = Place::new(kustomization);
        let message = place.refusal();
        assert!(message.contains(said), "{kustomization}: {message}");
    }
    let place = Place::new("helmCharts:\n- name: web\n");
    for (version, said) in
        [("v2.16.1", "helm 3 or 4 is needed, this is helm 2"), ("?", "helm gives no version")]
    {
        place.helm(version, MAP);
        let message = place.refusal();
        assert!(message.contains(said), "{message}");
    }
    place.write("helm", "#!/bin/sh\necho went wrong >&2\nexit 3\n");
    assert!(place.refusal().contains("helm version: went wrong"));
    let run = |args: &[&str]| {
        let out =
            Command::new(env!("CARGO_BIN_EXE_kz")).args(args).current_dir(place.0.path()).output().unwrap();
        assert_eq!(out.status.code(), Some(1));
        String::from_utf8_lossy(&out.stderr).into_owned()
    };
    assert!(run(&["build"]).contains("error[not-enabled]: the helm chart web must be rendered"));
    let message = run(&["build", "--enable-helm", "--helm-command", "./none"]);
    assert!(message.contains("there is no program \"./none\""), "{message}");
}
