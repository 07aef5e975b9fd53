//! Writing a typed kustomization.

use super::document::Document;
use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::{Kustomization, read};
use crate::yaml::edit::same;
use crate::yaml::{Node, Value};

/// Writes a kustomization into the text that it was read from: fields that differ from those of the text are
/// written anew, entries of lists that are as they were stay as they are written, and all else stays to the
/// byte. An empty text gives a new file. As in every edit, old spellings are replaced.
///
/// ```
/// use kustomize_core::edit::write;
/// use kustomize_core::kustomization::{Image, Text, read};
/// use kustomize_core::source::Pos;
///
/// let text = "resources: [app.yaml]  # ours\nimages:\n- name: nginx  # pinned\n  newTag: '1.25'\n";
/// let mut kustomization = read(text)?;
/// let mut image = Image::default();
/// image.name = Text::new("redis", Pos::NONE);
/// image.new_tag = Text::new("8", Pos::NONE);
/// kustomization.images.push(image);
/// kustomization.name_prefix = Text::new("dev-", Pos::NONE);
///
/// let written = write(text, &kustomization)?;
/// assert!(written.starts_with("resources: [app.yaml]  # ours\n"));
/// assert!(written.contains("- name: nginx  # pinned\n  newTag: '1.25'\n- name: redis\n"));
/// assert_eq!(&*read(&written)?.name_prefix, "dev-");
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// [`Code::EditRefused`] for what no file can say, as an image without anything; what reading the text refuses.
pub fn write(text: &str, kustomization: &Kustomization) -> Result<String> {
    let mut document = Document::open(text)?;
    let before = document.typed.encoded();
    let wanted = kustomization.encoded();
    for ((name, old), (_, new)) in before.iter().zip(&wanted) {
        match new {
            _ if old == new => {}
            Some(new) => {
                let value = as_written(new, old.as_ref(), document.get(name));
                document.set(name, value);
            }
            None => drop(document.take(name)),
        }
    }
    let written = document.finish()?;
    match first_difference(&read(&written)?.encoded(), &wanted) {
        Some(name) => {
            Err(Error::new(Code::EditRefused, format!("{name} holds what no kustomization file can say")))
        }
        None => Ok(written),
    }
}

/// The first field that differs.
fn first_difference(
    a: &[(&'static str, Option<Node>)],
    b: &[(&'static str, Option<Node>)],
) -> Option<&'static str> {
    let differs = |(a, b): (&Option<Node>, &Option<Node>)| match (a, b) {
        (Some(a), Some(b)) => !same(a, b),
        (a, b) => a.is_some() != b.is_some(),
    };
    a.iter().zip(b).find(|((_, a), (_, b))| differs((a, b))).map(|((name, _), _)| *name)
}

/// A new value, in which the entries of a list that were there are those of the file.
fn as_written(new: &Node, old: Option<&Node>, raw: Option<&Node>) -> Node {
    let entries = |node: Option<&Node>| node.and_then(Node::as_seq).unwrap_or_default().to_vec();
    let (old, mut raw) = (entries(old), entries(raw));
    let Value::Seq(items) = &new.value else { return new.clone() };
    if old.len() != raw.len() {
        return new.clone();
    }
    let mut left: Vec<Option<Node>> = raw.drain(..).map(Some).collect();
    let item = |item: &Node| {
        let mut known = old.iter().zip(&mut left);
        let same = known.find(|(old, raw)| *old == item && raw.is_some());
        same.and_then(|(_, raw)| raw.take()).unwrap_or_else(|| item.clone())
    };
    Node::new(Value::Seq(items.iter().map(item).collect()), new.pos)
}

#[cfg(test)]
mod tests {
    use super::write;
    use crate::kustomization::{Text, read};
    use crate::source::Pos;

    const ALL: &str = "\
# whole
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
metadata: {name: k, labels: {a: b}}
resources:
- a.yaml  # one
- ../base
labels:
- pairs: {app: web}
  includeSelectors: true
  fields: [{path: x/y, kind: Thing, create: true}]
patches:
- path: p.yaml
  target: {kind: Deployment, name: w.*}
  options: {allowNameChange: true}
- patch: |
    - op: remove
      path: /x
  target: {kind: Service}
images: [{name: nginx, newTag: '1'}]
replicas: [{name: web, count: 0}]
configMapGenerator:
- name: c
  literals: [a=b]
  options: {disableNameSuffixHash: true}
secretGenerator: [{name: s, type: Opaque, files: [k=v.txt]}]
helmCharts:
- name: chart
  repo: https://example.com
  valuesInline: {a: {b: [1, yes]}}
replacements:
- source: {kind: Service, name: s, fieldPath: spec.x}
  targets:
  - select: {kind: Deployment}
    fieldPaths: [spec.y]
    options: {delimiter: '/', index: 1}
vars:
- name: V
  objref: {kind: Service, name: s, apiVersion: v1}
sortOptions: {order: fifo}
openapi: {path: schema.json}
buildMetadata: [originAnnotations]
";

    #[test]
    fn what_was_read_is_written_as_it_was() {
        assert_eq!(write(ALL, &read(ALL).unwrap()).unwrap(), ALL);
        let text = Text::new("more.yaml", Pos::NONE);
        let mut changed = read(ALL).unwrap();
        changed.resources.push(text);
        changed.replicas[0].count = 2;
        let wanted = ALL.replace("- ../base\n", "- ../base\n- more.yaml\n").replace("count: 0", "count: 2");
        assert_eq!(write(ALL, &changed).unwrap(), wanted);
    }

    #[test]
    fn a_new_file_says_all_that_was_read() {
        let k = read(ALL).unwrap();
        let new = write("", &k).unwrap();
        let read_again = read(&new).unwrap();
        assert!(super::first_difference(&read_again.encoded(), &k.encoded()).is_none(), "{new}");
    }

    #[test]
    fn what_cannot_be_said_is_refused() {
        let mut k = read("resources: [a]\n").unwrap();
        k.images.push(crate::kustomization::Image::default());
        assert!(write("resources: [a]\n", &k).is_err());
    }
}
