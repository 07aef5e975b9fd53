//! Why the system refused something, in plain words.

use std::io::{Error, ErrorKind};

/// Why a file or folder could not be read or written.
pub(crate) fn io(error: &Error) -> String {
    if error.kind() == ErrorKind::NotFound {
        return "no such file or folder".to_owned();
    }
    let text = error.to_string();
    // Behind the number of the error there may be the name of a temporary file.
    let text = text.split(" (os error ").next().unwrap_or_default();
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// Why a folder could not be searched.
pub(crate) fn walk(error: &walkdir::Error) -> String {
    error.io_error().map_or_else(|| error.to_string(), io)
}

#[cfg(test)]
mod tests {
    use super::io;
    use std::io::{Error, ErrorKind};

    #[test]
    fn numbers_and_temporary_files_are_left_out() {
        let missing = std::path::Path::new("/no/such/folder");
        let refused = tempfile::NamedTempFile::new_in(missing).unwrap_err();
        assert_eq!(io(&refused), "no such file or folder");
        #[cfg(target_os = "linux")]
        assert_eq!(io(&Error::from_raw_os_error(28)), "no space left on device");
        assert_eq!(io(&Error::other("it is a pipe")), "it is a pipe");
        assert_eq!(io(&Error::from(ErrorKind::FileTooLarge)), "file too large");
    }
}
