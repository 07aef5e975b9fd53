//! Keys and values from literals, files and env files.

use crate::diagnostic::{Code, Error, Result};
use crate::hash::HashMap;
use crate::kustomization::{GeneratorArgs, Text};
use crate::source::{FileId, Pos};

/// The content of a file that a generator names.
pub struct Content {
    /// All of it.
    pub bytes: Vec<u8>,
    /// The source that it is, where somebody asks for the places of values; [`FileId::NONE`] otherwise.
    pub file: FileId,
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Content { bytes, file: FileId::NONE }
    }
}

/// A key and its value.
pub(super) struct Pair {
    pub(super) key: String,
    pub(super) value: Vec<u8>,
    /// The entry that asks for it.
    entry: Pos,
    /// Where the value is written.
    pub(super) pos: Pos,
}

/// All pairs of a generator: env files first, then literals, then files.
///
/// # Errors
/// A form that is not `key=value`, a file that cannot be read, a key that stands twice.
pub(super) fn collect(
    args: &GeneratorArgs,
    load: &mut dyn FnMut(&Text) -> Result<Content>,
) -> Result<Vec<Pair>> {
    let mut pairs = Vec::new();
    for path in &args.envs {
        env_file(&load(path)?, path, &mut pairs)?;
    }
    for literal in &args.literals {
        let (key, value) = match literal.split_once('=') {
            Some((key, value)) if !key.is_empty() => (key, value),
            _ => return Err(bad_source(literal, "a literal is written key=value")),
        };
        pairs.push(Pair {
            key: key.to_owned(),
            value: unquoted(value).as_bytes().to_vec(),
            entry: literal.pos,
            pos: literal.pos,
        });
    }
    for source in &args.files {
        let (key, path) = split_file_source(source)?;
        let content = load(&Text::new(path, source.pos))?;
        let pos = place(content.file, 0, source.pos);
        pairs.push(Pair { key: key.to_owned(), value: content.bytes, entry: source.pos, pos });
    }
    refuse_repeats(args, &pairs)?;
    Ok(pairs)
}

fn refuse_repeats(args: &GeneratorArgs, pairs: &[Pair]) -> Result<()> {
    let mut seen: HashMap<&str, Pos> = HashMap::default();
    for Pair { key, entry, .. } in pairs {
        if let Some(first) = seen.insert(key.as_str(), *entry) {
            let message = format!("the generator {} gives the key \"{key}\" twice", args.name);
            return Err(Error::new(Code::InvalidGenerator, message)
                .at(*entry)
                .related(first, "the first one")
                .hint("remove one of the two; a file gets another key by KEY=path"));
        }
    }
    Ok(())
}

fn bad_source(source: &Text, hint: &str) -> Error {
    Error::new(Code::InvalidGenerator, format!("\"{source}\" does not say what to generate"))
        .at(source.pos)
        .hint(hint)
}

/// `path`, whose last name is the key, or `key=path`.
pub(crate) fn split_file_source(source: &Text) -> Result<(&str, &str)> {
    match source.split_once('=') {
        None => {
            let name = source.trim_end_matches('/').rsplit('/').next().unwrap_or("");
            Ok((name, source.as_str()))
        }
        Some((key, path)) if !key.is_empty() && !path.is_empty() && !path.contains('=') => Ok((key, path)),
        Some(_) => Err(bad_source(source, "a file is written path or key=path")),
    }
}

/// One pair of quotes around the value is taken off.
fn unquoted(value: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote).and_then(|v| v.strip_suffix(quote)) {
            return inner;
        }
    }
    value
}

/// A place in a file, or that of the entry which names it.
fn place(file: FileId, offset: usize, entry: Pos) -> Pos {
    if file == FileId::NONE { entry } else { Pos::new(file, offset) }
}

fn env_file(content: &Content, path: &Text, pairs: &mut Vec<Pair>) -> Result<()> {
    let mut next = 0;
    for (i, line) in content.bytes.split(|b| *b == b'\n').enumerate() {
        let start = next;
        next += line.len() + 1;
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let Ok(line) = std::str::from_utf8(line) else {
            return Err(Error::new(
                Code::InvalidGenerator,
                format!("line {} of {path} is not UTF-8 text", i + 1),
            )
            .at(path.pos));
        };
        let line = if i == 0 { line.strip_prefix('\u{feff}').unwrap_or(line) } else { line };
        let line = line.trim_start();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, value) = line.split_once('=').unwrap_or((line, ""));
        if !key.is_empty() {
            pairs.push(Pair {
                key: key.to_owned(),
                value: value.as_bytes().to_vec(),
                entry: path.pos,
                pos: place(content.file, start, path.pos),
            });
        }
    }
    Ok(())
}
