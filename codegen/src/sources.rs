//! The descriptor files, read once, as bytes by relative path.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use crate::load;

/// The files that descriptors share: those that lie in the specification folder itself.
const SHARED: [(&str, &str); 3] = [
    (load::CODES_FILE, include_str!("../../spec/codes.yaml")),
    (load::GLOSSARY_FILE, include_str!("../../spec/glossary.yaml")),
    (load::HEADERS_FILE, include_str!("../../spec/headers.yaml")),
];

/// Every `.yaml` file below a specification folder, by its path relative to it (`/` between segments).
///
/// The files that descriptors share, such as `headers.yaml`, can be taken from this crate where the folder lacks them:
/// [`Sources::with_built_in`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    files: BTreeMap<String, Vec<u8>>,
    built_in: BTreeMap<String, Vec<u8>>,
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

    /// Lets the shared files of this project's own `spec/` stand in for those that the folder lacks, as they were when this
    /// crate was built. Nothing warns of what is of no use in them here.
    #[must_use]
    pub fn with_built_in(mut self) -> Self {
        let files = SHARED.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        self.built_in = files.collect();
        self
    }

    /// Whether a file is built in, and not the folder's own.
    #[must_use]
    pub fn is_built_in(&self, path: &str) -> bool {
        !self.files.contains_key(path) && self.built_in.contains_key(path)
    }

    /// The bytes of a file, the folder's own or built in.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).or_else(|| self.built_in.get(path)).map(Vec::as_slice)
    }

    /// Paths and bytes of the folder's own files, in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Diagnostic, Diagnostics, Lint, Style};

    #[test]
    fn every_shared_file_of_the_specification_is_built_in() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
        let spec = Sources::read(&folder).expect("the specification");
        let shared = spec.iter().filter(|(path, _)| !path.contains('/'));
        let shared: Vec<_> = shared.map(|(path, bytes)| (path, bytes.to_vec())).collect();
        let built_in = SHARED.map(|(path, text)| (path, text.as_bytes().to_vec()));
        assert_eq!(shared, built_in, "list every file in SHARED");
    }

    #[test]
    fn a_file_of_the_folder_goes_before_the_one_built_in() {
        let mut sources = Sources::new().with_built_in();
        assert!(sources.is_built_in(load::HEADERS_FILE));
        assert_eq!(sources.iter().count(), 0, "no descriptors");
        sources.insert(load::HEADERS_FILE, "request: []\n");
        assert!(!sources.is_built_in(load::HEADERS_FILE) && sources.is_built_in(load::GLOSSARY_FILE));
        assert_eq!(sources.get(load::HEADERS_FILE), Some(&b"request: []\n"[..]));
        assert!(!Sources::new().is_built_in(load::HEADERS_FILE));
    }

    #[test]
    fn what_is_wrong_with_a_file_says_that_it_is_built_in() {
        let problem = || Diagnostics::from_iter([Diagnostic::new(Lint::BadName, load::HEADERS_FILE, &(0..1), "wrong")]);
        let mut sources = Sources::new().with_built_in();
        assert!(problem().render_short(&sources, "my/spec").starts_with("(built in) spec/headers.yaml:1:1 "));
        assert!(problem().render(&sources, "my/spec", Style::Plain).contains("--> (built in) spec/headers.yaml:1:1"));
        sources.insert(load::HEADERS_FILE, "request: []\n");
        assert!(problem().render_short(&sources, "my/spec").starts_with("my/spec/headers.yaml:1:1 "));
    }
}
