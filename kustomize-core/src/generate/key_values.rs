//! Keys and values from literals, files and env files.

use crate::diagnostic::{Code, Error, Result};
use crate::hash::HashMap;
use crate::kustomization::{GeneratorArgs, Text};
use crate::source::Pos;

/// A key, its value, and where it was asked for.
pub(super) type Pair = (String, Vec<u8>, Pos);

/// All pairs of a generator: env files first, then literals, then files.
///
/// # Errors
/// A form that is not `key=value`, a file that cannot be read, a key that stands twice.
pub(super) fn collect(
    args: &GeneratorArgs,
    load: &mut dyn FnMut(&Text) -> Result<Vec<u8>>,
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
        pairs.push((key.to_owned(), unquoted(value).as_bytes().to_vec(), literal.pos));
    }
    for source in &args.files {
        let (key, path) = split_file_source(source)?;
        let content = load(&Text::new(path, source.pos))?;
        pairs.push((key.to_owned(), content, source.pos));
    }
    refuse_repeats(args, &pairs)?;
    Ok(pairs)
}

fn refuse_repeats(args: &GeneratorArgs, pairs: &[Pair]) -> Result<()> {
    let mut seen: HashMap<&str, Pos> = HashMap::default();
    for (key, _, pos) in pairs {
        if let Some(first) = seen.insert(key.as_str(), *pos) {
            let message = format!("the generator {} gives the key \"{key}\" twice", args.name);
            return Err(Error::new(Code::InvalidGenerator, message)
                .at(*pos)
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

fn env_file(content: &[u8], path: &Text, pairs: &mut Vec<Pair>) -> Result<()> {
    for (i, line) in content.split(|b| *b == b'\n').enumerate() {
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
            pairs.push((key.to_owned(), value.as_bytes().to_vec(), path.pos));
        }
    }
    Ok(())
}
