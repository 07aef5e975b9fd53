//! The current folder, and the folders that a command line names.

use kustomize_core::kustomization::FILE_NAMES;
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
    let by_names = clean(&logical_folder().join(path));
    match (std::fs::canonicalize(&by_names), std::fs::canonicalize(path)) {
        (Ok(there), Ok(here)) if there == here => path.to_path_buf(),
        (Ok(_), _) => by_names,
        // An address, or what is not there.
        (Err(_), Err(_)) => path.to_path_buf(),
        (Err(_), Ok(_)) => by_names,
    }
}

/// The path with each `..` and the name before it left out, and without `.`.
pub(crate) fn clean(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(clean.pop()),
            Component::CurDir => {}
            part => clean.push(part),
        }
    }
    clean
}

/// True for the path of a kustomization file, by its name.
pub(crate) fn is_kustomization_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| FILE_NAMES.iter().any(|known| name == *known))
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
    use super::clean;
    use std::path::Path;

    #[test]
    fn names_are_taken_back() {
        for (folder, path, wanted) in [
            ("/a/b", "../c", "/a/c"),
            ("/a/b", "c/../../d/./e", "/a/d/e"),
            ("/a", "../../../x", "/x"),
            ("/a/b", "/x/../y", "/y"),
        ] {
            assert_eq!(clean(&Path::new(folder).join(path)), Path::new(wanted), "{path}");
        }
    }
}
