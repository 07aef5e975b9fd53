//! Files that list tests.

use super::case::{Case, Expected};
use crate::globs::glob;
use crate::why;
use kustomize_core::diagnostic::{Code, Error, Result};
use kustomize_core::edit::is_pattern;
use kustomize_core::source::Sources;
use kustomize_core::yaml::{Entry, Limits, Node, decode_text, read_config};
use std::path::{Component, Path, PathBuf};

const FIELDS: &str = "root, args, argsFile, expected, refusalFile and refusal";

/// The tests of a list.
///
/// # Errors
/// What is not YAML, fields that do not exist, a root that is not there, a file outside of the list's folder.
pub(super) fn read(path: &Path, sources: &mut Sources) -> Result<Vec<Case>> {
    let unreadable = |e: std::io::Error| {
        Error::new(Code::FileUnreadable, format!("cannot read the list: {}", why::io(&e)))
    };
    let bytes = std::fs::read(path).map_err(|e| unreadable(e).path(path))?;
    let text = decode_text(bytes).map_err(|e| e.path(path))?;
    let file = sources.add(path, text.as_str().into());
    let folder = path.parent().unwrap_or(Path::new(""));
    let folder = folder.strip_prefix(".").unwrap_or(folder);
    let mut cases = Vec::new();
    let Some(list) = read_config(&text, file, &Limits::default())? else { return Ok(cases) };
    for entry in mapping(&list)? {
        if entry.key.text != "tests" {
            return Err(unknown(entry, "tests"));
        }
        for test in sequence(&entry.value)? {
            cases.extend(Stated::of(test)?.cases(folder)?);
        }
    }
    Ok(cases)
}

/// A test as it is written.
struct Stated<'n> {
    node: &'n Node,
    root: Option<&'n Node>,
    args: Vec<String>,
    args_file: Option<&'n Node>,
    expected: Option<&'n Node>,
    refusal_file: Option<&'n Node>,
    refusal: Option<&'n Node>,
}

impl<'n> Stated<'n> {
    fn of(node: &'n Node) -> Result<Self> {
        let mut stated = Stated {
            node,
            root: None,
            args: Vec::new(),
            args_file: None,
            expected: None,
            refusal_file: None,
            refusal: None,
        };
        for entry in mapping(node)? {
            let value = Some(&entry.value);
            match entry.key.text.as_str() {
                "root" => stated.root = value,
                "args" => {
                    let args = sequence(&entry.value)?.iter();
                    stated.args = args.map(|arg| text(arg).map(str::to_owned)).collect::<Result<_>>()?;
                }
                "argsFile" => stated.args_file = value,
                "expected" => stated.expected = value,
                "refusalFile" => stated.refusal_file = value,
                "refusal" => stated.refusal = value,
                _ => return Err(unknown(entry, FIELDS)),
            }
        }
        Ok(stated)
    }

    fn cases(&self, folder: &Path) -> Result<Vec<Case>> {
        let root = self.root.ok_or_else(|| {
            Error::new(Code::InvalidValue, "a test needs a root: the folder of a kustomization")
                .at(self.node.pos)
        })?;
        let below = text(root)?;
        let roots = match is_pattern(below) {
            true => glob(&folder.join(below).to_string_lossy()).map_err(|e| e.at(root.pos))?,
            false => vec![folder.join(below).to_string_lossy().into_owned()],
        };
        let mut roots: Vec<PathBuf> = roots.into_iter().map(PathBuf::from).collect();
        roots.retain(|root| root.is_dir());
        if roots.is_empty() {
            return Err(Error::new(Code::FileUnreadable, format!("there is no folder {below}")).at(root.pos));
        }
        roots.into_iter().map(|root| self.case(folder, root)).collect()
    }

    fn case(&self, folder: &Path, root: PathBuf) -> Result<Case> {
        let file = |node: Option<&Node>| node.map(|node| inside(folder, &root, node)).transpose();
        let args_file = file(self.args_file)?;
        let output = file(self.expected)?;
        let expected = match (self.refusal, file(self.refusal_file)?) {
            // Of two files the one that is there tells what is expected.
            (None, Some(refusal)) if output.as_ref().is_none_or(|file| !file.exists()) => {
                Expected::Refusal(refusal)
            }
            (Some(refusal), _) => Expected::RefusalLike(text(refusal)?.to_owned()),
            (None, _) => Expected::Output(output.unwrap_or_else(|| root.join("expected.yaml"))),
        };
        Ok(Case { root, args: self.args.clone(), args_file, expected })
    }
}

/// The path of a file that counts from a root, and lies below the folder of the list.
fn inside(folder: &Path, root: &Path, node: &Node) -> Result<PathBuf> {
    let path = root.join(text(node)?);
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if clean.pop() => {}
            part => clean.push(part),
        }
    }
    if clean.starts_with(folder) && !clean.starts_with("..") && clean.is_absolute() == folder.is_absolute() {
        return Ok(clean);
    }
    Err(Error::new(Code::OutsideRoot, "the file lies outside of the folder of kz-test.yaml").at(node.pos))
}

fn mapping(node: &Node) -> Result<&[Entry]> {
    let map = node.as_map().ok_or_else(|| wrong(node, "a mapping"))?;
    Ok(map.iter().as_slice())
}

fn sequence(node: &Node) -> Result<&[Node]> {
    node.as_seq().ok_or_else(|| wrong(node, "a list"))
}

fn text(node: &Node) -> Result<&str> {
    node.text().filter(|_| !node.is_null()).ok_or_else(|| wrong(node, "a text"))
}

fn wrong(node: &Node, wanted: &str) -> Error {
    Error::new(Code::WrongType, format!("{wanted} belongs here, this is {}", node.kind_name())).at(node.pos)
}

fn unknown(entry: &Entry, known: &str) -> Error {
    Error::new(Code::UnknownField, format!("there is no field \"{}\" here", entry.key.text))
        .at(entry.key.pos)
        .hint(format!("there is {known}"))
}
