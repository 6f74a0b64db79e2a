//! An answer in the form that was asked for.

use kis_sdk::descriptor::Tr;

use super::CallArguments;
use super::walk::Pages;
use crate::answer::{Columns, Document, containers, csv, merge, tables, warn_of_unfit};
use crate::exit::{Exit, Failure, Outcome};
use crate::mask::Mask;
use crate::terminal::{Terminal, print};

/// What came, and what is to be seen of it.
pub(super) struct Answered {
    pub(super) tr: &'static Tr,
    pub(super) pages: Pages,
    pub(super) mask: Mask,
    pub(super) columns: Columns,
    /// The container of a CSV file.
    pub(super) container: Option<&'static str>,
}

impl Answered {
    pub(super) fn show(&self, arguments: &CallArguments, terminal: Terminal) -> Outcome {
        match (&self.pages.unread, arguments.raw) {
            (None, false) => self.read(arguments, terminal)?,
            (None, true) => print(&self.raw())?,
            (Some(why), true) => {
                terminal.warn(why);
                print(&self.raw())?;
            }
            (Some(why), false) => {
                print(&self.mask.text(&self.raw()))?;
                return Err(Failure::new(Exit::Unfit, self.mask.text(why)));
            }
        }
        if self.pages.has_more {
            let advice = if arguments.all_pages { "that isn't all: --most ended it" } else { "--all-pages reads them" };
            terminal.note(&format!("there are more pages; {advice}"));
        }
        Ok(())
    }

    /// The bodies as they came.
    fn raw(&self) -> String {
        let bodies = self.pages.bodies.iter().map(|body| String::from_utf8_lossy(body).into_owned());
        bodies.map(|body| body + "\n").collect()
    }

    fn read(&self, arguments: &CallArguments, terminal: Terminal) -> Outcome {
        let document = self.document()?;
        warn_of_unfit(self.tr, self.pages.bodies.iter().map(|body| &body[..]), &self.mask, terminal);
        print(&match (arguments.json, arguments.csv) {
            (true, _) => json(&document)?,
            (_, true) => csv(self.tr, &document, self.container, &self.columns)?,
            _ => self.tables(&document, terminal),
        })?;
        let (containers, beside) = containers(self.tr, &document);
        let is_empty = !containers.is_empty() && containers.iter().all(|container| container.rows.is_empty());
        if is_empty && beside.is_none() {
            terminal.note(&format!("no rows: {}", self.said()));
        }
        Ok(())
    }

    /// All pages as one, with what is hidden hidden.
    fn document(&self) -> Outcome<Document> {
        let pages: Result<Vec<Document>, _> = self.pages.bodies.iter().map(|body| Document::read(body)).collect();
        let mut document = merge(pages.map_err(|error| {
            Failure::new(Exit::Unfit, format!("the answer can't be read as JSON: {error}")).advise("--raw shows it")
        })?);
        document.map_texts(&|name, text| self.mask.value(name, text));
        Ok(document)
    }

    fn tables(&self, document: &Document, terminal: Terminal) -> String {
        let text = tables(self.tr, document, &self.columns, terminal);
        match text.is_empty() {
            true if self.columns.is_all() => format!("{}\n", self.said()),
            true => "the columns that were asked for didn't come\n".to_owned(),
            false => text,
        }
    }

    /// What the server said of the last page.
    fn said(&self) -> String {
        self.mask.text(&format!("{} {}", self.pages.code, self.pages.message))
    }
}

fn json(document: &Document) -> Outcome<String> {
    let text = serde_json::to_string_pretty(document);
    text.map(|text| text + "\n")
        .map_err(|error| Failure::new(Exit::Other, format!("the JSON can't be written: {error}")))
}
