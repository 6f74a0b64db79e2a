//! What the project publishes of its coverage: a sentence, the exceptions with their reasons, a table by product.

use std::collections::BTreeSet;

use super::{Coverage, Numbers};
use crate::table::{Table, plural};

impl Coverage {
    /// `299 of 299 pages: 242 calls, …, 53 realtime, …, and 4 without a module`, then each of those with its reason.
    #[must_use]
    pub fn summary(&self) -> String {
        let all = self.sum(|_| true);
        let unexplained = self.without_module.iter().filter(|page| page.why.is_none()).count();
        let mut text = format!(
            "{} of {}: {}, each with request, answer and endpoint function; {} realtime, each with subscription and record",
            all.described - unexplained,
            plural(all.described, "page"),
            plural(all.calls, "call"),
            all.realtime
        );
        if self.without_module.is_empty() {
            return text + "\n";
        }
        text.push_str(&format!("; {} without a module:\n\n", self.without_module.len()));
        for page in &self.without_module {
            let why = page.why.as_deref().unwrap_or("no reason is given");
            text.push_str(&format!("- `{}` {}: {why}\n", page.file, page.title));
        }
        text
    }

    /// A line for each product and one for all: TRs, and values by type.
    #[must_use]
    pub fn products(&self) -> Table {
        let head = ["product", "calls", "realtime", "corrected", "on paper", "decimal", "date", "time", "code", "text"];
        let mut table = Table::new(&head).numbers_from(1);
        let products: BTreeSet<_> = self.sections.keys().map(|(product, _)| product.as_str()).collect();
        for product in products {
            let sum = self.sum(|of| of == product);
            if sum.calls + sum.realtime > 0 {
                table.row(line(product, &sum));
            }
        }
        table.row(line("all", &self.sum(|_| true)));
        table
    }

    fn sum(&self, is_meant: impl Fn(&str) -> bool) -> Numbers {
        let mut sum = Numbers::default();
        let sections = self.sections.iter().filter(|((product, _), _)| is_meant(product));
        sections.for_each(|(_, numbers)| sum += numbers.clone());
        sum
    }
}

fn line(product: &str, numbers: &Numbers) -> Vec<String> {
    let [text, decimal, date, time, code] = numbers.values;
    let counts =
        [numbers.calls, numbers.realtime, numbers.corrected, numbers.on_paper, decimal, date, time, code, text];
    std::iter::once(product.to_owned()).chain(counts.iter().map(ToString::to_string)).collect()
}
