//! Patterns of file names on the command line, found as the reference finds them.

use kustomize_core::diagnostic::Result;
use kustomize_core::edit::{is_pattern, matches};
use std::path::Path;

/// The files and folders that fit a pattern, in order. What begins with a dot fits only a pattern whose
/// last part begins with a dot. A path without special characters is given back when it is there.
///
/// # Errors
/// When the pattern is malformed.
pub(crate) fn glob(pattern: &str) -> Result<Vec<String>> {
    let mut found = find(pattern)?;
    if !is_hidden(pattern) {
        found.retain(|path| !is_hidden(path));
    }
    Ok(found)
}

fn is_hidden(path: &str) -> bool {
    path.trim_end_matches('/').rsplit('/').next().is_some_and(|name| name.starts_with('.'))
}

fn find(pattern: &str) -> Result<Vec<String>> {
    matches(pattern, "")?;
    if !is_pattern(pattern) {
        let there = !pattern.is_empty() && Path::new(pattern).symlink_metadata().is_ok();
        return Ok(if there { vec![pattern.to_owned()] } else { Vec::new() });
    }
    let (folder, last) = pattern
        .rsplit_once('/')
        .map_or((".", pattern), |(folder, last)| (if folder.is_empty() { "/" } else { folder }, last));
    let folders = if is_pattern(folder) { find(folder)? } else { vec![folder.to_owned()] };
    let mut found = Vec::new();
    for folder in folders {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        let mut names: Vec<String> =
            entries.flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
        names.sort_unstable();
        for name in names {
            if matches(last, &name)? {
                found.push(join(&folder, &name));
            }
        }
    }
    Ok(found)
}

/// The shortest path that names the same place.
fn join(folder: &str, name: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let rooted = folder.starts_with('/');
    for part in folder.split('/').chain([name]) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    format!("{}{}", if rooted { "/" } else { "" }, parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::{is_hidden, join};

    #[test]
    fn joins_and_cleans() {
        for (folder, name, wanted) in [
            (".", "a", "a"),
            ("./x", "a", "x/a"),
            ("../b", "a", "../b/a"),
            ("x/..", "a", "a"),
            ("/", "a", "/a"),
        ] {
            assert_eq!(join(folder, name), wanted);
        }
        assert!(is_hidden("a/.b") && !is_hidden(".a/b"));
    }
}
