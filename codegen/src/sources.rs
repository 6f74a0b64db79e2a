//! The descriptor files, read once, as bytes by relative path.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

/// Every `.yaml` file below a specification folder, by its path relative to it (`/` between segments).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    files: BTreeMap<String, Vec<u8>>,
}

impl Sources {
    /// No files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads every `.yaml` file below `folder`; the only place of this crate that touches the disk.
    ///
    /// # Errors
    /// When the folder or a file in it can't be read; the error names which.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let mut sources = Self::new();
        let mut open = vec![folder.to_path_buf()];
        while let Some(current) = open.pop() {
            for entry in fs::read_dir(&current).map_err(|error| named(&current, &error))? {
                let path = entry.map_err(|error| named(&current, &error))?.path();
                if path.is_dir() {
                    open.push(path);
                } else if path.extension().is_some_and(|extension| extension == "yaml") {
                    let bytes = fs::read(&path).map_err(|error| named(&path, &error))?;
                    let relative = path.strip_prefix(folder).unwrap_or(&path);
                    let segments: Vec<_> = relative.iter().map(|segment| segment.to_string_lossy()).collect();
                    sources.insert(segments.join("/"), bytes);
                }
            }
        }
        Ok(sources)
    }

    /// Adds or replaces a file.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into());
    }

    /// The bytes of a file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// Paths and bytes, in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
