//! What Rust calls it: every identifier of a generated module, decided in one place, with the collisions it leads to.

mod idents;
mod shapes;
mod types;
mod types_of;

use std::collections::BTreeMap;

pub use idents::{camel, check_ours, check_ours_type, constant, is_taken_type, module, snake};
pub use shapes::SHAPES;
pub use types::{Coded, RecordName};
pub use types_of::Argument;

use crate::descriptor::{Descriptor, Documented, Found};
use crate::diagnostics::{Diagnostic, Lint};
use crate::model::{Parameter, Transaction};

/// The module of the coded types that pages share, beside the products'.
pub const CODES_MODULE: &str = "codes";

/// The identifiers of one module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    /// The path of the module, e.g. `domestic_bond`, `trading`, `inquire_balance`.
    pub module: Vec<String>,
    /// The argument of the choice, e.g. `side`.
    pub choice: Option<String>,
    /// Setter or argument of each parameter.
    pub parameters: Vec<String>,
    /// The structs: the answer or the realtime record, then its containers in the page's order.
    pub records: Vec<RecordName>,
    /// The coded types.
    pub coded: Vec<Coded>,
}

/// Names that can't stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    lint: Lint,
    address: String,
    message: String,
    help: String,
}

impl Problem {
    /// Puts it where the row stands.
    #[must_use]
    pub fn into_diagnostic(self, descriptor: &Descriptor, page: &Documented) -> Diagnostic {
        let row = match page.find(&self.address) {
            Found::One(section, positions, _) => page.row(section, &positions),
            _ => None,
        };
        let span = row.map_or_else(|| page.title.span.clone(), |row| row.name.span.clone());
        Diagnostic::new(self.lint, &descriptor.file, &span, self.message).help(self.help).at(self.address)
    }

    fn nameless(address: &str, wire: &str) -> Self {
        Self {
            lint: Lint::BadName,
            address: address.to_owned(),
            message: format!("no Rust name can be made of `{wire}`"),
            help: format!("under `fields:` write `{address}: {{ name: …, why: … }}`"),
        }
    }

    fn collision(address: &str, wire: &str, other: &str, name: &str) -> Self {
        Self {
            lint: Lint::NameCollision,
            address: address.to_owned(),
            message: format!("`{other}` and `{wire}` are both `{name}` in Rust"),
            help: format!("under `fields:` write `{address}: {{ name: …, why: … }}`"),
        }
    }
}

/// Decides every name of a module.
#[must_use]
pub fn name(transaction: &Transaction) -> (Names, Vec<Problem>) {
    let mut problems = Vec::new();
    let choice = transaction.choice.as_ref().and_then(|choice| snake_of_camel(&choice.name));
    let parameters = parameters(transaction, choice.as_deref(), &mut problems);
    let coded = types::coded(transaction, &mut problems);
    let records = types::records(transaction, &coded, &mut problems);
    (Names { module: modules(&transaction.source), choice, parameters, records, coded }, problems)
}

/// The module of a descriptor file.
#[must_use]
pub fn modules(source: &str) -> Vec<String> {
    source.trim_end_matches(".yaml").split('/').map(module).collect()
}

fn parameters(transaction: &Transaction, choice: Option<&str>, problems: &mut Vec<Problem>) -> Vec<String> {
    let mut scope = Scope::default();
    for taken in ["new", "call", "call_mut"] {
        scope.take(taken);
    }
    if transaction.takes_account() {
        scope.take("account");
    }
    if let Some(choice) = choice {
        scope.take(choice);
    }
    let visible = |parameter: &Parameter| parameter.is_asked() || parameter.is_settable();
    let named = transaction.parameters.iter().map(|parameter| {
        if visible(parameter) {
            scope.name(&parameter.address, &parameter.wire, parameter.name.as_deref(), problems)
        } else {
            String::new()
        }
    });
    named.collect()
}

/// The names of one struct, or of one function's arguments.
#[derive(Default)]
struct Scope {
    taken: Vec<String>,
    wires: BTreeMap<String, String>,
}

impl Scope {
    /// Keeps a name that the module itself uses here; a wire name that is the same gets `_` after it.
    fn take(&mut self, name: &str) {
        self.taken.push(name.to_owned());
    }

    fn name(&mut self, address: &str, wire: &str, ours: Option<&str>, problems: &mut Vec<Problem>) -> String {
        let Some(mut name) = ours.map(str::to_owned).or_else(|| snake(wire)) else {
            problems.push(Problem::nameless(address, wire));
            return "nameless".to_owned();
        };
        if self.taken.contains(&name) {
            name.push('_');
        }
        if let Some(other) = self.wires.insert(name.clone(), wire.to_owned())
            // The same wire name twice is the page's fault, and another lint says so.
            && other != wire
        {
            problems.push(Problem::collision(address, wire, &other, &name));
        }
        name
    }
}

/// `OrderSide` → `order_side`
fn snake_of_camel(name: &str) -> Option<String> {
    let mut words = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !words.is_empty() {
            words.push('_');
        }
        words.push(c);
    }
    snake(&words)
}
