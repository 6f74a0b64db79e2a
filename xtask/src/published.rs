//! The part of a document that a command writes: it stands between two marks, and everything around it is a person's.

use std::ops::Range;
use std::path::Path;
use std::{fs, io};

use crate::{folder, output};

/// What a command keeps in a document.
pub(crate) struct Published<'a> {
    /// What it is, e.g. `coverage`.
    pub(crate) what: &'a str,
    /// The line before it and the line after it, each with its line's end.
    pub(crate) marks: (&'a str, &'a str),
    /// The command that writes it.
    pub(crate) command: &'a str,
}

impl Published<'_> {
    /// Where it stands in a text; `None` without both marks.
    pub(crate) fn range(&self, text: &str) -> Option<Range<usize>> {
        let (begin, end) = self.marks;
        let start = text.find(begin)? + begin.len();
        Some(start..start + text[start..].find(end)?)
    }

    /// Brings a document up to date, whose text is `old` and has to be `fresh`; with `check` it only says whether it is.
    pub(crate) fn keep(&self, file: &Path, old: &str, fresh: &str, check: bool) -> io::Result<bool> {
        let (what, shown) = (self.what, output::shown(file));
        if old == fresh {
            output::line(&format!("the {what} in {shown} is current"))?;
        } else if check {
            output::error(&format!("the {what} in {shown} is stale; run: {}", self.command));
            return Ok(false);
        } else {
            folder::write(file, fresh)?;
            output::line(&format!("wrote the {what} into {shown}"))?;
        }
        Ok(true)
    }
}

/// A document's text; an error names the file.
pub(crate) fn read(file: &Path) -> io::Result<String> {
    fs::read_to_string(file).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", file.display())))
}
