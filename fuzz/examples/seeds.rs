//! Writes the seeds of the fuzz targets into `fuzz/corpus`: from the cases of `testdata`, and from the
//! small files of `fuzz/seeds`, where earlier findings are kept too.
//!
//! `fuzz/run` compiles and starts it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Larger files slow the fuzzer down more than they help it.
const LARGEST: usize = 16 << 10;

fn main() -> io::Result<()> {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = fuzz.join("corpus");
    let testdata = fuzz.join("../testdata");
    let mut count = 0;
    let mut keep = |target: &str, name: String, content: &[u8]| -> io::Result<()> {
        if content.len() > LARGEST {
            return Ok(());
        }
        let folder = corpus.join(target);
        fs::create_dir_all(&folder)?;
        count += 1;
        fs::write(folder.join(name.replace(['/', '\\'], "-")), content)
    };
    for case in folders(&testdata.join("build"))? {
        let (mut tree, name) = (Vec::new(), file_name(&case));
        for file in files(&case.join("in"))? {
            let content = fs::read(&file)?;
            let path = file.strip_prefix(case.join("in")).unwrap_or(&file).to_string_lossy().into_owned();
            tree.extend_from_slice(format!("=== {path}\n").as_bytes());
            tree.extend_from_slice(&content);
            let seed = format!("{name}-{path}");
            if path.ends_with("kustomization.yaml") {
                keep("kustomization", seed.clone(), &content)?;
                keep("edit", seed.clone(), &content)?;
            }
            keep("yaml", seed.clone(), &content)?;
            keep("scan_equals_events", seed, &content)?;
        }
        keep("tree", name, &tree)?;
    }
    for file in files(&testdata.join("yaml"))? {
        let content = fs::read(&file)?;
        keep("yaml", file_name(&file), &content)?;
        keep("scan_equals_events", file_name(&file), &content)?;
    }
    for target in folders(&fuzz.join("seeds"))? {
        for file in files(&target)? {
            keep(&file_name(&target), file_name(&file), &fs::read(&file)?)?;
        }
    }
    println!("{count} seeds");
    Ok(())
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    Ok(entries(folder)?.into_iter().filter(|path| path.is_dir()).collect())
}

/// The files in and below a folder; none where there is no such folder.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in entries(folder)? {
        if path.is_dir() { found.extend(files(&path)?) } else { found.push(path) }
    }
    Ok(found)
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths =
        fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
