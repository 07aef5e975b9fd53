//! The current folder, and the folders that a command line names.

use std::path::{Component, Path, PathBuf};

/// The current folder without symbolic links, which Unix gives in that form.
pub(crate) fn current_folder() -> PathBuf {
    let folder = std::env::current_dir();
    if cfg!(unix) { folder } else { folder.and_then(std::fs::canonicalize) }.unwrap_or_default()
}

/// The folder of a kustomization that an argument names. As in the reference `..` takes back the name before it, also
/// where that is a symbolic link; it does so from where the user has gone by links, too.
pub(crate) fn root(path: &Path) -> PathBuf {
    if !path.components().any(|part| part == Component::ParentDir) {
        return path.to_path_buf();
    }
    let by_names = by_names(&logical_folder(), path);
    match (std::fs::canonicalize(&by_names), std::fs::canonicalize(path)) {
        (Ok(there), Ok(here)) if there == here => path.to_path_buf(),
        (Ok(_), _) => by_names,
        // An address, or what is not there.
        (Err(_), Err(_)) => path.to_path_buf(),
        (Err(_), Ok(_)) => by_names,
    }
}

/// The path from a folder, with each `..` and the name before it left out.
fn by_names(folder: &Path, path: &Path) -> PathBuf {
    let mut full = PathBuf::new();
    for part in folder.join(path).components() {
        match part {
            Component::ParentDir => drop(full.pop()),
            Component::CurDir => {}
            part => full.push(part),
        }
    }
    full
}

/// The current folder as the user has gone to it, which shells tell.
fn logical_folder() -> PathBuf {
    let current = current_folder();
    let told = std::env::var_os("PWD").map(PathBuf::from).filter(|told| told.is_absolute());
    let is_current = |told: &PathBuf| std::fs::canonicalize(told).is_ok_and(|real| real == current);
    told.filter(is_current).unwrap_or(current)
}

#[cfg(test)]
mod tests {
    use super::by_names;
    use std::path::Path;

    #[test]
    fn names_are_taken_back() {
        for (folder, path, wanted) in [
            ("/a/b", "../c", "/a/c"),
            ("/a/b", "c/../../d/./e", "/a/d/e"),
            ("/a", "../../../x", "/x"),
            ("/a/b", "/x/../y", "/y"),
        ] {
            assert_eq!(by_names(Path::new(folder), Path::new(path)), Path::new(wanted), "{path}");
        }
    }
}
