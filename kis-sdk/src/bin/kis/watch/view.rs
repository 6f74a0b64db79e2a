//! Where records and events are shown: a table on a terminal, lines everywhere else.

use std::io::{IsTerminal as _, stdout};

use kis_sdk::realtime::Event;
use tokio::io::AsyncWriteExt as _;

use super::WatchArguments;
use super::fields::Fields;
use super::keys::is_personal;
use super::lines::Lines;
use super::record::Shown;
use super::table::Table;
use super::tally::{Tally, clock};
use crate::exit::{Exit, Failure, Outcome};
use crate::session::Session;
use crate::terminal::Terminal;

/// How many lines a terminal has that doesn't say so.
const HEIGHT: usize = 24;

/// One of the two, and what both need.
pub(super) struct View {
    fields: Fields,
    shape: Shape,
    terminal: Terminal,
    /// Which server, and how the connection is.
    place: String,
    state: String,
    /// Whether a record was shown.
    has_begun: bool,
    /// Whether nobody reads any more.
    has_ended: bool,
}

enum Shape {
    Table(Table),
    Lines(Lines),
}

impl View {
    pub(super) fn new(fields: Fields, arguments: &WatchArguments, session: &Session, terminal: Terminal) -> Self {
        let is_machine = arguments.json || arguments.csv;
        // Of notices each counts: they are lines below each other.
        let is_table = stdout().is_terminal() && !is_machine && !arguments.lines && !is_personal(fields.tr());
        let shape = if is_table {
            Shape::Table(Table::new(terminal))
        } else if arguments.json {
            Shape::Lines(Lines::Json)
        } else if arguments.csv {
            Shape::Lines(Lines::Csv)
        } else {
            Shape::Lines(Lines::plain())
        };
        Self {
            fields,
            shape,
            terminal,
            place: session.place(),
            state: "connecting".to_owned(),
            has_begun: false,
            has_ended: false,
        }
    }

    pub(super) fn is_table(&self) -> bool {
        matches!(self.shape, Shape::Table(_))
    }

    /// Whether whoever read it has seen enough.
    pub(super) fn has_ended(&self) -> bool {
        self.has_ended
    }

    /// Begins with what stands above the records.
    pub(super) async fn begin(&mut self, keys: &[String]) -> Outcome {
        match &mut self.shape {
            Shape::Table(table) => {
                table.begin(keys);
                // Without the cursor, which would jump about.
                self.write("\u{1b}[?25l").await
            }
            Shape::Lines(lines) => {
                // How long an HTS ID is, which stays hidden, is nobody's business.
                if !is_personal(self.fields.tr()) {
                    lines.begin(keys);
                }
                Ok(())
            }
        }
    }

    pub(super) async fn record(&mut self, record: Shown) -> Outcome {
        match &mut self.shape {
            Shape::Table(table) => {
                table.record(record);
                Ok(())
            }
            Shape::Lines(lines) => {
                // What fails before the first record leaves nothing behind.
                let header = if self.has_begun { None } else { lines.header(&self.fields)? };
                let line = lines.record(&self.fields, &record)?;
                self.has_begun = true;
                self.write(&(header.unwrap_or_default() + &line)).await
            }
        }
    }

    /// Shows what happened to the session: in the table's status, or as a remark beside the lines.
    pub(super) fn event(&mut self, event: &Event) {
        let state = match event {
            Event::Connected => "connected".to_owned(),
            Event::Lost { why } => format!("no connection, trying again: {why}"),
            Event::Reconnected { gap } => {
                let state = format!("connected again; nothing came from {} to {}", clock(gap.from), clock(gap.to));
                self.remark(&state);
                self.state = state;
                return;
            }
            Event::Refused { key, failure, .. } => format!("{key} is refused: {failure}"),
            Event::NewColumns { documented, received, .. } => {
                return self.note(&format!(
                    "records have {received} columns, and {documented} are documented: the last are left out"
                ));
            }
            Event::Unreadable { failure } => format!("a message can't be read: {failure}"),
            Event::Dropped(number) => {
                return self.note(&format!("{number} were skipped: reading is slower than the market"));
            }
            _ => return,
        };
        match event {
            Event::Connected => {}
            // What is tried again and again is said once.
            _ if state == self.state => {}
            _ => self.remark(&state),
        }
        self.state = state;
    }

    /// Beside a table there is no place but its status.
    fn remark(&self, text: &str) {
        if !self.is_table() {
            self.terminal.warn(text);
        }
    }

    fn note(&self, text: &str) {
        if !self.is_table() {
            self.terminal.note(text);
        }
    }

    /// Draws the table anew.
    pub(super) async fn draw(&mut self, tally: &Tally) -> Outcome {
        let status = format!("{} · {} · {} · Ctrl-C ends it", self.place, tally.counts(), self.state);
        let Shape::Table(table) = &mut self.shape else { return Ok(()) };
        let height = terminal_size::terminal_size().map_or(HEIGHT, |(_, height)| usize::from(height.0));
        let text = table.draw(&self.fields, &status, height);
        self.write(&text).await
    }

    /// Draws it a last time, and brings the cursor back.
    pub(super) async fn close(&mut self, tally: &Tally) -> Outcome {
        if !self.is_table() {
            return Ok(());
        }
        self.draw(tally).await?;
        self.write("\u{1b}[?25h").await
    }

    /// Writes without holding up the session, which runs beside it.
    async fn write(&mut self, text: &str) -> Outcome {
        if self.has_ended {
            return Ok(());
        }
        let mut out = tokio::io::stdout();
        let written = async {
            out.write_all(text.as_bytes()).await?;
            out.flush().await
        };
        match written.await {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {
                self.has_ended = true;
                Ok(())
            }
            Err(error) => Err(Failure::new(Exit::Other, format!("standard output can't be written: {error}"))
                .advise("is the disk full, or the device gone?")),
            Ok(()) => Ok(()),
        }
    }
}
