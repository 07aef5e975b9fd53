//! Paths as text, by the rules of the reference's library: slashes only, no look at any disk.

/// The shortest equal path: no `.`, no empty part, `..` only in front. `.` for nothing.
pub(crate) fn clean(path: &str) -> String {
    let absolute = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if absolute => {}
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    match (absolute, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => joined,
    }
}

/// The parts that are not empty with slashes between them, cleaned; empty for nothing.
pub(crate) fn join(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { String::new() } else { clean(&parts.join("/")) }
}

#[cfg(test)]
mod tests {
    use super::{clean, join};

    #[test]
    fn paths_are_cleaned() {
        for (path, want) in [
            ("a/b/../c", "a/c"),
            ("../a", "../a"),
            ("a/../..", ".."),
            ("/..", "/"),
            ("./a//b/", "a/b"),
            ("a/..", "."),
            ("", "."),
        ] {
            assert_eq!(clean(path), want, "{path}");
        }
        assert_eq!(join(&["", "../base"]), "../base");
        assert_eq!(join(&["../base", "../x/f.yaml"]), "../x/f.yaml");
        assert_eq!(join(&["", ""]), "");
    }
}
