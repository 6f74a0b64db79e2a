//! The files that a command is given: named one by one, or as folders.

use std::path::PathBuf;
use std::{fs, io};

/// The files among these paths, and those with this extension in these folders and the folders in them; sorted.
pub(crate) fn files(paths: &[PathBuf], extension: &str) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut entries = Vec::new();
            for entry in fs::read_dir(path)? {
                entries.push(entry?.path());
            }
            entries.retain(|entry| entry.is_dir() || entry.extension().is_some_and(|found| found == extension));
            files.extend(self::files(&entries, extension)?);
        } else if path.exists() {
            files.push(path.clone());
        } else {
            return Err(io::Error::new(io::ErrorKind::NotFound, format!("no file {}", path.display())));
        }
    }
    files.sort();
    files.dedup();
    Ok(files)
}
