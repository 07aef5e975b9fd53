//! Whether the data of a generator could be had.

use super::generators::Files;
use crate::diagnostic::{Code, Error, Result};
use crate::kustomization::{GeneratorArgs, Text};

/// Checks a generator as a build would: it has a name, its files can be read and lie below the folder,
/// its literals are `KEY=VALUE`, and no key comes twice.
///
/// # Errors
/// [`Code::InvalidGenerator`] and [`Code::FileUnreadable`].
pub(super) fn check_sources(args: &GeneratorArgs, files: Files<'_>) -> Result<()> {
    if args.name.is_empty() {
        return Err(Error::new(Code::InvalidGenerator, "a generator needs a name").at(args.pos));
    }
    let mut keys: Vec<String> = Vec::new();
    for path in &args.envs {
        keys.extend(env_keys(&read(path, path, files)?, path)?);
    }
    for literal in &args.literals {
        match literal.split_once('=') {
            Some((key, _)) if !key.is_empty() => keys.push(key.to_owned()),
            _ => {
                let message = format!("the literal \"{literal}\" is not a key and a value");
                return Err(Error::new(Code::InvalidGenerator, message)
                    .at(literal.pos)
                    .hint("write KEY=VALUE"));
            }
        }
    }
    for source in &args.files {
        let (key, path) = file_source(source)?;
        read(source, path, files)?;
        keys.push(key.to_owned());
    }
    keys.sort_unstable();
    let twice = keys.windows(2).find_map(|pair| if let [a, b] = pair { (a == b).then_some(a) } else { None });
    if let Some(key) = twice {
        let message = format!("the key \"{key}\" comes twice in \"{}\"", args.name);
        return Err(Error::new(Code::InvalidGenerator, message)
            .at(args.pos)
            .hint("take one of the two away"));
    }
    Ok(())
}

fn file_source(source: &Text) -> Result<(&str, &str)> {
    match source.split_once('=') {
        None => Ok((source.rsplit('/').find(|part| !part.is_empty()).unwrap_or(source), source)),
        Some((key, path)) if !key.is_empty() && !path.is_empty() && !path.contains('=') => Ok((key, path)),
        Some(_) => {
            let message = format!("\"{source}\" is not a file, nor a key and a file");
            Err(Error::new(Code::InvalidGenerator, message).at(source.pos).hint("write PATH or KEY=PATH"))
        }
    }
}

fn read(source: &Text, path: &str, files: Files<'_>) -> Result<Vec<u8>> {
    let unreadable = |e: std::io::Error| {
        Error::new(Code::FileUnreadable, format!("{path} cannot be read: {e}")).at(source.pos)
    };
    let full = files.fs.canonicalize(&files.folder.join(path)).map_err(unreadable)?;
    let root = files.fs.canonicalize(files.folder).map_err(unreadable)?;
    if !full.starts_with(root) {
        let message = format!("{path} lies outside the folder of the kustomization");
        return Err(Error::new(Code::OutsideRoot, message)
            .at(source.pos)
            .hint("move or copy the file into it"));
    }
    files.fs.read(&full).map_err(unreadable)
}

fn env_keys(content: &[u8], path: &Text) -> Result<Vec<String>> {
    let text = std::str::from_utf8(content)
        .map_err(|_| Error::new(Code::InvalidGenerator, format!("{path} is not UTF-8")).at(path.pos))?;
    let lines = text.strip_prefix('\u{feff}').unwrap_or(text).lines().map(str::trim_start);
    let keys = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(keys
        .map(|line| line.split('=').next().unwrap_or_default().to_owned())
        .filter(|k| !k.is_empty())
        .collect())
}
