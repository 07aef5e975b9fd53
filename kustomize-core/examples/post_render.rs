//! A post-renderer for helm: the manifests that helm rendered, changed by a kustomization.
//!
//! ```sh
//! helm install web ./chart --post-renderer post_render --post-renderer-args overlays/helm
//! ```
//!
//! The kustomization lists the manifests as `all.yaml`, a file that is on no disk.

use kustomize_core::Builder;
use kustomize_core::fs::{DiskFileSystem, FileSystem, LayeredFileSystem};
use std::error::Error;
use std::io::{Read, Write};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: post_render FOLDER < MANIFESTS")?;
    let mut rendered = Vec::new();
    std::io::stdin().read_to_end(&mut rendered)?;

    let folder = DiskFileSystem.canonicalize(folder.as_ref())?;
    let mut files = LayeredFileSystem::new(&DiskFileSystem);
    files.insert(folder.join("all.yaml"), rendered);
    files.show_as(folder.join("all.yaml"), "<helm>");

    // A refusal says where: `<helm>:12:3: …`.
    let output = Builder::new(&files).build(&folder)?;
    std::io::stdout().write_all(output.to_yaml()?.as_bytes())?;
    Ok(())
}
