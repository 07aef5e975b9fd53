//! Files `.krmignore`: what of a package is not read.

use kustomize_core::edit::matches;
use std::path::{Path, PathBuf};

/// The patterns of a package, one on a line. A path that fits one with `!` is read in any case.
#[derive(Default)]
pub(crate) struct IgnoreFile {
    folder: PathBuf,
    ignored: Vec<Pattern>,
    accepted: Vec<Pattern>,
}

struct Pattern {
    /// It counts from the folder, and not from any folder below it.
    anchored: bool,
    only_folders: bool,
    parts: usize,
    text: String,
}

impl IgnoreFile {
    /// The patterns in a text, for paths in a folder. There is no `**`, and of a path that is longer than a pattern
    /// its end counts, or its start where the pattern starts with `/`.
    pub(crate) fn parse(folder: &Path, text: &str) -> Self {
        let mut file = IgnoreFile { folder: folder.to_path_buf(), ..IgnoreFile::default() };
        for line in text.lines().map(|line| line.trim_matches(' ')) {
            if line.starts_with('#') {
                continue;
            }
            let line = if line.starts_with("\\#") { line.get(1..).unwrap_or_default() } else { line };
            match line.strip_prefix('!') {
                Some(line) => file.accepted.extend(Pattern::parse(line)),
                None => file.ignored.extend(Pattern::parse(line)),
            }
        }
        file
    }

    /// True when a file or folder is not to be read.
    pub(crate) fn ignores(&self, path: &Path, is_folder: bool) -> bool {
        let Ok(below) = path.strip_prefix(&self.folder) else { return false };
        let below = below.to_string_lossy();
        let parts: Vec<&str> = below.split('/').collect();
        let fits = |pattern: &Pattern| pattern.fits(&parts, is_folder);
        !self.accepted.iter().any(fits) && self.ignored.iter().any(fits)
    }
}

impl Pattern {
    fn parse(line: &str) -> Option<Self> {
        let text = line.trim_matches('/').to_owned();
        (!text.is_empty()).then(|| Pattern {
            anchored: line.starts_with('/'),
            only_folders: line.ends_with('/'),
            parts: text.split('/').count(),
            text,
        })
    }

    fn fits(&self, path: &[&str], is_folder: bool) -> bool {
        let Some(more) = path.len().checked_sub(self.parts) else { return false };
        let start = if self.anchored { 0 } else { more };
        // The reference takes what an anchored pattern leads through for no folder.
        let is_folder = is_folder && (more == 0 || !self.anchored);
        let part = path.get(start..start + self.parts).unwrap_or_default().join("/");
        (is_folder || !self.only_folders)
            && match self.text.contains(['*', '?', '[']) {
                true => matches(&self.text, &part).unwrap_or(false),
                false => self.text == part,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::IgnoreFile;
    use std::path::Path;

    #[test]
    fn patterns_are_about_the_ends_of_paths() {
        let text = "# no\n\n a.yaml \n/top\nfolder/\nx/y\n*.tmp\n/in/*.yaml\n!keep.tmp\n\\#odd\n[\n/\n";
        let file = IgnoreFile::parse(Path::new("/p"), text);
        let ignored = [
            ("a.yaml", false),
            ("d/a.yaml", false),
            ("top", false),
            ("top/b", false),
            ("folder", true),
            ("d/folder", true),
            ("x/y", false),
            ("d/x/y", true),
            ("d/e.tmp", false),
            ("in/c.yaml", false),
            ("#odd", false),
        ];
        let read = [
            ("a.yaml2", false),
            ("d/top", false),
            ("folder", false),
            ("y", false),
            ("x/y/z", false),
            ("keep.tmp", false),
            ("d/in/c.yaml", false),
            ("[", false),
        ];
        for (path, is_folder) in ignored {
            assert!(file.ignores(&Path::new("/p").join(path), is_folder), "{path}");
        }
        for (path, is_folder) in read {
            assert!(!file.ignores(&Path::new("/p").join(path), is_folder), "{path}");
        }
    }
}
