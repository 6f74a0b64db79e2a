//! Puts right what a page has wrong, on a copy: the descriptor keeps what the page says.
//!
//! A correction states what it found. Once the page says something else it no longer applies, and that is an error: either
//! the vendor mended the page and the correction can go, or it was mended into something else that has to be looked at.

use crate::descriptor::{Descriptor, Documented, Found, Place, Row, Section, Text, Verb};
use crate::diagnostics::{Diagnostic, Lint, closest};

/// The page as it should be, and the corrections that don't apply.
#[must_use]
pub fn apply(descriptor: &Descriptor) -> (Documented, Vec<Diagnostic>) {
    let mut page = Page { file: &descriptor.file, corrected: descriptor.documented.clone(), found: Vec::new() };
    for correction in &descriptor.corrections {
        match &correction.verb {
            Verb::Change { address, was, now } => page.change(address, was, now),
            Verb::Add { address, row, place } => page.add(address, row, place),
            Verb::Remove { address, was } => page.remove(address, was),
        }
    }
    (page.corrected, page.found)
}

/// Says that an address leads nowhere, or to several rows.
#[must_use]
pub(crate) fn lost(file: &str, address: &Text, found: &Found) -> Diagnostic {
    match found {
        Found::Several(paths) => {
            let message = format!("`{}` stands for {} rows", address.value, paths.len());
            let problem = Diagnostic::new(Lint::UnknownAddress, file, &address.span, message);
            paths.iter().fold(problem, |problem, path| problem.help(format!("write `{path}`")))
        }
        Found::None(nearest) => {
            let message = format!("the page has no row `{}`", address.value);
            let problem = Diagnostic::new(Lint::UnknownAddress, file, &address.span, message);
            match nearest {
                Some(nearest) => problem.help(format!("did you mean `{nearest}`?")),
                None => problem.help("write a wire name, or a path such as `request.PDNO` or `response.output.pdno`"),
            }
        }
        Found::One(..) => Diagnostic::new(Lint::UnknownAddress, file, &address.span, "this row exists"),
    }
}

struct Page<'a> {
    file: &'a str,
    corrected: Documented,
    found: Vec<Diagnostic>,
}

impl Page<'_> {
    fn change(&mut self, address: &Text, was: &[(Text, Text)], now: &[(Text, Text)]) {
        self.same_cells(was, now);
        if let Some(cells) = self.information(address) {
            let before: Vec<_> = cells.iter().map(|(name, cell)| (*name, (*cell).clone())).collect();
            if self.is_stale(address, &before, was) {
                return;
            }
            for (name, value) in now {
                let cell = self.information(address).into_iter().flatten().find(|(cell, _)| *cell == name.as_str());
                if let Some((_, cell)) = cell {
                    *cell = value.clone();
                }
            }
            return;
        }
        let Some((section, positions)) = self.locate(address) else { return };
        if self.is_row_stale(address, section, &positions, was) {
            return;
        }
        if let Some(row) = self.row_mut(section, &positions) {
            for (name, value) in now {
                if let Some(cell) = row.cell_mut(name) {
                    *cell = value.clone();
                }
            }
        }
    }

    fn remove(&mut self, address: &Text, was: &[(Text, Text)]) {
        let Some((section, positions)) = self.locate(address) else { return };
        if self.is_row_stale(address, section, &positions, was) {
            return;
        }
        if let Some((last, above)) = positions.split_last()
            && let Some(table) = self.table_mut(section, above)
        {
            table.remove(*last);
        }
    }

    fn add(&mut self, address: &Text, row: &Row, place: &Place) {
        if let Found::One(.., path) = self.corrected.find(address) {
            let message = format!("the page has `{path}` already");
            let problem = Diagnostic::new(Lint::StaleCorrection, self.file, &address.span, message);
            self.found.push(problem.help("remove this correction, or make it a `change`"));
            return;
        }
        let Some((section, above, name)) = self.parent(address) else {
            let message = format!("no table for `{}`", address.value);
            let problem = Diagnostic::new(Lint::UnknownAddress, self.file, &address.span, message);
            self.found.push(problem.help("write the new row's whole path, such as `response.output.pdno`"));
            return;
        };
        let mut row = row.clone();
        row.name.value = name;
        row.name.span = address.span.clone();
        let file = self.file;
        let Some(table) = self.table_mut(section, &above) else { return };
        let (neighbour, step) = match place {
            Place::Last => (None, 0),
            Place::After(after) => (Some(after), 1),
            Place::Before(before) => (Some(before), 0),
        };
        let position = match neighbour {
            None => table.len(),
            Some(neighbour) => match table.iter().position(|row| row.name.value == neighbour.value) {
                Some(position) => position + step,
                None => {
                    let message = format!("no row `{}` in the table of `{}`", neighbour.value, address.value);
                    let mut problem = Diagnostic::new(Lint::UnknownAddress, file, &neighbour.span, message);
                    if let Some(meant) = closest(neighbour, table.iter().map(|row| row.name.as_str())) {
                        problem = problem.help(format!("did you mean `{meant}`?"));
                    }
                    self.found.push(problem);
                    return;
                }
            },
        };
        table.insert(position, row);
    }

    /// The cells outside the tables that an address can name.
    fn information(&mut self, address: &str) -> Option<Vec<(&'static str, &mut Text)>> {
        let page = &mut self.corrected;
        Some(match address {
            "title" => vec![("title", &mut page.title)],
            "id" => vec![("id", &mut page.id)],
            "method" => vec![("method", &mut page.method)],
            "path" => vec![("path", &mut page.path)],
            "format" => vec![("format", &mut page.format)],
            "content_type" => vec![("content_type", &mut page.content_type)],
            "domain" => vec![("real", &mut page.domain.real), ("paper", &mut page.domain.paper)],
            "tr_id" => vec![("real", &mut page.tr_id.real), ("paper", &mut page.tr_id.paper)],
            _ => return None,
        })
    }

    fn locate(&mut self, address: &Text) -> Option<(Section, Vec<usize>)> {
        match self.corrected.find(address) {
            Found::One(section, positions, _) => Some((section, positions)),
            elsewhere => {
                self.found.push(lost(self.file, address, &elsewhere));
                None
            }
        }
    }

    /// The table that a new row belongs to, and the row's own name.
    fn parent(&self, address: &str) -> Option<(Section, Vec<usize>, String)> {
        let tables = [Section::RequestHeader, Section::ResponseHeader, Section::Request, Section::Response];
        let tables = tables.into_iter().map(|section| (section, Vec::new(), section.prefix().to_owned()));
        let mut all = self.corrected.addresses();
        all.extend(tables);
        all.into_iter()
            .filter_map(|(section, positions, path)| {
                let name = address.strip_prefix(path.as_str())?.strip_prefix('.')?;
                (!name.is_empty()).then(|| (path.len(), (section, positions, name.to_owned())))
            })
            .max_by_key(|(length, _)| *length)
            .map(|(_, parent)| parent)
    }

    fn row_mut(&mut self, section: Section, positions: &[usize]) -> Option<&mut Row> {
        let (last, above) = positions.split_last()?;
        self.table_mut(section, above)?.get_mut(*last)
    }

    fn table_mut(&mut self, section: Section, above: &[usize]) -> Option<&mut Vec<Row>> {
        above.iter().try_fold(self.corrected.rows_mut(section)?, |table, position| {
            table.get_mut(*position).map(|row| &mut row.fields)
        })
    }

    fn is_row_stale(&mut self, address: &Text, section: Section, positions: &[usize], was: &[(Text, Text)]) -> bool {
        let cells: Vec<_> = match self.corrected.row(section, positions) {
            Some(row) => Row::CELLS.iter().filter_map(|name| Some((*name, row.cell(name)?.clone()))).collect(),
            None => return true,
        };
        self.is_stale(address, &cells, was)
    }

    /// Whether the page says anything else than `was`; reports every cell that does.
    fn is_stale(&mut self, address: &Text, cells: &[(&'static str, Text)], was: &[(Text, Text)]) -> bool {
        let before = self.found.len();
        for (name, expected) in was {
            let Some((_, cell)) = cells.iter().find(|(cell, _)| *cell == name.as_str()) else {
                let message = format!("`{}` has no cell `{}`", address.value, name.value);
                let problem = Diagnostic::new(Lint::UnknownKey, self.file, &name.span, message);
                let known: Vec<_> = cells.iter().map(|(cell, _)| format!("`{cell}`")).collect();
                self.found.push(problem.help(format!("it has {}", known.join(", "))));
                continue;
            };
            if cell.value != expected.value {
                let message = format!("this correction of `{}` no longer applies", address.value);
                let problem = Diagnostic::new(Lint::StaleCorrection, self.file, &expected.span, message)
                    .label(format!("`{}` was {:?} when this was written", name.value, expected.value))
                    .note(format!("the page now says {:?}", cell.value))
                    .help("look whether the vendor mended it: then remove the correction, else adjust `was`");
                self.found.push(problem);
            }
        }
        self.found.len() > before
    }

    fn same_cells(&mut self, was: &[(Text, Text)], now: &[(Text, Text)]) {
        for (side, other, missing) in [(was, now, "now"), (now, was, "was")] {
            for (name, _) in side {
                if !other.iter().any(|(key, _)| key.value == name.value) {
                    let message = format!("`{missing}` lacks `{}`", name.value);
                    let problem = Diagnostic::new(Lint::MissingKey, self.file, &name.span, message);
                    self.found.push(problem.help("`was` and `now` name the same cells"));
                }
            }
        }
    }
}
