//! A kustomization that is in no folder of its own: on standard input, or in a file of any name.

use crate::why;
use kustomize_core::fs::{FileSystem, LayeredFileSystem};
use kustomize_core::kustomization::FILE_NAMES;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Where the text of the kustomization is.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct GivenArgs {
    /// Build the kustomization in this file, or on standard input for `-`, as if it were that of --root
    #[arg(short, long, value_name = "FILE", conflicts_with_all = ["dirs", "all", "all_roots"])]
    file: Option<PathBuf>,
    /// The folder that the paths in the kustomization after -f count from
    #[arg(long, value_name = "DIR", default_value = ".", requires = "file", hide_default_value = true)]
    root: PathBuf,
}

impl Default for GivenArgs {
    fn default() -> Self {
        GivenArgs { file: None, root: ".".into() }
    }
}

impl GivenArgs {
    /// The files of `below` with the kustomization in its folder, and that folder; nothing when no
    /// kustomization is given apart from its folder.
    pub(crate) fn layer<'a>(
        &self,
        below: &'a dyn FileSystem,
    ) -> Result<Option<(LayeredFileSystem<'a>, PathBuf)>, String> {
        let Some(file) = &self.file else { return Ok(None) };
        let (text, shown) = if file == Path::new("-") {
            let mut text = Vec::new();
            let read = std::io::stdin().lock().read_to_end(&mut text);
            read.map_err(|e| format!("cannot read standard input: {}", why::io(&e)))?;
            (text, PathBuf::from("<stdin>"))
        } else {
            let read = std::fs::read(file)
                .map_err(|e| format!("cannot read {}: {}", file.display(), why::io(&e)))?;
            (read, file.clone())
        };
        let folder = below
            .canonicalize(&self.root)
            .map_err(|e| format!("cannot open {}: {}", self.root.display(), why::io(&e)))?;
        let mut files = LayeredFileSystem::new(below);
        for name in FILE_NAMES {
            files.hide(folder.join(name));
        }
        let path = folder.join(FILE_NAMES[0]);
        files.insert(&path, text);
        files.show_as(path, shown);
        Ok(Some((files, folder)))
    }
}
