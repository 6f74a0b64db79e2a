//! How much is described, and how well it is read: numbers by product and section.

mod publish;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

use crate::Analysis;
use crate::descriptor::{Descriptor, Documented};
use crate::diagnostics::Lint;
use crate::lower::conventions::{is_tr_id, labelled_ids};
use crate::model::{Field, Role, Transaction, Value};
use crate::table::Table;

/// Numbers of one section, or a sum of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Descriptors.
    pub described: usize,
    /// Those among them that the generator makes nothing of: pages without a TR id.
    pub not_generated: usize,
    /// Those that become a call: request, answer and endpoint function.
    pub calls: usize,
    /// Those that become a realtime page: subscription and record.
    pub realtime: usize,
    /// Descriptors with corrections.
    pub corrected: usize,
    /// Those with a paper TR id.
    pub on_paper: usize,
    /// Those that an answer proves.
    pub proved: usize,
    /// Values by type: text, decimal, date, time, code; parameters of the caller and fields of answers.
    pub values: [usize; 5],
    /// Descriptions that look like codes and stay text.
    pub unread_codes: usize,
}

/// The numbers of a specification folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// By product and section, e.g. `domestic-stock` and `trading/pension`.
    pub sections: BTreeMap<(String, String), Numbers>,
    /// Whether answers were looked at.
    pub has_answers: bool,
    /// Pages that get no module, and why.
    pub without_module: Vec<WithoutModule>,
}

/// A page that gets no module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithoutModule {
    /// Its descriptor.
    pub file: String,
    /// Its title.
    pub title: String,
    /// Why that is fine, as its descriptor has it; `None` where it says nothing.
    pub why: Option<String>,
}

/// Counts. `answers` are the names of recorded answers, without their folders: one proves a TR where it begins with one of
/// its TR ids, real or paper, and `.` or `_` follows.
#[must_use]
pub fn coverage(analysis: &Analysis, answers: Option<&[String]>) -> Coverage {
    let proved: BTreeSet<&str> =
        answers.unwrap_or_default().iter().filter_map(|name| name.split(['.', '_']).next()).collect();
    let mut coverage = Coverage { has_answers: answers.is_some(), ..Coverage::default() };
    for (descriptor, page) in analysis.pages() {
        let transaction = analysis.transaction(&descriptor.file);
        let (real, paper) = ids(&page, transaction);
        let unread = analysis
            .diagnostics
            .iter()
            .filter(|found| found.lint == Lint::UnreadCodes && found.file == descriptor.file);
        let mut numbers = Numbers {
            described: 1,
            not_generated: usize::from(transaction.is_none()),
            calls: usize::from(transaction.is_some_and(|transaction| !transaction.is_realtime())),
            realtime: usize::from(transaction.is_some_and(Transaction::is_realtime)),
            corrected: usize::from(!descriptor.corrections.is_empty()),
            on_paper: usize::from(!paper.is_empty()),
            proved: usize::from(real.iter().chain(&paper).any(|id| proved.contains(id.as_str()))),
            values: [0; 5],
            unread_codes: unread.count() + allowed_codes(descriptor),
        };
        if let Some(transaction) = transaction {
            let parameters = transaction.parameters.iter().filter(|parameter| parameter.role == Role::Caller);
            parameters.for_each(|parameter| numbers.value(&parameter.value));
            numbers.fields(&transaction.response);
        }
        if transaction.is_none() {
            let title = page.title.value.clone();
            coverage.without_module.push(WithoutModule { file: descriptor.file.clone(), title, why: why(descriptor) });
        }
        *coverage.sections.entry(section(&descriptor.file)).or_default() += numbers;
    }
    coverage
}

/// The product, and the folders between it and the file.
fn section(file: &str) -> (String, String) {
    let (product, rest) = file.split_once('/').unwrap_or(("", file));
    (product.to_owned(), rest.rsplit_once('/').map_or("", |(section, _)| section).to_owned())
}

/// Why a page without a TR id is fine.
fn why(descriptor: &Descriptor) -> Option<String> {
    let mut allowed = descriptor.allow.iter().filter(|allow| allow.lint.value == Lint::NoTrId.name());
    allowed.next().map(|allow| allow.why.value.clone())
}

/// Allowed ones are codes that weren't read too.
fn allowed_codes(descriptor: &Descriptor) -> usize {
    descriptor.allow.iter().filter(|allow| allow.lint.value == Lint::UnreadCodes.name()).count()
}

/// Real and paper ids: the model's, or what looks like one in the cells of a page that isn't in the model.
fn ids(page: &Documented, transaction: Option<&Transaction>) -> (Vec<String>, Vec<String>) {
    let Some(transaction) = transaction else {
        let read = |cell: &str| labelled_ids(cell).into_iter().map(|(_, id)| id).filter(|id| is_tr_id(id)).collect();
        return (read(&page.tr_id.real), read(&page.tr_id.paper));
    };
    let ids = &transaction.tr_ids;
    (ids.iter().map(|id| id.real.clone()).collect(), ids.iter().filter_map(|id| id.paper.clone()).collect())
}

impl Numbers {
    fn value(&mut self, value: &Value) {
        let at = match value {
            Value::Text => 0,
            Value::Decimal => 1,
            Value::Date => 2,
            Value::Time => 3,
            Value::Code(_) => 4,
        };
        self.values[at] += 1;
    }

    fn fields(&mut self, fields: &[Field]) {
        for field in fields {
            match &field.shape {
                crate::model::Shape::Value(value) => self.value(value),
                shape => self.fields(shape.fields().unwrap_or_default()),
            }
        }
    }

    fn cells(&self, has_answers: bool) -> Vec<String> {
        let [text, decimal, date, time, code] = self.values;
        let codes = code + self.unread_codes;
        let read = if codes == 0 { "-".to_owned() } else { format!("{code}/{codes}") };
        let counts = [self.described, self.not_generated, self.corrected, self.on_paper];
        let mut cells: Vec<_> = counts.iter().map(ToString::to_string).collect();
        if has_answers {
            cells.push(self.proved.to_string());
        }
        cells.extend([text, decimal, date, time].iter().map(ToString::to_string));
        cells.push(read);
        cells
    }
}

impl AddAssign for Numbers {
    fn add_assign(&mut self, other: Self) {
        self.described += other.described;
        self.not_generated += other.not_generated;
        self.calls += other.calls;
        self.realtime += other.realtime;
        self.corrected += other.corrected;
        self.on_paper += other.on_paper;
        self.proved += other.proved;
        self.values.iter_mut().zip(other.values).for_each(|(value, other)| *value += other);
        self.unread_codes += other.unread_codes;
    }
}

impl Coverage {
    /// A line for each section, a sum for each product that has several, and the sum of all.
    #[must_use]
    pub fn table(&self) -> Table {
        let mut head = vec!["product", "section", "TRs", "not generated", "corrected", "on paper"];
        if self.has_answers {
            head.push("proved");
        }
        head.extend(["text", "decimal", "date", "time", "codes read"]);
        let mut table = Table::new(&head).numbers_from(2);
        let mut all = Numbers::default();
        let mut row = |product: &str, section: &str, numbers: &Numbers| {
            let names = [product.to_owned(), section.to_owned()];
            table.row(names.into_iter().chain(numbers.cells(self.has_answers)).collect());
        };
        let products: BTreeSet<_> = self.sections.keys().map(|(product, _)| product).collect();
        for product in products {
            let sections: Vec<_> = self.sections.iter().filter(|((of, _), _)| of == product).collect();
            let mut sum = Numbers::default();
            for ((product, section), numbers) in &sections {
                row(product, section, numbers);
                sum += (*numbers).clone();
            }
            if sections.len() > 1 {
                row(product, "(all)", &sum);
            }
            all += sum;
        }
        row("(all)", "", &all);
        table
    }
}
