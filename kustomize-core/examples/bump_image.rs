//! A bot that sets an image in a kustomization file, and says whether the build still goes through.
//!
//! ```sh
//! bump_image overlays/prod nginx:1.27
//! ```

use kustomize_core::Builder;
use kustomize_core::edit::set_image;
use kustomize_core::fs::{DiskFileSystem, FileSystem, LayeredFileSystem};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(folder), Some(image)) = (args.next(), args.next()) else {
        return Err("usage: bump_image FOLDER NAME:TAG".into());
    };
    let folder = DiskFileSystem.canonicalize(folder.as_ref())?;
    let path = folder.join("kustomization.yaml");
    let before = std::fs::read_to_string(&path)?;
    // Only the line with the tag changes; comments and style stay.
    let edited = set_image(&before, &[image])?;
    if edited.text == before {
        return Ok(());
    }
    // The new file is tried before it is written.
    let mut files = LayeredFileSystem::new(&DiskFileSystem);
    files.insert(&path, edited.text.as_str());
    let output = Builder::new(&files).build(&folder)?;
    std::fs::write(&path, &edited.text)?;
    let count = output.resources().len();
    std::io::Write::write_all(&mut std::io::stdout(), format!("{count} resources\n").as_bytes())?;
    Ok(())
}
