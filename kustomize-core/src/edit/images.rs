//! `edit set image`.

use super::Edited;
use super::document::{Document, map, set_text, text};
use crate::diagnostic::{Code, Error, Result};
use crate::hash::HashMap;
use crate::yaml::Node;

/// An image as an argument states it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Wanted {
    name: String,
    new_name: String,
    tag: String,
    digest: String,
}

/// Sets names, tags and digests of images. Each argument is `NAME:TAG`, `NAME@DIGEST`,
/// `NAME=NEWNAME` or a combination; `*` keeps what the file has. As in the reference, the list is
/// sorted by name afterwards and a name stands there once.
///
/// ```
/// let text = "images:\n- name: nginx  # ours\n  newTag: '1.25'\n";
/// let edited = kustomize_core::edit::set_image(text, &["nginx:1.27", "redis=mirror/redis@sha256:25a0"])?;
/// assert!(edited.text.starts_with("images:\n- name: nginx  # ours\n  newTag: '1.27'\n"));
/// assert!(edited.text.contains("newName: mirror/redis"));
/// # Ok::<(), kustomize_core::diagnostic::Error>(())
/// ```
///
/// # Errors
/// [`Code::InvalidValue`] for an argument of another form; what reading the text refuses.
pub fn set_image<S: AsRef<str>>(text: &str, images: &[S]) -> Result<Edited> {
    if images.is_empty() {
        return Err(Error::new(Code::InvalidValue, "no image is given").hint(FORMS));
    }
    let mut wanted: Vec<Wanted> = Vec::new();
    for arg in images {
        let image = parse(arg.as_ref())?;
        match wanted.iter_mut().find(|w| w.name == image.name) {
            Some(old) => *old = image,
            None => wanted.push(image),
        }
    }
    let mut document = Document::open(text)?;
    let mut seen: HashMap<String, usize> = HashMap::default();
    let names: Vec<String> = document.typed.images.iter().map(|i| i.name.as_str().to_owned()).collect();
    let nodes = document.items("images");
    let mut sorted: Vec<(String, Node)> = Vec::new();
    for ((name, node), typed) in names.into_iter().zip(nodes).zip(&document.typed.images) {
        if seen.contains_key(&name) {
            continue;
        }
        seen.insert(name.clone(), sorted.len());
        let mut node = node;
        if let Some(wanted) = wanted.iter_mut().find(|w| w.name == name) {
            keep(&mut wanted.new_name, &typed.new_name);
            keep(&mut wanted.tag, &typed.new_tag);
            keep(&mut wanted.digest, &typed.digest);
            write(&mut node, wanted);
        }
        sorted.push((name, node));
    }
    for image in wanted.iter_mut().filter(|w| !seen.contains_key(&w.name)) {
        keep(&mut image.new_name, "");
        keep(&mut image.tag, "");
        keep(&mut image.digest, "");
        let mut node = map([("name", super::document::text(&image.name))]);
        write(&mut node, image);
        sorted.push((image.name.clone(), node));
    }
    sorted.sort_by(|(a, _), (b, _)| a.as_bytes().cmp(b.as_bytes()));
    document.set_list("images", sorted.into_iter().map(|(_, node)| node).collect());
    Ok(Edited::new(document.finish()?))
}

const FORMS: &str = "write NAME:TAG, NAME@DIGEST, NAME:TAG@DIGEST, or NAME=NEWNAME with any of these";

/// Replaces `*` by what the file has.
fn keep(value: &mut String, present: &str) {
    if value == "*" {
        present.clone_into(value);
    }
}

fn write(node: &mut Node, image: &Wanted) {
    if node.as_map().is_none() {
        *node = map([("name", text(&image.name))]);
    }
    if let Some(map) = node.as_map_mut() {
        set_text(map, "newName", &image.new_name);
        set_text(map, "newTag", &image.tag);
        set_text(map, "digest", &image.digest);
        set_text(map, "tagSuffix", "");
    }
}

fn parse(arg: &str) -> Result<Wanted> {
    let (key, value) = match arg.split_once('=') {
        Some((key, value)) => (key, value),
        None => ("", arg),
    };
    let (name, tag, digest) = split(value);
    if name == arg {
        let message = format!("\"{arg}\" does not say what to set the image to");
        return Err(Error::new(Code::InvalidValue, message).hint(FORMS));
    }
    let (name, new_name) = if key.is_empty() { (name, "") } else { (key, name) };
    Ok(Wanted { name: name.into(), new_name: new_name.into(), tag: tag.into(), digest: digest.into() })
}

/// Name, tag and digest of an image reference; a colon before the first slash belongs to the host.
fn split(image: &str) -> (&str, &str, &str) {
    let path = image.find('/').filter(|i| *i > 0).unwrap_or(0);
    let search = image.get(path..).unwrap_or_default();
    let at = search.find('@').map(|i| i + path);
    let colon = search.find(':').map(|i| i + path);
    let cut = |from: usize, to: usize| image.get(from..to).unwrap_or_default();
    match (colon, at) {
        (None, None) => (image, "", ""),
        (Some(colon), Some(at)) if colon < at => {
            (cut(0, colon), cut(colon + 1, at), cut(at + 1, image.len()))
        }
        (_, Some(at)) => (cut(0, at), "", cut(at + 1, image.len())),
        (Some(colon), None) => (cut(0, colon), cut(colon + 1, image.len()), ""),
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn splits_references() {
        for (image, wanted) in [
            ("nginx", ("nginx", "", "")),
            ("nginx:1", ("nginx", "1", "")),
            ("host:5000/app", ("host:5000/app", "", "")),
            ("host:5000/app:2", ("host:5000/app", "2", "")),
            ("a/b@sha256:x", ("a/b", "", "sha256:x")),
            ("a:1@sha256:x", ("a", "1", "sha256:x")),
        ] {
            assert_eq!(split(image), wanted);
        }
    }
}
