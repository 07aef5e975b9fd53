//! Files on disk.

use super::{Entry, FileSystem};
use std::fs::{File, FileType};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The file system of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct DiskFileSystem;

impl FileSystem for DiskFileSystem {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        content(open(path)?, u64::MAX)
    }

    fn read_at_most(&self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        content(open(path)?, most)
    }

    fn read_real(&self, path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
        open_real(path)?.map(|file| content(file, most)).transpose()
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        std::fs::canonicalize(path)
    }

    fn is_dir(&self, path: &Path) -> bool {
        path.is_dir()
    }

    fn entry(&self, path: &Path) -> io::Result<Entry> {
        Ok(entry_of(std::fs::symlink_metadata(path)?.file_type()))
    }

    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }

    fn read_dir(&self, path: &Path) -> io::Result<Vec<String>> {
        let mut names = std::fs::read_dir(path)?
            .map(|entry| entry.map(|e| e.file_name().to_string_lossy().into_owned()))
            .collect::<io::Result<Vec<_>>>()?;
        names.sort();
        Ok(names)
    }

    fn entries(&self, path: &Path, most: usize) -> Option<Vec<(String, Entry)>> {
        let listed = std::fs::read_dir(path).ok()?.take(most).map(|entry| {
            let entry = entry?;
            Ok((entry.file_name().to_string_lossy().into_owned(), entry_of(entry.file_type()?)))
        });
        listed.collect::<io::Result<_>>().ok()
    }
}

fn entry_of(kind: FileType) -> Entry {
    if kind.is_symlink() {
        Entry::Link
    } else if kind.is_dir() {
        Entry::Folder
    } else {
        Entry::File
    }
}

/// The content of a regular file. Pipes and devices may be endless, or keep whoever reads them waiting.
fn content(mut file: File, most: u64) -> io::Result<Vec<u8>> {
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !metadata.is_file() {
        return Err(io::Error::other("it is a pipe or a device, not a file"));
    }
    let size = metadata.len();
    if size > most {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    // One call gives a file that is as long as it says, as the byte of room that is left over shows. An
    // error comes again below.
    let mut content = vec![0; usize::try_from(size).unwrap_or(0).saturating_add(1)];
    let first = file.read(&mut content).unwrap_or(0);
    content.truncate(first);
    if first as u64 == size && size > 0 {
        return Ok(content);
    }
    file.by_ref().take(most.saturating_sub(first as u64).saturating_add(1)).read_to_end(&mut content)?;
    let read = content.len() as u64;
    if read > most {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    // Some file systems tell no true sizes, but they tell the same one again.
    if read != size && file.metadata()?.len() != size {
        return Err(io::Error::other("it was changed while it was read"));
    }
    Ok(content)
}

/// Opens a file; a pipe is not waited for.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    std::fs::OpenOptions::new().read(true).custom_flags(flags).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Opens a file by a path without symbolic links, in one call of the system where it has one for that.
/// Elsewhere the last name alone is held to it.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn open_real(path: &Path) -> io::Result<Option<File>> {
    use rustix::fs::{CWD, Mode, OFlags, ResolveFlags, openat2};
    use rustix::io::Errno;
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK;
    match openat2(CWD, path, flags, Mode::empty(), ResolveFlags::NO_SYMLINKS) {
        Ok(file) => Ok(Some(file.into())),
        Err(Errno::LOOP) => Ok(None),
        // Kernels before 5.6, and sandboxes that do not know the call.
        Err(Errno::NOSYS | Errno::PERM) => open_unless_link(path),
        Err(e) => Err(e.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn open_real(path: &Path) -> io::Result<Option<File>> {
    open_unless_link(path)
}

#[cfg(unix)]
fn open_unless_link(path: &Path) -> io::Result<Option<File>> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let flags = (OFlags::NONBLOCK | OFlags::NOFOLLOW).bits().cast_signed();
    let opened = std::fs::OpenOptions::new().read(true).custom_flags(flags).open(path);
    match opened {
        Err(_) if std::fs::symlink_metadata(path).is_ok_and(|m| m.is_symlink()) => Ok(None),
        opened => opened.map(Some),
    }
}

#[cfg(not(unix))]
fn open_unless_link(path: &Path) -> io::Result<Option<File>> {
    match std::fs::symlink_metadata(path)?.is_symlink() {
        true => Ok(None),
        false => File::open(path).map(Some),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::{DiskFileSystem, FileSystem};
    use std::io::ErrorKind;
    use std::os::unix::fs::symlink;
    use std::path::Path;

    #[test]
    fn a_link_that_has_come_up_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().canonicalize().unwrap().join(name);
        std::fs::create_dir(at("sub")).unwrap();
        std::fs::write(at("sub/file"), "text").unwrap();
        symlink("sub/file", at("link")).unwrap();
        symlink("sub", at("folder")).unwrap();
        assert_eq!(DiskFileSystem.read_real(&at("sub/file"), 4).unwrap().unwrap(), b"text");
        assert_eq!(DiskFileSystem.read_at_most(&at("folder/file"), 4).unwrap(), b"text");
        for link in ["link", "folder/file"] {
            assert!(DiskFileSystem.read_real(&at(link), 4).unwrap().is_none(), "{link}");
        }
        for (path, is_link) in [("sub/file", false), ("link", true)] {
            assert_eq!(super::open_unless_link(&at(path)).unwrap().is_none(), is_link);
        }
        let long = DiskFileSystem.read_real(&at("sub/file"), 3).unwrap_err();
        assert_eq!(long.kind(), ErrorKind::FileTooLarge);
    }

    #[test]
    fn a_folder_is_listed_with_what_its_entries_are() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("sub")).unwrap();
        std::fs::write(folder.path().join("file"), "text").unwrap();
        symlink("sub", folder.path().join("link")).unwrap();
        let mut listed = DiskFileSystem.entries(folder.path(), 10).unwrap();
        listed.sort_by(|a, b| a.0.cmp(&b.0));
        for (name, entry) in &listed {
            assert_eq!(DiskFileSystem.entry(&folder.path().join(name)).unwrap(), *entry, "{name}");
        }
        let names: Vec<&str> = listed.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["file", "link", "sub"]);
        assert_eq!(DiskFileSystem.entries(folder.path(), 2).unwrap().len(), 2);
        assert!(DiskFileSystem.entries(&folder.path().join("file"), 2).is_none());
    }

    #[test]
    fn a_file_is_read_as_far_as_it_goes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        for size in [0, 1, 5, 100_000] {
            std::fs::write(&path, vec![b'x'; size]).unwrap();
            assert_eq!(DiskFileSystem.read(&path).unwrap().len(), size);
            assert_eq!(DiskFileSystem.read_at_most(&path, size as u64).unwrap().len(), size);
        }
        assert!(!DiskFileSystem.read(Path::new("/proc/self/status")).unwrap_or_else(|_| vec![0]).is_empty());
    }

    #[test]
    fn devices_are_no_files() {
        for path in ["/dev/zero", "/dev/tty", "/dev/null"] {
            assert!(DiskFileSystem.read(Path::new(path)).is_err(), "{path}");
        }
    }
}
