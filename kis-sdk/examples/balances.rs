//! Both balances, all pages, as tables: `cargo run --example balances --features mock`.
//!
//! Without an account it starts the mock server on this machine and asks that. With `KIS_APP_KEY` and `KIS_APP_SECRET`
//! set it asks the real server, for the accounts named in `KIS_ACCOUNT` (bonds, such as 12345678-01) and
//! `KIS_PENSION_ACCOUNT` (pension, such as 12345678-29); one of the two is enough.

#![expect(clippy::print_stdout, reason = "printing is what this example is for")]

use std::error::Error;
use std::fmt;
use std::process::ExitCode;

use kis_sdk::descriptor::{Field, FieldKind, Tr};
use kis_sdk::domestic_bond::trading::inquire_balance::{self as bond, InqrCndt};
use kis_sdk::domestic_stock::trading::pension::inquire_balance as pension;
use kis_sdk::{Account, Client, Credentials, Date, Decimal, Environment, mock};
use unicode_width::UnicodeWidthStr as _;

/// Whom to ask, and about which accounts.
struct Setup {
    client: Client,
    bonds: Option<Account>,
    pension: Option<Account>,
    /// Runs until it is dropped.
    _server: Option<mock::Server>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let Setup { client, bonds, pension, _server } = set_up().await?;
    if let Some(account) = bonds {
        print_bonds(&client, &account).await?;
    }
    if let Some(account) = pension {
        print_pension(&client, &account).await?;
    }
    Ok(())
}

async fn set_up() -> Result<Setup, Box<dyn Error>> {
    if std::env::var_os("KIS_APP_KEY").is_none() && std::env::var_os("KIS_APP_SECRET").is_none() {
        let server = mock::Server::start().await?;
        println!(
            "Asking the mock server on this machine, which makes its holdings up. (Set KIS_APP_KEY, KIS_APP_SECRET and KIS_ACCOUNT \
             or KIS_PENSION_ACCOUNT to ask the real one.)"
        );
        let client = Client::builder(server.environment(), server.credentials()).build()?;
        let (bonds, pension) = (Some(server.account("01")), Some(server.account("29")));
        return Ok(Setup { client, bonds, pension, _server: Some(server) });
    }
    let credentials = Credentials::from_env()?;
    let account = |name| std::env::var(name).ok().map(|text| text.parse::<Account>()).transpose();
    let (bonds, pension) = (account("KIS_ACCOUNT")?, account("KIS_PENSION_ACCOUNT")?);
    if bonds.is_none() && pension.is_none() {
        return Err("set KIS_ACCOUNT (such as 12345678-01) or KIS_PENSION_ACCOUNT (such as 12345678-29)".into());
    }
    println!("Asking the real server (실전투자), with the app key in KIS_APP_KEY.");
    let client = Client::builder(Environment::Real, credentials).build()?;
    Ok(Setup { client, bonds, pension, _server: None })
}

async fn print_bonds(client: &Client, account: &Account) -> Result<(), Box<dyn Error>> {
    const COLUMNS: [&str; 8] =
        ["prdt_name", "buy_dt", "exdt", "cblc_qty", "buy_unpr", "buy_amt", "buy_erng_rt", "ord_psbl_qty"];
    let mut table = Table::new(&bond::TR, "output", &COLUMNS);
    let (mut rows, mut quantity, mut amount) = (0, Decimal::ZERO, Decimal::ZERO);
    let mut pages = client.pages(bond::Request::new(account, InqrCndt::ALL));
    let mut count = 0;
    while let Some(page) = pages.next().await {
        count += 1;
        for lot in page?.output {
            table.add([
                lot.prdt_name,
                day(lot.buy_dt),
                day(lot.exdt),
                number(lot.cblc_qty),
                number(lot.buy_unpr),
                number(lot.buy_amt),
                number(lot.buy_erng_rt),
                number(lot.ord_psbl_qty),
            ]);
            rows += 1;
            quantity += lot.cblc_qty.unwrap_or_default();
            amount += lot.buy_amt.unwrap_or_default();
        }
    }
    table.add(total([3, 5], [quantity, amount]));
    print!("\n{} ({}): {rows} lots on {count} pages\n{table}", bond::TR.title, bond::TR.tr_ids[0].real);
    Ok(())
}

async fn print_pension(client: &Client, account: &Account) -> Result<(), Box<dyn Error>> {
    const COLUMNS: [&str; 8] =
        ["prdt_name", "pdno", "hldg_qty", "pchs_avg_pric", "prpr", "evlu_amt", "evlu_pfls_amt", "evlu_erng_rt"];
    let mut table = Table::new(&pension::TR, "output1", &COLUMNS);
    let (mut rows, mut worth, mut gain, mut totals) = (0, Decimal::ZERO, Decimal::ZERO, None);
    let mut pages = client.pages(pension::Request::new(account));
    let mut count = 0;
    while let Some(page) = pages.next().await {
        let page = page?;
        count += 1;
        for row in page.output1 {
            table.add([
                row.prdt_name,
                row.pdno,
                number(row.hldg_qty),
                number(row.pchs_avg_pric),
                number(row.prpr),
                number(row.evlu_amt),
                number(row.evlu_pfls_amt),
                number(row.evlu_erng_rt),
            ]);
            rows += 1;
            worth += row.evlu_amt.unwrap_or_default();
            gain += row.evlu_pfls_amt.unwrap_or_default();
        }
        totals = page.output2.or(totals);
    }
    table.add(total([5, 6], [worth, gain]));
    print!("\n{} ({}): {rows} holdings on {count} pages\n{table}", pension::TR.title, pension::TR.tr_ids[0].real);
    if let Some(totals) = totals {
        const COLUMNS: [&str; 5] =
            ["dnca_tot_amt", "nxdy_excc_amt", "prvs_rcdl_excc_amt", "scts_evlu_amt", "tot_evlu_amt"];
        let mut table = Table::new(&pension::TR, "output2", &COLUMNS);
        table.add(
            [
                totals.dnca_tot_amt,
                totals.nxdy_excc_amt,
                totals.prvs_rcdl_excc_amt,
                totals.scts_evlu_amt,
                totals.tot_evlu_amt,
            ]
            .map(number),
        );
        print!("\n{table}");
    }
    Ok(())
}

/// A table headed by the 한글명 of these fields, which the TR knows; numbers to the right.
struct Table {
    fields: Vec<&'static Field>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn new(tr: &Tr, container: &str, columns: &[&str]) -> Self {
        let nested = tr.response.iter().find(|field| field.name == container).map(|field| field.kind);
        let fields: &[Field] = match nested {
            Some(FieldKind::Array(fields) | FieldKind::Object(fields)) => fields,
            _ => &[],
        };
        let fields = columns.iter().filter_map(|column| fields.iter().find(|field| field.name == *column)).collect();
        Self { fields, rows: Vec::new() }
    }

    fn add<const N: usize>(&mut self, row: [String; N]) {
        self.rows.push(row.into());
    }
}

/// Aligned by what a terminal shows: 한글 takes two columns a letter.
impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let heading: Vec<String> = self.fields.iter().map(|field| field.label.to_owned()).collect();
        let lines = || std::iter::once(&heading).chain(&self.rows);
        let width = |column: usize| lines().map(|line| line[column].width()).max().unwrap_or_default();
        let widths: Vec<usize> = (0..self.fields.len()).map(width).collect();
        for (number, line) in lines().enumerate() {
            let cells = line.iter().zip(&self.fields).zip(&widths).map(|((cell, field), width)| {
                let blanks = " ".repeat(width - cell.width());
                if matches!(field.kind, FieldKind::Decimal) {
                    format!("{blanks}{cell}")
                } else {
                    format!("{cell}{blanks}")
                }
            });
            writeln!(f, "  {}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
            if number == 0 {
                writeln!(f, "  {}", "─".repeat(widths.iter().sum::<usize>() + 2 * (widths.len() - 1)))?;
            }
        }
        Ok(())
    }
}

/// The last row: sums in these columns.
fn total(columns: [usize; 2], sums: [Decimal; 2]) -> [String; 8] {
    let mut row: [String; 8] = Default::default();
    "합계".clone_into(&mut row[0]);
    for (column, sum) in columns.into_iter().zip(sums) {
        row[column] = number(Some(sum));
    }
    row
}

fn day(day: Option<Date>) -> String {
    day.map_or_else(|| "-".to_owned(), |day| day.to_string())
}

/// Digits in groups of three; a dash where the server sent blanks.
fn number(number: Option<Decimal>) -> String {
    let Some(number) = number else { return "-".to_owned() };
    let text = number.normalize().abs().to_string();
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if number.is_sign_negative() && !number.is_zero() { "-" } else { "" };
    match fraction {
        Some(fraction) => format!("{sign}{grouped}.{fraction}"),
        None => format!("{sign}{grouped}"),
    }
}
