//! `kis list`: the TRs that a word is about.

use clap::Args;
use kis_sdk::TRANSACTIONS;
use kis_sdk::descriptor::{Field, Kind, Tr};

use crate::answer::Grid;
use crate::exit::{Failure, Outcome};
use crate::find;
use crate::suggest::did_you_mean;
use crate::terminal::{STRONG, Terminal, print};

/// What `kis list` takes.
#[derive(Args)]
pub(crate) struct ListArguments {
    /// Words that all have to be there, Korean or English: in title, TR id, path or summary, or in the name or 한글명 of a
    /// parameter or field. Without one every TR is listed
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    /// One product only, such as domestic-stock
    #[arg(long, value_name = "PRODUCT")]
    product: Option<String>,
    /// Orders only: what changes something at the broker
    #[arg(long, conflicts_with = "realtime")]
    orders: bool,
    /// Realtime TRs only, for `kis watch`
    #[arg(long)]
    realtime: bool,
    /// Only what the paper environment (모의투자) offers
    #[arg(long)]
    paper: bool,
}

/// A TR that was found, and the field by which, if it took one.
struct Hit {
    tr: &'static Tr,
    by: Option<String>,
}

pub(crate) fn run(arguments: &ListArguments, terminal: Terminal) -> Outcome {
    if let Some(product) = &arguments.product {
        check_product(product)?;
    }
    let words: Vec<String> = arguments.words.iter().map(|word| word.to_lowercase()).collect();
    let wanted = TRANSACTIONS.iter().copied().filter(|tr| is_wanted(tr, arguments));
    let mut hits: Vec<Hit> = wanted.filter_map(|tr| hit(tr, &words)).collect();
    if hits.is_empty() {
        return Err(nothing(arguments));
    }
    // Those that are about it come before those in which it occurs.
    hits.sort_by_key(|hit| hit.by.is_some());
    let count = hits.len();
    print(&grid(hits).render(terminal))?;
    let noun = if count == 1 { "TR" } else { "TRs" };
    terminal.hint(&format!("{count} {noun}; `kis show TR` says what one takes and answers"));
    Ok(())
}

fn is_wanted(tr: &Tr, arguments: &ListArguments) -> bool {
    let is_of = |product: &String| product_of(tr).eq_ignore_ascii_case(product);
    arguments.product.as_ref().is_none_or(is_of)
        && (!arguments.orders || tr.kind == Kind::Order)
        && (!arguments.realtime || tr.kind == Kind::Realtime)
        && (!arguments.paper || tr.tr_ids.iter().any(|id| id.paper.is_some()))
}

fn product_of(tr: &Tr) -> &'static str {
    tr.source.split('/').next().unwrap_or_default()
}

fn products() -> Vec<&'static str> {
    let mut products: Vec<_> = TRANSACTIONS.iter().map(|tr| product_of(tr)).collect();
    products.sort_unstable();
    products.dedup();
    products
}

fn check_product(product: &str) -> Outcome {
    let products = products();
    if products.iter().any(|known| known.eq_ignore_ascii_case(product)) {
        return Ok(());
    }
    let near = did_you_mean(product, products.iter().copied());
    Err(Failure::usage(format!("no product is called {product:?}{near}"))
        .advise(format!("there are {}", products.join(", "))))
}

/// Whether every word is in the TR: in what it is called, or else in its fields.
fn hit(tr: &'static Tr, words: &[String]) -> Option<Hit> {
    let summary = tr.words().map_or("", |words| words.summary);
    let module = find::place(tr).replace('-', "_").replace('/', "::");
    let ids = tr.tr_ids.iter().flat_map(|id| [Some(id.real), id.paper]).flatten();
    let called = [tr.title, tr.path, find::place(tr), module.as_str(), summary, tr.id];
    let called = called.iter().copied().chain(ids).collect::<Vec<&str>>().join("\n").to_lowercase();
    // 계좌 잔고 and 계좌잔고 are the same to who looks for it.
    let bare = tr.title.split_whitespace().collect::<String>().to_lowercase();
    let mut by = None;
    for word in words {
        if called.contains(word.as_str()) || bare.contains(word.as_str()) {
            continue;
        }
        let field = parameter(tr, word).or_else(|| field(tr.response.rows(), "", word))?;
        by.get_or_insert(field);
    }
    Some(Hit { tr, by })
}

fn is_in(word: &str, name: &str, label: &str) -> bool {
    name.to_lowercase().contains(word) || label.to_lowercase().contains(word)
}

fn parameter(tr: &Tr, word: &str) -> Option<String> {
    let found = tr.parameters.iter().find(|parameter| is_in(word, parameter.name, parameter.label))?;
    Some(format!("takes {} {}", found.name, found.label))
}

/// The first field in a tree that a word is in, by its path.
fn field(fields: &[Field], above: &str, word: &str) -> Option<String> {
    fields.iter().find_map(|row| {
        let path = if above.is_empty() { row.name.to_owned() } else { format!("{above}.{}", row.name) };
        if is_in(word, row.name, row.label) {
            return Some(format!("answers {path} {}", row.label));
        }
        field(row.kind.fields()?, &path, word)
    })
}

fn grid(hits: Vec<Hit>) -> Grid {
    let has_fields = hits.iter().any(|hit| hit.by.is_some());
    let mut header = vec!["TR id", "title", "kind", "paper", "place"];
    if has_fields {
        header.push("by field");
    }
    header.push("summary");
    let mut grid = Grid::new(header.into_iter().map(|name| vec![name.to_owned()]).collect()).headed(STRONG);
    for Hit { tr, by } in hits {
        let ids: Vec<&str> = tr.tr_ids.iter().map(|id| id.real).collect();
        let ids = match ids.as_slice() {
            [one] => (*one).to_owned(),
            [first, rest @ ..] => format!("{first} +{}", rest.len()),
            [] => String::new(),
        };
        let paper = if tr.tr_ids.iter().any(|id| id.paper.is_some()) { "yes" } else { "" };
        let mut row =
            vec![ids, tr.title.to_owned(), kind(tr.kind).to_owned(), paper.to_owned(), find::place(tr).to_owned()];
        if has_fields {
            row.push(by.unwrap_or_default());
        }
        row.push(tr.words().map_or("", |words| words.summary).to_owned());
        grid.push(row);
    }
    grid
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Order => "ORDER",
        Kind::Realtime => "realtime",
        // A query, and whatever comes later.
        _ => "",
    }
}

fn nothing(arguments: &ListArguments) -> Failure {
    let words = arguments.words.join(" ");
    if arguments.words.is_empty() {
        return Failure::usage("no TR is all that").advise("leave out one of --product, --orders, --realtime, --paper");
    }
    let failure = Failure::usage(format!("no TR is about {words:?}"));
    let near = find::near(&words);
    match near.is_empty() {
        true => failure
            .advise("try a part of a Korean title (잔고, 체결), an English word (balance, order) or a field (pdno)"),
        false => {
            failure.advise("the nearest are").advise_all(near.into_iter().map(|tr| format!("  {}", find::line(tr))))
        }
    }
}
