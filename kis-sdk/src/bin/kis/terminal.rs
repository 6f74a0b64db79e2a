//! What the program writes to: standard output that may be closed, standard error, their colours and their width.

use std::io::{self, BufWriter, IsTerminal as _, Write};

use clap::ValueEnum;
use clap::builder::styling::{AnsiColor, Style};

use crate::exit::{Exit, Failure};

/// When colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How results are shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terminal {
    /// Whether standard output gets colours.
    colors_out: bool,
    /// Whether standard error gets colours.
    colors_err: bool,
    /// Whether standard output is a terminal.
    is_read: bool,
    /// How many columns there are; `None` without end.
    pub(crate) width: Option<usize>,
}

/// Narrower than this nothing can be read.
const NARROWEST: usize = 40;

impl Terminal {
    pub(crate) fn new(color: Color, width: Option<usize>) -> Self {
        let wanted = |is_terminal: bool| match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        };
        let is_terminal = io::stdout().is_terminal();
        let of_terminal = || {
            let size = is_terminal.then(terminal_size::terminal_size).flatten();
            size.map(|(width, _)| usize::from(width.0))
        };
        let width = match width {
            Some(0) => None,
            given => given.or_else(of_terminal).map(|width| width.max(NARROWEST)),
        };
        Self {
            colors_out: wanted(is_terminal),
            colors_err: wanted(io::stderr().is_terminal()),
            is_read: is_terminal,
            width,
        }
    }

    /// The text in a style, if standard output gets colours.
    pub(crate) fn paint(self, style: Style, text: &str) -> String {
        paint(self.colors_out, style, text)
    }

    /// Without colours and without an end: for what is built before it is known where it goes.
    pub(crate) fn plain() -> Self {
        Self { colors_out: false, colors_err: false, is_read: false, width: None }
    }

    /// The text in a style, if standard error gets colours.
    pub(crate) fn paint_err(self, style: Style, text: &str) -> String {
        paint(self.colors_err, style, text)
    }

    /// Shows a failure on standard error.
    pub(crate) fn fail(self, failure: &Failure) {
        let head = paint(self.colors_err, AnsiColor::Red.on_default().bold(), "error:");
        let mut lines = format!("{head} {}\n", failure.text);
        for line in &failure.advice {
            lines.push_str(&format!("  {line}\n"));
        }
        say(&lines);
    }

    /// Shows a warning on standard error.
    pub(crate) fn warn(self, text: &str) {
        let head = paint(self.colors_err, AnsiColor::Yellow.on_default().bold(), "warning:");
        say(&format!("{head} {text}\n"));
    }

    /// Shows a remark on standard error that is of use to a person who reads the result here, and not to a pipe.
    pub(crate) fn hint(self, text: &str) {
        if self.is_read {
            self.note(text);
        }
    }

    /// Shows a remark on standard error.
    pub(crate) fn note(self, text: &str) {
        let head = paint(self.colors_err, AnsiColor::Cyan.on_default().bold(), "note:");
        say(&format!("{head} {text}\n"));
    }
}

/// What stands out.
pub(crate) const STRONG: Style = Style::new().bold();
/// What stands back.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// What to be careful with.
pub(crate) const ALARM: Style = AnsiColor::Red.on_default().bold();

fn paint(colors: bool, style: Style, text: &str) -> String {
    if colors && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

/// Writes to standard error. Where nobody reads it there is nobody to tell.
pub(crate) fn say(text: &str) {
    let mut err = io::stderr().lock();
    drop(err.write_all(text.as_bytes()).and_then(|()| err.flush()));
}

/// Writes a result to standard output, whole.
///
/// # Errors
/// Where it can't be written. A pipe that was closed is none: whoever closed it has seen enough.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(Exit::Other, format!("standard output can't be written: {error}"))
                .advise("is the disk full, or the device gone?"))
        }
        _ => Ok(()),
    }
}
