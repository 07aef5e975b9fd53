//! What is in the folders that paths lead through.

use crate::fs::{Entry, FileSystem};
use crate::hash::HashMap;
use std::path::Path;

/// A folder that is asked for more than this often is listed, which takes one call for many names.
const SELDOM: usize = 4;
/// So many names are taken from a list: in a large folder more than that are seldom asked for.
const MOST: usize = 4096;

/// What is known of a folder.
#[derive(Default)]
pub(super) struct Folder {
    asked: usize,
    listed: HashMap<String, Entry>,
}

impl Folder {
    /// What is at a path in this folder.
    ///
    /// # Errors
    /// When it does not exist.
    pub(super) fn look_up(
        &mut self,
        fs: &dyn FileSystem,
        folder: &Path,
        path: &Path,
    ) -> std::io::Result<Entry> {
        self.asked += 1;
        if self.asked == SELDOM + 1 {
            self.listed = fs.entries(folder, MOST).unwrap_or_default().into_iter().collect();
        }
        let listed = path.file_name().and_then(|name| self.listed.get(name.to_str()?));
        listed.map_or_else(|| fs.entry(path), |entry| Ok(*entry))
    }
}
