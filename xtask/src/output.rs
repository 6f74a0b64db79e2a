//! Printing: to standard output what was done, to standard error what is wrong. A closed pipe is no failure of ours.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use codegen::{Diagnostics, Sources, Style};

/// A line about what was done.
pub(crate) fn line(text: &str) -> io::Result<()> {
    match writeln!(io::stdout(), "{text}") {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Several lines, as they are.
pub(crate) fn text(text: &str) -> io::Result<()> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// A line beside the result, that is neither result nor error.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr(), "note: {text}");
}

/// A line about what is wrong.
pub(crate) fn error(text: &str) {
    // Nowhere is left to say that standard error is gone.
    let _ = writeln!(io::stderr(), "error: {text}");
}

/// Errors and warnings with the lines that they are about.
pub(crate) fn diagnostics(found: &Diagnostics, sources: &Sources, spec: &Path) {
    let style = if io::stderr().is_terminal() { Style::Coloured } else { Style::Plain };
    let _ = io::stderr().write_all(found.render(sources, &shown(spec), style).as_bytes());
}

/// `1 file`, `2 files`
pub(crate) fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// A path as short as it can be said from here.
pub(crate) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path).display().to_string()
}
