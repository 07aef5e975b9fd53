//! Trees of any size, one kind for each thing whose cost could grow faster than the tree.

use std::fmt::Write as _;
use std::path::Path;

/// The kinds of trees.
pub(crate) const KINDS: &[&str] = &[
    "plain",
    "chain",
    "patches",
    "generators",
    "references",
    "replacements",
    "components",
    "schemas",
    "roots",
];

/// Writes a tree of a kind whose size is `n`, and gives the arguments that build it there.
pub(crate) fn write(kind: &str, n: usize, folder: &Path) -> Vec<String> {
    let tree = Tree(folder);
    let target = match kind {
        "plain" => plain(&tree, n),
        "chain" => chain(&tree, n),
        "patches" => patches(&tree, n),
        "generators" => generators(&tree, n),
        "references" => references(&tree, n),
        "replacements" => replacements(&tree, n),
        "components" => components(&tree, n),
        "schemas" => schemas(&tree, n),
        "roots" => return roots(&tree, n),
        _ => panic!("there is no load of the kind {kind}"),
    };
    vec!["build".to_owned(), target]
}

struct Tree<'f>(&'f Path);

impl Tree<'_> {
    fn put(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

fn job(i: usize) -> String {
    format!(
        "apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: job-{i}\n  labels: {{shard: s{}}}\nspec:\n  \
         schedule: '*/5 * * * *'\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          \
         serviceAccountName: account-{i}\n          restartPolicy: Never\n          containers:\n          \
         - name: main\n            image: registry.example.org/batch:{i}\n            env:\n            \
         - {{name: MODE, value: none}}\n            envFrom:\n            - configMapRef: {{name: job-{i}}}\n",
        i % 7
    )
}

fn account(i: usize) -> String {
    format!("apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: account-{i}\n")
}

fn documents(n: usize, document: impl Fn(usize) -> String) -> String {
    (0..n).map(document).collect::<Vec<_>>().join("---\n")
}

/// Everything that touches each resource.
fn plain(tree: &Tree<'_>, n: usize) -> String {
    tree.put("jobs.yaml", &documents(n, job));
    tree.put(
        "kustomization.yaml",
        "namespace: here\nnamePrefix: a-\nnameSuffix: -z\ncommonLabels: {team: one}\n\
         commonAnnotations: {note: well}\nimages: [{name: registry.example.org/batch, newTag: v2}]\n\
         resources: [jobs.yaml]\n",
    );
    ".".to_owned()
}

/// As many levels of bases, each with a resource of its own.
fn chain(tree: &Tree<'_>, n: usize) -> String {
    for i in 0..n {
        let below = if i > 0 { format!("- ../{}\n", i - 1) } else { String::new() };
        tree.put(&format!("{i}/account.yaml"), &account(i));
        tree.put(
            &format!("{i}/kustomization.yaml"),
            &format!("commonAnnotations: {{level: '{i}'}}\nresources:\n- account.yaml\n{below}"),
        );
    }
    (n - 1).to_string()
}

/// A patch of each form for each resource.
fn patches(tree: &Tree<'_>, n: usize) -> String {
    tree.put("jobs.yaml", &documents(n, job));
    let mut text = String::from("resources: [jobs.yaml]\npatches:\n");
    for i in 0..n {
        let _ = write!(
            text,
            "- patch: |-\n    apiVersion: batch/v1\n    kind: CronJob\n    metadata: {{name: job-{i}}}\n    \
             spec: {{jobTemplate: {{spec: {{template: {{spec: {{containers: [{{name: main, tty: true}}]}}}}}}}}}}\n\
             - target: {{kind: CronJob, name: job-{i}}}\n  patch: '[{{\"op\": \"add\", \"path\": \"/spec/suspend\", \"value\": true}}]'\n"
        );
    }
    tree.put("kustomization.yaml", &text);
    ".".to_owned()
}

/// A generator for each resource, which refers to it.
fn generators(tree: &Tree<'_>, n: usize) -> String {
    tree.put("jobs.yaml", &documents(n, job));
    let mut text = String::from("resources: [jobs.yaml]\nconfigMapGenerator:\n");
    for i in 0..n {
        tree.put(&format!("data/{i}.txt"), &format!("a text\nwith the number {i}\n"));
        let _ = write!(text, "- name: job-{i}\n  literals: [number={i}]\n  files: [text=data/{i}.txt]\n");
    }
    tree.put("kustomization.yaml", &text);
    ".".to_owned()
}

/// A name that changes for each resource, and another that refers to it.
fn references(tree: &Tree<'_>, n: usize) -> String {
    tree.put("jobs.yaml", &documents(n, job));
    tree.put("accounts.yaml", &documents(n, account));
    tree.put("kustomization.yaml", "nameSuffix: -new\nresources: [jobs.yaml, accounts.yaml]\n");
    ".".to_owned()
}

/// A replacement from each resource into another.
fn replacements(tree: &Tree<'_>, n: usize) -> String {
    tree.put("jobs.yaml", &documents(n, job));
    let mut text = String::from("resources: [jobs.yaml]\nreplacements:\n");
    for i in 0..n {
        let _ = write!(
            text,
            "- source: {{kind: CronJob, name: job-{i}, fieldPath: metadata.labels.shard}}\n  targets:\n  \
             - select: {{kind: CronJob, name: job-{}}}\n    fieldPaths:\n    \
             - 'spec.jobTemplate.spec.template.spec.containers.[name=main].env.[name=MODE].value'\n",
            (i + 3) % n
        );
    }
    tree.put("kustomization.yaml", &text);
    ".".to_owned()
}

/// A component for each resource, which patches it and adds one.
fn components(tree: &Tree<'_>, n: usize) -> String {
    tree.put("base/jobs.yaml", &documents(n, job));
    tree.put("base/kustomization.yaml", "resources: [jobs.yaml]\n");
    let mut text = String::from("resources: [../base]\ncomponents:\n");
    for i in 0..n {
        let _ = writeln!(text, "- ../parts/{i}");
        tree.put(&format!("parts/{i}/account.yaml"), &account(i));
        tree.put(
            &format!("parts/{i}/kustomization.yaml"),
            &format!(
                "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [account.yaml]\n\
                 patches:\n- target: {{kind: CronJob, name: job-{i}}}\n  \
                 patch: '[{{\"op\": \"add\", \"path\": \"/spec/suspend\", \"value\": true}}]'\n"
            ),
        );
    }
    tree.put("top/kustomization.yaml", &text);
    "top".to_owned()
}

/// One custom resource definition with as many properties.
fn schemas(tree: &Tree<'_>, n: usize) -> String {
    let mut text = String::from(
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  \
         name: parts.example.org\nspec:\n  group: example.org\n  names: {kind: Part, plural: parts}\n  \
         scope: Cluster\n  versions:\n  - name: v1\n    served: true\n    storage: true\n    schema:\n      \
         openAPIV3Schema:\n        type: object\n        properties:\n",
    );
    for i in 0..n {
        let _ = write!(
            text,
            "          part{i}:\n            description: |-\n              What is known of part {i}.\n              \
             It may be left out.\n            type: object\n            properties:\n              \
             size:\n                type: integer\n                minimum: 0\n              names:\n                \
             type: array\n                items:\n                  type: string\n"
        );
    }
    tree.put("definition.yaml", &text);
    tree.put("kustomization.yaml", "commonLabels: {team: one}\nresources: [definition.yaml]\n");
    ".".to_owned()
}

/// As many overlays of one base, in one run.
fn roots(tree: &Tree<'_>, n: usize) -> Vec<String> {
    tree.put("base/jobs.yaml", &documents(10, job));
    tree.put("base/kustomization.yaml", "resources: [jobs.yaml]\n");
    for i in 0..n {
        tree.put(
            &format!("overlays/{i}/kustomization.yaml"),
            &format!(
                "namespace: n-{i}\nnamePrefix: p-\nresources: [../../base]\n\
                 configMapGenerator: [{{name: job-1, literals: [number={i}]}}]\n"
            ),
        );
    }
    ["build", "--all", "overlays"].map(str::to_owned).to_vec()
}
